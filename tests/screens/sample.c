/* A small ncurses program for the harness to prove itself on: it shows what it is told, and can leave in good and bad ways. */
#include <curses.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void show(const char *last)
{
	erase();
	mvprintw(0, 0, "sample %dx%d", COLS, LINES);
	attron(A_REVERSE);
	mvaddstr(1, 0, "chosen");
	attroff(A_REVERSE);
	attron(A_BOLD);
	mvaddstr(2, 0, "heavy");
	attroff(A_BOLD);
	mvaddstr(3, 0, "wide 和紙 e\xCC\x81 end");
	mvprintw(4, 0, "last: %s", last);
	mvprintw(LINES - 1, 0, "ready%*s3 SQL %d.%d ms", COLS - 18, "", (int)(getpid() % 9), (int)(getpid() % 10));
	move(4, 6);
	refresh();
}

/* What an escape sequence that keypad() does not know was: the paste of a bracketed paste, or its bytes. */
static void read_escape(char *into, size_t size)
{
	size_t length = 0;
	timeout(100);
	for (int c; length + 1 < size && (c = getch()) != ERR;)
		into[length++] = c == 27 ? '^' : (char)c;
	timeout(-1);
	into[length] = '\0';
}

static void leave_raw(void)
{
	_exit(0);
}

static void obey(int key)
{
	if (key == 'x')
		leave_raw();
	if (key == 'w') {
		FILE *file = fopen("note", "w");
		fputs("written\n", file);
		fclose(file);
	}
	if (key == 'i')
		for (signal(SIGHUP, SIG_IGN);;)
			pause();
	if (key == 'a')
		abort();
	if (key == 'c' && has_colors())
		mvchgat(1, 0, 6, A_NORMAL, 1, NULL);
}

static void describe(int key, char *last, size_t size)
{
	MEVENT mouse;
	if (key == 27)
		read_escape(last, size);
	else if (key == KEY_MOUSE && getmouse(&mouse) == OK)
		snprintf(last, size, "mouse %lx at %d %d", (unsigned long)mouse.bstate, mouse.x + 1, mouse.y + 1);
	else
		snprintf(last, size, "%s", keyname(key) ? keyname(key) : "?");
}

int main(int argc, char **argv)
{
	char last[64] = "none";
	setlocale(LC_ALL, "");
	if (argc > 1 && !strcmp(argv[argc - 1], "fail"))
		return puts("asked to fail"), 1;
	if (argc > 1)
		snprintf(last, sizeof last, "%s", argv[argc - 1]);
	set_escdelay(25);
	initscr();
	if (has_colors())
		start_color(), use_default_colors(), init_pair(1, COLOR_RED, -1);
	raw();
	noecho();
	keypad(stdscr, TRUE);
	mouseinterval(0);
	mousemask(ALL_MOUSE_EVENTS, NULL);
	fputs("\033[?1006h\033[?2004h", stdout);
	fflush(stdout);
	show(last);
	for (int key; (key = getch()) != 'q' && key != ERR;) {
		if (key == 26) {
			def_prog_mode(), endwin(), kill(0, SIGTSTP), reset_prog_mode();
		} else if (key != KEY_RESIZE) {
			describe(key, last, sizeof last);
			if (key != 'c')
				show(last);
			obey(key);
			refresh();
			continue;
		}
		show(last);
	}
	endwin();
	return 3;
}
