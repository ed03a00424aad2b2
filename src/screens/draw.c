/* What several screens show alike: stock words, one product, boxes in the middle, the lines of cart, review and receipt. */
#include "screens/screens.h"

#include <string.h>

struct list_cell draw_stock(const struct product *p, struct arena *arena)
{
	switch (product_stock_state(p)) {
	case STOCK_MANY: return (struct list_cell){ show_format(arena, "%lld", (long long)p->stock), VOICE_PLAIN };
	case STOCK_LOW: return (struct list_cell){ show_format(arena, "low %lld", (long long)p->stock), VOICE_LOW };
	case STOCK_SOLD_OUT: return (struct list_cell){ SHOWN("SOLD"), VOICE_DIM };
	case STOCK_UNLIMITED: return (struct list_cell){ shown_mark("∞", "any"), VOICE_DIM };
	case STOCK_RETIRED: return (struct list_cell){ SHOWN("retired"), VOICE_DIM };
	}
	bug("a stock state without words");
}

static struct list_cell stock_sentence(const struct product *p, struct arena *arena)
{
	switch (product_stock_state(p)) {
	case STOCK_MANY: return (struct list_cell){ show_format(arena, "%lld in stock", (long long)p->stock), VOICE_PLAIN };
	case STOCK_LOW: return (struct list_cell){ show_format(arena, "low: %lld left", (long long)p->stock), VOICE_LOW };
	case STOCK_SOLD_OUT: return (struct list_cell){ SHOWN("sold out"), VOICE_REFUSE };
	case STOCK_UNLIMITED: return (struct list_cell){ SHOWN("always in stock"), VOICE_DIM };
	case STOCK_RETIRED: return (struct list_cell){ SHOWN("no longer sold"), VOICE_REFUSE };
	}
	bug("a stock state without words");
}

int draw_wrapped(struct canvas *to, int row, const char *raw, enum voice voice, struct arena *arena)
{
	struct shown *lines;
	size_t count = show_wrapped(arena, raw, to->cols, &lines);
	for (size_t i = 0; i < count; i++)
		canvas_put(to, row++, 0, lines[i], voice);
	return row;
}

static void price_line(struct canvas *to, int row, const struct app *app, const struct product *p, struct arena *arena)
{
	struct list_cell stock = stock_sentence(p, arena);
	canvas_put(to, row, 0, app_money(app, arena, p->price), VOICE_BOLD);
	canvas_put_right(to, row, to->cols, stock.text, stock.voice);
}

static int put_fact(struct canvas *to, int row, const char *label, struct shown text, enum voice voice, struct arena *arena)
{
	int col = canvas_put(to, row, 0, show(arena, label), VOICE_DIM);
	canvas_put(to, row, col + 1, shown_cut(arena, text, to->cols - col - 1), voice);
	return row + 1;
}

/* What the associations know of it. */
static int draw_facts(struct canvas *to, int row, const struct product *p, const struct surroundings *around, struct arena *arena)
{
	struct shown seller = show(arena, p->seller_name ? p->seller_name : "somebody who left");
	if (around->more_by_seller)
		seller = show_format(arena, "%s, %lld more", seller.bytes, (long long)around->more_by_seller);
	row = put_fact(to, row, "by", seller, VOICE_PLAIN, arena);
	row = put_fact(to, row, "in", show_format(arena, "%s, %s", app_plural(arena, around->in_carts, "cart", "carts"),
		app_plural(arena, around->in_orders, "order", "orders")), VOICE_PLAIN, arena);
	if (around->sold)
		row = put_fact(to, row, "sold", show_format(arena, "%lld", (long long)around->sold), VOICE_PLAIN, arena);
	if (!around->together_count)
		return row;
	canvas_say(to, ++row, 0, "bought together with", VOICE_DIM);
	for (size_t i = 0; i < around->together_count; i++)
		canvas_put(to, ++row, 0, shown_cut(arena, show(arena, around->together[i].title), to->cols), VOICE_PLAIN);
	return row + 1;
}

int draw_product(struct canvas *to, const struct app *app, const struct product *p, const struct surroundings *around, int skip, struct arena *arena)
{
	price_line(to, 0, app, p, arena);
	struct canvas below = canvas_part(to, 2, 0, 0, 0);
	int row = -skip;
	if (*p->description)
		row = draw_wrapped(&below, row, p->description, VOICE_PLAIN, arena) + 1;
	row = draw_facts(&below, row, p, around, arena);
	return row + skip + 2;
}

void draw_product_brief(struct canvas *to, const struct app *app, const struct product *p, const struct surroundings *around, struct arena *arena)
{
	struct list_cell stock = stock_sentence(p, arena);
	int col = canvas_put(to, 0, 0, shown_cut(arena, show(arena, p->title), to->cols - 26), VOICE_TITLE);
	col = canvas_put(to, 0, col + 2, app_money(app, arena, p->price), VOICE_BOLD);
	canvas_put(to, 0, col + 2, stock.text, stock.voice);
	struct canvas text = canvas_part(to, 1, 0, -1, 0);
	draw_wrapped(&text, 0, p->description, VOICE_PLAIN, arena);
	struct shown facts = show_format(arena, "by %s   in %s, %s", p->seller_name ? p->seller_name : "somebody who left",
		app_plural(arena, around->in_carts, "cart", "carts"), app_plural(arena, around->in_orders, "order", "orders"));
	canvas_put(to, to->rows - 1, 0, shown_cut(arena, facts, to->cols), VOICE_DIM);
}

struct canvas draw_centre(struct canvas *body, int rows, int cols)
{
	if (cols > body->cols)
		cols = body->cols;
	if (rows > body->rows)
		rows = body->rows;
	return canvas_part(body, (body->rows - rows) / 2, (body->cols - cols) / 2, rows, cols);
}

void draw_steps(struct canvas *to, int step)
{
	static const char *const steps[] = { "Cart", "Review", "Placed" };
	int col = 2;
	for (int i = 0; i < 3; i++) {
		if (i)
			col = canvas_put(to, 0, col + 1, shown_mark("─▶", "->"), VOICE_DIM) + 1;
		struct shown word = { steps[i], strlen(steps[i]), (int)strlen(steps[i]) };
		col = canvas_put(to, 0, col, word, i == step ? VOICE_ACCENT : VOICE_DIM);
	}
}

/* amount · title · each · line · note; the note only where there is room. */
enum { AMOUNT_END = 6, TITLE_AT = 8, EACH_CELLS = 12, NOTE_CELLS = 20 };

void draw_order_line(struct canvas *to, int row, const struct draw_line *line, struct arena *arena)
{
	int end = to->cols - (line->note.cells ? NOTE_CELLS : 0) - 1;
	int title = end - 2 * EACH_CELLS - TITLE_AT;
	canvas_put_right(to, row, AMOUNT_END, show_format(arena, "%lld", (long long)line->quantity), line->voice);
	canvas_put(to, row, TITLE_AT, shown_cut(arena, line->title, title), line->voice);
	canvas_put_right(to, row, end - EACH_CELLS, line->each, line->voice == VOICE_PLAIN ? VOICE_DIM : line->voice);
	canvas_put_right(to, row, end, line->line, line->voice);
	if (line->note.cells)
		canvas_put(to, row, end + 2, shown_cut(arena, line->note, NOTE_CELLS - 1), line->voice == VOICE_PLAIN ? VOICE_DIM : line->voice);
}

void draw_order_total(struct canvas *to, int row, struct shown total, struct shown note)
{
	int end = to->cols - (note.cells ? NOTE_CELLS : 0) - 1;
	canvas_say(to, row, TITLE_AT, "total", VOICE_PLAIN);
	canvas_put_right(to, row, end, total, VOICE_BOLD);
	canvas_put(to, row, end + 2, note, VOICE_DIM);
}
