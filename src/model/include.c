/* Eager loading: for each included association one statement that reads the targets of all rows at once.
 *
 * The keys of the rows go in as one JSON array; json_each() gives each key its index, and the targets come back with
 * that index, so that no key is compared again in memory. Then the next level, for all targets of this one. */
#include "model/loading.h"

#include "base/arena.h"
#include "db/statement.h"
#include "model/find.h"
#include "model/sql.h"
#include "model/store.h"

#include <string.h>

/* The topmost rows: their model, the conditions that they were found by, all that is included below them. */
struct top {
	const struct model *model;
	const struct where *where;
	const struct loadings *below;
};
/* A level: what is loaded, and below whom. */
struct level {
	const struct loading *loading;
	const struct level *above;
	const struct top *top;
};

/* --- keys of the sources --- */

/* Distinct keys, @columns values each, and the index of each source's key (-1: null, nothing to load). */
struct source_keys {
	struct value *values;
	size_t count, columns;
	int *of;
};

static bool equal_keys(const struct value *a, const struct value *b, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		if (!value_equals(a[i], b[i]))
			return false;
	return true;
}

/* The row's key behind those that are there already; false when a part of it is null. */
static bool take_key(struct source_keys *keys, const struct row *row, const struct link *link, uint64_t *hash)
{
	struct value *to = keys->values + keys->count * keys->columns;
	*hash = VALUE_HASH;
	for (size_t i = 0; i < link->count; i++) {
		to[i] = row->values[link->left[i]];
		if (value_is_null(to[i]))
			return false;
		*hash = value_hash(*hash, to[i]);
	}
	return true;
}

static struct source_keys collect_keys(struct arena *arena, const struct rows *sources, const struct link *link)
{
	size_t room = 16;
	while (room < sources->count * 2)
		room *= 2;
	struct source_keys keys = { arena_array(arena, struct value, (sources->count + 1) * link->count), 0,
		link->count, arena_array(arena, int, sources->count) };
	int *table = arena_array(arena, int, room);
	for (size_t i = 0; i < sources->count; i++) {
		uint64_t hash;
		keys.of[i] = -1;
		if (!take_key(&keys, sources->items[i], link, &hash))
			continue;
		const struct value *key = keys.values + keys.count * keys.columns;
		size_t at = value_place(hash, room);
		while (table[at]
			&& !equal_keys(keys.values + (size_t)(table[at] - 1) * keys.columns, key, keys.columns))
			at = (at + 1) & (room - 1);
		if (!table[at])
			table[at] = (int)++keys.count;
		keys.of[i] = table[at] - 1;
	}
	return keys;
}

/* --- the statement --- */

/* "column = k.value AND …" */
static void tie_keys(struct sql *sql, const struct model *model, const char *alias, const int *positions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sql_add(sql, i ? " AND " : "");
		sql_column(sql, model, alias, positions[i]);
		if (count > 1)
			buffer_printf(&sql->text, " = json_extract(k.value, '$[%zu]')", i);
		else
			sql_add(sql, " = k.value");
	}
}

/* The rows of the topmost model that have this target, by the tables between: " FROM … WHERE …", ended by the key. */
static enum err add_ancestors(struct sql *sql, const struct level *level, struct paths *paths)
{
	const struct level *chain[16];
	size_t count = 0;
	for (const struct level *l = level; l; l = l->above) {
		if (count == sizeof chain / sizeof *chain)
			return fail(ERR_ERROR, "conditions on associations reach at most %zu levels deep", count);
		chain[count++] = l;
	}
	paths->root_alias = sql_alias(sql);
	buffer_printf(&sql->text, "%s AS %s", level->top->model->quoted_table, paths->root_alias);
	struct path *parent = NULL;
	const char *from = paths->root_alias;
	while (count--) {
		const struct association *a = chain[count]->loading->association;
		struct path *path = arena_new(&sql->scratch, struct path);
		*path = (struct path){ .association = a,
			.parent = parent,
			.alias = a->target->quoted_table,
			.through = a->through ? a->through->quoted_table : NULL };
		if (count) {
			sql_add(sql, " JOIN ");
			struct reach reach = sql_reach(sql, a);
			sql_add(sql, a->through ? " AND " : " ON ");
			sql_reach_tie(sql, a, from, &reach);
			path->alias = reach.target;
			path->through = reach.through;
			from = reach.target;
		}
		vec_push(&paths->items, path);
		parent = path;
	}
	try(paths_note(paths, level->top->where));
	try(paths_join(paths));
	const struct association *own = level->loading->association;
	sql_add(sql, " WHERE ");
	tie_keys(sql, own->source, from, own->near.left, own->near.count);
	return OK;
}

/* "$products.price$" begins with "products". */
static bool begins_with(const char *path, const char *name)
{
	size_t size = strlen(name);
	return path && path[0] == '$' && !strncmp(path + 1, name, size) && path[1 + size] == '.';
}

/* Conditions on a path leave out those targets that no found row has through them. */
static bool is_narrowed(const struct level *level, const struct where *where)
{
	const struct level *first = level;
	while (first->above)
		first = first->above;
	for (const struct where *w = where; w && w->op != WHERE_END; w++)
		if (begins_with(w->attribute, first->loading->association->name) || is_narrowed(level, w->children))
			return true;
	return false;
}

static enum err add_narrowing(struct sql *sql, const struct level *level)
{
	const struct loading *l = level->loading;
	if (l->apart || !association_is_list(l->association) || !is_narrowed(level, level->top->where))
		return OK;
	struct paths paths = { .sql = sql, .root = level->top->model, .below = level->top->below };
	sql_add(sql, " AND EXISTS (SELECT 1 FROM ");
	enum err err = add_ancestors(sql, level, &paths);
	sql->paths = &paths;
	if (!err)
		err = sql_where(sql, level->top->model, paths.root_alias, level->top->where, true);
	sql->paths = NULL;
	paths_release(&paths);
	sql_add(sql, ")");
	return err;
}

/* What tells the rows of a table apart for the limit: its key, or the rowid. */
static void add_row_name(struct sql *sql, const struct model *model, const char *alias)
{
	if (model->key_count == 1)
		sql_column(sql, model, alias, model->key);
	else
		buffer_printf(&sql->text, "%s._rowid_", alias ? alias : model->quoted_table);
}

/* "row IN (SELECT … LIMIT n)": each parent's own index stops early, which a window over all targets would not. */
static enum err add_limited(struct sql *sql, const struct loading *l)
{
	const struct association *a = l->association;
	const struct model *first = a->through ? a->through : a->target;
	const char *target = sql_alias(sql), *through = a->through ? sql_alias(sql) : NULL,
		   *alias = through ? through : target;
	const struct sorting sorting = { a->target, target, a->through ? a : NULL, through, &l->below };
	add_row_name(sql, first, NULL);
	sql_add(sql, " IN (SELECT ");
	add_row_name(sql, first, alias);
	buffer_printf(&sql->text, " FROM %s AS %s", first->quoted_table, alias);
	if (through) {
		buffer_printf(&sql->text, " JOIN %s AS %s ON ", a->target->quoted_table, target);
		sql_tie(sql, &a->far, a->through, through, a->target, target);
	}
	sql_add(sql, " WHERE ");
	tie_keys(sql, first, alias, a->near.right, a->near.count);
	try(sql_loading(sql, l, target, through));
	try(sql_required(sql, target, &l->below));
	try(sql_order(sql, &sorting, l->order, false, true));
	sql_add(sql, " LIMIT ");
	sql_value(sql, value_integer(l->given->limit));
	sql_add(sql, ")");
	return OK;
}

static enum err add_first_table(struct sql *sql, const struct loading *l)
{
	const struct association *a = l->association;
	const struct model *first = a->through ? a->through : a->target;
	buffer_printf(&sql->text, "%s ON ", first->quoted_table);
	if (l->given->limit)
		return add_limited(sql, l);
	tie_keys(sql, first, NULL, a->near.right, a->near.count);
	return OK;
}

/* FROM json_each(…) AS k, the target, and between them the through table. */
static enum err add_from(struct sql *sql, const struct level *level, const struct source_keys *keys)
{
	const struct loading *l = level->loading;
	const struct association *a = l->association;
	sql_add(sql, " FROM json_each(");
	try(sql_list(sql, keys->values, keys->count, keys->columns));
	sql_add(sql, ") AS k CROSS JOIN ");
	try(add_first_table(sql, l));
	if (a->through) {
		buffer_printf(&sql->text, " CROSS JOIN %s ON ", a->target->quoted_table);
		sql_tie(sql, &a->far, a->through, NULL, a->target, NULL);
	}
	if (l->given->limit)
		return OK;
	sql_add(sql, " WHERE 1");
	try(sql_loading(sql, l, NULL, NULL));
	try(sql_required(sql, NULL, &l->below));
	return add_narrowing(sql, level);
}

/* What one level reads: the key's index, the target, the join row. */
struct reading {
	struct selection target, through;
	bool joined;
};

static enum err read_selections(struct arena *arena, const struct loading *l, struct reading *out)
{
	const struct association *a = l->association;
	try(selection_read(arena, a->target, l->given->attributes, &l->below, &out->target));
	out->joined = a->through && !(l->given->through_attributes && !*l->given->through_attributes);
	return out->joined ? selection_read(arena, a->through, l->given->through_attributes, NULL, &out->through) : OK;
}

static enum err build(
	struct sql *sql, const struct level *level, const struct reading *reading, const struct source_keys *keys)
{
	const struct loading *l = level->loading;
	const struct association *a = l->association;
	const struct sorting sorting = { a->target, NULL, a->through ? a : NULL, NULL, &l->below };
	sql_add(sql, "SELECT k.key, ");
	selection_add(sql, &reading->target);
	if (reading->joined) {
		sql_add(sql, ", ");
		selection_add(sql, &reading->through);
	}
	try(add_from(sql, level, keys));
	return sql_order(sql, &sorting, l->order, false, l->given->limit);
}

/* --- the rows --- */

struct loaded {
	struct row *row;
	int key;
};
typedef VEC(struct loaded) loaded_list;

static enum err read_targets(
	struct statement *statement, struct arena *arena, const struct reading *reading, loaded_list *list)
{
	bool more = true;
	enum err err;
	while (!(err = statement_step(statement, &more)) && more) {
		struct row *row = selection_row(statement, arena, &reading->target, 1);
		if (reading->joined)
			selection_join(statement, arena, &reading->through, 1 + reading->target.count, row);
		vec_push(list, ((struct loaded){ row, (int)statement_value(statement, 0).integer }));
	}
	return err;
}

/* Give each source its targets: a slice of one array, ordered by key, the order of reading kept within each. */
static void distribute(struct arena *arena, const struct association *a, const struct source_keys *keys,
	const loaded_list *list, const struct rows *sources)
{
	size_t *ends = arena_array(arena, size_t, keys->count + 1),
	       *starts = arena_array(arena, size_t, keys->count + 1);
	struct row **sorted = arena_array(arena, struct row *, list->count);
	for (size_t i = 0; i < list->count; i++)
		starts[list->items[i].key + 1]++;
	for (size_t i = 0; i < keys->count; i++)
		starts[i + 1] += starts[i];
	memcpy(ends, starts, (keys->count + 1) * sizeof *ends);
	for (size_t i = 0; i < list->count; i++)
		sorted[ends[list->items[i].key]++] = list->items[i].row;
	for (size_t i = 0; i < sources->count; i++) {
		int key = keys->of[i];
		struct rows rows = { NULL, 0 };
		if (key >= 0)
			rows = (struct rows){ sorted + starts[key], ends[key] - starts[key] };
		if (!association_is_list(a) && rows.count > 1)
			rows.count = 1;
		row_link(arena, sources->items[i], a->name, association_is_list(a), rows);
	}
}

static enum err load_targets(struct store *store, struct arena *arena, const struct level *level,
	const struct source_keys *keys, loaded_list *list)
{
	struct sql sql;
	struct reading reading = { .joined = false };
	struct statement *statement = NULL;
	try(read_selections(arena, level->loading, &reading));
	if (!keys->count)
		return OK;
	sql_init(&sql);
	enum err err = build(&sql, level, &reading, keys);
	if (!err)
		err = sql_open(&sql, store, &statement);
	if (!err)
		err = read_targets(statement, arena, &reading, list);
	err = statement_close(statement, err);
	sql_release(&sql);
	return err;
}

static enum err load_level(struct store *, struct arena *, const struct rows *sources, const struct loadings *,
	const struct level *above, const struct top *);

static enum err load_one(
	struct store *store, struct arena *arena, const struct rows *sources, const struct level *level)
{
	const struct loading *l = level->loading;
	loaded_list list = { 0 };
	struct source_keys keys = collect_keys(arena, sources, &l->association->near);
	enum err err = load_targets(store, arena, level, &keys, &list);
	if (!err) {
		struct rows targets = { arena_array(arena, struct row *, list.count), list.count };
		for (size_t i = 0; i < list.count; i++)
			targets.items[i] = list.items[i].row;
		distribute(arena, l->association, &keys, &list, sources);
		err = load_level(store, arena, &targets, &l->below, level, level->top);
	}
	vec_release(&list);
	return err;
}

static enum err load_level(struct store *store, struct arena *arena, const struct rows *sources,
	const struct loadings *loadings, const struct level *above, const struct top *top)
{
	for (size_t i = 0; i < loadings->count; i++) {
		const struct level level = { &loadings->items[i], above, top };
		if (!level.loading->hidden)
			try(load_one(store, arena, sources, &level));
	}
	return OK;
}

enum err loadings_load(struct store *store, struct arena *arena, const struct model *model, const struct rows *rows,
	const struct loadings *loadings, const struct where *where)
{
	const struct top top = { model, where, loadings };
	return load_level(store, arena, rows, loadings, NULL, &top);
}

enum err rows_load(struct store *store, struct arena *arena, const struct rows *rows, const struct include *includes)
{
	struct loadings loadings;
	if (!rows->count)
		return OK;
	const struct model *model = rows->items[0]->model;
	for (size_t i = 1; i < rows->count; i++)
		if (rows->items[i]->model != model)
			return fail(ERR_TYPE_ERROR, "rows of %s and %s cannot be loaded together", model->name,
				rows->items[i]->model->name);
	try(loadings_resolve(arena, model, includes, NULL, &loadings));
	return loadings_load(store, arena, model, rows, &loadings, NULL);
}
