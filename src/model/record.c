/* Finding and counting. A query becomes one statement; what it includes, one more a level (include.c). */
#include "model/record.h"

#include "base/arena.h"
#include "db/statement.h"
#include "model/find.h"
#include "model/sql.h"
#include "model/store.h"

#include <string.h>

/* Which columns to read: all, or those named with the keys and what included associations hang on. */
struct selection { int *positions; size_t count; uint64_t wanted; };

static void select_position(struct selection *s, int position)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->positions[i] == position)
			return;
	if (position >= 0)
		s->positions[s->count++] = position;
}

static enum err read_selection(struct arena *arena, const struct model *model, const struct query *q, struct selection *out)
{
	*out = (struct selection){ .wanted = UINT64_MAX };
	if (!q->attributes)
		return OK;
	out->positions = arena_array(arena, int, model->column_count);
	out->wanted = 0;
	for (const char *const *name = q->attributes; *name; name++) {
		int position;
		try(sql_attribute(model, *name, &position));
		select_position(out, position);
		if (position < 64)
			out->wanted |= UINT64_C(1) << position;
	}
	for (size_t i = 0; i < model->key_count; i++)
		select_position(out, model->keys[i]);
	for (const struct include *i = q->include; i && i->association; i++) {
		const struct association *a;
		try(model_need_association(model, i->association, &a));
		select_position(out, a->near.left[0]);
	}
	return OK;
}

static void add_columns(struct sql *sql, const struct model *model, const struct selection *s)
{
	if (!s->positions) {
		sql_add(sql, model->qualified_list);
		return;
	}
	for (size_t i = 0; i < s->count; i++) {
		sql_add(sql, i ? ", " : "");
		sql_column(sql, model, NULL, s->positions[i]);
	}
}

/* FROM and WHERE: for a belongsToMany through its table, whose index on the source's key drives it. */
static enum err add_source(struct sql *sql, const struct find *f)
{
	const struct model *m = f->model;
	const struct query *q = f->query;
	sql_add(sql, " FROM ");
	if (f->over) {
		const struct association *a = f->over;
		buffer_printf(&sql->text, "%s JOIN %s ON ", a->through->quoted_table, m->quoted_table);
		sql_column(sql, a->through, NULL, a->far.left[0]);
		sql_add(sql, " = ");
		sql_column(sql, m, NULL, target_columns(a)[0]);
		sql_add(sql, " WHERE ");
		sql_column(sql, a->through, NULL, a->near.right[0]);
		sql_add(sql, value_is_null(f->source_key) ? " IS " : " = ");
		sql_value(sql, f->source_key);
		try(sql_where(sql, a->through, NULL, q->through_where, true));
	} else {
		sql_add(sql, m->quoted_table);
		sql_add(sql, " WHERE 1");
	}
	try(sql_where(sql, m, NULL, f->extra, true));
	try(sql_where(sql, m, NULL, q->where, true));
	try(sql_required(sql, m, m->quoted_table, q->include));
	return sql_after(sql, m, NULL, q);
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

static void take_columns(struct row *row, const struct selection *s, const struct value *values)
{
	row->present = s->wanted;
	for (size_t i = 0; i < s->count; i++)
		row->values[s->positions[i]] = values[i];
}

typedef VEC(struct row *) row_list;

static enum err read_rows(struct statement *statement, struct arena *arena, const struct find *f, const struct selection *s, row_list *list)
{
	const struct model *through = f->over ? f->over->through : NULL;
	size_t own = s->positions ? s->count : f->model->column_count, all = own + (through ? through->column_count : 0);
	struct value *values = arena_array(arena, struct value, all);
	bool more = true;
	enum err err;
	while (!(err = statement_step(statement, &more)) && more) {
		struct row *row = row_new(arena, f->model);
		row->stored = true;
		if (!s->positions && !through) {
			statement_row_copy(statement, arena, row->values, own);
			row->present = UINT64_MAX;
		} else {
			statement_row_copy(statement, arena, values, all);
			if (s->positions)
				take_columns(row, s, values);
			else
				memcpy(row->values, values, own * sizeof *values), row->present = UINT64_MAX;
		}
		if (through) {
			struct row *join = row_new(arena, through), **items = arena_array(arena, struct row *, 1);
			memcpy(join->values, values + own, through->column_count * sizeof *values);
			join->stored = true;
			join->present = UINT64_MAX;
			items[0] = join;
			row_link(arena, row, through->name, false, (struct rows){ items, 1 });
		}
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

static enum err build(struct sql *sql, const struct find *f, const struct selection *s)
{
	const struct query *q = f->query;
	sql_add(sql, "SELECT ");
	add_columns(sql, f->model, s);
	if (f->over) {
		sql_add(sql, ", ");
		sql_add(sql, f->over->through->qualified_list);
	}
	try(add_source(sql, f));
	try(sql_order(sql, f->model, NULL, q->order, q->before, q->after != NULL || q->before));
	add_limit(sql, q);
	return OK;
}

enum err find_rows(struct store *store, struct arena *arena, const struct find *f, struct rows *out)
{
	struct sql sql;
	struct selection selection;
	struct statement *statement = NULL;
	row_list list = { 0 };
	*out = (struct rows){ NULL, 0 };
	try(read_selection(arena, f->model, f->query, &selection));
	sql_init(&sql);
	enum err err = build(&sql, f, &selection);
	if (!err)
		err = sql_open(&sql, store, &statement);
	if (!err)
		err = read_rows(statement, arena, f, &selection, &list);
	err = statement_close(statement, err);
	if (!err)
		keep_rows(arena, &list, f->query->before, out);
	vec_release(&list);
	sql_release(&sql);
	return err || !f->query->include ? err : include_load(store, arena, f->model, out, f->query->include);
}

enum err find_count(struct store *store, const struct find *f, int64_t limit, int64_t *out)
{
	struct sql sql;
	struct statement *statement = NULL;
	bool row = false;
	sql_init(&sql);
	sql_add(&sql, limit ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
	enum err err = add_source(&sql, f);
	if (limit) {
		sql_add(&sql, " LIMIT ");
		sql_value(&sql, value_integer(limit));
		sql_add(&sql, ")");
	}
	if (!err)
		err = sql_open(&sql, store, &statement);
	if (!err)
		err = statement_step(statement, &row);
	if (!err && row)
		*out = statement_value(statement, 0).integer;
	err = statement_close(statement, err);
	sql_release(&sql);
	return err;
}

static const struct query everything;

enum err model_find_all(struct store *store, struct arena *arena, const struct model *model, const struct query *query, struct rows *out)
{
	return find_rows(store, arena, &(struct find){ .model = model, .query = query ? query : &everything }, out);
}

enum err model_find_one(struct store *store, struct arena *arena, const struct model *model, const struct query *query, struct row **out)
{
	struct query one = query ? *query : everything;
	struct rows rows;
	one.limit = 1;
	*out = NULL;
	try(model_find_all(store, arena, model, &one, &rows));
	*out = rows.count ? rows.items[0] : NULL;
	return OK;
}

enum err model_find_by_key(struct store *store, struct arena *arena, const struct model *model, struct value key, const struct include *include, struct row **out)
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

enum err model_count(struct store *store, const struct model *model, const struct query *query, int64_t *out)
{
	return find_count(store, &(struct find){ .model = model, .query = query ? query : &everything }, 0, out);
}

enum err model_count_up_to(struct store *store, const struct model *model, const struct query *query, int64_t limit, int64_t *out)
{
	return find_count(store, &(struct find){ .model = model, .query = query ? query : &everything }, limit, out);
}
