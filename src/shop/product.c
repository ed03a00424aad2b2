/* One way from rows to struct product. A page, a cart or an order is three statements: the products, their sellers,
 * their sold counts, whatever the number of rows. */
#include "shop/product.h"

#include "base/arena.h"
#include "shop/tables.h"

static const char *const seller_attributes[] = { "name", "email", NULL };
const struct include product_include[] = {
	{ .association = "user", .attributes = seller_attributes },
	{ 0 }
};

static const char *text_or_null(const struct row *row, const char *attribute)
{
	return row_is_null(row, attribute) ? NULL : row_text(row, attribute);
}

void product_read(const struct row *row, struct product *out)
{
	const struct row *seller = row_one(row, "user");
	*out = (struct product){
		.id = row_int(row, "id"), .seller = row_int(row, "userId"), .stock = row_int(row, "stock"),
		.unlimited = row_is_null(row, "stock"), .retired = !row_is_null(row, "retiredAt"),
		.price = money_of(row_int(row, "priceCents")),
		.title = row_text(row, "title"), .description = row_text(row, "description"),
		.category = row_text(row, "category"),
		.image = text_or_null(row, "imageUrl"),
		.seller_name = seller ? row_text(seller, "name") : "",
		.seller_email = seller ? row_text(seller, "email") : "",
		.created = text_or_null(row, "createdAt"), .updated = text_or_null(row, "updatedAt"),
		.retired_at = text_or_null(row, "retiredAt"),
	};
}

static struct value *product_keys(struct arena *arena, const struct products *products)
{
	struct value *keys = arena_array(arena, struct value, products->count);
	for (size_t i = 0; i < products->count; i++)
		keys[i] = value_integer(products->items[i].id);
	return keys;
}

static struct product *get(const struct products *products, int64_t id)
{
	for (size_t i = 0; i < products->count; i++)
		if (products->items[i].id == id)
			return &products->items[i];
	return NULL;
}

const struct product *products_get(const struct products *products, int64_t id)
{
	return get(products, id);
}

enum err products_count_sold(struct shop *shop, struct arena *arena, struct products *products)
{
	if (!products->count)
		return OK;
	struct where where[] = { where_in("productId", product_keys(arena, products), products->count), where_end };
	struct rows rows;
	try(model_find_all(shop_store(shop), arena, shop_model(shop, "soukSold"), &(struct query){ .where = where },
		&rows));
	for (size_t i = 0; i < rows.count; i++) {
		struct product *product = get(products, row_int(rows.items[i], "productId"));
		if (product)
			product->sold = row_int(rows.items[i], "sold");
	}
	return OK;
}

static enum err find(struct shop *shop, struct arena *arena, const struct query *query, struct products *out)
{
	struct rows rows;
	try(model_find_all(shop_store(shop), arena, shop_model(shop, "product"), query, &rows));
	*out = (struct products){ arena_array(arena, struct product, rows.count), rows.count };
	for (size_t i = 0; i < rows.count; i++)
		product_read(rows.items[i], &out->items[i]);
	return OK;
}

enum err products_find(struct shop *shop, struct arena *arena, struct query query, struct products *out)
{
	query.include = product_include;
	try(find(shop, arena, &query, out));
	return products_count_sold(shop, arena, out);
}

static struct value *values_of(struct arena *arena, const int64_t *ids, size_t count)
{
	struct value *keys = arena_array(arena, struct value, count);
	for (size_t i = 0; i < count; i++)
		keys[i] = value_integer(ids[i]);
	return keys;
}

enum err products_by_id(struct shop *shop, struct arena *arena, const int64_t *ids, size_t count, struct products *out)
{
	*out = (struct products){ NULL, 0 };
	if (!count)
		return OK;
	struct where where[] = { where_in("id", values_of(arena, ids, count), count), where_end };
	return products_find(shop, arena, (struct query){ .where = where }, out);
}

enum err products_plain(struct shop *shop, struct arena *arena, const int64_t *ids, size_t count, struct products *out)
{
	*out = (struct products){ NULL, 0 };
	if (!count)
		return OK;
	struct where where[] = { where_in("id", values_of(arena, ids, count), count), where_end };
	return find(shop, arena, &(struct query){ .where = where }, out);
}

enum err catalogue_product(struct shop *shop, struct arena *arena, int64_t id, struct product *out)
{
	struct products found;
	try(products_by_id(shop, arena, &id, 1, &found));
	if (!found.count)
		return fail(ERR_NOT_FOUND, "there is no product %lld", (long long)id);
	*out = found.items[0];
	return OK;
}

enum err product_own(const struct session *who, struct arena *arena, int64_t id, struct row **out)
{
	struct shop *shop = who->shop;
	if (!who->user)
		return fail(ERR_FORBIDDEN, "nobody sells as a guest: log in first");
	try(model_find_by_key(shop_store(shop), arena, shop_model(shop, "product"), value_integer(id), NULL, out));
	if (!*out)
		return fail(ERR_NOT_FOUND, "there is no product %lld", (long long)id);
	if (row_int(*out, "userId") != who->user)
		return fail(ERR_FORBIDDEN, "product %lld is not yours to change: its seller may", (long long)id);
	return OK;
}

int64_t product_available(const struct product *product)
{
	if (product->retired)
		return 0;
	return product->unlimited || product->stock > SHOP_QUANTITY_MAX ? SHOP_QUANTITY_MAX : product->stock;
}

const char *product_why_not(const struct product *product)
{
	return product->retired ? "no longer sold" : product_available(product) > 0 ? NULL : "sold out";
}
