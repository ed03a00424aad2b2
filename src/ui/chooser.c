/* A list in a box that narrows as one types; it is a text field and a list, and the keys go to whom they belong. */
#include "ui/dialog.h"

#include "base/arena.h"
#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/list.h"
#include "ui/loop.h"

#include <string.h>

enum { COLS_MIN = 36, AROUND = 6 };

struct row { struct shown words, note; const char *key; size_t index; };
struct chooser_state {
	struct arena arena;
	struct chooser chooser;
	struct row *rows;
	const void **found;                      /* the rows that match */
	struct list list;
	struct field filter;
	int cols;
	struct dialog_answer answer;
	struct binding bindings[5];
	struct keymap keys;
};

static int64_t row_key(const void *row)
{
	return (int64_t)((const struct row *)row)->index;
}

static struct list_cell row_cell(const void *data, const void *opaque, size_t column, struct arena *scratch)
{
	const struct row *row = opaque;
	(void)data;
	(void)scratch;
	return (struct list_cell){ column ? row->note : row->words, column ? VOICE_DIM : VOICE_PLAIN };
}

static const struct list_column columns[] = { { "", 10, 1, 0, LIST_LEFT }, { "", 8, 0, 1, LIST_RIGHT }, { 0 } };
static const struct list_ops rows_ops = { .columns = columns, .key = row_key, .cell = row_cell };

static struct shown keep(struct arena *arena, struct shown text)
{
	return (struct shown){ arena_copy(arena, text.bytes, text.size), text.size, text.cells };
}

/* Show the rows that hold the words typed, in their order. */
static void narrow(struct chooser_state *s)
{
	const char *wanted = text_key(&s->arena, field_text(&s->filter));
	size_t count = 0;

	for (size_t i = 0; i < s->chooser.count; i++)
		if (strstr(s->rows[i].key, wanted))
			s->found[count++] = &s->rows[i];
	list_set_rows(&s->list, s->found, count);
}

static struct next choose(void *opaque, void *app);

static void make_keys(struct chooser_state *s, const char *enter)
{
	const struct binding rows[] = {
		{ .key = K_ENTER, .act = choose, .help = "choose this",
		  .footer = enter ? arena_string(&s->arena, enter) : "choose" },
		{ .key = K_UP, .help = "move", .footer = "move" },
		{ .key = K_DOWN, .help = "move", .footer = "move" },
		{ .key = K_ESC, .help = "back, never writes", .footer = "back", .then = { .kind = NEXT_LEAVE } },
	};
	memcpy(s->bindings, rows, sizeof rows);
	s->keys = (struct keymap){ s->bindings, &ui_modal_keys };
}

static enum err chooser_open(void *opaque, void *app, const void *argument)
{
	struct chooser_state *s = opaque;
	const struct chooser *asked = argument;

	(void)app;
	arena_init(&s->arena);
	s->chooser = *asked;
	s->chooser.title = keep(&s->arena, asked->title);
	s->rows = arena_array(&s->arena, struct row, asked->count);
	s->found = arena_array(&s->arena, const void *, asked->count);
	s->cols = asked->title.cells + 4 > COLS_MIN ? asked->title.cells + 4 : COLS_MIN;
	for (size_t i = 0; i < asked->count; i++) {
		struct shown words = keep(&s->arena, asked->items[i].words), note = keep(&s->arena, asked->items[i].note);
		s->rows[i] = (struct row){ words, note, text_key(&s->arena, words.bytes), i };
		s->cols = words.cells + 12 > s->cols ? words.cells + 12 : s->cols;
	}
	field_init(&s->filter, FIELD_TEXT, 200);
	list_init(&s->list, &rows_ops, s);
	narrow(s);
	list_select(&s->list, (int64_t)asked->chosen);
	make_keys(s, asked->enter);
	return OK;
}

static void chooser_close(void *opaque)
{
	struct chooser_state *s = opaque;
	list_release(&s->list);
	field_release(&s->filter);
	arena_release(&s->arena);
}

static int rows_wanted(const struct chooser_state *s, int rows)
{
	int wanted = (int)s->chooser.count + AROUND;
	return wanted < rows - 2 ? wanted : rows - 2;
}

static enum err chooser_layout(void *opaque, int rows, int cols)
{
	struct chooser_state *s = opaque;
	int inside = s->cols < cols - 8 ? s->cols : cols - 8;
	return list_layout(&s->list, rows_wanted(s, rows) - AROUND + 1, inside);
}

static void chooser_draw(const void *opaque, struct canvas *body, struct arena *scratch)
{
	const struct chooser_state *s = opaque;
	struct canvas whole = canvas_middle(body, rows_wanted(s, body->rows), s->list.width + 8);
	struct canvas in = canvas_box(&whole, &(struct box){ .title = s->chooser.title, .focus = true,
		.foot = list_position(&s->list, scratch) });
	struct canvas list = canvas_part(&in, 3, 2, s->list.height, s->list.width);

	field_draw(&s->filter, &in, 1, 2, s->list.width, true, SHOWN("type to narrow"), scratch);
	if (s->list.rows.count)
		list_draw(&s->list, &list, true, scratch);
	else
		canvas_say(&in, 3, 2, "nothing matches: Ctrl-U empties the line", VOICE_DIM);
}

static struct next choose(void *opaque, void *app)
{
	struct chooser_state *s = opaque;
	const struct row *row = list_selected(&s->list);

	(void)app;
	if (!row)
		return next_stay();
	s->answer.choice = (int)row->index;
	return next_return(s->chooser.done, &s->answer);
}

static struct next chooser_event(void *opaque, void *app, const struct event *event)
{
	struct chooser_state *s = opaque;
	bool moves = event->type != EVENT_KEY || (!key_is_text(event->key) && event->key != K_CTRL('b')
		&& event->key != K_CTRL('f') && event->key != K_HOME && event->key != K_END);
	enum list_did did = moves ? list_event(&s->list, event, NULL) : LIST_IGNORED;

	if (did == LIST_ENTERED)
		return choose(opaque, app);
	if (did == LIST_MOVED)
		return next_stay();
	switch (field_event(&s->filter, event)) {
	case FIELD_IGNORED: return next_ignored();
	case FIELD_CHANGED: narrow(s); return next_stay();
	case FIELD_MOVED: case FIELD_FULL: return next_stay();
	}
	return next_ignored();
}

static bool chooser_typing(const void *state)
{
	(void)state;
	return true;
}

static const struct keymap *chooser_keys(const void *opaque)
{
	return &((const struct chooser_state *)opaque)->keys;
}

const struct screen_ops chooser_screen = {
	.name = "choice", .state_size = sizeof(struct chooser_state), .keys_now = chooser_keys, .open = chooser_open,
	.close = chooser_close, .layout = chooser_layout, .draw = chooser_draw, .event = chooser_event,
	.typing = chooser_typing, .over = true,
};
