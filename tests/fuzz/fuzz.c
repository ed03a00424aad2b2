#include "fuzz/fuzz.h"

#include "base/text.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *seed_name;
static unsigned seed_variant;

void fuzz_name(const char *seed, unsigned variant)
{
	seed_name = seed;
	seed_variant = variant;
}

_Noreturn void fuzz_broken(const char *file, int line, const char *what)
{
	fflush(stdout);
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	if (seed_name)
		fprintf(stderr, "on variant %u of %s\n", seed_variant, seed_name);
	abort();
}

char *fuzz_string(const uint8_t *bytes, size_t size)
{
	size_t length = size ? strnlen((const char *)bytes, size) : 0;
	char *string = memory_new(length + 1);
	if (length)
		memcpy(string, bytes, length);
	return string;
}

bool fuzz_is_clean(const char *bytes, size_t size, const char *allowed)
{
	if (!text_is_valid(bytes, size))
		return false;
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		if ((byte < 0x20 || byte == 0x7f) && (!byte || !strchr(allowed, byte)))
			return false;
		if (byte == 0xc2 && (unsigned char)bytes[i + 1] < 0xa0)
			return false;
	}
	return true;
}

void fuzz_shown(struct shown text)
{
	HOLDS(text.bytes[text.size] == '\0');
	HOLDS(text.cells >= 0);
	HOLDS(fuzz_is_clean(text.bytes, text.size, ""));
	if (text_is_utf8())
		return;
	HOLDS(text.size == (size_t)text.cells);
	for (size_t i = 0; i < text.size; i++)
		HOLDS((unsigned char)text.bytes[i] < 0x80);
}
