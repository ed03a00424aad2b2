/* A settings file: what was read of it, written with quotes, is read the same; a refusal names a place of the file. */
#include "fuzz/fuzz.h"

#include "base/arena.h"
#include "base/settings.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_refusal(enum err err)
{
	size_t line, column;
	int end = 0;
	HOLDS(err == ERR_INPUT);
	HOLDS(sscanf(err_sentence(err), "file:%zu:%zu: %n", &line, &column, &end) == 2 && end && err_sentence(err)[end]);
	HOLDS(line && column);
}

static void check(const struct settings *settings)
{
	for (size_t i = 0; i < settings->count; i++) {
		const struct setting *s = &settings->items[i];
		HOLDS(*s->key && s->line && (!i || s->line > settings->items[i - 1].line));
		HOLDS(text_is_valid(s->key, strlen(s->key)) && !strpbrk(s->key, "\n\x1b\x7f"));
		HOLDS(text_is_valid(s->value, strlen(s->value)) && !strpbrk(s->value, "\n\x1b\x7f"));
		HOLDS(settings_get(settings, s->section, s->key));
	}
}

static void write_setting(struct buffer *to, const struct setting *s, const char *section)
{
	if (strcmp(section, s->section))
		buffer_printf(to, "[%s]\n", s->section);
	buffer_printf(to, "%s = \"", s->key);
	for (const char *c = s->value; *c; c++) {
		if (*c == '"' || *c == '\\')
			buffer_putc(to, '\\');
		buffer_putc(to, *c);
	}
	buffer_puts(to, "\"\n");
}

static void check_written(struct arena *arena, const struct settings *settings)
{
	struct buffer written = { 0 };
	struct settings again;
	const char *section = "";
	buffer_puts(&written, "# a byte order mark counts in the first line alone\n");
	for (size_t i = 0; i < settings->count; section = settings->items[i++].section)
		write_setting(&written, &settings->items[i], section);
	HOLDS(!settings_parse(arena, "again", written.bytes, &again));
	HOLDS(again.count == settings->count);
	for (size_t i = 0; i < again.count; i++) {
		HOLDS(!strcmp(again.items[i].section, settings->items[i].section));
		HOLDS(!strcmp(again.items[i].key, settings->items[i].key));
		HOLDS(!strcmp(again.items[i].value, settings->items[i].value));
	}
	buffer_release(&written);
}

void fuzz_settings(const uint8_t *bytes, size_t size)
{
	struct arena arena;
	struct settings settings;
	char *text = fuzz_string(bytes, size);
	arena_init(&arena);
	enum err err = settings_parse(&arena, "file", text, &settings);
	if (err) {
		check_refusal(err);
	} else {
		check(&settings);
		check_written(&arena, &settings);
	}
	arena_release(&arena);
	free(text);
}
