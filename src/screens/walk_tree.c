/* T in Walk: the path as a tree. Right opens a branch, left closes it, Enter on a row goes there. */
#include "screens/walk_tree.h"
#include "screens/file.h"

/* ---- opening ---- */

static void close_tree(void *state)
{
	struct walk_tree *t = state;
	arena_release(&t->arena);
	arena_release(&t->line_arena);
}

static void select_node(struct walk_tree *t, const struct tree_node *node)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->lines[i] == node)
			t->selected = i;
}

static int height(const struct walk_tree *t)
{
	return t->rows > 3 ? t->rows - 2 : 1;
}

static void keep_in_sight(struct walk_tree *t)
{
	size_t rows = (size_t)height(t);
	if (t->selected >= t->count)
		t->selected = t->count ? t->count - 1 : 0;
	if (t->selected < t->top)
		t->top = t->selected;
	if (t->selected >= t->top + rows)
		t->top = t->selected - rows + 1;
	if (t->top + rows > t->count)
		t->top = t->count > rows ? t->count - rows : 0;
}

static enum err open_state(void *state, void *app, const void *argument)
{
	struct walk_tree *t = state;
	t->app = app;
	t->walk = (struct walk_state *)(uintptr_t)argument;
	t->rows = 21;
	arena_init(&t->arena);
	arena_init(&t->line_arena);
	enum err err = tree_read_path(t);
	if (err) {
		close_tree(t);
		return err;
	}
	tree_make_lines(t);
	for (size_t i = 0; i < t->count; i++)
		if (t->lines[i]->visit == (long)t->walk->at)
			t->selected = i;
	return OK;
}

static enum err layout(void *state, int rows, int cols)
{
	struct walk_tree *t = state;
	t->rows = rows;
	t->cols = cols;
	keep_in_sight(t);
	return OK;
}

/* ---- acts ---- */

static struct tree_node *selected(const struct walk_tree *t)
{
	return t->lines[t->selected];
}

/* A file whose tables have changed is another: Walk reads it again. */
static bool is_outdated(struct walk_tree *t)
{
	int64_t structure = t->walk->structure;
	enum err err = file_structure(t->app, &t->walk->version, &structure);
	t->walk->walk.db = file_connection(t->app);
	return err || structure != t->walk->structure;
}

static struct next open_node(struct walk_tree *t, struct tree_node *node)
{
	if (is_outdated(t))
		return next_leave();
	size_t at = t->selected;
	enum err err = tree_open(t, node);
	app_call(t->app, "%s", node->kind == TREE_ROW ? "counting what is on the other side" : node->parent->call);
	tree_make_lines(t);
	t->selected = at;
	keep_in_sight(t);
	return err ? ui_refuse(t->app->ui, err) : next_stay();
}

static struct next open_branch(void *state, void *app)
{
	struct walk_tree *t = state;
	struct tree_node *node = selected(t);
	(void)app;
	if (node->open && node->first) {
		select_node(t, node->first);
		keep_in_sight(t);
		return next_stay();
	}
	return open_node(t, node);
}

static struct next close_branch(void *state, void *app)
{
	struct walk_tree *t = state;
	struct tree_node *node = selected(t);
	(void)app;
	if (!node->open) {
		select_node(t, node->parent ? node->parent : node);
	} else {
		node->open = false;
		tree_make_lines(t);
	}
	keep_in_sight(t);
	return next_stay();
}

static struct next toggle(void *state, void *app)
{
	return selected(state)->open ? close_branch(state, app) : open_node(state, selected(state));
}

static struct next walk_there(void *state, void *app)
{
	struct walk_tree *t = state;
	(void)app;
	return next_return(walk_tree_chosen, selected(t));
}

static bool is_row(const void *state) { return selected(state)->kind == TREE_ROW; }
static bool is_open_link(const void *state) { return selected(state)->kind == TREE_LINK && selected(state)->open; }
static bool is_more(const void *state) { return selected(state)->kind == TREE_MORE; }

static const struct binding bindings[] = {
	{ K_ENTER, walk_there, "walk to that row", "tree", "walk there", .when = is_row },
	{ K_ENTER, toggle, "close the branch", "tree", "close", .when = is_open_link },
	{ K_ENTER, toggle, "read more rows", "tree", "more rows", .when = is_more },
	{ K_ENTER, toggle, "open the branch", "tree", "open" },
	{ K_RIGHT, open_branch, "open a branch, or step into it", "tree", "open" },
	{ K_LEFT, close_branch, "close a branch, or step out of it", "tree", "close" },
	{ 'l', open_branch, "right", "tree" },
	{ 'h', close_branch, "left", "tree" },
	{ 'T', NULL, WALK_TREE_HELP, NULL, "panes", .also = { K_ESC, K_BACKSPACE }, .then = { .kind = NEXT_LEAVE } },
	{ K_UP, NULL, "move", "tree", NULL, .also = { 'k', K_PAGE_UP, K_CTRL('b') } },
	{ K_DOWN, NULL, "move", "tree", NULL, .also = { 'j', K_PAGE_DOWN, K_CTRL('f') } },
	{ 'g', NULL, "first", "tree", NULL, .also = { K_HOME } },
	{ 'G', NULL, "last", "tree", NULL, .also = { K_END } },
	{ 0 }
};
static const struct keymap keys = { bindings, &app_keys }, foreign_keys = { bindings, &file_keys };

static const struct keymap *keys_now(const void *state)
{
	const struct app *app = ((const struct walk_tree *)state)->app;
	return app && app->file ? &foreign_keys : &keys;
}

/* ---- moving ---- */

static struct next move_to(struct walk_tree *t, long to)
{
	long last = (long)t->count - 1;
	t->selected = to < 0 ? 0 : to > last ? (size_t)last : (size_t)to;
	keep_in_sight(t);
	return next_stay();
}

static struct next on_key(struct walk_tree *t, uint32_t key)
{
	long at = (long)t->selected, page = height(t) > 2 ? height(t) - 1 : 1;
	switch (key) {
	case K_UP: case 'k': return move_to(t, at - 1);
	case K_DOWN: case 'j': return move_to(t, at + 1);
	case K_PAGE_UP: case K_CTRL('b'): return move_to(t, at - page);
	case K_PAGE_DOWN: case K_CTRL('f'): return move_to(t, at + page);
	case K_HOME: case 'g': return move_to(t, 0);
	case K_END: case 'G': return move_to(t, (long)t->count - 1);
	}
	return next_ignored();
}

/* A click chooses; a second one does what Enter does. */
static struct next on_event(void *state, void *app, const struct event *event)
{
	struct walk_tree *t = state;
	if (event->type == EVENT_WHEEL)
		return move_to(t, (long)t->selected + 3 * event->index);
	if (event->type == EVENT_KEY)
		return on_key(t, event->key);
	if (event->type != EVENT_CLICK || event->widget != t || event->index < 0)
		return next_ignored();
	if (event->index != (long)t->selected)
		return move_to(t, event->index);
	return is_row(t) ? walk_there(t, app) : toggle(t, app);
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct walk_tree *t = state;
	size_t visited = t->walk->visits.count;
	return show_format(scratch, "%zu row%s on the path; a branch is read when it opens", visited, visited == 1 ? "" : "s");
}

const struct screen_ops walk_tree_screen = {
	.name = "Tree", .state_size = sizeof(struct walk_tree), .keys_now = keys_now, .open = open_state, .close = close_tree,
	.layout = layout, .draw = walk_tree_draw, .event = on_event, .status = status,
};
