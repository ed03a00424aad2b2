/* The rehearsal itself is src/explore's; here it is asked for, drawn, and done when that is what was shown. */
#include "screens/rehearsal.h"

#include "base/vec.h"
#include "explore/infer.h"
#include "explore/rehearse.h"
#include "explore/retell.h"
#include "model/store.h"

#include <string.h>
#include <strings.h>

enum { KEPT = 50, LABELLED = 8, BINDINGS = 12 };

/* A line of the body: of the tree, or a text. */
struct line { const struct retold *branch; struct shown text; enum voice voice; };

struct rehearsal_state {
	struct app *app;
	struct rehearsal_ask ask;
	struct arena arena;                 /* what was asked */
	struct arena told;                  /* the rehearsal; reset when it is made anew */
	struct rehearsal *rehearsal;
	struct retold *branches;
	size_t branch_count;
	const char *owners;                 /* who else is hit, "" nobody */
	struct arena drawn;                 /* the lines, for the present width */
	VEC(struct line) lines;
	int rows, cols, skip;
	struct destroy_answer answer;
	struct binding bindings[BINDINGS];
	struct keymap keys;
};

/* --- the rehearsal --- */

static bool is_our_own(const char *table)
{
	return !strncasecmp(table, "souk", 4);
}

static enum err run_act(void *context, int64_t *reported)
{
	struct rehearsal_state *s = context;
	struct arena scratch;
	(void)reported;
	arena_init(&scratch);
	enum err err = s->ask.run(s->ask.context, s->ask.id, s->app, &scratch);
	arena_release(&scratch);
	return err;
}

/* In a shop that is no demo nobody sees whose cart or order it is. */
static bool is_private(const struct rehearsal_state *s, const struct rehearse_branch *branch)
{
	static const char *const own[] = { "users", "products", "carts", "orders" };
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(branch->table->name, own[i]))
			return false;
	return !shop_is_demo(s->app->shop);
}

/* In a shop that is no demo only how many. */
static enum err tell_owners(struct rehearsal_state *s)
{
	enum { NAMED = 4 };
	static const char *const keys[] = { "products.userId", "carts.userId", "orders.userId", "cartItems.cartId", "orderItems.orderId", NULL };
	const struct retell_owner by = { "users", keys, value_integer(s->app->session.user) };
	const char **names, *text = "";
	size_t count, named = 0;
	try(retell_owners(store_connection(shop_store(s->app->shop)), &s->told, s->rehearsal, &by, &names, &count));
	for (; shop_is_demo(s->app->shop) && named < count && named < NAMED; named++)
		text = arena_format(&s->told, "%s%s%s", text, named ? ", " : "", names[named]);
	if (count > named)
		text = arena_format(&s->told, "%s%s%s", text, named ? " and " : "", named
			? arena_format(&s->told, "%zu more", count - named) : app_plural(&s->told, (int64_t)count, "other person", "other people"));
	s->owners = text;
	return OK;
}

static enum err prepare(struct rehearsal_state *s)
{
	try(retell_label(store_connection(shop_store(s->app->shop)), &s->told, s->rehearsal, LABELLED));
	s->branch_count = retell_branches(&s->told, s->rehearsal, &s->branches);
	for (size_t i = 0; i < s->branch_count; i++)
		if (is_private(s, s->branches[i].branch))
			s->branches[i].rows = "";
	return tell_owners(s);
}

/* @shown NULL: rehearse; else do it, unless it has changed. */
static enum err rehearse_now(struct rehearsal_state *s, const struct rehearsal *shown)
{
	struct store *store = shop_store(s->app->shop);
	struct infer_options infer = { .declared = store_schema(store), .hides = is_our_own };
	struct rehearse_options options = { .infer = &infer, .keep = KEPT };
	struct rehearse_act act = { .statement = s->ask.statement, .run = run_act, .context = s };
	struct rehearsal *made;
	enum err err = shown ? rehearse_do(store_connection(store), &s->told, &options, &act, shown, &made)
		: rehearse(store_connection(store), &s->told, &options, &act, &made);
	if (made)
		s->rehearsal = made;
	return made && err != OK ? (prepare(s), err) : err;
}

/* --- lines --- */

static void add(struct rehearsal_state *s, struct shown text, enum voice voice)
{
	vec_push(&s->lines, ((struct line){ .text = text, .voice = voice }));
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

static void add_causes(struct rehearsal_state *s)
{
	struct retold_cause *causes;
	size_t count = retell_causes(&s->drawn, s->rehearsal, &causes);
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

static void make_lines(struct rehearsal_state *s)
{
	arena_reset(&s->drawn);
	s->lines.count = 0;
	if (s->rehearsal->blocked)
		add_blocked(s);
	for (size_t i = 0; i < s->branch_count; i++)
		vec_push(&s->lines, ((struct line){ .branch = &s->branches[i] }));
	add(s, SHOWN(""), VOICE_PLAIN);
	if (*s->owners)
		add_wrapped(s, SHOWN("Others hit: "), s->owners, 0, VOICE_PLAIN);
	if (s->rehearsal->other_count)
		add_wrapped(s, SHOWN("Written as well: "), others_of(s), 0, VOICE_PLAIN);
	if (s->ask.advice)
		add_wrapped(s, SHOWN(""), s->ask.advice, 0, VOICE_PLAIN);
	add(s, SHOWN(""), VOICE_PLAIN);
	add_causes(s);
}

/* --- drawing --- */

enum { HEAD_ROWS = 3 };

static int lines_fit(const struct rehearsal_state *s)
{
	return s->rows - 2 - HEAD_ROWS > 1 ? s->rows - 2 - HEAD_ROWS : 1;
}

static int spare(const struct rehearsal_state *s)
{
	int more = (int)s->lines.count - lines_fit(s);
	return more > 0 ? more : 0;
}

/* Where the names of rows begin: behind the widest branch that is not too wide. */
static int names_column(const struct rehearsal_state *s, struct arena *scratch)
{
	int most = 0;
	for (size_t i = 0; i < s->branch_count; i++) {
		int cells = s->branches[i].rails.cells + 10 + show(scratch, s->branches[i].what).cells;
		if (cells > most && cells <= s->cols / 2)
			most = cells;
	}
	return most + 3;
}

static void draw_branch(const struct retold *line, struct canvas *to, int row, int names, struct arena *scratch)
{
	bool gone = line->branch->action == REHEARSE_DELETED;
	int col = canvas_put(to, row, 0, line->rails, VOICE_DIM);
	canvas_put(to, row, col, show(scratch, line->verb), gone ? VOICE_REFUSE : VOICE_PLAIN);
	int end = canvas_put(to, row, col + 10, shown_cut(scratch, show(scratch, line->what), to->cols - col - 10), VOICE_PLAIN);
	int at = end + 3 > names ? end + 3 : names;
	canvas_put(to, row, at, shown_cut(scratch, show(scratch, line->rows), to->cols - at), VOICE_DIM);
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

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct rehearsal_state *s = state;
	int names = names_column(s, scratch), height = (int)s->lines.count + HEAD_ROWS + 2;
	struct canvas whole = canvas_part(body, 0, 0, height < body->rows ? height : body->rows, 0);
	struct shown title = shown_cut(scratch, show_format(scratch, "Rehearsal: %s", s->ask.title), body->cols - 34);
	struct canvas in = canvas_box(&whole, &(struct box){ .title = title, .count = SHOWN("nothing is written yet"), .focus = true,
		.foot = s->skip < spare(s) ? shown_mark("↓ more", "down: more") : SHOWN("") });
	draw_head(s, &in, scratch);
	for (int i = 0; i < lines_fit(s) && s->skip + i < (int)s->lines.count; i++) {
		const struct line *line = &s->lines.items[s->skip + i];
		if (line->branch)
			draw_branch(line->branch, &in, HEAD_ROWS + i, names, scratch);
		else
			canvas_put(&in, HEAD_ROWS + i, 0, line->text, line->voice);
	}
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct rehearsal_state *s = state;
	(void)scratch;
	return s->rehearsal->blocked ? SHOWN("ran for real, was refused, and was rolled back") : SHOWN("ran for real, then rolled back");
}

/* --- keys --- */

static struct next scroll(struct rehearsal_state *s, int step)
{
	s->skip = s->skip + step > spare(s) ? spare(s) : s->skip + step < 0 ? 0 : s->skip + step;
	return next_stay();
}

static struct next down(void *state, void *app) { (void)app; return scroll(state, 1); }
static struct next up(void *state, void *app) { (void)app; return scroll(state, -1); }
static struct next page_down(void *state, void *app) { (void)app; return scroll(state, lines_fit(state) - 1); }
static struct next page_up(void *state, void *app) { (void)app; return scroll(state, 1 - lines_fit(state)); }

static bool has_more(const void *state)
{
	return spare(state) > 0;
}

static struct next yes(void *state, void *data)
{
	struct rehearsal_state *s = state;
	struct app *app = data;
	const struct rehearsal *shown = s->rehearsal;
	ui_busy(app->ui, SHOWN("doing it"), 0, 0);
	enum err err = rehearse_now(s, shown);
	if (!err)
		return next_return(s->ask.done, &s->answer);
	if (err != ERR_STATUS || s->rehearsal == shown)
		return ui_refuse(app->ui, err);
	s->skip = 0;
	make_lines(s);
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
		{ K_DOWN, down, "move down", NULL, "scroll", .also = { 'j' }, .when = has_more },
		{ K_UP, up, "move up", NULL, "scroll", .also = { 'k' }, .when = has_more },
		{ K_PAGE_DOWN, page_down, "a page down", .also = { K_CTRL('F') }, .when = has_more },
		{ K_PAGE_UP, page_up, "a page up", .also = { K_CTRL('B') }, .when = has_more },
	};
	size_t count = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if ((rows[i].act != yes || !s->rehearsal->blocked) && (rows[i].act != instead || s->ask.instead))
			s->bindings[count++] = rows[i];
	s->keys = (struct keymap){ s->bindings, &ui_modal_keys };
}

static const struct keymap *keys_now(const void *state)
{
	return &((const struct rehearsal_state *)state)->keys;
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	(void)app;
	return event->type == EVENT_WHEEL ? scroll(state, (int)event->index) : next_ignored();
}

/* --- its life --- */

static void close_rehearsal(void *state)
{
	struct rehearsal_state *s = state;
	vec_release(&s->lines);
	arena_release(&s->drawn);
	arena_release(&s->told);
	arena_release(&s->arena);
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
	s->answer = (struct destroy_answer){ .product = s->ask.id, .subject = arena_string(&s->arena, s->ask.subject) };
	enum err err = rehearse_now(s, NULL);
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
	make_lines(s);
	return scroll(s, 0), OK;
}

const struct screen_ops rehearsal_screen = {
	.name = "Rehearsal", .state_size = sizeof(struct rehearsal_state), .keys_now = keys_now, .open = open_rehearsal,
	.close = close_rehearsal, .layout = layout, .draw = draw, .event = on_event, .status = status, .whole = true, .drop_typed = true,
};
