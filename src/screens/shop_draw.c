/* Drawing the Shop: the search line, then one, two or three panes as the width allows. */
#include "screens/shop.h"
#include "screens/search.h"
#include "ui/canvas.h"

static void draw_search(const struct shop_state *s, struct canvas *body, struct arena *scratch)
{
	bool narrow = !shop_panes(s->cols).detail;
	struct shown right = narrow ? show_format(scratch, "%s, %s", shop_filter_words(s, scratch).bytes, shop_sort_words(s, scratch).bytes)
		: show_format(scratch, "filter: %s", shop_filter_words(s, scratch).bytes);
	search_draw(&s->search, s->searching, body, right, body->cols - body->cols / 2, scratch);
}

static struct shown count_words(const struct shop_state *s, struct arena *scratch)
{
	if (s->more)
		return show_format(scratch, "%d,000+ products", SHOP_COUNT_LIMIT / 1000);
	return show(scratch, app_plural(scratch, s->count, "product", "products"));
}

/* Nothing fits: say what one can do now. */
static void draw_empty(const struct shop_state *s, struct canvas *pane, struct arena *scratch)
{
	const char *search = field_text(&s->search);
	int row = pane->rows / 3;
	if (*search)
		canvas_put_center(pane, row, shown_cut(scratch, show_format(scratch, "nothing matches “%s”", search), pane->cols), VOICE_PLAIN);
	else if (s->filter.category || s->filter.seller || s->filter.in_stock)
		canvas_put_center(pane, row, SHOWN("nothing fits this filter"), VOICE_PLAIN);
	else
		canvas_put_center(pane, row, SHOWN("this shop has no products yet"), VOICE_PLAIN);
	if (*search || s->filter.category || s->filter.seller || s->filter.in_stock)
		canvas_put_center(pane, row + 2, SHOWN("Esc shows all products again"), VOICE_DIM);
}

static void draw_list(const struct shop_state *s, struct canvas *pane, struct arena *scratch)
{
	list_draw(&s->list, pane, !s->detail_focus, scratch);
	if (!list_selected(&s->list))
		draw_empty(s, pane, scratch);
}

static void draw_cart(const struct shop_state *s, struct canvas *pane, struct arena *scratch)
{
	struct box box = { .title = SHOWN("Cart"), .count = show(scratch, app_plural(scratch, s->cart.things, "thing", "things")) };
	struct canvas in = canvas_box(pane, &box);
	if (!s->cart.count) {
		canvas_put_center(&in, in.rows / 3, SHOWN("empty"), VOICE_PLAIN);
		canvas_put_center(&in, in.rows / 3 + 2, SHOWN("a adds what is selected"), VOICE_DIM);
		return;
	}
	int room = in.rows - 2;
	for (int i = 0; i < (int)s->cart.count && i < room; i++) {
		const struct cart_line *line = &s->cart.lines[i];
		enum voice voice = line->counted ? VOICE_PLAIN : VOICE_DIM;
		canvas_put_right(&in, i, 4, show_format(scratch, "%lld", (long long)line->quantity), voice);
		int end = canvas_put_right(&in, i, in.cols, line->counted ? app_money(s->app, scratch, line->line) : SHOWN("not counted"), voice);
		canvas_put(&in, i, 5, shown_cut(scratch, show(scratch, line->product.title), end - 6), voice);
	}
	if ((int)s->cart.count > room)
		canvas_put(&in, room, 5, show_format(scratch, "and %d more", (int)s->cart.count - room), VOICE_DIM);
	canvas_say(&in, in.rows - 1, 5, "total", VOICE_DIM);
	canvas_put_right(&in, in.rows - 1, in.cols, app_money(s->app, scratch, s->cart.total), VOICE_BOLD);
}

static void draw_detail(const struct shop_state *s, struct canvas *pane, struct arena *scratch)
{
	if (!s->has_product) {
		canvas_box(pane, &(struct box){ .focus = s->detail_focus });
		return;
	}
	draw_product(pane, &(struct product_view){ s->app, &s->product, &s->around, s->skip,
		s->detail_focus ? shown_mark("↓ more", "down: more") : shown_mark("Tab ↓ more", "Tab: more"), s->detail_focus }, scratch);
}

/* One pane: rules instead of boxes, a few lines of the product below. */
static void draw_narrow(const struct shop_state *s, struct canvas *body, struct arena *scratch)
{
	struct canvas list = canvas_part(body, 1, 1, -SHOP_BRIEF_ROWS - 1, -1);
	draw_list(s, &list, scratch);
	int rule = body->rows - SHOP_BRIEF_ROWS - 1;
	canvas_rule(body, rule, 0, body->cols);
	struct canvas brief = canvas_part(body, rule + 1, 1, SHOP_BRIEF_ROWS, -1);
	if (s->has_product)
		draw_product_brief(&brief, s->app, &s->product, &s->around, scratch);
}

void shop_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct shop_state *s = state;
	struct shop_panes panes = shop_panes(body->cols);
	draw_search(s, body, scratch);
	if (!panes.detail) {
		draw_narrow(s, body, scratch);
		return;
	}
	struct canvas left = canvas_part(body, 1, 0, 0, panes.list);
	struct canvas middle = canvas_part(body, 1, panes.list, 0, panes.detail);
	struct box box = { .title = count_words(s, scratch), .count = shop_sort_words(s, scratch),
		.foot = list_position(&s->list, scratch), .focus = !s->detail_focus };
	struct canvas in = canvas_box(&left, &box);
	draw_list(s, &in, scratch);
	draw_detail(s, &middle, scratch);
	if (panes.cart) {
		struct canvas right = canvas_part(body, 1, panes.list + panes.detail, 0, panes.cart);
		draw_cart(s, &right, scratch);
	}
}
