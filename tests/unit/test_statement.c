/* Statements: kept by their text, bound and read in every type, reported, refused. */
#include "db/statement.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/connection.h"
#include "db/transaction.h"
#include "unit/check.h"
#include <stdio.h>
#include <string.h>

static struct connection *db;

static void begin_with(const char *const *sql, size_t count)
{
	CHECK_ERR(OK, connection_open(&db, check_path("a.db"), CONNECTION_CREATE));
	for (size_t i = 0; i < count; i++)
		CHECK_ERR(OK, statement_run(db, sql[i], NULL, 0, NULL));
}

static void begin(void)
{
	static const char *const sql[] = {
		"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, age INTEGER CHECK (age > 0))",
		"CREATE TABLE products (id INTEGER PRIMARY KEY, userId REFERENCES users ON DELETE CASCADE, title TEXT, UNIQUE (userId, title))",
		"CREATE TABLE kept (id INTEGER PRIMARY KEY, productId INTEGER REFERENCES products (id) ON DELETE RESTRICT)",
		"INSERT INTO users (name, email) VALUES ('Asha', 'asha@x'), ('Ben', 'ben@x')",
		"INSERT INTO products (userId, title) VALUES (1, 'lamp'), (1, 'rug'), (2, 'bowl')",
	};

	begin_with(sql, sizeof sql / sizeof *sql);
}

static void end(void)
{
	connection_close(db);
	db = NULL;
}

static enum err run(const char *sql)
{
	return statement_run(db, sql, NULL, 0, NULL);
}

static int64_t changed(const char *sql)
{
	int64_t changes = -1;

	CHECK_ERR(OK, statement_run(db, sql, NULL, 0, &changes));
	return changes;
}

static bool fails_saying(enum err expected, const char *words, const char *sql)
{
	return CHECK_ERR(expected, run(sql)) && CHECK_STR(words, err_sentence(expected));
}

TEST(keeps_statements_prepared)
{
	begin();

	uint64_t before = connection_totals(db).prepared, ran = connection_totals(db).statements;
	char text[40];

	for (int i = 0; i < 10; i++) {
		snprintf(text, sizeof text, "SELECT %s FROM users", "name");
		CHECK_ERR(OK, run(text));
	}
	CHECK_INT(before + 1, connection_totals(db).prepared);
	CHECK_INT(ran + 10, connection_totals(db).statements);
	end();
}

TEST(forgets_the_statement_unused_for_longest)
{
	begin();

	char text[64];

	for (int i = 0; i < 400; i++) {
		snprintf(text, sizeof text, "SELECT %d", i);
		CHECK_ERR(OK, run(text));
		CHECK_ERR(OK, run("SELECT 'often'"));
	}

	uint64_t before = connection_totals(db).prepared;

	CHECK_ERR(OK, run("SELECT 'often'"));
	CHECK_ERR(OK, run("SELECT 399"));
	CHECK_INT(before, connection_totals(db).prepared);
	CHECK_ERR(OK, run("SELECT 0"));
	CHECK_INT(before + 1, connection_totals(db).prepared);
	end();
}

TEST(one_text_may_be_open_twice)
{
	static const char sql[] = "SELECT name FROM users ORDER BY id";
	struct statement *one, *two;
	bool row;

	begin();
	CHECK_ERR(OK, statement_open(db, sql, &one));
	CHECK_ERR(OK, statement_step(one, &row));
	CHECK_ERR(OK, statement_open(db, sql, &two));
	CHECK_ERR(OK, statement_step(two, &row));
	CHECK_ERR(OK, statement_step(two, &row));
	CHECK_STR("Ben", value_str(statement_value(two, 0)));
	CHECK_STR("Asha", value_str(statement_value(one, 0)));
	CHECK_ERR(OK, statement_close(two, OK));
	CHECK_ERR(OK, statement_close(one, OK));
	end();
}

TEST(binds_and_reads_every_type)
{
	struct value in[] = { value_null(), value_integer(INT64_MIN), value_real(-0.1), value_text_n("a\0b", 3), value_text(""),
		{ .type = VALUE_BLOB, .size = 2, .text = "\0\xff" }, { .type = VALUE_BLOB, .text = "" } };
	enum { COUNT = sizeof in / sizeof *in };
	struct value out[COUNT], kept[COUNT];
	struct statement *statement;
	struct arena arena;
	bool row;

	arena_init(&arena);
	begin();
	CHECK_ERR(OK, statement_open(db, "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7", &statement));
	CHECK_INT(COUNT, statement_parameters(statement));
	CHECK_INT(COUNT, statement_columns(statement));
	statement_bind_all(statement, in, COUNT);
	REQUIRE_OK(statement_step(statement, &row));
	statement_row(statement, out, COUNT);
	statement_row_copy(statement, &arena, kept, COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		CHECK_INT(in[i].type, out[i].type);
		CHECK(value_equals(in[i], out[i]));
	}
	CHECK_ERR(OK, statement_close(statement, OK));
	end();
	for (size_t i = 0; i < COUNT; i++)
		CHECK(value_equals(in[i], kept[i]));
	CHECK_STR("", kept[4].text);
	arena_release(&arena);
}

TEST(forgets_what_was_bound)
{
	struct value seven = value_integer(7);
	struct statement *statement;
	bool row;

	begin();
	CHECK_ERR(OK, statement_run(db, "SELECT ?1", &seven, 1, NULL));
	CHECK_ERR(OK, statement_open(db, "SELECT ?1", &statement));
	CHECK_ERR(OK, statement_step(statement, &row));
	CHECK(value_is_null(statement_value(statement, 0)));
	CHECK_ERR(OK, statement_close(statement, OK));
	CHECK_ERR(ERR_INPUT, statement_run(db, "SELECT 1", &seven, 1, NULL));
	end();
}

TEST(ends_after_the_last_row)
{
	struct statement *statement;
	bool row;

	begin();
	CHECK_ERR(OK, statement_open(db, "SELECT id AS number FROM users", &statement));
	CHECK_STR("number", statement_column_name(statement, 0));
	for (int i = 0; i < 2; i++)
		CHECK(!statement_step(statement, &row) && row);
	for (int i = 0; i < 3; i++)
		CHECK(!statement_step(statement, &row) && !row);
	CHECK_INT(2, statement_rows(statement));
	CHECK_ERR(ERR_STOCK, statement_close(statement, ERR_STOCK));
	CHECK_ERR(ERR_STOCK, statement_close(NULL, ERR_STOCK));
	end();
}

TEST(counts_rows_changed)
{
	begin();
	CHECK_INT(2, changed("UPDATE users SET name = name || '!'"));
	CHECK_INT(0, changed("CREATE INDEX i ON users (name)"));
	CHECK_INT(0, changed("UPDATE users SET name = 'x' WHERE id = 77"));
	CHECK_INT(1, changed("INSERT INTO users (name) VALUES ('Cy') RETURNING id"));
	CHECK_INT(1, changed("DELETE FROM users WHERE id = 1"));
	CHECK_INT(2, changed("SELECT * FROM users"));
	end();
}

TEST(a_write_left_early_is_done)
{
	struct statement *statement;
	struct connection *other;
	bool row;

	begin();
	CHECK_ERR(OK, statement_open(db, "INSERT INTO users (name) VALUES ('x'), ('y') RETURNING id", &statement));
	CHECK_ERR(OK, statement_step(statement, &row));
	CHECK(row);
	CHECK_ERR(OK, statement_close(statement, OK));
	CHECK_INT(4, changed("SELECT * FROM users"));
	CHECK_ERR(OK, connection_open(&other, check_path("a.db"), CONNECTION_WRITE));
	CHECK_ERR(OK, statement_run(other, "DELETE FROM users", NULL, 0, NULL));
	connection_close(other);
	end();
}

TEST(constraints_name_table_and_attributes)
{
	begin();
	fails_saying(ERR_UNIQUE_CONSTRAINT, "cannot write 'users': 'email' exists already",
		"INSERT INTO users (name, email) VALUES ('x', 'ben@x')");
	fails_saying(ERR_UNIQUE_CONSTRAINT, "cannot write 'products': 'userId, title' exists already",
		"UPDATE products SET title = 'lamp' WHERE id = 2");
	fails_saying(ERR_UNIQUE_CONSTRAINT, "cannot write 'users': 'id' exists already",
		"INSERT INTO users (id, name) VALUES (1, 'x')");
	fails_saying(ERR_NOT_NULL_CONSTRAINT, "cannot write 'users': 'name' is missing", "INSERT INTO users (name) VALUES (NULL)");
	fails_saying(ERR_CHECK_CONSTRAINT, "a value is out of range: 'age > 0' must hold", "UPDATE users SET age = 0");
	CHECK_ERR(ERR_FK_CONSTRAINT, run("INSERT INTO products (userId) VALUES (77)"));
	CHECK_ERR(OK, run("INSERT INTO kept (productId) VALUES (1)"));
	CHECK_ERR(ERR_FK_CONSTRAINT, run("DELETE FROM products WHERE id = 1"));
	CHECK_ERR(ERR_INPUT, run("INSERT INTO users (id, name) VALUES ('one', 'x')"));
	end();
}

TEST(a_trigger_speaks_for_itself)
{
	begin();
	CHECK_ERR(OK, run("CREATE TRIGGER t BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'nobody leaves'); END"));
	fails_saying(ERR_CHECK_CONSTRAINT, "nobody leaves", "DELETE FROM users");
	end();
}

TEST(a_foreign_key_to_what_is_not_unique)
{
	begin();
	CHECK_ERR(OK, run("CREATE TABLE bad (x REFERENCES users (name))"));
	CHECK_ERR(ERR_FK_MISMATCH, run("INSERT INTO bad VALUES ('x')"));
	end();
}

TEST(refuses_what_is_not_one_statement)
{
	begin();
	CHECK_ERR(ERR_USAGE, run(""));
	CHECK_ERR(ERR_USAGE, run(" ; -- nothing\n /* at all */"));
	CHECK_ERR(ERR_USAGE, run("SELECT 1; DROP TABLE users"));
	CHECK_ERR(OK, run("SELECT 1; -- and a word\n;"));
	CHECK_ERR(ERR_DB_ERROR, run("SELEKT 1"));
	CHECK_STR("the database refused: near \"SELEKT\": syntax error", err_sentence(ERR_DB_ERROR));
	CHECK_ERR(ERR_DB_ERROR, run("SELECT * FROM nowhere"));
	end();
}

TEST(refuses_transactions_in_disguise)
{
	static const char *const texts[] = { "BEGIN", " begin immediate", "/* */ COMMIT", ";END", "-- x\nROLLBACK;", "SAVEPOINT a", "RELEASE a" };

	begin();
	CHECK_ERR(OK, transaction_begin(db));
	CHECK_ERR(OK, transaction_end(db, OK));
	CHECK_ERR(ERR_USAGE, run("COMMIT"));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		CHECK_ERR(ERR_USAGE, run(texts[i]));
	CHECK_ERR(ERR_DB_ERROR, run("ENDLESS"));
	end();
}

struct seen { int count; char text[1024]; };

static void watch(void *context, const struct connection_event *event)
{
	struct seen *seen = context;
	size_t at = strlen(seen->text);

	at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "%s", event->sql);
	for (size_t i = 0; i < event->count; i++)
		at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, " %s%lld", value_str(event->values[i]),
			(long long)value_int_or(event->values[i], 0));
	snprintf(seen->text + at, sizeof seen->text - at, " rows %lld%s%s\n", (long long)event->rows,
		event->prepared ? " prepared" : "", event->error ? " failed" : "");
	seen->count += event->nanoseconds > 0;
}

TEST(reports_each_statement_once_after_it_ended)
{
	struct value values[] = { value_text("Cy"), value_integer(3), value_null() };
	struct seen seen = { 0 };
	struct statement *statement;
	bool row;

	begin();
	connection_observe(db, watch, &seen);
	for (int i = 0; i < 2; i++)
		CHECK_ERR(OK, statement_run(db, "INSERT INTO users (name, age) VALUES (?1, ?2)", values, 2, NULL));
	values[1] = value_integer(0);
	CHECK_ERR(ERR_CHECK_CONSTRAINT, statement_run(db, "INSERT INTO users (name, age) VALUES (?1, ?2)", values, 2, NULL));
	CHECK_ERR(OK, statement_open(db, "SELECT id FROM users", &statement));
	CHECK_ERR(OK, statement_step(statement, &row));
	CHECK_INT(3, seen.count);
	CHECK_ERR(OK, statement_close(statement, OK));
	CHECK_STR("INSERT INTO users (name, age) VALUES (?1, ?2) Cy0 3 rows 1 prepared\n"
		"INSERT INTO users (name, age) VALUES (?1, ?2) Cy0 3 rows 1\n"
		"INSERT INTO users (name, age) VALUES (?1, ?2) Cy0 0 rows 0 failed\n"
		"SELECT id FROM users rows 1 prepared\n", seen.text);
	*seen.text = '\0';
	CHECK_ERR(ERR_INPUT, statement_run(db, "DELETE FROM users WHERE id = ?1 AND ?2", values, 3, NULL));
	CHECK_STR("DELETE FROM users WHERE id = ?1 AND ?2 Cy0 0 rows 0 prepared failed\n", seen.text);
	connection_observe(db, NULL, NULL);
	CHECK_ERR(OK, run("SELECT 1"));
	CHECK_INT(5, seen.count);
	end();
}

TEST(a_statement_survives_a_change_of_the_schema)
{
	struct connection *other;

	begin();
	CHECK_INT(2, changed("SELECT * FROM users"));
	CHECK_ERR(OK, connection_open(&other, check_path("a.db"), CONNECTION_WRITE));
	CHECK_ERR(OK, statement_run(other, "ALTER TABLE users ADD COLUMN more TEXT", NULL, 0, NULL));
	connection_close(other);
	CHECK_INT(2, changed("SELECT * FROM users"));
	end();
}
