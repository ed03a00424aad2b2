#include "unit/check.h"

#include "base/json.h"
#include "base/text.h"
#include "base/vec.h"
#include "unit/child.h"
#include "unit/random.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct buffer made;

static struct json begin(void)
{
	buffer_clear(&made);
	return (struct json){ .to = &made };
}

static const char *text_of(struct value value)
{
	struct json json = begin();
	json_value(&json, value);
	return made.bytes;
}

TEST(commas_stand_where_they_belong)
{
	struct json json = begin();
	json_object(&json);
	json_key(&json, "products");
	json_array(&json);
	for (int i = 1; i < 3; i++) {
		json_object(&json);
		json_pair_integer(&json, "id", i);
		json_pair_string(&json, "title", "lamp");
		json_pair_bool(&json, "retired", i == 2);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_key(&json, "empty");
	json_array(&json);
	json_end_array(&json);
	json_key(&json, "none");
	json_object(&json);
	json_end_object(&json);
	json_key(&json, "next");
	json_null(&json);
	json_end_object(&json);
	CHECK_STR("{\"products\":[{\"id\":1,\"title\":\"lamp\",\"retired\":false},"
		"{\"id\":2,\"title\":\"lamp\",\"retired\":true}],"
		"\"empty\":[],\"none\":{},\"next\":null}", made.bytes);
}

TEST(arrays_in_arrays)
{
	struct json json = begin();
	json_array(&json);
	json_integer(&json, 1);
	json_array(&json);
	json_bool(&json, true);
	json_string(&json, NULL);
	json_end_array(&json);
	json_string(&json, "x");
	json_end_array(&json);
	CHECK_STR("[1,[true,null],\"x\"]", made.bytes);
}

static void value_without_a_key(struct json *json)
{
	json_object(json);
	json_null(json);
}

static void key_in_an_array(struct json *json)
{
	json_array(json);
	json_key(json, "a");
}

static void key_without_a_value(struct json *json)
{
	json_object(json);
	json_key(json, "a");
	json_end_object(json);
}

static void array_closed_as_object(struct json *json)
{
	json_array(json);
	json_end_object(json);
}

static void closed_too_often(struct json *json)
{
	json_array(json);
	json_end_array(json);
	json_end_array(json);
}

struct misuse { void (*how)(struct json *); };

static void misuse(void *context)
{
	const struct misuse *wrong = context;
	struct json json = begin();
	CHECK(freopen("/dev/null", "w", stderr) != NULL);
	wrong->how(&json);
}

TEST(misuse_is_a_bug)
{
	static const struct misuse misuses[] = {
		{ value_without_a_key }, { key_in_an_array }, { key_without_a_value }, { array_closed_as_object }, { closed_too_often },
	};
	for (size_t i = 0; i < sizeof misuses / sizeof *misuses; i++) {
		struct misuse how = misuses[i];
		CHECK(!child_run(misuse, &how));
	}
}

TEST(what_a_screen_would_obey_is_escaped)
{
	CHECK_STR("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001b\\u007f\\u0080\\u009b\"",
		text_of(value_text_n("\"\\/\b\f\n\r\t\0\033\177\xc2\x80\xc2\x9b", 15)));
	CHECK_STR("\"\\u2028\\u2029\\u202e\\u2066\\u200b\\u200d\\u200f\\u061c\\ufeff\\u00ad\\ufff9\"",
		text_of(value_text("\u2028\u2029\u202e\u2066\u200b\u200d\u200f\u061c\ufeff\u00ad\ufff9")));
	CHECK_STR("\"\\udb40\\udc41\"", text_of(value_text("\U000e0041")));
	CHECK_STR("\"Crème 陳 💡\"", text_of(value_text("Crème 陳 💡")));
	CHECK_STR("\"a\ufffdb\ufffd\"", text_of(value_text("a\xff" "b\xe2\x82")));
}

TEST(numbers)
{
	CHECK_STR("9007199254740993", text_of(value_integer(INT64_C(9007199254740993))));
	CHECK_STR("-9223372036854775808", text_of(value_integer(INT64_MIN)));
	CHECK_STR("12.1", text_of(value_real(12.10)));
	CHECK_STR("0.1", text_of(value_real(0.1)));
	CHECK_STR("0.30000000000000004", text_of(value_real(0.1 + 0.2)));
	CHECK_STR("1.0", text_of(value_real(1)));
	CHECK_STR("-0.0", text_of(value_real(-0.0)));
	CHECK_STR("1e+300", text_of(value_real(1e300)));
	CHECK_STR("null", text_of(value_real(NAN)));
	CHECK_STR("null", text_of(value_real(-INFINITY)));
}

TEST(reals_read_back)
{
	struct random random = { 14 };
	for (int i = 0; i < 50000; i++) {
		uint64_t bits = random_next(&random);
		double real;
		memcpy(&real, &bits, sizeof real);
		if (isfinite(real))
			REQUIRE(strtod(text_of(value_real(real)), NULL) == real);
	}
}

TEST(other_values)
{
	CHECK_STR("null", text_of(value_null()));
	CHECK_STR("\"\"", text_of(value_text("")));
	CHECK_STR("\"00ff1a\"", text_of((struct value){ .type = VALUE_BLOB, .size = 3, .text = "\0\xff\x1a" }));
}

/* Read the \u escapes of a JSON string back into UTF-8. */
static size_t unescape(const char *text, char *out)
{
	size_t size = 0;
	for (text++; *text != '"'; text++) {
		if (*text != '\\') {
			out[size++] = *text;
			continue;
		}
		const char *names = "bfnrt", *name = strchr(names, *++text);
		if (*text == 'u') {
			uint32_t cp = (uint32_t)strtoul((char[]){ text[1], text[2], text[3], text[4], 0 }, NULL, 16);
			text += 4;
			if (cp >= 0xd800 && cp < 0xdc00) {
				uint32_t low = (uint32_t)strtoul((char[]){ text[3], text[4], text[5], text[6], 0 }, NULL, 16);
				cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
				text += 6;
			}
			size += (size_t)text_put(out + size, cp);
		} else {
			out[size++] = name ? "\b\f\n\r\t"[name - names] : *text;
		}
	}
	return size;
}

TEST(valid_text_reads_back_and_is_harmless)
{
	struct random random = { 15 };
	for (int round = 0; round < 20000; round++) {
		char raw[64], back[64];
		size_t size = 0;
		while (size < 40)
			size += (size_t)text_put(raw + size, random_below(&random, random_below(&random, 3) ? 0x2100 : 0x110000));
		const char *json = text_of(value_text_n(raw, size));
		for (const char *c = json; *c; c++)
			REQUIRE((unsigned char)*c >= 0x20 && *c != 0x7f);
		REQUIRE(text_is_valid(json, strlen(json)));
		REQUIRE(CHECK_BYTES(raw, size, back, unescape(json, back)));
	}
	buffer_release(&made);
}
