#include "unit/check.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include "unit/random.h"
#include <locale.h>
#include <string.h>
#include <wchar.h>

static struct arena arena;

static void speak_utf8(void)
{
	REQUIRE(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	text_use_utf8(true);
}

/* Feed all of @bytes; code points into @out, what is unfinished as U+FFFD. */
static size_t decode(const char *bytes, size_t size, uint32_t *out)
{
	struct text_decoder decoder = { 0 };
	size_t count = 0;
	bool again = false;
	for (size_t at = 0; at < size; at += !again)
		count += text_decode(&decoder, (unsigned char)bytes[at], &out[count], &again);
	if (decoder.need)
		out[count++] = UTF8_REPLACEMENT;
	return count;
}

TEST(put_and_decode_every_code_point)
{
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char bytes[4];
		uint32_t out[4], expected = cp >= 0xd800 && cp < 0xe000 ? UTF8_REPLACEMENT : cp;
		int size = text_put(bytes, cp);
		REQUIRE(size >= 1 && size <= 4);
		REQUIRE(decode(bytes, (size_t)size, out) == 1 && out[0] == expected);
		REQUIRE(text_is_valid(bytes, (size_t)size));
	}
	char bytes[4];
	CHECK_INT(3, text_put(bytes, 0x110000));
}

TEST(what_is_no_utf8_is_replaced)
{
	static const struct { const char *bytes; size_t count; uint32_t points[6]; } cases[] = {
		{ "\x80", 1, { 0xfffd } },
		{ "\xc0\xaf", 2, { 0xfffd, 0xfffd } },
		{ "\xe0\x80\x80", 3, { 0xfffd, 0xfffd, 0xfffd } },
		{ "\xed\xa0\x80", 3, { 0xfffd, 0xfffd, 0xfffd } },
		{ "\xf4\x90\x80\x80", 4, { 0xfffd, 0xfffd, 0xfffd, 0xfffd } },
		{ "\xf8\x88", 2, { 0xfffd, 0xfffd } },
		{ "\xe2\x82z", 2, { 0xfffd, 'z' } },
		{ "\xf0\x9f\x92\xc3\xa9", 2, { 0xfffd, 0xe9 } },
		{ "\xf0\x9f", 1, { 0xfffd } },
		{ "\xe2\xe2\x82\xac", 2, { 0xfffd, 0x20ac } },
		{ "a\xff" "b", 3, { 'a', 0xfffd, 'b' } },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint32_t out[16];
		size_t size = strlen(cases[i].bytes);
		REQUIRE(CHECK_INT(cases[i].count, decode(cases[i].bytes, size, out)));
		for (size_t j = 0; j < cases[i].count; j++)
			CHECK_INT(cases[i].points[j], out[j]);
		CHECK(!text_is_valid(cases[i].bytes, size));
	}
}

/* Random bytes, more of them such as stand in UTF-8 than chance would bring. */
static size_t random_bytes(struct random *random, char *out, size_t most)
{
	static const unsigned char usual[] = {
		0xc2, 0xc3, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0x80, 0x9f, 0xa0, 0xbf, 0x90, 'a',
	};
	size_t size = random_below(random, (uint32_t)most + 1);
	for (size_t i = 0; i < size; i++)
		out[i] = (char)(random_below(random, 3) ? usual[random_below(random, sizeof usual)] : random_next(random));
	return size;
}

TEST(decoder_string_reader_and_validity_agree)
{
	struct random random = { 2 };
	for (int round = 0; round < 50000; round++) {
		char bytes[24];
		uint32_t out[24], cp;
		size_t size = random_bytes(&random, bytes, sizeof bytes), count = decode(bytes, size, out), n = 0;
		bool valid = true;
		for (size_t at = 0; at < size; n++) {
			size_t step = utf8_next(bytes, size, at, &cp);
			REQUIRE(step >= 1 && step <= 4 && at + step <= size);
			valid = valid && cp != UTF8_INVALID;
			REQUIRE(n < count && out[n] == (cp == UTF8_INVALID ? UTF8_REPLACEMENT : cp));
			at += step;
		}
		REQUIRE(n == count);
		REQUIRE(valid == text_is_valid(bytes, size));
	}
}

TEST(normal_form_c)
{
	const char *out = NULL;
	REQUIRE_OK(text_nfc(&arena, "lamp", &out));
	CHECK_STR("lamp", out);
	REQUIRE_OK(text_nfc(&arena, "cafe\u0301", &out));
	CHECK_STR("café", out);
	REQUIRE_OK(text_nfc(&arena, "\u1112\u1161\u11ab \u212b", &out));
	CHECK_STR("한 Å", out);
	CHECK_ERR(ERR_INPUT, text_nfc(&arena, "caf\xe9", &out));
	CHECK_ERR(ERR_INPUT, text_nfc(&arena, "\xed\xa0\x80", &out));
}

TEST(folding_compares_without_case)
{
	static const struct { const char *raw, *folded; } cases[] = {
		{ "Alice@Example.COM", "alice@example.com" }, { "STRASSE", "strasse" }, { "Straße", "strasse" },
		{ "ΣΊΣΥΦΟΣ", "σίσυφοσ" }, { "E\u0301", "é" }, { "\u1fb4", "\u03ac\u03b9" }, { "\u03b1\u0345\u0301", "\u03ac\u03b9" },
		{ "ﬁ", "fi" }, { "İ", "i\u0307" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *out = NULL, *again = NULL;
		REQUIRE_OK(text_fold(&arena, cases[i].raw, &out));
		CHECK_STR(cases[i].folded, out);
		REQUIRE_OK(text_fold(&arena, out, &again));
		CHECK_STR(out, again);
	}
	const char *out;
	CHECK_ERR(ERR_INPUT, text_fold(&arena, "\xff", &out));
}

/* Expected as the tokenizer of the search, unicode61 with remove_diacritics 2, makes them. */
TEST(keys_have_neither_case_nor_accents)
{
	static const struct { const char *raw, *key; } cases[] = {
		{ "Brass LAMP", "brass lamp" }, { "Crème Brûlée", "creme brulee" }, { "CRE\u0300ME", "creme" }, { "Ångström", "angstrom" },
		{ "Ελλάς", "ελλάσ" }, { "Ёлка Чай", "ёлка чай" }, { "Łódź", "łodz" }, { "Straße", "straße" }, { "Ø", "ø" },
		{ "\u1ea4", "a" }, { "भारत की", "भारत की" }, { "が", "が" }, { "한국", "한국" }, { "陳", "陳" }, { "a\xff", "a\ufffd" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		CHECK_STR(cases[i].key, text_key(&arena, cases[i].raw));
		CHECK_STR(cases[i].key, text_key(&arena, text_key(&arena, cases[i].raw)));
	}
}

TEST(widths)
{
	speak_utf8();
	CHECK_INT(1, text_width('a'));
	CHECK_INT(1, text_width(0xe9));
	CHECK_INT(2, text_width(0x9673));
	CHECK_INT(2, text_width(0x1f4a1));
	CHECK_INT(0, text_width(0x301));
	static const uint32_t never[] = {
		0, '\n', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200d, 0x200e, 0x2028, 0x202e, 0x2060,
		0x2066, 0x3164, 0xd800, 0xfe0f, 0xfeff, 0xfff9, 0xfffe, 0x1f3fb, 0xe0001, 0xe0041, 0xe0100, 0x10ffff, 0x110000,
	};
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		CHECK_INT(-1, text_width(never[i]));
	text_use_utf8(false);
	CHECK_INT(1, text_width('a'));
	CHECK_INT(-1, text_width(0xe9));
}

/* Clusters of @text, "|" between them. */
static const char *clusters(const char *text)
{
	size_t size = strlen(text);
	char *out = arena_copy(&arena, "", 0);
	for (size_t at = 0; at < size;) {
		int cells;
		size_t step = text_cluster(text, size, at, &cells);
		out = arena_format(&arena, "%s%.*s/%d|", out, (int)step, text + at, cells);
		CHECK_INT(at, text_cluster_before(text, size, at + step));
		at += step;
	}
	return out;
}

TEST(clusters_and_their_cells)
{
	speak_utf8();
	CHECK_STR("a/1|b/1|", clusters("ab"));
	CHECK_STR("e\u0301/1|x/1|", clusters("e\u0301x"));
	CHECK_STR("陳/2|a/1|", clusters("陳a"));
	CHECK_STR("👩\u200d🚀/2|!/1|", clusters("👩\u200d🚀!"));
	CHECK_STR("👍🏽/2|", clusters("👍🏽"));
	CHECK_STR("🇩🇪/2|🇫🇷/2|", clusters("🇩🇪🇫🇷"));
	CHECK_STR("\u1100\u1161\u11a8/2|", clusters("\u1100\u1161\u11a8"));
	CHECK_STR("\r\n/1|a/1|", clusters("\r\na"));
	CHECK_STR("\u200b/0|a/1|", clusters("\u200ba"));
	text_use_utf8(false);
	CHECK_STR("é/1|陳/2|", clusters("é陳"));
}

TEST(clusters_cover_any_text)
{
	struct random random = { 3 };
	speak_utf8();
	for (int round = 0; round < 3000; round++) {
		char bytes[24];
		int cells;
		size_t size = random_bytes(&random, bytes, sizeof bytes);
		for (size_t at = 0, step; at < size; at += step) {
			step = text_cluster(bytes, size, at, &cells);
			REQUIRE(step >= 1 && at + step <= size && cells >= 0);
			REQUIRE(text_cluster_before(bytes, size, at + step) == at);
		}
	}
}

TEST(words)
{
	static const char text[] = "brass-lamp, 2 cafe\u0301s 陳";
	const size_t size = sizeof text - 1;
	static const size_t ends[] = { 5, 10, 13, 21, 25 }, starts[] = { 22, 14, 12, 6, 0 };
	speak_utf8();
	for (size_t i = 0, at = 0; i < 5; i++)
		CHECK_INT(ends[i], at = text_word_right(text, size, at));
	CHECK_INT(size, text_word_right(text, size, size));
	for (size_t i = 0, at = size; i < 5; i++)
		CHECK_INT(starts[i], at = text_word_left(text, size, at));
	CHECK_INT(0, text_word_left(text, size, 0));
	CHECK_INT(2, text_word_right("  ", 2, 0));
	CHECK_INT(0, text_word_left("  ", 2, 2));
}

TEST(whole_numbers)
{
	int64_t n = 42;
	CHECK_ERR(OK, text_integer("0", &n));
	CHECK_INT(0, n);
	CHECK_ERR(OK, text_integer("-17", &n));
	CHECK_INT(-17, n);
	CHECK_ERR(OK, text_integer("+007", &n));
	CHECK_INT(7, n);
	CHECK_ERR(OK, text_integer("9223372036854775807", &n));
	CHECK_INT(INT64_MAX, n);
	CHECK_ERR(OK, text_integer("-9223372036854775808", &n));
	CHECK_INT(INT64_MIN, n);
	CHECK_ERR(ERR_OVERFLOW, text_integer("9223372036854775808", &n));
	CHECK_ERR(ERR_OVERFLOW, text_integer("-9223372036854775809", &n));
	CHECK_ERR(ERR_OVERFLOW, text_integer("99999999999999999999999999", &n));
	static const char *const wrong[] = { "", "-", "+", "1 ", " 1", "1.0", "0x10", "--1", "+-1", "1e3", "१" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK_ERR(ERR_INPUT, text_integer(wrong[i], &n));
	CHECK_STR("'१' is not a whole number", err_sentence(ERR_INPUT));
	CHECK_INT(INT64_MIN, n);
}

TEST(nearest_word)
{
	static const char *const names[] = { "cart", "checkout", "orders", "order", "ls", "show" };
	CHECK_STR("checkout", text_nearest("chekout", names, 6));
	CHECK_STR("checkout", text_nearest("CHECKUOT", names, 6));
	CHECK_STR("cart", text_nearest("crat", names, 6));
	CHECK_STR("orders", text_nearest("ordres", names, 6));
	CHECK_STR("order", text_nearest("ordr", names, 6));
	CHECK_STR("ls", text_nearest("sl", names, 6));
	CHECK_STR(NULL, text_nearest("x", names, 6));
	CHECK_STR(NULL, text_nearest("backup", names, 6));
	CHECK_STR(NULL, text_nearest("", names, 6));
	CHECK_STR(NULL, text_nearest("cart", names, 0));
	CHECK_STR(NULL, text_nearest("an endless word that nobody would ever type at all, really", names, 6));
}

TEST(the_library_names_itself)
{
	CHECK(strncmp(text_library(), "utf8proc ", 9) == 0 && strlen(text_library()) > 9);
	arena_release(&arena);
}
