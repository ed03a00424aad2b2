#include "unit/check.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include "unit/random.h"
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

static struct arena arena;

static void speak_utf8(void)
{
	REQUIRE(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	text_use_utf8(true);
}

static void speak_ascii(void)
{
	text_use_utf8(false);
}

/* The text when its cells are right, else NULL. */
static const char *bytes(struct shown text, int cells)
{
	CHECK_INT(cells, text.cells);
	CHECK_INT(strlen(text.bytes), text.size);
	return text.bytes;
}

struct sample { const char *raw, *shown; int cells; };

static void check_samples(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct shown once = show(&arena, samples[i].raw);
		CHECK_STR(samples[i].shown, bytes(once, samples[i].cells));
		CHECK_STR(samples[i].shown, bytes(show_n(&arena, once.bytes, once.size), samples[i].cells));
	}
}

TEST(display_text)
{
	static const struct sample samples[] = {
		{ NULL, "", 0 },
		{ "", "", 0 },
		{ "brass lamp", "brass lamp", 10 },
		{ "Crème", "Crème", 5 },
		{ "cafe\u0301", "cafe\u0301", 4 },
		{ "chen 陳", "chen 陳", 7 },
		{ "a\nb\tc\r\n\n\td", "a b c d", 7 },
		{ "a\u2028b\u2029c", "a b c", 5 },
		{ "\033[2J\a\177", "\u241b[2J\u2407\u2421", 6 },
		{ "a\rb", "a\u240db", 3 },
		{ "\xc2\x9b" "2J\xc2\x85", "\ufffd2J\ufffd", 4 },
		{ "caf\xe9!", "caf\ufffd!", 5 },
		{ "\xf0\x9f", "\ufffd", 1 },
		{ "\u202eevil\u2066\u200f", "evil", 4 },
		{ "a\u200bb\ufeff\u00ad\u2060\u180e", "ab", 2 },
		{ "\U000e0041\U000e0042x\U000e0100", "x", 1 },
		{ "\ufff9a\ufffa", "a", 1 },
		{ "👩\u200d🚀 x", "👩 x", 4 },
		{ "👍🏽", "👍", 2 },
		{ "☺\ufe0f", "☺", 1 },
		{ "🏽", "", 0 },
		{ "🇩🇪", "🇩🇪", 2 },
		{ "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "e\u0301\u0302\u0303\u0304\u0305", 1 },
		{ "\u0301a", "\u25cc\u0301a", 2 },
		{ "a\u200b\u0301", "a\u25cc\u0301", 2 },
		{ "\n\u0301", " \u25cc\u0301", 2 },
		{ "\u1100\u1161\u11a8", "\u1100\u1161\u11a8", 2 },
		{ "\u1161", "\ufffd", 1 },
		{ "\u115f\u1161", "\ufffd", 1 },
		{ "\u3164", "", 0 },
		{ "\U0010ffff\ufffe\U00050000", "\ufffd\ufffd\ufffd", 3 },
		{ "\u00a0|\u202f|", "\u00a0|\u202f|", 4 },
	};
	speak_utf8();
	check_samples(samples, sizeof samples / sizeof *samples);
}

TEST(ascii_text)
{
	static const struct sample samples[] = {
		{ "brass lamp", "brass lamp", 10 },
		{ "Crème Brûlée", "Creme Brulee", 12 },
		{ "cafe\u0301", "cafe", 4 },
		{ "chen 陳", "chen ??", 7 },
		{ "“it’s” — 3×4…", "\"it's\" - 3x4...", 15 },
		{ "1\u202f234,50\u00a0€", "1 234,50 ?", 10 },
		{ "½ ﬁ", "1/2 fi", 6 },
		{ "Łódź", "?odz", 4 },
		{ "\033[2J\xff\xc2\x9b", "?[2J??", 6 },
		{ "\u202ea\u200b\u00ad", "a", 1 },
		{ "👩\u200d🚀👍🏽", "????", 4 },
		{ "\u0301", "?", 1 },
		{ "각", "??", 2 },
		{ "a\n\tb", "a b", 3 },
		{ "\ufdfa", "?", 1 },
	};
	speak_ascii();
	check_samples(samples, sizeof samples / sizeof *samples);
}

TEST(a_nul_inside_is_shown)
{
	speak_utf8();
	CHECK_STR("a\u2400b", bytes(show_n(&arena, "a\0b", 3), 3));
}

/* A random text made of what makes trouble. */
static size_t trouble(struct random *random, char *out, size_t room)
{
	static const uint32_t points[] = {
		'a', 'b', ' ', ' ', '-', '\n', '\t', '\r', 0x1b, 0, 0x7f, 0x9b, 0xe9, 0x301, 0x302, 0x323, 0x20dd,
		0x5d0, 0x61c, 0x600,
		0x915, 0x93f, 0x94d, 0xe33, 0x1100, 0x115f, 0x1160, 0x1161, 0x11a8, 0xac00, 0x200b, 0x200d, 0x200d,
		0x200e, 0x202e, 0x2028,
		0x2066, 0x20e3, 0x2640, 0x3042, 0x3099, 0x3164, 0x3002, 0x9673, 0xfe0f, 0xfeff, 0xff9e, 0xfff9, 0xfffd, 0xffff, 0x1f1e9,
		0x1f1ea, 0x1f3fd, 0x1f44d, 0x1f469, 0x1f680, 0xe0041, 0xe0100, 0x10ffff, 0xfdfa, 0xbd, 0x1f600, 0x1d173, 0xd800,
	};
	size_t size = 0, wanted = random_below(random, (uint32_t)room - 4);
	while (size < wanted) {
		uint32_t dice = random_below(random, 16);
		uint32_t cp = dice == 0 ? random_below(random, 0x110000)
			: points[random_below(random, sizeof points / sizeof *points)];
		if (dice == 1)
			out[size++] = (char)random_next(random);
		else
			size += (size_t)text_put(out + size, cp);
	}
	return size;
}

/* Columns as ncurses would count them; -1 where it could not. Marks in a row into @marks. */
static int columns(struct shown text, int *marks)
{
	int sum = 0, row = 0;
	uint32_t cp;
	*marks = 0;
	for (size_t at = 0; at < text.size;) {
		at += utf8_next(text.bytes, text.size, at, &cp);
		int width = cp == UTF8_INVALID ? -1 : wcwidth((wchar_t)cp);
		if (width < 0)
			return -1;
		row = width == 0 ? row + 1 : 0;
		*marks = row > *marks ? row : *marks;
		sum += width;
	}
	return sum;
}

static bool is_harmless(struct shown text)
{
	uint32_t cp;
	int marks;
	if (!text_is_valid(text.bytes, text.size) || text.bytes[text.size] != '\0')
		return false;
	for (size_t at = 0; at < text.size;) {
		at += utf8_next(text.bytes, text.size, at, &cp);
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || text_width(cp) < 0)
			return false;
	}
	uint32_t first = 'a';
	if (text.size)
		utf8_next(text.bytes, text.size, 0, &first);
	return text_width(first) > 0 && columns(text, &marks) == text.cells && marks <= 5;
}

static bool same(struct shown a, struct shown b)
{
	return a.size == b.size && a.cells == b.cells && memcmp(a.bytes, b.bytes, a.size) == 0;
}

TEST(whatever_comes_is_shown_harmless)
{
	struct random random = { 4 };
	speak_utf8();
	for (int round = 0; round < 20000; round++) {
		char raw[80];
		size_t size = trouble(&random, raw, sizeof raw);
		struct shown text = show_n(&arena, raw, size);
		REQUIRE(is_harmless(text));
		if (!same(text, show_n(&arena, text.bytes, text.size))) {
			CHECK_BYTES(text.bytes, text.size, show_n(&arena, text.bytes, text.size).bytes, text.size);
			return;
		}
		arena_reset(&arena);
	}
}

TEST(ascii_is_ascii_whatever_comes)
{
	struct random random = { 5 };
	speak_ascii();
	for (int round = 0; round < 5000; round++) {
		char raw[80];
		size_t size = trouble(&random, raw, sizeof raw);
		struct shown text = show_n(&arena, raw, size);
		REQUIRE(text.size == (size_t)text.cells);
		for (size_t i = 0; i < text.size; i++)
			REQUIRE(text.bytes[i] >= 0x20 && text.bytes[i] < 0x7f);
		arena_reset(&arena);
	}
}

TEST(cells_of_clusters_add_up)
{
	struct random random = { 6 };
	speak_utf8();
	for (int round = 0; round < 5000; round++) {
		char raw[80];
		int sum = 0, cells;
		size_t size = trouble(&random, raw, sizeof raw);
		struct shown text = show_n(&arena, raw, size);
		for (size_t at = 0; at < text.size; sum += cells)
			at += text_cluster(text.bytes, text.size, at, &cells);
		REQUIRE(sum == text.cells);
		arena_reset(&arena);
	}
}

TEST(cutting)
{
	speak_utf8();
	CHECK_STR("brass lamp", bytes(shown_cut(&arena, show(&arena, "brass lamp"), 10), 10));
	CHECK_STR("brass la…", bytes(shown_cut(&arena, show(&arena, "brass lamp"), 9), 9));
	CHECK_STR("…", bytes(shown_cut(&arena, show(&arena, "brass lamp"), 1), 1));
	CHECK_STR("", bytes(shown_cut(&arena, show(&arena, "brass lamp"), 0), 0));
	CHECK_STR("", bytes(shown_cut(&arena, show(&arena, "brass lamp"), -5), 0));
	CHECK_STR("漢…", bytes(shown_cut(&arena, show(&arena, "漢字漢字"), 4), 3));
	CHECK_STR("漢字…", bytes(shown_cut(&arena, show(&arena, "漢字漢字"), 5), 5));
	CHECK_STR("漢字…", bytes(shown_cut(&arena, show(&arena, "漢字漢字"), 6), 5));
	CHECK_STR("e\u0301e\u0301…", bytes(shown_cut(&arena, show(&arena, "e\u0301e\u0301e\u0301e\u0301"), 3), 3));
	CHECK_STR("🇩🇪…", bytes(shown_cut(&arena, show(&arena, "🇩🇪🇫🇷"), 3), 3));
	speak_ascii();
	CHECK_STR("brass ...", bytes(shown_cut(&arena, show(&arena, "brass lamp"), 9), 9));
	CHECK_STR("..", bytes(shown_cut(&arena, show(&arena, "brass lamp"), 2), 2));
}

TEST(fitting)
{
	speak_utf8();
	CHECK_STR("lamp  ", bytes(shown_fit(&arena, SHOWN("lamp"), 6), 6));
	CHECK_STR("  lamp", bytes(shown_fit_left(&arena, SHOWN("lamp"), 6), 6));
	CHECK_STR("la…", bytes(shown_fit(&arena, SHOWN("lamp"), 3), 3));
	CHECK_STR("漢… ", bytes(shown_fit(&arena, show(&arena, "漢字漢字"), 4), 4));
	CHECK_STR(" 漢…", bytes(shown_fit_left(&arena, show(&arena, "漢字漢字"), 4), 4));
	CHECK_STR("", bytes(shown_fit(&arena, SHOWN("lamp"), 0), 0));
	CHECK_STR("", bytes(shown_fit(&arena, SHOWN("lamp"), -3), 0));
}

TEST(whatever_is_cut_fits)
{
	struct random random = { 8 };
	speak_utf8();
	for (int round = 0; round < 10000; round++) {
		char raw[60];
		struct shown text = show_n(&arena, raw, trouble(&random, raw, sizeof raw));
		int cells = (int)random_below(&random, 30);
		struct shown cut = shown_cut(&arena, text, cells), fit = shown_fit(&arena, text, cells);
		REQUIRE(cut.cells <= cells && is_harmless(cut));
		REQUIRE(fit.cells == cells && is_harmless(fit));
		REQUIRE(shown_fit_left(&arena, text, cells).cells == cells);
		REQUIRE(text.cells > cells || same(cut, text));
		arena_reset(&arena);
	}
}

TEST(joining_and_marks)
{
	speak_utf8();
	CHECK_STR("lamp 漢", bytes(shown_join(&arena, SHOWN("lamp "), show(&arena, "漢")), 7));
	CHECK_STR("❯", bytes(shown_mark("❯", ">"), 1));
	speak_ascii();
	CHECK_STR(">", bytes(shown_mark("❯", ">"), 1));
}

TEST(formats)
{
	speak_utf8();
	CHECK_STR("3 lamps, 100%", bytes(show_format(&arena, "%d %s, %d%%", 3, "lamps", 100), 13));
	CHECK_STR("[漢字  |  漢字]", bytes(show_format(&arena, "[%-6s|%6s]", "漢字", "漢字"), 15));
	CHECK_STR("a\u241b[2J", bytes(show_format(&arena, "%s%s", "a", "\033[2J"), 5));
	CHECK_STR("a\u25cc\u0301", bytes(show_format(&arena, "a%s", "\u0301"), 2));
	const char *volatile none = NULL;
	CHECK_STR("", bytes(show_format(&arena, "%s", none), 0));
	CHECK_STR("lam|", bytes(show_format(&arena, "%.3s|", "lamp"), 4));
	CHECK_STR("\u241b", bytes(show_format(&arena, "%c", 27), 1));
	CHECK_STR("· 2 €", bytes(show_format(&arena, "· %d €", 2), 5));
}

TEST(a_precision_bounds_what_is_read)
{
	char open[3] = { 'a', 'b', 'c' };
	speak_utf8();
	CHECK_STR("abc", bytes(show_format(&arena, "%.*s", 3, open), 3));
	CHECK_STR("lamp", bytes(show_format(&arena, "%.*s", -1, "lamp"), 4));
	CHECK_STR("\ufffd", bytes(show_format(&arena, "%.2s", "陳"), 1));
}

/* show_format of a number against the C library's. */
#define AGREE(format, ...) do { char theirs[512]; \
	snprintf(theirs, sizeof theirs, format, __VA_ARGS__); \
	CHECK_STR(theirs, show_format(&arena, format, __VA_ARGS__).bytes); } while (0)

TEST(numbers_are_written_as_by_printf)
{
	speak_utf8();
	AGREE("%d|%i|%5d|%-5d|%05d|%+d|%+05d", 1, -2, 3, 4, 5, 6, 7);
	AGREE("%d %d %.3d %.0d %05d", INT_MIN, INT_MAX, 7, 0, -42);
	AGREE("%ld %lld %zu %jd %td", LONG_MIN, LLONG_MIN, SIZE_MAX, (intmax_t)5, (ptrdiff_t)-5);
	AGREE("%lu %llu %u %hhu %hu", ULONG_MAX, ULLONG_MAX, 7u, (unsigned char)200, (unsigned short)60000);
	AGREE("%x %X %#x %#X %o %08x %lx", 255u, 255u, 255u, 255u, 8u, 48879u, 0xdeadbeefUL);
	AGREE("%f %.2f %8.3f %-8.1f| %e %g %+.1f %08.2f", 1.5, 2.345, -3.25, 4.0, 12345.678, 0.0001, 1.0, -1.5);
	AGREE("%f %5f %05f", 1.0 / 0.0, -1.0 / 0.0, 1.0 / 0.0);
	AGREE("%*d|%-*d|%*d|%.*f", 5, 1, 5, 2, -5, 3, 1, 2.55);
	AGREE("%c%c %p", 'o', 'k', (void *)&arena);
}

TEST(extreme_widths_are_bounded)
{
	speak_utf8();
	volatile int least = INT_MIN, most = INT_MAX;
	CHECK_INT(4096, show_format(&arena, "%*d", most, 1).cells);
	CHECK_INT(4096, show_format(&arena, "%*s", least, "a").cells);
	CHECK_INT(64, show_format(&arena, "%.*d", most, 1).cells);
	CHECK(show_format(&arena, "%f", 1.7e308).cells > 300);
	errno = ENOENT;
	CHECK_STR("No such file or directory", show_format(&arena, "%m").bytes);
}

/* The lines, "|" behind each. */
static const char *wrapped(const char *raw, int cells)
{
	struct shown *lines;
	size_t count = show_wrapped(&arena, raw, cells, &lines);
	const char *out = "";
	for (size_t i = 0; i < count; i++) {
		CHECK(lines[i].cells <= (cells < 1 ? 1 : cells));
		out = arena_format(&arena, "%s%s|", out, lines[i].bytes);
	}
	return out;
}

TEST(wrapping)
{
	speak_utf8();
	CHECK_STR("a lamp of|brass|", wrapped("a lamp of brass", 10));
	CHECK_STR("a lamp|of brass|", wrapped("a lamp of brass", 8));
	CHECK_STR("a|lamp|of|bras|s|", wrapped("a lamp of brass", 4));
	CHECK_STR("a lamp of brass|", wrapped("a lamp of brass", 15));
	CHECK_STR("one||two|", wrapped("one\n\ntwo\n", 10));
	CHECK_STR("one|two|", wrapped("one\r\ntwo", 10));
	CHECK_STR("", wrapped("", 10));
	CHECK_STR("", wrapped(NULL, 10));
	CHECK_STR("|", wrapped("\n", 10));
	CHECK_STR("a|b|", wrapped("a     b", 3));
	CHECK_STR("  in|", wrapped("  in", 10));
	CHECK_STR("a|", wrapped("a  ", 1));
	CHECK_STR("漢字|漢字|", wrapped("漢字漢字", 5));
	CHECK_STR("漢|字。|", wrapped("漢字。", 5));
	CHECK_STR("the 漢|字|", wrapped("the 漢字", 6));
	CHECK_STR("\ufffd|a|", wrapped("漢a", 1));
	CHECK_STR("a|b|", wrapped("ab", 0));
	CHECK_STR("cafe\u0301|au|", wrapped("cafe\u0301 au", 4));
	CHECK_STR("abc| \uff9e|", wrapped("abc \uff9e", 4));   /* a space that carries a mark */
}

TEST(whatever_is_wrapped_fits)
{
	struct random random = { 9 };
	speak_utf8();
	for (int round = 0; round < 10000; round++) {
		char raw[120];
		size_t size = trouble(&random, raw, sizeof raw - 1);
		int cells = 2 + (int)random_below(&random, 20);
		struct shown *lines;
		for (size_t i = 0; i < size; i++)
			raw[i] = raw[i] ? raw[i] : 'n';
		raw[size] = '\0';
		size_t count = show_wrapped(&arena, raw, cells, &lines);
		for (size_t i = 0; i < count; i++)
			REQUIRE(lines[i].cells <= cells && is_harmless(lines[i]));
		arena_reset(&arena);
	}
}

TEST(wrapping_plain_words_loses_nothing)
{
	struct random random = { 10 };
	speak_utf8();
	for (int round = 0; round < 5000; round++) {
		char raw[100], joined[400] = "", *to = joined;
		size_t size = 0, wanted = random_below(&random, sizeof raw - 1);
		for (; size < wanted; size++)
			raw[size] = random_below(&random, 5) || size == 0 || raw[size - 1] == ' '
				? 'a' + (char)random_below(&random, 26) : ' ';
		raw[size] = '\0';
		struct shown *lines;
		size_t count = show_wrapped(&arena, raw, 7 + (int)random_below(&random, 30), &lines), without = 0;
		for (size_t i = 0; i < count; i++)
			for (const char *c = lines[i].bytes; *c; c++)
				if (*c != ' ')
					*to++ = *c;
		for (size_t i = 0; i < size; i++)
			if (raw[i] != ' ')
				raw[without++] = raw[i];
		REQUIRE(CHECK_BYTES(raw, without, joined, (size_t)(to - joined)));
		arena_reset(&arena);
	}
	arena_release(&arena);
}
