/* sqlite_schema keeps the text of every CREATE as it was written, but for its first words. Comparing texts is what
 * finds a CHECK that got lost or a trigger that another version wrote; so both sides are brought to one form first. */
#include "model/contents.h"

#include "base/arena.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { COLUMN_TYPE, COLUMN_NAME, COLUMN_SQL };

enum err contents_read(struct store *store, struct arena *arena, struct contents *out)
{
	return store_select(store, arena,
		"SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND substr(name, 1, 7) <> 'sqlite_'",
		NULL, 0, &out->rows);
}

size_t contents_count(const struct contents *contents)
{
	return contents->rows.count;
}

const char *contents_type(const struct contents *contents, size_t index)
{
	return value_str(table_at(&contents->rows, index, COLUMN_TYPE));
}

const char *contents_name(const struct contents *contents, size_t index)
{
	return value_str(table_at(&contents->rows, index, COLUMN_NAME));
}

const char *contents_sql(const struct contents *contents, const char *type, const char *name)
{
	for (size_t i = 0; i < contents->rows.count; i++)
		if (!strcmp(contents_type(contents, i), type) && !strcasecmp(contents_name(contents, i), name))
			return value_str(table_at(&contents->rows, i, COLUMN_SQL));
	return NULL;
}

/* --- normal form --- */

/* The end of the quoted text, space or comment that begins at @at; @at itself when none does. */
static const char *end_of_quoted(const char *at)
{
	char close = *at == '[' ? ']' : *at;
	if (!strchr("'\"`[", *at))
		return at;
	for (at++; *at; at++) {
		if (*at == close && (close == ']' || at[1] != close))
			return at + 1;
		if (*at == close)
			at++;
	}
	return at;
}

static const char *end_of_space(const char *at)
{
	for (;;) {
		if (isspace((unsigned char)*at)) {
			at++;
		} else if (!strncmp(at, "--", 2)) {
			at += strcspn(at, "\n");
		} else if (!strncmp(at, "/*", 2)) {
			const char *end = strstr(at + 2, "*/");
			at = end ? end + 2 : at + strlen(at);
		} else {
			return at;
		}
	}
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Space is kept, as one blank, between two words only; it means nothing anywhere else. */
static char *put_piece(char *to, const char *start, const char *piece, size_t size, bool spaced)
{
	if (spaced && to > start && is_word(to[-1]) && is_word(*piece))
		*to++ = ' ';
	memcpy(to, piece, size);
	return to + size;
}

static void drop_phrase(char *sql, const char *phrase)
{
	char *at = strcasestr(sql, phrase);
	if (at)
		memmove(at, at + strlen(phrase), strlen(at + strlen(phrase)) + 1);
}

const char *sql_normal(struct arena *arena, const char *sql)
{
	char *out = arena_alloc(arena, 2 * strlen(sql) + 1), *to = out;
	for (const char *at = sql; *at;) {
		const char *next = end_of_space(at);
		bool spaced = next > at;
		at = next;
		if (!*at)
			break;
		next = end_of_quoted(at);
		if (next == at)
			next = at + 1;
		to = put_piece(to, out, at, (size_t)(next - at), spaced);
		at = next;
	}
	while (to > out && to[-1] == ';')
		to--;
	*to = '\0';
	drop_phrase(out, " IF NOT EXISTS");
	return out;
}
