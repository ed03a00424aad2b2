#include "base/arena.h"
#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/form.h"
#include "unit/check.h"

#include <locale.h>
#include <string.h>

static struct field field;

static enum field_did press(uint32_t key)
{
	return field_event(&field, &(struct event){ .type = EVENT_KEY, .key = key });
}

static void type(const char *text)
{
	for (; *text; text++)
		press((unsigned char)*text);
}

static enum field_did paste(const char *text)
{
	return field_event(&field, &(struct event){ .type = EVENT_PASTE, .text = text, .size = strlen(text) });
}

static void begin(enum field_kind kind, size_t limit)
{
	setlocale(LC_ALL, "C.UTF-8");
	text_use_utf8(true);
	field_init(&field, kind, limit);
}

TEST(typing_and_deleting)
{
	begin(FIELD_TEXT, 0);
	CHECK_STR("", field_text(&field));
	CHECK_INT(FIELD_MOVED, press(K_BACKSPACE));
	type("lamp");
	press(K_LEFT);
	press(K_LEFT);
	type("-");
	CHECK_STR("la-mp", field_text(&field));
	press(K_BACKSPACE);
	press(K_DELETE);
	CHECK_STR("lap", field_text(&field));
	press(K_HOME);
	press(K_DELETE);
	press(K_END);
	type("!");
	CHECK_STR("ap!", field_text(&field));
	CHECK_INT(FIELD_IGNORED, press(K_ENTER));
	CHECK_INT(FIELD_IGNORED, press(K_ALT('3')));
	field_release(&field);
}

TEST(clusters_go_as_a_whole)
{
	begin(FIELD_TEXT, 0);
	paste("陳e\xcc\x81");
	press(K_LEFT);
	CHECK_INT(3, field.at);
	press(K_RIGHT);
	press(K_BACKSPACE);
	CHECK_STR("陳", field_text(&field));
	press(K_BACKSPACE);
	CHECK_STR("", field_text(&field));
	field_release(&field);
}

TEST(words_and_lines)
{
	begin(FIELD_TEXT, 0);
	type("one two three");
	press(K_CTRL(K_LEFT));
	press(K_ALT('b'));
	CHECK_INT(4, field.at);
	press(K_CTRL('w'));
	CHECK_STR("two three", field_text(&field));
	press(K_ALT('f'));
	press(K_CTRL('k'));
	CHECK_STR("two", field_text(&field));
	press(K_CTRL('u'));
	CHECK_STR("", field_text(&field));
	field_release(&field);
}

TEST(a_paste_becomes_one_line)
{
	begin(FIELD_TEXT, 0);
	CHECK_INT(FIELD_CHANGED, paste("one\r\ntwo\033[31m\xff\tx\n"));
	CHECK_STR("one two[31m x", field_text(&field));
	field_release(&field);
}

TEST(a_full_field_says_so)
{
	begin(FIELD_TEXT, 4);
	CHECK_INT(FIELD_FULL, paste("abc和"));
	CHECK_STR("abc", field_text(&field));
	CHECK_INT(FIELD_CHANGED, press('d'));
	CHECK_INT(FIELD_FULL, press('e'));
	field_release(&field);
}

TEST(numbers_take_no_letters)
{
	begin(FIELD_NUMBER, 0);
	type("1a2.5");
	CHECK_STR("12.5", field_text(&field));
	field_set(&field, "7x");
	CHECK_STR("7", field_text(&field));
	field_release(&field);
}

static void pick(const char *text)
{
	field_set(&field, text);
	field_pick(&field);
}

TEST(typing_replaces_what_is_picked)
{
	begin(FIELD_NUMBER, 0);
	pick("32");
	type("x40");
	CHECK_STR("40", field_text(&field));
	pick("32");
	CHECK_INT(FIELD_IGNORED, press(K_ENTER));
	CHECK_INT(FIELD_CHANGED, paste("7"));
	CHECK_STR("7", field_text(&field));
	pick("32");
	CHECK_INT(FIELD_CHANGED, press(K_BACKSPACE));
	CHECK_STR("", field_text(&field));
	pick("32");
	CHECK_INT(FIELD_MOVED, press(K_END));
	type("0");
	CHECK_STR("320", field_text(&field));
	pick(NULL);
	CHECK_INT(FIELD_MOVED, press(K_BACKSPACE));
	field_release(&field);
}

TEST(a_password_never_moves_and_is_wiped)
{
	begin(FIELD_PASSWORD, 64);
	const char *place = field.text.bytes;
	for (int i = 0; i < 70; i++)
		type("s");
	CHECK(field.text.bytes == place);
	CHECK_INT(64, field.text.size);
	field_set(&field, NULL);
	for (size_t i = 0; i < 64; i++)
		CHECK_INT(0, place[i]);
	field_release(&field);
}

static void check_drawn(const char *expected, int cols, int cursor)
{
	struct arena arena;
	struct buffer line = { 0 };
	struct grid *grid = grid_new(1, cols + 2);
	struct canvas canvas = canvas_whole(grid);
	int row, col = -1;

	arena_init(&arena);
	field_draw(&field, &canvas, 0, 0, cols, true, SHOWN("empty"), &arena);
	grid_line(grid, 0, &line);
	CHECK_STR(expected, line.bytes);
	grid_cursor(grid, &row, &col);
	CHECK_INT(cursor, col);
	buffer_release(&line);
	arena_release(&arena);
	grid_free(grid);
}

TEST(long_text_scrolls_with_its_cursor)
{
	begin(FIELD_TEXT, 0);
	check_drawn("empty", 8, 0);
	type("abcdefg");
	check_drawn("abcdefg", 8, 7);
	type("hijkl");
	check_drawn("…ghijkl", 8, 7);
	press(K_HOME);
	check_drawn("abcdefg…", 8, 0);
	field_set(&field, "和紙和紙和紙");
	check_drawn("…紙和紙", 8, 7);
	field_release(&field);
}

TEST(passwords_show_as_dots)
{
	begin(FIELD_PASSWORD, 0);
	paste("a和b");
	check_drawn("•••", 8, 3);
	field_release(&field);
}

/* ---- forms ---- */

static const char *needs_text(const struct form *form, const char *text, struct arena *scratch)
{
	(void)form;
	(void)scratch;
	return *text ? NULL : "this is needed";
}

static const char *no_digits(const struct form *form, const char *text, struct arena *scratch)
{
	(void)form;
	return strpbrk(text, "0123456789") ? arena_format(scratch, "'%s' has a digit", text) : NULL;
}

static const char *const kinds[] = { "buyer", "seller", "both", NULL };
static const struct form_field fields[] = {
	{ "name", "Name", FORM_TEXT, 0, NULL, no_digits, NULL },
	{ "kind", "Kind", FORM_CHOICE, 0, kinds, NULL, NULL },
	{ "secret", "Password", FORM_PASSWORD, 0, NULL, needs_text, "8 or more" },
	{ 0 }
};
static struct form form;

static enum form_did tap(uint32_t key)
{
	return form_event(&form, &(struct event){ .type = EVENT_KEY, .key = key });
}

TEST(enter_goes_on_and_hands_over_at_the_end)
{
	begin(FIELD_TEXT, 0);
	form_init(&form, fields, NULL);
	tap('A');
	CHECK_INT(FORM_TAKEN, tap(K_ENTER));
	CHECK_INT(1, form.focus);
	tap(K_RIGHT);
	CHECK_INT(FORM_TAKEN, tap(K_ENTER));
	CHECK_INT(FORM_TAKEN, tap(K_ENTER));
	CHECK_STR("this is needed", form.states[2].complaint);
	tap('p');
	CHECK(form.states[2].complaint == NULL);
	CHECK_INT(FORM_SUBMIT, tap(K_ENTER));
	CHECK_STR("A", form_text(&form, "name"));
	CHECK_STR("seller", form_text(&form, "kind"));
	CHECK_STR("p", form_text(&form, "secret"));
	form_release(&form);
}

TEST(a_field_is_checked_when_it_is_left)
{
	begin(FIELD_TEXT, 0);
	form_init(&form, fields, NULL);
	tap('7');
	tap(K_TAB);
	CHECK_STR("'7' has a digit", form.states[0].complaint);
	tap(K_TAB);
	tap('x');
	CHECK_INT(FORM_TAKEN, tap(K_ENTER));
	CHECK_INT(0, form.focus);
	CHECK_INT(FORM_TAKEN, tap(K_SHIFT_TAB));
	CHECK_INT(2, form.focus);
	CHECK_INT(FORM_IGNORED, tap(K_ESC));
	form_complain(&form, "name", "taken");
	CHECK_INT(0, form.focus);
	CHECK_STR("taken", form.states[0].complaint);
	form_release(&form);
}

TEST(choices_turn_round)
{
	begin(FIELD_TEXT, 0);
	form_init(&form, fields, NULL);
	form_focus(&form, "kind");
	tap(K_LEFT);
	CHECK_STR("both", form_text(&form, "kind"));
	tap(' ');
	CHECK_STR("buyer", form_text(&form, "kind"));
	CHECK_INT(FORM_TAKEN, tap('x'));
	form_set(&form, "kind", "seller");
	CHECK_STR("seller", form_text(&form, "kind"));
	form_release(&form);
}

TEST(sentences_stand_beside_or_below)
{
	struct arena arena;
	struct buffer text = { 0 };
	struct grid *grid = grid_new(6, 72);
	struct canvas canvas = canvas_whole(grid), narrow = canvas_part(&canvas, 0, 0, 0, 40);

	begin(FIELD_TEXT, 0);
	arena_init(&arena);
	form_init(&form, fields, NULL);
	form_set(&form, "name", "7");
	tap(K_TAB);
	CHECK_INT(3, form_draw(&form, &canvas, 0, true, &arena));
	grid_line(grid, 0, &text);
	CHECK_STR("Name      7                                 '7' has a digit", text.bytes);
	buffer_clear(&text);
	grid_line(grid, 2, &text);
	CHECK_STR("Password                                    8 or more", text.bytes);
	grid_clear(grid);
	CHECK_INT(6, form_rows(&form, 40));
	CHECK_INT(6, form_draw(&form, &narrow, 0, true, &arena));
	buffer_clear(&text);
	grid_line(grid, 1, &text);
	CHECK_STR("          '7' has a digit", text.bytes);
	CHECK_INT(1, grid_target(grid, 2, 3)->index);
	form_release(&form);
	buffer_release(&text);
	arena_release(&arena);
	grid_free(grid);
}

/* ---- lines, completions, notes ---- */

static const char *lamp_or_nothing(const struct form *of, const char *text)
{
	(void)of;
	return *text && strncmp("Lamps, 和紙", text, strlen(text)) == 0 && text[1] ? "Lamps, 和紙" : NULL;
}

static const char *counts(const struct form *of, const char *text, struct arena *scratch)
{
	(void)of;
	return *text ? arena_format(scratch, "%zu letters", strlen(text)) : NULL;
}

static const struct form_field thing[] = {
	{ .name = "title", .label = "title", .limit = 60, .note = counts, .cells = 12 },
	{ .name = "words", .label = "words", .kind = FORM_LINES, .check = needs_text },
	{ .name = "kind", .label = "kind", .complete = lamp_or_nothing, .cells = 20 },
	{ 0 }
};

static void begin_thing(int rows, int cols)
{
	begin(FIELD_TEXT, 0);
	form_init(&form, thing, NULL);
	form_layout(&form, rows, cols);
}

static void taps(const char *text)
{
	for (; *text; text++)
		tap(*text == '\n' ? (uint32_t)K_ENTER : (unsigned char)*text);
}

static struct arena arena;
static struct grid *grid;

static void draw_thing(int rows, int cols)
{
	grid = grid_new(rows, cols);
	struct canvas canvas = canvas_whole(grid);
	arena_init(&arena);
	CHECK_INT(rows, form_draw(&form, &canvas, 0, true, &arena));
}

static void check_row(int row, const char *expected)
{
	struct buffer text = { 0 };
	grid_line(grid, row, &text);
	CHECK_STR(expected, text.bytes);
	buffer_release(&text);
}

static void end_thing(void)
{
	grid_free(grid);
	arena_release(&arena);
	form_release(&form);
}

TEST(lines_take_the_room_that_is_left)
{
	begin_thing(7, 60);
	form_focus(&form, "words");
	taps("one\ntwo");
	CHECK_INT(7, form_rows(&form, 60));
	draw_thing(7, 60);
	check_row(1, "words  one");
	check_row(2, "       two");
	check_row(6, "kind");
	CHECK_INT(1, grid_target(grid, 2, 3)->index);
	CHECK_INT(1 + FORM_FIELDS_MAX, grid_target(grid, 2, 8)->index);
	form_layout(&form, 2, 60);
	CHECK_INT(2, form.states[1].editor.rows);
	end_thing();
}

TEST(in_lines_enter_and_arrows_are_theirs)
{
	begin_thing(8, 60);
	tap(K_DOWN);
	CHECK(form_in_lines(&form));
	taps("one\ntwo");
	CHECK_STR("one\ntwo", form_text(&form, "words"));
	tap(K_UP);
	CHECK_INT(1, form.focus);
	tap(K_UP);
	CHECK_INT(0, form.focus);
	CHECK_INT(FORM_TAKEN, form_event(&form, &(struct event){ .type = EVENT_CLICK, .widget = &form,
		.index = 1 + FORM_FIELDS_MAX, .in_row = 1, .in_col = 2 }));
	CHECK_INT(6, form.states[1].editor.field.at);
	tap(K_TAB);
	CHECK(form_at_last(&form));
	CHECK_INT(FORM_SUBMIT, tap(K_ENTER));
	form_release(&form);
}

TEST(what_is_wrong_in_lines_stands_below)
{
	begin_thing(6, 60);
	CHECK_INT(FORM_TAKEN, form_submit(&form));
	CHECK(form_in_lines(&form));
	draw_thing(6, 60);
	check_row(4, "       this is needed");
	end_thing();
}

TEST(a_completion_is_taken_at_the_end)
{
	begin_thing(6, 60);
	form_focus(&form, "kind");
	taps("Lam");
	draw_thing(6, 60);
	check_row(5, "kind   Lamps, 和紙");
	CHECK_INT(VOICE_DIM, grid_cell(grid, 5, 10)->voice);
	tap(K_LEFT);
	tap(K_RIGHT);
	CHECK_STR("Lam", form_text(&form, "kind"));
	tap(K_RIGHT);
	CHECK_STR("Lamps, 和紙", form_text(&form, "kind"));
	tap(K_RIGHT);
	CHECK_STR("Lamps, 和紙", form_text(&form, "kind"));
	end_thing();
}

TEST(a_note_gives_way_to_the_room_that_is_left)
{
	begin_thing(6, 60);
	taps("Lamp");
	draw_thing(6, 60);
	check_row(0, "title  Lamp          4 letters");
	end_thing();
	begin_thing(6, 60);
	for (int i = 0; i < 50; i++)
		tap('x');
	draw_thing(6, 60);
	check_row(0, "title  …xxxxxxxxxx   room for 10 more");
	end_thing();
}

TEST(a_form_knows_what_has_changed)
{
	begin_thing(6, 60);
	CHECK(!form_has_changed(&form, NULL));
	form_set(&form, "title", "Lamp");
	CHECK(form_has_changed(&form, NULL));
	form_keep(&form);
	CHECK(!form_has_changed(&form, NULL));
	form_focus(&form, "words");
	tap('x');
	CHECK(form_has_changed(&form, "words"));
	CHECK(!form_has_changed(&form, "title"));
	tap(K_BACKSPACE);
	CHECK(!form_has_changed(&form, NULL));
	form_release(&form);
}

TEST(a_field_may_stand_apart)
{
	static const struct form_field two[] = { { .name = "a", .label = "a" }, { .name = "b", .label = "b", .apart = true }, { 0 } };
	begin(FIELD_TEXT, 0);
	form_init(&form, two, NULL);
	CHECK_INT(3, form_rows(&form, 72));
	draw_thing(3, 72);
	check_row(1, "");
	check_row(2, "b");
	end_thing();
}
