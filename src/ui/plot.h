/* Bars: a plot of upright ones over an axis, and single ones along a line; in eighths of a cell, in ASCII in whole ones. */
#ifndef UI_PLOT_H
#define UI_PLOT_H

#include "ui/canvas.h"
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Values and names are in the order drawn, from left to right; a negative value counts as 0. */
struct plot {
	const int64_t *values;
	size_t count;
	/* A tick of the axis; the ticks are multiples of @step, which is 1, 2, 2.5 or 5 times a power of ten. */
	struct shown (*label)(const void *data, int64_t value, int64_t step, struct arena *scratch);
	struct shown (*name)(const void *data, size_t index, struct arena *scratch);      /* below its bar */
	const void *data;
	size_t marked;                       /* stands out from the others; @count: none does */
};

/* Use the whole canvas: its last line for names, the one above for the axis, the rest for bars, as tall as the ticks allow.
 * A name is left out where it would touch the next; the last one always stands. Where there is no room for all bars only
 * the last ones are drawn, and nothing at all in fewer than three lines or without a cell for a bar. A value that is not 0
 * can be seen, however small. */
void plot_draw(struct canvas *, const struct plot *, struct arena *scratch);
/* The length of @value where @most would take @cols cells. Draws no blank behind it. */
void plot_bar(struct canvas *, int row, int col, int cols, int64_t value, int64_t most, enum voice);

#endif
