/* What would become of the rows: those that are not right first, then changes field by field, then what is new. */
#include "screens/import.h"
#include "ui/canvas.h"

#include <string.h>

enum { HEAD_ROWS = 2, NUMBERS_MIN = 4, LABEL_COLS = 13, SHORT = 32, LEAD = 12 };

typedef VEC(struct import_line) line_list;

size_t import_ready(const struct import_state *s)
{
	return s->report.added_count + s->report.changed_count;
}

static void add_heading(line_list *list, struct arena *arena, const char *words, size_t count, enum voice voice)
{
	if (list->count)
		vec_push(list, ((struct import_line){ .text = "" }));
	vec_push(list, ((struct import_line){ .text = arena_format(arena, "%s: %zu", words, count), .voice = voice }));
}

/* Where two texts begin to differ, a few words before that; 0 when that is near their beginning. */
static size_t common_start(const char *a, const char *b)
{
	size_t same = 0;
	while (a[same] && a[same] == b[same])
		same++;
	if (same < LEAD * 2)
		return 0;
	for (same -= LEAD; same && a[same - 1] != ' ';)
		same--;
	return same;
}

static void add_long_change(line_list *list, struct arena *arena, const struct draft_change *c, const char *arrow)
{
	size_t skip = common_start(c->before, c->after);
	const char *start = skip ? shown_mark("… ", "... ").bytes : "", *none = "(none)";
	vec_push(list, ((struct import_line){ .label = import_column(c->attribute),
		.text = arena_format(arena, "%s%s", start, *c->before ? c->before + skip : none) }));
	vec_push(list, ((struct import_line){ .label = arrow, .follows = true,
		.text = arena_format(arena, "%s%s", start, *c->after ? c->after + skip : none) }));
}

/* On one line where both texts are short. */
static void add_changes(line_list *list, struct arena *arena, const struct import_row *row)
{
	const char *arrow = shown_mark("→", "->").bytes;
	for (size_t i = 0; i < row->changes.count; i++) {
		const struct draft_change *c = &row->changes.items[i];
		if (strlen(c->before) + strlen(c->after) > SHORT)
			add_long_change(list, arena, c, arrow);
		else
			vec_push(list, ((struct import_line){ .label = import_column(c->attribute), .text = arena_format(arena, "%s %s %s",
				*c->before ? c->before : "(none)", arrow, *c->after ? c->after : "(none)") }));
	}
}

static void add_section(line_list *list, struct arena *arena, const char *words, enum voice voice, const struct import_row *rows,
	size_t count)
{
	if (!count)
		return;
	add_heading(list, arena, words, count, voice);
	for (size_t i = 0; i < count && i < IMPORT_TOLD; i++) {
		vec_push(list, ((struct import_line){ .number = rows[i].line, .text = rows[i].why ? rows[i].why : rows[i].title }));
		add_changes(list, arena, &rows[i]);
	}
	if (count > IMPORT_TOLD)
		vec_push(list, ((struct import_line){ .label = "", .text = arena_format(arena, "and %zu more", count - IMPORT_TOLD),
			.voice = VOICE_DIM }));
}

static int digits_of(size_t number)
{
	int digits = 1;
	while (number /= 10)
		digits++;
	return digits;
}

void import_lines(struct import_state *s)
{
	const struct import_report *r = &s->report;
	line_list list = { 0 };
	add_section(&list, &s->arena, "not right", VOICE_REFUSE, r->bad, r->bad_count);
	add_section(&list, &s->arena, "to change", VOICE_TITLE, r->changed, r->changed_count);
	add_section(&list, &s->arena, "to add", VOICE_TITLE, r->added, r->added_count);
	s->lines = arena_array(&s->arena, struct import_line, list.count);
	s->count = list.count;
	s->numbers = NUMBERS_MIN;
	for (size_t i = 0; i < list.count; i++) {
		s->lines[i] = list.items[i];
		int digits = digits_of(list.items[i].number);
		s->numbers = digits > s->numbers ? digits : s->numbers;
	}
	vec_release(&list);
}

size_t import_height(const struct import_state *s)
{
	return s->rows > HEAD_ROWS + 2 ? (size_t)(s->rows - HEAD_ROWS - 2) : 1;
}

/* A count and what it counts; returns where the next one begins. */
static int put_count(struct canvas *to, int col, size_t count, const char *words, enum voice voice, struct arena *scratch)
{
	int end = canvas_put(to, 0, col, show_format(scratch, "%zu", count), count ? VOICE_BOLD : VOICE_DIM);
	return canvas_put(to, 0, end + 1, show(scratch, words), count ? voice : VOICE_DIM) + 3;
}

static void draw_counts(const struct import_state *s, struct canvas *in, struct arena *scratch)
{
	int col = put_count(in, 0, s->report.added_count, "to add", VOICE_PLAIN, scratch);
	col = put_count(in, col, s->report.changed_count, "to change", VOICE_PLAIN, scratch);
	col = put_count(in, col, s->report.unchanged_count, "the same", VOICE_PLAIN, scratch);
	col = put_count(in, col, s->report.bad_count, "not right", VOICE_REFUSE, scratch);
	struct shown numbers = SHOWN("by lines of the file");
	if (s->count && col + numbers.cells <= in->cols)
		canvas_put_right(in, 0, in->cols, numbers, VOICE_DIM);
}

static void draw_line(const struct import_state *s, struct canvas *in, int row, const struct import_line *line, struct arena *scratch)
{
	bool heading = !line->number && !line->label;
	int col = heading ? 0 : s->numbers + 2;
	if (line->number)
		canvas_put_right(in, row, s->numbers, show_format(scratch, "%zu", line->number), VOICE_DIM);
	if (line->label && *line->label) {
		struct shown label = show(scratch, line->label);
		col += LABEL_COLS;
		canvas_put(in, row, line->follows ? col - 1 - label.cells : col - LABEL_COLS, label, VOICE_DIM);
	}
	canvas_put(in, row, col, shown_cut(scratch, show(scratch, line->text), in->cols - col), line->voice);
}

static struct shown position(const struct import_state *s, struct arena *scratch)
{
	size_t height = import_height(s), end = s->top + height < s->count ? s->top + height : s->count;
	return s->count > height ? show_format(scratch, "lines %zu to %zu of %zu", s->top + 1, end, s->count) : SHOWN("");
}

void import_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct import_state *s = state;
	const char *slash = strrchr(s->path, '/');
	struct shown title = show_format(scratch, "Import %s", slash ? slash + 1 : s->path);
	struct canvas in = canvas_box(body, &(struct box){ .title = shown_cut(scratch, title, body->cols - 32),
		.count = SHOWN("nothing is written yet"), .foot = position(s, scratch), .focus = true });
	draw_counts(s, &in, scratch);
	if (!s->count)
		canvas_say(&in, HEAD_ROWS, 0, "All of it is in the shop already, as it stands in the file.", VOICE_PLAIN);
	for (size_t i = 0; i < import_height(s) && s->top + i < s->count; i++)
		draw_line(s, &in, HEAD_ROWS + (int)i, &s->lines[s->top + i], scratch);
}
