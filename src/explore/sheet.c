#include "explore/sheet.h"

#include "base/arena.h"
#include "model/names.h"

#include <string.h>

enum { EAST = 1, SOUTH = 2, WEST = 4, NORTH = 8 };

/* A line's cell by the sides that it leads to; dashed: of a key that is only proposed. */
static struct shown line_mark(int sides, bool dashed)
{
	switch (sides) {
	case EAST | WEST:   return dashed ? shown_mark("╌", ".") : shown_mark("─", "-");
	case NORTH | SOUTH: return dashed ? shown_mark("╎", ":") : shown_mark("│", "|");
	case EAST | SOUTH:  return shown_mark("╭", "+");
	case WEST | SOUTH:  return shown_mark("╮", "+");
	case EAST | NORTH:  return shown_mark("╰", "+");
	case WEST | NORTH:  return shown_mark("╯", "+");
	default:            return shown_mark("┼", "+");
	}
}

/* Where a line leaves a border, by the side that it leaves to. */
static struct shown port_mark(int side)
{
	switch (side) {
	case EAST:  return shown_mark("├", "|");
	case WEST:  return shown_mark("┤", "|");
	case SOUTH: return shown_mark("┬", "+");
	default:    return shown_mark("┴", "+");
	}
}

/* The end of a line, by the side on which its box lies: a crow's foot opens towards it. */
static struct shown end_mark(enum layout_end end, int side)
{
	if (end == END_MAYBE)
		return SHOWN("o");
	if (end == END_ONE)
		return shown_mark("┼", "1");
	switch (side) {
	case EAST:  return SHOWN("<");
	case WEST:  return SHOWN(">");
	case SOUTH: return shown_mark("∧", "^");
	default:    return shown_mark("∨", "v");
	}
}

static struct sheet_cell *cell(const struct sheet *sheet, int x, int y)
{
	return &sheet->cells[y * sheet->width + x];
}

static void put(const struct sheet *sheet, int x, int y, struct shown mark, enum sheet_part part, int owner)
{
	if (x >= 0 && y >= 0 && x < sheet->width && y < sheet->height)
		*cell(sheet, x, y) = (struct sheet_cell){ mark.bytes, (unsigned char)mark.size, (unsigned char)part, owner };
}

/* Cluster by cluster: each takes one cell or two. */
static void put_text(const struct sheet *sheet, int x, int y, struct shown text, enum sheet_part part, int owner)
{
	for (size_t at = 0; at < text.size;) {
		int cells;
		size_t size = text_cluster(text.bytes, text.size, at, &cells);
		put(sheet, x, y, (struct shown){ text.bytes + at, size, cells }, part, owner);
		for (int i = 1; i < cells; i++)
			put(sheet, x + i, y, (struct shown){ "", 0, 0 }, part, owner);
		x += cells > 0 ? cells : 0;
		at += size;
	}
}

static void draw_frame(const struct sheet *sheet, const struct layout_box *box, int owner)
{
	int right = box->x + box->width - 1, bottom = box->y + box->height - 1;
	for (int x = box->x + 1; x < right; x++) {
		put(sheet, x, box->y, shown_mark("─", "-"), PART_BORDER, owner);
		put(sheet, x, bottom, shown_mark("─", "-"), PART_BORDER, owner);
		for (int y = box->y + 1; y < bottom; y++)
			put(sheet, x, y, SHOWN(" "), PART_NAME, owner);
	}
	for (int y = box->y + 1; y < bottom; y++) {
		put(sheet, box->x, y, shown_mark("│", "|"), PART_BORDER, owner);
		put(sheet, right, y, shown_mark("│", "|"), PART_BORDER, owner);
	}
	put(sheet, box->x, box->y, shown_mark("┌", "+"), PART_BORDER, owner);
	put(sheet, right, box->y, shown_mark("┐", "+"), PART_BORDER, owner);
	put(sheet, box->x, bottom, shown_mark("└", "+"), PART_BORDER, owner);
	put(sheet, right, bottom, shown_mark("┘", "+"), PART_BORDER, owner);
}

static void draw_box(struct arena *arena, const struct sheet *sheet, const struct layout_box *box, int owner)
{
	int right = box->x + box->width - 1;
	draw_frame(sheet, box, owner);
	put_text(sheet, box->x + 1, box->y, show_format(arena, " %s ", box->title.bytes), PART_TITLE, owner);
	if (box->count.cells)
		put_text(sheet, right - box->count.cells - 2, box->y, show_format(arena, " %s ", box->count.bytes), PART_COUNT, owner);
	for (size_t i = 0; i < box->line_count; i++) {
		const struct layout_line *line = &box->lines[i];
		put_text(sheet, box->x + 2, box->y + 1 + (int)i, line->name, PART_NAME, owner);
		put_text(sheet, right - 1 - line->tag.cells, box->y + 1 + (int)i, line->tag, PART_TAG, owner);
	}
}

static int side_to(struct layout_point from, struct layout_point to)
{
	if (from.x != to.x)
		return to.x > from.x ? EAST : WEST;
	return to.y > from.y ? SOUTH : NORTH;
}

static bool is_line(const struct sheet_cell *at)
{
	return at->bytes && at->part == PART_LINE;
}

/* Where lines cross, the one that runs down is whole: no mark looks like a crossing. */
static void draw_line(const struct sheet *sheet, const struct layout_edge *edge, int owner)
{
	const struct layout_point *p = edge->points;
	for (size_t i = 2; i + 2 < edge->point_count; i++) {
		int sides = side_to(p[i], p[i - 1]) | side_to(p[i], p[i + 1]);
		if (sides != (EAST | WEST) || !is_line(cell(sheet, p[i].x, p[i].y)))
			put(sheet, p[i].x, p[i].y, line_mark(sides, edge->key->proposed), PART_LINE, owner);
	}
}

static void draw_end(const struct sheet *sheet, struct layout_point border, struct layout_point mark, enum layout_end end, int box, int owner)
{
	put(sheet, border.x, border.y, port_mark(side_to(border, mark)), PART_BORDER, box);
	put(sheet, mark.x, mark.y, end_mark(end, side_to(mark, border)), PART_END, owner);
}

static void draw_edge(struct arena *arena, const struct sheet *sheet, const struct layout_edge *edge, int owner)
{
	const struct layout_point *last = edge->points + edge->point_count - 1;
	if (edge->point_count < 4)
		return;
	draw_line(sheet, edge, owner);
	draw_end(sheet, edge->points[0], edge->points[1], edge->from_end, (int)edge->from, owner);
	draw_end(sheet, last[0], last[-1], edge->to_end, (int)edge->to, owner);
	if (!edge->label.cells)
		return;
	int x = edge->label_at.x, y = edge->label_at.y;
	if (x > 0 && is_line(cell(sheet, x - 1, y)) && cell(sheet, x - 1, y)->owner == owner && is_line(cell(sheet, x, y)))
		put_text(sheet, x - 1, y, show_format(arena, " %s ", edge->label.bytes), PART_LABEL, owner);
	else
		put_text(sheet, x, y, edge->label, PART_LABEL, owner);
}

void sheet_draw(struct arena *arena, const struct layout *layout, struct sheet *out)
{
	*out = (struct sheet){ layout->width, layout->height, arena_array(arena, struct sheet_cell, (size_t)layout->width * (size_t)layout->height) };
	for (size_t i = 0; i < layout->box_count; i++)
		draw_box(arena, out, &layout->boxes[i], (int)i);
	for (size_t i = 0; i < layout->edge_count; i++)
		draw_edge(arena, out, &layout->edges[i], ~(int)i);
}

struct shown sheet_row(struct arena *arena, const struct sheet *sheet, int y)
{
	int end = sheet->width;
	size_t size = 0;
	while (end && !cell(sheet, end - 1, y)->bytes)
		end--;
	char *bytes = arena_alloc(arena, (size_t)end * 32 + 1);
	for (int x = 0; x < end; x++) {
		const struct sheet_cell *at = cell(sheet, x, y);
		if (!at->bytes) {
			bytes[size++] = ' ';
			continue;
		}
		size_t part = at->size < 32 ? at->size : 0;
		memcpy(bytes + size, at->bytes, part);
		size += part;
	}
	return show_n(arena, bytes, size);
}

/* What holds of the lines for whose label there was no room. */
static const char *about_bare_lines(struct arena *arena, const struct layout *layout)
{
	const struct layout_edge *first = NULL;
	size_t bare = 0, undrawn = 0;
	bool alike = true;
	for (size_t i = 0; i < layout->edge_count; i++) {
		const struct layout_edge *edge = &layout->edges[i];
		undrawn += !edge->point_count;
		if (!edge->point_count || edge->label.cells || edge->key->proposed)
			continue;
		first = first ? first : edge;
		alike = alike && edge->key->on_delete == first->key->on_delete;
		bare++;
	}
	const char *text = !bare ? "" : alike ? arena_format(arena, "   no word: %s", key_action_name(first->key->on_delete)) :
		arena_format(arena, "   %zu lines had no room for what a delete does", bare);
	return undrawn ? arena_format(arena, "%s   no room for the lines of %zu keys", text, undrawn) : text;
}

struct shown sheet_legend(struct arena *arena, const struct outline *outline, const struct layout *layout)
{
	struct shown one = shown_mark("┼", "1"), many = shown_mark("∧ <", "^ <"), dashed = shown_mark("╌ ╎", ". :");
	struct shown text = show_format(arena, "%s one   o none or one   %s many", one.bytes, many.bytes);
	for (size_t i = 0; i < outline->key_count; i++)
		if (outline->keys[i].proposed && outline->keys[i].references) {
			text = shown_join(arena, text, show_format(arena, "   %s proposed", dashed.bytes));
			break;
		}
	text = shown_join(arena, text, show(arena, about_bare_lines(arena, layout)));
	if (!outline->key_count)
		text = show(arena, outline->table_count ? "no key ties these tables" : "there are no tables");
	if (outline->views)
		text = shown_join(arena, text, show_format(arena, "   views left out: %zu", outline->views));
	return text;
}
