/* Lint: each rule on a file that breaks it, and silence where there is nothing to say. */
#include "explore/lint.h"

#include "db/connection.h"
#include "unit/outlines.h"
#include <string.h>

static struct lint_report report;

static bool linted(const char *sql)
{
	return outline_open(sql, NULL) && CHECK_ERR(OK, lint(outlines.db, &outlines.arena, outlines.outline, &report));
}

static const char *rules(void)
{
	const char *text = "";
	for (size_t i = 0; i < report.count; i++)
		text = arena_format(&outlines.arena, "%s%s%s %lld", text, i ? ", " : "", lint_rule_name(report.items[i].rule),
			(long long)report.items[i].rows);
	return text;
}

TEST(a_sound_file_gives_nothing)
{
	REQUIRE(linted("CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE carts (id INTEGER PRIMARY KEY, userId INTEGER UNIQUE REFERENCES users);\n"
		"INSERT INTO users VALUES (1);\nINSERT INTO carts VALUES (1, 1)"));
	CHECK_STR("", rules());
	CHECK_INT(0, report.faults);
	outline_close();
}

TEST(rows_that_refer_to_nothing_and_rows_without_owner)
{
	REQUIRE(linted("CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE carts (userId INTEGER REFERENCES users);\n"
		"CREATE INDEX carts_user ON carts (userId);\nPRAGMA foreign_keys = OFF;\nINSERT INTO carts VALUES (1), (2), (NULL)"));
	CHECK_STR("dangling 2, ownerless 1", rules());
	CHECK_STR("carts.userId: 2 rows refer to no row of users", report.items[0].sentence);
	CHECK_STR("carts.userId: 1 row is without user", report.items[1].sentence);
	CHECK_INT(1, report.faults);
	outline_close();
}

TEST(a_key_of_several_columns_counts_only_when_it_is_whole)
{
	REQUIRE(linted("CREATE TABLE rooms (house TEXT, number INTEGER, PRIMARY KEY (house, number));\n"
		"CREATE TABLE guests (house TEXT, number INTEGER, FOREIGN KEY (house, number) REFERENCES rooms);\n"
		"CREATE INDEX both_ways ON guests (number, house);\nPRAGMA foreign_keys = OFF;\n"
		"INSERT INTO guests VALUES ('a', 1), ('a', NULL), (NULL, NULL)"));
	CHECK_STR("dangling 1, ownerless 2", rules());
	outline_close();
}

TEST(a_key_without_index_is_measured)
{
	REQUIRE(linted("CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users);\n"
		"CREATE INDEX half ON posts (userId) WHERE id > 5;\n"
		"INSERT INTO users WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT i FROM n;\n"
		"INSERT INTO posts (userId) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 1 + i % 50 FROM n"));
	CHECK_STR("unindexed 20000", rules());
	CHECK(report.items[0].without > report.items[0].with);
	CHECK_STR("CREATE INDEX `postsUserId` ON `posts` (`userId`)", report.items[0].advice);
	outline_close();
}

TEST(types_that_disagree)
{
	REQUIRE(linted("CREATE TABLE users (id INTEGER PRIMARY KEY, code VARCHAR(9) UNIQUE);\n"
		"CREATE TABLE a (userId TEXT UNIQUE REFERENCES users, code INT UNIQUE REFERENCES users (code), x UNIQUE REFERENCES users,"
		" y NUMERIC UNIQUE REFERENCES users)"));
	CHECK_STR("types -1, types -1", rules());
	CHECK_STR("a.userId is TEXT, but users.id to which it refers is INTEGER", report.items[0].sentence);
	outline_close();
}

TEST(keys_that_refer_to_what_is_not_there)
{
	REQUIRE(linted("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n"
		"CREATE TABLE a (x REFERENCES nowhere, y REFERENCES users (name), z REFERENCES users (gone))"));
	CHECK_STR("broken -1, broken -1, broken -1", rules());
	CHECK_STR("a.x refers to nowhere, but there is no such table: writing fails", report.items[0].sentence);
	CHECK_STR("a.z refers to users, but it has no such column: writing fails", report.items[2].sentence);
	outline_close();
}

TEST(second_rows_of_a_declared_hasOne)
{
	static const struct attribute none[] = { { 0 } };
	static const struct model_definition user = { .name = "user", .attributes = none, .no_timestamps = true };
	static const struct model_definition cart = { .name = "cart", .attributes = none, .no_timestamps = true };
	static const struct association_definition one = { .source = "user", .kind = HAS_ONE, .target = "cart" };
	struct schema *schema = schema_new();
	CHECK_ERR(OK, schema_define(schema, &user, NULL));
	CHECK_ERR(OK, schema_define(schema, &cart, NULL));
	CHECK_ERR(OK, schema_associate(schema, &one, 1));
	REQUIRE(outline_open("CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE carts (id INTEGER PRIMARY KEY, userId INTEGER REFERENCES users);\n"
		"CREATE INDEX i ON carts (userId);\nINSERT INTO users VALUES (1), (2);\nINSERT INTO carts (userId) VALUES (1), (1), (1), (2)",
		&(struct infer_options){ .declared = schema }));
	CHECK_ERR(OK, lint(outlines.db, &outlines.arena, outlines.outline, &report));
	CHECK_STR("second 2", rules());
	outline_close();
	schema_free(schema);
}

TEST(what_takes_too_long_is_said)
{
	REQUIRE(outline_open("CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (x INTEGER UNIQUE REFERENCES p);\n"
		"CREATE TABLE d (x INTEGER REFERENCES p);\nCREATE INDEX i ON d (x);\nINSERT INTO p VALUES (1);\n"
		"INSERT INTO d WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT 1 FROM n", NULL));
	connection_deadline(outlines.db, 1, NULL, NULL);
	CHECK_ERR(OK, lint(outlines.db, &outlines.arena, outlines.outline, &report));
	CHECK(report.count > 0 && report.items[0].rule == LINT_UNREAD);
	CHECK(strstr(report.items[0].sentence, "d.x could not be looked at: stopped reading") != NULL);
	outline_close();
}
