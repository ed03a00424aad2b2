/* Copies of a file in use, and what the checks of a file find. */
#include "db/backup.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "unit/check.h"
#include "unit/child.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err run(struct connection *db, const char *sql)
{
	return statement_run(db, sql, NULL, 0, NULL);
}

static struct connection *fresh(void)
{
	struct connection *db;

	CHECK_ERR(OK, connection_open(&db, check_path("a.db"), CONNECTION_CREATE));
	CHECK_ERR(OK, run(db, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)"));
	CHECK_ERR(OK, run(db, "CREATE TABLE products (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users (id))"));
	CHECK_ERR(OK, run(db, "INSERT INTO users (name) VALUES ('Asha'), ('Ben')"));
	CHECK_ERR(OK, run(db, "INSERT INTO products (userId) VALUES (1)"));
	return db;
}

static int64_t users_in(const char *path)
{
	struct connection *db;
	int64_t count = -1;

	CHECK_ERR(OK, connection_open(&db, path, CONNECTION_READ));
	CHECK_ERR(OK, statement_run(db, "SELECT * FROM users", NULL, 0, &count));
	connection_close(db);
	return count;
}

TEST(copies_what_was_committed)
{
	struct connection *db = fresh();
	struct stat about = { 0 };

	CHECK_ERR(OK, backup_write(db, check_path("copy?x=1#.db")));
	CHECK_INT(0, stat(check_path("copy?x=1#.db"), &about));
	CHECK_INT(0600, about.st_mode & 0777);
	CHECK_INT(2, users_in(check_path("copy?x=1#.db")));
	CHECK_ERR(OK, run(db, "DELETE FROM products"));
	connection_close(db);
}

struct pair { struct mark ready, go; };

static void write_meanwhile(void *context)
{
	struct pair *marks = context;
	struct connection *db;

	EXPECT_ERR(OK, connection_open(&db, check_path("a.db"), CONNECTION_WRITE));
	EXPECT(!transaction_begin(db) && !run(db, "INSERT INTO users (name) VALUES ('half')"));
	mark_set(&marks->ready);
	mark_wait(&marks->go);
	EXPECT(!transaction_end(db, OK));
	connection_close(db);
}

TEST(copies_while_another_writes)
{
	struct connection *db = fresh();
	struct pair marks;

	mark_make(&marks.ready);
	mark_make(&marks.go);

	pid_t child = child_start(write_meanwhile, &marks);

	mark_wait(&marks.ready);
	CHECK_ERR(OK, backup_write(db, check_path("copy.db")));
	mark_set(&marks.go);
	CHECK(child_passed(child));
	CHECK_INT(2, users_in(check_path("copy.db")));
	CHECK_INT(3, users_in(check_path("a.db")));
	connection_close(db);
}

TEST(never_overwrites)
{
	struct connection *db = fresh();

	CHECK_ERR(OK, backup_write(db, check_path("copy.db")));
	CHECK_ERR(ERR_TAKEN, backup_write(db, check_path("copy.db")));
	CHECK_ERR(ERR_TAKEN, backup_write(db, check_path("a.db")));
	CHECK_INT(0, symlink("nowhere", check_path("link")));
	CHECK_ERR(ERR_TAKEN, backup_write(db, check_path("link")));
	CHECK_ERR(ERR_CANNOT_OPEN, backup_write(db, check_path("no/folder")));
	connection_close(db);
}

TEST(not_inside_a_transaction)
{
	struct connection *db = fresh();

	CHECK_ERR(OK, transaction_begin(db));
	CHECK_ERR(ERR_BUSY, backup_write(db, check_path("copy.db")));
	CHECK(strstr(err_sentence(ERR_BUSY), "a transaction on it is open"));
	CHECK_ERR(OK, transaction_end(db, OK));
	CHECK_INT(-1, access(check_path("copy.db"), F_OK));
	connection_close(db);
}

static void copy_to_a_full_disk(void *context)
{
	struct rlimit limit = { 8192, 8192 };
	struct connection *db;

	(void)context;
	signal(SIGXFSZ, SIG_IGN);
	EXPECT_ERR(OK, connection_open(&db, check_path("a.db"), CONNECTION_READ));
	EXPECT(!setrlimit(RLIMIT_FSIZE, &limit));
	EXPECT_ERR(ERR_FULL, backup_write(db, check_path("copy.db")));
	connection_close(db);
}

TEST(leaves_no_part_behind)
{
	struct connection *db = fresh();

	CHECK_ERR(OK, run(db, "INSERT INTO users (name) VALUES (zeroblob(100000))"));
	connection_close(db);
	CHECK(child_run(copy_to_a_full_disk, NULL));
	CHECK_INT(-1, access(check_path("copy.db"), F_OK));
	CHECK_INT(-1, access(check_path("copy.db-journal"), F_OK));
}

/* The findings of @db, joined. */
static const char *findings(struct connection *db, struct arena *arena)
{
	const char **found, *all = "";
	size_t count;

	CHECK_ERR(OK, backup_verify(db, arena, &found, &count));
	for (size_t i = 0; i < count; i++)
		all = arena_format(arena, "%s%s\n", all, found[i]);
	return all;
}

TEST(finds_nothing_in_a_whole_file)
{
	struct connection *db = fresh();
	struct arena arena;

	arena_init(&arena);
	CHECK_STR("", findings(db, &arena));
	arena_release(&arena);
	connection_close(db);
}

TEST(finds_rows_without_parent)
{
	struct connection *db = fresh();
	struct arena arena;

	arena_init(&arena);
	CHECK_ERR(OK, run(db, "PRAGMA foreign_keys = OFF"));
	CHECK_ERR(OK, run(db, "DELETE FROM users WHERE id = 1"));
	CHECK_STR("row 1 of 'products': its 'userId' refers to a row of 'users' that is not there\n", findings(db, &arena));
	arena_release(&arena);
	connection_close(db);
}

TEST(finds_damage)
{
	struct connection *db = fresh();
	struct arena arena;
	int file;

	arena_init(&arena);
	connection_close(db);
	file = open(check_path("a.db"), O_WRONLY);
	CHECK_INT(8, pwrite(file, "\xff\xff\xff\xff\xff\xff\xff\xff", 8, 4096));
	close(file);
	CHECK_ERR(OK, connection_open(&db, check_path("a.db"), CONNECTION_READ));
	CHECK(*findings(db, &arena));
	arena_release(&arena);
	connection_close(db);
}

TEST(puts_a_copy_back_under_readers)
{
	struct connection *db = fresh(), *reader;

	CHECK_ERR(OK, backup_write(db, check_path("copy.db")));
	CHECK_ERR(OK, run(db, "DROP TABLE products"));
	CHECK_ERR(OK, run(db, "DELETE FROM users"));
	CHECK_ERR(OK, connection_open(&reader, check_path("a.db"), CONNECTION_READ));
	CHECK_ERR(OK, statement_run(reader, "SELECT * FROM users", NULL, 0, NULL));
	CHECK_ERR(OK, backup_restore(db, check_path("copy.db")));
	CHECK_ERR(OK, run(db, "INSERT INTO products (userId) VALUES (2)"));
	CHECK_ERR(OK, run(reader, "SELECT * FROM products"));
	CHECK_INT(2, users_in(check_path("a.db")));
	CHECK_ERR(ERR_CANNOT_OPEN, backup_restore(db, check_path("none.db")));
	CHECK_ERR(OK, transaction_begin(db));
	CHECK_ERR(ERR_BUSY, backup_restore(db, check_path("copy.db")));
	CHECK_ERR(OK, transaction_end(db, OK));
	connection_close(reader);
	CHECK_ERR(ERR_READ_ONLY, (connection_open(&reader, check_path("a.db"), CONNECTION_READ), backup_restore(reader, check_path("copy.db"))));
	connection_close(reader);
	connection_close(db);
}
