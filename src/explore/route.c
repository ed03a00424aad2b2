#include "explore/route.h"

#include "base/arena.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

/* What a cell is to a line that comes by. */
enum kind { FREE, ACROSS, DOWN, HARD };   /* ACROSS, DOWN: a line runs straight through it */
enum heading { EAST, SOUTH, WEST, NORTH };
static const int step_x[] = { 1, 0, -1, 0 }, step_y[] = { 0, 1, 0, -1 };

/* A cell is about twice as high as wide. */
enum {
	COST_STEP_ACROSS = 2, COST_STEP_DOWN = 4, COST_BEND = 14, COST_CROSSING = 24, COST_NEAR_LINE = 3, COST_NEAR_BOX = 6,
	COST_BY_PORT = 6, COST_LEFT_LOOP = 15, COST_OFF_CENTRE = 1, COST_NO_LABEL = 1000, COST_MOST = 64
};
enum { BUCKETS = 128, NOWHERE = -1, UNREACHED = 1 << 28 };

struct bucket { int *items; size_t count, room; };

struct router {
	struct arena *arena;
	int width, height;
	const struct layout_box *boxes;
	size_t box_count;
	struct layout_edge *edges;
	size_t edge_count;
	int left, right;                 /* of all boxes */
	unsigned char *kind;             /* of each cell */
	unsigned char *near;             /* of each cell: 1 beside a box */
	int *cost, *from;                /* of each cell and heading */
	struct bucket buckets[BUCKETS];
};

static bool inside(const struct router *r, int x, int y)
{
	return x >= 0 && y >= 0 && x < r->width && y < r->height;
}

static int cell_at(const struct router *r, int x, int y)
{
	return y * r->width + x;
}

static enum kind kind_at(const struct router *r, int x, int y)
{
	return inside(r, x, y) ? (enum kind)r->kind[cell_at(r, x, y)] : HARD;
}

/* --- the map --- */

static void map_box(struct router *r, const struct layout_box *box)
{
	for (int y = box->y - 1; y <= box->y + box->height; y++)
		for (int x = box->x - 1; x <= box->x + box->width; x++) {
			bool within = x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height;
			if (!inside(r, x, y))
				continue;
			if (within)
				r->kind[cell_at(r, x, y)] = HARD;
			else
				r->near[cell_at(r, x, y)] = 1;
		}
}

/* Corners and ends are nobody's way; where two lines cross, no third one goes. */
static void map_edge(struct router *r, const struct layout_edge *edge)
{
	const struct layout_point *p = edge->points;
	for (size_t i = 1; i + 1 < edge->point_count; i++) {
		unsigned char *kind = &r->kind[cell_at(r, p[i].x, p[i].y)];
		bool end = i == 1 || i + 2 == edge->point_count;
		bool straight = p[i - 1].x == p[i + 1].x || p[i - 1].y == p[i + 1].y;
		*kind = *kind != FREE || end || !straight ? HARD : p[i - 1].y == p[i + 1].y ? ACROSS : DOWN;
	}
	for (int i = 0; edge->point_count && i < edge->label.cells; i++)
		r->kind[cell_at(r, edge->label_at.x + i, edge->label_at.y)] = HARD;
}

static void map_all(struct router *r, const struct layout_edge *without)
{
	memset(r->kind, FREE, (size_t)(r->width * r->height));
	memset(r->near, 0, (size_t)(r->width * r->height));
	for (size_t i = 0; i < r->box_count; i++)
		map_box(r, &r->boxes[i]);
	for (size_t i = 0; i < r->edge_count; i++)
		if (&r->edges[i] != without)
			map_edge(r, &r->edges[i]);
}

/* --- ports: where a line may leave a box --- */

struct port { int x, y; enum heading out; int cost; };

/* Whether some line is at home in that border cell, or beside it. */
static bool is_used(const struct router *r, const struct layout_edge *edge, int x, int y)
{
	for (size_t i = 0; i < r->edge_count; i++) {
		const struct layout_edge *other = &r->edges[i];
		if (other == edge || !other->point_count)
			continue;
		const struct layout_point *first = other->points, *last = first + other->point_count - 1;
		if ((first->x == x && first->y == y) || (last->x == x && last->y == y))
			return true;
	}
	return false;
}

static void add_port(const struct router *r, const struct layout_edge *edge, struct port port, struct port *out, size_t *count)
{
	int side_x = step_y[port.out], side_y = step_x[port.out];
	if (is_used(r, edge, port.x, port.y))
		return;
	if (kind_at(r, port.x + step_x[port.out], port.y + step_y[port.out]) != FREE)
		return;
	if (is_used(r, edge, port.x + side_x, port.y + side_y))
		port.cost += COST_BY_PORT;
	if (is_used(r, edge, port.x - side_x, port.y - side_y))
		port.cost += COST_BY_PORT;
	out[(*count)++] = port;
}

/* A loop from top or bottom begins on the left and ends on the right. */
static bool is_cramped(const struct layout_edge *edge, const struct layout_box *box, int x, bool start)
{
	int centre = box->x + box->width / 2;
	return edge->from == edge->to && (start ? x > centre - 3 : x < centre + 3);
}

static size_t ports_of(const struct router *r, const struct layout_edge *edge, const struct layout_box *box, bool start, struct port *out)
{
	size_t count = 0;
	int right = box->x + box->width - 1, bottom = box->y + box->height - 1, west = edge->from == edge->to ? COST_LEFT_LOOP : 0;
	for (int y = box->y + 1; y < bottom; y++) {
		add_port(r, edge, (struct port){ right, y, EAST, (y - box->y - 1) * COST_OFF_CENTRE }, out, &count);
		add_port(r, edge, (struct port){ box->x, y, WEST, (y - box->y - 1) * COST_OFF_CENTRE + west }, out, &count);
	}
	int title_end = box->x + box->title.cells + 3, count_begin = right - (box->count.cells ? box->count.cells + 3 : 1);
	for (int x = box->x + 2; x < right - 1; x++) {
		int off = abs(2 * x - box->x - right) / 2 * COST_OFF_CENTRE;
		if (is_cramped(edge, box, x, start))
			continue;
		if (x >= title_end && x <= count_begin)
			add_port(r, edge, (struct port){ x, box->y, NORTH, off / 2 }, out, &count);
		add_port(r, edge, (struct port){ x, bottom, SOUTH, off / 2 }, out, &count);
	}
	return count;
}

static size_t ports_room(const struct layout_box *box)
{
	return (size_t)(2 * (box->width + box->height));
}

/* --- the search --- */

static void push(struct router *r, int state, int cost, int from)
{
	if (cost >= r->cost[state])
		return;
	r->cost[state] = cost;
	r->from[state] = from;
	struct bucket *bucket = &r->buckets[cost % BUCKETS];
	bucket->items = vec_room(bucket->items, bucket->count + 1, &bucket->room, sizeof *bucket->items);
	bucket->items[bucket->count++] = state;
}

/* What it costs to come into a cell, or NOWHERE. */
static int cost_into(const struct router *r, int x, int y, enum heading heading)
{
	bool across = heading == EAST || heading == WEST;
	int cost = across ? COST_STEP_ACROSS : COST_STEP_DOWN;
	enum kind kind = kind_at(r, x, y);
	if (kind == HARD || (kind == ACROSS && across) || (kind == DOWN && !across))
		return NOWHERE;
	if (kind != FREE)
		cost += COST_CROSSING;
	if (r->near[cell_at(r, x, y)])
		cost += COST_NEAR_BOX;
	int side_x = across ? 0 : 1, side_y = across ? 1 : 0;
	enum kind alike = across ? ACROSS : DOWN;
	if (kind_at(r, x + side_x, y + side_y) == alike || kind_at(r, x - side_x, y - side_y) == alike)
		cost += COST_NEAR_LINE;
	return cost;
}

static void expand(struct router *r, int state)
{
	int cell = state / 4, x = cell % r->width, y = cell / r->width;
	enum heading heading = (enum heading)(state % 4);
	bool crossing = r->kind[cell] != FREE;
	for (int turn = 0; turn < 4; turn++) {
		int bend = turn == (int)heading ? 0 : COST_BEND;
		if (turn == ((int)heading + 2) % 4 || (bend && crossing))
			continue;
		int cost = cost_into(r, x + step_x[turn], y + step_y[turn], (enum heading)turn);
		if (cost != NOWHERE)
			push(r, cell_at(r, x + step_x[turn], y + step_y[turn]) * 4 + turn, r->cost[state] + cost + bend, state);
	}
}

/* The two cells before a port: the end mark's, which is reserved, and the one before it, where the search begins and ends. */
static bool approach(const struct router *r, struct port port, int *cell)
{
	int x = port.x + 2 * step_x[port.out], y = port.y + 2 * step_y[port.out];
	if (kind_at(r, x, y) == HARD)
		return false;
	*cell = cell_at(r, x, y);
	return r->kind[*cell] == FREE || r->kind[*cell] == (port.out == EAST || port.out == WEST ? DOWN : ACROSS);
}

static void keep_way(struct router *r, struct layout_edge *edge, int state, struct port end, struct port start)
{
	size_t count = 4;
	for (int at = state; r->from[at] >= 0; at = r->from[at])
		count++;
	struct layout_point *points = arena_array(r->arena, struct layout_point, count + 1), *to = points + count;
	*to = (struct layout_point){ end.x, end.y };
	*--to = (struct layout_point){ end.x + step_x[end.out], end.y + step_y[end.out] };
	for (int at = state; at >= 0; at = r->from[at])
		*--to = (struct layout_point){ at / 4 % r->width, at / 4 / r->width };
	*--to = (struct layout_point){ start.x + step_x[start.out], start.y + step_y[start.out] };
	*--to = (struct layout_point){ start.x, start.y };
	edge->points = to;
	edge->point_count = (size_t)(points + count + 1 - to);
}

static const struct port *port_at(const struct router *r, const struct port *ports, size_t count, int cell)
{
	int near;
	for (size_t i = 0; i < count; i++)
		if (approach(r, ports[i], &near) && near == cell)
			return &ports[i];
	return NULL;
}

static void clear_search(struct router *r)
{
	for (int i = 0; i < r->width * r->height * 4; i++)
		r->cost[i] = UNREACHED;
	for (size_t i = 0; i < BUCKETS; i++)
		r->buckets[i].count = 0;
}

struct ends { struct port *starts, *goals; size_t start_count, goal_count; };

/* What it costs to end in that goal from a state in its cell, or NOWHERE. */
static int cost_to_end(const struct router *r, int state, struct port goal)
{
	int inwards = ((int)goal.out + 2) % 4, heading = state % 4;
	if (heading == (int)goal.out || (heading != inwards && r->kind[state / 4] != FREE))
		return NOWHERE;
	return goal.cost + (heading == inwards ? 0 : COST_BEND);
}

/* The cheapest state that stands before a goal; its cost counts the goal's own. */
static int search(struct router *r, const struct ends *ends, int *best)
{
	int found = NOWHERE, idle = 0, cell;
	int *goals = arena_array(r->arena, int, ends->goal_count);
	clear_search(r);
	for (size_t i = 0; i < ends->start_count; i++)
		if (approach(r, ends->starts[i], &cell))
			push(r, cell * 4 + (int)ends->starts[i].out, ends->starts[i].cost, NOWHERE);
	for (size_t i = 0; i < ends->goal_count; i++)
		goals[i] = approach(r, ends->goals[i], &cell) ? cell : NOWHERE;
	*best = UNREACHED;
	for (int cost = 0; idle < BUCKETS && cost < *best; cost++) {
		struct bucket *bucket = &r->buckets[cost % BUCKETS];
		idle = bucket->count ? 0 : idle + 1;
		while (bucket->count) {
			int state = bucket->items[--bucket->count];
			if (r->cost[state] != cost)
				continue;
			for (size_t i = 0; i < ends->goal_count; i++) {
				int end = goals[i] == state / 4 ? cost_to_end(r, state, ends->goals[i]) : NOWHERE;
				if (end == NOWHERE || cost + end >= *best)
					continue;
				*best = cost + end;
				found = state;
			}
			expand(r, state);
		}
	}
	return found;
}

static int first_state(const struct router *r, int state)
{
	while (r->from[state] >= 0)
		state = r->from[state];
	return state;
}

static void find_way(struct router *r, struct layout_edge *edge)
{
	const struct layout_box *from = &r->boxes[edge->from], *to = &r->boxes[edge->to];
	struct ends ends = { .starts = arena_array(r->arena, struct port, ports_room(from)), .goals = arena_array(r->arena, struct port, ports_room(to)) };
	int cost;
	edge->point_count = 0;
	edge->label.cells = 0;
	ends.start_count = ports_of(r, edge, from, true, ends.starts);
	ends.goal_count = ports_of(r, edge, to, false, ends.goals);
	int state = search(r, &ends, &cost);
	if (state == NOWHERE)
		return;
	int first = first_state(r, state);
	const struct port *start = port_at(r, ends.starts, ends.start_count, first / 4);
	const struct port *end = port_at(r, ends.goals, ends.goal_count, state / 4);
	keep_way(r, edge, state, *end, *start);
}

/* --- labels --- */

static bool is_blank(const struct router *r, int x, int y, int cells)
{
	for (int i = -1; i <= cells; i++)
		if (kind_at(r, x + i, y) != FREE && (i >= 0 && i < cells ? true : kind_at(r, x + i, y) == HARD))
			return false;
	return true;
}

/* Cells @from to @to of the line run across, without crossings. */
static bool is_straight(const struct router *r, const struct layout_edge *edge, size_t from, size_t to)
{
	for (size_t i = from; i <= to; i++)
		if (edge->points[i].y != edge->points[from].y || kind_at(r, edge->points[i].x, edge->points[i].y) != ACROSS)
			return false;
	return true;
}

/* In the line, a space and some line on both sides. The middle of the longest stretch is best. */
static bool label_within(const struct router *r, struct layout_edge *edge, int cells)
{
	size_t need = (size_t)cells + 4, best = 0, best_size = 0;
	for (size_t from = 2; from + need + 2 <= edge->point_count; from++) {
		size_t to = from;
		while (to + 3 < edge->point_count && is_straight(r, edge, from, to + 1))
			to++;
		if (is_straight(r, edge, from, to) && to - from + 1 > best_size) {
			best = from;
			best_size = to - from + 1;
		}
	}
	if (best_size < need)
		return false;
	size_t first = best + (best_size - need) / 2, last = first + need - 1;
	int x = edge->points[first].x < edge->points[last].x ? edge->points[first].x : edge->points[last].x;
	edge->label_at = (struct layout_point){ x + 2, edge->points[first].y };
	return true;
}

/* The cells of a line in the order in which a label looks for room: from its beginning, or from the middle outwards. */
static size_t cell_to_try(const struct layout_edge *edge, size_t n, bool from_middle)
{
	size_t least = 2, count = edge->point_count - 4, middle = least + count / 2;
	if (!from_middle)
		return least + n;
	return n % 2 ? middle - (n + 1) / 2 : middle + n / 2;
}

/* Whether a label there makes the drawing no wider than its boxes do. */
static bool is_among_boxes(const struct router *r, int x, int cells)
{
	return x >= r->left && x + cells <= r->right;
}

/* Right of a cell that runs down or turns, left of it, over or under one that runs across. */
static bool label_beside(const struct router *r, struct layout_edge *edge, int cells, bool among_boxes)
{
	for (int t = 0; t < 4; t++)
		for (size_t n = 0; n + 4 < edge->point_count; n++) {
			size_t i = cell_to_try(edge, n, t >= 2);
			struct layout_point p = edge->points[i];
			const struct layout_point tries[] = {
				{ p.x + 2, p.y }, { p.x - cells - 1, p.y }, { p.x - cells / 2, p.y - 1 }, { p.x - cells / 2, p.y + 1 } };
			bool across = edge->points[i - 1].y == edge->points[i + 1].y;
			if (across == (t < 2) || !is_blank(r, tries[t].x, tries[t].y, cells))
				continue;
			if (among_boxes && !is_among_boxes(r, tries[t].x, cells))
				continue;
			edge->label_at = tries[t];
			return true;
		}
	return false;
}

static void place_label(struct router *r, struct layout_edge *edge)
{
	int cells = (int)edge->label.size;       /* ASCII; .cells is 0 until it has a place */
	map_all(r, edge);
	edge->label.cells = 0;
	map_edge(r, edge);
	if (cells && edge->point_count && (label_within(r, edge, cells) || label_beside(r, edge, cells, true) || label_beside(r, edge, cells, false)))
		edge->label.cells = cells;
}

/* --- all of them --- */

static int distance(const struct router *r, const struct layout_edge *edge)
{
	const struct layout_box *a = &r->boxes[edge->from], *b = &r->boxes[edge->to];
	if (a == b)
		return UNREACHED;
	return abs(2 * a->x + a->width - 2 * b->x - b->width) + 2 * abs(2 * a->y + a->height - 2 * b->y - b->height);
}

/* Short ones have the least choice; those that come back to their box have the most. */
static void route_in_order(struct router *r)
{
	bool *done = arena_array(r->arena, bool, r->edge_count);
	for (size_t n = 0; n < r->edge_count; n++) {
		size_t best = r->edge_count;
		for (size_t i = 0; i < r->edge_count; i++)
			if (!done[i] && (best == r->edge_count || distance(r, &r->edges[i]) < distance(r, &r->edges[best])))
				best = i;
		done[best] = true;
		map_all(r, &r->edges[best]);
		find_way(r, &r->edges[best]);
		place_label(r, &r->edges[best]);
	}
}

static void route_again(struct router *r)
{
	for (size_t i = 0; i < r->edge_count; i++) {
		map_all(r, &r->edges[i]);
		find_way(r, &r->edges[i]);
		place_label(r, &r->edges[i]);
	}
}

static int cost_of(struct router *r, const struct layout_edge *edge)
{
	const struct layout_point *p = edge->points;
	int cost = edge->label.size && !edge->label.cells ? COST_NO_LABEL : 0;
	for (size_t i = 1; i + 1 < edge->point_count; i++) {
		cost += p[i].y == p[i - 1].y ? COST_STEP_ACROSS : COST_STEP_DOWN;
		if (p[i - 1].x != p[i + 1].x && p[i - 1].y != p[i + 1].y)
			cost += COST_BEND;
		else if (i > 1 && i + 2 < edge->point_count && kind_at(r, p[i].x, p[i].y) != FREE)
			cost += COST_CROSSING;
	}
	return cost;
}

static int cost_of_all(struct router *r)
{
	int cost = 0;
	for (size_t i = 0; i < r->edge_count; i++) {
		if (!r->edges[i].point_count)
			return ROUTE_FAILED;
		map_all(r, &r->edges[i]);
		cost += cost_of(r, &r->edges[i]);
	}
	return cost;
}

int route_all(struct arena *arena, int width, int height, const struct layout_box *boxes, size_t box_count, struct layout_edge *edges,
	size_t edge_count)
{
	size_t cells = (size_t)width * (size_t)height;
	struct router r = { .arena = arena, .width = width, .height = height, .boxes = boxes, .box_count = box_count, .edges = edges,
		.edge_count = edge_count, .kind = arena_array(arena, unsigned char, cells), .near = arena_array(arena, unsigned char, cells),
		.cost = arena_array(arena, int, cells * 4), .from = arena_array(arena, int, cells * 4) };
	r.left = width;
	for (size_t i = 0; i < box_count; i++) {
		r.left = boxes[i].x < r.left ? boxes[i].x : r.left;
		r.right = boxes[i].x + boxes[i].width > r.right ? boxes[i].x + boxes[i].width : r.right;
	}
	for (size_t i = 0; i < edge_count; i++)
		edges[i].point_count = 0;
	route_in_order(&r);
	route_again(&r);
	int cost = cost_of_all(&r);
	for (size_t i = 0; i < BUCKETS; i++)
		vec_free(r.buckets[i].items);
	return cost;
}
