/* Rehearsals on files made for them: each action, each way a row can be reached, each refusal. */
#include "unit/check.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/connection.h"
#include "db/scratch.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "explore/address.h"
#include "explore/infer.h"
#include "explore/rehearse.h"
#include "explore/retell.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct connection *db;
static struct arena arena;
static struct rehearsal *rehearsal;

static void run(const char *sql)
{
	CHECK_ERR(OK, statement_run(db, sql, NULL, 0, NULL));
}

/* @sql: statements apart by ";\n". */
static void make(const char *sql)
{
	char *texts = memory_string(sql), *at = texts;
	arena_init(&arena);
	CHECK_ERR(OK, connection_open(&db, check_path("file.db"), CONNECTION_CREATE));
	for (char *end; at && *at; at = end ? end + 2 : NULL) {
		end = strstr(at, ";\n");
		if (end)
			*end = '\0';
		run(at);
	}
	free(texts);
}

static void done(void)
{
	connection_close(db);
	arena_release(&arena);
	rehearsal = NULL;
}

static enum err try_on(struct connection *on, const char *sql, size_t keep)
{
	struct rehearse_statement statement = { .db = on, .sql = sql, .text = sql };
	struct rehearse_act act = rehearse_sql(&statement);
	struct rehearse_options options = { .keep = keep };
	return rehearse(on, &arena, &options, &act, &rehearsal);
}

static const char *keys_of(const struct rehearse_row *row)
{
	const char *text = "";
	for (; row; row = row->next)
		for (size_t i = 0; i < row->key_count; i++)
			text = arena_format(&arena, "%s%s%s", text, i ? "," : " ", address_literal(&arena, row->key[i]));
	return text;
}

static const char *branches_of(const struct rehearse_branch *branch, int indent)
{
	const char *text = "";
	for (; branch; branch = branch->next)
		text = arena_format(&arena, "%s%*s%s %lld %s%s%s%s\n%s", text, indent, "", rehearse_action_name(branch->action),
			(long long)branch->count, branch->table->name, keys_of(branch->rows), branch->via ? " via " : "",
			branch->via ? branch->via : "", branches_of(branch->first, indent + 1));
	return text;
}

/* What a rehearsal of @sql tells, as text. */
static const char *told(const char *sql)
{
	enum err err = try_on(db, sql, 3);
	if (err)
		return arena_format(&arena, "%s: %s", err_name(err), err_sentence(err));
	const struct rehearse_blocked *b = rehearsal->blocked;
	if (b)
		return arena_format(&arena, "blocked by %lld %s%s via %s", (long long)b->rows, b->table ? b->table->name : "?",
			b->row.key_count ? keys_of(&b->row) : "", b->via);
	return arena_format(&arena, "%lld of %lld\n%s", (long long)rehearsal->reported, (long long)rehearsal->touched,
		branches_of(rehearsal->branches, 0));
}

static const char shop[] =
	"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
	"CREATE TABLE products (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users (id) ON DELETE CASCADE, title TEXT);\n"
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users (id) ON DELETE SET NULL);\n"
	"CREATE TABLE lines (orderId INTEGER REFERENCES orders (id) ON DELETE CASCADE,"
	" productId INTEGER DEFAULT 99 REFERENCES products (id) ON DELETE SET DEFAULT, n INTEGER, PRIMARY KEY (orderId, n)) WITHOUT ROWID;\n"
	"INSERT INTO users VALUES (1, 'alice'), (2, 'bob');\n"
	"INSERT INTO products VALUES (10, 1, 'lamp'), (11, 1, 'pot'), (12, 2, 'rug'), (99, 2, 'anything');\n"
	"INSERT INTO orders VALUES (5, 1), (6, 2), (7, 1);\n"
	"INSERT INTO lines VALUES (5, 10, 1), (5, 12, 2), (6, 11, 1)";

TEST(a_delete_tells_each_row_that_its_keys_take_along)
{
	make(shop);
	CHECK_STR("1 of 7\n"
		"deleted 1 users 1\n"
		" setNull 2 orders 5 7 via orders.userId\n"
		" deleted 2 products 10 11 via products.userId\n"
		"  setDefault 2 lines 5,1 6,1 via lines.productId\n", told("DELETE FROM users WHERE id = 1"));
	done();
}

TEST(nothing_is_written)
{
	make(shop);
	int64_t count = 0;
	told("DELETE FROM users");
	told("UPDATE products SET title = NULL");
	CHECK_ERR(OK, statement_run(db, "SELECT * FROM users, products WHERE title IS NOT NULL", NULL, 0, &count));
	CHECK_INT(8, count);
	done();
}

TEST(a_statement_may_be_an_update_or_an_insert)
{
	make(shop);
	CHECK_STR("1 of 1\nupdated 1 users 2\n", told("UPDATE users SET name = 'robert' WHERE id = 2"));
	CHECK_STR("1 of 1\ninserted 1 users 3\n", told("INSERT INTO users (name) VALUES ('chen')"));
	CHECK_STR("2 of 0\n", told("UPDATE users SET name = name"));
	CHECK_STR("0 of 0\n", told("DELETE FROM users WHERE id = 77"));
	done();
}

TEST(a_changed_key_cascades)
{
	make("CREATE TABLE a (id TEXT PRIMARY KEY, x);\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, aId TEXT REFERENCES a (id) ON UPDATE CASCADE ON DELETE CASCADE);\n"
		"CREATE TABLE c (aId TEXT PRIMARY KEY REFERENCES a (id) ON UPDATE CASCADE) WITHOUT ROWID;\n"
		"INSERT INTO a VALUES ('one', 1), ('two', 2);\nINSERT INTO b VALUES (1, 'one'), (2, 'one'), (3, 'two');\nINSERT INTO c VALUES ('one')");
	CHECK_STR("1 of 4\nupdated 1 a 'one'\n updated 1 c 'one' via c.aId\n updated 2 b 1 2 via b.aId\n", told("UPDATE a SET id = 'uno' WHERE id = 'one'"));
	done();
}

TEST(a_replaced_row_is_updated)
{
	make(shop);
	CHECK_STR("1 of 7\n"
		"updated 1 users 1\n"
		" setNull 2 orders 5 7 via orders.userId\n"
		" deleted 2 products 10 11 via products.userId\n"
		"  setDefault 2 lines 5,1 6,1 via lines.productId\n", told("REPLACE INTO users VALUES (1, 'alina')"));
	done();
}

TEST(a_table_that_refers_to_itself_makes_a_chain)
{
	make("CREATE TABLE staff (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES staff (id) ON DELETE CASCADE);\n"
		"INSERT INTO staff VALUES (1, NULL), (2, 1), (3, 1), (4, 2), (5, 4)");
	CHECK_STR("1 of 5\n"
		"deleted 1 staff 1\n"
		" deleted 2 staff 2 3 via staff.boss\n"
		"  deleted 1 staff 4 via staff.boss\n"
		"   deleted 1 staff 5 via staff.boss\n", told("DELETE FROM staff WHERE id = 1"));
	done();
}

TEST(two_keys_to_one_table_are_two_branches)
{
	make("CREATE TABLE users (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE messages (id INTEGER PRIMARY KEY, senderId INTEGER REFERENCES users ON DELETE SET NULL,"
		" receiverId INTEGER REFERENCES users ON DELETE CASCADE);\n"
		"INSERT INTO users VALUES (1), (2);\nINSERT INTO messages VALUES (1, 1, 2), (2, 2, 1), (3, 1, 1)");
	CHECK_STR("1 of 4\n"
		"deleted 1 users 1\n"
		" deleted 2 messages 2 3 via messages.receiverId\n"
		" setNull 1 messages 1 via messages.senderId\n", told("DELETE FROM users WHERE id = 1"));
	done();
}

TEST(restrict_names_the_rows_in_the_way)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, aId INTEGER REFERENCES a ON DELETE CASCADE);\n"
		"CREATE TABLE c (x TEXT, bId INTEGER REFERENCES b ON DELETE RESTRICT);\n"
		"INSERT INTO a VALUES (1), (2);\nINSERT INTO b VALUES (1, 1), (2, 1), (3, 2);\nINSERT INTO c VALUES ('p', 2), ('q', 2)");
	CHECK_STR("blocked by 2 c 1 via c.bId", told("DELETE FROM a WHERE id = 1"));
	CHECK_INT(0, rehearsal->touched);
	CHECK(rehearsal->branches == NULL);
	CHECK_STR("1 of 2\ndeleted 1 a 2\n deleted 1 b 3 via b.aId\n", told("DELETE FROM a WHERE id = 2"));
	done();
}

TEST(no_action_names_what_is_left_dangling)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, aId INTEGER REFERENCES a);\n"
		"INSERT INTO a VALUES (1), (2);\nINSERT INTO b VALUES (7, 1), (8, 1)");
	CHECK_STR("blocked by 2 b 7 via b.aId", told("DELETE FROM a WHERE id = 1"));
	CHECK_STR("1 of 1\ndeleted 1 a 2\n", told("DELETE FROM a WHERE id = 2"));
	CHECK_STR("blocked by 1 b 9 via b.aId", told("INSERT INTO b VALUES (9, 77)"));
	done();
}

TEST(rows_that_dangled_before_are_not_in_the_way)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, aId INTEGER REFERENCES a);\n"
		"PRAGMA foreign_keys = OFF;\nINSERT INTO a VALUES (1), (2);\nINSERT INTO b VALUES (5, 33), (6, 33), (8, 1);\nPRAGMA foreign_keys = ON");
	CHECK_STR("blocked by 1 b 8 via b.aId", told("DELETE FROM a WHERE id = 1"));
	CHECK_STR("1 of 1\ndeleted 1 a 2\n", told("DELETE FROM a WHERE id = 2"));
	done();
}

TEST(a_deferred_key_blocks_at_the_end)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, aId INTEGER REFERENCES a DEFERRABLE INITIALLY DEFERRED);\n"
		"INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (7, 1)");
	CHECK_STR("blocked by 1 b 7 via b.aId", told("DELETE FROM a"));
	CHECK_STR("1 of 1\ndeleted 1 b 7\n", told("DELETE FROM b"));
	done();
}

TEST(set_null_where_null_may_not_be_blocks)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, aId INTEGER NOT NULL REFERENCES a ON DELETE SET NULL);\n"
		"INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (7, 1)");
	CHECK_STR("blocked by 1 b 7 via b.aId", told("DELETE FROM a"));
	done();
}

TEST(triggers_are_named_and_their_rows_hang_below)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (id INTEGER PRIMARY KEY, aId REFERENCES a ON DELETE CASCADE);\n"
		"CREATE TABLE log (id INTEGER PRIMARY KEY, text);\nCREATE TABLE counts (name TEXT PRIMARY KEY, n);\n"
		"CREATE TRIGGER before_a BEFORE DELETE ON a BEGIN INSERT INTO log (text) VALUES ('before ' || old.id); END;\n"
		"CREATE TRIGGER after_b AFTER DELETE ON b BEGIN UPDATE counts SET n = n - 1 WHERE name = 'b'; END;\n"
		"INSERT INTO a VALUES (1), (2);\nINSERT INTO b VALUES (1, 1), (2, 1), (3, 2);\nINSERT INTO counts VALUES ('b', 3)");
	CHECK_STR("2 of 8\n"
		"deleted 2 a 1 2\n"
		" inserted 2 log 1 2 via trigger:before_a\n"
		" deleted 3 b 1 2 3 via b.aId\n"
		"  updated 1 counts 'b' via trigger:after_b\n", told("DELETE FROM a"));
	done();
}

TEST(a_trigger_instead_of_a_views_row)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY, x);\nCREATE VIEW v AS SELECT id FROM a;\n"
		"CREATE TRIGGER away INSTEAD OF DELETE ON v BEGIN DELETE FROM a WHERE id = old.id; END;\nINSERT INTO a VALUES (1, 2), (3, 4)");
	CHECK_STR("0 of 2\ndeleted 2 a 1 3 via trigger:away\n", told("DELETE FROM v"));
	done();
}

TEST(what_a_trigger_raises_blocks)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY, x);\n"
		"CREATE TRIGGER keep AFTER DELETE ON a WHEN old.x = 'keep' BEGIN SELECT RAISE(ABORT, 'this row stays'); END;\n"
		"INSERT INTO a VALUES (1, 'keep'), (2, 'go')");
	CHECK_STR("blocked by 1 a 1 via trigger:keep", told("DELETE FROM a"));
	CHECK_STR("this row stays", rehearsal->blocked->sentence);
	CHECK_STR("1 of 1\ndeleted 1 a 2\n", told("DELETE FROM a WHERE id = 2"));
	done();
}

TEST(what_is_written_and_undone_again_is_not_touched)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY, x);\nCREATE TABLE b (id INTEGER PRIMARY KEY, aId REFERENCES a ON DELETE SET NULL);\n"
		"CREATE TRIGGER back AFTER UPDATE OF aId ON b WHEN new.aId IS NULL BEGIN UPDATE b SET aId = 2 WHERE id = old.id; END;\n"
		"CREATE TRIGGER twice AFTER INSERT ON a BEGIN DELETE FROM a WHERE id = new.id; END;\n"
		"INSERT INTO b VALUES (1, NULL);\nDROP TRIGGER twice;\nINSERT INTO a VALUES (1, 'x'), (2, 'y');\nUPDATE b SET aId = 1;\n"
		"CREATE TRIGGER twice AFTER INSERT ON a BEGIN DELETE FROM a WHERE id = new.id; END");
	CHECK_STR("1 of 2\ndeleted 1 a 1\n setNull 1 b 1 via b.aId\n", told("DELETE FROM a WHERE id = 1"));
	CHECK_STR("1 of 0\n", told("INSERT INTO a VALUES (9, 'z')"));
	done();
}

TEST(search_tables_are_named_once)
{
	make("CREATE TABLE notes (id INTEGER PRIMARY KEY, text);\nCREATE VIRTUAL TABLE finds USING fts5(text, content='notes', content_rowid='id');\n"
		"CREATE TRIGGER found AFTER DELETE ON notes BEGIN INSERT INTO finds(finds, rowid, text) VALUES ('delete', old.id, old.text); END;\n"
		"INSERT INTO notes VALUES (1, 'one'), (2, 'two');\nINSERT INTO finds(finds) VALUES ('rebuild')");
	CHECK_STR("2 of 2\ndeleted 2 notes 1 2\n", told("DELETE FROM notes"));
	CHECK_INT(1, rehearsal->other_count);
	CHECK_STR("finds", rehearsal->other_count ? rehearsal->others[0] : NULL);
	done();
}

TEST(columns_that_are_not_stored_shift_nothing)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT UNIQUE);\n"
		"CREATE TABLE b (twice AS (n * 2), n INTEGER, id INTEGER PRIMARY KEY, more AS (n + 1) STORED, name TEXT REFERENCES a (name) ON DELETE CASCADE);\n"
		"CREATE TABLE c (twice AS (n * 2), name TEXT REFERENCES a (name) ON DELETE SET NULL, n INTEGER PRIMARY KEY) WITHOUT ROWID;\n"
		"INSERT INTO a VALUES (1, 'x'), (2, 'y');\nINSERT INTO b (n, name) VALUES (4, 'x'), (5, 'y');\nINSERT INTO c (name, n) VALUES ('x', 8)");
	CHECK_STR("1 of 3\ndeleted 1 a 1\n setNull 1 c 8 via c.name\n deleted 1 b 1 via b.name\n", told("DELETE FROM a WHERE id = 1"));
	done();
}

TEST(composite_keys_go_as_a_whole)
{
	make("CREATE TABLE a (x, y, PRIMARY KEY (y, x));\n"
		"CREATE TABLE b (id INTEGER PRIMARY KEY, ax, ay, FOREIGN KEY (ax, ay) REFERENCES a (x, y) ON DELETE SET NULL);\n"
		"INSERT INTO a VALUES (1, 'p'), (1, 'q');\nINSERT INTO b VALUES (1, 1, 'p'), (2, 1, 'q'), (3, 1, NULL)");
	CHECK_STR("1 of 2\ndeleted 1 a 'p',1\n setNull 1 b 1 via b.ax,ay\n", told("DELETE FROM a WHERE y = 'p'"));
	done();
}

TEST(only_writes_of_rows_can_be_rehearsed)
{
	make(shop);
	CHECK_STR("USAGE: 'SELECT 1' writes no rows: what can be rehearsed is DELETE, UPDATE, INSERT", told("SELECT 1"));
	CHECK_STR("USAGE: 'DROP TABLE lines' would change more than rows: what can be rehearsed is DELETE, UPDATE, INSERT", told("DROP TABLE lines"));
	CHECK_STR("USAGE: cannot understand 'DELETE users': near \"users\": syntax error", told("DELETE users"));
	CHECK_STR("USAGE: 'PRAGMA user_version = 3' would change more than rows: what can be rehearsed is DELETE, UPDATE, INSERT", told("PRAGMA user_version = 3"));
	CHECK_STR("UNIQUE_CONSTRAINT: cannot write 'users': 'id' exists already", told("INSERT INTO users VALUES (1, 'again')"));
	run("DELETE FROM lines");
	done();
}

TEST(counts_are_exact_when_rows_are_not_kept)
{
	make("CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (id INTEGER PRIMARY KEY, aId REFERENCES a ON DELETE CASCADE);\n"
		"CREATE INDEX bs ON b (aId);\nCREATE TABLE log (n);\n"
		"CREATE TRIGGER note BEFORE DELETE ON b BEGIN INSERT INTO log VALUES (old.id); END;\nINSERT INTO a VALUES (1);\n"
		"INSERT INTO b SELECT value, 1 FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 5000) SELECT * FROM n)");
	CHECK_STR("1 of 10001\n"
		"deleted 1 a 1\n"
		" deleted 5000 b 1 2 3 via b.aId\n"
		"  inserted 5000 log 1 2 3 via trigger:note\n", told("DELETE FROM a"));
	done();
}

TEST(it_is_done_only_as_it_was_shown)
{
	make(shop);
	struct rehearse_statement statement = { .db = db, .sql = "DELETE FROM users WHERE id = 1", .text = "DELETE" };
	struct rehearse_act act = rehearse_sql(&statement);
	struct rehearse_options options = { .keep = 3 };
	struct rehearsal *shown, *now;
	int64_t count = 0;
	CHECK_ERR(OK, rehearse(db, &arena, &options, &act, &shown));
	run("INSERT INTO products VALUES (50, 1, 'new')");
	CHECK_ERR(ERR_STATUS, rehearse_do(db, &arena, &options, &act, shown, &now));
	REQUIRE(now);
	CHECK_INT(shown->touched + 1, now->touched);
	CHECK_ERR(OK, statement_run(db, "SELECT * FROM users", NULL, 0, &count));
	CHECK_INT(2, count);
	CHECK_ERR(OK, rehearse_do(db, &arena, &options, &act, now, &shown));
	CHECK_ERR(OK, statement_run(db, "SELECT * FROM products", NULL, 0, &count));
	CHECK_INT(2, count);
	done();
}

TEST(a_copy_is_rehearsed_instead_of_a_strangers_file)
{
	struct connection *foreign, *copy;
	make(shop);
	connection_close(db);
	REQUIRE_OK(connection_open(&foreign, check_path("file.db"), CONNECTION_FOREIGN));
	if (CHECK_ERR(OK, scratch_open(foreign, &copy))) {
		CHECK_ERR(OK, try_on(copy, "DELETE FROM users WHERE id = 1", 3));
		CHECK_INT(7, rehearsal ? rehearsal->touched : 0);
		connection_close(copy);
	}
	db = foreign;
	done();
}

TEST(a_row_can_be_named_by_a_word)
{
	make("CREATE TABLE \"a:b\" (x TEXT, y INTEGER, PRIMARY KEY (x, y));\nCREATE TABLE plain (n);\nINSERT INTO plain VALUES ('z')");
	struct outline *outline;
	struct address address;
	struct rehearse_statement statement = { 0 };
	REQUIRE_OK(infer(db, &arena, NULL, &outline));
	CHECK_ERR(OK, address_parse(&arena, outline, "a:b:'it''s, so',7", &address));
	address_delete(&arena, &address, &statement);
	CHECK_STR("DELETE FROM `a:b` WHERE x = 'it''s, so' AND y = 7", statement.text);
	CHECK_ERR(OK, address_parse(&arena, outline, "PLAIN:1", &address));
	CHECK_STR("plain #1", address_text(&arena, address.table, address.values, address.count));
	CHECK_ERR(ERR_USAGE, address_parse(&arena, outline, "a:b:1", &address));
	CHECK_STR("the key of 'a:b' is x, y: write the row like a:b:1,2", err_sentence(ERR_USAGE));
	CHECK_ERR(ERR_USAGE, address_parse(&arena, outline, "plane:1", &address));
	CHECK_STR("there is no table 'plane': did you mean plain?", err_sentence(ERR_USAGE));
	CHECK(address_is_one("users:1"));
	CHECK(!address_is_one("DELETE FROM a WHERE x = ':'"));
	done();
}

static const char *labels_of(const struct rehearse_branch *branch)
{
	const char *text = "";
	for (; branch; branch = branch->next) {
		text = arena_format(&arena, "%s%s:", text, branch->table->name);
		for (const struct rehearse_row *row = branch->rows; row; row = row->next)
			text = arena_format(&arena, "%s %s,", text, row->label ? row->label : "-");
		text = arena_format(&arena, "%s\n%s", text, labels_of(branch->first));
	}
	return text;
}

static const char market[] =
	"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
	"CREATE TABLE products (id INTEGER PRIMARY KEY, title TEXT, userId INTEGER REFERENCES users ON DELETE CASCADE);\n"
	"CREATE TABLE carts (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users ON DELETE CASCADE);\n"
	"CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT, cartId INTEGER REFERENCES carts ON DELETE CASCADE,"
	" productId INTEGER REFERENCES products ON DELETE CASCADE);\n"
	"CREATE TABLE plain (title TEXT, productId INTEGER REFERENCES products ON DELETE CASCADE);\n"
	"INSERT INTO users VALUES (1, 'alice'), (2, 'bob'), (3, 'chen'), (4, 'dora');\n"
	"INSERT INTO products VALUES (1, 'Lamp', 1), (2, 'Pot', 1), (3, 'Rug', 2);\n"
	"INSERT INTO carts VALUES (1, 1), (2, 2), (3, 3), (4, 4);\n"
	"INSERT INTO items VALUES (1, 'a', 1, 1), (2, 'b', 2, 1), (3, 'c', 2, 2), (4, 'd', 3, 2), (5, 'e', 4, 3);\n"
	"INSERT INTO plain VALUES ('first', 2), ('second', 3)";

TEST(rows_have_the_names_of_what_they_are_or_belong_to)
{
	make(market);
	REQUIRE(CHECK_ERR(OK, try_on(db, "DELETE FROM users WHERE id = 1", 9)));
	CHECK_ERR(OK, retell_label(db, &arena, rehearsal, 9));
	CHECK_STR("users: alice,\ncarts: -,\nitems: Lamp,\nproducts: Lamp, Pot,\n"
		"items: cart of bob, cart of bob, cart of chen,\nplain: first,\n", labels_of(rehearsal->branches));
	done();
}

TEST(as_many_rows_are_named_as_asked_for)
{
	make(market);
	REQUIRE(CHECK_ERR(OK, try_on(db, "DELETE FROM products", 9)));
	CHECK_ERR(OK, retell_label(db, &arena, rehearsal, 2));
	CHECK(!strncmp("products: Lamp, Pot, -,\n", labels_of(rehearsal->branches), 24));
	done();
}

/* The people whose rows @sql touches, but for the first one. */
static const char *others_hit(const char *sql)
{
	static const char *const keys[] = { "products.userId", "carts.userId", "items.cartId", NULL };
	bool more = true;
	struct retell_owner by = { .table = "users", .keys = keys, .self = value_integer(1), .more = &more };
	const char **names, *text = "";
	size_t count;
	if (!CHECK_ERR(OK, try_on(db, sql, 9)) || !CHECK_ERR(OK, retell_owners(db, &arena, rehearsal, &by, &names, &count)))
		return NULL;
	CHECK(!more);
	for (size_t i = 0; i < count; i++)
		text = arena_format(&arena, "%s%s%s", text, i ? " " : "", names[i]);
	return text;
}

TEST(others_whose_rows_are_touched_are_named_once)
{
	make(market);
	CHECK_STR("bob chen", others_hit("DELETE FROM users WHERE id = 1"));
	CHECK_STR("bob dora", others_hit("DELETE FROM products WHERE id = 3"));
	CHECK_STR("", others_hit("DELETE FROM items WHERE id = 1"));
	done();
}

TEST(a_private_copy_is_of_a_file_at_rest)
{
	struct connection *copy = NULL;
	int64_t size = 0;
	make(shop);
	run("PRAGMA wal_checkpoint(TRUNCATE)");
	struct stat at;
	REQUIRE(stat(connection_path(db), &at) == 0);
	CHECK_ERR(OK, scratch_size(db, &size));
	CHECK_INT(at.st_size, size);
	REQUIRE(CHECK_ERR(OK, transaction_begin(db)));
	CHECK_ERR(ERR_BUSY, scratch_open(db, &copy));
	CHECK_ERR(OK, transaction_end(db, OK));
	REQUIRE(CHECK_ERR(OK, scratch_open(db, &copy)));
	CHECK_STR(connection_path(db), connection_path(copy));
	connection_close(copy);
	done();
}

/* --- what one could do instead --- */

static const char *instead_of(const char *sql)
{
	return CHECK_ERR(OK, try_on(db, sql, 3)) ? retell_instead(&arena, rehearsal) : "";
}

TEST(what_one_could_do_instead)
{
	make(shop);
	run("CREATE TABLE locks (id INTEGER PRIMARY KEY, userId INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT)");
	CHECK_STR("what goes along stays when you first let products.userId refer to another row of users, or be null.",
		instead_of("DELETE FROM users WHERE id = 1"));
	CHECK_STR(NULL, instead_of("DELETE FROM products WHERE id = 10"));
	CHECK_STR(NULL, instead_of("UPDATE users SET name = 'x'"));
	run("INSERT INTO locks VALUES (1, 2)");
	CHECK_STR("first let locks.userId refer to another row of users, or delete what refers to it.", instead_of("DELETE FROM users WHERE id = 2"));
	done();
}
