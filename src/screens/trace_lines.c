/* Statements as lines: clause by clause, as many of them on a line as fit; how long and how many rows to the right of the
 * last one; the plan below. */
#include "screens/trace.h"

#include "explore/eager.h"
#include "explore/spell.h"
#include "screens/file.h"

#include <string.h>

enum { FURTHER = 2, PLAN_INDENT = 4, GAP = 2 };

struct making {
	struct trace_state *s;
	struct arena *arena;
	const struct schema *declared;
	VEC(struct trace_line) lines;
	int cols, digits;
};

static void add(struct making *m, struct trace_line line)
{
	vec_push(&m->lines, line);
}

static void add_wrapped(struct making *m, const char *raw, enum voice voice, int indent, size_t number)
{
	struct shown *lines;
	size_t count = show_wrapped(m->arena, raw, m->cols - indent, &lines);
	for (size_t i = 0; i < count; i++)
		add(m, (struct trace_line){ .text = lines[i], .voice = voice, .indent = indent, .number = number });
}

/* ---- plans ---- */

static void add_plan(struct making *m, const struct traced *traced, size_t number)
{
	const struct plan *plan = plans_find(&m->s->plans, file_connection(m->s->app), traced->sql);
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = &plan->steps[i];
		int indent = m->digits + 1 + PLAN_INDENT + (int)(step->depth < 8 ? step->depth : 8) * 2;
		const char *words = step->scan ? arena_format(m->arena, "! %s: every row is read", step->detail) : step->detail;
		add_wrapped(m, words, step->scan ? VOICE_LOW : VOICE_DIM, indent, number);
	}
}

/* ---- statements ---- */

static bool has_rows(const char *sql)
{
	static const char *const without[] = { "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE" };
	for (size_t i = 0; i < sizeof without / sizeof *without; i++)
		if (!strncmp(sql, without[i], strlen(without[i])))
			return false;
	return true;
}

static struct shown figures_of(struct making *m, const struct traced *traced)
{
	double ms = (double)traced->nanoseconds / 1e6;
	if (traced->error)
		return show_format(m->arena, "%5.1f ms  refused", ms);
	if (!has_rows(traced->sql))
		return show_format(m->arena, "%5.1f ms           ", ms);
	return show_format(m->arena, "%5.1f ms %5lld %s", ms, (long long)traced->rows, traced->rows == 1 ? "row " : "rows");
}

/* Put the figures on the last line, or below it. */
static void add_figures(struct making *m, const struct traced *traced, struct shown figures, size_t number)
{
	struct trace_line *last = &m->lines.items[m->lines.count - 1];
	if (last->indent + last->text.cells + GAP + figures.cells > m->cols) {
		add(m, (struct trace_line){ .number = number, .voice = VOICE_PLAIN });
		last = &m->lines.items[m->lines.count - 1];
	}
	last->right = figures;
	last->right_voice = traced->error ? VOICE_REFUSE : VOICE_DIM;
}

/* The clauses from @from to before @to on one line. */
static const char *joined(struct making *m, const struct clauses *clauses, size_t from, size_t to)
{
	const char *line = clauses->items[from];
	while (++from < to)
		line = arena_format(m->arena, "%s %s", line, clauses->items[from]);
	return line;
}

/* How many clauses from @from on stand on one line: all with the figures, or as many as fit, up to a WHERE. */
static size_t line_end(struct making *m, const struct clauses *clauses, size_t from, int room, int figures)
{
	size_t end = from + 1;
	if (show(m->arena, joined(m, clauses, from, clauses->count)).cells + figures <= room)
		return clauses->count;
	while (end < clauses->count && strncmp(clauses->items[end], "WHERE", 5) && show(m->arena, joined(m, clauses, from, end + 1)).cells <= room)
		end++;
	return end == clauses->count && end > from + 1 ? end - 1 : end;
}

static void add_clauses(struct making *m, const struct clauses *clauses, int figures, size_t number)
{
	int indent = m->digits + 1;
	for (size_t from = 0, end; from < clauses->count; from = end) {
		size_t at = m->lines.count;
		end = line_end(m, clauses, from, m->cols - indent, figures);
		add_wrapped(m, joined(m, clauses, from, end), VOICE_PLAIN, indent, number);
		if (!from && m->lines.count > at) {
			m->lines.items[at].first = true;
			m->lines.items[at].number_text = show_format(m->arena, "%*zu", m->digits, number);
		}
		indent = m->digits + 1 + FURTHER;
	}
}

static void add_statement(struct making *m, size_t number)
{
	struct traced traced = trace_at(m->s->app->trace, number);
	struct spelling spelling = { .sql = traced.sql, .values = traced.values, .count = traced.count, .declared = m->declared,
		.form = m->s->whole == number ? SPELL_WHOLE : SPELL_SHORT };
	struct clauses clauses = spell_clauses(m->arena, &spelling);
	struct shown figures = figures_of(m, &traced);
	add_clauses(m, &clauses, GAP + figures.cells, number);
	add_figures(m, &traced, figures, number);
	if (m->s->with_plans)
		add_plan(m, &traced, number);
}

/* ---- all of them ---- */

static bool fits_search(struct making *m, size_t number)
{
	const char *wanted = field_text(&m->s->find);
	if (!*wanted)
		return true;
	struct traced traced = trace_at(m->s->app->trace, number);
	const char *line = spell_line(m->arena, &(struct spelling){ .sql = traced.sql, .values = traced.values, .count = traced.count,
		.declared = m->declared });
	return strstr(text_key(m->arena, line), text_key(m->arena, wanted));
}

static void add_repeats(struct making *m)
{
	const struct trace *trace = m->s->app->trace;
	for (size_t i = 0; i < trace_repeats(trace); i++) {
		struct trace_repeat repeat = trace_repeat_at(trace, i);
		struct clauses clauses = spell_clauses(m->arena, &(struct spelling){ .sql = repeat.sql, .declared = m->declared });
		const char *what = clauses.count > 1 ? arena_format(m->arena, "%s %s", clauses.items[0], clauses.items[1]) : clauses.items[0];
		add_wrapped(m, arena_format(m->arena, "! N+1: %s, %zu times. At once: %s", shown_cut(m->arena, show(m->arena, what), 44).bytes,
			repeat.times, eager_call(m->arena, m->declared, repeat.sql, repeat.before)), VOICE_LOW, 0, 0);
	}
}

static void add_group(struct making *m, const char *call, size_t from, size_t to, bool headed)
{
	size_t head = m->lines.count;
	if (headed)
		add(m, (struct trace_line){ .text = shown_cut(m->arena, show_format(m->arena, "then %s", call ? call : "what is shown"), m->cols), .voice = VOICE_DIM });
	for (size_t number = from; number <= to; number++)
		if (fits_search(m, number))
			add_statement(m, number);
	if (headed && m->lines.count == head + 1)
		m->lines.count--;
}

void trace_lines_make(struct trace_state *s, int cols)
{
	struct trace_totals totals = trace_totals(s->app->trace);
	struct making m = { .s = s, .arena = &s->arena, .declared = file_schema(s->app), .cols = cols, .digits = 1 };
	size_t first = totals.statements - totals.kept + 1, from = first, last;
	arena_reset(&s->arena);
	for (size_t most = totals.statements; most >= 10; most /= 10)
		m.digits++;
	add_repeats(&m);
	if (first > 1)
		add_wrapped(&m, arena_format(m.arena, "the first %zu are no longer kept", first - 1), VOICE_DIM, 0, 0);
	for (size_t i = 0; i < trace_calls(s->app->trace); i++) {
		const char *call = trace_call_at(s->app->trace, i, &last);
		if (last >= from)
			add_group(&m, call, from, last, i > 0);
		from = last >= from ? last + 1 : from;
	}
	s->lines = (struct trace_lines){ arena_array(&s->arena, struct trace_line, m.lines.count), m.lines.count };
	if (m.lines.count)
		memcpy(s->lines.items, m.lines.items, m.lines.count * sizeof *s->lines.items);
	vec_release(&m.lines);
}

struct shown trace_title(const struct trace_state *s, struct arena *arena)
{
	size_t last;
	const char *call = trace_calls(s->app->trace) ? trace_call_at(s->app->trace, 0, &last) : NULL;
	return call ? show(arena, call) : SHOWN("SQL of the last act");
}
