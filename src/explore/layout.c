/* Tables that hang together are laid out by themselves, each such group on several grids and with several widths of the gaps;
 * what is cheapest once its lines are routed stays. Then empty stretches are taken out, and the groups are set side by side.
 * Of many tables the first grid that works is taken; of more than anybody could follow, the boxes stand in rows without lines. */
#include "explore/layout.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/compact.h"
#include "explore/place.h"
#include "explore/route.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
	NAME_MOST = 24, LINES_MOST = 9, MARGIN_X = 16, MARGIN_Y = 5, GRIDS_MOST = 6, FEW = 12, GRIDS_OF_MANY = 2,
	MANY = 48, GAP_OF_MANY = 3, LINED_MOST = 120, SPACE_X = 4, SPACE_Y = 1,
	COST_WIDE = 60, COST_HIGH = 8, COST_TOO_HIGH = 40
};

/* Gaps between columns and rows to be tried, narrow ones first. */
static const struct { int x, y; } gaps[] = { { 9, 3 }, { 11, 3 }, { 11, 4 }, { 14, 5 }, { 17, 6 }, { 22, 8 }, { 32, 12 }, { 60, 24 } };

struct group {
	struct arena *arena;
	int width_wanted, height_wanted;
	size_t count, edge_count;
	struct layout_box *boxes;
	struct layout_edge *edges;       /* .from, .to: positions in this group */
	int width, height;
	int cost;
};

/* --- boxes --- */

static struct shown count_text(struct arena *arena, const struct outline_table *table)
{
	char digits[32], *to = digits + sizeof digits - 1;
	int64_t left = table->rows;
	if (left < 0)
		return SHOWN("");
	*to = '\0';
	if (table->rows_more)
		*--to = '+';
	for (int n = 0; left || !n; n++, left /= 10) {
		if (n && n % 3 == 0)
			*--to = ',';
		*--to = (char)('0' + left % 10);
	}
	return show(arena, to);
}

static bool holds_column(const struct outline_key *key, int column)
{
	for (size_t i = 0; i < key->count; i++)
		if (key->columns[i] == column)
			return true;
	return false;
}

static const char *tag_of(const struct outline *outline, const struct outline_table *table, int column)
{
	bool foreign = false, proposed = true;
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (key->table == table && holds_column(key, column)) {
			foreign = true;
			proposed = proposed && key->proposed;
		}
	}
	if (table->columns[column].key)
		return foreign ? (proposed ? "PK fk?" : "PK FK") : "PK";
	return foreign ? (proposed ? "fk?" : "FK") : "";
}

static void make_lines(struct arena *arena, const struct outline *outline, struct layout_box *box)
{
	const struct outline_table *table = box->table;
	struct layout_line *lines = arena_array(arena, struct layout_line, LINES_MOST + 1);
	size_t more = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int c = 0; c < (int)table->column_count; c++) {
			const char *tag = tag_of(outline, table, c);
			if (!*tag || (pass == 0) != (*tag == 'P'))
				continue;
			if (box->line_count == LINES_MOST)
				more++;
			else
				lines[box->line_count++] = (struct layout_line){
					shown_cut(arena, show(arena, table->columns[c].name), NAME_MOST), show(arena, tag) };
		}
	if (more)
		lines[box->line_count - 1] = (struct layout_line){ show_format(arena, "%zu more", more + 1), show(arena, "") };
	box->lines = lines;
}

static struct layout_box make_box(struct arena *arena, const struct outline *outline, const struct outline_table *table)
{
	struct layout_box box = { .table = table, .title = shown_cut(arena, show(arena, table->name), NAME_MOST), .count = count_text(arena, table) };
	make_lines(arena, outline, &box);
	box.width = box.title.cells + 6 + (box.count.cells ? box.count.cells + 2 : 0);
	for (size_t i = 0; i < box.line_count; i++) {
		int cells = box.lines[i].name.cells + 4 + (box.lines[i].tag.cells ? box.lines[i].tag.cells + 1 : 0);
		box.width = cells > box.width ? cells : box.width;
	}
	box.height = (int)box.line_count + 2;
	return box;
}

/* --- one group --- */

/* A line takes a cell of the border, and looks better with one beside it; titles take some. */
static void make_room_for_lines(struct group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		struct layout_box *box = &group->boxes[i];
		int ends = 0;
		for (size_t e = 0; e < group->edge_count; e++)
			ends += (group->edges[e].from == i) + (group->edges[e].to == i);
		if (box->width + 2 * box->height < 2 * ends)
			box->height = ends - box->width / 2;
	}
}

static bool is_nullable(const struct outline_key *key)
{
	for (size_t i = 0; i < key->count; i++)
		if (!key->table->columns[key->columns[i]].not_null && !(key->table->rowid_key && key->table->columns[key->columns[i]].key))
			return true;
	return false;
}

static struct layout_edge make_edge(struct arena *arena, const struct outline_key *key, size_t from, size_t to)
{
	return (struct layout_edge){ .key = key, .from = from, .to = to, .from_end = is_nullable(key) ? END_MAYBE : END_ONE,
		.to_end = key->unique ? END_MAYBE : END_MANY,
		.label = key->proposed ? SHOWN("") : show(arena, key_action_name(key->on_delete)) };
}

/* A table with two lines to others, and nothing that refers to it, joins them. */
static size_t find_joins(const struct group *group, struct place_join *out)
{
	size_t count = 0;
	for (int t = 0; t < (int)group->count; t++) {
		int sides[2] = { 0, 0 }, found = 0;
		for (size_t i = 0; i < group->edge_count; i++) {
			if ((int)group->edges[i].from == t)
				found = 3;
			if ((int)group->edges[i].to == t && found++ < 2)
				sides[found - 1] = (int)group->edges[i].from;
		}
		if (found == 2 && sides[0] != sides[1])
			out[count++] = (struct place_join){ t, sides[0], sides[1] };
	}
	return count;
}

static struct place_graph make_graph(const struct group *group)
{
	struct place_link *links = arena_array(group->arena, struct place_link, group->edge_count);
	struct place_join *joins = arena_array(group->arena, struct place_join, group->count);
	for (size_t i = 0; i < group->edge_count; i++)
		links[i] = (struct place_link){ (int)group->edges[i].from, (int)group->edges[i].to };
	return (struct place_graph){ .count = (int)group->count, .link_count = group->edge_count, .join_count = find_joins(group, joins),
		.links = links, .joins = joins };
}

struct grid { int columns, rows, cost; int *slots; };

/* The gaps right of each column: so wide that a label has room over a line from a box to the one beside it. */
static int *find_gaps(const struct group *group, const struct grid *grid, int least)
{
	int *out = arena_array(group->arena, int, (size_t)grid->columns);
	for (int c = 0; c < grid->columns; c++)
		out[c] = least;
	for (size_t i = 0; i < group->edge_count; i++) {
		int a = grid->slots[group->edges[i].from], b = grid->slots[group->edges[i].to], cells = (int)group->edges[i].label.size + 2;
		int column = (a < b ? a : b) % grid->columns;
		if (abs(a - b) == 1 && a / grid->columns == b / grid->columns && cells > out[column])
			out[column] = cells;
	}
	return out;
}

/* Where the boxes of the group stand on that grid. All of a column get the same width. */
static void set_boxes(struct group *group, const struct grid *grid, int gap_x, int gap_y)
{
	int *gaps_x = find_gaps(group, grid, gap_x);
	int *widths = arena_array(group->arena, int, (size_t)grid->columns), *heights = arena_array(group->arena, int, (size_t)grid->rows);
	for (size_t i = 0; i < group->count; i++) {
		struct layout_box *box = &group->boxes[i];
		int *width = &widths[grid->slots[i] % grid->columns], *height = &heights[grid->slots[i] / grid->columns];
		*width = box->width > *width ? box->width : *width;
		*height = box->height > *height ? box->height : *height;
	}
	for (size_t i = 0; i < group->count; i++) {
		struct layout_box *box = &group->boxes[i];
		int column = grid->slots[i] % grid->columns, row = grid->slots[i] / grid->columns;
		box->width = widths[column];
		box->x = MARGIN_X;
		box->y = MARGIN_Y;
		for (int c = 0; c < column; c++)
			box->x += widths[c] + (widths[c] ? gaps_x[c] : 0);
		for (int r = 0; r < row; r++)
			box->y += heights[r] + (heights[r] ? gap_y : 0);
		group->width = box->x + box->width + MARGIN_X > group->width ? box->x + box->width + MARGIN_X : group->width;
		group->height = box->y + box->height + MARGIN_Y > group->height ? box->y + box->height + MARGIN_Y : group->height;
	}
}

/* --- the best of several --- */

static struct group copy_of(const struct group *group)
{
	struct group copy = *group;
	copy.boxes = arena_array(group->arena, struct layout_box, group->count);
	copy.edges = arena_array(group->arena, struct layout_edge, group->edge_count + 1);
	memcpy(copy.boxes, group->boxes, group->count * sizeof *copy.boxes);
	memcpy(copy.edges, group->edges, group->edge_count * sizeof *copy.edges);
	copy.width = copy.height = 0;
	return copy;
}

static bool has_all_labels(const struct group *group)
{
	for (size_t i = 0; i < group->edge_count; i++)
		if (group->edges[i].label.size && !group->edges[i].label.cells)
			return false;
	return true;
}

static struct group try_gap(const struct group *group, const struct grid *grid, size_t gap)
{
	struct group tried = copy_of(group);
	set_boxes(&tried, grid, gaps[gap].x, gaps[gap].y);
	tried.cost = route_all(tried.arena, tried.width, tried.height, tried.boxes, tried.count, tried.edges, tried.edge_count);
	if (tried.cost >= ROUTE_FAILED)
		return tried;
	compact(tried.arena, &(struct drawn){ &tried.width, &tried.height, tried.boxes, tried.count, tried.edges, tried.edge_count });
	if (tried.width > tried.width_wanted)
		tried.cost += COST_WIDE * (tried.width - tried.width_wanted);
	if (tried.height_wanted && tried.height > tried.height_wanted)
		tried.cost += COST_TOO_HIGH * (tried.height - tried.height_wanted);
	tried.cost += COST_HIGH * tried.height;
	return tried;
}

static int by_cost(const void *left, const void *right)
{
	const struct grid *a = left, *b = right;
	return (a->cost > b->cost) - (a->cost < b->cost);
}

static int columns_that_fit(const struct group *group)
{
	int widths = 0, n = (int)group->count;
	for (size_t i = 0; i < group->count; i++)
		widths += group->boxes[i].width;
	int most = (group->width_wanted + gaps[0].x) / (widths / n + gaps[0].x);
	return most < 1 ? 1 : most > n ? n : most;
}

/* Grids that are not wider than wanted, the promising ones first. */
static size_t find_grids(const struct group *group, struct grid *out)
{
	struct place_graph graph = make_graph(group);
	int most = columns_that_fit(group), count = 0, n = (int)group->count;
	for (int columns = most; columns >= 1 && columns > most - 3; columns--)
		for (int rows = (n + columns - 1) / columns, extra = 0; extra < (n <= FEW ? 2 : 1); extra++) {
			struct grid *grid = &out[count++];
			*grid = (struct grid){ .columns = columns, .rows = rows + extra, .slots = arena_array(group->arena, int, group->count) };
			grid->cost = place_tables(group->arena, &graph, columns, rows + extra, grid->slots);
		}
	qsort(out, (size_t)count, sizeof *out, by_cost);
	return (size_t)count;
}

static size_t grids_to_try(const struct group *group)
{
	return group->count > MANY ? 1 : group->count > FEW ? GRIDS_OF_MANY : GRIDS_MOST;
}

static void lay_with_lines(struct group *group)
{
	make_room_for_lines(group);
	struct grid grids[8];
	bool many = group->count > MANY;
	size_t count = find_grids(group, grids), most = grids_to_try(group);
	struct group best = { .cost = INT_MAX };
	for (size_t g = 0; g < count && g < most; g++)
		for (size_t gap = many ? GAP_OF_MANY : 0; gap < sizeof gaps / sizeof *gaps; gap++) {
			struct group tried = try_gap(group, &grids[g], gap);
			if (tried.cost < best.cost)
				best = tried;
			if (tried.cost < ROUTE_FAILED && (many || has_all_labels(&tried)))
				break;
		}
	*group = best;
}

static void lay_without_lines(struct group *group)
{
	struct grid grid = { .columns = columns_that_fit(group), .slots = arena_array(group->arena, int, group->count) };
	grid.rows = ((int)group->count + grid.columns - 1) / grid.columns;
	for (size_t i = 0; i < group->count; i++)
		grid.slots[i] = (int)i;
	for (size_t i = 0; i < group->edge_count; i++)
		group->edges[i].label = SHOWN("");
	set_boxes(group, &grid, SPACE_X, SPACE_Y);
	for (size_t i = 0; i < group->count; i++) {
		group->boxes[i].x -= MARGIN_X;
		group->boxes[i].y -= MARGIN_Y;
	}
	group->width -= 2 * MARGIN_X;
	group->height -= 2 * MARGIN_Y;
}

static void lay_group(struct group *group)
{
	if (group->count > LINED_MOST || group->edge_count > 2 * LINED_MOST)
		lay_without_lines(group);
	else
		lay_with_lines(group);
}

/* --- all groups --- */

/* @kept: of the caller; @arena: gone when all is done. */
struct laying { struct arena *arena, *kept; const struct outline *outline; int width, height; int *group_of; struct group *groups; int group_count; };

static void join_groups(struct laying *in)
{
	size_t count = in->outline->table_count;
	for (size_t i = 0; i < count; i++)
		in->group_of[i] = (int)i;
	for (size_t k = 0; k < in->outline->key_count; k++) {
		const struct outline_key *key = &in->outline->keys[k];
		if (!key->references)
			continue;
		int a = in->group_of[key->table->position], b = in->group_of[key->references->position];
		for (size_t i = 0; i < count; i++)
			if (in->group_of[i] == (a > b ? a : b))
				in->group_of[i] = a > b ? b : a;
	}
}

/* The tables of that group; where each stands in it goes into @position. */
static void make_group(struct laying *in, int number, int *position)
{
	struct group *group = &in->groups[in->group_count];
	size_t tables = 0, keys = 0;
	for (size_t i = 0; i < in->outline->table_count; i++)
		tables += in->group_of[i] == number;
	if (!tables)
		return;
	for (size_t k = 0; k < in->outline->key_count; k++)
		keys += in->group_of[in->outline->keys[k].table->position] == number;
	*group = (struct group){ .arena = in->arena, .width_wanted = in->width, .height_wanted = in->height };
	group->boxes = arena_array(in->arena, struct layout_box, tables);
	group->edges = arena_array(in->arena, struct layout_edge, keys + 1);
	for (size_t i = 0; i < in->outline->table_count; i++)
		if (in->group_of[i] == number) {
			position[i] = (int)group->count;
			group->boxes[group->count++] = make_box(in->kept, in->outline, &in->outline->tables[i]);
		}
	for (size_t k = 0; k < in->outline->key_count; k++) {
		const struct outline_key *key = &in->outline->keys[k];
		if (key->references && in->group_of[key->table->position] == number)
			group->edges[group->edge_count++] = make_edge(in->kept, key, (size_t)position[key->references->position],
				(size_t)position[key->table->position]);
	}
	lay_group(group);
	in->group_count++;
}

static int by_size(const void *left, const void *right)
{
	const struct group *a = left, *b = right;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a->boxes->table->position < b->boxes->table->position ? -1 : 1;
}

static void move_group(struct group *group, int x, int y)
{
	for (size_t i = 0; i < group->count; i++) {
		group->boxes[i].x += x;
		group->boxes[i].y += y;
	}
	for (size_t i = 0; i < group->edge_count; i++) {
		struct layout_edge *edge = &group->edges[i];
		struct layout_point *points = arena_array(group->arena, struct layout_point, edge->point_count);
		for (size_t p = 0; p < edge->point_count; p++)
			points[p] = (struct layout_point){ edge->points[p].x + x, edge->points[p].y + y };
		edge->points = points;
		edge->label_at.x += x;
		edge->label_at.y += y;
	}
}

/* Side by side while there is room, then below. */
static void set_groups(struct laying *in, struct layout *out)
{
	int x = 0, y = 0, height = 0;
	qsort(in->groups, (size_t)in->group_count, sizeof *in->groups, by_size);
	for (int i = 0; i < in->group_count; i++) {
		struct group *group = &in->groups[i];
		if (x && x + group->width > in->width) {
			x = 0;
			y += height + SPACE_Y;
			height = 0;
		}
		move_group(group, x, y);
		out->width = x + group->width > out->width ? x + group->width : out->width;
		out->height = y + group->height > out->height ? y + group->height : out->height;
		height = group->height > height ? group->height : height;
		x += group->width + SPACE_X;
	}
}

static void gather(const struct laying *in, struct layout *out)
{
	struct layout_box *boxes = arena_array(in->kept, struct layout_box, in->outline->table_count);
	struct layout_edge *edges = arena_array(in->kept, struct layout_edge, in->outline->key_count);
	for (int g = 0; g < in->group_count; g++) {
		const struct group *group = &in->groups[g];
		for (size_t i = 0; i < group->count; i++)
			boxes[group->boxes[i].table->position] = group->boxes[i];
		for (size_t i = 0; i < group->edge_count; i++) {
			struct layout_edge edge = group->edges[i];
			edge.from = edge.key->references->position;
			edge.to = edge.key->table->position;
			edge.label.size = (size_t)edge.label.cells;
			struct layout_point *points = arena_array(in->kept, struct layout_point, edge.point_count + 1);
			if (edge.point_count)
				memcpy(points, edge.points, edge.point_count * sizeof *points);
			edge.points = points;
			edges[out->edge_count++] = edge;
		}
	}
	out->boxes = boxes;
	out->box_count = in->outline->table_count;
	out->edges = edges;
}

void layout_make(struct arena *arena, const struct outline *outline, int width, int height, struct layout *out)
{
	size_t count = outline->table_count;
	struct arena scratch;
	arena_init(&scratch);
	struct laying in = { .arena = &scratch, .kept = arena, .outline = outline, .width = width, .height = height,
		.group_of = arena_array(&scratch, int, count), .groups = arena_array(&scratch, struct group, count) };
	int *position = arena_array(&scratch, int, count);
	*out = (struct layout){ 0 };
	join_groups(&in);
	for (size_t i = 0; i < count; i++)
		make_group(&in, (int)i, position);
	set_groups(&in, out);
	gather(&in, out);
	arena_release(&scratch);
}
