/* Bytes from a terminal to events: UTF-8, escape sequences, mouse reports, bracketed paste. Knows no terminal. */
#ifndef UI_DECODE_H
#define UI_DECODE_H

#include "base/text.h"
#include "base/vec.h"
#include "ui/event.h"
#include <stdbool.h>
#include <stddef.h>

enum { DECODE_SEQUENCE_MAX = 64, DECODE_KEYS_MAX = 32 };

/* {0} is the start. */
struct decoder {
	unsigned char pending[DECODE_SEQUENCE_MAX];   /* an escape sequence that is not complete */
	size_t count;
	bool overlong;                                /* it was too long: its rest is swallowed */
	bool alt;                                     /* Esc came before the character that is being decoded */
	bool pasting;
	size_t paste_end;                             /* bytes of the closing sequence seen so far */
	struct buffer paste;
	struct text_decoder text;
	struct { const char *bytes; uint32_t key; } keys[DECODE_KEYS_MAX];   /* what terminfo says beyond the usual */
	size_t key_count;
};

/* Take one byte; true when @out now holds an event (its paste is valid until the next call). Pastes longer than
 * PASTE_MAX are cut there. Invalid UTF-8 is dropped; reports and sequences that mean nothing are swallowed whole. */
bool decode_byte(struct decoder *, unsigned char byte, struct event *out);
/* Whether bytes wait for more (then wait 25 ms, and call decode_timeout). Not while pasting. */
bool decode_is_waiting(const struct decoder *);
/* No more came: Esc was Esc. True with an event. Nothing waits afterwards. */
bool decode_timeout(struct decoder *, struct event *out);
/* Teach one more sequence; @bytes must stay. Ignored when NULL, of one byte, or when there is no more room. */
void decode_learn(struct decoder *, const char *bytes, uint32_t key);
void decode_release(struct decoder *);

#endif
