/* The journal is the person's; what a write changed is explore/written.h's. */
#include "screens/write.h"
#include "base/vec.h"
#include "base/journal.h"
#include "explore/written.h"
#include "screens/file.h"
#include "shop/undo.h"

#include <stdlib.h>
#include <strings.h>

static bool is_kept_up(const char *table)
{
	return !strncasecmp(table, "souk", 4);
}

bool write_is_free(const struct app *app)
{
	return app->file ? app->writes_file : app->trial || shop_is_demo(app->shop);
}

static enum err describe(struct app *app, struct written *out)
{
	*out = (struct written){ .db = file_connection(app), .declared = file_schema(app), .hides = app->file ? NULL : is_kept_up };
	if (!app->written)
		app->written = memory_new(sizeof *app->written);
	out->memory = app->written;
	return app->file ? journal_path(&app->arena, app->path, 0, &out->journal) : undo_journal(&app->session, &app->arena, &out->journal);
}

enum err write_begin(struct app *app)
{
	struct written written;
	if (app->trial)
		return OK;
	try(describe(app, &written));
	return written_begin(&written);
}

enum err write_end(struct app *app, const char *call, enum err so_far)
{
	struct written written;
	if (app->trial)
		return so_far;
	const char *sentence = so_far ? arena_string(&app->arena, err_sentence(so_far)) : NULL;
	enum err err = describe(app, &written);
	if (so_far)
		fail(so_far, "%s", sentence);
	return written_end(&written, call, so_far ? so_far : err);
}

enum err write_can_record(const struct app *app, struct arena *arena, const char *table, const char **why)
{
	return written_can(file_connection(app), arena, table, why);
}

static enum err turn(void *context, struct arena *arena, const struct journal_act *act, bool again, const char **told)
{
	struct written written;
	try(describe(context, &written));
	return written_turn(&written, arena, act, again, told);
}

/* Of a file that is no shop there are no other acts. */
static enum err turn_in_file(void *context, struct arena *arena, const struct journal_act *act, const char **told)
{
	return turn(context, arena, act, act->undone, told);
}

enum err write_turn(struct app *app, bool redo, const char **told)
{
	const struct undo_rows rows = { turn, app };
	const char *path;
	if (!app->file)
		return undo_turn(&app->session, &app->arena, redo, &rows, told);
	try(journal_path(&app->arena, app->path, 0, &path));
	return journal_turn(path, &app->arena, redo, turn_in_file, app, told);
}

void write_forget(struct app *app)
{
	if (app->written)
		written_forget(app->written);
	free(app->written);
	app->written = NULL;
}
