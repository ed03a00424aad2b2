/* Statements are written to be read: people see them beside the rows. So a table goes by its own name, and columns are
 * only qualified where two tables meet. */
#include "explore/walk_sql.h"

#include "base/arena.h"
#include "base/clock.h"
#include "db/statement.h"
#include "explore/secret.h"
#include "model/names.h"

#include <string.h>
#include <strings.h>

void walk_sql_release(struct walk_sql *s)
{
	buffer_release(&s->text);
}

void walk_put(struct walk_sql *s, const char *text)
{
	buffer_puts(&s->text, text);
}

void walk_put_value(struct walk_sql *s, struct value value)
{
	if (s->count == WALK_VALUES_MAX)
		bug("a statement of a walk has more than %d values", WALK_VALUES_MAX);
	s->values[s->count++] = value;
	buffer_printf(&s->text, "?%zu", s->count);
}

/* A table that is its own join table goes by another name as such. */
static const char *name_of(struct walk_sql *s, const struct outline_table *table, bool join)
{
	return join ? "via" : quote_name(s->arena, table->name);
}

void walk_put_table(struct walk_sql *s, const struct outline_table *table, bool join)
{
	walk_put(s, quote_name(s->arena, table->name));
	if (join)
		buffer_printf(&s->text, " AS %s", name_of(s, table, true));
}

static void put_qualifier(struct walk_sql *s, const struct outline_table *table, bool join)
{
	if (s->qualified)
		buffer_printf(&s->text, "%s.", name_of(s, table, join));
}

void walk_put_column(struct walk_sql *s, const struct outline_table *table, int position, bool join)
{
	put_qualifier(s, table, join);
	walk_put(s, quote_name(s->arena, table->columns[position].name));
}

size_t walk_ident_count(const struct outline_table *table)
{
	return table->without_rowid ? table->key_count : 1;
}

void walk_put_ident(struct walk_sql *s, const struct outline_table *table, const char *order, bool join)
{
	for (size_t i = 0; i < walk_ident_count(table); i++) {
		if (i)
			walk_put(s, ", ");
		if (table->without_rowid || table->rowid_key) {
			walk_put_column(s, table, table->key[i], join);
		} else {
			put_qualifier(s, table, join);
			walk_put(s, outline_rowid(table));
		}
		walk_put(s, order);
	}
}

/* Keys are needed whole, of whatever type they are. */
static bool is_key(const struct walk *walk, const struct outline_table *table, int position)
{
	if (table->columns[position].key)
		return true;
	for (size_t i = 0; i < walk->outline->key_count; i++) {
		const struct outline_key *key = &walk->outline->keys[i];
		for (size_t k = 0; k < key->count; k++)
			if ((key->table == table && key->columns[k] == position) || (key->references == table && key->referenced[k] == position))
				return true;
	}
	return false;
}

struct walk_column walk_column_of(const struct walk *walk, const struct outline_table *table, int position)
{
	const struct outline_column *column = &table->columns[position];
	bool whole = is_key(walk, table, position);
	return (struct walk_column){ table, position, .whole = whole, .blob = !whole && strcasestr(column->type, "BLOB"),
		.secret = secret_column(walk->declared, table->name, column->name) };
}

void walk_put_read(struct walk_sql *s, const struct walk_column *column, bool join)
{
	if (!column->blob) {
		walk_put_column(s, column->table, column->position, join);
		return;
	}
	walk_put(s, "CASE typeof(");
	walk_put_column(s, column->table, column->position, join);
	walk_put(s, ") WHEN 'blob' THEN x'' ELSE ");
	walk_put_column(s, column->table, column->position, join);
	walk_put(s, " END, length(");
	walk_put_column(s, column->table, column->position, join);
	walk_put(s, ")");
}

void walk_put_rules(struct walk_sql *s, const struct outline_table *table)
{
	const struct walk_rules *rules = &s->walk->rules;
	const char *condition = rules->sees ? rules->sees(rules->context, table->name) : NULL;
	if (!condition)
		return;
	walk_put(s, " AND (");
	for (; *condition; condition++)
		if (*condition == '@')
			walk_put(s, quote_name(s->arena, table->name));
		else
			buffer_putc(&s->text, *condition);
	walk_put(s, ")");
}

/* ---- relations ---- */

/* "table.column = ?1 AND …" with the row's own values; false when one is null or not there. */
static bool put_tie(struct walk_sql *s, const struct outline_table *table, const int *columns, const struct walk_row *row, const int *own,
	size_t count, bool join)
{
	for (size_t i = 0; i < count; i++) {
		const struct walk_cell *cell = own[i] < 0 ? NULL : walk_cell_of(row, row->table, own[i]);
		if (columns[i] < 0 || !cell || value_is_null(cell->value))
			return false;
		walk_put(s, i ? " AND " : " WHERE ");
		walk_put_column(s, table, columns[i], join);
		walk_put(s, " = ");
		walk_put_value(s, cell->value);
	}
	return count > 0;
}

static bool put_join(struct walk_sql *s, const struct relation *r)
{
	walk_put_table(s, r->through, true);
	walk_put(s, " JOIN ");
	walk_put_table(s, r->target, false);
	for (size_t i = 0; i < r->other->count; i++) {
		if (r->other->referenced[i] < 0)
			return false;
		walk_put(s, i ? " AND " : " ON ");
		walk_put_column(s, r->target, r->other->referenced[i], false);
		walk_put(s, " = ");
		walk_put_column(s, r->through, r->other->columns[i], true);
	}
	return true;
}

bool walk_put_reach(struct walk_sql *s, const struct walk_row *row, const struct relation *r)
{
	const struct outline_key *key = r->key;
	walk_put(s, " FROM ");
	if (r->kind == BELONGS_TO_MANY)
		return put_join(s, r) && put_tie(s, r->through, key->columns, row, key->referenced, key->count, true);
	walk_put_table(s, r->target, false);
	if (r->kind == BELONGS_TO)
		return put_tie(s, r->target, key->referenced, row, key->columns, key->count, false);
	return put_tie(s, r->target, key->columns, row, key->referenced, key->count, false);
}

bool walk_is_indexed(const struct relation *r)
{
	return r->kind == BELONGS_TO || r->key->indexed;
}

/* ---- running ---- */

enum err walk_run(struct walk_sql *s, walk_each *each, void *context, struct walk_asked *asked)
{
	struct statement *statement;
	uint64_t began = clock_nanoseconds();
	enum err err;
	bool row;
	try(statement_open(s->walk->db, s->text.bytes, &statement));
	statement_bind_all(statement, s->values, s->count);
	while (!(err = statement_step(statement, &row)) && row && !(err = each(context, statement)))
		;
	int64_t rows = statement_rows(statement);
	err = statement_close(statement, err);
	if (err || !asked)
		return err;
	struct value *values = arena_array(s->arena, struct value, s->count);
	memcpy(values, s->values, s->count * sizeof *values);
	*asked = (struct walk_asked){ arena_string(s->arena, s->text.bytes), values, s->count, rows, clock_nanoseconds() - began };
	return OK;
}

static size_t cut_at(const char *text, size_t size)
{
	size_t limit = WALK_TEXT_MAX;
	if (size <= limit)
		return size;
	while (limit && ((unsigned char)text[limit] & 0xc0) == 0x80)
		limit--;
	return limit;
}

struct value walk_take_key(struct walk_sql *s, struct statement *statement, size_t *at)
{
	struct value value = statement_value(statement, (*at)++);
	if (value.type >= VALUE_TEXT)
		value.text = arena_copy(s->arena, value.text, value.size);
	return value;
}

struct walk_cell walk_take(struct walk_sql *s, struct statement *statement, const struct walk_column *column, size_t *at)
{
	struct value value = statement_value(statement, (*at)++);
	struct walk_cell cell = { .value = value, .size = value.type >= VALUE_TEXT ? value.size : 0 };
	if (column->blob) {
		struct value size = statement_value(statement, (*at)++);
		if (value.type == VALUE_BLOB)
			cell.size = value_int_or(size, 0);
	}
	if (column->secret) {
		bool null = value_is_null(value);
		return (struct walk_cell){ .value = value_null(), .secret = !null };
	}
	if (value.type < VALUE_TEXT)
		return cell;
	size_t kept = column->whole ? value.size : value.type == VALUE_BLOB ? 0 : cut_at(value.text, value.size);
	cell.cut = kept < value.size;
	cell.value.text = arena_copy(s->arena, value.text, kept);
	cell.value.size = (uint32_t)kept;
	return cell;
}
