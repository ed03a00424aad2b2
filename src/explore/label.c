/* What people call a row: its name or title; of a row that has neither, that of what it refers to. */
#include "explore/retell.h"

#include "base/arena.h"
#include "explore/address.h"
#include "explore/rows.h"
#include "model/names.h"

#include <string.h>
#include <strings.h>

enum { LABEL_MOST = 60 };

static bool is_text(const struct outline_column *column)
{
	return strcasestr(column->type, "CHAR") || strcasestr(column->type, "TEXT") || strcasestr(column->type, "CLOB") || !*column->type;
}

static bool ends_with(const char *name, const char *ending)
{
	size_t size = strlen(name), tail = strlen(ending);
	return size >= tail && !strcasecmp(name + size - tail, ending);
}

/* The column that names a row best: an earlier word of the list before a later one. -1: none. */
static int label_column(const struct outline_table *table)
{
	static const char *const words[] = { "name", "title", "label", "subject", "email", "code" };
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		for (size_t i = 0; i < table->column_count; i++)
			if (is_text(&table->columns[i]) && !table->columns[i].key && ends_with(table->columns[i].name, words[w]))
				return (int)i;
	return -1;
}

static const char *label_expression(struct arena *arena, const struct outline_table *table, int column, const char *alias)
{
	return arena_format(arena, "substr(%s.%s, 1, %d)", alias, quote_name(arena, table->columns[column].name), LABEL_MOST);
}

/* "p.`id` = c.`userId`" */
static const char *key_matches(struct arena *arena, const struct outline_key *key, const char *parent, const char *child)
{
	const char *same = "";
	for (size_t i = 0; i < key->count; i++)
		same = arena_format(arena, "%s%s%s.%s = %s.%s", same, i ? " AND " : "", parent,
			quote_name(arena, key->references->columns[key->referenced[i]].name), child,
			quote_name(arena, key->table->columns[key->columns[i]].name));
	return same;
}

/* Of the keys that the table holds the first that leads to rows with a name, and not by @not. */
static const struct outline_key *key_to_label(const struct outline *outline, const struct outline_table *table, const struct outline_key *not)
{
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (key->table == table && key != not && !key->broken && !key->proposed && label_column(key->references) >= 0)
			return key;
	}
	return NULL;
}

static const char *label_by_key(struct arena *arena, const struct outline_key *key)
{
	return arena_format(arena, "(SELECT %s FROM main.%s AS p WHERE %s)",
		label_expression(arena, key->references, label_column(key->references), "p"), key->references->quoted,
		key_matches(arena, key, "p", "c"));
}

/* "cart of bob": by way of a row that has no name itself. */
static const char *label_by_two(struct arena *arena, const struct outline *outline, const struct rehearse_branch *branch)
{
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i], *next;
		if (key->table != branch->table || key == branch->key || key->broken || key->proposed)
			continue;
		next = key_to_label(outline, key->references, key);
		if (next)
			return arena_format(arena, "(SELECT %s || ' of ' || %s FROM main.%s AS m JOIN main.%s AS p ON %s WHERE %s)",
				address_literal(arena, value_text(singular_of(arena, key->references->name))),
				label_expression(arena, next->references, label_column(next->references), "p"), key->references->quoted,
				next->references->quoted, key_matches(arena, next, "p", "m"), key_matches(arena, key, "m", "c"));
	}
	return NULL;
}

static const char *label_source(struct arena *arena, const struct outline *outline, const struct rehearse_branch *branch)
{
	int own = label_column(branch->table);
	if (own >= 0)
		return label_expression(arena, branch->table, own, "c");
	const struct outline_key *key = key_to_label(outline, branch->table, branch->key);
	return key ? label_by_key(arena, key) : label_by_two(arena, outline, branch);
}

static const char *label_query(struct arena *arena, const struct outline *outline, const struct rehearse_branch *branch)
{
	const struct outline_table *table = branch->table;
	const char *source = label_source(arena, outline, branch), *where = "";
	if (!source)
		return NULL;
	for (size_t i = 0; i < table->key_count; i++)
		where = arena_format(arena, "%s%sc.%s = ?%zu", where, i ? " AND " : "", quote_name(arena, table->columns[table->key[i]].name), i + 1);
	if (!table->key_count)
		where = arena_format(arena, "c.%s = ?1", outline_rowid(table));
	return arena_format(arena, "SELECT %s FROM main.%s AS c WHERE %s", source, table->quoted, where);
}

static enum err label_rows(struct connection *db, struct arena *arena, const char *sql, struct rehearse_row *row, size_t most)
{
	for (; row && most; row = row->next, most--) {
		struct rows found;
		try(rows_read(db, arena, sql, row->key, row->key_count, &found));
		if (found.count && rows_at(&found, 0, 0).type == VALUE_TEXT)
			row->label = value_str(rows_at(&found, 0, 0));
	}
	return OK;
}

static enum err label_below(struct connection *db, struct arena *arena, const struct outline *outline, const struct rehearse_branch *first,
	size_t most)
{
	for (const struct rehearse_branch *at = first; at; at = at->next) {
		const char *sql = at->action == REHEARSE_INSERTED ? NULL : label_query(arena, outline, at);
		if (sql)
			try(label_rows(db, arena, sql, at->rows, most));
		try(label_below(db, arena, outline, at->first, most));
	}
	return OK;
}

enum err retell_label(struct connection *db, struct arena *arena, const struct rehearsal *rehearsal, size_t most)
{
	return label_below(db, arena, rehearsal->outline, rehearsal->branches, most);
}
