#include "check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/record.h"
#include "model/store.h"
#include "model/sync.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;
static struct schema *schema;
static struct store *store;

static const struct attribute names[] = { { .name = "name", .type = TYPE_STRING }, { 0 } };
static const struct attribute titles[] = { { .name = "title", .type = TYPE_STRING }, { 0 } };

static void run(const char *sql)
{
	CHECK_ERR(OK, store_run(store, sql, NULL, 0, NULL));
}

static int64_t integer(const char *sql)
{
	struct table t;
	return CHECK_ERR(OK, store_select(store, &arena, sql, NULL, 0, &t)) ? value_int_or(table_at(&t, 0, 0), -1) : -1;
}

static const char *text(const char *sql)
{
	struct table t;
	return CHECK_ERR(OK, store_select(store, &arena, sql, NULL, 0, &t)) ? value_str(table_at(&t, 0, 0)) : "";
}

/* The same file with these declarations: users and their books. */
static void reopen(const struct attribute *user, const struct attribute *book, enum key_action on_delete)
{
	store_close(store);
	schema_free(schema);
	schema = schema_new();
	store = NULL;
	struct model_definition models[] = { { .name = "user", .attributes = user, .no_timestamps = true },
		{ .name = "book", .attributes = book, .no_timestamps = true } };
	struct association_definition books[] = {
		{ .source = "user", .kind = HAS_MANY, .target = "book", .on_delete = on_delete } };
	CHECK_ERR(OK, schema_define(schema, &models[0], NULL));
	CHECK_ERR(OK, schema_define(schema, &models[1], NULL));
	CHECK_ERR(OK, schema_associate(schema, books, 1));
	CHECK_ERR(OK, store_open(&store, schema, check_path("books.db"), STORE_CREATE));
}

/* Two users; ann has two books, a third is gone, and its id is never given again. */
static void begin(void)
{
	struct sync_report report;
	arena_init(&arena);
	reopen(names, titles, ACTION_CASCADE);
	CHECK_ERR(OK, store_sync(store, &arena, NULL, &report));
	run("INSERT INTO users (name) VALUES ('ann'), (NULL)");
	run("INSERT INTO books (title, userId) VALUES ('a', 1), ('b', 1), ('c', 2)");
	run("DELETE FROM books WHERE id = 3");
}

static void end(void)
{
	store_close(store);
	schema_free(schema);
	arena_release(&arena);
	store = NULL;
	schema = NULL;
}

/* "users: 'email' was added; …" */
static const char *alter(const struct addition *additions)
{
	struct sync_report report;
	const char *all = "";
	if (!CHECK_ERR(OK, store_sync_alter(store, &arena, additions, &report)))
		return NULL;
	for (size_t i = 0; i < report.count; i++)
		all = arena_format(&arena, "%s%s%s%s%s", all, i ? "; " : "", report.items[i].name,
			report.items[i].change ? ": " : "", report.items[i].change ? report.items[i].change : "");
	return all;
}

/* The text in the file is the one that sync makes, so that a next sync finds nothing. */
static void check_settled(void)
{
	for (size_t i = 0; i < schema_model_count(schema); i++) {
		const struct model *m = schema_model_at(schema, i);
		const char *sql = arena_format(&arena, "SELECT sql FROM sqlite_schema WHERE name = '%s'", model_table(m));
		CHECK_STR(model_ddl(&arena, m), text(sql));
	}
	CHECK_STR("", alter(NULL));
	CHECK_INT(1, integer("PRAGMA foreign_keys"));
	CHECK_INT(0, integer("SELECT count(*) FROM temp.sqlite_schema"));
}

TEST(nothing_changes_where_nothing_differs)
{
	begin();
	run("CREATE INDEX byTitle ON books (title)");
	check_settled();
	CHECK_INT(1, integer("SELECT count(*) FROM sqlite_schema WHERE name = 'byTitle'"));
	end();
}

TEST(a_parent_is_rebuilt_and_no_child_is_lost)
{
	const struct attribute more[] = { { .name = "name", .type = TYPE_TEXT }, { .name = "email", .type = TYPE_STRING }, { 0 } };
	begin();
	reopen(more, titles, ACTION_CASCADE);
	CHECK_STR("users: 'name' is TEXT, was VARCHAR(255); users: 'email' was added", alter(NULL));
	CHECK_INT(2, integer("SELECT count(*) FROM books WHERE userId = 1"));
	CHECK_STR("ann", text("SELECT name FROM users WHERE id = 1"));
	check_settled();
	run("DELETE FROM users WHERE id = 1");
	CHECK_INT(0, integer("SELECT count(*) FROM books"));
	end();
}

TEST(a_child_is_rebuilt_and_keeps_its_ids)
{
	const struct attribute other[] = { { .name = "isbn", .type = TYPE_STRING }, { 0 } };
	begin();
	reopen(names, other, ACTION_SET_NULL);
	CHECK_STR("books: 'isbn' was added; books: 'title' was dropped; books: 'userId' refers to users (id) ON DELETE SET NULL ON "
		  "UPDATE CASCADE, was users (id) ON DELETE CASCADE ON UPDATE CASCADE",
		alter(NULL));
	CHECK_INT(2, integer("SELECT count(*) FROM books WHERE userId = 1"));
	run("INSERT INTO books (isbn) VALUES ('x')");
	CHECK_INT(4, integer("SELECT max(id) FROM books"));
	run("DELETE FROM users WHERE id = 1");
	CHECK_INT(3, integer("SELECT count(*) FROM books WHERE userId IS NULL"));
	check_settled();
	end();
}

TEST(only_a_key_changes)
{
	begin();
	reopen(names, titles, ACTION_RESTRICT);
	CHECK_STR("books: 'userId' refers to users (id) ON DELETE RESTRICT ON UPDATE CASCADE, was users (id) ON DELETE CASCADE ON "
		  "UPDATE CASCADE",
		alter(NULL));
	CHECK_ERR(ERR_FK_CONSTRAINT, store_run(store, "DELETE FROM users WHERE id = 1", NULL, 0, NULL));
	check_settled();
	end();
}

TEST(what_is_unique_changes)
{
	const struct attribute unique[] = { { .name = "title", .type = TYPE_STRING, .unique = true }, { 0 } };
	begin();
	run("UPDATE books SET title = NULL");
	reopen(names, unique, ACTION_CASCADE);
	CHECK_STR("books: 'title' is unique", alter(NULL));
	check_settled();
	reopen(names, titles, ACTION_CASCADE);
	CHECK_STR("books: 'title' need no longer be unique", alter(NULL));
	check_settled();
	end();
}

TEST(a_key_comes_and_goes)
{
	begin();
	run("CREATE TABLE old AS SELECT id, title, userId FROM books");
	run("DROP TABLE books");
	run("CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT, title VARCHAR(255), userId INTEGER REFERENCES old (id))");
	reopen(names, titles, ACTION_CASCADE);
	CHECK_STR("books: 'userId' refers to users (id) ON DELETE CASCADE ON UPDATE CASCADE, was old (id) ON DELETE NO ACTION ON "
		  "UPDATE NO ACTION",
		alter(NULL));
	run("CREATE TABLE aside (id INTEGER PRIMARY KEY)");
	run("DROP TABLE users");
	run("CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) UNIQUE REFERENCES aside)");
	CHECK_STR("users: 'name' no longer refers to aside ON DELETE NO ACTION ON UPDATE NO ACTION; users: 'name' need no longer be "
		  "unique",
		alter(NULL));
	check_settled();
	end();
}

TEST(what_others_made_on_a_table_stays_where_it_fits)
{
	const struct attribute other[] = { { .name = "title", .type = TYPE_TEXT }, { .name = "isbn", .type = TYPE_STRING }, { 0 } };
	begin();
	run("CREATE TABLE log (what TEXT)");
	run("CREATE INDEX byTitle ON books (title)");
	run("CREATE TRIGGER told AFTER DELETE ON books BEGIN INSERT INTO log VALUES (old.title); END");
	run("CREATE VIEW shelf AS SELECT title FROM books");
	reopen(names, other, ACTION_CASCADE);
	CHECK(alter(NULL) != NULL);
	CHECK_INT(0, integer("SELECT count(*) FROM log"));
	run("DELETE FROM books WHERE id = 2");
	CHECK_STR("b", text("SELECT what FROM log"));
	CHECK_STR("a", text("SELECT title FROM shelf"));
	CHECK_INT(1, integer("SELECT count(*) FROM sqlite_schema WHERE name = 'byTitle'"));
	const struct attribute without[] = { { .name = "isbn", .type = TYPE_STRING }, { 0 } };
	reopen(names, without, ACTION_CASCADE);
	const char *told = alter(NULL);
	CHECK(told && strstr(told, "was left without what no longer fits it: CREATE INDEX byTitle"));
	CHECK_INT(1, integer("SELECT count(*) FROM books"));
	end();
}

TEST(additions_are_made_again)
{
	const struct addition additions[] = { { "index", "byTitle", "CREATE INDEX byTitle ON books (title)", NULL }, { NULL, NULL, NULL, NULL } };
	const struct attribute other[] = { { .name = "title", .type = TYPE_TEXT }, { 0 } };
	struct sync_report report;
	begin();
	CHECK_ERR(OK, store_sync(store, &arena, additions, &report));
	reopen(names, other, ACTION_CASCADE);
	CHECK_STR("books: 'title' is TEXT, was VARCHAR(255)", alter(additions));
	CHECK_STR("", alter(additions));
	CHECK_INT(1, integer("SELECT count(*) FROM sqlite_schema WHERE name = 'byTitle'"));
	end();
}

/* The alteration fails with @code and says @words, and the file is as before. */
static void check_refused(enum err code, const char *words)
{
	struct sync_report report;
	const char *before = text("SELECT group_concat(sql) FROM sqlite_schema");
	CHECK_ERR(code, store_sync_alter(store, &arena, NULL, &report));
	if (!CHECK(strstr(err_sentence(code), words)))
		printf("# %s\n", err_sentence(code));
	CHECK_INT(0, report.count);
	CHECK_STR(before, text("SELECT group_concat(sql) FROM sqlite_schema"));
	CHECK_INT(2, integer("SELECT count(*) FROM users"));
	CHECK_INT(2, integer("SELECT count(*) FROM books WHERE userId = 1"));
	CHECK_INT(1, integer("PRAGMA foreign_keys"));
	CHECK(!store_in_transaction(store));
}

TEST(what_the_rows_do_not_allow_is_refused)
{
	const struct value zero = value_integer(0), nobody = value_text("nobody");
	const struct attribute needed[] = { { .name = "name", .type = TYPE_STRING, .not_null = true }, { 0 } };
	const struct attribute added[] = { { .name = "name", .type = TYPE_STRING }, { .name = "age", .type = TYPE_INTEGER, .not_null = true }, { 0 } };
	const struct attribute unique[] = { { .name = "title", .type = TYPE_STRING, .unique = true }, { 0 } };
	const struct attribute checked[] = { { .name = "name", .type = TYPE_STRING, .check = "length(`name`) > 3" }, { 0 } };
	const struct attribute defaults[] = { { .name = "name", .type = TYPE_STRING, .not_null = true, .default_value = &nobody },
		{ .name = "age", .type = TYPE_INTEGER, .not_null = true, .default_value = &zero }, { 0 } };
	begin();
	reopen(needed, titles, ACTION_CASCADE);
	check_refused(ERR_NOT_NULL_CONSTRAINT, "cannot alter 'users': 'name' needs a value and 1 of its rows would have none");
	reopen(added, titles, ACTION_CASCADE);
	check_refused(ERR_NOT_NULL_CONSTRAINT, "'age' needs a value and 2 of its rows would have none");
	run("UPDATE books SET title = 'same'");
	reopen(names, unique, ACTION_CASCADE);
	check_refused(ERR_UNIQUE_CONSTRAINT, "cannot alter 'books': 'title' is to be unique, and 2 of its rows are alike there");
	reopen(checked, titles, ACTION_CASCADE);
	check_refused(ERR_CHECK_CONSTRAINT, "cannot alter 'users': 'name' in 1 of its rows is not as CHECK (length(`name`) > 3) wants it");
	reopen(defaults, titles, ACTION_CASCADE);
	CHECK(alter(NULL) != NULL);
	CHECK_STR("nobody", text("SELECT name FROM users WHERE id = 2"));
	CHECK_INT(0, integer("SELECT max(age) FROM users"));
	end();
}

TEST(a_new_key_over_rows_that_lead_nowhere_is_refused)
{
	struct sync_report report;
	arena_init(&arena);
	const struct attribute book[] = { { .name = "userId", .type = TYPE_INTEGER }, { 0 } };
	schema = schema_new();
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "user", .attributes = names, .no_timestamps = true }, NULL));
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "book", .attributes = book, .no_timestamps = true }, NULL));
	CHECK_ERR(OK, store_open(&store, schema, check_path("books.db"), STORE_CREATE));
	CHECK_ERR(OK, store_sync(store, &arena, NULL, &report));
	run("INSERT INTO users (name) VALUES ('ann'), ('bob')");
	run("INSERT INTO books (userId) VALUES (1), (1), (9)");
	reopen(names, book, ACTION_CASCADE);
	check_refused(ERR_FK_CONSTRAINT, "cannot alter 'books': 1 of its rows would refer to no row of 'users'");
	end();
}

TEST(inside_a_transaction_it_is_refused)
{
	struct sync_report report;
	begin();
	CHECK_ERR(OK, store_begin(store));
	CHECK_ERR(ERR_ERROR, store_sync_alter(store, &arena, NULL, &report));
	CHECK_ERR(OK, store_end(store, OK));
	end();
}
