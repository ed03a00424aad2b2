/* Lines at right angles around boxes: a router on a grid of cells. For this folder.
 *
 * Each line leaves a border straight, with a cell for its end mark, and takes the cheapest way to a border of the other box,
 * where length, bends, crossings and coming near to others cost. Lines may cross, never share a cell otherwise, and
 * never touch a box that is not theirs. When all are in, each is taken out once and routed anew among the others. */
#ifndef EXPLORE_ROUTE_H
#define EXPLORE_ROUTE_H

#include "explore/layout.h"

/* @boxes have their places; the edges' points are filled in, and their labels placed where there is room. @width, @height: of
 * the canvas. The cost of it all: the less the better; ROUTE_FAILED when some line found no way. */
enum { ROUTE_FAILED = 1 << 28 };
int route_all(struct arena *, int width, int height, const struct layout_box *boxes, size_t box_count, struct layout_edge *edges,
	size_t edge_count);

#endif
