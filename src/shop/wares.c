/* One statement a page: the keys of the page are found among the seller's own rows alone, then its rows are read. The index
 * of sellers leads to them, so that a page costs what one seller has and not what the shop has. */
#include "shop/wares.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/cursor.h"
#include "shop/listing.h"

#include <string.h>

enum { LOW_STOCK = 3, FACETS_MAX = 1000 };

/* @key: what rows stand in order of; @sold: it needs the sold counts. */
static const struct order { const char *name, *key, *collate; bool descending, sold; } orders[WARES_SORT_COUNT] = {
	[WARES_NAME] = { "name", "p.title", " COLLATE NOCASE", false, false },
	[WARES_PRICE] = { "price", "p.priceCents", "", false, false },
	[WARES_PRICE_DOWN] = { "-price", "p.priceCents", "", true, false },
	[WARES_STOCK] = { "stock", "coalesce(p.stock, 9223372036854775807)", "", false, false },
	[WARES_SOLD] = { "sold", "coalesce(s.sold, 0)", "", true, true },
	[WARES_NEWEST] = { "newest", "p.createdAt", "", true, false },
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

/* " FROM products AS p … WHERE …": the seller's rows that pass. */
static void add_rows(struct listing *l, const struct session *who, struct arena *arena, const struct wares_filter *f)
{
	listing_add(l, " FROM products AS p");
	if (orders[f->sort].sold)
		listing_add(l, " LEFT JOIN soukSold AS s ON s.productId = p.id");
	listing_add(l, " WHERE p.userId = ");
	listing_value(l, value_integer(who->user));
	if (!f->retired)
		listing_add(l, " AND p.retiredAt IS NULL");
	if (f->category) {
		listing_add(l, " AND +p.category = ");
		listing_value(l, value_text(f->category));
	}
	if (f->low) {
		listing_add(l, " AND p.stock <= ");
		listing_value(l, value_integer(LOW_STOCK));
	}
	search_condition(l, arena, f->search, false);
}

struct window { const struct wares_filter *filter; const struct cursor *from; bool before; int64_t limit; };

static void add_from(struct listing *l, const struct window *w, const struct order *order, const char *than)
{
	buffer_printf(&l->sql, " AND (%s%s, p.id) %s (", order->key, order->collate, than);
	listing_value(l, w->from->key);
	listing_add(l, ", ");
	listing_value(l, value_integer(w->from->id));
	listing_add(l, ")");
}

static enum err read_window(const struct session *who, struct arena *arena, const struct window *w, struct table *out)
{
	const struct order *order = &orders[w->filter->sort];
	bool down = order->descending != w->before;
	const char *way = down ? "DESC" : "ASC";
	struct listing l = { 0 };

	listing_add(&l, listing_columns);
	buffer_printf(&l.sql, "w.key FROM (SELECT p.id AS id, %s AS key", order->key);
	add_rows(&l, who, arena, w->filter);
	if (w->from)
		add_from(&l, w, order, down ? "<" : ">");
	buffer_printf(&l.sql, " ORDER BY %s%s %s, p.id %s LIMIT ", order->key, order->collate, way, way);
	listing_value(&l, value_integer(w->limit));
	buffer_printf(&l.sql, ") AS w CROSS JOIN products AS p ON p.id = w.id%s ORDER BY w.key%s %s, w.id %s", listing_joins,
		order->collate, way, way);
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

static enum err count_rows(const struct session *who, const struct wares_filter *filter, const char *also, int64_t limit,
	int64_t *count, bool *more)
{
	struct listing l = { 0 };
	struct arena arena;
	int64_t found = 0;
	try(refuse_guest(who));
	arena_init(&arena);
	listing_add(&l, "SELECT count(*) FROM (SELECT 1");
	add_rows(&l, who, &arena, filter);
	listing_add(&l, also);
	enum err err = count_up_to(who, &arena, &l, limit + 1, &found);
	*more = found > limit;
	*count = *more ? limit : found;
	listing_release(&l);
	arena_release(&arena);
	return err;
}

enum err wares_count(const struct session *who, const struct wares_filter *filter, int64_t limit, int64_t *count, bool *more)
{
	struct wares_filter unsorted = *filter;
	unsorted.sort = WARES_NAME;
	return count_rows(who, &unsorted, "", limit, count, more);
}

enum err wares_count_retired(const struct session *who, int64_t limit, int64_t *count, bool *more)
{
	return count_rows(who, &(struct wares_filter){ .retired = true }, " AND p.retiredAt IS NOT NULL", limit, count, more);
}

enum err wares_cursor(const struct session *who, struct arena *arena, const struct wares_filter *filter, int64_t product,
	const char **out)
{
	const struct order *order = &orders[filter->sort];
	struct value values[] = { value_integer(who->user), value_integer(product) };
	struct table rows;
	try(refuse_guest(who));
	const char *sql = arena_format(arena, "SELECT %s FROM products AS p%s WHERE p.userId = ?1 AND p.id = ?2", order->key,
		order->sold ? " LEFT JOIN soukSold AS s ON s.productId = p.id" : "");
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
