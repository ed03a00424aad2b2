/* Tables that belong together onto a grid, so that lines between them are short. For this folder. */
#ifndef EXPLORE_PLACE_H
#define EXPLORE_PLACE_H

#include <stddef.h>

struct arena;

struct place_link { int parent, child; };
struct place_join { int table, left, right; };    /* a join table and its two sides */
struct place_graph {
	int count;                       /* tables, 0 … count - 1, all of them linked somehow */
	size_t link_count, join_count;
	const struct place_link *links;
	const struct place_join *joins;
};

/* Find every table a slot (row * columns + column) of a grid that has as many or more. The cost: the less the better. */
int place_tables(struct arena *, const struct place_graph *, int columns, int rows, int *slots);

#endif
