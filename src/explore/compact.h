/* Taking empty columns and rows of cells out of a drawing. For this folder. */
#ifndef EXPLORE_COMPACT_H
#define EXPLORE_COMPACT_H

#include "explore/layout.h"

struct drawn { int *width, *height; struct layout_box *boxes; size_t box_count; struct layout_edge *edges; size_t edge_count; };

/* Take out columns and rows that hold nothing but lines running through, and the empty rim; size, boxes, points and labels
 * follow. One column of an empty stretch stays. */
void compact(struct arena *, const struct drawn *);

#endif
