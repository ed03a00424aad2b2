/* Curses cannot be asked to do this: its get_wch loses keys after an invalid byte and letters that arrive in two
 * reads, and its mouse ends at column 222. So bytes are read raw, and taken apart here, where a test can feed them one
 * by one. What may come: a character; Esc and a character (Alt); CSI (Esc [ … final) and SS3 (Esc O x) for keys; mouse
 * reports inside CSI; strings (Esc ] P _ ^ X … BEL or Esc \), which answer questions nobody asked. */
#include "ui/decode.h"

#include <stdlib.h>
#include <string.h>

enum { ESC = 0x1b, BEL = 0x07 };
static const char paste_close[] = "\033[201~";

/* Final byte of CSI and SS3 sequences. */
static const struct { char final; uint32_t key; } finals[] = {
	{ 'A', K_UP }, { 'B', K_DOWN }, { 'C', K_RIGHT }, { 'D', K_LEFT }, { 'H', K_HOME }, { 'F', K_END },
	{ 'P', K_F1 }, { 'Q', K_F2 }, { 'S', K_F4 }, { 'Z', K_SHIFT_TAB },
	{ 'a', K_SHIFT(K_UP) }, { 'b', K_SHIFT(K_DOWN) }, { 'c', K_SHIFT(K_RIGHT) }, { 'd', K_SHIFT(K_LEFT) },
};
/* Further ones that only follow Esc O: the keypad, and Ctrl with arrows on rxvt. */
static const struct { char final; uint32_t key; } keypad[] = {
	{ 'R', K_F3 }, { 'M', K_ENTER }, { 'a', K_CTRL(K_UP) }, { 'b', K_CTRL(K_DOWN) }, { 'c', K_CTRL(K_RIGHT) },
	{ 'd', K_CTRL(K_LEFT) }, { 'j', '*' }, { 'k', '+' }, { 'm', '-' }, { 'o', '/' },
};
/* First number of CSI … ~ */
static const struct { int number; uint32_t key; } numbers[] = {
	{ 1, K_HOME }, { 2, K_INSERT }, { 3, K_DELETE }, { 4, K_END }, { 5, K_PAGE_UP }, { 6, K_PAGE_DOWN },
	{ 7, K_HOME }, { 8, K_END }, { 11, K_F1 }, { 12, K_F2 }, { 13, K_F3 }, { 14, K_F4 }, { 15, K_F5 },
	{ 17, K_F6 }, { 18, K_F7 }, { 19, K_F8 }, { 20, K_F9 }, { 21, K_F10 }, { 23, K_F11 }, { 24, K_F12 },
};
#define FIND(table, column, value, otherwise) do { \
	for (size_t i_ = 0; i_ < sizeof (table) / sizeof *(table); i_++) \
		if ((table)[i_].column == (value)) \
			return (table)[i_].key; \
	return (otherwise); } while (0)

static uint32_t final_key(char final)
{
	FIND(finals, final, final, 0);
}

static uint32_t keypad_key(char final)
{
	FIND(keypad, final, final, final_key(final));
}

static uint32_t number_key(int number)
{
	FIND(numbers, number, number, 0);
}

/* A byte below 0x20, or DEL. */
static uint32_t control_key(unsigned char byte)
{
	switch (byte) {
	case '\r': case '\n': return K_ENTER;
	case '\t': return K_TAB;
	case ESC: return K_ESC;
	case 0x7f: case '\b': return K_BACKSPACE;
	case 0: return K_CTRL(' ');
	}
	return K_CTRL(byte <= 26 ? 'a' + byte - 1 : '@' + byte);
}

static bool key_event(struct event *out, uint32_t key)
{
	*out = (struct event){ .type = EVENT_KEY, .key = key };
	return key != 0;
}

/* xterm's parameter: 1 + a bit each for Shift, Alt, Ctrl. */
static uint32_t with_modifiers(uint32_t key, int parameter)
{
	int bits = parameter > 1 ? parameter - 1 : 0;
	if (!key)
		return 0;
	return key | (bits & 1 ? (uint32_t)K_SHIFT_BIT : 0) | (bits & 2 ? (uint32_t)K_ALT_BIT : 0)
		| (bits & 4 ? (uint32_t)K_CTRL_BIT : 0);
}

/* Button as both mouse protocols code it: 3 low bits, 4 8 16 modifiers, 32 motion, 64 wheel. Cells from 1. */
static bool mouse_event(struct event *out, int button, int col, int row, bool pressed)
{
	int which = button & ~(4 | 8 | 16);
	if (!pressed || col < 1 || row < 1)
		return false;
	*out = (struct event){ .row = row - 1, .col = col - 1 };
	if (which == 64 || which == 65) {
		out->type = EVENT_WHEEL;
		out->index = which == 64 ? -1 : 1;
		return true;
	}
	out->type = EVENT_CLICK;
	return which == 0;
}

/* Up to three numbers of a CSI sequence, -1 where there is none. */
static void parameters(const char *at, int out[3])
{
	out[0] = out[1] = out[2] = -1;
	for (int i = 0; i < 3; i++) {
		char *end;
		long number = strtol(at, &end, 10);
		if (end != at)
			out[i] = number < 0 || number > 100000 ? 100000 : (int)number;
		if (*end != ';')
			return;
		at = end + 1;
	}
}

static void begin_paste(struct decoder *decoder)
{
	decoder->pasting = true;
	decoder->paste_end = 0;
	buffer_clear(&decoder->paste);
}

/* A complete CSI sequence: Esc [ … @final. */
static bool csi_event(struct decoder *decoder, struct event *out)
{
	char text[DECODE_SEQUENCE_MAX + 1];
	int number[3];
	char final = (char)decoder->pending[decoder->count - 1];

	memcpy(text, decoder->pending, decoder->count);
	text[decoder->count] = '\0';
	if (text[2] == '<') {
		parameters(text + 3, number);
		return mouse_event(out, number[0], number[1], number[2], final == 'M');
	}
	if (strchr("=>?", text[2]) || (final >= 'a' && decoder->count > 3 && final != '~'))
		return false;                    /* an answer of the terminal */
	parameters(text + 2, number);
	if (final != '~')
		return key_event(out, with_modifiers(final_key(final), number[1]));
	if (number[0] == 200) {
		begin_paste(decoder);
		return false;
	}
	return key_event(out, with_modifiers(number_key(number[0]), number[1]));
}

enum state { INCOMPLETE, COMPLETE, NOTHING };

/* Esc [ A…E after a second [: function keys of the Linux console. */
static enum state console_key(const struct decoder *decoder, struct event *out)
{
	if (decoder->count < 4)
		return INCOMPLETE;
	unsigned char letter = decoder->pending[3];
	bool known = letter >= 'A' && letter <= 'E';
	return known && key_event(out, (uint32_t)K_F1 + letter - 'A') ? COMPLETE : NOTHING;
}

static enum state csi_state(struct decoder *decoder, struct event *out)
{
	const unsigned char *p = decoder->pending;
	unsigned char last = p[decoder->count - 1];

	if (decoder->count == 2)
		return INCOMPLETE;
	if (p[2] == '[')
		return console_key(decoder, out);
	if (p[2] == 'M') {
		if (decoder->count < 6)
			return INCOMPLETE;
		return mouse_event(out, p[3] - 32, p[4] - 32, p[5] - 32, (p[3] & 3) != 3 || p[3] & 64) ? COMPLETE : NOTHING;
	}
	if (last < 0x40 || last > 0x7e)
		return INCOMPLETE;
	return !decoder->overlong && csi_event(decoder, out) ? COMPLETE : NOTHING;
}

/* Esc and this byte begin a string. */
static bool begins_string(unsigned char byte)
{
	return byte && strchr("]P_^X", byte);
}

static bool ends_string(const struct decoder *decoder)
{
	const unsigned char *p = decoder->pending;
	size_t n = decoder->count;
	return n > 2 && (p[n - 1] == BEL || (p[n - 2] == ESC && p[n - 1] == '\\'));
}

static bool is_learned(const struct decoder *decoder, struct event *out)
{
	for (size_t i = 0; i < decoder->key_count; i++) {
		const char *bytes = decoder->keys[i].bytes;
		if (strlen(bytes) == decoder->count && memcmp(bytes, decoder->pending, decoder->count) == 0)
			return key_event(out, decoder->keys[i].key);
	}
	return false;
}

/* What the pending bytes are; the first of them is Esc. */
static enum state pending_state(struct decoder *decoder, struct event *out)
{
	unsigned char second = decoder->pending[1];

	if (decoder->count == 1)
		return INCOMPLETE;
	if (is_learned(decoder, out))
		return COMPLETE;
	if (second == '[')
		return csi_state(decoder, out);
	if (second == 'O')
		return decoder->count < 3 ? INCOMPLETE : key_event(out, keypad_key((char)decoder->pending[2])) ? COMPLETE : NOTHING;
	if (begins_string(second))
		return ends_string(decoder) ? NOTHING : INCOMPLETE;
	return key_event(out, K_ALT(second < 0x20 || second == 0x7f ? control_key(second) : second)) ? COMPLETE : NOTHING;
}

static bool text_event(struct decoder *decoder, unsigned char byte, struct event *out)
{
	uint32_t codepoint;
	bool again = false, alt = decoder->alt;

	if (!text_decode(&decoder->text, byte, &codepoint, &again))
		return false;
	decoder->alt = false;
	if (again)
		return decode_byte(decoder, byte, out);
	if (codepoint == 0xfffd)
		return false;
	if (codepoint < 0x20 || codepoint == 0x7f)
		return key_event(out, control_key((unsigned char)codepoint));
	return key_event(out, alt ? K_ALT(codepoint) : codepoint);
}

/* One more byte of an escape sequence. */
static bool sequence_byte(struct decoder *decoder, unsigned char byte, struct event *out)
{
	bool string = decoder->count > 1 && begins_string(decoder->pending[1]);

	if (byte == ESC && !string) {
		bool was_esc = decoder->count == 1;
		decoder->count = 1;
		decoder->overlong = false;
		return was_esc && key_event(out, K_ESC);
	}
	if (decoder->count == 1 && byte >= 0x80) {
		decoder->count = 0;
		decoder->alt = true;
		return text_event(decoder, byte, out);
	}
	if (decoder->count == DECODE_SEQUENCE_MAX) {
		decoder->overlong = true;
		decoder->pending[2] = '?';
		memmove(decoder->pending + 3, decoder->pending + 4, DECODE_SEQUENCE_MAX - 4);
		decoder->count--;
	}
	decoder->pending[decoder->count++] = byte;
	enum state state = pending_state(decoder, out);
	if (state != INCOMPLETE) {
		decoder->count = 0;
		decoder->overlong = false;
	}
	return state == COMPLETE;
}

static void paste_add(struct decoder *decoder, const char *bytes, size_t size)
{
	size_t room = decoder->paste.size < PASTE_MAX ? PASTE_MAX - decoder->paste.size : 0;
	buffer_add(&decoder->paste, bytes, size < room ? size : room);
}

static bool paste_byte(struct decoder *decoder, unsigned char byte, struct event *out)
{
	char c = (char)byte;

	if (c == paste_close[decoder->paste_end]) {
		if (++decoder->paste_end < sizeof paste_close - 1)
			return false;
		decoder->pasting = false;
		buffer_add(&decoder->paste, "", 0);
		*out = (struct event){ .type = EVENT_PASTE, .text = decoder->paste.bytes ? decoder->paste.bytes : "",
			.size = decoder->paste.size };
		return true;
	}
	paste_add(decoder, paste_close, decoder->paste_end);
	decoder->paste_end = c == paste_close[0];
	if (!decoder->paste_end)
		paste_add(decoder, &c, 1);
	return false;
}

bool decode_byte(struct decoder *decoder, unsigned char byte, struct event *out)
{
	if (decoder->pasting)
		return paste_byte(decoder, byte, out);
	if (decoder->count)
		return sequence_byte(decoder, byte, out);
	if (byte == ESC) {
		decoder->text = (struct text_decoder){ 0 };
		decoder->alt = false;
		decoder->pending[decoder->count++] = byte;
		return false;
	}
	return text_event(decoder, byte, out);
}

bool decode_is_waiting(const struct decoder *decoder)
{
	return decoder->count > 0;
}

bool decode_timeout(struct decoder *decoder, struct event *out)
{
	size_t count = decoder->count;

	decoder->count = 0;
	decoder->overlong = false;
	if (count == 1)
		return key_event(out, K_ESC);
	return count == 2 && key_event(out, K_ALT(decoder->pending[1]));
}

void decode_learn(struct decoder *decoder, const char *bytes, uint32_t key)
{
	if (!bytes || strlen(bytes) < 2 || bytes[0] != ESC || decoder->key_count == DECODE_KEYS_MAX)
		return;
	decoder->keys[decoder->key_count].bytes = bytes;
	decoder->keys[decoder->key_count++].key = key;
}

void decode_release(struct decoder *decoder)
{
	buffer_release(&decoder->paste);
}
