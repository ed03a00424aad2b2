/* Finding and counting. A query becomes one statement; what it includes, one more a level (include.c). */
#include "model/record.h"

#include "base/arena.h"
#include "db/statement.h"
#include "model/find.h"
#include "model/loading.h"
#include "model/sql.h"
#include "model/store.h"

#include <string.h>

/* A find with its includes resolved. */
struct plan {
	const struct find *find;
	struct loadings below;
	struct selection own, through;
	bool joined;
};

static enum err plan(struct arena *arena, const struct find *f, bool reading, struct plan *out)
{
	const struct query *q = f->query;
	*out = (struct plan){ .find = f };
	if (q->include)
		try(loadings_resolve(arena, f->model, q->include, q->order, &out->below));
	if (!reading)
		return OK;
	try(selection_read(arena, f->model, q->attributes, &out->below, &out->own));
	out->joined = f->over && !(q->through_attributes && !*q->through_attributes);
	return out->joined ? selection_read(arena, f->over->through, q->through_attributes, NULL, &out->through) : OK;
}

/* Conditions on associations: the row has, in a LEFT JOIN of them all, a line that fits. */
static enum err add_where_along_paths(struct sql *sql, const struct plan *p, const struct where *where)
{
	struct paths paths = {
		.sql = sql, .root = p->find->model, .root_alias = p->find->model->quoted_table, .below = &p->below
	};
	enum err err = paths_note(&paths, where);
	sql_add(sql, " AND EXISTS (SELECT 1 FROM (SELECT 1)");
	if (!err)
		err = paths_join(&paths);
	sql->paths = &paths;
	if (!err)
		err = sql_where(sql, p->find->model, NULL, where, false);
	sql->paths = NULL;
	sql_add(sql, ")");
	paths_release(&paths);
	return err;
}

/* For a belongsToMany through its table, whose index on the source's key drives it. */
static enum err add_over(struct sql *sql, const struct find *f)
{
	const struct association *a = f->over;
	buffer_printf(&sql->text, "%s JOIN %s ON ", a->through->quoted_table, f->model->quoted_table);
	sql_tie(sql, &a->far, a->through, NULL, a->target, NULL);
	for (size_t i = 0; i < a->near.count; i++) {
		struct value key = row_at(f->on, a->near.left[i]);
		sql_add(sql, i ? " AND " : " WHERE ");
		sql_column(sql, a->through, NULL, a->near.right[i]);
		sql_add(sql, value_is_null(key) ? " IS " : " = ");
		sql_value(sql, key);
	}
	for (const struct pair *pair = a->definition.through_scope; pair && pair->attribute; pair++) {
		const struct where where[] = { where_eq(pair->attribute, pair->value), where_end };
		try(sql_where(sql, a->through, NULL, where, true));
	}
	return sql_where(sql, a->through, NULL, f->query->through_where, true);
}

static enum err add_source(struct sql *sql, const struct plan *p)
{
	const struct find *f = p->find;
	const struct model *m = f->model;
	const struct query *q = f->query;
	const struct sorting sorting = { m, NULL, f->over, NULL, &p->below };
	sql_add(sql, " FROM ");
	if (f->over) {
		try(add_over(sql, f));
	} else {
		sql_add(sql, m->quoted_table);
		sql_add(sql, " WHERE 1");
	}
	try(sql_where(sql, m, NULL, f->extra, true));
	if (!q->unscoped)
		try(sql_where(sql, m, NULL, m->default_scope, true));
	if (where_has_path(q->where))
		try(add_where_along_paths(sql, p, q->where));
	else
		try(sql_where(sql, m, NULL, q->where, true));
	try(sql_required(sql, NULL, &p->below));
	return sql_after(sql, &sorting, q);
}

static void add_limit(struct sql *sql, const struct query *q)
{
	if (!q->limit && !q->offset)
		return;
	sql_add(sql, " LIMIT ");
	sql_value(sql, value_integer(q->limit ? q->limit : -1));
	if (q->offset) {
		sql_add(sql, " OFFSET ");
		sql_value(sql, value_integer(q->offset));
	}
}

static enum err build(struct sql *sql, const struct plan *p)
{
	const struct query *q = p->find->query;
	const struct sorting sorting = { p->find->model, NULL, p->find->over, NULL, &p->below };
	sql_add(sql, "SELECT ");
	selection_add(sql, &p->own);
	if (p->joined) {
		sql_add(sql, ", ");
		selection_add(sql, &p->through);
	}
	try(add_source(sql, p));
	try(sql_order(sql, &sorting, q->order, q->before, q->after != NULL || q->before));
	add_limit(sql, q);
	return OK;
}

typedef VEC(struct row *) row_list;

static enum err read_rows(struct statement *statement, struct arena *arena, const struct plan *p, row_list *list)
{
	bool more = true;
	enum err err;
	while (!(err = statement_step(statement, &more)) && more) {
		struct row *row = selection_row(statement, arena, &p->own, 0);
		if (p->joined)
			selection_join(statement, arena, &p->through, p->own.count, row);
		vec_push(list, row);
	}
	return err;
}

static void keep_rows(struct arena *arena, const row_list *list, bool reversed, struct rows *out)
{
	*out = (struct rows){ arena_array(arena, struct row *, list->count), list->count };
	for (size_t i = 0; i < list->count; i++)
		out->items[i] = list->items[reversed ? list->count - 1 - i : i];
}

static enum err read_plan(struct store *store, struct arena *arena, const struct plan *p, struct rows *out)
{
	struct sql sql;
	struct statement *statement = NULL;
	row_list list = { 0 };
	sql_init(&sql);
	enum err err = build(&sql, p);
	if (!err)
		err = sql_open(&sql, store, &statement);
	if (!err)
		err = read_rows(statement, arena, p, &list);
	err = statement_close(statement, err);
	if (!err)
		keep_rows(arena, &list, p->find->query->before, out);
	vec_release(&list);
	sql_release(&sql);
	return err;
}

enum err find_rows(struct store *store, struct arena *arena, const struct find *f, struct rows *out)
{
	struct plan p;
	*out = (struct rows){ NULL, 0 };
	try(plan(arena, f, true, &p));
	try(read_plan(store, arena, &p, out));
	return loadings_load(store, arena, f->model, out, &p.below, f->query->where);
}

static enum err count_plan(struct store *store, struct sql *sql, const struct find *f, int64_t limit, int64_t *out)
{
	struct plan p;
	struct statement *statement = NULL;
	bool row = false;
	try(plan(&sql->scratch, f, false, &p));
	sql_add(sql, limit ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
	try(add_source(sql, &p));
	if (limit) {
		sql_add(sql, " LIMIT ");
		sql_value(sql, value_integer(limit));
		sql_add(sql, ")");
	}
	try(sql_open(sql, store, &statement));
	enum err err = statement_step(statement, &row);
	if (!err && row)
		*out = statement_value(statement, 0).integer;
	return statement_close(statement, err);
}

enum err find_count(struct store *store, const struct find *f, int64_t limit, int64_t *out)
{
	struct sql sql;
	sql_init(&sql);
	enum err err = count_plan(store, &sql, f, limit, out);
	sql_release(&sql);
	return err;
}

static const struct query everything;

enum err model_find_all(struct store *store, struct arena *arena, const struct model *model, const struct query *query,
	struct rows *out)
{
	return find_rows(store, arena, &(struct find){ .model = model, .query = query ? query : &everything }, out);
}

enum err model_find_one(struct store *store, struct arena *arena, const struct model *model, const struct query *query,
	struct row **out)
{
	struct query one = query ? *query : everything;
	struct rows rows;
	one.limit = 1;
	*out = NULL;
	try(model_find_all(store, arena, model, &one, &rows));
	*out = rows.count ? rows.items[0] : NULL;
	return OK;
}

enum err model_find_by_key(struct store *store, struct arena *arena, const struct model *model, struct value key,
	const struct include *include, struct row **out)
{
	*out = NULL;
	if (model->key < 0)
		return fail(ERR_ERROR, "%s has no primary key: find it by its attributes", model->name);
	if (value_is_null(key))
		return OK;
	struct where where[] = { where_eq(model->columns[model->key].attribute.name, key), where_end };
	struct rows rows;
	try(model_find_all(store, arena, model, &(struct query){ .where = where, .include = include }, &rows));
	*out = rows.count ? rows.items[0] : NULL;
	return OK;
}

enum err model_find_and_count(struct store *store, struct arena *arena, const struct model *model,
	const struct query *query, struct rows *out, int64_t *count)
{
	struct query all = query ? *query : everything;
	all.limit = all.offset = 0;
	all.after = NULL;
	*out = (struct rows){ NULL, 0 };
	try(model_count(store, model, &all, count));
	return model_find_all(store, arena, model, query, out);
}

enum err model_count(struct store *store, const struct model *model, const struct query *query, int64_t *out)
{
	return find_count(store, &(struct find){ .model = model, .query = query ? query : &everything }, 0, out);
}

enum err model_count_up_to(
	struct store *store, const struct model *model, const struct query *query, int64_t limit, int64_t *out)
{
	return find_count(store, &(struct find){ .model = model, .query = query ? query : &everything }, limit, out);
}
