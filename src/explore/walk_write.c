/* What a column takes is a matter of its affinity (https://sqlite.org/datatype3.html): SQLite would store a word in an INTEGER
 * column as a word, which nobody means. */
#include "explore/walk_write.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "db/statement.h"
#include "explore/spell.h"
#include "model/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LITERAL_MAX = 40 };

/* ---- statements ---- */

static const char *ident_column(const struct outline_table *table, size_t index)
{
	return table->key_count && (table->without_rowid || table->rowid_key) ? table->columns[table->key[index]].name : outline_rowid(table);
}

/* " WHERE id = ?3"; its values from @at on. */
static const char *where_it_is(struct arena *arena, const struct walk_row *row, struct value *values, size_t *at)
{
	const char *text = "";
	for (size_t i = 0; i < row->ident_count; i++) {
		values[(*at)++] = row->ident[i];
		text = arena_format(arena, "%s %s %s = ?%zu", text, i ? "AND" : "WHERE", quote_name(arena, ident_column(row->table, i)), *at);
	}
	return text;
}

struct walk_write walk_delete(struct arena *arena, const struct walk_row *row)
{
	struct value *values = arena_array(arena, struct value, row->ident_count);
	size_t count = 0;
	const char *where = where_it_is(arena, row, values, &count);
	return (struct walk_write){ arena_format(arena, "DELETE FROM %s%s", quote_name(arena, row->table->name), where), values, count };
}

/* Where a declared model keeps the time of its last change; -1: it does not. */
static int updated_column(const struct outline_table *table)
{
	int index = table->model ? model_attribute_index(table->model, "updatedAt") : -1;
	if (index < 0)
		return -1;
	const struct attribute *attribute = model_attribute_at(table->model, (size_t)index);
	return outline_column(table, attribute->field ? attribute->field : attribute->name);
}

struct walk_write walk_update(struct arena *arena, const struct walk_row *row, int position, struct value value)
{
	struct value *values = arena_array(arena, struct value, row->ident_count + 2);
	int updated = updated_column(row->table);
	const char *set = arena_format(arena, "%s = ?1", quote_name(arena, row->table->columns[position].name));
	size_t count = 0;
	values[count++] = value;
	if (updated >= 0 && updated != position) {
		char stamp[CLOCK_STAMP_SIZE];
		clock_stamp(clock_now(), stamp);
		values[count++] = value_text(arena_string(arena, stamp));
		set = arena_format(arena, "%s, %s = ?2", set, quote_name(arena, row->table->columns[updated].name));
	}
	const char *where = where_it_is(arena, row, values, &count);
	return (struct walk_write){ arena_format(arena, "UPDATE %s SET %s%s", quote_name(arena, row->table->name), set, where), values, count };
}

enum err walk_write_run(struct connection *db, const struct walk_write *write)
{
	return statement_run(db, write->sql, write->values, write->count, NULL);
}

/* ---- values that are typed ---- */

enum affinity { INTEGER, TEXT, BLOB, REAL, NUMERIC };

static bool says(const char *type, const char *part)
{
	return strcasestr(type, part) != NULL;
}

static enum affinity affinity_of(const char *type)
{
	static const struct { const char *part; enum affinity affinity; } rules[] = {
		{ "INT", INTEGER }, { "CHAR", TEXT }, { "CLOB", TEXT }, { "TEXT", TEXT }, { "BLOB", BLOB }, { "REAL", REAL }, { "FLOA", REAL },
		{ "DOUB", REAL },
	};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (says(type, rules[i].part))
			return rules[i].affinity;
	return *type ? NUMERIC : BLOB;
}

enum walk_takes walk_takes(const struct outline_column *column)
{
	enum affinity affinity = affinity_of(column->type);
	return affinity == INTEGER ? WALK_TAKES_WHOLE : affinity == REAL ? WALK_TAKES_NUMBERS : WALK_TAKES_ANY;
}

static bool has_control(struct value value)
{
	for (size_t i = 0; i < value.size; i++)
		if ((unsigned char)value.text[i] < ' ' || value.text[i] == 0x7f)
			return true;
	return false;
}

const char *walk_not_typed(const struct walk_column *column, const struct walk_cell *cell)
{
	const struct outline_column *about = &column->table->columns[column->position];
	bool text = cell->value.type == VALUE_TEXT;
	if (cell->secret)
		return "it is a secret";
	if (about->generated)
		return "the file computes it";
	if (cell->value.type == VALUE_BLOB || (affinity_of(about->type) == BLOB && *about->type))
		return "it holds bytes, not text";
	if (cell->cut || (text && cell->value.size > 1000))
		return "it is longer than a line of text";
	return text && has_control(cell->value) ? "it has several lines" : NULL;
}

static bool is_quoted(const char *text)
{
	size_t size = strlen(text);
	return size >= 2 && *text == '\'' && text[size - 1] == '\'';
}

const char *walk_typed(struct arena *arena, struct value value)
{
	if (value.type != VALUE_TEXT)
		return value_is_null(value) ? "null" : spell_value(arena, value, 0);
	return !strcmp(value.text, "null") || is_quoted(value.text) ? arena_format(arena, "'%s'", value.text) : value.text;
}

static bool read_real(const char *text, double *out)
{
	char *end;
	*out = strtod(text, &end);
	return end != text && !*end && strchr("+-.0123456789", *text) && isfinite(*out);
}

static enum err read_number(const struct outline_column *column, const char *text, struct value *out)
{
	double real;
	int64_t integer;
	enum affinity affinity = affinity_of(column->type);
	if (!text_integer(text, &integer))
		*out = affinity == REAL ? value_real((double)integer) : value_integer(integer);
	else if (affinity != INTEGER && read_real(text, &real))
		*out = value_real(real);
	else
		return fail(ERR_INPUT, affinity == INTEGER ? "a whole number, or null" : "a number, or null");
	return OK;
}

enum err walk_read_typed(struct arena *arena, const struct outline_column *column, const char *text, struct value *out)
{
	enum affinity affinity = affinity_of(column->type);
	if (!strcmp(text, "null"))
		return *out = value_null(), OK;
	if (affinity == INTEGER || affinity == REAL)
		return read_number(column, text, out);
	if (affinity == NUMERIC && !read_number(column, text, out))
		return OK;
	*out = is_quoted(text) ? value_text_n(arena_copy(arena, text + 1, strlen(text) - 2), strlen(text) - 2) : value_text(arena_string(arena, text));
	return OK;
}

const char *walk_literal(struct arena *arena, const char *column, struct value value)
{
	struct buffer text = { 0 };
	buffer_printf(&text, "{%s:", column);
	if (value.type != VALUE_TEXT)
		buffer_puts(&text, value_is_null(value) ? "null" : spell_value(arena, value, 0));
	else if (value.size > LITERAL_MAX)
		buffer_puts(&text, "…");
	else {
		buffer_putc(&text, '\'');
		for (const char *at = value.text; *at; at++)
			buffer_printf(&text, *at == '\'' || *at == '\\' ? "\\%c" : "%c", *at);
		buffer_putc(&text, '\'');
	}
	buffer_putc(&text, '}');
	const char *kept = arena_string(arena, text.bytes);
	buffer_release(&text);
	return kept;
}
