/* What all screens share, and what is bound on all of them. */
#include "screens/sandbox.h"
#include "screens/screens.h"
#include "screens/write.h"
#include "screens/force.h"
#include "explore/ident.h"
#include "explore/trace.h"
#include "model/store.h"
#include "shop/account.h"
#include "screens/statement.h"
#include "ui/clip.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WRITER_PATIENCE = 30000 };    /* ms */

__attribute__((format(printf, 2, 0)))
static struct next say(struct app *app, const char *format, va_list arguments, bool undoable)
{
	char *line = NULL;
	if (vasprintf(&line, format, arguments) < 0)
		die(3, "out of memory");
	ui_say(app->ui, show(&app->arena, line), VOICE_PLAIN);
	if (undoable)
		ui_offer(app->ui, 'u', "u undo");
	free(line);
	return next_stay();
}

struct next app_say(struct app *app, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct next next = say(app, format, arguments, false);
	va_end(arguments);
	return next;
}

struct next app_say_undoable(struct app *app, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	struct next next = say(app, format, arguments, true);
	va_end(arguments);
	return next;
}

void app_call(struct app *app, const char *format, ...)
{
	va_list arguments;
	char *call = NULL;
	va_start(arguments, format);
	if (vasprintf(&call, format, arguments) < 0)
		die(3, "out of memory");
	va_end(arguments);
	if (app->trace)
		trace_call(app->trace, call);
	free(call);
}

const char *app_ident(struct app *app, const char *raw, const char *otherwise)
{
	return ident_of(&app->arena, raw, otherwise);
}

const char *app_who(struct app *app)
{
	return app_is_guest(app) ? "guest" : app_ident(app, app->session.name, "user");
}

struct next app_walk(struct app *app, const char *table, int64_t id)
{
	app->walk_table = table;
	app->walk_id = id;
	app->walk_from = ui_tab(app->ui);
	return next_tab(TAB_WALK);
}

void app_tell_cart(struct app *app, const struct cart_change *change)
{
	const char *product = app_ident(app, change->title, "product");
	if (change->now)
		app_call(app, "a = cart.addProduct(%s,{through:{quantity:%lld}})", product, (long long)change->now);
	else
		app_call(app, "cart.removeProduct(%s)", product);
}

struct next app_copy(struct app *app, const char *text, const char *what)
{
	if (!app->may_copy)
		return ui_refuse(app->ui, fail(ERR_FORBIDDEN, "copying is off: 'copy = on' below [screens] in %s allows it", draw_path(&app->arena, app->settings)));
	if (!app->term || !clip_copy(text))
		return ui_refuse(app->ui, fail(ERR_INPUT, "this is too much for the clipboard of a terminal"));
	return app_say(app, "copied %s", what);
}

void app_refresh(struct app *app)
{
	app->things = 0;
	app->total = money_of(0);
	if (app->inside)
		cart_figures(&app->session, &app->things, &app->total);
}

/* Somebody else writes: say so while waiting, and go on unless somebody wants to leave. */
static bool wait_for_turn(void *data)
{
	struct app *app = data;
	return !app->ui || ui_busy(app->ui, SHOWN("waiting for another program that writes to this file"), 0, 0);
}

void app_count(struct app *app)
{
	struct store_totals totals = store_totals(shop_store(app->shop));
	app->statements = totals.statements;
	app->nanoseconds = totals.nanoseconds;
}

void app_use(struct app *app, struct shop *shop)
{
	app->shop = shop;
	app->statements = app->nanoseconds = 0;
	store_patience(shop_store(shop), WRITER_PATIENCE, wait_for_turn, app);
	if (app->trace)
		trace_listen(app->trace, shop_store(shop));
}

void app_adopt(struct app *app, struct shop *shop)
{
	shop_close(app->shop);
	write_forget(app);
	app->inside = false;
	app_use(app, shop);
	force_recall(app);
}

enum err app_open(struct app *app, const char *path)
{
	struct shop *shop;
	const char *repaired;
	try(shop_open(&shop, &app->arena, path, &repaired));
	app_adopt(app, shop);
	snprintf(app->path, sizeof app->path, "%s", path);
	if (repaired && app->ui)
		app_say(app, "%s", repaired);
	return OK;
}

enum err app_come_in(struct app *app, const struct session *who)
{
	const char *told = NULL;
	struct session session = *who;
	if (app->inside && app_is_guest(app) && session.user)
		try(account_merge(&app->session, &session, &app->arena, &told));
	app->session = session;
	app->inside = true;
	app_refresh(app);
	if (session.user) {
		snprintf(app->as, sizeof app->as, "%s", session.email);
		remember_store(app, shop_is_demo(app->shop));
	}
	if (told)
		app_say(app, "%s", told);
	else if (session.user)
		app_say(app, "welcome, %s", session.name);
	return OK;
}

bool app_is_guest(const struct app *app)
{
	return !app->session.user;
}

bool app_refuse_unsaved(struct app *app)
{
	int tab = ui_unsaved(app->ui);
	if (tab < 0)
		return false;
	ui_refuse(app->ui, fail(ERR_STATUS, "what you typed in tab %d is not saved: save or drop it first", tab + 1));
	return true;
}

struct shown app_money(const struct app *app, struct arena *arena, struct money amount)
{
	return show(arena, money_text(arena, shop_currency(app->shop), amount));
}

const char *app_plural(struct arena *arena, int64_t count, const char *one, const char *many)
{
	return arena_format(arena, "%lld %s", (long long)count, count == 1 ? one : many);
}

struct next app_push(struct app *app, const struct screen_ops *screen, const void *argument, size_t size)
{
	void *copy = arena_alloc(&app->arena, size);
	memcpy(copy, argument, size);
	return next_push(screen, copy);
}

struct next app_replace(struct app *app, const struct screen_ops *screen, const void *argument, size_t size)
{
	void *copy = arena_alloc(&app->arena, size);
	memcpy(copy, argument, size);
	return next_replace(screen, copy);
}

struct next app_prompt(struct app *app, const struct prompt *prompt)
{
	return app_push(app, &prompt_screen, prompt, sizeof *prompt);
}

struct next app_choose(struct app *app, const struct chooser *chooser)
{
	return app_push(app, &chooser_screen, chooser, sizeof *chooser);
}

struct next app_ask(struct app *app, const struct dialog *dialog)
{
	return app_push(app, &dialog_screen, dialog, sizeof *dialog);
}

struct next app_ask_removal(struct app *app, const char *title, next_done *done)
{
	static const struct dialog_choice choices[] = { { 'd', "remove it" }, { 0 } };
	struct shown *line = arena_new(&app->arena, struct shown);
	*line = show(&app->arena, title);
	return app_ask(app, &(struct dialog){ .title = SHOWN("Remove the last one?"), .lines = line, .line_count = 1,
		.choices = choices, .esc = "keep it", .done = done });
}

static struct next take_back(void *state, void *data)
{
	struct app *app = data;
	const char *told;
	if (app->trial)
		return sandbox_undo(app);
	(void)state;
	enum err err = write_turn(app, false, &told);
	if (err)
		return ui_refuse(app->ui, err);
	app_call(app, "undo: %s", told);
	app_refresh(app);
	app_say(app, "%s", told);
	ui_offer(app->ui, 'U', "U redo");
	return next_reload();
}

static struct next do_again(void *state, void *data)
{
	struct app *app = data;
	const char *told;
	if (app->trial)
		return sandbox_redo_last(app);
	(void)state;
	enum err err = write_turn(app, true, &told);
	if (err)
		return ui_refuse(app->ui, err);
	app_call(app, "redo: %s", told);
	app_refresh(app);
	app_say_undoable(app, "%s", told);
	return next_reload();
}

static struct next other_person(void *state, void *app)
{
	(void)state;
	return app_refuse_unsaved(app) ? next_stay() : start_push(app, NULL);
}

static struct next account(void *state, void *data)
{
	struct app *app = data;
	(void)state;
	return app_is_guest(app) ? start_push(app, NULL) : next_push(&account_screen, NULL);
}

/* Opening it lays the screen out anew: what that reads is not the act that one wants to see. */
static struct next show_trace(void *state, void *data)
{
	struct app *app = data;
	(void)state;
	trace_hold(app->trace);
	return next_panel();
}

#define EVERYWHERE "everywhere"

static const struct binding bindings[] = {
	{ 'c', NULL, "cart", EVERYWHERE, .then = { .kind = NEXT_TAB, .number = TAB_CART } },
	{ 'u', take_back, "undo the last change or order", EVERYWHERE },
	{ 'U', do_again, "redo what was undone", EVERYWHERE },
	{ 't', show_trace, "SQL of the last act", EVERYWHERE, "trace" },
	{ 'W', statement_ask, STATEMENT_HELP, EVERYWHERE },
	{ '@', other_person, "other person", EVERYWHERE },
	{ '~', sandbox_go, SANDBOX_HELP, EVERYWHERE },
	{ 'M', account, "your account", EVERYWHERE },
	{ 0 }
};
const struct keymap app_keys = { bindings, &ui_keys };
