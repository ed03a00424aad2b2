/* Steps that send something to the program. */
#include "screens/steps.h"

#include <stdlib.h>
#include <string.h>

bool step_type(struct script *script, const char *rest)
{
	char *text = text_of(rest);
	terminal_send(script->terminal, text, strlen(text));
	free(text);
	return true;
}

bool step_key(struct script *script, const char *rest)
{
	struct words words = split(rest);
	bool held = words.count > 0;
	for (size_t i = 0; held && i < words.count; i++) {
		char *star = strlen(words.at[i]) > 2 ? strrchr(words.at[i], '*') : NULL;
		int count = star ? atoi(star + 1) : 1;
		if (star)
			*star = '\0';
		while (held && count-- > 0)
			if (!terminal_key(script->terminal, words.at[i]))
				held = because(script, "no key is called '%s'", words.at[i]);
	}
	free(words.text);
	return held;
}

bool step_paste(struct script *script, const char *rest)
{
	char *text = text_of(rest);
	terminal_paste(script->terminal, text);
	free(text);
	return true;
}

static char unescape(const char **at)
{
	static const char names[] = "e\033r\rn\nt\t\\\\0\0";
	const char *name = *at;
	if (*name == 'x') {
		unsigned value = 0;
		int used = 0;
		sscanf(name + 1, "%2x%n", &value, &used);
		*at += 1 + used;
		return (char)value;
	}
	++*at;
	for (size_t i = 0; i + 1 < sizeof names; i += 2)
		if (names[i] == *name)
			return names[i + 1];
	return *name;
}

static char *unescaped(const char *text, size_t *size)
{
	char *bytes = must(malloc(strlen(text) + 1));
	*size = 0;
	while (*text)
		if (*text == '\\' && text[1]) {
			text++;
			bytes[(*size)++] = unescape(&text);
		} else {
			bytes[(*size)++] = *text++;
		}
	return bytes;
}

bool step_raw(struct script *script, const char *rest)
{
	size_t size;
	char *bytes = unescaped(rest, &size);
	terminal_send(script->terminal, bytes, size);
	free(bytes);
	return true;
}

bool step_write(struct script *script, const char *rest)
{
	char path[PATH_MAX + 300];
	size_t name = strcspn(rest, " "), size;
	snprintf(path, sizeof path, "%s/%.*s", script->home, name < 256 ? (int)name : 255, rest);
	char *bytes = unescaped(rest[name] ? rest + name + 1 : "", &size);
	FILE *file = fopen(path, "w");
	bool written = file && fwrite(bytes, 1, size, file) == size;
	written = file && !fclose(file) && written;
	free(bytes);
	return written || because(script, "cannot write %s", path);
}

bool step_click(struct script *script, const char *rest)
{
	int column, row;
	if (sscanf(rest, "%d %d", &column, &row) != 2)
		return because(script, "click takes COLUMN ROW");
	terminal_press(script->terminal, 1, column, row);
	return true;
}

bool step_wheel(struct script *script, const char *rest)
{
	char way[8];
	int column, row, count = 1;
	if (sscanf(rest, "%7s %d %d %d", way, &column, &row, &count) < 3)
		return because(script, "wheel takes up|down COLUMN ROW [COUNT]");
	while (count-- > 0)
		terminal_press(script->terminal, strcmp(way, "up") ? 5 : 4, column, row);
	return true;
}

bool step_resize(struct script *script, const char *rest)
{
	if (!parse_size(script, rest))
		return false;
	terminal_resize(script->terminal, script->columns, script->rows);
	return true;
}

bool step_signal(struct script *script, const char *rest)
{
	if (!signal_number(rest))
		return because(script, "no signal is called '%s'", rest);
	terminal_signal(script->terminal, signal_number(rest));
	return true;
}
