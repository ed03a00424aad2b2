/* Whole screens against the framed lines of the case. */
#include "screens/steps.h"

#include <stdlib.h>
#include <string.h>

static size_t cells_of(const char *text, size_t size)
{
	size_t cells = 0;
	for (size_t i = 0; i < size; i++)
		cells += ((unsigned char)text[i] & 0xC0) != 0x80;
	return cells;
}

/* The start of the longest run of spaces in @row before @end, its length in @size. */
static char *widest_gap(char *row, const char *end, size_t *size)
{
	char *widest = row;
	*size = 0;
	for (char *p = row; p < end;) {
		size_t run = strspn(p, " ");
		if (run > *size) {
			widest = p;
			*size = run;
		}
		p += run ? run : 1;
	}
	return widest;
}

/* "3 SQL 12.4 ms" to "3 SQL 0.0 ms", the row as wide as before: times differ from run to run. @row has room to grow. */
static void steady(char *row)
{
	char *time = strstr(row, "SQL ");
	if (!time || !strspn(time += 4, "0123456789"))
		return;
	size_t size = strspn(time, "0123456789.,"), gap;
	size += strspn(time + size, " ");
	size += strcspn(time + size, " │|");
	size_t cells = cells_of(time, size);
	memmove(time + 6, time + size, strlen(time + size) + 1);
	memcpy(time, "0.0 ms", 6);
	char *widest = widest_gap(row, time, &gap);
	if (cells > 6)
		memmove(widest + cells - 6, widest, strlen(widest) + 1), memset(widest, ' ', cells - 6);
	else if (gap > 6 - cells)
		memmove(widest, widest + 6 - cells, strlen(widest + 6 - cells) + 1);
}

/* "  12.4 ms" to "   0.0 ms": times that stand in columns. */
static void steady_columns(char *row)
{
	for (char *unit = strstr(row, " ms"); unit; unit = strstr(unit + 1, " ms")) {
		char *from = unit;
		while (from > row && strchr("0123456789.", from[-1]))
			from--;
		if (unit - from < 3 || from == row || from[-1] != ' ')
			continue;
		memset(from, ' ', (size_t)(unit - from));
		memcpy(unit - 3, "0.0", 3);
	}
}

/* Row @row of the screen as the case files write it; the caller frees it. */
static char *framed_row(struct terminal *terminal, int row)
{
	const char *shown = terminal_row(terminal, row);
	char *line = must(calloc(1, strlen(shown) + 64));
	strcat(strcpy(line, "|"), shown);
	steady(line);
	steady_columns(line);
	return strcat(line, "|");
}

static const char *expected_row(const struct script *script, int row)
{
	size_t line = script->at + 1 + (size_t)row;
	return line < script->count && script->lines[line][0] == '|' ? script->lines[line] : NULL;
}

static bool rows_match(struct script *script, bool tell)
{
	bool all = true;
	int rows = terminal_rows(script->terminal);
	for (int row = 0; row < rows; row++) {
		const char *expected = expected_row(script, row);
		char *actual = framed_row(script->terminal, row);
		bool same = expected && !strcmp(expected, actual);
		if (!same && tell)
			printf("#   row %2d, expected %s\n#             shown %s\n", row + 1, expected ? expected : "nothing", actual);
		free(actual);
		all = all && same;
	}
	return all && !expected_row(script, rows);
}

static bool screen_matches(struct terminal *terminal, const void *argument)
{
	(void)terminal;
	union { const void *in; struct script *out; } script = { argument };
	return rows_match(script.out, false);
}

static void keep_screen(struct script *script)
{
	size_t size = 1;
	char *frame = must(strdup(""));
	terminal_settle(script->terminal, UPDATE_QUIET);
	for (int row = 0; row < terminal_rows(script->terminal); row++) {
		char *line = framed_row(script->terminal, row);
		frame = must(realloc(frame, size + strlen(line) + 1));
		size += (size_t)sprintf(frame + size - 1, "%s\n", line);
		free(line);
	}
	script->seen[script->at] = frame;
}

bool step_screen(struct script *script, const char *rest)
{
	(void)rest;
	if (script->update) {
		keep_screen(script);
		return true;
	}
	if (terminal_until(script->terminal, screen_matches, script, script->deadline))
		return true;
	because(script, "the screen is another:");
	rows_match(script, true);
	if (expected_row(script, terminal_rows(script->terminal)))
		printf("#   more lines are expected than the screen has\n");
	return false;
}
