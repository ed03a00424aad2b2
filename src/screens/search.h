/* The line in which Shop and Sell search as one types, and its keys while one does. */
#ifndef SCREENS_SEARCH_H
#define SCREENS_SEARCH_H

#include "base/text.h"
#include <stdbool.h>

struct arena;
struct canvas;
struct field;
struct keymap;

/* While one types: the field and the list take these themselves. */
extern const struct keymap search_keys;

/* On the first line of @body; @right, cut to leave the search @least cells, tells of the filter and is its key. */
void search_draw(const struct field *, bool searching, struct canvas *body, struct shown right, int least, struct arena *scratch);

#endif
