/* What a seller does to the products that are marked, or to the selected one: pieces up and down, a number of them, out of
 * the catalogue and back. Each is one act, all or none, and one undo. */
#include "screens/sell.h"

#include "shop/stocking.h"
#include "shop/undo.h"

#include <string.h>

enum { TITLE_CELLS = 32 };

/* The marked products, or the selected one. */
struct chosen { const int64_t *ids; size_t count; int64_t one; };

static void choose(const struct sell_state *s, struct chosen *out)
{
	const struct product *selected = sell_selected(s);
	*out = (struct chosen){ s->marks.keys.items, s->marks.keys.count, selected ? selected->id : 0 };
	if (!out->count)
		*out = (struct chosen){ &out->one, selected != NULL, out->one };
}

static const char *short_title(struct app *app, const char *title)
{
	return shown_cut(&app->arena, show(&app->arena, title), TITLE_CELLS).bytes;
}

/* What is gone by now is not marked any more. */
static struct next refused(struct sell_state *s, enum err err)
{
	struct next next = ui_refuse(s->app->ui, err);
	if (err == ERR_NOT_FOUND || err == ERR_FORBIDDEN)
		sell_prune_marks(s);
	return next;
}

/* The call that did it, as the trace names it: of one row, or of each. */
static void call_each(struct app *app, const struct stock_changes *changes, const char *call)
{
	if (changes->count == 1)
		app_call(app, "%s.%s", app_ident(app, changes->items[0].title, "product"), call);
	else
		app_call(app, "products.map(p => p.%s)", call);
}

/* --- stock --- */

static const char *pieces_words(struct app *app, int64_t pieces)
{
	return pieces == STOCKING_NONE ? "no limit" : app_plural(&app->arena, pieces, "piece", "pieces");
}

static const char *stock_call(struct app *app, const struct stock_wish *wish)
{
	switch (wish->how) {
	case STOCK_SET: return arena_format(&app->arena, "update({stock:%lld})", (long long)wish->pieces);
	case STOCK_ADD: return arena_format(&app->arena, "increment('stock',{by:%lld})", (long long)wish->pieces);
	case STOCK_NO_LIMIT: return "update({stock:null})";
	}
	bug("a wish about stock without a call");
}

static struct next tell_stock(struct sell_state *s, const struct stock_wish *wish, const struct stock_changes *changes)
{
	struct app *app = s->app;
	const struct stock_change *first = changes->items;
	int64_t by = wish->pieces < 0 ? -wish->pieces : wish->pieces;
	if (!changes->count)
		return app_say(app, "nothing changed: that is what there was");
	if (changes->count == 1)
		return app_say_undoable(app, "%s: %s", short_title(app, first->title), pieces_words(app, first->now));
	if (wish->how == STOCK_ADD)
		return app_say_undoable(app, "%zu products: %s %s each", changes->count, pieces_words(app, by), wish->pieces < 0 ? "fewer" : "more");
	return app_say_undoable(app, "%zu products: %s%s", changes->count, pieces_words(app, first->now),
		wish->how == STOCK_SET ? " each" : "");
}

static struct next change_stock(struct sell_state *s, const struct stock_wish *wish)
{
	struct app *app = s->app;
	struct stock_changes changes;
	struct chosen chosen;
	choose(s, &chosen);
	enum err err = stocking_change(&app->session, &app->arena, chosen.ids, chosen.count, wish, &changes);
	if (err)
		return refused(s, err);
	call_each(app, &changes, stock_call(app, wish));
	undo_stock_changed(&app->session, &changes);
	err = sell_reload_stock(s);
	return err ? ui_refuse(app->ui, err) : tell_stock(s, wish, &changes);
}

struct next sell_one_more(void *state, void *app)
{
	(void)app;
	return change_stock(state, &(struct stock_wish){ STOCK_ADD, 1 });
}

struct next sell_one_less(void *state, void *app)
{
	(void)app;
	return change_stock(state, &(struct stock_wish){ STOCK_ADD, -1 });
}

/* "12", "+3", "-3", and "" or "none" for no limit. */
static enum err read_wish(const char *text, struct stock_wish *out)
{
	bool add = *text == '+' || *text == '-';
	*out = (struct stock_wish){ STOCK_NO_LIMIT, 0 };
	if (!*text || !strcmp(text, "none"))
		return OK;
	out->how = add ? STOCK_ADD : STOCK_SET;
	return text_integer(*text == '+' ? text + 1 : text, &out->pieces)
		? fail(ERR_INPUT, "a number, +3 or -3, or nothing for no limit") : OK;
}

static const char *check_wish(void *app, const char *text, struct arena *scratch)
{
	struct stock_wish wish;
	(void)app;
	enum err err = read_wish(text, &wish);
	return err ? arena_string(scratch, err_sentence(err)) : NULL;
}

static struct next wish_given(void *state, void *data, const void *answer)
{
	struct app *app = data;
	struct stock_wish wish;
	enum err err = read_wish(((const struct dialog_answer *)answer)->text, &wish);
	return err ? ui_refuse(app->ui, err) : change_stock(state, &wish);
}

struct next sell_ask_stock(void *state, void *data)
{
	struct sell_state *s = state;
	struct app *app = data;
	const struct product *p = sell_selected(s);
	bool many = s->marks.keys.count > 0;
	struct shown whose = many ? show_format(&app->arena, "%s", app_plural(&app->arena, (int64_t)s->marks.keys.count, "marked product", "marked products"))
		: show_format(&app->arena, "%s", short_title(app, p->title));
	struct shown line = show_format(&app->arena, "%s: a number, +3 or -3; empty: no limit", whose.bytes);
	const char *initial = many || p->unlimited ? "" : arena_format(&app->arena, "%lld", (long long)p->stock);
	return app_prompt(app, &(struct prompt){ .title = SHOWN("How many pieces?"), .line = line, .initial = initial,
		.check = check_wish, .done = wish_given, .enter = "set the stock" });
}

/* --- in the catalogue, or not --- */

static struct next tell_retired(struct sell_state *s, bool retired, const struct stock_changes *changes)
{
	struct app *app = s->app;
	const char *what = changes->count == 1 ? short_title(app, changes->items[0].title)
		: arena_format(&app->arena, "%zu products", changes->count);
	bool one = changes->count == 1;
	if (!retired)
		return app_say_undoable(app, "%s %s back in the catalogue", what, one ? "is" : "are");
	return app_say_undoable(app, "retired %s%s", what, s->filter.retired ? "" : one ? ": z shows it" : ": z shows them");
}

/* Whatever is still offered is retired; where nothing is, all come back. */
struct next sell_retire(void *state, void *data)
{
	struct sell_state *s = state;
	struct app *app = data;
	struct stock_changes changes;
	struct chosen chosen;
	bool retired;
	choose(s, &chosen);
	enum err err = stocking_any_offered(&app->session, chosen.ids, chosen.count, &retired);
	if (!err)
		err = stocking_retire(&app->session, &app->arena, chosen.ids, chosen.count, retired, &changes);
	if (err)
		return refused(s, err);
	call_each(app, &changes, retired ? "update({retiredAt:new Date()})" : "update({retiredAt:null})");
	undo_retired(&app->session, &changes, retired);
	marks_release(&s->marks);
	err = sell_reload(s);
	return err ? ui_refuse(app->ui, err) : tell_retired(s, retired, &changes);
}

/* --- marks --- */

struct next sell_mark(void *state, void *app)
{
	struct sell_state *s = state;
	const struct event down = { .type = EVENT_KEY, .key = K_DOWN };
	enum err err = OK;
	(void)app;
	marks_toggle(&s->marks, sell_selected(s)->id);
	list_event(&s->list, &down, &err);
	return err ? ui_refuse(s->app->ui, err) : next_stay();
}

bool sell_has_marks(const void *state)
{
	return ((const struct sell_state *)state)->marks.keys.count > 0;
}

struct next sell_unmark(void *state, void *app)
{
	struct sell_state *s = state;
	(void)app;
	marks_release(&s->marks);
	return next_stay();
}
