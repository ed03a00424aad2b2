#include "explore/deferred.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *skip_quoted(const char *at)
{
	char end = *at == '[' ? ']' : *at;
	while (*++at)
		if (*at == end && (end == ']' || at[1] != end || !*++at))
			return at + 1;
	return at;
}

static const char *skip_comment(const char *at)
{
	const char *end = *at == '-' ? strchr(at, '\n') : strstr(at + 2, "*/");
	return !end ? at + strlen(at) : *at == '-' ? end + 1 : end + 2;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* The next word that is no name in quotes, its size into @size; NULL at the end. */
static const char *next_word(const char *at, size_t *size)
{
	while (*at && !is_word(*at)) {
		if (strchr("'\"`[", *at))
			at = skip_quoted(at);
		else if (!strncmp(at, "--", 2) || !strncmp(at, "/*", 2))
			at = skip_comment(at);
		else
			at++;
	}
	for (*size = 0; is_word(at[*size]);)
		++*size;
	return *size ? at : NULL;
}

static bool is(const char *word, size_t size, const char *wanted)
{
	return strlen(wanted) == size && !strncasecmp(word, wanted, size);
}

void deferred_find(const char *sql, bool *out, size_t count)
{
	size_t key = 0, size, before_size = 0;
	const char *before = "";
	bool never = false;
	memset(out, 0, count * sizeof *out);
	for (const char *word = sql; (word = next_word(word, &size)) && key <= count; word += size) {
		if (is(word, size, "REFERENCES")) {
			key++;
			never = false;
		} else if (is(word, size, "DEFERRABLE")) {
			never = is(before, before_size, "NOT");
		} else if (key && key <= count && is(word, size, "DEFERRED") && is(before, before_size, "INITIALLY")) {
			out[key - 1] = !never;
		}
		before = word;
		before_size = size;
	}
}
