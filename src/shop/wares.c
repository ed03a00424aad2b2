/* One statement a page: the keys of the page are found among the seller's own rows, then its rows are read.
 *
 * Own rows are found in one of two ways. The index of sellers leads to them; then what is not in that index is looked up of
 * all of them, and they are sorted, which a seller of very many would wait for. Or the index of the order is walked, and
 * what others sell is passed over, which costs little where the seller has a good share of the shop. Retired products are in
 * no index of an order, so they are found the first way and put between the others. */
#include "shop/wares.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/cursor.h"
#include "shop/listing.h"

#include <string.h>

enum { LOW_STOCK = 3, FACETS_MAX = 1000, OWN_SEEN = 20000, WALK_ROWS = 100 };
#define NO_KEY "9223372036854775807"

/* What rows stand in order of, when they are found by their seller, and when the order's index is walked (from NULL: never;
 * then an index by seller gives the order). @split: rows without a key come last, apart from the others. */
struct road { const char *from, *key, *id; };
static const struct order { const char *name, *collate; struct road found, walked; bool descending, split; } orders[WARES_SORT_COUNT] = {
	[WARES_NAME] = { "name", " COLLATE NOCASE", { "products AS p", "p.title", "p.id" }, { "products AS p", "p.title", "p.id" } },
	[WARES_PRICE] = { "price", "", { "products AS p", "p.priceCents", "p.id" }, { "products AS p", "p.priceCents", "p.id" } },
	[WARES_PRICE_DOWN] = { "-price", "", { "products AS p", "p.priceCents", "p.id" }, { "products AS p", "p.priceCents", "p.id" },
		.descending = true },
	[WARES_STOCK] = { "stock", "", { "products AS p", "p.stock", "p.id" }, .split = true },
	[WARES_SOLD] = { "sold", "", { "products AS p CROSS JOIN soukSold AS s ON s.productId = p.id", "s.sold", "p.id" },
		{ "soukSold AS s CROSS JOIN products AS p ON p.id = s.productId", "s.sold", "s.productId" }, .descending = true },
	[WARES_NEWEST] = { "newest", "", { "products AS p", "p.id", "p.id" }, .descending = true },
};

const char *wares_sort_name(enum wares_sort sort)
{
	return orders[sort].name;
}

enum err wares_sort_find(const char *name, enum wares_sort *out)
{
	for (int i = 0; i < WARES_SORT_COUNT; i++) {
		if (!strcmp(orders[i].name, name)) {
			*out = (enum wares_sort)i;
			return OK;
		}
	}
	return fail(ERR_USAGE, "there is no order '%s': name, price, -price, stock, sold or newest", name);
}

static enum err refuse_guest(const struct session *who)
{
	return who->user ? OK : fail(ERR_FORBIDDEN, "nobody sells as a guest: log in first");
}

/* What stands for the list in its cursors. */
static uint32_t list_of(const struct session *who, struct arena *arena, const struct wares_filter *f)
{
	const char *const parts[] = { arena_format(arena, "wares of %lld", (long long)who->user), f->search, f->category,
		f->low ? "y" : "n", f->retired ? "y" : "n", orders[f->sort].name };
	return cursor_list(parts, sizeof parts / sizeof *parts);
}

/* Which of the seller's rows, and how they are found. */
enum part { PART_ALL, PART_KEYED, PART_KEYLESS };
enum which { WHICH_OFFERED, WHICH_RETIRED, WHICH_BOTH };
struct source { enum part part; enum which which; bool walk; };
struct window { const struct wares_filter *filter; const struct cursor *from; bool before; int64_t limit; };

static const char *const which_sql[] = {
	[WHICH_OFFERED] = "p.retiredAt IS NULL", [WHICH_RETIRED] = "p.retiredAt IS NOT NULL", [WHICH_BOTH] = NULL,
};

/* " WHERE …": the seller's rows that pass. A "+" keeps SQLite from an index that was not chosen. */
static void add_where(struct listing *l, const struct session *who, struct arena *arena, const struct wares_filter *f,
	const struct source *source)
{
	bool by_stock = f->low || source->part != PART_ALL;
	listing_add(l, source->walk ? " WHERE +p.userId = " : " WHERE p.userId = ");
	listing_value(l, value_integer(who->user));
	if (which_sql[source->which])
		buffer_printf(&l->sql, " AND %s%s", by_stock ? "+" : "", which_sql[source->which]);
	if (source->part != PART_ALL)
		listing_add(l, source->part == PART_KEYED ? " AND p.stock IS NOT NULL" : " AND p.stock IS NULL");
	if (f->category) {
		listing_add(l, " AND +p.category = ");
		listing_value(l, value_text(f->category));
	}
	if (f->low) {
		listing_add(l, " AND p.stock <= ");
		listing_value(l, value_integer(LOW_STOCK));
	}
	search_among(l, arena, f->search);
}

/* "(SELECT id, key … ORDER BY … LIMIT …)": the page's rows if there were only those of @source. */
static void add_source(struct listing *l, const struct session *who, struct arena *arena, const struct window *w,
	const struct source *source)
{
	const struct order *order = &orders[w->filter->sort];
	const struct road *road = source->walk ? &order->walked : &order->found;
	bool down = order->descending != w->before;
	const char *key = source->part == PART_KEYLESS ? NO_KEY : road->key, *way = down ? "DESC" : "ASC";
	buffer_printf(&l->sql, "SELECT * FROM (SELECT %s AS id, %s AS key FROM %s", road->id, key, road->from);
	add_where(l, who, arena, w->filter, source);
	if (w->from) {
		buffer_printf(&l->sql, " AND (%s%s, %s) %s (", key, order->collate, road->id, down ? "<" : ">");
		listing_value(l, w->from->key);
		listing_add(l, ", ");
		listing_value(l, value_integer(w->from->id));
		listing_add(l, ")");
	}
	if (source->part == PART_KEYLESS)
		buffer_printf(&l->sql, " ORDER BY %s %s LIMIT ", road->id, way);
	else
		buffer_printf(&l->sql, " ORDER BY %s%s %s, %s %s LIMIT ", key, order->collate, way, road->id, way);
	listing_value(l, value_integer(w->limit));
	listing_add(l, ")");
}

/* Whether walking the order's index costs less than looking at all that the seller has. With words, or where few pieces are
 * left, other indexes lead to few. */
static enum err choose(const struct session *who, struct arena *arena, const struct wares_filter *f, bool *walk)
{
	static const char sql[] = "SELECT (SELECT count(*) FROM (SELECT 1 FROM products WHERE userId = ?1 AND retiredAt IS NULL"
		" LIMIT ?2)), (SELECT max(id) FROM products)";
	struct value values[] = { value_integer(who->user), value_integer(OWN_SEEN) };
	struct table rows;
	*walk = false;
	if (!orders[f->sort].walked.from || f->low || search_has_words(f->search))
		return OK;
	try(store_select(shop_store(who->shop), arena, sql, values, 2, &rows));
	int64_t own = value_int_or(table_at(&rows, 0, 0), 0), all = value_int_or(table_at(&rows, 0, 1), 0);
	*walk = own * own > all * WALK_ROWS;
	return OK;
}

static enum err read_window(const struct session *who, struct arena *arena, const struct window *w, struct table *out)
{
	const struct order *order = &orders[w->filter->sort];
	const char *way = order->descending != w->before ? "DESC" : "ASC";
	bool split = order->split, retired = w->filter->retired;
	enum which both = retired ? WHICH_BOTH : WHICH_OFFERED;
	struct source first = { split ? PART_KEYED : PART_ALL, split ? both : WHICH_OFFERED, false };
	const struct source second = { split ? PART_KEYLESS : PART_ALL, split ? both : WHICH_RETIRED, false };
	struct listing l = { 0 };

	try(choose(who, arena, w->filter, &first.walk));
	listing_add(&l, listing_columns);
	listing_add(&l, "w.key FROM (");
	add_source(&l, who, arena, w, &first);
	if (split || retired) {
		listing_add(&l, " UNION ALL ");
		add_source(&l, who, arena, w, &second);
	}
	buffer_printf(&l.sql, ") AS w CROSS JOIN products AS p ON p.id = w.id%s ORDER BY w.key%s %s, w.id %s LIMIT ", listing_joins,
		order->collate, way, way);
	listing_value(&l, value_integer(w->limit));
	enum err err = store_select(shop_store(who->shop), arena, l.sql.bytes, l.values, l.count, out);
	listing_release(&l);
	return err;
}

enum err wares_page(const struct session *who, struct arena *arena, const struct wares_filter *filter, const char *text,
	bool before, int64_t limit, struct catalogue_page *out)
{
	uint32_t list = list_of(who, arena, filter);
	struct cursor cursor;
	struct table rows;
	try(refuse_guest(who));
	if (limit < 1 || limit > 1000)
		return fail(ERR_USAGE, "a page has 1 to 1,000 rows, not %lld", (long long)limit);
	if (text)
		try(cursor_read(arena, list, text, &cursor));
	try(read_window(who, arena, &(struct window){ filter, text ? &cursor : NULL, before, limit + 1 }, &rows));
	*out = listing_page(arena, &rows, &(struct listing_part){ list, limit, text != NULL, before, before });
	return OK;
}

static enum err count_up_to(const struct session *who, struct arena *arena, struct listing *l, int64_t limit, int64_t *out)
{
	struct table rows;
	listing_add(l, " LIMIT ");
	listing_value(l, value_integer(limit));
	listing_add(l, ")");
	enum err err = store_select(shop_store(who->shop), arena, l->sql.bytes, l->values, l->count, &rows);
	*out = err ? 0 : table_at(&rows, 0, 0).integer;
	return err;
}

static enum err count_rows(const struct session *who, const struct wares_filter *filter, enum which which, int64_t limit,
	int64_t *count, bool *more)
{
	struct listing l = { 0 };
	struct arena arena;
	int64_t found = 0;
	try(refuse_guest(who));
	arena_init(&arena);
	listing_add(&l, "SELECT count(*) FROM (SELECT 1 FROM products AS p");
	add_where(&l, who, &arena, filter, &(struct source){ .which = which });
	enum err err = count_up_to(who, &arena, &l, limit + 1, &found);
	*more = found > limit;
	*count = *more ? limit : found;
	listing_release(&l);
	arena_release(&arena);
	return err;
}

enum err wares_count(const struct session *who, const struct wares_filter *filter, int64_t limit, int64_t *count, bool *more)
{
	return count_rows(who, filter, filter->retired ? WHICH_BOTH : WHICH_OFFERED, limit, count, more);
}

enum err wares_count_retired(const struct session *who, int64_t limit, int64_t *count, bool *more)
{
	return count_rows(who, &(struct wares_filter){ .retired = true }, WHICH_RETIRED, limit, count, more);
}

enum err wares_cursor(const struct session *who, struct arena *arena, const struct wares_filter *filter, int64_t product,
	const char **out)
{
	const struct road *road = &orders[filter->sort].found;
	struct value values[] = { value_integer(who->user), value_integer(product) };
	struct table rows;
	try(refuse_guest(who));
	const char *sql = arena_format(arena, "SELECT coalesce(%s, " NO_KEY ") FROM %s WHERE p.userId = ?1 AND p.id = ?2", road->key, road->from);
	try(store_select(shop_store(who->shop), arena, sql, values, 2, &rows));
	if (!rows.count)
		return fail(ERR_NOT_FOUND, "there is no product %lld of yours", (long long)product);
	*out = cursor_text(arena, list_of(who, arena, filter), product, table_at(&rows, 0, 0));
	return OK;
}

enum err wares_categories(const struct session *who, struct arena *arena, struct facets *out)
{
	static const char sql[] = "SELECT category, count(*) FROM products WHERE userId = ?1 AND category IS NOT NULL AND category <> ''"
		" GROUP BY category ORDER BY category LIMIT ?2";
	struct value values[] = { value_integer(who->user), value_integer(FACETS_MAX) };
	struct table rows;
	try(refuse_guest(who));
	try(store_select(shop_store(who->shop), arena, sql, values, 2, &rows));
	*out = (struct facets){ arena_array(arena, struct facet, rows.count), rows.count };
	for (size_t i = 0; i < rows.count; i++) {
		const char *name = value_str(table_at(&rows, i, 0));
		out->items[i] = (struct facet){ name, name, table_at(&rows, i, 1).integer };
	}
	return OK;
}
