/* The part of base/text.h that wraps. A line may end behind a space, or on either side of a wide character (Chinese,
 * Japanese, Korean are written without spaces), but not before a closing mark of theirs. */
#include "base/text.h"

#include "base/arena.h"
#include "base/display.h"
#include "base/utf8.h"
#include <string.h>

struct lines { struct arena *arena; struct shown *items; size_t count, room; };

static void add_line(struct lines *to, struct shown line)
{
	if (to->count == to->room) {
		size_t room = to->room ? to->room * 2 : 8;
		struct shown *bigger = arena_array(to->arena, struct shown, room);
		if (to->count)
			memcpy(bigger, to->items, to->count * sizeof *bigger);
		to->items = bigger;
		to->room = room;
	}
	to->items[to->count++] = line;
}

/* A place in a paragraph and the cells before it. */
struct place { size_t at; int cells; };

static bool closes(struct shown text, size_t at)
{
	static const uint32_t closing[] = {
		0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0xff01, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f,
	};
	uint32_t cp;
	utf8_next(text.bytes, text.size, at, &cp);
	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		if (closing[i] == cp)
			return true;
	return false;
}

static int step(struct shown text, struct place *place)
{
	struct display cluster = { 0 };
	place->at += display_cluster(&cluster, text.bytes, text.size, place->at);
	place->cells += cluster.cells;
	return cluster.cells;
}

static bool is_wide(struct shown text, size_t at)
{
	return (unsigned char)text.bytes[at] >= 0xe1 && step(text, &(struct place){ at, 0 }) == 2;
}

/* A space that carries no mark. */
static bool is_space(struct shown text, size_t at)
{
	return text.bytes[at] == ' ' && (unsigned char)text.bytes[at + 1] < 0x80;
}

/* Whether a line may end between the cluster that begins at @before and the one at @at. */
static bool may_break(struct shown text, size_t before, size_t at)
{
	if (is_space(text, before) || is_space(text, at))
		return !is_space(text, before);
	return (is_wide(text, before) || is_wide(text, at)) && !closes(text, at);
}

/* Where the line that begins at @from ends: after as many clusters as fit, behind the last place that may break. */
static struct place line_end(struct shown text, struct place from, int cells)
{
	struct place at = from, best = from;
	while (at.at < text.size) {
		struct place before = at;
		step(text, &at);
		if (at.cells - from.cells > cells && !is_space(text, before.at))
			return best.at > from.at ? best : before;
		if (at.cells - from.cells <= cells && at.at < text.size && may_break(text, before.at, at.at))
			best = at;
	}
	return at;
}

/* The text between two places without the spaces at its end. */
static void add_between(struct lines *to, struct shown text, struct place from, struct place end)
{
	while (end.at > from.at && text.bytes[end.at - 1] == ' ')
		end.at--, end.cells--;
	char *bytes = arena_copy(to->arena, text.bytes + from.at, end.at - from.at);
	add_line(to, (struct shown){ bytes, end.at - from.at, end.cells - from.cells });
}

static void wrap_paragraph(struct lines *to, struct shown text, int cells)
{
	struct place at = { 0 };
	if (text.size == 0)
		add_line(to, text);
	while (at.at < text.size) {
		struct place end = line_end(text, at, cells);
		if (end.at == at.at) {   /* a cluster that is wider than a line */
			step(text, &at);
			add_line(to, shown_mark("\ufffd", "?"));
			continue;
		}
		add_between(to, text, at, end);
		for (at = end; at.at < text.size && is_space(text, at.at);)
			step(text, &at);
	}
}

size_t text_wrap(const char *bytes, size_t size, size_t at, int cells)
{
	struct shown text = { bytes, size, 0 };
	struct place end = line_end(text, (struct place){ at, 0 }, cells < 1 ? 1 : cells);
	if (end.at == at && at < size)   /* a cluster that is wider than a line */
		step(text, &end);
	while (end.at < size && is_space(text, end.at))
		step(text, &end);
	return end.at;
}

size_t show_wrapped(struct arena *arena, const char *raw, int cells, struct shown **lines)
{
	struct lines made = { .arena = arena };
	const char *end = raw ? raw + strlen(raw) : NULL;
	for (const char *next; raw && raw < end; raw = next) {
		size_t size = strcspn(raw, "\n");
		next = raw + size + (raw[size] == '\n');
		if (size && raw[size] == '\n' && raw[size - 1] == '\r')
			size--;
		wrap_paragraph(&made, show_n(arena, raw, size), cells < 1 ? 1 : cells);
	}
	*lines = made.items;
	return made.count;
}
