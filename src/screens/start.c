/* Coming in: which way fits the file, what both ways share, and what follows. */
#include "screens/screens.h"
#include "shop/account.h"

#include <sys/stat.h>

const struct screen_ops *start_screen(const struct app *app)
{
	return shop_is_demo(app->shop) ? &picker_screen : &login_screen;
}

struct next start_push(struct app *app, next_done *done)
{
	return app_push(app, start_screen(app), &(struct start_ask){ done }, sizeof(struct start_ask));
}

struct next start_enter(struct app *app, const struct session *who, next_done *done)
{
	enum err err = app_come_in(app, who);
	if (err)
		return ui_refuse(app->ui, err);
	return done ? next_return(done, NULL) : next_home(TAB_SHOP);
}

/* Every way in begins with its struct start_ask, so that these acts serve both. */
static struct next join(void *state, void *app)
{
	const struct start_ask *ask = state;
	if (ask->done)
		return app_replace(app, &join_screen, ask, sizeof *ask);
	return app_push(app, &join_screen, ask, sizeof *ask);
}

static struct next look_around(void *state, void *data)
{
	struct app *app = data;
	struct session guest;
	(void)state;
	if (app->inside && app_is_guest(app))
		return next_leave();
	account_guest(app->shop, &guest);
	return start_enter(app, &guest, NULL);
}

static struct next file_given(void *state, void *data, const void *answer)
{
	struct app *app = data;
	const char *path = arena_string(&app->arena, ((const struct dialog_answer *)answer)->text);
	(void)state;
	enum err err = app_open(app, path);
	if (err)
		return ui_refuse(app->ui, err);
	app->as[0] = '\0';
	return next_replace(start_screen(app), NULL);
}

static const char *file_check(void *app, const char *text, struct arena *scratch)
{
	struct stat status;
	(void)app;
	if (!*text)
		return "a file needs a name";
	return stat(text, &status) ? arena_format(scratch, "there is no file '%s'", text) : NULL;
}

struct next start_open_file(void *state, void *app)
{
	(void)state;
	return app_prompt(app, &(struct prompt){ .title = SHOWN("Open another file"), .line = SHOWN("a shop made by souk"),
		.check = file_check, .done = file_given, .enter = "open" });
}

static const struct binding bindings[] = {
	{ K_CTRL('n'), join, "new account", NULL, "new account" },
	{ K_CTRL('g'), look_around, "look around first", NULL, "look around" },
	{ K_CTRL('o'), start_open_file, "open another file", NULL, "open a file" },
	{ 0 }
};
const struct keymap start_keys = { bindings, &ui_keys };
