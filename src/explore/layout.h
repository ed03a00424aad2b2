/* Where the tables of an outline stand in a diagram of character cells, and how the lines between them run.
 *
 * Boxes are placed on a grid so that what belongs together is near and a join table lies between its two sides; lines are
 * routed at right angles around every box (route.h). What comes out is plain data on a canvas of its own size, which a
 * command prints and a screen scrolls over; sheet.h turns it into cells. The same outline gives the same layout. */
#ifndef EXPLORE_LAYOUT_H
#define EXPLORE_LAYOUT_H

#include "base/text.h"
#include "explore/outline.h"

/* A key column inside a box: its name, and "PK", "FK" or both. */
struct layout_line { struct shown name, tag; };

struct layout_box {
	const struct outline_table *table;
	int x, y, width, height;         /* with the border */
	struct shown title, count;       /* in the border; count is empty when rows were not counted */
	size_t line_count;
	const struct layout_line *lines;
};

enum layout_end { END_ONE, END_MAYBE, END_MANY };   /* one, none or one, any number */
struct layout_point { int x, y; };

/* One foreign key, from the table that it refers to. */
struct layout_edge {
	const struct outline_key *key;
	size_t from, to;                 /* boxes: referred to, holder */
	enum layout_end from_end, to_end;
	size_t point_count;              /* every cell from border to border, the second and the last but one being the ends */
	const struct layout_point *points;
	struct shown label;              /* ON DELETE; empty: there was no room for it */
	struct layout_point label_at;
};

struct layout {
	int width, height;
	size_t box_count, edge_count;
	const struct layout_box *boxes;  /* in the outline's order */
	const struct layout_edge *edges;
};

/* Lay out for @width cells and, where that costs little, for @height (0: any): what does not fit goes beyond. Names are display
 * text in the present mode (UTF-8 or ASCII). */
void layout_make(struct arena *, const struct outline *, int width, int height, struct layout *out);

#endif
