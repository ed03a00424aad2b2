/* The text is split into lines, each line understood on its own; an error points at the character. A '#' inside a
 * value belongs to it (colours are written so), hence comments only at the beginning of a line. */
#include "base/settings.h"

#include "base/arena.h"
#include "base/text.h"
#include <stdbool.h>
#include <string.h>

struct reader {
	struct arena *arena;
	const char *name, *section;
	size_t line, room;
	const char *start;                /* of the line */
	struct settings made;
};

static enum err refuse(const struct reader *in, const char *at, const char *why)
{
	size_t column = 1;
	for (const char *c = in->start; c < at; c++)
		column += ((unsigned char)*c & 0xc0) != 0x80;
	return fail(ERR_INPUT, "%s:%zu:%zu: %s", in->name, in->line, column, why);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

static const char *trim_end(const char *at, const char *end)
{
	while (end > at && is_blank(end[-1]))
		end--;
	return end;
}

static enum err check_characters(const struct reader *in, const char *end)
{
	for (const char *c = in->start; c < end; c++)
		if (((unsigned char)*c < 0x20 && *c != '\t' && *c != '\r') || *c == 0x7f)
			return refuse(in, c, "a control character");
	if (!text_is_valid(in->start, (size_t)(end - in->start)))
		return refuse(in, in->start, "the line is not valid UTF-8");
	return OK;
}

static enum err read_section(struct reader *in, const char *at, const char *end)
{
	const char *close = memchr(at, ']', (size_t)(end - at));
	const char *name = skip_blanks(at + 1, end);
	if (!close)
		return refuse(in, end, "expected ']'");
	if (close + 1 != end)
		return refuse(in, skip_blanks(close + 1, end), "expected nothing behind ']'");
	if (name == close)
		return refuse(in, name, "expected the name of a section");
	in->section = arena_copy(in->arena, name, (size_t)(trim_end(name, close) - name));
	return OK;
}

/* "…" with \" and \\ inside. */
static enum err read_quoted(struct reader *in, const char *at, const char *end, const char **out)
{
	char *made = arena_alloc_raw(in->arena, (size_t)(end - at));
	const char *open = at++;
	size_t size = 0;
	for (; at < end && *at != '"'; at++) {
		if (*at == '\\') {
			at++;
			if (at == end || (*at != '"' && *at != '\\'))
				return refuse(in, at, "expected '\"' or '\\' behind '\\'");
		}
		made[size++] = *at;
	}
	if (at == end)
		return refuse(in, open, "the quotes are not closed");
	if (at + 1 != end)
		return refuse(in, skip_blanks(at + 1, end), "expected nothing behind the quotes");
	made[size] = '\0';
	*out = made;
	return OK;
}

static void add(struct reader *in, struct setting setting)
{
	if (in->made.count == in->room) {
		size_t room = in->room ? in->room * 2 : 16;
		struct setting *bigger = arena_array(in->arena, struct setting, room);
		if (in->made.count)
			memcpy(bigger, in->made.items, in->made.count * sizeof *bigger);
		in->made.items = bigger;
		in->room = room;
	}
	in->made.items[in->made.count++] = setting;
}

static enum err read_setting(struct reader *in, const char *at, const char *end)
{
	const char *equals = memchr(at, '=', (size_t)(end - at));
	struct setting made = { .section = in->section, .line = in->line };
	if (!equals)
		return refuse(in, end, "expected 'key = value'");
	if (equals == at)
		return refuse(in, at, "expected a key before '='");
	made.key = arena_copy(in->arena, at, (size_t)(trim_end(at, equals) - at));
	const char *value = skip_blanks(equals + 1, end);
	if (value < end && *value == '"')
		try(read_quoted(in, value, end, &made.value));
	else
		made.value = arena_copy(in->arena, value, (size_t)(end - value));
	add(in, made);
	return OK;
}

static enum err read_line(struct reader *in, const char *end)
{
	try(check_characters(in, end));
	const char *at = skip_blanks(in->start, end);
	end = trim_end(at, end);
	if (at == end || *at == '#' || *at == ';')
		return OK;
	return *at == '[' ? read_section(in, at, end) : read_setting(in, at, end);
}

enum err settings_parse(struct arena *arena, const char *name, const char *text, struct settings *out)
{
	struct reader in = { .arena = arena, .name = name, .section = "" };
	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)   /* some editors begin a file with this mark */
		text += 3;
	while (*text) {
		size_t size = strcspn(text, "\n");
		in.start = text;
		in.line++;
		try(read_line(&in, text + size));
		text += size + (text[size] == '\n');
	}
	*out = in.made;
	return OK;
}

const char *settings_get(const struct settings *settings, const char *section, const char *key)
{
	for (size_t i = settings->count; i-- > 0;)
		if (strcmp(settings->items[i].section, section) == 0 && strcmp(settings->items[i].key, key) == 0)
			return settings->items[i].value;
	return NULL;
}
