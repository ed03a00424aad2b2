/* The rows of a sandbox's pending steps, told in words. */
#include "explore/difference.h"

#include "base/arena.h"
#include "base/text.h"
#include "explore/rows.h"
#include "explore/sandbox.h"
#include "explore/secret.h"

#include <stdlib.h>
#include <string.h>

enum { VALUE_BYTES = 40, NAMED = 3 };

struct telling {
	struct connection *db;
	struct arena *arena;
	const struct schema *declared;
	struct sandbox_row *rows;
	size_t most, count;
	const char *table;               /* whose columns these are */
	struct rows columns;
};

static const char *column_name(const struct telling *t, int column)
{
	return (size_t)column < t->columns.count ? value_str(rows_at(&t->columns, (size_t)column, 0)) : "?";
}

static enum err know_table(struct telling *t, const char *table)
{
	const struct value name = value_text(table);
	if (t->table && !strcmp(t->table, table))
		return OK;
	t->table = arena_string(t->arena, table);
	return rows_read(t->db, t->arena, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", &name, 1, &t->columns);
}

static const char *value_words(struct arena *arena, struct value value)
{
	switch (value.type) {
	case VALUE_NULL: return "null";
	case VALUE_INTEGER: return arena_format(arena, "%lld", (long long)value.integer);
	case VALUE_REAL: return arena_format(arena, "%g", value.real);
	case VALUE_TEXT: return arena_format(arena, "%.*s%s", (int)(value.size > VALUE_BYTES ? VALUE_BYTES : value.size), value.text,
		value.size > VALUE_BYTES ? "..." : "");
	case VALUE_BLOB: return arena_format(arena, "%zu bytes", (size_t)value.size);
	}
	return "";
}

static bool is_date(const char *name)
{
	return !strcmp(name, "createdAt") || !strcmp(name, "updatedAt");
}

static const char *update_words(const struct telling *t, const struct changes_row *row)
{
	const char *text = "", *arrow = text_is_utf8() ? "\u2192" : "->";
	for (int i = 0; i < row->columns; i++) {
		const char *name = column_name(t, i), *gap = *text ? ", " : "";
		if (!row->told[i] || row->primary[i] || is_date(name))
			continue;
		if (secret_column(t->declared, row->table, name))
			text = arena_format(t->arena, "%s%s%s changed", text, gap, name);
		else
			text = arena_format(t->arena, "%s%s%s %s %s %s", text, gap, name, value_words(t->arena, row->before[i]), arrow,
				value_words(t->arena, row->after[i]));
	}
	return *text ? text : "only its dates";
}

/* What a row is called, else its first values. */
static const char *label_words(const struct telling *t, const struct changes_row *row, const struct value *values)
{
	const char *text = "";
	int named = 0;
	for (int i = 0; i < row->columns; i++) {
		const char *name = column_name(t, i);
		if ((!strcmp(name, "title") || !strcmp(name, "name")) && values[i].type == VALUE_TEXT)
			return value_words(t->arena, values[i]);
	}
	for (int i = 0; i < row->columns && named < NAMED; i++) {
		const char *name = column_name(t, i);
		if (row->primary[i] || is_date(name) || value_is_null(values[i]) || secret_column(t->declared, row->table, name))
			continue;
		text = arena_format(t->arena, "%s%s%s %s", text, named++ ? ", " : "", name, value_words(t->arena, values[i]));
	}
	return text;
}

static const char *key_words(const struct telling *t, const struct changes_row *row, const struct value *values, int64_t *id)
{
	const char *text = "";
	int count = 0;
	*id = 0;
	for (int i = 0; i < row->columns; i++) {
		if (!row->primary[i])
			continue;
		text = arena_format(t->arena, "%s%s%s", text, count++ ? ", " : "", value_words(t->arena, values[i]));
		*id = count == 1 && values[i].type == VALUE_INTEGER ? values[i].integer : 0;
	}
	return text;
}

static enum err tell(void *context, const struct changes_row *row)
{
	struct telling *t = context;
	if (t->count++ >= t->most)
		return OK;
	try(know_table(t, row->table));
	const struct value *values = row->change == WATCH_INSERTED ? row->after : row->before;
	struct sandbox_row *out = &t->rows[t->count - 1];
	out->table = t->table;
	out->change = row->change;
	out->key = key_words(t, row, values, &out->id);
	out->what = row->change == WATCH_UPDATED ? update_words(t, row) : label_words(t, row, values);
	return OK;
}

/* A changeset has its rows in no order. */
static int compare_rows(const void *one, const void *other)
{
	const struct sandbox_row *a = one, *b = other;
	int tables = strcmp(a->table, b->table);
	return tables ? tables : a->id != b->id ? (a->id < b->id ? -1 : 1) : strcmp(a->key, b->key);
}

enum err sandbox_difference(const struct sandbox *s, struct arena *arena, const struct schema *declared, size_t most,
	struct sandbox_row **out, size_t *count)
{
	struct telling t = { .db = sandbox_copy(s), .arena = arena, .declared = declared, .most = most };
	struct changes all;
	t.rows = arena_array(arena, struct sandbox_row, most);
	*out = t.rows;
	*count = 0;
	try(sandbox_joined(s, &all));
	enum err err = changes_each(&all, tell, &t);
	changes_release(&all);
	*count = err ? 0 : t.count;
	size_t told = *count < most ? *count : most;
	qsort(t.rows, told, sizeof *t.rows, compare_rows);
	for (size_t i = 0; i < told; i++)
		t.rows[i].number = (int64_t)i + 1;
	return err;
}
