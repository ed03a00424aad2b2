/* Rows built, put, saved, nested, incremented, inserted in bulk: what is written, and what is not. */
#include "unit/world.h"

#include "model/sync.h"

#include <stdio.h>

#define STORE world.store
#define ARENA &world.arena
#define TITLES "SELECT id, title, price, stock, userId FROM products ORDER BY id"

static const struct model *model(const char *name)
{
	return schema_model(world.schema, name);
}

TEST(a_built_row_is_inserted_when_it_is_saved)
{
	REQUIRE(world_open(":memory:"));
	struct row *row = built("product", PAIRS({ "title", T("Hat") }));
	CHECK(!row->stored);
	CHECK_INT(0, row_int(row, "stock"));
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, row_save(STORE, ARENA, row), "product.price");
	REQUIRE_OK(row_put(ARENA, row, PAIRS({ "price", I(9) })));
	REQUIRE_OK(row_save(STORE, ARENA, row));
	CHECK(row->stored && !row->changed);
	CHECK_INT(5, row_int(row, "id"));
	CHECK_ROWS("Hat 9 0 -", "SELECT title, price, stock, userId FROM products WHERE id = 5 AND createdAt = updatedAt");
	CHECK_TOLD(ERR_ERROR, model_build(ARENA, model("product"), PAIRS({ "pric", I(1) }), &row), "'pric'", "'price'");
	world_close();
}

TEST(saving_writes_what_was_put_and_nothing_else)
{
	REQUIRE(world_open(":memory:"));
	struct row *row = row_of("product", 1);
	statements_run();
	REQUIRE_OK(row_save(STORE, ARENA, row));
	REQUIRE_OK(row_put(ARENA, row, PAIRS({ "price", I(10) })));
	REQUIRE_OK(row_save(STORE, ARENA, row));
	CHECK_INT(0, statements_run());
	REQUIRE_OK(store_run(STORE, "UPDATE products SET title = 'Map', updatedAt = 'old'", NULL, 0, NULL));
	REQUIRE_OK(row_put(ARENA, row, PAIRS({ "price", I(11) }, { "stock", I(4) })));
	CHECK_ROWS("Map 10 0", "SELECT title, price, stock FROM products WHERE id = 1");
	REQUIRE_OK(row_save(STORE, ARENA, row));
	CHECK_ROWS("Map 11 4", "SELECT title, price, stock FROM products WHERE id = 1 AND updatedAt <> 'old'");
	CHECK_ROWS("3", "SELECT count(*) FROM products WHERE updatedAt = 'old'");
	CHECK(!row->changed);
	world_close();
}

TEST(an_update_leaves_what_was_put_elsewhere)
{
	REQUIRE(world_open(":memory:"));
	struct row *row = row_of("product", 1);
	REQUIRE_OK(row_put(ARENA, row, PAIRS({ "title", T("Map") })));
	REQUIRE_OK(row_update(STORE, ARENA, row, PAIRS({ "stock", I(3) })));
	CHECK_ROWS("Book 3", "SELECT title, stock FROM products WHERE id = 1");
	REQUIRE_OK(row_save(STORE, ARENA, row));
	CHECK_ROWS("Map 3", "SELECT title, stock FROM products WHERE id = 1");
	REQUIRE_OK(row_put(ARENA, row, PAIRS({ "stock", I(8) })));
	REQUIRE_OK(row_update(STORE, ARENA, row, PAIRS({ "stock", I(8) })));
	CHECK_ROWS("8", "SELECT stock FROM products WHERE id = 1");
	CHECK_ERR(ERR_NOT_NULL_VALIDATION, row_update(STORE, ARENA, row, PAIRS({ "price", value_null() })));
	CHECK_INT(10, row_get(row, "price").real);
	CHECK_ERR(ERR_FK_CONSTRAINT, row_update(STORE, ARENA, row, PAIRS({ "userId", I(77) })));
	CHECK_INT(1, row_int(row, "userId"));
	world_close();
}

TEST(a_row_is_known_by_its_key)
{
	REQUIRE(world_open(":memory:"));
	struct row *row = row_of("product", 1), *unsaved = built("product", PAIRS({ "price", I(1) }));
	CHECK_TOLD(ERR_ERROR, row_put(ARENA, row, PAIRS({ "id", I(9) })), "product.id");
	CHECK_ERR(OK, row_put(ARENA, row, PAIRS({ "id", I(1) })));
	CHECK_TOLD(ERR_ERROR, row_update(STORE, ARENA, unsaved, PAIRS({ "price", I(2) })), "id", "every row");
	unsaved->stored = true;
	REQUIRE_OK(row_put(ARENA, unsaved, PAIRS({ "price", I(3) })));
	CHECK_TOLD(ERR_ERROR, row_save(STORE, ARENA, unsaved), "id", "every row");
	CHECK_ERR(ERR_ERROR, row_increment(STORE, unsaved, PAIRS({ "price", I(3) })));
	CHECK_ERR(ERR_ERROR, row_destroy(STORE, unsaved));
	CHECK_ROWS("1 Book 10 0 1, 2 Pen 2 0 1, 3 Mug 7 0 2, 4 Cap 15 0 2", TITLES);
	REQUIRE_OK(row_destroy(STORE, row));
	REQUIRE_OK(row_destroy(STORE, row));
	CHECK_ERR(ERR_INSTANCE_GONE, row_reload(STORE, ARENA, row));
	world_close();
}

TEST(increments)
{
	REQUIRE(world_open(":memory:"));
	struct row *row = row_of("product", 1);
	REQUIRE_OK(row_increment(STORE, row, PAIRS({ "stock", I(5) }, { "price", value_real(0.5) })));
	REQUIRE_OK(row_increment(STORE, row, PAIRS({ "stock", I(-2) })));
	CHECK_ROWS("10.5 3", "SELECT price, stock FROM products WHERE id = 1");
	CHECK_INT(0, row_int(row, "stock"));
	CHECK_TOLD(ERR_ERROR, row_increment(STORE, row, PAIRS({ "stok", I(1) })), "'stok'", "'stock'");
	CHECK_TOLD(ERR_TYPE_ERROR, row_increment(STORE, row, PAIRS({ "stock", T("1") })), "product.stock");
	CHECK_ERR(ERR_TYPE_ERROR, row_increment(STORE, row, PAIRS({ "stock", value_null() })));
	world_close();
}

TEST(bulk_rows_get_ids_defaults_and_times)
{
	REQUIRE(world_open(":memory:"));
	const struct pair *plain = PAIRS({ "price", I(1) }), *rows[90];
	struct rows out;
	for (size_t i = 0; i < 90; i++)
		rows[i] = plain;
	rows[50] = PAIRS({ "price", I(1) }, { "stock", I(6) });
	REQUIRE_OK(model_bulk_create(STORE, ARENA, model("product"), rows, 90, &out));
	CHECK_INT(94, row_int(out.items[89], "id"));
	CHECK(out.items[89]->stored);
	CHECK_ROWS("90 6 90", "SELECT count(*), sum(stock), count(updatedAt) FROM products WHERE id > 4");
	rows[89] = PAIRS({ "title", T("no price") });
	CHECK_ERR(ERR_NOT_NULL_VALIDATION, model_bulk_create(STORE, ARENA, model("product"), rows, 90, &out));
	rows[89] = PAIRS({ "price", I(1) }, { "userId", I(77) });
	CHECK_ERR(ERR_FK_CONSTRAINT, model_bulk_create(STORE, ARENA, model("product"), rows, 90, &out));
	CHECK_ROWS("94", "SELECT count(*) FROM products");
	static const struct pair none[] = { { 0 } };
	for (size_t i = 0; i < 3; i++)
		rows[i] = none;
	REQUIRE_OK(model_bulk_create(STORE, ARENA, model("task"), rows, 0, &out));
	REQUIRE_OK(model_bulk_create(STORE, ARENA, model("badge"), rows, 3, &out));
	CHECK_INT(3, row_int(out.items[2], "id"));
	CHECK_ROWS("1 -, 2 -, 3 -", "SELECT id, title FROM badges");
	world_close();
}

TEST(only_some_fields)
{
	const char *const fields[] = { "title", "price", NULL };
	arena_init(&world.arena);
	const struct pair *only = pairs_only(ARENA, PAIRS({ "title", T("a") }, { "stock", I(9) }, { "price", I(3) }),
		fields);
	CHECK_STR("title", only[0].attribute);
	CHECK_STR("price", only[1].attribute);
	CHECK(!only[2].attribute);
	arena_release(&world.arena);
}

#define NEST(...) ((const struct nested[]){ __VA_ARGS__ }), sizeof((const struct nested[]){ __VA_ARGS__ }) / sizeof(struct nested)
#define LINKS(...) ((const struct nested_link[]){ __VA_ARGS__, { 0 } })

TEST(nested_rows_of_every_kind)
{
	REQUIRE(world_open(":memory:"));
	struct row *row;
	const struct nested product = { PAIRS({ "title", T("Kite") }, { "price", I(3) }), NULL, LINKS(
		{ "user", NEST({ PAIRS({ "name", T("Kim") }), NULL, LINKS({ "cart", NEST({ NULL, NULL, NULL }) }) }) },
		{ "orders", NEST({ NULL, PAIRS({ "quantity", I(2) }), NULL },
			{ NULL, PAIRS({ "quantity", I(3) }), LINKS(
			{ "user", NEST({ PAIRS({ "name", T("Lee") }), NULL, NULL }) }) }) }) };
	REQUIRE_OK(model_create_nested(STORE, ARENA, model("product"), &product, &row));
	CHECK_ROWS("5 Kite 3 0 3", "SELECT id, title, price, stock, userId FROM products WHERE id > 4");
	CHECK_ROWS("3 Kim, 4 Lee", "SELECT id, name FROM users WHERE id > 2 ORDER BY id");
	CHECK_ROWS("3 3", "SELECT id, userId FROM carts WHERE id > 2");
	CHECK_ROWS("1 -, 2 4", "SELECT id, userId FROM orders ORDER BY id");
	CHECK_ROWS("1 2 5 1, 2 3 5 2", "SELECT id, quantity, productId, orderId FROM orderItems ORDER BY id");
	CHECK_STR("Kim", row_text(row_one(row, "user"), "name"));
	REQUIRE(row_many(row, "orders").count == 2);
	CHECK_INT(3, row_int(row_one(row_many(row, "orders").items[1], "orderItem"), "quantity"));
	const struct nested plain = { NULL, NULL, LINKS({ "products",
		NEST({ PAIRS({ "price", I(1) }), NULL, NULL }) }) };
	REQUIRE_OK(model_create_nested(STORE, ARENA, model("cart"), &plain, &row));
	CHECK(!row_one(row_many(row, "products").items[0], "cartItem"));
	CHECK_ROWS("4 6", "SELECT cartId, productId FROM cartItems");
	world_close();
}

TEST(nested_rows_come_all_or_not_at_all)
{
	REQUIRE(world_open(":memory:"));
	struct row *row;
	const struct nested bad = { PAIRS({ "name", T("N") }), NULL, LINKS(
		{ "products", NEST({ PAIRS({ "price", I(1) }), NULL, NULL },
			{ PAIRS({ "title", T("bad") }), NULL, NULL }) }) };
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, model_create_nested(STORE, ARENA, model("user"), &bad, &row),
		"product.price");
	const struct nested there = { PAIRS({ "userId", I(1) }), NULL, LINKS(
		{ "products", NEST({ PAIRS({ "id", I(1) }, { "price", I(1) }), NULL, NULL }) }) };
	CHECK_ERR(ERR_UNIQUE_CONSTRAINT, model_create_nested(STORE, ARENA, model("cart"), &there, &row));
	const struct nested two = { NULL, NULL, LINKS({ "user", NEST({ 0 }, { 0 }) }) };
	CHECK_TOLD(ERR_TYPE_ERROR, model_create_nested(STORE, ARENA, model("cart"), &two, &row), "cart.user");
	const struct nested unknown = { NULL, NULL, LINKS({ "produts", NEST({ 0 }) }) };
	CHECK_TOLD(ERR_UNKNOWN_ALIAS, model_create_nested(STORE, ARENA, model("cart"), &unknown, &row), "'produts'",
		"products");
	const struct nested join = { NULL, NULL, LINKS({ "user", NEST({ NULL, PAIRS({ "quantity", I(1) }), NULL }) }) };
	CHECK_TOLD(ERR_ERROR, model_create_nested(STORE, ARENA, model("cart"), &join, &row), "cart.user", "quantity");
	CHECK_ROWS("2 4 2 0", "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM products), (SELECT count(*) FROM carts), "
		"(SELECT count(*) FROM cartItems)");
	world_close();
}

TEST(a_warmed_up_create_prepares_nothing)
{
	REQUIRE(world_open(":memory:"));
	struct row *user = row_of("user", 1);
	for (int i = 0; i < 2; i++)
		REQUIRE_OK(association_create(STORE, ARENA, user, "products", PAIRS({ "price", I(i) }), NULL, NULL));
	struct store_totals before = store_totals(STORE);
	for (int i = 0; i < 10; i++)
		REQUIRE_OK(association_create(STORE, ARENA, user, "products", PAIRS({ "price", I(i) }), NULL, NULL));
	CHECK_INT(before.prepared, store_totals(STORE).prepared);
	CHECK_INT(before.statements + 10, store_totals(STORE).statements);
	world_close();
}

enum { WIDE = 70 };

/* A model of more attributes than a row's sets have bits, and a store with its table. */
static const struct model *wide_open(void)
{
	static char names[WIDE][8];
	static struct attribute attributes[WIDE + 1];
	struct sync_report report;
	world = (struct world){ .schema = schema_new() };
	arena_init(ARENA);
	for (int i = 0; i < WIDE; i++) {
		snprintf(names[i], sizeof names[i], "c%d", i);
		attributes[i] = (struct attribute){ .name = names[i], .type = TYPE_INTEGER, .not_null = i == 66 };
	}
	CHECK_ERR(OK, schema_define(world.schema, &(struct model_definition){ .name = "wide",
		.attributes = attributes }, NULL));
	CHECK_ERR(OK, store_open(&world.store, world.schema, ":memory:", STORE_CREATE));
	CHECK_ERR(OK, store_sync(world.store, ARENA, NULL, &report));
	return schema_model(world.schema, "wide");
}

#define WIDES "SELECT id, c0, c62, c63, c65, c66, c69 FROM wides ORDER BY id"

TEST(more_attributes_than_bits)
{
	const struct model *wide = wide_open();
	struct row *row, *part;
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, model_create(STORE, ARENA, wide, PAIRS({ "c0", I(1) }), &row), "wide.c66");
	REQUIRE_OK(model_create(STORE, ARENA, wide, PAIRS({ "c0", I(1) }, { "c66", I(2) }, { "c69", I(3) }), &row));
	CHECK_INT(1, row_int(row, "id"));
	REQUIRE_OK(row_update(STORE, ARENA, row, PAIRS({ "c65", I(4) }, { "c62", I(5) })));
	CHECK_ROWS("1 1 5 - 4 2 3", WIDES);
	REQUIRE_OK(row_reload(STORE, ARENA, row));
	REQUIRE_OK(row_put(ARENA, row, PAIRS({ "c69", I(7) })));
	REQUIRE_OK(row_save(STORE, ARENA, row));
	CHECK_ROWS("1 1 5 - 4 2 7", WIDES);
	const char *const some[] = { "id", "c69", NULL };
	REQUIRE_OK(model_find_one(STORE, ARENA, wide, &(struct query){ .attributes = some }, &part));
	REQUIRE_OK(row_update(STORE, ARENA, part, PAIRS({ "c69", I(8) })));
	REQUIRE_OK(row_put(ARENA, part, PAIRS({ "c69", I(9) })));
	CHECK_TOLD(ERR_ERROR, row_save(STORE, ARENA, part), "wide", "not read whole");
	CHECK_ROWS("1 1 5 - 4 2 8", WIDES);
	REQUIRE_OK(row_destroy(STORE, part));
	CHECK_ROWS("", WIDES);
	world_close();
}
