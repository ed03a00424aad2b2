/* Lines 1, 23 and 24 of the 24, wherever they are on a larger or smaller terminal. */
#include "ui/frame.h"

#include "base/arena.h"
#include "ui/canvas.h"
#include "ui/event.h"

#include <string.h>

bool frame_fits(const struct canvas *whole)
{
	return whole->rows >= FRAME_ROWS_MIN && whole->cols >= FRAME_COLS_MIN;
}

struct canvas frame_body(const struct canvas *whole, int top)
{
	return canvas_part(whole, top, 0, -2, 0);
}

void frame_banner(struct canvas *whole, int row, const struct frame_banner *banner, struct arena *arena)
{
	int at = whole->cols - 1 - banner->offer.cells;
	struct shown text = banner->text.cells > at - 3 ? banner->brief : banner->text;

	canvas_fill(whole, row, 0, 1, 0, VOICE_TAB);
	canvas_put(whole, row, 1, shown_cut(arena, text, at - 3), VOICE_TAB);
	canvas_put(whole, row, at, banner->offer, VOICE_TAB);
	canvas_target(whole, row, at, banner->offer.cells, banner->key);
}

void frame_too_small(struct canvas *whole, const char *program, struct arena *arena)
{
	const char *by = text_is_utf8() ? "×" : "x";
	struct shown words = show_format(arena, "%s needs %d%s%d, this is %d%s%d; nothing is lost", program, FRAME_COLS_MIN,
		by, FRAME_ROWS_MIN, whole->cols, by, whole->rows);

	canvas_put_center(whole, whole->rows / 2, shown_cut(arena, words, whole->cols), VOICE_PLAIN);
}

static int tab_cells(const struct frame_tab *tab)
{
	return 2 + tab->title.cells;
}

static int draw_tab(struct canvas *whole, int col, unsigned number, const struct frame_tab *tab, struct arena *arena)
{
	int end = canvas_put(whole, 0, col, show_format(arena, "%u", number + 1), tab->active ? VOICE_TAB : VOICE_DIM);

	end = canvas_put(whole, 0, end, SHOWN(" "), tab->active ? VOICE_TAB : VOICE_PLAIN);
	end = canvas_put(whole, 0, end, tab->title, tab->active ? VOICE_TAB : VOICE_PLAIN);
	canvas_target(whole, 0, col, end - col, K_ALT('1' + number));
	return end + 2;
}

/* Cells that the tabs from @from on need at least: the active one, if it is among them. */
static int reserved(const struct frame_tab *tabs, unsigned from, unsigned count)
{
	for (unsigned i = from; i < count; i++)
		if (tabs[i].active)
			return tab_cells(&tabs[i]) + 2;
	return 0;
}

int frame_tabs(struct canvas *whole, const char *program, const struct frame_tab *tabs, unsigned count,
	struct arena *arena)
{
	int col = canvas_put(whole, 0, 1, show(arena, program), VOICE_BOLD) + 2;

	for (unsigned i = 0; i < count; i++)
		if (!tabs[i].absent && (tabs[i].active || col + tab_cells(&tabs[i]) + reserved(tabs, i + 1, count) <= whole->cols))
			col = draw_tab(whole, col, i, &tabs[i], arena);
	return col;
}

static void draw_offer(struct canvas *whole, int row, int col, const struct frame_status *status)
{
	const char *blank = memchr(status->offer.bytes, ' ', status->offer.size);
	size_t size = blank ? (size_t)(blank - status->offer.bytes) : status->offer.size;
	struct canvas key = canvas_part(whole, row, col, 1, (int)size);

	canvas_put(whole, row, col, status->offer, VOICE_PLAIN);
	canvas_put(&key, 0, 0, status->offer, VOICE_ACCENT);
	canvas_target(whole, row, col, status->offer.cells, status->offer_key);
}

/* What does not fit begins on the line above; returns what is left for this one. */
static struct shown begin_above(struct canvas *whole, int row, const struct frame_status *status, struct arena *arena)
{
	struct shown *lines;
	if (!show_wrapped(arena, status->message.bytes, whole->cols - 2, &lines))
		return status->message;
	const char *rest = status->message.bytes + lines[0].size;
	canvas_fill(whole, row, 0, 1, 0, VOICE_PLAIN);
	canvas_put(whole, row, 1, lines[0], status->voice);
	return show(arena, rest + strspn(rest, " "));
}

void frame_status(struct canvas *whole, const struct frame_status *status, struct arena *arena)
{
	int row = whole->rows - 2;
	int offer = status->offer.cells ? status->offer.cells + 3 : 0;
	int room = whole->cols - 2 - offer - (status->figures.cells ? status->figures.cells + 3 : 0);
	struct shown message = status->message;

	canvas_fill(whole, row, 0, 1, 0, VOICE_PLAIN);
	canvas_put_right(whole, row, whole->cols - 1, status->figures, VOICE_DIM);
	if (message.cells > room && status->voice != VOICE_DIM)
		message = begin_above(whole, row - 1, status, arena);
	int col = canvas_put(whole, row, 1, shown_cut(arena, message, room), status->voice);
	if (offer)
		draw_offer(whole, row, message.cells ? col + 3 : col, status);
}
