/* Going in copies the file, opens the copy and lets the program run on it; going out puts the real shop back in its place. Each
 * event between is recorded, and is a step when it changed rows. */
#include "screens/sandbox.h"

#include "base/vec.h"
#include "screens/force.h"
#include "explore/trace.h"
#include "model/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const tables[] = { "users", "products", "carts", "cartItems", "orders", "orderItems" };
enum { TABLES = sizeof tables / sizeof *tables, ASK_FROM_MB = 200 };

const char *sandbox_name(const struct app *app)
{
	const char *path = app->trial ? shop_path(app->trial->real) : shop_path(app->shop), *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *sandbox_table(const char *name)
{
	for (size_t i = 0; i < TABLES; i++)
		if (!strcmp(tables[i], name))
			return tables[i];
	return NULL;
}

/* --- in and out --- */

static void swap_back(struct app *app, struct trial *trial)
{
	struct shop *copy = app->shop;
	force_forget(app);
	app_use(app, trial->real);
	app_count(app);
	app->session = trial->session;
	app->trial = NULL;
	force_recall(app);
	shop_close(copy);
	sandbox_free(trial->sandbox);
	free(trial);
	app_refresh(app);
}

static enum err go_in(struct app *app)
{
	struct trial *trial = memory_new(sizeof *trial);
	struct shop *copy = NULL;
	const char *repaired;
	trial->real = app->shop;
	trial->session = app->session;
	enum err err = sandbox_new(&trial->sandbox, store_connection(shop_store(app->shop)), tables, TABLES);
	if (!err)
		err = shop_open(&copy, &app->arena, sandbox_file(trial->sandbox), &repaired);
	if (err) {
		sandbox_free(trial->sandbox);
		free(trial);
		return err;
	}
	shop_forget_acts(copy);
	sandbox_use(trial->sandbox, store_connection(shop_store(copy)));
	app->trial = trial;
	app->saved[0] = '\0';
	app_use(app, copy);
	app->session.shop = copy;
	app_refresh(app);
	return OK;
}

static struct next enter(struct app *app)
{
	ui_busy(app->ui, SHOWN("copying the file"), 0, 0);
	enum err err = go_in(app);
	if (err)
		return ui_refuse(app->ui, err);
	app_say(app, "a copy now: each act is a step, u takes it back");
	return next_home(ui_tab(app->ui));
}

static struct next agreed(void *state, void *app, const void *answer)
{
	(void)state, (void)answer;
	return enter(app);
}

static struct next ask_about_size(struct app *app, long long megabytes)
{
	static const struct dialog_choice choices[] = { { 'y', "copy it" }, { 0 } };
	struct shown *line = arena_new(&app->arena, struct shown);
	*line = show_format(&app->arena, "the copy takes %lld MB of disk until you leave the sandbox", megabytes);
	return app_ask(app, &(struct dialog){ .title = SHOWN("Copy a large file?"), .lines = line, .line_count = 1, .choices = choices,
		.esc = "stay here", .done = agreed });
}

struct next sandbox_go(void *state, void *data)
{
	struct app *app = data;
	struct stat status;
	(void)state;
	if (app->trial)
		return next_push(&sandbox_screen, NULL);
	if (!app->inside)
		return ui_refuse(app->ui, fail(ERR_STATUS, "come in first: the sandbox is a copy of the shop you stand in"));
	if (app_refuse_unsaved(app))
		return next_stay();
	if (!stat(shop_path(app->shop), &status) && status.st_size > (off_t)ASK_FROM_MB * 1000000)
		return ask_about_size(app, (long long)status.st_size / 1000000);
	return enter(app);
}

static struct next dropped(void *state, void *data, const void *answer)
{
	struct app *app = data;
	size_t kept = sandbox_kept(app->trial->sandbox);
	(void)state, (void)answer;
	swap_back(app, app->trial);
	app->inside = true;
	if (kept)
		app_say(app, "the sandbox is gone; %s is in %s", app_plural(&app->arena, (int64_t)kept, "kept step", "kept steps"), sandbox_name(app));
	else
		app_say(app, "the sandbox is gone; %s is as it was", sandbox_name(app));
	return next_home(ui_tab(app->ui));
}

struct next sandbox_leave(void *state, void *data)
{
	static const struct dialog_choice choices[] = { { 'X', "drop it and leave" }, { 0 } };
	struct app *app = data;
	size_t count = sandbox_pending(app->trial->sandbox);
	if (app_refuse_unsaved(app))
		return next_stay();
	if (!count)
		return dropped(state, app, NULL);
	struct shown *line = arena_new(&app->arena, struct shown);
	*line = show_format(&app->arena, "%s not kept in %s", app_plural(&app->arena, (int64_t)count, "step is", "steps are"), sandbox_name(app));
	return app_ask(app, &(struct dialog){ .title = SHOWN("Drop the sandbox?"), .lines = line, .line_count = 1, .choices = choices,
		.esc = "stay in it", .done = dropped, .danger = true });
}

void sandbox_close(struct app *app)
{
	if (app->trial)
		swap_back(app, app->trial);
}

/* --- steps --- */

/* What recording reads is no part of the act. */
void sandbox_before(struct app *app)
{
	if (!app->trial)
		return;
	trace_hold(app->trace);
	if (sandbox_record(app->trial->sandbox))
		ui_refuse(app->ui, fail(ERR_DB_ERROR, "this SQLite cannot record changes: steps are not listed"));
}

/* Line 23 says it best; else the call that was made. */
static const char *step_words(struct app *app)
{
	struct shown said = ui_said(app->ui);
	size_t last;
	if (said.cells)
		return arena_copy(&app->arena, said.bytes, said.size + 1);
	if (!trace_is_past(app->trace) && trace_calls(app->trace)) {
		const char *call = trace_call_at(app->trace, trace_calls(app->trace) - 1, &last);
		if (call)
			return call;
	}
	return "a change";
}

/* Only what the shop's rules let this person do may go into a real shop. */
static const char *why_it_stays(const struct app *app)
{
	if (shop_is_demo(app->shop))
		return NULL;
	if (ui_tab(app->ui) == TAB_WALK)
		return "rows written from Walk went past the shop's rules";
	return app->session.user == app->trial->session.user ? NULL : "somebody else did it than who went in";
}

void sandbox_acted(void *data)
{
	struct app *app = data;
	if (!app->trial)
		return;
	enum err err = sandbox_note(app->trial->sandbox, step_words(app), why_it_stays(app));
	if (err)
		ui_refuse(app->ui, err);
}

/* What a screen above the tab shows may be gone now, so that one comes to the front. */
struct next sandbox_undo(struct app *app)
{
	struct sandbox *sandbox = app->trial->sandbox;
	size_t index;
	if (!sandbox_last(sandbox, &index))
		return ui_refuse(app->ui, fail(ERR_EMPTY, "no step to take back"));
	enum err err = sandbox_take_back(sandbox, index);
	if (err)
		return ui_refuse(app->ui, err);
	app_refresh(app);
	app_say(app, "step %zu taken back: %s", index + 1, sandbox_at(sandbox, index)->call);
	ui_offer(app->ui, 'U', "U redo");
	return next_tab(ui_tab(app->ui));
}

struct next sandbox_redo_last(struct app *app)
{
	struct sandbox *sandbox = app->trial->sandbox;
	size_t index;
	if (!sandbox_last_undone(sandbox, &index))
		return ui_refuse(app->ui, fail(ERR_EMPTY, "no step to do again"));
	enum err err = sandbox_redo(sandbox, index);
	if (err)
		return ui_refuse(app->ui, err);
	app_refresh(app);
	app_say_undoable(app, "step %zu done again: %s", index + 1, sandbox_at(sandbox, index)->call);
	return next_tab(ui_tab(app->ui));
}

/* --- what the frame says --- */

struct frame_banner sandbox_banner(void *data, struct arena *scratch)
{
	const struct app *app = data;
	if (!app->trial)
		return (struct frame_banner){ 0 };
	size_t kept = sandbox_kept(app->trial->sandbox), steps = sandbox_pending(app->trial->sandbox);
	const char *dot = text_is_utf8() ? "·" : "-", *many = app_plural(scratch, (int64_t)steps, "step", "steps");
	const char *real = kept ? arena_format(scratch, "%zu kept in the real file", kept) : "the real file is untouched";
	return (struct frame_banner){ .key = '~', .offer = app->trial->listed >> ui_tab(app->ui) & 1 ? SHOWN("~ leave") : SHOWN("~ steps"),
		.text = show_format(scratch, "sandbox of %s %s %s %s %s", sandbox_name(app), dot, many, dot, real),
		.brief = show_format(scratch, "sandbox %s %s %s %s", dot, many, dot, real) };
}

struct shown sandbox_at_stake(void *data, struct arena *scratch)
{
	const struct app *app = data;
	size_t steps = app->trial ? sandbox_pending(app->trial->sandbox) : 0;
	if (!steps)
		return SHOWN("");
	return show_format(scratch, "%s in the sandbox %s not kept", app_plural(scratch, (int64_t)steps, "step", "steps"), steps == 1 ? "is" : "are");
}
