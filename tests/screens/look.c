/* What is on the screen of a terminal, as text and by cells. */
#include "screens/harness.h"

#include "screens/terminal.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int terminal_rows(const struct terminal *terminal)
{
	int rows, columns;
	vterm_get_size(terminal->vterm, &rows, &columns);
	return rows;
}

int terminal_columns(const struct terminal *terminal)
{
	int rows, columns;
	vterm_get_size(terminal->vterm, &rows, &columns);
	return columns;
}

static char *put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	int tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = { 0, 0xC0, 0xE0, 0xF0 };
	*to++ = (char)(lead[tail] | c >> 6 * tail);
	while (tail--)
		*to++ = (char)(0x80 | (c >> 6 * tail & 0x3F));
	return to;
}

static VTermScreenCell cell_at(const struct terminal *terminal, int row, int column)
{
	VTermScreenCell cell;
	memset(&cell, 0, sizeof cell);
	vterm_screen_get_cell(terminal->screen, (VTermPos){ row, column }, &cell);
	return cell;
}

const char *terminal_row(struct terminal *terminal, int row)
{
	char *to = terminal->row;
	int columns = terminal_columns(terminal);
	for (int column = 0; column < columns; column++) {
		VTermScreenCell cell = cell_at(terminal, row, column);
		if (cell.chars[0] == UINT32_MAX)
			continue;
		if (!cell.chars[0])
			*to++ = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			to = put_utf8(to, cell.chars[i]);
	}
	*to = '\0';
	return terminal->row;
}

bool terminal_shows(struct terminal *terminal, const void *text)
{
	for (int row = 0; row < terminal_rows(terminal); row++)
		if (strstr(terminal_row(terminal, row), text))
			return true;
	return false;
}

static bool is_coloured(const VTermScreenCell *cell)
{
	return !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
}

static bool is_index(const VTermColor *colour, bool is_default, int index)
{
	return !is_default && VTERM_COLOR_IS_INDEXED(colour) && colour->indexed.idx == index;
}

int terminal_cell_is(struct terminal *terminal, int row, int column, const char *attribute)
{
	bool wanted = *attribute != '-';
	VTermScreenCell cell = cell_at(terminal, row - 1, column - 1);
	const struct {
		const char *name;
		bool on;
	} table[] = {
		{ "bold", cell.attrs.bold },
		{ "underline", cell.attrs.underline },
		{ "italic", cell.attrs.italic },
		{ "blink", cell.attrs.blink },
		{ "reverse", cell.attrs.reverse },
		{ "colour", is_coloured(&cell) },
	};
	attribute += !wanted;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (!strcmp(attribute, table[i].name))
			return table[i].on == wanted;
	if (!strncmp(attribute, "fg=", 3))
		return is_index(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg), atoi(attribute + 3)) == wanted;
	if (!strncmp(attribute, "bg=", 3))
		return is_index(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg), atoi(attribute + 3)) == wanted;
	return -1;
}

bool terminal_is_colourless(struct terminal *terminal)
{
	for (int row = 0; row < terminal_rows(terminal); row++)
		for (int column = 0; column < terminal_columns(terminal); column++) {
			VTermScreenCell cell = cell_at(terminal, row, column);
			if (is_coloured(&cell))
				return false;
		}
	return true;
}

void terminal_cursor(struct terminal *terminal, int *row, int *column, bool *visible)
{
	VTermPos at;
	vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &at);
	*row = at.row + 1;
	*column = at.col + 1;
	*visible = terminal->cursor_visible;
}
