/* Clauses begin at the keywords that people break lines at. Lists of selected columns are the longest part of most
 * statements and the least telling: past the second column they are left out. */
#include "explore/spell.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"
#include "explore/hide.h"
#include "explore/tokens.h"

#include <ctype.h>
#include <string.h>

enum { VALUE_MAX = 60, COLUMNS_SHOWN = 2, COLUMNS_LIMIT = 3, BLOB_SHOWN = 8, UNLESS_MAX = 3 };

static const char *mark_of(const char *utf8, const char *ascii)
{
	return text_is_utf8() ? utf8 : ascii;
}

/* ---- values ---- */

/* As many whole characters as fit into @limit bytes. */
static size_t cut_at(const char *text, size_t size, size_t limit)
{
	if (!limit || size <= limit)
		return size;
	while (limit && ((unsigned char)text[limit] & 0xc0) == 0x80)
		limit--;
	return limit;
}

static void add_text(struct buffer *out, struct value value, size_t limit)
{
	size_t shown = cut_at(value.text, value.size, limit);
	buffer_putc(out, '\'');
	for (size_t i = 0; i < shown; i++) {
		if (value.text[i] == '\'')
			buffer_putc(out, '\'');
		buffer_putc(out, value.text[i] ? value.text[i] : ' ');
	}
	if (shown < value.size)
		buffer_puts(out, mark_of("…", "..."));
	buffer_putc(out, '\'');
}

static void add_blob(struct buffer *out, struct value value, size_t limit)
{
	size_t shown = limit && value.size > BLOB_SHOWN ? BLOB_SHOWN : value.size;
	buffer_puts(out, "x'");
	for (size_t i = 0; i < shown; i++)
		buffer_printf(out, "%02x", (unsigned char)value.text[i]);
	if (shown < value.size)
		buffer_puts(out, mark_of("…", "..."));
	buffer_putc(out, '\'');
}

static void add_value(struct buffer *out, struct value value, size_t limit)
{
	switch (value.type) {
	case VALUE_NULL: buffer_puts(out, "NULL"); break;
	case VALUE_INTEGER: buffer_integer(out, value.integer); break;
	case VALUE_REAL: buffer_printf(out, "%.15g", value.real); break;
	case VALUE_TEXT: add_text(out, value, limit); break;
	case VALUE_BLOB: add_blob(out, value, limit); break;
	}
}

const char *spell_value(struct arena *arena, struct value value, size_t limit)
{
	struct buffer out = { 0 };
	add_value(&out, value, limit);
	const char *text = arena_copy(arena, out.bytes, out.size);
	buffer_release(&out);
	return text;
}

/* ---- statements ---- */

struct speller {
	struct arena *arena;
	const struct spelling *of;
	struct tokens tokens;
	const bool *hidden;
	const char *table;           /* the only one, else NULL */
	struct buffer line;
	VEC(const char *) clauses;
};

static const struct token *token_at(const struct speller *s, size_t at)
{
	static const struct token none = { .kind = TOKEN_SIGN, .text = "" };
	return at < s->tokens.count ? &s->tokens.items[at] : &none;
}

/* Keywords that begin a clause; after one of @unless they go on with it. */
static const struct { const char *word, *unless[UNLESS_MAX]; } beginnings[] = {
	{ "FROM", { "DELETE" } }, { "WHERE" }, { "GROUP" }, { "HAVING" }, { "ORDER" }, { "LIMIT" }, { "SET" },
	{ "VALUES" }, { "LEFT" }, { "INNER" }, { "CROSS" }, { "JOIN", { "LEFT", "INNER", "CROSS" } }, { "UNION" }, { "RETURNING" },
};

static bool begins_clause(const struct speller *s, size_t at)
{
	const struct token *token = token_at(s, at);
	if (!at || token->depth)
		return false;
	if (token_is(token, "ON"))
		return token_is(token_at(s, at + 1), "CONFLICT");
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
		if (!token_is(token, beginnings[i].word))
			continue;
		for (size_t k = 0; k < UNLESS_MAX && beginnings[i].unless[k]; k++)
			if (token_is(token_at(s, at - 1), beginnings[i].unless[k]))
				return false;
		return true;
	}
	return false;
}

/* Names that read as something else without their quotes. */
static bool needs_quotes(const char *name)
{
	static const char *const words[] = { "order", "group", "index", "table", "select", "from", "where", "key", "values", "limit", "to",
		"set", "default", "check", "references", "transaction", "unique", "case", "end" };
	if (!isalpha((unsigned char)*name) && *name != '_')
		return true;
	for (const char *at = name; *at; at++)
		if (!isalnum((unsigned char)*at) && *at != '_')
			return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i], name))
			return true;
	return false;
}

static void add_hidden(struct speller *s)
{
	buffer_puts(&s->line, s->of->form == SPELL_EXACT ? "'(hidden)'" : mark_of("‹hidden›", "<hidden>"));
}

static void add_token(struct speller *s, size_t at)
{
	const struct token *token = token_at(s, at);
	if (token->space && s->line.size)
		buffer_putc(&s->line, ' ');
	if (s->hidden[at])
		add_hidden(s);
	else if (token->kind == TOKEN_PLACE && token->place < s->of->count)
		add_value(&s->line, s->of->values[token->place], s->of->form == SPELL_SHORT ? VALUE_MAX : 0);
	else if (token->kind == TOKEN_NAME && s->of->form != SPELL_EXACT && !needs_quotes(token->name))
		buffer_puts(&s->line, token->name);
	else
		buffer_add(&s->line, token->text, token->size);
}

/* The table of a statement that names just one. */
static const char *only_table(const struct speller *s)
{
	const char *table = NULL;
	for (size_t i = 1; i < s->tokens.count; i++) {
		const struct token *last = token_at(s, i - 1);
		if (!token_is(last, "FROM") && !token_is(last, "JOIN") && !token_is(last, "INTO") && !token_is(last, "UPDATE"))
			continue;
		if (table || !token_at(s, i)->name || token_is(token_at(s, i + 1), "AS"))
			return NULL;
		table = token_at(s, i)->name;
	}
	return table;
}

/* How many tokens from @at on say nothing. */
static size_t says_nothing(const struct speller *s, size_t at)
{
	const struct token *token = token_at(s, at), *next = token_at(s, at + 1);
	if (s->of->form == SPELL_EXACT)
		return 0;
	if (token_is(token, "1") && at && token_is(token_at(s, at - 1), "WHERE") && token_is(next, "AND"))
		return 2;
	if (token_is(token, "WHERE") && token_is(next, "1") && !token_is(token_at(s, at + 2), "AND"))
		return 2;
	return s->table && token->name && !strcmp(token->name, s->table) && token_is_sign(next, ".") ? 2 : 0;
}

static void end_clause(struct speller *s)
{
	if (s->line.size)
		vec_push(&s->clauses, (const char *)arena_copy(s->arena, s->line.bytes, s->line.size));
	buffer_clear(&s->line);
}

/* The FROM that ends the list of columns behind a SELECT, and where its second comma is. */
static bool long_list(const struct speller *s, size_t select, size_t *cut, size_t *end)
{
	size_t commas = 0;
	for (*end = select + 1; *end < s->tokens.count; ++*end) {
		const struct token *token = token_at(s, *end);
		if (token->depth != token_at(s, select)->depth)
			continue;
		if (token_is(token, "FROM"))
			return commas >= COLUMNS_LIMIT;
		if (token_is_sign(token, ",") && ++commas == COLUMNS_SHOWN)
			*cut = *end;
	}
	return false;
}

struct clauses spell_clauses(struct arena *arena, const struct spelling *of)
{
	struct speller s = { .arena = arena, .of = of, .tokens = tokens_read(arena, of->sql) };
	size_t cut = 0, end = 0;
	s.hidden = hide_secrets(arena, of->declared, &s.tokens);
	s.table = only_table(&s);
	for (size_t at = 0; at < s.tokens.count; at++) {
		if (begins_clause(&s, at))
			end_clause(&s);
		if (cut && at == cut) {
			buffer_puts(&s.line, mark_of(", …", ", ..."));
			at = end - 1;
			cut = 0;
			continue;
		}
		size_t idle = says_nothing(&s, at);
		if (idle) {
			if (at + idle < s.tokens.count)
				s.tokens.items[at + idle].space |= s.tokens.items[at].space;
			at += idle - 1;
			continue;
		}
		add_token(&s, at);
		if (of->form == SPELL_SHORT && token_is(token_at(&s, at), "SELECT") && !long_list(&s, at, &cut, &end))
			cut = 0;
	}
	end_clause(&s);
	struct clauses out = { arena_array(arena, const char *, s.clauses.count), s.clauses.count };
	if (out.count)
		memcpy(out.items, s.clauses.items, out.count * sizeof *out.items);
	vec_release(&s.clauses);
	buffer_release(&s.line);
	return out;
}

const char *spell_line(struct arena *arena, const struct spelling *of)
{
	struct spelling whole = *of;
	struct buffer out = { 0 };
	whole.form = SPELL_EXACT;
	struct clauses clauses = spell_clauses(arena, &whole);
	for (size_t i = 0; i < clauses.count; i++)
		buffer_printf(&out, "%s%s", i ? " " : "", clauses.items[i]);
	const char *line = arena_copy(arena, out.bytes ? out.bytes : "", out.size);
	buffer_release(&out);
	return line;
}
