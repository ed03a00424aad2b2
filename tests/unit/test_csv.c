#include "unit/check.h"

#include "base/csv.h"
#include "base/arena.h"
#include "base/vec.h"

#include <stdio.h>
#include <string.h>

static void check_field(const char *expected, const char *text)
{
	struct buffer out = { 0 };
	struct csv_row row = { .to = &out };
	csv_field(&row, text);
	CHECK_STR(expected, out.size ? out.bytes : "");
	buffer_release(&out);
}

TEST(fields_are_quoted_where_they_must_be)
{
	check_field("plain words", "plain words");
	check_field("\"a,b\"", "a,b");
	check_field("\"say \"\"no\"\"\"", "say \"no\"");
	check_field("\"two\nlines\"", "two\nlines");
	check_field("", "");
}

TEST(a_first_row_is_not_taken_for_another_kind_of_file)
{
	check_field("\"a;b\"", "a;b");
	check_field("\"a\tb\"", "a\tb");
	check_field("\"\xef\xbb\xbf" "a\"", "\xef\xbb\xbf" "a");
}

TEST(what_a_spreadsheet_would_run_stays_text)
{
	check_field("'=1+1", "=1+1");
	check_field("'+49", "+49");
	check_field("'-x", "-x");
	check_field("'@home", "@home");
	check_field("\"'=A1,B1\"", "=A1,B1");
	check_field("'tis", "'tis");
	check_field("''=x", "'=x");
	check_field("a=b", "a=b");
}

TEST(rows)
{
	struct buffer out = { 0 };
	struct csv_row row = { .to = &out };
	csv_field(&row, "");
	csv_field(&row, "b");
	csv_end(&row);
	csv_field(&row, "c");
	csv_end(&row);
	CHECK_STR(",b\r\nc\r\n", out.bytes);
	buffer_release(&out);
}

TEST(a_row_of_one_empty_field_is_not_an_empty_line)
{
	struct buffer out = { 0 };
	struct csv_row row = { .to = &out };
	csv_field(&row, "");
	csv_end(&row);
	csv_field(&row, "");
	csv_field(&row, "");
	csv_end(&row);
	CHECK_STR("\"\"\r\n,\r\n", out.bytes);
	buffer_release(&out);
}

/* --- reading --- */

/* Records as "line: a|b" with "/" between them, or the error's sentence behind the file's name. */
static const char *read_all(const char *text, size_t size)
{
	static char out[512];
	const char *path = check_path("x.csv");
	struct arena arena;
	struct csv_reader *reader = NULL;
	struct csv_record record;
	bool more = true;
	FILE *file = fopen(path, "w");
	fwrite(text, 1, size, file);
	fclose(file);
	arena_init(&arena);
	out[0] = '\0';
	enum err err = csv_open(&reader, path);
	while (!err && !(err = csv_next(reader, &arena, &record, &more)) && more) {
		size_t at = strlen(out);
		at += (size_t)snprintf(out + at, sizeof out - at, "%s%zu: ", at ? "/" : "", record.line);
		for (size_t i = 0; i < record.count; i++)
			at += (size_t)snprintf(out + at, sizeof out - at, "%s%s", i ? "|" : "", record.fields[i]);
	}
	if (err)
		snprintf(out, sizeof out, "%s", strstr(err_sentence(err), ".csv") + 4);
	csv_close(reader);
	arena_release(&arena);
	return out;
}
#define CHECK_READ(expected, text) CHECK_STR(expected, read_all("" text, sizeof(text) - 1))

TEST(records_are_read)
{
	CHECK_READ("1: a|b/2: c|d", "a,b\nc,d\n");
	CHECK_READ("1: a|b/2: c|d", "a,b\r\nc,d");
	CHECK_READ("1: a|b/2: c|d", "a;b\rc;d\r");
	CHECK_READ("1: a|b,c|d", "a\tb,c\td\n");
	CHECK_READ("1: a|b", "\xef\xbb\xbf" "a,b\n");
	CHECK_READ("2: a|/4: |b", "\na,\n\n,b\n");
	CHECK_READ("3: a,b|c|d", "\n\r\na,b;c;d\n");
	CHECK_READ("1: a\nb|c,d|e", "\"a\nb\";c,d;e\n");
	CHECK_READ("1: say \"no\"|x\ny/3: c|d", "\"say \"\"no\"\"\",\"x\ny\"\nc,d\n");
	CHECK_READ("1: =1|'=1|'tis|''", "'=1,''=1,'tis,''\n");
	CHECK_READ("1: a\r\nb|\r|\r\r\n/6: c", "\"a\r\nb\",\"\r\",\"\r\r\n\"\r\nc\n");
	CHECK_READ("1: |", "\"\",\n");
	CHECK_READ("", "");
}

/* Longer than what is read at once, so that each sign stands at its edge once. */
TEST(records_may_be_cut_anywhere)
{
	struct buffer text = { 0 };
	struct arena arena;
	struct csv_reader *reader;
	struct csv_record record;
	bool more = true;
	size_t rows = 0, line = 1;
	buffer_puts(&text, "\xef\xbb\xbf");
	while (text.size < 200000)
		buffer_puts(&text, "ab;\"c\"\"d;\r\ne\";f\r\n");
	FILE *file = fopen(check_path("long.csv"), "w");
	fwrite(text.bytes, 1, text.size, file);
	fclose(file);
	arena_init(&arena);
	REQUIRE_OK(csv_open(&reader, check_path("long.csv")));
	while (!csv_next(reader, &arena, &record, &more) && more) {
		CHECK(record.count == 3 && record.line == line && !strcmp("c\"d;\r\ne", record.fields[1]) && !strcmp("f", record.fields[2]));
		line += 2;
		rows++;
		arena_reset(&arena);
	}
	CHECK_INT((int64_t)(text.size - 3) / 17, (int64_t)rows);
	int64_t done, of;
	csv_position(reader, &done, &of);
	CHECK_INT((int64_t)text.size, done);
	CHECK_INT((int64_t)text.size, of);
	csv_close(reader);
	arena_release(&arena);
	buffer_release(&text);
}

TEST(what_cannot_be_read_says_where)
{
	CHECK_READ(":2: a quote does not end", "a,b\n\"c,d\n");
	CHECK_READ(":1: text stands behind a quote's end", "\"a\"b,c\n");
	CHECK_READ(":2: it is not UTF-8", "a\n\xff\n");
	CHECK_READ(":2: a NUL stands in it, which no text has", "a\nb\0c\n");
	struct csv_reader *reader;
	CHECK_ERR(ERR_NOT_FOUND, csv_open(&reader, check_path("none.csv")));
	struct arena arena;
	struct csv_record record;
	bool more;
	arena_init(&arena);
	REQUIRE_OK(csv_open(&reader, "/"));
	CHECK_ERR(ERR_IO, csv_next(reader, &arena, &record, &more));
	csv_close(reader);
	arena_release(&arena);
}
