/* SQLite's own rules for tokens, as far as they matter for showing text. */
#include "explore/tokens.h"

#include "base/arena.h"
#include "base/vec.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct reading { const char *at; struct arena *arena; unsigned depth; size_t places; VEC(struct token) list; };

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Past blanks and comments; whether there were any. */
static bool skip_space(struct reading *r)
{
	const char *from = r->at;
	for (;;) {
		r->at += strspn(r->at, " \t\r\n\f");
		if (!strncmp(r->at, "--", 2)) {
			r->at += strcspn(r->at, "\n");
		} else if (!strncmp(r->at, "/*", 2)) {
			const char *end = strstr(r->at + 2, "*/");
			r->at = end ? end + 2 : r->at + strlen(r->at);
		} else {
			return r->at > from;
		}
	}
}

/* Bytes of what begins with a quote; the quote itself doubled stands for one. */
static size_t quoted_size(const char *at)
{
	char end = *at == '[' ? ']' : *at;
	size_t size = 1;
	for (; at[size]; size++) {
		if (at[size] != end)
			continue;
		if (end == ']' || at[size + 1] != end)
			return size + 1;
		size++;
	}
	return size;
}

static const char *unquoted(struct arena *arena, const char *text, size_t size)
{
	char *name = arena_alloc(arena, size + 1), *to = name, quote = text[0];
	for (size_t i = 1; i + 1 < size; i++) {
		*to++ = text[i];
		if (text[i] == quote && text[i + 1] == quote)
			i++;
	}
	return name;
}

static size_t place_size(struct reading *r, struct token *token)
{
	size_t size = 1;
	while (is_word(r->at[size]))
		size++;
	bool numbered = *r->at == '?' && size > 1;
	token->place = numbered ? strtoul(r->at + 1, NULL, 10) - 1 : r->places;
	if (token->place >= r->places)
		r->places = token->place + 1;
	return size;
}

static size_t sign_size(const char *at)
{
	static const char *const pairs[] = { "<>", "<=", ">=", "!=", "==", "||", "<<", ">>", "->" };
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (!strncmp(at, pairs[i], 2))
			return 2;
	return 1;
}

static size_t word_size(const char *at)
{
	bool number = isdigit((unsigned char)*at);
	size_t size = 1;
	while (is_word(at[size]) || (number && at[size] == '.'))
		size++;
	return size;
}

static void classify(struct reading *r, struct token *token)
{
	char first = *r->at;
	token->depth = r->depth;
	if (first == '\'' || first == '`' || first == '"' || first == '[') {
		token->kind = first == '\'' ? TOKEN_TEXT : TOKEN_NAME;
		token->size = quoted_size(r->at);
		token->name = first == '\'' ? NULL : unquoted(r->arena, r->at, token->size);
	} else if (first == '?' || ((first == ':' || first == '@' || first == '$') && is_word(r->at[1]))) {
		token->kind = TOKEN_PLACE;
		token->size = place_size(r, token);
	} else if (is_word(first)) {
		token->kind = TOKEN_WORD;
		token->size = word_size(r->at);
		token->name = arena_copy(r->arena, r->at, token->size);
	} else {
		token->kind = TOKEN_SIGN;
		token->size = sign_size(r->at);
	}
}

static void count_depth(struct reading *r, struct token *token)
{
	if (token_is_sign(token, "("))
		r->depth++;
	if (token_is_sign(token, ")") && r->depth)
		token->depth = --r->depth;
}

struct tokens tokens_read(struct arena *arena, const char *sql)
{
	struct reading r = { .at = sql, .arena = arena };
	for (bool space = skip_space(&r); *r.at; space = skip_space(&r)) {
		struct token token = { .text = r.at, .space = space };
		classify(&r, &token);
		count_depth(&r, &token);
		r.at += token.size;
		vec_push(&r.list, token);
	}
	struct token *items = arena_array(arena, struct token, r.list.count);
	if (r.list.count)
		memcpy(items, r.list.items, r.list.count * sizeof *items);
	struct tokens tokens = { items, r.list.count };
	vec_release(&r.list);
	return tokens;
}

bool token_is(const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && !strcasecmp(token->name, word);
}

bool token_is_sign(const struct token *token, const char *sign)
{
	return token->kind == TOKEN_SIGN && strlen(sign) == token->size && !memcmp(token->text, sign, token->size);
}
