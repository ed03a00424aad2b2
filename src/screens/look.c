/* One product on the whole screen: what narrow terminals have instead of the pane beside the list. */
#include "screens/screens.h"
#include "shop/undo.h"

struct look_state {
	struct app *app;
	struct arena arena;
	int64_t id;
	struct product product;
	struct surroundings around;
	int rows, cols, skip;
};
enum { LOOK_COLS = 84 };

static enum err load(void *state)
{
	struct look_state *s = state;
	arena_reset(&s->arena);
	try(catalogue_product(s->app->shop, &s->arena, s->id, &s->product));
	try(catalogue_surroundings(s->app->shop, &s->arena, s->id, &s->around));
	app_call(s->app, "Product.findByPk(%lld,{include:['user','carts','orders']})", (long long)s->id);
	return OK;
}

static enum err open_look(void *state, void *app, const void *argument)
{
	struct look_state *s = state;
	s->app = app;
	s->id = *(const int64_t *)argument;
	arena_init(&s->arena);
	enum err err = load(s);
	if (err)
		arena_release(&s->arena);
	return err;
}

static void close_look(void *state)
{
	arena_release(&((struct look_state *)state)->arena);
}

static struct next add(void *state, void *data)
{
	struct look_state *s = state;
	struct app *app = data;
	struct cart_change change;
	enum err err = cart_add(&app->session, &app->arena, s->id, 1, &change);
	if (!err)
		err = undo_cart_changed(&app->session, &change, 1);
	if (!err)
		app_tell_cart(app, &change);
	if (!err)
		err = load(s);
	if (err)
		return ui_refuse(app->ui, err);
	app_refresh(app);
	if (change.capped)
		return app_say_undoable(app, "only %lld left: all of them are in the cart", (long long)change.now);
	return app_say_undoable(app, "added %s: now %lld in cart", change.title, (long long)change.now);
}

static struct next buy(void *state, void *app)
{
	struct look_state *s = state;
	return app_push(app, &review_screen, &(struct review_ask){ REVIEW_PRODUCT, s->id, 1 }, sizeof(struct review_ask));
}

static struct next walk_from(void *state, void *app)
{
	return app_walk(app, "products", ((struct look_state *)state)->id);
}

static struct product_view view_of(const struct look_state *s)
{
	return (struct product_view){ s->app, &s->product, &s->around, s->skip, shown_mark("↓ more", "down: more"), true };
}

static struct next scroll(struct look_state *s, int step)
{
	struct canvas room = { .rows = s->rows - 2, .cols = (s->cols < LOOK_COLS ? s->cols : LOOK_COLS) - 4 };
	struct product_view view = view_of(s);
	int spare = draw_product_spare(&room, &view, &s->app->arena);
	s->skip = s->skip + step > spare ? spare : s->skip + step < 0 ? 0 : s->skip + step;
	return next_stay();
}

static struct next down(void *state, void *app)
{
	(void)app;
	return scroll(state, 1);
}

static struct next up(void *state, void *app)
{
	(void)app;
	return scroll(state, -1);
}

static bool is_own(const void *state)
{
	const struct look_state *s = state;
	return s->app->session.user && s->product.seller == s->app->session.user;
}

static struct next edit(void *state, void *app)
{
	return product_edit(app, ((const struct look_state *)state)->id);
}

static struct next destroy(void *state, void *app)
{
	return product_destroy(app, ((const struct look_state *)state)->id, true);
}

static const struct binding bindings[] = {
	{ K_ENTER, NULL, "back to the list", NULL, "back", .also = { K_ESC, K_BACKSPACE }, .then = { .kind = NEXT_LEAVE } },
	{ 'a', add, "add one to the cart", NULL, "add" },
	{ '+', add, "one more", NULL, NULL },
	{ 'B', buy, "buy one now, leaving the cart alone", NULL, "buy" },
	{ 'e', edit, "edit what is selected", NULL, "edit", .when = is_own },
	{ 'D', destroy, "destroy: shows first what goes and what stays", NULL, "destroy", .when = is_own },
	{ 'w', walk_from, APP_WALK_HELP, NULL, "walk" },
	{ K_DOWN, down, "move", NULL, NULL, .also = { 'j' } },
	{ K_UP, up, "move", NULL, NULL, .also = { 'k' } },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys };

static struct next on_event(void *state, void *app, const struct event *event)
{
	(void)app;
	return event->type == EVENT_WHEEL ? scroll(state, (int)event->index) : next_ignored();
}

static enum err layout(void *state, int rows, int cols)
{
	struct look_state *s = state;
	s->rows = rows;
	s->cols = cols;
	s->skip = 0;
	return OK;
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct look_state *s = state;
	struct canvas whole = draw_centre(body, body->rows, LOOK_COLS);
	struct product_view view = view_of(s);
	draw_product(&whole, &view, scratch);
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct look_state *s = state;
	return show_format(scratch, "product %lld, %s", (long long)s->id, s->product.category);
}

const struct screen_ops look_screen = {
	.name = "Product", .state_size = sizeof(struct look_state), .keys = &keys, .open = open_look, .close = close_look,
	.resume = load, .layout = layout, .draw = draw, .event = on_event, .status = status,
};
