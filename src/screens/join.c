/* A new account: name, e-mail, password twice; each field says beside itself what is wrong, before anything is written. */
#include "screens/screens.h"
#include "shop/account.h"
#include "ui/form.h"

#include <string.h>

struct join_state {
	struct start_ask ask;
	struct app *app;
	struct form form;
};

static const char *sentence(enum err err, struct arena *scratch)
{
	return err ? arena_string(scratch, err_sentence(err)) : NULL;
}

static const char *check_name(const struct form *form, const char *text, struct arena *scratch)
{
	(void)form;
	return sentence(account_check_name(text), scratch);
}

static const char *check_email(const struct form *form, const char *text, struct arena *scratch)
{
	const struct app *app = form->data;
	return sentence(account_check_email(app->shop, text), scratch);
}

/* In a demo file nobody needs one. */
static bool may_be_without(const struct form *form, const char *text)
{
	return !*text && shop_is_demo(((const struct app *)form->data)->shop);
}

static const char *check_password(const struct form *form, const char *text, struct arena *scratch)
{
	if (may_be_without(form, text))
		return NULL;
	return sentence(account_check_password(text, form_text(form, "name"), form_text(form, "email")), scratch);
}

static const char *check_again(const struct form *form, const char *text, struct arena *scratch)
{
	(void)scratch;
	return strcmp(text, form_text(form, "password")) ? "the two passwords differ" : NULL;
}

static const struct form_field fields[] = {
	{ "name", "name", FORM_TEXT, 200, NULL, check_name, NULL },
	{ "email", "e-mail", FORM_TEXT, 254, NULL, check_email, NULL },
	{ "password", "password", FORM_PASSWORD, 1024, NULL, check_password, "8 characters or more" },
	{ "again", "once more", FORM_PASSWORD, 1024, NULL, check_again, NULL },
	{ 0 }
};

static enum err open_join(void *state, void *app, const void *argument)
{
	struct join_state *s = state;
	s->app = app;
	if (argument)
		s->ask = *(const struct start_ask *)argument;
	form_init(&s->form, fields, s->app);
	return OK;
}

static void close_join(void *state)
{
	form_release(&((struct join_state *)state)->form);
}

static struct next make_account(struct join_state *s)
{
	struct app *app = s->app;
	struct session who;
	const char *password = form_text(&s->form, "password");
	ui_busy(app->ui, SHOWN("making the account"), 0, 0);
	enum err err = account_create(app->shop, form_text(&s->form, "name"), form_text(&s->form, "email"), *password ? password : NULL, &who);
	if (err == ERR_TAKEN) {
		form_complain(&s->form, "email", err_sentence(err));
		return next_stay();
	}
	return err ? ui_refuse(app->ui, err) : start_enter(app, &who, s->ask.done);
}

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "go on; at the end, make the account", NULL, "go on" },
	{ K_TAB, NULL, "next field", NULL, "next field", .also = { K_SHIFT_TAB, K_UP, K_DOWN } },
	{ K_ESC, NULL, "back, nothing is written", NULL, "back", .then = { .kind = NEXT_LEAVE } },
	{ 0 }
};
static const struct keymap keys = { bindings, &ui_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct join_state *s = state;
	(void)app;
	switch (form_event(&s->form, event)) {
	case FORM_SUBMIT: return make_account(s);
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
	const struct join_state *s = state;
	struct canvas box = draw_centre(body, 15, 74);
	struct canvas in = canvas_box(&box, &(struct box){ .title = SHOWN("New account"), .focus = true });
	struct canvas form = canvas_part(&in, 1, 1, 0, -1);
	int row = form_draw(&s->form, &form, 0, true, scratch);
	if (shop_is_demo(s->app->shop))
		canvas_say(&form, row + 1, 0, "In a demo nobody needs a password: leave it empty.", VOICE_DIM);
	else
		canvas_say(&form, row + 1, 0, "There is no way to read a password back, only to set a new one.", VOICE_DIM);
}

const struct screen_ops join_screen = {
	.name = "New account", .state_size = sizeof(struct join_state), .keys = &keys, .open = open_join, .close = close_join,
	.draw = draw, .event = on_event, .typing = is_typing, .bare = true,
	.whole = true,
};
