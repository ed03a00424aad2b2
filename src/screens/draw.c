/* What several screens show alike: stock words, one product, boxes in the middle, the lines of cart, review and receipt. */
#include "screens/screens.h"

#include <stdlib.h>
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

struct list_cell draw_stock_words(const struct product *p, struct arena *arena)
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
	struct list_cell stock = draw_stock_words(p, arena);
	canvas_put(to, row, 0, app_money(app, arena, p->price), VOICE_BOLD);
	canvas_put_right(to, row, to->cols, stock.text, stock.voice);
}

/* One fact beside its label; without a label it goes on with the one above. */
enum { FACT_AT = 6 };

static int put_fact(struct canvas *to, int row, const char *label, struct shown text, enum voice voice, struct arena *arena)
{
	canvas_put(to, row, 0, show(arena, label), VOICE_DIM);
	canvas_put(to, row, FACT_AT, shown_cut(arena, text, to->cols - FACT_AT), voice);
	return row + 1;
}

/* "2 carts, 3 orders", without what there is none of. */
static const char *places_words(const struct surroundings *around, struct arena *arena)
{
	const char *carts = around->in_carts ? app_plural(arena, around->in_carts, "cart", "carts") : "";
	const char *orders = around->in_orders ? app_plural(arena, around->in_orders, "order", "orders") : "";
	return arena_format(arena, "%s%s%s", carts, *carts && *orders ? ", " : "", orders);
}

/* What the associations know of it. */
static int draw_facts(struct canvas *to, int row, const struct product *p, const struct surroundings *around, struct arena *arena)
{
	const char *places = places_words(around, arena);
	row = put_fact(to, row, "kind", show(arena, p->category), VOICE_PLAIN, arena);
	row = put_fact(to, row, "by", show(arena, p->seller_name ? p->seller_name : "somebody who left"), VOICE_PLAIN, arena);
	if (around->more_by_seller)
		row = put_fact(to, row, "", show_format(arena, "%lld more of theirs", (long long)around->more_by_seller), VOICE_DIM, arena);
	if (*places)
		row = put_fact(to, row, "in", show(arena, places), VOICE_PLAIN, arena);
	row = put_fact(to, row, "sold", around->sold ? show_format(arena, "%lld", (long long)around->sold) : SHOWN("none yet"),
		around->sold ? VOICE_PLAIN : VOICE_DIM, arena);
	if (!around->together_count)
		return row;
	canvas_say(to, ++row, 0, "bought together with", VOICE_DIM);
	for (size_t i = 0; i < around->together_count; i++)
		canvas_put(to, ++row, 0, shown_cut(arena, show(arena, around->together[i].title), to->cols), VOICE_PLAIN);
	return row + 1;
}

/* The title that did not fit into the border, then price and stock. */
static int draw_head(struct canvas *to, const struct app *app, const struct product *p, struct arena *arena)
{
	int row = show(arena, p->title).cells > to->cols - 2 ? draw_wrapped(to, 0, p->title, VOICE_TITLE, arena) + 1 : 0;
	price_line(to, row, app, p, arena);
	return row + 2;
}

/* Description and facts. */
static int draw_body(struct canvas *to, int row, const struct product_view *view, struct arena *arena)
{
	if (*view->product->description)
		row = draw_wrapped(to, row, view->product->description, VOICE_PLAIN, arena) + 1;
	return draw_facts(to, row, view->product, view->around, arena);
}

int draw_product_spare(const struct canvas *room, const struct product_view *view, struct arena *arena)
{
	struct canvas nowhere = { .cols = room->cols };
	int rows = draw_head(&nowhere, view->app, view->product, arena) + draw_body(&nowhere, 0, view, arena);
	return rows > room->rows ? rows - room->rows : 0;
}

void draw_product(struct canvas *pane, const struct product_view *view, struct arena *arena)
{
	const struct product *p = view->product;
	struct shown title = show(arena, p->title);
	struct canvas room = canvas_part(pane, 1, 2, -1, -2);
	bool more = draw_product_spare(&room, view, arena) > view->skip;
	struct canvas in = canvas_box(pane, &(struct box){ .title = title.cells <= pane->cols - 6 ? title : SHOWN(""),
		.foot = more ? view->more : SHOWN(""), .focus = view->focus });
	struct canvas below = canvas_part(&in, draw_head(&in, view->app, p, arena), 0, 0, 0);
	draw_body(&below, -view->skip, view, arena);
}

void draw_product_brief(struct canvas *to, const struct app *app, const struct product *p, const struct surroundings *around, struct arena *arena)
{
	struct list_cell stock = draw_stock_words(p, arena);
	int col = canvas_put(to, 0, 0, shown_cut(arena, show(arena, p->title), to->cols - 26), VOICE_TITLE);
	col = canvas_put(to, 0, col + 2, app_money(app, arena, p->price), VOICE_BOLD);
	canvas_put(to, 0, col + 2, stock.text, stock.voice);
	struct canvas text = canvas_part(to, 1, 0, -1, 0);
	draw_wrapped(&text, 0, p->description, VOICE_PLAIN, arena);
	const char *places = places_words(around, arena);
	struct shown facts = show_format(arena, "by %s%s%s", p->seller_name ? p->seller_name : "somebody who left", *places ? "   in " : "", places);
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

/* "Cart ─▶ Review ─▶ Placed", @step of them in the accent. */
static void draw_steps(struct canvas *to, int step)
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

/* amount · title · each · line · note. */
enum { AMOUNT_END = 6, TITLE_AT = 8, TITLE_MIN = 16, MONEY_CELLS = 12, NOTE_MAX = 24 };

struct draw_columns draw_columns(int cols, bool each, int note)
{
	struct draw_columns at = { .line = cols - 1 };
	if (note > NOTE_MAX)
		note = NOTE_MAX;
	if (note) {
		at.note = cols - 1 - note;
		at.line = at.note - 2;
	}
	at.title = at.line - MONEY_CELLS - TITLE_AT;
	if (each && at.title - MONEY_CELLS >= TITLE_MIN) {
		at.title -= MONEY_CELLS;
		at.each = at.line - MONEY_CELLS;
	}
	return at;
}

void draw_order_line(struct canvas *to, int row, const struct draw_columns *at, const struct draw_line *line, struct arena *arena)
{
	enum voice quiet = line->voice == VOICE_PLAIN ? VOICE_DIM : line->voice;
	canvas_put_right(to, row, AMOUNT_END, show_format(arena, "%lld", (long long)line->quantity), line->voice);
	canvas_put(to, row, TITLE_AT, shown_cut(arena, line->title, at->title), line->voice);
	if (at->each)
		canvas_put_right(to, row, at->each, line->each, quiet);
	canvas_put_right(to, row, at->line, line->line, line->voice);
	if (at->note)
		canvas_put(to, row, at->note, shown_cut(arena, line->note, to->cols - 1 - at->note), quiet);
}

int draw_order_total(struct canvas *to, int row, const struct draw_columns *at, struct shown total, struct shown note, struct arena *arena)
{
	canvas_rule(to, row, at->line - MONEY_CELLS + 2, MONEY_CELLS - 2);
	canvas_say(to, row + 1, TITLE_AT, "total", VOICE_PLAIN);
	canvas_put_right(to, row + 1, at->line, total, VOICE_BOLD);
	if (at->note)
		canvas_put(to, row + 1, at->note, shown_cut(arena, note, to->cols - 1 - at->note), VOICE_DIM);
	return row + 2;
}

struct canvas draw_step_box(struct canvas *body, int step, struct shown title, int rows)
{
	draw_steps(body, step);
	int room = body->rows - 2, cols = body->cols < STEP_COLS ? body->cols : STEP_COLS;
	struct canvas box = canvas_part(body, 2, (body->cols - cols) / 2, rows < room ? rows : room, cols);
	return canvas_box(&box, &(struct box){ .title = title, .focus = true });
}

const char *draw_path(struct arena *arena, const char *path)
{
	const char *home = getenv("HOME");
	size_t size = home ? strlen(home) : 0;
	return size > 1 && !strncmp(path, home, size) && path[size] == '/' ? arena_format(arena, "~%s", path + size) : path;
}

const char *draw_path_typed(struct arena *arena, const char *typed)
{
	const char *home = getenv("HOME");
	return home && !strncmp(typed, "~/", 2) ? arena_format(arena, "%s%s", home, typed + 1) : arena_string(arena, typed);
}
