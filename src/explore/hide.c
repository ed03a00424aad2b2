/* The one place that decides what a shown statement keeps to itself. It errs on the side of silence. */
#include "explore/hide.h"

#include "base/arena.h"
#include "explore/secret.h"
#include "explore/tokens.h"

#include <stddef.h>

enum { COLUMNS_MAX = 2048 };

struct hiding { const struct schema *declared; const struct tokens *tokens; bool *hidden, *understood; };

static bool is_value(const struct token *token)
{
	return token->kind == TOKEN_PLACE || token->kind == TOKEN_TEXT;
}

static bool is_secret(const struct hiding *h, size_t at)
{
	const struct token *token = &h->tokens->items[at];
	return token->name && secret_column(h->declared, NULL, token->name);
}

static bool ends_operand(const struct token *token, unsigned depth)
{
	static const char *const words[] = { "AND", "OR", "WHERE", "ORDER", "GROUP", "LIMIT", "RETURNING", "FROM", "ON", "SET" };
	if (token->depth < depth || (token->depth == depth && (token_is_sign(token, ",") || token_is_sign(token, ")"))))
		return true;
	for (size_t i = 0; token->depth == depth && i < sizeof words / sizeof *words; i++)
		if (token_is(token, words[i]))
			return true;
	return false;
}

static bool compares(const struct token *token)
{
	static const char *const signs[] = { "=", "==", "<>", "!=", "<", ">", "<=", ">=" };
	static const char *const words[] = { "IS", "IN", "LIKE", "GLOB", "BETWEEN", "NOT", "COLLATE" };
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (token_is_sign(token, signs[i]))
			return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (token_is(token, words[i]))
			return true;
	return false;
}

/* "secret = ?", "secret IN (?, ?)", "secret BETWEEN ? AND ?". */
static bool hide_after(struct hiding *h, size_t at)
{
	const struct token *items = h->tokens->items;
	unsigned depth = items[at].depth;
	size_t next = at + 1;
	bool between = false;
	if (next >= h->tokens->count || !compares(&items[next]))
		return false;
	for (; next < h->tokens->count; next++) {
		between |= token_is(&items[next], "BETWEEN");
		if (between && token_is(&items[next], "AND"))
			between = false;
		else if (ends_operand(&items[next], depth))
			break;
		if (is_value(&items[next]))
			h->hidden[next] = true;
	}
	return true;
}

/* "? = secret", also "? = table.secret". */
static bool hide_before(struct hiding *h, size_t at)
{
	const struct token *items = h->tokens->items;
	while (at >= 2 && token_is_sign(&items[at - 1], "."))
		at -= 2;
	if (at < 2 || !compares(&items[at - 1]) || !is_value(&items[at - 2]))
		return false;
	return h->hidden[at - 2] = true;
}

/* Of INSERT INTO t (a, b): the position of each secret column; the token behind the list. */
static size_t secret_positions(struct hiding *h, size_t at, bool *secret, size_t *count)
{
	const struct token *items = h->tokens->items;
	unsigned depth = items[at].depth;
	for (at++, *count = 1; at < h->tokens->count && items[at].depth > depth; at++) {
		if (token_is_sign(&items[at], ","))
			++*count;
		if (*count <= COLUMNS_MAX && is_secret(h, at))
			secret[*count - 1] = h->understood[at] = true;
	}
	return at + 1;
}

static void hide_rows(struct hiding *h, size_t at, const bool *secret, size_t count)
{
	const struct token *items = h->tokens->items;
	size_t position = 0;
	for (; at < h->tokens->count && !token_is(&items[at], "ON") && !token_is(&items[at], "RETURNING"); at++) {
		if (items[at].depth == 0 && token_is_sign(&items[at], "("))
			position = 0;
		if (items[at].depth == 1 && token_is_sign(&items[at], ","))
			position++;
		if (position < count && position < COLUMNS_MAX && secret[position] && is_value(&items[at]))
			h->hidden[at] = true;
	}
}

static void hide_insert(struct hiding *h, struct arena *arena)
{
	const struct token *items = h->tokens->items;
	size_t at = 0, count = 0;
	if (!h->tokens->count || !(token_is(&items[0], "INSERT") || token_is(&items[0], "REPLACE")))
		return;
	while (at < h->tokens->count && !token_is_sign(&items[at], "("))
		at++;
	if (at == h->tokens->count)
		return;
	bool *secret = arena_array(arena, bool, COLUMNS_MAX);
	at = secret_positions(h, at, secret, &count);
	hide_rows(h, at, secret, count);
}

/* Between SELECT and its FROM, at the same depth, a column is only read. */
static void note_read(struct hiding *h)
{
	const struct token *items = h->tokens->items;
	for (size_t i = 0; i < h->tokens->count; i++) {
		if (!token_is(&items[i], "SELECT"))
			continue;
		for (size_t at = i + 1; at < h->tokens->count && !(items[at].depth == items[i].depth && token_is(&items[at], "FROM")); at++)
			if (items[at].depth == items[i].depth)
				h->understood[at] = true;
	}
}

bool *hide_secrets(struct arena *arena, const struct schema *declared, const struct tokens *tokens)
{
	struct hiding h = { declared, tokens, arena_array(arena, bool, tokens->count), arena_array(arena, bool, tokens->count) };
	bool lost = false;
	note_read(&h);
	hide_insert(&h, arena);
	for (size_t i = 0; i < tokens->count; i++)
		if (is_secret(&h, i) && !hide_after(&h, i) && !hide_before(&h, i))
			lost |= !h.understood[i];
	for (size_t i = 0; lost && i < tokens->count; i++)
		h.hidden[i] |= is_value(&tokens->items[i]);
	return h.hidden;
}
