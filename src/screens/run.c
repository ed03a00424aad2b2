/* The one way in: open the file, take the terminal, and let the loop run until somebody leaves. */
#include "screens/file.h"
#include "screens/sandbox.h"
#include "screens/screens.h"
#include "screens/write.h"
#include "base/clock.h"
#include "base/files.h"
#include "explore/trace.h"
#include "model/store.h"
#include "shop/account.h"
#include "ui/term.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct tab tabs[] = {
	[TAB_SHOP] = { "Shop", &shop_screen },
	[TAB_CART] = { "Cart", &cart_screen },
	[TAB_ORDERS] = { "Orders", &orders_screen },
	[TAB_SELL] = { "Sell", &sell_screen },
	[TAB_MODELS] = { "Models", &models_screen },
	[TAB_WALK] = { "Walk", &walk_screen },
};

/* What there is to see of a file that is no shop. */
static const struct tab file_tabs[TAB_WALK + 1] = {
	[TAB_MODELS] = { "Models", &models_screen },
	[TAB_WALK] = { "Walk", &walk_screen },
};

/* "Cart 6·72.00": how many things, and what they cost. */
static struct shown tab_title(void *data, unsigned tab, struct arena *scratch)
{
	const struct app *app = data;
	if (tab != TAB_CART || !app->inside)
		return show(scratch, tabs[tab].name);
	if (!app->things)
		return SHOWN("Cart 0");
	return show_format(scratch, "Cart %lld%s%s", (long long)app->things, text_is_utf8() ? "·" : " ", app_money(app, scratch, app->total).bytes);
}

static struct shown figures(void *data, struct arena *scratch)
{
	const struct app *app = data;
	struct trace_totals shown = trace_totals(app->trace);
	if (app->file && trace_is_past(app->trace) && !ui_panel_is_open(app->ui))
		return SHOWN("no SQL");
	if (app->file)
		return show_format(scratch, "%zu SQL %.1f ms", shown.statements, (double)shown.nanoseconds / 1e6);
	if (!app->shop)
		return SHOWN("");
	bool traced = ui_panel_is_open(app->ui);
	struct store_totals totals = store_totals(shop_store(app->shop));
	const char *who = !app->inside ? "" : app_is_guest(app) ? "guest" : app->session.name;
	const char *name = shown_cut(scratch, show(scratch, who), 16).bytes;
	uint64_t statements = traced ? shown.statements : totals.statements - app->statements;
	uint64_t nanoseconds = traced ? shown.nanoseconds : totals.nanoseconds - app->nanoseconds;
	if (!statements)
		return show_format(scratch, "%s%sno SQL", name, *name ? "  " : "");
	return show_format(scratch, "%s%s%llu SQL %.1f ms", name, *name ? "  " : "", (unsigned long long)statements,
		(double)nanoseconds / 1e6);
}

static void before(void *data)
{
	struct app *app = data;
	arena_reset(&app->arena);
	sandbox_before(app);
	trace_act(app->trace);
	app->stopped = false;
	if (app->shop)
		app_count(app);
}

/* What is read without an event (another size) belongs to no act. */
static void after(void *data)
{
	const struct app *app = data;
	trace_hold(app->trace);
}

static enum theme_wish color_wish(const char *color)
{
	if (color && !strcmp(color, "never"))
		return THEME_NEVER;
	return color && !strcmp(color, "always") ? THEME_ALWAYS : THEME_AUTO;
}

/* Who was named, or came back to a demo file, is inside at once, unless a password is wanted. */
static void come_back(struct app *app)
{
	bool needed = true;
	struct session who;
	if (!*app->as || !app->remembered || account_needs_password(app->shop, app->as, &needed) || needed)
		return;
	if (!account_act_as(app->shop, app->as, NULL, &who))
		app_come_in(app, &who);
}

static enum err prepare(struct app *app, const struct screens_options *options)
{
	const char *path = options->path;
	struct stat status;
	try(preferences_load(app));
	if (!path)
		try(files_path(&app->arena, FILES_DATA, "souk.db", true, &path));
	if (strlen(path) >= sizeof app->path)
		return fail(ERR_CANNOT_OPEN, "cannot open a file whose name has %zu bytes", strlen(path));
	snprintf(app->path, sizeof app->path, "%s", path);
	if (options->as) {
		snprintf(app->as, sizeof app->as, "%s", options->as);
		app->remembered = true;
	} else {
		remember_load(app);
	}
	return stat(app->path, &status) ? OK : app_open(app, path);
}

/* A shop's file opens as a shop, any other in the diagram. */
static enum err prepare_any(struct app *app, const struct screens_options *options)
{
	struct screens_options shop = *options;
	struct stat status;
	shop.path = options->any;
	if (stat(options->any, &status))
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': there is no such file", options->any);
	enum err err = prepare(app, &shop);
	if (err == ERR_FOREIGN || err == ERR_NOT_A_DATABASE || err == ERR_NEWER || err == ERR_CANNOT_OPEN || err == ERR_CORRUPT) {
		return file_open(app, options->any);
	}
	return err;
}

static enum err run(struct app *app, const struct screens_options *options, int *signal)
{
	struct ui_setup setup = { .app = app, .program = "souk", .tabs = tabs, .tab_count = sizeof tabs / sizeof *tabs,
		.tab_title = tab_title, .figures = figures, .before = before, .acted = sandbox_acted, .after = after,
		.banner = sandbox_banner, .at_stake = sandbox_at_stake, .panel = &trace_screen,
		.term = app->term, .rows = options->rows, .cols = options->cols };
	if (app->file) {
		setup.tabs = file_tabs;
		setup.home = TAB_MODELS;
		setup.subject = file_subject;
	}
	if (options->input)
		setup.input = *options->input;
	app->ui = ui_new(&setup);
	const struct screen_ops *first = NULL;
	if (!app->shop && !app->file)
		first = &welcome_screen;
	else if (app->shop)
		come_back(app);
	if (app->shop && !app->inside)
		first = start_screen(app);
	enum err err = ui_run(app->ui, first, NULL, signal);
	ui_free(app->ui);
	app->ui = NULL;
	return err;
}

enum err screens_run(const struct screens_options *options)
{
	struct app app = { 0 };
	int number = 0;
	arena_init(&app.arena);
	app.trace = trace_new();
	enum err err = options->any ? prepare_any(&app, options) : prepare(&app, options);
	if (!err && !options->input)
		err = term_open(&app.term, color_wish(options->color));
	if (!err)
		err = run(&app, options, &number);
	term_close(app.term);
	sandbox_close(&app);
	if (app.shop)
		store_tidy(shop_store(app.shop), 1000);
	shop_close(app.shop);
	file_close(&app);
	write_forget(&app);
	trace_free(app.trace);
	arena_release(&app.arena);
	if (number) {
		signal(number, SIG_DFL);
		raise(number);
	}
	return err;
}
