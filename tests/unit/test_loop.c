#include "base/arena.h"
#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/dialog.h"
#include "ui/field.h"
#include "ui/keymap.h"
#include "ui/loop.h"
#include "unit/check.h"
#include "unit/script.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* One screen that counts what happens to it, and a copy of it to be pushed on top. */
struct counted { int number; struct field field; bool typing, holds; };
static struct ui *ui;
static int opened, closed, resumed, laid_out, pressed, answered;
static enum err refuse_open;

static enum err open_one(void *state, void *app, const void *argument)
{
	struct counted *s = state;
	(void)app;
	if (refuse_open)
		return fail(refuse_open, "the door is locked");
	s->number = argument ? *(const int *)argument : 1;
	field_init(&s->field, FIELD_TEXT, 0);
	opened++;
	return OK;
}

static void close_one(void *state)
{
	field_release(&((struct counted *)state)->field);
	closed++;
}

static enum err resume_one(void *state) { (void)state; resumed++; return OK; }
static enum err layout_one(void *state, int rows, int cols) { (void)state; (void)rows; (void)cols; laid_out++; return OK; }

static void draw_one(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct counted *s = state;
	canvas_put(body, 0, 0, show_format(scratch, "screen %d of %dx%d", s->number, body->cols, body->rows), VOICE_PLAIN);
	field_draw(&s->field, body, 1, 0, 20, s->typing, SHOWN(""), scratch);
	canvas_target_row(body, 2, 0, 1, 10, s, 5);
	canvas_target(body, 4, 0, 10, 'y');
}

static struct next event_one(void *state, void *app, const struct event *event)
{
	struct counted *s = state;
	(void)app;
	if (event->type == EVENT_CLICK && event->widget == s) {
		pressed += (int)event->index;
		return next_stay();
	}
	if (s->typing && event->key != '#' && field_event(&s->field, event) != FIELD_IGNORED)
		return next_stay();
	return next_ignored();
}

static bool typing_one(const void *state) { return ((const struct counted *)state)->typing; }
static struct shown status_one(const void *state, struct arena *scratch) { (void)state; (void)scratch; return SHOWN("at rest"); }

static const struct screen_ops second;
static struct next act_push(void *state, void *app)
{
	static const int two = 2;
	(void)state;
	(void)app;
	return next_push(&second, &two);
}

static struct next act_replace(void *state, void *app)
{
	static const int three = 3;
	(void)state;
	(void)app;
	return next_replace(&second, &three);
}

static struct next act_say(void *state, void *app)
{
	(void)state;
	(void)app;
	pressed++;
	ui_say(ui, SHOWN("it was said"), VOICE_PLAIN);
	ui_offer(ui, 'u', "u undo");
	return next_stay();
}

static struct next act_fail(void *state, void *app)
{
	(void)state;
	(void)app;
	return ui_refuse(ui, fail(ERR_STOCK, "only 2 are left"));
}

static struct next act_type(void *state, void *app)
{
	struct counted *s = state;
	(void)app;
	s->typing = !s->typing;
	return next_stay();
}

static struct next done(void *state, void *app, const void *answer)
{
	const struct dialog_answer *said = answer;
	(void)app;
	answered = ((struct counted *)state)->number * 10 + (said ? said->choice : 7);
	return next_stay();
}

static struct next act_ask(void *state, void *app)
{
	static const struct dialog_choice choices[] = { { 'n', "no" }, { 'y', "yes" }, { 0 } };
	static const struct dialog ask = { .title = SHOWN("Really?"), .choices = choices, .done = done };
	(void)state;
	(void)app;
	return next_push(&dialog_screen, &ask);
}

static struct next act_choose(void *state, void *app)
{
	static const struct chooser_item items[] = { { SHOWN("apple"), SHOWN("") }, { SHOWN("pear"), SHOWN("") },
		{ SHOWN("plum"), SHOWN("") } };
	static const struct chooser ask = { .title = SHOWN("Fruit"), .items = items, .count = 3, .chosen = 1, .done = done };
	(void)state;
	(void)app;
	return next_push(&chooser_screen, &ask);
}

static struct next act_lock(void *state, void *app) { (void)state; (void)app; refuse_open = ERR_FORBIDDEN; return next_stay(); }
static struct next act_hold(void *state, void *app) { struct counted *s = state; (void)app; s->holds = !s->holds; return next_stay(); }
static bool unsaved_one(const void *state) { return ((const struct counted *)state)->holds; }
static struct next act_return(void *state, void *app) { (void)state; (void)app; return next_return(done, NULL); }
static struct next act_home(void *state, void *app) { (void)state; (void)app; return next_home(1); }

static const struct binding bindings[] = {
	{ 'p', act_push, "push", NULL, "push", .when = NULL }, { 'R', act_replace, "replace", NULL, NULL, .when = NULL },
	{ 's', act_say, "say it", NULL, "say", .when = NULL }, { 'x', act_fail, "fail", NULL, NULL, .when = NULL },
	{ K_CTRL('t'), act_type, "type", NULL, NULL, .when = NULL }, { 'd', act_ask, "ask", NULL, NULL, .when = NULL },
	{ 'f', act_choose, "choose", NULL, NULL, .when = NULL }, { 'r', act_return, "hand back", NULL, NULL, .when = NULL },
	{ '#', act_say, "say it too", NULL, NULL, .when = NULL },
	{ 'l', act_lock, "lock the doors", NULL, NULL, .when = NULL }, { 'H', act_home, "home", NULL, NULL, .when = NULL },
	{ 'z', act_hold, "hold something", NULL, NULL, .when = NULL }, { 0 }
};
static const struct keymap keys = { bindings, &ui_keys };
#define ONE .state_size = sizeof(struct counted), .keys = &keys, .open = open_one, .close = close_one, .resume = resume_one, \
	.layout = layout_one, .draw = draw_one, .event = event_one, \
	.unsaved = unsaved_one, .typing = typing_one, .status = status_one
static const struct screen_ops first = { .name = "First", ONE };
static const struct screen_ops second = { .name = "Second", ONE };
static const struct screen_ops bare = { .name = "Bare", .bare = true, ONE };
static const struct tab tabs[] = { { "Shop", &first }, { "Cart", &second } };

/* The screen as text, kept when the script's keys are used up. */
static struct buffer screen;

static void look(void *context, int step)
{
	(void)context;
	(void)step;
	buffer_clear(&screen);
	for (int row = 0; row < grid_rows(ui_grid(ui)); row++) {
		grid_line(ui_grid(ui), row, &screen);
		buffer_putc(&screen, '\n');
	}
}

static enum err run_first(const struct screen_ops *start, const char *script_keys)
{
	struct script script = { .keys = script_keys, .after = look };
	struct ui_setup setup = { .program = "souk", .tabs = tabs, .tab_count = 2, .input = script_input(&script), .rows = 24,
		.cols = 80 };
	int signal;

	setlocale(LC_ALL, "C.UTF-8");
	text_use_utf8(true);
	opened = closed = resumed = laid_out = pressed = answered = 0;
	refuse_open = OK;
	ui = ui_new(&setup);
	enum err err = ui_run(ui, start, NULL, &signal);
	ui_free(ui);
	CHECK_INT(opened, closed);
	return err;
}

static void run(const char *script_keys)
{
	CHECK_ERR(OK, run_first(NULL, script_keys));
}

/* With the whole screen in the log when it does not. */
static bool shows(const char *text)
{
	return strstr(screen.bytes, text) || check_str(__FILE__, __LINE__, "screen", text, screen.bytes);
}

static bool hides(const char *text)
{
	return !strstr(screen.bytes, text);
}

TEST(the_frame_has_tabs_status_and_keys)
{
	run("");
	CHECK(shows(" souk  1 Shop  2 Cart\nscreen 1 of 80x21\n"));
	CHECK(shows("\n at rest\n p push  s say  : more  ? help\n"));
}

TEST(line_23_tells_what_happened_until_the_next_key)
{
	run("s");
	CHECK(shows("\n it was said   u undo\n"));
	run("x");
	CHECK(shows("\n only 2 are left\n"));
	run("s Ctrl-L");
	CHECK(shows("\n at rest\n"));
}

TEST(a_refused_key_says_why)
{
	run("k");
	CHECK(shows("\n k does nothing here: ? shows the keys\n"));
	run("5");
	CHECK(shows("\n 5 does nothing here: ? shows the keys\n"));
	run("Esc");
	CHECK(shows("\n nothing to go back to: q quits\n"));
	run("d k");
	CHECK(shows("\n k does nothing here: Esc goes back\n"));
}

TEST(screens_lie_on_each_other)
{
	run("p");
	CHECK(shows("\nscreen 2 of"));
	CHECK_INT(2, opened);
	run("p Esc");
	CHECK(shows("\nscreen 1 of"));
	CHECK_INT(1, resumed);
	run("p q");
	CHECK(shows("\nscreen 1 of"));
	run("p r");
	CHECK_INT(17, answered);
	run("R");
	CHECK(shows("\nscreen 3 of"));
	run("q s");
	CHECK_INT(0, pressed);
}

TEST(tabs_are_as_they_were_left)
{
	run("p 2 1");
	CHECK(shows("\nscreen 2 of"));
	CHECK_INT(3, opened);
	run("p 2 1 1");
	CHECK(shows("\nscreen 1 of"));
	run("2 Esc");
	CHECK_INT(1, resumed);
	run("p Alt-2 H");
	CHECK_INT(4, opened);
}

TEST(a_failed_open_changes_nothing)
{
	run("l p");
	CHECK(shows("\nscreen 1 of"));
	CHECK(shows("\n the door is locked\n"));
	run("l R");
	CHECK(shows("\nscreen 1 of"));
	run("l 2");
	CHECK(shows("\nscreen 1 of"));
	CHECK_ERR(ERR_FORBIDDEN, run_first(NULL, "l H s"));
}

TEST(no_letter_acts_while_typing)
{
	run("Ctrl-T 'psq?:1'");
	CHECK(shows("\npsq?:1\n"));
	CHECK_INT(1, opened);
	run("Ctrl-T #");
	CHECK_INT(0, pressed);
	run("Ctrl-T 'ab' Alt-2");
	CHECK_INT(2, opened);
	run("Ctrl-T F1 Esc Ctrl-T s");
	CHECK_INT(1, pressed);
}

TEST(dialogs_answer_the_screen_beneath)
{
	run("d");
	CHECK(shows("─ Really? ─"));
	CHECK(shows("\n n no  y yes  Esc back\n"));
	run("d y");
	CHECK_INT(11, answered);
	run("d Esc");
	CHECK_INT(0, answered);
	CHECK(hides("Really?"));
	run("d 2");
	CHECK(shows("2 does nothing here"));
}

TEST(a_chooser_narrows_as_one_types)
{
	run("f Enter");
	CHECK_INT(11, answered);
	run("f 'PL' Enter");
	CHECK_INT(12, answered);
	run("f Up Enter");
	CHECK_INT(10, answered);
	run("f 'zz' Enter");
	CHECK_INT(0, answered);
	CHECK(shows("nothing matches"));
}

TEST(help_lists_all_keys_and_does_them)
{
	run("?");
	CHECK(shows("─ Keys of First ─"));
	CHECK(shows("say it"));
	CHECK(shows("go to Cart"));
	CHECK(hides("go to Orders"));
	run("? 'say' Enter");
	CHECK_INT(1, pressed);
	CHECK(shows("\n it was said   u undo\n"));
	run("? 'no such act'");
	CHECK(shows("nothing matches"));
}

TEST(the_palette_does_every_act_by_name)
{
	run(": 'SAY' Enter");
	CHECK_INT(1, pressed);
	run("Ctrl-P 'cart' Enter");
	CHECK(shows("\nscreen 1 of"));
	CHECK_INT(2, opened);
	run(": Esc");
	CHECK(hides("What to do"));
}

TEST(clicks_press_what_is_written_there)
{
	run("<12,23>");
	CHECK_INT(1, pressed);
	run("<2,3>");
	CHECK_INT(5, pressed);
	run("<16,0>");
	CHECK_INT(2, opened);
	run("d <16,0>");
	CHECK_INT(1, opened);
	run("d <2,3>");
	CHECK_INT(0, pressed);
	run("d <2,5>");
	CHECK_INT(0, answered);
}

TEST(too_small_a_window_loses_nothing)
{
	run("p @52x14");
	CHECK(shows(" souk needs 60×18, this is 52×14; nothing is lost\n"));
	CHECK(hides("screen"));
	run("p @52x14 s @1x1 @100x30");
	CHECK(shows("\nscreen 2 of 100x27"));
	CHECK_INT(0, pressed);
	run("@52x14 q");
	CHECK_INT(1, closed);
}

TEST(layout_comes_before_the_first_frame_and_after_a_resize)
{
	run("");
	CHECK_INT(1, laid_out);
	run("s s @90x30 s");
	CHECK_INT(2, laid_out);
}

TEST(a_bare_screen_stands_alone)
{
	CHECK_ERR(OK, run_first(&bare, ""));
	CHECK(shows("screen 1 of 80x22\n"));
	CHECK_ERR(OK, run_first(&bare, "1"));
	CHECK(shows("1 does nothing here"));
	CHECK_ERR(OK, run_first(&bare, "H"));
	CHECK(shows(" souk  1 Shop  2 Cart\nscreen 1"));
	CHECK_INT(2, opened);
}

/* --- what is not saved --- */

TEST(its_own_tab_does_not_close_what_is_not_saved)
{
	run("p 1");
	CHECK(shows("screen 1 of"));
	run("p z 1");
	CHECK(shows("screen 2 of"));
	run("p z z 1");
	CHECK(shows("screen 1 of"));
}

TEST(quitting_asks_once_for_what_is_not_saved)
{
	run("p z 2 q");
	CHECK(shows("what was typed in 1 Shop is not saved: q again quits without it"));
	run("p z 2 q q s");
	CHECK_INT(0, pressed);
	run("p z Ctrl-C s");
	CHECK_INT(1, pressed);
	run("p z Ctrl-C s Ctrl-C s");
	CHECK_INT(2, pressed);
	run("p z Ctrl-C Ctrl-C s");
	CHECK_INT(0, pressed);
	run("p z z Ctrl-C s");
	CHECK_INT(0, pressed);
}

TEST(a_small_terminal_does_not_lose_it_by_a_letter)
{
	run("p z @40x10 q @80x24 s");
	CHECK_INT(1, pressed);
	run("p @40x10 q @80x24 s");
	CHECK_INT(0, pressed);
}
