/* Letters of any script count, as they do in the languages whose calls are spelt here. */
#include "explore/ident.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { IDENT_MAX = 24 };

static bool is_letter(uint32_t c)
{
	return c < 0x80 ? isalnum((int)c) || c == '_' : c != UTF8_INVALID && c >= 0xc0 && !(c >= 0x2000 && c <= 0x2bff) && !(c >= 0x3000 && c <= 0x303f);
}

/* Up to here belongs to the name: whole words of letters, or as much of the first one as is allowed. */
static size_t name_size(const char *raw, size_t size)
{
	size_t end = 0, word = 0, count = 0;
	for (size_t at = 0; at < size;) {
		uint32_t c;
		size_t step = utf8_next(raw, size, at, &c);
		if (!is_letter(c) && c != ' ' && c != '-' && c != '\'')
			break;
		if (!is_letter(c))
			word = end;
		else if (++count > IDENT_MAX)
			return word ? word : end;
		else
			end = at + step;
		at += step;
	}
	return end;
}

const char *ident_of(struct arena *arena, const char *raw, const char *otherwise)
{
	struct buffer out = { 0 };
	size_t size = name_size(raw, strlen(raw));
	bool again = false;
	if (!size || isdigit((unsigned char)*raw))
		return otherwise;
	for (size_t i = 0; i < size; i++) {
		bool letter = (unsigned char)raw[i] >= 0x80 || isalnum((unsigned char)raw[i]) || raw[i] == '_';
		if (letter)
			buffer_putc(&out, again ? (char)toupper((unsigned char)raw[i]) : raw[i]);
		again = raw[i] == ' ' || raw[i] == '-';
	}
	const char *name = out.size ? arena_copy(arena, out.bytes, out.size) : otherwise;
	buffer_release(&out);
	return name;
}
