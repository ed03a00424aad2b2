/* Drawing Sell: the search line, then the list and what was sold beside it, or, where it is narrow, a few lines under it. */
#include "screens/sell.h"
#include "ui/canvas.h"

/* The words of each order; ▲ up, ▼ down. */
static const struct { const char *words; bool down; } sorts[WARES_SORT_COUNT] = {
	[WARES_NAME] = { "name", false }, [WARES_PRICE] = { "price", false }, [WARES_PRICE_DOWN] = { "price", true },
	[WARES_STOCK] = { "stock", false }, [WARES_SOLD] = { "sold", true }, [WARES_NEWEST] = { "newest", true },
};

struct shown sell_sort_words(const struct sell_state *s, struct arena *scratch)
{
	struct shown mark = sorts[s->filter.sort].down ? shown_mark("▼", "v") : shown_mark("▲", "^");
	return show_format(scratch, "sort %s %s", sorts[s->filter.sort].words, mark.bytes);
}

struct shown sell_filter_words(const struct sell_state *s, struct arena *scratch)
{
	return show_format(scratch, "%s%s%s", s->filter.category ? s->filter.category : "any kind", s->filter.low ? ", low" : "",
		s->filter.retired ? ", with retired" : "");
}

static void draw_search(const struct sell_state *s, struct canvas *body, struct arena *scratch)
{
	const char *filter = sell_filter_words(s, scratch).bytes;
	struct shown right = sell_panes(s->cols).sales ? show_format(scratch, "filter: %s", filter)
		: show_format(scratch, "%s, %s", filter, sell_sort_words(s, scratch).bytes);
	right = shown_cut(scratch, right, body->cols / 2);
	int col = canvas_put_right(body, 0, body->cols - 1, right, VOICE_DIM) - 2;
	canvas_target(body, 0, 1, col - 3, '/');
	canvas_say(body, 0, 1, "/", VOICE_ACCENT);
	if (s->searching)
		field_draw(&s->search, body, 0, 3, col - 5, true, SHOWN("search as you type"), scratch);
	else if (*field_text(&s->search))
		canvas_put(body, 0, 3, shown_cut(scratch, show(scratch, field_text(&s->search)), col - 5), VOICE_PLAIN);
	else
		canvas_say(body, 0, 3, "search as you type", VOICE_DIM);
}

/* "My products  3", or what is marked. */
static struct shown title_words(const struct sell_state *s, struct arena *scratch)
{
	if (s->marks.keys.count)
		return show_format(scratch, "%zu marked", s->marks.keys.count);
	if (s->more)
		return show_format(scratch, "%d,000+ products of mine", SELL_COUNT_LIMIT / 1000);
	return show_format(scratch, "%s of mine", app_plural(scratch, s->count, "product", "products"));
}

/* Nothing to show: say what one can do now. */
static void draw_empty(const struct sell_state *s, struct canvas *pane, struct arena *scratch)
{
	const char *search = field_text(&s->search);
	int row = pane->rows / 3;
	if (app_is_guest(s->app)) {
		canvas_put_center(pane, row, SHOWN("Anybody may sell here"), VOICE_PLAIN);
		canvas_put_center(pane, row + 2, SHOWN("Enter comes in, or makes an account"), VOICE_DIM);
	} else if (*search) {
		canvas_put_center(pane, row, shown_cut(scratch, show_format(scratch, "nothing matches “%s”", search), pane->cols), VOICE_PLAIN);
		canvas_put_center(pane, row + 2, SHOWN("Esc shows all products again"), VOICE_DIM);
	} else if (s->filter.category || s->filter.low) {
		canvas_put_center(pane, row, SHOWN("nothing fits this filter"), VOICE_PLAIN);
		canvas_put_center(pane, row + 2, SHOWN("Esc shows all products again"), VOICE_DIM);
	} else if (s->retired && !s->filter.retired) {
		canvas_put_center(pane, row, SHOWN("All of yours are retired"), VOICE_PLAIN);
		canvas_put_center(pane, row + 2, SHOWN("z shows them"), VOICE_DIM);
	} else {
		canvas_put_center(pane, row, SHOWN("You offer nothing yet"), VOICE_PLAIN);
	}
}

static void draw_list(const struct sell_state *s, struct canvas *pane, struct arena *scratch)
{
	list_draw(&s->list, pane, !s->sales_focus, scratch);
	if (!sell_selected(s))
		draw_empty(s, pane, scratch);
}

/* One pane: rules instead of boxes, and a few lines about the selected product and the sales. */
static void draw_narrow(const struct sell_state *s, struct canvas *body, struct arena *scratch)
{
	const struct product *p = sell_selected(s);
	struct canvas list = canvas_part(body, 1, 1, -SELL_BRIEF_ROWS - 1, -1);
	draw_list(s, &list, scratch);
	int rule = body->rows - SELL_BRIEF_ROWS - 1;
	canvas_rule(body, rule, 0, body->cols);
	struct canvas brief = canvas_part(body, rule + 1, 1, SELL_BRIEF_ROWS, -1);
	if (p)
		canvas_put(&brief, 0, 0, shown_cut(scratch, show(scratch, p->title), brief.cols), VOICE_TITLE);
	canvas_put(&brief, SELL_BRIEF_ROWS - 1, 0, shown_cut(scratch, sell_sales_line(s, scratch), brief.cols), VOICE_PLAIN);
}

/* The sales instead of the list. */
static void draw_narrow_sales(const struct sell_state *s, struct canvas *body, struct arena *scratch)
{
	struct canvas in = canvas_part(body, 1, 1, 0, -1);
	canvas_put(body, 0, 1, sell_span_words(s, scratch), VOICE_TITLE);
	canvas_put_right(body, 0, body->cols - 1, shown_mark("◂ ▸", "< >"), VOICE_DIM);
	sell_sales_draw(s, &in, scratch);
}

void sell_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct sell_state *s = state;
	struct sell_panes panes = sell_panes(body->cols);
	if (s->sales_focus && !panes.sales) {
		draw_narrow_sales(s, body, scratch);
		return;
	}
	draw_search(s, body, scratch);
	if (!panes.sales) {
		draw_narrow(s, body, scratch);
		return;
	}
	struct canvas left = canvas_part(body, 1, 0, 0, panes.list), right = canvas_part(body, 1, panes.list, 0, 0);
	struct canvas in = canvas_box(&left, &(struct box){ .title = title_words(s, scratch), .count = sell_sort_words(s, scratch),
		.foot = list_position(&s->list, scratch), .focus = !s->sales_focus });
	draw_list(s, &in, scratch);
	struct canvas sales = canvas_box(&right, &(struct box){ .title = sell_span_words(s, scratch),
		.count = s->sales_focus ? shown_mark("◂ ▸", "< >") : SHOWN(""), .focus = s->sales_focus });
	sell_sales_draw(s, &sales, scratch);
}
