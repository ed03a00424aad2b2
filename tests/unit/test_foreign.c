/* Somebody else's file: how it is met, what may be asked of it, and that nothing in or beside it changes. */
#include "db/foreign.h"

#include "base/value.h"
#include "db/connection.h"
#include "db/statement.h"
#include "unit/check.h"
#include "unit/outlines.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char two_rows[] = "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO things (name) VALUES ('lamp'), ('rug')";

static struct connection *opened(const char *path)
{
	struct connection *db = NULL;

	CHECK_ERR(OK, connection_open(&db, path, CONNECTION_FOREIGN));
	return db;
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

/* Names, sizes and times of all that lies in the test's folder. */
static const char *folder_text(struct arena *arena)
{
	struct dirent **entries;
	struct stat about;
	const char *text = "";
	int count = scandir(check_folder(), &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		stat(check_path(entries[i]->d_name), &about);
		if (entries[i]->d_name[0] != '.')
			text = arena_format(arena, "%s%s %lld %lld.%09ld\n", text, entries[i]->d_name, (long long)about.st_size,
				(long long)about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
		free(entries[i]);
	}
	free(entries);
	return text;
}

/* Read it as a foreign file; nothing beside it may be another afterwards. */
static void check_untouched(const char *path, int64_t rows)
{
	struct arena arena;

	arena_init(&arena);
	const char *before = folder_text(&arena);
	struct connection *db = opened(path);
	CHECK_INT(rows, number(db, "SELECT count(*) FROM things"));
	CHECK_STR(before, folder_text(&arena));
	connection_close(db);
	CHECK_STR(before, folder_text(&arena));
	arena_release(&arena);
}

static void copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");

	for (int c; (c = getc(in)) != EOF;)
		putc(c, out);
	fclose(in);
	fclose(out);
}

TEST(a_wal_file_at_rest_is_read_and_left_alone)
{
	check_untouched(outline_file("rest.db", two_rows), 2);
}

static const char *with_rollback_journal(const char *name)
{
	const char *path = outline_file(name, two_rows);
	FILE *file = fopen(path, "r+");

	fseek(file, 18, SEEK_SET);
	fputs("\1\1", file);
	fclose(file);
	return path;
}

TEST(a_file_with_a_rollback_journal_is_read_and_left_alone)
{
	check_untouched(with_rollback_journal("plain.db"), 2);
}

TEST(a_log_that_is_in_use_is_read_beside_its_writer)
{
	const char *path = outline_file("busy.db", two_rows);
	struct connection *writer = NULL;

	REQUIRE_OK(connection_open(&writer, path, CONNECTION_WRITE));
	CHECK_ERR(OK, statement_run(writer, "INSERT INTO things (name) VALUES ('pot')", NULL, 0, NULL));
	check_untouched(path, 3);
	struct connection *db = opened(path);
	CHECK_STR(NULL, foreign_remark(db));
	CHECK_INT(3, number(db, "SELECT count(*) FROM things"));
	CHECK_ERR(OK, statement_run(writer, "INSERT INTO things (name) VALUES ('mug')", NULL, 0, NULL));
	CHECK_INT(4, number(db, "SELECT count(*) FROM things"));
	connection_close(db);
	connection_close(writer);
}

/* What a crash leaves: a log with what was committed, whose index may be gone or stale. */
TEST(a_log_that_was_left_behind_is_read_from_a_copy)
{
	const char *path = outline_file("left.db", two_rows);
	struct connection *writer = NULL;

	REQUIRE_OK(connection_open(&writer, path, CONNECTION_WRITE));
	CHECK_ERR(OK, statement_run(writer, "INSERT INTO things (name) VALUES ('pot')", NULL, 0, NULL));
	copy_file(path, check_path("crashed.db"));
	copy_file(check_path("left.db-wal"), check_path("crashed.db-wal"));
	connection_close(writer);
	check_untouched(check_path("crashed.db"), 3);
	struct connection *db = opened(check_path("crashed.db"));
	CHECK(foreign_remark(db) && strstr(foreign_remark(db), "private copy"));
	connection_close(db);
}

TEST(a_hot_journal_is_played_back_in_a_copy)
{
	const char *path = outline_file("plain.db", two_rows);
	struct connection *db = NULL;
	static char page[4096], header[512] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7\xff\xff\xff\xff";
	FILE *file = fopen(path, "r+");

	fseek(file, 18, SEEK_SET);
	fputs("\1\1", file);
	rewind(file);
	size_t read = fread(page, 1, sizeof page, file);
	CHECK_INT(sizeof page, read);
	/* Page 1 as it was goes to the journal (nonce 0: the sum of every 200th byte from the end); then it is spoilt. */
	uint32_t sum = 0;
	for (int at = (int)sizeof page - 200; at > 0; at -= 200)
		sum += (unsigned char)page[at];
	fseek(file, 0, SEEK_END);
	long pages = ftell(file) / (long)sizeof page;
	header[16 + 3] = (char)pages;
	memcpy(header + 20, "\0\0\2\0\0\0\x10\0", 8);
	header[8] = header[9] = header[10] = 0;
	header[11] = 1;
	FILE *journal = fopen(check_path("plain.db-journal"), "w");
	fwrite(header, 1, sizeof header, journal);
	fwrite("\0\0\0\1", 1, 4, journal);
	fwrite(page, 1, sizeof page, journal);
	const unsigned char checksum[4] = { (unsigned char)(sum >> 24), (unsigned char)(sum >> 16), (unsigned char)(sum >> 8), (unsigned char)sum };
	fwrite(checksum, 1, 4, journal);
	fclose(journal);
	fseek(file, 120, SEEK_SET);
	fputs("spoilt by half a write", file);
	fclose(file);
	check_untouched(path, 2);
	REQUIRE_OK(connection_open(&db, path, CONNECTION_FOREIGN));
	CHECK(foreign_remark(db) && strstr(foreign_remark(db), "private copy"));
	connection_close(db);
}

TEST(a_file_that_was_taken_for_unchanging_says_when_it_changed)
{
	const char *path = outline_file("rest.db", two_rows);
	struct connection *db = opened(path), *writer = NULL;

	CHECK_INT(2, number(db, "SELECT count(*) FROM things"));
	REQUIRE_OK(connection_open(&writer, path, CONNECTION_WRITE));
	CHECK_ERR(OK, statement_run(writer, "INSERT INTO things (name) VALUES ('pot')", NULL, 0, NULL));
	CHECK_INT(-ERR_BUSY, number(db, "SELECT count(*) FROM things"));
	connection_close(writer);
	connection_close(db);
}

TEST(nothing_but_reading_is_allowed)
{
	static const struct { const char *sql; enum err expected; } asked[] = {
		{ "SELECT upper(name) FROM things", OK },
		{ "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT sum(i) FROM n", OK },
		{ "PRAGMA table_xinfo(things)", OK },
		{ "PRAGMA foreign_key_check", OK },
		{ "EXPLAIN QUERY PLAN SELECT * FROM things", OK },
		{ "INSERT INTO things (name) VALUES ('x')", ERR_FORBIDDEN },
		{ "UPDATE things SET name = 'x'", ERR_FORBIDDEN },
		{ "DELETE FROM things", ERR_FORBIDDEN },
		{ "CREATE TABLE x (y)", ERR_FORBIDDEN },
		{ "CREATE TEMP TABLE x (y)", ERR_FORBIDDEN },
		{ "CREATE TEMP VIEW x AS SELECT 1", ERR_FORBIDDEN },
		{ "DROP TABLE things", ERR_FORBIDDEN },
		{ "ALTER TABLE things ADD COLUMN x", ERR_FORBIDDEN },
		{ "ATTACH 'other.db' AS other", ERR_FORBIDDEN },
		{ "VACUUM INTO 'copy.db'", ERR_READ_ONLY },
		{ "ANALYZE", ERR_FORBIDDEN },
		{ "REINDEX", ERR_FORBIDDEN },
		{ "UPDATE sqlite_master SET sql = 'x'", ERR_DB_ERROR },
		{ "UPDATE sqlite_schema SET name = 'x'", ERR_DB_ERROR },
		{ "PRAGMA journal_mode = DELETE", ERR_FORBIDDEN },
		{ "PRAGMA writable_schema = ON", ERR_FORBIDDEN },
		{ "PRAGMA query_only = OFF", ERR_FORBIDDEN },
		{ "PRAGMA trusted_schema = ON", ERR_FORBIDDEN },
		{ "PRAGMA user_version = 7", ERR_FORBIDDEN },
		{ "PRAGMA temp_store_directory = '/'", ERR_FORBIDDEN },
		{ "SELECT load_extension('x')", ERR_DB_ERROR },
		{ "SELECT fts3_tokenizer('x')", ERR_DB_ERROR },
	};
	struct connection *db = opened(outline_file("file.db", "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"));

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		enum err err = statement_run(db, asked[i].sql, NULL, 0, NULL);
		if (err != asked[i].expected)
			CHECK_STR(asked[i].sql, err ? err_sentence(err) : "it went through");
	}
	CHECK(connection_read_only(db) != NULL);
	connection_close(db);
}

static bool count_asks(void *context)
{
	return ++*(int *)context < 3;
}

TEST(a_statement_that_takes_too_long_asks_and_ends)
{
	static const char endless[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
	struct connection *db = opened(outline_file("file.db", two_rows));
	int asks = 0;

	CHECK_ERR(ERR_CANCELLED, statement_run(db, endless, NULL, 0, NULL));
	CHECK(strstr(err_sentence(ERR_CANCELLED), "250 ms") != NULL);
	connection_deadline(db, 10, count_asks, &asks);
	CHECK_ERR(ERR_CANCELLED, statement_run(db, endless, NULL, 0, NULL));
	CHECK_INT(3, asks);
	CHECK_INT(2, number(db, "SELECT count(*) FROM things"));
	connection_close(db);
}

TEST(a_schema_that_is_damaged_in_part_is_read_without_that_part)
{
	const char *path = outline_file("file.db", "CREATE TABLE things (id);\nCREATE TABLE broken_ (id);\nINSERT INTO things VALUES (1)");
	FILE *file = fopen(path, "r+");
	static char bytes[4096];
	struct connection *db;

	size_t size = fread(bytes, 1, sizeof bytes, file);
	char *at = memmem(bytes, size, "CREATE TABLE broken_ (id)", 25);
	REQUIRE(at != NULL);
	fseek(file, at - bytes, SEEK_SET);
	fputs("CREATE TABLE broken_ ((((", file);
	fclose(file);
	db = opened(path);
	CHECK(foreign_remark(db) && strstr(foreign_remark(db), "damaged"));
	CHECK_INT(1, number(db, "SELECT id FROM things"));
	CHECK_INT(-ERR_FORBIDDEN, number(db, "PRAGMA writable_schema = OFF"));
	connection_close(db);
}

TEST(what_is_no_database_says_so)
{
	struct connection *db;
	FILE *file = fopen(check_path("text"), "w");

	fputs("this is a text and no database, long enough to be looked into by anybody who cares: a hundred bytes at least", file);
	fclose(file);
	CHECK_ERR(ERR_NOT_A_DATABASE, connection_open(&db, check_path("text"), CONNECTION_FOREIGN));
	fclose(fopen(check_path("empty"), "w"));
	CHECK_ERR(ERR_NOT_A_DATABASE, connection_open(&db, check_path("empty"), CONNECTION_FOREIGN));
	CHECK_ERR(ERR_CANNOT_OPEN, connection_open(&db, check_path("missing"), CONNECTION_FOREIGN));
	CHECK_ERR(ERR_CANNOT_OPEN, connection_open(&db, check_folder(), CONNECTION_FOREIGN));
}

/* --- written by its owner's leave --- */

TEST(a_guest_writes_and_leaves_nothing_beside)
{
	const char *path = with_rollback_journal("file.db");
	struct connection *db;

	unlink(check_path("file.db-lock"));
	CHECK_ERR(OK, connection_open(&db, path, CONNECTION_GUEST));
	CHECK_ERR(OK, statement_run(db, "INSERT INTO things (name) VALUES ('pot')", NULL, 0, NULL));
	CHECK_INT(3, number(db, "SELECT count(*) FROM things"));
	CHECK_INT(1, number(db, "SELECT journal_mode = 'delete' FROM pragma_journal_mode"));
	CHECK(access(check_path("file.db-lock"), F_OK) != 0);
	CHECK(access(check_path("file.db-wal"), F_OK) != 0);
	CHECK_INT(0, number(db, "PRAGMA trusted_schema"));
	connection_close(db);
	db = opened(path);
	CHECK_INT(3, number(db, "SELECT count(*) FROM things"));
	connection_close(db);
}
