/* What is recorded, taken back, done elsewhere and refused, on files made for it. */
#include "db/changes.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "unit/check.h"
#include <stdlib.h>
#include <string.h>

static const char *const tables[] = { "users", "products", "orders", "lines", "bare", "made", "log" };
enum { TABLES = sizeof tables / sizeof *tables };

static const char schema[] =
	"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, hash TEXT);\n"
	"CREATE TABLE products (id INTEGER PRIMARY KEY, title TEXT UNIQUE, stock INTEGER CHECK (stock >= 0), "
	"userId INTEGER REFERENCES users ON DELETE CASCADE);\n"
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users ON DELETE SET NULL);\n"
	"CREATE TABLE lines (orderId INTEGER REFERENCES orders ON DELETE CASCADE, productId INTEGER REFERENCES products ON DELETE CASCADE, "
	"n REAL, note BLOB, PRIMARY KEY (orderId, productId)) WITHOUT ROWID;\n"
	"CREATE TABLE bare (a);\n"
	"CREATE TABLE made (id INTEGER PRIMARY KEY, a INTEGER, b AS (a + 1));\n"
	"CREATE TABLE log (id INTEGER PRIMARY KEY, text);\n"
	"INSERT INTO users VALUES (1, 'alice', 'secret'), (2, 'bob', NULL);\n"
	"INSERT INTO products VALUES (1, 'Lamp', 12, 1), (2, 'Rug', 3, 1), (3, 'Pot', 5, 2);\n"
	"INSERT INTO orders VALUES (1, 1), (2, 2);\n"
	"INSERT INTO lines VALUES (1, 3, 1.5, x'00ff'), (2, 1, 2, NULL);\n"
	"INSERT INTO bare VALUES (1)";

static struct connection *db;
static struct arena arena;

static void run_on(struct connection *on, const char *script)
{
	char *texts = memory_string(script), *at = texts;

	for (char *end; at && *at; at = end ? end + 2 : NULL) {
		end = strstr(at, ";\n");
		if (end)
			*end = '\0';
		CHECK_ERR(OK, statement_run(on, at, NULL, 0, NULL));
	}
	free(texts);
}

static void run(const char *script)
{
	run_on(db, script);
}

static struct connection *file(void)
{
	struct connection *made;

	CHECK_ERR(OK, connection_open(&made, ":memory:", CONNECTION_CREATE));
	run_on(made, schema);
	return made;
}

static void start(void)
{
	arena_init(&arena);
	db = file();
}

static void done(void)
{
	connection_close(db);
	arena_release(&arena);
}

/* All that the file holds. */
static const char *contents(struct connection *on)
{
	static const char sql[] = "SELECT group_concat(x, ' ') FROM (SELECT 'u' || id || ifnull(name, '-') || ifnull(hash, '-') x FROM users "
		"UNION ALL SELECT 'p' || id || title || stock || ',' || ifnull(userId, '-') FROM products UNION ALL SELECT 'o' || id || ',' || ifnull(userId, '-') "
		"FROM orders UNION ALL SELECT 'l' || orderId || ',' || productId || ',' || n || quote(note) FROM lines UNION ALL SELECT 'b' || a FROM bare "
		"UNION ALL SELECT 'm' || id || a FROM made UNION ALL SELECT 'g' || id || text FROM log)";
	struct statement *statement;
	bool row;

	CHECK_ERR(OK, statement_open(on, sql, &statement));
	CHECK_ERR(OK, statement_step(statement, &row));
	const char *text = arena_string(&arena, value_str(statement_value(statement, 0)));
	CHECK_ERR(OK, statement_close(statement, OK));
	return text;
}

static struct changes recorded(const char *script)
{
	struct changes changes;

	CHECK_ERR(OK, changes_begin(db, tables, TABLES));
	CHECK(changes_is_recording(db));
	run(script);
	CHECK_ERR(OK, changes_end(db, &changes));
	CHECK(!changes_is_recording(db));
	return changes;
}

static enum err apply(struct connection *to, const struct changes *changes)
{
	return changes_apply(to, tables, TABLES, changes);
}

static enum err take_back(const struct changes *changes)
{
	struct changes back;

	CHECK_ERR(OK, changes_invert(changes, &back));
	enum err err = apply(db, &back);
	changes_release(&back);
	return err;
}

/* Taken back the file is as it was, done again as it was then; on another file alike. */
static void there_and_back(const char *script)
{
	start();
	struct connection *other = file();
	const char *before = contents(db);
	struct changes changes = recorded(script);
	const char *after = contents(db);

	CHECK(strcmp(before, after));
	CHECK_ERR(OK, take_back(&changes));
	CHECK_STR(before, contents(db));
	CHECK_ERR(OK, apply(db, &changes));
	CHECK_STR(after, contents(db));
	CHECK_ERR(OK, apply(other, &changes));
	CHECK_STR(after, contents(other));
	changes_release(&changes);
	connection_close(other);
	done();
}

TEST(takes_back_what_a_statement_did)
{
	there_and_back("UPDATE products SET stock = 10 WHERE id = 1");
	there_and_back("INSERT INTO users VALUES (7, 'chen', NULL)");
	there_and_back("DELETE FROM lines WHERE orderId = 1");
	there_and_back("UPDATE lines SET orderId = 2, note = x'01' WHERE orderId = 1");
}

TEST(takes_back_cascades)
{
	there_and_back("DELETE FROM users WHERE id = 1");
	there_and_back("DELETE FROM users");
	there_and_back("DELETE FROM users WHERE id = 1;\nINSERT INTO users VALUES (1, 'anna', NULL);\nUPDATE orders SET userId = 1");
}

TEST(a_table_emptied_at_once_is_recorded)
{
	start();
	run("DELETE FROM lines");
	run("INSERT INTO lines VALUES (1, 1, 1, NULL), (2, 2, 2, NULL)");
	struct changes changes = recorded("DELETE FROM lines");
	CHECK_ERR(OK, take_back(&changes));
	CHECK(strstr(contents(db), "l1,1,1.0NULL l2,2,2.0NULL"));
	changes_release(&changes);
	done();
}

TEST(what_was_rolled_back_is_not_recorded)
{
	start();
	struct changes changes;
	CHECK_ERR(OK, changes_begin(db, tables, TABLES));
	CHECK_ERR(OK, transaction_begin(db));
	run("UPDATE users SET name = 'x'");
	CHECK_ERR(ERR_STOCK, transaction_end(db, ERR_STOCK));
	CHECK_ERR(OK, changes_end(db, &changes));
	CHECK_INT(0, (long long)changes.size);
	done();
}

static void ignore_row(void *context, struct watch *watch, const struct watch_row *row)
{
	(void)context, (void)watch, (void)row;
}

static void ignore_program(void *context, const char *trigger)
{
	(void)context, (void)trigger;
}

static void ignore_writes(void *context, enum watch_change change, const char *table, const char *trigger)
{
	(void)context, (void)change, (void)table, (void)trigger;
}

TEST(recording_goes_on_after_rows_were_watched)
{
	static const struct watcher watcher = { ignore_row, ignore_program, ignore_writes };
	start();
	const char *before = contents(db);
	struct changes changes;
	CHECK_ERR(OK, changes_begin(db, tables, TABLES));
	run("UPDATE users SET name = 'x' WHERE id = 1");
	CHECK_ERR(OK, watch_begin(db, &watcher, NULL));
	watch_end(db);
	run("UPDATE users SET name = 'y' WHERE id = 1;\nDELETE FROM users WHERE id = 2");
	CHECK_ERR(OK, changes_end(db, &changes));
	CHECK_ERR(OK, take_back(&changes));
	CHECK_STR(before, contents(db));
	changes_release(&changes);
	done();
}

/* --- refusals: nothing is written, and the sentence names the row --- */

static void refuses(enum err err, const char *script, const char *meanwhile, const char *sentence)
{
	start();
	struct changes changes = recorded(script);
	run(meanwhile);
	const char *before = contents(db);
	CHECK_ERR(err, take_back(&changes));
	CHECK_STR(sentence, err_sentence(err));
	CHECK_STR(before, contents(db));
	CHECK(!transaction_is_open(db));
	changes_release(&changes);
	done();
}

TEST(refuses_what_changed_meanwhile)
{
	refuses(ERR_STATUS, "UPDATE products SET stock = 10 WHERE id = 1", "UPDATE products SET stock = 9 WHERE id = 1", "products 1 was changed since");
	refuses(ERR_STATUS, "UPDATE products SET stock = 10 WHERE id = 1", "DELETE FROM products WHERE id = 1", "products 1 is gone");
	refuses(ERR_STATUS, "DELETE FROM lines WHERE orderId = 1", "INSERT INTO lines VALUES (1, 3, 9, NULL)", "lines 1,3 is there already");
	refuses(ERR_STATUS, "DELETE FROM lines WHERE orderId = 1", "INSERT INTO lines VALUES (1, 3, 1.5, x'00fe')", "lines 1,3 is there already");
	refuses(ERR_FK_CONSTRAINT, "DELETE FROM lines WHERE orderId = 1", "DELETE FROM orders WHERE id = 1", "a row that is referred to is no longer there");
	refuses(ERR_STATUS, "UPDATE products SET title = 'New' WHERE id = 1", "INSERT INTO products VALUES (9, 'Lamp', 1, 2)",
		"products 1 would break a rule of the file");
}

TEST(what_changed_beside_is_left_alone)
{
	start();
	struct changes changes = recorded("UPDATE products SET stock = 10 WHERE id = 1");
	run("UPDATE products SET title = 'Lamp, brass' WHERE id = 1");
	CHECK_ERR(OK, take_back(&changes));
	CHECK(strstr(contents(db), "p1Lamp, brass12,1"));
	changes_release(&changes);
	done();
}

TEST(refuses_when_triggers_would_do_more)
{
	refuses(ERR_STATUS, "UPDATE products SET stock = 10 WHERE id = 1",
		"CREATE TRIGGER t AFTER UPDATE ON products BEGIN INSERT INTO log VALUES (NULL, 'changed'); END",
		"keys or triggers of the file would change other rows too");
	refuses(ERR_STATUS, "INSERT INTO orders VALUES (5, 2)",
		"INSERT INTO lines VALUES (5, 1, 1, NULL)", "keys or triggers of the file would change other rows too");
}

TEST(triggers_that_did_it_then_do_it_again)
{
	start();
	run("CREATE TRIGGER t AFTER DELETE ON lines BEGIN INSERT INTO log (text) VALUES ('gone'); END");
	const char *before = contents(db);
	struct changes changes = recorded("DELETE FROM lines WHERE orderId = 1");
	const char *after = contents(db);
	CHECK_ERR(OK, take_back(&changes));
	CHECK_STR(before, contents(db));
	CHECK_ERR(OK, apply(db, &changes));
	CHECK_STR(after, contents(db));
	changes_release(&changes);
	done();
}

TEST(inside_a_transaction_only_it_is_taken_back)
{
	start();
	struct changes changes = recorded("UPDATE products SET stock = 10 WHERE id = 1");
	CHECK_ERR(OK, transaction_begin(db));
	run("UPDATE products SET stock = 9 WHERE id = 1;\nUPDATE users SET name = 'x' WHERE id = 2");
	CHECK_ERR(ERR_STATUS, take_back(&changes));
	CHECK_ERR(OK, transaction_end(db, OK));
	CHECK(strstr(contents(db), "u2x-"));
	changes_release(&changes);
	done();
}

/* --- what cannot be recorded --- */

static void can_record(const char *table, const char *expected)
{
	const char *why = "?";
	CHECK_ERR(OK, changes_can_record(db, &arena, table, &why));
	CHECK_STR(expected, why ? why : "yes");
}

TEST(tells_which_tables_cannot_be_recorded)
{
	start();
	run("CREATE VIEW seen AS SELECT 1");
	can_record("users", "yes");
	can_record("lines", "yes");
	can_record("bare", "bare has no primary key");
	can_record("made", "made has a generated column");
	can_record("seen", "seen is no table of rows");
	struct changes changes = recorded("DELETE FROM bare;\nINSERT INTO made (a) VALUES (1);\nUPDATE users SET name = 'x' WHERE id = 1");
	CHECK_ERR(OK, take_back(&changes));
	CHECK(strstr(contents(db), "u1alice"));
	CHECK(strstr(contents(db), "m11"));
	changes_release(&changes);
	done();
}

/* --- bytes --- */

struct told { const char *text; };

static enum err tell(void *context, const struct changes_row *row)
{
	static const char *const signs[] = { [WATCH_INSERTED] = "+", [WATCH_UPDATED] = "~", [WATCH_DELETED] = "-" };
	struct told *told = context;

	told->text = arena_format(&arena, "%s%s%s", told->text, signs[row->change], row->table);
	for (int i = 0; i < row->columns; i++) {
		if (row->primary[i])
			told->text = arena_format(&arena, "%s %lld", told->text, (long long)value_int_or(row->before[i].type ? row->before[i] : row->after[i], -1));
		else if (row->told[i])
			told->text = arena_format(&arena, "%s %s>%s", told->text, value_is_null(row->before[i]) ? "null" : value_str(row->before[i]),
				value_is_null(row->after[i]) ? "null" : value_str(row->after[i]));
	}
	told->text = arena_format(&arena, "%s;", told->text);
	return OK;
}

static const char *told(const struct changes *changes)
{
	struct told told = { "" };
	CHECK_ERR(OK, changes_each(changes, tell, &told));
	return told.text;
}

TEST(tells_rows)
{
	start();
	struct changes one = recorded("UPDATE users SET name = 'anna' WHERE id = 1"), two = recorded("INSERT INTO users VALUES (3, 'chen', 'h')"),
		three = recorded("DELETE FROM users WHERE id = 3");
	CHECK_STR("~users 1 alice>anna;", told(&one));
	CHECK_STR("+users 3 null>chen null>h;", told(&two));
	CHECK_STR("-users 3 chen>null h>null;", told(&three));
	struct changes sum, nothing;
	CHECK_ERR(OK, changes_join(&one, &two, &sum));
	CHECK(strstr(told(&sum), "~users 1 alice>anna;"));
	CHECK(strstr(told(&sum), "+users 3 null>chen null>h;"));
	CHECK_ERR(OK, changes_join(&two, &three, &nothing));
	CHECK_INT(0, (long long)nothing.size);
	changes_release(&one);
	changes_release(&two);
	changes_release(&three);
	changes_release(&sum);
	done();
}

static bool holds(const struct changes *changes, const char *bytes)
{
	return changes->size && memmem(changes->bytes, changes->size, bytes, strlen(bytes));
}

TEST(a_secret_is_taken_out)
{
	start();
	struct changes gone = recorded("DELETE FROM users WHERE id = 1"), without;
	CHECK(holds(&gone, "secret"));
	CHECK_ERR(OK, changes_without(&gone, "users", 2, &without));
	CHECK(!holds(&without, "secret"));
	CHECK(strstr(told(&without), "-users 1 alice>null null>null;"));
	CHECK_ERR(OK, take_back(&without));
	CHECK(strstr(contents(db), "u1alice- "));
	changes_release(&without);
	changes_release(&gone);
	struct changes both = recorded("UPDATE users SET hash = 'secret', name = 'anna' WHERE id = 1;\nUPDATE users SET hash = 'secret' WHERE id = 2");
	CHECK_ERR(OK, changes_without(&both, "Users", 2, &without));
	CHECK(!holds(&without, "secret"));
	CHECK_STR("~users 1 alice>anna;", told(&without));
	CHECK_ERR(OK, take_back(&without));
	CHECK(strstr(contents(db), "u1alicesecret u2bobsecret"));
	changes_release(&without);
	changes_release(&both);
	done();
}

/* Whatever came of the bytes on the way: an error at most. */
TEST(torn_bytes_are_refused)
{
	start();
	struct changes whole = recorded("DELETE FROM users"), out;
	for (size_t size = 1; size < whole.size; size++) {
		struct changes torn = { memory_resize(NULL, size), size };
		memcpy(torn.bytes, whole.bytes, size);
		if (!changes_without(&torn, "users", 2, &out))
			changes_release(&out);
		changes_release(&torn);
	}
	changes_release(&whole);
	done();
}
