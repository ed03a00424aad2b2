/* Somebody else changed a product while it was being edited. Field by field theirs stands beside yours, and one of the two is
 * marked: where only one side changed a field that side's, else yours, until it is chosen otherwise. Nothing is written here. */
#include "screens/product_form.h"

#include <string.h>

struct conflict {
	struct arena arena;
	struct conflict_ask ask;
	enum draft_field fields[PRODUCT_FIELDS];     /* those that differ */
	size_t count, selected;
	struct conflict_choice choice;
	int rows, cols, skip;
};

static struct product_texts copy(struct arena *arena, const struct product_texts *texts)
{
	struct product_texts made;
	for (size_t f = 0; f < PRODUCT_FIELDS; f++)
		made.of[f] = arena_string(arena, texts->of[f]);
	return made;
}

static bool differs(const struct conflict *s, enum draft_field f)
{
	return strcmp(s->ask.theirs.of[f], s->ask.yours.of[f]) != 0;
}

static bool they_changed(const struct conflict *s, enum draft_field f)
{
	return strcmp(s->ask.theirs.of[f], s->ask.seen.of[f]) != 0;
}

static bool you_changed(const struct conflict *s, enum draft_field f)
{
	return strcmp(s->ask.yours.of[f], s->ask.seen.of[f]) != 0;
}

static enum err open_conflict(void *state, void *app, const void *argument)
{
	struct conflict *s = state;
	const struct conflict_ask *ask = argument;
	(void)app;
	arena_init(&s->arena);
	s->ask = (struct conflict_ask){ arena_string(&s->arena, ask->title), copy(&s->arena, &ask->seen), copy(&s->arena, &ask->theirs),
		copy(&s->arena, &ask->yours), ask->done };
	for (enum draft_field f = 0; f < DRAFT_RETIRED; f++) {
		s->choice.theirs[f] = !you_changed(s, f) || !differs(s, f);
		if (differs(s, f))
			s->fields[s->count++] = f;
	}
	return OK;
}

static void close_conflict(void *state)
{
	arena_release(&((struct conflict *)state)->arena);
}

static enum draft_field field_of(const struct conflict *s)
{
	return s->fields[s->selected];
}

/* --- acts --- */

static struct next choose(void *state, bool theirs)
{
	struct conflict *s = state;
	if (s->count)
		s->choice.theirs[field_of(s)] = theirs;
	return next_stay();
}

static struct next choose_theirs(void *state, void *app)
{
	(void)app;
	return choose(state, true);
}

static struct next choose_yours(void *state, void *app)
{
	(void)app;
	return choose(state, false);
}

static bool is_all_theirs(const void *state)
{
	const struct conflict *s = state;
	for (size_t i = 0; i < s->count; i++)
		if (!s->choice.theirs[s->fields[i]])
			return false;
	return true;
}

/* All theirs, or when they are already, all yours. */
static struct next choose_all(void *state, void *app)
{
	struct conflict *s = state;
	bool theirs = !is_all_theirs(s);
	(void)app;
	for (size_t i = 0; i < s->count; i++)
		s->choice.theirs[s->fields[i]] = theirs;
	return next_stay();
}

static struct next select_field(struct conflict *s, size_t i)
{
	s->selected = i;
	s->skip = 0;
	return next_stay();
}

static struct next up(void *state, void *app)
{
	struct conflict *s = state;
	(void)app;
	return select_field(s, s->selected ? s->selected - 1 : 0);
}

static struct next down(void *state, void *app)
{
	struct conflict *s = state;
	(void)app;
	return select_field(s, s->selected + 1 < s->count ? s->selected + 1 : s->selected);
}

static struct next settle(void *state, void *app)
{
	struct conflict *s = state;
	(void)app;
	return next_return(s->ask.done, &s->choice);
}

static bool is_not_all_theirs(const void *state)
{
	return !is_all_theirs(state);
}

/* --- drawing --- */

enum { BOX_COLS = 92, LABEL_CELLS = 13, GAP = 2, AIRY_ROWS = 16, WORDS_CELLS = 72 };

/* The first row of the table; what stands above its heading is left out where that room is needed below. */
static int table_at(const struct canvas *in)
{
	return in->rows < AIRY_ROWS ? 1 : in->cols < WORDS_CELLS ? 5 : 4;
}

/* Columns of the two versions, counted in the inside of the box. */
struct sides { int theirs, yours, cells; };

static struct sides sides_in(int cols)
{
	int cells = (cols - LABEL_CELLS - GAP) / 2;
	return (struct sides){ LABEL_CELLS, LABEL_CELLS + cells + GAP, cells };
}

static struct shown value_shown(enum draft_field f, const char *text, struct arena *scratch)
{
	if (*text)
		return show(scratch, text);
	return f == DRAFT_STOCK ? SHOWN("no limit") : SHOWN("(empty)");
}

static void draw_side(const struct conflict *s, struct canvas *to, int row, int col, int cells, bool theirs, struct arena *scratch)
{
	enum draft_field f = s->fields[row];
	bool chosen = s->choice.theirs[f] == theirs;
	const char *text = theirs ? s->ask.theirs.of[f] : s->ask.yours.of[f];
	if (chosen)
		canvas_put(to, row, col, shown_mark("▸", ">"), VOICE_ACCENT);
	canvas_put(to, row, col + 2, shown_cut(scratch, value_shown(f, text, scratch), cells - 2), chosen ? VOICE_BOLD : VOICE_DIM);
	canvas_target_row(to, row, col, 1, cells, s, 2 * row + theirs);
}

static void draw_table(const struct conflict *s, struct canvas *to, struct arena *scratch)
{
	struct sides sides = sides_in(to->cols);
	for (size_t i = 0; i < s->count; i++) {
		int row = (int)i;
		canvas_target_row(to, row, 0, 1, LABEL_CELLS, s, 2 * row + s->choice.theirs[s->fields[i]]);
		canvas_put(to, row, 0, show(scratch, product_label(s->fields[i])), i == s->selected ? VOICE_ACCENT : VOICE_PLAIN);
		draw_side(s, to, row, sides.theirs, sides.cells, true, scratch);
		draw_side(s, to, row, sides.yours, sides.cells, false, scratch);
	}
}

/* Both versions in full, side by side; returns how many lines the longer one has. */
static int draw_full(const struct conflict *s, struct canvas *to, struct arena *scratch)
{
	struct sides sides = sides_in(to->cols);
	enum draft_field f = field_of(s);
	int most = 0;
	for (int theirs = 0; theirs < 2; theirs++) {
		struct shown *lines;
		const char *text = theirs ? s->ask.theirs.of[f] : s->ask.yours.of[f];
		int count = (int)show_wrapped(scratch, text, sides.cells - 2, &lines);
		for (int i = s->skip; i < count; i++)
			canvas_put(to, i - s->skip, (theirs ? sides.theirs : sides.yours) + 2, lines[i], VOICE_PLAIN);
		most = count > most ? count : most;
	}
	return most;
}

/* Whether the line of the table does not show it whole. */
static bool is_cut(const struct conflict *s, int cells, struct arena *scratch)
{
	enum draft_field f = field_of(s);
	return strchr(s->ask.theirs.of[f], '\n') || strchr(s->ask.yours.of[f], '\n')
		|| show(scratch, s->ask.theirs.of[f]).cells > cells - 2 || show(scratch, s->ask.yours.of[f]).cells > cells - 2;
}

/* The room under the table. */
static struct canvas full_part(const struct conflict *s, const struct canvas *in)
{
	return canvas_part(in, table_at(in) + (int)s->count + 2, 0, 0, 0);
}

static const char *who_changed(const struct conflict *s)
{
	enum draft_field f = field_of(s);
	return !you_changed(s, f) ? "only they changed it" : they_changed(s, f) ? "both of you changed it" : "only you changed it";
}

static void draw_below(const struct conflict *s, struct canvas *in, struct arena *scratch)
{
	struct canvas full = full_part(s, in);
	int row = table_at(in) + (int)s->count + 1, cells = sides_in(in->cols).cells;
	canvas_put(in, row, 0, show_format(scratch, "%s: %s", product_label(field_of(s)), who_changed(s)), VOICE_DIM);
	if (!is_cut(s, cells, scratch))
		return;
	full = canvas_part(&full, 0, 0, -1, 0);
	if (draw_full(s, &full, scratch) - s->skip > full.rows)
		canvas_put_right(in, in->rows - 1, in->cols, shown_mark("↓ more: PgDn", "more: PgDn"), VOICE_DIM);
}

static struct canvas inside(const struct canvas *box)
{
	return canvas_part(box, 1, 3, -1, -3);
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct conflict *s = state;
	struct canvas box = draw_centre(body, body->rows, BOX_COLS);
	struct shown title = show_format(scratch, "%s was changed meanwhile", s->ask.title);
	canvas_box(&box, &(struct box){ .title = shown_cut(scratch, title, box.cols - 6), .focus = true });
	struct canvas in = inside(&box), table = canvas_part(&in, table_at(&in), 0, 0, 0);
	struct sides sides = sides_in(in.cols);
	struct canvas words = canvas_part(&in, 1, 0, table_at(&in) - 3, 0);
	if (table_at(&in) > 1)
		draw_wrapped(&words, 0, "Somebody else saved it while you were editing. Choose what it shall be.", VOICE_PLAIN, scratch);
	canvas_put(&in, table_at(&in) - 1, sides.theirs + 2, SHOWN("theirs, now"), VOICE_DIM);
	canvas_put(&in, table_at(&in) - 1, sides.yours + 2, SHOWN("yours"), VOICE_DIM);
	if (!s->count)
		return;
	draw_table(s, &table, scratch);
	draw_below(s, &in, scratch);
}

/* --- keys --- */

static enum err layout(void *state, int rows, int cols)
{
	struct conflict *s = state;
	s->rows = rows;
	s->cols = cols;
	s->skip = 0;
	return OK;
}

/* Lines of the longer version beyond what its room shows. */
static int spare(struct conflict *s)
{
	struct canvas box = { .rows = s->rows, .cols = s->cols < BOX_COLS ? s->cols : BOX_COLS };
	struct canvas in = inside(&box), full = full_part(s, &in), nowhere = { .cols = full.cols };
	struct arena scratch;
	arena_init(&scratch);
	s->skip = 0;
	int lines = is_cut(s, sides_in(in.cols).cells, &scratch) ? draw_full(s, &nowhere, &scratch) : 0;
	arena_release(&scratch);
	return lines > full.rows - 1 ? lines - full.rows + 1 : 0;
}

static struct next scroll(struct conflict *s, int step)
{
	int to = s->skip + step, most = s->count ? spare(s) : 0;
	s->skip = to > most ? most : to < 0 ? 0 : to;
	return next_stay();
}

enum { PAGE = 5 };

static struct next page_down(void *state, void *app)
{
	(void)app;
	return scroll(state, PAGE);
}

static struct next page_up(void *state, void *app)
{
	(void)app;
	return scroll(state, -PAGE);
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct conflict *s = state;
	(void)app;
	if (event->type == EVENT_WHEEL)
		return scroll(s, (int)event->index);
	if (event->type != EVENT_CLICK || event->index < 0)
		return next_ignored();
	select_field(s, (size_t)event->index / 2);
	return choose(s, event->index % 2);
}

static const struct binding bindings[] = {
	{ K_ENTER, settle, "save what is marked", NULL, "save this", .when = is_not_all_theirs },
	{ K_ENTER, settle, "take theirs into the form", NULL, "take theirs" },
	{ K_LEFT, choose_theirs, "theirs for this field", NULL, "theirs or yours" },
	{ K_RIGHT, choose_yours, "yours for this field", NULL, "theirs or yours" },
	{ 'h', choose_theirs, "left", NULL, NULL },
	{ 'l', choose_yours, "right", NULL, NULL },
	{ K_ESC, NULL, "go on editing, nothing is written", NULL, "edit on", .also = { K_BACKSPACE }, .then = { .kind = NEXT_LEAVE } },
	{ K_TAB, choose_all, "all theirs, or all yours", NULL, "all" },
	{ K_UP, up, "move", NULL, NULL, .also = { 'k' } },
	{ K_DOWN, down, "move", NULL, NULL, .also = { 'j' } },
	{ K_PAGE_DOWN, page_down, "read on below", NULL, NULL },
	{ K_PAGE_UP, page_up, "read back above", NULL, NULL },
	{ 0 }
};
static const struct keymap keys = { bindings, &ui_keys };

static struct shown status(const void *state, struct arena *scratch)
{
	(void)state;
	(void)scratch;
	return SHOWN("nothing is written yet");
}

const struct screen_ops conflict_screen = {
	.name = "Changed meanwhile", .state_size = sizeof(struct conflict), .keys = &keys, .open = open_conflict, .close = close_conflict,
	.layout = layout, .draw = draw, .event = on_event, .status = status, .drop_typed = true,
};
