/* What surrounds a product, and what a filter can choose from. */
#include "shop/catalogue.h"

#include "base/arena.h"
#include "model/record.h"
#include "model/store.h"

enum { LOW_STOCK = 3, RECENT_LINES = 500, FACETS_MAX = 1000, TOGETHER_MAX = 3 };

enum stock_state product_stock_state(const struct product *p)
{
	if (p->retired)
		return STOCK_RETIRED;
	if (p->unlimited)
		return STOCK_UNLIMITED;
	if (p->stock <= 0)
		return STOCK_SOLD_OUT;
	return p->stock <= LOW_STOCK ? STOCK_LOW : STOCK_MANY;
}

static enum err count_rows(struct shop *shop, const char *model, int64_t product, int64_t *out)
{
	struct where where[] = { where_eq("productId", value_integer(product)), where_end };
	return model_count(shop_store(shop), shop_model(shop, model), &(struct query){ .where = where }, out);
}

static enum err count_more(struct shop *shop, struct arena *arena, int64_t product, int64_t *out)
{
	struct row *row;
	*out = 0;
	try(model_find_by_key(shop_store(shop), arena, shop_model(shop, "product"), value_integer(product), NULL, &row));
	if (!row || row_is_null(row, "userId"))
		return OK;
	struct where where[] = { where_eq("userId", row_get(row, "userId")), where_null("retiredAt"),
		where_op(WHERE_NE, "id", value_integer(product)), where_end };
	return model_count(shop_store(shop), shop_model(shop, "product"), &(struct query){ .where = where }, out);
}

/* Looks at the product's newest order lines only, so that a best-seller costs no more than any other. */
static enum err read_together(struct shop *shop, struct arena *arena, int64_t product, struct surroundings *out)
{
	static const char sql[] =
		"SELECT p.title, count(*) FROM (SELECT orderId FROM orderItems WHERE productId = ?1 ORDER BY id DESC LIMIT ?2) AS a"
		" JOIN orderItems AS b ON b.orderId = a.orderId AND b.productId <> ?1 JOIN products AS p ON p.id = b.productId"
		" WHERE p.retiredAt IS NULL GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT ?3";
	struct table rows;
	struct value values[] = { value_integer(product), value_integer(RECENT_LINES), value_integer(TOGETHER_MAX) };
	try(store_select(shop_store(shop), arena, sql, values, 3, &rows));
	out->together_count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		out->together[i].title = value_str(table_at(&rows, i, 0));
		out->together[i].times = table_at(&rows, i, 1).integer;
	}
	return OK;
}

enum err catalogue_surroundings(struct shop *shop, struct arena *arena, int64_t product, struct surroundings *out)
{
	struct row *sold;
	*out = (struct surroundings){ 0 };
	try(count_rows(shop, "cartItem", product, &out->in_carts));
	try(count_rows(shop, "orderItem", product, &out->in_orders));
	try(count_more(shop, arena, product, &out->more_by_seller));
	try(model_find_by_key(shop_store(shop), arena, shop_model(shop, "soukSold"), value_integer(product), NULL, &sold));
	out->sold = sold ? row_int(sold, "sold") : 0;
	return read_together(shop, arena, product, out);
}

static enum err read_facets(struct shop *shop, struct arena *arena, const char *sql, struct facets *out)
{
	struct table rows;
	struct value limit = value_integer(FACETS_MAX);
	try(store_select(shop_store(shop), arena, sql, &limit, 1, &rows));
	*out = (struct facets){ arena_array(arena, struct facet, rows.count), rows.count };
	for (size_t i = 0; i < rows.count; i++)
		out->items[i] = (struct facet){ value_str(table_at(&rows, i, 0)), value_str(table_at(&rows, i, 1)), table_at(&rows, i, 2).integer };
	return OK;
}

enum err catalogue_categories(struct shop *shop, struct arena *arena, struct facets *out)
{
	return read_facets(shop, arena, "SELECT category, category, count(*) FROM products WHERE retiredAt IS NULL AND category IS NOT NULL"
		" GROUP BY category ORDER BY category LIMIT ?1", out);
}

enum err catalogue_sellers(struct shop *shop, struct arena *arena, struct facets *out)
{
	return read_facets(shop, arena, "SELECT u.name, u.email, p.n"
		" FROM (SELECT userId, count(*) AS n FROM products WHERE retiredAt IS NULL GROUP BY userId) AS p"
		" JOIN users AS u ON u.id = p.userId ORDER BY u.name COLLATE NOCASE, u.id LIMIT ?1", out);
}
