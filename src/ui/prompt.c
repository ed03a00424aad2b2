/* One line of text in a box: an amount as a number, the name of a file. */
#include "ui/dialog.h"

#include "base/arena.h"
#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/loop.h"

#include <string.h>

enum { COLS = 48 };

struct prompt_state {
	struct arena arena;
	struct prompt prompt;
	struct field field;
	const char *complaint;
	struct dialog_answer answer;
	struct binding bindings[3];
	struct keymap keys;
};

static struct shown keep(struct arena *arena, struct shown text)
{
	return (struct shown){ arena_copy(arena, text.bytes, text.size), text.size, text.cells };
}

static struct next enter(void *opaque, void *app);

static void make_keys(struct prompt_state *s, const char *words)
{
	const struct binding rows[] = {
		{ .key = K_ENTER, .act = enter, .help = "take this", .footer = words ? arena_string(&s->arena, words) : "take it" },
		{ .key = K_ESC, .help = "back, never writes", .footer = "back", .then = { .kind = NEXT_LEAVE } },
	};
	memcpy(s->bindings, rows, sizeof rows);
	s->keys = (struct keymap){ s->bindings, &ui_modal_keys };
}

static enum err prompt_open(void *opaque, void *app, const void *argument)
{
	struct prompt_state *s = opaque;
	const struct prompt *asked = argument;

	(void)app;
	arena_init(&s->arena);
	s->prompt = *asked;
	s->prompt.title = keep(&s->arena, asked->title);
	s->prompt.line = keep(&s->arena, asked->line);
	field_init(&s->field, asked->kind, 0);
	field_set(&s->field, asked->initial);
	field_pick(&s->field);
	make_keys(s, asked->enter);
	return OK;
}

static void prompt_close(void *opaque)
{
	struct prompt_state *s = opaque;
	field_release(&s->field);
	arena_release(&s->arena);
}

static struct next enter(void *opaque, void *app)
{
	struct prompt_state *s = opaque;
	const char *text = field_text(&s->field);
	const char *complaint = s->prompt.check ? s->prompt.check(app, text, &s->arena) : NULL;

	s->complaint = complaint;
	if (complaint)
		return next_stay();
	s->answer.text = text;
	return next_return(s->prompt.done, &s->answer);
}

static struct next prompt_event(void *opaque, void *app, const struct event *event)
{
	struct prompt_state *s = opaque;
	enum field_did did = field_event(&s->field, event);

	(void)app;
	if (did == FIELD_CHANGED)
		s->complaint = NULL;
	if (did == FIELD_FULL)
		s->complaint = "there is no room for more";
	return did == FIELD_IGNORED ? next_ignored() : next_stay();
}

static void prompt_draw(const void *opaque, struct canvas *body, struct arena *scratch)
{
	const struct prompt_state *s = opaque;
	bool line = s->prompt.line.cells > 0;
	int cols = s->prompt.line.cells > COLS ? s->prompt.line.cells : COLS;
	struct canvas whole = canvas_middle(body, 7 + (line ? 2 : 0), cols + 8);
	struct canvas in = canvas_box(&whole, &(struct box){ .title = s->prompt.title, .focus = true });
	int row = line ? 3 : 1;

	canvas_put(&in, 1, 2, shown_cut(scratch, s->prompt.line, in.cols - 4), VOICE_PLAIN);
	field_draw(&s->field, &in, row, 2, in.cols - 4, true, SHOWN(""), scratch);
	if (s->complaint)
		canvas_put(&in, row + 2, 2, shown_cut(scratch, show(scratch, s->complaint), in.cols - 4), VOICE_REFUSE);
}

static bool prompt_typing(const void *state)
{
	(void)state;
	return true;
}

static const struct keymap *prompt_keys(const void *opaque)
{
	return &((const struct prompt_state *)opaque)->keys;
}

const struct screen_ops prompt_screen = {
	.name = "input", .state_size = sizeof(struct prompt_state), .keys_now = prompt_keys, .open = prompt_open,
	.close = prompt_close, .draw = prompt_draw, .event = prompt_event, .typing = prompt_typing, .over = true,
};
