/* Drawing the Walk: the path, the row and its associations, the rows behind the selected one, and what was asked for them. */
#include "screens/walk.h"
#include "ui/canvas.h"

#include <string.h>

enum { ONE_PANE = 76, THREE_PANES = 120, ROW_COLS = 40, BEFORE_COLS = 28, SQL_ROWS_MIN = 14, ONWARD_ROWS = 6, ONWARD_MIN = 15, NAME_MAX = 16, COUNT_CELLS = 6 };

struct walk_panes walk_panes(const struct walk_state *s)
{
	if (s->cols < ONE_PANE)
		return (struct walk_panes){ 0, s->cols, s->cols };
	if (s->cols < THREE_PANES)
		return (struct walk_panes){ 0, ROW_COLS, s->cols - ROW_COLS };
	int row = ROW_COLS + (s->cols - THREE_PANES) / 4;
	return (struct walk_panes){ BEFORE_COLS, row, s->cols - BEFORE_COLS - row };
}

int walk_pane_rows(const struct walk_state *s)
{
	return s->rows < SQL_ROWS_MIN ? s->rows - 1 : s->rows - 4;
}

int walk_list_rows(const struct walk_state *s)
{
	int rows = walk_pane_rows(s) - 2;
	return rows >= ONWARD_MIN - 2 ? rows - ONWARD_ROWS : rows;
}

struct shown walk_count_shown(const struct walk_link *link, struct arena *scratch)
{
	if (link->unknown)
		return SHOWN("?");
	if (link->more && link->count >= WALK_COUNT_MAX)
		return show_format(scratch, "%d,000+", WALK_COUNT_MAX / 1000);
	return show_format(scratch, "%lld%s", (long long)link->count, link->more ? "+" : "");
}

/* ---- the path ---- */

static struct shown crumb(struct arena *scratch, struct shown path, struct shown word)
{
	struct shown mark = shown_mark(" ▸ ", " > ");
	return path.cells ? shown_join(scratch, shown_join(scratch, path, mark), word) : word;
}

/* The end of the path is what counts: its beginning goes where there is no room. */
static void draw_path_line(const struct walk_state *s, struct canvas *body, struct arena *scratch)
{
	struct shown hint = s->at + 1 < s->visits.count ? SHOWN("forward ]") : SHOWN("");
	int room = body->cols - 2 - (hint.cells ? hint.cells + 2 : 0);
	for (size_t from = 0; from <= s->at; from++) {
		struct shown path = from ? shown_mark("…", "...") : show(scratch, s->visits.items[0].row.table->name);
		for (size_t i = from; i <= s->at; i++) {
			const struct walk_visit *visit = &s->visits.items[i];
			if (visit->via && i)
				path = crumb(scratch, path, show(scratch, visit->via->as));
			path = crumb(scratch, path, shown_cut(scratch, show(scratch, visit->label), 24));
		}
		if (path.cells > room && from < s->at)
			continue;
		canvas_put(body, 0, 1, shown_cut(scratch, path, room), VOICE_TITLE);
		break;
	}
	int col = canvas_put_right(body, 0, body->cols - 1, hint, VOICE_DIM);
	if (hint.cells)
		canvas_target(body, 0, col, hint.cells, ']');
}

/* ---- the row ---- */

static int name_cells(const struct walk_state *s, struct arena *scratch)
{
	int widest = 4;
	for (size_t i = 0; i < s->row.count && i < 200; i++) {
		int cells = show(scratch, s->row.table->columns[s->row.columns[i].position].name).cells;
		widest = cells > widest ? cells : widest;
	}
	for (size_t i = 0; i < s->row.table->relation_count; i++) {
		int cells = show(scratch, s->row.table->relations[i].as).cells;
		widest = cells > widest ? cells : widest;
	}
	return widest > NAME_MAX ? NAME_MAX : widest;
}

static void draw_attribute(const struct walk_state *s, struct canvas *in, int row, size_t index, int names, struct arena *scratch)
{
	const struct walk_cell *cell = &s->row.cells[index];
	struct shown value = walk_shown(scratch, &s->row.columns[index], cell);
	bool quiet = value_is_null(cell->value) || cell->value.type == VALUE_BLOB;
	canvas_put(in, row, 0, shown_cut(scratch, show(scratch, s->row.table->columns[s->row.columns[index].position].name), names), VOICE_DIM);
	canvas_put(in, row, names + 2, shown_cut(scratch, value, in->cols - names - 2), quiet ? VOICE_DIM : VOICE_PLAIN);
}

static void draw_link(const struct walk_state *s, struct canvas *in, int row, size_t index, int names, struct arena *scratch)
{
	const struct walk_link *link = &s->links[index];
	enum voice voice = link->count && !link->unknown ? VOICE_PLAIN : VOICE_DIM;
	canvas_put(in, row, 0, shown_cut(scratch, show(scratch, link->relation->as), names), voice);
	canvas_put_right(in, row, names + 1 + COUNT_CELLS, walk_count_shown(link, scratch), voice);
	canvas_put(in, row, names + COUNT_CELLS + 3, shown_cut(scratch, show(scratch, walk_get_call(scratch, link->relation)), in->cols - names - COUNT_CELLS - 3),
		VOICE_DIM);
}

static void draw_bar(struct canvas *in, int row, bool focus)
{
	struct canvas whole = canvas_whole(in->grid);
	canvas_voice(&whole, in->row + row, in->col - 1, in->cols + 2, focus ? VOICE_BAR : VOICE_BAR_DIM);
}

/* A blank line parts values and associations while all fit. */
static void draw_row(const struct walk_state *s, struct canvas *pane, struct arena *scratch)
{
	const struct walk_visit *visit = &s->visits.items[s->at];
	struct shown title = show_format(scratch, "%s #%s%s%s", s->row.table->name, s->row.key, s->row.name ? "  " : "", s->row.name ? visit->label : "");
	struct canvas in = canvas_box(pane, &(struct box){ .title = shown_cut(scratch, title, pane->cols - 6), .focus = !s->in_list,
		.foot = s->top + (size_t)pane->rows - 2 < s->line_count ? shown_mark("↓ more", "down: more") : SHOWN("") });
	int names = name_cells(s, scratch), gap = (int)s->line_count < in.rows;
	for (int i = 0; s->top + (size_t)i < s->line_count; i++) {
		size_t at = s->top + (size_t)i;
		int row = i + (gap && at >= s->first_link);
		if (row >= in.rows)
			break;
		if (s->lines[at].link)
			draw_link(s, &in, row, s->lines[at].index, names, scratch);
		else
			draw_attribute(s, &in, row, s->lines[at].index, names, scratch);
		canvas_target_row(&in, row, 0, 1, 0, s, (long)at);
		if (at == s->selected)
			draw_bar(&in, row, !s->in_list);
	}
}

/* ---- the row before ---- */

static void draw_before(const struct walk_state *s, struct canvas *pane, struct arena *scratch)
{
	const struct walk_visit *visit = s->at ? &s->visits.items[s->at - 1] : NULL;
	struct shown title = visit ? shown_cut(scratch, show(scratch, visit->label), pane->cols - 6) : SHOWN("");
	struct canvas in = canvas_box(pane, &(struct box){ .title = title });
	int names = 4;
	if (!visit) {
		canvas_put_center(&in, in.rows / 3, SHOWN("the walk begins here"), VOICE_DIM);
		return;
	}
	for (size_t i = 0; i < visit->glance_count; i++)
		names = visit->glance[i].name.cells > names ? visit->glance[i].name.cells : names;
	names = names > NAME_MAX ? NAME_MAX : names;
	for (size_t i = 0; i < visit->glance_count && (int)i < in.rows - 2; i++) {
		canvas_put(&in, (int)i, 0, shown_cut(scratch, visit->glance[i].name, names), VOICE_DIM);
		canvas_put(&in, (int)i, names + 2, shown_cut(scratch, visit->glance[i].value, in.cols - names - 2), VOICE_DIM);
	}
	struct shown followed = show_format(scratch, "%s %s", s->visits.items[s->at].via->as, text_is_utf8() ? "▸" : ">");
	canvas_put_right(&in, in.rows - 1, in.cols, shown_cut(scratch, followed, in.cols), VOICE_ACCENT);
	canvas_target(&in, in.rows - 1, 0, in.cols, '[');
}

/* ---- what is behind the selected line ---- */

/* The whole value, as much of it as fits. */
static void draw_value(const struct walk_state *s, struct canvas *pane, struct arena *scratch)
{
	size_t index = s->lines[s->selected].index;
	const struct outline_column *column = &s->row.table->columns[s->row.columns[index].position];
	const struct walk_cell *cell = &s->row.cells[index];
	struct canvas in = canvas_box(pane, &(struct box){ .title = shown_cut(scratch, show(scratch, column->name), pane->cols - 6),
		.count = shown_cut(scratch, show(scratch, column->type), 20) });
	if (cell->value.type == VALUE_TEXT && !cell->secret)
		draw_wrapped(&in, 0, arena_copy(scratch, cell->value.text, cell->value.size), VOICE_PLAIN, scratch);
	else
		canvas_put(&in, 0, 0, walk_shown(scratch, &s->row.columns[index], cell), VOICE_DIM);
}

static void draw_onward(const struct walk_state *s, struct canvas *in, struct arena *scratch)
{
	size_t count = s->next.table->relation_count, shown = count < ONWARD_ROWS - 2 ? count : ONWARD_ROWS - 2;
	if (!s->has_next)
		return;
	canvas_put(in, 1, 0, show_format(scratch, "from #%s onward:", s->next.key), VOICE_DIM);
	for (size_t i = 0; i < shown; i++) {
		const struct walk_link *link = &s->next_links[i];
		int col = canvas_put(in, 2 + (int)i, 0, shown_fit(scratch, shown_cut(scratch, show(scratch, link->relation->as), 12), 12), VOICE_PLAIN);
		canvas_put_right(in, 2 + (int)i, col + COUNT_CELLS, walk_count_shown(link, scratch), VOICE_PLAIN);
		canvas_put(in, 2 + (int)i, col + COUNT_CELLS + 2, shown_cut(scratch, show(scratch, walk_get_call(scratch, link->relation)), in->cols - col - COUNT_CELLS - 2), VOICE_DIM);
	}
}

/* What the join table says stands in the border below. */
static struct shown via_words(const struct walk_state *s, struct arena *scratch)
{
	const struct outline_table *through = s->from.relation->through;
	if (!through)
		return list_position(&s->list, scratch);
	return show_format(scratch, "via %s", through->name);
}

static void draw_list(const struct walk_state *s, struct canvas *pane, struct arena *scratch)
{
	const struct walk_link *link = walk_selected_link(s);
	struct shown count = walk_count_shown(link, scratch);
	struct canvas in = canvas_box(pane, &(struct box){ .title = shown_cut(scratch, show(scratch, s->list_call), pane->cols - count.cells - 10), .count = count,
		.foot = s->has_list ? via_words(s, scratch) : SHOWN(""), .focus = s->in_list });
	int rows = walk_list_rows(s);
	struct canvas list = canvas_part(&in, 0, 0, rows, 0);
	if (s->has_list && list_selected(&s->list)) {
		list_draw(&s->list, &list, s->in_list, scratch);
	} else {
		canvas_put_center(&in, in.rows / 3, link->unknown || (link->count && s->app->file) ? SHOWN("they could not be read") : link->count ? SHOWN("counted only: not yours to see") : SHOWN("none"), VOICE_DIM);
		return;
	}
	if (rows < in.rows) {
		struct canvas onward = canvas_part(&in, rows, 0, 0, 0);
		draw_onward(s, &onward, scratch);
	}
}

static void draw_behind(const struct walk_state *s, struct canvas *pane, struct arena *scratch)
{
	if (walk_selected_link(s))
		draw_list(s, pane, scratch);
	else if (s->line_count)
		draw_value(s, pane, scratch);
	else
		canvas_box(pane, &(struct box){ .focus = false });
}

/* ---- what was asked ---- */

static void draw_asked(const struct walk_state *s, struct canvas *body, int row, struct arena *scratch)
{
	struct shown ms = show_format(scratch, "%5.1f ms", s->ms);
	int end = canvas_put_right(body, row, body->cols - 1, ms, VOICE_DIM);
	canvas_put(body, row, 1, shown_cut(scratch, show(scratch, s->sql ? s->sql : ""), end - 3), VOICE_PLAIN);
	struct shown plan = show_format(scratch, "%s%s", s->scan ? "! " : "", s->plan ? s->plan : "");
	canvas_put(body, row + 1, 3, shown_cut(scratch, plan, body->cols - 4), s->scan ? VOICE_LOW : VOICE_DIM);
}

void walk_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct walk_state *s = state;
	struct walk_panes panes = walk_panes(s);
	int rows = walk_pane_rows(s);
	draw_path_line(s, body, scratch);
	if (body->cols < ONE_PANE) {
		struct canvas pane = canvas_part(body, 1, 0, rows, 0);
		if (s->in_list)
			draw_behind(s, &pane, scratch);
		else
			draw_row(s, &pane, scratch);
	} else {
		struct canvas before = canvas_part(body, 1, 0, rows, panes.before), row = canvas_part(body, 1, panes.before, rows, panes.row);
		struct canvas behind = canvas_part(body, 1, panes.before + panes.row, rows, panes.list);
		if (panes.before)
			draw_before(s, &before, scratch);
		draw_row(s, &row, scratch);
		draw_behind(s, &behind, scratch);
	}
	if (s->rows >= SQL_ROWS_MIN)
		draw_asked(s, body, rows + 1, scratch);
}
