/* First run: nothing is there yet. A demo bazaar, an empty shop, or another file. */
#include "screens/screens.h"
#include "shop/demo.h"

#include <string.h>
#include <unistd.h>

struct welcome_state {
	struct start_ask ask;
	struct app *app;
	struct list list;
};

enum choice { CHOICE_DEMO, CHOICE_EMPTY, CHOICE_OPEN, CHOICE_COUNT };
struct choice_row { enum choice choice; const char *words, *note; };
static const struct choice_row choices[CHOICE_COUNT] = {
	{ CHOICE_DEMO, "demo bazaar", "people, products, a year of orders; no passwords" },
	{ CHOICE_EMPTY, "empty shop", "yours: your currency, accounts with passwords" },
	{ CHOICE_OPEN, "open a file", "a shop that souk made before" },
};
static const void *const rows[] = { &choices[0], &choices[1], &choices[2] };

static const struct list_column columns[] = { { "", 12, 0, 0, LIST_LEFT }, { "", 20, 1, 1, LIST_LEFT }, { 0 } };

enum { BOX_COLS = 72 };

static int64_t row_id(const void *row)
{
	return ((const struct choice_row *)row)->choice;
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct choice_row *choice = row;
	(void)data;
	if (column)
		return (struct list_cell){ show(scratch, choice->note), VOICE_DIM };
	return (struct list_cell){ show(scratch, choice->words), VOICE_PLAIN };
}

static const struct list_ops list_ops = { columns, row_id, row_cell, NULL, NULL };

static enum err open_welcome(void *state, void *app, const void *argument)
{
	struct welcome_state *s = state;
	(void)argument;
	s->app = app;
	list_init(&s->list, &list_ops, s);
	list_set_rows(&s->list, rows, CHOICE_COUNT);
	return OK;
}

static void close_welcome(void *state)
{
	list_release(&((struct welcome_state *)state)->list);
}

static enum err layout(void *state, int body_rows, int cols)
{
	(void)body_rows;
	return list_layout(&((struct welcome_state *)state)->list, CHOICE_COUNT, (cols < BOX_COLS ? cols : BOX_COLS) - 6);
}

static bool tell_progress(void *context, const char *what, int64_t done, int64_t of)
{
	struct app *app = context;
	return ui_busy(app->ui, show(&app->arena, what), done, of);
}

/* A shop that could not be filled whole is taken away again. */
static enum err make_shop(struct app *app, const char *currency, bool demo)
{
	struct shop *shop;
	try(shop_create(&shop, app->path, currency, demo));
	if (demo) {
		enum err err = demo_fill(shop, DEMO_SEED, tell_progress, app);
		if (err) {
			shop_close(shop);
			unlink(app->path);
			return err;
		}
	}
	app_adopt(app, shop);
	return OK;
}

static struct next made(struct app *app, enum err err)
{
	if (err)
		return ui_refuse(app->ui, err);
	app_say(app, "made %s", draw_path(&app->arena, app->path));
	return next_replace(start_screen(app), NULL);
}

static struct next currency_given(void *state, void *data, const void *answer)
{
	struct app *app = data;
	(void)state;
	return made(app, make_shop(app, ((const struct dialog_answer *)answer)->text, false));
}

static const char *currency_check(void *app, const char *text, struct arena *scratch)
{
	struct currency currency;
	(void)app;
	return currency_find(text, &currency) ? arena_string(scratch, err_sentence(ERR_INPUT)) : NULL;
}

static struct next choose(void *state, void *data)
{
	struct welcome_state *s = state;
	struct app *app = data;
	const struct choice_row *row = list_selected(&s->list);
	switch (row->choice) {
	case CHOICE_DEMO:
		ui_busy(app->ui, SHOWN("making the demo bazaar"), 0, 0);
		return made(app, make_shop(app, "EUR", true));
	case CHOICE_EMPTY:
		return app_prompt(app, &(struct prompt){ .title = SHOWN("An empty shop"), .line = SHOWN("its currency, for good (EUR, USD, JPY)"),
			.initial = "EUR", .check = currency_check, .done = currency_given, .enter = "make the shop" });
	case CHOICE_OPEN:
		return start_open_file(state, app);
	case CHOICE_COUNT:
		break;
	}
	bug("a choice that is none");
}

static const struct binding bindings[] = {
	{ K_ENTER, choose, "begin with this", NULL, "begin" },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &ui_keys };
static const struct keymap keys = { bindings, &list_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct welcome_state *s = state;
	switch (list_event(&s->list, event, NULL)) {
	case LIST_MOVED: return next_stay();
	case LIST_ENTERED: return choose(state, app);
	case LIST_IGNORED: break;
	}
	return next_ignored();
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct welcome_state *s = state;
	struct canvas box = draw_centre(body, CHOICE_COUNT + 8, BOX_COLS);
	struct canvas in = canvas_box(&box, &(struct box){ .title = SHOWN("souk"), .focus = true });
	struct canvas text = canvas_part(&in, 1, 1, 0, -1);
	canvas_say(&text, 0, 0, "A shop in the terminal. What shall it be?", VOICE_BOLD);
	struct canvas list = canvas_part(&text, 2, 0, CHOICE_COUNT, 0);
	list_draw(&s->list, &list, true, scratch);
	canvas_put(&text, CHOICE_COUNT + 3, 0, shown_cut(scratch, show_format(scratch, "file  %s", draw_path(scratch, s->app->path)), text.cols), VOICE_DIM);
}

const struct screen_ops welcome_screen = {
	.name = "Welcome", .state_size = sizeof(struct welcome_state), .keys = &keys, .open = open_welcome, .close = close_welcome,
	.layout = layout, .draw = draw, .event = on_event, .bare = true,
};
