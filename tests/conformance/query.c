/* include, order, attributes and the other options of reading, to struct query. */
#include "conformance/world.h"

#include <string.h>
#include <strings.h>

static bool is_direction(const struct tree *t)
{
	const char *text = tree_text(t);
	return text && (!strcasecmp(text, "ASC") || !strcasecmp(text, "DESC"));
}

/* "title", ["title", "DESC"], ["@products", "@cartItem", "quantity", "ASC"], [{"$col": "cartItem.quantity"}, "ASC"]. */
static struct order_by read_term(struct world *w, const struct tree *t)
{
	enum { PATH_MAX_ = 12 };
	struct order_by term = { .attribute = tree_text(t) };
	const char **path = arena_array(&w->arena, const char *, PATH_MAX_);
	size_t count = 0;
	for (const struct tree *c = tree_has_kind(t, TREE_LIST) ? t->first : NULL; c; c = c->next) {
		const char *text = tree_text(c);
		if (term.attribute && is_direction(c) && !c->next)
			term.descending = !strcasecmp(text, "DESC");
		else if (term.attribute)
			cannot(w, "order by so many words");
		else if (tree_text(tree_get(c, "$col")))
			term.attribute = tree_text(tree_get(c, "$col"));
		else if (text && *text == '@' && count + 1 < PATH_MAX_)
			path[count++] = text + 1;
		else
			term.attribute = text;
		if (!text && !tree_get(c, "$col"))
			cannot(w, "take something in order for a name");
	}
	if (!term.attribute)
		cannot(w, "order without an attribute");
	term.path = count ? path : NULL;
	return term;
}

static const struct order_by *read_order(struct world *w, const struct tree *t)
{
	struct order_by *order = arena_array(&w->arena, struct order_by, (t ? t->count : 0) + 1);
	size_t count = 0;
	if (!t || tree_is_null(t))
		return NULL;
	if (t->kind != TREE_LIST)
		cannot(w, "take order that is no list");
	for (const struct tree *c = t->first; c; c = c->next)
		order[count++] = read_term(w, c);
	return order;
}

static void read_include_through(struct world *w, const struct tree *through, struct include *out)
{
	only_fields(w, through, " attributes where ", "through of an include");
	out->through_where = read_where(w, tree_get(through, "where"));
	out->through_attributes = tree_get(through, "attributes") ? read_names(w, tree_get(through, "attributes")) : NULL;
}

static struct include read_one_include(struct world *w, const struct tree *t)
{
	struct include i = { .association = tree_text(t) };
	if (t->kind != TREE_OBJECT) {
		if (!i.association)
			cannot(w, "take something in include for an association");
		return i;
	}
	only_fields(w, t, " assoc association model as all nested where required attributes include through separate limit"
		" order ", "include");
	i.association = tree_text(tree_get(t, tree_get(t, "assoc") ? "assoc" : "association"));
	i.model = tree_text(tree_get(t, "model"));
	i.as = tree_text(tree_get(t, "as"));
	i.all = tree_is_true(tree_get(t, "all"));
	i.nested = tree_is_true(tree_get(t, "nested"));
	i.where = read_where(w, tree_get(t, "where"));
	i.required = tree_is_true(tree_get(t, "required"));
	i.optional = tree_is_false(tree_get(t, "required"));
	i.attributes = tree_get(t, "attributes") ? read_names(w, tree_get(t, "attributes")) : NULL;
	i.separate = tree_is_true(tree_get(t, "separate"));
	i.limit = read_count(w, tree_get(t, "limit"));
	i.order = read_order(w, tree_get(t, "order"));
	i.include = read_include(w, tree_get(t, "include"));
	read_include_through(w, tree_get(t, "through"), &i);
	if (!i.association && !i.model && !i.all && i.as) {
		i.association = i.as;
		i.as = NULL;
	}
	if (!i.association && !i.model && !i.all)
		cannot(w, "include what has no name");
	return i;
}

const struct include *read_include(struct world *w, const struct tree *t)
{
	bool list = tree_has_kind(t, TREE_LIST);
	struct include *includes = arena_array(&w->arena, struct include, (list ? t->count : 1) + 1);
	size_t count = 0;
	if (!t || tree_is_null(t))
		return NULL;
	for (const struct tree *c = list ? t->first : t; c; c = list ? c->next : NULL)
		includes[count++] = read_one_include(w, c);
	return includes;
}

/* {"exclude": ["price"]}: all but these. */
static const char *const *read_attributes(struct world *w, const struct model *model, const struct tree *t)
{
	if (!t || tree_is_null(t))
		return NULL;
	if (t->kind != TREE_OBJECT)
		return read_names(w, t);
	only_fields(w, t, " exclude ", "attributes");
	const char **names = arena_array(&w->arena, const char *, model_attribute_count(model) + 1);
	size_t count = 0;
	for (size_t i = 0; i < model_attribute_count(model); i++) {
		const char *name = model_attribute_at(model, i)->name;
		bool out = false;
		for (const struct tree *c = tree_get(t, "exclude") ? tree_get(t, "exclude")->first : NULL; c; c = c->next)
			out |= tree_is(c, name);
		if (!out)
			names[count++] = name;
	}
	return names;
}

struct query read_query(struct world *w, const struct model *model, const struct tree *op)
{
	const struct tree *scope = tree_get(op, "scope"), *join = tree_get(op, "joinTableAttributes");
	if (scope && !tree_is_false(scope))
		cannot(w, "read with a named scope");
	return (struct query){
		.where = read_where(w, tree_get(op, "where")),
		.order = read_order(w, tree_get(op, "order")),
		.limit = read_count(w, tree_get(op, "limit")),
		.offset = read_count(w, tree_get(op, "offset")),
		.attributes = is_selection(op) ? NULL : read_attributes(w, model, tree_get(op, "attributes")),
		.include = read_include(w, tree_get(op, "include")),
		.through_where = read_where(w, tree_get(op, "throughWhere")),
		.through_attributes = join && !tree_is_null(join) ? read_names(w, join) : NULL,
		.unscoped = scope != NULL,
	};
}

bool is_selection(const struct tree *op)
{
	const struct tree *attributes = tree_get(op, "attributes");
	for (const struct tree *c = tree_has_kind(attributes, TREE_LIST) ? attributes->first : NULL; c; c = c->next)
		if (!tree_text(c))
			return true;
	return tree_get(op, "group");
}

static enum aggregate read_function(struct world *w, const char *name)
{
	static const char *const names[] = { "", "count", "sum", "min", "max", "avg" };
	for (size_t i = 1; name && i < sizeof names / sizeof *names; i++)
		if (!strcasecmp(names[i], name))
			return (enum aggregate)i;
	cannot(w, "select by the function '%s'", name ? name : "");
	return AGGREGATE_NONE;
}

/* "title", ["title", "name"], [{"$fn": ["SUM", "quantity"]}, "total"], [{"$fn": "COUNT", "$col": "id"}, "n"]. */
static struct selected read_selected(struct world *w, const struct tree *t)
{
	struct selected s = { .as = tree_text(t), .attribute = tree_text(t) };
	if (s.as)
		return s;
	if (t->kind != TREE_LIST || t->count != 2 || !tree_text(t->last)) {
		cannot(w, "select something in attributes");
		return s;
	}
	const struct tree *fn = tree_get(t->first, "$fn"), *column = tree_get(t->first, "$col");
	s.as = tree_text(t->last);
	s.attribute = tree_text(t->first);
	if (s.attribute)
		return s;
	only_fields(w, t->first, " $fn $col $distinct ", "attributes");
	s.distinct = tree_is_true(tree_get(t->first, "$distinct"));
	if (tree_has_kind(fn, TREE_LIST) && fn->count) {
		s.function = read_function(w, tree_text(fn->first));
		column = fn->first->next;
	} else {
		s.function = fn ? read_function(w, tree_text(fn)) : AGGREGATE_NONE;
	}
	if (tree_get(column, "$col"))
		column = tree_get(column, "$col");
	s.attribute = column && !tree_is(column, "*") ? tree_text(column) : NULL;
	return s;
}

enum err run_selection(struct world *w, const struct model *model, const struct tree *op, struct tree **result)
{
	const struct tree *attributes = tree_get(op, "attributes"), *group = tree_get(op, "group");
	struct selected *selected = arena_array(&w->arena, struct selected, (attributes ? attributes->count : 0) + 1);
	struct query query = read_query(w, model, op);
	const char *const *groups = group ? read_names(w, group) : NULL;
	struct store *store;
	struct table table;
	size_t count = 0;
	if (!tree_has_kind(attributes, TREE_LIST))
		cannot(w, "group without attributes");
	for (const struct tree *c = attributes ? attributes->first : NULL; c && !w->cannot; c = c->next)
		selected[count++] = read_selected(w, c);
	if (w->cannot)
		return ERR_ERROR;
	try(world_store(w, &store));
	try(model_select(store, &w->arena, model, selected, groups, &query, &table));
	*result = tree_new(&w->arena, TREE_LIST);
	(*result)->ordered = tree_get(op, "order");
	for (size_t i = 0; i < table.count; i++) {
		struct tree *row = tree_add(&w->arena, *result, NULL, tree_new(&w->arena, TREE_OBJECT));
		for (size_t c = 0; c < table.columns; c++)
			tree_add(&w->arena, row, table.names[c], tree_value(&w->arena, table_at(&table, i, c)));
	}
	return OK;
}
