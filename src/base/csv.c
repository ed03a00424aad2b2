#include "base/csv.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void csv_field(struct csv_row *row, const char *text)
{
	struct buffer *to = row->to;
	bool quoted = text[strcspn(text, ",\"\r\n")] != '\0';
	if (row->begun)
		buffer_putc(to, ',');
	row->begun = true;
	if (quoted)
		buffer_putc(to, '"');
	if (*text && strchr("=+-@\t\r'", *text))
		buffer_putc(to, '\'');
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			buffer_putc(to, '"');
		buffer_putc(to, *c);
	}
	if (quoted)
		buffer_putc(to, '"');
}

void csv_end(struct csv_row *row)
{
	buffer_puts(row->to, "\r\n");
	row->begun = false;
}

/* --- reading --- */

struct csv_reader {
	FILE *file;
	char *name;
	size_t line;
	int separator;                       /* 0: not known yet */
	struct buffer text;                  /* the record's fields, each with a NUL behind it */
	size_t starts[CSV_FIELDS_MAX], count;
};

enum err csv_open(struct csv_reader **out, const char *path)
{
	FILE *file = fopen(path, "re");
	*out = NULL;
	if (!file)
		return fail(errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot read '%s': %s", path, strerror(errno));
	struct csv_reader *r = memory_new(sizeof *r);
	r->file = file;
	r->name = memory_string(path);
	r->line = 1;
	*out = r;
	return OK;
}

void csv_close(struct csv_reader *r)
{
	if (!r)
		return;
	fclose(r->file);
	buffer_release(&r->text);
	vec_free(r->name);
	vec_free(r);
}

static enum err bad(const struct csv_reader *r, const char *why)
{
	return fail(ERR_INPUT, "%s:%zu: %s", r->name, r->line, why);
}

static int next_char(struct csv_reader *r)
{
	int c = getc(r->file);
	if (c == '\r') {
		int next = getc(r->file);
		if (next != '\n' && next != EOF)
			ungetc(next, r->file);
		c = '\n';
	}
	return c;
}

/* Look at the first line without taking it: its most frequent separator. Also skips a BOM. */
static void find_separator(struct csv_reader *r)
{
	static const char signs[] = ",;\t";
	size_t counts[3] = { 0 }, best = 0;
	char start[4096];
	bool quoted = false;
	size_t size = fread(start, 1, sizeof start, r->file), skip = size >= 3 && !memcmp(start, "\xef\xbb\xbf", 3) ? 3 : 0;
	for (size_t i = skip; i < size && (quoted || (start[i] != '\n' && start[i] != '\r')); i++) {
		const char *sign = strchr(signs, start[i]);
		quoted ^= start[i] == '"';
		if (!quoted && sign && *sign)
			counts[sign - signs]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	r->separator = signs[best];
	fseek(r->file, (long)skip, SEEK_SET);
}

static enum err keep_char(struct csv_reader *r, int c)
{
	if (!c)
		return bad(r, "a NUL stands in it, which no text has");
	if (r->text.size == CSV_RECORD_MAX)
		return bad(r, "a record is larger than 1 MiB, is a quote missing?");
	buffer_putc(&r->text, (char)c);
	return OK;
}

/* Behind the opening quote; *end is what stands behind the closing one. */
static enum err read_quoted(struct csv_reader *r, size_t *lines, int *end)
{
	for (;;) {
		int c = next_char(r);
		if (c == EOF)
			return bad(r, "a quote does not end");
		if (c == '"' && (*end = next_char(r)) != '"')
			return *end == r->separator || *end == '\n' || *end == EOF ? OK : bad(r, "text stands behind a quote's end");
		*lines += c == '\n';
		try(keep_char(r, c));
	}
}

static enum err read_field(struct csv_reader *r, int c, size_t *lines, int *end)
{
	if (r->count == CSV_FIELDS_MAX)
		return bad(r, "a record has more than 64 fields");
	r->starts[r->count++] = r->text.size;
	if (c == '"') {
		try(read_quoted(r, lines, end));
	} else {
		for (; c != r->separator && c != '\n' && c != EOF; c = next_char(r))
			try(keep_char(r, c));
		*end = c;
	}
	buffer_add(&r->text, "", 1);
	return OK;
}

static enum err read_record(struct csv_reader *r, int c, size_t *lines)
{
	int end = EOF;
	r->count = 0;
	buffer_clear(&r->text);
	for (;; c = next_char(r)) {
		try(read_field(r, c, lines, &end));
		if (end == r->separator)
			continue;
		*lines += end == '\n';
		return ferror(r->file) ? fail(ERR_IO, "cannot read '%s'", r->name) : OK;
	}
}

enum err csv_next(struct csv_reader *r, struct arena *arena, struct csv_record *out, bool *more)
{
	size_t lines = 0;
	int c;
	if (!r->separator)
		find_separator(r);
	while ((c = next_char(r)) == '\n')
		r->line++;
	*more = c != EOF;
	if (!*more)
		return ferror(r->file) ? fail(ERR_IO, "cannot read '%s'", r->name) : OK;
	try(read_record(r, c, &lines));
	if (!text_is_valid(r->text.bytes, r->text.size))
		return bad(r, "it is not UTF-8");
	const char *bytes = arena_copy(arena, r->text.bytes, r->text.size);
	*out = (struct csv_record){ .line = r->line, .count = r->count };
	for (size_t i = 0; i < r->count; i++)
		out->fields[i] = bytes + r->starts[i] + (bytes[r->starts[i]] == '\'');
	r->line += lines;
	return OK;
}
