#include "base/arena.h"
#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/list.h"
#include "unit/check.h"

#include <stdlib.h>
#include <string.h>

/* A source of numbers, even ones only, from 0 up to 2 * (count - 1); a cursor is the number it follows or precedes. */
static int64_t numbers[4000];
static int64_t source_count, loads, gone;
static bool failing;

static int64_t key(const void *row)
{
	return *(const int64_t *)row;
}

static struct list_cell cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	(void)data;
	return (struct list_cell){ column ? SHOWN("right") : show_format(scratch, "row %d", (int)key(row)), VOICE_PLAIN };
}

static enum err load(void *data, struct arena *arena, const char *cursor, bool before, size_t limit, struct list_page *out)
{
	int64_t from, to, place = cursor ? atoll(cursor) : 0;

	(void)data;
	loads++;
	if (failing)
		return fail(ERR_BUSY, "the source is away");
	from = before ? (cursor ? place : source_count) - (int64_t)limit : cursor ? place : 0;
	to = from + (int64_t)limit;
	from = from < 0 ? 0 : from;
	to = to > source_count ? source_count : to;
	const void **rows = arena_array(arena, const void *, (size_t)(to - from) + 1);
	size_t count = 0;
	for (int64_t i = from; i < to; i++)
		if (numbers[i] != gone)
			rows[count++] = &numbers[i];
	*out = (struct list_page){ rows, count, from ? arena_format(arena, "%d", (int)from) : NULL,
		to < source_count ? arena_format(arena, "%d", (int)to) : NULL };
	return OK;
}

static enum err cursor(void *data, struct arena *arena, const void *row, const char **out)
{
	(void)data;
	*out = arena_format(arena, "%d", (int)(key(row) / 2) + 1);
	return OK;
}

static const struct list_column columns[] = {
	{ "name", 8, 1, 0, LIST_LEFT }, { "side", 5, 0, 1, LIST_RIGHT }, { 0 }
};
static const struct list_ops paged = { columns, key, cell, load, cursor };
static bool is_marked(const void *data, const void *row)
{
	(void)data;
	return key(row) == 4;
}

static const struct list_ops marking = { columns, key, cell, NULL, NULL, is_marked };
static const struct list_ops given = { columns, key, cell, NULL, NULL };
static struct list list;

static void begin(int64_t count, int height)
{
	source_count = count;
	loads = 0;
	gone = -1;
	failing = false;
	for (int64_t i = 0; i < 4000; i++)
		numbers[i] = i * 2;
	list_init(&list, &paged, NULL);
	CHECK_ERR(OK, list_restart(&list));
	CHECK_ERR(OK, list_layout(&list, height + 1, 30));
}

static enum list_did press(uint32_t pressed, int times)
{
	enum list_did did = LIST_IGNORED;
	for (int i = 0; i < times; i++)
		did = list_event(&list, &(struct event){ .type = EVENT_KEY, .key = pressed }, NULL);
	return did;
}

static int64_t selected(void)
{
	const void *row = list_selected(&list);
	return row ? key(row) : -1;
}

static void check_position(const char *expected)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_STR(expected, list_position(&list, &arena).bytes);
	arena_release(&arena);
}

TEST(arrows_and_vim_keys_move)
{
	begin(1000, 10);
	press(K_DOWN, 3);
	press('j', 2);
	CHECK_INT(10, selected());
	press('k', 1);
	press(K_UP, 1);
	CHECK_INT(6, selected());
	press(K_UP, 99);
	CHECK_INT(0, selected());
	CHECK_INT(LIST_IGNORED, press('x', 1));
	list_release(&list);
}

TEST(pages_are_read_when_they_are_reached)
{
	begin(4000, 10);
	CHECK_INT(1, loads);
	press(K_DOWN, 3999);
	CHECK_INT(7998, selected());
	CHECK(list.rows.count <= 500);
	check_position("4000 of 4000");
	press(K_UP, 3999);
	CHECK_INT(0, selected());
	CHECK_INT(0, list.first);
	CHECK(list.rows.count <= 500);
	list_release(&list);
}

TEST(end_and_home_jump)
{
	begin(4000, 10);
	list_set_total(&list, 4000);
	press('G', 1);
	CHECK_INT(7998, selected());
	CHECK(loads <= 3);
	check_position("4000 of 4000");
	press('k', 120);
	CHECK_INT(7758, selected());
	check_position("3880 of 4000");
	press('g', 1);
	CHECK_INT(0, selected());
	check_position("1 of 4000");
	list_release(&list);
}

TEST(a_page_keeps_the_line)
{
	begin(1000, 10);
	press('j', 4);
	press(K_PAGE_DOWN, 1);
	CHECK_INT(2 * (4 + 9), selected());
	CHECK_INT(9, list.top);
	press(K_CTRL('b'), 1);
	CHECK_INT(8, selected());
	press(K_CTRL('f'), 200);
	CHECK_INT(1998, selected());
	list_release(&list);
}

TEST(the_same_row_stays_selected_after_a_reload)
{
	begin(1000, 10);
	press('j', 300);
	size_t line = list.selected - list.top;
	gone = 2 * 297;
	CHECK_ERR(OK, list_reload(&list));
	CHECK_INT(600, selected());
	CHECK(list.selected - list.top <= line);
	press('k', 300);
	CHECK_INT(0, selected());
	list_release(&list);
}

TEST(the_row_that_takes_its_place_is_selected)
{
	begin(1000, 10);
	press('j', 5);
	gone = 10;
	CHECK_ERR(OK, list_reload(&list));
	CHECK_INT(12, selected());
	source_count = 3;
	CHECK_ERR(OK, list_reload(&list));
	CHECK_INT(4, selected());
	source_count = 0;
	CHECK_ERR(OK, list_reload(&list));
	CHECK(list_selected(&list) == NULL);
	press('j', 1);
	press('G', 1);
	check_position("");
	list_release(&list);
}

TEST(a_failed_reload_keeps_what_there_was)
{
	begin(1000, 10);
	press('j', 5);
	failing = true;
	CHECK_ERR(ERR_BUSY, list_reload(&list));
	CHECK_INT(10, selected());
	enum err err = OK;
	list.selected = list.rows.count - 1;
	list_event(&list, &(struct event){ .type = EVENT_KEY, .key = K_DOWN }, &err);
	CHECK_INT(ERR_BUSY, err);
	CHECK_INT(2 * ((int64_t)list.rows.count - 1), selected());
	list_release(&list);
}

TEST(clicks_select_and_enter)
{
	begin(100, 10);
	struct event click = { .type = EVENT_CLICK, .widget = &list, .index = 3 };
	CHECK_INT(LIST_MOVED, list_event(&list, &click, NULL));
	CHECK_INT(6, selected());
	CHECK_INT(LIST_ENTERED, list_event(&list, &click, NULL));
	click.widget = &click;
	CHECK_INT(LIST_IGNORED, list_event(&list, &click, NULL));
	struct event wheel = { .type = EVENT_WHEEL, .widget = &list, .index = 1 };
	list_event(&list, &wheel, NULL);
	list_event(&list, &wheel, NULL);
	CHECK_INT(6, list.top);
	CHECK_INT(12, selected());
	wheel.index = -1;
	for (int i = 0; i < 9; i++)
		list_event(&list, &wheel, NULL);
	CHECK_INT(0, list.top);
	list_release(&list);
}

TEST(given_rows_keep_their_selection_by_key)
{
	static const int64_t a[] = { 5, 7, 9 };
	const void *three[] = { &a[0], &a[1], &a[2] }, *two[] = { &a[1], &a[2] };
	list_init(&list, &given, NULL);
	list_set_rows(&list, three, 3);
	list_layout(&list, 5, 30);
	press('j', 1);
	list_set_rows(&list, two, 2);
	CHECK_INT(7, selected());
	CHECK(list_select(&list, 9));
	CHECK(!list_select(&list, 5));
	CHECK_INT(9, selected());
	list_set_rows(&list, NULL, 0);
	CHECK(list_selected(&list) == NULL);
	list_release(&list);
}

TEST(it_is_drawn_in_columns_with_a_full_bar)
{
	struct arena arena;
	struct buffer line = { 0 };
	struct grid *grid = grid_new(4, 32);
	struct canvas whole = canvas_whole(grid), canvas = canvas_part(&whole, 0, 1, 0, -1);

	arena_init(&arena);
	begin(100, 3);
	press('j', 1);
	list_draw(&list, &canvas, true, &arena);
	grid_line(grid, 0, &line);
	CHECK_STR(" name                      side", line.bytes);
	buffer_clear(&line);
	grid_line(grid, 2, &line);
	CHECK_STR(" row 2                    right", line.bytes);
	for (int col = 0; col < 32; col++)
		CHECK_INT(VOICE_BAR, grid_cell(grid, 2, col)->voice);
	CHECK_INT(VOICE_PLAIN, grid_cell(grid, 1, 1)->voice);
	CHECK_INT(1, grid_target(grid, 2, 5)->index);
	list_draw(&list, &canvas, false, &arena);
	CHECK_INT(VOICE_BAR_DIM, grid_cell(grid, 2, 5)->voice);
	CHECK_ERR(OK, list_layout(&list, 4, 9));
	CHECK_INT(9, list.widths[0]);
	CHECK_INT(0, list.widths[1]);
	list_release(&list);
	buffer_release(&line);
	arena_release(&arena);
	grid_free(grid);
}

TEST(a_mark_stands_before_its_row)
{
	const void *rows[] = { &numbers[1], &numbers[2] };
	struct arena arena;
	struct buffer line = { 0 };
	struct grid *grid = grid_new(4, 32);
	struct canvas whole = canvas_whole(grid), canvas = canvas_part(&whole, 0, 1, 0, -1);

	text_use_utf8(true);
	arena_init(&arena);
	begin(10, 3);
	list_release(&list);
	list_init(&list, &marking, NULL);
	list_set_rows(&list, rows, 2);
	CHECK_ERR(OK, list_layout(&list, 4, 30));
	list_draw(&list, &canvas, true, &arena);
	grid_line(grid, 1, &line);
	CHECK_STR(" row 2                    right", line.bytes);
	buffer_clear(&line);
	grid_line(grid, 2, &line);
	CHECK_STR("•row 4                    right", line.bytes);
	CHECK_INT(VOICE_ACCENT, grid_cell(grid, 2, 0)->voice);
	press('j', 1);
	list_draw(&list, &canvas, true, &arena);
	CHECK_INT(VOICE_BAR, grid_cell(grid, 2, 0)->voice);
	list_draw(&list, &whole, true, &arena);
	list_release(&list);
	buffer_release(&line);
	arena_release(&arena);
	grid_free(grid);
}
