/* Keys, acts, help and groups in one table; footer, ? page, palette and mouse targets are drawn from it. */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include "ui/screen.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct canvas;

/* One row. What happens: @act, or (without one) @then, or (without both) the screen's event() gets the key; that is for
 * widgets that take their own keys, such as a list.
 * The footer shows the rows that have a @footer, in the order of the tables; neighbours with the same word share it
 * ("+ - amount"), so the first row is the most useful one, and Enter does what the footer names first. */
struct binding {
	uint32_t key;                                /* 0 ends the table */
	struct next (*act)(void *state, void *app);
	const char *help;                            /* what it does; the same words for a letter wherever it is bound */
	const char *group;                           /* heading on the ? page; NULL: "here" */
	const char *footer;                          /* one or two words; NULL: not in the footer */
	uint32_t also[6];                            /* further keys of the same act */
	bool (*when)(const void *state);             /* the row counts only while this holds; NULL: always */
	struct next then;
};
struct keymap { const struct binding *bindings; const struct keymap *parent; };

/* What @key does: the first row that has it and holds now, here or in a parent; NULL: nothing. */
const struct binding *keymap_find(const struct keymap *, uint32_t key, const void *state);

/* Visit every row that holds now and whose key does not mean something else further down, own rows first. */
struct keymap_walk { const struct keymap *from, *map; size_t row; const void *state; };
struct keymap_walk keymap_walk(const struct keymap *, const void *state);
const struct binding *keymap_walk_next(struct keymap_walk *);

/* "↑↓ j k", "Ctrl-P", "+". */
struct shown binding_keys(struct arena *, const struct binding *);
/* Draw the footer into row @row: keys in the accent, words plain, as many as fit, none cut; each can be clicked.
 * While @typing, rows that a text field would swallow are left out. */
void keymap_footer(const struct keymap *, const void *state, bool typing, struct canvas *, int row, struct arena *);

/* For tests: whether one letter or sign is bound with different help in two of these maps (then @out names it), or
 * twice in one table under the same condition. */
bool keymap_conflict(const struct keymap *const *maps, size_t count, uint32_t *out);

#endif
