/* Review: what would be ordered, at which prices. Nothing is written before Enter; what changed meanwhile is marked. */
#include "screens/rehearsal.h"
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

static void tell_review(struct review_state *s)
{
	switch (s->ask.from) {
	case REVIEW_CART: app_call(s->app, "%s.getCart({include:'products'})", app_who(s->app)); break;
	case REVIEW_PRODUCT: app_call(s->app, "Product.findByPk(%lld)", (long long)s->ask.id); break;
	case REVIEW_AGAIN: app_call(s->app, "order%lld.getProducts()", (long long)s->ask.id); break;
	}
}

static enum err open_review(void *state, void *app, const void *argument)
{
	struct review_state *s = state;
	s->app = app;
	s->ask = *(const struct review_ask *)argument;
	arena_init(&s->arena);
	enum err err = make_review(s);
	tell_review(s);
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
	enum err err = order_place(&app->session, &s->arena, &s->review, NULL, &placed);
	s->marked = err == ERR_PRICE || err == ERR_STOCK;
	if (err)
		return ui_refuse(app->ui, err);
	undo_order_placed(&app->session, placed.order, s->review.from_cart);
	app_call(app, "order = %s.createOrder({status:'placed',totalCents:%s}), order.addProducts(%s)", app_who(app),
		money_decimal(&app->arena, (struct currency){ .digits = 0 }, s->review.total), s->review.from_cart ? "cart" : "product");
	app_refresh(app);
	app_say_undoable(app, "order %lld placed in 1 transaction", (long long)placed.order);
	return next_replace(&placed_screen, placed_keep(app, &placed, s->review.from_cart));
}

static enum err run_place(void *context, int64_t id, struct app *app, struct arena *arena)
{
	struct review_state *s = context;
	struct review review = s->review;
	struct session session = app->session;
	struct placed placed;
	(void)id;
	return order_place(&session, arena, &review, NULL, &placed);
}

static struct next preview(void *state, void *data)
{
	struct review_state *s = state;
	struct app *app = data;
	return app_push(app, &rehearsal_screen, &(struct rehearsal_ask){ .title = arena_format(&app->arena, "%s.createOrder(\u2026)", app_who(app)),
		.statement = "place this order", .subject = "", .advice = "Nothing is placed from here: Esc goes back, and Enter places it there.",
		.run = run_place, .context = s, .keep = "back", .tells_sql = true }, sizeof(struct rehearsal_ask));
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
	{ 'p', preview, "SQL of what would run", NULL, "preview the SQL" },
	{ K_DOWN, scroll_down, "move", NULL, NULL, .also = { 'j' } },
	{ K_UP, scroll_up, "move", NULL, NULL, .also = { 'k' } },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys };

static struct draw_line line_of(const struct review_state *s, const struct review_line *line, struct arena *scratch)
{
	return (struct draw_line){ .quantity = line->quantity, .title = show(scratch, line->product.title),
		.each = app_money(s->app, scratch, line->product.price), .line = app_money(s->app, scratch, line->line),
		.note = line->why ? show(scratch, line->why) : SHOWN(""), .voice = line->changed ? VOICE_LOW : VOICE_PLAIN };
}

/* Raw words indented under the lines. */
static int draw_words(struct canvas *in, int row, const char *words, enum voice voice, struct arena *scratch)
{
	struct canvas part = canvas_part(in, 0, 2, 0, -2);
	return draw_wrapped(&part, row, words, voice, scratch);
}

static const char *promise(const struct review_state *s, struct arena *scratch)
{
	const char *lines = app_plural(scratch, (int64_t)s->review.count, "orderItem", "orderItems");
	return arena_format(scratch, "one transaction will: check stock, create an order and %s (price and title kept), take stock%s",
		lines, s->review.from_cart ? ", empty the cart" : "; the cart stays as it is");
}

static int longest_note(const struct review *review, struct arena *scratch)
{
	int cells = 0;
	for (size_t i = 0; i < review->count; i++) {
		int note = review->lines[i].why ? show(scratch, review->lines[i].why).cells : 0;
		cells = note > cells ? note : cells;
	}
	return cells;
}

/* Rows of what stands under the lines: rule, total, blank lines, words. */
static int rows_below(const struct review_state *s, int cols, struct arena *scratch)
{
	struct canvas nowhere = { .cols = cols - 4 };
	int told = s->review.told ? draw_words(&nowhere, 0, s->review.told, VOICE_LOW, scratch) + 1 : 0;
	return 3 + told + draw_words(&nowhere, 0, promise(s, scratch), VOICE_DIM, scratch);
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct review_state *s = state;
	int below = rows_below(s, body->cols < STEP_COLS ? body->cols : STEP_COLS, scratch), row = 0;
	struct canvas in = draw_step_box(body, STEP_REVIEW, SHOWN("Place this order?"), (int)s->review.count + below + 3);
	struct draw_columns at = draw_columns(in.cols, true, longest_note(&s->review, scratch));
	for (int i = s->skip; i < (int)s->review.count && row < in.rows - below; i++) {
		struct draw_line line = line_of(s, &s->review.lines[i], scratch);
		draw_order_line(&in, row++, &at, &line, scratch);
	}
	row = draw_order_total(&in, row, &at, app_money(s->app, scratch, s->review.total), SHOWN(""), scratch) + 1;
	if (s->review.told)
		row = draw_words(&in, row, s->review.told, VOICE_LOW, scratch) + 1;
	draw_words(&in, row, promise(s, scratch), VOICE_DIM, scratch);
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
