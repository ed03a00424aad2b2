/* One frame: everything is drawn anew to the grid, and the terminal gets what differs. */
#include "ui/ui.h"

#include "base/clock.h"
#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/panel.h"
#include "ui/term.h"

enum { BUSY_EVERY_MS = 100 };
static const uint64_t ms_ns = 1000000;

void ui_clear_message(struct ui *ui)
{
	arena_reset(&ui->message_arena);
	ui->status = (struct frame_status){ .voice = VOICE_PLAIN };
}

void ui_say(struct ui *ui, struct shown text, enum voice voice)
{
	struct arena old = ui->message_arena;

	arena_init(&ui->message_arena);
	text.bytes = arena_copy(&ui->message_arena, text.bytes, text.size);
	ui->status = (struct frame_status){ .message = text, .voice = voice };
	arena_release(&old);
	ui->dirty = true;
}

struct shown ui_said(const struct ui *ui)
{
	return ui->status.voice == VOICE_REFUSE ? SHOWN("") : ui->status.message;
}

void ui_offer(struct ui *ui, uint32_t key, const char *words)
{
	ui->status.offer = show(&ui->message_arena, words);
	ui->status.offer_key = key;
}

struct next ui_refuse(struct ui *ui, enum err err)
{
	ui_say(ui, show(&ui->scratch, err_sentence(err)), VOICE_REFUSE);
	return next_stay();
}

void ui_note(struct ui *ui, enum err err)
{
	if (err)
		ui_refuse(ui, err);
}

static void paint_tabs(struct ui *ui, struct canvas *whole)
{
	struct frame_tab tabs[UI_TABS_MAX];

	for (unsigned i = 0; i < ui->setup.tab_count; i++) {
		struct shown title = ui->setup.tab_title ? ui->setup.tab_title(ui->setup.app, i, &ui->scratch)
			: show(&ui->scratch, ui->setup.tabs[i].name);
		tabs[i] = (struct frame_tab){ title, i == ui->tab, !ui->setup.tabs[i].screen };
	}
	int end = frame_tabs(whole, ui->setup.program, tabs, ui->setup.tab_count, &ui->scratch);
	enum voice voice = VOICE_DIM;
	if (!ui->setup.subject)
		return;
	struct shown subject = ui->setup.subject(ui->setup.app, &ui->scratch, &voice);
	canvas_put_right(whole, 0, whole->cols - 1, shown_cut(&ui->scratch, subject, whole->cols - 2 - end), voice);
}

static void paint_status(struct ui *ui, struct canvas *whole)
{
	struct frame_status status = ui->status;
	const struct layer *layer = ui_top(ui);

	if (!status.message.cells && layer && layer->ops->status) {
		status.message = layer->ops->status(layer->state, &ui->scratch);
		status.voice = VOICE_DIM;
	}
	if (ui->setup.figures)
		status.figures = ui->setup.figures(ui->setup.app, &ui->scratch);
	frame_status(whole, &status, &ui->scratch);
}

/* What lies beneath a dialog is dim and cannot be clicked. */
static void step_back(struct canvas *body)
{
	for (int row = 0; row < body->rows; row++)
		canvas_voice(body, row, 0, 0, VOICE_DIM);
	canvas_target_row(body, 0, 0, 0, 0, NULL, -1);
}

static void paint_layer(struct ui *ui, struct layer *layer, struct canvas *body)
{
	if (layer->ops->over)
		step_back(body);
	if (layer->ops->layout && (layer->rows != body->rows || layer->cols != body->cols))
		ui_note(ui, layer->ops->layout(layer->state, body->rows, body->cols));
	layer->rows = body->rows;
	layer->cols = body->cols;
	if (layer->ops->draw)
		layer->ops->draw(layer->state, body, &ui->scratch);
}

/* Returns how many lines it takes. */
static int paint_banner(struct ui *ui, struct canvas *whole, int row)
{
	if (!ui->setup.banner)
		return 0;
	struct frame_banner banner = ui->setup.banner(ui->setup.app, &ui->scratch);
	if (!banner.text.cells)
		return 0;
	frame_banner(whole, row, &banner, &ui->scratch);
	return 1;
}

static void paint_screens(struct ui *ui, struct canvas *whole)
{
	struct stack *stack = ui_stack(ui);
	size_t lowest = stack_lowest_visible(stack);
	bool bare = stack->layers.items[lowest].ops->bare;
	int top = bare ? 0 : 1;
	top += paint_banner(ui, whole, top);
	struct canvas body = frame_body(whole, top);
	struct canvas below, upper = panel_split(ui, &body, &below);
	const struct layer *front = panel_front(ui);

	if (!bare)
		paint_tabs(ui, whole);
	paint_layer(ui, &stack->layers.items[lowest], &upper);
	if (front == &ui->panel)
		panel_dim(&upper);
	panel_paint(ui, &below);
	for (size_t i = lowest + 1; i < stack->layers.count; i++)
		paint_layer(ui, &stack->layers.items[i], &body);
	paint_status(ui, whole);
	keymap_footer(layer_keys(front), front->state, ui_is_typing(front), whole, whole->rows - 1, &ui->scratch);
}

static void show_grid(struct ui *ui)
{
	ui->figures.frames++;
	ui->figures.last_bytes = ui->setup.term ? term_show(ui->setup.term, ui->grid) : 0;
	ui->figures.bytes += ui->figures.last_bytes;
}

void ui_paint(struct ui *ui)
{
	struct canvas whole = canvas_whole(ui->grid);
	struct layer *front = ui_top(ui);

	arena_reset(&ui->scratch);
	grid_clear(ui->grid);
	if (frame_fits(&whole))
		paint_screens(ui, &whole);
	else
		frame_too_small(&whole, ui->setup.program, &ui->scratch);
	show_grid(ui);
	ui->dirty = false;
	if (!front->painted && front->ops->drop_typed && ui->input.drop_typed)
		ui->input.drop_typed(ui->input.self);
	front->painted = true;
}

static struct shown how_far(struct ui *ui, struct shown what, int64_t done, int64_t of)
{
	if (of <= 0)
		return what;
	struct shown part = show_format(&ui->scratch, "  %d %%", (int)(done >= of ? 100 : done * 100 / of));
	return shown_join(&ui->scratch, what, part);
}

bool ui_busy(struct ui *ui, struct shown what, int64_t done, int64_t of)
{
	struct canvas whole = canvas_whole(ui->grid);
	uint64_t now = clock_nanoseconds();

	if (now >= ui->busy_at && frame_fits(&whole)) {
		struct frame_status status = { .message = how_far(ui, what, done, of), .voice = VOICE_ACCENT };
		frame_status(&whole, &status, &ui->scratch);
		show_grid(ui);
		ui->busy_at = now + BUSY_EVERY_MS * ms_ns;
		ui->dirty = true;
	}
	return !(ui->setup.term && term_is_ending(ui->setup.term));
}
