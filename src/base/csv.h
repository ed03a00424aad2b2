/* Write CSV by RFC 4180: data, not screens. Raw text in, lines end with CRLF. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>

struct buffer;

/* A row under construction; {0} with .to begins one. */
struct csv_row { struct buffer *to; bool begun; };

/* One field, quoted where it must be. What a spreadsheet would run (= + - @, a tab or a carriage return first), and what
 * begins with an apostrophe, gets an apostrophe before it: it stays text, and whoever reads takes one apostrophe away. */
void csv_field(struct csv_row *, const char *text);
void csv_end(struct csv_row *);

#endif
