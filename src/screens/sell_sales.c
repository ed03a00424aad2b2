/* What was sold, beside the list of products: the figures of a span with their bars, what sold best in it, and what may
 * have to be done about stock and orders. */
#include "screens/sell.h"

#include "base/clock.h"
#include "ui/plot.h"

static const char *const spans[SALES_SPANS] = {
	[SALES_LAST_DAYS] = "last 14 days", [SALES_LAST_MONTHS] = "last 12 months", [SALES_ALL_TIME] = "all time",
};

struct shown sell_span_words(const struct sell_state *s, struct arena *scratch)
{
	return show_format(scratch, "Sales, %s", spans[s->span]);
}

enum sales_span sell_first_span(const struct sales *sales)
{
	enum sales_span span = SALES_LAST_DAYS;
	while (span < SALES_ALL_TIME && !sales->spans[span].orders)
		span++;
	return sales->spans[span].orders ? span : SALES_LAST_DAYS;
}

/* --- the plot --- */

static struct shown tick_label(const void *data, int64_t value, int64_t step, struct arena *scratch)
{
	const struct sell_state *s = data;
	return show(scratch, money_tick(scratch, shop_currency(s->app->shop), money_of(value), money_of(step)));
}

static struct shown bar_name(const void *data, size_t index, struct arena *scratch)
{
	static const enum clock_part parts[SALES_SPANS] = { CLOCK_DAY, CLOCK_MONTH, CLOCK_YEAR };
	const struct sell_state *s = data;
	size_t count;
	const struct sales_figures *bars = sales_bars(&s->sales, s->span, &count);
	return show(scratch, clock_part(scratch, bars[index].from, parts[s->span]));
}

static void draw_plot(const struct sell_state *s, struct canvas *in, struct arena *scratch)
{
	size_t count;
	const struct sales_figures *bars = sales_bars(&s->sales, s->span, &count);
	int64_t *values = arena_array(scratch, int64_t, count);
	for (size_t i = 0; i < count; i++)
		values[i] = bars[i].revenue.minor;
	plot_draw(in, &(struct plot){ values, count, tick_label, bar_name, s, count - 1 }, scratch);
	if (!s->sales.spans[s->span].orders)
		canvas_put_center(in, (in->rows - 2) / 2, SHOWN("nothing sold"), VOICE_DIM);
}

/* --- words and bars around it --- */

/* Revenue, and orders and pieces beside it, or below where both are long; returns the row after them. */
static int draw_figures(const struct sell_state *s, struct canvas *in, struct arena *scratch)
{
	const struct sales_figures *figures = &s->sales.spans[s->span];
	struct shown pieces = show_format(scratch, "%s, %s", app_plural(scratch, figures->orders, "order", "orders"),
		app_plural(scratch, figures->pieces, "piece", "pieces"));
	int end = canvas_put(in, 0, 0, app_money(s->app, scratch, figures->revenue), VOICE_BOLD);
	int row = end + 2 + pieces.cells > in->cols;
	canvas_put_right(in, row, in->cols, pieces, VOICE_DIM);
	return row + 1;
}

static int widest_title(const struct sales_products *top, size_t count, struct arena *scratch)
{
	int widest = 0;
	for (size_t i = 0; i < count; i++) {
		int cells = show(scratch, top->items[i].title).cells;
		widest = cells > widest ? cells : widest;
	}
	return widest;
}

/* The best first, each with its share of the best one's bar. */
static int draw_top(const struct sell_state *s, struct canvas *in, int row, size_t count, struct arena *scratch)
{
	const struct sales_products *top = &s->sales.top[s->span];
	int title = widest_title(top, count, scratch), amount = count ? app_money(s->app, scratch, top->items[0].revenue).cells : 0;
	title = title > in->cols * 2 / 5 ? in->cols * 2 / 5 : title;
	for (size_t i = 0; i < count; i++, row++) {
		const struct sales_product *one = &top->items[i];
		canvas_put(in, row, 0, shown_cut(scratch, show(scratch, one->title), title), VOICE_PLAIN);
		canvas_put_right(in, row, in->cols, app_money(s->app, scratch, one->revenue), VOICE_PLAIN);
		plot_bar(in, row, title + 1, in->cols - title - amount - 3, one->revenue.minor, top->items[0].revenue.minor, VOICE_DIM);
	}
	return row;
}

enum { NOTE_AT = 12, NOTES = 3 };

static struct shown product_words(const struct sales_product *product, bool stock, struct arena *scratch)
{
	return stock ? show_format(scratch, "%s %lld", product->title, (long long)product->stock) : show(scratch, product->title);
}

/* "Rug, red 0 · Tea tin 3 · 4 more": as many as fit. */
static struct shown named(const struct sales_products *list, int64_t total, bool stock, int cells, struct arena *scratch)
{
	const char *between = shown_mark(" · ", " | ").bytes;
	struct shown words = SHOWN("none");
	for (size_t i = 0; i < list->count; i++) {
		struct shown one = product_words(&list->items[i], stock, scratch);
		struct shown more = total > (int64_t)i + 1 ? show_format(scratch, "%s%lld more", between, (long long)(total - (int64_t)i - 1)) : SHOWN("");
		struct shown all = i ? show_format(scratch, "%s%s%s", words.bytes, between, one.bytes) : shown_cut(scratch, one, cells - more.cells);
		if (i && all.cells + more.cells > cells)
			return show_format(scratch, "%s%s%lld more", words.bytes, between, (long long)(total - (int64_t)i));
		words = all;
	}
	return total > (int64_t)list->count ? show_format(scratch, "%s%s%lld more", words.bytes, between, (long long)(total - (int64_t)list->count)) : words;
}

static int draw_note(struct canvas *in, int row, const char *label, enum voice voice, struct shown words, bool none, struct arena *scratch)
{
	canvas_put(in, row, 0, show(scratch, label), voice);
	canvas_put(in, row, NOTE_AT, shown_cut(scratch, words, in->cols - NOTE_AT), none ? VOICE_DIM : VOICE_PLAIN);
	return row + 1;
}

static struct shown waiting_words(const struct sales *sales, struct arena *scratch)
{
	const char *into = shown_mark("▸", ">").bytes;
	long long waiting = (long long)sales->waiting, all = (long long)sales->spans[SALES_ALL_TIME].orders;
	if (!all)
		return SHOWN("nothing");
	return waiting ? show_format(scratch, "%lld of %lld orders %s", waiting, all, into)
		: show_format(scratch, "none of %lld orders %s", all, into);
}

/* What runs out, what nobody bought, and what waits to be sent, which leads on. */
static void draw_notes(const struct sell_state *s, struct canvas *in, int row, struct arena *scratch)
{
	const struct sales *sales = &s->sales;
	int room = in->cols - NOTE_AT;
	row = draw_note(in, row, "low", sales->low_total ? VOICE_LOW : VOICE_DIM,
		named(&sales->low, sales->low_total, true, room, scratch), !sales->low_total, scratch);
	row = draw_note(in, row, "never sold", VOICE_DIM, named(&sales->unsold, sales->unsold_total, false, room, scratch),
		!sales->unsold_total, scratch);
	draw_note(in, row, "to send", VOICE_DIM, waiting_words(sales, scratch), !sales->waiting, scratch);
	canvas_target(in, row, 0, in->cols, 'm');
	if (s->sales_focus) {
		struct canvas bar = *in;
		bar.col--;
		bar.cols += 2;
		canvas_voice(&bar, row, 0, 0, VOICE_BAR);
	}
}

/* --- all of it --- */

enum { PLOT_MIN = 5, PLOT_GOOD = 8, PLOT_MAX = 16, TOP_GOOD = 3, AIRY = 16 };

/* Rows of the plot and of what sold best, out of @rows. */
static int plot_rows(int rows, size_t *top)
{
	while ((rows - (int)*top < PLOT_GOOD && *top > TOP_GOOD) || (rows - (int)*top < PLOT_MIN && *top > 0))
		--*top;
	rows -= (int)*top;
	return rows > PLOT_MAX ? PLOT_MAX : rows;
}

void sell_sales_draw(const struct sell_state *s, struct canvas *in, struct arena *scratch)
{
	if (app_is_guest(s->app))
		return;
	int gap = in->rows >= AIRY, row = draw_figures(s, in, scratch) + gap;
	size_t top = s->sales.top[s->span].count;
	int tall = plot_rows(in->rows - row - NOTES - 2 * gap, &top);
	struct canvas plot = { in->grid, in->row + row, in->col, tall, in->cols };
	draw_plot(s, &plot, scratch);
	row = draw_top(s, in, row + tall + gap, top, scratch);
	draw_notes(s, in, row + (top ? gap : 0), scratch);
}

struct shown sell_sales_line(const struct sell_state *s, struct arena *scratch)
{
	const struct sales_figures *figures = &s->sales.spans[s->span];
	if (app_is_guest(s->app))
		return SHOWN("");
	return show_format(scratch, "%s: %s, %s, %lld to send", spans[s->span], app_money(s->app, scratch, figures->revenue).bytes,
		app_plural(scratch, figures->orders, "order", "orders"), (long long)s->sales.waiting);
}
