/* Writes to rows as acts of a journal: taken back, done again, refused, forgotten; and what of them lies on the disk. */
#include "explore/written.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/journal.h"
#include "base/vec.h"
#include "db/connection.h"
#include "db/statement.h"
#include "unit/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char hash[] = "scrypt-of-alice";
static struct arena arena;
static struct written_memory memory;
static struct written written;

static void run(const char *sql)
{
	CHECK_ERR(OK, statement_run(written.db, sql, NULL, 0, NULL));
}

/* The whole of it in one text. */
static const char *contents(void)
{
	static const char sql[] = "SELECT group_concat(x, ' ') FROM (SELECT 'u' || id || name || ifnull(passwordHash, '-') x FROM users "
		"UNION ALL SELECT 'p' || id || ',' || userId FROM products UNION ALL SELECT 'o' || id || ',' || ifnull(userId, '-') FROM orders "
		"UNION ALL SELECT 'g' || id || text FROM log)";
	struct statement *statement;
	struct value value = value_null();
	bool row;
	CHECK_ERR(OK, statement_open(written.db, sql, &statement));
	CHECK_ERR(OK, statement_step(statement, &row));
	statement_row_copy(statement, &arena, &value, 1);
	CHECK_ERR(OK, statement_close(statement, OK));
	return value_str(value);
}

static void start(void)
{
	setenv("XDG_STATE_HOME", check_path("state"), 1);
	arena_init(&arena);
	written = (struct written){ .memory = &memory };
	CHECK_ERR(OK, connection_open(&written.db, check_path("any.db"), CONNECTION_CREATE));
	run("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, passwordHash TEXT)");
	run("CREATE TABLE products (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users ON DELETE CASCADE)");
	run("CREATE TABLE orders (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users ON DELETE SET NULL)");
	run("CREATE TABLE log (id INTEGER PRIMARY KEY, text)");
	run("CREATE TABLE bare (a)");
	run("INSERT INTO users VALUES (1, 'alice', 'scrypt-of-alice'), (2, 'bob', NULL)");
	run("INSERT INTO products VALUES (1, 1), (2, 1), (3, 2)");
	run("INSERT INTO orders VALUES (1, 1), (2, 2)");
	CHECK_ERR(OK, journal_path(&arena, check_path("any.db"), 1, &written.journal));
}

static void done(void)
{
	written_forget(&memory);
	connection_close(written.db);
	arena_release(&arena);
}

static void write_rows(const char *sql, const char *call)
{
	CHECK_ERR(OK, written_begin(&written));
	CHECK_ERR(OK, written_end(&written, call, statement_run(written.db, sql, NULL, 0, NULL)));
}

/* What the screens do: the last act that was done, or the first that was undone. */
static enum err turn(bool again, const char **told)
{
	struct journal j;
	try(journal_read(written.journal, &arena, &j));
	struct journal_act *act = again ? journal_first_undone(&j) : journal_last_done(&j);
	if (!act)
		return fail(ERR_EMPTY, "no act");
	try(written_turn(&written, &arena, act, again, told));
	act->undone = !again;
	return journal_write(&j);
}

/* How many files of the state folder there are, and whether one holds that text. */
static size_t kept_files(const char *text, bool *holds)
{
	const char *folder = arena_format(&arena, "%s/souk", check_path("state"));
	DIR *dir = opendir(folder);
	size_t count = 0;
	*holds = false;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		struct buffer bytes = { 0 };
		if (*entry->d_name == '.')
			continue;
		count++;
		CHECK_ERR(OK, files_read(arena_format(&arena, "%s/%s", folder, entry->d_name), 1 << 20, &bytes));
		*holds = *holds || (bytes.size && memmem(bytes.bytes, bytes.size, text, strlen(text)));
		buffer_release(&bytes);
	}
	if (dir)
		closedir(dir);
	return count;
}

static const char before[] = "u1alicescrypt-of-alice u2bob- p1,1 p2,1 p3,2 o1,1 o2,2";
static const char gone[] = "u2bob- p3,2 o1,- o2,2";

TEST(a_row_comes_back_with_cascades_and_nulls)
{
	const char *told = "";
	start();
	CHECK_STR(before, contents());
	write_rows("DELETE FROM users WHERE id = 1", "alice.destroy()");
	CHECK_STR(gone, contents());
	CHECK_ERR(OK, turn(false, &told));
	CHECK_STR("taken back: alice.destroy()", told);
	CHECK_STR(before, contents());
	CHECK_ERR(OK, turn(true, &told));
	CHECK_STR("done again: alice.destroy()", told);
	CHECK_STR(gone, contents());
	CHECK_ERR(OK, turn(false, &told));
	CHECK_STR(before, contents());
	CHECK_ERR(ERR_EMPTY, turn(false, &told));
	done();
}

/* Done again, the trigger would write its row once more beside the one that was recorded. */
TEST(what_a_trigger_wrote_goes_too_but_is_not_done_again)
{
	const char *told = "";
	start();
	run("CREATE TRIGGER gone AFTER DELETE ON users BEGIN INSERT INTO log (text) VALUES (OLD.name); END");
	write_rows("DELETE FROM users WHERE id = 1", "alice.destroy()");
	CHECK_STR("u2bob- p3,2 o1,- o2,2 g1alice", contents());
	CHECK_ERR(OK, turn(false, &told));
	CHECK_STR(before, contents());
	CHECK_ERR(ERR_STATUS, turn(true, &told));
	CHECK_STR(before, contents());
	done();
}

TEST(after_a_restart_all_but_the_password_comes_back)
{
	const char *told = "";
	bool holds;
	start();
	write_rows("DELETE FROM users WHERE id = 1", "alice.destroy()");
	CHECK_INT(2, kept_files(hash, &holds));
	CHECK(!holds);
	kept_files("alice", &holds);
	CHECK(holds);
	written_forget(&memory);
	CHECK_ERR(OK, turn(false, &told));
	CHECK_STR("taken back: alice.destroy(); the password was not kept", told);
	CHECK_STR("u1alice- u2bob- p1,1 p2,1 p3,2 o1,1 o2,2", contents());
	CHECK_ERR(OK, turn(true, &told));
	CHECK_STR(gone, contents());
	done();
}

TEST(what_others_changed_since_is_not_overwritten)
{
	const char *told = "";
	start();
	write_rows("UPDATE users SET name = 'anna' WHERE id = 1", "alice.update({name:'anna'})");
	run("UPDATE users SET name = 'ann' WHERE id = 1");
	CHECK_ERR(ERR_STATUS, turn(false, &told));
	CHECK(strstr(err_sentence(ERR_STATUS), "users") && strstr(err_sentence(ERR_STATUS), "1"));
	CHECK(strstr(contents(), "u1ann"));
	run("UPDATE users SET name = 'anna' WHERE id = 1");
	CHECK_ERR(OK, turn(false, &told));
	CHECK_STR(before, contents());
	done();
}

TEST(a_write_that_failed_is_no_act)
{
	const char *told;
	start();
	CHECK_ERR(OK, written_begin(&written));
	CHECK_ERR(ERR_FORBIDDEN, written_end(&written, "x", fail(ERR_FORBIDDEN, "not this one")));
	CHECK_STR("not this one", err_sentence(ERR_FORBIDDEN));
	write_rows("UPDATE users SET name = 'x' WHERE id = 77", "nobody.update({name:'x'})");
	CHECK_ERR(ERR_EMPTY, turn(false, &told));
	done();
}

TEST(fifty_acts_are_kept_and_no_more_files)
{
	const char *told = "";
	bool holds;
	start();
	for (int i = 1; i <= JOURNAL_ACTS + 3; i++)
		write_rows(arena_format(&arena, "UPDATE users SET name = 'n%d' WHERE id = 2", i), "bob.update()");
	CHECK_INT(JOURNAL_ACTS + 1, kept_files("n", &holds));
	for (int i = 0; i < JOURNAL_ACTS; i++)
		CHECK_ERR(OK, turn(false, &told));
	CHECK_ERR(ERR_EMPTY, turn(false, &told));
	CHECK(strstr(contents(), "u2n3-"));
	write_rows("UPDATE users SET name = 'new' WHERE id = 2", "bob.update()");
	CHECK_INT(2, kept_files("new", &holds));
	CHECK_ERR(ERR_EMPTY, turn(true, &told));
	done();
}

TEST(changed_bytes_are_not_applied)
{
	const char *told;
	struct journal j;
	start();
	write_rows("DELETE FROM products WHERE id = 3", "product3.destroy()");
	CHECK_ERR(OK, journal_read(written.journal, &arena, &j));
	CHECK_ERR(OK, files_replace(arena_format(&arena, "%s.%s", written.journal, j.acts[0].kept), "torn", 4));
	CHECK_ERR(ERR_STATUS, turn(false, &told));
	done();
}

TEST(without_a_key_it_says_so_beforehand)
{
	const char *why;
	start();
	CHECK_ERR(OK, written_can(written.db, &arena, "bare", &why));
	CHECK_STR("bare has no primary key", why);
	CHECK_ERR(OK, written_can(written.db, &arena, "users", &why));
	CHECK(!why);
	done();
}
