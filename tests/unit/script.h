/* A script of keys as an input: "a Down*3 Ctrl-P 'typed text' Enter". For tests of screens without a terminal. */
#ifndef UNIT_SCRIPT_H
#define UNIT_SCRIPT_H

#include "ui/event.h"
#include <stdbool.h>

/* @after is called before each event is handed out and at the end, when the frame of the one before has been drawn. */
struct script { const char *keys; int repeat; bool quoted; void (*after)(void *context, int step); void *context; int step; };

/* When the keys are used up it says EVENT_END. An unknown name is a bug. */
struct input script_input(struct script *);

#endif
