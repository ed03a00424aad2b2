/* One event, one act, one frame. The loop is run_until_left(); what stands before it serves it: painting, doing what an
 * act said should follow, and finding out whom an event concerns. Nothing here waits but the one call of wait(). */
#include "config.h"
#include "ui/loop.h"

#include "base/arena.h"
#include "base/clock.h"
#include "ui/canvas.h"
#include "ui/frame.h"
#include "ui/help.h"
#include "ui/keymap.h"
#include "ui/stack.h"
#include "ui/term.h"

#include <stdlib.h>

enum { TABS_MAX = 8, BUSY_EVERY_MS = 100 };
static const uint64_t ms_ns = 1000000;

struct ui {
	struct ui_setup setup;
	struct input input;
	struct grid *grid;
	struct stack stacks[TABS_MAX];
	unsigned tab;
	struct arena scratch, message_arena;
	struct frame_status status;              /* message and offer live in message_arena */
	struct ui_figures figures;
	uint64_t wake_at, busy_at;               /* 0: not */
	bool dirty, left;
	int signal;
	enum err failed;                         /* nothing is left to stand on */
};

#define EVERYWHERE "everywhere"
#define TAB_KEY(digit) { digit, NULL, "screen", EVERYWHERE, .also = { K_ALT(digit) }, \
	.then = { NEXT_TAB, .number = (digit) - '1' } }
static const struct binding everywhere[] = {
	TAB_KEY('1'), TAB_KEY('2'), TAB_KEY('3'), TAB_KEY('4'), TAB_KEY('5'), TAB_KEY('6'), TAB_KEY('7'), TAB_KEY('8'),
	{ 'q', NULL, "back; quits from the top", EVERYWHERE, .then = { NEXT_LEAVE, .number = 1 } },
	{ '%', NULL, "mouse on or off", EVERYWHERE, .then = { NEXT_MOUSE } },
	{ ':', NULL, "every act by its name", EVERYWHERE, "more", .also = { K_CTRL('p') }, .then = { NEXT_PALETTE } },
	{ '?', NULL, "the keys", EVERYWHERE, "help", .also = { K_F1 }, .then = { NEXT_HELP } },
	{ 0 }
};
static const struct binding modal[] = {
	{ K_ESC, NULL, "back, never writes", EVERYWHERE, .also = { K_BACKSPACE }, .then = { NEXT_LEAVE } },
	{ K_CTRL('l'), NULL, "draw the screen again", EVERYWHERE, .then = { NEXT_REDRAW } },
	{ K_CTRL('z'), NULL, "suspend", EVERYWHERE, .then = { NEXT_SUSPEND } },
	{ K_CTRL('c'), NULL, "quit", EVERYWHERE, .then = { NEXT_QUIT } },
	{ 0 }
};
const struct keymap ui_modal_keys = { modal, NULL };
const struct keymap ui_keys = { everywhere, &ui_modal_keys };

struct ui *ui_new(const struct ui_setup *setup)
{
	struct ui *ui = memory_new(sizeof *ui);
	int rows = setup->rows, cols = setup->cols;

	if (setup->tab_count > TABS_MAX)
		bug("%u tabs, but no more than %d have keys", setup->tab_count, TABS_MAX);
	ui->setup = *setup;
	ui->input = setup->term ? term_input(setup->term) : setup->input;
	if (setup->term)
		term_size(setup->term, &rows, &cols);
	ui->grid = grid_new(rows, cols);
	arena_init(&ui->scratch);
	arena_init(&ui->message_arena);
	return ui;
}

static void close_all(struct ui *ui)
{
	for (unsigned i = 0; i < TABS_MAX; i++)
		stack_close_above(&ui->stacks[i], 0);
}

void ui_free(struct ui *ui)
{
	if (!ui)
		return;
	close_all(ui);
	grid_free(ui->grid);
	arena_release(&ui->scratch);
	arena_release(&ui->message_arena);
	free(ui);
}

/* ---- line 23 ---- */

static void clear_message(struct ui *ui)
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

static void note_failure(struct ui *ui, enum err err)
{
	if (err)
		ui_refuse(ui, err);
}

/* ---- painting ---- */

static struct stack *stack_now(struct ui *ui)
{
	return &ui->stacks[ui->tab];
}

static struct layer *top(struct ui *ui)
{
	return stack_top(stack_now(ui));
}

static bool is_typing(const struct layer *layer)
{
	return layer->ops->typing && layer->ops->typing(layer->state);
}

static void paint_tabs(struct ui *ui, struct canvas *whole)
{
	struct frame_tab tabs[TABS_MAX];

	for (unsigned i = 0; i < ui->setup.tab_count; i++) {
		struct shown title = ui->setup.tab_title ? ui->setup.tab_title(ui->setup.app, i, &ui->scratch)
			: show(&ui->scratch, ui->setup.tabs[i].name);
		tabs[i] = (struct frame_tab){ title, i == ui->tab };
	}
	frame_tabs(whole, ui->setup.program, tabs, ui->setup.tab_count, &ui->scratch);
}

static void paint_status(struct ui *ui, struct canvas *whole)
{
	struct frame_status status = ui->status;
	const struct layer *layer = top(ui);

	if (!status.message.cells && layer && layer->ops->status) {
		status.message = layer->ops->status(layer->state, &ui->scratch);
		status.voice = VOICE_DIM;
	}
	if (ui->setup.figures)
		status.figures = ui->setup.figures(ui->setup.app, &ui->scratch);
	frame_status(whole, &status, &ui->scratch);
}

static void paint_layer(struct ui *ui, struct layer *layer, struct canvas *body)
{
	if (layer->ops->over)
		canvas_target_row(body, 0, 0, 0, 0, NULL, -1);       /* what lies beneath cannot be clicked */
	if (layer->ops->layout && (layer->rows != body->rows || layer->cols != body->cols))
		note_failure(ui, layer->ops->layout(layer->state, body->rows, body->cols));
	layer->rows = body->rows;
	layer->cols = body->cols;
	if (layer->ops->draw)
		layer->ops->draw(layer->state, body, &ui->scratch);
}

static void paint_screens(struct ui *ui, struct canvas *whole)
{
	struct stack *stack = stack_now(ui);
	size_t lowest = stack_lowest_visible(stack);
	bool bare = stack->layers.items[lowest].ops->bare;
	struct canvas body = frame_body(whole, bare);
	const struct layer *front = top(ui);

	if (!bare)
		paint_tabs(ui, whole);
	for (size_t i = lowest; i < stack->layers.count; i++)
		paint_layer(ui, &stack->layers.items[i], &body);
	paint_status(ui, whole);
	keymap_footer(front->ops->keys, front->state, is_typing(front), whole, whole->rows - 1, &ui->scratch);
}

static void show_grid(struct ui *ui)
{
	ui->figures.frames++;
	ui->figures.last_bytes = ui->setup.term ? term_show(ui->setup.term, ui->grid) : 0;
	ui->figures.bytes += ui->figures.last_bytes;
}

static void paint(struct ui *ui)
{
	struct canvas whole = canvas_whole(ui->grid);
	struct layer *front = top(ui);

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

/* ---- what follows an act ---- */

static void apply(struct ui *ui, struct next next, uint32_t key);
static void press(struct ui *ui, uint32_t key);

static void say_nothing_here(struct ui *ui, uint32_t key)
{
	const struct layer *layer = top(ui);
	const char *help = is_typing(layer) ? "F1" : "?";

	if (!keymap_find(layer->ops->keys, is_typing(layer) ? (uint32_t)K_F1 : '?', layer->state))
		help = NULL;
	struct shown words = help ? show_format(&ui->scratch, " does nothing here: %s shows the keys", help)
		: SHOWN(" does nothing here: Esc goes back");
	ui_say(ui, shown_join(&ui->scratch, key_shown(&ui->scratch, key), words), VOICE_REFUSE);
}

static void resume(struct ui *ui)
{
	struct layer *layer = top(ui);
	if (layer->ops->resume)
		note_failure(ui, layer->ops->resume(layer->state));
}

static void push(struct ui *ui, const struct screen_ops *screen, const void *argument)
{
	note_failure(ui, stack_push(stack_now(ui), screen, ui->setup.app, argument));
}

static void replace(struct ui *ui, const struct screen_ops *screen, const void *argument)
{
	struct layer old = stack_take(stack_now(ui));
	enum err err = stack_push(stack_now(ui), screen, ui->setup.app, argument);

	if (err) {
		vec_push(&stack_now(ui)->layers, old);
		ui_refuse(ui, err);
		return;
	}
	layer_close(&old);
}

/* Open or come back to a tab; on error the one before stays. */
static enum err choose_tab(struct ui *ui, unsigned tab)
{
	struct stack *stack = &ui->stacks[tab];

	if (!stack->layers.count) {
		try(stack_push(stack, ui->setup.tabs[tab].screen, ui->setup.app, NULL));
		ui->tab = tab;
		return OK;
	}
	if (tab == ui->tab)
		stack_close_above(stack, 1);
	ui->tab = tab;
	resume(ui);
	return OK;
}

static void leave(struct ui *ui, bool quits_at_top)
{
	struct stack *stack = stack_now(ui);

	if (stack->layers.count > 1) {
		stack_close_above(stack, stack->layers.count - 1);
		resume(ui);
	} else if (quits_at_top) {
		ui->left = true;
	} else if (ui->tab > 0) {
		note_failure(ui, choose_tab(ui, 0));
	} else {
		ui_say(ui, SHOWN("nothing to go back to: q quits"), VOICE_REFUSE);
	}
}

/* The answer may lie in the state of the screen that leaves, so it is closed last. */
static void answer(struct ui *ui, const struct next *next)
{
	if (stack_now(ui)->layers.count < 2)
		bug("a screen without one beneath has nobody to answer");
	struct layer asker = stack_take(stack_now(ui));
	struct next then = next->done ? next->done(top(ui)->state, ui->setup.app, next->argument) : next_stay();
	apply(ui, then.kind == NEXT_IGNORED ? next_stay() : then, 0);
	layer_close(&asker);
}

static void go_home(struct ui *ui, unsigned tab)
{
	close_all(ui);
	ui->failed = choose_tab(ui, tab);
	ui->left = ui->failed != OK;
}

static void ask_help(struct ui *ui, const struct screen_ops *screen)
{
	const struct layer *layer = top(ui);
	struct help_of of = { layer->ops->name, layer->ops->keys, layer->state, ui->setup.tabs, ui->setup.tab_count };
	push(ui, screen, &of);
}

static void toggle_mouse(struct ui *ui)
{
	bool on = ui->setup.term && !term_has_mouse(ui->setup.term);

	if (ui->setup.term)
		term_mouse(ui->setup.term, on);
	on = ui->setup.term && term_has_mouse(ui->setup.term);
	ui_say(ui, on ? SHOWN("the mouse clicks and scrolls here; % lets go of it")
		: SHOWN("the mouse selects text; % takes it back"), VOICE_PLAIN);
}

static void take_size(struct ui *ui, int rows, int cols)
{
	grid_resize(ui->grid, rows, cols);
	ui->dirty = true;
}

static void suspend(struct ui *ui)
{
	int rows, cols;

	if (!ui->setup.term)
		return;
	term_suspend(ui->setup.term);
	term_size(ui->setup.term, &rows, &cols);
	take_size(ui, rows, cols);
}

static void press_beneath(struct ui *ui, uint32_t key)
{
	stack_close_above(stack_now(ui), stack_now(ui)->layers.count - 1);
	press(ui, key);
}

static void switch_tab(struct ui *ui, unsigned tab, uint32_t key)
{
	const struct stack *stack = stack_now(ui);

	if (tab >= ui->setup.tab_count || stack->layers.items[stack_lowest_visible(stack)].ops->bare)
		say_nothing_here(ui, key);
	else
		note_failure(ui, choose_tab(ui, tab));
}

/* @key: what was pressed, to be named when nothing came of it. */
static void apply(struct ui *ui, struct next next, uint32_t key)
{
	ui->dirty = true;
	switch (next.kind) {
	case NEXT_IGNORED: say_nothing_here(ui, key); break;
	case NEXT_STAY: break;
	case NEXT_PUSH: push(ui, next.screen, next.argument); break;
	case NEXT_REPLACE: replace(ui, next.screen, next.argument); break;
	case NEXT_LEAVE: leave(ui, next.number); break;
	case NEXT_RETURN: answer(ui, &next); break;
	case NEXT_TAB: switch_tab(ui, next.number, key); break;
	case NEXT_HOME: go_home(ui, next.number); break;
	case NEXT_KEY: press_beneath(ui, next.number); break;
	case NEXT_QUIT: ui->left = true; break;
	case NEXT_HELP: ask_help(ui, &help_screen); break;
	case NEXT_PALETTE: ask_help(ui, &palette_screen); break;
	case NEXT_REDRAW: if (ui->setup.term) term_redraw(ui->setup.term); break;
	case NEXT_SUSPEND: suspend(ui); break;
	case NEXT_MOUSE: toggle_mouse(ui); break;
	}
}

/* ---- whom an event concerns ---- */

static struct next offer_event(struct ui *ui, const struct event *event)
{
	const struct layer *layer = top(ui);
	return layer->ops->event ? layer->ops->event(layer->state, ui->setup.app, event) : next_ignored();
}

static struct next do_binding(struct ui *ui, const struct binding *binding, const struct event *event)
{
	if (binding->act)
		return binding->act(top(ui)->state, ui->setup.app);
	return binding->then.kind != NEXT_IGNORED ? binding->then : offer_event(ui, event);
}

/* In a text field it is asked first, and letters are never acts. */
static struct next key_does(struct ui *ui, const struct event *event)
{
	const struct layer *layer = top(ui);
	const struct binding *binding;

	if (is_typing(layer)) {
		struct next next = offer_event(ui, event);
		if (next.kind != NEXT_IGNORED || key_is_text(event->key))
			return next;
		binding = keymap_find(layer->ops->keys, event->key, layer->state);
		return binding && (binding->act || binding->then.kind) ? do_binding(ui, binding, event) : next;
	}
	binding = keymap_find(layer->ops->keys, event->key, layer->state);
	return binding ? do_binding(ui, binding, event) : offer_event(ui, event);
}

static void press(struct ui *ui, uint32_t key)
{
	struct event event = { .type = EVENT_KEY, .key = key };

	apply(ui, key_does(ui, &event), key);
}

static void on_key(struct ui *ui, uint32_t key)
{
	struct canvas whole = canvas_whole(ui->grid);

	if (frame_fits(&whole) || key == K_CTRL('z') || key == K_CTRL('l')) {
		clear_message(ui);
		press(ui, key);
	} else if (key == 'q' || key == K_CTRL('c')) {
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
	if (event->type == EVENT_CLICK)
		event->index = target->index;
	clear_message(ui);
	struct next next = offer_event(ui, event);
	if (next.kind != NEXT_IGNORED)
		apply(ui, next, 0);
	ui->dirty = true;
}

static void on_paste(struct ui *ui, const struct event *event)
{
	clear_message(ui);
	struct next next = offer_event(ui, event);
	if (next.kind == NEXT_IGNORED)
		ui_say(ui, SHOWN("pasted text only goes into a text field"), VOICE_REFUSE);
	else
		apply(ui, next, 0);
}

static void on_tick(struct ui *ui)
{
	struct event event = { .type = EVENT_TICK };

	if (!ui->wake_at || clock_nanoseconds() < ui->wake_at)
		return;
	ui->wake_at = 0;
	struct next next = offer_event(ui, &event);
	if (next.kind != NEXT_IGNORED)
		apply(ui, next, 0);
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
	case EVENT_RESIZE: take_size(ui, event->row, event->col); break;
	case EVENT_TICK: break;
	case EVENT_END: ui->left = true; ui->signal = (int)event->index; break;
	}
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
			paint(ui);
		ui->input.wait(ui->input.self, time_to_wait(ui), &event);
		dispatch(ui, &event);
	}
}

enum err ui_run(struct ui *ui, const struct screen_ops *first, const void *argument, int *signal)
{
	if (first)
		try(stack_push(stack_now(ui), first, ui->setup.app, argument));
	else
		try(choose_tab(ui, 0));
	ui->left = false;
	ui->dirty = true;
	run_until_left(ui);
	close_all(ui);
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
