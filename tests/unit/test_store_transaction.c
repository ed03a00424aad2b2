/* Transactions as arguments: reference rows 248 to 253. */
#include "unit/world.h"

#include "unit/child.h"

#define STORE world.store
#define ARENA &world.arena
#define LINES "SELECT id, cartId, productId FROM cartItems ORDER BY id"

static enum err add(struct store *store, int64_t cart, int64_t product)
{
	return association_add(store, ARENA, row_of("cart", cart), "products", KEYS(KEY(product)), NULL);
}

static int64_t lines(struct store *store)
{
	int64_t count = -1;
	CHECK_ERR(OK, model_count(store, schema_model(world.schema, "cartItem"), NULL, &count));
	return count;
}

/* Work of several mixins, ended with @so_far; what is left. */
static void check_mixins(const char *path, enum err so_far, const char *expected)
{
	struct store *tx;
	REQUIRE(world_open(path));
	struct row *max = row_of("user", 1), *cart = row_of("cart", 1), *out;
	CHECK_ERR(OK, add(STORE, 1, 1));
	REQUIRE_OK(store_transaction_new(STORE, &tx));
	CHECK_ERR(OK, association_create(tx, ARENA, max, "products", PAIRS({ "price", I(1) }), NULL, &out));
	CHECK_ERR(OK, add(tx, 1, 2));
	CHECK_INT(2, lines(tx));
	CHECK_ERR(OK, association_set(tx, ARENA, cart, "products", KEYS(ROW(out)), NULL));
	CHECK_ERR(OK, association_remove(tx, max, "products", KEYS(KEY(1)), NULL));
	CHECK_ERR(so_far, store_transaction_end(tx, so_far));
	CHECK_ROWS(expected, "SELECT (SELECT group_concat(productId) FROM cartItems), (SELECT group_concat(ifnull(userId, '-')) FROM products)");
	CHECK(!store_in_transaction(STORE));
	world_close();
}

TEST(commit_keeps_and_rollback_undoes)
{
	check_mixins(":memory:", OK, "5 -,1,2,2,1");
	check_mixins(":memory:", ERR_INPUT, "1 1,1,2,2");
	check_mixins(check_path("a.db"), OK, "5 -,1,2,2,1");
	check_mixins(check_path("b.db"), ERR_INPUT, "1 1,1,2,2");
}

TEST(outside_sees_the_old_state_and_is_busy_at_once)
{
	struct store *tx;
	REQUIRE(world_open(check_path("a.db")));
	for (int i = 0; i < 3; i++) {
		int64_t before = lines(STORE);
		REQUIRE_OK(store_transaction_new(STORE, &tx));
		CHECK_ERR(OK, add(tx, 1, i + 1));
		CHECK_INT(before + 1, lines(tx));
		CHECK_INT(before, lines(STORE));
		CHECK_ERR(ERR_BUSY, add(STORE, 2, 1));
		CHECK_ERR(ERR_BUSY, row_destroy(STORE, row_of("cart", 2)));
		CHECK_INT(before, lines(STORE));
		CHECK_ERR(OK, store_transaction_end(tx, OK));
		CHECK_INT(before + 1, lines(STORE));
	}
	CHECK_ERR(OK, add(STORE, 2, 1));
	world_close();
}

TEST(in_memory_there_is_one_connection)
{
	struct store *tx;
	REQUIRE(world_open(":memory:"));
	REQUIRE_OK(store_transaction_new(STORE, &tx));
	CHECK_ERR(OK, add(tx, 1, 1));
	CHECK_INT(1, lines(STORE));
	CHECK_ERR(ERR_INPUT, store_transaction_end(tx, ERR_INPUT));
	CHECK_INT(0, lines(STORE));
	world_close();
}

static void check_nested(const char *path)
{
	struct store *tx, *inner;
	REQUIRE(world_open(path));
	REQUIRE_OK(store_transaction_new(STORE, &tx));
	CHECK_ERR(OK, add(tx, 1, 1));
	REQUIRE_OK(store_transaction_new(tx, &inner));
	CHECK_ERR(OK, add(inner, 1, 2));
	CHECK_ERR(ERR_FK_CONSTRAINT, store_transaction_end(inner, add(inner, 1, 99)));
	CHECK_INT(1, lines(tx));
	REQUIRE_OK(store_transaction_new(tx, &inner));
	CHECK_ERR(OK, store_transaction_end(inner, add(inner, 1, 3)));
	CHECK_ERR(ERR_FK_CONSTRAINT, add(tx, 1, 99));
	CHECK_ERR(OK, store_transaction_end(tx, OK));
	CHECK_ROWS("1 1 1, 2 1 3", LINES);
	REQUIRE_OK(store_begin(STORE));
	REQUIRE_OK(store_transaction_new(STORE, &tx));
	CHECK_ERR(OK, store_transaction_end(tx, add(tx, 2, 1)));
	CHECK_ERR(ERR_INPUT, store_end(STORE, ERR_INPUT));
	CHECK_ROWS("1 1 1, 2 1 3", LINES);
	world_close();
}

TEST(one_in_another_is_a_savepoint)
{
	check_nested(":memory:");
	check_nested(check_path("a.db"));
}

static void count_event(void *context, const struct store_event *event)
{
	(void)event;
	++*(int *)context;
}

TEST(an_observer_sees_both)
{
	struct store *tx;
	int events = 0;
	REQUIRE(world_open(check_path("a.db")));
	store_observe(STORE, count_event, &events);
	REQUIRE_OK(store_transaction_new(STORE, &tx));
	CHECK_INT(1, events);
	CHECK_ERR(OK, store_transaction_end(tx, OK));
	CHECK_INT(2, events);
	store_observe(STORE, NULL, NULL);
	REQUIRE_OK(store_transaction_new(STORE, &tx));
	CHECK_ERR(OK, store_transaction_end(tx, OK));
	CHECK_INT(2, events);
	world_close();
}

TEST(what_can_only_be_read_has_none)
{
	struct store *reader, *tx;
	REQUIRE(world_open(check_path("a.db")));
	REQUIRE_OK(store_open(&reader, world.schema, check_path("a.db"), STORE_READ));
	CHECK_ERR(ERR_READ_ONLY, store_transaction_new(reader, &tx));
	CHECK(!tx);
	store_close(reader);
	REQUIRE_OK(store_transaction_new(STORE, &tx));
	struct store *second;
	CHECK_ERR(ERR_BUSY, store_transaction_new(STORE, &second));
	CHECK(!second);
	CHECK_ERR(OK, store_transaction_end(tx, OK));
	world_close();
}

enum { PROGRAMS = 3, PRODUCTS = 60 };

static void add_all(void *context)
{
	struct store *store;
	struct row *cart = row_of("cart", 1);
	EXPECT_ERR(OK, store_open(&store, world.schema, *(const char **)context, STORE_WRITE));
	for (int64_t i = 1; i <= PRODUCTS; i++)
		EXPECT_ERR(OK, association_add(store, ARENA, cart, "products", KEYS(KEY(i)),
			PAIRS({ "quantity", I(i) })));
	store_close(store);
}

TEST(programs_that_add_the_same_pair_do_not_race)
{
	const char *path = check_path("a.db");
	pid_t children[PROGRAMS];
	REQUIRE(world_open(path));
	for (int i = 5; i <= PRODUCTS; i++)
		made("product", PAIRS({ "price", I(i) }));
	for (int i = 0; i < PROGRAMS; i++)
		children[i] = child_start(add_all, &path);
	for (int i = 0; i < PROGRAMS; i++)
		CHECK(child_passed(children[i]));
	CHECK_ROWS("60 60 1830", "SELECT count(*), count(DISTINCT productId), sum(quantity) FROM cartItems");
	world_close();
}
