/* Bytes of a terminal, a byte 0xf8 (which no text has) standing for a pause; what came of them is typed into a field and into
 * an editor, whose pane the bytes 0xf9 to 0xff resize. */
#include "fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "ui/decode.h"
#include "ui/editor.h"

#include <string.h>

enum { PAUSE = 0xf8, LIMIT = 64 };
struct typed { struct field field; struct editor editor; };

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

static void check_editor(const struct editor *editor)
{
	const char *text = editor_text(editor);
	size_t at = editor->field.at;
	HOLDS(editor->field.text.size <= LIMIT && at <= editor->field.text.size);
	HOLDS(fuzz_is_clean(text, editor->field.text.size, "\n"));
	HOLDS(editor->lines.count && editor->top < editor->lines.count && !editor->lines.items[0].start);
	HOLDS(editor->lines.items[editor->lines.count - 1].end == editor->field.text.size);
	for (size_t i = 0; i < editor->lines.count; i++) {
		const struct editor_line *line = &editor->lines.items[i];
		HOLDS(line->start <= line->end && !memchr(text + line->start, '\n', line->end - line->start));
		HOLDS(!i || line->start == line[-1].end + (text[line[-1].end] == '\n'));
	}
}

static void take(const struct event *event, struct typed *to)
{
	check_event(event);
	field_event(&to->field, event);
	HOLDS(to->field.text.size <= LIMIT && to->field.at <= to->field.text.size);
	HOLDS(fuzz_is_clean(field_text(&to->field), to->field.text.size, ""));
	editor_event(&to->editor, event);
	check_editor(&to->editor);
}

static bool decode(struct decoder *decoder, uint8_t byte, struct event *out)
{
	if (byte != PAUSE)
		return decode_byte(decoder, byte, out);
	bool came = decode_timeout(decoder, out);
	HOLDS(!decode_is_waiting(decoder));
	return came;
}

void fuzz_decode(const uint8_t *bytes, size_t size)
{
	struct decoder decoder = { 0 };
	struct typed to;
	struct event event;
	field_init(&to.field, FIELD_TEXT, LIMIT);
	editor_init(&to.editor, LIMIT);
	decode_learn(&decoder, "\033[33~", K_F12);
	decode_learn(&decoder, "\033OX", K_SHIFT(K_F1));
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] > PAUSE)
			editor_layout(&to.editor, bytes[i] - PAUSE, 2 * (bytes[i] - PAUSE));
		if (decode(&decoder, bytes[i], &event))
			take(&event, &to);
	}
	if (decode(&decoder, PAUSE, &event))
		take(&event, &to);
	field_release(&to.field);
	editor_release(&to.editor);
	decode_release(&decoder);
}
