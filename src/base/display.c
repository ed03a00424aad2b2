/* Raw text is walked cluster by cluster (UAX #29). Of each cluster stays what a cell can hold and ncurses can lay out:
 * characters whose width the C library knows, each with at most five marks. Controls become their pictures, so that
 * nothing reaches the terminal as a command; what is invisible or turns the direction is dropped, so that two names
 * that look alike are alike; what follows a zero-width joiner is dropped, because terminals disagree on its width.
 * A mark that lost its base gets a dotted circle, or it would change the neighbouring cell. Showing display text
 * again gives the same text. */
#include "base/display.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

enum {
	MARKS_MAX = 5, SIZE_LIMIT = 64 << 20, FIRST_ROOM = 256,
	ZERO_WIDTH_JOINER = 0x200d, DOTTED_CIRCLE = 0x25cc, PICTURES = 0x2400, PICTURE_OF_DELETE = 0x2421,
};

static bool utf8_on;

void text_use_utf8(bool on)
{
	utf8_on = on;
}

bool text_is_utf8(void)
{
	return utf8_on;
}

bool display_hides(uint32_t cp)
{
	if (cp < 0xad)
		return false;
	const utf8proc_property_t *property = utf8proc_get_property((int32_t)cp);
	return property->ignorable || (cp >= 0x1f3fb && cp <= 0x1f3ff) || cp == 0x2028 || cp == 0x2029
		|| (property->category == UTF8PROC_CATEGORY_CF && property->boundclass != UTF8PROC_BOUNDCLASS_PREPEND);
}

int text_width(uint32_t cp)
{
	if (cp < 0x7f)
		return cp < 0x20 ? -1 : 1;
	if (!utf8_on || cp > 0x10ffff || display_hides(cp))
		return -1;
	int width = wcwidth((wchar_t)cp);
	return width <= 2 ? width : -1;
}

static void put(struct display *out, const char *bytes, size_t size, int cells)
{
	out->cells += cells;
	if (!out->arena)
		return;
	if (out->room - out->size < size) {
		size_t room = out->room ? out->room : FIRST_ROOM;
		while (room - out->size < size)
			room *= 2;
		char *bigger = arena_alloc_raw(out->arena, room);
		if (out->size)
			memcpy(bigger, out->bytes, out->size);
		out->bytes = bigger;
		out->room = room;
	}
	memcpy(out->bytes + out->size, bytes, size);
	out->size += size;
}

static void put_codepoint(struct display *out, uint32_t cp, int cells)
{
	char bytes[4];
	put(out, bytes, (size_t)text_put(bytes, cp), cells);
}

void display_ascii(struct display *out, const char *bytes, size_t size)
{
	put(out, bytes, size, (int)size);
}

void display_spaces(struct display *out, int count)
{
	static const char spaces[] = "                                ";
	for (int wide = (int)sizeof spaces - 1; count > 0; count -= wide)
		display_ascii(out, spaces, (size_t)(count < wide ? count : wide));
}

struct shown display_end(struct display *made)
{
	put(made, "", 1, 0);
	return (struct shown){ made->bytes, --made->size, made->cells };
}

/* One character on its way into a cluster: the last one kept, the marks since, and whether a joiner was seen. */
struct cluster { uint32_t kept; int marks; bool joined; };

/* Whether it goes with any character before it; other marks (vowels of Hangul) only with their own kind. */
static bool attaches(uint32_t mark)
{
	utf8proc_propval_t class = utf8proc_get_property((int32_t)mark)->boundclass;
	return class == UTF8PROC_BOUNDCLASS_EXTEND || class == UTF8PROC_BOUNDCLASS_SPACINGMARK;
}

static bool joins(uint32_t before, uint32_t mark)
{
	return before && (attaches(mark) || !utf8proc_grapheme_break((int32_t)before, (int32_t)mark));
}

static void place_spacing(struct display *out, struct cluster *in, uint32_t cp, int width)
{
	put_codepoint(out, cp, width);
	in->kept = cp;
	in->marks = 0;
}

static void place_mark(struct display *out, struct cluster *in, uint32_t cp)
{
	if (!joins(in->kept, cp)) {
		place_spacing(out, in, attaches(cp) ? DOTTED_CIRCLE : UTF8_REPLACEMENT, 1);
		if (!attaches(cp))
			return;
	}
	if (in->marks++ < MARKS_MAX) {
		put_codepoint(out, cp, 0);
		in->kept = cp;
	}
}

/* What stands for a character that is never itself printed. */
static uint32_t stand_in(uint32_t cp)
{
	if (cp < 0x20)
		return PICTURES + cp;
	return cp == 0x7f ? PICTURE_OF_DELETE : cp < 0xa0 && cp > 0x7f ? UTF8_REPLACEMENT : cp;
}

static void place(struct display *out, struct cluster *in, uint32_t cp)
{
	if (cp == ZERO_WIDTH_JOINER)
		in->joined = true;
	if (in->joined || display_hides(cp))
		return;
	cp = stand_in(cp);
	int width = text_width(cp);
	if (width == 0)
		place_mark(out, in, cp);
	else
		place_spacing(out, in, width < 0 ? UTF8_REPLACEMENT : cp, width < 0 ? 1 : width);
}

/* Typography that has a plain form but no decomposition. */
static const struct { uint32_t from; char to; } plain[] = {
	{ 0xab, '"' }, { 0xb7, '*' }, { 0xbb, '"' }, { 0xd7, 'x' }, { 0x2010, '-' }, { 0x2012, '-' },
	{ 0x2013, '-' }, { 0x2014, '-' }, { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201a, ',' }, { 0x201c, '"' },
	{ 0x201d, '"' }, { 0x201e, '"' }, { 0x2022, '*' }, { 0x2039, '\'' }, { 0x203a, '\'' }, { 0x2044, '/' },
	{ 0x2190, '<' }, { 0x2192, '>' }, { 0x2212, '-' },
};

/* The ASCII character that @cp is read as, or 0. */
static char plain_of(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7f)
		return (char)cp;
	if (utf8proc_category((int32_t)cp) == UTF8PROC_CATEGORY_ZS)
		return ' ';
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (plain[i].from == cp)
			return plain[i].to;
	return 0;
}

static bool is_mark(uint32_t cp)
{
	utf8proc_category_t category = utf8proc_category((int32_t)cp);
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

/* Decompose and strip marks into @out; returns the length, 0 when something else than ASCII is left. */
static size_t to_ascii(uint32_t cp, char out[32])
{
	int32_t parts[32];
	int boundclass = 0;
	size_t size = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char((int32_t)cp, parts, 32,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundclass);
	if (count > 32)
		return 0;
	for (utf8proc_ssize_t i = 0; i < count; i++) {
		if (is_mark((uint32_t)parts[i]))
			continue;
		out[size] = plain_of((uint32_t)parts[i]);
		if (!out[size++])
			return 0;
	}
	return size;
}

static void place_ascii(struct display *out, struct cluster *in, uint32_t cp)
{
	char made[32];
	size_t size;
	if (cp == ZERO_WIDTH_JOINER)
		in->joined = true;
	if (in->joined || display_hides(cp))
		return;
	if (cp < 0xa0 && (cp < 0x20 || cp > 0x7e))
		display_ascii(out, "?", 1);
	else if (is_mark(cp))
		display_ascii(out, "?", in->kept ? 0 : 1);
	else if ((size = to_ascii(cp, made)) > 0)
		display_ascii(out, made, size);
	else
		display_ascii(out, "??", utf8proc_charwidth((int32_t)cp) == 2 ? 2 : 1);
	in->kept = cp;
}

size_t display_break(const char *bytes, size_t size, size_t at)
{
	if (bytes[at] == '\n' || bytes[at] == '\t')
		return 1;
	if (bytes[at] == '\r')
		return at + 1 < size && bytes[at + 1] == '\n' ? 2 : 0;
	bool separator = size - at >= 3 && (memcmp(bytes + at, "\xe2\x80\xa8", 3) == 0
		|| memcmp(bytes + at, "\xe2\x80\xa9", 3) == 0);
	return separator ? 3 : 0;
}

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f;
}

size_t display_ascii_run(const char *bytes, size_t size, size_t at)
{
	size_t end = at;
	while (end < size && is_plain(bytes[end]))
		end++;
	bool may_be_marked = end > at && end < size && (unsigned char)bytes[end] >= 0x80;
	return end - at - may_be_marked;
}

static uint32_t next(const char *bytes, size_t size, size_t at, size_t *length)
{
	uint32_t cp;
	*length = utf8_next(bytes, size, at, &cp);
	return cp == UTF8_INVALID ? UTF8_REPLACEMENT : cp;
}

size_t display_cluster(struct display *out, const char *bytes, size_t size, size_t at)
{
	struct cluster in = { 0 };
	int32_t state = 0;
	size_t length, end = at, blank = display_break(bytes, size, at);
	if (blank || (is_plain(bytes[at]) && (at + 1 == size || (unsigned char)bytes[at + 1] < 0x80))) {
		display_ascii(out, blank ? " " : bytes + at, 1);
		return blank ? blank : 1;
	}
	uint32_t cp = next(bytes, size, end, &length), before;
	do {
		if (utf8_on)
			place(out, &in, cp);
		else
			place_ascii(out, &in, cp);
		end += length;
		if (end == size)
			break;
		before = cp;
		cp = next(bytes, size, end, &length);
	} while (!utf8proc_grapheme_break_stateful((int32_t)before, (int32_t)cp, &state));
	return end - at;
}

void display_text(struct display *out, const char *bytes, size_t size)
{
	bool after_break = false;
	size_t step;
	if (size > SIZE_LIMIT)
		size = SIZE_LIMIT;
	for (size_t at = 0; at < size; at += step) {
		step = display_ascii_run(bytes, size, at);
		if (step) {
			display_ascii(out, bytes + at, step);
			after_break = false;
			continue;
		}
		step = display_break(bytes, size, at);
		if (!step)
			step = display_cluster(out, bytes, size, at);
		else if (!after_break)
			display_ascii(out, " ", 1);
		after_break = display_break(bytes, size, at) > 0;
	}
}
