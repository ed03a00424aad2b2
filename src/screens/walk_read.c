/* What the Walk screen reads: the row and its counts once, the rows of the selected association by pages. */
#include "screens/walk.h"
#include "explore/infer.h"
#include "explore/spell.h"
#include "screens/file.h"

#include <string.h>
#include <strings.h>

enum { LIST_CELLS_MAX = 28, LINKS_MAX = 100, GLANCE_MAX = 24 };

/* ---- whose rows ---- */

/* In a shop that is no demo: the catalogue, and one's own. Others' rows are counted and nothing else. */
static const struct { const char *table, *condition; } own_rows[] = {
	{ "products", "@.retiredAt IS NULL OR @.userId = %lld" },
	{ "users", "@.id = %lld" },
	{ "carts", "@.userId = %lld" },
	{ "orders", "@.userId = %lld" },
	{ "cartItems", "@.cartId IN (SELECT id FROM carts WHERE userId = %lld)" },
	{ "orderItems", "@.orderId IN (SELECT id FROM orders WHERE userId = %lld)" },
};

/* One %lld of @format, so that the number of a person stands in it. */
static const char *with_number(struct arena *arena, const char *format, int64_t number)
{
	const char *at = strstr(format, "%lld");
	return arena_format(arena, "%.*s%lld%s", (int)(at - format), format, (long long)number, at + 4);
}

static const char *sees(void *context, const char *table)
{
	struct walk_state *s = context;
	if (shop_is_demo(s->app->shop))
		return NULL;
	for (size_t i = 0; i < sizeof own_rows / sizeof *own_rows; i++)
		if (!strcasecmp(own_rows[i].table, table))
			return with_number(&s->app->arena, own_rows[i].condition, s->app->session.user ? s->app->session.user : -1);
	return "0";
}

static bool is_hidden(const char *table)
{
	return !strncasecmp(table, "souk", 4);
}

/* What was read before stays where it is: rows that are shown lie in it. */
enum err walk_read_outline(struct walk_state *s)
{
	struct infer_options options = { .declared = file_schema(s->app), .hides = s->app->file ? NULL : is_hidden };
	struct connection *db = file_connection(s->app);
	try(file_structure(s->app, &s->version, &s->structure));
	try(infer(db, &s->outline_arena, &options, &s->outline));
	s->walk = (struct walk){ .db = db, .outline = s->outline, .declared = options.declared };
	if (!s->app->file)
		s->walk.rules = (struct walk_rules){ sees, s };
	return OK;
}

/* Where the path leads by the tables as they are now; false: no farther than to the visit before. */
static bool find_again(struct walk_state *s, size_t at)
{
	struct walk_visit *visit = &s->visits.items[at];
	const struct outline_table *table = outline_table(s->outline, visit->row.table->name);
	const struct relation *via = at && visit->via ? outline_relation(s->visits.items[at - 1].row.table, visit->via->as) : NULL;
	if (!table || visit->row.ident_count != (table->without_rowid ? table->key_count : 1) || (visit->via && !via))
		return false;
	visit->row.table = table;
	visit->via = via;
	visit->glance = NULL;
	return true;
}

enum err walk_follow_structure(struct walk_state *s, bool *changed)
{
	int64_t structure = s->structure;
	size_t at = 0;
	*changed = false;
	s->walk.db = file_connection(s->app);        /* Models may have opened it again */
	try(file_structure(s->app, &s->version, &structure));
	s->walk.db = file_connection(s->app);
	if (structure == s->structure)
		return OK;
	s->structure = structure;
	try(walk_read_outline(s));
	*changed = true;
	while (at < s->visits.count && find_again(s, at))
		at++;
	s->visits.count = at;
	return OK;
}

/* ---- the row ---- */

/* In somebody else's file a count may take too long, or its table be damaged: the row is shown all the same. */
static bool is_bearable(const struct walk_state *s, enum err err)
{
	return err == ERR_CANCELLED || (s->app->file && (err == ERR_CORRUPT || err == ERR_DB_ERROR || err == ERR_FORBIDDEN));
}

/* Say it, and go on without what is @unknown. */
static enum err bear(struct walk_state *s, enum err err, bool *unknown)
{
	if (!is_bearable(s, err))
		return err;
	*unknown = true;
	ui_refuse(s->app->ui, s->app->stopped ? fail(ERR_CANCELLED, "stopped: what was not read shows as ?") : err);
	return OK;
}

enum err walk_count_links(struct walk_state *s, struct arena *arena, const struct walk_row *row, struct walk_link **out)
{
	size_t count = row->table->relation_count;
	*out = arena_array(arena, struct walk_link, count);
	for (size_t i = 0; i < count; i++) {
		struct walk_link *link = &(*out)[i];
		*link = (struct walk_link){ .relation = &row->table->relations[i], .unknown = true };
		if (i >= LINKS_MAX || s->app->stopped)
			continue;
		enum err err = walk_count(&s->walk, arena, row, link->relation, &link->count, &link->more, NULL);
		link->unknown = false;
		if (err)
			try(bear(s, err, &link->unknown));
	}
	return OK;
}

static void keep_asked(struct walk_state *s, const struct walk_asked *asked)
{
	const char *line = "";
	if (!asked->sql)
		return;
	arena_reset(&s->asked_arena);
	struct clauses clauses = spell_clauses(&s->asked_arena, &(struct spelling){ .sql = asked->sql, .values = asked->values, .count = asked->count,
		.declared = s->walk.declared });
	for (size_t i = 0; i < clauses.count; i++)
		line = arena_format(&s->asked_arena, "%s%s%s", line, i ? " " : "", clauses.items[i]);
	const struct plan *plan = plans_find(&s->plans, s->walk.db, asked->sql);
	s->sql = line;
	s->ms = (double)asked->nanoseconds / 1e6;
	s->plan = "";
	s->scan = false;
	for (size_t i = 0; i < plan->count; i++) {
		s->plan = arena_format(&s->asked_arena, "%s%s%s", s->plan, i ? ", " : "", plan->steps[i].detail);
		s->scan |= plan->steps[i].scan;
	}
}

static void make_lines(struct walk_state *s)
{
	size_t links = s->row.table->relation_count;
	s->lines = arena_array(&s->arena, struct walk_line, s->row.count + links);
	s->line_count = 0;
	for (size_t i = 0; i < s->row.count; i++)
		s->lines[s->line_count++] = (struct walk_line){ false, i };
	s->first_link = s->line_count;
	for (size_t i = 0; i < links; i++)
		s->lines[s->line_count++] = (struct walk_line){ true, i };
}

/* For when it is the row before. */
static void keep_glance(struct walk_state *s, struct walk_visit *visit)
{
	if (visit->glance)
		return;
	visit->glance_count = s->row.count < GLANCE_MAX ? s->row.count : GLANCE_MAX;
	visit->glance = arena_array(&s->path_arena, struct walk_glance, visit->glance_count);
	for (size_t i = 0; i < visit->glance_count; i++) {
		const char *name = s->row.table->columns[s->row.columns[i].position].name;
		visit->glance[i].name = show(&s->path_arena, name);
		visit->glance[i].value = shown_cut(&s->path_arena, walk_shown(&s->arena, &s->row.columns[i], &s->row.cells[i]), LIST_CELLS_MAX);
		visit->glance[i].value.bytes = arena_copy(&s->path_arena, visit->glance[i].value.bytes, visit->glance[i].value.size);
	}
}

/* On error all is as it was: a row that is gone meanwhile stays to be seen. */
enum err walk_read_row(struct walk_state *s)
{
	struct walk_visit *visit = &s->visits.items[s->at];
	struct walk_asked asked = { 0 };
	struct walk_link *links = NULL;
	struct walk_row row;
	struct arena fresh;
	arena_init(&fresh);
	enum err err = walk_load(&s->walk, &fresh, &visit->row, &row, &asked);
	app_call(s->app, "%s", visit->call);
	if (!err)
		err = walk_count_links(s, &fresh, &row, &links);
	app_call(s->app, "counting what is on the other side");
	if (err) {
		arena_release(&fresh);
		return err;
	}
	arena_release(&s->arena);
	s->arena = fresh;
	s->row = row;
	s->asked = asked;
	s->links = links;
	s->has_list = s->has_next = false;
	s->counts = row.table->relation_count;
	make_lines(s);
	keep_glance(s, visit);
	keep_asked(s, &s->asked);
	return OK;
}

const char *walk_chain(const struct walk_state *s, struct arena *arena)
{
	const struct walk_visit *visit = &s->visits.items[s->at];
	return visit->via ? visit->call : walk_ident(arena, &s->row);
}

/* ---- the rows of its selected association ---- */

const struct walk_link *walk_selected_link(const struct walk_state *s)
{
	if (!s->links || s->selected >= s->line_count || !s->lines[s->selected].link)
		return NULL;
	return &s->links[s->lines[s->selected].index];
}

static int64_t row_key(const void *opaque)
{
	const struct walk_row *row = opaque;
	uint64_t hash = VALUE_HASH;
	for (size_t i = 0; i < row->sort_count; i++)
		hash = value_hash(hash, row->sort[i]);
	return (int64_t)hash;
}

static struct list_cell row_cell(const void *data, const void *opaque, size_t column, struct arena *scratch)
{
	const struct walk_state *s = data;
	const struct walk_row *row = opaque;
	const struct walk_cell *cell = &row->cells[column];
	bool quiet = value_is_null(cell->value) || row->columns[column].table != s->from.table;
	return (struct list_cell){ walk_shown(scratch, &row->columns[column], cell), quiet ? VOICE_DIM : VOICE_PLAIN };
}

static enum err load_page(void *data, struct arena *arena, const char *cursor, bool before, size_t limit, struct list_page *out)
{
	struct walk_state *s = data;
	struct walk_page page;
	try(walk_page(&s->walk, arena, &s->from, cursor, before, limit, &page));
	const void **rows = arena_array(arena, const void *, page.count);
	for (size_t i = 0; i < page.count; i++)
		rows[i] = &page.rows[i];
	*out = (struct list_page){ rows, page.count, page.previous, page.next };
	keep_asked(s, &page.asked);
	app_call(s->app, "%s", s->list_call);
	return OK;
}

static enum err row_cursor(void *data, struct arena *arena, const void *row, const char **out)
{
	(void)data;
	*out = walk_cursor(arena, row);
	return OK;
}

/* Wide enough for what the first rows hold; the last ones go first where there is no room. */
static void measure_columns(struct walk_state *s)
{
	struct arena scratch;
	const struct walk_row *first = s->list.rows.count ? s->list.rows.items[0] : NULL;
	arena_init(&scratch);
	memset(s->columns, 0, sizeof s->columns);
	for (size_t i = 0; first && i < first->count; i++) {
		const struct outline_column *column = &first->columns[i].table->columns[first->columns[i].position];
		int cells = show(&scratch, column->name).cells;
		bool right = false;
		for (size_t r = 0; r < s->list.rows.count && r < 50; r++) {
			const struct walk_row *row = s->list.rows.items[r];
			int wide = walk_shown(&scratch, &row->columns[i], &row->cells[i]).cells;
			cells = wide > cells ? wide : cells;
			right |= row->cells[i].value.type == VALUE_INTEGER || row->cells[i].value.type == VALUE_REAL;
		}
		s->columns[i] = (struct list_column){ arena_string(&s->list_arena, show(&scratch, column->name).bytes),
			cells > LIST_CELLS_MAX ? LIST_CELLS_MAX : cells, 0, first->columns[i].table == s->from.table ? (int)i : 1, right ? LIST_RIGHT : LIST_LEFT };
	}
	if (!first)
		s->columns[0] = (struct list_column){ "", 1, 1, 0, LIST_LEFT };
	arena_release(&scratch);
}

const struct list_ops *walk_list_ops(void)
{
	static const struct list_ops ops = { NULL, row_key, row_cell, load_page, row_cursor };
	return &ops;
}

enum err walk_read_list(struct walk_state *s)
{
	const struct walk_link *link = walk_selected_link(s);
	s->has_list = s->has_next = false;
	if (!link) {
		keep_asked(s, &s->asked);
		return OK;
	}
	arena_reset(&s->list_arena);
	s->from = (struct walk_list){ link->relation->target, &s->row, link->relation, NULL };
	s->list_call = arena_format(&s->arena, "%s.%s", walk_chain(s, &s->arena), walk_get_call(&s->arena, link->relation));
	memset(s->columns, 0, sizeof s->columns);
	s->columns[0] = (struct list_column){ "", 1, 1, 0, LIST_LEFT };
	try(list_layout(&s->list, walk_list_rows(s), 40));
	enum err err = list_restart(&s->list);
	if (err)
		return bear(s, err, &s->links[s->lines[s->selected].index].unknown);
	list_set_total(&s->list, link->more || link->unknown ? -1 : link->count);
	measure_columns(s);
	int cols = walk_panes(s).list;
	try(list_layout(&s->list, walk_list_rows(s), cols > 6 ? cols - 4 : 40));
	s->has_list = true;
	return walk_read_next(s);
}

enum err walk_read_next(struct walk_state *s)
{
	const struct walk_row *selected = s->has_list ? list_selected(&s->list) : NULL;
	arena_reset(&s->next_arena);
	s->has_next = false;
	if (!selected || walk_list_rows(s) == walk_pane_rows(s) - 2)
		return OK;
	enum err err = walk_load(&s->walk, &s->next_arena, selected, &s->next, NULL);
	if (!err)
		err = walk_count_links(s, &s->next_arena, &s->next, &s->next_links);
	s->has_next = !err;
	return err && is_bearable(s, err) ? OK : err;
}
