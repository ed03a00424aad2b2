/* One event, one act, one frame. The loop is run_until_left(); what stands before it finds out whom an event concerns.
 * Nothing here waits but the one call of wait(). */
#include "ui/loop.h"

#include "base/clock.h"
#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/panel.h"
#include "ui/term.h"
#include "ui/ui.h"

#include <stdlib.h>

static const uint64_t ms_ns = 1000000;

#define EVERYWHERE "everywhere"
#define TAB_KEY(digit) { digit, NULL, "screen", EVERYWHERE, .also = { K_ALT(digit) }, \
	.then = { .kind = NEXT_TAB, .number = (digit) - '1' } }
static const struct binding everywhere[] = {
	TAB_KEY('1'), TAB_KEY('2'), TAB_KEY('3'), TAB_KEY('4'), TAB_KEY('5'), TAB_KEY('6'), TAB_KEY('7'), TAB_KEY('8'),
	{ 'q', NULL, "back; quits from the top", EVERYWHERE, .then = { .kind = NEXT_LEAVE, .number = 1 } },
	{ '%', NULL, "mouse on or off", EVERYWHERE, .then = { .kind = NEXT_MOUSE } },
	{ ':', NULL, "every act by its name", EVERYWHERE, "more", .also = { K_CTRL('p') }, .then = { .kind = NEXT_PALETTE } },
	{ '?', NULL, "the keys", EVERYWHERE, "help", .also = { K_F1 }, .then = { .kind = NEXT_HELP } },
	{ 0 }
};
static const struct binding modal[] = {
	{ K_ESC, NULL, "back, never writes", EVERYWHERE, .also = { K_BACKSPACE }, .then = { .kind = NEXT_LEAVE } },
	{ K_CTRL('l'), NULL, "draw the screen again", EVERYWHERE, .then = { .kind = NEXT_REDRAW } },
	{ K_CTRL('z'), NULL, "suspend", EVERYWHERE, .then = { .kind = NEXT_SUSPEND } },
	{ K_CTRL('c'), NULL, "quit", EVERYWHERE, .then = { .kind = NEXT_QUIT } },
	{ 0 }
};
const struct keymap ui_modal_keys = { modal, NULL };
const struct keymap ui_keys = { everywhere, &ui_modal_keys };

struct ui *ui_new(const struct ui_setup *setup)
{
	struct ui *ui = memory_new(sizeof *ui);
	int rows = setup->rows, cols = setup->cols;

	if (setup->tab_count > UI_TABS_MAX)
		bug("%u tabs, but no more than %d have keys", setup->tab_count, UI_TABS_MAX);
	ui->setup = *setup;
	ui->input = setup->term ? term_input(setup->term) : setup->input;
	if (setup->term)
		term_size(setup->term, &rows, &cols);
	ui->grid = grid_new(rows, cols);
	arena_init(&ui->scratch);
	arena_init(&ui->message_arena);
	return ui;
}

void ui_free(struct ui *ui)
{
	if (!ui)
		return;
	ui_close_all(ui);
	panel_free(ui);
	grid_free(ui->grid);
	arena_release(&ui->scratch);
	arena_release(&ui->message_arena);
	free(ui);
}

struct stack *ui_stack(struct ui *ui)
{
	return &ui->stacks[ui->tab];
}

struct layer *ui_top(struct ui *ui)
{
	return stack_top(ui_stack(ui));
}

bool ui_is_typing(const struct layer *layer)
{
	return layer->ops->typing && layer->ops->typing(layer->state);
}

static struct next offer_event(struct ui *ui, const struct event *event)
{
	const struct layer *layer = ui_top(ui);
	return layer->ops->event ? layer->ops->event(layer->state, ui->setup.app, event) : next_ignored();
}

static struct next do_binding(struct ui *ui, const struct binding *binding, const struct event *event)
{
	if (binding->act)
		return binding->act(ui_top(ui)->state, ui->setup.app);
	return binding->then.kind != NEXT_IGNORED ? binding->then : offer_event(ui, event);
}

/* In a text field it is asked first, and letters are never acts. */
static struct next key_does(struct ui *ui, const struct event *event)
{
	const struct layer *layer = ui_top(ui);
	const struct binding *binding;

	if (ui_is_typing(layer)) {
		struct next next = offer_event(ui, event);
		if (next.kind != NEXT_IGNORED || key_is_text(event->key))
			return next;
		binding = keymap_find(layer_keys(layer), event->key, layer->state);
		return binding && (binding->act || binding->then.kind) ? do_binding(ui, binding, event) : next;
	}
	binding = keymap_find(layer_keys(layer), event->key, layer->state);
	return binding ? do_binding(ui, binding, event) : offer_event(ui, event);
}

void ui_press(struct ui *ui, uint32_t key)
{
	struct event event = { .type = EVENT_KEY, .key = key };
	bool mine = panel_front(ui) == &ui->panel;
	struct next next = mine ? panel_key(ui, &event, &mine) : next_ignored();

	follow(ui, mine ? next : key_does(ui, &event), key);
}

static void on_key(struct ui *ui, uint32_t key)
{
	struct canvas whole = canvas_whole(ui->grid);

	if (frame_fits(&whole) || key == K_CTRL('z') || key == K_CTRL('l')) {
		ui_clear_message(ui);
		ui_press(ui, key);
	} else if ((key == 'q' && !ui_at_stake(ui).cells) || key == K_CTRL('c')) {
		ui->left = true;
	}
}

/* A click on a key presses it; else it goes, like the wheel, to the widget that was drawn there. */
static void on_mouse(struct ui *ui, struct event *event)
{
	const struct target *target = grid_target(ui->grid, event->row, event->col);

	if (event->type == EVENT_CLICK && target && target->key) {
		on_key(ui, target->key);
		return;
	}
	if (!target || !target->widget)
		return;
	event->widget = target->widget;
	event->in_row = event->row - target->row;
	event->in_col = event->col - target->col;
	if (event->type == EVENT_CLICK)
		event->index = target->index;
	ui_clear_message(ui);
	struct next next;
	if (!panel_takes(ui, event, &next))
		next = offer_event(ui, event);
	if (next.kind != NEXT_IGNORED)
		follow(ui, next, 0);
	ui->dirty = true;
}

static void on_paste(struct ui *ui, const struct event *event)
{
	ui_clear_message(ui);
	struct next next = offer_event(ui, event);
	if (next.kind == NEXT_IGNORED)
		ui_say(ui, SHOWN("pasted text only goes into a text field"), VOICE_REFUSE);
	else
		follow(ui, next, 0);
}

static void on_tick(struct ui *ui)
{
	struct event event = { .type = EVENT_TICK };

	if (!ui->wake_at || clock_nanoseconds() < ui->wake_at)
		return;
	ui->wake_at = 0;
	struct next next = offer_event(ui, &event);
	if (next.kind != NEXT_IGNORED)
		follow(ui, next, 0);
}

static void dispatch(struct ui *ui, struct event *event)
{
	if (ui->setup.before && event->type != EVENT_NONE && event->type != EVENT_RESIZE)
		ui->setup.before(ui->setup.app);
	switch (event->type) {
	case EVENT_NONE: on_tick(ui); break;
	case EVENT_KEY: on_key(ui, event->key); break;
	case EVENT_PASTE: on_paste(ui, event); break;
	case EVENT_CLICK: case EVENT_WHEEL: on_mouse(ui, event); break;
	case EVENT_RESIZE: ui_take_size(ui, event->row, event->col); break;
	case EVENT_TICK: break;
	case EVENT_END: ui->left = true; ui->signal = (int)event->index; break;
	}
	if (ui->setup.acted)
		ui->setup.acted(ui->setup.app);
}

unsigned ui_tab(const struct ui *ui)
{
	return ui->tab;
}

/* A new size waits until the work is done, for screens read the store to take it. */
static bool stop_is_asked(struct ui *ui)
{
	struct event event = { .type = EVENT_NONE };

	do {
		ui->input.wait(ui->input.self, 0, &event);
		if (event.type == EVENT_RESIZE)
			ui->resized = event;
		if (event.type == EVENT_END || (event.type == EVENT_KEY && (event.key == K_ESC || event.key == K_CTRL('c'))))
			return true;
	} while (event.type != EVENT_NONE);
	return false;
}

bool ui_busy_until_esc(struct ui *ui, struct shown what, int64_t done, int64_t of)
{
	uint64_t before = ui->busy_at;

	if (!ui_busy(ui, what, done, of))
		return false;
	return ui->busy_at == before || !ui->setup.term || !stop_is_asked(ui);
}

void ui_wake(struct ui *ui, int ms)
{
	ui->wake_at = ms > 0 ? clock_nanoseconds() + (uint64_t)ms * ms_ns : 0;
}

static int time_to_wait(const struct ui *ui)
{
	uint64_t now = clock_nanoseconds();
	if (!ui->wake_at)
		return -1;
	return now >= ui->wake_at ? 0 : (int)((ui->wake_at - now) / ms_ns + 1);
}

static void run_until_left(struct ui *ui)
{
	struct event event;

	while (!ui->left) {
		if (ui->dirty)
			ui_paint(ui);
		if (ui->setup.after)
			ui->setup.after(ui->setup.app);
		if (ui->resized.type)
			event = ui->resized;
		else
			ui->input.wait(ui->input.self, time_to_wait(ui), &event);
		ui->resized.type = EVENT_NONE;
		dispatch(ui, &event);
	}
}

enum err ui_run(struct ui *ui, const struct screen_ops *first, const void *argument, int *signal)
{
	if (first)
		try(stack_push(ui_stack(ui), first, ui->setup.app, argument));
	else
		try(follow_tab(ui, ui->setup.home));
	ui->left = false;
	ui->dirty = true;
	run_until_left(ui);
	ui_close_all(ui);
	*signal = ui->signal;
	return ui->failed;
}

const struct grid *ui_grid(const struct ui *ui)
{
	return ui->grid;
}

struct ui_figures ui_figures(const struct ui *ui)
{
	return ui->figures;
}
