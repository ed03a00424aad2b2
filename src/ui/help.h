/* The ? page and the palette: every key in use, searchable as one types, drawn from the keymaps. */
#ifndef UI_HELP_H
#define UI_HELP_H

#include "ui/screen.h"

struct keymap;
struct tab;

/* The screen these are asked from, and the tabs there are. Given by the loop (NEXT_HELP, NEXT_PALETTE). */
struct help_of {
	const char *name;
	const struct keymap *keys;
	const void *state;
	const struct tab *tabs;
	unsigned tab_count;
};

/* All bindings by group; typing filters; Enter leaves and presses the key. */
extern const struct screen_ops help_screen;
/* Every act by what it does, with its key; typing filters; Enter does it. */
extern const struct screen_ops palette_screen;

#endif
