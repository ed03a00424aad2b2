/* The file as it is: every table's rows, and what the tables are made of. */
#include "conformance/world.h"

#include <string.h>

static const char tables_sql[] =
	"SELECT name, sql LIKE '%AUTOINCREMENT%' FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
	" ORDER BY name";
static const char columns_sql[] = "SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_info(?1) ORDER BY cid";
static const char keys_sql[] =
	"SELECT \"from\", \"table\", \"to\", on_delete, on_update FROM pragma_foreign_key_list(?1) ORDER BY id, seq";
static const char uniques_sql[] =
	"SELECT l.seq, i.name FROM pragma_index_list(?1) AS l, pragma_index_info(l.name) AS i"
	" WHERE l.\"unique\" AND l.origin <> 'pk' ORDER BY l.seq, i.seqno";

static const char *const stamps[] = { "createdAt", "updatedAt", "deletedAt", "created_at", "updated_at", "deleted_at" };

static bool is_stamp(const char *name)
{
	for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
		if (!strcmp(stamps[i], name))
			return true;
	return false;
}

static enum err select_tables(struct world *w, struct store *store, struct table *out)
{
	return store_select(store, &w->arena, tables_sql, NULL, 0, out);
}

static const char *quoted(struct world *w, const char *name)
{
	char *made = arena_alloc(&w->arena, strlen(name) * 2 + 3), *at = made;
	*at++ = '"';
	for (; *name; name++) {
		if (*name == '"')
			*at++ = '"';
		*at++ = *name;
	}
	*at = '"';
	return made;
}

enum err look_at_rows(struct world *w, struct store *store, struct tree **out)
{
	struct arena *arena = &w->arena;
	struct table tables, rows;
	*out = tree_new(arena, TREE_OBJECT);
	try(select_tables(w, store, &tables));
	for (size_t t = 0; t < tables.count; t++) {
		const char *name = value_str(table_at(&tables, t, 0));
		struct tree *list = tree_add(arena, *out, name, tree_new(arena, TREE_LIST));
		try(store_select(store, arena, arena_format(arena, "SELECT * FROM %s", quoted(w, name)), NULL, 0, &rows));
		for (size_t r = 0; r < rows.count; r++) {
			struct tree *row = tree_add(arena, list, NULL, tree_new(arena, TREE_OBJECT));
			for (size_t c = 0; c < rows.columns; c++)
				if (!is_stamp(rows.names[c]))
					tree_add(arena, row, rows.names[c], tree_value(arena, table_at(&rows, r, c)));
		}
	}
	return OK;
}

static enum err add_columns(struct world *w, struct store *store, struct value name, struct tree *to)
{
	struct arena *arena = &w->arena;
	struct tree *list = tree_add(arena, to, "columns", tree_new(arena, TREE_LIST));
	struct table t;
	list->ordered = true;
	try(store_select(store, arena, columns_sql, &name, 1, &t));
	for (size_t i = 0; i < t.count; i++) {
		struct tree *column = tree_add(arena, list, NULL, tree_new(arena, TREE_OBJECT));
		tree_add(arena, column, "name", tree_value(arena, table_at(&t, i, 0)));
		tree_add(arena, column, "type", tree_value(arena, table_at(&t, i, 1)));
		tree_add(arena, column, "notnull", tree_bool(arena, value_int_or(table_at(&t, i, 2), 0)));
		tree_add(arena, column, "pk", tree_value(arena, table_at(&t, i, 3)));
		if (!value_is_null(table_at(&t, i, 4)))
			tree_add(arena, column, "default", tree_value(arena, table_at(&t, i, 4)));
	}
	return OK;
}

static enum err add_foreign_keys(struct world *w, struct store *store, struct value name, struct tree *to)
{
	static const char *const words[] = { "column", "table", "ref", "on_delete", "on_update" };
	struct arena *arena = &w->arena;
	struct tree *list = tree_add(arena, to, "foreign_keys", tree_new(arena, TREE_LIST));
	struct table t;
	try(store_select(store, arena, keys_sql, &name, 1, &t));
	for (size_t i = 0; i < t.count; i++) {
		struct tree *key = tree_add(arena, list, NULL, tree_new(arena, TREE_OBJECT));
		for (size_t c = 0; c < t.columns; c++)
			tree_add(arena, key, words[c], tree_value(arena, table_at(&t, i, c)));
	}
	return OK;
}

static enum err add_uniques(struct world *w, struct store *store, struct value name, struct tree *to)
{
	struct arena *arena = &w->arena;
	struct tree *list = tree_add(arena, to, "uniques", tree_new(arena, TREE_LIST)), *unique = NULL;
	struct table t;
	try(store_select(store, arena, uniques_sql, &name, 1, &t));
	for (size_t i = 0; i < t.count; i++) {
		if (!i || !value_equals(table_at(&t, i, 0), table_at(&t, i - 1, 0))) {
			unique = tree_add(arena, list, NULL, tree_new(arena, TREE_LIST));
			unique->ordered = true;
		}
		tree_add(arena, unique, NULL, tree_value(arena, table_at(&t, i, 1)));
	}
	return OK;
}

enum err look_at_schema(struct world *w, struct tree **out)
{
	struct store *store;
	struct table tables;
	*out = tree_new(&w->arena, TREE_OBJECT);
	try(world_store(w, &store));
	try(select_tables(w, store, &tables));
	for (size_t i = 0; i < tables.count; i++) {
		struct value name = table_at(&tables, i, 0);
		struct tree *table = tree_add(&w->arena, *out, value_str(name), tree_new(&w->arena, TREE_OBJECT));
		try(add_columns(w, store, name, table));
		tree_add(&w->arena, table, "autoincrement", tree_bool(&w->arena, value_int_or(table_at(&tables, i, 1), 0)));
		try(add_foreign_keys(w, store, name, table));
		try(add_uniques(w, store, name, table));
	}
	return OK;
}
