/* Calls that do not fit: each has its own code and a sentence that names model, association and key; nothing is written, and
 * the next call works. Reference section L and the rows about errors. */
#include "unit/world.h"

#include <stdio.h>
#include <string.h>

#define ARENA &world.arena
#define NONE NULL, 0
#define NULL_KEY target_key(value_null())

enum method { GET, GET_ONE, COUNT, HAS, SET, ADD, REMOVE, CREATE, ASSIGN };

/* @on: the model of the row that is asked (its first one; "-user" an unsaved one, "!user" one that is gone). */
struct misuse {
	enum method method;
	const char *on, *name;
	enum err expected;
	const char *words[4];
	const struct target *targets;
	size_t count;
	const struct pair *values, *through;
};

static enum err call(const struct misuse *m, struct row *on)
{
	struct rows rows;
	struct row *row;
	int64_t number;
	bool yes;
	switch (m->method) {
	case GET:     return association_get(world.store, ARENA, on, m->name, NULL, &rows);
	case GET_ONE: return association_get_one(world.store, ARENA, on, m->name, NULL, &row);
	case COUNT:   return association_count(world.store, on, m->name, NULL, &number);
	case HAS:     return association_has(world.store, on, m->name, m->targets, m->count, &yes);
	case SET:     return association_set(world.store, ARENA, on, m->name, m->targets, m->count, m->through);
	case ADD:     return association_add(world.store, ARENA, on, m->name, m->targets, m->count, m->through);
	case REMOVE:  return association_remove(world.store, on, m->name, m->targets, m->count, &number);
	case CREATE:  return association_create(world.store, ARENA, on, m->name, m->values, m->through, &row);
	case ASSIGN:  return association_assign(ARENA, on, m->name, m->targets);
	}
	return OK;
}

static struct row *source(const char *on)
{
	if (!on)
		return NULL;
	if (*on == '-')
		return built(on + 1, NULL);
	if (*on != '!')
		return row_of(on, 1);
	struct row *gone = made(on + 1, NULL);
	CHECK_ERR(OK, row_destroy(world.store, gone));
	return gone;
}

static const char everything[] =
	"SELECT (SELECT group_concat(id || name) FROM users), (SELECT group_concat(id || ':' || ifnull(userId, '-')) FROM products),"
	" (SELECT group_concat(id || ':' || ifnull(userId, '-')) FROM carts), (SELECT count(*) FROM cartItems),"
	" (SELECT count(*) FROM orderItems), (SELECT group_concat(id || ':' || userId) FROM tasks), (SELECT count(*) FROM orders),"
	" (SELECT count(*) FROM tags), (SELECT count(*) FROM userTags), (SELECT count(*) FROM houses), (SELECT count(*) FROM badges)";

static void check_misuse(const struct misuse *m)
{
	const char *sentence;
	struct row *on = source(m->on);
	const char *before = world_rows(everything);
	enum err err = call(m, on);
	bool fine = CHECK_ERR(m->expected, err);
	sentence = arena_string(ARENA, err_sentence(err));
	for (size_t i = 0; err && i < 4 && m->words[i]; i++)
		fine = CHECK(strstr(sentence, m->words[i]) != NULL) && fine;
	fine = CHECK_STR(before, world_rows(everything)) && fine;
	fine = CHECK(!store_in_transaction(world.store)) && fine;
	fine = CHECK_ERR(OK, association_add(world.store, ARENA, row_of("cart", 2), "products", KEYS(KEY(1)), NULL)) &&
		fine;
	fine = CHECK_ERR(OK, association_remove(world.store, row_of("cart", 2), "products", KEYS(KEY(1)), NULL)) &&
		fine;
	if (!fine)
		printf("# %s of %s: %s\n", m->name, m->on ? m->on : "nothing", sentence);
}

static void check_all(const struct misuse *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_misuse(&list[i]);
}

#define CHECK_MISUSES(...) check_all((const struct misuse[]){ __VA_ARGS__ }, \
	sizeof((const struct misuse[]){ __VA_ARGS__ }) / sizeof(struct misuse))

TEST(names_that_no_association_has)
{
	REQUIRE(world_open(":memory:"));
	CHECK_MISUSES(
		{ GET, "user", "product", ERR_UNKNOWN_ALIAS, { "user", "'product'", "products", "cart" } },
		{ GET_ONE, "user", "carts", ERR_UNKNOWN_ALIAS, { "'carts'", "'cart'" } },
		{ COUNT, "user", "", ERR_UNKNOWN_ALIAS, { "products" } },
		{ HAS, "user", "prodcts", ERR_UNKNOWN_ALIAS, { "'products'" }, KEYS(KEY(1)) },
		{ SET, "cart", "usr", ERR_UNKNOWN_ALIAS, { "'usr'", "'user'" }, KEYS(KEY(1)) },
		{ ADD, "cart", "cartItem", ERR_UNKNOWN_ALIAS, { "products" }, KEYS(KEY(1)) },
		{ REMOVE, "user", "tags", ERR_UNKNOWN_ALIAS, { "labels", "owned" }, KEYS(KEY(1)) },
		{ CREATE, "user", "Products", ERR_UNKNOWN_ALIAS, { "'products'" } },
		{ ASSIGN, "product", "users", ERR_UNKNOWN_ALIAS, { "'user'" }, KEYS(KEY(1)) });
	world_close();
}

TEST(no_row_to_start_from)
{
	REQUIRE(world_open(":memory:"));
	for (enum method m = GET; m <= ASSIGN; m++)
		CHECK_MISUSES({ m, NULL, "products", ERR_TYPE_ERROR, { "'products'", "no row" }, KEYS(KEY(1)) });
	world_close();
}

TEST(methods_that_a_kind_does_not_have)
{
	REQUIRE(world_open(":memory:"));
	CHECK_MISUSES(
		{ ADD, "user", "cart", ERR_ERROR, { "user.cart", "hasOne", "add" }, KEYS(KEY(1)) },
		{ ADD, "product", "user", ERR_ERROR, { "product.user", "belongsTo", "add" }, NONE },
		{ REMOVE, "user", "cart", ERR_ERROR, { "user.cart", "hasOne", "remove" }, KEYS(KEY(1)) },
		{ REMOVE, "product", "user", ERR_ERROR, { "product.user", "belongsTo", "remove" }, NONE },
		{ ASSIGN, "user", "cart", ERR_ERROR, { "user.cart", "hasOne", "assign" }, KEYS(KEY(1)) },
		{ ASSIGN, "cart", "products", ERR_ERROR, { "cart.products", "belongsToMany", "assign" }, KEYS(KEY(1)) },
		{ SET, "user", "cart", ERR_TYPE_ERROR, { "user.cart", "one row", "2" }, KEYS(KEY(1), KEY(2)) },
		{ SET, "product", "user", ERR_TYPE_ERROR, { "product.user", "one row", "3" },
			KEYS(KEY(1), KEY(2), KEY(3)) });
	world_close();
}

TEST(rows_of_another_model)
{
	REQUIRE(world_open(":memory:"));
	struct row *user = row_of("user", 1), *cart = row_of("cart", 1);
	CHECK_MISUSES(
		{ SET, "product", "user", ERR_TYPE_ERROR, { "product.user", "user", "cart" }, KEYS(ROW(cart)) },
		{ SET, "user", "cart", ERR_TYPE_ERROR, { "user.cart", "user" }, KEYS(ROW(user)) },
		{ SET, "user", "products", ERR_TYPE_ERROR, { "user.products", "product", "cart" },
			KEYS(KEY(1), ROW(cart)) },
		{ ADD, "user", "products", ERR_TYPE_ERROR, { "user.products", "cart" }, KEYS(ROW(cart)) },
		{ REMOVE, "user", "products", ERR_TYPE_ERROR, { "user.products", "cart" }, KEYS(ROW(cart)) },
		{ HAS, "user", "products", ERR_TYPE_ERROR, { "user.products", "cart" }, KEYS(ROW(cart)) },
		{ ADD, "cart", "products", ERR_TYPE_ERROR, { "cart.products", "user" }, KEYS(KEY(1), ROW(user)) },
		{ SET, "cart", "products", ERR_TYPE_ERROR, { "cart.products", "user" }, KEYS(ROW(user)) },
		{ ASSIGN, "product", "user", ERR_TYPE_ERROR, { "product.user", "cart" }, KEYS(ROW(cart)) });
	world_close();
}

TEST(keys_of_the_wrong_make)
{
	REQUIRE(world_open(":memory:"));
	CHECK_MISUSES(
		{ SET, "user", "house", ERR_TYPE_ERROR, { "user.house", "street, at" }, KEYS(KEY(1)) },
		{ ADD, "user", "places", ERR_TYPE_ERROR, { "user.places", "land, number" }, KEYS(KEY(1)) },
		{ HAS, "user", "places", ERR_TYPE_ERROR, { "user.places", "land, number" },
			KEYS(target_key(T("NO"))) });
	world_close();
}

TEST(attributes_that_are_not_there)
{
	REQUIRE(world_open(":memory:"));
	CHECK_MISUSES(
		{ CREATE, "user", "products", ERR_ERROR, { "'titel'", "product", "'title'" },
			.values = PAIRS({ "titel", T("x") }, { "price", I(1) }) },
		{ CREATE, "product", "user", ERR_ERROR, { "'nam'", "user" }, .values = PAIRS({ "nam", T("x") }) },
		{ CREATE, "cart", "products", ERR_ERROR, { "'quantty'", "cartItem" },
			.values = PAIRS({ "price", I(1) }), .through = PAIRS({ "quantty", I(1) }) },
		{ ADD, "cart", "products", ERR_ERROR, { "'quantty'", "cartItem", "'quantity'" }, KEYS(KEY(1)),
			.through = PAIRS({ "quantty", I(1) }) },
		{ SET, "cart", "products", ERR_ERROR, { "'quantty'", "cartItem" },
			KEYS({ .key = I(1), .through = PAIRS({ "quantty", I(1) }) }) },
		{ ADD, "user", "products", ERR_ERROR, { "user.products", "hasMany", "'quantity'" }, KEYS(KEY(1)),
			.through = PAIRS({ "quantity", I(1) }) },
		{ SET, "product", "user", ERR_ERROR, { "product.user", "belongsTo", "'quantity'" },
			KEYS({ .key = I(1), .through = PAIRS({ "quantity", I(1) }) }) },
		{ CREATE, "user", "cart", ERR_ERROR, { "user.cart", "hasOne", "'quantity'" },
			.through = PAIRS({ "quantity", I(1) }) });
	world_close();
}

TEST(what_the_file_refuses)
{
	REQUIRE(world_open(":memory:"));
	made("task", PAIRS({ "userId", I(1) }));
	made("badge", PAIRS({ "userId", I(1) }));
	CHECK_MISUSES(
		{ SET, "product", "user", ERR_FK_CONSTRAINT, { "set product.user", "product.userId" }, KEYS(KEY(99)) },
		{ SET, "!user", "cart", ERR_FK_CONSTRAINT, { "set user.cart", "cart.userId is 3" }, KEYS(KEY(1)) },
		{ ADD, "!user", "products", ERR_FK_CONSTRAINT, { "add to user.products", "product.userId" },
			KEYS(KEY(1)) },
		{ SET, "!user", "products", ERR_FK_CONSTRAINT, { "set user.products" }, KEYS(KEY(1)) },
		{ CREATE, "!user", "cart", ERR_FK_CONSTRAINT, { "create in user.cart", "cart.userId" } },
		{ ADD, "!cart", "products", ERR_FK_CONSTRAINT,
			{ "cart.products", "cartItem.cartId is 3", "no such cart (id)" }, KEYS(KEY(1)) },
		{ SET, "cart", "products", ERR_FK_CONSTRAINT, { "set cart.products", "cartItem.productId is 99" },
			KEYS(KEY(1), KEY(99)) },
		{ CREATE, "!cart", "products", ERR_FK_CONSTRAINT, { "create in cart.products" },
			.values = PAIRS({ "price", I(1) }) },
		{ CREATE, "user", "badge", ERR_UNIQUE_CONSTRAINT, { "create in user.badge", "userId" } },
		{ ADD, "cart", "products", ERR_UNIQUE_CONSTRAINT, { "add to cart.products", "cartId, productId" },
			KEYS(KEY(1), KEY(1)) },
		{ REMOVE, "user", "tasks", ERR_NOT_NULL_VALIDATION, { "remove from user.tasks", "task.userId" },
			KEYS(KEY(1)) },
		{ SET, "user", "tasks", ERR_NOT_NULL_VALIDATION, { "set user.tasks", "task.userId" }, NONE },
		{ CREATE, "-user", "tasks", ERR_NOT_NULL_VALIDATION, { "user.tasks", "task.userId" } },
		{ CREATE, "user", "products", ERR_NOT_NULL_VALIDATION, { "user.products", "product.price" } },
		{ CREATE, "cart", "products", ERR_NOT_NULL_VALIDATION, { "cart.products", "product.price" } },
		{ ADD, "-user", "labels", ERR_NOT_NULL_VALIDATION, { "user.labels", "userLabel" },
			KEYS(ROW(built("tag", NULL))) });
	world_close();
}

TEST(calls_that_look_wrong_and_mean_nothing)
{
	REQUIRE(world_open(":memory:"));
	CHECK_MISUSES(
		{ ADD, "user", "products", OK, { 0 }, KEYS(NULL_KEY) },
		{ ADD, "cart", "products", OK, { 0 }, KEYS(NULL_KEY, NULL_KEY) },
		{ ADD, "cart", "products", OK, { 0 }, NONE },
		{ ADD, "user", "products", OK, { 0 }, KEYS(KEY(99)) },
		{ REMOVE, "user", "products", OK, { 0 }, KEYS(KEY(3), KEY(99), NULL_KEY) },
		{ REMOVE, "cart", "products", OK, { 0 }, KEYS(KEY(3), KEY(99), NULL_KEY) },
		{ SET, "user", "badge", OK, { 0 }, KEYS(KEY(99)) },
		{ SET, "user", "badge", OK, { 0 }, NONE },
		{ HAS, "user", "products", OK, { 0 }, KEYS(NULL_KEY) });
	world_close();
}

TEST(rows_that_cannot_come_or_go)
{
	REQUIRE(world_open(":memory:"));
	const struct model *model = schema_model(world.schema, "product");
	struct row *row = row_of("product", 1);
	const struct pair *rows[] = { PAIRS({ "price", I(1) }), PAIRS({ "price", I(1) }, { "userId", I(78) }) };
	CHECK_TOLD(ERR_FK_CONSTRAINT, model_create(world.store, ARENA, model,
		PAIRS({ "price", I(1) }, { "userId", I(77) }), NULL), "product.userId is 77", "no such user (id)");
	CHECK_TOLD(ERR_FK_CONSTRAINT, model_bulk_create(world.store, ARENA, model, rows, 2, NULL),
		"product.userId is 78");
	CHECK_TOLD(ERR_FK_CONSTRAINT, row_update(world.store, ARENA, row, PAIRS({ "userId", I(79) })),
		"product.userId is 79");
	CHECK_TOLD(ERR_FK_CONSTRAINT, model_update(world.store, model, NULL, PAIRS({ "userId", I(80) }), NULL),
		"product.userId is 80");
	made("lock", PAIRS({ "userId", I(2) }));
	CHECK_TOLD(ERR_FK_CONSTRAINT, row_destroy(world.store, row_of("user", 2)), "destroy user", "lock.userId");
	CHECK_TOLD(ERR_FK_CONSTRAINT, model_destroy(world.store, schema_model(world.schema, "user"), NULL, NULL),
		"user", "lock.userId");
	CHECK_ROWS("2 4", "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM products)");
	REQUIRE_OK(row_destroy(world.store, row_of("user", 1)));
	world_close();
}
