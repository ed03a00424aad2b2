/* A plot is worked out in three steps: the scale (which step has a tick, and how many lines it is tall), the lanes (where
 * each bar stands), and then cells. A tick stands on a line of its own exactly, so that the axis can be read off; bars may
 * reach beyond the last one. */
#include "ui/plot.h"

#include "base/arena.h"

enum { EIGHTHS = 8, NAMES_AND_AXIS = 2, ROOMY = 7, SLOT_MAX = 12 };

/* @rows lines are one @step. */
struct scale { int64_t step; int rows, height; };
/* The bar of index i begins in column @left + (i - @first) * @slot. */
struct lanes { size_t first; int left, slot, bar; };

/* How many eighths of a line, or of a cell. */
static int64_t eighths(int64_t value, int64_t step, int rows)
{
	double parts = value > 0 ? (double)value / (double)step * rows * EIGHTHS + 0.5 : 0;
	return value > 0 && parts < 1 ? 1 : (int64_t)parts;
}

/* --- the scale --- */

/* Take @step when bars become taller by it; there is room for two ticks above 0 where there are so many steps. */
static void try_step(struct scale *best, double *tallest, int64_t step, int64_t most)
{
	int least = best->height >= ROOMY ? 2 : 1, cap = best->height >= 4 && step > 1 ? best->height / 2 : best->height;
	double fit = (double)best->height * (double)step / (double)most;
	int rows = fit > cap ? cap : (int)fit;
	double tall = (double)most / (double)step * rows;
	if (rows < least || tall <= *tallest)
		return;
	*tallest = tall;
	best->step = step;
	best->rows = rows;
}

/* Of nothing: a step that is round in every unit. */
static const int64_t any_step = 1000000000000000000;

static struct scale choose_scale(int64_t most, int height)
{
	static const int times[] = { 10, 20, 25, 50 };
	struct scale best = { most > 0 ? most : any_step, height, height };
	double tallest = 0;
	for (int64_t base = 1; most > 0; base *= 10) {
		for (size_t i = 0; i < sizeof times / sizeof *times; i++)
			if (base > 1 || times[i] != 25)
				try_step(&best, &tallest, base / 10 * times[i] + base % 10 * times[i] / 10, most);
		if (base > INT64_MAX / 10 || base > most)
			break;
	}
	return best;
}

/* Ticks above 0: those that have a line, as far as bars reach up to them. */
static int tick_count(const struct scale *scale, int64_t most)
{
	int64_t needed = most > 0 ? (most - 1) / scale->step + 1 : 0, last = INT64_MAX / scale->step;
	int lines = scale->height / scale->rows;
	needed = needed > last ? last : needed;
	return lines > needed ? (int)needed : lines;
}

/* --- cells --- */

static struct shown block(int part)
{
	static const char *const blocks[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	return shown_mark(blocks[part], part * 2 >= EIGHTHS ? "#" : " ");
}

/* What can be seen in eighths can be seen in whole cells. */
static int64_t whole_cells(int64_t parts)
{
	if (text_is_utf8() || !parts)
		return parts;
	return parts < EIGHTHS ? EIGHTHS : parts;
}

static void draw_upright(struct canvas *to, int col, int cols, int64_t parts, enum voice voice)
{
	parts = whole_cells(parts);
	for (int row = to->rows - 1; row >= 0 && parts > 0; row--, parts -= EIGHTHS)
		for (int i = 0; i < cols; i++)
			canvas_put(to, row, col + i, block(parts > EIGHTHS ? EIGHTHS : (int)parts), voice);
}

void plot_bar(struct canvas *to, int row, int col, int cols, int64_t value, int64_t most, enum voice voice)
{
	static const char *const ends[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int64_t parts = most > 0 ? whole_cells(eighths(value, most, cols)) : 0;
	for (; parts >= EIGHTHS; parts -= EIGHTHS)
		col = canvas_put(to, row, col, shown_mark("█", "#"), voice);
	if (parts > 0)
		canvas_put(to, row, col, shown_mark(ends[parts], parts * 2 >= EIGHTHS ? "#" : ""), voice);
}

/* --- the axis --- */

static int label_cells(const struct plot *plot, const struct scale *scale, int ticks, struct arena *scratch)
{
	int widest = 0;
	for (int i = 0; i <= ticks; i++) {
		int cells = plot->label(plot->data, i * scale->step, scale->step, scratch).cells;
		widest = cells > widest ? cells : widest;
	}
	return widest;
}

/* The upright line ends in column @at. */
static void draw_axis(struct canvas *to, const struct plot *plot, const struct scale *scale, int ticks, int at, struct arena *scratch)
{
	int floor = to->rows - NAMES_AND_AXIS;
	for (int row = 0; row < floor; row++)
		canvas_put(to, row, at, shown_mark("│", "|"), VOICE_DIM);
	for (int i = 0; i <= ticks; i++) {
		int row = floor - i * scale->rows;
		canvas_put_right(to, row, at - 1, plot->label(plot->data, i * scale->step, scale->step, scratch), VOICE_DIM);
		canvas_put(to, row, at, i ? shown_mark("┤", "+") : shown_mark("┼", "+"), VOICE_DIM);
	}
	for (int col = at + 1; col < to->cols; col++)
		canvas_put(to, floor, col, shown_mark("─", "-"), VOICE_DIM);
}

static int widest_name(const struct plot *plot, const struct lanes *lanes, struct arena *scratch)
{
	int widest = 0;
	for (size_t i = lanes->first; i < plot->count; i++) {
		int cells = plot->name(plot->data, i, scratch).cells;
		widest = cells > widest ? cells : widest;
	}
	return widest;
}

/* Counted from the last bar, every so many have a name. */
static void draw_names(struct canvas *to, const struct plot *plot, const struct lanes *lanes, struct arena *scratch)
{
	int widest = widest_name(plot, lanes, scratch), need = widest + 1 + (widest > lanes->slot);
	size_t every = (size_t)((need + lanes->slot - 1) / lanes->slot);
	for (size_t i = plot->count; i-- > lanes->first; ) {
		if ((plot->count - 1 - i) % every)
			continue;
		struct shown name = plot->name(plot->data, i, scratch);
		int tick = lanes->left + (int)(i - lanes->first) * lanes->slot + (lanes->bar - 1) / 2, col = tick - name.cells / 2;
		if (col + name.cells > to->cols)
			col = to->cols - name.cells;
		canvas_put(to, to->rows - NAMES_AND_AXIS, tick, shown_mark("┬", "+"), VOICE_DIM);
		canvas_put(to, to->rows - 1, col, name, i == plot->marked ? VOICE_PLAIN : VOICE_DIM);
	}
}

/* --- all of it --- */

static int gap_of(int slot)
{
	return slot >= 8 ? 3 : slot >= 5 ? 2 : slot >= 2 ? 1 : 0;
}

/* As wide as they go; no gap is needed behind the last one. */
static struct lanes choose_lanes(size_t count, int left, int cols)
{
	int room = cols - left;
	size_t shown = count < (size_t)room ? count : (size_t)room;
	int slot = SLOT_MAX;
	while (slot > 1 && slot * (int)shown - gap_of(slot) > room)
		slot--;
	return (struct lanes){ .first = count - shown, .left = left, .slot = slot, .bar = slot - gap_of(slot) };
}

static int64_t greatest(const struct plot *plot)
{
	int64_t most = 0;
	for (size_t i = 0; i < plot->count; i++)
		most = plot->values[i] > most ? plot->values[i] : most;
	return most;
}

void plot_draw(struct canvas *to, const struct plot *plot, struct arena *scratch)
{
	int height = to->rows - NAMES_AND_AXIS;
	if (height < 1 || !plot->count)
		return;
	int64_t most = greatest(plot);
	struct scale scale = choose_scale(most, height);
	int ticks = tick_count(&scale, most), at = label_cells(plot, &scale, ticks, scratch) + 1;
	if (to->cols - at - 1 < 1)
		return;
	struct lanes lanes = choose_lanes(plot->count, at + 1, to->cols);
	struct canvas bars = canvas_part(to, 0, 0, height, 0);
	draw_axis(to, plot, &scale, ticks, at, scratch);
	draw_names(to, plot, &lanes, scratch);
	for (size_t i = lanes.first; i < plot->count; i++)
		draw_upright(&bars, lanes.left + (int)(i - lanes.first) * lanes.slot, lanes.bar,
			eighths(plot->values[i], scale.step, scale.rows), i == plot->marked ? VOICE_TAB : VOICE_ACCENT);
}
