/* Before something goes for good: what goes, what stays, and a y that is never Enter. Or why it cannot go, and no y. */
#include "screens/screens.h"

#include <string.h>

enum { LINES_MAX = 8, BOX_COLS = 74, BINDINGS = 5 };

struct destroy_state {
	struct arena arena;
	struct destroy_ask ask;
	struct destroy_answer answer;
	struct binding bindings[BINDINGS];
	struct keymap keys;
};

static struct next yes(void *state, void *app)
{
	struct destroy_state *s = state;
	(void)app;
	return next_return(s->ask.done, &s->answer);
}

static struct next instead(void *state, void *app)
{
	struct destroy_state *s = state;
	(void)app;
	return next_return(s->ask.instead, &s->answer);
}

static void make_keys(struct destroy_state *s)
{
	const struct binding rows[] = {
		{ 'y', yes, "yes, do it", .footer = s->ask.yes },
		{ 'R', instead, "retire it, or bring it back", .footer = "retire instead" },
		{ K_ESC, NULL, "back, never writes", .footer = s->ask.keep, .then = { .kind = NEXT_LEAVE } },
	};
	size_t count = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if ((rows[i].act != yes || s->ask.done) && (rows[i].act != instead || s->ask.instead))
			s->bindings[count++] = rows[i];
	s->keys = (struct keymap){ s->bindings, &ui_modal_keys };
}

static void keep(struct arena *arena, struct shown *text)
{
	text->bytes = arena_copy(arena, text->bytes, text->size);
}

static enum err open_destroy(void *state, void *app, const void *argument)
{
	struct destroy_state *s = state;
	(void)app;
	arena_init(&s->arena);
	s->ask = *(const struct destroy_ask *)argument;
	keep(&s->arena, &s->ask.title);
	s->ask.advice = arena_string(&s->arena, s->ask.advice);
	struct destroy_line *lines = arena_array(&s->arena, struct destroy_line, s->ask.count);
	for (size_t i = 0; i < s->ask.count; i++) {
		lines[i] = s->ask.lines[i];
		keep(&s->arena, &lines[i].what);
		keep(&s->arena, &lines[i].note);
	}
	s->ask.lines = lines;
	s->answer = (struct destroy_answer){ .product = s->ask.product, .lines = lines, .count = s->ask.count };
	make_keys(s);
	return OK;
}

static void close_destroy(void *state)
{
	arena_release(&((struct destroy_state *)state)->arena);
}

/* --- drawing --- */

static size_t lines_shown(const struct destroy_state *s)
{
	return s->ask.count > LINES_MAX ? LINES_MAX : s->ask.count;
}

struct columns { int count, what, note; };

static struct columns columns_of(const struct destroy_state *s, struct arena *scratch)
{
	struct columns at = { .count = 0 };
	int verb = 0, number = 0, what = 0;
	for (size_t i = 0; i < lines_shown(s); i++) {
		const struct destroy_line *line = &s->ask.lines[i];
		int digits = show_format(scratch, "%lld", (long long)line->count).cells, cells = (int)strlen(line->verb);
		verb = cells > verb ? cells : verb;
		number = digits > number ? digits : number;
		what = line->what.cells > what ? line->what.cells : what;
	}
	at.count = verb + 2 + number;
	at.what = at.count + 2;
	at.note = at.what + what + 3;
	return at;
}

static int draw_lines(const struct destroy_state *s, struct canvas *to, struct arena *scratch)
{
	struct columns at = columns_of(s, scratch);
	size_t count = lines_shown(s);
	for (size_t i = 0; i < count; i++) {
		const struct destroy_line *line = &s->ask.lines[i];
		int row = (int)i;
		canvas_put(to, row, 0, show(scratch, line->verb), line->goes ? VOICE_REFUSE : VOICE_PLAIN);
		canvas_put_right(to, row, at.count, show_format(scratch, "%lld", (long long)line->count), VOICE_PLAIN);
		canvas_put(to, row, at.what, shown_cut(scratch, line->what, to->cols - at.what), VOICE_PLAIN);
		if (at.note + line->note.cells <= to->cols)
			canvas_put(to, row, at.note, line->note, VOICE_DIM);
	}
	if (s->ask.count > count)
		canvas_put(to, (int)count, at.what, show_format(scratch, "and %zu more", s->ask.count - count), VOICE_DIM);
	return (int)count + (s->ask.count > count);
}

/* One choice: its key in the accent, then its words; clickable. */
static int draw_choice(struct canvas *to, int row, int col, const struct binding *binding, struct arena *scratch)
{
	int end = canvas_put(to, row, col, key_shown(scratch, binding->key), VOICE_ACCENT);
	end = canvas_put(to, row, end + 1, show(scratch, binding->footer), VOICE_PLAIN);
	canvas_target(to, row, col, end - col, binding->key);
	return end + 3;
}

static void draw(const void *state, struct canvas *body, struct arena *scratch)
{
	const struct destroy_state *s = state;
	struct shown *advice;
	int cols = body->cols - 4 < BOX_COLS ? body->cols - 4 : BOX_COLS;
	int words = (int)show_wrapped(scratch, s->ask.advice, cols - 8, &advice), col = 0;
	struct canvas box = canvas_middle(body, (int)lines_shown(s) + (s->ask.count > LINES_MAX) + words + 7, cols);
	struct shown title = shown_cut(scratch, s->ask.title, cols - 6);
	canvas_box(&box, &(struct box){ .title = title });
	canvas_voice(&box, 0, 3, title.cells, VOICE_REFUSE);
	struct canvas in = canvas_part(&box, 2, 4, -2, -4);
	int row = draw_lines(s, &in, scratch) + 1;
	for (int i = 0; i < words; i++)
		canvas_put(&in, row++, 0, advice[i], VOICE_PLAIN);
	for (const struct binding *binding = s->bindings; binding->key; binding++)
		col = draw_choice(&in, in.rows - 1, col, binding, scratch);
}

static const struct keymap *keys_now(const void *state)
{
	return &((const struct destroy_state *)state)->keys;
}

const struct screen_ops destroy_screen = {
	.name = "Destroy", .state_size = sizeof(struct destroy_state), .keys_now = keys_now, .open = open_destroy,
	.close = close_destroy, .draw = draw, .over = true, .drop_typed = true,
};
