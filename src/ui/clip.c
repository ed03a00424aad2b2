/* ESC ] 52 ; c ; BASE64 BEL. Between frames, so that it stands in no other sequence. */
#include "ui/clip.h"

#include "base/vec.h"
#include "ui/tty.h"

#include <stdint.h>
#include <string.h>

static void add_base64(struct buffer *out, const unsigned char *bytes, size_t size)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < size; i += 3) {
		size_t left = size - i;
		uint32_t bits = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);
		for (size_t k = 0; k < 4; k++)
			buffer_putc(out, k <= left ? digits[bits >> (18 - 6 * k) & 63] : '=');
	}
}

bool clip_copy(const char *text)
{
	struct buffer out = { 0 };
	size_t size = strlen(text);
	if (size > CLIP_MAX)
		return false;
	buffer_puts(&out, "\033]52;c;");
	add_base64(&out, (const unsigned char *)text, size);
	buffer_puts(&out, "\a");
	tty_write(out.bytes, out.size);
	buffer_release(&out);
	return true;
}
