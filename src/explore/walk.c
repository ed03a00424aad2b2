/* One row whole, and how many rows each of its associations leads to. A table may have more columns than one SELECT gives
 * at once with comfort, so they are read in batches. */
#include "explore/walk.h"

#include "base/arena.h"
#include "db/statement.h"
#include "explore/address.h"
#include "explore/walk_sql.h"

#include <string.h>

enum { BATCH = 500 };

const struct walk_cell *walk_cell_of(const struct walk_row *row, const struct outline_table *table, int position)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->columns[i].table == table && row->columns[i].position == position)
			return &row->cells[i];
	return NULL;
}

/* ---- one row ---- */

/* Columns from @from to before @to of the row @find identifies; by @key when it is given, else by its ident. */
struct reading {
	const struct walk *walk;
	struct arena *arena;
	const struct outline_table *table;
	const struct value *key;
	size_t key_count, from, to;
	struct walk_column *columns;
	struct walk_cell *cells;
	struct value *ident;
	struct walk_sql *sql;
	bool found;
};

static enum err take_row(void *context, struct statement *statement)
{
	struct reading *r = context;
	size_t at = 0;
	for (size_t i = r->from; i < r->to; i++)
		r->cells[i] = walk_take(r->sql, statement, &r->columns[i], &at);
	for (size_t i = 0; i < walk_ident_count(r->table); i++)
		r->ident[i] = walk_take_key(r->sql, statement, &at);
	r->found = true;
	return OK;
}

/* " WHERE …": by the primary key where there is one and it was given, else by what identifies it. */
static void put_which(struct walk_sql *s, const struct reading *r, bool by_key)
{
	const struct outline_table *table = r->table;
	size_t count = by_key ? r->key_count : walk_ident_count(table);
	for (size_t i = 0; i < count; i++) {
		walk_put(s, i ? " AND " : " WHERE ");
		if (table->key_count && (by_key || table->without_rowid || table->rowid_key))
			walk_put_column(s, table, table->key[i], false);
		else
			walk_put(s, outline_rowid(table));
		walk_put(s, " = ");
		walk_put_value(s, by_key ? r->key[i] : r->ident[i]);
	}
	walk_put_rules(s, table);
}

static enum err read_batch(struct reading *r, bool by_key, struct walk_asked *asked)
{
	struct walk_sql s = { .walk = r->walk, .arena = r->arena };
	walk_put(&s, "SELECT ");
	for (size_t i = r->from; i < r->to; i++) {
		walk_put_read(&s, &r->columns[i], false);
		walk_put(&s, ", ");
	}
	walk_put_ident(&s, r->table, "", false);
	walk_put(&s, " FROM ");
	walk_put_table(&s, r->table, false);
	put_which(&s, r, by_key);
	r->sql = &s;
	r->found = false;
	enum err err = walk_run(&s, take_row, r, asked);
	walk_sql_release(&s);
	return err;
}

static const char *row_key(struct arena *arena, const struct walk_row *row)
{
	const struct outline_table *table = row->table;
	struct value *key = arena_array(arena, struct value, table->key_count);
	for (size_t i = 0; i < table->key_count; i++) {
		const struct walk_cell *cell = walk_cell_of(row, table, table->key[i]);
		key[i] = cell ? cell->value : value_null();
	}
	return table->key_count ? walk_key_of(arena, table, key, table->key_count) : walk_key_of(arena, table, row->ident, row->ident_count);
}

static enum err gone(struct reading *r)
{
	const char *key = walk_key_of(r->arena, r->table, r->key ? r->key : r->ident, r->key ? r->key_count : walk_ident_count(r->table));
	if (r->walk->rules.sees && r->walk->rules.sees(r->walk->rules.context, r->table->name))
		return fail(ERR_FORBIDDEN, "%s %s is not there, or not yours to see", r->table->name, key);
	return fail(ERR_NOT_FOUND, "there is no row %s in %s", key, r->table->name);
}

/* All that is not hidden, each in its place. */
static size_t all_columns(struct reading *r)
{
	size_t count = 0;
	for (size_t i = 0; i < r->table->column_count; i++)
		if (!r->table->columns[i].hidden)
			r->columns[count++] = walk_column_of(r->walk, r->table, (int)i);
	return count;
}

static enum err read_row(struct reading *r, struct walk_row *out, struct walk_asked *asked)
{
	bool by_key = r->key != NULL;
	try(outline_tells_rows_apart(r->table));
	r->columns = arena_array(r->arena, struct walk_column, r->table->column_count);
	r->cells = arena_array(r->arena, struct walk_cell, r->table->column_count);
	if (!r->ident)
		r->ident = arena_array(r->arena, struct value, walk_ident_count(r->table));
	size_t count = all_columns(r);
	do {
		r->to = r->from + BATCH < count ? r->from + BATCH : count;
		try(read_batch(r, by_key, r->from ? NULL : asked));
		if (!r->found)
			return gone(r);
		by_key = false;
		r->from = r->to;
	} while (r->from < count);
	*out = (struct walk_row){ .table = r->table, .ident = r->ident, .ident_count = walk_ident_count(r->table), .columns = r->columns,
		.cells = r->cells, .count = count };
	struct walk_naming naming = walk_naming(r->walk, r->table);
	out->name = walk_name_of(&naming, r->arena, out);
	out->key = row_key(r->arena, out);
	return OK;
}

enum err walk_find(const struct walk *walk, struct arena *arena, const struct outline_table *table, const struct value *key, size_t count,
	struct walk_row *out, struct walk_asked *asked)
{
	struct reading r = { .walk = walk, .arena = arena, .table = table, .key = key, .key_count = count };
	return read_row(&r, out, asked);
}

enum err walk_load(const struct walk *walk, struct arena *arena, const struct walk_row *row, struct walk_row *out, struct walk_asked *asked)
{
	struct reading r = { .walk = walk, .arena = arena, .table = row->table };
	r.ident = arena_array(arena, struct value, row->ident_count);
	memcpy(r.ident, row->ident, row->ident_count * sizeof *r.ident);
	for (size_t i = 0; i < row->ident_count; i++)
		if (r.ident[i].type >= VALUE_TEXT)
			r.ident[i].text = arena_copy(arena, r.ident[i].text, r.ident[i].size);
	return read_row(&r, out, asked);
}

/* ---- how many on the other side ---- */

struct counted { int64_t found, looked; };

static enum err take_count(void *context, struct statement *statement)
{
	struct counted *counted = context;
	counted->found = value_int_or(statement_value(statement, 0), 0);
	counted->looked = statement_columns(statement) > 1 ? value_int_or(statement_value(statement, 1), 0) : 0;
	return OK;
}

/* An index leads to them: the first thousand and one. */
static bool put_bounded_count(struct walk_sql *s, const struct walk_row *row, const struct relation *r)
{
	walk_put(s, "SELECT count(*) FROM (SELECT 1");
	if (!walk_put_reach(s, row, r))
		return false;
	buffer_printf(&s->text, " LIMIT %d)", WALK_COUNT_MAX + 1);
	return true;
}

/* None does: those among the first rows of the table. Targets that are missing are not noticed here. */
static bool put_scanning_count(struct walk_sql *s, const struct walk_row *row, const struct relation *r)
{
	const struct outline_key *key = r->key;
	walk_put(s, "SELECT count(*) FILTER (WHERE ");
	for (size_t i = 0; i < key->count; i++) {
		const struct walk_cell *cell = key->referenced[i] < 0 ? NULL : walk_cell_of(row, row->table, key->referenced[i]);
		if (!cell || value_is_null(cell->value))
			return false;
		walk_put(s, i ? " AND " : "");
		walk_put_column(s, key->table, key->columns[i], false);
		walk_put(s, " = ");
		walk_put_value(s, cell->value);
	}
	walk_put(s, "), count(*) FROM (SELECT ");
	for (size_t i = 0; i < key->count; i++) {
		walk_put(s, i ? ", " : "");
		walk_put_column(s, key->table, key->columns[i], false);
	}
	walk_put(s, " FROM ");
	walk_put_table(s, key->table, false);
	buffer_printf(&s->text, " LIMIT %d)", WALK_SCAN_MAX);
	return true;
}

enum err walk_count(const struct walk *walk, struct arena *arena, const struct walk_row *row, const struct relation *r, int64_t *count,
	bool *more, struct walk_asked *asked)
{
	bool indexed = walk_is_indexed(r);
	struct walk_sql s = { .walk = walk, .arena = arena, .qualified = indexed && r->through };
	struct counted counted = { 0 };
	enum err err = OK;
	if (indexed ? put_bounded_count(&s, row, r) : put_scanning_count(&s, row, r))
		err = walk_run(&s, take_count, &counted, asked);
	walk_sql_release(&s);
	*more = counted.found > WALK_COUNT_MAX || counted.looked == WALK_SCAN_MAX;
	*count = counted.found > WALK_COUNT_MAX ? WALK_COUNT_MAX : counted.found;
	return err;
}
