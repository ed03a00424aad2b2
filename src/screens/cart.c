/* 2 Cart: its lines, amounts, and the total; lines that are not counted stay visible. */
#include "screens/screens.h"
#include "shop/undo.h"

#include <string.h>

enum { CART_COLS = 100 };

struct cart_state {
	struct app *app;
	struct arena arena;
	struct cart cart;
	struct list list;
	const void **rows;
};

static const struct list_column columns[] = {
	{ "product", 14, 1, 0, LIST_LEFT },
	{ "each", 10, 0, 1, LIST_DECIMAL },
	{ "amount  ", 9, 0, 0, LIST_RIGHT },
	{ "line", 11, 0, 0, LIST_DECIMAL },
	{ "stock", 12, 0, 2, LIST_LEFT },
	{ 0 }
};
enum { COLUMN_PRODUCT, COLUMN_EACH, COLUMN_AMOUNT, COLUMN_LINE, COLUMN_STOCK };

static int64_t row_id(const void *row)
{
	return ((const struct cart_line *)row)->product.id;
}

static struct shown title_words(const struct cart_line *line, struct arena *scratch)
{
	const char *why = line->counted ? "" : line->product.retired ? " (no longer sold: not counted)" : " (sold out: not counted)";
	return show_format(scratch, "%s%s", line->product.title, why);
}

static struct list_cell stock_words(const struct cart_line *line, struct arena *scratch)
{
	if (line->product.unlimited)
		return (struct list_cell){ SHOWN("no limit"), VOICE_DIM };
	if (line->over && line->counted)
		return (struct list_cell){ show_format(scratch, "only %lld left", (long long)line->product.stock), VOICE_LOW };
	return (struct list_cell){ show_format(scratch, "%lld left", (long long)line->product.stock), VOICE_DIM };
}

/* The selected line shows which keys change it. */
static struct shown amount_words(const struct cart_state *s, const struct cart_line *line, struct arena *scratch)
{
	return show_format(scratch, line == list_selected(&s->list) ? "- %lld +" : "%lld  ", (long long)line->quantity);
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct cart_state *s = data;
	const struct cart_line *line = row;
	enum voice voice = line->counted ? VOICE_PLAIN : VOICE_DIM;
	switch (column) {
	case COLUMN_PRODUCT: return (struct list_cell){ title_words(line, scratch), voice };
	case COLUMN_EACH: return (struct list_cell){ app_money(s->app, scratch, line->product.price), VOICE_DIM };
	case COLUMN_AMOUNT: return (struct list_cell){ amount_words(s, line, scratch), voice };
	case COLUMN_LINE: return (struct list_cell){ app_money(s->app, scratch, line->line), voice };
	default: return stock_words(line, scratch);
	}
}

static const struct list_ops list_ops = { columns, row_id, row_cell, NULL, NULL };

static enum err reload(void *state)
{
	struct cart_state *s = state;
	struct arena fresh;
	struct cart cart;
	arena_init(&fresh);
	enum err err = cart_load(&s->app->session, &fresh, &cart);
	if (err) {
		arena_release(&fresh);
		return err;
	}
	const void **rows = arena_array(&fresh, const void *, cart.count);
	for (size_t i = 0; i < cart.count; i++)
		rows[i] = &cart.lines[i];
	list_set_rows(&s->list, rows, cart.count);
	arena_release(&s->arena);
	s->arena = fresh;
	s->cart = cart;
	s->rows = rows;
	app_call(s->app, "%s.getCart({include:'products'})", app_who(s->app));
	app_refresh(s->app);
	return OK;
}

static enum err open_cart(void *state, void *app, const void *argument)
{
	struct cart_state *s = state;
	(void)argument;
	s->app = app;
	arena_init(&s->arena);
	list_init(&s->list, &list_ops, s);
	return reload(s);
}

static void close_cart(void *state)
{
	struct cart_state *s = state;
	list_release(&s->list);
	arena_release(&s->arena);
}

static enum err layout(void *state, int rows, int cols)
{
	struct cart_state *s = state;
	return list_layout(&s->list, rows - 7 < 2 ? 2 : rows - 6, (cols < CART_COLS ? cols : CART_COLS) - 4);
}

/* Acts. */
static const struct cart_line *selected(const struct cart_state *s)
{
	return list_selected(&s->list);
}

static bool has_line(const void *state)
{
	return selected(state) != NULL;
}

static struct next after(struct cart_state *s, enum err err, const struct cart_change *change)
{
	struct app *app = s->app;
	if (err)
		return ui_refuse(app->ui, err);
	undo_cart_changed(&app->session, change, 1);
	app_tell_cart(app, change);
	if ((err = reload(s)))
		return ui_refuse(app->ui, err);
	if (!change->now)
		return app_say_undoable(app, "took %s out of the cart", change->title);
	if (change->capped)
		return app_say_undoable(app, "only %lld of %s left: now %lld in cart", (long long)change->now, change->title, (long long)change->now);
	return app_say_undoable(app, "%s: now %lld in cart", change->title, (long long)change->now);
}

static struct next set_to(struct cart_state *s, int64_t quantity)
{
	struct cart_change change;
	enum err err = cart_set(&s->app->session, &s->app->arena, selected(s)->product.id, quantity, &change);
	return after(s, err, &change);
}

static struct next more(void *state, void *app)
{
	struct cart_state *s = state;
	struct cart_change change;
	(void)app;
	enum err err = cart_add(&s->app->session, &s->app->arena, selected(s)->product.id, 1, &change);
	return after(s, err, &change);
}

static struct next removal_confirmed(void *state, void *app, const void *answer)
{
	(void)app;
	(void)answer;
	return has_line(state) ? set_to(state, 0) : next_stay();
}

static struct next less(void *state, void *app)
{
	struct cart_state *s = state;
	const struct cart_line *line = selected(s);
	return line->quantity > 1 ? set_to(s, line->quantity - 1) : app_ask_removal(app, line->product.title, removal_confirmed);
}

static struct next remove_line(void *state, void *app)
{
	(void)app;
	return set_to(state, 0);
}

static struct next amount_given(void *state, void *data, const void *answer)
{
	struct app *app = data;
	int64_t amount;
	enum err err = text_integer(((const struct dialog_answer *)answer)->text, &amount);
	return err || !has_line(state) ? ui_refuse(app->ui, err ? err : ERR_EMPTY) : set_to(state, amount);
}

static const char *amount_check(void *app, const char *text, struct arena *scratch)
{
	int64_t amount;
	(void)app;
	enum err err = text_integer(text, &amount);
	if (err)
		return arena_string(scratch, err_sentence(err));
	return amount < 0 ? "an amount cannot be negative" : NULL;
}

static struct next ask_amount(void *state, void *app)
{
	struct cart_state *s = state;
	struct arena *arena = &s->app->arena;
	return app_prompt(app, &(struct prompt){ .title = SHOWN("How many?"), .line = show(arena, selected(s)->product.title),
		.initial = arena_format(arena, "%lld", (long long)selected(s)->quantity), .kind = FIELD_NUMBER,
		.check = amount_check, .done = amount_given, .enter = "set the amount" });
}

static struct next empty_cart(void *state, void *data)
{
	struct cart_state *s = state;
	struct app *app = data;
	struct cart_change *lines;
	size_t count;
	enum err err = cart_clear(&app->session, &app->arena, &lines, &count);
	if (!err)
		err = undo_cart_changed(&app->session, lines, count);
	if (!err)
		app_call(app, "cart.setProducts([])");
	if (!err)
		err = reload(s);
	return err ? ui_refuse(app->ui, err) : app_say_undoable(app, "the cart is empty now");
}

static struct next review_now(void *state, void *app, const void *answer)
{
	(void)state;
	(void)answer;
	return app_push(app, &review_screen, &(struct review_ask){ .from = REVIEW_CART }, sizeof(struct review_ask));
}

/* A guest comes in first; the cart is merged, and the review follows. */
static struct next review(void *state, void *data)
{
	struct app *app = data;
	if (!app_is_guest(app))
		return review_now(state, app, NULL);
	app_say(app, "come in to order: your cart comes along");
	return start_push(app, review_now);
}

static struct next walk_from(void *state, void *app)
{
	const struct cart_state *s = state;
	return has_line(s) ? app_walk(app, "products", selected(s)->product.id) : app_walk(app, "carts", s->cart.id);
}

static bool has_cart(const void *state)
{
	return ((const struct cart_state *)state)->cart.id;
}

static struct next no_line(void *state, void *app)
{
	(void)state;
	return ui_refuse(((struct app *)app)->ui, fail(ERR_EMPTY, "the cart is empty: Enter goes to the shop, where a adds"));
}

static const struct binding bindings[] = {
	{ K_ENTER, review, "review the order", NULL, "review", .when = has_line },
	{ '+', more, "one more", NULL, "amount", .when = has_line },
	{ '-', less, "one less", NULL, "amount", .when = has_line },
	{ '#', ask_amount, "amount as a number", NULL, NULL, .when = has_line },
	{ 'd', remove_line, "remove the line", NULL, "remove", .also = { K_DELETE }, .when = has_line },
	{ 'X', empty_cart, "empty the cart", NULL, "empty", .when = has_line },
	{ 'w', walk_from, APP_WALK_HELP, NULL, "walk", .when = has_cart },
	{ K_ENTER, NULL, "back to the shop", NULL, "to the shop", .then = { .kind = NEXT_TAB, .number = TAB_SHOP } },
	{ '+', no_line, "one more", NULL, NULL },
	{ '-', no_line, "one less", NULL, NULL },
	{ '#', no_line, "amount as a number", NULL, NULL },
	{ 'd', no_line, "remove the line", NULL, NULL, .also = { K_DELETE } },
	{ 'X', no_line, "empty the cart", NULL, NULL },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &app_keys };
static const struct keymap keys = { bindings, &list_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct cart_state *s = state;
	switch (list_event(&s->list, event, NULL)) {
	case LIST_MOVED: return next_stay();
	case LIST_ENTERED: return review(state, app);
	case LIST_IGNORED: break;
	}
	return next_ignored();
}

static void draw_empty(struct canvas *in)
{
	canvas_put_center(in, in->rows / 3, SHOWN("Nothing in the cart yet"), VOICE_PLAIN);
	canvas_put_center(in, in->rows / 3 + 2, SHOWN("Enter goes to the shop, where a adds what is selected"), VOICE_DIM);
}

/* Under the last line, in its column. */
static void draw_total(const struct cart_state *s, struct canvas *in, struct arena *scratch)
{
	int stock = s->list.widths[COLUMN_STOCK], end = in->cols - (stock ? stock + 2 : 0);
	int row = (int)s->cart.count + 1 < in->rows - 2 ? (int)s->cart.count + 1 : in->rows - 2;
	canvas_rule(in, row, end - s->list.widths[COLUMN_LINE], s->list.widths[COLUMN_LINE]);
	canvas_put_right(in, row + 1, end, app_money(s->app, scratch, s->cart.total), VOICE_BOLD);
	canvas_put_right(in, row + 1, end - s->list.widths[COLUMN_LINE] - 4, show_format(scratch, "%lld", (long long)s->cart.things), VOICE_DIM);
	canvas_put(in, row + 1, end - s->list.widths[COLUMN_LINE] - 3, s->cart.things == 1 ? SHOWN("thing") : SHOWN("things"), VOICE_DIM);
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct cart_state *s = state;
	struct canvas area = canvas_part(body, 1, 0, 0, 0), pane = draw_centre(&area, area.rows, CART_COLS);
	struct shown title = app_is_guest(s->app) ? SHOWN("Cart of a guest") : show_format(scratch, "Cart of %s", s->app->session.name);
	struct canvas in = canvas_box(&pane, &(struct box){ .title = title, .foot = list_position(&s->list, scratch), .focus = true });
	if (!s->cart.count) {
		draw_empty(&in);
		return;
	}
	struct canvas list = canvas_part(&in, 0, 0, -3, 0);
	list_draw(&s->list, &list, true, scratch);
	draw_total(s, &in, scratch);
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct cart_state *s = state;
	if (!s->cart.id)
		return SHOWN("");
	const char *whose = app_is_guest(s->app) ? "belongs to nobody yet" : arena_format(scratch, "belongs to %s (User hasOne Cart)", s->app->session.name);
	return show_format(scratch, "cart #%lld %s, %s", (long long)s->cart.id, whose, app_plural(scratch, (int64_t)s->cart.count, "cartItem", "cartItems"));
}

const struct screen_ops cart_screen = {
	.name = "Cart", .state_size = sizeof(struct cart_state), .keys = &keys, .open = open_cart, .close = close_cart,
	.resume = reload, .layout = layout, .draw = draw, .event = on_event, .status = status,
};
