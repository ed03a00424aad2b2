/* How a list looks: its columns, its heading, its rows, the bar. */
#include "ui/list.h"

#include <string.h>

enum { GAP = 2 };

static size_t column_count(const struct list *list)
{
	size_t count = 0;
	while (list->ops->columns[count].title)
		count++;
	if (count > LIST_COLUMNS_MAX)
		bug("%zu columns, but no more than %d are drawn", count, LIST_COLUMNS_MAX);
	return count;
}

static bool has_heading(const struct list *list)
{
	for (size_t i = 0; i < column_count(list); i++)
		if (list->ops->columns[i].title[0])
			return true;
	return false;
}

/* Cells of the columns still in, gaps included. */
static int used(const struct list *list, size_t count)
{
	int cells = -GAP;
	for (size_t i = 0; i < count; i++)
		if (list->widths[i])
			cells += list->widths[i] + GAP;
	return cells;
}

/* Leave out the column with the highest drop; false when there is none. */
static bool drop_one(struct list *list, size_t count)
{
	size_t worst = count;

	for (size_t i = 0; i < count; i++)
		if (list->widths[i] && list->ops->columns[i].drop
		    && (worst == count || list->ops->columns[i].drop > list->ops->columns[worst].drop))
			worst = i;
	if (worst == count)
		return false;
	list->widths[worst] = 0;
	return true;
}

static void share_rest(struct list *list, size_t count)
{
	int rest = list->width - used(list, count), flex = 0;

	for (size_t i = 0; i < count; i++)
		flex += list->widths[i] ? list->ops->columns[i].flex : 0;
	for (size_t i = 0; i < count && flex > 0; i++) {
		int part = list->ops->columns[i].flex;
		if (!list->widths[i] || !part)
			continue;
		int share = rest * part / flex;
		list->widths[i] += share;
		rest -= share;
		flex -= part;
	}
	for (size_t i = 0; i < count; i++)
		if (list->widths[i] < 0)
			list->widths[i] = 1;
}

static void set_widths(struct list *list)
{
	size_t count = column_count(list);

	for (size_t i = 0; i < count; i++)
		list->widths[i] = list->ops->columns[i].min > 0 ? list->ops->columns[i].min : 1;
	while (used(list, count) > list->width && drop_one(list, count))
		;
	share_rest(list, count);
}

enum err list_layout(struct list *list, int rows, int cols)
{
	struct event none = { .type = EVENT_WHEEL, .widget = list };
	enum err err = OK;

	if (list->height == 0)
		list->top = 0;
	list->width = cols;
	list->height = rows - has_heading(list);
	if (list->height < 1)
		list->height = 1;
	set_widths(list);
	list_event(list, &none, &err);
	return err;
}

/* One text in its column; returns where the next column begins. */
static int draw_text(struct canvas *canvas, int row, int col, const struct list *list, size_t column, struct shown text,
	enum voice voice, struct arena *scratch)
{
	int width = list->widths[column];

	text = shown_cut(scratch, text, width);
	if (list->ops->columns[column].align != LIST_LEFT)
		canvas_put_right(canvas, row, col + width, text, voice);
	else
		canvas_put(canvas, row, col, text, voice);
	return col + width + GAP;
}

static void draw_heading(const struct list *list, struct canvas *canvas, struct arena *scratch)
{
	int col = 0;
	for (size_t i = 0; i < column_count(list); i++)
		if (list->widths[i])
			col = draw_text(canvas, 0, col, list, i, show(scratch, list->ops->columns[i].title), VOICE_DIM, scratch);
}

static void draw_row(const struct list *list, struct canvas *canvas, int row, size_t index, struct arena *scratch)
{
	int col = 0;

	for (size_t i = 0; i < column_count(list); i++) {
		if (!list->widths[i])
			continue;
		struct list_cell cell = list->ops->cell(list->data, list->rows.items[index], i, scratch);
		col = draw_text(canvas, row, col, list, i, cell.text, cell.voice, scratch);
	}
}

/* Left of the pane, where the bar begins too. */
static void draw_mark(struct canvas *canvas, int row)
{
	struct canvas whole = canvas_whole(canvas->grid);
	if (canvas->col > 0)
		canvas_put(&whole, canvas->row + row, canvas->col - 1, shown_mark("•", "*"), VOICE_ACCENT);
}

static void draw_bar(struct canvas *canvas, int row, bool focus)
{
	struct canvas whole = canvas_whole(canvas->grid);
	int left = canvas->col > 0 ? canvas->col - 1 : 0, right = canvas->col + canvas->cols + 1;

	canvas_voice(&whole, canvas->row + row, left, (right > whole.cols ? whole.cols : right) - left,
		focus ? VOICE_BAR : VOICE_BAR_DIM);
}

void list_draw(const struct list *list, struct canvas *canvas, bool focus, struct arena *scratch)
{
	int head = has_heading(list);

	if (head)
		draw_heading(list, canvas, scratch);
	canvas_target_row(canvas, 0, 0, 0, 0, list, -1);
	for (int line = 0; line < list->height && list->top + (size_t)line < list->rows.count; line++) {
		size_t index = list->top + (size_t)line;
		if (head + line >= canvas->rows)
			break;
		draw_row(list, canvas, head + line, index, scratch);
		if (list->ops->marked && list->ops->marked(list->data, list->rows.items[index]))
			draw_mark(canvas, head + line);
		canvas_target_row(canvas, head + line, 0, 1, 0, list, (long)index);
		if (index == list->selected)
			draw_bar(canvas, head + line, focus);
	}
}
