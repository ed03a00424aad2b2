/* The part of base/text.h that works on raw text: normal forms, keys, clusters, words, numbers. Unicode's tables come
 * from utf8proc; most text is ASCII and never gets there. */
#include "base/text.h"

#include "base/arena.h"
#include "base/display.h"
#include "base/utf8.h"
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* utf8proc's mapping into the arena. Its options are flags, which its type cannot say. */
static enum err map(struct arena *arena, const char *raw, int options, const char **out)
{
	size_t size = strlen(raw);
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)raw;
	utf8proc_option_t option = (utf8proc_option_t)(options | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (!text_is_valid(raw, size))
		return fail(ERR_INPUT, "the text is not valid UTF-8");
	utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)size, NULL, 0, option);
	if (count < 0)
		return fail(ERR_INPUT, "the text cannot be normalized: %s", utf8proc_errmsg(count));
	int32_t *points = arena_alloc_raw(arena, ((size_t)count + 1) * sizeof *points);
	utf8proc_decompose(bytes, (utf8proc_ssize_t)size, points, count, option);
	utf8proc_reencode(points, count, option);
	*out = (const char *)points;
	return OK;
}

enum err text_nfc(struct arena *arena, const char *raw, const char **out)
{
	if (is_ascii(raw))
		return *out = arena_string(arena, raw), OK;
	return map(arena, raw, 0, out);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static const char *lower_ascii(struct arena *arena, const char *raw)
{
	char *copy = arena_string(arena, raw);
	for (char *c = copy; *c; c++)
		*c = lower(*c);
	return copy;
}

enum err text_fold(struct arena *arena, const char *raw, const char **out)
{
	const char *composed;
	if (is_ascii(raw))
		return *out = lower_ascii(arena, raw), OK;
	try(map(arena, raw, 0, &composed));
	return map(arena, composed, UTF8PROC_CASEFOLD, out);
}

/* Accents stand above, below or across a letter (combining class 200 and more). The marks of Indic and Japanese
 * scripts have lower classes and make another letter, so they stay. */
static bool is_accent(uint32_t cp)
{
	return cp >= 0x300 && utf8proc_get_property((int32_t)cp)->combining_class >= 200;
}

/* Simple case folding: the full one where it gives one character (which knows a final sigma), else lower case. */
static uint32_t fold_simply(uint32_t cp)
{
	int32_t parts[8];
	int boundclass = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char((int32_t)cp, parts, 8, UTF8PROC_CASEFOLD, &boundclass);
	return count == 1 ? (uint32_t)parts[0] : (uint32_t)utf8proc_tolower((int32_t)cp);
}

/* The letter without its accents where it is one of a to z: elsewhere, as in Russian, it would be another letter. */
static uint32_t strip(uint32_t cp)
{
	int32_t parts[8];
	int boundclass = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char((int32_t)cp, parts, 8, UTF8PROC_DECOMPOSE, &boundclass);
	for (utf8proc_ssize_t i = 1; i < count; i++)
		if (count > 8 || !is_accent((uint32_t)parts[i]))
			return cp;
	return count > 0 && parts[0] < 0x80 ? (uint32_t)parts[0] : cp;
}

const char *text_key(struct arena *arena, const char *raw)
{
	size_t size = strlen(raw), used = 0;
	uint32_t cp;
	if (is_ascii(raw))
		return lower_ascii(arena, raw);
	char *key = arena_alloc_raw(arena, size * 3 + 1);   /* an invalid byte takes three */
	for (size_t at = 0; at < size;) {
		at += utf8_next(raw, size, at, &cp);
		if (cp < 0x80)
			key[used++] = lower((char)cp);
		else if (!is_accent(cp))
			used += (size_t)text_put(key + used, fold_simply(strip(cp)));
	}
	key[used] = '\0';
	return key;
}

size_t text_cluster(const char *bytes, size_t size, size_t at, int *cells)
{
	struct display measured = { 0 };
	size_t length = display_cluster(&measured, bytes, size, at);
	*cells = measured.cells;
	return length;
}

/* A place at or before @at where a cluster surely begins: between two printable ASCII characters, or at 0. */
static size_t sure_start(const char *bytes, size_t at)
{
	for (; at > 1; at--)
		if (display_ascii_run(bytes, at, at - 2) == 2)
			return at - 1;
	return 0;
}

size_t text_cluster_before(const char *bytes, size_t size, size_t at)
{
	int cells;
	if (at > size)
		at = size;
	size_t start = sure_start(bytes, at);
	for (size_t next = start; next < at; next += text_cluster(bytes, size, next, &cells))
		start = next;
	return start;
}

/* Letters, digits and marks make words. */
static bool in_word(const char *bytes, size_t size, size_t at)
{
	uint32_t cp;
	utf8_next(bytes, size, at, &cp);
	if (cp == UTF8_INVALID)
		return false;
	utf8proc_category_t category = utf8proc_category((int32_t)cp);
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

size_t text_word_right(const char *bytes, size_t size, size_t at)
{
	int cells;
	while (at < size && !in_word(bytes, size, at))
		at += text_cluster(bytes, size, at, &cells);
	while (at < size && in_word(bytes, size, at))
		at += text_cluster(bytes, size, at, &cells);
	return at;
}

size_t text_word_left(const char *bytes, size_t size, size_t at)
{
	size_t before;
	while (at > 0 && !in_word(bytes, size, before = text_cluster_before(bytes, size, at)))
		at = before;
	while (at > 0 && in_word(bytes, size, before = text_cluster_before(bytes, size, at)))
		at = before;
	return at;
}

enum err text_integer(const char *text, int64_t *out)
{
	const char *at = text + (*text == '-' || *text == '+');
	int64_t number = 0;
	bool over = false;
	if (!*at || at[strspn(at, "0123456789")])
		return fail(ERR_INPUT, "'%s' is not a whole number", text);
	for (; *at; at++) {
		over = over || __builtin_mul_overflow(number, 10, &number);
		over = over || __builtin_add_overflow(number, *text == '-' ? '0' - *at : *at - '0', &number);
	}
	if (over)
		return fail(ERR_OVERFLOW, "'%s' is too large", text);
	*out = number;
	return OK;
}

const char *text_library(void)
{
	static char name[64];
	snprintf(name, sizeof name, "utf8proc %s", utf8proc_version());
	return name;
}
