/* The text is kept as UTF-8 in one buffer, the cursor as a place between two clusters in it. Where a drawn text begins
 * follows from the cursor and the width alone, so nothing about drawing is remembered. Passwords live in a buffer that
 * has all its room from the start: it never moves, so that no copy stays behind, and is wiped at the end. */
#include "ui/field.h"

#include "base/arena.h"

#include <string.h>

enum { LIMIT = 1024 };

void field_init(struct field *field, enum field_kind kind, size_t limit)
{
	*field = (struct field){ .kind = kind, .limit = limit ? limit : LIMIT };
	if (kind == FIELD_PASSWORD) {
		field->text.room = field->limit + 8;
		field->text.bytes = memory_new(field->text.room);
	}
}

static void wipe(struct field *field)
{
	if (field->kind == FIELD_PASSWORD && field->text.bytes)
		explicit_bzero(field->text.bytes, field->text.room);
}

void field_release(struct field *field)
{
	wipe(field);
	buffer_release(&field->text);
	field->at = 0;
}

const char *field_text(const struct field *field)
{
	return field->text.size ? field->text.bytes : "";
}

/* Whether the kind of field takes this character. */
static bool takes(const struct field *field, uint32_t codepoint)
{
	if (field->kind == FIELD_NUMBER)
		return codepoint < 0x80 && codepoint && strchr("0123456789-.,", (int)codepoint);
	return key_is_text(codepoint) || (field->kind == FIELD_LINES && codepoint == '\n');
}

/* Replace @away bytes from @from by @size new ones. False when there is no room. */
static bool splice(struct field *field, size_t from, size_t away, const char *bytes, size_t size)
{
	size_t old = field->text.size, rest = old - from - away;

	if (old - away + size > field->limit)
		return false;
	for (size_t i = away; i < size; i++)
		buffer_putc(&field->text, ' ');
	if (field->text.bytes) {
		memmove(field->text.bytes + from + size, field->text.bytes + from + away, rest);
		memcpy(field->text.bytes + from, bytes, size);
		field->text.size = old - away + size;
		field->text.bytes[field->text.size] = '\0';
	}
	return true;
}

static bool insert(struct field *field, uint32_t codepoint)
{
	char bytes[4];
	size_t size = (size_t)text_put(bytes, codepoint);

	if (!splice(field, field->at, 0, bytes, size))
		return false;
	field->at += size;
	return true;
}

static bool is_line_end(uint32_t codepoint)
{
	return codepoint == '\n' || codepoint == '\r' || codepoint == 0x2028 || codepoint == 0x2029;
}

/* What a code point of raw text becomes behind @previous; 0: nothing. A run of line ends and tabs is one blank, but in
 * lines each line end stays. */
static uint32_t kept(const struct field *field, uint32_t codepoint, uint32_t previous)
{
	bool end = is_line_end(codepoint);

	if (codepoint == 0xfffd || (field->kind == FIELD_LINES && codepoint == '\n' && previous == '\r'))
		return 0;
	if (field->kind == FIELD_LINES && end)
		return '\n';
	if (!end && codepoint != '\t')
		return codepoint;
	return field->kind != FIELD_LINES && (is_line_end(previous) || previous == '\t') ? 0 : ' ';
}

/* Insert what a field may hold of raw bytes. */
static enum field_did insert_raw(struct field *field, const char *bytes, size_t size)
{
	struct text_decoder decoder = { 0 };
	uint32_t codepoint, previous = 0;
	bool again = false;

	for (size_t i = 0; i < size; i += !again) {
		again = false;
		if (!text_decode(&decoder, (unsigned char)bytes[i], &codepoint, &again))
			continue;
		uint32_t put = kept(field, codepoint, previous);
		previous = codepoint;
		if (takes(field, put) && !insert(field, put))
			return FIELD_FULL;
	}
	return FIELD_CHANGED;
}

void field_set(struct field *field, const char *text)
{
	wipe(field);
	buffer_clear(&field->text);
	field->at = 0;
	field->picked = false;
	if (text)
		insert_raw(field, text, strlen(text));
}

static enum field_did paste(struct field *field, const char *bytes, size_t size)
{
	while (field->kind != FIELD_LINES && size && (bytes[size - 1] == '\n' || bytes[size - 1] == '\r'))
		size--;
	return insert_raw(field, bytes, size);
}

enum field_did field_insert(struct field *field, uint32_t codepoint)
{
	if (!takes(field, codepoint))
		return FIELD_MOVED;
	return insert(field, codepoint) ? FIELD_CHANGED : FIELD_FULL;
}

enum field_did field_cut(struct field *field, size_t from, size_t to)
{
	if (from == to)
		return FIELD_MOVED;
	splice(field, from, to - from, "", 0);
	field->at = from;
	return FIELD_CHANGED;
}

static enum field_did go(struct field *field, size_t at)
{
	field->at = at;
	return FIELD_MOVED;
}

static size_t after(const struct field *field)
{
	int cells;
	if (field->at >= field->text.size)
		return field->at;
	return field->at + text_cluster(field->text.bytes, field->text.size, field->at, &cells);
}

static size_t before(const struct field *field)
{
	return field->at ? text_cluster_before(field->text.bytes, field->text.size, field->at) : 0;
}

/* A password shows no words, so there are none to go to. */
static size_t word_right(const struct field *field)
{
	if (field->kind == FIELD_PASSWORD || !field->text.size)
		return field->text.size;
	return text_word_right(field->text.bytes, field->text.size, field->at);
}

static size_t word_left(const struct field *field)
{
	if (field->kind == FIELD_PASSWORD || !field->text.size)
		return 0;
	return text_word_left(field->text.bytes, field->text.size, field->at);
}

static enum field_did key(struct field *field, uint32_t pressed)
{
	switch (pressed) {
	case K_LEFT: case K_CTRL('b'): return go(field, before(field));
	case K_RIGHT: case K_CTRL('f'): return go(field, after(field));
	case K_HOME: case K_CTRL('a'): return go(field, 0);
	case K_END: case K_CTRL('e'): return go(field, field->text.size);
	case K_CTRL(K_LEFT): case K_ALT('b'): case K_ALT(K_LEFT): return go(field, word_left(field));
	case K_CTRL(K_RIGHT): case K_ALT('f'): case K_ALT(K_RIGHT): return go(field, word_right(field));
	case K_BACKSPACE: return field_cut(field, before(field), field->at);
	case K_DELETE: case K_CTRL('d'): return field_cut(field, field->at, after(field));
	case K_CTRL('u'): return field_cut(field, 0, field->at);
	case K_CTRL('k'): return field_cut(field, field->at, field->text.size);
	case K_CTRL('w'): case K_ALT(K_BACKSPACE): return field_cut(field, word_left(field), field->at);
	}
	if (!key_is_text(pressed))
		return FIELD_IGNORED;
	return field_insert(field, pressed);
}

void field_pick(struct field *field)
{
	field->picked = field->text.size > 0;
}

static bool is_deletion(uint32_t key)
{
	static const uint32_t deletions[] = {
		K_BACKSPACE, K_DELETE, K_CTRL('d'), K_CTRL('u'), K_CTRL('k'), K_CTRL('w'), K_ALT(K_BACKSPACE),
	};
	for (size_t i = 0; i < sizeof deletions / sizeof *deletions; i++)
		if (deletions[i] == key)
			return true;
	return false;
}

static enum field_did edit(struct field *field, const struct event *event)
{
	if (event->type == EVENT_PASTE)
		return paste(field, event->text, event->size);
	return event->type == EVENT_KEY ? key(field, event->key) : FIELD_IGNORED;
}

enum field_did field_event(struct field *field, const struct event *event)
{
	bool deletes = event->type == EVENT_KEY && is_deletion(event->key);
	bool replaces = event->type == EVENT_PASTE ? event->size > 0 : event->type == EVENT_KEY && takes(field, event->key);

	if (field->picked && (deletes || replaces))
		field_cut(field, 0, field->text.size);
	enum field_did did = field->picked && deletes ? FIELD_CHANGED : edit(field, event);
	field->picked &= did == FIELD_IGNORED || (event->type == EVENT_KEY && key_is_text(event->key) && !replaces);
	return did;
}

/* ---- drawing ---- */

/* What is drawn for the bytes from @from to @to: themselves, or a dot for each cluster of a password. */
static struct shown visible(const struct field *field, size_t from, size_t to, struct arena *scratch)
{
	struct shown dots = SHOWN(""), dot = shown_mark("•", "*");
	int cells;

	if (from == to)
		return dots;
	if (field->kind != FIELD_PASSWORD)
		return show_n(scratch, field->text.bytes + from, to - from);
	while (from < to) {
		from += text_cluster(field->text.bytes, field->text.size, from, &cells);
		dots = shown_join(scratch, dots, dot);
	}
	return dots;
}

/* Where drawing begins so that the cursor stands inside @cols cells, one of them kept for the mark on the left. */
static size_t scrolled(const struct field *field, int cols, struct arena *scratch)
{
	int cells, whole = visible(field, 0, field->text.size, scratch).cells;
	int at = visible(field, 0, field->at, scratch).cells;
	size_t from = 0;

	if (whole < cols)
		return 0;
	int away = at - (cols - 2);
	while (away > 0 && from < field->at) {
		size_t size = text_cluster(field->text.bytes, field->text.size, from, &cells);
		away -= visible(field, from, from + size, scratch).cells;
		from += size;
	}
	return from;
}

static void draw_text(const struct field *field, struct canvas *inside, bool focus, struct arena *scratch)
{
	size_t from = focus ? scrolled(field, inside->cols, scratch) : 0;
	struct shown mark = shown_mark("…", "~");
	int col = from ? canvas_put(inside, 0, 0, mark, VOICE_DIM) : 0;
	struct shown rest = visible(field, from, field->text.size, scratch);
	int cursor = col + visible(field, from, field->at, scratch).cells;

	canvas_put(inside, 0, col, rest, focus && field->picked ? VOICE_BAR : VOICE_FIELD);
	if (col + rest.cells > inside->cols)
		canvas_put(inside, 0, inside->cols - 1, mark, VOICE_DIM);
	if (focus)
		canvas_cursor(inside, 0, cursor < inside->cols ? cursor : inside->cols - 1);
}

void field_draw(const struct field *field, struct canvas *canvas, int row, int col, int cols, bool focus,
	struct shown empty, struct arena *scratch)
{
	struct canvas inside = canvas_part(canvas, row, col, 1, cols);

	if (!inside.rows || inside.cols < 3)
		return;
	canvas_fill(&inside, 0, 0, 1, 0, VOICE_FIELD);
	if (field->text.size) {
		draw_text(field, &inside, focus, scratch);
		return;
	}
	canvas_put(&inside, 0, 0, empty, VOICE_DIM);
	if (focus)
		canvas_cursor(&inside, 0, 0);
}
