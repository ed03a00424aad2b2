/* Resolving includes: by name, by model and alias, or all; with the scopes that come along. The words of the errors are
 * those that Sequelize's users ask for: both models, and every association that there is (reference rows 181, 206, 210,
 * 236 to 240). */
#include "model/loading.h"

#include "base/arena.h"
#include "model/sql.h"

#include <string.h>

/* --- which association --- */

/* "tasks, jobs": the associations of @model, to @target only when it is given. */
static const char *list_names(struct arena *arena, const struct model *model, const struct model *target)
{
	const char *list = "";
	for (size_t i = 0; i < model->association_count; i++)
		if (!target || model->associations[i]->target == target)
			list = arena_format(arena, "%s%s%s", list, *list ? ", " : "", model->associations[i]->name);
	return *list ? list : "none";
}

static bool has_alias(const struct association *a, const char *as)
{
	return as ? !strcmp(a->name, as) : !a->has_alias;
}

static enum err find_by_model(
	struct arena *arena, const struct model *model, const struct include *given, const struct association **out)
{
	const struct model *target;
	size_t count = 0;
	*out = NULL;
	try(schema_need(model->schema, given->model, &target));
	for (size_t i = 0; i < model->association_count; i++) {
		const struct association *a = model->associations[i];
		if (a->target != target)
			continue;
		count++;
		if (!*out && has_alias(a, given->as))
			*out = a;
	}
	if (*out)
		return OK;
	if (!count)
		return fail(ERR_NOT_ASSOCIATED, "%s is not associated to %s, which has: %s", target->name, model->name,
			list_names(arena, model, NULL));
	const char *names = list_names(arena, model, target);
	if (count > 1)
		return fail(ERR_ALIAS_AMBIGUOUS, "%s is associated to %s several times, say as which: %s", target->name,
			model->name, names);
	if (given->as)
		return fail(ERR_ALIAS_MISMATCH, "%s is associated to %s, but not as '%s': it is %s", target->name,
			model->name, given->as, names);
	return fail(ERR_ALIAS_REQUIRED, "%s is associated to %s under an alias, say as '%s'", target->name, model->name,
		names);
}

static enum err find_association(
	struct arena *arena, const struct model *model, const struct include *given, const struct association **out)
{
	return given->association ? model_need_association(model, given->association, out)
				  : find_by_model(arena, model, given, out);
}

/* --- all --- */

typedef VEC(struct include) include_list;
typedef VEC(const struct model *) model_list;

static bool is_included(const include_list *list, const struct association *a)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct include *other = &list->items[i];
		if (other->model && !strcmp(other->model, a->target->name)
			&& (!a->has_alias || (other->as && !strcmp(other->as, a->name))))
			return true;
	}
	return false;
}

static bool is_used(const model_list *used, const struct model *model)
{
	for (size_t i = 0; i < used->count; i++)
		if (used->items[i] == model)
			return true;
	return false;
}

static const struct include *keep_list(struct arena *arena, include_list *list)
{
	struct include *kept = arena_array(arena, struct include, list->count + 1);
	if (list->count)
		memcpy(kept, list->items, list->count * sizeof *kept);
	vec_release(list);
	return kept;
}

/* Every association that is not there yet; below them, too, but never a model that is being gone through (row 210). */
static void add_all(struct arena *arena, const struct model *model, const struct include *given, include_list *list,
	model_list *used)
{
	for (size_t i = 0; i < model->association_count; i++) {
		const struct association *a = model->associations[i];
		if (is_included(list, a) || (given->nested && is_used(used, a->target)))
			continue;
		vec_push(used, model);
		struct include include = *given;
		include.all = include.nested = false;
		include.association = a->name;
		include.model = a->target->name;
		include.as = a->has_alias ? a->name : NULL;
		if (given->nested) {
			include_list below = { 0 };
			add_all(arena, a->target, given, &below, used);
			include.include = keep_list(arena, &below);
		}
		vec_push(list, include);
	}
	if (used->count)
		used->count--;
}

static const struct include *expand(struct arena *arena, const struct model *model, const struct include *includes)
{
	bool any = false;
	for (const struct include *i = includes; !include_ends(i); i++)
		any = any || i->all;
	if (!any)
		return includes;
	include_list list = { 0 };
	model_list used = { 0 };
	for (const struct include *i = includes; !include_ends(i); i++)
		if (!i->all)
			vec_push(&list, *i);
	for (const struct include *i = includes; !include_ends(i); i++)
		if (i->all)
			add_all(arena, model, i, &list, &used);
	vec_release(&used);
	return keep_list(arena, &list);
}

/* --- one include --- */

/* What the order of the rows says of these targets, with the way there taken off; then the include's own order. */
static const struct order_by *inherit_order(
	struct arena *arena, const struct association *a, const struct order_by *outer, const struct order_by *own)
{
	size_t count = 0, room = 1;
	for (const struct order_by *o = outer; o && o->attribute; o++)
		room++;
	for (const struct order_by *o = own; o && o->attribute; o++)
		room++;
	struct order_by *list = arena_array(arena, struct order_by, room);
	for (const struct order_by *o = outer; o && o->attribute; o++)
		if (o->path && *o->path && !strcmp(*o->path, a->name)) {
			list[count] = *o;
			list[count].path = o->path + 1;
			if (a->through && o->path[1] && !strcmp(o->path[1], a->through->name) && !o->path[2]) {
				list[count].attribute = arena_format(arena, "%s.%s", a->through->name, o->attribute);
				list[count].path = NULL;
			}
			count++;
		}
	for (const struct order_by *o = own; o && o->attribute; o++)
		list[count++] = *o;
	return list;
}

static const struct where *scope_of(struct arena *arena, const struct pair *pairs)
{
	size_t count = 0;
	if (!pairs)
		return NULL;
	while (pairs[count].attribute)
		count++;
	struct where *list = arena_array(arena, struct where, count + 1);
	for (size_t i = 0; i < count; i++)
		list[i] = where_eq(pairs[i].attribute, pairs[i].value);
	list[count] = where_end;
	return list;
}

static bool has_condition(const struct where *where)
{
	return where && where->op != WHERE_END;
}

static enum err resolve_one(struct arena *arena, const struct model *model, const struct include *given,
	const struct order_by *order, struct loading *out)
{
	const struct association *a;
	try(find_association(arena, model, given, &a));
	bool list = association_is_list(a), apart = given->separate || given->limit;
	if (apart && !list)
		return fail(ERR_SEPARATE_UNSUPPORTED, "%s.%s is one row: only lists can be separate or have a limit",
			model->name, a->name);
	*out = (struct loading){
		.association = a,
		.given = given,
		.scope = scope_of(arena, a->definition.scope),
		.through_scope = scope_of(arena, a->definition.through_scope),
		.default_scope = a->target->default_scope,
		.order = inherit_order(arena, a, order, given->order),
		.apart = apart,
		.hidden = given->attributes && !*given->attributes && include_ends(given->include),
	};
	bool narrowed = has_condition(given->where) || has_condition(out->default_scope);
	out->required = !apart && !given->optional && (given->required || narrowed);
	return loadings_resolve(arena, a->target, given->include, out->order, &out->below);
}

enum err loadings_resolve(struct arena *arena, const struct model *model, const struct include *includes,
	const struct order_by *order, struct loadings *out)
{
	size_t count = 0;
	*out = (struct loadings){ NULL, 0 };
	includes = expand(arena, model, includes);
	while (includes && !include_ends(&includes[count]))
		count++;
	if (!count)
		return OK;
	struct loading *items = arena_array(arena, struct loading, count);
	for (size_t i = 0; i < count; i++)
		try(resolve_one(arena, model, &includes[i], order, &items[i]));
	*out = (struct loadings){ items, count };
	return OK;
}

const struct loading *loadings_find(const struct loadings *loadings, const struct association *a)
{
	for (size_t i = 0; loadings && i < loadings->count; i++)
		if (loadings->items[i].association == a)
			return &loadings->items[i];
	return NULL;
}

/* --- as conditions --- */

enum err sql_loading(struct sql *sql, const struct loading *l, const char *target_alias, const char *through_alias)
{
	const struct association *a = l->association;
	if (a->through) {
		try(sql_where(sql, a->through, through_alias, l->given->through_where, true));
		try(sql_where(sql, a->through, through_alias, l->through_scope, true));
	}
	try(sql_where(sql, a->target, target_alias, l->given->where, true));
	try(sql_where(sql, a->target, target_alias, l->scope, true));
	return sql_where(sql, a->target, target_alias, l->default_scope, true);
}

static enum err add_exists(struct sql *sql, const struct loading *l, const char *alias)
{
	const struct association *a = l->association;
	sql_add(sql, " AND EXISTS (SELECT 1 FROM ");
	struct reach reach = sql_reach(sql, a);
	sql_add(sql, " WHERE ");
	sql_reach_tie(sql, a, alias, &reach);
	try(sql_loading(sql, l, reach.target, reach.through));
	try(sql_required(sql, reach.target, &l->below));
	sql_add(sql, ")");
	return OK;
}

enum err sql_required(struct sql *sql, const char *alias, const struct loadings *loadings)
{
	for (size_t i = 0; loadings && i < loadings->count; i++)
		if (loadings->items[i].required)
			try(add_exists(sql, &loadings->items[i], alias));
	return OK;
}
