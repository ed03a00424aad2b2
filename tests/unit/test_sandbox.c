/* A copy whose changes are steps: taken back, done again, kept in the real file, refused; on real files. */
#include "explore/sandbox.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/vec.h"
#include "db/connection.h"
#include "db/statement.h"
#include "unit/check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const tables[] = { "users", "products", "orders" };
static const char *const schema[] = {
	"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, passwordHash TEXT)",
	"CREATE TABLE products (id INTEGER PRIMARY KEY, title TEXT, stock INTEGER, updatedAt TEXT, "
	"userId INTEGER REFERENCES users ON DELETE CASCADE)",
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users ON DELETE SET NULL)",
	"INSERT INTO users VALUES (1, 'alice', NULL), (2, 'bob', NULL)",
	"INSERT INTO products VALUES (1, 'Lamp', 12, 'noon', 1), (2, 'Rug', 3, 'noon', 1), (3, 'Pot', 5, 'noon', 2)",
	"INSERT INTO orders VALUES (1, 1)",
};

static const char *path;
static struct connection *real, *copy;
static struct sandbox *sandbox;
static struct arena arena;
static struct buffer before;

static void run(struct connection *db, const char *sql)
{
	CHECK_ERR(OK, statement_run(db, sql, NULL, 0, NULL));
}

static void step(const char *sql, const char *stays)
{
	CHECK_ERR(OK, sandbox_record(sandbox));
	run(copy, sql);
	CHECK_ERR(OK, sandbox_note(sandbox, sql, stays));
}

static bool begin(void)
{
	arena_init(&arena);
	setenv("XDG_STATE_HOME", check_folder(), 1);
	path = check_path("real.db");
	if (!CHECK_ERR(OK, connection_open(&real, path, CONNECTION_CREATE)))
		return false;
	for (size_t i = 0; i < sizeof schema / sizeof *schema; i++)
		run(real, schema[i]);
	run(real, "PRAGMA wal_checkpoint(TRUNCATE)");
	CHECK_ERR(OK, files_read(path, 1 << 20, &before));
	if (!CHECK_ERR(OK, sandbox_new(&sandbox, real, tables, sizeof tables / sizeof *tables)))
		return false;
	CHECK_ERR(OK, connection_open(&copy, sandbox_file(sandbox), CONNECTION_WRITE));
	sandbox_use(sandbox, copy);
	return true;
}

static void done(void)
{
	const char *file = arena_string(&arena, sandbox_file(sandbox));
	connection_close(copy);
	sandbox_free(sandbox);
	CHECK(access(file, F_OK) != 0);
	connection_close(real);
	buffer_release(&before);
	arena_release(&arena);
}

static int64_t number(struct connection *db, const char *sql)
{
	struct statement *statement;
	bool row = false;
	int64_t found = -1;
	if (!CHECK_ERR(OK, statement_open(db, sql, &statement)))
		return found;
	CHECK_ERR(OK, statement_step(statement, &row));
	if (CHECK(row))
		found = statement_value(statement, 0).integer;
	CHECK_ERR(OK, statement_close(statement, OK));
	return found;
}

TEST(steps_do_not_reach_the_real_file)
{
	struct buffer after = { 0 };
	if (!begin())
		return;
	step("UPDATE products SET stock = 10 WHERE id = 1", NULL);
	step("DELETE FROM users WHERE id = 1", NULL);
	step("SELECT 1", NULL);
	CHECK_INT(2, sandbox_count(sandbox));
	CHECK_INT(1, sandbox_at(sandbox, 0)->rows);
	CHECK_INT(4, sandbox_at(sandbox, 1)->rows);
	CHECK_ERR(OK, files_read(path, 1 << 20, &after));
	CHECK_BYTES(before.bytes, before.size, after.bytes, after.size);
	buffer_release(&after);
	done();
}

TEST(a_cascade_is_taken_back_and_done_again)
{
	size_t index = 9;
	if (!begin())
		return;
	step("DELETE FROM users WHERE id = 1", NULL);
	CHECK_INT(1, number(copy, "SELECT count(*) FROM products"));
	REQUIRE(sandbox_last(sandbox, &index));
	CHECK_ERR(OK, sandbox_take_back(sandbox, index));
	CHECK_INT(3, number(copy, "SELECT count(*) FROM products"));
	CHECK_INT(1, number(copy, "SELECT userId FROM orders"));
	CHECK_INT(0, sandbox_pending(sandbox));
	CHECK(!sandbox_last(sandbox, &index));
	REQUIRE(sandbox_last_undone(sandbox, &index));
	CHECK_ERR(OK, sandbox_redo(sandbox, index));
	CHECK_INT(1, number(copy, "SELECT count(*) FROM products"));
	CHECK_INT(1, sandbox_pending(sandbox));
	done();
}

TEST(a_step_in_the_middle_goes_when_nothing_stands_on_it)
{
	if (!begin())
		return;
	step("UPDATE products SET stock = 10, updatedAt = 'one' WHERE id = 1", NULL);
	step("UPDATE products SET title = 'Carpet', updatedAt = 'two' WHERE id = 1", NULL);
	step("UPDATE products SET title = 'Mat' WHERE id = 1", NULL);
	CHECK_ERR(ERR_STATUS, sandbox_take_back(sandbox, 1));
	CHECK_ERR(OK, sandbox_take_back(sandbox, 0));
	CHECK_INT(12, number(copy, "SELECT stock FROM products WHERE id = 1"));
	CHECK_INT(1, number(copy, "SELECT title = 'Mat' FROM products WHERE id = 1"));
	CHECK_ERR(ERR_STATUS, sandbox_take_back(sandbox, 0));
	done();
}

TEST(a_step_is_kept_alone)
{
	bool behind = true;
	if (!begin())
		return;
	step("UPDATE products SET stock = 10, updatedAt = 'one' WHERE id = 1", NULL);
	step("UPDATE products SET title = 'Carpet', updatedAt = 'two' WHERE id = 1", NULL);
	CHECK_ERR(OK, sandbox_keep(sandbox, 1));
	CHECK_INT(1, number(real, "SELECT title = 'Carpet' AND stock = 12 AND updatedAt = 'two' FROM products WHERE id = 1"));
	CHECK_INT(1, sandbox_pending(sandbox));
	CHECK_INT(1, sandbox_kept(sandbox));
	CHECK_ERR(OK, sandbox_is_behind(sandbox, &behind));
	CHECK(!behind);
	CHECK_ERR(ERR_STATUS, sandbox_keep(sandbox, 1));
	CHECK_ERR(ERR_STATUS, sandbox_take_back(sandbox, 1));
	done();
}

TEST(what_no_longer_fits_the_real_file_is_not_kept)
{
	bool behind = false;
	if (!begin())
		return;
	step("UPDATE products SET stock = 10 WHERE id = 1", NULL);
	step("INSERT INTO products VALUES (4, 'Jug', 1, NULL, 2)", NULL);
	step("UPDATE products SET stock = 4 WHERE id = 4", NULL);
	run(real, "UPDATE products SET stock = 11 WHERE id = 1");
	CHECK_ERR(OK, sandbox_is_behind(sandbox, &behind));
	CHECK(behind);
	CHECK_ERR(ERR_STATUS, sandbox_keep(sandbox, 0));
	CHECK_ERR(ERR_STATUS, sandbox_keep(sandbox, 2));
	CHECK_INT(11, number(real, "SELECT stock FROM products WHERE id = 1"));
	CHECK_ERR(OK, sandbox_keep(sandbox, 1));
	CHECK_ERR(OK, sandbox_keep(sandbox, 2));
	CHECK_INT(4, number(real, "SELECT stock FROM products WHERE id = 4"));
	done();
}

TEST(what_must_stay_stays)
{
	if (!begin())
		return;
	step("UPDATE products SET stock = 0", "it was written past the rules");
	CHECK_ERR(ERR_FORBIDDEN, sandbox_keep(sandbox, 0));
	CHECK_INT(20, number(real, "SELECT sum(stock) FROM products"));
	CHECK_ERR(OK, sandbox_take_back(sandbox, 0));
	CHECK_INT(20, number(copy, "SELECT sum(stock) FROM products"));
	done();
}

TEST(the_difference_is_what_the_steps_come_to)
{
	struct sandbox_row *rows;
	size_t count;
	if (!begin())
		return;
	step("UPDATE products SET stock = 10 WHERE id = 1", NULL);
	step("UPDATE products SET stock = 12 WHERE id = 1", NULL);
	step("UPDATE users SET passwordHash = 'abcdef' WHERE id = 2", NULL);
	step("INSERT INTO products VALUES (4, 'Jug', 1, NULL, 2)", NULL);
	step("DELETE FROM orders", NULL);
	CHECK_ERR(OK, sandbox_difference(sandbox, &arena, NULL, 10, &rows, &count));
	REQUIRE(count == 3);
	CHECK_STR("orders", rows[0].table);
	CHECK_INT(WATCH_DELETED, rows[0].change);
	CHECK_STR("Jug", rows[1].what);
	CHECK_INT(4, rows[1].id);
	CHECK_STR("passwordHash changed", rows[2].what);
	CHECK_ERR(OK, sandbox_difference(sandbox, &arena, NULL, 1, &rows, &count));
	CHECK_INT(3, count);
	done();
}

TEST(new_tables_are_a_step_that_only_leaving_takes_back)
{
	if (!begin())
		return;
	CHECK_ERR(OK, sandbox_record(sandbox));
	run(copy, "DELETE FROM orders");
	run(copy, "ALTER TABLE orders ADD COLUMN note TEXT");
	CHECK_ERR(OK, sandbox_note(sandbox, "sync force", NULL));
	REQUIRE(sandbox_count(sandbox) == 1);
	CHECK(sandbox_at(sandbox, 0)->altered);
	CHECK_ERR(ERR_STATUS, sandbox_take_back(sandbox, 0));
	CHECK_ERR(ERR_STATUS, sandbox_keep(sandbox, 0));
	CHECK_ERR(OK, sandbox_record(sandbox));
	run(copy, "DROP TABLE orders");
	run(copy, "CREATE TABLE orders (id INTEGER PRIMARY KEY, userId INTEGER)");
	CHECK_ERR(OK, sandbox_note(sandbox, "sync force", NULL));
	REQUIRE(sandbox_count(sandbox) == 2);
	CHECK(sandbox_at(sandbox, 1)->altered);
	done();
}

TEST(the_next_one_takes_away_what_a_killed_program_left)
{
	char *left;
	if (!begin())
		return;
	left = memory_string(arena_format(&arena, "%s/souk/sandbox-abcdef", check_folder()));
	CHECK_INT(0, mkdir(left, 0700));
	struct sandbox *other;
	CHECK_ERR(OK, sandbox_new(&other, real, tables, 1));
	CHECK(access(left, F_OK) != 0);
	CHECK(access(sandbox_file(sandbox), F_OK) == 0);
	sandbox_free(other);
	free(left);
	done();
}
