/* A small program on src/ui alone: what test_term drives in a terminal of its own. Two tabs, a list of a hundred
 * thousand rows read page by page, a form, and one of each dialog. With an argument it does one of these instead:
 * "crash" dies by SIGSEGV once it is drawn, "deaf" works for 5 seconds on 'b' without looking at its input. */
#include "base/arena.h"
#include "base/clock.h"
#include "ui/canvas.h"
#include "ui/dialog.h"
#include "ui/form.h"
#include "ui/keymap.h"
#include "ui/list.h"
#include "ui/loop.h"
#include "ui/term.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GOODS = 100000 };

struct demo { struct ui *ui; struct arena arena; int64_t bought; bool deaf, crash; };
static struct demo demo;

/* ---- tab 1: a list, and what is selected beside it ---- */

struct goods { struct list list; int64_t ids[GOODS]; int rows, cols; bool detail; };

static const char *const titles[] = { "Kettle, copper", "Lamp, brass", "Lamp, paper 和紙", "Notebook", "Pot, small",
	"Rug, red", "Tea tin", "A title that is far too long to be shown whole in any column of this list" };

static int64_t goods_key(const void *row)
{
	return *(const int64_t *)row;
}

static struct list_cell goods_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	int64_t id = goods_key(row);
	(void)data;
	switch (column) {
	case 0: return (struct list_cell){ show(scratch, titles[id % 8]), VOICE_PLAIN };
	case 1: return (struct list_cell){ SHOWN("kitchen"), VOICE_DIM };
	case 2: return (struct list_cell){ show_format(scratch, "%d.%02d", (int)(id % 70), (int)(id % 100)), VOICE_PLAIN };
	}
	if (id % 5 == 3)
		return (struct list_cell){ SHOWN("low 2"), VOICE_LOW };
	return (struct list_cell){ show_format(scratch, "%d", (int)(id % 40)), VOICE_DIM };
}

static enum err goods_load(void *data, struct arena *arena, const char *cursor, bool before, size_t limit,
	struct list_page *out)
{
	struct goods *s = data;
	int64_t from = before ? (cursor ? atoll(cursor) : GOODS) - (int64_t)limit : cursor ? atoll(cursor) : 0;
	int64_t to = from + (int64_t)limit;

	from = from < 0 ? 0 : from;
	to = to > GOODS ? GOODS : to;
	const void **rows = arena_array(arena, const void *, (size_t)(to - from));
	for (int64_t i = from; i < to; i++)
		rows[i - from] = &s->ids[i];
	*out = (struct list_page){ rows, (size_t)(to - from), from ? arena_format(arena, "%d", (int)from) : NULL,
		to < GOODS ? arena_format(arena, "%d", (int)to) : NULL };
	return OK;
}

static enum err goods_cursor(void *data, struct arena *arena, const void *row, const char **out)
{
	(void)data;
	*out = arena_format(arena, "%d", (int)goods_key(row) + 1);
	return OK;
}

static const struct list_column goods_columns[] = {
	{ "name", 12, 1, 0, LIST_LEFT }, { "kind", 8, 0, 1, LIST_LEFT }, { "price", 7, 0, 0, LIST_DECIMAL },
	{ "stock", 5, 0, 0, LIST_RIGHT }, { 0 }
};
static const struct list_ops goods_rows = { goods_columns, goods_key, goods_cell, goods_load, goods_cursor };

static enum err goods_open(void *state, void *app, const void *argument)
{
	struct goods *s = state;
	(void)app;
	(void)argument;
	for (int64_t i = 0; i < GOODS; i++)
		s->ids[i] = i;
	list_init(&s->list, &goods_rows, s);
	list_set_total(&s->list, GOODS);
	return list_restart(&s->list);
}

static void goods_close(void *state)
{
	list_release(&((struct goods *)state)->list);
}

static enum err goods_layout(void *state, int rows, int cols)
{
	struct goods *s = state;
	s->cols = cols < 76 ? cols : cols * 3 / 5;
	return list_layout(&s->list, rows - 2, s->cols - 4);
}

static void goods_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct goods *s = state;
	const void *row = list_selected(&s->list);
	struct canvas left = canvas_part(body, 0, 0, 0, s->cols), right = canvas_part(body, 0, s->cols, 0, 0);
	struct canvas in = canvas_box(&left, &(struct box){ .title = SHOWN("100000 products"), .count = SHOWN("sort name"),
		.foot = list_position(&s->list, scratch), .focus = !s->detail });

	list_draw(&s->list, &in, !s->detail, scratch);
	if (!row || !right.cols)
		return;
	struct shown title = show(scratch, titles[goods_key(row) % 8]);
	in = canvas_box(&right, &(struct box){ .title = shown_cut(scratch, title, right.cols - 6), .focus = s->detail });
	canvas_put(&in, 0, 0, show_format(scratch, "%d.%02d", (int)(goods_key(row) % 70), (int)(goods_key(row) % 100)), VOICE_BOLD);
	canvas_put_right(&in, 0, in.cols, show_format(scratch, "%d in stock", (int)(goods_key(row) % 40)), VOICE_DIM);
	struct shown *lines;
	size_t count = show_wrapped(scratch, "Turned brass, linen shade, 40 cm. Bulb not included.", in.cols, &lines);
	for (size_t i = 0; i < count; i++)
		canvas_put(&in, 2 + (int)i, 0, lines[i], VOICE_PLAIN);
}

static struct next goods_event(void *state, void *app, const struct event *event)
{
	(void)app;
	return list_event(&((struct goods *)state)->list, event, NULL) ? next_stay() : next_ignored();
}

static struct next goods_buy(void *state, void *app)
{
	(void)state;
	(void)app;
	demo.bought++;
	ui_say(demo.ui, show_format(&demo.arena, "added: now %d in cart", (int)demo.bought), VOICE_PLAIN);
	ui_offer(demo.ui, 'u', "u undo");
	return next_stay();
}

static struct next goods_other(void *state, void *app)
{
	struct goods *s = state;
	(void)app;
	s->detail = !s->detail;
	return next_stay();
}

static struct next removed(void *state, void *app, const void *answer)
{
	const struct dialog_answer *said = answer;
	(void)state;
	(void)app;
	demo.bought = 0;
	ui_say(demo.ui, said->choice ? SHOWN("the cart was kept for later") : SHOWN("the cart is empty"), VOICE_PLAIN);
	return next_stay();
}

static struct next goods_empty(void *state, void *app)
{
	static const struct dialog_choice choices[] = { { 'y', "empty it" }, { 'k', "keep it for later" }, { 0 } };
	static const struct shown lines[] = { SHOWN("Everything in your cart goes."), SHOWN("Nothing is ordered.") };
	static const struct dialog ask = { .title = SHOWN("Empty the cart?"), .lines = lines, .line_count = 2,
		.choices = choices, .esc = "leave it", .done = removed, .danger = true };
	(void)state;
	(void)app;
	return next_push(&dialog_screen, &ask);
}

static struct next sorted(void *state, void *app, const void *answer)
{
	const struct dialog_answer *said = answer;
	(void)state;
	(void)app;
	ui_say(demo.ui, show_format(&demo.arena, "sort %d", said->choice), VOICE_PLAIN);
	return next_stay();
}

static struct next goods_sort(void *state, void *app)
{
	static const struct chooser_item items[] = { { SHOWN("name"), SHOWN("a to z") },
		{ SHOWN("price, low first"), SHOWN("") }, { SHOWN("newest"), SHOWN("") } };
	static const struct chooser ask = { .title = SHOWN("Sort by"), .items = items, .count = 3, .chosen = 1, .done = sorted,
		.enter = "sort" };
	(void)state;
	(void)app;
	return next_push(&chooser_screen, &ask);
}

static struct next amount(void *state, void *app, const void *answer)
{
	const struct dialog_answer *said = answer;
	(void)state;
	(void)app;
	demo.bought = atoi(said->text);
	ui_say(demo.ui, show_format(&demo.arena, "amount %s", said->text), VOICE_PLAIN);
	return next_stay();
}

static const char *check_amount(void *app, const char *text, struct arena *scratch)
{
	(void)app;
	return atoi(text) < 1 ? arena_format(scratch, "'%s' is no amount", text) : NULL;
}

static struct next goods_amount(void *state, void *app)
{
	static const struct prompt ask = { .title = SHOWN("How many?"), .initial = "1", .kind = FIELD_NUMBER,
		.check = check_amount, .done = amount, .enter = "set" };
	(void)state;
	(void)app;
	return next_push(&prompt_screen, &ask);
}

static struct next goods_work(void *state, void *app)
{
	uint64_t until = clock_nanoseconds() + 5000000000u;
	(void)state;
	(void)app;
	for (int i = 0; clock_nanoseconds() < until; i++)
		if (!ui_busy(demo.ui, SHOWN("working"), i, 0) && !demo.deaf)
			break;
	return next_stay();
}

static struct next goods_fail(void *state, void *app)
{
	(void)state;
	(void)app;
	return ui_refuse(demo.ui, fail(ERR_STOCK, "only 2 of '%s' are left; take fewer", "Lamp, \033[31mbrass"));
}

static const struct binding goods_bindings[] = {
	{ K_ENTER, goods_other, "look at it", NULL, "look", .when = NULL },
	{ 'a', goods_buy, "add one to the cart", NULL, "add", .when = NULL },
	{ '#', goods_amount, "amount as a number", NULL, "amount", .when = NULL },
	{ 's', goods_sort, "sort", NULL, "sort", .when = NULL },
	{ 'X', goods_empty, "empty the cart", NULL, "empty", .when = NULL },
	{ K_TAB, goods_other, "other pane", NULL, NULL, .when = NULL },
	{ 'b', goods_work, "work for 5 seconds", NULL, NULL, .when = NULL },
	{ 'x', goods_fail, "be refused", NULL, NULL, .when = NULL },
	{ 0 }
};
static const struct keymap goods_moves = { list_bindings, &ui_keys };
static const struct keymap goods_keys = { goods_bindings, &goods_moves };
static const struct screen_ops goods_screen = {
	.name = "Shop", .state_size = sizeof(struct goods), .keys = &goods_keys, .open = goods_open, .close = goods_close,
	.layout = goods_layout, .draw = goods_draw, .event = goods_event,
};

/* ---- tab 2: a form ---- */

static const char *check_name(const struct form *form, const char *text, struct arena *scratch)
{
	(void)form;
	(void)scratch;
	return *text ? NULL : "a name is needed";
}

static const char *check_again(const struct form *form, const char *text, struct arena *scratch)
{
	(void)scratch;
	return strcmp(text, form_text(form, "password")) == 0 ? NULL : "not the same as above";
}

static const char *const kinds[] = { "buyer", "seller", NULL };
static const struct form_field account_fields[] = {
	{ "name", "Name", FORM_TEXT, 0, NULL, check_name, NULL },
	{ "email", "E-mail", FORM_TEXT, 0, NULL, NULL, "name@example.org" },
	{ "kind", "Kind", FORM_CHOICE, 0, kinds, NULL, NULL },
	{ "password", "Password", FORM_PASSWORD, 0, NULL, NULL, "at least 8 characters" },
	{ "again", "Once more", FORM_PASSWORD, 0, NULL, check_again, NULL },
	{ 0 }
};

struct account { struct form form; };

static enum err account_open(void *state, void *app, const void *argument)
{
	(void)app;
	(void)argument;
	form_init(&((struct account *)state)->form, account_fields, NULL);
	return OK;
}

static void account_close(void *state)
{
	form_release(&((struct account *)state)->form);
}

static void account_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct account *s = state;
	struct canvas whole = canvas_middle(body, form_rows(&s->form, 68) + 4, 74);
	struct canvas in = canvas_box(&whole, &(struct box){ .title = SHOWN("New account"), .focus = true });
	struct canvas form = canvas_part(&in, 1, 1, -1, -1);
	form_draw(&s->form, &form, 0, true, scratch);
}

static struct next account_event(void *state, void *app, const struct event *event)
{
	struct account *s = state;
	(void)app;
	switch (form_event(&s->form, event)) {
	case FORM_IGNORED: return next_ignored();
	case FORM_TAKEN: return next_stay();
	case FORM_SUBMIT:
		ui_say(demo.ui, show_format(&demo.arena, "welcome, %s", form_text(&s->form, "name")), VOICE_PLAIN);
		return next_tab(0);
	}
	return next_ignored();
}

static bool account_typing(const void *state)
{
	(void)state;
	return true;
}

static const struct binding account_bindings[] = {
	{ K_ENTER, NULL, "next field, then make the account", NULL, "next", .when = NULL },
	{ K_TAB, NULL, "next field", NULL, "next field", .when = NULL },
	{ 0 }
};
static const struct keymap account_keys = { account_bindings, &ui_keys };
static const struct screen_ops account_screen = {
	.name = "Account", .state_size = sizeof(struct account), .keys = &account_keys, .open = account_open,
	.close = account_close, .draw = account_draw, .event = account_event, .typing = account_typing,
};

/* ---- the program ---- */

static struct shown tab_title(void *app, unsigned tab, struct arena *scratch)
{
	(void)app;
	return tab ? SHOWN("Account") : show_format(scratch, "Shop %d", (int)demo.bought);
}

static struct shown figures(void *app, struct arena *scratch)
{
	struct ui_figures so_far = ui_figures(demo.ui);
	(void)app;
	return show_format(scratch, "alice  %d bytes", (int)so_far.last_bytes);
}

static void before(void *app)
{
	(void)app;
	arena_reset(&demo.arena);
	if (demo.crash)
		raise(SIGSEGV);
}

int main(int count, char **arguments)
{
	static const struct tab tabs[] = { { "Shop", &goods_screen }, { "Account", &account_screen } };
	struct ui_setup setup = { .program = "souk", .tabs = tabs, .tab_count = 2, .tab_title = tab_title, .figures = figures,
		.before = before, .rows = 24, .cols = 80 };
	int signal_number = 0;

	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	text_use_utf8(strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
	demo.crash = count > 1 && strcmp(arguments[1], "crash") == 0;
	demo.deaf = count > 1 && strcmp(arguments[1], "deaf") == 0;
	arena_init(&demo.arena);
	enum err err = term_open(&setup.term, THEME_AUTO);
	if (!err) {
		demo.ui = ui_new(&setup);
		err = ui_run(demo.ui, NULL, NULL, &signal_number);
		term_close(setup.term);
		ui_free(demo.ui);
	}
	arena_release(&demo.arena);
	if (err)
		fprintf(stderr, "ui_demo: %s\n", err_sentence(err));
	if (signal_number) {
		signal(signal_number, SIG_DFL);
		raise(signal_number);
	}
	return err_exit_status(err);
}
