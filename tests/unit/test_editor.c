/* The editor of several lines, driven by what people do: keys, pastes, clicks. */
#include "base/arena.h"
#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/editor.h"
#include "unit/check.h"

#include <locale.h>
#include <string.h>

static struct editor editor;

static void begin(int rows, int cols, const char *text)
{
	setlocale(LC_ALL, "C.UTF-8");
	text_use_utf8(true);
	editor_init(&editor, 0);
	editor_layout(&editor, rows, cols);
	editor_set(&editor, text);
}

static enum field_did press(uint32_t key)
{
	return editor_event(&editor, &(struct event){ .type = EVENT_KEY, .key = key });
}

static void presses(uint32_t key, int times)
{
	while (times--)
		press(key);
}

static void type(const char *text)
{
	for (; *text; text++)
		press(*text == '\n' ? (uint32_t)K_ENTER : (unsigned char)*text);
}

static enum field_did paste(const char *text)
{
	return editor_event(&editor, &(struct event){ .type = EVENT_PASTE, .text = text, .size = strlen(text) });
}

static void click(int row, int col)
{
	editor_event(&editor, &(struct event){ .type = EVENT_CLICK, .in_row = row, .in_col = col });
}

/* The pane as it is seen, lines with | between them, and the cursor. */
static void check_seen(const char *expected, int row, int col)
{
	struct arena arena;
	struct buffer seen = { 0 };
	struct grid *grid = grid_new(editor.rows, editor.cols);
	struct canvas canvas = canvas_whole(grid);
	int at_row = -1, at_col = -1;

	arena_init(&arena);
	editor_draw(&editor, &canvas, 0, 0, true, &arena);
	for (int i = 0; i < editor.rows; i++) {
		if (i)
			buffer_putc(&seen, '|');
		grid_line(grid, i, &seen);
	}
	CHECK_STR(expected, seen.bytes);
	grid_cursor(grid, &at_row, &at_col);
	CHECK_INT(row, at_row);
	CHECK_INT(col, at_col);
	buffer_release(&seen);
	arena_release(&arena);
	grid_free(grid);
}

TEST(long_lines_wrap_at_words)
{
	begin(3, 11, "");
	check_seen("||", 0, 0);
	type("a brass lamp with a shade");
	check_seen("a brass|lamp with|a shade", 2, 7);
	press(K_CTRL(K_HOME));
	check_seen("a brass|lamp with|a shade", 0, 0);
	editor_layout(&editor, 4, 8);
	check_seen("a brass|lamp|with a|shade", 0, 0);
	editor_release(&editor);
}

TEST(a_word_longer_than_the_pane_is_broken)
{
	begin(3, 6, "abcdefghijkl");
	check_seen("abcde|fghij|kl", 0, 0);
	press(K_END);
	check_seen("abcde|fghij|kl", 0, 5);
	press(K_RIGHT);
	check_seen("abcde|fghij|kl", 1, 0);
	press(K_LEFT);
	check_seen("abcde|fghij|kl", 0, 4);
	editor_release(&editor);
}

TEST(blanks_hang_over_the_edge)
{
	begin(2, 6, "");
	type("abcde");
	check_seen("abcde|", 0, 5);
	type("   ");
	check_seen("abcde|", 0, 5);
	type("f");
	check_seen("abcde|f", 1, 1);
	press(K_BACKSPACE);
	check_seen("abcde|", 0, 5);
	editor_release(&editor);
}

TEST(enter_begins_a_line)
{
	begin(4, 20, "");
	type("one\n\ntwo");
	CHECK_STR("one\n\ntwo", editor_text(&editor));
	check_seen("one||two|", 2, 3);
	press(K_HOME);
	press(K_BACKSPACE);
	press(K_BACKSPACE);
	CHECK_STR("onetwo", editor_text(&editor));
	check_seen("onetwo|||", 0, 3);
	editor_release(&editor);
}

TEST(up_and_down_keep_the_column)
{
	begin(4, 11, "abcdefgh\nab\nabcdefgh");
	presses(K_RIGHT, 6);
	press(K_DOWN);
	check_seen("abcdefgh|ab|abcdefgh|", 1, 2);
	press(K_DOWN);
	check_seen("abcdefgh|ab|abcdefgh|", 2, 6);
	press(K_UP);
	press(K_LEFT);
	press(K_UP);
	check_seen("abcdefgh|ab|abcdefgh|", 0, 1);
	editor_release(&editor);
}

TEST(up_and_down_leave_at_the_edges)
{
	begin(3, 11, "a brass lamp");
	CHECK_INT(FIELD_IGNORED, press(K_UP));
	CHECK_INT(FIELD_MOVED, press(K_DOWN));
	CHECK_INT(FIELD_IGNORED, press(K_DOWN));
	CHECK_INT(FIELD_MOVED, press(K_UP));
	CHECK_INT(FIELD_IGNORED, press(K_UP));
	CHECK_INT(FIELD_IGNORED, press(K_TAB));
	CHECK_INT(FIELD_IGNORED, press(K_ESC));
	CHECK_INT(FIELD_IGNORED, press(K_ALT('3')));
	editor_release(&editor);
}

TEST(down_stops_behind_a_wrapped_line)
{
	begin(3, 11, "abcdefghij\nabc def ghi jkl");
	presses(K_RIGHT, 10);
	press(K_DOWN);
	check_seen("abcdefghij|abc def|ghi jkl", 1, 8);
	press(K_DOWN);
	check_seen("abcdefghij|abc def|ghi jkl", 2, 7);
	editor_release(&editor);
}

TEST(home_and_end_are_those_of_the_line_seen)
{
	begin(2, 11, "a brass lamp");
	press(K_END);
	check_seen("a brass|lamp", 0, 8);
	press(K_CTRL('a'));
	check_seen("a brass|lamp", 0, 0);
	press(K_DOWN);
	press(K_END);
	check_seen("a brass|lamp", 1, 4);
	press(K_CTRL(K_HOME));
	CHECK_INT(0, editor.field.at);
	press(K_CTRL(K_END));
	CHECK_INT(12, editor.field.at);
	editor_release(&editor);
}

TEST(words_go_across_lines)
{
	begin(3, 20, "one\ntwo three");
	press(K_CTRL(K_RIGHT));
	press(K_ALT('f'));
	CHECK_INT(7, editor.field.at);
	press(K_CTRL('w'));
	CHECK_STR("one\n three", editor_text(&editor));
	press(K_ALT('b'));
	CHECK_INT(0, editor.field.at);
	press(K_CTRL(K_END));
	press(K_ALT(K_BACKSPACE));
	CHECK_STR("one\n ", editor_text(&editor));
	editor_release(&editor);
}

TEST(lines_are_taken_out)
{
	begin(4, 11, "a brass lamp\nshade");
	press(K_DOWN);
	presses(K_RIGHT, 2);
	press(K_CTRL('u'));
	CHECK_STR("a brass mp\nshade", editor_text(&editor));
	editor_set(&editor, "a brass lamp\nshade");
	presses(K_RIGHT, 2);
	press(K_CTRL('k'));
	CHECK_STR("a lamp\nshade", editor_text(&editor));
	press(K_CTRL('k'));
	press(K_CTRL('k'));
	CHECK_STR("a shade", editor_text(&editor));
	editor_set(&editor, "one\ntwo");
	press(K_DOWN);
	press(K_CTRL('u'));
	CHECK_STR("onetwo", editor_text(&editor));
	press(K_CTRL('u'));
	CHECK_STR("two", editor_text(&editor));
	CHECK_INT(FIELD_MOVED, press(K_CTRL('u')));
	press(K_END);
	CHECK_INT(FIELD_MOVED, press(K_CTRL('k')));
	editor_release(&editor);
}

TEST(wide_characters_stay_whole)
{
	begin(3, 6, "和紙和紙和");
	check_seen("和紙|和紙|和", 0, 0);
	press(K_RIGHT);
	check_seen("和紙|和紙|和", 0, 2);
	press(K_DOWN);
	check_seen("和紙|和紙|和", 1, 2);
	press(K_BACKSPACE);
	CHECK_STR("和紙紙和", editor_text(&editor));
	editor_set(&editor, "abc\n和紙");
	presses(K_RIGHT, 3);
	press(K_DOWN);
	check_seen("abc|和紙|", 1, 2);
	press(K_UP);
	check_seen("abc|和紙|", 0, 3);
	editor_release(&editor);
}

TEST(marks_go_with_their_letter)
{
	begin(2, 6, "ae\xcc\x81z");
	press(K_RIGHT);
	press(K_RIGHT);
	check_seen("ae\xcc\x81z|", 0, 2);
	press(K_BACKSPACE);
	CHECK_STR("az", editor_text(&editor));
	editor_release(&editor);
}

TEST(a_paste_keeps_its_lines)
{
	begin(3, 20, "<>");
	press(K_RIGHT);
	CHECK_INT(FIELD_CHANGED, paste("one\r\ntwo\rthree\n\tx\xe2\x80\xa8y\033[0m\xff\x7f\xc2\x85"));
	CHECK_STR("<one\ntwo\nthree\n x\ny[0m>", editor_text(&editor));
	check_seen("three              ↑| x|y[0m>", 2, 4);
	editor_release(&editor);
}

TEST(a_full_editor_says_so)
{
	begin(2, 20, "");
	editor_release(&editor);
	editor_init(&editor, 6);
	CHECK_INT(FIELD_FULL, paste("one\nthree"));
	CHECK_STR("one\nth", editor_text(&editor));
	CHECK_INT(FIELD_FULL, press(K_ENTER));
	CHECK_INT(FIELD_FULL, press('x'));
	editor_set(&editor, "longer than the limit");
	CHECK_STR("longer than the limit", editor_text(&editor));
	CHECK_INT(FIELD_FULL, press('x'));
	CHECK_INT(FIELD_CHANGED, press(K_DELETE));
	editor_release(&editor);
}

TEST(it_scrolls_and_says_where_there_is_more)
{
	begin(3, 8, "1\n2\n3\n4\n5");
	check_seen("1|2|3      ↓", 0, 0);
	press(K_PAGE_DOWN);
	check_seen("1|2|3      ↓", 2, 0);
	press(K_DOWN);
	check_seen("2      ↑|3|4      ↓", 2, 0);
	press(K_PAGE_DOWN);
	check_seen("3      ↑|4|5", 2, 0);
	press(K_PAGE_UP);
	press(K_PAGE_UP);
	check_seen("1|2|3      ↓", 0, 0);
	press(K_CTRL(K_END));
	press(K_BACKSPACE);
	press(K_BACKSPACE);
	check_seen("2      ↑|3|4", 2, 1);
	text_use_utf8(false);
	check_seen("2      ^|3|4", 2, 1);
	editor_release(&editor);
}

TEST(a_larger_pane_shows_what_it_can)
{
	begin(2, 8, "1\n2\n3\n4");
	press(K_CTRL(K_END));
	check_seen("3      ↑|4", 1, 1);
	editor_layout(&editor, 4, 8);
	check_seen("1|2|3|4", 3, 1);
	editor_release(&editor);
}

TEST(clicks_and_the_wheel_move_the_cursor)
{
	begin(2, 11, "a brass lamp\nx\ny\nz");
	click(1, 2);
	check_seen("a brass|lamp      ↓", 1, 2);
	click(0, 9);
	check_seen("a brass|lamp      ↓", 0, 8);
	click(5, 0);
	CHECK_INT(17, editor.field.at);
	editor_event(&editor, &(struct event){ .type = EVENT_WHEEL, .index = -1 });
	check_seen("lamp      ↑|x         ↓", 0, 0);
	editor_release(&editor);
}

TEST(at_the_edge_of_a_wrapped_line_the_next_one_is_taken)
{
	begin(3, 11, "a brass lamp");
	press(K_DOWN);
	press(K_CTRL('u'));
	CHECK_STR("lamp", editor_text(&editor));
	editor_set(&editor, "a brass lamp\nshade");
	press(K_END);
	press(K_CTRL('k'));
	CHECK_STR("a brass \nshade", editor_text(&editor));
	editor_release(&editor);
}

TEST(behind_a_wrapped_line_only_while_nothing_else_is_done)
{
	begin(3, 11, "a brass lamp two shade");
	press(K_END);
	press(K_LEFT);
	press(K_RIGHT);
	check_seen("a brass|lamp two|shade", 1, 0);
	press(K_END);
	press(K_CTRL('u'));
	check_seen("a brass|shade|", 1, 0);
	editor_release(&editor);
}
