/* Undo of shop acts by shop acts: the last 50 of a person on a file, kept in the state folder. */
#ifndef SHOP_UNDO_H
#define SHOP_UNDO_H

#include "shop/order.h"

struct stock_changes;

/* Remember an act that just succeeded. A failure to write the journal is told but never fails the act. */
enum err undo_cart_changed(const struct session *, const struct cart_change *lines, size_t count);
enum err undo_order_placed(const struct session *, int64_t order, bool from_cart);
enum err undo_order_cancelled(const struct session *, int64_t order);
/* What a seller did to stock, or (@retired) to what stands in the catalogue: all that one act changed; nothing: no act. */
enum err undo_stock_changed(const struct session *, const struct stock_changes *);
enum err undo_retired(const struct session *, const struct stock_changes *, bool retired);
/* Take back the last act, or (redo) do again what was taken back last. @told: what happened, a sentence in @arena ("order 9 taken back: stock
 * returned, cart refilled"). ERR_EMPTY: nothing to take back; ERR_STATUS, ERR_STOCK: it no longer can be, and why; the act then stays in the list. */
enum err undo_last(struct session *, struct arena *, const char **told);
enum err undo_redo(struct session *, struct arena *, const char **told);

/* Writes to rows lie in the same journal (base/journal.h) as acts of this kind; @turn takes one back, or does it @again. */
#define UNDO_ROWS "rows"
struct journal_act;
struct undo_rows {
	enum err (*turn)(void *context, struct arena *, const struct journal_act *, bool again, const char **told);
	void *context;
};
/* Where that person's acts on the file are kept; in @arena. ERR_IO. */
enum err undo_journal(const struct session *, struct arena *, const char **out);
/* undo_last(), or undo_redo(), for whoever can do that too. */
enum err undo_turn(struct session *, struct arena *, bool redo, const struct undo_rows *, const char **told);

#endif
