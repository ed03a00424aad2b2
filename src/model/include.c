/* Eager loading: for each included association one statement that reads the targets of all rows at once.
 *
 * The keys of the rows go in as one JSON array; json_each() gives each key its index, and the targets come back with that
 * index, so that no key is compared again in memory. Then the next level, for all targets of this one. */
#include "model/find.h"

#include "base/arena.h"
#include "db/statement.h"
#include "model/sql.h"
#include "model/store.h"

#include <string.h>

/* Distinct keys of the sources, and the index of each source's key (-1: null, nothing to load). */
struct keys { struct value *values; size_t count; int *of; };

static uint64_t hash_value(struct value v)
{
	if (v.type == VALUE_INTEGER)
		return (uint64_t)v.integer * UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = 14695981039346656037u;
	const unsigned char *bytes = v.type == VALUE_REAL ? (const unsigned char *)&v.real : (const unsigned char *)v.text;
	for (size_t i = 0; i < (v.type == VALUE_REAL ? sizeof v.real : v.size); i++)
		hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
	return hash;
}

static struct keys collect_keys(struct arena *arena, const struct rows *sources, int link)
{
	size_t room = 16;
	while (room < sources->count * 2)
		room *= 2;
	struct keys keys = { arena_array(arena, struct value, sources->count), 0, arena_array(arena, int, sources->count) };
	int *table = arena_array(arena, int, room);
	for (size_t i = 0; i < sources->count; i++) {
		struct value key = sources->items[i]->values[link];
		keys.of[i] = -1;
		if (value_is_null(key))
			continue;
		size_t at = (hash_value(key) >> 20) & (room - 1);
		while (table[at] && !value_equals(keys.values[table[at] - 1], key))
			at = (at + 1) & (room - 1);
		if (!table[at]) {
			keys.values[keys.count++] = key;
			table[at] = (int)keys.count;
		}
		keys.of[i] = table[at] - 1;
	}
	return keys;
}

/* FROM json_each(…) AS k, the target, and between them the through table. */
static enum err add_from(struct sql *sql, const struct association *a, const struct include *include, const struct keys *keys)
{
	sql_add(sql, " FROM json_each(");
	try(sql_list(sql, keys->values, keys->count));
	sql_add(sql, ") AS k CROSS JOIN ");
	if (a->through) {
		buffer_printf(&sql->text, "%s ON ", a->through->quoted_table);
		sql_column(sql, a->through, NULL, a->near.right[0]);
		buffer_printf(&sql->text, " = k.value CROSS JOIN %s ON ", a->target->quoted_table);
		sql_column(sql, a->target, NULL, target_columns(a)[0]);
		sql_add(sql, " = ");
		sql_column(sql, a->through, NULL, a->far.left[0]);
	} else {
		buffer_printf(&sql->text, "%s ON ", a->target->quoted_table);
		sql_column(sql, a->target, NULL, target_columns(a)[0]);
		sql_add(sql, " = k.value");
	}
	sql_add(sql, " WHERE 1");
	if (a->through)
		try(sql_where(sql, a->through, NULL, include->through_where, true));
	try(sql_where(sql, a->target, NULL, include->where, true));
	return sql_required(sql, a->target, a->target->quoted_table, include->include);
}

static enum err build(struct sql *sql, const struct association *a, const struct include *include, const struct keys *keys)
{
	bool limited = include->limit && association_is_list(a);
	sql_add(sql, limited ? "SELECT * FROM (SELECT k.key AS soukKey, " : "SELECT k.key, ");
	sql_add(sql, a->target->qualified_list);
	if (a->through) {
		sql_add(sql, ", ");
		sql_add(sql, a->through->qualified_list);
	}
	if (limited) {
		sql_add(sql, ", row_number() OVER (PARTITION BY k.key");
		try(sql_order(sql, a->target, NULL, include->order, false, true));
		sql_add(sql, ") AS soukRow");
	}
	try(add_from(sql, a, include, keys));
	if (limited) {
		sql_add(sql, ") WHERE soukRow <= ");
		sql_value(sql, value_integer(include->limit));
		sql_add(sql, " ORDER BY soukKey, soukRow");
		return OK;
	}
	return sql_order(sql, a->target, NULL, include->order, false, false);
}

struct loaded { struct row *row; int key; };
typedef VEC(struct loaded) loaded_list;

static void restrict_attributes(struct row *row, const struct include *include)
{
	if (!include->attributes)
		return;
	row->present = 0;
	for (const char *const *name = include->attributes; *name; name++) {
		int position = model_attribute_index(row->model, *name);
		if (position >= 0 && position < 64)
			row->present |= UINT64_C(1) << position;
	}
}

static enum err read_targets(struct statement *statement, struct arena *arena, const struct association *a, const struct include *include, loaded_list *list)
{
	size_t own = a->target->column_count, joined = a->through ? a->through->column_count : 0;
	struct value *values = arena_array(arena, struct value, 1 + own + joined);
	bool more = true;
	enum err err;
	while (!(err = statement_step(statement, &more)) && more) {
		struct row *row = row_new(arena, a->target);
		statement_row_copy(statement, arena, values, 1 + own + joined);
		memcpy(row->values, values + 1, own * sizeof *values);
		row->stored = true;
		row->present = UINT64_MAX;
		restrict_attributes(row, include);
		if (a->through) {
			struct row *join = row_new(arena, a->through), **items = arena_array(arena, struct row *, 1);
			memcpy(join->values, values + 1 + own, joined * sizeof *values);
			join->stored = true;
			join->present = UINT64_MAX;
			items[0] = join;
			row_link(arena, row, a->through->name, false, (struct rows){ items, 1 });
		}
		vec_push(list, ((struct loaded){ row, (int)values[0].integer }));
	}
	return err;
}

/* Give each source its targets: a slice of one array, ordered by key, the order of reading kept within each. */
static void distribute(struct arena *arena, const struct association *a, const struct keys *keys, const loaded_list *list, struct rows *sources)
{
	size_t *ends = arena_array(arena, size_t, keys->count + 1), *starts = arena_array(arena, size_t, keys->count + 1);
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

static enum err load_targets(struct store *store, struct arena *arena, const struct association *a, const struct include *include,
	const struct keys *keys, loaded_list *list)
{
	struct sql sql;
	struct statement *statement = NULL;
	sql_init(&sql);
	enum err err = build(&sql, a, include, keys);
	if (!err)
		err = sql_open(&sql, store, &statement);
	if (!err)
		err = read_targets(statement, arena, a, include, list);
	err = statement_close(statement, err);
	sql_release(&sql);
	return err;
}

static enum err load_one(struct store *store, struct arena *arena, const struct model *model, struct rows *sources, const struct include *include)
{
	const struct association *a;
	loaded_list list = { 0 };
	try(model_need_association(model, include->association, &a));
	for (const char *const *name = include->attributes; name && *name; name++)
		try(sql_attribute(a->target, *name, &(int){ 0 }));
	struct keys keys = collect_keys(arena, sources, a->near.left[0]);
	enum err err = keys.count ? load_targets(store, arena, a, include, &keys, &list) : OK;
	if (!err) {
		struct rows targets = { arena_array(arena, struct row *, list.count), list.count };
		for (size_t i = 0; i < list.count; i++)
			targets.items[i] = list.items[i].row;
		distribute(arena, a, &keys, &list, sources);
		if (include->include)
			err = include_load(store, arena, a->target, &targets, include->include);
	}
	vec_release(&list);
	return err;
}

enum err include_load(struct store *store, struct arena *arena, const struct model *model, struct rows *rows, const struct include *includes)
{
	for (const struct include *i = includes; i && i->association; i++)
		try(load_one(store, arena, model, rows, i));
	return OK;
}
