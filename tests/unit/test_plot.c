/* Plots on a canvas: ticks that can be read off, bars in eighths and in ASCII, and panes that are too small. */
#include "base/arena.h"
#include "base/vec.h"
#include "ui/plot.h"
#include "unit/check.h"

#include <locale.h>

static struct arena arena;
static struct grid *grid;
static struct canvas canvas;

static void make(int rows, int cols, bool utf8)
{
	setlocale(LC_ALL, "C.UTF-8");
	text_use_utf8(utf8);
	arena_init(&arena);
	grid = grid_new(rows, cols);
	canvas = canvas_whole(grid);
}

static void drop(void)
{
	text_use_utf8(true);
	grid_free(grid);
	arena_release(&arena);
}

/* The whole canvas, line by line. */
static void check_lines(const char *const *expected)
{
	for (int row = 0; row < grid_rows(grid); row++) {
		struct buffer line = { 0 };
		grid_line(grid, row, &line);
		CHECK_STR(expected[row], line.bytes ? line.bytes : "");
		buffer_release(&line);
	}
}
#define CHECK_LINES(...) check_lines((const char *const[]){ __VA_ARGS__ })

static struct shown label(const void *data, int64_t value, int64_t step, struct arena *scratch)
{
	(void)data;
	(void)step;
	return show_format(scratch, "%lld", (long long)value);
}

static struct shown name(const void *data, size_t index, struct arena *scratch)
{
	return show_format(scratch, "%d", *(const int *)data + (int)index);
}

static void draw(const int64_t *values, size_t count, int first_name)
{
	plot_draw(&canvas, &(struct plot){ values, count, label, name, &first_name, count - 1 }, &arena);
}

static const int64_t days[] = { 1500, 0, 0, 5200, 0, 0, 3100, 100, 0, 5800, 0, 4400, 0, 2600 };

TEST(bars_stand_over_an_axis)
{
	make(8, 40, true);
	draw(days, 14, 9);
	CHECK_LINES(
		"6000 ┤      ▂           ▆",
		"5000 ┤      █           █   ▃",
		"4000 ┤      █     ▁     █   █",
		"3000 ┤      █     █     █   █   ▅",
		"2000 ┤▄     █     █     █   █   █",
		"1000 ┤█     █     █ ▁   █   █   █",
		"   0 ┼──┬───┬───┬───┬───┬───┬───┬───────",
		"       10  12  14  16  18  20  22");
	drop();
}

/* A tick on a line of its own; with more lines there are more lines between two. */
TEST(a_tall_plot_uses_its_height)
{
	make(10, 40, true);
	draw(days, 14, 9);
	CHECK_LINES(
		"     │",
		"     │      ▂           █",
		"5000 ┤      █           █   ▂",
		"     │      █           █   █",
		"     │      █     ▆     █   █   ▁",
		"2500 ┤      █     █     █   █   █",
		"     │▆     █     █     █   █   █",
		"     │█     █     █ ▁   █   █   █",
		"   0 ┼──┬───┬───┬───┬───┬───┬───┬───────",
		"       10  12  14  16  18  20  22");
	drop();
}

TEST(a_wide_plot_has_wide_bars_and_all_names)
{
	make(6, 60, true);
	draw(days, 14, 9);
	CHECK_LINES(
		"     │",
		"6000 ┤         ▅▅                ▇▇    ▂▂",
		"4000 ┤         ██       ▄▄       ██    ██    ▂▂",
		"2000 ┤▆▆       ██       ██ ▁▁    ██    ██    ██",
		"   0 ┼┬──┬──┬──┬──┬──┬──┬──┬──┬──┬──┬──┬──┬──┬──────────────",
		"      9 10 11 12 13 14 15 16 17 18 19 20 21 22");
	drop();
}

TEST(in_ascii_bars_are_whole_cells)
{
	make(8, 40, false);
	draw(days, 14, 9);
	CHECK_LINES(
		"6000 +                  #",
		"5000 +      #           #",
		"4000 +      #           #   #",
		"3000 +      #     #     #   #   #",
		"2000 +#     #     #     #   #   #",
		"1000 +#     #     # #   #   #   #",
		"   0 +--+---+---+---+---+---+---+-------",
		"       10  12  14  16  18  20  22");
	drop();
}

TEST(the_last_stands_out)
{
	make(8, 40, true);
	draw(days, 14, 9);
	CHECK_INT(VOICE_TAB, grid_cell(grid, 5, 32)->voice);
	CHECK_INT(VOICE_ACCENT, grid_cell(grid, 5, 28)->voice);
	CHECK_INT(VOICE_DIM, grid_cell(grid, 5, 5)->voice);
	drop();
}

TEST(nothing_sold_is_a_line)
{
	const int64_t nothing[] = { 0, 0, -7 };
	make(4, 44, true);
	draw(nothing, 3, 9);
	CHECK_LINES(
		"  │",
		"  │",
		"0 ┼────┬───────────┬───────────┬────────────",
		"       9          10          11");
	drop();
}

TEST(one_is_one)
{
	const int64_t one[] = { 0, 1 };
	make(5, 24, true);
	draw(one, 2, 9);
	CHECK_LINES(
		"1 ┤            █████████",
		"  │            █████████",
		"  │            █████████",
		"0 ┼────┬───────────┬────",
		"       9          10");
	drop();
}

/* Neither the ticks nor the bars run over; what is small beside it can still be seen. */
TEST(the_greatest_number_there_is)
{
	const int64_t huge[] = { INT64_MAX, 1, INT64_MAX / 2 };
	make(5, 36, true);
	draw(huge, 3, 9);
	CHECK_LINES(
		"                    │",
		"                    │▇▇▇",
		"5000000000000000000 ┤███  ▁▁▁  ▇▇▇",
		"                  0 ┼─┬────┬────┬───",
		"                      9   10   11");
	drop();
}

/* The last ones that fit, and nothing at all where not one does; never a cell outside. */
TEST(small_panes)
{
	make(3, 10, true);
	draw(days, 14, 9);
	CHECK_LINES(
		"10000 ┤▄ ▂",
		"    0 ┼──┬",
		"        22");
	drop();
	int outside = 0;
	for (int rows = 0; rows <= 6; rows++)
		for (int cols = 0; cols <= 24; cols++) {
			make(8, 26, true);
			canvas = (struct canvas){ grid, 1, 1, rows, cols };
			draw(days, 14, 9);
			draw(days, 1, 9);
			draw(days, 0, 9);
			for (int row = 0; row < 8; row++)
				for (int col = 0; col < 26; col++)
					outside += (row < 1 || row > rows || col < 1 || col > cols)
						&& grid_cell(grid, row, col)->bytes[0] != ' ';
			drop();
		}
	CHECK_INT(0, outside);
}

TEST(bars_along_a_line)
{
	make(6, 12, true);
	plot_bar(&canvas, 0, 1, 8, 100, 100, VOICE_ACCENT);
	plot_bar(&canvas, 1, 1, 8, 55, 100, VOICE_PLAIN);
	plot_bar(&canvas, 2, 1, 8, 0, 100, VOICE_PLAIN);
	plot_bar(&canvas, 3, 1, 8, 1, INT64_MAX, VOICE_PLAIN);
	plot_bar(&canvas, 4, 1, 8, INT64_MAX, INT64_MAX, VOICE_PLAIN);
	plot_bar(&canvas, 5, 1, 8, 7, 0, VOICE_PLAIN);
	CHECK_LINES(" ████████", " ████▍", "", " ▏", " ████████", "");
	CHECK_INT(VOICE_ACCENT, grid_cell(grid, 0, 8)->voice);
	drop();
	make(3, 12, false);
	plot_bar(&canvas, 0, 1, 8, 55, 100, VOICE_PLAIN);
	plot_bar(&canvas, 1, 1, 8, 57, 100, VOICE_PLAIN);
	plot_bar(&canvas, 2, 1, 8, 1, 100, VOICE_PLAIN);
	CHECK_LINES(" ####", " #####", " #");
	drop();
}
