/* A layout as cells: what stands where, and to which box or line it belongs, for printing and for a screen that scrolls. */
#ifndef EXPLORE_SHEET_H
#define EXPLORE_SHEET_H

#include "explore/layout.h"

enum sheet_part { PART_NONE, PART_BORDER, PART_TITLE, PART_COUNT, PART_NAME, PART_TAG, PART_LINE, PART_END, PART_LABEL };

/* One cell. A wide character has its second cell with .size 0. @owner: a box, or ~ an edge, by position; of a cell where two
 * lines cross the one that runs down. */
struct sheet_cell { const char *bytes; unsigned char size, part; int owner; };

struct sheet { int width, height; struct sheet_cell *cells; };

/* Draw all of it. Marks are box drawing characters, or ASCII when the terminal has no UTF-8. */
void sheet_draw(struct arena *, const struct layout *, struct sheet *out);
static inline const struct sheet_cell *sheet_at(const struct sheet *s, int x, int y)
{
	return x < 0 || y < 0 || x >= s->width || y >= s->height ? NULL : &s->cells[y * s->width + x];
}
/* A row as display text, without blanks at its end. */
struct shown sheet_row(struct arena *, const struct sheet *, int y);
/* What the marks mean, what a delete does along lines that bear no word, and what was left out. */
struct shown sheet_legend(struct arena *, const struct outline *, const struct layout *);

#endif
