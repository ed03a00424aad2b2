/* Conditions as SQL. */
#include "model/sql.h"

/* What stands between the column and its value; for null, what stands there instead. */
static const struct {
	const char *text, *null;
} comparisons[] = {
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
	try(sql_list(sql, w->values, w->count, 1));
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

static enum err add_joined(
	struct sql *sql, const struct model *model, const char *alias, const struct where *list, const char *word);

static enum err add_condition(struct sql *sql, const struct model *model, const char *alias, const struct where *w)
{
	int position;
	switch (w->op) {
	case WHERE_AND: return add_joined(sql, model, alias, w->children, " AND ");
	case WHERE_OR: return add_joined(sql, model, alias, w->children, " OR ");
	case WHERE_NOT: sql_add(sql, "NOT "); return add_joined(sql, model, alias, w->children, " AND ");
	case WHERE_END:
	case WHERE_EQ:
	case WHERE_NE:
	case WHERE_GT:
	case WHERE_GTE:
	case WHERE_LT:
	case WHERE_LTE:
	case WHERE_LIKE:
	case WHERE_NOT_LIKE:
	case WHERE_IN:
	case WHERE_NOT_IN:
	case WHERE_BETWEEN: break;
	}
	if (!w->attribute)
		return fail(ERR_TYPE_ERROR, "a condition on %s names no attribute", model->name);
	if (w->attribute[0] == '$' && sql->paths)
		try(paths_find(sql->paths, w->attribute, &model, &alias, &position));
	else
		try(sql_attribute(model, w->attribute, &position));
	sql_column(sql, model, alias, position);
	if (w->op == WHERE_IN || w->op == WHERE_NOT_IN)
		return add_in(sql, w);
	return w->op == WHERE_BETWEEN ? add_between(sql, w) : add_comparison(sql, w);
}

static enum err add_joined(
	struct sql *sql, const struct model *model, const char *alias, const struct where *list, const char *word)
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
