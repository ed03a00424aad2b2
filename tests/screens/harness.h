/* A terminal for tests: a program in a pty whose other end is a real emulator (libvterm) in this process. */
#ifndef SCREENS_HARNESS_H
#define SCREENS_HARNESS_H

#include <stdbool.h>
#include <stddef.h>

struct terminal;

enum {
	TERMINAL_DEADLINE = 10000,   /* ms that a mark may take to come */
	TERMINAL_QUIET = 30          /* ms without a byte: the program waits for input */
};

struct terminal *terminal_new(int columns, int rows);
/* Kills what still runs in it. */
void terminal_free(struct terminal *);

/* Run @argv with the environment @env in @folder, as leader of a session of its own; as nobody where root has taken the
 * right to write from that folder. False: it says why on stdout. */
bool terminal_start(struct terminal *, char *const argv[], char *const env[], const char *folder);

/* Input, as a terminal in the state the program has put this one into would send it. */
void terminal_send(struct terminal *, const char *bytes, size_t size);
/* Enter Esc Tab BTab Space BSpace Up Down Left Right Home End PageUp PageDown Insert Delete F1…F12, C-x, M-x (M-NAME),
 * or one character. False when there is no such key. */
bool terminal_key(struct terminal *, const char *name);
void terminal_paste(struct terminal *, const char *text);
/* Cells are counted from 1; @button 1 left, 4 wheel up, 5 wheel down. */
void terminal_press(struct terminal *, int button, int column, int row);
void terminal_resize(struct terminal *, int columns, int rows);
void terminal_signal(struct terminal *, int signal);
/* The line goes dead, as when an SSH connection breaks. */
void terminal_hang_up(struct terminal *);

/* Read what comes until nothing has come for @quiet ms. */
void terminal_settle(struct terminal *, int quiet);
/* Read until @holds says so and goes on saying so through a quiet time; false after @deadline ms. */
bool terminal_until(struct terminal *, bool (*holds)(struct terminal *, const void *), const void *argument, int deadline);

int terminal_rows(const struct terminal *);
int terminal_columns(const struct terminal *);
/* Row @row (from 0) as UTF-8, a wide character once, blanks as spaces to the right edge. Valid until the next call. */
const char *terminal_row(struct terminal *, int row);
bool terminal_shows(struct terminal *, const void *text);
/* Whether the cell (from 1) has "bold", "underline", "italic", "blink", "reverse", "fg=N", "bg=N", "colour"; a leading '-'
 * turns it round. -1: no such attribute. */
int terminal_cell_is(struct terminal *, int row, int column, const char *attribute);
bool terminal_is_colourless(struct terminal *);
void terminal_cursor(struct terminal *, int *row, int *column, bool *visible);

enum terminal_end { TERMINAL_RUNS, TERMINAL_STOPPED, TERMINAL_EXITED, TERMINAL_KILLED };
/* How it stands with the program now; @value is its exit status or signal. */
enum terminal_end terminal_state(struct terminal *, int *value);
/* What is not as it was before the program started (line settings, alternate screen, cursor, mouse), or NULL. */
const char *terminal_left_over(struct terminal *);

#endif
