/* Drawing Sell: the search line, then the list and what was sold beside it, or, where it is narrow, a few lines under it. */
#include "screens/sell.h"
#include "screens/search.h"
#include "ui/canvas.h"

enum { SEARCH_CELLS = 24 };          /* that words of a search have at least */

static void draw_search(const struct sell_state *s, struct canvas *body, struct arena *scratch)
{
	const char *filter = sell_filter_words(s, scratch).bytes;
	struct shown right = sell_panes(s->cols).sales ? show_format(scratch, "filter: %s", filter)
		: show_format(scratch, "%s, %s", filter, sell_sort_words(s, scratch).bytes);
	if (!app_is_guest(s->app))
		search_draw(&s->search, s->searching, body, right, SEARCH_CELLS, scratch);
}

/* "3 products of mine", or how many are marked. */
static struct shown title_words(const struct sell_state *s, struct arena *scratch)
{
	if (app_is_guest(s->app))
		return SHOWN("My products");
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
		canvas_put_center(pane, row + 2, SHOWN("n sells something"), VOICE_DIM);
	}
}

/* Under a list that leaves the room for it: what is not shown, and the key that shows it. */
static void draw_hidden(const struct sell_state *s, struct canvas *pane, struct arena *scratch)
{
	int row = (int)s->list.rows.count + 2;
	if (row < pane->rows && !sell_is_narrowed(s))
		canvas_put(pane, row, 0, show_format(scratch, s->more_retired ? "%lld+ retired: z shows them" : s->retired == 1
			? "%lld retired: z shows it" : "%lld retired: z shows them", (long long)s->retired), VOICE_DIM);
}

static void draw_list(const struct sell_state *s, struct canvas *pane, struct arena *scratch)
{
	list_draw(&s->list, pane, !s->sales_focus, scratch);
	if (!sell_selected(s))
		draw_empty(s, pane, scratch);
	else if (s->retired && !s->filter.retired)
		draw_hidden(s, pane, scratch);
}

/* What the selected product costs, what is left of it, its kind, and how its description begins. */
static void draw_brief(const struct sell_state *s, const struct product *p, struct canvas *to, struct arena *scratch)
{
	struct list_cell stock = draw_stock_words(p, scratch);
	struct shown *lines, kind = show(scratch, p->category);
	int col = canvas_put(to, 0, 0, shown_cut(scratch, show(scratch, p->title), to->cols - 28), VOICE_TITLE);
	col = canvas_put(to, 0, col + 2, app_money(s->app, scratch, p->price), VOICE_BOLD);
	col = canvas_put(to, 0, col + 2, stock.text, stock.voice);
	if (col + 2 + kind.cells <= to->cols)
		canvas_put_right(to, 0, to->cols, kind, VOICE_DIM);
	int count = (int)show_wrapped(scratch, p->description, to->cols - 1, &lines), most = SELL_BRIEF_ROWS - 2;
	for (int i = 0; i < count && i < most; i++) {
		col = canvas_put(to, 1 + i, 0, lines[i], VOICE_DIM);
		if (i + 1 == most && count > most)
			canvas_put(to, 1 + i, col, shown_mark("…", "~"), VOICE_DIM);
	}
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
		draw_brief(s, p, &brief, scratch);
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
