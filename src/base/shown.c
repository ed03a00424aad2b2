/* The part of base/text.h that makes, joins, cuts and pads display text. The rules for a single cluster are in
 * display.c; here most text is ASCII, which is known by having as many cells as bytes, and is copied as it is. */
#include "base/text.h"

#include "base/arena.h"
#include "base/display.h"
#include <string.h>

struct shown show_n(struct arena *arena, const char *raw, size_t size)
{
	if (display_ascii_run(raw, size, 0) == size && size <= INT32_MAX)
		return (struct shown){ arena_copy(arena, raw, size), size, (int)size };
	struct display made = { .arena = arena };
	display_text(&made, raw, size);
	return display_end(&made);
}

struct shown show(struct arena *arena, const char *raw)
{
	return raw ? show_n(arena, raw, strlen(raw)) : SHOWN("");
}

struct shown shown_join(struct arena *arena, struct shown a, struct shown b)
{
	char *both = arena_alloc_raw(arena, a.size + b.size + 1);
	memcpy(both, a.bytes, a.size);
	memcpy(both + a.size, b.bytes, b.size);
	both[a.size + b.size] = '\0';
	return (struct shown){ both, a.size + b.size, a.cells + b.cells };
}

/* Bytes of @text that take at most @cells, and how many they take. */
static size_t bytes_within(struct shown text, int cells, int *taken)
{
	size_t at = 0;
	*taken = 0;
	if (text.size == (size_t)text.cells)
		return (size_t)(*taken = cells < text.cells ? cells : text.cells);
	while (at < text.size) {
		struct display cluster = { 0 };
		size_t step = display_cluster(&cluster, text.bytes, text.size, at);
		if (cluster.cells > cells - *taken)
			break;
		*taken += cluster.cells;
		at += step;
	}
	return at;
}

struct shown shown_cut(struct arena *arena, struct shown text, int cells)
{
	int taken;
	if (cells <= 0)
		return SHOWN("");
	if (text.cells <= cells)
		return text;
	struct shown mark = shown_mark("\u2026", "...");
	if (mark.cells > cells)
		mark.size = (size_t)(mark.cells = cells);
	size_t size = bytes_within(text, cells - mark.cells, &taken);
	return shown_join(arena, (struct shown){ text.bytes, size, taken }, mark);
}

/* @text with @left and @right spaces around it. */
static struct shown padded(struct arena *arena, struct shown text, int left, int right)
{
	size_t size = (size_t)left + text.size + (size_t)right;
	char *made = arena_alloc_raw(arena, size + 1);
	memset(made, ' ', size);
	memcpy(made + left, text.bytes, text.size);
	made[size] = '\0';
	return (struct shown){ made, size, left + text.cells + right };
}

struct shown shown_fit(struct arena *arena, struct shown text, int cells)
{
	text = shown_cut(arena, text, cells);
	return text.cells < cells ? padded(arena, text, 0, cells - text.cells) : text;
}

struct shown shown_fit_left(struct arena *arena, struct shown text, int cells)
{
	text = shown_cut(arena, text, cells);
	return text.cells < cells ? padded(arena, text, cells - text.cells, 0) : text;
}

struct shown shown_mark(const char *utf8, const char *ascii)
{
	struct display measured = { 0 };
	const char *mark = text_is_utf8() ? utf8 : ascii;
	size_t size = strlen(mark);
	display_text(&measured, mark, size);
	return (struct shown){ mark, size, measured.cells };
}
