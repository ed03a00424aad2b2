/* Drawing orders with my products: the list, and the selected order beside it or below. */
#include "screens/shipments.h"

#include "base/clock.h"

enum { ONE_PANE = 76, LIST_COLS = 42, WIDE_COLS = 50, FACTS = 3, FACT_AT = 9, MONEY_CELLS = 10 };

int shipments_list_cols(int cols)
{
	return cols < ONE_PANE ? cols : LIST_COLS + (cols > 80 ? (cols - 80) / 2 : 0);
}

const char *shipments_buyer(const struct shipment *one)
{
	return *one->buyer ? one->buyer : "somebody who left";
}

static bool is_narrow(const struct shipments_state *s)
{
	return shipments_list_cols(s->cols) == s->cols;
}

/* --- one order --- */

/* Rows for lines: what total and facts leave. */
static int line_rows(const struct shipments_state *s)
{
	int rows = is_narrow(s) ? SHIPMENTS_BRIEF_ROWS - 1 : s->rows - 3;
	return rows - 2 - FACTS - !is_narrow(s);
}

int shipments_spare(const struct shipments_state *s)
{
	const struct shipment *one = shipments_selected(s);
	int spare = one ? (int)one->count - line_rows(s) : 0;
	return spare > 0 ? spare : 0;
}

static struct shown line_note(const struct shipment *one, const struct shipment_line *line, struct arena *scratch)
{
	int64_t at;
	if (one->sent || !line->shipped_at || !clock_parse(line->shipped_at, &at))
		return SHOWN("");
	return show_format(scratch, "sent %s", clock_day(scratch, at));
}

/* Amount, title, what it costs together; with room also what one costs. */
static void draw_line(const struct shipments_state *s, struct canvas *in, int row, const struct draw_columns *wide,
	const struct shipment_line *line, struct shown note, struct arena *scratch)
{
	struct shown cost = app_money(s->app, scratch, line->line);
	struct draw_line shown = { line->quantity, show(scratch, line->title), app_money(s->app, scratch, line->price), cost, note, VOICE_PLAIN };
	if (wide) {
		draw_order_line(in, row, wide, &shown, scratch);
		return;
	}
	canvas_put_right(in, row, 3, show_format(scratch, "%lld", (long long)line->quantity), VOICE_PLAIN);
	int end = canvas_put_right(in, row, in->cols, note.cells ? note : cost, note.cells ? VOICE_DIM : VOICE_PLAIN);
	canvas_put(in, row, 5, shown_cut(scratch, shown.title, end - 7), VOICE_PLAIN);
}

static void draw_lines(const struct shipments_state *s, struct canvas *in, const struct shipment *one,
	const struct draw_columns *wide, struct arena *scratch)
{
	for (size_t i = 0; i < one->count; i++)
		draw_line(s, in, (int)i - s->skip, wide, &one->lines[i], line_note(one, &one->lines[i], scratch), scratch);
}

static int draw_total(const struct shipments_state *s, struct canvas *in, int row, const struct draw_columns *wide,
	const struct shipment *one, struct arena *scratch)
{
	struct shown total = app_money(s->app, scratch, one->total);
	if (wide)
		return draw_order_total(in, row, wide, total, SHOWN(""), scratch);
	canvas_rule(in, row, in->cols - MONEY_CELLS, MONEY_CELLS);
	canvas_say(in, row + 1, 5, "total", VOICE_PLAIN);
	canvas_put_right(in, row + 1, in->cols, total, VOICE_BOLD);
	return row + 2;
}

static int draw_fact(struct canvas *in, int row, struct shown label, struct shown words, enum voice voice, struct arena *scratch)
{
	canvas_put(in, row, 1, label, VOICE_DIM);
	canvas_put(in, row, FACT_AT, shown_cut(scratch, words, in->cols - FACT_AT), voice);
	return row + 1;
}

/* When all of the seller's lines left; else what became of the order. */
static struct shown state_words(const struct shipment *one, struct arena *scratch)
{
	int64_t at;
	if (!one->sent || !clock_parse(one->sent, &at))
		return SHOWN("waits for you");
	const char *day = clock_day(scratch, at);
	switch (one->status) {
	case ORDER_DELIVERED: return show_format(scratch, "%s, has arrived", day);
	case ORDER_SHIPPED: return show_format(scratch, "%s, on its way", day);
	default: return show_format(scratch, "%s, rest to come", day);
	}
}

static void draw_facts(struct canvas *in, int row, const struct shipment *one, struct arena *scratch)
{
	row = draw_fact(in, row, SHOWN("buyer"), show(scratch, shipments_buyer(one)), *one->buyer ? VOICE_BOLD : VOICE_DIM, scratch);
	row = draw_fact(in, row, SHOWN("placed"), show(scratch, clock_full(scratch, one->placed_at)), VOICE_PLAIN, scratch);
	draw_fact(in, row, SHOWN("sent"), state_words(one, scratch), one->sent ? VOICE_PLAIN : VOICE_ACCENT, scratch);
}

static int widest_note(const struct shipment *one, struct arena *scratch)
{
	int widest = 0;
	for (size_t i = 0; i < one->count; i++) {
		int cells = line_note(one, &one->lines[i], scratch).cells;
		widest = cells > widest ? cells : widest;
	}
	return widest;
}

/* Total and facts stay in sight however many lines there are. */
static void draw_order(const struct shipments_state *s, struct canvas *in, struct arena *scratch)
{
	const struct shipment *one = shipments_selected(s);
	int room = line_rows(s), rows = (int)one->count < room ? (int)one->count : room;
	struct draw_columns at = draw_columns(in->cols, true, widest_note(one, scratch)), *wide = in->cols >= WIDE_COLS ? &at : NULL;
	struct canvas lines = { in->grid, in->row, in->col, rows, in->cols };
	draw_lines(s, &lines, one, wide, scratch);
	int row = draw_total(s, in, rows, wide, one, scratch);
	draw_facts(in, row + !is_narrow(s), one, scratch);
}

/* --- the list --- */

static void draw_empty(const struct shipments_state *s, struct canvas *in)
{
	if (s->sent) {
		canvas_put_center(in, in->rows / 3, SHOWN("Nothing was sent yet"), VOICE_PLAIN);
		return;
	}
	canvas_put_center(in, in->rows / 3, SHOWN("Nothing to send"), VOICE_PLAIN);
	canvas_put_center(in, in->rows / 3 + 2, shown_mark("→ shows what was sent", "Right shows what was sent"), VOICE_DIM);
}

static struct shown title_words(const struct shipments_state *s, struct arena *scratch)
{
	if (s->marks.keys.count)
		return show_format(scratch, "%zu marked", s->marks.keys.count);
	if (s->sent)
		return SHOWN("Sent");
	return s->orders ? show_format(scratch, "%s to send", app_plural(scratch, s->orders, "order", "orders")) : SHOWN("To send");
}

static struct shown order_words(const struct shipments_state *s)
{
	return s->sent ? shown_mark("newest ▼", "newest v") : shown_mark("oldest ▲", "oldest ^");
}

static void draw_list(const struct shipments_state *s, struct canvas *in, struct arena *scratch)
{
	list_draw(&s->list, in, !s->detail_focus, scratch);
	if (!shipments_selected(s))
		draw_empty(s, in);
}

static void draw_narrow(const struct shipments_state *s, struct canvas *body, struct arena *scratch)
{
	int rule = body->rows - SHIPMENTS_BRIEF_ROWS;
	struct canvas list = canvas_part(body, 1, 1, rule - 2, -1), detail = canvas_part(body, rule, 1, 0, -1);
	canvas_put(body, 0, 1, title_words(s, scratch), VOICE_TITLE);
	canvas_put_right(body, 0, body->cols - 1, order_words(s), VOICE_DIM);
	draw_list(s, &list, scratch);
	canvas_rule(body, rule - 1, 0, body->cols);
	if (shipments_selected(s))
		draw_order(s, &detail, scratch);
}

void shipments_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct shipments_state *s = state;
	const struct shipment *one = shipments_selected(s);
	if (is_narrow(s)) {
		draw_narrow(s, body, scratch);
		return;
	}
	int cols = shipments_list_cols(s->cols);
	struct canvas left = canvas_part(body, 1, 0, 0, cols), right = canvas_part(body, 1, cols, 0, 0);
	struct canvas in = canvas_box(&left, &(struct box){ .title = title_words(s, scratch), .count = order_words(s),
		.foot = list_position(&s->list, scratch), .focus = !s->detail_focus });
	draw_list(s, &in, scratch);
	struct shown number = one ? show_format(scratch, "Yours in order %lld", (long long)one->order) : SHOWN("");
	struct canvas detail = canvas_box(&right, &(struct box){ .title = number, .focus = s->detail_focus });
	if (one)
		draw_order(s, &detail, scratch);
}
