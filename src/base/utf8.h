/* Reading UTF-8 one code point at a time; writing it is text_put(). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { UTF8_REPLACEMENT = 0xfffd };
/* What utf8_next() gives for bytes that are no UTF-8; no code point. */
#define UTF8_INVALID UINT32_C(0xffffffff)

/* The code point at @at (before @size) into @codepoint; returns its bytes, at least 1. Of invalid bytes it takes as
 * many as could have begun a character (Unicode 3.9, "maximal subpart"), as text_decode() does. */
size_t utf8_next(const char *bytes, size_t size, size_t at, uint32_t *codepoint);

#endif
