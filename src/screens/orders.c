/* 3 Orders: newest first; beside them the selected order, its prices then and now, and how far it has come. */
#include "screens/screens.h"
#include "base/clock.h"
#include "shop/undo.h"

#include <stdio.h>

enum { ONE_PANE = 76, LIST_COLS = 44, NARROW_ROWS = 8 };

struct orders_state {
	struct app *app;
	struct list list;
	struct arena arena;
	struct order order;
	bool has_order, detail_focus;
	int rows, cols, skip;
};

static const struct list_column columns[] = {
	{ "no", 5, 0, 0, LIST_RIGHT },
	{ "placed", 12, 1, 0, LIST_LEFT },
	{ "status", 9, 0, 0, LIST_LEFT },
	{ "total", 9, 0, 0, LIST_DECIMAL },
	{ 0 }
};

static int64_t row_id(const void *row)
{
	return ((const struct order *)row)->id;
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct orders_state *s = data;
	const struct order *o = row;
	switch (column) {
	case 0: return (struct list_cell){ show_format(scratch, "%lld", (long long)o->id), VOICE_DIM };
	case 1: return (struct list_cell){ show(scratch, clock_day(scratch, o->placed_at)), VOICE_PLAIN };
	case 2: return (struct list_cell){ show(scratch, order_status_name(o->status)), o->status == ORDER_CANCELLED ? VOICE_DIM : VOICE_PLAIN };
	default: return (struct list_cell){ app_money(s->app, scratch, o->total), o->status == ORDER_CANCELLED ? VOICE_DIM : VOICE_PLAIN };
	}
}

static enum err load_page(void *data, struct arena *arena, const char *cursor, bool before, size_t limit, struct list_page *out)
{
	struct orders_state *s = data;
	struct orders orders;
	try(order_list(&s->app->session, arena, cursor, before, (int64_t)limit, &orders));
	const void **rows = arena_array(arena, const void *, orders.count);
	for (size_t i = 0; i < orders.count; i++)
		rows[i] = &orders.items[i];
	*out = (struct list_page){ rows, orders.count, orders.previous, orders.next };
	return OK;
}

static enum err row_cursor(void *data, struct arena *arena, const void *row, const char **out)
{
	(void)data;
	*out = order_cursor(arena, row);
	return OK;
}

static const struct list_ops list_ops = { columns, row_id, row_cell, load_page, row_cursor };

static enum err read_order(struct orders_state *s)
{
	const struct order *selected = list_selected(&s->list);
	arena_reset(&s->arena);
	s->has_order = false;
	if (!selected)
		return OK;
	try(order_load(&s->app->session, &s->arena, selected->id, &s->order));
	s->has_order = true;
	return OK;
}

static enum err open_orders(void *state, void *app, const void *argument)
{
	struct orders_state *s = state;
	(void)argument;
	s->app = app;
	arena_init(&s->arena);
	list_init(&s->list, &list_ops, s);
	return OK;
}

static void close_orders(void *state)
{
	struct orders_state *s = state;
	list_release(&s->list);
	arena_release(&s->arena);
}

static enum err resume(void *state)
{
	struct orders_state *s = state;
	try(list_reload(&s->list));
	return read_order(s);
}

static bool is_narrow(const struct orders_state *s)
{
	return s->cols < ONE_PANE;
}

static int list_cols(const struct orders_state *s)
{
	return is_narrow(s) ? s->cols : LIST_COLS + (s->cols > 80 ? (s->cols - 80) / 4 : 0);
}

static enum err layout(void *state, int rows, int cols)
{
	struct orders_state *s = state;
	bool first = !s->rows;
	s->rows = rows;
	s->cols = cols;
	try(list_layout(&s->list, is_narrow(s) ? rows - NARROW_ROWS - 1 : rows - 3, is_narrow(s) ? cols : list_cols(s) - 4));
	if (first)
		try(list_restart(&s->list));
	return read_order(s);
}

/* Acts. */
static bool has_order(const void *state)
{
	return ((const struct orders_state *)state)->has_order;
}

static bool may_cancel(const void *state)
{
	const struct orders_state *s = state;
	return s->has_order && s->order.may_cancel;
}

static bool may_receive(const void *state)
{
	const struct orders_state *s = state;
	return s->has_order && s->order.may_receive;
}

static struct next after(struct orders_state *s, enum err err)
{
	if (!err) {
		app_refresh(s->app);
		err = resume(s);
	}
	return err ? ui_refuse(s->app->ui, err) : next_stay();
}

static struct next again(void *state, void *app)
{
	struct orders_state *s = state;
	return app_push(app, &review_screen, &(struct review_ask){ REVIEW_AGAIN, s->order.id, 0 }, sizeof(struct review_ask));
}

static struct next cancel(void *state, void *data)
{
	struct orders_state *s = state;
	struct app *app = data;
	struct order order;
	int64_t id = s->order.id;
	enum err err = order_cancel(&app->session, &app->arena, id, false, &order);
	if (!err)
		err = undo_order_cancelled(&app->session, id);
	if (!err)
		app_say_undoable(app, "order %lld is cancelled, its stock is back", (long long)id);
	return after(s, err);
}

static struct next cannot_cancel(void *state, void *data)
{
	struct orders_state *s = state;
	struct app *app = data;
	return ui_refuse(app->ui, fail(ERR_STATUS, "order %lld is %s: only what has not shipped can be cancelled",
		(long long)s->order.id, order_status_name(s->order.status)));
}

static struct next receive(void *state, void *data)
{
	struct orders_state *s = state;
	struct app *app = data;
	struct order order;
	enum err err = order_receive(&app->session, &app->arena, s->order.id, &order);
	if (!err)
		app_say(app, "order %lld has arrived", (long long)order.id);
	return after(s, err);
}

static struct next cannot_receive(void *state, void *data)
{
	struct orders_state *s = state;
	struct app *app = data;
	return ui_refuse(app->ui, fail(ERR_STATUS, "order %lld is %s: only a shipped one can arrive",
		(long long)s->order.id, order_status_name(s->order.status)));
}

static struct next save_receipt(void *state, void *app)
{
	return receipt_ask(app, ((struct orders_state *)state)->order.id);
}

static struct next other_pane(void *state, void *app)
{
	struct orders_state *s = state;
	(void)app;
	s->detail_focus = !s->detail_focus;
	return next_stay();
}

static const struct binding bindings[] = {
	{ K_ENTER, other_pane, "look at the order", NULL, "look", .when = has_order },
	{ 'r', again, "order again at today's prices", NULL, "order again", .when = has_order },
	{ 'x', cancel, "cancel the order", NULL, "cancel", .when = may_cancel },
	{ 'x', cannot_cancel, "cancel the order", NULL, NULL, .when = has_order },
	{ 'v', receive, "it has arrived", NULL, "received", .when = may_receive },
	{ 'v', cannot_receive, "it has arrived", NULL, NULL, .when = has_order },
	{ 'E', save_receipt, "export", NULL, "receipt", .when = has_order },
	{ K_TAB, other_pane, "other pane", NULL, NULL, .also = { K_SHIFT_TAB }, .when = has_order },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &app_keys };
static const struct keymap keys = { bindings, &list_keys };

static struct next scroll_detail(struct orders_state *s, const struct event *event)
{
	int step = event->type == EVENT_WHEEL ? (int)event->index : event->key == K_UP || event->key == 'k' ? -1
		: event->key == K_DOWN || event->key == 'j' ? 1 : 0;
	if (!step)
		return next_ignored();
	if (s->skip + step >= 0 && s->skip + step < (int)s->order.count * 2)
		s->skip += step;
	return next_stay();
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct orders_state *s = state;
	enum err err = OK;
	(void)app;
	if (s->detail_focus && (event->type == EVENT_KEY || event->type == EVENT_WHEEL)) {
		struct next next = scroll_detail(s, event);
		if (next.kind != NEXT_IGNORED)
			return next;
	}
	enum list_did did = list_event(&s->list, event, &err);
	if (did == LIST_IGNORED)
		return next_ignored();
	s->skip = 0;
	if (!err)
		err = read_order(s);
	return err ? ui_refuse(s->app->ui, err) : next_stay();
}

/* placed ✓ shipped ✓ delivered ✓, or cancelled. */
static void draw_progress(const struct order *o, struct canvas *in, int row)
{
	static const struct shown words[] = { { "placed", 6, 6 }, { "shipped", 7, 7 }, { "delivered", 9, 9 } };
	if (o->status == ORDER_CANCELLED) {
		canvas_say(in, row, 0, "cancelled, stock is back", VOICE_DIM);
		return;
	}
	for (int i = 0, col = 0; i <= ORDER_DELIVERED; i++) {
		bool done = i <= (int)o->status;
		col = canvas_put(in, row, col, words[i], done ? VOICE_PLAIN : VOICE_DIM);
		col = canvas_put(in, row, col + 1, done ? shown_mark("✓", "*") : shown_mark("·", "."), done ? VOICE_ACCENT : VOICE_DIM) + 2;
	}
}

static struct shown then_and_now(const struct orders_state *s, const struct order_line *line, struct arena *scratch)
{
	const char *then = app_money(s->app, scratch, line->price).bytes;
	if (!line->exists)
		return show_format(scratch, "then %s, no longer there", then);
	int change = money_compare(line->now.price, line->price);
	const char *mark = !change ? "" : text_is_utf8() ? (change > 0 ? " ▲" : " ▼") : (change > 0 ? " (up)" : " (down)");
	if (!change)
		return show_format(scratch, "each %s, same price now", then);
	return show_format(scratch, "then %s, now %s%s", then, app_money(s->app, scratch, line->now.price).bytes, mark);
}

static int draw_line(const struct orders_state *s, struct canvas *in, int row, const struct order_line *line, struct arena *scratch)
{
	canvas_put_right(in, row, 3, show_format(scratch, "%lld", (long long)line->quantity), VOICE_PLAIN);
	int end = canvas_put_right(in, row, in->cols, app_money(s->app, scratch, line->line), VOICE_PLAIN);
	canvas_put(in, row, 4, shown_cut(scratch, show(scratch, line->title), end - 5), VOICE_PLAIN);
	canvas_put(in, row + 1, 4, shown_cut(scratch, then_and_now(s, line, scratch), in->cols - 4), VOICE_DIM);
	return row + 2;
}

static void draw_order(const struct orders_state *s, struct canvas *in, struct arena *scratch)
{
	struct canvas lines = canvas_part(in, 0, 0, -4, 0);
	int row = -s->skip;
	for (size_t i = 0; i < s->order.count; i++)
		row = draw_line(s, &lines, row, &s->order.lines[i], scratch);
	int foot = row + 1 < in->rows - 3 ? row + 1 : in->rows - 3;
	canvas_say(in, foot, 4, "total", VOICE_PLAIN);
	canvas_put_right(in, foot, in->cols, app_money(s->app, scratch, s->order.total), VOICE_BOLD);
	draw_progress(&s->order, in, foot + 2);
}

static void draw_empty(struct canvas *in)
{
	canvas_put_center(in, in->rows / 3, SHOWN("No orders yet"), VOICE_PLAIN);
	canvas_put_center(in, in->rows / 3 + 2, SHOWN("in the shop, B buys at once"), VOICE_DIM);
}

static void draw_narrow(const struct orders_state *s, struct canvas *body, struct arena *scratch)
{
	struct canvas list = canvas_part(body, 0, 0, -NARROW_ROWS - 1, 0);
	list_draw(&s->list, &list, !s->detail_focus, scratch);
	canvas_rule(body, body->rows - NARROW_ROWS - 1, 0, body->cols);
	struct canvas detail = canvas_part(body, body->rows - NARROW_ROWS, 1, 0, -1);
	if (s->has_order)
		draw_order(s, &detail, scratch);
	else
		draw_empty(&list);
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct orders_state *s = state;
	if (is_narrow(s)) {
		draw_narrow(s, body, scratch);
		return;
	}
	struct canvas left = canvas_part(body, 1, 0, 0, list_cols(s)), right = canvas_part(body, 1, list_cols(s), 0, 0);
	struct shown title = app_is_guest(s->app) ? SHOWN("Orders") : show_format(scratch, "Orders of %s", s->app->session.name);
	struct canvas in = canvas_box(&left, &(struct box){ .title = shown_cut(scratch, title, 28), .count = shown_mark("newest ▼", "newest v"),
		.foot = list_position(&s->list, scratch), .focus = !s->detail_focus });
	list_draw(&s->list, &in, !s->detail_focus, scratch);
	if (!s->has_order)
		draw_empty(&in);
	struct shown number = s->has_order ? show_format(scratch, "Order %lld", (long long)s->order.id) : SHOWN("");
	struct canvas detail = canvas_box(&right, &(struct box){ .title = number, .focus = s->detail_focus });
	if (s->has_order)
		draw_order(s, &detail, scratch);
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct orders_state *s = state;
	(void)scratch;
	return app_is_guest(s->app) ? SHOWN("guests have no orders: @ to come in") : SHOWN("User.getOrders()");
}

const struct screen_ops orders_screen = {
	.name = "Orders", .state_size = sizeof(struct orders_state), .keys = &keys, .open = open_orders, .close = close_orders,
	.resume = resume, .layout = layout, .draw = draw, .event = on_event, .status = status,
};
