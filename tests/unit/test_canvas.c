#include "base/arena.h"
#include "base/vec.h"
#include "ui/canvas.h"
#include "unit/check.h"

#include <locale.h>

static struct arena arena;
static struct grid *grid;
static struct canvas canvas;

static void make(int rows, int cols)
{
	setlocale(LC_ALL, "C.UTF-8");
	text_use_utf8(true);
	arena_init(&arena);
	grid = grid_new(rows, cols);
	canvas = canvas_whole(grid);
}

static void drop(void)
{
	grid_free(grid);
	arena_release(&arena);
}

static void check_line(int row, const char *expected)
{
	struct buffer line = { 0 };
	grid_line(grid, row, &line);
	CHECK_STR(expected, line.bytes ? line.bytes : "");
	buffer_release(&line);
}

TEST(put_returns_the_next_column)
{
	make(2, 10);
	CHECK_INT(5, canvas_put(&canvas, 0, 2, SHOWN("abc"), VOICE_BOLD));
	check_line(0, "  abc");
	CHECK_INT(VOICE_BOLD, grid_cell(grid, 0, 2)->voice);
	CHECK_INT(VOICE_PLAIN, grid_cell(grid, 0, 5)->voice);
	drop();
}

TEST(text_is_clipped_on_all_sides)
{
	make(3, 6);
	canvas_put(&canvas, 0, 4, SHOWN("abc"), VOICE_PLAIN);
	canvas_put(&canvas, 1, -1, SHOWN("abc"), VOICE_PLAIN);
	CHECK_INT(3, canvas_put(&canvas, 3, 0, SHOWN("abc"), VOICE_PLAIN));
	canvas_put(&canvas, -1, 0, SHOWN("abc"), VOICE_PLAIN);
	check_line(0, "    ab");
	check_line(1, "bc");
	check_line(2, "");
	drop();
}

TEST(a_wide_character_is_never_halved)
{
	make(3, 5);
	canvas_put(&canvas, 0, 0, show(&arena, "和紙和"), VOICE_PLAIN);
	check_line(0, "和紙");
	canvas_put(&canvas, 1, 0, show(&arena, "和紙"), VOICE_PLAIN);
	canvas_put(&canvas, 1, 1, SHOWN("x"), VOICE_PLAIN);
	check_line(1, " x紙");
	canvas_put(&canvas, 1, 2, SHOWN("y"), VOICE_PLAIN);
	check_line(1, " xy");
	canvas_put(&canvas, 2, -1, show(&arena, "和紙"), VOICE_PLAIN);
	check_line(2, " 紙");
	drop();
}

TEST(a_mark_stays_with_its_letter)
{
	make(1, 5);
	CHECK_INT(1, canvas_put(&canvas, 0, 0, show(&arena, "e\xcc\x81"), VOICE_PLAIN));
	CHECK_INT(3, grid_cell(grid, 0, 0)->size);
	drop();
}

TEST(parts_are_clipped_to_what_they_are_part_of)
{
	make(4, 10);
	struct canvas part = canvas_part(&canvas, 1, 2, -1, -3);
	CHECK_INT(2, part.rows);
	CHECK_INT(5, part.cols);
	part = canvas_part(&part, 1, 1, 9, 9);
	CHECK_INT(1, part.rows);
	CHECK_INT(4, part.cols);
	canvas_put(&part, 0, 0, SHOWN("abcdef"), VOICE_PLAIN);
	check_line(2, "   abcd");
	part = canvas_part(&canvas, 9, 0, 1, 1);
	CHECK_INT(0, part.rows);
	drop();
}

TEST(numbers_stand_to_the_right_and_on_their_mark)
{
	make(4, 10);
	CHECK_INT(6, canvas_put_right(&canvas, 0, 10, SHOWN("1234"), VOICE_PLAIN));
	canvas_put_decimal(&canvas, 1, 6, '.', SHOWN("24.00"), VOICE_PLAIN);
	canvas_put_decimal(&canvas, 2, 6, '.', SHOWN("5"), VOICE_PLAIN);
	check_line(0, "      1234");
	check_line(1, "    24.00");
	check_line(2, "     5");
	drop();
}

TEST(a_box_has_title_count_and_foot)
{
	make(4, 24);
	struct canvas in = canvas_box(&canvas, &(struct box){ SHOWN("Cart"), SHOWN("6"), SHOWN("1 of 9"), false });
	canvas_put(&in, 0, 0, SHOWN("inside"), VOICE_PLAIN);
	check_line(0, "╭─ Cart ─────────── 6 ─╮");
	check_line(1, "│ inside               │");
	check_line(3, "╰───────────── 1 of 9 ─╯");
	CHECK_INT(20, in.cols);
	drop();
}

TEST(a_box_is_ascii_where_the_locale_is)
{
	make(3, 12);
	text_use_utf8(false);
	canvas_box(&canvas, &(struct box){ SHOWN("Cart"), SHOWN(""), SHOWN(""), false });
	check_line(0, "+- Cart ---+");
	check_line(1, "|          |");
	text_use_utf8(true);
	drop();
}

TEST(tiny_boxes_do_no_harm)
{
	make(3, 12);
	for (int rows = 0; rows < 3; rows++)
		for (int cols = 0; cols < 6; cols++) {
			struct canvas part = { grid, 0, 0, rows, cols };
			struct canvas in = canvas_box(&part, &(struct box){ SHOWN("Title"), SHOWN("9"), SHOWN("f"), true });
			canvas_put(&in, 0, 0, SHOWN("x"), VOICE_PLAIN);
			canvas_rule(&in, 0, 0, 0);
		}
	CHECK_INT(' ', grid_cell(grid, 2, 11)->bytes[0]);
	drop();
}

TEST(the_last_target_is_on_top)
{
	make(3, 12);
	int widget = 0;
	canvas_target(&canvas, 0, 0, 12, 'a');
	canvas_target_row(&canvas, 0, 2, 2, 3, &widget, 7);
	CHECK_INT('a', grid_target(grid, 0, 1)->key);
	CHECK_INT(7, grid_target(grid, 1, 4)->index);
	CHECK(grid_target(grid, 1, 4)->widget == &widget);
	CHECK(grid_target(grid, 2, 4) == NULL);
	grid_clear(grid);
	CHECK(grid_target(grid, 0, 1) == NULL);
	drop();
}

TEST(the_cursor_shows_only_inside)
{
	int row, col;
	make(3, 12);
	struct canvas part = canvas_part(&canvas, 1, 1, 1, 5);
	canvas_cursor(&part, 0, 9);
	CHECK(!grid_cursor(grid, &row, &col));
	canvas_cursor(&part, 0, 2);
	CHECK(grid_cursor(grid, &row, &col));
	CHECK_INT(1, row);
	CHECK_INT(3, col);
	drop();
}
