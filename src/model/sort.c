/* Orders, and the keyset that a page goes on from. A term is a column, or stands along a path: then it is the first (or
 * last) value that the row's targets have there. */
#include "model/sql.h"

#include "model/loading.h"

#include <string.h>

/* The terms of an order with the primary key as the last, so that no two rows are equal. */
struct term {
	bool joined;
	int position;
	bool descending, no_case;
	const struct order_by *along;
};
typedef VEC(struct term) terms_t;

/* "cartItem.quantity": of the join row that stands beside. */
static const char *join_attribute(const struct sorting *s, const char *name)
{
	const char *dot = s->over ? strchr(name, '.') : NULL;
	size_t size = dot ? (size_t)(dot - name) : 0;
	return dot && !strncmp(s->over->through->name, name, size) && !s->over->through->name[size] ? dot + 1 : NULL;
}

/* "products.price" without being told so as a path. */
static const struct order_by *split_names(struct arena *arena, const struct order_by *o)
{
	struct order_by *along = arena_new(arena, struct order_by);
	char *at = arena_string(arena, o->attribute), *dot;
	const char **path = arena_array(arena, const char *, strlen(at) + 1);
	size_t count = 0;
	*along = *o;
	for (along->path = path; (dot = strchr(at, '.')); at = dot + 1) {
		*dot = '\0';
		path[count++] = at;
	}
	along->attribute = at;
	return along;
}

static enum err read_term(struct arena *arena, const struct sorting *s, const struct order_by *o, struct term *out)
{
	const char *joined = join_attribute(s, o->attribute);
	*out = (struct term){ joined != NULL, -1, o->descending, o->no_case, o->path && *o->path ? o : NULL };
	if (!out->along && !joined && strchr(o->attribute, '.'))
		out->along = split_names(arena, o);
	if (out->along)
		return OK;
	return sql_attribute(joined ? s->over->through : s->model, joined ? joined : o->attribute, &out->position);
}

static enum err read_terms(struct arena *arena, const struct sorting *s, const struct order_by *order, terms_t *terms)
{
	const struct model *model = s->model;
	uint64_t keys = 0;
	for (const struct order_by *o = order; o && o->attribute; o++) {
		struct term term;
		try(read_term(arena, s, o, &term));
		for (size_t k = 0; k < model->key_count; k++)
			if (!term.joined && model->keys[k] == term.position && k < 64)
				keys |= UINT64_C(1) << k;
		vec_push(terms, term);
	}
	bool down = terms->count && terms->items[terms->count - 1].descending;
	for (size_t k = 0; k < model->key_count; k++)
		if (k >= 64 || !(keys >> k & 1)) {
			struct term term = { false, model->keys[k], down, false, NULL };
			vec_push(terms, term);
		}
	return OK;
}

static void add_term(struct sql *sql, const struct sorting *s, const struct term *term)
{
	if (term->joined)
		sql_column(sql, s->over->through, s->through, term->position);
	else
		sql_column(sql, s->model, s->alias, term->position);
	if (term->no_case)
		sql_add(sql, " COLLATE NOCASE");
}

/* --- along a path --- */

/* Where the walk along a path has come to. */
struct stand {
	const struct model *model;
	const char *alias;
	const struct association *over;
	const char *through;
	const struct loadings *below;
};

/* One association further: its tables joined, its conditions kept for the WHERE. */
struct step {
	const struct loading *loading;
	struct reach reach;
};

static enum err walk(struct sql *sql, struct stand *at, const struct association *a, struct step *step, bool first)
{
	sql_add(sql, first ? " FROM " : " JOIN ");
	step->reach = sql_reach(sql, a);
	step->loading = loadings_find(at->below, a);
	if (!first) {
		sql_add(sql, a->through ? " AND " : " ON ");
		sql_reach_tie(sql, a, at->alias, &step->reach);
	}
	*at = (struct stand){ a->target, step->reach.target, a, step->reach.through,
		step->loading ? &step->loading->below : NULL };
	return OK;
}

static enum err add_value(struct sql *sql, const struct stand *at, bool joined, const struct term *term)
{
	const struct sorting end = { at->model, at->alias, at->over, at->through, NULL };
	struct term last = { joined, 0, term->descending, term->no_case, NULL };
	try(sql_attribute(joined ? at->over->through : at->model, term->along->attribute, &last.position));
	add_term(sql, &end, &last);
	return OK;
}

enum { STEPS_MAX = 8 };

/* " FROM a JOIN b ON … WHERE …"; @joined: the path ends at the join row. */
static enum err add_path(
	struct sql *sql, const struct sorting *s, const struct term *term, struct stand *at, bool *joined)
{
	struct step steps[STEPS_MAX];
	const struct association *ways[STEPS_MAX];
	size_t count = 0;
	*at = (struct stand){ s->model, s->alias, NULL, NULL, s->below };
	*joined = false;
	for (const char *const *word = term->along->path; *word; word++) {
		const struct association *a;
		if (*joined || count == STEPS_MAX)
			return fail(ERR_ERROR, "the order by '%s' goes on behind '%s', where nothing follows",
				term->along->attribute, word[-1]);
		if (path_step(at->model, at->over, *word, &a, joined))
			return fail(ERR_ERROR, "%s",
				arena_format(&sql->scratch, "cannot order by '%s': %s", term->along->attribute,
					err_sentence(ERR_UNKNOWN_ALIAS)));
		if (!*joined) {
			ways[count] = a;
			try(walk(sql, at, a, &steps[count], !count));
			count++;
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (!i) {
			sql_add(sql, " WHERE ");
			sql_reach_tie(sql, ways[0], s->alias, &steps[0].reach);
		}
		if (steps[i].loading)
			try(sql_loading(sql, steps[i].loading, steps[i].reach.target, steps[i].reach.through));
	}
	return OK;
}

/* The value comes before FROM in the text but is known only behind the path: the path is written apart. */
static enum err add_along(struct sql *sql, const struct sorting *s, const struct term *term)
{
	struct buffer before = sql->text;
	struct stand at;
	bool joined;
	sql->text = (struct buffer){ 0 };
	enum err err = add_path(sql, s, term, &at, &joined);
	struct buffer path = sql->text;
	sql->text = before;
	if (!err) {
		sql_add(sql, "(SELECT ");
		err = add_value(sql, &at, joined, term);
		sql_add(sql, path.bytes);
		sql_add(sql, " ORDER BY 1");
		sql_add(sql, term->descending ? " DESC LIMIT 1)" : " LIMIT 1)");
	}
	buffer_release(&path);
	return err;
}

enum err sql_order(struct sql *sql, const struct sorting *s, const struct order_by *order, bool reversed, bool always)
{
	terms_t terms = { 0 };
	if (!always && !(order && order->attribute))
		return OK;
	enum err err = read_terms(&sql->scratch, s, order, &terms);
	for (size_t i = 0; !err && i < terms.count; i++) {
		sql_add(sql, i ? ", " : " ORDER BY ");
		if (terms.items[i].along)
			err = add_along(sql, s, &terms.items[i]);
		else
			add_term(sql, s, &terms.items[i]);
		if (terms.items[i].descending != reversed)
			sql_add(sql, " DESC");
	}
	vec_release(&terms);
	return err;
}

static bool may_be_null(const struct sorting *s, const struct term *term)
{
	const struct model *model = term->joined ? s->over->through : s->model;
	const struct attribute *a = &model->columns[term->position].attribute;
	return !a->not_null && !a->primary_key;
}

/* Beyond one value, in SQLite's order, where null comes first. */
static void add_beyond(struct sql *sql, const struct sorting *s, const struct term *term, bool down, struct value value)
{
	bool null = value_is_null(value);
	if (null && down) {
		sql_add(sql, "0");
		return;
	}
	sql_add(sql, "(");
	add_term(sql, s, term);
	if (null) {
		sql_add(sql, " IS NOT NULL)");
		return;
	}
	sql_add(sql, down ? " < " : " > ");
	sql_value(sql, value);
	if (down && may_be_null(s, term)) {
		sql_add(sql, " OR ");
		add_term(sql, s, term);
		sql_add(sql, " IS NULL");
	}
	sql_add(sql, ")");
}

/* (a, b) > (?, ?): what an index can be searched for; only where all go one way and nothing is null. */
static bool add_row_value(struct sql *sql, const struct sorting *s, const terms_t *terms, const struct query *q)
{
	for (size_t i = 0; i < terms->count; i++) {
		const struct term *term = &terms->items[i];
		if (term->descending != terms->items[0].descending || value_is_null(q->after[i])
			|| may_be_null(s, term))
			return false;
	}
	sql_add(sql, "(");
	for (size_t i = 0; i < terms->count; i++) {
		sql_add(sql, i ? ", " : "");
		add_term(sql, s, &terms->items[i]);
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
static void add_nested(struct sql *sql, const struct sorting *s, const terms_t *terms, const struct query *q)
{
	for (size_t i = 0; i < terms->count; i++) {
		const struct term *term = &terms->items[i];
		add_beyond(sql, s, term, term->descending != q->before, q->after[i]);
		if (i + 1 == terms->count)
			break;
		sql_add(sql, " OR (");
		add_term(sql, s, term);
		sql_add(sql, " IS ");
		sql_value(sql, q->after[i]);
		sql_add(sql, " AND (");
	}
	for (size_t i = 1; i < terms->count; i++)
		sql_add(sql, "))");
}

static enum err check_pageable(const struct model *model, const terms_t *terms)
{
	if (!terms->count)
		return fail(ERR_ERROR, "%s has no primary key: its rows cannot be paged", model->name);
	for (size_t i = 0; i < terms->count; i++)
		if (terms->items[i].along)
			return fail(ERR_ERROR, "%s cannot be paged by '%s' of an association: use an offset",
				model->name, terms->items[i].along->attribute);
	return OK;
}

enum err sql_after(struct sql *sql, const struct sorting *s, const struct query *q)
{
	terms_t terms = { 0 };
	if (!q->after)
		return OK;
	enum err err = read_terms(&sql->scratch, s, q->order, &terms);
	if (!err)
		err = check_pageable(s->model, &terms);
	if (!err) {
		sql_add(sql, " AND (");
		if (!add_row_value(sql, s, &terms, q))
			add_nested(sql, s, &terms, q);
		sql_add(sql, ")");
	}
	vec_release(&terms);
	return err;
}
