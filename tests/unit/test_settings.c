#include "unit/check.h"

#include "base/arena.h"
#include "base/settings.h"
#include "unit/random.h"
#include <string.h>

static struct arena arena;

static struct settings parsed(const char *text)
{
	struct settings out = { 0 };
	CHECK_ERR(OK, settings_parse(&arena, "settings", text, &out));
	return out;
}

TEST(sections_keys_and_values)
{
	struct settings settings = parsed(
		"\xef\xbb\xbf# souk\nmouse = off\n\n[theme]\r\naccent=#ff8800\r\n  name =  dark blue  \n; old\n[ keys ]\nbuy = =\n");
	CHECK_INT(4, settings.count);
	CHECK_STR("off", settings_get(&settings, "", "mouse"));
	CHECK_STR("#ff8800", settings_get(&settings, "theme", "accent"));
	CHECK_STR("dark blue", settings_get(&settings, "theme", "name"));
	CHECK_STR("=", settings_get(&settings, "keys", "buy"));
	CHECK_STR(NULL, settings_get(&settings, "theme", "mouse"));
	CHECK_STR(NULL, settings_get(&settings, "none", "mouse"));
	CHECK_INT(2, settings.items[0].line);
	CHECK_INT(9, settings.items[3].line);
}

TEST(the_last_value_counts)
{
	struct settings settings = parsed("[a]\nx = 1\n[b]\nx = 2\n[a]\nx = 3");
	CHECK_STR("3", settings_get(&settings, "a", "x"));
	CHECK_STR("2", settings_get(&settings, "b", "x"));
	CHECK_INT(3, settings.count);
}

TEST(quotes_keep_blanks)
{
	struct settings settings = parsed("a = \"  two  \"\nb = \"say \\\"hi\\\" \\\\\"\nc = \"\"\nd =\ne = x \"y\"");
	CHECK_STR("  two  ", settings_get(&settings, "", "a"));
	CHECK_STR("say \"hi\" \\", settings_get(&settings, "", "b"));
	CHECK_STR("", settings_get(&settings, "", "c"));
	CHECK_STR("", settings_get(&settings, "", "d"));
	CHECK_STR("x \"y\"", settings_get(&settings, "", "e"));
}

TEST(nothing_is_fine)
{
	struct settings settings = parsed("");
	CHECK_INT(0, settings.count);
	CHECK_STR(NULL, settings_get(&settings, "", "x"));
}

TEST(errors_point_at_the_character)
{
	static const struct { const char *text, *sentence; } cases[] = {
		{ "a = 1\nwords\n", "settings:2:6: expected 'key = value'" },
		{ "\n  = 1", "settings:2:3: expected a key before '='" },
		{ "[theme", "settings:1:7: expected ']'" },
		{ "[]", "settings:1:2: expected the name of a section" },
		{ "[a] b", "settings:1:5: expected nothing behind ']'" },
		{ "é = \"x", "settings:1:5: the quotes are not closed" },
		{ "é = \"x\" y", "settings:1:9: expected nothing behind the quotes" },
		{ "a = \"\\n\"", "settings:1:7: expected '\"' or '\\' behind '\\'" },
		{ "a = \"\\", "settings:1:7: expected '\"' or '\\' behind '\\'" },
		{ "a = \033", "settings:1:5: a control character" },
		{ "a = \xff", "settings:1:1: the line is not valid UTF-8" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct settings out = { .count = 7 };
		CHECK_ERR(ERR_INPUT, settings_parse(&arena, "settings", cases[i].text, &out));
		CHECK_STR(cases[i].sentence, err_sentence(ERR_INPUT));
		CHECK_INT(7, out.count);
	}
}

TEST(any_text_is_read_or_refused)
{
	static const char usual[] = "ab[]==\"\"\\ #;\n\n\r\t";
	struct random random = { 17 };
	for (int round = 0; round < 20000; round++) {
		char text[40];
		size_t size = random_below(&random, sizeof text);
		for (size_t i = 0; i < size; i++)
			text[i] = random_below(&random, 12) ? usual[random_below(&random, sizeof usual - 1)]
				: (char)(1 + random_below(&random, 255));
		text[size] = '\0';
		struct settings out = { 0 };
		enum err err = settings_parse(&arena, "x", text, &out);
		REQUIRE(err == OK || err == ERR_INPUT);
		for (size_t i = 0; i < out.count; i++)
			REQUIRE(out.items[i].key[0] && settings_get(&out, out.items[i].section, out.items[i].key));
		arena_reset(&arena);
	}
	arena_release(&arena);
}
