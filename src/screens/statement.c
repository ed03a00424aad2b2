/* W: what would a statement touch? Anywhere in a demo shop, and on a private copy of anybody's file. */
#include "screens/statement.h"

#include "base/vec.h"
#include "explore/infer.h"
#include "explore/rehearse.h"
#include "model/store.h"
#include "screens/rehearsal.h"

#include <stdio.h>

static enum err rehearse_unseen(struct app *app, const char *sql, struct arena *scratch)
{
	struct connection *db = store_connection(shop_store(app->shop));
	struct infer_options infer = { .declared = store_schema(shop_store(app->shop)) };
	struct rehearse_options options = { .infer = &infer };
	struct rehearse_statement one = { .db = db, .sql = sql, .text = sql };
	struct rehearse_act act = rehearse_sql(&one);
	struct rehearsal *unused;
	return rehearse(db, scratch, &options, &act, &unused);
}

/* What cannot be rehearsed is refused while it can still be changed. */
static const char *check_statement(void *data, const char *text, struct arena *scratch)
{
	struct app *app = data;
	snprintf(app->statement, sizeof app->statement, "%s", text);
	if (!*text)
		return "a statement is missing: DELETE FROM \u2026 WHERE \u2026";
	enum err err = app->file ? OK : rehearse_unseen(app, text, scratch);
	return err ? arena_string(scratch, err_sentence(err)) : NULL;
}

/* Who acts may have been among the rows. */
static struct next statement_done(void *state, void *data, const void *answer)
{
	struct app *app = data;
	struct session same;
	(void)state;
	if (!app->file && !app_is_guest(app) && (account_act_as(app->shop, app->session.email, NULL, &same) || same.user != app->session.user))
		account_guest(app->shop, &app->session);
	app_refresh(app);
	if (((const struct destroy_answer *)answer)->undoable)
		app_say_undoable(app, "it is done: '%s'", app->statement);
	else
		app_say(app, "it is done: '%s'", app->statement);
	return next_reload();
}

static struct next statement_given(void *state, void *data, const void *answer)
{
	struct app *app = data;
	const char *sql = arena_string(&app->arena, ((const struct dialog_answer *)answer)->text);
	bool only_read = app->file ? !app->writes_file : shop_is_read_only(app->shop);
	(void)state;
	return app_push(app, &rehearsal_screen, &(struct rehearsal_ask){ .title = "a statement", .statement = sql, .subject = "",
		.advice = !only_read ? NULL : app->file ? "It cannot be done yet: this file is only read. A allows writing to it."
		: "It cannot be done from here: this file is only read.", .recorded = only_read ? NULL : sql,
		.yes = "do it", .keep = "keep all", .done = only_read ? NULL : statement_done }, sizeof(struct rehearsal_ask));
}

struct next statement_ask(void *state, void *data)
{
	struct app *app = data;
	(void)state;
	if (!app->file && !shop_is_demo(app->shop))
		return ui_refuse(app->ui, fail(ERR_FORBIDDEN, "only a demo shop is written past its rules: souk rehearse does it without writing"));
	return app_prompt(app, &(struct prompt){ .title = SHOWN("Rehearse a statement"), .initial = app->statement, .check = check_statement,
		.line = SHOWN("DELETE, UPDATE or INSERT: it runs, you see what it touched, it is taken back"), .done = statement_given, .enter = "rehearse it" });
}
