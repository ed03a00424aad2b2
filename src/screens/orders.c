/* 3 Orders: newest first; beside them the selected order, its prices then and now, and how far it has come. */
#include "screens/orders.h"
#include "base/clock.h"
#include "shop/undo.h"

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
	app_call(s->app, "%s.getOrders({order:[['createdAt','DESC']],limit:%d})", app_who(s->app), LIST_CALL_LIMIT);
	try(order_load(&s->app->session, &s->arena, selected->id, &s->order));
	app_call(s->app, "order%lld.getProducts()", (long long)selected->id);
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

static enum err layout(void *state, int rows, int cols)
{
	struct orders_state *s = state;
	bool first = !s->rows;
	s->rows = rows;
	s->cols = cols;
	try(list_layout(&s->list, orders_narrow(s->cols) ? rows - ORDERS_BRIEF_ROWS - 1 : rows - 3, orders_narrow(s->cols) ? cols - 2 : orders_list_cols(s->cols) - 4));
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
	app_call(app, "order%lld.update({status:'cancelled'})", (long long)id);
	if (!err)
		app_say_undoable(app, "order %lld is cancelled, its stock is back", (long long)id);
	return after(s, err);
}

static struct next cannot_cancel(void *state, void *data)
{
	struct orders_state *s = state;
	struct app *app = data;
	long long id = (long long)s->order.id;
	return ui_refuse(app->ui, s->order.status == ORDER_CANCELLED ? fail(ERR_STATUS, "order %lld is cancelled already", id)
		: fail(ERR_STATUS, "order %lld is %s: too late to cancel what has shipped", id, order_status_name(s->order.status)));
}

static struct next receive(void *state, void *data)
{
	struct orders_state *s = state;
	struct app *app = data;
	struct order order;
	enum err err = order_receive(&app->session, &app->arena, s->order.id, &order);
	app_call(app, "order%lld.update({status:'delivered'})", (long long)s->order.id);
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

static struct next walk_from(void *state, void *app)
{
	return app_walk(app, "orders", ((struct orders_state *)state)->order.id);
}

static struct next other_pane(void *state, void *app)
{
	struct orders_state *s = state;
	(void)app;
	s->detail_focus = !s->detail_focus;
	return next_stay();
}

static struct next no_order(void *state, void *data)
{
	struct app *app = data;
	(void)state;
	return ui_refuse(app->ui, app_is_guest(app) ? fail(ERR_EMPTY, "guests have no orders: @ to come in")
		: fail(ERR_EMPTY, "no orders yet: Enter goes to the shop, where B buys"));
}

static const struct binding bindings[] = {
	{ K_ENTER, other_pane, "look at the order", NULL, "look", .when = has_order },
	{ 'r', again, "order again at today's prices", NULL, "order again", .when = has_order },
	{ 'x', cancel, "cancel the order", NULL, "cancel", .when = may_cancel },
	{ 'x', cannot_cancel, "cancel the order", NULL, NULL, .when = has_order },
	{ 'v', receive, "it has arrived", NULL, "received", .when = may_receive },
	{ 'v', cannot_receive, "it has arrived", NULL, NULL, .when = has_order },
	{ 'E', save_receipt, "export", NULL, "receipt", .when = has_order },
	{ 'w', walk_from, APP_WALK_HELP, NULL, "walk", .when = has_order },
	{ K_TAB, other_pane, "other pane", NULL, NULL, .also = { K_SHIFT_TAB }, .when = has_order },
	{ K_ENTER, NULL, "back to the shop", NULL, "to the shop", .then = { .kind = NEXT_TAB, .number = TAB_SHOP } },
	{ 'r', no_order, "order again at today's prices", NULL, NULL },
	{ 'x', no_order, "cancel the order", NULL, NULL },
	{ 'v', no_order, "it has arrived", NULL, NULL },
	{ 'E', no_order, "export", NULL, NULL },
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

static struct shown status(const void *state, struct arena *scratch)
{
	const struct orders_state *s = state;
	(void)scratch;
	return app_is_guest(s->app) ? SHOWN("guests have no orders: @ to come in") : SHOWN("User.getOrders()");
}

const struct screen_ops orders_screen = {
	.name = "Orders", .state_size = sizeof(struct orders_state), .keys = &keys, .open = open_orders, .close = close_orders,
	.resume = resume, .layout = layout, .draw = orders_draw, .event = on_event, .status = status,
};
