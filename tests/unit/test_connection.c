/* Opening: which files, with which rights, and what a connection is set to. */
#include "db/connection.h"

#include "base/arena.h"
#include "db/statement.h"
#include "unit/check.h"
#include "unit/child.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void put_file(const char *path, const char *bytes, mode_t mode)
{
	FILE *file = fopen(path, "w");

	fputs(bytes, file);
	fclose(file);
	chmod(path, mode);
}

static int mode_of(const char *path)
{
	struct stat about;

	return stat(path, &about) ? -1 : (int)(about.st_mode & 0777);
}

static long size_of(const char *path)
{
	struct stat about;

	return stat(path, &about) ? -1 : (long)about.st_size;
}

static int64_t number(struct connection *db, const char *sql)
{
	struct statement *statement;
	int64_t got = -1;
	bool row;
	enum err err = statement_open(db, sql, &statement);

	if (!err && !(err = statement_step(statement, &row)) && row)
		got = value_int_or(statement_value(statement, 0), -2);
	err = statement_close(statement, err);
	return err ? -(int64_t)err : got;
}

static enum err run(struct connection *db, const char *sql)
{
	return statement_run(db, sql, NULL, 0, NULL);
}

static struct connection *opened(const char *path, enum connection_mode mode)
{
	struct connection *db;

	CHECK_ERR(OK, connection_open(&db, path, mode));
	return db;
}

static enum err opening(const char *path, enum connection_mode mode)
{
	struct connection *db;
	enum err err = connection_open(&db, path, mode);

	connection_close(db);
	return err;
}

/* A file with two rows in a WAL that was folded in. */
static const char *made(const char *name)
{
	const char *path = check_path(name);
	struct connection *db = opened(path, CONNECTION_CREATE);

	run(db, "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)");
	run(db, "INSERT INTO things (name) VALUES ('lamp'), ('rug')");
	connection_close(db);
	return path;
}

static void damage(const char *path, off_t at, size_t size)
{
	int file = open(path, O_WRONLY);

	for (size_t i = 0; i < size; i++)
		CHECK_INT(1, pwrite(file, "\xa5", 1, at + (off_t)i));
	close(file);
}

TEST(makes_a_private_file)
{
	mode_t mask = umask(0);
	const char *path = check_path("new.db");
	struct connection *db = opened(path, CONNECTION_CREATE);

	CHECK_INT(0600, mode_of(path));
	CHECK_INT(-1, mode_of(check_path("new.db-lock")));
	CHECK_ERR(OK, run(db, "CREATE TABLE t (x)"));
	CHECK_INT(0600, mode_of(check_path("new.db-lock")));
	CHECK_INT(0600, mode_of(check_path("new.db-wal")));
	connection_close(db);
	umask(mask);
}

TEST(sets_every_connection_up)
{
	struct connection *db = opened(made("a.db"), CONNECTION_WRITE);

	CHECK_INT(2, number(db, "PRAGMA synchronous"));
	CHECK_INT(1, number(db, "PRAGMA foreign_keys"));
	CHECK_INT(1, number(db, "PRAGMA cell_size_check"));
	CHECK_INT(-65536, number(db, "PRAGMA cache_size"));
	CHECK_INT(0, number(db, "PRAGMA wal_autocheckpoint"));
	CHECK_INT(2, number(db, "PRAGMA temp_store"));
	CHECK_INT(1, number(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"));
	CHECK_INT(1, number(db, "PRAGMA trusted_schema"));
	CHECK_ERR(OK, run(db, "INSERT INTO things (name) VALUES ('bowl')"));
	CHECK_INT(2, number(db, "PRAGMA synchronous"));
	CHECK_ERR(ERR_DB_ERROR, run(db, "SELECT \"no such column\""));
	CHECK_ERR(OK, run(db, "PRAGMA writable_schema = ON"));
	CHECK_ERR(ERR_DB_ERROR, run(db, "DELETE FROM sqlite_schema"));
	CHECK_ERR(ERR_DB_ERROR, run(db, "ATTACH 'other.db' AS other"));
	connection_close(db);
}

TEST(refuses_what_is_no_database_each_with_a_sentence)
{
	put_file(check_path("text"), "This is a text, and it is long enough to be read as a page header: nothing.\n", 0600);
	put_file(check_path("short"), "x", 0600);
	put_file(check_path("empty"), "", 0600);
	CHECK_ERR(ERR_NOT_A_DATABASE, opening(check_path("text"), CONNECTION_WRITE));
	CHECK(strstr(err_sentence(ERR_NOT_A_DATABASE), "it is not a database"));
	CHECK_ERR(ERR_NOT_A_DATABASE, opening(check_path("short"), CONNECTION_CREATE));
	CHECK_ERR(ERR_NOT_A_DATABASE, opening(check_path("empty"), CONNECTION_WRITE));
	CHECK(strstr(err_sentence(ERR_NOT_A_DATABASE), "it is empty"));
	CHECK_ERR(OK, opening(check_path("empty"), CONNECTION_CREATE));
	CHECK_ERR(ERR_CANNOT_OPEN, opening(check_path("none"), CONNECTION_WRITE));
	CHECK(strstr(err_sentence(ERR_CANNOT_OPEN), "there is no such file"));
	CHECK_ERR(ERR_CANNOT_OPEN, opening(check_folder(), CONNECTION_CREATE));
	CHECK(strstr(err_sentence(ERR_CANNOT_OPEN), "it is a folder"));
	CHECK_ERR(ERR_CANNOT_OPEN, opening(check_path("no/such/folder"), CONNECTION_CREATE));
	CHECK_ERR(ERR_CANNOT_OPEN, opening("", CONNECTION_CREATE));
	CHECK_INT(0, mkfifo(check_path("pipe"), 0600));
	CHECK_ERR(ERR_CANNOT_OPEN, opening(check_path("pipe"), CONNECTION_WRITE));
}

TEST(refuses_a_file_that_everybody_may_write)
{
	const char *path = made("a.db");

	chmod(path, 0602);
	CHECK_ERR(ERR_CANNOT_OPEN, opening(path, CONNECTION_WRITE));
	CHECK(strstr(err_sentence(ERR_CANNOT_OPEN), "chmod o-w"));
	CHECK_ERR(ERR_CANNOT_OPEN, opening(path, CONNECTION_READ));
	chmod(path, 0664);
	CHECK_ERR(OK, opening(path, CONNECTION_WRITE));
}

TEST(a_group_that_may_write_may_queue)
{
	const char *path = made("a.db");

	unlink(check_path("a.db-lock"));
	chmod(path, 0660);

	struct connection *db = opened(path, CONNECTION_WRITE);

	CHECK_ERR(OK, run(db, "DELETE FROM things"));
	CHECK_INT(0660, mode_of(check_path("a.db-lock")));
	connection_close(db);
}

TEST(takes_names_for_names)
{
	static const char *const names[] = {
		"file:x?mode=memory", "file:a.db?immutable=1", "file::memory:", "a?b=c", "a#b", "a%41b", ":memory", "-x", " ", "a'b\"c",
	};
	char cwd[4096];

	REQUIRE(getcwd(cwd, sizeof cwd) && !chdir(check_folder()));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct connection *db = opened(names[i], CONNECTION_CREATE);

		CHECK_ERR(OK, run(db, "CREATE TABLE t (x)"));
		CHECK_STR(names[i], connection_path(db));
		connection_close(db);
		CHECK(size_of(names[i]) > 0);
	}
	CHECK_INT(-1, size_of("x"));
	CHECK_INT(-1, size_of("aAb"));
	CHECK_INT(0, chdir(cwd));
}

TEST(memory_is_private_and_takes_no_lock)
{
	struct connection *one = opened(":memory:", CONNECTION_CREATE), *two = opened(":memory:", CONNECTION_CREATE);

	CHECK_ERR(OK, run(one, "CREATE TABLE t (x)"));
	CHECK_ERR(ERR_DB_ERROR, run(two, "SELECT * FROM t"));
	CHECK_INT(-1, size_of(":memory:"));
	connection_close(one);
	connection_close(two);
}

TEST(says_damaged)
{
	const char *path = made("a.db");
	struct connection *db = opened(path, CONNECTION_WRITE);

	CHECK_ERR(OK, run(db, "CREATE TABLE more AS SELECT value FROM (WITH RECURSIVE n (value) AS "
		"(SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 5000) SELECT value FROM n)"));
	connection_close(db);
	damage(path, 4 * 4096, 4096);
	db = opened(path, CONNECTION_WRITE);
	CHECK_ERR(ERR_CORRUPT, run(db, "SELECT sum(value) FROM more"));
	CHECK(strstr(err_sentence(ERR_CORRUPT), "it is damaged"));
	connection_close(db);
	damage(path, 100, 200);
	CHECK_ERR(ERR_CORRUPT, opening(path, CONNECTION_WRITE));
}

TEST(opening_leaves_a_file_as_it_was)
{
	const char *path = made("a.db");
	struct connection *db = opened(path, CONNECTION_WRITE);

	CHECK_ERR(OK, run(db, "PRAGMA journal_mode = DELETE"));
	connection_close(db);
	unlink(check_path("a.db-lock"));
	db = opened(path, CONNECTION_WRITE);
	CHECK_INT(2, number(db, "SELECT count(*) FROM things"));
	CHECK_INT(0, number(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"));
	CHECK_INT(-1, size_of(check_path("a.db-lock")));
	CHECK_ERR(OK, run(db, "DELETE FROM things"));
	CHECK_INT(1, number(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"));
	connection_close(db);
}

TEST(reads_only_when_asked_to)
{
	struct connection *db = opened(made("a.db"), CONNECTION_READ);

	CHECK(connection_read_only(db));
	CHECK_INT(2, number(db, "SELECT count(*) FROM things"));
	CHECK_ERR(ERR_READ_ONLY, run(db, "DELETE FROM things"));
	connection_close(db);
}

TEST(distrusts_a_file_of_somebody_else)
{
	struct connection *db = opened(made("a.db"), CONNECTION_WRITE);

	connection_distrust(db);
	CHECK_INT(0, number(db, "PRAGMA trusted_schema"));
	CHECK_ERR(ERR_READ_ONLY, run(db, "DELETE FROM things"));
	CHECK_INT(2, number(db, "SELECT count(*) FROM things"));
	CHECK_INT(-1, size_of(check_path("a.db-wal")) > 0 ? 1 : -1);
	connection_close(db);
}

static void browse_but_not_write(void *path)
{
	struct connection *db;

	EXPECT_ERR(OK, connection_open(&db, path, CONNECTION_WRITE));
	EXPECT(connection_read_only(db));
	EXPECT(number(db, "SELECT count(*) FROM things") == 2);
	EXPECT_ERR(ERR_READ_ONLY, run(db, "DELETE FROM things"));
	EXPECT(strstr(err_sentence(ERR_READ_ONLY), connection_read_only(db)));
	connection_close(db);
}

TEST(a_file_that_may_only_be_read_is_browsed)
{
	const char *path = made("a.db");

	chmod(path, 0444);
	chmod(check_folder(), 0777);
	CHECK(child_run_as_nobody(browse_but_not_write, (void *)(uintptr_t)path));
	chmod(check_folder(), 0700);
}

TEST(a_folder_that_may_only_be_read_is_browsed)
{
	const char *path = made("a%?# b.db");

	chmod(path, 0644);
	chmod(check_folder(), 0555);
	CHECK(child_run_as_nobody(browse_but_not_write, (void *)(uintptr_t)path));
	chmod(check_folder(), 0700);
	CHECK_INT(-1, size_of(check_path("a%?# b.db-wal")));
}

TEST(what_a_reader_leaves_behind_keeps_nobody_from_reading)
{
	const char *path = made("a.db");

	chmod(path, 0644);
	connection_close(opened(path, CONNECTION_READ));
	chmod(check_folder(), 0555);
	CHECK(child_run_as_nobody(browse_but_not_write, (void *)(uintptr_t)path));
	chmod(check_folder(), 0700);
}

static void cannot_open(void *path)
{
	EXPECT_ERR(ERR_CANNOT_OPEN, opening(path, CONNECTION_WRITE));
	EXPECT(strstr(err_sentence(ERR_CANNOT_OPEN), (const char *)path));
}

TEST(never_ignores_a_log_that_it_cannot_read)
{
	static const mode_t modes[] = { 0600, 0644 };
	const char *path = made("a.db");

	chmod(path, 0644);
	for (size_t i = 0; i < 2; i++) {
		put_file(check_path("a.db-wal"), "not yet in the file", modes[i]);
		chmod(check_folder(), 0555);
		CHECK(child_run_as_nobody(cannot_open, (void *)(uintptr_t)path));
		chmod(check_folder(), 0700);
		CHECK_INT(19, size_of(check_path("a.db-wal")));
	}
}

TEST(a_file_that_may_not_be_read_is_refused)
{
	const char *path = made("a.db");

	chmod(path, 0);
	chmod(check_folder(), 0755);
	CHECK(child_run_as_nobody(cannot_open, (void *)(uintptr_t)path));
	chmod(check_folder(), 0700);
}

static void cannot_make(void *path)
{
	EXPECT_ERR(ERR_CANNOT_OPEN, opening(path, CONNECTION_CREATE));
}

TEST(a_folder_that_may_not_be_written_gets_no_new_file)
{
	chmod(check_folder(), 0555);
	CHECK(child_run_as_nobody(cannot_make, (void *)(uintptr_t)check_path("new.db")));
	chmod(check_folder(), 0700);
	CHECK_INT(-1, size_of(check_path("new.db")));
}

static int64_t version(struct connection *db)
{
	int64_t got = 0;

	CHECK_ERR(OK, connection_version(db, &got));
	return got;
}

TEST(the_version_tells_of_writes)
{
	const char *path = made("a.db");
	struct connection *one = opened(path, CONNECTION_WRITE), *two = opened(path, CONNECTION_WRITE);
	int64_t before = version(one);

	CHECK_INT(2, number(one, "SELECT count(*) FROM things"));
	CHECK_INT(before, version(one));
	CHECK_ERR(OK, run(two, "INSERT INTO things (name) VALUES ('bowl')"));
	CHECK(version(one) != before);
	before = version(one);
	CHECK_ERR(OK, run(one, "CREATE TABLE own (x)"));
	CHECK(version(one) != before);
	connection_close(one);
	connection_close(two);
}

static void write_megabytes(struct connection *db, int megabytes)
{
	struct value size = value_integer(megabytes * 1000000);

	CHECK_ERR(OK, run(db, "CREATE TABLE IF NOT EXISTS big (x)"));
	CHECK_ERR(OK, statement_run(db, "INSERT INTO big VALUES (zeroblob(?1))", &size, 1, NULL));
}

TEST(tidies_a_long_log_when_idle)
{
	const char *path = made("a.db");
	struct connection *db = opened(path, CONNECTION_WRITE);

	write_megabytes(db, 1);
	connection_tidy(db, 1000);
	CHECK(size_of(path) < 100000);
	connection_tidy(db, 100);
	CHECK(size_of(path) > 1000000);
	CHECK_INT(2, number(db, "SELECT count(*) FROM things"));
	connection_close(db);
}

TEST(does_not_tidy_while_another_writes)
{
	const char *path = made("a.db");
	struct connection *db = opened(path, CONNECTION_WRITE), *other = opened(path, CONNECTION_WRITE);
	struct statement *writer;
	bool row;

	write_megabytes(db, 1);
	CHECK_ERR(OK, statement_open(other, "INSERT INTO things (name) VALUES ('x'), ('y') RETURNING id", &writer));
	CHECK_ERR(OK, statement_step(writer, &row));
	connection_tidy(db, 100);
	CHECK(size_of(path) < 100000);
	CHECK_ERR(OK, statement_close(writer, OK));
	connection_tidy(db, 100);
	CHECK(size_of(path) > 1000000);
	connection_close(other);
	connection_close(db);
}

TEST(a_writer_folds_a_very_long_log_in)
{
	const char *path = made("a.db");
	struct connection *db = opened(path, CONNECTION_WRITE);

	write_megabytes(db, 70);
	CHECK(size_of(path) > 70000000);
	connection_close(db);
}
