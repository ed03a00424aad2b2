/* hasOne and belongsTo: reference rows 87 to 115. */
#include "unit/world.h"

#define STORE world.store
#define ARENA &world.arena
#define CARTS "SELECT id, userId FROM carts ORDER BY id"
#define SET(on, name, ...) association_set(STORE, ARENA, on, name, KEYS(__VA_ARGS__), NULL)

TEST(has_one_set_replaces)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *spare = made("cart", NULL), *one;
	REQUIRE_OK(SET(max, "cart", ROW(spare)));
	CHECK_ROWS("1 -, 2 2, 3 1", CARTS);
	CHECK_INT(1, row_int(spare, "userId"));
	statements_run();
	REQUIRE_OK(SET(max, "cart", ROW(spare)));
	REQUIRE_OK(SET(max, "cart", KEY(3)));
	CHECK_ROWS("1 -, 2 2, 3 1", CARTS);
	REQUIRE_OK(SET(max, "cart", KEY(2)));
	CHECK_ROWS("1 -, 2 1, 3 -", CARTS);
	REQUIRE_OK(association_set(STORE, ARENA, max, "cart", NULL, 0, NULL));
	CHECK_ROWS("1 -, 2 -, 3 -", CARTS);
	REQUIRE_OK(SET(max, "cart", target_key(value_null())));
	REQUIRE_OK(SET(max, "cart", KEY(77)));
	REQUIRE_OK(association_get_one(STORE, ARENA, max, "cart", NULL, &one));
	CHECK(!one);
	world_close();
}

TEST(has_one_set_leaves_one_where_more_were_linked)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *made_row;
	REQUIRE_OK(association_create(STORE, ARENA, max, "cart", NULL, NULL, &made_row));
	CHECK_INT(1, row_int(made_row, "userId"));
	CHECK_ROWS("1 1, 2 2, 3 1", CARTS);
	REQUIRE_OK(SET(max, "cart", KEY(3)));
	CHECK_ROWS("1 -, 2 2, 3 1", CARTS);
	world_close();
}

TEST(has_one_inserts_an_unsaved_target_whole)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *badge = built("badge", PAIRS({ "title", T("first") }));
	REQUIRE_OK(SET(max, "badge", ROW(badge)));
	CHECK(badge->stored);
	CHECK_INT(1, row_int(badge, "id"));
	CHECK_ROWS("1 first 1", "SELECT id, title, userId FROM badges");
	struct row *second = made("badge", PAIRS({ "title", T("second") }));
	REQUIRE_OK(SET(max, "badge", ROW(second)));
	CHECK_ROWS("1 first -, 2 second 1", "SELECT id, title, userId FROM badges");
	CHECK_TOLD(ERR_UNIQUE_CONSTRAINT, association_create(STORE, ARENA, max, "badge", NULL, NULL, NULL),
		"user.badge", "userId");
	world_close();
}

TEST(has_one_of_a_source_that_is_not_there)
{
	REQUIRE(world_open(":memory:"));
	struct row *ghost = built("user", PAIRS({ "name", T("ghost") })), *orphan = made("cart", NULL),
		*gone = row_of("user", 2);
	REQUIRE_OK(SET(ghost, "cart", ROW(orphan)));
	CHECK_ROWS("1 1, 2 2, 3 -", CARTS);
	CHECK(!ghost->stored);
	REQUIRE_OK(store_run(STORE, "DELETE FROM users WHERE id = 2", NULL, 0, NULL));
	CHECK_TOLD(ERR_FK_CONSTRAINT, SET(gone, "cart", ROW(orphan)), "user.cart", "cart.userId is 2");
	CHECK(row_is_null(orphan, "userId"));
	CHECK_ROWS("1 1, 2 -, 3 -", CARTS);
	REQUIRE_OK(SET(row_of("user", 1), "cart", ROW(orphan)));
	CHECK_ROWS("1 -, 2 -, 3 1", CARTS);
	world_close();
}

TEST(has_one_keeps_to_its_scope)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *one;
	made("note", PAIRS({ "body", T("x") }, { "kind", T("other") }, { "userId", I(1) }));
	REQUIRE_OK(association_get_one(STORE, ARENA, max, "mainNote", NULL, &one));
	CHECK(!one);
	REQUIRE_OK(association_create(STORE, ARENA, max, "mainNote", PAIRS({ "body", T("m") }, { "kind", T("no") }),
		NULL, &one));
	CHECK_STR("main", row_text(one, "kind"));
	struct row *next = made("note", PAIRS({ "body", T("n") }));
	REQUIRE_OK(SET(max, "mainNote", ROW(next)));
	CHECK_STR("main", row_text(next, "kind"));
	CHECK_ROWS("x other 1, m main -, n main 1", "SELECT body, kind, userId FROM notes ORDER BY id");
	world_close();
}

TEST(has_one_with_a_key_of_two_columns)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1);
	made("house", PAIRS({ "street", T("Elm") }, { "at", I(1) }));
	made("house", PAIRS({ "street", T("Elm") }, { "at", I(2) }));
	const struct value second[] = { T("Elm"), I(2) };
	REQUIRE_OK(SET(max, "house", { .keys = second }));
	CHECK_ROWS("Elm 1 -, Elm 2 1", "SELECT street, at, userId FROM houses ORDER BY at");
	CHECK_TOLD(ERR_TYPE_ERROR, SET(max, "house", KEY(2)), "user.house", "street", "at");
	world_close();
}

#define PRODUCT "SELECT title, userId FROM products WHERE id = 1"

TEST(belongs_to_set_writes_the_key_alone)
{
	REQUIRE(world_open(":memory:"));
	struct row *book = row_of("product", 1), *anna = row_of("user", 2);
	REQUIRE_OK(row_put(ARENA, book, PAIRS({ "title", T("Map") })));
	REQUIRE_OK(store_run(STORE, "UPDATE products SET updatedAt = 'old'", NULL, 0, NULL));
	statements_run();
	REQUIRE_OK(SET(book, "user", ROW(anna)));
	CHECK_INT(1, statements_run());
	CHECK_ROWS("Book 2", PRODUCT);
	CHECK_ROWS("1", "SELECT updatedAt <> 'old' FROM products WHERE id = 1");
	statements_run();
	REQUIRE_OK(SET(book, "user", KEY(2)));
	CHECK_INT(0, statements_run());
	REQUIRE_OK(row_save(STORE, ARENA, book));
	CHECK_ROWS("Map 2", PRODUCT);
	REQUIRE_OK(association_set(STORE, ARENA, book, "user", NULL, 0, NULL));
	CHECK_ROWS("Map -", PRODUCT);
	CHECK_TOLD(ERR_FK_CONSTRAINT, SET(book, "user", KEY(99)), "product.user", "product.userId");
	CHECK(row_is_null(book, "userId"));
	REQUIRE_OK(SET(book, "user", KEY(1)));
	REQUIRE_OK(SET(book, "user", ROW(built("user", NULL))));
	CHECK_ROWS("Map -", PRODUCT);
	world_close();
}

TEST(belongs_to_assign_waits_for_save)
{
	REQUIRE(world_open(":memory:"));
	struct row *book = row_of("product", 1);
	struct target anna = KEY(2);
	REQUIRE_OK(association_assign(ARENA, book, "user", &anna));
	CHECK_INT(2, row_int(book, "userId"));
	CHECK_ROWS("Book 1", PRODUCT);
	REQUIRE_OK(row_save(STORE, ARENA, book));
	CHECK_ROWS("Book 2", PRODUCT);
	REQUIRE_OK(association_assign(ARENA, book, "user", NULL));
	REQUIRE_OK(association_set(STORE, ARENA, book, "user", NULL, 0, NULL));
	CHECK_ROWS("Book -", PRODUCT);
	CHECK_TOLD(ERR_ERROR, association_assign(ARENA, row_of("user", 1), "products", &anna), "user.products",
		"hasMany", "assign");
	world_close();
}

TEST(belongs_to_of_an_unsaved_source)
{
	REQUIRE(world_open(":memory:"));
	struct row *fresh = built("order", NULL), *product = built("product",
		PAIRS({ "title", T("x") }, { "price", I(1) }));
	REQUIRE_OK(SET(fresh, "user", KEY(2)));
	CHECK(fresh->stored);
	CHECK_INT(1, row_int(fresh, "id"));
	CHECK_ROWS("1 2", "SELECT id, userId FROM orders");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, SET(product, "user", KEY(2)), "product.user", "price");
	CHECK(!product->stored && row_is_null(product, "userId"));
	world_close();
}

TEST(belongs_to_create_is_all_or_nothing)
{
	REQUIRE(world_open(":memory:"));
	struct row *book = row_of("product", 1), *kim = NULL;
	REQUIRE_OK(association_create(STORE, ARENA, book, "user", PAIRS({ "name", T("Kim") }), NULL, &kim));
	CHECK_INT(3, row_int(kim, "id"));
	CHECK_INT(3, row_int(book, "userId"));
	CHECK_ROWS("Book 3", PRODUCT);
	struct row *unsaved = built("product", NULL);
	CHECK_ERR(ERR_NOT_NULL_VALIDATION, association_create(STORE, ARENA, unsaved, "user", NULL, NULL, &kim));
	CHECK(!kim && !unsaved->stored);
	CHECK_ROWS("3", "SELECT count(*) FROM users");
	world_close();
}

TEST(belongs_to_with_a_key_that_must_be_there)
{
	REQUIRE(world_open(":memory:"));
	struct row *task = made("task", PAIRS({ "userId", I(1) }));
	struct row *max = row_of("user", 1);
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, association_remove(STORE, max, "tasks", KEYS(ROW(task)), NULL),
		"user.tasks", "task.userId");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, association_set(STORE, ARENA, max, "tasks", NULL, 0, NULL), "user.tasks",
		"task.userId");
	CHECK_ROWS("1 1", "SELECT id, userId FROM tasks");
	REQUIRE_OK(SET(max, "tasks", KEY(1)));
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, association_add(STORE, ARENA, built("user", NULL), "tasks", KEYS(KEY(1)),
		NULL), "task.userId");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, association_create(STORE, ARENA, built("user", NULL), "tasks", NULL, NULL,
		NULL), "task.userId");
	world_close();
}

TEST(belongs_to_by_a_key_of_two_columns)
{
	REQUIRE(world_open(":memory:"));
	struct row *house = made("house", PAIRS({ "street", T("Elm") }, { "at", I(1) }));
	struct row *place = made("place", PAIRS({ "land", T("NO") }, { "number", I(7) }, { "name", T("Bodø") })),
		*found;
	const struct value missing[] = { T("NO"), I(8) }, there[] = { T("NO"), I(7) };
	REQUIRE_OK(SET(house, "place", ROW(place)));
	CHECK_ROWS("Elm 1 NO 7", "SELECT street, at, placeLand, placeNumber FROM houses");
	REQUIRE_OK(association_get_one(STORE, ARENA, house, "place", NULL, &found));
	CHECK_STR("Bodø", row_text(found, "name"));
	CHECK_ERR(ERR_FK_CONSTRAINT, SET(house, "place", { .keys = missing }));
	REQUIRE_OK(association_set(STORE, ARENA, house, "place", NULL, 0, NULL));
	REQUIRE_OK(SET(house, "place", { .keys = there }));
	CHECK_ROWS("Elm 1 NO 7", "SELECT street, at, placeLand, placeNumber FROM houses");
	world_close();
}
