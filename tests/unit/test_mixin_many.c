/* hasMany and belongsToMany: reference rows 116 to 180. */
#include "unit/world.h"

#define STORE world.store
#define ARENA &world.arena
#define SET(on, name, ...) association_set(STORE, ARENA, on, name, KEYS(__VA_ARGS__), NULL)
#define ADD(on, name, ...) association_add(STORE, ARENA, on, name, KEYS(__VA_ARGS__), NULL)
#define CLEAR(on, name) association_set(STORE, ARENA, on, name, NULL, 0, NULL)
#define REMOVE(on, name, ...) association_remove(STORE, on, name, KEYS(__VA_ARGS__), NULL)
#define OWNERS "SELECT id, userId FROM products ORDER BY id"
#define LINES "SELECT id, quantity, cartId, productId FROM cartItems ORDER BY id"

static bool has(struct row *on, const char *name, const struct target *targets, size_t count)
{
	bool out = false;
	CHECK_ERR(OK, association_has(STORE, on, name, targets, count, &out));
	return out;
}

TEST(has_many_add_and_remove)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *mug = row_of("product", 3);
	int64_t removed = -1;
	statements_run();
	REQUIRE_OK(ADD(max, "products", ROW(mug), KEY(4), KEY(1)));
	CHECK_INT(1, statements_run());
	CHECK_ROWS("1 1, 2 1, 3 1, 4 1", OWNERS);
	CHECK_INT(2, row_int(mug, "userId"));
	statements_run();
	REQUIRE_OK(association_remove(STORE, max, "products", KEYS(ROW(mug), KEY(2), KEY(77)), &removed));
	CHECK_INT(2, removed);
	CHECK_ROWS("1 1, 2 -, 3 -, 4 1", OWNERS);
	REQUIRE_OK(association_remove(STORE, row_of("user", 2), "products", KEYS(KEY(1)), &removed));
	CHECK_INT(0, removed);
	REQUIRE_OK(ADD(max, "products", target_key(value_null()), KEY(99), ROW(built("product", NULL))));
	REQUIRE_OK(association_add(STORE, ARENA, max, "products", NULL, 0, NULL));
	CHECK_ROWS("1 1, 2 -, 3 -, 4 1", OWNERS);
	world_close();
}

TEST(has_many_set)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1);
	REQUIRE_OK(store_run(STORE, "UPDATE products SET updatedAt = 'old'", NULL, 0, NULL));
	REQUIRE_OK(SET(max, "products", KEY(2), KEY(1), KEY(2)));
	CHECK_ROWS("4", "SELECT count(*) FROM products WHERE updatedAt = 'old'");
	REQUIRE_OK(SET(max, "products", KEY(2), ROW(row_of("product", 3))));
	CHECK_ROWS("1 -, 2 1, 3 1, 4 2", OWNERS);
	CHECK_ROWS("2, 4", "SELECT id FROM products WHERE updatedAt = 'old'");
	REQUIRE_OK(CLEAR(max, "products"));
	CHECK_ROWS("1 -, 2 -, 3 -, 4 2", OWNERS);
	REQUIRE_OK(SET(max, "products", KEY(1)));
	REQUIRE_OK(SET(max, "products", target_key(value_null())));
	CHECK_ROWS("1 -, 2 -, 3 -, 4 2", OWNERS);
	world_close();
}

TEST(has_many_has)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1);
	CHECK(has(max, "products", KEYS(KEY(1), ROW(row_of("product", 2)))));
	CHECK(!has(max, "products", KEYS(KEY(1), KEY(3))));
	CHECK(!has(max, "products", KEYS(KEY(1), KEY(1))));
	CHECK(!has(max, "products", KEYS(target_key(value_null()))));
	CHECK(!has(max, "products", KEYS(ROW(built("product", NULL)))));
	CHECK(has(max, "products", NULL, 0));
	CHECK(has(max, "orders", NULL, 0));
	world_close();
}

TEST(has_many_of_a_source_that_is_not_there)
{
	REQUIRE(world_open(":memory:"));
	struct row *ghost = built("user", NULL), *gone = row_of("user", 2), *child;
	REQUIRE_OK(ADD(ghost, "products", KEY(1)));
	CHECK_ROWS("1 -, 2 1, 3 2, 4 2", OWNERS);
	REQUIRE_OK(association_create(STORE, ARENA, ghost, "products", PAIRS({ "price", I(1) }, { "userId", I(2) }),
		NULL, &child));
	CHECK_ROWS("1 -, 2 1, 3 2, 4 2, 5 -", OWNERS);
	REQUIRE_OK(SET(ghost, "products", KEY(5)));
	REQUIRE_OK(REMOVE(ghost, "products", KEY(1)));
	REQUIRE_OK(store_run(STORE, "DELETE FROM users WHERE id = 2", NULL, 0, NULL));
	CHECK_TOLD(ERR_FK_CONSTRAINT, ADD(gone, "products", KEY(1)), "add to user.products", "product.userId");
	CHECK_TOLD(ERR_FK_CONSTRAINT, SET(gone, "products", KEY(1)), "set user.products", "product.userId");
	CHECK_TOLD(ERR_FK_CONSTRAINT, association_create(STORE, ARENA, gone, "products", PAIRS({ "price", I(1) }), NULL,
		NULL), "create in user.products");
	CHECK_ROWS("1 -, 2 1, 5 -", OWNERS);
	world_close();
}

TEST(has_many_keeps_to_its_scope)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *out;
	int64_t count;
	made("note", PAIRS({ "body", T("x") }, { "kind", T("other") }, { "userId", I(1) }));
	made("note", PAIRS({ "body", T("free") }));
	REQUIRE_OK(association_create(STORE, ARENA, max, "notes", PAIRS({ "body", T("n") }), NULL, &out));
	REQUIRE_OK(ADD(max, "notes", KEY(2)));
	REQUIRE_OK(association_count(STORE, max, "notes", NULL, &count));
	CHECK_INT(2, count);
	CHECK(has(max, "notes", KEYS(KEY(2), KEY(3))));
	CHECK(!has(max, "notes", KEYS(KEY(1))));
	REQUIRE_OK(REMOVE(max, "notes", KEY(1), KEY(3)));
	CHECK_ROWS("x other 1, free hot 1, n hot -", "SELECT body, kind, userId FROM notes ORDER BY id");
	REQUIRE_OK(CLEAR(max, "notes"));
	CHECK_ROWS("x other 1, free hot -, n hot -", "SELECT body, kind, userId FROM notes ORDER BY id");
	world_close();
}

#define BODIES "SELECT id, tagLabel FROM notes ORDER BY id"

TEST(has_many_by_another_key_of_the_source)
{
	REQUIRE(world_open(":memory:"));
	struct row *tag = made("tag", PAIRS({ "label", T("red") })), *note;
	made("note", NULL);
	made("note", NULL);
	REQUIRE_OK(ADD(tag, "notes", KEY(1)));
	REQUIRE_OK(association_create(STORE, ARENA, tag, "notes", NULL, NULL, &note));
	CHECK_ROWS("1 red, 2 -, 3 red", BODIES);
	CHECK(has(tag, "notes", KEYS(KEY(1), ROW(note))));
	REQUIRE_OK(SET(tag, "notes", KEY(2), KEY(3)));
	CHECK_ROWS("1 -, 2 red, 3 red", BODIES);
	REQUIRE_OK(REMOVE(tag, "notes", KEY(3)));
	CHECK_ROWS("1 -, 2 red, 3 -", BODIES);
	REQUIRE_OK(association_set(STORE, ARENA, note, "tag", KEYS(ROW(tag)), NULL));
	CHECK_STR("red", row_text(note, "tagLabel"));
	REQUIRE_OK(association_set(STORE, ARENA, note, "tag", NULL, 0, NULL));
	REQUIRE_OK(association_set(STORE, ARENA, note, "tag", KEYS(target_key(T("red"))), NULL));
	CHECK_ROWS("1 -, 2 red, 3 red", BODIES);
	CHECK_TOLD(ERR_FK_CONSTRAINT, association_set(STORE, ARENA, note, "tag", KEYS(target_key(T("blue"))), NULL),
		"note.tag", "note.tagLabel is 'blue'");
	world_close();
}

TEST(many_of_itself)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *anna = row_of("user", 2);
	struct rows rows;
	REQUIRE_OK(ADD(max, "friends", ROW(anna)));
	REQUIRE_OK(ADD(anna, "friends", ROW(anna)));
	CHECK_ROWS("1 2, 2 2", "SELECT ownerId, friendId FROM friendship ORDER BY 1");
	REQUIRE_OK(association_get(STORE, ARENA, anna, "admirers", NULL, &rows));
	CHECK_INT(2, rows.count);
	REQUIRE_OK(SET(anna, "admirers", ROW(anna)));
	CHECK_ROWS("2 2", "SELECT ownerId, friendId FROM friendship ORDER BY 1");
	world_close();
}

TEST(has_many_by_keys_of_two_columns)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1);
	struct target targets[500];
	struct value keys[500][2];
	int64_t removed;
	for (int i = 0; i < 500; i++) {
		keys[i][0] = T(i % 2 ? "NO" : "SE");
		keys[i][1] = I(i);
		targets[i] = (struct target){ .keys = keys[i] };
		made("place", PAIRS({ "land", keys[i][0] }, { "number", keys[i][1] }));
	}
	REQUIRE_OK(association_add(STORE, ARENA, max, "places", targets, 500, NULL));
	CHECK(has(max, "places", targets, 500));
	CHECK_ROWS("500", "SELECT count(*) FROM places WHERE userId = 1");
	REQUIRE_OK(association_set(STORE, ARENA, max, "places", targets + 10, 3, NULL));
	CHECK_ROWS("SE 10, NO 11, SE 12", "SELECT land, number FROM places WHERE userId = 1 ORDER BY number");
	REQUIRE_OK(association_remove(STORE, max, "places", targets, 12, &removed));
	CHECK_INT(2, removed);
	CHECK_TOLD(ERR_TYPE_ERROR, ADD(max, "places", KEY(1)), "user.places", "land, number");
	world_close();
}

TEST(many_add)
{
	REQUIRE(world_open(":memory:"));
	struct row *cart = row_of("cart", 1);
	const struct pair *one = PAIRS({ "quantity", I(1) }), *nine = PAIRS({ "quantity", I(9) });
	REQUIRE_OK(association_add(STORE, ARENA, cart, "products", KEYS(KEY(1), ROW(row_of("product", 2))), one));
	REQUIRE_OK(store_run(STORE, "UPDATE cartItems SET updatedAt = 'old'", NULL, 0, NULL));
	REQUIRE_OK(ADD(cart, "products", KEY(1)));
	REQUIRE_OK(association_add(STORE, ARENA, cart, "products", KEYS(KEY(1)), one));
	CHECK_ROWS("2", "SELECT count(*) FROM cartItems WHERE updatedAt = 'old'");
	REQUIRE_OK(association_add(STORE, ARENA, cart, "products",
		KEYS(KEY(2), { .key = I(3), .through = nine }, KEY(4)), PAIRS({ "quantity", I(4) })));
	CHECK_ROWS("1 1 1 1, 2 4 1 2, 3 9 1 3, 4 4 1 4", LINES);
	REQUIRE_OK(association_add(STORE, ARENA, cart, "products", KEYS(KEY(2)),
		PAIRS({ "cartId", I(2) }, { "quantity", I(7) })));
	REQUIRE_OK(association_add(STORE, ARENA, row_of("cart", 2), "products", KEYS(KEY(2)),
		PAIRS({ "cartId", I(1) })));
	CHECK_ROWS("1 1 1 1, 2 7 1 2, 3 9 1 3, 4 4 1 4, 5 - 2 2", LINES);
	CHECK_ROWS("1", "SELECT count(*) FROM cartItems WHERE updatedAt = 'old'");
	world_close();
}

TEST(many_add_refused)
{
	REQUIRE(world_open(":memory:"));
	struct row *cart = row_of("cart", 1), *order = made("order", NULL);
	CHECK_TOLD(ERR_UNIQUE_CONSTRAINT, ADD(cart, "products", KEY(1), KEY(1)), "add to cart.products",
		"cartId, productId");
	CHECK_TOLD(ERR_FK_CONSTRAINT, ADD(cart, "products", KEY(1), KEY(99)), "cart.products",
		"cartItem.productId is 99");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, ADD(order, "products", KEY(1)), "order.products", "orderItem.quantity");
	CHECK_TOLD(ERR_ERROR, association_add(STORE, ARENA, cart, "products", KEYS(KEY(1)),
		PAIRS({ "quantiti", I(1) })), "'quantiti'", "cartItem");
	CHECK_ROWS("", LINES);
	REQUIRE_OK(ADD(cart, "products", KEY(1)));
	CHECK_TOLD(ERR_ERROR, association_add(STORE, ARENA, cart, "products", KEYS(KEY(2), KEY(1)),
		PAIRS({ "quantiti", I(1) })), "'quantity'");
	CHECK_TOLD(ERR_FK_CONSTRAINT, SET(cart, "products", KEY(99)), "set cart.products");
	CHECK_ROWS("1 - 1 1", LINES);
	world_close();
}

TEST(many_set_and_remove)
{
	REQUIRE(world_open(":memory:"));
	struct row *cart = row_of("cart", 1);
	int64_t removed;
	REQUIRE_OK(association_add(STORE, ARENA, cart, "products", KEYS(KEY(1), KEY(3)), PAIRS({ "quantity", I(2) })));
	REQUIRE_OK(ADD(row_of("cart", 2), "products", KEY(1)));
	REQUIRE_OK(SET(cart, "products", KEY(3), KEY(4)));
	CHECK_ROWS("2 2 1 3, 3 - 2 1, 4 - 1 4", LINES);
	REQUIRE_OK(association_set(STORE, ARENA, cart, "products",
		KEYS(KEY(3), { .key = I(2), .through = PAIRS({ "quantity", I(5) }) }), PAIRS({ "quantity", I(6) })));
	CHECK_ROWS("2 6 1 3, 3 - 2 1, 5 5 1 2", LINES);
	REQUIRE_OK(association_remove(STORE, cart, "products", KEYS(KEY(3), KEY(1), KEY(99)), &removed));
	CHECK_INT(1, removed);
	REQUIRE_OK(CLEAR(cart, "products"));
	CHECK_ROWS("3 - 2 1", LINES);
	CHECK(has(row_of("cart", 2), "products", KEYS(KEY(1), KEY(1))));
	CHECK(!has(row_of("cart", 2), "products", KEYS(KEY(1), KEY(2))));
	CHECK(has(cart, "products", NULL, 0));
	world_close();
}

TEST(many_with_rows_that_are_not_saved)
{
	REQUIRE(world_open(":memory:"));
	struct row *cart = built("cart", NULL), *out;
	REQUIRE_OK(association_create(STORE, ARENA, cart, "products", PAIRS({ "title", T("Fresh") }, { "price", I(4) }),
		NULL, &out));
	REQUIRE_OK(ADD(row_of("cart", 1), "products", ROW(built("product", NULL))));
	CHECK_ROWS("1 - - 5, 2 - 1 -", LINES);
	REQUIRE_OK(CLEAR(cart, "products"));
	REQUIRE_OK(REMOVE(cart, "products", KEY(5)));
	CHECK_ROWS("1 - - 5, 2 - 1 -", LINES);
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, ADD(row_of("user", 1), "owned", ROW(built("tag", NULL))), "user.owned",
		"userTag.tagId");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, ADD(built("user", NULL), "owned", ROW(made("tag", NULL))), "user.owned",
		"userTag.userId");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, association_create(STORE, ARENA, built("user", NULL), "owned", NULL, NULL,
		&out), "userTag.userId");
	CHECK(!out);
	CHECK_ROWS("1", "SELECT count(*) FROM tags");
	world_close();
}

TEST(many_create)
{
	REQUIRE(world_open(":memory:"));
	struct row *order = made("order", NULL), *out;
	REQUIRE_OK(association_create(STORE, ARENA, order, "products", PAIRS({ "title", T("Hat") }, { "price", I(4) }),
		PAIRS({ "quantity", I(3) }), &out));
	CHECK_ROWS("3 1 5", "SELECT quantity, orderId, productId FROM orderItems");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, association_create(STORE, ARENA, order, "products",
		PAIRS({ "price", I(4) }), NULL, &out), "order.products", "orderItem.quantity");
	CHECK_TOLD(ERR_NOT_NULL_VALIDATION, association_create(STORE, ARENA, order, "products", NULL,
		PAIRS({ "quantity", I(3) }), &out), "order.products", "product.price");
	CHECK_ROWS("5 1", "SELECT (SELECT count(*) FROM products), (SELECT count(*) FROM orderItems)");
	world_close();
}

TEST(many_keeps_to_its_scopes)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *out;
	made("tag", PAIRS({ "label", T("x") }, { "kind", T("hot") }));
	made("tag", PAIRS({ "label", T("y") }, { "kind", T("hot") }));
	REQUIRE_OK(ADD(max, "owned", KEY(1)));
	made("userTag", PAIRS({ "userId", I(1) }, { "tagId", I(2) }, { "role", T("viewer") }));
	REQUIRE_OK(association_create(STORE, ARENA, max, "owned", PAIRS({ "label", T("z") }), NULL, &out));
	CHECK_STR("hot", row_text(out, "kind"));
	CHECK_ROWS("owner 1, viewer 2, owner 3", "SELECT role, tagId FROM userTags ORDER BY tagId");
	CHECK(has(max, "owned", KEYS(KEY(1), KEY(3))));
	CHECK(!has(max, "owned", KEYS(KEY(2))));
	struct where not_x[] = { where_op(WHERE_NE, "label", T("x")), where_end },
		viewers[] = { where_eq("role", T("viewer")), where_end };
	struct rows rows;
	int64_t count;
	REQUIRE_OK(association_get(STORE, ARENA, max, "owned", &(struct query){ .where = not_x }, &rows));
	REQUIRE(rows.count == 1);
	CHECK_STR("z", row_text(rows.items[0], "label"));
	REQUIRE_OK(association_count(STORE, max, "owned", NULL, &count));
	CHECK_INT(2, count);
	REQUIRE_OK(association_count(STORE, max, "owned", &(struct query){ .through_where = viewers }, &count));
	CHECK_INT(0, count);
	REQUIRE_OK(REMOVE(max, "owned", KEY(2), KEY(3)));
	CHECK_ROWS("owner 1, viewer 2", "SELECT role, tagId FROM userTags ORDER BY tagId");
	CHECK_ERR(ERR_UNIQUE_CONSTRAINT, ADD(max, "owned", KEY(2)));
	REQUIRE_OK(association_set(STORE, ARENA, max, "owned", KEYS(KEY(3)), PAIRS({ "role", T("viewer") })));
	CHECK_ROWS("viewer 2, owner 3", "SELECT role, tagId FROM userTags ORDER BY tagId");
	world_close();
}

TEST(many_by_another_key_of_the_target)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1), *hot_tag = made("tag", PAIRS({ "label", T("hot") }));
	made("tag", PAIRS({ "label", T("cold") }));
	REQUIRE_OK(ADD(max, "labels", ROW(hot_tag), KEY(2)));
	CHECK_ROWS("cold, hot", "SELECT tagLabel FROM userLabel ORDER BY 1");
	CHECK(has(max, "labels", KEYS(KEY(1), KEY(2))));
	REQUIRE_OK(SET(max, "labels", KEY(1)));
	CHECK_ROWS("hot", "SELECT tagLabel FROM userLabel ORDER BY 1");
	CHECK_TOLD(ERR_FK_CONSTRAINT, ADD(max, "labels", KEY(9)), "user.labels", "userLabel.tagLabel");
	REQUIRE_OK(REMOVE(max, "labels", KEY(1)));
	CHECK_ROWS("", "SELECT tagLabel FROM userLabel ORDER BY 1");
	world_close();
}

#define VISITS "SELECT id, weight, tagId FROM visits ORDER BY id"

TEST(many_where_pairs_are_not_unique)
{
	REQUIRE(world_open(":memory:"));
	struct row *max = row_of("user", 1);
	made("tag", NULL);
	made("tag", NULL);
	REQUIRE_OK(association_add(STORE, ARENA, max, "visited", KEYS(KEY(1)), PAIRS({ "weight", I(1) })));
	REQUIRE_OK(association_add(STORE, ARENA, max, "visited", KEYS(KEY(1)), PAIRS({ "weight", I(2) })));
	CHECK_ROWS("1 2 1", VISITS);
	REQUIRE_OK(ADD(max, "visited", KEY(2), KEY(2)));
	CHECK(has(max, "visited", KEYS(KEY(2), KEY(1))));
	REQUIRE_OK(association_add(STORE, ARENA, max, "visited", KEYS(KEY(2)), PAIRS({ "weight", I(3) })));
	CHECK_ROWS("1 2 1, 2 3 2, 3 3 2", VISITS);
	REQUIRE_OK(REMOVE(max, "visited", KEY(2)));
	CHECK_ROWS("1 2 1", VISITS);
	world_close();
}

#define HOUSES "SELECT street, at, placeLand, placeNumber FROM houses ORDER BY at"

TEST(has_many_with_a_foreign_key_of_two_columns)
{
	REQUIRE(world_open(":memory:"));
	struct row *place = made("place", PAIRS({ "land", T("NO") }, { "number", I(7) })), *house;
	struct row *gone = made("place", PAIRS({ "land", T("NO") }, { "number", I(8) }));
	const struct value first[] = { T("Elm"), I(1) }, second[] = { T("Elm"), I(2) };
	made("house", PAIRS({ "street", T("Elm") }, { "at", I(1) }));
	REQUIRE_OK(association_create(STORE, ARENA, place, "houses", PAIRS({ "street", T("Elm") }, { "at", I(2) }), NULL, &house));
	CHECK_ROWS("Elm 1 - -, Elm 2 NO 7", HOUSES);
	REQUIRE_OK(ADD(place, "houses", { .keys = first }));
	CHECK(has(place, "houses", KEYS({ .keys = second }, { .keys = first })));
	REQUIRE_OK(SET(place, "houses", ROW(house)));
	CHECK_ROWS("Elm 1 - -, Elm 2 NO 7", HOUSES);
	REQUIRE_OK(REMOVE(place, "houses", { .keys = second }, { .keys = first }));
	CHECK_ROWS("Elm 1 - -, Elm 2 - -", HOUSES);
	REQUIRE_OK(row_destroy(STORE, gone));
	CHECK_TOLD(ERR_FK_CONSTRAINT, ADD(gone, "houses", ROW(house)), "add to place.houses", "house.placeLand, placeNumber is 'NO', 8",
		"no such place (land, number)");
	CHECK_ROWS("Elm 1 - -, Elm 2 - -", HOUSES);
	world_close();
}

TEST(a_nested_row_with_a_key_of_two_columns)
{
	REQUIRE(world_open(":memory:"));
	const struct nested place = { PAIRS({ "land", T("SE") }, { "number", I(3) }), NULL, NULL };
	const struct nested_link up[] = { { "place", &place, 1 }, { 0 } };
	const struct nested house = { PAIRS({ "street", T("Oak") }, { "at", I(1) }), NULL, up };
	struct row *row;
	REQUIRE_OK(model_create_nested(STORE, ARENA, schema_model(world.schema, "house"), &house, &row));
	CHECK_ROWS("Oak 1 SE 3", HOUSES);
	CHECK_INT(3, row_int(row_one(row, "place"), "number"));
	world_close();
}

TEST(many_between_keys_of_two_columns)
{
	REQUIRE(world_open(":memory:"));
	struct row *place = made("place", PAIRS({ "land", T("NO") }, { "number", I(7) })), *out;
	const struct value first[] = { T("Elm"), I(1) }, second[] = { T("Elm"), I(2) }, missing[] = { T("Elm"), I(9) };
	struct rows rows;
	int64_t removed;
	made("house", PAIRS({ "street", T("Elm") }, { "at", I(1) }));
	REQUIRE_OK(ADD(place, "views", { .keys = first }));
	REQUIRE_OK(association_create(STORE, ARENA, place, "views", PAIRS({ "street", T("Elm") }, { "at", I(2) }), NULL, &out));
	REQUIRE_OK(ADD(place, "views", ROW(out), { .keys = first }));
	REQUIRE_OK(association_get(STORE, ARENA, place, "views", NULL, &rows));
	CHECK_INT(2, rows.count);
	CHECK(has(place, "views", KEYS({ .keys = second }, { .keys = first })));
	CHECK(!has(place, "views", KEYS({ .keys = missing })));
	CHECK_ERR(ERR_FK_CONSTRAINT, SET(place, "views", { .keys = first }, { .keys = missing }));
	REQUIRE_OK(SET(place, "views", { .keys = second }));
	REQUIRE_OK(association_get(STORE, ARENA, place, "views", NULL, &rows));
	REQUIRE(rows.count == 1);
	CHECK_INT(2, row_int(rows.items[0], "at"));
	REQUIRE_OK(association_remove(STORE, place, "views", KEYS({ .keys = first }, { .keys = second }), &removed));
	CHECK_INT(1, removed);
	world_close();
}
