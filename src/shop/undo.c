/* Each act of the journal has what its inverse needs; taking one back runs a shop act, never SQL, so that every rule holds for
 * undo as well. Writes to rows have no rules: whoever made them takes them back. */
#include "shop/undo.h"

#include "base/arena.h"
#include "base/journal.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/stocking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Its journal: of the person, or of the guest's cart. */
enum err undo_journal(const struct session *who, struct arena *arena, const char **out)
{
	return journal_path(arena, shop_path(who->shop), who->user ? who->user : -who->guest_cart, out);
}

/* @lines: "product before now; …" of a cart or of stock, or the order's id. */
static enum err remember(const struct session *who, const char *what, const char *lines)
{
	struct arena arena;
	const char *path;
	if (shop_forgets_acts(who->shop))
		return OK;
	arena_init(&arena);
	enum err err = undo_journal(who, &arena, &path);
	if (!err)
		err = journal_add(path, &(struct journal_act){ .what = what, .lines = lines });
	arena_release(&arena);
	return err;
}

static const char *lines_text(struct buffer *out, const struct cart_change *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%s%lld %lld %lld", i ? "; " : "", (long long)lines[i].product, (long long)lines[i].before, (long long)lines[i].now);
	return out->bytes ? out->bytes : "";
}

enum err undo_cart_changed(const struct session *who, const struct cart_change *lines, size_t count)
{
	struct buffer text = { 0 };
	bool changed = false;
	for (size_t i = 0; i < count; i++)
		changed = changed || lines[i].before != lines[i].now;
	enum err err = changed ? remember(who, "cart", lines_text(&text, lines, count)) : OK;
	buffer_release(&text);
	return err;
}

static enum err remember_order(const struct session *who, const char *what, int64_t order)
{
	char lines[32];
	snprintf(lines, sizeof lines, "%lld", (long long)order);
	return remember(who, what, lines);
}

enum err undo_order_placed(const struct session *who, int64_t order, bool from_cart)
{
	return remember_order(who, from_cart ? "placed-cart" : "placed", order);
}

enum err undo_order_cancelled(const struct session *who, int64_t order)
{
	return remember_order(who, "cancelled", order);
}

static enum err remember_changes(const struct session *who, const char *what, const struct stock_changes *changes)
{
	struct buffer text = { 0 };
	if (!changes->count)
		return OK;
	for (size_t i = 0; i < changes->count; i++)
		buffer_printf(&text, "%s%lld %lld %lld", i ? "; " : "", (long long)changes->items[i].product,
			(long long)changes->items[i].before, (long long)changes->items[i].now);
	enum err err = remember(who, what, text.bytes);
	buffer_release(&text);
	return err;
}

enum err undo_stock_changed(const struct session *who, const struct stock_changes *changes)
{
	return remember_changes(who, "stock", changes);
}

enum err undo_retired(const struct session *who, const struct stock_changes *changes, bool retired)
{
	return remember_changes(who, retired ? "retired" : "back", changes);
}

/* The lines of a cart act, with before and now exchanged for redo. */
static size_t read_lines(struct arena *arena, const char *text, bool redo, struct cart_change **out)
{
	size_t room = 1, count = 0;
	for (const char *at = text; *at; at++)
		room += *at == ';';
	*out = arena_array(arena, struct cart_change, room);
	for (const char *at = text; at && *at && count < room; at = strchr(at, ';')) {
		long long product, before, now;
		at += strspn(at, "; ");
		if (sscanf(at, "%lld %lld %lld", &product, &before, &now) == 3)
			(*out)[count++] = (struct cart_change){ .product = product, .before = redo ? now : before, .now = redo ? before : now };
	}
	return count;
}

static enum err act_on_cart(struct session *who, struct arena *arena, const char *text, bool redo, const char **told)
{
	struct cart_change *lines;
	size_t count = read_lines(arena, text, redo, &lines);
	try(cart_restore(who, arena, lines, count));
	*told = redo ? "the change of the cart is done again" : "the cart is as it was before";
	return OK;
}

static enum err cancel(struct session *who, struct arena *arena, const char *text, bool refill, const char **told)
{
	struct order order;
	try(order_cancel(who, arena, strtoll(text, NULL, 10), refill, &order));
	*told = arena_format(arena, "order %lld taken back: stock returned%s", (long long)order.id, refill ? ", cart refilled" : "");
	return OK;
}

static enum err undo_placed(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return cancel(who, arena, text, false, told);
}

static enum err undo_placed_cart(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return cancel(who, arena, text, true, told);
}

static enum err uncancel(struct session *who, struct arena *arena, const char *text, const char **told)
{
	struct order order;
	try(order_uncancel(who, arena, strtoll(text, NULL, 10), &order));
	*told = arena_format(arena, "order %lld stands again, its stock is taken", (long long)order.id);
	return OK;
}

/* The order stands again, and what the undo had put back into the cart goes out of it. */
static enum err stand_and_empty(struct session *who, struct arena *arena, const char *text, const char **told)
{
	struct order order;
	try(order_load(who, arena, strtoll(text, NULL, 10), &order));
	try(uncancel(who, arena, text, told));
	for (size_t i = 0; i < order.count; i++) {
		struct cart_change change;
		if (order.lines[i].exists)
			try(cart_remove(who, arena, order.lines[i].product, &change));
	}
	return OK;
}

static enum err redo_placed_cart(struct session *who, struct arena *arena, const char *text, const char **told)
{
	struct store *store = shop_store(who->shop);
	try(store_begin(store));
	return store_end(store, stand_and_empty(who, arena, text, told));
}

static enum err undo_cart(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return act_on_cart(who, arena, text, false, told);
}

static enum err redo_cart(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return act_on_cart(who, arena, text, true, told);
}

/* The lines of an act of a seller, with before and now exchanged for redo. */
static struct stock_changes read_changes(struct arena *arena, const char *text, bool redo)
{
	struct cart_change *lines;
	struct stock_changes changes = { .count = read_lines(arena, text, redo, &lines) };
	changes.items = arena_array(arena, struct stock_change, changes.count);
	for (size_t i = 0; i < changes.count; i++)
		changes.items[i] = (struct stock_change){ .product = lines[i].product, .before = lines[i].before, .now = lines[i].now };
	return changes;
}

static const char *pieces_words(struct arena *arena, int64_t pieces)
{
	return pieces == STOCKING_NONE ? "no limit" : arena_format(arena, "%lld %s", (long long)pieces, pieces == 1 ? "piece" : "pieces");
}

static enum err act_on_stock(struct session *who, struct arena *arena, const char *text, bool redo, const char **told)
{
	struct stock_changes back = read_changes(arena, text, redo), done;
	try(stocking_restore(who, arena, &back, &done));
	if (done.count == 1)
		*told = arena_format(arena, "%s: %s again", done.items[0].title, pieces_words(arena, done.items[0].now));
	else
		*told = arena_format(arena, "the stock of %zu products is changed %s", done.count, redo ? "again" : "back");
	return OK;
}

static enum err undo_stock(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return act_on_stock(who, arena, text, false, told);
}

static enum err redo_stock(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return act_on_stock(who, arena, text, true, told);
}

static enum err act_on_offer(struct session *who, struct arena *arena, const char *text, bool retired, const char **told)
{
	struct stock_changes was = read_changes(arena, text, false), done;
	int64_t *products = arena_array(arena, int64_t, was.count);
	for (size_t i = 0; i < was.count; i++)
		products[i] = was.items[i].product;
	try(stocking_retire(who, arena, products, was.count, retired, &done));
	const char *what = done.count == 1 ? done.items[0].title : arena_format(arena, "%zu products", done.count);
	if (retired)
		*told = arena_format(arena, "retired %s again", what);
	else
		*told = arena_format(arena, "%s %s back in the catalogue", what, done.count == 1 ? "is" : "are");
	return OK;
}

static enum err bring_back(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return act_on_offer(who, arena, text, false, told);
}

static enum err retire_again(struct session *who, struct arena *arena, const char *text, const char **told)
{
	return act_on_offer(who, arena, text, true, told);
}

/* Each kind of act with its inverse, and how it is done again. */
typedef enum err act_function(struct session *, struct arena *, const char *lines, const char **told);
static const struct { const char *what; act_function *undo, *redo; } kinds[] = {
	{ "cart", undo_cart, redo_cart },
	{ "placed", undo_placed, uncancel },
	{ "placed-cart", undo_placed_cart, redo_placed_cart },
	{ "cancelled", uncancel, undo_placed },
	{ "stock", undo_stock, redo_stock },
	{ "retired", bring_back, retire_again },
	{ "back", retire_again, bring_back },
};

struct turning { struct session *who; const struct undo_rows *rows; };

static enum err run(void *context, struct arena *arena, const struct journal_act *act, const char **told)
{
	const struct turning *turning = context;
	if (!strcmp(act->what, UNDO_ROWS))
		return turning->rows ? turning->rows->turn(turning->rows->context, arena, act, act->undone, told)
			: fail(ERR_STATUS, "the last act was a write to rows, which the screens take back");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i].what, act->what))
			return (act->undone ? kinds[i].redo : kinds[i].undo)(turning->who, arena, act->lines, told);
	return fail(ERR_EMPTY, "the last act ('%s') is unknown to this souk", act->what);
}

enum err undo_turn(struct session *who, struct arena *arena, bool redo, const struct undo_rows *rows, const char **told)
{
	const char *path;
	struct turning turning = { who, rows };
	try(undo_journal(who, arena, &path));
	return journal_turn(path, arena, redo, run, &turning, told);
}

enum err undo_last(struct session *who, struct arena *arena, const char **told)
{
	return undo_turn(who, arena, false, NULL, told);
}

enum err undo_redo(struct session *who, struct arena *arena, const char **told)
{
	return undo_turn(who, arena, true, NULL, told);
}
