/* Assets are read line by line in one pass; errors say the line, so that whoever edits an asset finds it. */
#include "base/record.h"

#include "base/arena.h"
#include "base/text.h"
#include <string.h>

void record_open(struct record_reader *reader, const char *name, const char *bytes, size_t size)
{
	*reader = (struct record_reader){ .name = name, .at = bytes, .end = bytes + size };
}

static enum err refuse(const struct record_reader *reader, const char *why)
{
	return fail(ERR_INPUT, "%s:%zu: %s", reader->name, reader->line, why);
}

/* The next line without its end and the blanks around it. False at the end of the file. */
static bool next_line(struct record_reader *reader, const char **line, size_t *size)
{
	if (reader->at == reader->end)
		return false;
	const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
	const char *stop = newline ? newline : reader->end;
	*line = reader->at;
	reader->at = newline ? newline + 1 : reader->end;
	reader->line++;
	while (stop > *line && strchr(" \t\r", stop[-1]) && stop[-1])
		stop--;
	while (*line < stop && (**line == ' ' || **line == '\t'))
		++*line;
	*size = (size_t)(stop - *line);
	return true;
}

static enum err add_field(struct record_reader *reader, struct arena *arena, struct record *to, const char *line,
	size_t size)
{
	const char *colon = memchr(line, ':', size);
	if (!text_is_valid(line, size) || memchr(line, '\0', size))
		return refuse(reader, "the line is not valid UTF-8");
	if (!colon || colon == line)
		return refuse(reader, "expected 'key: value'");
	if (to->count == RECORD_FIELDS_MAX)
		return refuse(reader, "the record has too many fields");
	const char *key = arena_copy(arena, line, (size_t)(colon - line));
	if (key[strcspn(key, " \t")])
		return refuse(reader, "a key has no blanks");
	if (record_get(to, key))
		return refuse(reader, "the key stands twice in the record");
	const char *value = arena_copy(arena, colon + 1, size - (size_t)(colon + 1 - line));
	to->fields[to->count].key = key;
	to->fields[to->count++].value = value + strspn(value, " \t");
	return OK;
}

enum err record_next(struct record_reader *reader, struct arena *arena, struct record *out, bool *more)
{
	const char *line;
	size_t size;
	*out = (struct record){ 0 };
	while (next_line(reader, &line, &size)) {
		if (size == 0 && out->count > 0)
			break;
		if (size == 0 || *line == '#')
			continue;
		try(add_field(reader, arena, out, line, size));
		if (out->count == 1)
			out->line = reader->line;
	}
	*more = out->count > 0;
	return OK;
}

const char *record_get(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->count; i++)
		if (strcmp(record->fields[i].key, key) == 0)
			return record->fields[i].value;
	return NULL;
}
