/* What a terminal is made of; for harness.c, which runs it, and look.c, which reads its screen. */
#ifndef SCREENS_TERMINAL_H
#define SCREENS_TERMINAL_H

#include "screens/harness.h"
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

struct terminal {
	VTerm *vterm;
	VTermScreen *screen;
	int master, slave;
	int reports;   /* from the leader; -1: none */
	pid_t leader, child;
	enum terminal_end end;
	int end_value;
	struct termios before;
	bool alternate, cursor_visible;
	int mouse;
	char *row;
};

#endif
