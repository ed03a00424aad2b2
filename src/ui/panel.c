/* Where there are rows enough it takes the lower part of the body; on a small terminal it covers the screen, and then no
 * key reaches what cannot be seen; without the keys it waits unseen. Dialogs lie over both. */
#include "ui/panel.h"

#include "ui/keymap.h"
#include "ui/ui.h"

#include <stdlib.h>

enum { ROWS_MIN = 11, SCREEN_ROWS_MIN = 10 };

static bool exists(struct ui *ui)
{
	const struct screen_ops *ops = ui->setup.panel;
	if (ui->panel.state || !ops)
		return ui->panel.state != NULL;
	ui->panel = (struct layer){ .ops = ops, .state = memory_new(ops->state_size ? ops->state_size : 1) };
	enum err err = ops->open ? ops->open(ui->panel.state, ui->setup.app, NULL) : OK;
	if (!err)
		return true;
	free(ui->panel.state);
	ui->panel.state = NULL;
	ui_refuse(ui, err);
	return false;
}

void panel_toggle(struct ui *ui)
{
	bool had = panel_front(ui) == &ui->panel;
	if (!exists(ui))
		return;
	ui->panel_open = ui->panel_focus = !had;
}

void panel_let_go(struct ui *ui)
{
	ui->panel_focus = false;
	if (ui->panel_covers)
		ui->panel_open = false;
}

void panel_free(struct ui *ui)
{
	if (ui->panel.state)
		layer_close(&ui->panel);
	ui->panel.state = NULL;
}

static const struct screen_ops *lowest_ops(const struct ui *ui)
{
	const struct stack *stack = &ui->stacks[ui->tab];
	return stack->layers.count ? stack->layers.items[stack_lowest_visible(stack)].ops : NULL;
}

bool panel_shows(const struct ui *ui)
{
	const struct screen_ops *ops = lowest_ops(ui);
	return ui->panel_open && ops && !ops->bare && !ops->whole;
}

struct layer *panel_front(struct ui *ui)
{
	struct layer *top = ui_top(ui);
	return ui->panel_focus && panel_shows(ui) && !top->ops->over ? &ui->panel : top;
}

static struct next offer(struct ui *ui, const struct event *event)
{
	const struct layer *panel = &ui->panel;
	return panel->ops->event ? panel->ops->event(panel->state, ui->setup.app, event) : next_ignored();
}

static struct next do_binding(struct ui *ui, const struct binding *binding, const struct event *event)
{
	if (binding->act)
		return binding->act(ui->panel.state, ui->setup.app);
	return binding->then.kind != NEXT_IGNORED ? binding->then : offer(ui, event);
}

struct next panel_key(struct ui *ui, const struct event *event, bool *mine)
{
	const struct keymap *keys = layer_keys(&ui->panel), own = { keys->bindings, NULL };
	const struct binding *binding;

	*mine = true;
	if (ui_is_typing(&ui->panel)) {
		struct next next = offer(ui, event);
		if (next.kind != NEXT_IGNORED || key_is_text(event->key))
			return next;
	}
	binding = keymap_find(&own, event->key, ui->panel.state);
	if (binding)
		return do_binding(ui, binding, event);
	*mine = ui->panel_covers;
	binding = *mine ? keymap_find(keys, event->key, ui->panel.state) : NULL;
	if (binding && binding->act)
		return binding->act(ui_top(ui)->state, ui->setup.app);
	return binding ? binding->then : next_ignored();
}

bool panel_takes(struct ui *ui, const struct event *event, struct next *next)
{
	if (!panel_shows(ui) || ui_top(ui)->ops->over)
		return false;
	ui->panel_focus = event->row >= ui->panel_row;
	if (ui->panel_focus)
		*next = offer(ui, event);
	ui->dirty = true;
	return ui->panel_focus;
}

struct canvas panel_split(struct ui *ui, const struct canvas *body, struct canvas *below)
{
	int rows = body->rows / 3 + 2 > ROWS_MIN ? body->rows / 3 + 2 : ROWS_MIN;

	*below = canvas_part(body, 0, 0, 0, 0);
	ui->panel_covers = panel_shows(ui) && body->rows < ROWS_MIN + SCREEN_ROWS_MIN;
	if (!panel_shows(ui) || (ui->panel_covers && !ui->panel_focus))
		below->rows = 0;
	else if (!ui->panel_covers)
		*below = canvas_part(body, body->rows - rows, 0, 0, 0);
	ui->panel_row = below->rows ? below->row : body->row + body->rows;
	return below->rows && !ui->panel_covers ? canvas_part(body, 0, 0, -rows, 0) : *body;
}

void panel_dim(struct canvas *canvas)
{
	for (int row = 0; row < canvas->rows; row++)
		for (int col = 0; col < canvas->cols; col++)
			if (grid_cell(canvas->grid, canvas->row + row, canvas->col + col)->voice == VOICE_BAR)
				canvas_voice(canvas, row, col, 1, VOICE_BAR_DIM);
}

void panel_paint(struct ui *ui, struct canvas *below)
{
	struct layer *panel = &ui->panel;
	if (!below->rows)
		return;
	canvas_fill(below, 0, 0, 0, 0, VOICE_PLAIN);
	canvas_target_row(below, 0, 0, 0, 0, panel, -1);
	if (panel->ops->layout && (panel->rows != below->rows || panel->cols != below->cols))
		ui_note(ui, panel->ops->layout(panel->state, below->rows, below->cols));
	panel->rows = below->rows;
	panel->cols = below->cols;
	if (panel->ops->resume)
		ui_note(ui, panel->ops->resume(panel->state));
	panel->ops->draw(panel->state, below, &ui->scratch);
}

bool ui_panel_has_keys(const struct ui *ui)
{
	return ui->panel_focus && panel_shows(ui);
}

bool ui_panel_is_open(const struct ui *ui)
{
	return panel_shows(ui);
}
