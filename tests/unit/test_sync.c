#include "check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/store.h"
#include "model/sync.h"

#include <stdio.h>
#include <string.h>

static const struct attribute title[] = {
	{ .name = "title", .type = TYPE_STRING }, { .name = "stock", .type = TYPE_INTEGER, .check = "`stock` >= 0" }, { 0 } };
static const struct attribute setting[] = { { .name = "name", .type = TYPE_STRING, .primary_key = true }, { 0 } };

static const struct addition additions[] = { { "index", "byTitle", "CREATE INDEX byTitle ON books (title)", NULL },
	{ "table", "search", "CREATE VIRTUAL TABLE search USING fts5(title, content='books', content_rowid='id')",
		"INSERT INTO search(search) VALUES ('rebuild')" },
	{ "trigger", "searchAdd",
		"CREATE TRIGGER searchAdd AFTER INSERT ON books BEGIN INSERT INTO search(rowid, title) VALUES (new.id, "
		"new.title); END",
		"INSERT INTO search(search) VALUES ('rebuild')" },
	{ NULL, NULL, NULL, NULL } };

static struct arena arena;
static struct schema *schema;
static struct store *store;

static void define(const char *name, const struct attribute *attributes, bool hidden)
{
	CHECK_ERR(OK, schema_define(schema,
			      &(struct model_definition){
				      .name = name, .attributes = attributes, .no_timestamps = true, .hidden = hidden },
			      NULL));
}

static void associate(const char *source, enum association_kind kind, const char *target, enum key_action on_delete)
{
	CHECK_ERR(OK, schema_associate(schema,
			      &(struct association_definition){
				      .source = source, .kind = kind, .target = target, .on_delete = on_delete },
			      1));
}

/* Books of authors, defined child first, and a hidden table. */
static bool begin(void)
{
	arena_init(&arena);
	schema = schema_new();
	define("book", title, false);
	define("author", NULL, false);
	define("setting", setting, true);
	associate("author", HAS_MANY, "book", ACTION_RESTRICT);
	return CHECK_ERR(OK, store_open(&store, schema, check_path("books.db"), STORE_CREATE));
}

static void end(void)
{
	store_close(store);
	schema_free(schema);
	arena_release(&arena);
}

static void run(const char *sql)
{
	CHECK_ERR(OK, store_run(store, sql, NULL, 0, NULL));
}

static int64_t integer(const char *sql)
{
	struct table rows = { 0 };
	CHECK_ERR(OK, store_select(store, &arena, sql, NULL, 0, &rows));
	return rows.count ? value_int_or(table_at(&rows, 0, 0), -1) : -1;
}

/* What was made, in order: "authors books +byTitle". */
static const char *list(const struct sync_report *report)
{
	const char *out = "";
	for (size_t i = 0; i < report->count; i++)
		out = arena_format(&arena, "%s%s%s%s", out, i ? " " : "", report->items[i].addition ? "+" : "",
			report->items[i].name);
	return out;
}

static const char *sync_now(void)
{
	struct sync_report report;
	CHECK_ERR(OK, store_sync(store, &arena, additions, &report));
	return list(&report);
}

static void fill(void)
{
	run("INSERT INTO authors DEFAULT VALUES");
	run("INSERT INTO books (title, stock, authorId) VALUES ('lamp', 1, 1)");
	run("INSERT INTO settings VALUES ('currency')");
}

TEST(makes_what_is_missing_parents_first)
{
	REQUIRE(begin());
	CHECK_STR("authors books settings +byTitle +search +searchAdd", sync_now());
	CHECK_STR("", sync_now());
	CHECK(!store_in_transaction(store));
	fill();
	CHECK_STR("", sync_now());
	CHECK_INT(1, integer("SELECT count(*) FROM search WHERE search MATCH 'lamp'"));
	end();
}

static void count_statements(void *context, const struct store_event *event)
{
	(void)event;
	++*(int *)context;
}

TEST(nothing_missing_is_nothing_written)
{
	int statements = 0;
	REQUIRE(begin());
	sync_now();
	store_observe(store, count_statements, &statements);
	CHECK_STR("", sync_now());
	CHECK_INT(1, statements);
	end();
}

TEST(never_touches_a_table_that_is_there)
{
	REQUIRE(begin());
	run("CREATE TABLE Books (id INTEGER PRIMARY KEY, title TEXT, other TEXT)");
	CHECK_STR("authors settings +byTitle +search +searchAdd", sync_now());
	CHECK_INT(1, integer("SELECT count(*) FROM pragma_table_info('books') WHERE name = 'other'"));
	end();
}

TEST(additions_are_made_again_when_they_differ)
{
	REQUIRE(begin());
	sync_now();
	fill();
	run("DROP TRIGGER searchAdd");
	run("INSERT INTO books (title) VALUES ('chair')");
	CHECK_INT(0, integer("SELECT count(*) FROM search WHERE search MATCH 'chair'"));
	CHECK_STR("+searchAdd", sync_now());
	CHECK_INT(1, integer("SELECT count(*) FROM search WHERE search MATCH 'chair'"));
	run("DROP INDEX byTitle");
	run("CREATE INDEX byTitle ON books (stock)");
	CHECK_STR("+byTitle", sync_now());
	CHECK_INT(1, integer("SELECT count(*) FROM pragma_index_info('byTitle') WHERE name = 'title'"));
	run("DROP INDEX byTitle");
	run("CREATE  INDEX byTitle /* the same */ ON books( title );");
	CHECK_STR("", sync_now());
	end();
}

TEST(rows_of_a_table_made_again_are_searched_again)
{
	REQUIRE(begin());
	sync_now();
	fill();
	run("DROP TRIGGER searchAdd");
	run("DROP TABLE books");
	CHECK_STR("books +byTitle +searchAdd", sync_now());
	CHECK_INT(0, integer("SELECT count(*) FROM search WHERE search MATCH 'lamp'"));
	CHECK_INT(0, integer("SELECT count(*) FROM search('lamp')"));
	end();
}

TEST(a_failing_sync_leaves_nothing)
{
	const struct addition broken[] = {
		{ "index", "bad", "CREATE INDEX bad ON nowhere (x)", NULL }, { NULL, NULL, NULL, NULL } };
	struct sync_report report;
	REQUIRE(begin());
	CHECK_ERR(ERR_DB_ERROR, store_sync(store, &arena, broken, &report));
	CHECK_INT(0, report.count);
	CHECK_INT(0, integer("SELECT count(*) FROM sqlite_schema"));
	end();
}

TEST(circles_are_made_in_order_of_definition)
{
	struct sync_report report;
	arena_init(&arena);
	schema = schema_new();
	define("doc", NULL, false);
	define("version", NULL, false);
	associate("doc", HAS_MANY, "version", ACTION_RESTRICT);
	associate("doc", BELONGS_TO, "version", ACTION_RESTRICT);
	REQUIRE_OK(store_open(&store, schema, check_path("docs.db"), STORE_CREATE));
	CHECK_ERR(OK, store_sync(store, &arena, NULL, &report));
	CHECK_STR("docs versions", list(&report));
	CHECK_INT(2, integer("SELECT (SELECT count(*) FROM pragma_foreign_key_list('docs')) + (SELECT count(*) FROM "
			     "pragma_foreign_key_list('versions'))"));
	run("INSERT INTO docs DEFAULT VALUES");
	run("INSERT INTO versions (docId) VALUES (1)");
	run("UPDATE docs SET versionId = 1");
	CHECK_ERR(OK, store_sync_force(store, &arena, NULL, NULL, &report));
	CHECK_STR("docs versions", list(&report));
	CHECK_INT(0, integer("SELECT (SELECT count(*) FROM docs) + (SELECT count(*) FROM versions)"));
	CHECK_ERR(ERR_FK_CONSTRAINT, store_run(store, "INSERT INTO docs (versionId) VALUES (9)", NULL, 0, NULL));
	end();
}

TEST(force_empties_all_but_what_is_kept)
{
	const char *const keep[] = { "setting", NULL };
	struct sync_report report;
	REQUIRE(begin());
	sync_now();
	fill();
	run("CREATE TABLE strangers (bookId INTEGER REFERENCES books (id) ON DELETE CASCADE)");
	run("INSERT INTO strangers VALUES (1)");
	CHECK_ERR(OK, store_sync_force(store, &arena, additions, keep, &report));
	CHECK_STR("authors books +byTitle +search +searchAdd", list(&report));
	CHECK_INT(0, integer("SELECT count(*) FROM books"));
	CHECK_INT(1, integer("SELECT count(*) FROM settings"));
	CHECK_INT(1, integer("SELECT count(*) FROM strangers"));
	CHECK_INT(0, integer("SELECT count(*) FROM search('lamp')"));
	CHECK_INT(1, integer("PRAGMA foreign_keys"));
	run("INSERT INTO books (title) VALUES ('chair')");
	CHECK_INT(1, integer("SELECT max(id) FROM books"));
	CHECK_ERR(OK, store_sync_force(store, &arena, additions, NULL, &report));
	CHECK_INT(0, integer("SELECT count(*) FROM settings"));
	end();
}

TEST(drop_takes_the_schema_and_leaves_strangers)
{
	REQUIRE(begin());
	sync_now();
	fill();
	run("CREATE TABLE strangers (bookId INTEGER REFERENCES books (id) ON DELETE CASCADE)");
	run("INSERT INTO strangers VALUES (1)");
	CHECK_ERR(OK, store_drop(store, &arena, additions));
	CHECK_INT(1, integer("SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'"));
	CHECK_INT(1, integer("SELECT count(*) FROM strangers"));
	CHECK_INT(1, integer("PRAGMA foreign_keys"));
	CHECK_ERR(OK, store_drop(store, &arena, additions));
	end();
}

TEST(a_failing_force_leaves_all)
{
	const struct addition broken[] = {
		{ "index", "bad", "CREATE INDEX bad ON nowhere (x)", NULL }, { NULL, NULL, NULL, NULL } };
	struct sync_report report;
	REQUIRE(begin());
	sync_now();
	fill();
	CHECK_ERR(ERR_DB_ERROR, store_sync_force(store, &arena, broken, NULL, &report));
	CHECK_INT(1, integer("SELECT count(*) FROM books"));
	CHECK_INT(1, integer("PRAGMA foreign_keys"));
	end();
}

TEST(losses_are_told_per_table)
{
	struct sync_loss *losses;
	size_t count;
	REQUIRE(begin());
	CHECK_ERR(OK, store_sync_losses(store, &arena, &losses, &count));
	CHECK_INT(0, count);
	sync_now();
	fill();
	run("INSERT INTO books (title) VALUES ('chair')");
	REQUIRE_OK(store_sync_losses(store, &arena, &losses, &count));
	REQUIRE(count == 2);
	CHECK_STR("book", model_name(losses[0].model));
	CHECK_INT(2, losses[0].rows);
	CHECK_INT(1, losses[1].rows);
	end();
}

TEST(strangers_are_the_tables_that_no_model_has)
{
	struct sync_stranger *left;
	size_t count;
	REQUIRE(begin());
	sync_now();
	fill();
	run("CREATE TABLE \"my notes\" (text)");
	run("CREATE TABLE Empty (text)");
	run("INSERT INTO \"my notes\" VALUES ('a'), ('b')");
	REQUIRE_OK(store_sync_strangers(store, &arena, &left, &count));
	REQUIRE(count == 2);
	CHECK_STR("Empty", left[0].table);
	CHECK_INT(0, left[0].rows);
	CHECK_STR("my notes", left[1].table);
	CHECK_INT(2, left[1].rows);
	end();
}

/* All that the file has, by name. */
static const char *whole_schema(void)
{
	struct table rows = { 0 };
	CHECK_ERR(OK, store_select(store, &arena, "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY name)",
			      NULL, 0, &rows));
	return rows.count ? value_str(table_at(&rows, 0, 0)) : "";
}

TEST(the_sql_of_a_force_does_what_the_force_does)
{
	static const char *const keep[] = { "setting", NULL };
	struct sync_report report;
	const char *const *sql;
	size_t count;
	REQUIRE(begin());
	sync_now();
	fill();
	CHECK_ERR(OK, store_sync_force_sql(store, &arena, additions, keep, &sql, &count));
	CHECK_INT(1, integer("SELECT count(*) FROM books"));
	REQUIRE(count > 4);
	CHECK_STR("PRAGMA foreign_keys = OFF", sql[0]);
	CHECK_STR("PRAGMA foreign_keys = ON", sql[count - 1]);
	CHECK_STR("BEGIN IMMEDIATE", sql[1]);
	CHECK_STR("COMMIT", sql[count - 2]);
	CHECK_ERR(OK, store_begin(store));
	for (size_t i = 2; i < count - 2; i++)
		run(sql[i]);
	CHECK_ERR(OK, store_end(store, OK));
	const char *by_hand = whole_schema();
	CHECK_INT(0, integer("SELECT count(*) FROM books"));
	CHECK_INT(1, integer("SELECT count(*) FROM settings"));
	CHECK_ERR(OK, store_sync_force(store, &arena, additions, keep, &report));
	CHECK_STR(whole_schema(), by_hand);
	end();
}

/* The findings, one after the other, strange ones with a "!". */
static const char *inspect_now(void)
{
	struct sync_finding *findings;
	size_t count;
	const char *out = "";
	CHECK_ERR(OK, store_inspect(store, &arena, additions, &findings, &count));
	for (size_t i = 0; i < count; i++)
		out = arena_format(
			&arena, "%s%s%s%s", out, i ? "; " : "", findings[i].strange ? "!" : "", findings[i].sentence);
	return out;
}

TEST(inspect_finds_what_is_missing)
{
	REQUIRE(begin());
	CHECK_STR("the table 'books' is missing; the table 'authors' is missing; the table 'settings' is missing; "
		  "the index 'byTitle' is missing; the table 'search' is missing; the trigger 'searchAdd' is missing",
		inspect_now());
	sync_now();
	CHECK_STR("", inspect_now());
	run("DROP INDEX byTitle");
	run("CREATE INDEX byTitle ON books (stock)");
	CHECK_STR("the index 'byTitle' is not as it should be", inspect_now());
	end();
}

TEST(inspect_finds_lost_columns_and_checks)
{
	REQUIRE(begin());
	run("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, stock INTEGER CHECK(`stock`>=0))");
	sync_now();
	CHECK_STR("the column 'books.authorId' is missing", inspect_now());
	end();
	REQUIRE(begin());
	run("DROP TABLE books");
	run("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, stock INTEGER, authorId INTEGER)");
	sync_now();
	CHECK_STR("the column 'books.stock' lacks CHECK (`stock` >= 0)", inspect_now());
	end();
}

TEST(inspect_finds_strange_triggers_and_views)
{
	REQUIRE(begin());
	sync_now();
	run("CREATE TABLE stranger (x)");
	run("CREATE INDEX strangeIndex ON stranger (x)");
	CHECK_STR("", inspect_now());
	run("CREATE TRIGGER greedy AFTER INSERT ON books BEGIN DELETE FROM authors; END");
	run("CREATE VIEW peep AS SELECT * FROM books");
	CHECK_STR("!the trigger 'greedy' was made by another program; !the view 'peep' was made by another program",
		inspect_now());
	end();
}

TEST(a_read_only_file_is_synced_when_it_lacks_nothing)
{
	struct sync_report report;
	REQUIRE(begin());
	sync_now();
	store_close(store);
	REQUIRE_OK(store_open(&store, schema, check_path("books.db"), STORE_READ));
	CHECK_ERR(OK, store_sync(store, &arena, additions, &report));
	CHECK_ERR(ERR_READ_ONLY,
		store_sync(store, &arena,
			(const struct addition[]){ { "index", "new", "CREATE INDEX new ON books (id)", NULL }, { 0 } },
			&report));
	CHECK_ERR(ERR_READ_ONLY, store_sync_force(store, &arena, additions, NULL, &report));
	end();
}
