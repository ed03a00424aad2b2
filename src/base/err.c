/* The last failure's sentence lives here: one program, one thread, one failure at a time. A caller that wants to
 * keep a sentence past the next fail() copies it. The loud exits write to stderr with no help from base/text (which
 * stands above), so they make control characters harmless themselves. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCE_SIZE = 1024 };

static char sentence[SENTENCE_SIZE];
static enum err sentence_code;

#define ERR_ROW(code, status, text) [code] = { #code, text, status },
static const struct { const char *name, *sentence; int status; } rows[ERR_COUNT] = {
	[OK] = { "ERR_OK", "done", 0 },
	ERR_LIST(ERR_ROW)
};
#undef ERR_ROW

static void check_code(enum err code)
{
	if ((unsigned)code >= ERR_COUNT)
		bug("%d is no error code", (int)code);
}

/* Bytes of @text up to @size that end with a whole UTF-8 character, where @size cut it. */
static size_t whole_characters(const char *text, size_t size)
{
	size_t start = size;
	while (start > 0 && size - start < 3 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0)
		return size;
	unsigned char lead = (unsigned char)text[start - 1];
	size_t need = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
	return need > size - start ? start - 1 : size;
}

/* vsnprintf into SENTENCE_SIZE bytes, never ending in half a character. */
static void format_sentence(char out[SENTENCE_SIZE], const char *format, va_list list)
	__attribute__((format(printf, 2, 0)));
static void format_sentence(char out[SENTENCE_SIZE], const char *format, va_list list)
{
	int length = vsnprintf(out, SENTENCE_SIZE, format, list);
	if (length < 0)
		out[0] = '\0';
	else if (length >= SENTENCE_SIZE)
		out[whole_characters(out, SENTENCE_SIZE - 1)] = '\0';
}

enum err fail(enum err code, const char *format, ...)
{
	char made[SENTENCE_SIZE];   /* an argument may be the last sentence */
	int saved = errno;
	va_list list;
	if (code == OK)
		bug("failing with OK: %s", format);
	check_code(code);
	va_start(list, format);
	format_sentence(made, format, list);
	va_end(list);
	memcpy(sentence, made, sizeof sentence);
	sentence_code = code;
	errno = saved;
	return code;
}

const char *err_sentence(enum err code)
{
	check_code(code);
	return code != OK && code == sentence_code && sentence[0] ? sentence : rows[code].sentence;
}

const char *err_name(enum err code)
{
	check_code(code);
	return rows[code].name + sizeof "ERR_" - 1;
}

int err_exit_status(enum err code)
{
	check_code(code);
	return rows[code].status;
}

/* Control characters, C1 in UTF-8 too, become '?'. */
static void make_harmless(char *text)
{
	for (unsigned char *c = (unsigned char *)text; *c; c++) {
		bool c1 = c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0;
		if (*c < 0x20 || *c == 0x7f || c1)
			*c = '?';
		if (c1)
			*++c = '?';
	}
}

void bug_at(const char *file, int line, const char *format, ...)
{
	char made[SENTENCE_SIZE];
	va_list list;
	va_start(list, format);
	format_sentence(made, format, list);
	va_end(list);
	make_harmless(made);
	fprintf(stderr, "souk: bug at %s:%d: %s\n", file, line, made);
	abort();
}

void die(int status, const char *format, ...)
{
	char made[SENTENCE_SIZE];
	va_list list;
	va_start(list, format);
	format_sentence(made, format, list);
	va_end(list);
	make_harmless(made);
	fprintf(stderr, "souk: %s\n", made);
	exit(status);
}
