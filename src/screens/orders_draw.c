/* Drawing the Orders: the list, and the selected order beside it or below; then-prices beside now-prices. */
#include "screens/orders.h"

enum { ONE_PANE = 76, LIST_COLS = 44, WIDE_COLS = 58 };

bool orders_narrow(int cols)
{
	return cols < ONE_PANE;
}

int orders_list_cols(int cols)
{
	return orders_narrow(cols) ? cols : LIST_COLS + (cols > 80 ? (cols - 80) / 4 : 0);
}

/* placed ✓ shipped ✓ delivered ✓, or cancelled. */
static void draw_progress(const struct order *o, struct canvas *in, int row)
{
	static const struct shown words[] = { { "placed", 6, 6 }, { "shipped", 7, 7 }, { "delivered", 9, 9 } };
	if (o->status == ORDER_CANCELLED) {
		canvas_say(in, row, 1, "cancelled, stock is back", VOICE_DIM);
		return;
	}
	for (int i = 0, col = 1; i <= ORDER_DELIVERED; i++) {
		bool done = i <= (int)o->status;
		col = canvas_put(in, row, col, words[i], done ? VOICE_PLAIN : VOICE_DIM);
		col = canvas_put(in, row, col + 1, done ? shown_mark("✓", "*") : shown_mark("·", "."), done ? VOICE_ACCENT : VOICE_DIM) + 1 + (in->cols > 34);
	}
}

/* What it costs now, if that is another price than then. */
static struct shown now_words(const struct orders_state *s, const struct order_line *line, struct arena *scratch)
{
	int change = line->exists ? money_compare(line->now.price, line->price) : 0;
	struct shown mark = change > 0 ? shown_mark("▲", "(up)") : shown_mark("▼", "(down)");
	if (!line->exists)
		return SHOWN("no longer there");
	return change ? show_format(scratch, "now %s %s", app_money(s->app, scratch, line->now.price).bytes, mark.bytes) : SHOWN("");
}

/* What is worth a second line in a narrow pane. */
static struct shown price_words(const struct orders_state *s, const struct order_line *line, struct arena *scratch)
{
	const char *then = app_money(s->app, scratch, line->price).bytes, *now = now_words(s, line, scratch).bytes;
	if (*now)
		return show_format(scratch, "then %s, %s", then, now);
	return line->quantity > 1 ? show_format(scratch, "%s each", then) : SHOWN("");
}

static int draw_line(const struct orders_state *s, struct canvas *in, int row, const struct order_line *line, struct arena *scratch)
{
	struct shown words = price_words(s, line, scratch);
	canvas_put_right(in, row, 3, show_format(scratch, "%lld", (long long)line->quantity), VOICE_PLAIN);
	int end = canvas_put_right(in, row, in->cols, app_money(s->app, scratch, line->line), VOICE_PLAIN);
	canvas_put(in, row, 5, shown_cut(scratch, show(scratch, line->title), end - 7), VOICE_PLAIN);
	if (!words.cells)
		return row + 1;
	canvas_put(in, row + 1, 5, shown_cut(scratch, words, in->cols - 5), VOICE_DIM);
	return row + 2;
}

/* With room for columns, as in the review. */
static struct draw_columns wide_columns(const struct orders_state *s, int cols, struct arena *scratch)
{
	int note = 0;
	for (size_t i = 0; i < s->order.count; i++) {
		int cells = now_words(s, &s->order.lines[i], scratch).cells;
		note = cells > note ? cells : note;
	}
	return draw_columns(cols, true, note);
}

/* All lines from @row on; returns the row after them. */
static int draw_lines(const struct orders_state *s, struct canvas *in, int row, const struct draw_columns *wide, struct arena *scratch)
{
	for (size_t i = 0; i < s->order.count; i++) {
		const struct order_line *line = &s->order.lines[i];
		struct draw_line shown = { line->quantity, show(scratch, line->title), app_money(s->app, scratch, line->price),
			app_money(s->app, scratch, line->line), now_words(s, line, scratch), VOICE_PLAIN };
		if (wide)
			draw_order_line(in, row++, wide, &shown, scratch);
		else
			row = draw_line(s, in, row, line, scratch);
	}
	return row;
}

static const char *sender_name(const struct order_sender *sender)
{
	return *sender->name ? sender->name : "somebody who left";
}

static const char *state_words(const struct order *o, const struct order_sender *sender, struct arena *scratch)
{
	return o->status == ORDER_CANCELLED ? "nothing sent" : order_sender_words(scratch, sender);
}

/* "alice  sent 3 Nov", a line each. */
static void draw_senders(const struct order *o, struct canvas *in, int row, struct arena *scratch)
{
	struct order_senders senders = order_senders(scratch, o);
	for (size_t i = 0; i < senders.count; i++) {
		const struct order_sender *one = &senders.items[i];
		struct shown words = show(scratch, state_words(o, one, scratch));
		int end = canvas_put_right(in, row + (int)i, in->cols, words, one->waiting ? VOICE_DIM : VOICE_PLAIN);
		canvas_put(in, row + (int)i, 1, shown_cut(scratch, show(scratch, sender_name(one)), end - 3), VOICE_DIM);
	}
}

/* "alice sent 3 Nov · bob not sent yet" */
static void draw_senders_brief(const struct order *o, struct canvas *in, int row, struct arena *scratch)
{
	struct order_senders senders = order_senders(scratch, o);
	const char *words = "";
	for (size_t i = 0; i < senders.count; i++)
		words = arena_format(scratch, "%s%s%s %s", words, i ? shown_mark(" · ", " | ").bytes : "", sender_name(&senders.items[i]),
			state_words(o, &senders.items[i], scratch));
	canvas_put(in, row, 1, shown_cut(scratch, show(scratch, words), in->cols - 1), VOICE_DIM);
}

/* Rows for senders: all of them, but no more than a third of the pane. */
static int sender_rows(const struct order *o, int rows, struct arena *scratch)
{
	int count = (int)order_senders(scratch, o).count;
	return count < rows / 3 ? count : rows / 3;
}

static void draw_total(const struct orders_state *s, struct canvas *in, int row, const struct draw_columns *wide, struct arena *scratch)
{
	struct shown total = app_money(s->app, scratch, s->order.total);
	if (wide) {
		draw_order_total(in, row, wide, total, SHOWN(""), scratch);
		return;
	}
	canvas_rule(in, row, in->cols - 10, 10);
	canvas_say(in, row + 1, 5, "total", VOICE_PLAIN);
	canvas_put_right(in, row + 1, in->cols, total, VOICE_BOLD);
}

/* Total, progress and senders stay in sight however long the order is. */
static void draw_order(const struct orders_state *s, struct canvas *in, struct arena *scratch)
{
	bool brief = in->rows <= ORDERS_BRIEF_ROWS;
	int foot = brief ? 4 : 5 + sender_rows(&s->order, in->rows, scratch);
	struct canvas lines = canvas_part(in, 0, 0, -foot, 0);
	struct draw_columns at = wide_columns(s, in->cols, scratch), *wide = in->cols >= WIDE_COLS ? &at : NULL;
	int row = draw_lines(s, &lines, -s->skip, wide, scratch);
	row = row < in->rows - foot ? row : in->rows - foot;
	draw_total(s, in, row, wide, scratch);
	draw_progress(&s->order, in, row + (brief ? 2 : 3));
	if (brief)
		draw_senders_brief(&s->order, in, row + 3, scratch);
	else
		draw_senders(&s->order, in, row + 5, scratch);
}

static void draw_empty(struct canvas *in)
{
	canvas_put_center(in, in->rows / 3, SHOWN("No orders yet"), VOICE_PLAIN);
	canvas_put_center(in, in->rows / 3 + 2, SHOWN("Enter goes to the shop, where B buys"), VOICE_DIM);
}

static void draw_narrow(const struct orders_state *s, struct canvas *body, struct arena *scratch)
{
	struct canvas list = canvas_part(body, 0, 1, -ORDERS_BRIEF_ROWS - 1, -1);
	list_draw(&s->list, &list, !s->detail_focus, scratch);
	canvas_rule(body, body->rows - ORDERS_BRIEF_ROWS - 1, 0, body->cols);
	struct canvas detail = canvas_part(body, body->rows - ORDERS_BRIEF_ROWS, 1, 0, -1);
	if (s->has_order)
		draw_order(s, &detail, scratch);
	else
		draw_empty(&list);
}

void orders_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct orders_state *s = state;
	if (orders_narrow(s->cols)) {
		draw_narrow(s, body, scratch);
		return;
	}
	struct canvas left = canvas_part(body, 1, 0, 0, orders_list_cols(s->cols)), right = canvas_part(body, 1, orders_list_cols(s->cols), 0, 0);
	struct shown title = app_is_guest(s->app) ? SHOWN("Orders") : show_format(scratch, "Orders of %s", s->app->session.name);
	struct canvas in = canvas_box(&left, &(struct box){ .title = shown_cut(scratch, title, 28), .count = shown_mark("newest ▼", "newest v"),
		.foot = list_position(&s->list, scratch), .focus = !s->detail_focus });
	list_draw(&s->list, &in, !s->detail_focus, scratch);
	if (!s->has_order)
		draw_empty(&in);
	struct shown number = s->has_order ? show_format(scratch, "Order %lld", (long long)s->order.id) : SHOWN("");
	struct canvas detail = canvas_box(&right, &(struct box){ .title = number, .focus = s->detail_focus });
	if (s->has_order)
		draw_order(s, &detail, scratch);
}
