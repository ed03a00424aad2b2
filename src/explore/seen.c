/* The tables that rows may be told of, and what of them must be known while they are. */
#include "explore/collect.h"

#include "explore/rows.h"

#include <string.h>
#include <strings.h>

struct reading { struct connection *db; struct collection *in; struct rows kinds; };

static bool is_shadow_of(const char *table, const char *virtual)
{
	size_t size = strlen(virtual);
	return !strncasecmp(table, virtual, size) && table[size] == '_';
}

/* The virtual table that keeps itself in @table, or its own name. */
static const char *told_name(const struct rows *kinds, const char *table)
{
	const char *best = table;
	size_t most = 0;
	for (size_t i = 0; i < kinds->count; i++) {
		const char *name = value_str(rows_at(kinds, i, 0));
		if (!strcmp(value_str(rows_at(kinds, i, 1)), "virtual") && is_shadow_of(table, name) && strlen(name) > most) {
			best = name;
			most = strlen(name);
		}
	}
	return best;
}

/* Columns that are generated when read: hidden 2 of table_xinfo. */
static enum err read_virtuals(struct reading *r, struct seen *seen)
{
	static const char sql[] = "SELECT hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid";
	const struct outline_table *table = seen->outline;
	int *before = arena_array(r->in->arena, int, table->column_count), count = 0;
	struct value name = value_text(table->name);
	struct rows rows = { 0 };
	bool generated = false;
	for (size_t i = 0; i < table->column_count; i++)
		generated = generated || table->columns[i].generated;
	if (generated)
		try(rows_read(r->db, r->in->arena, sql, &name, 1, &rows));
	for (size_t i = 0; i < table->column_count && i < rows.count; i++) {
		bool virtual = rows_integer(&rows, i, 0) == 2;
		before[i] = virtual ? -1 : count;
		count += virtual;
	}
	seen->virtuals = before;
	return OK;
}

static bool has_column(const int *columns, size_t count, int column)
{
	for (size_t i = 0; i < count; i++)
		if (columns[i] == column)
			return true;
	return false;
}

/* What keys of other tables refer to; proposed keys do nothing. */
static void note_keys(struct collection *in, struct seen *seen)
{
	const struct outline *outline = in->outline;
	int *referenced = arena_array(in->arena, int, seen->outline->column_count);
	seen->keys = arena_array(in->arena, const struct outline_key *, outline->key_count);
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (key->proposed || key->broken)
			continue;
		if (key->table == seen->outline)
			seen->keys[seen->key_count++] = key;
		for (size_t c = 0; key->references == seen->outline && c < key->count; c++)
			if (!has_column(referenced, seen->referenced_count, key->referenced[c]))
				referenced[seen->referenced_count++] = key->referenced[c];
	}
	seen->referenced = referenced;
}

static enum err read_all(struct reading *r)
{
	static const char sql[] = "SELECT name, type FROM pragma_table_list WHERE schema = 'main'";
	struct collection *in = r->in;
	try(rows_read(r->db, in->arena, sql, NULL, 0, &r->kinds));
	in->tables = arena_array(in->arena, struct seen, r->kinds.count);
	in->table_count = r->kinds.count;
	for (size_t i = 0; i < r->kinds.count; i++) {
		struct seen *seen = &in->tables[i];
		*seen = (struct seen){ .name = value_str(rows_at(&r->kinds, i, 0)), .rowid = -1,
			.shadow = !strcmp(value_str(rows_at(&r->kinds, i, 1)), "shadow") };
		seen->told = seen->shadow ? told_name(&r->kinds, seen->name) : seen->name;
		seen->outline = seen->shadow ? NULL : outline_table(in->outline, seen->name);
		if (!seen->outline)
			continue;
		if (seen->outline->rowid_key)
			seen->rowid = seen->outline->key[0];
		note_keys(in, seen);
		try(read_virtuals(r, seen));
	}
	return OK;
}

enum err seen_read(struct connection *db, struct collection *in)
{
	struct reading reading = { .db = db, .in = in };
	return read_all(&reading);
}
