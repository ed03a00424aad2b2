#include "explore/address.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"
#include "explore/rehearse.h"
#include "model/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool address_is_one(const char *word)
{
	const char *colon = strchr(word, ':');
	return colon && colon > word && colon[1] && !memchr(word, ' ', (size_t)(colon - word));
}

/* --- the table --- */

static enum err no_such_table(struct arena *arena, const struct outline *outline, const char *name)
{
	const char **names = arena_array(arena, const char *, outline->table_count);
	for (size_t i = 0; i < outline->table_count; i++)
		names[i] = outline->tables[i].name;
	const char *near = text_nearest(name, names, outline->table_count);
	return fail(ERR_USAGE, "there is no table '%s'%s%s%s", name, near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
}

/* A table's name may have colons in it, and so may a key: the longest name that exists counts. */
static enum err find_table(struct arena *arena, const struct outline *outline, const char *word, struct address *out, const char **rest)
{
	for (const char *colon = strchr(word, ':'); colon; colon = strchr(colon + 1, ':')) {
		const struct outline_table *table = outline_table(outline, arena_copy(arena, word, (size_t)(colon - word)));
		if (!table)
			continue;
		out->table = table;
		*rest = colon + 1;
	}
	const char *colon = strchr(word, ':');
	if (!colon)
		return fail(ERR_USAGE, "'%s' is no row: write it like users:1", word);
	return out->table ? OK : no_such_table(arena, outline, arena_copy(arena, word, (size_t)(colon - word)));
}

/* --- the key --- */

static bool is_textual(const char *type)
{
	static const char *const words[] = { "CHAR", "CLOB", "TEXT" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(type, words[i]))
			return true;
	return false;
}

static struct value number_or_text(struct arena *arena, const char *text, size_t size)
{
	const char *copy = arena_copy(arena, text, size);
	char *end;
	int64_t integer;
	if (!text_integer(copy, &integer))
		return value_integer(integer);
	double real = strtod(copy, &end);
	if (size && !*end && strspn(copy, "+-.0123456789eE") == size)
		return value_real(real);
	return value_text_n(copy, size);
}

/* 'it''s' */
static const char *quoted_part(struct arena *arena, const char *at, struct value *out)
{
	char *text = arena_alloc(arena, strlen(at) + 1), *to = text;
	for (at++; *at && (*at != '\'' || at[1] == '\''); at++) {
		at += *at == '\'';
		*to++ = *at;
	}
	*out = value_text_n(text, (size_t)(to - text));
	return *at ? at + 1 : at;
}

static const char *parse_part(struct arena *arena, const char *at, const char *type, bool last, struct value *out)
{
	if (*at == '\'')
		return quoted_part(arena, at, out);
	size_t size = last ? strlen(at) : strcspn(at, ",");
	*out = is_textual(type) ? value_text_n(arena_copy(arena, at, size), size) : number_or_text(arena, at, size);
	return at + size;
}

enum err address_parse(struct arena *arena, const struct outline *outline, const char *word, struct address *out)
{
	const char *at = NULL;
	*out = (struct address){ 0 };
	try(find_table(arena, outline, word, out, &at));
	const struct outline_table *table = out->table;
	if (!table->key_count)
		try(outline_tells_rows_apart(table));
	size_t parts = 0;
	out->count = table->key_count ? table->key_count : 1;
	struct value *values = arena_array(arena, struct value, out->count);
	for (bool more = true; more && parts < out->count; parts++) {
		const char *type = table->key_count ? table->columns[table->key[parts]].type : "INTEGER";
		at = parse_part(arena, at, type, parts + 1 == out->count, &values[parts]);
		more = *at == ',';
		at += more;
	}
	if (parts < out->count || *at)
		return fail(ERR_USAGE, "the key of '%s' is %s: write the row like %s:%s", table->name,
			table->key_count ? outline_columns(arena, table, table->key, table->key_count) : "the rowid", table->name,
			out->count == 1 ? "1" : "1,2");
	out->values = values;
	return OK;
}

/* --- words for it --- */

static void put_blob(struct buffer *to, struct value value)
{
	buffer_puts(to, "x'");
	for (uint32_t i = 0; i < value.size; i++)
		buffer_printf(to, "%02x", (unsigned char)value.text[i]);
	buffer_putc(to, '\'');
}

static void put_text(struct buffer *to, struct value value)
{
	buffer_putc(to, '\'');
	for (uint32_t i = 0; i < value.size; i++) {
		buffer_putc(to, value.text[i]);
		if (value.text[i] == '\'')
			buffer_putc(to, '\'');
	}
	buffer_putc(to, '\'');
}

const char *address_literal(struct arena *arena, struct value value)
{
	struct buffer text = { 0 };
	switch (value.type) {
	case VALUE_NULL:
		return "NULL";
	case VALUE_INTEGER:
		return arena_format(arena, "%lld", (long long)value.integer);
	case VALUE_REAL:
		return arena_format(arena, "%.15g", value.real);
	case VALUE_TEXT:
		put_text(&text, value);
		break;
	case VALUE_BLOB:
		put_blob(&text, value);
		break;
	}
	const char *out = arena_copy(arena, text.bytes, text.size);
	buffer_release(&text);
	return out;
}

const char *address_text(struct arena *arena, const struct outline_table *table, const struct value *key, size_t count)
{
	const char *text = arena_format(arena, "%s #", table->name);
	for (size_t i = 0; i < count; i++)
		text = arena_format(arena, "%s%s%s", text, i ? "," : "",
			key[i].type == VALUE_TEXT ? key[i].text : address_literal(arena, key[i]));
	return text;
}

static const char *plain_name(struct arena *arena, const char *name)
{
	bool plain = isalpha((unsigned char)*name) || *name == '_';
	for (const char *c = name; *c; c++)
		plain = plain && (isalnum((unsigned char)*c) || *c == '_');
	return plain ? name : quote_name(arena, name);
}

void address_delete(struct arena *arena, const struct address *row, struct rehearse_statement *out)
{
	const struct outline_table *table = row->table;
	const char *sql = arena_format(arena, "DELETE FROM main.%s WHERE ", table->quoted);
	const char *text = arena_format(arena, "DELETE FROM %s WHERE ", plain_name(arena, table->name));
	for (size_t i = 0; i < row->count; i++) {
		const char *column = table->key_count ? table->columns[table->key[i]].name : outline_rowid(table);
		sql = arena_format(arena, "%s%s%s = ?%zu", sql, i ? " AND " : "", quote_name(arena, column), i + 1);
		text = arena_format(arena, "%s%s%s = %s", text, i ? " AND " : "", plain_name(arena, column),
			address_literal(arena, row->values[i]));
	}
	*out = (struct rehearse_statement){ .db = out->db, .sql = sql, .text = text, .values = row->values, .count = row->count };
}
