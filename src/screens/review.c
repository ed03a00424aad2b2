/* Review: what would be ordered, at which prices. Nothing is written before Enter; what changed meanwhile is marked. */
#include "screens/screens.h"
#include "shop/undo.h"

struct review_state {
	struct app *app;
	struct arena arena;
	struct review review;
	struct review_ask ask;
	bool marked;
	int skip;
};

static enum err make_review(struct review_state *s)
{
	switch (s->ask.from) {
	case REVIEW_CART: return order_review_cart(&s->app->session, &s->arena, &s->review);
	case REVIEW_PRODUCT: return order_review_product(&s->app->session, &s->arena, s->ask.id, s->ask.quantity, &s->review);
	case REVIEW_AGAIN: return order_review_again(&s->app->session, &s->arena, s->ask.id, &s->review);
	}
	bug("a review of nothing");
}

static enum err open_review(void *state, void *app, const void *argument)
{
	struct review_state *s = state;
	s->app = app;
	s->ask = *(const struct review_ask *)argument;
	arena_init(&s->arena);
	enum err err = make_review(s);
	if (err)
		arena_release(&s->arena);
	return err;
}

static void close_review(void *state)
{
	arena_release(&((struct review_state *)state)->arena);
}

static struct next place(void *state, void *data)
{
	struct review_state *s = state;
	struct app *app = data;
	struct placed placed;
	enum err err = order_place(&app->session, &app->arena, &s->review, NULL, &placed);
	s->marked = err == ERR_PRICE || err == ERR_STOCK;
	if (err)
		return ui_refuse(app->ui, err);
	undo_order_placed(&app->session, placed.order, s->review.from_cart);
	app_refresh(app);
	app_say_undoable(app, "order %lld placed, 1 transaction", (long long)placed.order);
	return next_replace(&placed_screen, placed_keep(app, &placed));
}

static struct next scroll_down(void *state, void *app)
{
	struct review_state *s = state;
	(void)app;
	if (s->skip + 1 < (int)s->review.count)
		s->skip++;
	return next_stay();
}

static struct next scroll_up(void *state, void *app)
{
	struct review_state *s = state;
	(void)app;
	if (s->skip)
		s->skip--;
	return next_stay();
}

static const struct binding bindings[] = {
	{ K_ENTER, place, "place the order", NULL, "place order" },
	{ K_ESC, NULL, "back, nothing is written", NULL, "back", .also = { K_BACKSPACE }, .then = { .kind = NEXT_LEAVE } },
	{ K_DOWN, scroll_down, "move down", NULL, NULL, .also = { 'j' } },
	{ K_UP, scroll_up, "move up", NULL, NULL, .also = { 'k' } },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys };

static void draw_line(const struct review_state *s, struct canvas *in, int row, const struct review_line *line, struct arena *scratch)
{
	struct draw_line shown = {
		.quantity = line->quantity, .title = show(scratch, line->product.title),
		.each = app_money(s->app, scratch, line->product.price), .line = app_money(s->app, scratch, line->line),
		.note = line->why ? show(scratch, line->why) : SHOWN(""), .voice = line->changed ? VOICE_LOW : VOICE_PLAIN,
	};
	draw_order_line(in, row, &shown, scratch);
}

static int draw_promise(const struct review_state *s, struct canvas *in, int row, struct arena *scratch)
{
	const char *lines = app_plural(scratch, (int64_t)s->review.count, "orderItem", "orderItems");
	const char *text = arena_format(scratch, "one transaction will: check stock, create an order and %s (price and title kept), take stock%s",
		lines, s->review.from_cart ? ", empty the cart" : "; the cart stays as it is");
	struct canvas words = canvas_part(in, row, 2, 0, -2);
	return row + draw_wrapped(&words, 0, text, VOICE_DIM, scratch);
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct review_state *s = state;
	draw_steps(body, 1);
	int wanted = (int)s->review.count + 8 + (s->review.told ? 2 : 0), room = body->rows - 2;
	struct canvas area = canvas_part(body, 2, 0, 0, 0);
	struct canvas box = draw_centre(&area, wanted < room ? wanted : room, s->marked ? 92 : 74);
	struct canvas in = canvas_box(&box, &(struct box){ .title = SHOWN("Place this order?"), .focus = true });
	int lines = in.rows - 6 - (s->review.told ? 2 : 0), row = 0;
	for (int i = s->skip; i < (int)s->review.count && row < lines; i++)
		draw_line(s, &in, row++, &s->review.lines[i], scratch);
	canvas_rule(&in, row, in.cols - 11, 10);
	draw_order_total(&in, row + 1, app_money(s->app, scratch, s->review.total), s->marked ? SHOWN(" ") : SHOWN(""));
	if (s->review.told) {
		struct canvas words = canvas_part(&in, row + 3, 2, 2, -2);
		draw_wrapped(&words, 0, s->review.told, VOICE_LOW, scratch);
		row += 2;
	}
	draw_promise(s, &in, row + 3, scratch);
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct review_state *s = state;
	(void)scratch;
	return s->marked ? SHOWN("marked lines have changed; Enter places what is shown now") : SHOWN("nothing written yet");
}

const struct screen_ops review_screen = {
	.name = "Review", .state_size = sizeof(struct review_state), .keys = &keys, .open = open_review, .close = close_review,
	.draw = draw, .status = status, .drop_typed = true,
};
