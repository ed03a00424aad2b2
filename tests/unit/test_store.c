/* The store: a connection with a schema, rows in the caller's arena. */
#include "model/store.h"

#include "base/arena.h"
#include "unit/check.h"
#include "unit/child.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err run(struct store *store, const char *sql)
{
	return store_run(store, sql, NULL, 0, NULL);
}

static struct store *fresh(void)
{
	struct store *store;

	CHECK_ERR(OK, store_open(&store, NULL, check_path("a.db"), STORE_CREATE));
	CHECK_ERR(OK, run(store, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)"));
	CHECK_ERR(OK, run(store, "INSERT INTO users (name) VALUES ('Asha'), ('Ben'), (NULL)"));
	return store;
}

TEST(selects_into_the_arena)
{
	struct store *store = fresh();
	struct value two = value_integer(2);
	struct table table;
	struct arena arena;

	arena_init(&arena);
	CHECK_ERR(OK, store_select(store, &arena, "SELECT id, name AS who FROM users WHERE id >= ?1 ORDER BY id", &two, 1, &table));
	store_close(store);
	REQUIRE(CHECK_INT(2, table.count) && CHECK_INT(2, table.columns));
	CHECK_STR("who", table.names[1]);
	CHECK_INT(2, value_int_or(table_at(&table, 0, 0), 0));
	CHECK_STR("Ben", value_str(table_at(&table, 0, 1)));
	CHECK(value_is_null(table_at(&table, 1, 1)));
	arena_release(&arena);
}

TEST(selects_nothing_and_fails_with_nothing)
{
	struct store *store = fresh();
	struct table table;
	struct arena arena;

	arena_init(&arena);
	CHECK_ERR(OK, store_select(store, &arena, "SELECT id FROM users WHERE 0", NULL, 0, &table));
	CHECK_INT(0, table.count);
	CHECK_STR("id", table.names[0]);
	CHECK_ERR(OK, store_select(store, &arena, "DELETE FROM users", NULL, 0, &table));
	CHECK_INT(0, table.count);
	CHECK_ERR(ERR_DB_ERROR, store_select(store, &arena, "SELECT id FROM nowhere", NULL, 0, &table));
	CHECK_INT(0, table.count);
	arena_release(&arena);
	store_close(store);
}

TEST(columns_that_came_and_went_since)
{
	struct store *store = fresh();
	struct table table;
	struct arena arena;

	arena_init(&arena);
	CHECK_ERR(OK, store_select(store, &arena, "SELECT * FROM users", NULL, 0, &table));
	CHECK_INT(2, table.columns);
	CHECK_ERR(OK, run(store, "ALTER TABLE users DROP COLUMN name"));
	CHECK_ERR(OK, store_select(store, &arena, "SELECT * FROM users", NULL, 0, &table));
	CHECK_INT(1, table.columns);
	CHECK_INT(3, table.count);
	CHECK_INT(3, value_int_or(table_at(&table, 2, 0), 0));
	CHECK_ERR(OK, run(store, "ALTER TABLE users ADD COLUMN more TEXT DEFAULT 'm'"));
	CHECK_ERR(OK, store_select(store, &arena, "SELECT * FROM users", NULL, 0, &table));
	REQUIRE(CHECK_INT(2, table.columns));
	CHECK_STR("more", table.names[1]);
	CHECK_STR("m", value_str(table_at(&table, 2, 1)));
	arena_release(&arena);
	store_close(store);
}

TEST(keeps_its_identity)
{
	struct store *store = fresh();
	int64_t id = -1, version = -1;

	CHECK_ERR(OK, store_identity(store, &id, &version));
	CHECK_INT(0, id);
	CHECK_ERR(OK, store_set_identity(store, 0x736f756b, 3));
	store_close(store);
	CHECK_ERR(OK, store_open(&store, NULL, check_path("a.db"), STORE_READ));
	CHECK_ERR(OK, store_identity(store, &id, &version));
	CHECK_INT(0x736f756b, id);
	CHECK_INT(3, version);
	CHECK_ERR(ERR_READ_ONLY, store_set_identity(store, 1, 1));
	store_close(store);
}

static enum err rename_both(struct store *store, void *context)
{
	CHECK(store_in_transaction(store));
	try(run(store, "UPDATE users SET name = 'x'"));
	return *(enum err *)context;
}

static int64_t named_x(struct store *store)
{
	int64_t count = -1;

	CHECK_ERR(OK, store_run(store, "SELECT id FROM users WHERE name = 'x'", NULL, 0, &count));
	return count;
}

TEST(works_in_transactions)
{
	struct store *store = fresh();
	enum err outcome = ERR_STOCK;

	CHECK_ERR(ERR_STOCK, store_transaction(store, rename_both, &outcome));
	CHECK_INT(0, named_x(store));
	outcome = OK;
	CHECK_ERR(OK, store_transaction(store, rename_both, &outcome));
	CHECK_INT(3, named_x(store));
	CHECK(!store_in_transaction(store));
	store_close(store);
}

static void remember(void *context, const struct store_event *event)
{
	struct store_event *last = context;

	*last = *event;
	if (event->count)
		CHECK_INT(2, event->values[0].integer);
}

TEST(tells_what_was_run)
{
	struct store *store = fresh();
	struct store_event last = { 0 };
	struct value two = value_integer(2);
	struct store_totals before = store_totals(store);

	store_observe(store, remember, &last);
	CHECK_ERR(OK, store_run(store, "DELETE FROM users WHERE id <= ?1", &two, 1, NULL));
	CHECK_STR("DELETE FROM users WHERE id <= ?1", last.sql);
	CHECK_INT(1, last.count);
	CHECK_INT(2, last.rows);
	CHECK(last.prepared && last.nanoseconds > 0);
	CHECK_INT(before.statements + 1, store_totals(store).statements);
	CHECK_INT(before.prepared + 1, store_totals(store).prepared);
	store_observe(store, NULL, NULL);
	CHECK_ERR(OK, run(store, "SELECT 1"));
	CHECK_INT(2, last.rows);
	store_close(store);
}

static void read_only_by_rights(void *path)
{
	struct store *store;

	EXPECT_ERR(OK, store_open(&store, NULL, path, STORE_WRITE));
	EXPECT(store_is_read_only(store));
	EXPECT_ERR(ERR_READ_ONLY, store_begin(store));
	EXPECT(strstr(err_sentence(ERR_READ_ONLY), "no permission to write it"));
	store_close(store);
}

TEST(falls_back_to_reading)
{
	struct store *store = fresh();

	CHECK(!store_is_read_only(store));
	CHECK_STR(check_path("a.db"), store_path(store));
	store_close(store);
	chmod(check_path("a.db"), 0444);
	chmod(check_folder(), 0777);
	CHECK(child_run_as_nobody(read_only_by_rights, (void *)(uintptr_t)check_path("a.db")));
	chmod(check_folder(), 0700);
}

TEST(passes_on_copies_checks_and_versions)
{
	struct store *store = fresh();
	struct arena arena;
	const char **findings;
	size_t count;
	int64_t one, two;

	arena_init(&arena);
	CHECK_ERR(OK, store_version(store, &one));
	CHECK_ERR(OK, run(store, "DELETE FROM users"));
	CHECK_ERR(OK, store_version(store, &two));
	CHECK(one != two);
	CHECK_ERR(OK, store_integrity(store, &arena, &findings, &count));
	CHECK_INT(0, count);
	CHECK_ERR(OK, store_backup(store, check_path("copy.db")));
	CHECK_ERR(ERR_TAKEN, store_backup(store, check_path("copy.db")));
	CHECK(!strncmp(store_library(), "SQLite 3.", 9));
	store_tidy(store, 0);
	arena_release(&arena);
	store_close(store);
}
