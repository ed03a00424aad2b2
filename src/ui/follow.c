/* What an act asked for: open, leave, answer, another tab. States are closed last, because an answer may lie in one. */
#include "ui/ui.h"

#include "ui/canvas.h"
#include "ui/help.h"
#include "ui/keymap.h"
#include "ui/panel.h"
#include "ui/term.h"

void ui_close_all(struct ui *ui)
{
	for (unsigned i = 0; i < UI_TABS_MAX; i++)
		stack_close_above(&ui->stacks[i], 0);
}

static void say_nothing_here(struct ui *ui, uint32_t key)
{
	const struct layer *layer = panel_front(ui);
	const char *help = ui_is_typing(layer) ? "F1" : "?";

	if (!keymap_find(layer_keys(layer), ui_is_typing(layer) ? (uint32_t)K_F1 : '?', layer->state))
		help = NULL;
	struct shown words = help ? show_format(&ui->scratch, " does nothing here: %s shows the keys", help)
		: SHOWN(" does nothing here: Esc goes back");
	ui_say(ui, shown_join(&ui->scratch, key_shown(&ui->scratch, key), words), VOICE_REFUSE);
}

static void resume(struct ui *ui)
{
	struct layer *layer = ui_top(ui);
	if (layer->ops->resume)
		ui_note(ui, layer->ops->resume(layer->state));
}

static void push(struct ui *ui, const struct screen_ops *screen, const void *argument)
{
	ui_note(ui, stack_push(ui_stack(ui), screen, ui->setup.app, argument));
}

static void replace(struct ui *ui, const struct screen_ops *screen, const void *argument)
{
	struct layer old = stack_take(ui_stack(ui));
	enum err err = stack_push(ui_stack(ui), screen, ui->setup.app, argument);

	if (err) {
		vec_push(&ui_stack(ui)->layers, old);
		ui_refuse(ui, err);
		return;
	}
	layer_close(&old);
}

int ui_unsaved(const struct ui *ui)
{
	for (int i = 0; i < UI_TABS_MAX; i++)
		if (stack_is_unsaved(&ui->stacks[i]))
			return i;
	return -1;
}

struct shown ui_at_stake(struct ui *ui)
{
	int tab = ui_unsaved(ui);

	if (tab >= 0)
		return show_format(&ui->scratch, "what was typed in %d %s is not saved", tab + 1, ui->setup.tabs[tab].name);
	return ui->setup.at_stake ? ui->setup.at_stake(ui->setup.app, &ui->scratch) : SHOWN("");
}

/* The first time @key would lose what is not saved it is said, the second time it is meant. */
static void quit(struct ui *ui, uint32_t key)
{
	struct shown words = ui_at_stake(ui);

	if (!words.cells || ui->warned) {
		ui->left = true;
		return;
	}
	ui->warned = true;
	words = shown_join(&ui->scratch, words, SHOWN(": "));
	words = shown_join(&ui->scratch, words, key_shown(&ui->scratch, key));
	ui_say(ui, shown_join(&ui->scratch, words, SHOWN(" again quits without it")), VOICE_REFUSE);
}

enum err follow_tab(struct ui *ui, unsigned tab)
{
	struct stack *stack = &ui->stacks[tab];

	if (!stack->layers.count) {
		try(stack_push(stack, ui->setup.tabs[tab].screen, ui->setup.app, NULL));
		ui->tab = tab;
		return OK;
	}
	if (tab == ui->tab && !stack_is_unsaved(stack))
		stack_close_above(stack, 1);
	ui->tab = tab;
	resume(ui);
	return OK;
}

static void leave(struct ui *ui, bool quits_at_top, uint32_t key)
{
	struct stack *stack = ui_stack(ui);

	if (stack->layers.count > 1) {
		stack_close_above(stack, stack->layers.count - 1);
		resume(ui);
	} else if (quits_at_top) {
		quit(ui, key);
	} else if (ui->tab != ui->setup.home) {
		ui_note(ui, follow_tab(ui, ui->setup.home));
	} else {
		ui_say(ui, SHOWN("nothing to go back to: q quits"), VOICE_REFUSE);
	}
}

/* The answer may lie in the state of the screen that leaves, so it is closed last. */
static void answer(struct ui *ui, const struct next *next)
{
	if (ui_stack(ui)->layers.count < 2)
		bug("a screen without one beneath has nobody to answer");
	struct layer asker = stack_take(ui_stack(ui));
	struct next then = next->done ? next->done(ui_top(ui)->state, ui->setup.app, next->argument) : next_stay();
	follow(ui, then.kind == NEXT_IGNORED ? next_stay() : then, 0);
	layer_close(&asker);
}

static void go_home(struct ui *ui, unsigned tab)
{
	ui_close_all(ui);
	ui->failed = follow_tab(ui, tab);
	ui->left = ui->failed != OK;
}

static void ask_help(struct ui *ui, const struct screen_ops *screen)
{
	const struct layer *layer = panel_front(ui);
	struct help_of of = { layer->ops->name, layer_keys(layer), layer->state, ui->setup.tabs, ui->setup.tab_count };
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

void ui_take_size(struct ui *ui, int rows, int cols)
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
	ui_take_size(ui, rows, cols);
}

static void press_beneath(struct ui *ui, uint32_t key)
{
	stack_close_above(ui_stack(ui), ui_stack(ui)->layers.count - 1);
	ui_press(ui, key);
}

static void switch_tab(struct ui *ui, unsigned tab, uint32_t key)
{
	const struct stack *stack = ui_stack(ui);

	if (tab >= ui->setup.tab_count || !ui->setup.tabs[tab].screen || stack->layers.items[stack_lowest_visible(stack)].ops->bare)
		say_nothing_here(ui, key);
	else
		ui_note(ui, follow_tab(ui, tab));
}

void follow(struct ui *ui, struct next next, uint32_t key)
{
	ui->dirty = true;
	ui->warned = ui->warned && (next.kind == NEXT_QUIT || next.kind == NEXT_LEAVE);
	switch (next.kind) {
	case NEXT_IGNORED: say_nothing_here(ui, key); break;
	case NEXT_STAY: break;
	case NEXT_PUSH: push(ui, next.screen, next.argument); break;
	case NEXT_REPLACE: replace(ui, next.screen, next.argument); break;
	case NEXT_LEAVE: leave(ui, next.number, key); break;
	case NEXT_RETURN: answer(ui, &next); break;
	case NEXT_TAB: switch_tab(ui, next.number, key); break;
	case NEXT_HOME: go_home(ui, next.number); break;
	case NEXT_KEY: press_beneath(ui, next.number); break;
	case NEXT_QUIT: quit(ui, key); break;
	case NEXT_HELP: ask_help(ui, &help_screen); break;
	case NEXT_PALETTE: ask_help(ui, &palette_screen); break;
	case NEXT_REDRAW: if (ui->setup.term) term_redraw(ui->setup.term); break;
	case NEXT_SUSPEND: suspend(ui); break;
	case NEXT_MOUSE: toggle_mouse(ui); break;
	case NEXT_RELOAD: resume(ui); break;
	case NEXT_PANEL: panel_toggle(ui); break;
	case NEXT_BESIDE: panel_let_go(ui); break;
	}
}
