/* Screen tests as text: a case is a file of steps that drives a program in a terminal and says what must be seen. */
#ifndef SCREENS_SCRIPT_H
#define SCREENS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

/* One step a line, `#` starts a comment line. A text goes to the end of the line; "quotes" around it keep outer blanks.
 *
 * before the start   size COLUMNSxROWS    default 80x24
 *                    term NAME            default xterm-256color
 *                    locale NAME          default C.UTF-8
 *                    env NAME=VALUE
 *                    now TIME             adds --now TIME to all commands
 *                    deadline MS          how long a check may take to come true; default 10000
 * at any time        souk ARG…            run a command, which must succeed; in a fresh HOME, which is the current folder
 *                    sql FILE STATEMENT   another program writes to that file, or makes it
 *                    write PATH BYTES     a file there holds these bytes (with escapes as in raw)
 *                    read-only            nothing in that folder can be written from here on, not even by root
 *                    start ARG…           start the program in the terminal (again)
 * input              type TEXT · key NAME[*COUNT]… · paste TEXT · raw BYTES (with \e \r \n \t \\ \xHH)
 *                    click COLUMN ROW · wheel up|down COLUMN ROW [COUNT] · resize COLUMNSxROWS · signal NAME
 * checks, one test   wait TEXT            the text comes, and the program waits for input
 *                    gone TEXT            the text goes
 *                    screen               the whole screen is as in the |framed| lines that follow, one a row; a wide
 *                                         character takes one; the time after "SQL" counts as "0.0 ms", and so do
 *                                         times in columns
 *                    attr ROW COLUMN NAME…  bold underline italic blink reverse colour fg=N bg=N; -NAME: not so
 *                    cursor ROW COLUMN · cursor hidden · colourless
 *                    exit STATUS · killed SIGNAL · stopped
 *                    hangup MS            the line goes dead; the program has ended MS later
 *                    tty-restored         line settings, screen, cursor and mouse are as before the start
 *                    file PATH has TEXT · file PATH lacks TEXT · file PATH missing
 * Where a check fails that others build on (wait, gone, exit, …), the rest of the case fails with it. */

struct script;

/* NULL: it cannot be read, and that was said. */
struct script *script_open(const char *path);
void script_close(struct script *);
int script_checks(const struct script *);

/* Run it with the program at @program, counting the tests on from @number; @update: keep the screens seen as the expected
 * ones, in the file. Returns whether all held. */
bool script_run(struct script *, const char *program, bool update, int *number);

#endif
