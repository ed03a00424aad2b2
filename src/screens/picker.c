/* Who is shopping? In a demo file people are picked from a list, and those without a password just come in. */
#include "screens/screens.h"
#include "shop/account.h"
#include "ui/field.h"

#include <string.h>

struct picker_state {
	struct start_ask ask;              /* first: see start.c */
	struct app *app;
	struct arena arena;
	struct list list;
	struct people people;
	struct field filter;
	bool filtering;
	int64_t models, products;
	int rows, cols;
};

static const struct list_column columns[] = {
	{ "", 14, 1, 0, LIST_LEFT },
	{ "orders", 7, 0, 0, LIST_RIGHT },
	{ "cart", 7, 0, 0, LIST_RIGHT },
	{ "for sale", 9, 0, 0, LIST_RIGHT },
	{ 0 }
};

static int64_t row_id(const void *row)
{
	return ((const struct person *)row)->id;
}

static struct list_cell count_cell(int64_t count, struct arena *scratch)
{
	return (struct list_cell){ count ? show_format(scratch, "%lld", (long long)count) : SHOWN(""), VOICE_DIM };
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct person *p = row;
	(void)data;
	switch (column) {
	case 0: return (struct list_cell){ show(scratch, p->name), VOICE_PLAIN };
	case 1: return count_cell(p->orders, scratch);
	case 2: return count_cell(p->carts, scratch);
	default: return count_cell(p->products, scratch);
	}
}

static const struct list_ops list_ops = { columns, row_id, row_cell, NULL, NULL };

static bool shops(const struct person *p)
{
	return p->orders || p->carts || !p->products;
}

/* Those who shop first, then those who have only sold so far; among them the order does not change. */
static enum err read_people(struct picker_state *s)
{
	const char *filter = field_text(&s->filter);
	try(account_people(s->app->shop, &s->arena, *filter ? filter : NULL, &s->people));
	const void **rows = arena_array(&s->arena, const void *, s->people.count);
	size_t count = 0;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < s->people.count; i++)
			if (shops(&s->people.items[i]) == !pass)
				rows[count++] = &s->people.items[i];
	list_set_rows(&s->list, rows, s->people.count);
	return OK;
}

static void select_last(struct picker_state *s)
{
	for (size_t i = 0; i < s->people.count; i++)
		if (!strcmp(s->people.items[i].email, s->app->as))
			list_select(&s->list, s->people.items[i].id);
}

static enum err open_picker(void *state, void *app, const void *argument)
{
	struct picker_state *s = state;
	s->app = app;
	if (argument)
		s->ask = *(const struct start_ask *)argument;
	arena_init(&s->arena);
	field_init(&s->filter, FIELD_TEXT, 200);
	list_init(&s->list, &list_ops, s);
	try(shop_counts(s->app->shop, &s->models, &s->products));
	try(read_people(s));
	select_last(s);
	return OK;
}

static void close_picker(void *state)
{
	struct picker_state *s = state;
	list_release(&s->list);
	field_release(&s->filter);
	arena_release(&s->arena);
}

enum { BOX_ROWS = 18, BOX_COLS = 62, AROUND_LIST = 6 };

static int box_rows(const struct picker_state *s)
{
	return s->rows - 3 < BOX_ROWS ? s->rows - 3 : s->rows > 30 ? BOX_ROWS + (s->rows - 30) : BOX_ROWS;
}

static enum err layout(void *state, int rows, int cols)
{
	struct picker_state *s = state;
	s->rows = rows;
	s->cols = cols;
	return list_layout(&s->list, box_rows(s) - AROUND_LIST, (cols < BOX_COLS ? cols : BOX_COLS) - 4);
}

/* Acts. */
static struct next password_given(void *state, void *data, const void *answer)
{
	struct picker_state *s = state;
	struct app *app = data;
	struct session who;
	const struct person *person = list_selected(&s->list);
	ui_busy(app->ui, SHOWN("checking the password"), 0, 0);
	enum err err = account_login(app->shop, person->email, ((const struct dialog_answer *)answer)->text, &who);
	return err ? ui_refuse(app->ui, err) : start_enter(app, &who, s->ask.done);
}

static struct next come_in(void *state, void *data)
{
	struct picker_state *s = state;
	struct app *app = data;
	struct session who;
	const struct person *person = list_selected(&s->list);
	if (!person)
		return ui_refuse(app->ui, fail(ERR_NOT_FOUND, "nobody of that name: Esc shows everybody"));
	if (person->has_password)
		return app_prompt(app, &(struct prompt){ .title = show_format(&app->arena, "Password of %s", person->name),
			.kind = FIELD_PASSWORD, .done = password_given, .enter = "come in" });
	enum err err = account_enter_demo(app->shop, person->id, &who);
	return err ? ui_refuse(app->ui, err) : start_enter(app, &who, s->ask.done);
}

static struct next begin_filter(void *state, void *app)
{
	(void)app;
	((struct picker_state *)state)->filtering = true;
	return next_stay();
}

static bool is_typing(const void *state)
{
	return ((const struct picker_state *)state)->filtering;
}

static const struct binding bindings[] = {
	{ K_ENTER, come_in, "come in", NULL, "come in" },
	{ '/', begin_filter, "search as you type", NULL, "find a name" },
	{ K_ESC, NULL, "everybody again", NULL, "everybody", .when = is_typing },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &start_keys };
static const struct keymap keys = { bindings, &list_keys };

static struct next filter_event(struct picker_state *s, const struct event *event)
{
	if (event->type == EVENT_KEY && event->key == K_ESC) {
		field_set(&s->filter, "");
		s->filtering = false;
	} else if (event->type == EVENT_KEY && event->key == K_ENTER) {
		s->filtering = false;
		return come_in(s, s->app);
	} else {
		enum field_did did = field_event(&s->filter, event);
		if (did == FIELD_IGNORED)
			return next_ignored();
		if (did != FIELD_CHANGED)
			return next_stay();
	}
	enum err err = read_people(s);
	return err ? ui_refuse(s->app->ui, err) : next_stay();
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct picker_state *s = state;
	if (s->filtering) {
		struct next next = filter_event(s, event);
		if (next.kind != NEXT_IGNORED)
			return next;
	}
	switch (list_event(&s->list, event, NULL)) {
	case LIST_MOVED: return next_stay();
	case LIST_ENTERED: return come_in(state, app);
	case LIST_IGNORED: break;
	}
	return next_ignored();
}

/* Who that is, and whether Enter will ask for anything. */
static struct shown selected_words(const struct picker_state *s, struct arena *scratch)
{
	const struct person *person = list_selected(&s->list);
	if (!person)
		return SHOWN("nobody of that name: Esc shows everybody");
	return show_format(scratch, "%s   %s", person->email, person->has_password ? "Enter asks for the password" : "no password");
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct picker_state *s = state;
	const char *slash = strrchr(s->app->path, '/');
	struct shown head = show_format(scratch, "%s   %s   %s", slash ? slash + 1 : s->app->path,
		app_plural(scratch, s->models, "model", "models"), app_plural(scratch, s->products, "product", "products"));
	canvas_put(body, 1, 2, shown_cut(scratch, head, body->cols - 4), VOICE_DIM);
	struct canvas area = canvas_part(body, 2, 0, 0, 0);
	struct canvas box = draw_centre(&area, box_rows(s), BOX_COLS);
	struct canvas in = canvas_box(&box, &(struct box){ .title = SHOWN("souk"), .foot = list_position(&s->list, scratch), .focus = true });
	if (s->filtering || *field_text(&s->filter)) {
		canvas_say(&in, 0, 0, "/", s->filtering ? VOICE_ACCENT : VOICE_DIM);
		field_draw(&s->filter, &in, 0, 2, in.cols - 3, s->filtering, SHOWN("a name"), scratch);
	} else {
		canvas_say(&in, 0, 0, "Who is shopping?", VOICE_BOLD);
	}
	struct canvas list = canvas_part(&in, 2, 0, -2, 0);
	list_draw(&s->list, &list, true, scratch);
	canvas_put(&in, in.rows - 1, 0, shown_cut(scratch, selected_words(s, scratch), in.cols), VOICE_DIM);
}

const struct screen_ops picker_screen = {
	.name = "Who is shopping?", .state_size = sizeof(struct picker_state), .keys = &keys, .open = open_picker, .close = close_picker,
	.layout = layout, .draw = draw, .event = on_event, .typing = is_typing, .bare = true,
};
