/* Every mixin of several statements, and whatever else writes, while SQLite fails in the middle of it: the first time it
 * could, the second, … until it does not come to that any more. An error is told, nothing is half written, neither in the
 * file nor in the rows in memory, and the next call works. */
#include "unit/faults.h"
#include "unit/world.h"

#include "db/cache.h"
#include "db/statement.h"
#include "model/schema.h"

#include <stdio.h>
#include <string.h>

#define ARENA &world.arena

/* The rows that a piece of work starts from. */
struct start { struct row *user, *product, *cart, *badge; };

static enum err set(struct store *store, struct row *on, const char *name, const struct target *targets, size_t count)
{
	return association_set(store, ARENA, on, name, targets, count, PAIRS({ 0 }));
}

static enum err has_one_set(struct store *store, struct start *s)
{
	return set(store, s->user, "cart", KEYS(KEY(2)));
}

static enum err has_one_set_unsaved(struct store *store, struct start *s)
{
	return set(store, s->user, "badge", KEYS(ROW(s->badge)));
}

static enum err has_one_create(struct store *store, struct start *s)
{
	return association_create(store, ARENA, s->user, "cart", NULL, NULL, NULL);
}

static enum err belongs_to_set(struct store *store, struct start *s)
{
	return set(store, s->product, "user", KEYS(KEY(2)));
}

static enum err belongs_to_create(struct store *store, struct start *s)
{
	return association_create(store, ARENA, s->product, "user", PAIRS({ "name", T("Kim") }), NULL, NULL);
}

static enum err has_many_add(struct store *store, struct start *s)
{
	return association_add(store, ARENA, s->user, "products", KEYS(KEY(3), KEY(4)), NULL);
}

static enum err has_many_set(struct store *store, struct start *s)
{
	return set(store, s->user, "products", KEYS(KEY(2), KEY(3)));
}

static enum err has_many_remove(struct store *store, struct start *s)
{
	return association_remove(store, s->user, "products", KEYS(KEY(1), KEY(2)), NULL);
}

static enum err has_many_create(struct store *store, struct start *s)
{
	return association_create(store, ARENA, s->user, "products", PAIRS({ "price", I(1) }), NULL, NULL);
}

static enum err many_add(struct store *store, struct start *s)
{
	return association_add(store, ARENA, s->cart, "products", KEYS(KEY(1), KEY(2), KEY(3)),
		PAIRS({ "quantity", I(8) }));
}

static enum err many_set(struct store *store, struct start *s)
{
	return association_set(store, ARENA, s->cart, "products", KEYS(KEY(1), KEY(4)), PAIRS({ "quantity", I(9) }));
}

static enum err many_remove(struct store *store, struct start *s)
{
	return association_remove(store, s->cart, "products", KEYS(KEY(1), KEY(2)), NULL);
}

static enum err many_create(struct store *store, struct start *s)
{
	return association_create(store, ARENA, s->cart, "products", PAIRS({ "price", I(1) }),
		PAIRS({ "quantity", I(2) }), NULL);
}

static enum err nested(struct store *store, struct start *s)
{
	(void)s;
	const struct nested user = { PAIRS({ "name", T("Kim") }), NULL, NULL };
	const struct nested orders[] = { { NULL, PAIRS({ "quantity", I(1) }), NULL },
		{ NULL, PAIRS({ "quantity", I(2) }), NULL } };
	const struct nested_link links[] = { { "user", &user, 1 }, { "orders", orders, 2 }, { 0 } };
	const struct nested product = { PAIRS({ "price", I(1) }), NULL, links };
	return model_create_nested(store, ARENA, schema_model(world.schema, "product"), &product, NULL);
}

static enum err bulk(struct store *store, struct start *s)
{
	const struct pair *rows[90];
	(void)s;
	const struct pair *row = PAIRS({ "price", I(1) });
	for (size_t i = 0; i < 90; i++)
		rows[i] = row;
	return model_bulk_create(store, ARENA, schema_model(world.schema, "product"), rows, 90, NULL);
}

/* A savepoint that fails inside a transaction that goes on. */
static enum err in_transaction(struct store *store, struct start *s)
{
	try(store_begin(store));
	enum err err = many_set(store, s);
	return store_end(store, err ? err : has_many_set(store, s));
}

/* One that fails by itself, is not heeded, and leaves nothing behind. */
static enum err not_heeded(struct store *store, struct start *s)
{
	try(store_begin(store));
	enum err err = set(store, s->cart, "products", KEYS(KEY(1), KEY(99)));
	return store_end(store, err == ERR_FK_CONSTRAINT ? OK : err);
}

/* What cannot be read is not read wrongly. */
static enum err reading(struct store *store, struct start *s)
{
	struct rows rows;
	(void)s;
	try(model_find_all(store, ARENA, schema_model(world.schema, "product"), NULL, &rows));
	return rows.count == 4 && !strcmp(row_text(rows.items[3], "title"), "Cap") ? OK : ERR_CHECK_FAILED;
}

static enum err as_argument(struct store *store, struct start *s)
{
	struct store *tx;
	try(store_transaction_new(store, &tx));
	enum err err = many_add(tx, s);
	return store_transaction_end(tx, err ? err : has_one_set(tx, s));
}

static const struct work { const char *name; enum err (*run)(struct store *, struct start *); } works[] = {
	{ "hasOne set", has_one_set },
	{ "hasOne set of an unsaved row", has_one_set_unsaved },
	{ "hasOne create", has_one_create },
	{ "belongsTo set", belongs_to_set },
	{ "belongsTo create", belongs_to_create },
	{ "hasMany add", has_many_add },
	{ "hasMany set", has_many_set },
	{ "hasMany remove", has_many_remove },
	{ "hasMany create", has_many_create },
	{ "belongsToMany add", many_add },
	{ "belongsToMany set", many_set },
	{ "belongsToMany remove", many_remove },
	{ "belongsToMany create", many_create },
	{ "nested create", nested },
	{ "bulk create", bulk },
	{ "in a transaction", in_transaction },
	{ "a failure not heeded", not_heeded },
	{ "a transaction as argument", as_argument },
	{ "reading", reading },
};

/* Everything that the works touch, without times. */
static const char contents[] =
	"SELECT (SELECT group_concat(id || name) FROM users),"
	" (SELECT group_concat(id || ':' || price || ':' || ifnull(userId, '-')) FROM products),"
	" (SELECT group_concat(id || ':' || ifnull(userId, '-')) FROM carts),"
	" (SELECT group_concat(id || ':' || quantity || ':' || cartId || ':' || productId) FROM cartItems),"
	" (SELECT group_concat(id || ':' || quantity || ':' || orderId || ':' || productId) FROM orderItems),"
	" (SELECT count(*) FROM orders), (SELECT group_concat(id || ':' || userId) FROM badges)";

static const char *const reset[] = {
	"DELETE FROM users", "DELETE FROM products", "DELETE FROM carts", "DELETE FROM cartItems",
		"DELETE FROM orderItems",
	"DELETE FROM orders", "DELETE FROM badges", "DELETE FROM sqlite_sequence",
	"INSERT INTO users VALUES (1, 'Max', '', ''), (2, 'Anna', '', '')",
	("INSERT INTO products (title, price, stock, createdAt, updatedAt, userId) VALUES ('Book', 10, 0, '', '', 1), ('Pen', 2, 0, '', '', 1),"
	" ('Mug', 7, 0, '', '', 2), ('Cap', 15, 0, '', '', 2)"),
	"INSERT INTO carts VALUES (1, '', '', 1), (2, '', '', 2)",
	"INSERT INTO cartItems (quantity, createdAt, updatedAt, cartId, productId) VALUES (1, '', '', 1, 1), (2, '', '', 1, 2)",
};

static bool begin_anew(void)
{
	bool fine = CHECK_ERR(OK, store_begin(world.store));
	for (size_t i = 0; fine && i < sizeof reset / sizeof *reset; i++)
		fine = CHECK_ERR(OK, store_run(world.store, reset[i], NULL, 0, NULL));
	return fine && CHECK_ERR(OK, store_end(world.store, OK));
}

static struct row *copy(struct row *row)
{
	struct row *made = arena_alloc(ARENA, sizeof *made);
	*made = *row;
	made->values = arena_alloc(ARENA, row->model->column_count * sizeof *row->values);
	memcpy(made->values, row->values, row->model->column_count * sizeof *row->values);
	return made;
}

static bool is_as_before(const struct row *row, const struct row *before)
{
	bool same = row->stored == before->stored && row->changed == before->changed;
	for (size_t i = 0; same && i < row->model->column_count; i++)
		same = value_equals(row->values[i], before->values[i]);
	return same;
}

static bool is_expected(enum fault kind, enum err err)
{
	static const enum err io[] = { ERR_IO, ERR_FULL, ERR_CANNOT_OPEN, ERR_BUSY, ERR_CORRUPT, ERR_DB_ERROR };
	for (size_t i = 0; kind == FAULT_IO && i < sizeof io / sizeof *io; i++)
		if (err == io[i])
			return true;
	return err == (kind == FAULT_MEMORY ? ERR_MEMORY : kind == FAULT_INTERRUPT ? ERR_DB_ERROR : ERR_IO);
}

static struct start start(void)
{
	return (struct start){ row_of("user", 1), row_of("product", 1), row_of("cart", 1),
		built("badge", PAIRS({ "title", T("x") })) };
}

/* One try; false when nothing failed any more, or a check did. */
static bool fail_once(const struct work *work, enum fault kind, int number, bool from_there, const char *before,
	const char *after)
{
	struct start s = start();
	struct row *product = copy(s.product), *badge = copy(s.badge), *cart = copy(s.cart);
	if (kind == FAULT_MEMORY)
		cache_forget(store_connection(world.store));
	fault_arm(kind, world.store, number, from_there);
	enum err err = work->run(world.store, &s);
	bool fired = fault_disarm();
	if (!fired)
		return CHECK_ERR(OK, err), false;
	if (!err)
		return CHECK_STR(after, world_rows(contents)) && begin_anew();
	bool fine = CHECK(is_expected(kind, err)) && CHECK(*err_sentence(err)) &&
		CHECK(!store_in_transaction(world.store)) &&
		CHECK(sqlite3_get_autocommit(store_connection(world.store)->sqlite));
	fine = CHECK_STR(before, world_rows(contents)) && fine;
	fine = CHECK(is_as_before(s.product, product) && is_as_before(s.badge, badge) && is_as_before(s.cart, cart)) &&
		fine;
	fine = CHECK_ERR(OK, store_run(world.store, "UPDATE products SET stock = stock + 1", NULL, 0, NULL)) && fine;
	if (!fine)
		printf("# %s, fault %d of kind %d: %s\n", work->name, number, (int)kind, err_sentence(err));
	return fine;
}

static void fail_all(const struct work *work, enum fault kind, bool from_there)
{
	int number = 1;
	REQUIRE(begin_anew());
	const char *before = world_rows(contents);
	struct start s = start();
	REQUIRE_OK(work->run(world.store, &s));
	const char *after = world_rows(contents);
	REQUIRE(begin_anew());
	while (fail_once(work, kind, number, from_there, before, after))
		number++;
	printf("# %s: %d\n", work->name, number - 1);
}

static void fail_everything(enum fault kind, bool from_there)
{
	faults_install();
	REQUIRE(world_open(check_path("a.db")));
	for (size_t i = 0; i < sizeof works / sizeof *works; i++)
		fail_all(&works[i], kind, from_there);
	world_close();
}

TEST(one_write_fails)
{
	fail_everything(FAULT_IO, false);
}

TEST(writes_fail_from_then_on)
{
	fail_everything(FAULT_IO, true);
}

TEST(memory_is_lacking_once)
{
	fail_everything(FAULT_MEMORY, false);
}

TEST(memory_is_lacking_from_then_on)
{
	fail_everything(FAULT_MEMORY, true);
}

TEST(interrupted)
{
	fail_everything(FAULT_INTERRUPT, false);
}

static void make_wide_file(const char *path)
{
	sqlite3 *sqlite;
	CHECK_INT(SQLITE_OK, sqlite3_open(path, &sqlite));
	CHECK_INT(SQLITE_OK, sqlite3_exec(sqlite, "PRAGMA encoding = 'UTF-16'; CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('Bodø')",
		NULL, NULL, NULL));
	sqlite3_close(sqlite);
}

static enum err read_one(struct store *store, bool *right)
{
	struct statement *statement;
	bool row = false;
	try(statement_open(store_connection(store), "SELECT x FROM t", &statement));
	enum err err = statement_step(statement, &row);
	*right = row && !strcmp(value_str(statement_value(statement, 0)), "Bodø");
	return statement_close(statement, err);
}

/* Text of a file in UTF-16 is made anew for each reading, which may be the last thing done with the statement. */
TEST(text_that_cannot_be_had_is_not_empty)
{
	struct store *store;
	bool fired = true, right;
	faults_install();
	make_wide_file(check_path("b.db"));
	REQUIRE_OK(store_open(&store, NULL, check_path("b.db"), STORE_WRITE));
	for (int number = 1; fired; number++) {
		cache_forget(store_connection(store));
		fault_arm(FAULT_MEMORY, store, number, false);
		enum err err = read_one(store, &right);
		fired = fault_disarm();
		CHECK(err ? fired && err == ERR_MEMORY : right);
	}
	store_close(store);
}
