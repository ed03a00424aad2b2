/* The diagram of the shop's file, or of any other: what is chosen, and how one gets from there to the next. */
#include "screens/models.h"
#include "base/vec.h"
#include "explore/open.h"
#include "screens/file.h"
#include "screens/force.h"

#include <stdlib.h>
#include <string.h>

enum { COUNT_MS = 150 };

const struct layout_box *models_box(const struct models_state *s)
{
	return s->chosen < s->layout.box_count ? &s->layout.boxes[s->chosen] : NULL;
}

const struct layout_edge *models_edge(const struct models_state *s)
{
	size_t i = s->chosen - s->layout.box_count;
	return s->chosen >= s->layout.box_count && i < s->layout.edge_count ? &s->layout.edges[i] : NULL;
}

enum err models_read(struct models_state *s)
{
	struct infer_options options = { .declared = file_schema(s->app) };
	struct outline *outline;
	struct arena fresh;
	arena_init(&fresh);
	enum err err = file_structure(s->app, &s->version, &s->structure);
	struct connection *db = file_connection(s->app);
	if (!err)
		err = infer(db, &fresh, &options, &outline);
	if (!err)
		err = infer_count(db, &fresh, outline, COUNT_MS);
	for (size_t i = 0; !err && i < outline->key_count; i++)
		if (outline->keys[i].proposed)
			err = infer_match(db, &fresh, &outline->keys[i]);
	if (err) {
		arena_release(&fresh);
		return err;
	}
	arena_release(&s->arena);
	s->arena = fresh;
	s->outline = outline;
	return OK;
}

/* --- the view --- */

struct area { int x, y, width, height; };

static struct area area_of(const struct models_state *s, size_t item)
{
	if (item < s->layout.box_count) {
		const struct layout_box *box = &s->layout.boxes[item];
		return (struct area){ box->x, box->y, box->width, box->height };
	}
	const struct layout_edge *edge = &s->layout.edges[item - s->layout.box_count];
	if (!edge->point_count)
		return area_of(s, edge->from);
	struct layout_point middle = edge->points[edge->point_count / 2];
	return (struct area){ middle.x, middle.y, 1, 1 };
}

static int shift(int from, int size, int view, int at)
{
	if (at + size > from + view)
		from = at + size - view;
	return at < from ? at : from;
}

/* What fits is in the middle; else the view follows what is chosen. */
static void follow_chosen(struct models_state *s)
{
	struct area area = models_count(s) ? area_of(s, s->chosen) : (struct area){ 0, 0, 0, 0 };
	s->top = s->sheet.height <= s->rows ? (s->sheet.height - s->rows) / 2 : shift(s->top < 0 ? 0 : s->top, area.height, s->rows, area.y);
	s->left = s->sheet.width <= s->cols ? (s->sheet.width - s->cols) / 2 : shift(s->left < 0 ? 0 : s->left, area.width, s->cols, area.x);
}

static void draw_sheet(struct models_state *s)
{
	arena_reset(&s->drawing);
	layout_make(&s->drawing, s->outline, s->cols, s->rows, &s->layout);
	sheet_draw(&s->drawing, &s->layout, &s->sheet);
	if (s->chosen >= models_count(s))
		s->chosen = 0;
	follow_chosen(s);
}

static enum err models_layout(void *state, int rows, int cols)
{
	struct models_state *s = state;
	s->rows = rows - 2 - MODELS_TOLD_ROWS;
	s->cols = cols - 2;
	draw_sheet(s);
	return OK;
}

static enum err models_resume(void *state)
{
	struct models_state *s = state;
	try(models_read(s));
	draw_sheet(s);
	return OK;
}

bool models_was_stale(struct models_state *s)
{
	int64_t structure = s->structure;
	enum err err = file_structure(s->app, &s->version, &structure);
	if (!err && structure == s->structure)
		return false;
	if (!err)
		err = models_resume(s);
	if (err)
		ui_refuse(s->app->ui, err);
	else
		app_say(s->app, "another program changed the tables: they were read again");
	return true;
}

/* --- opening --- */

static void models_close(void *state)
{
	struct models_state *s = state;
	arena_release(&s->drawing);
	arena_release(&s->arena);
}

static enum err models_open(void *state, void *app, const void *argument)
{
	struct models_state *s = state;
	(void)argument;
	s->app = app;
	arena_init(&s->arena);
	arena_init(&s->drawing);
	enum err err = models_read(s);
	if (err)
		models_close(s);
	return err;
}

/* --- moving --- */

/* How far an item is in that direction, the way aside counting twice; 0: it is not there. A cell is twice as high as wide. */
static int way(struct area from, struct area to, int x, int y)
{
	int right = 2 * to.x + to.width - 2 * from.x - from.width, down = 2 * (2 * to.y + to.height - 2 * from.y - from.height);
	int along = x ? x * right : y * down, aside = abs(x ? down : right);
	return along <= 0 || aside > 2 * along + 8 ? 0 : along + 2 * aside;
}

static struct next move(struct models_state *s, int x, int y)
{
	size_t best = s->chosen;
	int least = 0;
	for (size_t i = 0; i < models_count(s); i++) {
		int far = i == s->chosen ? 0 : way(area_of(s, s->chosen), area_of(s, i), x, y);
		if (far && (!least || far < least)) {
			least = far;
			best = i;
		}
	}
	s->chosen = best;
	follow_chosen(s);
	return next_stay();
}

static struct next choose(struct models_state *s, size_t item)
{
	s->chosen = item;
	follow_chosen(s);
	return next_stay();
}

static struct next step(struct models_state *s, size_t by)
{
	return models_count(s) ? choose(s, (s->chosen + by) % models_count(s)) : next_stay();
}

static struct next scroll(struct models_state *s, int rows)
{
	int last = s->sheet.height - s->rows;
	if (last > 0)
		s->top = s->top + rows > last ? last : s->top + rows < 0 ? 0 : s->top + rows;
	return next_stay();
}

static struct next models_key(struct models_state *s, uint32_t key)
{
	switch (key) {
	case K_UP: case 'k': return move(s, 0, -1);
	case K_DOWN: case 'j': return move(s, 0, 1);
	case K_LEFT: case 'h': return move(s, -1, 0);
	case K_RIGHT: case 'l': return move(s, 1, 0);
	case K_TAB: return step(s, 1);
	case K_SHIFT_TAB: return step(s, models_count(s) ? models_count(s) - 1 : 0);
	case K_PAGE_UP: case K_CTRL('b'): return scroll(s, 1 - s->rows);
	case K_PAGE_DOWN: case K_CTRL('f'): return scroll(s, s->rows - 1);
	case 'g': case K_HOME: return choose(s, 0);
	case 'G': case K_END: return choose(s, s->layout.box_count ? s->layout.box_count - 1 : 0);
	}
	return next_ignored();
}

static struct next models_event(void *state, void *app, const struct event *event)
{
	struct models_state *s = state;
	if (models_was_stale(s))
		return next_stay();
	if (event->type == EVENT_WHEEL)
		return scroll(s, 3 * (int)event->index);
	if (event->type == EVENT_KEY)
		return models_key(s, event->key);
	if (event->type != EVENT_CLICK || event->widget != s || event->index < 0)
		return next_ignored();
	if (s->chosen == (size_t)event->index)
		return models_tell(s, app);
	return choose(s, (size_t)event->index);
}

/* --- what line 23 says --- */

static struct shown models_status(const void *state, struct arena *scratch)
{
	const struct models_state *s = state;
	size_t bare = 0;
	for (size_t i = 0; i < s->outline->key_count; i++)
		bare += !s->outline->keys[i].indexed && !s->outline->keys[i].proposed;
	if (s->app->file && explore_remark(s->app->file))
		return show(scratch, explore_remark(s->app->file));
	if (*s->app->saved && !s->app->trial)
		return show_format(scratch, "u puts back what the sync force took, from %s", force_base_name(s->app->saved));
	if (!s->outline->key_count)
		return SHOWN("no key ties these tables");
	if (!bare)
		return show_format(scratch, "every foreign key has an index");
	return show_format(scratch, "%zu foreign key%s without an index: ! tells", bare, bare == 1 ? "" : "s");
}

static bool is_own(const void *state)
{
	const struct models_state *s = state;
	return !s->app->file && !shop_is_read_only(s->app->shop);
}

static bool has_copy(const void *state)
{
	return is_own(state) && *((const struct models_state *)state)->app->saved;
}

/* Of somebody else's file there is no Walk yet. */
static bool has_rows(const void *state)
{
	const struct models_state *s = state;
	return models_box(s);
}

static struct next open_rows(void *state, void *app)
{
	struct models_state *s = state;
	if (models_was_stale(s))
		return next_stay();
	const struct outline_table *table = models_box(s)->table;
	if (!table->rows)
		return ui_refuse(s->app->ui, fail(ERR_EMPTY, "%s has no rows", table->name));
	return app_walk(app, table->name, 0);
}

static const struct binding bindings[] = {
	{ K_ENTER, open_rows, "walk its rows", "diagram", "rows", .when = has_rows },
	{ K_ENTER, models_tell, "all about it", "diagram", "all about it" },
	{ K_UP, NULL, "move", "diagram", "move", .also = { 'k' } },
	{ K_DOWN, NULL, "move", "diagram", "move", .also = { 'j' } },
	{ K_LEFT, NULL, "move", "diagram", "move" },
	{ K_RIGHT, NULL, "move", "diagram", "move" },
	{ 'h', NULL, "left", "diagram", NULL },
	{ 'l', NULL, "right", "diagram", NULL },
	{ 'i', models_tell, "why it is so", NULL, "why" },
	{ 'S', models_sync, "sync: make what is missing", NULL, "sync", .when = is_own },
	{ 'F', force_ask, "sync force: drop and make again", NULL, "sync force", .when = is_own },
	{ '!', models_lint, "lint: what is doubtful", NULL, "lint" },
	{ 'E', models_export, "export", NULL, "export" },
	{ 'u', force_put_back, "undo the last change or order", NULL, NULL, .when = has_copy },
	{ K_TAB, NULL, "the next table or line", "diagram", NULL, .also = { K_SHIFT_TAB } },
	{ K_PAGE_UP, NULL, "a page up", "diagram", NULL, .also = { K_CTRL('b') } },
	{ K_PAGE_DOWN, NULL, "a page down", "diagram", NULL, .also = { K_CTRL('f') } },
	{ 'g', NULL, "first", "diagram", .also = { K_HOME } },
	{ 'G', NULL, "last", "diagram", .also = { K_END } },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys }, foreign_keys = { bindings, &file_keys };

static const struct keymap *keys_now(const void *state)
{
	const struct app *app = ((const struct models_state *)state)->app;
	return app && app->file ? &foreign_keys : &keys;
}

const struct screen_ops models_screen = {
	.name = "Models", .state_size = sizeof(struct models_state), .keys_now = keys_now, .open = models_open, .close = models_close,
	.resume = models_resume, .layout = models_layout, .draw = models_draw, .event = models_event, .status = models_status,
};
