/* Placed: the order as it now stands, and what it did to the stock. */
#include "screens/screens.h"
#include "base/clock.h"

struct placed_state {
	struct app *app;
	struct arena arena;
	struct order order;
	struct order_taken *taken;
	size_t count;
	bool from_cart;
};

static struct order_taken *copy_taken(struct arena *arena, const struct placed *placed)
{
	struct order_taken *taken = arena_array(arena, struct order_taken, placed->count);
	for (size_t i = 0; i < placed->count; i++) {
		taken[i] = placed->taken[i];
		taken[i].title = arena_string(arena, taken[i].title);
	}
	return taken;
}

/* Copied before the review is closed: it all lives in the app's arena until the screen was opened. */
const struct placed_tell *placed_keep(struct app *app, const struct placed *placed, bool from_cart)
{
	struct placed_tell *tell = arena_new(&app->arena, struct placed_tell);
	*tell = (struct placed_tell){ *placed, from_cart };
	tell->placed.taken = copy_taken(&app->arena, placed);
	return tell;
}

static enum err open_placed(void *state, void *app, const void *argument)
{
	struct placed_state *s = state;
	const struct placed_tell *tell = argument;
	s->app = app;
	arena_init(&s->arena);
	s->count = tell->placed.count;
	s->from_cart = tell->from_cart;
	s->taken = copy_taken(&s->arena, &tell->placed);
	enum err err = order_load(&s->app->session, &s->arena, tell->placed.order, &s->order);
	app_call(s->app, "Order.findByPk(%lld,{include:'products'})", (long long)tell->placed.order);
	if (err)
		arena_release(&s->arena);
	return err;
}

static void close_placed(void *state)
{
	arena_release(&((struct placed_state *)state)->arena);
}

static enum err resume(void *state)
{
	struct placed_state *s = state;
	return order_load(&s->app->session, &s->arena, s->order.id, &s->order);
}

static struct next save_receipt(void *state, void *app)
{
	return receipt_ask(app, ((struct placed_state *)state)->order.id);
}

static struct next walk_from(void *state, void *app)
{
	return app_walk(app, "orders", ((struct placed_state *)state)->order.id);
}

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "back to the shop", NULL, "to the shop", .also = { K_ESC, K_BACKSPACE }, .then = { .kind = NEXT_HOME, .number = TAB_SHOP } },
	{ 'E', save_receipt, "export", NULL, "receipt" },
	{ 'w', walk_from, APP_WALK_HELP, NULL, "walk" },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys };

static struct shown stock_note(const struct order_taken *t, struct arena *scratch)
{
	if (t->unlimited)
		return SHOWN("no limit");
	return show_format(scratch, "%lld %s %lld in stock", (long long)t->before, text_is_utf8() ? "→" : "->", (long long)t->after);
}

static int longest_note(const struct placed_state *s, struct shown least, struct arena *scratch)
{
	int cells = least.cells;
	for (size_t i = 0; i < s->count; i++) {
		int note = stock_note(&s->taken[i], scratch).cells;
		cells = note > cells ? note : cells;
	}
	return cells;
}

static int draw_lines(const struct placed_state *s, struct canvas *in, const struct draw_columns *at, int room, struct arena *scratch)
{
	int row = 0;
	for (; row < (int)s->count && row < room; row++)
		draw_order_line(in, row, at, &(struct draw_line){ .quantity = s->taken[row].quantity, .title = show(scratch, s->taken[row].title),
			.line = app_money(s->app, scratch, s->taken[row].line), .note = stock_note(&s->taken[row], scratch) }, scratch);
	if (row < (int)s->count)
		canvas_put(in, row, 8, show_format(scratch, "and %d more", (int)s->count - row), VOICE_DIM);
	return row + (row < (int)s->count);
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct placed_state *s = state;
	struct shown title = show_format(scratch, "Thank you, %s: order %lld", s->app->session.name, (long long)s->order.id);
	struct shown when = show_format(scratch, "placed %s", clock_minute(scratch, s->order.placed_at));
	struct canvas in = draw_step_box(body, STEP_PLACED, shown_cut(scratch, title, 56), (int)s->count + 7);
	struct draw_columns at = draw_columns(in.cols, false, longest_note(s, when, scratch));
	int row = draw_lines(s, &in, &at, (int)s->count > in.rows - 5 ? in.rows - 6 : (int)s->count, scratch);
	row = draw_order_total(&in, row, &at, app_money(s->app, scratch, s->order.total), when, scratch) + 1;
	if (s->order.status != ORDER_PLACED)
		canvas_put(&in, row, 2, show_format(scratch, "this order is %s now", order_status_name(s->order.status)), VOICE_LOW);
	else if (s->from_cart)
		canvas_say(&in, row, 2, "u takes it back now: stock returns, the cart refills", VOICE_DIM);
	else
		canvas_say(&in, row, 2, "u takes it back now: stock returns", VOICE_DIM);
}

const struct screen_ops placed_screen = {
	.name = "Placed", .state_size = sizeof(struct placed_state), .keys = &keys, .open = open_placed, .close = close_placed,
	.resume = resume, .draw = draw, .drop_typed = true,
};
