/* Pages by keyset. Rows of a table come in the order of what identifies them, which an index on a foreign key gives for
 * nothing; those behind a join table in the order of its own index, else each page would sort them all. */
#include "explore/walk.h"

#include "base/arena.h"
#include "db/statement.h"
#include "explore/walk_sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { SORT_MAX = 32 };

/* A term of the order: a column of the join table or of the target, or (position -1) what identifies the row. */
struct term { const struct outline_table *table; int position; bool join; };
struct paging {
	struct walk_sql sql;
	const struct walk_list *list;
	struct walk_column columns[WALK_COLUMNS_MAX];
	size_t column_count, count, limit, sort_count;
	struct term terms[SORT_MAX];
	size_t term_count;
	struct walk_row *rows;
	const struct walk_column *kept;
	struct walk_naming naming;
};

bool walk_is_single(const struct relation *r)
{
	return r->kind == BELONGS_TO || r->kind == HAS_ONE;
}

/* ---- order ---- */

/* Whether an index of the join table begins with its key to the source and goes on with the one to the target. */
static bool joined_in_order(const struct relation *r)
{
	for (size_t i = 0; i < r->through->index_count; i++) {
		const struct outline_index *index = &r->through->indexes[i];
		if (index->partial || index->count < r->key->count + r->other->count)
			continue;
		if (!memcmp(index->columns, r->key->columns, r->key->count * sizeof(int))
		    && !memcmp(index->columns + r->key->count, r->other->columns, r->other->count * sizeof(int)))
			return true;
	}
	return false;
}

static void add_term(struct paging *p, const struct outline_table *table, int position, bool join)
{
	if (p->term_count == SORT_MAX)
		bug("a list is sorted by more than %d columns", SORT_MAX);
	p->terms[p->term_count++] = (struct term){ table, position, join };
	p->sort_count += position < 0 ? walk_ident_count(table) : 1;
}

static void choose_order(struct paging *p)
{
	const struct relation *r = p->list->relation;
	bool join = r && r->through;
	if (join && joined_in_order(r))
		for (size_t i = 0; i < r->other->count; i++)
			add_term(p, r->through, r->other->columns[i], true);
	add_term(p, join ? r->through : p->list->table, -1, join);
}

static void put_terms(struct paging *p, const char *order)
{
	for (size_t i = 0; i < p->term_count; i++) {
		const struct term *term = &p->terms[i];
		walk_put(&p->sql, i ? ", " : "");
		if (term->position < 0) {
			walk_put_ident(&p->sql, term->table, order, term->join);
			continue;
		}
		walk_put_column(&p->sql, term->table, term->position, term->join);
		walk_put(&p->sql, order);
	}
}

/* ---- cursors: values as "i7;t6162;" ---- */

static void put_cursor(struct buffer *out, struct value value)
{
	switch (value.type) {
	case VALUE_NULL: buffer_puts(out, "n;"); return;
	case VALUE_INTEGER: buffer_printf(out, "i%lld;", (long long)value.integer); return;
	case VALUE_REAL: buffer_printf(out, "r%.17g;", value.real); return;
	case VALUE_TEXT: case VALUE_BLOB: break;
	}
	buffer_putc(out, value.type == VALUE_TEXT ? 't' : 'b');
	for (size_t i = 0; i < value.size; i++)
		buffer_printf(out, "%02x", (unsigned char)value.text[i]);
	buffer_putc(out, ';');
}

const char *walk_cursor(struct arena *arena, const struct walk_row *row)
{
	struct buffer out = { 0 };
	for (size_t i = 0; i < row->sort_count; i++)
		put_cursor(&out, row->sort[i]);
	const char *cursor = arena_copy(arena, out.bytes ? out.bytes : "", out.size);
	buffer_release(&out);
	return cursor;
}

static int digit_of(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *read_bytes(struct arena *arena, const char *at, char type, struct value *out)
{
	size_t size = strspn(at, "0123456789abcdef") / 2;
	char *bytes = arena_alloc(arena, size + 1);
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(digit_of(at[2 * i]) << 4 | digit_of(at[2 * i + 1]));
	*out = (struct value){ .type = type == 't' ? VALUE_TEXT : VALUE_BLOB, .size = (uint32_t)size, .text = bytes };
	return at + 2 * size;
}

static const char *read_value(struct arena *arena, const char *at, struct value *out)
{
	char *end = NULL;
	char type = *at++;
	if (type == 'n')
		*out = value_null();
	else if (type == 'i')
		*out = value_integer(strtoll(at, &end, 10));
	else if (type == 'r')
		*out = value_real(strtod(at, &end));
	else if (type == 't' || type == 'b')
		at = read_bytes(arena, at, type, out);
	else
		return NULL;
	at = end ? end : at;
	return *at == ';' ? at + 1 : NULL;
}

static enum err read_cursor(struct paging *p, const char *cursor, struct value *out)
{
	const char *at = cursor;
	for (size_t i = 0; at && i < p->sort_count; i++)
		at = *at ? read_value(p->sql.arena, at, &out[i]) : NULL;
	return at && !*at ? OK : fail(ERR_USAGE, "'%.40s' is no place in this list", cursor);
}

/* ---- the statement ---- */

static void put_select(struct paging *p)
{
	const struct relation *r = p->list->relation;
	walk_put(&p->sql, "SELECT ");
	for (size_t i = 0; i < p->column_count; i++) {
		walk_put_read(&p->sql, &p->columns[i], p->columns[i].table != p->list->table);
		walk_put(&p->sql, ", ");
	}
	walk_put_ident(&p->sql, p->list->table, "", false);
	if (r && r->through) {
		walk_put(&p->sql, ", ");
		put_terms(p, "");
	}
}

static enum err put_place(struct paging *p, const char *cursor, bool before, bool filtered)
{
	struct value values[SORT_MAX];
	if (!cursor)
		return OK;
	try(read_cursor(p, cursor, values));
	walk_put(&p->sql, filtered ? " AND (" : " WHERE (");
	put_terms(p, "");
	walk_put(&p->sql, before ? ") < (" : ") > (");
	for (size_t i = 0; i < p->sort_count; i++) {
		walk_put(&p->sql, i ? ", " : "");
		walk_put_value(&p->sql, values[i]);
	}
	walk_put(&p->sql, ")");
	return OK;
}

static void put_only(struct paging *p, bool filtered)
{
	walk_put(&p->sql, filtered ? " AND (" : " WHERE (");
	walk_put_ident(&p->sql, p->list->table, "", false);
	walk_put(&p->sql, ") = (");
	for (size_t i = 0; i < p->list->only->ident_count; i++) {
		walk_put(&p->sql, i ? ", " : "");
		walk_put_value(&p->sql, p->list->only->ident[i]);
	}
	walk_put(&p->sql, ")");
}

/* *any false: the row's key is null, nothing is there. */
static enum err put_statement(struct paging *p, const char *cursor, bool before, bool *any)
{
	const struct relation *r = p->list->relation;
	*any = true;
	put_select(p);
	if (r) {
		*any = walk_put_reach(&p->sql, p->list->from, r);
	} else {
		walk_put(&p->sql, " FROM ");
		walk_put_table(&p->sql, p->list->table, false);
		if (p->sql.walk->rules.sees)
			walk_put(&p->sql, " WHERE true");
	}
	walk_put_rules(&p->sql, p->list->table);
	if (p->list->only)
		put_only(p, r || p->sql.walk->rules.sees);
	try(put_place(p, cursor, before, r || p->sql.walk->rules.sees));
	walk_put(&p->sql, " ORDER BY ");
	put_terms(p, before ? " DESC" : "");
	buffer_printf(&p->sql.text, " LIMIT %zu", p->limit + 1);
	return OK;
}

/* ---- rows ---- */

static struct value *take_values(struct paging *p, struct statement *statement, size_t count, size_t *at)
{
	struct value *values = arena_array(p->sql.arena, struct value, count);
	for (size_t i = 0; i < count; i++)
		values[i] = walk_take_key(&p->sql, statement, at);
	return values;
}

static const char *key_of(struct paging *p, const struct walk_row *row)
{
	const struct outline_table *table = row->table;
	struct value key[SORT_MAX];
	if (!table->key_count || table->key_count > SORT_MAX || table->without_rowid)
		return walk_key_of(p->sql.arena, table, row->ident, row->ident_count);
	for (size_t i = 0; i < table->key_count; i++) {
		const struct walk_cell *cell = walk_cell_of(row, table, table->key[i]);
		key[i] = cell ? cell->value : value_null();
	}
	return walk_key_of(p->sql.arena, table, key, table->key_count);
}

static enum err take_row(void *context, struct statement *statement)
{
	struct paging *p = context;
	struct walk_row *row = &p->rows[p->count];
	struct walk_cell *cells = arena_array(p->sql.arena, struct walk_cell, p->column_count);
	const struct relation *r = p->list->relation;
	size_t at = 0;
	if (p->count++ > p->limit)
		return OK;
	*row = (struct walk_row){ .table = p->list->table, .ident_count = walk_ident_count(p->list->table), .columns = p->kept, .cells = cells,
		.count = p->column_count, .sort_count = p->sort_count };
	for (size_t i = 0; i < p->column_count; i++)
		cells[i] = walk_take(&p->sql, statement, &p->columns[i], &at);
	row->ident = row->sort = take_values(p, statement, row->ident_count, &at);
	if (r && r->through)
		row->sort = take_values(p, statement, p->sort_count, &at);
	row->name = walk_name_of(&p->naming, p->sql.arena, row);
	row->key = key_of(p, row);
	return OK;
}

static void turn_round(struct walk_row *rows, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct walk_row row = rows[i];
		rows[i] = rows[count - 1 - i];
		rows[count - 1 - i] = row;
	}
}

static void finish(struct paging *p, const char *cursor, bool before, struct walk_page *out)
{
	bool more = p->count > p->limit;
	size_t count = more ? p->limit : p->count;
	if (before)
		turn_round(p->rows, count);
	out->rows = p->rows;
	out->count = count;
	out->columns = p->kept;
	out->column_count = p->column_count;
	if (!count)
		return;
	if (before ? more : cursor != NULL)
		out->previous = walk_cursor(p->sql.arena, &p->rows[0]);
	if (before ? cursor != NULL : more)
		out->next = walk_cursor(p->sql.arena, &p->rows[count - 1]);
}

enum err walk_page(const struct walk *walk, struct arena *arena, const struct walk_list *list, const char *cursor, bool before, size_t limit,
	struct walk_page *out)
{
	struct paging p = { .sql = { .walk = walk, .arena = arena, .qualified = list->relation && list->relation->through }, .list = list };
	bool any;
	*out = (struct walk_page){ 0 };
	try(outline_tells_rows_apart(list->table));
	p.limit = limit > WALK_PAGE_MAX ? WALK_PAGE_MAX : limit ? limit : 1;
	p.column_count = walk_list_columns(walk, list, p.columns);
	p.naming = walk_naming(walk, list->table);
	struct walk_column *kept = arena_array(arena, struct walk_column, p.column_count);
	memcpy(kept, p.columns, p.column_count * sizeof *kept);
	p.kept = kept;
	p.rows = arena_array(arena, struct walk_row, p.limit + 1);
	choose_order(&p);
	enum err err = put_statement(&p, cursor, before, &any);
	if (!err && any)
		err = walk_run(&p.sql, take_row, &p, &out->asked);
	if (!err)
		finish(&p, cursor, before, out);
	walk_sql_release(&p.sql);
	return err;
}

enum err walk_one(const struct walk *walk, struct arena *arena, const struct walk_row *row, const struct relation *r, struct walk_row *out,
	bool *there, struct walk_asked *asked)
{
	struct walk_list list = { r->target, row, r };
	struct walk_page page;
	*there = false;
	try(walk_page(walk, arena, &list, NULL, false, 1, &page));
	if (!page.count)
		return OK;
	*there = true;
	*asked = page.asked;
	return walk_load(walk, arena, &page.rows[0], out, NULL);
}
