/* Bytes of a terminal, a byte 0xf8 (which no text has) standing for a pause, and what came of them typed into a field. */
#include "fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "ui/decode.h"
#include "ui/field.h"

#include <string.h>

enum { PAUSE = 0xf8, LIMIT = 64 };

static void check_key(uint32_t key)
{
	struct arena arena;
	uint32_t plain = key & ~(uint32_t)(K_SHIFT_BIT | K_ALT_BIT | K_CTRL_BIT);
	HOLDS(plain && plain < K_LAST && plain != K_FIRST);
	HOLDS(plain > K_FIRST || plain < 0xd800 || plain > 0xdfff);
	arena_init(&arena);
	fuzz_shown(key_shown(&arena, key));
	arena_release(&arena);
}

static void check_event(const struct event *event)
{
	HOLDS(event->type == EVENT_KEY || event->type == EVENT_PASTE || event->type == EVENT_CLICK || event->type == EVENT_WHEEL);
	if (event->type == EVENT_KEY)
		check_key(event->key);
	if (event->type == EVENT_PASTE)
		HOLDS(event->size <= PASTE_MAX && event->text[event->size] == '\0');
	HOLDS(event->row >= 0 && event->col >= 0);
}

static void take(const struct event *event, struct field *field)
{
	check_event(event);
	field_event(field, event);
	HOLDS(field->text.size <= LIMIT && field->at <= field->text.size);
	HOLDS(fuzz_is_clean(field_text(field), field->text.size, ""));
}

void fuzz_decode(const uint8_t *bytes, size_t size)
{
	struct decoder decoder = { 0 };
	struct field field;
	struct event event;
	field_init(&field, FIELD_TEXT, LIMIT);
	decode_learn(&decoder, "\033[33~", K_F12);
	decode_learn(&decoder, "\033OX", K_SHIFT(K_F1));
	for (size_t i = 0; i < size; i++) {
		bool came = bytes[i] == PAUSE ? decode_is_waiting(&decoder) && decode_timeout(&decoder, &event)
			: decode_byte(&decoder, bytes[i], &event);
		HOLDS(bytes[i] != PAUSE || !decode_is_waiting(&decoder));
		if (came)
			take(&event, &field);
	}
	if (decode_timeout(&decoder, &event))
		take(&event, &field);
	HOLDS(!decode_is_waiting(&decoder));
	field_release(&field);
	decode_release(&decoder);
}
