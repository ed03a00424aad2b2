/* Aggregates: a table of values instead of rows. Columns of associations are LEFT JOINed, so that what is counted are
 * the lines of that join; count an attribute, distinct, to count rows. */
#include "model/record.h"

#include "model/loading.h"
#include "model/names.h"
#include "model/sql.h"
#include "model/store.h"

#include <string.h>

static const char *const functions[] = {
	[AGGREGATE_NONE] = "",
	[AGGREGATE_COUNT] = "count",
	[AGGREGATE_SUM] = "sum",
	[AGGREGATE_MIN] = "min",
	[AGGREGATE_MAX] = "max",
	[AGGREGATE_AVG] = "avg",
};

struct selecting {
	struct sql *sql;
	const struct model *model;
	struct paths *paths;
	const struct selected *select;
};

static enum err add_attribute(const struct selecting *s, const char *name)
{
	const struct model *model = s->model;
	const char *alias = NULL;
	int position;
	if (name[0] == '$')
		try(paths_find(s->paths, name, &model, &alias, &position));
	else
		try(sql_attribute(model, name, &position));
	sql_column(s->sql, model, alias, position);
	return OK;
}

static enum err add_selected(const struct selecting *s, const struct selected *one)
{
	struct sql *sql = s->sql;
	if (!one->function && !one->attribute)
		return fail(ERR_ERROR, "'%s' is neither an attribute nor a function", one->as);
	if (one->function != AGGREGATE_COUNT && !one->attribute)
		return fail(ERR_ERROR, "'%s' is a %s of nothing: name an attribute", one->as, functions[one->function]);
	buffer_printf(&sql->text, "%s(%s", functions[one->function], one->distinct && one->function ? "DISTINCT " : "");
	if (one->attribute)
		try(add_attribute(s, one->attribute));
	else
		sql_add(sql, "*");
	if (one->times) {
		sql_add(sql, " * ");
		try(add_attribute(s, one->times));
	}
	sql_add(sql, ") AS ");
	sql_add(sql, quote_name(&sql->scratch, one->as));
	return OK;
}

/* What was selected under that name, or an attribute. */
static enum err add_order(const struct selecting *s, const struct order_by *order)
{
	for (const struct order_by *o = order; o && o->attribute; o++) {
		const struct selected *one = s->select;
		sql_add(s->sql, o == order ? " ORDER BY " : ", ");
		while (one->as && strcmp(one->as, o->attribute))
			one++;
		if (one->as)
			sql_add(s->sql, quote_name(&s->sql->scratch, one->as));
		else
			try(add_attribute(s, o->attribute));
		sql_add(s->sql, o->no_case ? " COLLATE NOCASE" : "");
		sql_add(s->sql, o->descending ? " DESC" : "");
	}
	return OK;
}

static enum err note_paths(const struct selecting *s, const char *const *group, const struct query *q)
{
	for (const struct selected *one = s->select; one->as; one++) {
		try(paths_note_name(s->paths, one->attribute));
		try(paths_note_name(s->paths, one->times));
	}
	for (const char *const *name = group; name && *name; name++)
		try(paths_note_name(s->paths, *name));
	for (const struct order_by *o = q->order; o && o->attribute; o++)
		try(paths_note_name(s->paths, o->attribute));
	return paths_note(s->paths, q->where);
}

/* Joins are named when they are written, which the columns before FROM need: they are written apart. */
static enum err add_joins(const struct selecting *s, struct buffer *out)
{
	struct buffer before = s->sql->text;
	s->sql->text = (struct buffer){ 0 };
	enum err err = paths_join(s->paths);
	*out = s->sql->text;
	s->sql->text = before;
	return err;
}

static enum err build(const struct selecting *s, const char *const *group, const struct query *q, struct buffer *joins)
{
	struct sql *sql = s->sql;
	try(note_paths(s, group, q));
	try(add_joins(s, joins));
	for (const struct selected *one = s->select; one->as; one++) {
		sql_add(sql, one == s->select ? "SELECT " : ", ");
		try(add_selected(s, one));
	}
	buffer_printf(&sql->text, " FROM %s%s WHERE 1", s->model->quoted_table, joins->size ? joins->bytes : "");
	sql->paths = s->paths;
	try(sql_where(sql, s->model, NULL, q->where, true));
	if (!q->unscoped)
		try(sql_where(sql, s->model, NULL, s->model->default_scope, true));
	for (const char *const *name = group; name && *name; name++) {
		sql_add(sql, name == group ? " GROUP BY " : ", ");
		try(add_attribute(s, *name));
	}
	try(add_order(s, q->order));
	if (q->limit || q->offset) {
		sql_add(sql, " LIMIT ");
		sql_value(sql, value_integer(q->limit ? q->limit : -1));
		sql_add(sql, " OFFSET ");
		sql_value(sql, value_integer(q->offset));
	}
	return OK;
}

static const struct query everything;

/* Whoever takes the statement: into a table, or row by row. */
typedef enum err taker(struct store *, const struct sql *, void *to);

static enum err select_into(struct store *store, const struct model *model, const struct selected *select,
	const char *const *group, const struct query *query, taker *take, void *to)
{
	struct sql sql;
	struct buffer joins = { 0 };
	if (!select || !select->as)
		return fail(ERR_ERROR, "nothing of %s is selected: name an attribute or a function", model->name);
	sql_init(&sql);
	struct loadings below;
	struct paths paths = { .sql = &sql, .root = model, .root_alias = model->quoted_table, .below = &below };
	const struct selecting s = { &sql, model, &paths, select };
	const struct query *q = query ? query : &everything;
	enum err err = loadings_resolve(&sql.scratch, model, q->include, NULL, &below);
	if (!err)
		err = build(&s, group, q, &joins);
	if (!err)
		err = take(store, &sql, to);
	buffer_release(&joins);
	paths_release(&paths);
	sql_release(&sql);
	return err;
}

struct whole { struct arena *arena; struct table *out; };

static enum err take_whole(struct store *store, const struct sql *sql, void *to)
{
	const struct whole *whole = to;
	return store_select(store, whole->arena, sql->text.bytes, sql->values.items, sql->values.count, whole->out);
}

enum err model_select(struct store *store, struct arena *arena, const struct model *model,
	const struct selected *select, const char *const *group, const struct query *query, struct table *out)
{
	*out = (struct table){ 0 };
	return select_into(store, model, select, group, query, take_whole, &(struct whole){ arena, out });
}

struct each { store_each *each; void *context; };

static enum err take_each(struct store *store, const struct sql *sql, void *to)
{
	const struct each *e = to;
	return store_select_each(store, sql->text.bytes, sql->values.items, sql->values.count, e->each, e->context);
}

enum err model_select_each(struct store *store, const struct model *model, const struct selected *select,
	const char *const *group, const struct query *query, store_each *each, void *context)
{
	return select_into(store, model, select, group, query, take_each, &(struct each){ each, context });
}
