/* Queries as SQL: conditions, orders, and the keyset that a page goes on from. */
#include "model/query.h"

#include "model/sql.h"

/* What stands between the column and its value; for null, what stands there instead. */
static const struct { const char *text, *null; } comparisons[] = {
	[WHERE_EQ] = { " = ", " IS NULL" },
	[WHERE_NE] = { " <> ", " IS NOT NULL" },
	[WHERE_GT] = { " > ", NULL },
	[WHERE_GTE] = { " >= ", NULL },
	[WHERE_LT] = { " < ", NULL },
	[WHERE_LTE] = { " <= ", NULL },
	[WHERE_LIKE] = { " LIKE ", NULL },
	[WHERE_NOT_LIKE] = { " NOT LIKE ", NULL },
};

static enum err add_comparison(struct sql *sql, const struct where *w)
{
	if (value_is_null(w->value) && comparisons[w->op].null) {
		sql_add(sql, comparisons[w->op].null);
		return OK;
	}
	sql_add(sql, comparisons[w->op].text);
	sql_value(sql, w->value);
	return OK;
}

static enum err add_in(struct sql *sql, const struct where *w)
{
	sql_add(sql, w->op == WHERE_IN ? " IN (SELECT value FROM json_each(" : " NOT IN (SELECT value FROM json_each(");
	try(sql_list(sql, w->values, w->count));
	sql_add(sql, "))");
	return OK;
}

static enum err add_between(struct sql *sql, const struct where *w)
{
	if (w->count != 2)
		return fail(ERR_ERROR, "between wants two values for '%s'", w->attribute);
	sql_add(sql, " BETWEEN ");
	sql_value(sql, w->values[0]);
	sql_add(sql, " AND ");
	sql_value(sql, w->values[1]);
	return OK;
}

static enum err add_joined(struct sql *sql, const struct model *model, const char *alias, const struct where *list, const char *word);

static enum err add_condition(struct sql *sql, const struct model *model, const char *alias, const struct where *w)
{
	int position;
	switch (w->op) {
	case WHERE_AND:
		return add_joined(sql, model, alias, w->children, " AND ");
	case WHERE_OR:
		return add_joined(sql, model, alias, w->children, " OR ");
	case WHERE_NOT:
		sql_add(sql, "NOT ");
		return add_joined(sql, model, alias, w->children, " AND ");
	case WHERE_END: case WHERE_EQ: case WHERE_NE: case WHERE_GT: case WHERE_GTE: case WHERE_LT: case WHERE_LTE:
	case WHERE_LIKE: case WHERE_NOT_LIKE: case WHERE_IN: case WHERE_NOT_IN: case WHERE_BETWEEN:
		break;
	}
	try(sql_attribute(model, w->attribute, &position));
	sql_column(sql, model, alias, position);
	if (w->op == WHERE_IN || w->op == WHERE_NOT_IN)
		return add_in(sql, w);
	return w->op == WHERE_BETWEEN ? add_between(sql, w) : add_comparison(sql, w);
}

static enum err add_joined(struct sql *sql, const struct model *model, const char *alias, const struct where *list, const char *word)
{
	bool first = true;
	sql_add(sql, "(");
	for (const struct where *w = list; w && w->op != WHERE_END; w++, first = false) {
		if (!first)
			sql_add(sql, word);
		try(add_condition(sql, model, alias, w));
	}
	sql_add(sql, first ? "1)" : ")");
	return OK;
}

enum err sql_conditions(struct sql *sql, const struct model *model, const char *alias, const struct where *where)
{
	return add_joined(sql, model, alias, where, " AND ");
}

enum err sql_where(struct sql *sql, const struct model *model, const char *alias, const struct where *where, bool more)
{
	for (const struct where *w = where; w && w->op != WHERE_END; w++) {
		sql_add(sql, more ? " AND " : " WHERE ");
		try(add_condition(sql, model, alias, w));
		more = true;
	}
	return OK;
}

/* Aliases of nested EXISTS, by depth. */
static const char *const depths[] = { "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8" };
static const char *const through_depths[] = { "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8" };
enum { DEPTH_MAX = sizeof depths / sizeof *depths };

static enum err add_required(struct sql *sql, const struct model *model, const char *alias, const struct include *includes, int depth);

static enum err add_exists(struct sql *sql, const struct association *a, const char *alias, const struct include *include, int depth)
{
	const char *target = depths[depth], *through = through_depths[depth];
	sql_add(sql, " AND EXISTS (SELECT 1 FROM ");
	if (a->through) {
		buffer_printf(&sql->text, "%s AS %s JOIN %s AS %s ON ", a->through->quoted_table, through, a->target->quoted_table, target);
		sql_column(sql, a->through, through, a->far.left[0]);
		sql_add(sql, " = ");
		sql_column(sql, a->target, target, target_columns(a)[0]);
		sql_add(sql, " WHERE ");
		sql_column(sql, a->through, through, a->near.right[0]);
	} else {
		buffer_printf(&sql->text, "%s AS %s WHERE ", a->target->quoted_table, target);
		sql_column(sql, a->target, target, target_columns(a)[0]);
	}
	sql_add(sql, " = ");
	sql_column(sql, a->source, alias, a->near.left[0]);
	if (a->through)
		try(sql_where(sql, a->through, through, include->through_where, true));
	try(sql_where(sql, a->target, target, include->where, true));
	try(add_required(sql, a->target, target, include->include, depth + 1));
	sql_add(sql, ")");
	return OK;
}

static enum err add_required(struct sql *sql, const struct model *model, const char *alias, const struct include *includes, int depth)
{
	for (const struct include *i = includes; i && i->association; i++) {
		const struct association *a;
		try(model_need_association(model, i->association, &a));
		if (!include_is_required(i))
			continue;
		if (depth == DEPTH_MAX)
			return fail(ERR_ERROR, "required includes go at most %d levels deep", DEPTH_MAX);
		try(add_exists(sql, a, alias, i, depth));
	}
	return OK;
}

enum err sql_required(struct sql *sql, const struct model *model, const char *alias, const struct include *includes)
{
	return add_required(sql, model, alias, includes, 0);
}

/* The terms of an order with the primary key as the last, so that no two rows are equal. */
struct term { int position; bool descending, no_case; };
typedef VEC(struct term) terms_t;

static enum err read_terms(const struct model *model, const struct order_by *order, terms_t *terms)
{
	uint64_t keys = 0;
	for (const struct order_by *o = order; o && o->attribute; o++) {
		struct term term = { 0, o->descending, o->no_case };
		try(sql_attribute(model, o->attribute, &term.position));
		for (size_t k = 0; k < model->key_count; k++)
			if (model->keys[k] == term.position && k < 64)
				keys |= UINT64_C(1) << k;
		vec_push(terms, term);
	}
	bool down = terms->count && terms->items[terms->count - 1].descending;
	for (size_t k = 0; k < model->key_count; k++)
		if (k >= 64 || !(keys >> k & 1)) {
			struct term term = { model->keys[k], down, false };
			vec_push(terms, term);
		}
	return OK;
}

static void add_term(struct sql *sql, const struct model *model, const char *alias, const struct term *term)
{
	sql_column(sql, model, alias, term->position);
	if (term->no_case)
		sql_add(sql, " COLLATE NOCASE");
}

enum err sql_order(struct sql *sql, const struct model *model, const char *alias, const struct order_by *order, bool reversed, bool always)
{
	terms_t terms = { 0 };
	if (!always && !(order && order->attribute))
		return OK;
	enum err err = read_terms(model, order, &terms);
	for (size_t i = 0; !err && i < terms.count; i++) {
		sql_add(sql, i ? ", " : " ORDER BY ");
		add_term(sql, model, alias, &terms.items[i]);
		if (terms.items[i].descending != reversed)
			sql_add(sql, " DESC");
	}
	vec_release(&terms);
	return err;
}

/* Beyond one value, in SQLite's order, where null comes first. */
static void add_beyond(struct sql *sql, const struct model *model, const char *alias, const struct term *term, bool down, struct value value)
{
	bool null = value_is_null(value);
	if (null && down) {
		sql_add(sql, "0");
		return;
	}
	sql_add(sql, "(");
	add_term(sql, model, alias, term);
	if (null) {
		sql_add(sql, " IS NOT NULL)");
		return;
	}
	sql_add(sql, down ? " < " : " > ");
	sql_value(sql, value);
	if (down && !model->columns[term->position].attribute.not_null && !model->columns[term->position].attribute.primary_key) {
		sql_add(sql, " OR ");
		add_term(sql, model, alias, term);
		sql_add(sql, " IS NULL");
	}
	sql_add(sql, ")");
}

/* (a, b) > (?, ?): what an index can be searched for; only where all go one way and nothing is null. */
static bool add_row_value(struct sql *sql, const struct model *model, const char *alias, const terms_t *terms, const struct query *q)
{
	for (size_t i = 0; i < terms->count; i++) {
		const struct attribute *a = &model->columns[terms->items[i].position].attribute;
		if (terms->items[i].descending != terms->items[0].descending || value_is_null(q->after[i]) || !(a->not_null || a->primary_key))
			return false;
	}
	sql_add(sql, "(");
	for (size_t i = 0; i < terms->count; i++) {
		sql_add(sql, i ? ", " : "");
		add_term(sql, model, alias, &terms->items[i]);
	}
	sql_add(sql, terms->items[0].descending != q->before ? ") < (" : ") > (");
	for (size_t i = 0; i < terms->count; i++) {
		sql_add(sql, i ? ", " : "");
		sql_value(sql, q->after[i]);
	}
	sql_add(sql, ")");
	return true;
}

/* a > ? OR (a IS ? AND (b > ? OR …)) */
static void add_nested(struct sql *sql, const struct model *model, const char *alias, const terms_t *terms, const struct query *q)
{
	for (size_t i = 0; i < terms->count; i++) {
		const struct term *term = &terms->items[i];
		add_beyond(sql, model, alias, term, term->descending != q->before, q->after[i]);
		if (i + 1 == terms->count)
			break;
		sql_add(sql, " OR (");
		add_term(sql, model, alias, term);
		sql_add(sql, " IS ");
		sql_value(sql, q->after[i]);
		sql_add(sql, " AND (");
	}
	for (size_t i = 1; i < terms->count; i++)
		sql_add(sql, "))");
}

enum err sql_after(struct sql *sql, const struct model *model, const char *alias, const struct query *q)
{
	terms_t terms = { 0 };
	if (!q->after)
		return OK;
	enum err err = read_terms(model, q->order, &terms);
	if (!err && !terms.count)
		err = fail(ERR_ERROR, "%s has no primary key: its rows cannot be paged", model->name);
	if (!err) {
		sql_add(sql, " AND (");
		if (!add_row_value(sql, model, alias, &terms, q))
			add_nested(sql, model, alias, &terms, q);
		sql_add(sql, ")");
	}
	vec_release(&terms);
	return err;
}
