/* What any ncurses program must pay: a full page of rows, one of them marked, and nothing behind it. */
#include <curses.h>
#include <locale.h>

static const char *const words[] = { "lantern", "kettle ", "blanket", "bottle ", "teacup ", "stool  ", "mirror " };
static int first, marked;

static void draw_row(int row)
{
	if (row == marked)
		attron(A_REVERSE);
	mvprintw(row, 0, "%-8d%s %-*s%12d.%02d", first + row, words[(first + row) % 7], COLS - 33,
		words[(first + row) * 3 % 7], (first + row) * 7919 % 1000, row);
	attroff(A_REVERSE);
}

static void obey(int key)
{
	if (key == 'j')
		marked = (marked + 1) % LINES;
	if (key == 'g')
		first = marked = 0;
	if (key == 'f')
		first += LINES;
}

int main(void)
{
	int key = 0;

	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	curs_set(0);
	do {
		obey(key);
		for (int row = 0; row < LINES; row++)
			draw_row(row);
		refresh();
		key = getch();
	} while (key != 'q' && key != ERR);
	endwin();
	return 0;
}
