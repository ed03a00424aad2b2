/* The copy that a sync force left: remembered for its file from one run to the next, and put back. */
#include "screens/force.h"

#include "base/files.h"
#include "base/journal.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The file of the state folder that holds the copy's path. */
static enum err note_path(struct app *app, const char **out)
{
	const char *key;
	try(journal_file_key(&app->arena, shop_path(app->shop), &key));
	return files_path(&app->arena, FILES_STATE, arena_format(&app->arena, "copy-%s", key), true, out);
}

/* What lies beside a sandbox is gone with it. */
static void drop_in_trial(const struct app *app)
{
	if (app->trial && *app->saved)
		(void)unlink(app->saved);
}

void force_forget(struct app *app)
{
	const char *note;
	drop_in_trial(app);
	app->saved[0] = '\0';
	if (!app->trial && !note_path(app, &note))
		(void)unlink(note);
}

/* By its full path: the next run may begin in another folder. */
void force_remember(struct app *app, const char *copy)
{
	const char *note;
	char *full = realpath(copy, NULL);
	drop_in_trial(app);
	snprintf(app->saved, sizeof app->saved, "%s", full ? full : copy);
	free(full);
	if (!app->trial && !note_path(app, &note))
		(void)files_replace(note, app->saved, strlen(app->saved));
}

void force_recall(struct app *app)
{
	struct buffer text = { 0 };
	const char *note;
	app->saved[0] = '\0';
	if (!note_path(app, &note) && !files_read(note, sizeof app->saved - 1, &text) && text.size) {
		snprintf(app->saved, sizeof app->saved, "%s", text.bytes);
		if (access(app->saved, R_OK))
			force_forget(app);
	}
	buffer_release(&text);
}

/* --- back --- */

static struct next put_back(struct app *app)
{
	enum err err = store_restore(shop_store(app->shop), app->saved);
	if (err) {
		struct next next = ui_refuse(app->ui, err);
		if (access(app->saved, R_OK))
			force_forget(app);
		return next;
	}
	if (app->trial)
		app_say(app, "all is as it was before the sync force");
	else
		app_say(app, "all is as it was before the sync force; the copy stays as %s", force_base_name(app->saved));
	force_forget(app);
	account_guest(app->shop, &app->session);
	app_refresh(app);
	return next_reload();
}

static struct next put_back_chosen(void *state, void *app, const void *answer)
{
	(void)state, (void)answer;
	return put_back(app);
}

struct next force_put_back(void *state, void *data)
{
	static const struct dialog_choice choices[] = { { 'y', "put the copy back" }, { 0 } };
	struct app *app = data;
	struct force_facts now;
	(void)state;
	enum err err = force_read(app, &app->arena, &now);
	if (err)
		return ui_refuse(app->ui, err);
	if (!now.rows)
		return put_back(app);
	struct shown *lines = arena_array(&app->arena, struct shown, 2);
	lines[0] = SHOWN("What was made since the sync force would go:");
	lines[1] = show_format(&app->arena, "  %s", force_losses_text(&app->arena, &now));
	return app_ask(app, &(struct dialog){ .title = SHOWN("Put the copy back?"), .lines = lines, .line_count = 2, .choices = choices, .esc = "keep what is here", .done = put_back_chosen, .danger = true });
}
