/* Which file is shown, and how long reading in it may take. */
#include "screens/file.h"
#include "explore/open.h"
#include "explore/trace.h"
#include "model/store.h"
#include "screens/statement.h"

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
	try(explore_open(&db, path));
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

struct shown file_subject(void *data, struct arena *scratch, enum voice *voice)
{
	const struct app *app = data;
	const char *slash = strrchr(app->path, '/');
	*voice = VOICE_DIM;
	return show_format(scratch, "%s  read only", slash ? slash + 1 : app->path);
}

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
	{ 0 }
};
const struct keymap file_keys = { bindings, &ui_keys };
