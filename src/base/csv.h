/* CSV by RFC 4180: data, not screens. Written with CRLF; read with any line ends, a BOM or none, and `,` `;` or tab. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;
struct csv_reader;

/* A row under construction; {0} with .to begins one. A row of one empty field is written as "", for an empty line is none. */
struct csv_row { struct buffer *to; bool begun, blank; };

/* What a spreadsheet would run: = + - @, a tab or a carriage return first; also behind apostrophes, so that what was protected
 * once can be told from what was written so. */
bool csv_is_dangerous(const char *text);
/* One field, quoted where it must be. What is dangerous gets an apostrophe before it: it stays text, and whoever reads takes
 * that one away. */
void csv_field(struct csv_row *, const char *text);
void csv_end(struct csv_row *);

enum { CSV_FIELDS_MAX = 64, CSV_RECORD_MAX = 1 << 20 };
/* One record, its fields as text in the arena that was passed; @line is where it begins, from 1. */
struct csv_record { size_t line, count; const char *fields[CSV_FIELDS_MAX]; };

/* "-" is standard input, called "stdin" in errors. What is no regular file (a pipe) is read to its end first, into a temporary
 * file. Memory stays the same whatever the size. ERR_NOT_FOUND, ERR_IO, ERR_FULL, ERR_CANCELLED (a signal came meanwhile). */
enum err csv_open(struct csv_reader **out, const char *path);
void csv_close(struct csv_reader *);         /* NULL is fine */
const char *csv_name(const struct csv_reader *);
/* How many bytes were read, and how many there are; 0: that is not known. */
void csv_position(const struct csv_reader *, int64_t *done, int64_t *of);
/* The next record that is not empty; *more false at the end. The separator is the sign that the first line has most of,
 * outside of quotes. A line ends with LF, CRLF or CR; within quotes all bytes stay as they are. What csv_field() protected
 * comes back as it was. ERR_INPUT "file:line: why" (a quote that does not end, text behind one, a NUL, not UTF-8, too many or too
 * large fields), ERR_IO. */
enum err csv_next(struct csv_reader *, struct arena *, struct csv_record *out, bool *more);

#endif
