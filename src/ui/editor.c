/* The text is a field's; here it is cut into the lines that are seen, anew after each change and each change of size. The
 * cursor is the field's place in the text. One such place is at two places on the screen: behind a line that was wrapped,
 * and before the next one; so that End and ↓ can stand behind it, at_end is remembered. */
#include "ui/editor.h"

#include "base/arena.h"

#include <string.h>

enum { ROWS = 3, COLS = 32, WHEEL_LINES = 3 };

static int text_cells(const struct editor *editor)
{
	return editor->cols > 1 ? editor->cols - 1 : 1;
}

static void wrap(struct editor *editor)
{
	const char *bytes = field_text(&editor->field);
	size_t size = editor->field.text.size;

	editor->lines.count = 0;
	for (size_t at = 0, end;; at = end + 1) {
		end = at + strcspn(bytes + at, "\n");
		do {
			size_t stop = at < end ? text_wrap(bytes, end, at, text_cells(editor)) : end;
			vec_push(&editor->lines, ((struct editor_line){ at, stop }));
			at = stop;
		} while (at < end);
		if (end == size)
			return;
	}
}

/* The line that the cursor stands in. */
static size_t line_of(const struct editor *editor)
{
	const struct editor_line *lines = editor->lines.items;
	size_t at = editor->field.at, low = 0, high = editor->lines.count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (lines[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	return editor->at_end && low && lines[low - 1].end == at ? low - 1 : low;
}

static int cells_between(const struct editor *editor, size_t from, size_t to)
{
	int all = 0, cells;

	while (from < to) {
		from += text_cluster(editor->field.text.bytes, editor->field.text.size, from, &cells);
		all += cells;
	}
	return all;
}

/* Cells before the cursor; blanks may hang over the edge, the cursor does not. */
static int column_of(const struct editor *editor)
{
	int cells = cells_between(editor, editor->lines.items[line_of(editor)].start, editor->field.at);
	return cells < text_cells(editor) ? cells : text_cells(editor);
}

/* So that the cursor is in the pane, and no line is wasted below the text. */
static void scroll(struct editor *editor)
{
	size_t line = line_of(editor), rows = (size_t)editor->rows, count = editor->lines.count;

	if (editor->top + rows > count)
		editor->top = count > rows ? count - rows : 0;
	if (line < editor->top)
		editor->top = line;
	if (line >= editor->top + rows)
		editor->top = line - rows + 1;
}

void editor_init(struct editor *editor, size_t limit)
{
	*editor = (struct editor){ .rows = ROWS, .cols = COLS, .wanted = -1 };
	field_init(&editor->field, FIELD_LINES, limit);
	wrap(editor);
}

void editor_release(struct editor *editor)
{
	field_release(&editor->field);
	vec_release(&editor->lines);
}

const char *editor_text(const struct editor *editor)
{
	return field_text(&editor->field);
}

void editor_set(struct editor *editor, const char *text)
{
	size_t limit = editor->field.limit;

	editor->field.limit = SIZE_MAX / 2;
	field_set(&editor->field, text);
	editor->field.limit = limit;
	editor->field.at = editor->top = 0;
	editor->at_end = false;
	editor->wanted = -1;
	wrap(editor);
}

void editor_layout(struct editor *editor, int rows, int cols)
{
	editor->rows = rows < 1 ? 1 : rows;
	editor->cols = cols;
	wrap(editor);
	scroll(editor);
}

/* ---- moving ---- */

static enum field_did go(struct editor *editor, size_t at, bool at_end)
{
	editor->field.at = at;
	editor->at_end = at_end;
	return FIELD_MOVED;
}

/* Into @line, @cells from its beginning or at its end. */
static enum field_did stand(struct editor *editor, size_t line, int cells)
{
	const struct editor_line *to = &editor->lines.items[line];
	size_t at = to->start;

	for (int width; at < to->end; cells -= width) {
		size_t size = text_cluster(editor->field.text.bytes, editor->field.text.size, at, &width);
		if (width > cells)
			break;
		at += size;
	}
	return go(editor, at, at == to->end);
}

/* @step lines down; as far as there are any. */
static enum field_did move(struct editor *editor, long step)
{
	long line = (long)line_of(editor) + step, last = (long)editor->lines.count - 1;

	if (editor->wanted < 0)
		editor->wanted = column_of(editor);
	return stand(editor, (size_t)(line < 0 ? 0 : line > last ? last : line), editor->wanted);
}

static enum field_did up_or_out(struct editor *editor)
{
	return line_of(editor) ? move(editor, -1) : FIELD_IGNORED;
}

static enum field_did down_or_out(struct editor *editor)
{
	return line_of(editor) + 1 < editor->lines.count ? move(editor, 1) : FIELD_IGNORED;
}

static long page(const struct editor *editor)
{
	return editor->rows > 1 ? editor->rows - 1 : 1;
}

/* From the beginning of a line on: what stands before it, one line or newline of it. */
static enum field_did cut_before(struct editor *editor)
{
	size_t line = line_of(editor), at = editor->field.at, start = editor->lines.items[line].start;

	if (at > start)
		return field_cut(&editor->field, start, at);
	if (!line)
		return FIELD_MOVED;
	const struct editor_line *before = &editor->lines.items[line - 1];
	return field_cut(&editor->field, before->end < at ? before->end : before->start, at);
}

static enum field_did cut_behind(struct editor *editor)
{
	size_t line = line_of(editor), at = editor->field.at, end = editor->lines.items[line].end;

	if (at < end)
		return field_cut(&editor->field, at, end);
	if (line + 1 == editor->lines.count)
		return FIELD_MOVED;
	const struct editor_line *next = &editor->lines.items[line + 1];
	return field_cut(&editor->field, at, next->start > at ? next->start : next->end);
}

/* To the field, which knows no lines. */
static enum field_did pass(struct editor *editor, const struct event *event)
{
	enum field_did did = field_event(&editor->field, event);

	if (did != FIELD_IGNORED)
		editor->at_end = false;
	return did;
}

/* From behind a wrapped line before the next one, which is the same place in the text. */
static enum field_did right(struct editor *editor, const struct event *event)
{
	size_t next = line_of(editor) + 1, at = editor->field.at;

	if (editor->at_end && next < editor->lines.count && editor->lines.items[next].start == at)
		return go(editor, at, false);
	return pass(editor, event);
}

static enum field_did key(struct editor *editor, const struct event *event)
{
	const struct editor_line *line = &editor->lines.items[line_of(editor)];

	switch (event->key) {
	case K_UP: return up_or_out(editor);
	case K_DOWN: return down_or_out(editor);
	case K_PAGE_UP: return move(editor, -page(editor));
	case K_PAGE_DOWN: return move(editor, page(editor));
	case K_HOME: case K_CTRL('a'): return go(editor, line->start, false);
	case K_END: case K_CTRL('e'): return go(editor, line->end, true);
	case K_CTRL(K_HOME): return go(editor, 0, false);
	case K_CTRL(K_END): return go(editor, editor->field.text.size, false);
	case K_CTRL('u'): return cut_before(editor);
	case K_CTRL('k'): return cut_behind(editor);
	case K_ENTER: return field_insert(&editor->field, '\n');
	case K_RIGHT: case K_CTRL('f'): return right(editor, event);
	}
	return pass(editor, event);
}

static bool keeps_column(const struct event *event)
{
	return event->type == EVENT_WHEEL || (event->type == EVENT_KEY && (event->key == K_UP || event->key == K_DOWN
		|| event->key == K_PAGE_UP || event->key == K_PAGE_DOWN));
}

static enum field_did click(struct editor *editor, const struct event *event)
{
	size_t line = editor->top + (size_t)(event->in_row < 0 ? 0 : event->in_row);
	return stand(editor, line < editor->lines.count ? line : editor->lines.count - 1, event->in_col);
}

static enum field_did handle(struct editor *editor, const struct event *event)
{
	if (event->type == EVENT_KEY)
		return key(editor, event);
	if (event->type == EVENT_CLICK)
		return click(editor, event);
	return event->type == EVENT_WHEEL ? move(editor, event->index * WHEEL_LINES) : pass(editor, event);
}

enum field_did editor_event(struct editor *editor, const struct event *event)
{
	enum field_did did = handle(editor, event);

	if (did == FIELD_IGNORED)
		return did;
	if (did != FIELD_MOVED) {
		editor->at_end = false;
		wrap(editor);
	}
	if (!keeps_column(event))
		editor->wanted = -1;
	scroll(editor);
	return did;
}

/* ---- drawing ---- */

static void draw_line(const struct editor *editor, struct canvas *inside, int row, struct arena *scratch)
{
	size_t index = editor->top + (size_t)row;

	canvas_fill(inside, row, 0, 1, text_cells(editor), VOICE_FIELD);
	if (index >= editor->lines.count)
		return;
	const struct editor_line *line = &editor->lines.items[index];
	struct canvas text = canvas_part(inside, row, 0, 1, text_cells(editor));
	if (line->end > line->start)
		canvas_put(&text, 0, 0, show_n(scratch, editor->field.text.bytes + line->start, line->end - line->start), VOICE_FIELD);
}

void editor_draw(const struct editor *editor, struct canvas *canvas, int row, int col, bool focus, struct arena *scratch)
{
	struct canvas inside = canvas_part(canvas, row, col, editor->rows, editor->cols);

	for (int i = 0; i < inside.rows; i++)
		draw_line(editor, &inside, i, scratch);
	if (editor->top)
		canvas_put(&inside, 0, inside.cols - 1, shown_mark("↑", "^"), VOICE_DIM);
	if (editor->top + (size_t)editor->rows < editor->lines.count)
		canvas_put(&inside, inside.rows - 1, inside.cols - 1, shown_mark("↓", "v"), VOICE_DIM);
	if (focus)
		canvas_cursor(&inside, (int)(line_of(editor) - editor->top), column_of(editor));
}
