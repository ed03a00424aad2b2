#include "base/csv.h"

#include "base/vec.h"

#include <string.h>

bool csv_is_dangerous(const char *text)
{
	text += strspn(text, "'");
	return *text && strchr("=+-@\t\r", *text);
}

/* Other separators, and what begins like a file, are quoted too: a first row must not be taken for another kind of file. */
void csv_field(struct csv_row *row, const char *text)
{
	struct buffer *to = row->to;
	bool quoted = text[strcspn(text, ",;\t\"\r\n")] != '\0' || !strncmp(text, "\xef\xbb\xbf", 3);
	if (row->begun)
		buffer_putc(to, ',');
	row->blank = !row->begun && !*text;
	row->begun = true;
	if (quoted)
		buffer_putc(to, '"');
	if (csv_is_dangerous(text))
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
	buffer_puts(row->to, row->blank ? "\"\"\r\n" : "\r\n");
	row->begun = row->blank = false;
}
