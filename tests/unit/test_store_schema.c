/* Our file against the one that Sequelize's sync() makes of the same declarations: fixtures/store-schema.sql, run in a
 * database of its own. Compared is what SQLite makes of both, and the text itself without our CHECKs. */
#include "check.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;
static struct schema *ours, *empty;
static struct store *mine, *theirs;

static const char *read_fixture(void)
{
	const char *folder = getenv("srcdir");
	const char *path = arena_format(&arena, "%s/tests/fixtures/store-schema.sql", folder ? folder : ".");
	FILE *file = fopen(path, "r");
	struct buffer text = { 0 };
	if (!CHECK(file != NULL))
		return "";
	for (int c; (c = getc(file)) != EOF;)
		buffer_putc(&text, (char)c);
	fclose(file);
	const char *out = arena_copy(&arena, text.bytes, text.size);
	buffer_release(&text);
	return out;
}

/* @sql with every @from (or none, when NULL) made @to. */
static const char *altered(const char *sql, const char *from, const char *to)
{
	struct buffer out = { 0 };
	for (const char *at; from && (at = strstr(sql, from)); sql = at + strlen(from)) {
		buffer_add(&out, sql, (size_t)(at - sql));
		buffer_puts(&out, to);
	}
	buffer_puts(&out, sql);
	const char *copy = arena_copy(&arena, out.bytes, out.size);
	buffer_release(&out);
	return copy;
}

static void run_script(struct store *store, const char *sql)
{
	for (const char *end; (end = strchr(sql, ';')); sql = end + 1)
		CHECK_ERR(OK, store_run(store, arena_copy(&arena, sql, (size_t)(end - sql)), NULL, 0, NULL));
}

static bool begin(const char *from, const char *to)
{
	struct sync_report report;
	arena_init(&arena);
	ours = shop_schema();
	empty = schema_new();
	if (!CHECK_ERR(OK, store_open(&mine, ours, ":memory:", STORE_CREATE)) ||
		!CHECK_ERR(OK, store_open(&theirs, empty, ":memory:", STORE_CREATE)))
		return false;
	run_script(theirs, altered(read_fixture(), from, to));
	return CHECK_ERR(OK, store_sync(mine, &arena, shop_additions, &report));
}

static void end(void)
{
	store_close(mine);
	store_close(theirs);
	schema_free(ours);
	schema_free(empty);
	arena_release(&arena);
}

/* The answer of @store as one text. */
static const char *answer(struct store *store, const char *sql, const char *table)
{
	struct table rows = { 0 };
	struct value name = value_text(table);
	const char *out = "";
	CHECK_ERR(OK, store_select(store, &arena, sql, &name, 1, &rows));
	for (size_t i = 0; i < rows.count; i++)
		out = arena_format(&arena, "%s%s; ", out, value_str(table_at(&rows, i, 0)));
	return out;
}

/* Without " CHECK (…)", which only ours has. */
static const char *without_checks(const char *sql)
{
	char *out = arena_string(&arena, sql);
	for (char *at; (at = strstr(out, " CHECK ("));) {
		char *close = at + strlen(" CHECK (");
		for (int open = 1; open && *close; close++)
			open += (*close == '(') - (*close == ')');
		memmove(at, close, strlen(close) + 1);
	}
	return out;
}

static const char *const questions[] = {
	"SELECT group_concat(printf('%s %s%s default %s key %d hidden %d', name, type, iif(\"notnull\", ' NOT NULL', "
	"''), ifnull(dflt_value, 'none'), pk, hidden), ', ')"
	" FROM pragma_table_xinfo(?1)",
	"SELECT printf('%s to %s.%s delete %s update %s match %s', \"from\", \"table\", \"to\", on_delete, on_update, "
	"\"match\")"
	" FROM pragma_foreign_key_list(?1) ORDER BY \"from\"",
	("SELECT origin || (SELECT group_concat(name) FROM pragma_index_info(l.name)) FROM pragma_index_list(?1) AS l "
	"WHERE \"unique\" ORDER BY 1"),
	"SELECT iif(sql LIKE '% AUTOINCREMENT%', 'autoincrement', 'plain') FROM sqlite_schema WHERE name = ?1",
};

/* The first table that differs, or NULL. @told: say how. */
static const char *differing(bool told)
{
	struct table tables = { 0 };
	CHECK_ERR(OK, store_select(theirs, &arena,
			      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
			      NULL, 0, &tables));
	CHECK_INT(6, tables.count);
	for (size_t i = 0; i < tables.count; i++) {
		const char *name = value_str(table_at(&tables, i, 0));
		for (size_t q = 0; q < sizeof questions / sizeof *questions; q++) {
			const char *expected = answer(theirs, questions[q], name),
				   *actual = answer(mine, questions[q], name);
			if (told)
				CHECK_STR(expected, actual);
			if (strcmp(expected, actual))
				return name;
		}
		const char *sql = without_checks(answer(mine, "SELECT sql FROM sqlite_schema WHERE name = ?1", name));
		if (told)
			CHECK_STR(arena_format(&arena, "%s; ", value_str(table_at(&tables, i, 1))), sql);
	}
	return NULL;
}

TEST(our_file_is_the_one_that_sequelize_makes)
{
	REQUIRE(begin(NULL, NULL));
	CHECK_STR(NULL, differing(true));
	end();
}

TEST(the_comparison_sees_each_kind_of_difference)
{
	static const struct { const char *table, *from, *to;
	} cases[] = {
		{ "products", "`title` VARCHAR(255) NOT NULL, `description`", "`title` VARCHAR(255), `description`" },
		{ "products", "`stock` INTEGER", "`stock` REAL" },
		{ "products", "`stock` INTEGER", "`stock` INTEGER DEFAULT 0" },
		{ "products", "`imageUrl` VARCHAR(255), `retiredAt` DATETIME",
			"`retiredAt` DATETIME, `imageUrl` VARCHAR(255)" },
		{ "products", "ON DELETE CASCADE ON UPDATE CASCADE);\nCREATE TABLE `carts`",
			"ON DELETE SET NULL ON UPDATE CASCADE);\nCREATE TABLE `carts`" },
		{ "carts", "`userId` INTEGER UNIQUE", "`userId` INTEGER" },
		{ "cartItems", ", UNIQUE (`cartId`, `productId`)", "" },
		{ "orders", "CREATE TABLE `orders` (`id` INTEGER PRIMARY KEY AUTOINCREMENT",
			"CREATE TABLE `orders` (`id` INTEGER PRIMARY KEY" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		REQUIRE(begin(cases[i].from, cases[i].to));
		CHECK_STR(cases[i].table, differing(false));
		end();
	}
}

TEST(what_we_add_bears_our_name)
{
	REQUIRE(begin(NULL, NULL));
	const char *known =
		answer(theirs, "SELECT group_concat(quote(name)) FROM sqlite_schema WHERE ?1 IS NULL", NULL);
	struct table added = { 0 };
	CHECK_ERR(OK, store_select(mine, &arena,
			      arena_format(&arena,
				      "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'souk%%' AND name NOT LIKE "
				      "'sqlite%%'"
				      " AND name NOT IN (%.*s)",
				      (int)strlen(known) - 2, known),
			      NULL, 0, &added));
	CHECK_INT(0, added.count);
	end();
}

TEST(a_second_sync_finds_all_in_place)
{
	struct sync_report report;
	struct sync_finding *findings;
	size_t count;
	REQUIRE(begin(NULL, NULL));
	CHECK_ERR(OK, store_sync(mine, &arena, shop_additions, &report));
	CHECK_INT(0, report.count);
	CHECK_ERR(OK, store_inspect(mine, &arena, shop_additions, &findings, &count));
	CHECK_INT(0, count);
	end();
}
