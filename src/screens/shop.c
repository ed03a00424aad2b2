/* 1 Shop: the catalogue with search, filter and sort; beside it the selected product, and on wide terminals the cart. */
#include "screens/shop.h"
#include "screens/search.h"
#include "shop/undo.h"
#include "ui/dialog.h"

#include <stdio.h>

/* Columns of the list, and how one row fills them. */
static const struct list_column columns[] = {
	{ "name", 22, 1, 0, LIST_LEFT },
	{ "kind", 9, 0, 1, LIST_LEFT },
	{ "price", 8, 0, 0, LIST_DECIMAL },
	{ "stock", 5, 0, 0, LIST_RIGHT },
	{ 0 }
};

static int64_t row_id(const void *row)
{
	return ((const struct product *)row)->id;
}

static struct list_cell row_cell(const void *data, const void *row, size_t column, struct arena *scratch)
{
	const struct shop_state *s = data;
	const struct product *p = row;
	enum voice voice = product_stock_state(p) == STOCK_SOLD_OUT ? VOICE_DIM : VOICE_PLAIN;
	switch (column) {
	case 0: return (struct list_cell){ show(scratch, p->title), voice };
	case 1: return (struct list_cell){ show(scratch, p->category), VOICE_DIM };
	case 2: return (struct list_cell){ app_money(s->app, scratch, p->price), voice };
	default: return draw_stock(p, scratch);
	}
}

static enum err load_page(void *data, struct arena *arena, const char *cursor, bool before, size_t limit, struct list_page *out)
{
	struct shop_state *s = data;
	struct catalogue_page page;
	try(catalogue_page(s->app->shop, arena, &s->filter, cursor, before, (int64_t)limit, &page));
	const void **rows = arena_array(arena, const void *, page.products.count);
	for (size_t i = 0; i < page.products.count; i++)
		rows[i] = &page.products.items[i];
	*out = (struct list_page){ rows, page.products.count, page.previous, page.next };
	return OK;
}

static enum err row_cursor(void *data, struct arena *arena, const void *row, const char **out)
{
	struct shop_state *s = data;
	return catalogue_cursor(s->app->shop, arena, &s->filter, row_id(row), out);
}

static const struct list_ops list_ops = { columns, row_id, row_cell, load_page, row_cursor };

/* What stands beside the list. */
static enum err read_beside(struct shop_state *s)
{
	const struct product *selected = list_selected(&s->list);
	arena_reset(&s->arena);
	s->has_product = false;
	s->cart = (struct cart){ 0 };
	if (shop_panes(s->cols).cart)
		try(cart_load(&s->app->session, &s->arena, &s->cart));
	app_call(s->app, "%s.getCart({include:'products'})", app_who(s->app));
	if (!selected)
		return OK;
	try(catalogue_product(s->app->shop, &s->arena, selected->id, &s->product));
	try(catalogue_surroundings(s->app->shop, &s->arena, selected->id, &s->around));
	s->has_product = true;
	app_call(s->app, "Product.findByPk(%lld,{include:['user','carts','orders']})", (long long)selected->id);
	return OK;
}

/* The call that gives the list. */
static void tell_list(struct shop_state *s)
{
	const char *search = field_text(&s->search);
	app_call(s->app, "Product.findAll({where:{%s%s%s%s},order:'%s',limit:%d})", *search ? "title:{match:'" : "", search,
		*search ? "'}," : "", "retiredAt:null", catalogue_sort_name(s->filter.sort), LIST_CALL_LIMIT);
}

static enum err read_count(struct shop_state *s)
{
	try(catalogue_count(s->app->shop, &s->filter, SHOP_COUNT_LIMIT, &s->count, &s->more));
	list_set_total(&s->list, s->more ? -1 : s->count);
	return OK;
}

enum err shop_restart(struct shop_state *s)
{
	s->filter.search = field_text(&s->search);
	s->skip = 0;
	try(list_restart(&s->list));
	tell_list(s);
	try(read_count(s));
	app_call(s->app, "Product.count()");
	return read_beside(s);
}

static struct next shown_or_refused(struct shop_state *s, enum err err)
{
	return err ? ui_refuse(s->app->ui, err) : next_stay();
}

static enum err open_shop(void *state, void *app, const void *argument)
{
	struct shop_state *s = state;
	(void)argument;
	s->app = app;
	arena_init(&s->arena);
	field_init(&s->search, FIELD_TEXT, sizeof s->before - 1);
	list_init(&s->list, &list_ops, s);
	return OK;
}

static void close_shop(void *state)
{
	struct shop_state *s = state;
	list_release(&s->list);
	field_release(&s->search);
	arena_release(&s->arena);
}

static enum err resume(void *state)
{
	struct shop_state *s = state;
	try(list_reload(&s->list));
	tell_list(s);
	try(read_count(s));
	app_call(s->app, "Product.count()");
	return read_beside(s);
}

enum { ONE_PANE = 76, THREE_PANES = 120, DETAIL_COLS = 32, CART_COLS = 34 };

struct shop_panes shop_panes(int cols)
{
	if (cols < ONE_PANE)
		return (struct shop_panes){ .list = cols };
	int spare = cols > THREE_PANES ? (cols - THREE_PANES) / 3 : 0;
	struct shop_panes panes = { .detail = DETAIL_COLS + spare, .cart = cols >= THREE_PANES ? CART_COLS : 0 };
	panes.list = cols - panes.detail - panes.cart;
	return panes;
}

static enum err layout(void *state, int rows, int cols)
{
	struct shop_state *s = state;
	bool first = !s->rows, narrow = !shop_panes(cols).detail;
	s->rows = rows;
	s->cols = cols;
	try(list_layout(&s->list, narrow ? rows - 2 - SHOP_BRIEF_ROWS : rows - 3, narrow ? cols - 2 : shop_panes(cols).list - 4));
	return first ? shop_restart(s) : read_beside(s);
}

/* Acts. */
static bool has_product(const void *state)
{
	return ((const struct shop_state *)state)->has_product;
}

enum { TITLE_CELLS = 32 };

static struct next tell_change(struct shop_state *s, const struct cart_change *change)
{
	struct app *app = s->app;
	const char *title = shown_cut(&app->arena, show(&app->arena, change->title), TITLE_CELLS).bytes;
	undo_cart_changed(&app->session, change, 1);
	app_tell_cart(app, change);
	app_refresh(app);
	enum err err = read_beside(s);
	if (err)
		return ui_refuse(app->ui, err);
	if (change->capped)
		return app_say_undoable(app, "only %lld of %s left: now %lld in cart", (long long)change->now, title, (long long)change->now);
	if (!change->now)
		return app_say_undoable(app, "took %s out of the cart", title);
	return app_say_undoable(app, "%s %s: now %lld in cart", change->now > change->before ? "added" : "took back", title, (long long)change->now);
}

static struct next add_some(struct shop_state *s, int64_t count)
{
	struct cart_change change;
	enum err err = cart_add(&s->app->session, &s->app->arena, s->product.id, count, &change);
	return err ? ui_refuse(s->app->ui, err) : tell_change(s, &change);
}

static struct next add_one(void *state, void *app)
{
	(void)app;
	return add_some(state, 1);
}

static struct next removal_confirmed(void *state, void *data, const void *answer)
{
	struct shop_state *s = state;
	struct app *app = data;
	struct cart_change change;
	(void)answer;
	enum err err = cart_remove(&app->session, &app->arena, s->product.id, &change);
	return err ? ui_refuse(app->ui, err) : tell_change(s, &change);
}

/* The last one stays until it was asked for. */
static struct next take_one(void *state, void *data)
{
	struct shop_state *s = state;
	struct app *app = data;
	struct cart_change change;
	enum err err = cart_add(&app->session, &app->arena, s->product.id, -1, &change);
	if (!err && change.now == change.before && !change.capped)
		return app_ask_removal(app, s->product.title, removal_confirmed);
	return err ? ui_refuse(app->ui, err) : tell_change(s, &change);
}

static struct next set_amount(void *state, void *data, const void *answer)
{
	struct shop_state *s = state;
	struct app *app = data;
	struct cart_change change;
	int64_t amount;
	enum err err = text_integer(((const struct dialog_answer *)answer)->text, &amount);
	if (!err)
		err = cart_set(&app->session, &app->arena, s->product.id, amount, &change);
	return err ? ui_refuse(app->ui, err) : tell_change(s, &change);
}

static struct next ask_amount(void *state, void *app)
{
	struct shop_state *s = state;
	return app_prompt(app, &(struct prompt){ .title = SHOWN("How many?"), .line = show(&s->arena, s->product.title),
		.initial = "1", .kind = FIELD_NUMBER, .done = set_amount, .enter = "put into the cart" });
}

static struct next buy_now(void *state, void *app)
{
	struct shop_state *s = state;
	return app_push(app, &review_screen, &(struct review_ask){ REVIEW_PRODUCT, s->product.id, 1 }, sizeof(struct review_ask));
}

static bool is_own(const void *state)
{
	const struct shop_state *s = state;
	return s->has_product && s->app->session.user && s->product.seller == s->app->session.user;
}

static struct next edit(void *state, void *app)
{
	return product_edit(app, ((const struct shop_state *)state)->product.id);
}

static struct next look(void *state, void *app)
{
	struct shop_state *s = state;
	return app_push(app, &look_screen, &s->product.id, sizeof s->product.id);
}

static struct next walk_from(void *state, void *app)
{
	return app_walk(app, "products", ((struct shop_state *)state)->product.id);
}

static struct next begin_search(void *state, void *app)
{
	struct shop_state *s = state;
	(void)app;
	snprintf(s->before, sizeof s->before, "%s", field_text(&s->search));
	s->searching = true;
	s->detail_focus = false;
	return next_stay();
}

static struct next end_search(struct shop_state *s, bool keep)
{
	s->searching = false;
	if (keep)
		return next_stay();
	field_set(&s->search, s->before);
	return shown_or_refused(s, shop_restart(s));
}

static bool is_narrowed(const void *state)
{
	const struct shop_state *s = state;
	return *field_text(&s->search) || s->filter.category || s->filter.seller || s->filter.in_stock;
}

/* Esc from a search or filter that was kept: all products again. */
static struct next widen(void *state, void *app)
{
	struct shop_state *s = state;
	(void)app;
	field_set(&s->search, "");
	s->filter.category = s->filter.seller = NULL;
	s->filter.in_stock = false;
	return shown_or_refused(s, shop_restart(s));
}

/* Keys that want a product, where none is selected. */
static struct next nothing_selected(void *state, void *data)
{
	struct app *app = data;
	return ui_refuse(app->ui, is_narrowed(state) ? fail(ERR_EMPTY, "nothing is selected: Esc shows all products again")
		: fail(ERR_EMPTY, "nothing is selected: this shop has no products yet"));
}

static bool has_detail(const void *state)
{
	return shop_panes(((const struct shop_state *)state)->cols).detail;
}

static struct next other_pane(void *state, void *app)
{
	struct shop_state *s = state;
	(void)app;
	s->detail_focus = !s->detail_focus;
	return next_stay();
}

#define HERE NULL
static const struct binding bindings[] = {
	{ K_ENTER, look, "look at the product", HERE, "look", .when = has_product },
	{ 'a', add_one, "add one to the cart", HERE, "add", .when = has_product },
	{ '+', add_one, "one more", HERE, "amount", .when = has_product },
	{ '-', take_one, "one less", HERE, "amount", .when = has_product },
	{ 'B', buy_now, "buy one now, leaving the cart alone", HERE, "buy", .when = has_product },
	{ 'c', NULL, "cart", HERE, "cart", .then = { .kind = NEXT_TAB, .number = TAB_CART } },
	{ 's', shop_choose_sort, "sort", HERE, "sort" },
	{ '/', begin_search, "search as you type", HERE, "search" },
	{ 'f', shop_choose_filter, "filter what is listed", HERE, "filter" },
	{ 'e', edit, "edit what is selected", HERE, NULL, .when = is_own },
	{ 'w', walk_from, APP_WALK_HELP, HERE, "walk", .when = has_product },
	{ '#', ask_amount, "amount as a number", HERE, NULL, .when = has_product },
	{ K_ENTER, nothing_selected, "look at the product", HERE, NULL },
	{ 'a', nothing_selected, "add one to the cart", HERE, NULL },
	{ '+', nothing_selected, "one more", HERE, NULL },
	{ '-', nothing_selected, "one less", HERE, NULL },
	{ 'B', nothing_selected, "buy one now, leaving the cart alone", HERE, NULL },
	{ '#', nothing_selected, "amount as a number", HERE, NULL },
	{ K_TAB, other_pane, "other pane", HERE, .also = { K_SHIFT_TAB }, .when = has_detail },
	{ K_ESC, widen, "all products again", HERE, .also = { K_BACKSPACE }, .when = is_narrowed },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &app_keys };
static const struct keymap keys = { bindings, &list_keys };

static const struct keymap *keys_now(const void *state)
{
	return ((const struct shop_state *)state)->searching ? &search_keys : &keys;
}

static struct next search_event(struct shop_state *s, const struct event *event)
{
	if (event->type == EVENT_KEY && (event->key == K_ESC || event->key == K_ENTER))
		return end_search(s, event->key == K_ENTER);
	switch (field_event(&s->search, event)) {
	case FIELD_CHANGED:
		return shown_or_refused(s, shop_restart(s));
	case FIELD_FULL:
		return ui_refuse(s->app->ui, fail(ERR_INPUT, "a search has at most %zu characters", sizeof s->before - 1));
	case FIELD_MOVED:
		return next_stay();
	case FIELD_IGNORED:
		break;
	}
	return next_ignored();
}

static struct next scroll_detail(struct shop_state *s, const struct event *event)
{
	int step = event->type == EVENT_WHEEL ? (int)event->index : event->key == K_UP || event->key == 'k' ? -1
		: event->key == K_DOWN || event->key == 'j' ? 1 : 0;
	if (!step)
		return next_ignored();
	struct canvas room = { .rows = s->rows - 3, .cols = shop_panes(s->cols).detail - 4 };
	struct product_view view = { .app = s->app, .product = &s->product, .around = &s->around };
	int spare = s->has_product ? draw_product_spare(&room, &view, &s->app->arena) : 0;
	s->skip = s->skip + step > spare ? spare : s->skip + step < 0 ? 0 : s->skip + step;
	return next_stay();
}

static struct next list_moves(struct shop_state *s, void *app, const struct event *event)
{
	enum err err = OK;
	switch (list_event(&s->list, event, &err)) {
	case LIST_MOVED:
		s->skip = 0;
		tell_list(s);
		return shown_or_refused(s, err ? err : read_beside(s));
	case LIST_ENTERED:
		return s->has_product ? look(s, app) : next_stay();
	case LIST_IGNORED:
		break;
	}
	return next_ignored();
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct shop_state *s = state;
	if (s->searching) {
		struct next next = search_event(s, event);
		if (next.kind != NEXT_IGNORED)
			return next;
	}
	if (s->detail_focus && (event->type == EVENT_KEY || event->type == EVENT_WHEEL)) {
		struct next next = scroll_detail(s, event);
		if (next.kind != NEXT_IGNORED)
			return next;
	}
	return list_moves(s, app, event);
}

static bool is_typing(const void *state)
{
	return ((const struct shop_state *)state)->searching;
}

const struct screen_ops shop_screen = {
	.name = "Shop", .state_size = sizeof(struct shop_state), .keys_now = keys_now, .open = open_shop, .close = close_shop,
	.resume = resume, .layout = layout, .draw = shop_draw, .event = on_event, .typing = is_typing,
};
