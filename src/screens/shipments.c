/* Orders with my products: what waits to be sent, oldest first, and what was sent; each with the seller's own lines alone.
 * Sending cannot be taken back, because the buyer sees it at once: so it asks, and the question says what goes to whom. */
#include "screens/shipments.h"

#include "base/clock.h"

static const struct list_column columns[] = {
	{ "no", 5, 0, 0, LIST_RIGHT },
	{ "placed", 11, 0, 2, LIST_LEFT },
	{ "buyer", 8, 1, 0, LIST_LEFT },
	{ "pieces", 6, 0, 0, LIST_RIGHT },
	{ "yours", 9, 0, 3, LIST_DECIMAL },
	{ 0 }
};

static int64_t row_id(const void *row)
{
	return ((const struct shipment *)row)->order;
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct shipments_state *s = data;
	const struct shipment *one = row;
	switch (column) {
	case 0: return (struct list_cell){ show_format(scratch, "%lld", (long long)one->order), VOICE_DIM };
	case 1: return (struct list_cell){ show(scratch, clock_day(scratch, one->placed_at)), VOICE_PLAIN };
	case 2: return (struct list_cell){ show(scratch, shipments_buyer(one)), *one->buyer ? VOICE_PLAIN : VOICE_DIM };
	case 3: return (struct list_cell){ show_format(scratch, "%lld", (long long)one->pieces), VOICE_PLAIN };
	default: return (struct list_cell){ app_money(s->app, scratch, one->total), VOICE_PLAIN };
	}
}

static enum err load_page(void *data, struct arena *arena, const char *cursor, bool before, size_t limit, struct list_page *out)
{
	struct shipments_state *s = data;
	struct shipments page;
	try(shipment_list(&s->app->session, arena, s->sent, cursor, before, (int64_t)limit, &page));
	const void **rows = arena_array(arena, const void *, page.count);
	for (size_t i = 0; i < page.count; i++)
		rows[i] = &page.items[i];
	*out = (struct list_page){ rows, page.count, page.previous, page.next };
	return OK;
}

static enum err row_cursor(void *data, struct arena *arena, const void *row, const char **out)
{
	(void)data;
	*out = shipment_cursor(arena, row);
	return OK;
}

static bool row_marked(const void *data, const void *row)
{
	return marks_has(&((const struct shipments_state *)data)->marks, row_id(row));
}

static const struct list_ops list_ops = { columns, row_id, row_cell, load_page, row_cursor, row_marked };

const struct shipment *shipments_selected(const struct shipments_state *s)
{
	return list_selected(&s->list);
}

/* --- reading --- */

static enum err read_waiting(struct shipments_state *s)
{
	try(shipment_waiting(&s->app->session, &s->app->arena, &s->orders, &s->pieces));
	list_set_total(&s->list, s->sent ? -1 : s->orders);
	return OK;
}

static enum err open_shipments(void *state, void *app, const void *argument)
{
	struct shipments_state *s = state;
	(void)argument;
	s->app = app;
	list_init(&s->list, &list_ops, s);
	return OK;
}

static void close_shipments(void *state)
{
	struct shipments_state *s = state;
	list_release(&s->list);
	marks_release(&s->marks);
}

static enum err resume(void *state)
{
	struct shipments_state *s = state;
	s->skip = 0;
	try(list_reload(&s->list));
	return read_waiting(s);
}

static enum err layout(void *state, int rows, int cols)
{
	struct shipments_state *s = state;
	bool first = !s->rows, narrow = shipments_list_cols(cols) == cols;
	s->rows = rows;
	s->cols = cols;
	s->skip = 0;
	try(list_layout(&s->list, narrow ? rows - SHIPMENTS_BRIEF_ROWS - 2 : rows - 3, narrow ? cols - 2 : shipments_list_cols(cols) - 4));
	if (!first)
		return OK;
	try(list_restart(&s->list));
	return read_waiting(s);
}

/* --- acts --- */

static bool has_order(const void *state)
{
	return shipments_selected(state) != NULL;
}

static bool may_send(const void *state)
{
	return has_order(state) && !((const struct shipments_state *)state)->sent;
}

static bool has_marks(const void *state)
{
	return ((const struct shipments_state *)state)->marks.keys.count > 0;
}

static struct next other_pane(void *state, void *app)
{
	struct shipments_state *s = state;
	(void)app;
	s->detail_focus = !s->detail_focus;
	return next_stay();
}

static struct next toggle_sent(void *state, void *data)
{
	struct shipments_state *s = state;
	struct app *app = data;
	s->sent = !s->sent;
	s->detail_focus = false;
	s->skip = 0;
	marks_release(&s->marks);
	enum err err = list_restart(&s->list);
	if (!err)
		err = read_waiting(s);
	return err ? ui_refuse(app->ui, err) : next_stay();
}

static struct next mark(void *state, void *app)
{
	struct shipments_state *s = state;
	const struct event down = { .type = EVENT_KEY, .key = K_DOWN };
	enum err err = OK;
	marks_toggle(&s->marks, shipments_selected(s)->order);
	list_event(&s->list, &down, &err);
	return err ? ui_refuse(((struct app *)app)->ui, err) : next_stay();
}

static struct next unmark(void *state, void *app)
{
	(void)app;
	marks_release(&((struct shipments_state *)state)->marks);
	return next_stay();
}

/* The marked orders, or the selected one. */
static size_t meant(const struct shipments_state *s, const int64_t **orders)
{
	*orders = has_marks(s) ? s->marks.keys.items : &shipments_selected(s)->order;
	return has_marks(s) ? s->marks.keys.count : 1;
}

/* Marks stay on orders that still wait alone. */
static void keep_marks(struct shipments_state *s)
{
	struct shipment now;
	for (size_t i = s->marks.keys.count; i-- > 0; ) {
		int64_t order = s->marks.keys.items[i];
		if (shipment_load(&s->app->session, &s->app->arena, order, &now) || now.sent || now.status == ORDER_CANCELLED)
			marks_toggle(&s->marks, order);
	}
}

static struct next refuse_to_send(struct shipments_state *s, enum err err)
{
	struct next refused = ui_refuse(s->app->ui, err);
	keep_marks(s);
	return resume(s) ? next_stay() : refused;
}

static struct next send_now(void *state, void *data, const void *answer)
{
	struct shipments_state *s = state;
	struct app *app = data;
	const int64_t *orders;
	size_t count = meant(s, &orders);
	long long first = (long long)orders[0];
	(void)answer;
	enum err err = shipment_ship(&app->session, &app->arena, orders, count);
	if (err)
		return refuse_to_send(s, err);
	marks_release(&s->marks);
	err = resume(s);
	if (err)
		return ui_refuse(app->ui, err);
	return count > 1 ? app_say(app, "%zu orders are on their way", count) : app_say(app, "yours of order %lld is on its way", first);
}

enum { QUESTION_ROOM = 6, QUESTION_LINES = QUESTION_ROOM + 4 };

/* "2  Lamp, brass", what goes to the buyer of one order. */
static size_t one_order(const struct shipment *one, struct arena *arena, struct shown *lines)
{
	size_t count = 0, waiting = 0;
	lines[count++] = show_format(arena, "to %s:", shipments_buyer(one));
	for (size_t i = 0; i < one->count; i++)
		if (!one->lines[i].shipped_at && waiting++ < QUESTION_ROOM)
			lines[count++] = show_format(arena, "%4lld  %s", (long long)one->lines[i].quantity, one->lines[i].title);
	if (waiting > QUESTION_ROOM)
		lines[count++] = show_format(arena, "      and %zu more", waiting - QUESTION_ROOM);
	return count;
}

/* "order 247 to bob, 3 pieces", as far as the list holds those that are marked. */
static size_t marked_orders(const struct shipments_state *s, struct arena *arena, struct shown *lines)
{
	size_t count = 0, all = s->marks.keys.count;
	for (size_t i = 0; i < s->list.rows.count && count < QUESTION_ROOM; i++) {
		const struct shipment *one = s->list.rows.items[i];
		if (marks_has(&s->marks, one->order))
			lines[count++] = show_format(arena, "order %lld to %s, %s", (long long)one->order, shipments_buyer(one),
				app_plural(arena, one->pieces, "piece", "pieces"));
	}
	if (all > count)
		lines[count] = show_format(arena, "and %zu more", all - count);
	return count + (all > count);
}

static struct next ask_to_send(void *state, void *data)
{
	static const struct dialog_choice choices[] = { { 'm', "send" }, { 0 } };
	struct shipments_state *s = state;
	struct app *app = data;
	struct shown *lines = arena_array(&app->arena, struct shown, QUESTION_LINES);
	size_t count = has_marks(s) ? marked_orders(s, &app->arena, lines) : one_order(shipments_selected(s), &app->arena, lines);
	const int64_t *orders;
	lines[count++] = SHOWN("");
	lines[count++] = SHOWN("The buyer sees it at once; it cannot be taken back.");
	struct shown title = meant(s, &orders) > 1 ? show_format(&app->arena, "Send %zu orders?", s->marks.keys.count)
		: show_format(&app->arena, "Send order %lld?", (long long)orders[0]);
	return app_ask(app, &(struct dialog){ .title = title, .lines = lines, .line_count = count, .choices = choices,
		.esc = "not yet", .done = send_now });
}

static struct next nothing_to_send(void *state, void *data)
{
	struct app *app = data;
	const struct shipment *one = shipments_selected(state);
	return ui_refuse(app->ui, one ? fail(ERR_STATUS, "all of yours in order %lld was sent before", (long long)one->order)
		: fail(ERR_EMPTY, "no order waits for you"));
}

#define HERE NULL
/* Of somebody else's order only a demo shows more than its lines here. */
static struct next walk_from(void *state, void *app)
{
	return app_walk(app, "orders", shipments_selected(state)->order);
}

static const struct binding bindings[] = {
	{ K_ENTER, other_pane, "look at the order", HERE, "look", .when = has_order },
	{ 'm', ask_to_send, "send what was ordered", HERE, "send", .when = may_send },
	{ ' ', mark, "mark", HERE, "mark", .when = may_send },
	{ 'w', walk_from, APP_WALK_HELP, HERE, NULL, .when = has_order },
	{ K_LEFT, toggle_sent, "what waits, or what was sent", HERE, "to send, sent" },
	{ K_RIGHT, toggle_sent, "what waits, or what was sent", HERE, "to send, sent" },
	{ 'm', nothing_to_send, "send what was ordered", HERE, NULL },
	{ K_TAB, other_pane, "other pane", HERE, NULL, .also = { K_SHIFT_TAB }, .when = has_order },
	{ K_ESC, unmark, "take all marks off", HERE, NULL, .also = { K_BACKSPACE }, .when = has_marks },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &app_keys };
static const struct keymap keys = { bindings, &list_keys };

/* --- events --- */

static struct next scroll_detail(struct shipments_state *s, const struct event *event)
{
	int step = event->type == EVENT_WHEEL ? (int)event->index : event->key == K_UP || event->key == 'k' ? -1
		: event->key == K_DOWN || event->key == 'j' ? 1 : 0;
	if (!step)
		return next_ignored();
	if (s->skip + step >= 0 && s->skip + step <= shipments_spare(s))
		s->skip += step;
	return next_stay();
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct shipments_state *s = state;
	enum err err = OK;
	if (s->detail_focus && (event->type == EVENT_KEY || event->type == EVENT_WHEEL)) {
		struct next next = scroll_detail(s, event);
		if (next.kind != NEXT_IGNORED)
			return next;
	}
	if (list_event(&s->list, event, &err) == LIST_IGNORED)
		return next_ignored();
	s->skip = 0;
	return err ? ui_refuse(((struct app *)app)->ui, err) : next_stay();
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct shipments_state *s = state;
	(void)scratch;
	return s->sent ? SHOWN("product.getOrders(), newest first") : SHOWN("product.getOrders(), oldest first");
}

const struct screen_ops shipments_screen = {
	.name = "To send", .state_size = sizeof(struct shipments_state), .keys = &keys, .open = open_shipments,
	.close = close_shipments, .resume = resume, .layout = layout, .draw = shipments_draw, .event = on_event, .status = status,
};
