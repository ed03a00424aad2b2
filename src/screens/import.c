/* I in Sell: a CSV file is carried out and taken back; what would become of each row is shown, and Enter makes it so. What is
 * written is what was shown, or nothing. */
#include "screens/import.h"
#include "base/clock.h"
#include "screens/sell.h"

#include <sys/stat.h>

enum { AT_ONCE_MS = 200 };

/* What is done at once is not told. */
static bool watch(void *context, const struct import_progress *p)
{
	struct import_state *s = context;
	struct app *app = s->app;
	if (clock_nanoseconds() - s->began < AT_ONCE_MS * UINT64_C(1000000))
		return true;
	struct shown what = show_format(&app->arena, p->finishing ? "%lld rows read, making indexes and search; Esc stops"
		: "%lld rows read; Esc stops", (long long)p->rows);
	return ui_busy_until_esc(app->ui, what, p->finishing ? 0 : p->bytes, p->of);
}

static enum err run(struct import_state *s, struct arena *arena, struct import_wish wish, struct import_report *out)
{
	wish.watch = watch;
	wish.context = s;
	s->began = clock_nanoseconds();
	return import_products(&s->app->session, arena, s->path, wish, out);
}

static enum err try_out(struct import_state *s)
{
	struct import_report report;
	struct arena arena;
	arena_init(&arena);
	const char *path = s->path = arena_string(&arena, s->path);
	enum err err = run(s, &arena, (struct import_wish){ .dry = true }, &report);
	arena_release(&s->arena);
	s->arena = arena;
	s->path = path;
	s->report = report;
	s->top = 0;
	import_lines(s);
	return err;
}

static enum err open_import(void *state, void *app, const void *argument)
{
	struct import_state *s = state;
	s->app = app;
	s->path = argument;
	arena_init(&s->arena);
	return try_out(s);
}

static void close_import(void *state)
{
	arena_release(&((struct import_state *)state)->arena);
}

/* --- writing --- */

static struct next look_again(struct import_state *s)
{
	enum err err = try_out(s);
	if (err)
		return ui_refuse(s->app->ui, err);
	ui_say(s->app->ui, SHOWN("the file or the products have changed: nothing was written yet, this is how it is now"), VOICE_REFUSE);
	return next_stay();
}

static struct next write_rows(void *state, void *app, const void *answer)
{
	struct import_state *s = state;
	struct import_report report;
	struct import_wish wish = { .skip_bad = s->report.bad_count > 0, .expected = s->report.outcome };
	(void)app;
	(void)answer;
	enum err err = run(s, &s->arena, wish, &report);
	if (err == ERR_STATUS)
		return look_again(s);
	if (err)
		return ui_refuse(s->app->ui, err);
	app_refresh(s->app);
	s->report = report;
	return next_return(sell_imported, &s->report);
}

static struct next write_whole(void *state, void *app)
{
	return write_rows(state, app, NULL);
}

static struct next ask_about_bad(void *state, void *data)
{
	static const struct dialog_choice choices[] = { { K_ENTER, "write the others" }, { 0 } };
	struct import_state *s = state;
	struct app *app = data;
	struct shown *lines = arena_array(&app->arena, struct shown, 2);
	lines[0] = show_format(&app->arena, "%s left out as %s.", app_plural(&app->arena, (int64_t)s->report.bad_count, "row is", "rows are"),
		s->report.bad_count == 1 ? "it is not right" : "they are not right");
	lines[1] = show_format(&app->arena, "%s written.", app_plural(&app->arena, (int64_t)import_ready(s), "other row is", "other rows are"));
	return app_ask(app, &(struct dialog){ .title = SHOWN("Leave out what is not right?"), .lines = lines, .line_count = 2,
		.choices = choices, .esc = "write nothing yet", .done = write_rows });
}

static bool is_ready(const void *state)
{
	return import_ready(state) > 0;
}

static bool is_long(const void *state)
{
	const struct import_state *s = state;
	return s->count > import_height(s);
}

static bool is_right(const void *state)
{
	const struct import_state *s = state;
	return import_ready(s) && !s->report.bad_count;
}

static bool is_partly_right(const void *state)
{
	const struct import_state *s = state;
	return import_ready(s) && s->report.bad_count;
}

/* --- moving --- */

static struct next scroll(struct import_state *s, long step)
{
	long most = (long)s->count - (long)import_height(s), top = (long)s->top + step;
	s->top = (size_t)(top > most ? most > 0 ? most : 0 : top < 0 ? 0 : top);
	return next_stay();
}

static struct next down(void *state, void *app)
{
	(void)app;
	return scroll(state, 1);
}

static struct next up(void *state, void *app)
{
	(void)app;
	return scroll(state, -1);
}

static struct next page_down(void *state, void *app)
{
	(void)app;
	return scroll(state, (long)import_height(state));
}

static struct next page_up(void *state, void *app)
{
	(void)app;
	return scroll(state, -(long)import_height(state));
}

static struct next first(void *state, void *app)
{
	(void)app;
	return scroll(state, -(long)((const struct import_state *)state)->count);
}

static struct next last(void *state, void *app)
{
	(void)app;
	return scroll(state, (long)((const struct import_state *)state)->count);
}

static const struct binding bindings[] = {
	{ K_ENTER, write_whole, "write it", NULL, "write it", .when = is_right },
	{ K_ENTER, ask_about_bad, "write what is right", NULL, "write the others", .when = is_partly_right },
	{ K_ESC, NULL, "leave it as it is", NULL, "leave as is", .also = { K_BACKSPACE }, .when = is_ready, .then = { .kind = NEXT_LEAVE } },
	{ K_ENTER, NULL, "back to the list", NULL, "back", .also = { K_ESC, K_BACKSPACE }, .then = { .kind = NEXT_LEAVE } },
	{ K_DOWN, down, "move", NULL, "scroll", .also = { 'j' }, .when = is_long },
	{ K_UP, up, "move", NULL, "scroll", .also = { 'k' }, .when = is_long },
	{ K_PAGE_DOWN, page_down, "a page down", NULL, NULL, .also = { K_CTRL('f') } },
	{ K_PAGE_UP, page_up, "a page up", NULL, NULL, .also = { K_CTRL('b') } },
	{ 'g', first, "first", NULL, NULL, .also = { K_HOME } },
	{ 'G', last, "last", NULL, NULL, .also = { K_END } },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	(void)app;
	return event->type == EVENT_WHEEL ? scroll(state, (long)event->index * 3) : next_ignored();
}

static enum err layout(void *state, int rows, int cols)
{
	struct import_state *s = state;
	s->rows = rows;
	s->cols = cols;
	scroll(s, 0);
	return OK;
}

static struct shown status(const void *state, struct arena *scratch)
{
	(void)state;
	(void)scratch;
	return SHOWN("tried out and taken back: nothing is written yet");
}

const struct screen_ops import_screen = {
	.name = "Import", .state_size = sizeof(struct import_state), .keys = &keys, .open = open_import, .close = close_import,
	.layout = layout, .draw = import_draw, .event = on_event, .status = status,
};

/* --- asking for the file --- */

static struct next name_given(void *state, void *data, const void *answer)
{
	struct app *app = data;
	(void)state;
	const char *path = draw_path_typed(&app->arena, ((const struct dialog_answer *)answer)->text);
	return next_push(&import_screen, path);
}

static const char *name_check(void *app, const char *text, struct arena *scratch)
{
	struct stat is;
	(void)app;
	if (!*text)
		return "a file needs a name";
	if (stat(draw_path_typed(scratch, text), &is))
		return arena_format(scratch, "there is no file '%s'", text);
	return S_ISREG(is.st_mode) ? NULL : arena_format(scratch, "'%s' is no file", text);
}

struct next import_ask(void *state, void *data)
{
	struct app *app = data;
	(void)state;
	return app_prompt(app, &(struct prompt){ .title = SHOWN("Import products from a CSV file"),
		.line = SHOWN("its first line names columns: title, price, ..."), .initial = "products.csv", .check = name_check,
		.done = name_given, .enter = "try it out" });
}
