/* The Sell screen's state, shared by its files: keys (sell.c), what is read (sell_list.c), acts (sell_act.c), choosers
 * (sell_choose.c), drawing (sell_draw.c), what was sold beside the list (sell_sales.c). */
#ifndef SCREENS_SELL_H
#define SCREENS_SELL_H

#include "screens/screens.h"
#include "shop/sales.h"
#include "shop/wares.h"
#include "ui/field.h"
#include "ui/marks.h"

enum { SELL_COUNT_LIMIT = 1000, SELL_BRIEF_ROWS = 4, SELL_SEARCH_MAX = 1024 };

/* When sales were read: the version of the file, and local midnight of the day; 0: they were not. */
struct sell_moment { int64_t version, day; };

struct sell_state {
	struct app *app;
	struct list list;
	struct field search;
	bool searching, sales_focus;
	char before[SELL_SEARCH_MAX];         /* the search that Esc brings back */
	struct wares_filter filter;
	char category[256];
	int64_t count, retired;               /* what the filter shows; taken out of the catalogue, of all */
	bool more, more_retired;
	struct marks marks;                   /* products to act on at once; none: the selected one */
	struct arena arena, low;              /* of sales; of what is low in them, once it was read again */
	struct sales sales;
	struct sell_moment read;
	enum sales_span span;                 /* of the bars */
	int rows, cols;
};

/* Cells that each pane has; sales 0: there is one pane, the list, and a few lines under it. */
struct sell_panes { int list, sales; };
struct sell_panes sell_panes(int cols);

extern const struct list_ops sell_list_ops;
/* The sales, unless they hold as they were read. */
enum err sell_read_sales(struct sell_state *);
/* Forget marks of what is no longer there, or no longer theirs. */
enum err sell_prune_marks(struct sell_state *);
/* Read the list again where it stands, the counts, and the sales: after an act, or when somebody comes back. */
enum err sell_reload(struct sell_state *);
/* The list, the counts, and of the sales what is low: what an act on stock changes. */
enum err sell_reload_stock(struct sell_state *);
/* Read the list from the top (another order, filter, search). */
enum err sell_restart(struct sell_state *);
/* What an import has written is in the list, and said. */
struct next sell_imported(void *state, void *app, const void *answer);
const struct product *sell_selected(const struct sell_state *);       /* NULL: the list is empty */
bool sell_has_product(const void *state);
bool sell_is_narrowed(const void *state);     /* by words or a filter */

/* sell_draw.c */
void sell_draw(const void *state, struct canvas *body, struct arena *scratch);

/* sell_choose.c: the acts of f and s. */
struct next sell_choose_filter(void *state, void *app);
struct next sell_choose_sort(void *state, void *app);
/* "any kind, low, with retired"; "sort name ▲". */
struct shown sell_filter_words(const struct sell_state *, struct arena *);
struct shown sell_sort_words(const struct sell_state *, struct arena *);

/* sell_act.c: acts on all that is marked, or else on the selected product, which there must be. */
struct next sell_one_more(void *state, void *app);
struct next sell_one_less(void *state, void *app);
struct next sell_ask_stock(void *state, void *app);
struct next sell_retire(void *state, void *app);
/* Mark the selected product, or take its mark off, and go on to the next. */
struct next sell_mark(void *state, void *app);
struct next sell_unmark(void *state, void *app);
bool sell_has_marks(const void *state);

/* sell_sales.c: the pane beside the list, inside its box; and one line of it for narrow screens, where it has a page of its
 * own. */
void sell_sales_draw(const struct sell_state *, struct canvas *in, struct arena *scratch);
/* "Sales, last 14 days" */
struct shown sell_span_words(const struct sell_state *, struct arena *);
/* The shortest span in which anything was sold. */
enum sales_span sell_first_span(const struct sales *);
struct shown sell_sales_line(const struct sell_state *, struct arena *scratch);

#endif
