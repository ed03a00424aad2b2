/* Cells are kept whole (a cluster each), so that a frame can be compared with the last one cell by cell and a test can
 * read it as text. A wide character owns two cells; whoever writes over one half blanks the other. */
#include "ui/canvas.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

struct grid {
	int rows, cols;
	struct cell *cells;
	VEC(struct target) targets;
	int cursor_row, cursor_col;
};

static const struct cell blank = { .bytes = " ", .size = 1, .width = 1, .voice = VOICE_PLAIN };

struct grid *grid_new(int rows, int cols)
{
	struct grid *grid = memory_new(sizeof *grid);
	grid_resize(grid, rows, cols);
	return grid;
}

void grid_free(struct grid *grid)
{
	if (!grid)
		return;
	vec_release(&grid->targets);
	free(grid->cells);
	free(grid);
}

void grid_resize(struct grid *grid, int rows, int cols)
{
	grid->rows = rows < 1 ? 1 : rows;
	grid->cols = cols < 1 ? 1 : cols;
	grid->cells = memory_resize(grid->cells, (size_t)grid->rows * (size_t)grid->cols * sizeof *grid->cells);
	grid_clear(grid);
}

void grid_clear(struct grid *grid)
{
	size_t count = (size_t)grid->rows * (size_t)grid->cols;
	for (size_t i = 0; i < count; i++)
		grid->cells[i] = blank;
	grid->targets.count = 0;
	grid->cursor_row = grid->cursor_col = -1;
}

int grid_rows(const struct grid *grid)
{
	return grid->rows;
}

int grid_cols(const struct grid *grid)
{
	return grid->cols;
}

static struct cell *cell_at(const struct grid *grid, int row, int col)
{
	return &grid->cells[(size_t)row * (size_t)grid->cols + (size_t)col];
}

const struct cell *grid_cell(const struct grid *grid, int row, int col)
{
	return cell_at(grid, row, col);
}

bool grid_cursor(const struct grid *grid, int *row, int *col)
{
	*row = grid->cursor_row;
	*col = grid->cursor_col;
	return grid->cursor_row >= 0;
}

const struct target *grid_target(const struct grid *grid, int row, int col)
{
	for (size_t i = grid->targets.count; i-- > 0;) {
		const struct target *target = &grid->targets.items[i];
		if (row >= target->row && row < target->row + target->rows && col >= target->col
		    && col < target->col + target->cols)
			return target;
	}
	return NULL;
}

void grid_line(const struct grid *grid, int row, struct buffer *out)
{
	size_t end = out->size;
	for (int col = 0; col < grid->cols; col++) {
		const struct cell *cell = cell_at(grid, row, col);
		buffer_add(out, cell->bytes, cell->size);
		if (cell->size != 1 || cell->bytes[0] != ' ')
			end = out->size;
	}
	if (out->bytes)
		out->bytes[out->size = end] = '\0';
}

/* Blank the other half of a wide character of which one half is about to be written over. */
static void cut_wide(struct grid *grid, int row, int col)
{
	struct cell *cell = cell_at(grid, row, col);
	if (cell->width == 0 && col > 0) {
		unsigned char voice = cell[-1].voice;
		cell[-1] = blank;
		cell[-1].voice = voice;
	} else if (cell->width == 2 && col + 1 < grid->cols) {
		unsigned char voice = cell[1].voice;
		cell[1] = blank;
		cell[1].voice = voice;
	}
}

static void set_cell(struct grid *grid, int row, int col, const char *bytes, size_t size, int width, enum voice voice)
{
	struct cell *cell = cell_at(grid, row, col);
	cut_wide(grid, row, col);
	memset(cell, 0, sizeof *cell);
	memcpy(cell->bytes, bytes, size);
	cell->size = (unsigned char)size;
	cell->width = (unsigned char)width;
	cell->voice = (unsigned char)voice;
}

struct canvas canvas_whole(struct grid *grid)
{
	return (struct canvas){ grid, 0, 0, grid->rows, grid->cols };
}

/* The length from @at that is meant by @asked (0 and below: up to that far from the edge), clipped to @whole. */
static int clip_length(int whole, int at, int asked)
{
	int length = asked > 0 ? asked : whole - at + asked;
	if (length > whole - at)
		length = whole - at;
	return length < 0 ? 0 : length;
}

struct canvas canvas_part(const struct canvas *of, int row, int col, int rows, int cols)
{
	if (row < 0)
		row = 0;
	if (col < 0)
		col = 0;
	return (struct canvas){ of->grid, of->row + row, of->col + col, clip_length(of->rows, row, rows),
		clip_length(of->cols, col, cols) };
}

struct canvas canvas_middle(const struct canvas *of, int rows, int cols)
{
	rows = rows < of->rows ? rows : of->rows;
	cols = cols < of->cols ? cols : of->cols;
	return canvas_part(of, (of->rows - rows) * 2 / 5, (of->cols - cols) / 2, rows, cols);
}

static bool has_row(const struct canvas *canvas, int row)
{
	return row >= 0 && row < canvas->rows;
}

/* One cluster at @col, if it lies inside; half outside it is a blank. */
static void put_cluster(struct canvas *canvas, int row, int col, const char *bytes, size_t size, int cells,
	enum voice voice)
{
	int grid_row = canvas->row + row, grid_col = canvas->col + col;
	if (cells == 1 && col >= 0 && col < canvas->cols) {
		set_cell(canvas->grid, grid_row, grid_col, bytes, size, 1, voice);
	} else if (cells == 2 && col >= 0 && col + 1 < canvas->cols) {
		set_cell(canvas->grid, grid_row, grid_col, bytes, size, 2, voice);
		set_cell(canvas->grid, grid_row, grid_col + 1, "", 0, 0, voice);
	} else if (cells == 2) {
		for (int half = 0; half < 2; half++)
			if (col + half >= 0 && col + half < canvas->cols)
				set_cell(canvas->grid, grid_row, grid_col + half, " ", 1, 1, voice);
	}
}

int canvas_put(struct canvas *canvas, int row, int col, struct shown text, enum voice voice)
{
	if (!has_row(canvas, row))
		return col + text.cells;
	for (size_t at = 0; at < text.size;) {
		int cells = 0;
		size_t size = text_cluster(text.bytes, text.size, at, &cells);
		if (cells > 0 && size < sizeof ((struct cell *)0)->bytes)
			put_cluster(canvas, row, col, text.bytes + at, size, cells, voice);
		col += cells;
		at += size;
	}
	return col;
}

int canvas_put_right(struct canvas *canvas, int row, int end, struct shown text, enum voice voice)
{
	canvas_put(canvas, row, end - text.cells, text, voice);
	return end - text.cells;
}

void canvas_put_decimal(struct canvas *canvas, int row, int at, char mark, struct shown text, enum voice voice)
{
	int before = text.cells, seen = 0;
	for (size_t i = 0; i < text.size;) {
		int cells = 0;
		size_t size = text_cluster(text.bytes, text.size, i, &cells);
		if (text.bytes[i] == mark)
			before = seen;
		seen += cells;
		i += size;
	}
	canvas_put(canvas, row, at - before, text, voice);
}

void canvas_put_center(struct canvas *canvas, int row, struct shown text, enum voice voice)
{
	canvas_put(canvas, row, (canvas->cols - text.cells) / 2, text, voice);
}

void canvas_fill(struct canvas *canvas, int row, int col, int rows, int cols, enum voice voice)
{
	struct canvas part = canvas_part(canvas, row, col, rows, cols);
	for (int r = 0; r < part.rows; r++)
		for (int c = 0; c < part.cols; c++)
			set_cell(part.grid, part.row + r, part.col + c, " ", 1, 1, voice);
}

void canvas_voice(struct canvas *canvas, int row, int col, int cols, enum voice voice)
{
	struct canvas part = canvas_part(canvas, row, col, 1, cols);
	for (int c = 0; part.rows && c < part.cols; c++)
		cell_at(part.grid, part.row, part.col + c)->voice = (unsigned char)voice;
}

void canvas_rule(struct canvas *canvas, int row, int col, int cols)
{
	struct shown line = shown_mark("─", "-");
	struct canvas part = canvas_part(canvas, row, col, 1, cols);
	for (int c = 0; has_row(canvas, row) && c < part.cols; c++)
		canvas_put(&part, 0, c, line, VOICE_DIM);
}

static void box_lines(struct canvas *canvas)
{
	int bottom = canvas->rows - 1, right = canvas->cols - 1;
	struct shown side = shown_mark("│", "|");

	canvas_rule(canvas, 0, 1, -1);
	canvas_rule(canvas, bottom, 1, -1);
	for (int row = 1; row < bottom; row++) {
		canvas_put(canvas, row, 0, side, VOICE_DIM);
		canvas_put(canvas, row, right, side, VOICE_DIM);
	}
	canvas_put(canvas, 0, 0, shown_mark("╭", "+"), VOICE_DIM);
	canvas_put(canvas, 0, right, shown_mark("╮", "+"), VOICE_DIM);
	canvas_put(canvas, bottom, 0, shown_mark("╰", "+"), VOICE_DIM);
	canvas_put(canvas, bottom, right, shown_mark("╯", "+"), VOICE_DIM);
}

/* A word in the border, one blank on both sides of it. */
static int border_word(struct canvas *canvas, int row, int col, struct shown text, enum voice voice)
{
	col = canvas_put(canvas, row, col, SHOWN(" "), VOICE_PLAIN);
	col = canvas_put(canvas, row, col, text, voice);
	return canvas_put(canvas, row, col, SHOWN(" "), VOICE_PLAIN);
}

static void box_words(struct canvas *canvas, const struct box *box)
{
	struct canvas edge = canvas_part(canvas, 0, 2, 0, -2);
	int end = 0, room = edge.cols;

	if (box->title.cells)
		end = border_word(&edge, 0, 0, box->title, box->focus ? VOICE_ACCENT : VOICE_TITLE);
	if (box->count.cells && box->count.cells + 2 + end < room)
		border_word(&edge, 0, room - box->count.cells - 2, box->count, VOICE_DIM);
	if (box->foot.cells && box->foot.cells + 2 < room)
		border_word(&edge, edge.rows - 1, room - box->foot.cells - 2, box->foot, VOICE_DIM);
}

struct canvas canvas_box(struct canvas *canvas, const struct box *box)
{
	canvas_fill(canvas, 0, 0, 0, 0, VOICE_PLAIN);
	if (canvas->rows >= 2 && canvas->cols >= 4) {
		box_lines(canvas);
		box_words(canvas, box);
	}
	return canvas_part(canvas, 1, 2, -1, -2);
}

void canvas_cursor(struct canvas *canvas, int row, int col)
{
	if (!has_row(canvas, row) || col < 0 || col >= canvas->cols)
		return;
	canvas->grid->cursor_row = canvas->row + row;
	canvas->grid->cursor_col = canvas->col + col;
}

void canvas_target(struct canvas *canvas, int row, int col, int cols, uint32_t key)
{
	struct canvas part = canvas_part(canvas, row, col, 1, cols);
	if (part.rows && part.cols)
		vec_push(&canvas->grid->targets, ((struct target){ part.row, part.col, 1, part.cols, key, NULL, -1 }));
}

void canvas_target_row(struct canvas *canvas, int row, int col, int rows, int cols, const void *widget, long index)
{
	struct canvas part = canvas_part(canvas, row, col, rows, cols);
	if (part.rows && part.cols)
		vec_push(&canvas->grid->targets,
			((struct target){ part.row, part.col, part.rows, part.cols, 0, widget, index }));
}
