/* Coming in with e-mail and password: any file that is not a demo. It never lists its people. */
#include "screens/screens.h"
#include "shop/account.h"
#include "ui/form.h"

#include <string.h>

struct login_state {
	struct start_ask ask;              /* first: see start.c */
	struct app *app;
	struct form form;
};

static const char *check_email(const struct form *form, const char *text, struct arena *scratch)
{
	(void)form;
	(void)scratch;
	return *text ? NULL : "your e-mail is needed";
}

static const struct form_field fields[] = {
	{ "email", "e-mail", FORM_TEXT, 254, NULL, check_email, NULL },
	{ "password", "password", FORM_PASSWORD, 1024, NULL, NULL, NULL },
	{ 0 }
};

static enum err open_login(void *state, void *app, const void *argument)
{
	struct login_state *s = state;
	s->app = app;
	if (argument)
		s->ask = *(const struct start_ask *)argument;
	form_init(&s->form, fields, s->app);
	form_set(&s->form, "email", s->app->as);
	if (*s->app->as)
		form_focus(&s->form, "password");
	return OK;
}

static void close_login(void *state)
{
	form_release(&((struct login_state *)state)->form);
}

static struct next come_in(struct login_state *s)
{
	struct app *app = s->app;
	struct session who;
	ui_busy(app->ui, SHOWN("checking the password"), 0, 0);
	enum err err = account_login(app->shop, form_text(&s->form, "email"), form_text(&s->form, "password"), &who);
	if (!err)
		return start_enter(app, &who, s->ask.done);
	form_set(&s->form, "password", "");
	form_focus(&s->form, "password");
	return ui_refuse(app->ui, err);
}

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "come in", NULL, "come in" },
	{ K_TAB, NULL, "next field", NULL, "next field", .also = { K_SHIFT_TAB, K_UP, K_DOWN } },
	{ 0 }
};
static const struct keymap keys = { bindings, &start_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct login_state *s = state;
	(void)app;
	switch (form_event(&s->form, event)) {
	case FORM_SUBMIT: return come_in(s);
	case FORM_TAKEN: return next_stay();
	case FORM_IGNORED: break;
	}
	return next_ignored();
}

static bool is_typing(const void *state)
{
	(void)state;
	return true;
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct login_state *s = state;
	const char *slash = strrchr(s->app->path, '/');
	canvas_put(body, 1, 2, shown_cut(scratch, show(scratch, slash ? slash + 1 : s->app->path), body->cols - 4), VOICE_DIM);
	struct canvas box = draw_centre(body, 11, 62);
	struct canvas in = canvas_box(&box, &(struct box){ .title = SHOWN("souk"), .focus = true });
	canvas_say(&in, 1, 1, "Who is shopping?", VOICE_BOLD);
	struct canvas form = canvas_part(&in, 3, 1, 0, -1);
	int row = form_draw(&s->form, &form, 0, true, scratch);
	canvas_say(&form, row + 1, 0, "No account yet? Ctrl-N makes one.", VOICE_DIM);
}

const struct screen_ops login_screen = {
	.name = "Come in", .state_size = sizeof(struct login_state), .keys = &keys, .open = open_login, .close = close_login,
	.draw = draw, .event = on_event, .typing = is_typing, .bare = true,
};
