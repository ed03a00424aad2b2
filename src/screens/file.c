/* Which file is shown, and how long reading in it may take. */
#include "screens/file.h"
#include "explore/open.h"
#include "explore/trace.h"
#include "model/store.h"
#include "screens/statement.h"
#include "screens/write.h"

#include <stdio.h>
#include <string.h>

enum { DEADLINE_MS = 250 };

/* Once stopped, the statements that the same act still wants are stopped as well. */
static bool go_on(void *data)
{
	struct app *app = data;
	if (app->ui && !app->stopped)
		app->stopped = !ui_busy_until_esc(app->ui, SHOWN("still reading: Esc stops it"), 0, 0);
	return !app->stopped;
}

void file_watch(struct app *app, bool on)
{
	explore_deadline(file_connection(app), on ? DEADLINE_MS : 0, on ? go_on : NULL, app);
}

static enum err open_file(struct app *app, const char *path)
{
	struct connection *db;
	try(app->writes_file ? explore_open_writing(&db, path) : explore_open(&db, path));
	app->file = db;
	file_watch(app, true);
	trace_listen_file(app->trace, db);
	return OK;
}

enum err file_open(struct app *app, const char *path)
{
	if (strlen(path) >= sizeof app->path)
		return fail(ERR_CANNOT_OPEN, "cannot open a file whose name has %zu bytes", strlen(path));
	snprintf(app->path, sizeof app->path, "%s", path);
	app->walk_from = TAB_MODELS;
	return open_file(app, path);
}

void file_close(struct app *app)
{
	explore_close(app->file);
	app->file = NULL;
}

struct connection *file_connection(const struct app *app)
{
	return app->file ? app->file : store_connection(shop_store(app->shop));
}

const struct schema *file_schema(const struct app *app)
{
	return app->file ? NULL : store_schema(shop_store(app->shop));
}

const char *file_path(const struct app *app)
{
	return app->file ? app->path : shop_path(app->shop);
}

static enum err open_again(struct app *app)
{
	struct connection *old = app->file;
	try(open_file(app, app->path));
	explore_close(old);
	return OK;
}

enum err file_structure(struct app *app, int64_t *version, int64_t *structure)
{
	int64_t now;
	if (app->file && explore_is_outdated(app->file)) {
		*version = -1;
		try(open_again(app));
	}
	try(explore_version(file_connection(app), &now));
	if (now != *version)
		try(explore_structure(file_connection(app), structure));
	*version = now;
	return OK;
}

static const char *name_of(const struct app *app)
{
	const char *slash = strrchr(app->path, '/');
	return slash ? slash + 1 : app->path;
}

struct shown file_subject(void *data, struct arena *scratch, enum voice *voice)
{
	const struct app *app = data;
	*voice = app->writes_file ? VOICE_LOW : VOICE_DIM;
	return show_format(scratch, "%s  %s", name_of(app), app->writes_file ? "may be written" : "read only");
}

/* --- the switch to writing --- */

static enum err switch_to(struct app *app, bool writes)
{
	bool was = app->writes_file;
	app->writes_file = writes;
	enum err err = open_again(app);
	if (err)
		app->writes_file = was;
	return err;
}

static struct next writing_allowed(void *state, void *data, const void *answer)
{
	struct app *app = data;
	(void)state, (void)answer;
	enum err err = switch_to(app, true);
	if (err)
		return ui_refuse(app->ui, err);
	app_say(app, "%s may be written now: in Walk e edits and D destroys, u takes back; A ends it", name_of(app));
	return next_reload();
}

static const char *check_name(void *data, const char *text, struct arena *scratch)
{
	const struct app *app = data;
	return strcmp(text, name_of(app)) ? arena_format(scratch, "type %s, or Esc to go on reading only", name_of(app)) : NULL;
}

static struct next allow_writing(void *state, void *data)
{
	struct app *app = data;
	(void)state;
	if (!app->writes_file)
		return app_prompt(app, &(struct prompt){ .title = show_format(&app->arena, "Allow writing to %s? Type its name", name_of(app)),
			.line = SHOWN("its triggers will run, and other programs see what changes"), .check = check_name, .done = writing_allowed,
			.enter = "allow it" });
	enum err err = switch_to(app, false);
	if (err)
		return ui_refuse(app->ui, err);
	app_say(app, "%s is only read again", name_of(app));
	return next_reload();
}

static struct next turn(struct app *app, bool redo)
{
	const char *told;
	if (!app->writes_file)
		return ui_refuse(app->ui, fail(ERR_READ_ONLY, "this file is only read: A allows writing to it"));
	enum err err = write_turn(app, redo, &told);
	if (err)
		return ui_refuse(app->ui, err);
	app_call(app, "%s: %s", redo ? "redo" : "undo", told);
	app_say(app, "%s", told);
	ui_offer(app->ui, redo ? 'u' : 'U', redo ? "u undo" : "U redo");
	return next_reload();
}

static struct next take_back(void *state, void *app) { (void)state; return turn(app, false); }
static struct next do_again(void *state, void *app) { (void)state; return turn(app, true); }

static struct next show_trace(void *state, void *data)
{
	struct app *app = data;
	(void)state;
	trace_hold(app->trace);
	return next_panel();
}

static const struct binding bindings[] = {
	{ 't', show_trace, "SQL of the last act", "everywhere", "trace" },
	{ 'W', statement_ask, STATEMENT_HELP, "everywhere" },
	{ 'A', allow_writing, "allow writing to this file, or end it", "everywhere" },
	{ 'u', take_back, "undo the last change", "everywhere" },
	{ 'U', do_again, "redo what was undone", "everywhere" },
	{ 0 }
};
const struct keymap file_keys = { bindings, &ui_keys };
