/* The SQL of the last act, below every screen: opened and closed by t, it stays while the shop is used. */
#include "screens/trace.h"

#include "explore/spell.h"
#include "screens/file.h"
#include "ui/canvas.h"
#include "ui/term.h"

static enum err open_trace(void *state, void *app, const void *argument)
{
	struct trace_state *s = state;
	(void)argument;
	s->app = app;
	s->with_plans = s->stale = true;
	arena_init(&s->arena);
	plans_init(&s->plans);
	field_init(&s->find, FIELD_TEXT, 200);
	return OK;
}

static void close_trace(void *state)
{
	struct trace_state *s = state;
	field_release(&s->find);
	plans_release(&s->plans);
	arena_release(&s->arena);
}

/* ---- moving ---- */

static int height(const struct trace_state *s)
{
	int rows = s->rows - 2 - (s->finding || *field_text(&s->find));
	return rows > 1 ? rows : 1;
}

static size_t line_of(const struct trace_state *s, size_t number)
{
	for (size_t i = 0; i < s->lines.count; i++)
		if (s->lines.items[i].number == number)
			return i;
	return 0;
}

static size_t last_line_of(const struct trace_state *s, size_t first)
{
	size_t last = first;
	while (last + 1 < s->lines.count && s->lines.items[last + 1].number == s->lines.items[first].number)
		last++;
	return last;
}

/* The whole selected statement, or as much of it as fits, from its first line on. */
static void keep_in_sight(struct trace_state *s)
{
	size_t first = line_of(s, s->selected), last = s->lines.count ? last_line_of(s, first) : 0, rows = (size_t)height(s);
	if (!s->selected)
		first = last = 0;
	while (first && !s->lines.items[first - 1].number)
		first--;
	if (last >= s->top + rows)
		s->top = last + 1 - rows;
	if (first < s->top)
		s->top = first;
	if (s->top + rows > s->lines.count)
		s->top = s->lines.count > rows ? s->lines.count - rows : 0;
}

/* The nearest line before or after @at that begins a statement; @at itself when there is none. */
static size_t neighbour(const struct trace_state *s, size_t at, bool down)
{
	for (size_t i = at; down ? ++i < s->lines.count : i-- > 0;)
		if (s->lines.items[i].first)
			return i;
	return at;
}

static void select_by(struct trace_state *s, long by)
{
	size_t at = line_of(s, s->selected);
	for (long i = 0; i < (by < 0 ? -by : by); i++)
		at = neighbour(s, at, by > 0);
	s->selected = s->lines.count ? s->lines.items[at].number : 0;
	keep_in_sight(s);
}

static void select_first(struct trace_state *s)
{
	s->selected = s->top = 0;
	for (size_t i = 0; !s->selected && i < s->lines.count; i++)
		s->selected = s->lines.items[i].number;
}

static bool moves(struct trace_state *s, const struct event *event)
{
	long page = s->rows / 4 > 1 ? s->rows / 4 : 1;
	switch (event->type == EVENT_WHEEL ? (event->index < 0 ? K_UP : K_DOWN) : event->key) {
	case K_UP: case 'k': select_by(s, -1); return true;
	case K_DOWN: case 'j': select_by(s, 1); return true;
	case K_PAGE_UP: case K_CTRL('b'): select_by(s, -page); return true;
	case K_PAGE_DOWN: case K_CTRL('f'): select_by(s, page); return true;
	case K_HOME: case 'g': select_first(s); return true;
	case K_END: case 'G': select_by(s, TRACE_KEPT); return true;
	}
	return false;
}

/* ---- what is shown ---- */

static enum err refresh(void *state)
{
	struct trace_state *s = state;
	bool other = s->version != trace_version(s->app->trace);
	if (!s->stale && !other)
		return OK;
	if (other)
		s->whole = 0;
	s->version = trace_version(s->app->trace);
	s->stale = false;
	trace_lines_make(s, s->cols - 4);
	if (other || !s->selected || s->lines.items[line_of(s, s->selected)].number != s->selected)
		select_first(s);
	keep_in_sight(s);
	return OK;
}

static enum err layout(void *state, int rows, int cols)
{
	struct trace_state *s = state;
	s->stale |= s->cols != cols;
	s->rows = rows;
	s->cols = cols;
	keep_in_sight(s);
	return OK;
}

static struct next changed(struct trace_state *s)
{
	s->stale = true;
	return next_stay();
}

/* ---- acts ---- */

static bool has_statement(const void *state)
{
	return ((const struct trace_state *)state)->selected;
}

static struct next show_whole(void *state, void *app)
{
	struct trace_state *s = state;
	(void)app;
	s->whole = s->whole == s->selected ? 0 : s->selected;
	return changed(s);
}

static struct next toggle_plans(void *state, void *app)
{
	struct trace_state *s = state;
	(void)app;
	s->with_plans = !s->with_plans;
	return changed(s);
}

static struct next begin_find(void *state, void *app)
{
	struct trace_state *s = state;
	(void)app;
	s->finding = true;
	return next_stay();
}

static struct next copy(void *state, void *data)
{
	struct trace_state *s = state;
	struct app *app = data;
	struct traced traced = trace_at(app->trace, s->selected);
	const char *line = spell_line(&app->arena, &(struct spelling){ .sql = traced.sql, .values = traced.values, .count = traced.count,
		.declared = file_schema(app) });
	return app_copy(app, arena_format(&app->arena, "%s;", line), "the statement");
}

static const struct binding bindings[] = {
	{ 't', NULL, "SQL of the last act", NULL, "hide", .then = { .kind = NEXT_PANEL } },
	{ K_UP, NULL, "move", NULL, "line", .also = { 'k', K_PAGE_UP, K_CTRL('b') } },
	{ K_DOWN, NULL, "move", NULL, "line", .also = { 'j', K_PAGE_DOWN, K_CTRL('f') } },
	{ 'g', NULL, "first", NULL, NULL, .also = { K_HOME } },
	{ 'G', NULL, "last", NULL, NULL, .also = { K_END } },
	{ K_ENTER, show_whole, "the whole statement, or short", NULL, "whole", .when = has_statement },
	{ 'P', toggle_plans, "plans on or off", NULL, "plans" },
	{ '/', begin_find, "search as you type", NULL, "find" },
	{ 'C', copy, "copy", NULL, "copy", .when = has_statement },
	{ K_ESC, NULL, "back to the screen; the trace stays", NULL, "back", .also = { K_TAB, K_SHIFT_TAB, K_BACKSPACE }, .then = { .kind = NEXT_BESIDE } },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys }, foreign_keys = { bindings, &file_keys };
static const struct binding find_bindings[] = {
	{ K_ENTER, NULL, "keep what was found", NULL, "keep" },
	{ K_UP, NULL, "move", NULL, "move" },
	{ K_DOWN, NULL, "move", NULL, "move" },
	{ K_ESC, NULL, "as it was before the search", NULL, "as before" },
	{ 0 }
};
static const struct keymap find_keys = { find_bindings, &app_keys };

static const struct keymap *keys_now(const void *state)
{
	const struct trace_state *s = state;
	if (s->finding)
		return &find_keys;
	return s->app && s->app->file ? &foreign_keys : &keys;
}

static struct next find_event(struct trace_state *s, const struct event *event)
{
	if (event->type == EVENT_KEY && (event->key == K_ESC || event->key == K_ENTER)) {
		s->finding = false;
		if (event->key == K_ESC)
			field_set(&s->find, "");
		return changed(s);
	}
	switch (field_event(&s->find, event)) {
	case FIELD_CHANGED: s->selected = 0; return changed(s);
	case FIELD_MOVED: case FIELD_FULL: return next_stay();
	case FIELD_IGNORED: break;
	}
	return next_ignored();
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct trace_state *s = state;
	(void)app;
	if (s->finding && event->type != EVENT_WHEEL) {
		struct next next = find_event(s, event);
		if (next.kind != NEXT_IGNORED || (event->type == EVENT_KEY && key_is_text(event->key)))
			return next;
	}
	if (event->type == EVENT_CLICK && event->widget == s && event->index > 0) {
		s->selected = (size_t)event->index;
		return next_stay();
	}
	return (event->type == EVENT_KEY || event->type == EVENT_WHEEL) && moves(s, event) ? next_stay() : next_ignored();
}

static bool is_typing(const void *state)
{
	return ((const struct trace_state *)state)->finding;
}

/* ---- drawing ---- */

static void draw_line(const struct trace_state *s, struct canvas *in, int row, const struct trace_line *line)
{
	canvas_put(in, row, 0, line->number_text, VOICE_DIM);
	canvas_put(in, row, line->indent, line->text, line->voice);
	canvas_put_right(in, row, in->cols, line->right, line->right_voice);
	canvas_target_row(in, row, 0, 1, 0, s, (long)line->number);
	if (line->first && line->number == s->selected && ui_panel_has_keys(s->app->ui)) {
		struct canvas whole = canvas_whole(in->grid);
		canvas_voice(&whole, in->row + row, in->col - 1, in->cols + 2, VOICE_BAR);
	}
}

static void draw_find(const struct trace_state *s, struct canvas *in, struct arena *scratch)
{
	canvas_say(in, 0, 0, "/", s->finding ? VOICE_ACCENT : VOICE_DIM);
	field_draw(&s->find, in, 0, 2, in->cols - 3, s->finding, SHOWN("a word of the statement"), scratch);
	*in = canvas_part(in, 1, 0, 0, 0);
}

static struct shown count_words(const struct trace_state *s, struct arena *scratch)
{
	struct trace_totals totals = trace_totals(s->app->trace);
	if (!totals.statements)
		return SHOWN("");
	return show_format(scratch, "%zu SQL", totals.statements);
}

static void draw(const void *state, struct canvas *pane, struct arena *scratch)
{
	const struct trace_state *s = state;
	struct shown count = count_words(s, scratch), more = shown_mark("↓ more", "down: more");
	size_t rows = (size_t)height(s);
	struct canvas in = canvas_box(pane, &(struct box){ .title = shown_cut(scratch, trace_title(s, scratch), pane->cols - count.cells - 10),
		.count = count, .foot = s->top + rows < s->lines.count ? more : SHOWN(""), .focus = ui_panel_has_keys(s->app->ui) });
	if (s->finding || *field_text(&s->find))
		draw_find(s, &in, scratch);
	for (size_t i = 0; i < rows && s->top + i < s->lines.count; i++)
		draw_line(s, &in, (int)i, &s->lines.items[s->top + i]);
	if (!s->lines.count)
		canvas_put_center(&in, in.rows / 3, *field_text(&s->find) ? SHOWN("no statement holds that: Esc shows all")
			: SHOWN("nothing has run yet: the next act shows here"), VOICE_DIM);
}

const struct screen_ops trace_screen = {
	.name = "Trace", .state_size = sizeof(struct trace_state), .keys_now = keys_now, .open = open_trace, .close = close_trace,
	.resume = refresh, .layout = layout, .draw = draw, .event = on_event, .typing = is_typing,
};
