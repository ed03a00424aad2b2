/* What the reader made of a file, written again and read again, is the same; lines are counted as they are. */
#include "fuzz/fuzz.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef VEC(struct csv_record) record_list;

/* A file that holds these bytes. */
static const char *file_of(const char *bytes, size_t size)
{
	static char path[32];
	static FILE *file;
	if (!file) {
		file = tmpfile();
		HOLDS(file);
		snprintf(path, sizeof path, "/dev/fd/%d", fileno(file));
	}
	HOLDS(!ftruncate(fileno(file), 0) && pwrite(fileno(file), bytes, size, 0) == (ssize_t)size);
	HOLDS(!fseek(file, 0, SEEK_SET));
	return path;
}

static size_t lines_in(const char *bytes, size_t size)
{
	size_t lines = 1;
	for (size_t i = 0; i < size; i++)
		lines += bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == size || bytes[i + 1] != '\n'));
	return lines;
}

/* A refusal names the line, which is one behind what was read before, and one of the file's. */
static void check_refusal(enum err err, const char *path, const record_list *read, size_t lines)
{
	const char *told = err_sentence(err), *number = told + strlen(path) + 1;
	char *end;
	HOLDS(err == ERR_INPUT);
	HOLDS(!strncmp(told, path, strlen(path)) && number[-1] == ':');
	unsigned long line = strtoul(number, &end, 10);
	HOLDS(end > number && !strncmp(end, ": ", 2) && end[2]);
	HOLDS(line > (read->count ? read->items[read->count - 1].line : 0) && line <= lines);
}

static void check_record(const struct csv_record *record, const record_list *before, size_t lines)
{
	HOLDS(record->count > 0 && record->count <= CSV_FIELDS_MAX);
	HOLDS(record->line > (before->count ? before->items[before->count - 1].line : 0) && record->line <= lines);
	for (size_t i = 0; i < record->count; i++)
		HOLDS(text_is_valid(record->fields[i], strlen(record->fields[i])));
}

static enum err read_all(struct arena *arena, const char *bytes, size_t size, record_list *out)
{
	const char *path = file_of(bytes, size);
	size_t lines = lines_in(bytes, size);
	struct csv_reader *reader;
	struct csv_record record;
	bool more = true;
	enum err err = csv_open(&reader, path);
	HOLDS(!err);
	while (!(err = csv_next(reader, arena, &record, &more)) && more) {
		check_record(&record, out, lines);
		vec_push(out, record);
	}
	if (err)
		check_refusal(err, path, out, lines);
	csv_close(reader);
	return err;
}

static void write_all(struct buffer *to, const record_list *records)
{
	struct csv_row row = { .to = to };
	for (size_t i = 0; i < records->count; i++) {
		for (size_t k = 0; k < records->items[i].count; k++)
			csv_field(&row, records->items[i].fields[k]);
		csv_end(&row);
	}
	buffer_add(to, "", 0);
}

static void check_same(const record_list *a, const record_list *b)
{
	HOLDS(a->count == b->count);
	for (size_t i = 0; i < a->count; i++) {
		HOLDS(a->items[i].count == b->items[i].count);
		for (size_t k = 0; k < a->items[i].count; k++)
			HOLDS(!strcmp(a->items[i].fields[k], b->items[i].fields[k]));
	}
}

void fuzz_csv(const uint8_t *bytes, size_t size)
{
	struct arena arena;
	record_list first = { 0 }, again = { 0 };
	struct buffer written = { 0 }, rewritten = { 0 };
	arena_init(&arena);
	read_all(&arena, (const char *)bytes, size, &first);
	write_all(&written, &first);
	HOLDS(!read_all(&arena, written.bytes, written.size, &again));
	check_same(&first, &again);
	write_all(&rewritten, &again);
	HOLDS(written.size == rewritten.size && !memcmp(written.bytes, rewritten.bytes, written.size));
	buffer_release(&written);
	buffer_release(&rewritten);
	vec_release(&first);
	vec_release(&again);
	arena_release(&arena);
}
