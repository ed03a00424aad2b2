/* The tree and what is said below it, as lines for the present width; the tree's can be chosen. */
#include "screens/rehearsal_state.h"

enum { ROW_INDENT = 10 };

static void add(struct rehearsal_state *s, struct shown text, enum voice voice)
{
	vec_push(&s->lines, ((struct rehearsal_line){ .text = text, .voice = voice }));
}

/* @raw behind @head, wrapped; further lines stand @hang cells further in. */
static void add_wrapped(struct rehearsal_state *s, struct shown head, const char *raw, int hang, enum voice voice)
{
	struct shown *lines;
	size_t count = show_wrapped(&s->drawn, raw, s->cols - head.cells - hang, &lines);
	for (size_t i = 0; i < count; i++)
		add(s, shown_join(&s->drawn, i ? show_format(&s->drawn, "%*s", head.cells + hang, "") : head, lines[i]), voice);
}

static void add_blocked(struct rehearsal_state *s)
{
	const struct rehearse_blocked *b = s->rehearsal->blocked;
	const char *row = b->table && b->row.key_count ? retell_row(&s->drawn, b->table, &b->row) : NULL;
	if (b->key && row)
		add_wrapped(s, SHOWN("refused: "), arena_format(&s->drawn, "%s would refer to a row of %s that is not there, by %s", row,
			b->key->target, b->via), 0, VOICE_REFUSE);
	else
		add_wrapped(s, SHOWN("refused: "), b->sentence, 0, VOICE_REFUSE);
}

/* Where the shop has ways of its own, it says them itself. */
static void add_instead(struct rehearsal_state *s)
{
	bool own = s->ask.instead || (!s->ask.recorded && !s->app->file);
	const char *text = own ? NULL : retell_instead(&s->drawn, s->rehearsal);
	if (!text)
		return;
	add(s, SHOWN(""), VOICE_PLAIN);
	add_wrapped(s, SHOWN("Instead: "), text, 0, VOICE_PLAIN);
}

static void add_causes(struct rehearsal_state *s)
{
	struct retold_cause *causes;
	size_t count = retell_causes(&s->drawn, s->rehearsal, &causes);
	if (count)
		add(s, SHOWN(""), VOICE_PLAIN);
	const char *arrow = shown_mark("\u2192", "->").bytes;
	for (size_t i = 0; i < count; i++) {
		const struct retold_cause *c = &causes[i];
		add_wrapped(s, i ? SHOWN("      ") : SHOWN("Why:  "), arena_format(&s->drawn, "%s  %s %s%s%s", c->declaration, *c->action ? arrow : "", c->action,
			c->reason ? ", " : "", c->reason ? c->reason : ""), 2, VOICE_DIM);
	}
}

static const char *others_of(struct rehearsal_state *s)
{
	const char *text = "";
	for (size_t i = 0; i < s->rehearsal->other_count; i++)
		text = arena_format(&s->drawn, "%s%s%s", text, i ? ", " : "", s->rehearsal->others[i]);
	return text;
}

/* The rows of an opened branch, each on a line, as far as they are kept. */
static void add_rows(struct rehearsal_state *s, const struct retold *branch)
{
	int64_t listed = 0;
	for (const struct rehearse_row *row = branch->branch->rows; row && listed < REHEARSAL_SHOWN; row = row->next, listed++)
		vec_push(&s->lines, ((struct rehearsal_line){ .branch = branch, .row = row }));
	if (listed < branch->branch->count)
		add(s, shown_join(&s->drawn, branch->below, show_format(&s->drawn, "%*sand %lld more", ROW_INDENT, "",
			(long long)(branch->branch->count - listed))), VOICE_DIM);
}

static void add_branch(struct rehearsal_state *s, size_t at)
{
	vec_push(&s->lines, ((struct rehearsal_line){ .branch = &s->branches[at] }));
	if (s->opened[at])
		add_rows(s, &s->branches[at]);
}

static void add_statements(struct rehearsal_state *s)
{
	if (!s->statement_count)
		return;
	add(s, SHOWN(""), VOICE_PLAIN);
	for (size_t i = 0; i < s->statement_count; i++)
		add_wrapped(s, i ? SHOWN("      ") : SHOWN("SQL:  "), s->statements[i], 2, VOICE_DIM);
}

void rehearsal_make_lines(struct rehearsal_state *s)
{
	arena_reset(&s->drawn);
	s->lines.count = 0;
	if (s->rehearsal->blocked)
		add_blocked(s);
	for (size_t i = 0; i < s->branch_count; i++)
		add_branch(s, i);
	if (s->chosen >= s->lines.count || !s->lines.items[s->chosen].branch)
		s->chosen = s->rehearsal->blocked ? s->lines.count : 0;
	add(s, SHOWN(""), VOICE_PLAIN);
	if (*s->owners)
		add_wrapped(s, SHOWN("Others hit: "), s->owners, 0, VOICE_PLAIN);
	if (s->rehearsal->other_count)
		add_wrapped(s, SHOWN("Written as well: "), others_of(s), 0, VOICE_PLAIN);
	if (s->ask.advice)
		add_wrapped(s, SHOWN(""), s->ask.advice, 0, VOICE_PLAIN);
	if (s->ask.recorded && !s->rehearsal->blocked)
		add_wrapped(s, SHOWN(""), s->lasting ? arena_format(&s->drawn, "This cannot be undone: %s.", s->lasting)
			: "Afterwards u takes it back, all of it.", 0, s->lasting ? VOICE_REFUSE : VOICE_PLAIN);
	add_causes(s);
	add_instead(s);
	add_statements(s);
}

/* --- drawing --- */

enum { HEAD_ROWS = 3 };

int rehearsal_lines_fit(const struct rehearsal_state *s)
{
	return s->rows - 2 - HEAD_ROWS > 1 ? s->rows - 2 - HEAD_ROWS : 1;
}

int rehearsal_spare(const struct rehearsal_state *s)
{
	int more = (int)s->lines.count - rehearsal_lines_fit(s);
	return more > 0 ? more : 0;
}

/* The verbs' column: "set default" is longer than the others, and rare. */
static int verb_cells(const struct rehearsal_state *s)
{
	for (size_t i = 0; i < s->branch_count; i++)
		if (s->branches[i].branch->action == REHEARSE_SET_DEFAULT)
			return ROW_INDENT + 3;
	return ROW_INDENT;
}

/* Where the names of rows begin: behind the widest branch that is not too wide. */
static int names_column(const struct rehearsal_state *s, struct arena *scratch)
{
	int most = 0;
	for (size_t i = 0; i < s->branch_count; i++) {
		int cells = s->branches[i].rails.cells + verb_cells(s) + show(scratch, s->branches[i].what).cells;
		if (cells > most && cells <= s->cols / 2)
			most = cells;
	}
	return most + 3;
}

struct columns { int verb, names; };

static void draw_branch(const struct retold *line, struct canvas *to, int row, struct columns at, struct arena *scratch)
{
	bool gone = line->branch->action == REHEARSE_DELETED;
	int col = canvas_put(to, row, 0, line->rails, VOICE_DIM);
	canvas_put(to, row, col, show(scratch, line->verb), gone ? VOICE_REFUSE : VOICE_PLAIN);
	int end = canvas_put(to, row, col + at.verb, shown_cut(scratch, show(scratch, line->what), to->cols - col - at.verb), VOICE_PLAIN);
	int names = end + 3 > at.names ? end + 3 : at.names;
	canvas_put(to, row, names, shown_cut(scratch, show(scratch, line->rows), to->cols - names), VOICE_DIM);
}

static void draw_row(const struct rehearsal_line *line, struct canvas *to, int row, struct columns at, struct arena *scratch)
{
	int col = canvas_put(to, row, 0, line->branch->below, VOICE_DIM) + at.verb;
	canvas_put(to, row, col, shown_cut(scratch, show(scratch, retell_row(scratch, line->branch->branch->table, line->row)), to->cols - col), VOICE_PLAIN);
}

static void draw_line(const struct rehearsal_state *s, struct canvas *to, int row, size_t at, struct columns columns, struct arena *scratch)
{
	const struct rehearsal_line *line = &s->lines.items[at];
	if (line->row)
		draw_row(line, to, row, columns, scratch);
	else if (line->branch)
		draw_branch(line->branch, to, row, columns, scratch);
	else
		canvas_put(to, row, 0, line->text, line->voice);
	if (!line->branch)
		return;
	canvas_target_row(to, row, 0, 1, 0, s, (long)at);
	if (at == s->chosen) {
		struct canvas whole = canvas_whole(to->grid);
		canvas_voice(&whole, to->row + row, to->col - 1, to->cols + 2, VOICE_BAR);
	}
}

/* The statement, what SQLite would say, and the truth. */
static void draw_head(const struct rehearsal_state *s, struct canvas *to, struct arena *scratch)
{
	const struct rehearsal *r = s->rehearsal;
	struct shown said = show_format(scratch, "SQLite would say %lld %s", (long long)r->reported, r->reported == 1 ? "row" : "rows");
	struct shown truth = show_format(scratch, "really touched: %lld %s", (long long)r->touched, r->touched == 1 ? "row" : "rows");
	bool beside = to->cols >= 70;
	canvas_put(to, 0, 0, shown_cut(scratch, show(scratch, r->statement), beside ? to->cols - said.cells - 2 : to->cols), VOICE_PLAIN);
	if (beside)
		canvas_put_right(to, 0, to->cols, said, VOICE_DIM);
	canvas_put_right(to, 1, to->cols, truth, VOICE_BOLD);
	if (!beside)
		canvas_put(to, 1, 0, said, VOICE_DIM);
}

void rehearsal_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct rehearsal_state *s = state;
	struct columns columns = { verb_cells(s), names_column(s, scratch) };
	int height = (int)s->lines.count + HEAD_ROWS + 2;
	struct canvas whole = canvas_part(body, 0, 0, height < body->rows ? height : body->rows, 0);
	struct shown title = shown_cut(scratch, show_format(scratch, "Rehearsal: %s", s->ask.title), body->cols - 34);
	struct canvas in = canvas_box(&whole, &(struct box){ .title = title, .count = SHOWN("nothing is written yet"), .focus = true,
		.foot = s->skip < rehearsal_spare(s) ? shown_mark("↓ more", "down: more") : SHOWN("") });
	draw_head(s, &in, scratch);
	for (int i = 0; i < rehearsal_lines_fit(s) && s->skip + i < (int)s->lines.count; i++)
		draw_line(s, &in, HEAD_ROWS + i, (size_t)(s->skip + i), columns, scratch);
}
