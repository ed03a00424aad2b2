/* 6 Walk: a row beside its associations and the rows behind the selected one; Enter goes on, Backspace back. */
#include "screens/walk.h"
#include "screens/walk_tree.h"
#include "screens/file.h"
#include "screens/rehearsal.h"

#include <string.h>

/* ---- the path ---- */

static const char *label_of(struct walk_state *s, const struct walk_row *row)
{
	return row->name ? arena_string(&s->path_arena, row->name) : arena_format(&s->path_arena, "%s #%s", row->table->name, row->key);
}

static struct walk_row identity_of(struct walk_state *s, const struct walk_row *row)
{
	struct value *ident = arena_array(&s->path_arena, struct value, row->ident_count);
	for (size_t i = 0; i < row->ident_count; i++) {
		ident[i] = row->ident[i];
		if (ident[i].type >= VALUE_TEXT)
			ident[i].text = arena_copy(&s->path_arena, ident[i].text, ident[i].size);
	}
	return (struct walk_row){ .table = row->table, .ident = ident, .ident_count = row->ident_count };
}

/* As many lines before it as fit, so that nothing scrolls that need not. */
static void keep_in_sight(struct walk_state *s)
{
	size_t rows = walk_pane_rows(s) > 3 ? (size_t)walk_pane_rows(s) - 2 : 1;
	if (s->selected < s->top)
		s->top = s->selected;
	if (s->selected >= s->top + rows)
		s->top = s->selected - rows + 1;
	if (s->top + rows > s->line_count)
		s->top = s->line_count > rows ? s->line_count - rows : 0;
}

static void select_first_link(struct walk_state *s)
{
	s->selected = s->first_link < s->line_count ? s->first_link : 0;
	s->top = 0;
	s->in_list = false;
	keep_in_sight(s);
}

/* Read where one stands; when that fails, stand where one was. */
static enum err arrive(struct walk_state *s, size_t at)
{
	size_t was = s->at;
	bool changed;
	try(walk_follow_structure(s, &changed));
	if (at >= s->visits.count)
		return fail(ERR_NOT_FOUND, "the table of this row has changed or is gone: Esc leads back to the diagram");
	s->at = at;
	enum err err = walk_read_row(s);
	if (err) {
		s->at = was < s->visits.count ? was : 0;
		return err;
	}
	s->visits.items[at].label = label_of(s, &s->row);
	select_first_link(s);
	return walk_read_list(s);
}

/* What lay behind @at is forgotten. */
static void put_visit(struct walk_state *s, size_t at, const struct walk_row *row, const struct relation *via, const char *call)
{
	struct walk_visit visit = { .row = identity_of(s, row), .via = via, .call = arena_string(&s->path_arena, call), .label = label_of(s, row) };
	s->visits.count = at;
	vec_push(&s->visits, visit);
}

static enum err step_to(struct walk_state *s, const struct walk_row *row, const struct relation *via, const char *call)
{
	size_t at = s->visits.count ? s->at + 1 : 0;
	put_visit(s, at, row, via, call);
	return arrive(s, at);
}

static enum err begin_at(struct walk_state *s, const struct walk_row *row)
{
	struct arena scratch;
	arena_init(&scratch);
	arena_reset(&s->path_arena);
	s->visits.count = s->at = 0;
	enum err err = step_to(s, row, NULL, walk_find_call(&scratch, row));
	arena_release(&scratch);
	return err;
}

static enum err begin_at_first(struct walk_state *s, struct arena *arena, const struct outline_table *table)
{
	struct walk_row row;
	struct walk_page page;
	try(walk_page(&s->walk, arena, &(struct walk_list){ .table = table }, NULL, false, 1, &page));
	if (!page.count)
		return fail(ERR_EMPTY, s->app->file ? "%s has no rows" : "there is no row of '%s' that you can see", table->name);
	try(walk_load(&s->walk, arena, &page.rows[0], &row, NULL));
	return begin_at(s, &row);
}

/* In a file of which nothing is known: the first table that has rows which can be read. */
static enum err begin_in_any(struct walk_state *s, struct arena *arena)
{
	enum err err = fail(ERR_EMPTY, "there is no table to walk in");
	for (size_t i = 0; err && !s->app->stopped && i < s->outline->table_count; i++)
		err = begin_at_first(s, arena, &s->outline->tables[i]);
	return err;
}

/* Where a walk begins that nobody asked for: oneself, or the first product that can be seen. */
static enum err begin_somewhere(struct walk_state *s, struct arena *arena)
{
	struct walk_row row;
	struct value id = value_integer(s->app->session.user);
	if (!s->app->file && s->app->session.user && !walk_find(&s->walk, arena, outline_table(s->outline, "users"), &id, 1, &row, NULL))
		return begin_at(s, &row);
	return s->app->file ? begin_in_any(s, arena) : begin_at_first(s, arena, outline_table(s->outline, "products"));
}

static enum err begin_where_asked(struct walk_state *s, struct arena *arena)
{
	struct walk_row row;
	struct value id = value_integer(s->app->walk_id);
	const struct outline_table *table = s->app->walk_table ? outline_table(s->outline, s->app->walk_table) : NULL;
	const char *asked = s->app->walk_table;
	s->app->walk_table = NULL;
	if (asked && !table)
		return fail(ERR_NOT_FOUND, "there is no table '%s' any more", asked);
	if (!table)
		return begin_somewhere(s, arena);
	if (!s->app->walk_id)
		return begin_at_first(s, arena, table);
	try(walk_find(&s->walk, arena, table, &id, 1, &row, NULL));
	return begin_at(s, &row);
}

static enum err begin(struct walk_state *s)
{
	struct arena arena;
	arena_init(&arena);
	enum err err = begin_where_asked(s, &arena);
	arena_release(&arena);
	return err;
}

/* ---- opening ---- */

static void close_walk(void *state)
{
	struct walk_state *s = state;
	struct arena *arenas[] = { &s->outline_arena, &s->path_arena, &s->arena, &s->list_arena, &s->next_arena, &s->asked_arena, &s->writing.arena };
	for (size_t i = 0; i < sizeof arenas / sizeof *arenas; i++)
		arena_release(arenas[i]);
	list_release(&s->list);
	plans_release(&s->plans);
	vec_release(&s->visits);
}

static enum err open_walk(void *state, void *app, const void *argument)
{
	struct walk_state *s = state;
	struct arena *arenas[] = { &s->outline_arena, &s->path_arena, &s->arena, &s->list_arena, &s->next_arena, &s->asked_arena, &s->writing.arena };
	(void)argument;
	s->app = app;
	for (size_t i = 0; i < sizeof arenas / sizeof *arenas; i++)
		arena_init(arenas[i]);
	plans_init(&s->plans);
	s->ops = *walk_list_ops();
	s->ops.columns = s->columns;
	list_init(&s->list, &s->ops, s);
	s->rows = 21;
	s->cols = 80;
	enum err err = walk_read_outline(s);
	if (!err)
		err = begin(s);
	if (err)
		close_walk(s);
	return err;
}

/* Where one stood, or the nearest row before it that still is. */
static enum err arrive_near(struct walk_state *s, bool *there)
{
	const size_t stood = s->at;
	size_t at = stood;
	enum err err;
	while ((err = arrive(s, at)) == ERR_NOT_FOUND && at)
		at--;
	*there = !err && at == stood;
	if (!*there && at < s->visits.count)
		s->visits.count = at + 1;
	return err == ERR_NOT_FOUND ? begin(s) : err;
}

static enum err resume(void *state)
{
	struct walk_state *s = state;
	size_t selected = s->selected;
	bool in_list = s->in_list, changed, there;
	try(walk_follow_structure(s, &changed));
	if (s->app->walk_table || !s->visits.count)
		return begin(s);
	try(arrive_near(s, &there));
	if (!there)
		return OK;
	if (selected < s->line_count && selected != s->selected) {
		s->selected = selected;
		try(walk_read_list(s));
	}
	s->in_list = in_list && s->has_list;
	return OK;
}

static enum err layout(void *state, int rows, int cols)
{
	struct walk_state *s = state;
	s->rows = rows;
	s->cols = cols;
	keep_in_sight(s);
	if (!s->has_list)
		return OK;
	int pane = walk_panes(s).list;
	try(list_layout(&s->list, walk_list_rows(s), pane > 6 ? pane - 4 : cols - 4));
	return walk_read_next(s);
}

/* ---- acts ---- */

static struct next shown_or_refused(struct walk_state *s, enum err err)
{
	return err ? ui_refuse(s->app->ui, err) : next_stay();
}

/* Another program has changed the tables: what is shown is read again, and the key does nothing else. */
static struct next read_again(struct walk_state *s)
{
	enum err err = s->visits.count ? arrive(s, s->at < s->visits.count ? s->at : s->visits.count - 1) : begin(s);
	return err ? ui_refuse(s->app->ui, err) : app_say(s->app, "another program changed the tables: they were read again");
}

static enum err enter_selected(struct walk_state *s)
{
	const struct walk_row *row = list_selected(&s->list);
	const struct relation *via = s->from.relation;
	return step_to(s, row, via, walk_is_single(via) ? s->list_call : walk_ident(&s->app->arena, row));
}

static struct next nothing_there(struct walk_state *s, const struct walk_link *link)
{
	if (link->unknown)
		return ui_refuse(s->app->ui, fail(ERR_CANCELLED, "the rows of %s could not be read", link->relation->as));
	if (link->count)
		return ui_refuse(s->app->ui, fail(ERR_FORBIDDEN, "the rows of %s belong to somebody else: they are counted, and not shown", link->relation->as));
	return ui_refuse(s->app->ui, fail(ERR_EMPTY, "%s has no %s", walk_ident(&s->app->arena, &s->row), link->relation->as));
}

static struct next go_on(void *state, void *app)
{
	struct walk_state *s = state;
	const struct walk_link *link = walk_selected_link(s);
	(void)app;
	if (!link)
		return ui_refuse(s->app->ui, fail(ERR_INPUT, "this is a value: choose an association below to go on"));
	if (!s->has_list || !list_selected(&s->list))
		return nothing_there(s, link);
	if (!s->in_list && !walk_is_single(link->relation)) {
		s->in_list = true;
		return next_stay();
	}
	return shown_or_refused(s, enter_selected(s));
}

static struct next go_back(void *state, void *app)
{
	struct walk_state *s = state;
	(void)app;
	if (s->in_list) {
		s->in_list = false;
		return next_stay();
	}
	if (!s->at)
		return next_tab(s->app->walk_from);
	return shown_or_refused(s, arrive(s, s->at - 1));
}

static struct next one_back(void *state, void *data)
{
	struct walk_state *s = state;
	struct app *app = data;
	if (!s->at)
		return ui_refuse(app->ui, fail(ERR_EMPTY, "this is where the walk began"));
	return shown_or_refused(s, arrive(s, s->at - 1));
}

static bool has_ahead(const void *state)
{
	const struct walk_state *s = state;
	return s->at + 1 < s->visits.count;
}

static struct next one_on(void *state, void *data)
{
	struct walk_state *s = state;
	struct app *app = data;
	if (!has_ahead(s))
		return ui_refuse(app->ui, fail(ERR_EMPTY, "nothing lies ahead: Enter goes on"));
	return shown_or_refused(s, arrive(s, s->at + 1));
}

static struct next other_pane(void *state, void *app)
{
	struct walk_state *s = state;
	(void)app;
	s->in_list = !s->in_list && s->has_list && list_selected(&s->list);
	return next_stay();
}

static bool is_only_read(const void *state)
{
	const struct app *app = ((const struct walk_state *)state)->app;
	return app->file && !app->writes_file;
}

static struct next rehearse_row(void *state, void *data)
{
	struct walk_state *s = state;
	struct app *app = data;
	const struct walk_row *row = s->in_list ? list_selected(&s->list) : &s->row;
	bool changed;
	enum err err = walk_follow_structure(s, &changed);
	if (err || changed)
		return err ? ui_refuse(app->ui, err) : read_again(s);
	return app_push(app, &rehearsal_screen, &(struct rehearsal_ask){ .title = arena_format(&app->arena, "%s.destroy()", walk_ident(&app->arena, row)),
		.statement = walk_delete_sql(&app->arena, row), .subject = row->key, .keep = "back",
		.advice = "This file is only read: what would happen was tried on a private copy, which is gone with this page. A in Walk allows writing." }, sizeof(struct rehearsal_ask));
}

static size_t put_branch(struct walk_state *s, const struct tree_node *node)
{
	if (node->visit >= 0)
		return (size_t)node->visit;
	size_t at = put_branch(s, node->parent->parent) + 1;
	put_visit(s, at, &node->row, node->parent->link.relation, node->call);
	return at;
}

struct next walk_tree_chosen(void *state, void *app, const void *answer)
{
	struct walk_state *s = state;
	(void)app;
	return shown_or_refused(s, arrive(s, put_branch(s, answer)));
}

static struct next show_tree(void *state, void *app)
{
	struct walk_state *s = state;
	bool changed;
	(void)app;
	enum err err = walk_follow_structure(s, &changed);
	if (!err && changed)
		err = arrive(s, s->at);
	return err ? ui_refuse(s->app->ui, err) : next_push(&walk_tree_screen, s);
}

static const struct binding bindings[] = {
	{ K_ENTER, go_on, "walk to what is selected", NULL, "walk" },
	{ K_BACKSPACE, go_back, "one step back", NULL, "back", .also = { K_ESC } },
	{ ']', one_on, "forward again", NULL, "forward", .when = has_ahead },
	{ ']', one_on, "forward again", NULL, NULL },
	{ '[', one_back, "one step back on the path", NULL, NULL },
	{ 'T', show_tree, WALK_TREE_HELP, NULL, "tree" },
	{ 'D', rehearse_row, "destroy: shows first what goes and what stays", NULL, "rehearse", .when = is_only_read },
	{ 'e', walk_edit, "edit what is selected", NULL, "edit", .when = walk_is_writable },
	{ 'e', walk_edit, "edit what is selected", NULL, NULL },
	{ 'D', walk_destroy, "destroy: shows first what goes and what stays", NULL, "destroy", .when = walk_is_writable },
	{ 'D', walk_destroy, "destroy: shows first what goes and what stays", NULL, NULL },
	{ K_TAB, other_pane, "other pane", NULL, "other pane", .also = { K_SHIFT_TAB } },
	{ 0 }
};
static const struct keymap list_keys = { list_bindings, &app_keys }, file_list_keys = { list_bindings, &file_keys };
static const struct keymap keys = { bindings, &list_keys }, foreign_keys = { bindings, &file_list_keys };

static const struct keymap *keys_now(const void *state)
{
	const struct app *app = ((const struct walk_state *)state)->app;
	return app && app->file ? &foreign_keys : &keys;
}

/* ---- moving ---- */

static struct next select_line(struct walk_state *s, size_t line)
{
	if (line == s->selected || line >= s->line_count)
		return next_stay();
	s->selected = line;
	keep_in_sight(s);
	return shown_or_refused(s, walk_read_list(s));
}

static struct next move_line(struct walk_state *s, const struct event *event)
{
	size_t last = s->line_count ? s->line_count - 1 : 0, page = (size_t)walk_pane_rows(s) - 3;
	switch (event->type == EVENT_WHEEL ? (event->index < 0 ? K_UP : K_DOWN) : event->key) {
	case K_UP: case 'k': return select_line(s, s->selected ? s->selected - 1 : 0);
	case K_DOWN: case 'j': return select_line(s, s->selected < last ? s->selected + 1 : last);
	case K_PAGE_UP: case K_CTRL('b'): return select_line(s, s->selected > page ? s->selected - page : 0);
	case K_PAGE_DOWN: case K_CTRL('f'): return select_line(s, s->selected + page < last ? s->selected + page : last);
	case K_HOME: case 'g': return select_line(s, 0);
	case K_END: case 'G': return select_line(s, last);
	}
	return next_ignored();
}

static struct next list_moves(struct walk_state *s, void *app, const struct event *event)
{
	enum err err = OK;
	switch (list_event(&s->list, event, &err)) {
	case LIST_MOVED:
		s->in_list = true;
		return shown_or_refused(s, err ? err : walk_read_next(s));
	case LIST_ENTERED:
		if (s->in_list)
			return go_on(s, app);
		s->in_list = true;
		return next_stay();
	case LIST_IGNORED:
		break;
	}
	return next_ignored();
}

static struct next on_event(void *state, void *app, const struct event *event)
{
	struct walk_state *s = state;
	bool changed;
	enum err err = walk_follow_structure(s, &changed);
	if (err || changed)
		return err ? ui_refuse(s->app->ui, err) : read_again(s);
	if (event->type == EVENT_CLICK && event->widget == s) {
		bool again = !s->in_list && event->index == (long)s->selected;
		s->in_list = false;
		return again ? go_on(s, app) : event->index >= 0 ? select_line(s, (size_t)event->index) : next_stay();
	}
	if (s->has_list && (event->widget == &s->list || (event->type == EVENT_KEY && s->in_list)))
		return list_moves(s, app, event);
	return event->type == EVENT_KEY || event->widget == s ? move_line(s, event) : next_ignored();
}

static struct shown status(const void *state, struct arena *scratch)
{
	const struct walk_state *s = state;
	size_t unknown = 0;
	for (size_t i = 0; i < s->row.table->relation_count; i++)
		unknown += s->links[i].unknown;
	if (unknown)
		return show_format(scratch, "%zu of %zu counts could not be had", unknown, s->row.table->relation_count);
	return show_format(scratch, "counts came in %zu SQL, rows in %d", s->counts, 1 + s->has_list);
}

const struct screen_ops walk_screen = {
	.name = "Walk", .state_size = sizeof(struct walk_state), .keys_now = keys_now, .open = open_walk, .close = close_walk,
	.resume = resume, .layout = layout, .draw = walk_draw, .event = on_event, .status = status,
};
