/* JSON by RFC 8259. What a terminal or an editor would obey or hide (controls, direction marks, invisible characters)
 * is written as \u escapes: the same data for a program, harmless on a screen. */
#include "base/json.h"

#include "base/display.h"
#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32 };

static bool in_object(const struct json *json)
{
	return json->depth > 0 && (json->objects >> (json->depth - 1) & 1);
}

/* Before every value and every key. */
static void separate(struct json *json, bool key)
{
	if (in_object(json) != (key || json->keyed) || (key && json->keyed))
		bug("JSON: a %s stands where it may not", key ? "key" : "value");
	if (json->comma)
		buffer_putc(json->to, ',');
	json->comma = !key && json->depth > 0;
	json->keyed = key;
}

static void begin(struct json *json, char bracket, bool object)
{
	separate(json, false);
	if (json->depth == DEPTH_MAX)
		bug("JSON: nested too deep");
	json->objects = (json->objects & ~(UINT32_C(1) << json->depth)) | (uint32_t)object << json->depth;
	json->depth++;
	json->comma = false;
	buffer_putc(json->to, bracket);
}

static void end(struct json *json, char bracket, bool object)
{
	if (json->depth == 0 || in_object(json) != object || json->keyed)
		bug("JSON: '%c' closes nothing", bracket);
	json->depth--;
	json->comma = json->depth > 0;
	buffer_putc(json->to, bracket);
}

void json_object(struct json *json)
{
	begin(json, '{', true);
}

void json_end_object(struct json *json)
{
	end(json, '}', true);
}

void json_array(struct json *json)
{
	begin(json, '[', false);
}

void json_end_array(struct json *json)
{
	end(json, ']', false);
}

static void put_escape(struct buffer *to, uint32_t cp)
{
	if (cp > 0xffff) {
		buffer_printf(to, "\\u%04x", (unsigned)(0xd800 + ((cp - 0x10000) >> 10)));
		cp = 0xdc00 + ((cp - 0x10000) & 0x3ff);
	}
	buffer_printf(to, "\\u%04x", (unsigned)cp);
}

static void put_character(struct buffer *to, uint32_t cp)
{
	static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
	const char *name = cp && cp < 0x80 ? strchr(named, (int)cp) : NULL;
	char bytes[4];
	if (name)
		buffer_add(to, (char[]){ '\\', names[name - named] }, 2);
	else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || display_hides(cp))
		put_escape(to, cp);
	else
		buffer_add(to, bytes, (size_t)text_put(bytes, cp));
}

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void put_string(struct buffer *to, const char *bytes, size_t size)
{
	uint32_t cp;
	buffer_putc(to, '"');
	for (size_t at = 0; at < size;) {
		size_t plain = at;
		while (plain < size && is_plain(bytes[plain]))
			plain++;
		buffer_add(to, bytes + at, plain - at);
		at = plain;
		if (at < size) {
			at += utf8_next(bytes, size, at, &cp);
			put_character(to, cp == UTF8_INVALID ? UTF8_REPLACEMENT : cp);
		}
	}
	buffer_putc(to, '"');
}

/* The fewest digits that read back as the same number, and a point so that it stays a real. */
static void put_real(struct buffer *to, double real)
{
	char made[40];
	if (!isfinite(real)) {
		buffer_puts(to, "null");
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(made, sizeof made, "%.*g", digits, real);
		if (strtod(made, NULL) == real)
			break;
	}
	buffer_puts(to, made);
	if (!strpbrk(made, ".e"))
		buffer_puts(to, ".0");
}

static void put_blob(struct buffer *to, const char *bytes, size_t size)
{
	buffer_putc(to, '"');
	for (size_t i = 0; i < size; i++)
		buffer_printf(to, "%02x", (unsigned char)bytes[i]);
	buffer_putc(to, '"');
}

void json_key(struct json *json, const char *name)
{
	separate(json, true);
	put_string(json->to, name, strlen(name));
	buffer_putc(json->to, ':');
}

void json_value(struct json *json, struct value value)
{
	separate(json, false);
	switch (value.type) {
	case VALUE_NULL: buffer_puts(json->to, "null"); break;
	case VALUE_INTEGER: buffer_printf(json->to, "%" PRId64, value.integer); break;
	case VALUE_REAL: put_real(json->to, value.real); break;
	case VALUE_TEXT: put_string(json->to, value.text, value.size); break;
	case VALUE_BLOB: put_blob(json->to, value.text, value.size); break;
	}
}

void json_string(struct json *json, const char *raw)
{
	json_value(json, value_text(raw));
}

void json_integer(struct json *json, int64_t integer)
{
	json_value(json, value_integer(integer));
}

void json_bool(struct json *json, bool is)
{
	separate(json, false);
	buffer_puts(json->to, is ? "true" : "false");
}

void json_null(struct json *json)
{
	json_value(json, value_null());
}

void json_pair_string(struct json *json, const char *name, const char *raw)
{
	json_key(json, name);
	json_string(json, raw);
}

void json_pair_integer(struct json *json, const char *name, int64_t integer)
{
	json_key(json, name);
	json_integer(json, integer);
}

void json_pair_bool(struct json *json, const char *name, bool is)
{
	json_key(json, name);
	json_bool(json, is);
}
