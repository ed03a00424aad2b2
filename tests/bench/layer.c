/* The work as a program on the layer writes it. */
#include "bench/model.h"

#include "bench/sample.h"
#include "db/handle.h"
#include "model/mixin.h"
#include "model/store.h"
#include "shop/account.h"

static void need(enum err err)
{
	if (err)
		bench_fail("through the layer: %s", err_sentence(err));
}

static const struct order_by by_id[] = { { .attribute = "id" }, { 0 } };

static size_t count_children(const struct rows *rows)
{
	size_t count = rows->count;
	for (size_t i = 0; i < rows->count; i++)
		count += row_many(rows->items[i], "products").count;
	return count;
}

size_t layer_products(struct bench *bench)
{
	struct rows rows;
	need(association_get(bench->store, &bench->arena, bench->users[bench->user - 1], "products", NULL, &rows));
	return rows.count;
}

static size_t eager(struct bench *bench, int64_t first, int64_t limit)
{
	struct rows rows;
	struct where from[] = { where_op(WHERE_GTE, "id", value_integer(first)), where_end };
	struct include include[] = { { .association = "products", .order = limit ? by_id : NULL, .limit = limit }, { 0 } };
	struct query query = { .where = from, .order = by_id, .limit = SMALL_USERS, .include = include };
	need(model_find_all(bench->store, &bench->arena, shop_model(bench->shop, "user"), &query, &rows));
	return count_children(&rows);
}

size_t layer_eager(struct bench *bench)
{
	return eager(bench, SMALL_FIRST, 0);
}

size_t layer_eager_limited(struct bench *bench)
{
	return eager(bench, bench->user > BIG_USERS - SMALL_USERS ? 1 : bench->user, EAGER_LIMIT);
}

size_t layer_cart(struct bench *bench)
{
	struct rows rows;
	need(association_get(bench->store, &bench->arena, bench->carts[bench->user - 1], "products", NULL, &rows));
	return rows.count;
}

size_t layer_create(struct bench *bench)
{
	struct row *row;
	struct pair values[] = { { "title", value_text("Brass lamp, new") },
		{ "description", value_text("Made by hand in small numbers. It keeps for years, and what breaks can be mended.") },
		{ "category", value_text("Lamps") }, { "priceCents", value_integer(4200) }, { "stock", value_integer(7) }, pair_end };
	need(association_create(bench->store, &bench->arena, bench->users[bench->user - 1], "products", values, NULL, &row));
	return 1;
}

size_t layer_create_many(struct bench *bench)
{
	need(store_begin(bench->store));
	for (int i = 0; i < CREATED; i++)
		layer_create(bench);
	need(store_end(bench->store, OK));
	return CREATED;
}

size_t layer_checkout(struct bench *bench)
{
	struct placed placed;
	need(order_place(&bench->session, &bench->arena, &bench->review, NULL, &placed));
	return placed.count;
}

void layer_fill_cart(struct bench *bench)
{
	struct cart_change change;
	for (int64_t i = 0; i < CHECKOUT_LINES; i++)
		need(cart_add(&bench->session, &bench->kept, 1 + i * 1000 + bench->user, 1 + i, &change));
	need(order_review_cart(&bench->session, &bench->kept, &bench->review));
}

static struct row **read_all(struct bench *bench, const char *model)
{
	struct rows rows;
	need(model_find_all(bench->store, &bench->kept, shop_model(bench->shop, model), &(struct query){ .order = by_id }, &rows));
	return rows.items;
}

void layer_open(struct bench *bench, const char *file)
{
	const char *repaired;
	struct cart_change *gone;
	size_t count;
	need(shop_open(&bench->shop, &bench->kept, file, &repaired));
	bench->store = shop_store(bench->shop);
	bench->sqlite = store_connection(bench->store)->sqlite;
	bench->users = read_all(bench, "user");
	bench->carts = read_all(bench, "cart");
	need(account_act_as(bench->shop, "user1@example.org", NULL, &bench->session));
	need(cart_clear(&bench->session, &bench->kept, &gone, &count));
}

void layer_close(struct bench *bench)
{
	shop_close(bench->shop);
}
