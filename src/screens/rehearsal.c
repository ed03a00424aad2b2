/* The rehearsal itself is src/explore's; here it is asked for, drawn, and done when that is what was shown. */
#include "screens/rehearsal.h"

#include "explore/infer.h"
#include "explore/open.h"
#include "explore/spell.h"
#include "explore/trace.h"
#include "model/store.h"
#include "screens/file.h"
#include "screens/rehearsal_state.h"
#include "screens/write.h"

#include <string.h>
#include <strings.h>

/* Whose the rows are is asked of more of them than are listed. */
enum { KEPT = 1000, LABELLED = 8, STATEMENT_MS = 5000, COPIED_MOST = 256 * 1024 * 1024 };

/* --- the rehearsal --- */

static bool is_our_own(const char *table)
{
	return !strncasecmp(table, "souk", 4);
}

/* Of the statements those that write rows, but for our own tables that are no models. */
static bool is_told(const char *sql)
{
	return (!strncmp(sql, "INSERT", 6) || !strncmp(sql, "UPDATE", 6) || !strncmp(sql, "DELETE", 6)) && !strstr(sql, "`souk");
}

static const char *spelt(struct rehearsal_state *s, const struct traced *ran)
{
	struct clauses clauses = spell_clauses(&s->told, &(struct spelling){ .sql = ran->sql, .values = ran->values, .count = ran->count,
		.declared = store_schema(shop_store(s->app->shop)), .form = SPELL_SHORT });
	const char *text = "";
	for (size_t i = 0; i < clauses.count; i++)
		text = arena_format(&s->told, "%s%s%s", text, i ? " " : "", clauses.items[i]);
	return text;
}

static void keep_statements(struct rehearsal_state *s)
{
	struct trace_totals totals = trace_totals(s->app->trace);
	s->statement_count = 0;
	if (!s->ask.tells_sql)
		return;
	s->statements = arena_array(&s->told, const char *, totals.kept);
	for (size_t i = totals.statements - totals.kept + 1; i <= totals.statements; i++) {
		struct traced ran = trace_at(s->app->trace, i);
		if (is_told(ran.sql))
			s->statements[s->statement_count++] = spelt(s, &ran);
	}
}

static enum err run_act(void *context, int64_t *reported)
{
	struct rehearsal_state *s = context;
	struct rehearse_statement one = { .db = s->db, .sql = s->ask.statement, .text = s->ask.statement };
	struct rehearse_act sql = rehearse_sql(&one);
	struct arena scratch;
	trace_act(s->app->trace);            /* the trace keeps to the write: what is read about it comes after */
	arena_init(&scratch);
	enum err err = s->ask.run ? s->ask.run(s->ask.context, s->ask.id, s->app, &scratch) : sql.run(sql.context, reported);
	arena_release(&scratch);
	app_call(s->app, "%s", s->ask.title);
	keep_statements(s);
	trace_hold(s->app->trace);
	return err;
}

/* In a shop that is no demo nobody sees whose cart or order it is. */
static bool is_private(const struct rehearsal_state *s, const struct rehearse_branch *branch)
{
	static const char *const own[] = { "users", "products", "carts", "orders" };
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(branch->table->name, own[i]))
			return false;
	return s->app->shop && !shop_is_demo(s->app->shop);
}

/* In a shop that is no demo only how many. */
static enum err tell_owners(struct rehearsal_state *s)
{
	enum { NAMED = 4 };
	static const char *const keys[] = { "products.userId", "carts.userId", "orders.userId", "cartItems.cartId", "orderItems.orderId", NULL };
	bool more;
	struct retell_owner by = { "users", keys, value_integer(s->app->session.user), &more };
	const char **names, *text = "";
	size_t count, named = 0;
	s->owners = text;
	if (s->app->file)
		return OK;
	try(retell_owners(s->db, &s->told, s->rehearsal, &by, &names, &count));
	for (; shop_is_demo(s->app->shop) && named < count && named < NAMED; named++)
		text = arena_format(&s->told, "%s%s%s", text, named ? ", " : "", names[named]);
	if (count > named)
		text = arena_format(&s->told, "%s%s%s", text, named ? " and " : "", named
			? arena_format(&s->told, "%zu more", count - named) : app_plural(&s->told, (int64_t)count, "other person", "other people"));
	s->owners = more && count ? arena_format(&s->told, "at least %s", text) : text;
	return OK;
}

static enum err look_whether_lasting(struct rehearsal_state *s)
{
	s->lasting = NULL;
	for (size_t i = 0; s->ask.recorded && !s->lasting && i < s->branch_count; i++)
		try(write_can_record(s->app, &s->told, s->branches[i].branch->table->name, &s->lasting));
	return OK;
}

static enum err prepare(struct rehearsal_state *s)
{
	try(retell_label(s->db, &s->told, s->rehearsal, LABELLED));
	s->labelled = false;
	s->chosen = 0;
	s->branch_count = retell_branches(&s->told, s->rehearsal, &s->branches);
	s->opened = arena_array(&s->told, bool, s->branch_count);
	for (size_t i = 0; i < s->branch_count; i++)
		if (is_private(s, s->branches[i].branch))
			s->branches[i].rows = "";
	try(look_whether_lasting(s));
	return tell_owners(s);
}

/* @shown NULL: rehearse; else do it, unless it has changed. */
static enum err rehearse_now(struct rehearsal_state *s, const struct rehearsal *shown)
{
	struct infer_options infer = { .declared = file_schema(s->app), .hides = s->app->file ? NULL : is_our_own };
	struct rehearse_options options = { .infer = &infer, .keep = KEPT };
	struct rehearse_act act = { .statement = s->ask.statement, .run = run_act, .context = s };
	struct rehearsal *made;
	enum err err = shown ? rehearse_do(s->db, &s->told, &options, &act, shown, &made)
		: rehearse(s->db, &s->told, &options, &act, &made);
	if (made)
		s->rehearsal = made;
	return made && err != OK ? (prepare(s), err) : err;
}

/* Done, and recorded where that is possible. What is done stays done when it cannot be kept. */
static enum err do_shown(struct rehearsal_state *s)
{
	const struct rehearsal *shown = s->rehearsal;
	if (!s->ask.recorded || s->lasting)
		return rehearse_now(s, shown);
	try(write_begin(s->app));
	enum err err = rehearse_now(s, shown);
	enum err kept = write_end(s->app, s->ask.recorded, err);
	s->answer.undoable = !kept;
	return err;
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct rehearsal_state *s = state;
	(void)scratch;
	if (s->rehearsal->blocked)
		return SHOWN("ran for real, was refused, and was rolled back");
	if (!s->rehearsal->branches)
		return s->rehearsal->other_count ? SHOWN("ran for real, rolled back: these rows are not for this")
			: SHOWN("ran for real: no row would be touched");
	return s->copy ? SHOWN("ran on a private copy: this file is only read") : SHOWN("ran for real, then rolled back");
}

/* --- keys --- */

static void skip_to(struct rehearsal_state *s, int skip)
{
	int spare = rehearsal_spare(s);
	s->skip = skip > spare ? spare : skip < 0 ? 0 : skip;
}

static struct next scroll(struct rehearsal_state *s, int step)
{
	skip_to(s, s->skip + step);
	return next_stay();
}

static bool is_in_sight(const struct rehearsal_state *s, size_t line)
{
	return (int)line >= s->skip && (int)line < s->skip + rehearsal_lines_fit(s);
}

static void choose(struct rehearsal_state *s, size_t line)
{
	int at = (int)line, fit = rehearsal_lines_fit(s);
	s->chosen = line;
	if (at < s->skip)
		skip_to(s, at);
	else if (at >= s->skip + fit)
		skip_to(s, at - fit + 1);
}

/* The bar goes from line to line of the tree; past its ends, and while it is out of sight, the text scrolls. */
static struct next go(struct rehearsal_state *s, int step)
{
	size_t at = s->chosen;
	do {
		at += (size_t)step;
	} while (at < s->lines.count && !s->lines.items[at].branch);
	if (at >= s->lines.count || !is_in_sight(s, s->chosen))
		return scroll(s, step);
	choose(s, at);
	return next_stay();
}

static struct next down(void *state, void *app) { (void)app; return go(state, 1); }
static struct next up(void *state, void *app) { (void)app; return go(state, -1); }
static struct next page_down(void *state, void *app) { (void)app; return scroll(state, rehearsal_lines_fit(state) - 1); }
static struct next page_up(void *state, void *app) { (void)app; return scroll(state, 1 - rehearsal_lines_fit(state)); }

static bool has_more(const void *state)
{
	const struct rehearsal_state *s = state;
	return rehearsal_spare(s) > 0 || s->branch_count > 1;
}

/* --- branches and rows --- */

static const struct rehearsal_line *chosen_line(const struct rehearsal_state *s)
{
	const struct rehearsal_line *line = s->chosen < s->lines.count ? &s->lines.items[s->chosen] : NULL;
	return line && line->branch ? line : NULL;
}

/* The row that is meant: one of a list, or the only one of a branch. */
static const struct rehearse_row *chosen_row(const struct rehearsal_state *s)
{
	const struct rehearsal_line *line = chosen_line(s);
	if (!line || is_private(s, line->branch->branch))
		return NULL;
	return line->row ? line->row : line->branch->branch->count == 1 ? line->branch->branch->rows : NULL;
}

static bool can_open(const void *state)
{
	const struct rehearsal_state *s = state;
	const struct rehearsal_line *line = chosen_line(s);
	return line && !line->row && line->branch->branch->count > 1 && !s->opened[line->branch - s->branches] && !is_private(s, line->branch->branch);
}

static bool can_close(const void *state)
{
	const struct rehearsal_state *s = state;
	const struct rehearsal_line *line = chosen_line(s);
	return line && s->opened[line->branch - s->branches];
}

/* What would be inserted is nowhere yet. */
static bool can_walk(const void *state)
{
	const struct rehearsal_state *s = state;
	const struct rehearse_row *row = chosen_row(s);
	return row && row->key_count == 1 && row->key[0].type == VALUE_INTEGER && chosen_line(s)->branch->branch->action != REHEARSE_INSERTED;
}

static struct next open_branch(void *state, void *app)
{
	struct rehearsal_state *s = state;
	const struct rehearsal_line *line = chosen_line(s);
	(void)app;
	if (!s->labelled && retell_label(s->db, &s->told, s->rehearsal, REHEARSAL_SHOWN))
		return next_stay();
	s->labelled = true;
	s->opened[line->branch - s->branches] = true;
	rehearsal_make_lines(s);
	return next_stay();
}

static struct next close_branch(void *state, void *app)
{
	struct rehearsal_state *s = state;
	const struct retold *branch = chosen_line(s)->branch;
	(void)app;
	s->opened[branch - s->branches] = false;
	while (s->lines.items[s->chosen].row)
		s->chosen--;
	rehearsal_make_lines(s);
	choose(s, s->chosen);
	return next_stay();
}

static struct next walk_row(void *state, void *app)
{
	struct rehearsal_state *s = state;
	return app_walk(app, chosen_line(s)->branch->branch->table->name, chosen_row(s)->key[0].integer);
}

static void make_keys(struct rehearsal_state *);

static struct next yes(void *state, void *data)
{
	struct rehearsal_state *s = state;
	struct app *app = data;
	const struct rehearsal *shown = s->rehearsal;
	ui_busy(app->ui, SHOWN("doing it"), 0, 0);
	enum err err = do_shown(s);
	if (!err)
		return next_return(s->ask.done, &s->answer);
	if (err != ERR_STATUS || s->rehearsal == shown)
		return ui_refuse(app->ui, err);
	s->skip = 0;
	make_keys(s);
	rehearsal_make_lines(s);
	ui_say(app->ui, SHOWN("it has changed since it was shown: nothing is written yet"), VOICE_REFUSE);
	return next_stay();
}

static struct next instead(void *state, void *app)
{
	struct rehearsal_state *s = state;
	(void)app;
	return next_return(s->ask.instead, &s->answer);
}

static void make_keys(struct rehearsal_state *s)
{
	const struct binding rows[] = {
		{ 'y', yes, "yes, do it", .footer = s->ask.yes },
		{ 'R', instead, "retire it, or bring it back", .footer = "retire instead" },
		{ K_ESC, NULL, "back, never writes", .footer = s->ask.keep, .then = { .kind = NEXT_LEAVE } },
		{ K_ENTER, open_branch, "show its rows", .footer = "its rows", .also = { K_RIGHT, 'l' }, .when = can_open },
		{ K_ENTER, walk_row, "walk from this row", .footer = "walk", .also = { 'w' }, .when = can_walk },
		{ K_LEFT, close_branch, "close it", .footer = "close", .also = { 'h' }, .when = can_close },
		{ K_DOWN, down, "move down", NULL, "move", .also = { 'j' }, .when = has_more },
		{ K_UP, up, "move up", NULL, "move", .also = { 'k' }, .when = has_more },
		{ K_PAGE_DOWN, page_down, "a page down", .also = { K_CTRL('F') }, .when = has_more },
		{ K_PAGE_UP, page_up, "a page up", .also = { K_CTRL('B') }, .when = has_more },
	};
	size_t count = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if ((rows[i].act != yes || (s->ask.done && !s->rehearsal->blocked && s->rehearsal->branches)) && (rows[i].act != instead || s->ask.instead))
			s->bindings[count++] = rows[i];
	s->bindings[count] = (struct binding){ 0 };
	s->keys = (struct keymap){ s->bindings, &ui_modal_keys };
}

static const struct keymap *keys_now(const void *state)
{
	return &((const struct rehearsal_state *)state)->keys;
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct rehearsal_state *s = state;
	if (event->type == EVENT_WHEEL)
		return scroll(s, (int)event->index);
	if (event->type != EVENT_CLICK || event->widget != s || event->index < 0)
		return next_ignored();
	bool again = s->chosen == (size_t)event->index;
	choose(s, (size_t)event->index);
	return !again ? next_stay() : can_open(s) ? open_branch(s, app) : can_walk(s) ? walk_row(s, app) : next_stay();
}

/* --- its life --- */

static void close_rehearsal(void *state)
{
	struct rehearsal_state *s = state;
	explore_close(s->copy);
	vec_release(&s->lines);
	arena_release(&s->drawn);
	arena_release(&s->told);
	arena_release(&s->arena);
}

/* Somebody else's file is only read: what writes has a copy. */
static enum err find_file(struct rehearsal_state *s)
{
	int64_t size;
	if (!s->app->file || s->app->writes_file) {
		s->db = file_connection(s->app);
		return OK;
	}
	try(explore_size(s->app->file, &size));
	if (size > COPIED_MOST)
		return fail(ERR_USAGE, "nothing was rehearsed: a private copy would take %lld MB; souk rehearse asks before it makes one",
			(long long)(size / 1024 / 1024));
	ui_busy(s->app->ui, SHOWN("making a private copy"), 0, 0);
	try(explore_copy(s->app->file, STATEMENT_MS, &s->copy));
	s->db = s->copy;
	return OK;
}

static enum err open_rehearsal(void *state, void *app, const void *argument)
{
	struct rehearsal_state *s = state;
	s->app = app;
	s->ask = *(const struct rehearsal_ask *)argument;
	arena_init(&s->arena);
	arena_init(&s->told);
	arena_init(&s->drawn);
	s->ask.title = arena_string(&s->arena, s->ask.title);
	s->ask.statement = arena_string(&s->arena, s->ask.statement);
	s->ask.advice = arena_string(&s->arena, s->ask.advice);
	s->ask.recorded = arena_string(&s->arena, s->ask.recorded);
	s->answer = (struct destroy_answer){ .product = s->ask.id, .subject = arena_string(&s->arena, s->ask.subject) };
	enum err err = find_file(s);
	if (!err)
		err = rehearse_now(s, NULL);
	if (!err)
		err = prepare(s);
	if (err)
		close_rehearsal(s);
	else
		make_keys(s);
	return err;
}

static enum err layout(void *state, int rows, int cols)
{
	struct rehearsal_state *s = state;
	s->rows = rows;
	s->cols = cols - 4;
	rehearsal_make_lines(s);
	return scroll(s, 0), OK;
}

const struct screen_ops rehearsal_screen = {
	.name = "Rehearsal", .state_size = sizeof(struct rehearsal_state), .keys_now = keys_now, .open = open_rehearsal,
	.close = close_rehearsal, .layout = layout, .draw = rehearsal_draw, .event = on_event, .status = status, .whole = true, .drop_typed = true,
};

/* --- without a question --- */

static bool needs_no_question(const struct rehearsal_state *s)
{
	return !s->rehearsal->blocked && s->rehearsal->touched == 1 && s->ask.recorded && !s->lasting;
}

struct next rehearsal_or_do(struct app *app, void *beneath, const struct rehearsal_ask *ask)
{
	struct rehearsal_state s = { 0 };
	enum err err = open_rehearsal(&s, app, ask);
	if (err)
		return ui_refuse(app->ui, err);
	struct next next = { 0 };
	if (!needs_no_question(&s))
		next = app_push(app, &rehearsal_screen, ask, sizeof *ask);
	else if ((err = do_shown(&s)))
		next = ui_refuse(app->ui, err);
	else
		next = ask->done(beneath, app, &s.answer);
	close_rehearsal(&s);
	return next;
}
