/* The terminal: curses behind it, bytes to events, signals, and all put back whatever happens. One a process. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "base/err.h"
#include "ui/event.h"
#include "ui/theme.h"
#include <stdbool.h>
#include <stddef.h>

struct grid;
struct terminal;

enum { TERM_ROWS_MAX = 500, TERM_COLS_MAX = 1000 };

/* Take the terminal on standard input and output. After setlocale() and text_use_utf8(). Catches SIGWINCH (blocked
 * but while waiting), SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, and SIGSEGV, SIGABRT, SIGBUS, SIGFPE, which put the
 * terminal back and die by the same signal. ERR_TERMINAL, with the terminal untouched: no terminal, unknown TERM (not
 * echoed), or one that cannot place the cursor or clear its screen. */
enum err term_open(struct terminal **out, enum theme_wish);
/* Put everything back. NULL is fine. Handlers stay until then. */
void term_close(struct terminal *);

/* The size in cells, clamped to 500 × 1000. */
void term_size(const struct terminal *, int *rows, int *cols);
/* Show the grid: only what differs from the last one goes out, in one write, within a synchronized update where the
 * terminal knows that. Returns the bytes written. */
size_t term_show(struct terminal *, const struct grid *);
/* Next term_show() paints all cells anew. */
void term_redraw(struct terminal *);
/* Keyboard and mouse as an input: see ui/event.h. SIGTERM, SIGINT, SIGHUP, end of file and hang-up are EVENT_END. */
struct input term_input(struct terminal *);
/* Stop (Ctrl-Z) as a shell expects; returns after SIGCONT, with everything to be redrawn. */
void term_suspend(struct terminal *);
/* Listen to the mouse or leave it to the terminal (so that text can be selected). */
void term_mouse(struct terminal *, bool on);
bool term_has_mouse(const struct terminal *);                  /* whether it listens now */
/* A signal or hang-up asks to leave (for long work that does not wait for input). */
bool term_is_ending(const struct terminal *);
/* "ncurses 6.4.20221231", for --version. */
const char *term_library(void);

#endif
