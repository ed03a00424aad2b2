/* The line to the terminal: raw mode, reading, writing, its size, and signals; knows nothing of what is drawn. */
#ifndef UI_TTY_H
#define UI_TTY_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

/* Whether standard input and output are both a terminal. */
bool tty_is_there(void);
/* Raw mode and all handlers (see ui/term.h). SIGWINCH, SIGTSTP and SIGCONT are blocked from now on but while waiting.
 * @restore is written, and the mode put back, by whatever ends the process; it may be set later. ERR_TERMINAL. */
enum err tty_open(void);
void tty_set_restore(const char *bytes, size_t size);   /* copied; at most 512 bytes */
/* Back to the mode before; does not write the restoring bytes. Handlers stay, so that a late signal still ends us. */
void tty_close(void);
/* Raw mode again (back from a stop that nobody announced). */
void tty_again(void);

void tty_size(int *rows, int *cols);                    /* as the terminal claims it, at least 1 × 1; not clamped */

enum tty_woke { TTY_TIMEOUT, TTY_INPUT, TTY_RESIZED, TTY_STOP, TTY_CONTINUED, TTY_END };
/* Wait at most @ms (-1: for ever). TTY_END: a hang-up or a signal asks to leave; from then on always that. */
enum tty_woke tty_wait(int ms);
/* What there is, at most @room bytes; 0: the terminal is gone, which is TTY_END from now on. */
size_t tty_read(unsigned char *bytes, size_t room);
/* Write all, waiting for a slow terminal; gives up when asked to leave, or the terminal is gone. */
void tty_write(const char *bytes, size_t size);
void tty_drop_typed(void);
/* Mode back, stop as Ctrl-Z does (the restoring bytes are the caller's business), and raw mode again afterwards. */
void tty_stop(void);

bool tty_is_ending(void);
int tty_end_signal(void);                               /* 0: the input ended */

#endif
