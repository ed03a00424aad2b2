#include "explore/compact.h"

#include "base/arena.h"

/* What a column or row of cells must keep. */
struct strip { bool *kept; int size; };

static void keep(struct strip *strip, int at)
{
	if (at >= 0 && at < strip->size)
		strip->kept[at] = true;
}

/* The label stands in the line. */
static bool is_within(const struct layout_edge *edge)
{
	for (size_t i = 0; i < edge->point_count; i++)
		if (edge->points[i].x == edge->label_at.x && edge->points[i].y == edge->label_at.y)
			return true;
	return false;
}

static void keep_edge(const struct layout_edge *edge, struct strip *columns, struct strip *rows)
{
	for (size_t i = 0; i < edge->point_count; i++) {
		struct layout_point p = edge->points[i];
		bool end = i < 2 || i + 2 >= edge->point_count;
		if (end || edge->points[i - 1].x == edge->points[i + 1].x || edge->points[i - 1].y != edge->points[i + 1].y)
			keep(columns, p.x);
		if (end || edge->points[i - 1].y == edge->points[i + 1].y || edge->points[i - 1].x != edge->points[i + 1].x)
			keep(rows, p.y);
	}
	if (edge->point_count > 4)
		keep(rows, edge->points[2].y);
	int air = is_within(edge) ? 2 : 1;
	for (int i = -air; edge->label.cells && i < edge->label.cells + air; i++)
		keep(columns, edge->label_at.x + i);
	if (edge->label.cells)
		keep(rows, edge->label_at.y);
}

static void keep_all(const struct drawn *group, struct strip *columns, struct strip *rows)
{
	for (size_t i = 0; i < group->box_count; i++) {
		const struct layout_box *box = &group->boxes[i];
		for (int x = box->x; x < box->x + box->width; x++)
			keep(columns, x);
		for (int y = box->y; y < box->y + box->height; y++)
			keep(rows, y);
	}
	for (size_t i = 0; i < group->edge_count; i++)
		keep_edge(&group->edges[i], columns, rows);
}

/* The new place of every column or row; of an empty stretch @least are left, of one at the rim none. The new size. */
static int squeeze(const struct strip *strip, int least, int *to)
{
	int at = 0, empty = 0, last = 0;
	bool begun = false;
	for (int i = 0; i < strip->size; i++) {
		begun = begun || strip->kept[i];
		empty = strip->kept[i] ? 0 : empty + 1;
		to[i] = at;
		if (begun && empty <= least)
			at++;
		if (strip->kept[i])
			last = at;
	}
	return last;
}

void compact(struct arena *arena, const struct drawn *group)
{
	struct strip columns = { arena_array(arena, bool, (size_t)*group->width), *group->width };
	struct strip rows = { arena_array(arena, bool, (size_t)*group->height), *group->height };
	int *x = arena_array(arena, int, (size_t)*group->width), *y = arena_array(arena, int, (size_t)*group->height);
	keep_all(group, &columns, &rows);
	*group->width = squeeze(&columns, 1, x);
	*group->height = squeeze(&rows, 0, y);
	for (size_t i = 0; i < group->box_count; i++) {
		group->boxes[i].x = x[group->boxes[i].x];
		group->boxes[i].y = y[group->boxes[i].y];
	}
	for (size_t i = 0; i < group->edge_count; i++) {
		struct layout_edge *edge = &group->edges[i];
		struct layout_point *points = arena_array(arena, struct layout_point, edge->point_count);
		size_t count = 0;
		for (size_t p = 0; p < edge->point_count; p++) {
			struct layout_point point = { x[edge->points[p].x], y[edge->points[p].y] };
			if (!count || points[count - 1].x != point.x || points[count - 1].y != point.y)
				points[count++] = point;
		}
		edge->points = points;
		edge->point_count = count;
		if (edge->label.cells)
			edge->label_at = (struct layout_point){ x[edge->label_at.x], y[edge->label_at.y] };
	}
}
