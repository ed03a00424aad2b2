/* M: your account. Name, password, log out; and leaving for good, which shows what goes and what stays. */
#include "screens/rehearsal.h"

#include <string.h>

struct account_state {
	struct app *app;
	struct list list;
	char password[1026];              /* while the deletion is being asked; wiped */
};

struct act_row { int64_t id; const char *words, *note; struct next (*act)(struct account_state *); };
static const struct act_row acts[];

static const struct list_column columns[] = { { "", 20, 0, 0, LIST_LEFT }, { "", 10, 1, 1, LIST_LEFT }, { 0 } };

static int64_t row_id(const void *row)
{
	return ((const struct act_row *)row)->id;
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct act_row *act = row;
	(void)data;
	return column ? (struct list_cell){ show(scratch, act->note), VOICE_DIM } : (struct list_cell){ show(scratch, act->words), VOICE_PLAIN };
}

static const struct list_ops list_ops = { columns, row_id, row_cell, NULL, NULL };

static enum err has_password(struct app *app, bool *out)
{
	return account_needs_password(app->shop, app->session.email, out);
}

static struct next renamed(void *state, void *data, const void *answer)
{
	struct app *app = data;
	(void)state;
	enum err err = account_rename(&app->session, ((const struct dialog_answer *)answer)->text);
	return err ? ui_refuse(app->ui, err) : app_say(app, "you are %s now", app->session.name);
}

static const char *name_check(void *app, const char *text, struct arena *scratch)
{
	(void)app;
	enum err err = account_check_name(text);
	return err ? arena_string(scratch, err_sentence(err)) : NULL;
}

static struct next rename_me(struct account_state *s)
{
	return app_prompt(s->app, &(struct prompt){ .title = SHOWN("Your name"), .initial = s->app->session.name,
		.check = name_check, .done = renamed, .enter = "change it" });
}

static struct next change_password(struct account_state *s)
{
	(void)s;
	return next_push(&password_screen, NULL);
}

/* From here on a guest; the e-mail stays remembered, but the next start asks again. */
static struct next leave_as_guest(struct app *app)
{
	account_guest(app->shop, &app->session);
	app_refresh(app);
	return next_replace(start_screen(app), NULL);
}

static struct next log_out(struct account_state *s)
{
	struct app *app = s->app;
	if (app_refuse_unsaved(app))
		return next_stay();
	remember_store(app, false);
	app_say(app, "%s is out", app->session.name);
	return leave_as_guest(app);
}

/* On a session of its own: the account is still there after a rehearsal. */
static enum err run_delete(void *context, int64_t user, struct app *app, struct arena *arena)
{
	struct account_state *s = context;
	struct session session = app->session;
	(void)user, (void)arena;
	return account_delete(&session, *s->password ? s->password : NULL);
}

static struct next deleted(void *state, void *data, const void *answer)
{
	struct account_state *s = state;
	struct app *app = data;
	(void)answer;
	explicit_bzero(s->password, sizeof s->password);
	app_say(app, "the account is deleted");
	return leave_as_guest(app);
}

/* While something is to be sent it is refused with the list. */
static struct next rehearse_it(struct account_state *s)
{
	struct app *app = s->app;
	struct departures list;
	enum err err = account_preview_delete(&app->session, &app->arena, &list);
	if (err)
		return ui_refuse(app->ui, err);
	return app_push(app, &rehearsal_screen, &(struct rehearsal_ask){
		.title = arena_format(&app->arena, "%s.destroy()", app_ident(app, app->session.name, "user")),
		.statement = arena_format(&app->arena, "DELETE FROM users WHERE id = %lld", (long long)app->session.user),
		.subject = app->session.name, .advice = "Orders of yours that are not sent are cancelled first, their stock goes back. Your sales "
		"figures go. This cannot be undone.",
		.run = run_delete, .context = s, .id = app->session.user, .yes = "delete my account", .keep = "keep everything", .done = deleted },
		sizeof(struct rehearsal_ask));
}

/* Known to be right before anything is shown. */
static const char *password_check(void *data, const char *text, struct arena *scratch)
{
	struct app *app = data;
	struct session unused;
	ui_busy(app->ui, SHOWN("looking at the password"), 0, 0);
	enum err err = account_login(app->shop, app->session.email, text, &unused);
	return !err ? NULL : err == ERR_LOGIN ? "this is not your password" : arena_string(scratch, err_sentence(err));
}

static struct next password_given(void *state, void *app, const void *answer)
{
	struct account_state *s = state;
	const char *text = ((const struct dialog_answer *)answer)->text;
	(void)app;
	if (strlen(text) < sizeof s->password)
		memcpy(s->password, text, strlen(text) + 1);
	return rehearse_it(s);
}

static struct next delete_me(struct account_state *s)
{
	bool needed;
	if (app_refuse_unsaved(s->app))
		return next_stay();
	enum err err = has_password(s->app, &needed);
	if (err)
		return ui_refuse(s->app->ui, err);
	if (!needed)
		return rehearse_it(s);
	return app_prompt(s->app, &(struct prompt){ .title = SHOWN("Delete your account"), .line = SHOWN("your password, first"),
		.kind = FIELD_PASSWORD, .check = password_check, .done = password_given, .enter = "show what goes" });
}

static const struct act_row acts[] = {
	{ 1, "change your name", "", rename_me },
	{ 2, "change the password", "", change_password },
	{ 3, "log out", "the next start asks who you are", log_out },
	{ 4, "delete the account", "shows first what goes and what stays", delete_me },
};
static const void *const rows[] = { &acts[0], &acts[1], &acts[2], &acts[3] };
enum { ACT_COUNT = sizeof acts / sizeof *acts };

static enum err open_account(void *state, void *app, const void *argument)
{
	struct account_state *s = state;
	(void)argument;
	s->app = app;
	list_init(&s->list, &list_ops, s);
	list_set_rows(&s->list, rows, ACT_COUNT);
	return OK;
}

static void close_account(void *state)
{
	struct account_state *s = state;
	explicit_bzero(s->password, sizeof s->password);
	list_release(&s->list);
}

static enum err layout(void *state, int body_rows, int cols)
{
	(void)body_rows;
	return list_layout(&((struct account_state *)state)->list, ACT_COUNT, (cols < 66 ? cols : 66) - 6);
}

static struct next choose(void *state, void *app)
{
	struct account_state *s = state;
	const struct act_row *row = list_selected(&s->list);
	(void)app;
	return row->act(s);
}

static struct next walk_from(void *state, void *app)
{
	const struct account_state *s = state;
	return app_walk(app, "users", s->app->session.user);
}

static const struct binding bindings[] = {
	{ K_ENTER, choose, "do it", NULL, "do it" },
	{ 'w', walk_from, APP_WALK_HELP, NULL, "walk" },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &app_keys };
static const struct keymap keys = { bindings, &list_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct account_state *s = state;
	switch (list_event(&s->list, event, NULL)) {
	case LIST_MOVED: return next_stay();
	case LIST_ENTERED: return choose(state, app);
	case LIST_IGNORED: break;
	}
	return next_ignored();
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct account_state *s = state;
	struct canvas box = draw_centre(body, ACT_COUNT + 7, 66);
	struct canvas in = canvas_box(&box, &(struct box){ .title = SHOWN("Your account"), .focus = true });
	struct canvas text = canvas_part(&in, 1, 1, 0, -1);
	canvas_put(&text, 0, 0, shown_cut(scratch, show(scratch, s->app->session.name), text.cols), VOICE_BOLD);
	canvas_put(&text, 1, 0, shown_cut(scratch, show(scratch, s->app->session.email), text.cols), VOICE_DIM);
	struct canvas list = canvas_part(&text, 3, 0, ACT_COUNT, 0);
	list_draw(&s->list, &list, true, scratch);
}

const struct screen_ops account_screen = {
	.name = "Account", .state_size = sizeof(struct account_state), .keys = &keys, .open = open_account, .close = close_account,
	.layout = layout, .draw = draw, .event = on_event,
};
