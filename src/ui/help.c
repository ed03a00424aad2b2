/* Both pages are a search field over one list. The rows come from walking the keymaps of the screen beneath, while its
 * state still says which rows hold; they are sorted into groups (? page) or left in their order (palette). Enter leaves
 * and presses the key, so that there is one way only in which an act happens. */
#include "ui/help.h"

#include "base/arena.h"
#include "ui/canvas.h"
#include "ui/field.h"
#include "ui/keymap.h"
#include "ui/list.h"
#include "ui/loop.h"

#include <string.h>

enum { ROWS_MAX = 128, GROUPS_MAX = 16, PALETTE_COLS = 60, PALETTE_ROWS = 16 };

struct row { const char *group, *words; struct shown keys; const char *search; uint32_t key; bool leads; };
struct help_state {
	struct arena arena;
	struct shown title;
	bool palette;
	struct row rows[ROWS_MAX];
	size_t count;
	struct row shown[ROWS_MAX + GROUPS_MAX];      /* those found, with headings (no key) among them */
	const void *found[ROWS_MAX + GROUPS_MAX];
	struct list list;
	struct field search;
};

static int64_t row_key(const void *opaque)
{
	const struct row *row = opaque;
	return row->key ? (int64_t)row->key : -(int64_t)(unsigned char)row->group[0];
}

/* Columns: keys, words. A heading stands in the first. */
static struct list_cell row_cell(const void *data, const void *opaque, size_t column, struct arena *scratch)
{
	const struct help_state *s = data;
	const struct row *row = opaque;

	if (!row->key)
		return (struct list_cell){ column ? SHOWN("") : show(scratch, row->group), VOICE_BOLD };
	if ((column == 0) == !s->palette)
		return (struct list_cell){ row->keys, VOICE_ACCENT };
	return (struct list_cell){ show(scratch, row->words), VOICE_PLAIN };
}

static const struct list_column help_columns[] = { { "", 24, 0, 0, LIST_LEFT }, { "", 20, 1, 0, LIST_LEFT }, { 0 } };
static const struct list_column palette_columns[] = { { "", 20, 1, 0, LIST_LEFT }, { "", 18, 0, 0, LIST_RIGHT }, { 0 } };
static const struct list_ops help_rows = { .columns = help_columns, .key = row_key, .cell = row_cell };
static const struct list_ops palette_rows = { .columns = palette_columns, .key = row_key, .cell = row_cell };

/* ---- collecting ---- */

static void add_row(struct help_state *s, const char *group, const char *words, struct shown keys, uint32_t key)
{
	struct row *last = s->count ? &s->rows[s->count - 1] : NULL;

	if (last && !s->palette && strcmp(last->words, words) == 0 && strcmp(last->group, group) == 0) {
		last->keys = shown_join(&s->arena, shown_join(&s->arena, last->keys, SHOWN("  ")), keys);
		return;
	}
	if (s->count == ROWS_MAX)
		return;
	struct shown all = shown_join(&s->arena, keys, show_format(&s->arena, " %s %s", words, group));
	s->rows[s->count++] = (struct row){ group, words, keys, text_key(&s->arena, all.bytes), key, false };
}

/* A tab is named by its tab; other rows by what they do. NULL: there is no such tab. */
static const char *words_of(struct help_state *s, const struct help_of *of, const struct binding *binding)
{
	if (binding->then.kind != NEXT_TAB || binding->act)
		return binding->help;
	if (binding->then.number >= of->tab_count || !of->tabs[binding->then.number].screen)
		return NULL;
	return arena_format(&s->arena, "go to %s", of->tabs[binding->then.number].name);
}

static void collect(struct help_state *s, const struct help_of *of)
{
	struct keymap_walk walk = keymap_walk(of->keys, of->state);
	const struct binding *binding;

	while ((binding = keymap_walk_next(&walk))) {
		const char *words = words_of(s, of, binding);
		bool is_act = binding->act || binding->then.kind != NEXT_IGNORED;
		if (words && (is_act || !s->palette))
			add_row(s, binding->group ? binding->group : "here", words, binding_keys(&s->arena, binding), binding->key);
	}
}

/* The rows that hold the words typed; on the ? page under their groups, in the order in which groups first come. */
static bool matches(const struct row *row, const char *wanted)
{
	return strstr(row->search, wanted) != NULL;
}

static size_t show_group(struct help_state *s, size_t from, size_t count, const char *wanted)
{
	const char *group = s->rows[from].group;
	size_t heading = count++;

	for (size_t i = from; i < s->count; i++)
		if (strcmp(s->rows[i].group, group) == 0 && matches(&s->rows[i], wanted))
			s->shown[count++] = s->rows[i];
	if (count == heading + 1)
		return heading;
	s->shown[heading] = (struct row){ .group = group };
	return count;
}

static bool is_first_of_group(const struct help_state *s, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(s->rows[i].group, s->rows[at].group) == 0)
			return false;
	return true;
}

static void narrow(struct help_state *s)
{
	const char *wanted = text_key(&s->arena, field_text(&s->search));
	size_t count = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (s->palette && matches(&s->rows[i], wanted))
			s->shown[count++] = s->rows[i];
		else if (!s->palette && is_first_of_group(s, i) && count < ROWS_MAX)
			count = show_group(s, i, count, wanted);
	}
	for (size_t i = 0; i < count; i++)
		s->found[i] = &s->shown[i];
	list_set_rows(&s->list, s->found, 0);
	list_restart(&s->list);
	list_set_rows(&s->list, s->found, count);
	if (!s->palette && count > 1)
		list_select(&s->list, row_key(&s->shown[1]));
}

/* ---- the screens ---- */

static enum err open_page(struct help_state *s, const struct help_of *of, bool palette)
{
	arena_init(&s->arena);
	s->palette = palette;
	s->title = palette ? SHOWN("What to do") : show_format(&s->arena, "Keys of %s", of->name);
	field_init(&s->search, FIELD_TEXT, 100);
	list_init(&s->list, palette ? &palette_rows : &help_rows, s);
	collect(s, of);
	narrow(s);
	return OK;
}

static enum err help_open(void *state, void *app, const void *argument)
{
	(void)app;
	return open_page(state, argument, false);
}

static enum err palette_open(void *state, void *app, const void *argument)
{
	(void)app;
	return open_page(state, argument, true);
}

static void page_close(void *opaque)
{
	struct help_state *s = opaque;
	list_release(&s->list);
	field_release(&s->search);
	arena_release(&s->arena);
}

static enum err help_layout(void *opaque, int rows, int cols)
{
	struct help_state *s = opaque;
	return list_layout(&s->list, rows - 4, cols - 4);
}

static enum err palette_layout(void *opaque, int rows, int cols)
{
	struct help_state *s = opaque;
	int height = rows < PALETTE_ROWS ? rows : PALETTE_ROWS, width = cols < PALETTE_COLS ? cols : PALETTE_COLS;
	return list_layout(&s->list, height - 4, width - 4);
}

static void draw_page(const struct help_state *s, struct canvas *whole, struct arena *scratch)
{
	struct canvas in = canvas_box(whole, &(struct box){ .title = s->title, .focus = true,
		.foot = list_position(&s->list, scratch) });
	struct canvas list = canvas_part(&in, 2, 0, s->list.height, s->list.width);

	field_draw(&s->search, &in, 0, 0, in.cols, true, SHOWN("type to search"), scratch);
	if (s->list.rows.count)
		list_draw(&s->list, &list, true, scratch);
	else
		canvas_say(&in, 2, 0, "nothing matches: Ctrl-U empties the line", VOICE_DIM);
}

static void help_draw(const void *state, struct canvas *body, struct arena *scratch)
{
	draw_page(state, body, scratch);
}

static void palette_draw(const void *opaque, struct canvas *body, struct arena *scratch)
{
	const struct help_state *s = opaque;
	struct canvas whole = canvas_middle(body, s->list.height + 4, s->list.width + 4);
	draw_page(s, &whole, scratch);
}

/* Headings are stepped over. */
static void skip_heading(struct help_state *s, const struct event *event)
{
	const struct row *row = list_selected(&s->list);
	bool up = event->type == EVENT_KEY && (event->key == K_UP || event->key == K_PAGE_UP);
	struct event further = { .type = EVENT_KEY, .key = up && s->list.selected > 0 ? K_UP : K_DOWN };

	if (row && !row->key)
		list_event(&s->list, &further, NULL);
}

static struct next do_it(void *opaque, void *app)
{
	struct help_state *s = opaque;
	const struct row *row = list_selected(&s->list);

	(void)app;
	return row && row->key ? next_key(row->key) : next_stay();
}

static bool moves_list(const struct event *event)
{
	switch (event->type == EVENT_KEY ? event->key : K_UP) {
	case K_UP: case K_DOWN: case K_PAGE_UP: case K_PAGE_DOWN: return true;
	}
	return false;
}

static struct next page_event(void *opaque, void *app, const struct event *event)
{
	struct help_state *s = opaque;
	enum list_did did = moves_list(event) ? list_event(&s->list, event, NULL) : LIST_IGNORED;

	if (did == LIST_ENTERED)
		return do_it(opaque, app);
	if (did == LIST_MOVED) {
		skip_heading(s, event);
		return next_stay();
	}
	switch (field_event(&s->search, event)) {
	case FIELD_IGNORED: return next_ignored();
	case FIELD_CHANGED: narrow(s); return next_stay();
	case FIELD_MOVED: case FIELD_FULL: return next_stay();
	}
	return next_ignored();
}

static bool page_typing(const void *state)
{
	(void)state;
	return true;
}

static struct shown help_status(const void *state, struct arena *scratch)
{
	(void)state;
	(void)scratch;
	return SHOWN("made from the keymap in use");
}

static const struct binding bindings[] = {
	{ K_ENTER, do_it, "do it now", NULL, "do it now", .when = NULL },
	{ K_UP, NULL, "move", NULL, "scroll", .when = NULL },
	{ K_DOWN, NULL, "move", NULL, "scroll", .when = NULL },
	{ K_ESC, NULL, "back, never writes", NULL, "close", .then = { .kind = NEXT_LEAVE } },
	{ 0 }
};
static const struct keymap keys = { bindings, &ui_modal_keys };

const struct screen_ops help_screen = {
	.name = "help", .state_size = sizeof(struct help_state), .keys = &keys, .open = help_open, .close = page_close,
	.layout = help_layout, .draw = help_draw, .event = page_event, .typing = page_typing, .status = help_status,
	.whole = true,
};
const struct screen_ops palette_screen = {
	.name = "palette", .state_size = sizeof(struct help_state), .keys = &keys, .open = palette_open,
	.close = page_close, .layout = palette_layout, .draw = palette_draw, .event = page_event, .typing = page_typing,
	.status = help_status, .over = true,
};
