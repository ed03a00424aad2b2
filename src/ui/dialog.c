/* A question in a box in the middle, its choices as keys. */
#include "ui/dialog.h"

#include "base/arena.h"
#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/loop.h"

enum { CHOICES_MAX = 6, COLS_MIN = 40 };

struct dialog_state {
	struct arena arena;
	struct dialog dialog;
	struct shown *lines;
	struct dialog_choice choices[CHOICES_MAX];
	size_t choice_count;
	struct binding bindings[CHOICES_MAX + 2];    /* the choices, Esc, the end */
	struct keymap keys;
	struct dialog_answer answer;
};

static struct shown keep(struct arena *arena, struct shown text)
{
	return (struct shown){ arena_copy(arena, text.bytes, text.size), text.size, text.cells };
}

static void keep_choices(struct dialog_state *s, const struct dialog_choice *choices)
{
	for (; choices[s->choice_count].key; s->choice_count++) {
		size_t i = s->choice_count;
		if (i == CHOICES_MAX)
			bug("more than %d choices in a dialog", CHOICES_MAX);
		const char *words = arena_string(&s->arena, choices[i].words);
		s->choices[i] = (struct dialog_choice){ choices[i].key, words };
		s->bindings[i] = (struct binding){ .key = choices[i].key, .help = words, .footer = words };
	}
	s->bindings[s->choice_count] = (struct binding){ .key = K_ESC, .help = "back, never writes",
		.footer = s->dialog.esc, .then = { .kind = NEXT_LEAVE } };
	s->keys = (struct keymap){ s->bindings, &ui_modal_keys };
}

static enum err dialog_open(void *opaque, void *app, const void *argument)
{
	struct dialog_state *s = opaque;
	const struct dialog *asked = argument;

	(void)app;
	arena_init(&s->arena);
	s->dialog = *asked;
	s->dialog.title = keep(&s->arena, asked->title);
	s->lines = arena_array(&s->arena, struct shown, asked->line_count);
	for (size_t i = 0; i < asked->line_count; i++)
		s->lines[i] = keep(&s->arena, asked->lines[i]);
	s->dialog.esc = arena_string(&s->arena, asked->esc ? asked->esc : "back");
	keep_choices(s, asked->choices);
	return OK;
}

static void dialog_close(void *opaque)
{
	struct dialog_state *s = opaque;
	arena_release(&s->arena);
}

static struct next dialog_event(void *opaque, void *app, const struct event *event)
{
	struct dialog_state *s = opaque;

	(void)app;
	for (size_t i = 0; event->type == EVENT_KEY && i < s->choice_count; i++)
		if (s->choices[i].key == event->key) {
			s->answer.choice = (int)i;
			return next_return(s->dialog.done, &s->answer);
		}
	return next_ignored();
}

/* One choice: its key in the accent, then its words. */
static int draw_choice(struct canvas *in, int row, int col, uint32_t key, const char *words, struct arena *scratch)
{
	int end = canvas_put(in, row, col, key_shown(scratch, key), VOICE_ACCENT);
	end = canvas_put(in, row, end + 1, show(scratch, words), VOICE_PLAIN);
	canvas_target(in, row, col, end - col, key);
	return end + 3;
}

static int cells_wanted(const struct dialog_state *s, struct arena *scratch)
{
	int choices = 3 + 1 + show(scratch, s->dialog.esc).cells, wanted = COLS_MIN;

	for (size_t i = 0; i < s->choice_count; i++)
		choices += key_shown(scratch, s->choices[i].key).cells + 1 + show(scratch, s->choices[i].words).cells + 3;
	for (size_t i = 0; i < s->dialog.line_count; i++)
		wanted = s->lines[i].cells > wanted ? s->lines[i].cells : wanted;
	wanted = choices > wanted ? choices : wanted;
	return s->dialog.title.cells + 4 > wanted ? s->dialog.title.cells + 4 : wanted;
}

static void dialog_draw(const void *opaque, struct canvas *body, struct arena *scratch)
{
	const struct dialog_state *s = opaque;
	struct shown title = s->dialog.title;
	struct canvas whole = canvas_middle(body, (int)s->dialog.line_count + 6, cells_wanted(s, scratch) + 8);
	struct canvas in = canvas_box(&whole, &(struct box){ .title = title, .focus = !s->dialog.danger });
	int col = 2;

	if (s->dialog.danger)
		canvas_voice(&whole, 0, 3, title.cells, VOICE_REFUSE);
	for (size_t i = 0; i < s->dialog.line_count; i++)
		canvas_put(&in, (int)i + 1, 2, shown_cut(scratch, s->lines[i], in.cols - 2), VOICE_PLAIN);
	for (size_t i = 0; i < s->choice_count; i++)
		col = draw_choice(&in, in.rows - 2, col, s->choices[i].key, s->choices[i].words, scratch);
	draw_choice(&in, in.rows - 2, col, K_ESC, s->dialog.esc, scratch);
}

static const struct keymap *dialog_keys(const void *opaque)
{
	return &((const struct dialog_state *)opaque)->keys;
}

const struct screen_ops dialog_screen = {
	.name = "question", .state_size = sizeof(struct dialog_state), .keys_now = dialog_keys, .open = dialog_open,
	.close = dialog_close, .draw = dialog_draw, .event = dialog_event, .over = true, .drop_typed = true,
};
