/* Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF. The incremental decoder is the one
 * definition; utf8_next() walks it over a string. */
#include "base/utf8.h"

#include "base/text.h"

int text_put(char out[4], uint32_t codepoint)
{
	if (codepoint > 0x10ffff || (codepoint >= 0xd800 && codepoint < 0xe000))
		codepoint = UTF8_REPLACEMENT;
	if (codepoint < 0x80)
		return out[0] = (char)codepoint, 1;
	int more = codepoint < 0x800 ? 1 : codepoint < 0x10000 ? 2 : 3;
	static const unsigned char leads[] = { 0, 0xc0, 0xe0, 0xf0 };
	out[0] = (char)(leads[more] | codepoint >> 6 * more);
	for (int i = 1; i <= more; i++)
		out[i] = (char)(0x80 | (codepoint >> 6 * (more - i) & 0x3f));
	return more + 1;
}

/* Whether the first two bytes, whose bits are @bits, can begin a character of @length bytes. */
static bool can_begin(uint32_t bits, int length)
{
	if (length == 3)
		return bits >= 0x800 >> 6 && (bits < 0xd800 >> 6 || bits >= 0xe000 >> 6);
	return length != 4 || (bits >= 0x10000 >> 12 && bits <= 0x10ffff >> 12);
}

static bool begin(struct text_decoder *decoder, unsigned char byte, uint32_t *out)
{
	decoder->seen = 1;
	decoder->need = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
	decoder->codepoint = byte & (0x3f >> decoder->need);
	if (decoder->need)
		return false;
	*out = byte < 0x80 ? byte : UTF8_INVALID;
	return true;
}

/* As text_decode, with UTF8_INVALID for what is invalid. */
static bool decode(struct text_decoder *decoder, unsigned char byte, uint32_t *out, bool *again)
{
	*again = false;
	if (!decoder->need)
		return begin(decoder, byte, out);
	uint32_t bits = decoder->codepoint << 6 | (byte & 0x3f);
	if ((byte & 0xc0) != 0x80 || (decoder->seen == 1 && !can_begin(bits, decoder->need + 1))) {
		*decoder = (struct text_decoder){ 0 };
		*out = UTF8_INVALID;
		return *again = true;
	}
	decoder->codepoint = bits;
	decoder->seen++;
	*out = bits;
	return --decoder->need == 0;
}

bool text_decode(struct text_decoder *decoder, unsigned char byte, uint32_t *out, bool *again)
{
	if (!decode(decoder, byte, out, again))
		return false;
	if (*out == UTF8_INVALID)
		*out = UTF8_REPLACEMENT;
	*decoder = (struct text_decoder){ 0 };
	return true;
}

size_t utf8_next(const char *bytes, size_t size, size_t at, uint32_t *codepoint)
{
	struct text_decoder decoder = { 0 };
	bool again = false;
	size_t end = at;
	while (end < size)
		if (decode(&decoder, (unsigned char)bytes[end++], codepoint, &again))
			return end - at - again;
	*codepoint = UTF8_INVALID;
	return end - at;
}

bool text_is_valid(const char *bytes, size_t size)
{
	uint32_t codepoint;
	for (size_t at = 0; at < size;) {
		if ((unsigned char)bytes[at] < 0x80) {
			at++;
			continue;
		}
		at += utf8_next(bytes, size, at, &codepoint);
		if (codepoint == UTF8_INVALID)
			return false;
	}
	return true;
}
