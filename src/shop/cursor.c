/* A cursor: 8 hex digits that stand for the sort and filters, the row's id, and its sort key behind a letter for its
 * type. Another program may have put anything into a column, so that the type is the value's, not the column's. */
#include "shop/cursor.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t cursor_list(const char *const *parts, size_t count)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < count; i++)
		for (const char *at = parts[i] ? parts[i] : "";; at++) {
			hash = (hash ^ (unsigned char)*at) * 16777619u;
			if (!*at)
				break;
		}
	return hash;
}

static const char *hex_of(struct arena *arena, char letter, struct value value)
{
	char *hex = arena_alloc(arena, 2 * (size_t)value.size + 2);

	hex[0] = letter;
	for (uint32_t i = 0; i < value.size; i++)
		snprintf(hex + 1 + 2 * (size_t)i, 3, "%02x", (unsigned char)value.text[i]);
	return hex;
}

static const char *key_text(struct arena *arena, struct value key)
{
	switch (key.type) {
	case VALUE_NULL:    return "n";
	case VALUE_INTEGER: return arena_format(arena, "i%lld", (long long)key.integer);
	case VALUE_REAL:    return arena_format(arena, "r%a", key.real);
	case VALUE_TEXT:    return hex_of(arena, 't', key);
	case VALUE_BLOB:    return hex_of(arena, 'b', key);
	}
	return "";
}

const char *cursor_text(struct arena *arena, uint32_t list, int64_t id, struct value key)
{
	return arena_format(arena, "%08x.%lld.%s", list, (long long)id, key_text(arena, key));
}

static bool read_hex(struct arena *arena, const char *hex, enum value_type type, struct value *out)
{
	size_t digits = strlen(hex), size = digits / 2;
	char *bytes = arena_alloc(arena, size + 1);

	if (digits % 2 || strspn(hex, "0123456789abcdef") != digits)
		return false;
	for (size_t i = 0; i < size; i++) {
		const char pair[] = { hex[2 * i], hex[2 * i + 1], '\0' };
		bytes[i] = (char)strtoul(pair, NULL, 16);
	}
	*out = value_text_n(bytes, size);
	out->type = type;
	return true;
}

static bool read_real(const char *text, struct value *out)
{
	char *end;

	*out = value_real(strtod(text, &end));
	return *text && !*end;
}

static bool read_key(struct arena *arena, const char *text, struct value *out)
{
	*out = value_integer(0);
	switch (*text) {
	case 'i': return !text_integer(text + 1, &out->integer);
	case 'r': return read_real(text + 1, out);
	case 't': return read_hex(arena, text + 1, VALUE_TEXT, out);
	case 'b': return read_hex(arena, text + 1, VALUE_BLOB, out);
	}
	return false;
}

enum err cursor_refused(const char *text)
{
	return fail(ERR_USAGE, "'%s' is no cursor of this list: take \"next\" of the same sort and filters", text);
}

enum err cursor_read(struct arena *arena, uint32_t list, const char *text, struct cursor *out)
{
	char *copy = arena_string(arena, text), *id = strchr(copy, '.'), *key = id ? strchr(id + 1, '.') : NULL;
	bool good = key != NULL;

	if (good) {
		*id++ = *key++ = '\0';
		good = !strcmp(copy, arena_format(arena, "%08x", list)) && !text_integer(id, &out->id) &&
			read_key(arena, key, &out->key);
	}
	return good ? OK : cursor_refused(text);
}
