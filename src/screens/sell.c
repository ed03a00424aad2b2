/* 4 Sell: what the person offers, with price, stock and pieces sold; beside it what was sold. */
#include "screens/sell.h"
#include "screens/search.h"
#include "shop/import.h"

#include <stdio.h>

const struct product *sell_selected(const struct sell_state *s)
{
	return list_selected(&s->list);
}

bool sell_has_product(const void *state)
{
	return sell_selected(state) != NULL;
}

static enum err open_sell(void *state, void *app, const void *argument)
{
	struct sell_state *s = state;
	(void)argument;
	s->app = app;
	arena_init(&s->arena);
	arena_init(&s->low);
	field_init(&s->search, FIELD_TEXT, SELL_SEARCH_MAX - 1);
	list_init(&s->list, &sell_list_ops, s);
	return OK;
}

static void close_sell(void *state)
{
	struct sell_state *s = state;
	list_release(&s->list);
	field_release(&s->search);
	marks_release(&s->marks);
	arena_release(&s->arena);
	arena_release(&s->low);
}

static enum err resume(void *state)
{
	try(sell_prune_marks(state));
	return sell_reload(state);
}

enum { ONE_PANE = 76, LIST_COLS = 44 };

struct sell_panes sell_panes(int cols)
{
	if (cols < ONE_PANE)
		return (struct sell_panes){ .list = cols };
	int list = LIST_COLS + (cols > 80 ? (cols - 80) / 2 : 0);
	return (struct sell_panes){ list, cols - list };
}

static enum err layout(void *state, int rows, int cols)
{
	struct sell_state *s = state;
	bool first = !s->rows, narrow = !sell_panes(cols).sales;
	s->rows = rows;
	s->cols = cols;
	try(list_layout(&s->list, narrow ? rows - 2 - SELL_BRIEF_ROWS : rows - 3, narrow ? cols - 2 : sell_panes(cols).list - 4));
	if (!first)
		return OK;
	try(sell_restart(s));
	try(sell_read_sales(s));
	s->span = sell_first_span(&s->sales);
	return OK;
}

/* --- acts --- */

static struct next shown_or_refused(struct sell_state *s, enum err err)
{
	return err ? ui_refuse(s->app->ui, err) : next_stay();
}

static bool is_guest(const void *state)
{
	return app_is_guest(((const struct sell_state *)state)->app);
}

static bool is_inside(const void *state)
{
	return !is_guest(state);
}

static struct next look(void *state, void *app)
{
	int64_t id = sell_selected(state)->id;
	return app_push(app, &look_screen, &id, sizeof id);
}

static struct next added(void *state, void *app, const void *answer)
{
	struct sell_state *s = state;
	enum err err = sell_reload(s);
	(void)app;
	list_select(&s->list, ((const struct product *)answer)->id);
	return shown_or_refused(s, err);
}

static struct next add(void *state, void *app)
{
	(void)state;
	return app_push(app, &product_form_screen, &(struct product_ask){ 0, added }, sizeof(struct product_ask));
}

static struct next destroy(void *state, void *app)
{
	return product_destroy(app, sell_selected(state)->id, false);
}

static struct next edit(void *state, void *app)
{
	return product_edit(app, sell_selected(state)->id);
}

struct next sell_imported(void *state, void *data, const void *answer)
{
	const struct import_report *r = answer;
	struct app *app = data;
	enum err err = sell_reload(state);
	if (err)
		return ui_refuse(app->ui, err);
	return app_say(app, "imported: %zu added, %zu changed, %zu the same%s", r->added_count, r->changed_count, r->unchanged_count,
		r->bad_count ? arena_format(&app->arena, ", %zu left out", r->bad_count) : "");
}

static struct next come_in(void *state, void *app)
{
	(void)state;
	return start_push(app, NULL);
}

static struct next toggle_retired(void *state, void *data)
{
	struct sell_state *s = state;
	struct app *app = data;
	s->filter.retired = !s->filter.retired;
	enum err err = sell_restart(s);
	if (err)
		return ui_refuse(app->ui, err);
	return app_say(app, s->filter.retired ? "retired products are shown as well" : "retired products are hidden");
}

static struct next begin_search(void *state, void *app)
{
	struct sell_state *s = state;
	(void)app;
	s->searching = true;
	s->sales_focus = false;
	snprintf(s->before, sizeof s->before, "%s", field_text(&s->search));
	return next_stay();
}

static struct next end_search(struct sell_state *s, bool keep)
{
	s->searching = false;
	if (keep)
		return next_stay();
	field_set(&s->search, s->before);
	return shown_or_refused(s, sell_restart(s));
}

bool sell_is_narrowed(const void *state)
{
	const struct sell_state *s = state;
	return *field_text(&s->search) || s->filter.category || s->filter.low;
}

static struct next widen(void *state, void *app)
{
	struct sell_state *s = state;
	(void)app;
	field_set(&s->search, NULL);
	s->filter.category = NULL;
	s->filter.low = false;
	return shown_or_refused(s, sell_restart(s));
}

static struct next other_pane(void *state, void *app)
{
	struct sell_state *s = state;
	(void)app;
	s->sales_focus = !s->sales_focus;
	return next_stay();
}

static bool is_in_sales(const void *state)
{
	return ((const struct sell_state *)state)->sales_focus;
}

static struct next longer_span(void *state, void *app)
{
	struct sell_state *s = state;
	(void)app;
	s->span = (s->span + 1) % SALES_SPANS;
	return next_stay();
}

static struct next shorter_span(void *state, void *app)
{
	struct sell_state *s = state;
	(void)app;
	s->span = (s->span + SALES_SPANS - 1) % SALES_SPANS;
	return next_stay();
}

static struct next send(void *state, void *app)
{
	(void)state;
	(void)app;
	return next_push(&shipments_screen, NULL);
}

static struct next nothing_selected(void *state, void *data)
{
	struct app *app = data;
	return ui_refuse(app->ui, is_guest(state) ? fail(ERR_EMPTY, "nobody sells as a guest: @ to come in")
		: fail(ERR_EMPTY, "no product is selected"));
}

#define HERE NULL
static struct next walk_from(void *state, void *app)
{
	return app_walk(app, "products", sell_selected(state)->id);
}

static const struct binding bindings[] = {
	{ K_ENTER, come_in, "come in, to sell", HERE, "come in", .when = is_guest },
	{ K_ENTER, send, "orders with my products", HERE, "orders", .when = is_in_sales },
	{ K_LEFT, shorter_span, "a shorter time", HERE, "days, months, all", .when = is_in_sales },
	{ K_RIGHT, longer_span, "a longer time", HERE, "days, months, all", .when = is_in_sales },
	{ 'h', shorter_span, "left", HERE, NULL, .when = is_in_sales },
	{ 'l', longer_span, "right", HERE, NULL, .when = is_in_sales },
	{ K_TAB, other_pane, "other pane", HERE, "products", .also = { K_SHIFT_TAB }, .when = is_in_sales },
	{ K_ENTER, look, "look at the product", HERE, "look", .when = sell_has_product },
	{ K_ESC, sell_unmark, "take the marks off", HERE, "unmark", .also = { K_BACKSPACE }, .when = sell_has_marks },
	{ 'n', add, "sell something new", HERE, "new", .when = is_inside },
	{ 'e', edit, "edit what is selected", HERE, "edit", .when = sell_has_product },
	{ '+', sell_one_more, "one more", HERE, "stock", .when = sell_has_product },
	{ '-', sell_one_less, "one less", HERE, "stock", .when = sell_has_product },
	{ '#', sell_ask_stock, "amount as a number", HERE, NULL, .when = sell_has_product },
	{ 'R', sell_retire, "retire, or bring back", HERE, "retire", .when = sell_has_product },
	{ 'm', send, "send what was ordered", HERE, "send", .when = is_inside },
	{ ' ', sell_mark, "mark", HERE, "mark", .when = sell_has_product },
	{ 'D', destroy, "destroy: shows first what goes and what stays", HERE, "destroy", .when = sell_has_product },
	{ 'w', walk_from, APP_WALK_HELP, HERE, "walk", .when = sell_has_product },
	{ '/', begin_search, "search as you type", HERE, "search", .when = is_inside },
	{ 'f', sell_choose_filter, "filter what is listed", HERE, "filter", .when = is_inside },
	{ 's', sell_choose_sort, "sort", HERE, "sort", .when = is_inside },
	{ 'z', toggle_retired, "show retired products, or not", HERE, "retired", .when = is_inside },
	{ 'I', import_ask, "import products from a CSV file", HERE, "import", .when = is_inside },
	{ 'E', export_ask, "export", HERE, "export", .when = is_inside },
	{ 'e', nothing_selected, "edit what is selected", HERE, NULL },
	{ '+', nothing_selected, "one more", HERE, NULL },
	{ '-', nothing_selected, "one less", HERE, NULL },
	{ '#', nothing_selected, "amount as a number", HERE, NULL },
	{ 'R', nothing_selected, "retire, or bring back", HERE, NULL },
	{ ' ', nothing_selected, "mark", HERE, NULL },
	{ 'D', nothing_selected, "destroy: shows first what goes and what stays", HERE, NULL },
	{ K_TAB, other_pane, "other pane", HERE, NULL, .also = { K_SHIFT_TAB } },
	{ K_ESC, widen, "all products again", HERE, .also = { K_BACKSPACE }, .when = sell_is_narrowed },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &app_keys };
static const struct keymap keys = { bindings, &list_keys };

static const struct keymap *keys_now(const void *state)
{
	return ((const struct sell_state *)state)->searching ? &search_keys : &keys;
}

static struct next search_event(struct sell_state *s, const struct event *event)
{
	if (event->type == EVENT_KEY && (event->key == K_ESC || event->key == K_ENTER))
		return end_search(s, event->key == K_ENTER);
	switch (field_event(&s->search, event)) {
	case FIELD_CHANGED:
		return shown_or_refused(s, sell_restart(s));
	case FIELD_FULL:
		return ui_refuse(s->app->ui, fail(ERR_INPUT, "a search has at most %d characters", SELL_SEARCH_MAX - 1));
	case FIELD_MOVED:
		return next_stay();
	case FIELD_IGNORED:
		break;
	}
	return next_ignored();
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct sell_state *s = state;
	enum err err = OK;
	if (s->searching) {
		struct next next = search_event(s, event);
		if (next.kind != NEXT_IGNORED)
			return next;
	}
	switch (list_event(&s->list, event, &err)) {
	case LIST_MOVED: return shown_or_refused(s, err);
	case LIST_ENTERED: return look(s, app);
	case LIST_IGNORED: break;
	}
	return next_ignored();
}

static bool is_typing(const void *state)
{
	return ((const struct sell_state *)state)->searching;
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct sell_state *s = state;
	return app_is_guest(s->app) ? SHOWN("nobody sells as a guest: @ to come in")
		: show_format(scratch, "%s.getProducts()", s->app->session.name);
}

const struct screen_ops sell_screen = {
	.name = "Sell", .state_size = sizeof(struct sell_state), .keys_now = keys_now, .open = open_sell, .close = close_sell,
	.resume = resume, .layout = layout, .draw = sell_draw, .event = on_event, .typing = is_typing, .status = status,
};
