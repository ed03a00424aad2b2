/* What was sold, beside the list of products. */
#include "screens/sell.h"
#include "ui/canvas.h"

static int draw_figures(const struct sell_state *s, struct canvas *in, int row, struct shown span,
	const struct sales_figures *figures, struct arena *scratch)
{
	canvas_put(in, row, 0, span, VOICE_DIM);
	canvas_put_right(in, row, in->cols, app_money(s->app, scratch, figures->revenue), VOICE_BOLD);
	canvas_put_right(in, row + 1, in->cols, show_format(scratch, "%s, %s", app_plural(scratch, figures->orders, "order", "orders"),
		app_plural(scratch, figures->pieces, "piece", "pieces")), VOICE_PLAIN);
	return row + 3;
}

void sell_sales_draw(const struct sell_state *s, struct canvas *in, struct arena *scratch)
{
	int row = 0;
	if (app_is_guest(s->app))
		return;
	row = draw_figures(s, in, row, SHOWN("last 14 days"), &s->sales.last_days, scratch);
	row = draw_figures(s, in, row, SHOWN("last 12 months"), &s->sales.last_months, scratch);
	row = draw_figures(s, in, row, SHOWN("all time"), &s->sales.all, scratch);
	for (size_t i = 0; i < s->sales.top_count; i++) {
		int end = canvas_put_right(in, row, in->cols, app_money(s->app, scratch, s->sales.top[i].revenue), VOICE_PLAIN);
		canvas_put(in, row++, 0, shown_cut(scratch, show(scratch, s->sales.top[i].title), end - 2), VOICE_PLAIN);
	}
}

struct shown sell_sales_line(const struct sell_state *s, struct arena *scratch)
{
	if (app_is_guest(s->app))
		return SHOWN("");
	return show_format(scratch, "last 14 days: %s, %s", app_money(s->app, scratch, s->sales.last_days.revenue).bytes,
		app_plural(scratch, s->sales.last_days.orders, "order", "orders"));
}
