/* The sandbox's own screen: its steps, and how the copy differs by them from the real file. */
#include "screens/sandbox.h"

#include "model/store.h"

enum { ROWS_MOST = 1000, WIDE_FROM = 76 };

struct sandbox_state {
	struct app *app;
	struct list steps, rows;
	struct arena arena;                  /* of the difference */
	size_t count;
	bool behind, on_rows;
	unsigned tab;
	int height, width;
};

static int64_t step_key(const void *row)
{
	return (int64_t)((const struct sandbox_step *)row)->number;
}

/* How many rows it changed, or what has become of it. */
static struct shown step_state(const struct sandbox_step *step, struct arena *scratch)
{
	if (step->kept || step->undone)
		return step->kept ? SHOWN("kept") : SHOWN("back");
	return step->altered ? SHOWN("all") : show_format(scratch, "%zu", step->rows);
}

static struct list_cell step_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct sandbox_step *step = row;
	enum voice voice = step->undone ? VOICE_DIM : VOICE_PLAIN;
	(void)data;
	switch (column) {
	case 0: return (struct list_cell){ show_format(scratch, "%zu", step->number), VOICE_DIM };
	case 1: return (struct list_cell){ show(scratch, step->call), voice };
	default: return (struct list_cell){ step_state(step, scratch), step->kept ? VOICE_ACCENT : voice };
	}
}

static const struct list_column step_columns[] = {
	{ "", 2, 0, 0, LIST_RIGHT }, { "step", 10, 1, 0, LIST_LEFT }, { "rows", 4, 0, 0, LIST_RIGHT }, { 0 }
};
static const struct list_ops step_ops = { step_columns, step_key, step_cell, NULL, NULL, NULL };

static int64_t row_key(const void *row)
{
	return (int64_t)((const struct sandbox_row *)row)->number;
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	static const struct list_cell signs[] = {
		[WATCH_INSERTED] = { SHOWN("+"), VOICE_ACCENT }, [WATCH_UPDATED] = { SHOWN("~"), VOICE_PLAIN }, [WATCH_DELETED] = { SHOWN("-"), VOICE_REFUSE },
	};
	const struct sandbox_row *one = row;
	(void)data;
	switch (column) {
	case 0: return signs[one->change];
	case 1: return (struct list_cell){ show_format(scratch, "%s %s", one->table, one->key), VOICE_PLAIN };
	default: return (struct list_cell){ show(scratch, one->what), one->change == WATCH_UPDATED ? VOICE_PLAIN : VOICE_DIM };
	}
}

static const struct list_column row_columns[] = {
	{ "", 1, 0, 0, LIST_LEFT }, { "row", 14, 0, 0, LIST_LEFT }, { "what", 10, 1, 0, LIST_LEFT }, { 0 }
};
static const struct list_ops row_ops = { row_columns, row_key, row_cell, NULL, NULL, NULL };

/* --- reading --- */

static struct sandbox *sandbox_of(const struct sandbox_state *s)
{
	return s->app->trial->sandbox;
}

static enum err read_rows(struct sandbox_state *s)
{
	struct arena old = s->arena;
	struct sandbox_row *rows;
	arena_init(&s->arena);
	enum err err = sandbox_difference(sandbox_of(s), &s->arena, store_schema(shop_store(s->app->shop)), ROWS_MOST, &rows, &s->count);
	size_t shown = err ? 0 : s->count < ROWS_MOST ? s->count : ROWS_MOST;
	const void **all = arena_array(&s->arena, const void *, shown);
	for (size_t i = 0; i < shown; i++)
		all[i] = &rows[i];
	list_set_rows(&s->rows, all, shown);
	list_set_total(&s->rows, (int64_t)s->count);
	arena_release(&old);
	return err ? err : sandbox_is_behind(sandbox_of(s), &s->behind);
}

static enum err resume(void *state)
{
	struct sandbox_state *s = state;
	size_t count = sandbox_count(sandbox_of(s));
	const void **steps = arena_array(&s->app->arena, const void *, count);
	for (size_t i = 0; i < count; i++)
		steps[i] = sandbox_at(sandbox_of(s), i);
	list_set_rows(&s->steps, steps, count);
	return read_rows(s);
}

static enum err open_sandbox(void *state, void *app, const void *argument)
{
	struct sandbox_state *s = state;
	(void)argument;
	s->app = app;
	s->tab = ui_tab(s->app->ui);
	s->app->trial->listed |= 1u << s->tab;
	arena_init(&s->arena);
	list_init(&s->steps, &step_ops, s);
	list_init(&s->rows, &row_ops, s);
	return OK;
}

static void close_sandbox(void *state)
{
	struct sandbox_state *s = state;
	if (s->app->trial)
		s->app->trial->listed &= ~(1u << s->tab);
	list_release(&s->steps);
	list_release(&s->rows);
	arena_release(&s->arena);
}

/* --- drawing --- */

struct panes { int rows, cols, below, beside; };

/* Steps left and rows right; on a narrow screen one above the other. */
static struct panes panes(const struct sandbox_state *s)
{
	int wide = s->width * 45 / 100, steps = (int)sandbox_count(sandbox_of(s)) + 3, most = s->height / 2;
	if (s->width >= WIDE_FROM)
		return (struct panes){ s->height, wide, 0, wide };
	return (struct panes){ steps < most ? (steps < 4 ? 4 : steps) : most, s->width, steps < most ? (steps < 4 ? 4 : steps) : most, 0 };
}

static enum err size_lists(struct sandbox_state *s)
{
	struct panes p = panes(s);
	try(list_layout(&s->steps, p.rows - 2, p.cols - 4));
	return list_layout(&s->rows, s->height - p.below - 2, s->width - p.beside - 4);
}

static enum err layout(void *state, int rows, int cols)
{
	struct sandbox_state *s = state;
	bool first = !s->height;
	s->height = rows;
	s->width = cols;
	if (first)
		try(resume(s));
	return size_lists(s);
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct sandbox_state *s = state;
	struct panes p = panes(s);
	struct canvas left = canvas_part(body, 0, 0, p.rows, p.cols), right = canvas_part(body, p.below, p.beside, 0, 0);
	struct canvas in = canvas_box(&left, &(struct box){ .title = SHOWN("Steps"), .focus = !s->on_rows, .foot = list_position(&s->steps, scratch) });
	if (!sandbox_count(sandbox_of(s)))
		canvas_say(&in, 0, 0, "none yet: each act will be one", VOICE_DIM);
	else
		list_draw(&s->steps, &in, !s->on_rows, scratch);
	struct shown title = show_format(scratch, "What they change of %s", sandbox_name(s->app));
	in = canvas_box(&right, &(struct box){ .title = shown_cut(scratch, title, right.cols - 8), .focus = s->on_rows,
		.foot = list_position(&s->rows, scratch) });
	if (!s->count)
		canvas_say(&in, 0, 0, "nothing", VOICE_DIM);
	else
		list_draw(&s->rows, &in, s->on_rows, scratch);
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct sandbox_state *s = state;
	for (size_t i = 0; i < sandbox_count(sandbox_of(s)); i++)
		if (sandbox_at(sandbox_of(s), i)->altered)
			return show_format(scratch, "step %zu made tables anew: what that lost is not listed", i + 1);
	if (s->behind)
		return show_format(scratch, "%s has changed since: what no longer fits is refused", sandbox_name(s->app));
	return SHOWN("");
}

/* --- acts --- */

static bool has_step(const void *state)
{
	const struct sandbox_state *s = state;
	return !s->on_rows && list_selected(&s->steps);
}

static bool is_undone(const void *state)
{
	const struct sandbox_step *step = list_selected(&((const struct sandbox_state *)state)->steps);
	return has_step(state) && step->undone;
}

static bool is_done(const void *state)
{
	return has_step(state) && !is_undone(state);
}

static bool has_row(const void *state)
{
	const struct sandbox_state *s = state;
	const struct sandbox_row *row = list_selected(&s->rows);
	return s->on_rows && row && row->id;
}

static const struct sandbox_step *selected(const struct sandbox_state *s)
{
	return list_selected(&s->steps);
}

static struct next keep(void *state, void *data)
{
	struct sandbox_state *s = state;
	struct app *app = data;
	size_t number = selected(s)->number;
	enum err err = sandbox_keep(sandbox_of(s), number - 1);
	if (err)
		return ui_refuse(app->ui, err);
	app_say(app, "step %zu is in %s now: u there does not know it", number, sandbox_name(app));
	return next_reload();
}

static struct next turn(void *state, void *data)
{
	struct sandbox_state *s = state;
	struct app *app = data;
	const struct sandbox_step *step = selected(s);
	bool again = step->undone;
	enum err err = again ? sandbox_redo(sandbox_of(s), step->number - 1) : sandbox_take_back(sandbox_of(s), step->number - 1);
	if (err)
		return ui_refuse(app->ui, err);
	app_refresh(app);
	app_say(app, "step %zu %s", step->number, again ? "done again" : "taken back");
	return next_reload();
}

/* Here nothing shows what may be gone. */
static struct next stay_here(struct next next)
{
	return next.kind == NEXT_TAB ? next_reload() : next;
}

static struct next undo(void *state, void *app)
{
	(void)state;
	return stay_here(sandbox_undo(app));
}

static struct next redo(void *state, void *app)
{
	(void)state;
	return stay_here(sandbox_redo_last(app));
}

static struct next walk_from(void *state, void *app)
{
	const struct sandbox_row *row = list_selected(&((struct sandbox_state *)state)->rows);
	if (row->change == WATCH_DELETED)
		return ui_refuse(((struct app *)app)->ui, fail(ERR_NOT_FOUND, "%s %s is gone in the sandbox", row->table, row->key));
	return app_walk(app, sandbox_table(row->table), row->id);
}

static struct next other_pane(void *state, void *app)
{
	struct sandbox_state *s = state;
	(void)app;
	s->on_rows = !s->on_rows;
	return next_stay();
}

static struct next on_event(void *state, void *data, const struct event *event)
{
	struct sandbox_state *s = state;
	struct app *app = data;
	enum err err = OK;
	if (event->type == EVENT_CLICK && event->widget)
		s->on_rows = event->widget == &s->rows;
	enum list_did did = list_event(s->on_rows ? &s->rows : &s->steps, event, &err);
	if (err)
		return ui_refuse(app->ui, err);
	return did == LIST_IGNORED ? next_ignored() : next_stay();
}

static const struct keymap moving = { list_bindings, &app_keys };
static const struct binding bindings[] = {
	{ K_ENTER, turn, "take this step back, or do it again", NULL, "take back", .when = is_done },
	{ K_ENTER, turn, "take this step back, or do it again", NULL, "do again", .when = is_undone },
	{ 'u', undo, "undo the last change or order" },
	{ 'U', redo, "redo what was undone" },
	{ 'K', keep, "keep this step in the real file", NULL, "keep", .when = has_step },
	{ 'w', walk_from, APP_WALK_HELP, NULL, "walk", .when = has_row },
	{ K_TAB, other_pane, "other pane", NULL, "other pane", .also = { K_SHIFT_TAB } },
	{ '~', sandbox_leave, SANDBOX_HELP, NULL, "leave the sandbox" },
	{ K_ESC, NULL, "back, never writes", NULL, "back", .also = { K_BACKSPACE }, .then = { .kind = NEXT_LEAVE } },
	{ 0 }
};
static const struct keymap keys = { bindings, &moving };

const struct screen_ops sandbox_screen = {
	.name = "Sandbox", .state_size = sizeof(struct sandbox_state), .keys = &keys, .open = open_sandbox, .close = close_sandbox,
	.resume = resume, .layout = layout, .draw = draw, .event = on_event, .status = status,
};
