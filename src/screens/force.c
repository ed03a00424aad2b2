/* The question of a sync force, over the diagram. */
#include "screens/force.h"

#include "model/model.h"
#include "model/store.h"
#include "screens/page.h"
#include "shop/protect.h"
#include "shop/tables.h"
#include "ui/field.h"

#include <string.h>

enum { COLS = 68, ROWS = 13, TABLES_GAP = 3, FIELD_COLS = 26 /* with the words before it */ };

struct force_state {
	struct app *app;
	struct arena arena;
	struct force_facts facts;
	struct field field;
	const char *complaint;
};

static enum err force_open(void *opaque, void *app, const void *argument)
{
	struct force_state *s = opaque;
	(void)argument;
	s->app = app;
	arena_init(&s->arena);
	field_init(&s->field, FIELD_TEXT, 0);
	enum err err = protect_check(shop_store(s->app->shop));
	if (!err)
		err = force_read(s->app, &s->arena, &s->facts);
	if (err)
		arena_release(&s->arena);
	return err;
}

static void force_close(void *opaque)
{
	struct force_state *s = opaque;
	field_release(&s->field);
	arena_release(&s->arena);
}

/* --- acts --- */

/* @answer: the path of the copy. */
static struct next force_named(void *state, void *data, const void *answer)
{
	struct app *app = data;
	struct sync_report report;
	const char *copy = answer;
	(void)state;
	enum err err = store_backup(shop_store(app->shop), copy);
	if (!err)
		err = store_sync_force(shop_store(app->shop), &app->arena, shop_additions, shop_kept_models, &report);
	if (err)
		return ui_refuse(app->ui, err);
	force_remember(app, copy);
	account_guest(app->shop, &app->session);
	app_refresh(app);
	if (app->trial)
		app_say_undoable(app, "all tables are new, in the sandbox alone");
	else
		app_say_undoable(app, "all tables are new; what was in them is saved as %s", force_base_name(copy));
	return next_reload();
}

static struct next enter(void *opaque, void *app)
{
	struct force_state *s = opaque;
	(void)app;
	if (!strcmp(field_text(&s->field), s->facts.name))
		return next_return(force_named, s->facts.copy);
	s->complaint = arena_format(&s->arena, "type %s, or Esc to leave all as it is", s->facts.name);
	return next_stay();
}

static struct next show_sql(void *opaque, void *data)
{
	struct app *app = data;
	struct page_draft page = { .app = app };
	const char *const *sql;
	size_t count;
	(void)opaque;
	enum err err = store_sync_force_sql(shop_store(app->shop), &app->arena, shop_additions, shop_kept_models, &sql, &count);
	if (err)
		return ui_refuse(app->ui, err);
	page_add(&page, VOICE_DIM, 0, "%s", "The copy is saved first; then this runs as one transaction.");
	for (size_t i = 0; i < count; i++)
		page_add(&page, VOICE_PLAIN, 0, "%s;", sql[i]);
	return page_show(&page, "The SQL of sync force");
}

static const struct binding bindings[] = {
	{ K_ENTER, enter, "save a copy, then drop and make again", NULL, "drop and make again" },
	{ K_F2, show_sql, "the SQL that would run", NULL, "SQL" },
	{ K_ESC, NULL, "back, never writes", NULL, "leave as is", .then = { .kind = NEXT_LEAVE } },
	{ 0 }
};
static const struct keymap keys = { bindings, &ui_modal_keys };

static struct next force_event(void *opaque, void *app, const struct event *event)
{
	struct force_state *s = opaque;
	enum field_did did = field_event(&s->field, event);
	(void)app;
	if (did == FIELD_CHANGED)
		s->complaint = NULL;
	return did == FIELD_IGNORED ? next_ignored() : next_stay();
}

static bool force_typing(const void *state)
{
	(void)state;
	return true;
}

/* --- drawing --- */

/* Table and rows in columns, as many as fit; returns the row after them. */
static int draw_losses(struct canvas *in, int row, const struct force_facts *facts, struct arena *scratch)
{
	int name = 0, rows = 0;
	for (size_t i = 0; i < facts->loss_count; i++) {
		int cells = show(scratch, model_table(facts->losses[i].model)).cells;
		int digits = show_format(scratch, "%lld", (long long)facts->losses[i].rows).cells;
		name = cells > name ? cells : name;
		rows = digits > rows ? digits : rows;
	}
	int width = name + 1 + rows, across = (in->cols - 2 + TABLES_GAP) / (width + TABLES_GAP);
	across = across < 1 ? 1 : across > 3 ? 3 : across;
	for (size_t i = 0; i < facts->loss_count; i++) {
		int y = row + (int)i / across, x = 2 + (int)i % across * (width + TABLES_GAP);
		canvas_put(in, y, x, show(scratch, model_table(facts->losses[i].model)), VOICE_PLAIN);
		canvas_put_right(in, y, x + width, show_format(scratch, "%lld", (long long)facts->losses[i].rows), VOICE_BOLD);
	}
	return row + ((int)facts->loss_count + across - 1) / across;
}

static void put(struct canvas *in, int row, struct shown text, enum voice voice, struct arena *scratch)
{
	canvas_put(in, row, 0, shown_cut(scratch, text, in->cols), voice);
}

static int draw_facts(struct canvas *in, const struct force_facts *facts, struct arena *scratch)
{
	const char *left = force_left_text(scratch, facts);
	put(in, 0, show_format(scratch, "Drops and makes again all %zu tables of %s.", facts->loss_count, facts->name), VOICE_PLAIN, scratch);
	put(in, 1, facts->rows ? show_format(scratch, "You would lose %s:", app_plural(scratch, facts->rows, "row", "rows")) :
		SHOWN("They hold no rows:"), VOICE_PLAIN, scratch);
	int row = draw_losses(in, 2, facts, scratch);
	if (*left)
		put(in, row++, show_format(scratch, "Left alone, not a model: %s", left), VOICE_PLAIN, scratch);
	put(in, row++, SHOWN("Kept: the settings of the shop"), VOICE_PLAIN, scratch);
	put(in, row + 1, facts->trial ? SHOWN("In the sandbox alone: the file stays as it is; u undoes.") :
		show_format(scratch, "Saved first as %s; u undoes.", force_base_name(facts->copy)), VOICE_PLAIN, scratch);
	return row + 2;
}

static void force_draw(const void *opaque, struct canvas *body, struct arena *scratch)
{
	const struct force_state *s = opaque;
	struct canvas whole = canvas_middle(body, ROWS, COLS);
	struct canvas in = canvas_box(&whole, &(struct box){ .title = SHOWN("sync force"), .focus = true });
	int row = draw_facts(&in, &s->facts, scratch) + 1;
	int at = canvas_put(&in, row, 0, SHOWN("Type  "), VOICE_PLAIN);
	at = canvas_put(&in, row, at, shown_cut(scratch, show(scratch, s->facts.name), in.cols - FIELD_COLS - at), VOICE_ACCENT);
	at = canvas_put(&in, row, at, SHOWN("  to go on:  "), VOICE_PLAIN);
	field_draw(&s->field, &in, row, at, in.cols - at, true, SHOWN(""), scratch);
	if (s->complaint)
		put(&in, row + 1, show(scratch, s->complaint), VOICE_REFUSE, scratch);
}

static const struct screen_ops force_screen = {
	.name = "Sync force", .state_size = sizeof(struct force_state), .keys = &keys, .open = force_open, .close = force_close,
	.draw = force_draw, .event = force_event, .typing = force_typing, .over = true,
};

struct next force_ask(void *state, void *app)
{
	(void)state, (void)app;
	return next_push(&force_screen, NULL);
}
