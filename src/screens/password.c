/* Changing the password: the old one, where there is one, and the new one twice. */
#include "screens/screens.h"
#include "shop/account.h"
#include "ui/form.h"

#include <string.h>

struct password_state {
	struct app *app;
	struct form form;
	bool has_old;
};

static const char *check_new(const struct form *form, const char *text, struct arena *scratch)
{
	const struct app *app = form->data;
	enum err err = account_check_password(text, app->session.name, app->session.email);
	return err ? arena_string(scratch, err_sentence(err)) : NULL;
}

static const char *check_again(const struct form *form, const char *text, struct arena *scratch)
{
	(void)scratch;
	return strcmp(text, form_text(form, "new")) ? "the two passwords differ" : NULL;
}

/* Without an old password the first row is left out. */
static const struct form_field fields[] = {
	{ "old", "password now", FORM_PASSWORD, 1024, NULL, NULL, NULL },
	{ "new", "new password", FORM_PASSWORD, 1024, NULL, check_new, "8 characters or more" },
	{ "again", "once more", FORM_PASSWORD, 1024, NULL, check_again, NULL },
	{ 0 }
};

static enum err open_password(void *state, void *app, const void *argument)
{
	struct password_state *s = state;
	(void)argument;
	s->app = app;
	try(account_needs_password(s->app->shop, s->app->session.email, &s->has_old));
	form_init(&s->form, s->has_old ? fields : fields + 1, s->app);
	return OK;
}

static void close_password(void *state)
{
	form_release(&((struct password_state *)state)->form);
}

static struct next changed(void *state, void *data, const void *answer)
{
	struct app *app = data;
	(void)state;
	(void)answer;
	return app_say(app, "the password is changed");
}

static struct next change(struct password_state *s)
{
	struct app *app = s->app;
	const char *old = s->has_old ? form_text(&s->form, "old") : NULL;
	ui_busy(app->ui, SHOWN("changing the password"), 0, 0);
	enum err err = account_change_password(&app->session, old, form_text(&s->form, "new"));
	if (!err)
		return next_return(changed, NULL);
	if (err == ERR_LOGIN)
		form_complain(&s->form, "old", "this is not your password");
	return ui_refuse(app->ui, err);
}

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "go on; at the end, change it", NULL, "go on" },
	{ K_TAB, NULL, "next field", NULL, "next field", .also = { K_SHIFT_TAB, K_UP, K_DOWN } },
	{ K_ESC, NULL, "back, nothing is written", NULL, "back", .then = { .kind = NEXT_LEAVE } },
	{ 0 }
};
static const struct keymap keys = { bindings, &ui_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct password_state *s = state;
	(void)app;
	switch (form_event(&s->form, event)) {
	case FORM_SUBMIT: return change(s);
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
	const struct password_state *s = state;
	struct canvas box = draw_centre(body, form_rows(&s->form, 66) + 4, 74);
	struct canvas in = canvas_box(&box, &(struct box){ .title = SHOWN("Change the password"), .focus = true });
	struct canvas form = canvas_part(&in, 1, 1, 0, -1);
	form_draw(&s->form, &form, 0, true, scratch);
}

const struct screen_ops password_screen = {
	.name = "Password", .state_size = sizeof(struct password_state), .keys = &keys, .open = open_password, .close = close_password,
	.draw = draw, .event = on_event, .typing = is_typing,
	.whole = true,
};
