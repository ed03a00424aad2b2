#include "model/names.h"

#include "base/arena.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

const char *quote_name(struct arena *arena, const char *name)
{
	size_t size = 2;
	for (const char *c = name; *c; c++)
		size += *c == '`' ? 2 : 1;
	char *out = arena_alloc(arena, size + 1), *to = out;
	*to++ = '`';
	for (const char *c = name; *c; c++) {
		if (*c == '`')
			*to++ = '`';
		*to++ = *c;
	}
	*to = '`';
	return out;
}

static bool is_joint(char c)
{
	return c == '_' || c == '-' || isspace((unsigned char)c);
}

const char *camel_join(struct arena *arena, const char *first, const char *second)
{
	char *name = arena_format(arena, "%s_%s", first, second), *to = name;
	bool raise = false;
	for (const char *c = name; *c; c++) {
		if (is_joint(*c)) {
			raise = true;
			continue;
		}
		*to++ = raise ? (char)toupper((unsigned char)*c) : *c;
		raise = false;
	}
	*to = '\0';
	return name;
}

const char *snake_case(struct arena *arena, const char *name)
{
	char *out = arena_alloc(arena, 2 * strlen(name) + 1), *to = out;
	for (const char *c = name; *c; c++) {
		if (isupper((unsigned char)*c) && to > out)
			*to++ = '_';
		*to++ = (char)tolower((unsigned char)*c);
	}
	return out;
}

const char *upper_first(struct arena *arena, const char *name)
{
	char *out = arena_string(arena, name);
	out[0] = (char)toupper((unsigned char)out[0]);
	return out;
}
