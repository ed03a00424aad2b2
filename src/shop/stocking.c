/* Every act reads each row again inside its one transaction and asks whose it is. Taking stock back is an act like another,
 * by the difference: an order that was placed in between is not undone with it. */
#include "shop/stocking.h"

#include "base/arena.h"
#include "base/clock.h"
#include "model/record.h"
#include "model/store.h"
#include "shop/product.h"

static int64_t pieces_of(const struct row *row)
{
	return row_is_null(row, "stock") ? STOCKING_NONE : row_int(row, "stock");
}

static const char *pieces_words(struct arena *arena, int64_t pieces)
{
	return arena_format(arena, "%lld %s", (long long)pieces, pieces == 1 ? "piece" : "pieces");
}

/* Write @now if that is something else, and note it. */
static enum err put_stock(struct session *who, struct arena *arena, struct row *row, int64_t now, struct stock_changes *out)
{
	struct stock_change change = { row_int(row, "id"), pieces_of(row), now, row_text(row, "title") };
	if (change.before == change.now)
		return OK;
	struct pair pairs[] = { { "stock", now == STOCKING_NONE ? value_null() : value_integer(now) }, pair_end };
	try(row_update(shop_store(who->shop), arena, row, pairs));
	out->items[out->count++] = change;
	return OK;
}

/* --- what an act wants of one row --- */

struct act { const struct stock_wish *wish; const struct stock_change *back; bool retired; };
typedef enum err one(struct session *, struct arena *, struct row *, const struct act *, struct stock_changes *out);

static enum err change_one(struct session *who, struct arena *arena, struct row *row, const struct act *act,
	struct stock_changes *out)
{
	const struct stock_wish *wish = act->wish;
	const char *title = row_text(row, "title");
	int64_t now = wish->pieces;
	if (wish->how == STOCK_NO_LIMIT)
		return put_stock(who, arena, row, STOCKING_NONE, out);
	if (wish->how == STOCK_ADD && row_is_null(row, "stock"))
		return fail(ERR_STOCK, "'%s' has no limit: set a number of pieces first", title);
	if (wish->how == STOCK_ADD && __builtin_add_overflow(row_int(row, "stock"), wish->pieces, &now))
		return fail(ERR_OVERFLOW, "so many pieces of '%s' cannot be counted", title);
	if (now < 0)
		return fail(ERR_INPUT, "there cannot be fewer than 0 pieces of '%s'", title);
	return put_stock(who, arena, row, now, out);
}

static enum err restore_one(struct session *who, struct arena *arena, struct row *row, const struct act *act,
	struct stock_changes *out)
{
	const struct stock_change *back = act->back;
	const char *title = row_text(row, "title");
	int64_t is = pieces_of(row), now = back->before;
	if (back->now == STOCKING_NONE && is != STOCKING_NONE)
		return fail(ERR_STOCK, "'%s' was given a limit meanwhile: %s", title, pieces_words(arena, is));
	if (back->now != STOCKING_NONE && is == STOCKING_NONE)
		return fail(ERR_STOCK, "'%s' has no limit by now", title);
	if (back->now != STOCKING_NONE && back->before != STOCKING_NONE
	    && __builtin_add_overflow(is, back->before - back->now, &now))
		return fail(ERR_OVERFLOW, "so many pieces of '%s' cannot be counted", title);
	if (now < 0 && back->before != STOCKING_NONE)
		return fail(ERR_STOCK, "only %s of '%s' left: %lld cannot be taken back", pieces_words(arena, is), title,
			(long long)(back->now - back->before));
	return put_stock(who, arena, row, now, out);
}

static enum err retire_one(struct session *who, struct arena *arena, struct row *row, const struct act *act,
	struct stock_changes *out)
{
	char now[CLOCK_STAMP_SIZE];
	bool was = !row_is_null(row, "retiredAt");
	if (act->retired == was)
		return OK;
	clock_stamp(clock_now(), now);
	struct pair pairs[] = { { "retiredAt", act->retired ? value_text(now) : value_null() }, pair_end };
	try(row_update(shop_store(who->shop), arena, row, pairs));
	out->items[out->count++] = (struct stock_change){ row_int(row, "id"), was, act->retired, row_text(row, "title") };
	return OK;
}

/* --- all or none --- */

struct all { const int64_t *products; const struct stock_change *back; size_t count; };

static enum err each(struct session *who, struct arena *arena, const struct all *all, struct act act, one *what,
	struct stock_changes *out)
{
	for (size_t i = 0; i < all->count; i++) {
		struct row *row;
		act.back = all->back ? &all->back[i] : NULL;
		try(product_own(who, arena, act.back ? act.back->product : all->products[i], &row));
		try(what(who, arena, row, &act, out));
	}
	return OK;
}

static enum err run(struct session *who, struct arena *arena, const struct all *all, struct act act, one *what,
	struct stock_changes *out)
{
	struct store *store = shop_store(who->shop);
	*out = (struct stock_changes){ arena_array(arena, struct stock_change, all->count), 0 };
	try(store_begin(store));
	enum err err = store_end(store, each(who, arena, all, act, what, out));
	if (err)
		out->count = 0;
	return err;
}

enum err stocking_change(struct session *who, struct arena *arena, const int64_t *products, size_t count,
	const struct stock_wish *wish, struct stock_changes *out)
{
	return run(who, arena, &(struct all){ .products = products, .count = count }, (struct act){ .wish = wish }, change_one, out);
}

enum err stocking_restore(struct session *who, struct arena *arena, const struct stock_changes *changes,
	struct stock_changes *out)
{
	return run(who, arena, &(struct all){ .back = changes->items, .count = changes->count }, (struct act){ .wish = NULL },
		restore_one, out);
}

enum err stocking_retire(struct session *who, struct arena *arena, const int64_t *products, size_t count, bool retired,
	struct stock_changes *out)
{
	return run(who, arena, &(struct all){ .products = products, .count = count }, (struct act){ .retired = retired }, retire_one,
		out);
}

enum err stocking_any_offered(const struct session *who, const int64_t *products, size_t count, bool *out)
{
	struct shop *shop = who->shop;
	struct arena arena;
	int64_t offered = 0;
	*out = false;
	if (!who->user)
		return fail(ERR_FORBIDDEN, "nobody sells as a guest: log in first");
	arena_init(&arena);
	struct value *keys = arena_array(&arena, struct value, count);
	for (size_t i = 0; i < count; i++)
		keys[i] = value_integer(products[i]);
	const struct where where[] = { where_in("id", keys, count), where_eq("userId", value_integer(who->user)),
		where_null("retiredAt"), where_end };
	enum err err = model_count(shop_store(shop), shop_model(shop, "product"), &(struct query){ .where = where }, &offered);
	*out = offered > 0;
	arena_release(&arena);
	return err;
}
