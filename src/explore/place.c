/* Hill climbing from several starts: exchange what two slots hold as long as that makes the whole cheaper. A diagram has few
 * tables, so each exchange is judged by the whole cost. Nothing is left to chance: the same tables give the same places. */
#include "explore/place.h"

#include "base/arena.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	COST_ACROSS = 30, COST_DOWN = 28, COST_DIAGONAL = 12, COST_BEHIND = 40, COST_UPWARD = 7, COST_LEFTWARD = 3, COST_JOIN = 14,
	COST_CROSSING = 60, CROSSINGS_UP_TO = 24, TRIES = 1200, MOST_STARTS = 60, LEAST_STARTS = 6, MANY = 48
};

struct placing {
	const struct place_graph *graph;
	int columns, rows, slot_count;
	int *slot_of, *at;               /* of a table its slot; in a slot its table, -1: none */
	uint32_t seed;
};

static int column_of(const struct placing *p, int table)
{
	return p->slot_of[table] % p->columns;
}

static int row_of(const struct placing *p, int table)
{
	return p->slot_of[table] / p->columns;
}

/* Something stands right between two that are in one line. */
static bool is_behind(const struct placing *p, int a, int b)
{
	int x = column_of(p, a), y = row_of(p, a), to_x = column_of(p, b), to_y = row_of(p, b);
	if (x != to_x && y != to_y)
		return false;
	int step_x = (to_x > x) - (to_x < x), step_y = (to_y > y) - (to_y < y);
	for (x += step_x, y += step_y; x != to_x || y != to_y; x += step_x, y += step_y)
		if (p->at[y * p->columns + x] >= 0)
			return true;
	return false;
}

static int cost_of_link(const struct placing *p, struct place_link link)
{
	if (link.parent == link.child)
		return 0;
	int across = column_of(p, link.child) - column_of(p, link.parent), down = row_of(p, link.child) - row_of(p, link.parent);
	int cost = COST_ACROSS * abs(across) + COST_DOWN * abs(down);
	if (across && down)
		cost += COST_DIAGONAL;
	if (is_behind(p, link.parent, link.child))
		cost += COST_BEHIND;
	if (down < 0)
		cost += COST_UPWARD;
	else if (!down && across < 0)
		cost += COST_LEFTWARD;
	return cost;
}

/* Away from the middle between its sides. */
static int cost_of_join(const struct placing *p, struct place_join join)
{
	int across = 2 * column_of(p, join.table) - column_of(p, join.left) - column_of(p, join.right);
	int down = 2 * row_of(p, join.table) - row_of(p, join.left) - row_of(p, join.right);
	return COST_JOIN * (abs(across) + abs(down));
}

/* >0, <0, 0: on which side of the line from a to b the point c lies. */
static int side(const struct placing *p, int a, int b, int c)
{
	int x = column_of(p, b) - column_of(p, a), y = row_of(p, b) - row_of(p, a);
	int value = x * (row_of(p, c) - row_of(p, a)) - y * (column_of(p, c) - column_of(p, a));
	return (value > 0) - (value < 0);
}

static bool cross(const struct placing *p, struct place_link a, struct place_link b)
{
	if (a.parent == b.parent || a.parent == b.child || a.child == b.parent || a.child == b.child)
		return false;
	return side(p, a.parent, a.child, b.parent) * side(p, a.parent, a.child, b.child) < 0 &&
		side(p, b.parent, b.child, a.parent) * side(p, b.parent, b.child, a.child) < 0;
}

static int cost_of_all(const struct placing *p)
{
	const struct place_graph *graph = p->graph;
	int cost = 0;
	for (size_t i = 0; i < graph->link_count; i++)
		cost += cost_of_link(p, graph->links[i]);
	for (size_t i = 0; i < graph->join_count; i++)
		cost += cost_of_join(p, graph->joins[i]);
	for (size_t i = 0; graph->link_count <= CROSSINGS_UP_TO && i < graph->link_count; i++)
		for (size_t k = i + 1; k < graph->link_count; k++)
			cost += cross(p, graph->links[i], graph->links[k]) ? COST_CROSSING : 0;
	for (int i = 0; i < graph->count; i++)
		cost += row_of(p, i) + (column_of(p, i) > 0);
	return cost;
}

static void exchange(struct placing *p, int a, int b)
{
	int table = p->at[a];
	p->at[a] = p->at[b];
	p->at[b] = table;
	if (p->at[a] >= 0)
		p->slot_of[p->at[a]] = a;
	if (p->at[b] >= 0)
		p->slot_of[p->at[b]] = b;
}

static int climb(struct placing *p)
{
	int cost = cost_of_all(p);
	for (bool better = true; better;) {
		better = false;
		for (int a = 0; a < p->slot_count; a++)
			for (int b = a + 1; b < p->slot_count; b++) {
				if (p->at[a] < 0 && p->at[b] < 0)
					continue;
				exchange(p, a, b);
				int now = cost_of_all(p);
				if (now < cost) {
					cost = now;
					better = true;
				} else {
					exchange(p, a, b);
				}
			}
	}
	return cost;
}

static uint32_t next_number(struct placing *p)
{
	p->seed = p->seed * 1664525 + 1013904223;
	return p->seed >> 8;
}

/* The first start takes tables as they come, the others in any order. */
static void set_out(struct placing *p, int start)
{
	for (int i = 0; i < p->slot_count; i++)
		p->at[i] = -1;
	for (int i = 0; i < p->graph->count; i++) {
		p->at[i] = i;
		p->slot_of[i] = i;
	}
	for (int i = p->slot_count - 1; start && i > 0; i--)
		exchange(p, i, (int)(next_number(p) % (uint32_t)(i + 1)));
}

int place_tables(struct arena *arena, const struct place_graph *graph, int columns, int rows, int *slots)
{
	struct placing p = { .graph = graph, .columns = columns, .rows = rows, .slot_count = columns * rows, .seed = 5 };
	int best = INT_MAX, starts = TRIES / (graph->count * graph->count) + 1;
	starts = starts > MOST_STARTS ? MOST_STARTS : starts < LEAST_STARTS ? LEAST_STARTS : starts;
	if (graph->count > MANY)
		starts = 1;
	p.slot_of = arena_array(arena, int, (size_t)graph->count);
	p.at = arena_array(arena, int, (size_t)p.slot_count);
	for (int start = 0; start < starts; start++) {
		set_out(&p, start);
		int cost = climb(&p);
		if (cost >= best)
			continue;
		best = cost;
		memcpy(slots, p.slot_of, (size_t)graph->count * sizeof *slots);
	}
	return best;
}
