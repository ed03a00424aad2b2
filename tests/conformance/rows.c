/* Rows as trees, to be compared with what was recorded. */
#include "conformance/world.h"

#include <string.h>

static const char *const stamps[] = { "createdAt", "updatedAt", "deletedAt" };

static bool is_stamp(const char *name)
{
	for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
		if (!strcmp(stamps[i], name))
			return true;
	return false;
}

static bool is_present(const struct row *row, size_t position)
{
	return row->present >> (position < 63 ? position : 63) & 1;
}

static bool is_default(const struct attribute *a, struct value v)
{
	return value_is_null(v) || (a->default_value && value_equals(*a->default_value, v));
}

static struct tree *attribute_tree(struct world *w, const struct attribute *a, struct value v)
{
	bool truth = a->type == TYPE_BOOLEAN && v.type == VALUE_INTEGER;
	return truth ? tree_bool(&w->arena, v.integer) : tree_value(&w->arena, v);
}

/* The include of @op that loads what stands under @name. */
static const struct tree *include_of(const struct row *row, const char *name, const struct tree *op)
{
	const struct tree *include = tree_get(op, "include");
	const struct association *a = model_association(row->model, name);
	bool list = tree_has_kind(include, TREE_LIST);
	for (const struct tree *c = list ? include->first : include; c; c = list ? c->next : NULL) {
		const struct tree *as = tree_get(c, "as"), *model = tree_get(c, "model");
		if (tree_is(c, name) || tree_is(tree_get(c, "assoc"), name) || tree_is(as, name))
			return c;
		if (a && !as && model && tree_is(model, model_name(association_target(a))))
			return c;
	}
	return NULL;
}

/* Whether @order goes through the association: ["@products", "price", "DESC"]. */
static bool order_names(const struct tree *order, const char *name)
{
	for (const struct tree *term = order ? order->first : NULL; term; term = term->next)
		for (const struct tree *c = term->kind == TREE_LIST ? term->first : NULL; c; c = c->next)
			if (tree_text(c) && tree_text(c)[0] == '@' && !strcmp(tree_text(c) + 1, name))
				return true;
	return false;
}

/* @below: an included row; @join: a join row, which Sequelize leaves without its keys in memory. */
struct shape { const struct tree *op, *order; bool whole, below, join; };

static struct tree *shaped_row(struct world *, const struct row *, struct shape);

static struct tree *shaped_rows(struct world *w, struct rows rows, struct shape shape)
{
	struct tree *list = tree_new(&w->arena, TREE_LIST);
	for (size_t i = 0; i < rows.count; i++)
		tree_add(&w->arena, list, NULL, shaped_row(w, rows.items[i], shape));
	return list;
}

static struct tree *link_tree(struct world *w, const struct row *row, const struct row_link *link, struct shape shape)
{
	const struct tree *include = include_of(row, link->name, shape.op);
	bool join = !model_association(row->model, link->name);
	struct shape below = { include, shape.order, shape.whole, true, join };
	if (!link->list)
		return link->rows.count ? shaped_row(w, link->rows.items[0], below) : tree_new(&w->arena, TREE_NULL);
	struct tree *list = shaped_rows(w, link->rows, below);
	bool own = tree_get(include, "order") && (tree_get(include, "separate") || tree_get(include, "limit"));
	list->ordered = own || order_names(shape.order, link->name);
	return list;
}

static struct tree *shaped_row(struct world *w, const struct row *row, struct shape shape)
{
	struct tree *object = tree_new(&w->arena, TREE_OBJECT);
	for (size_t i = 0; i < model_attribute_count(row->model); i++) {
		const struct attribute *a = model_attribute_at(row->model, i);
		if (is_stamp(a->name) || !(shape.whole || is_present(row, i)))
			continue;
		struct tree *value = tree_add(&w->arena, object, a->name, attribute_tree(w, a, row->values[i]));
		value->spare = shape.whole && (shape.join || is_default(a, row->values[i]));
		value->unread = shape.whole && shape.below && a->primary_key;
	}
	for (const struct row_link *l = row->links; l; l = l->next)
		tree_add(&w->arena, object, l->name, link_tree(w, row, l, shape));
	return object;
}

struct tree *row_tree(struct world *w, const struct row *row, const struct tree *op, bool whole)
{
	return row ? shaped_row(w, row, (struct shape){ op, tree_get(op, "order"), whole, false, false }) : tree_new(&w->arena, TREE_NULL);
}

struct tree *rows_tree(struct world *w, struct rows rows, const struct tree *op, bool whole)
{
	struct tree *list = shaped_rows(w, rows, (struct shape){ op, tree_get(op, "order"), whole, false, false });
	list->ordered = whole || tree_get(op, "order");
	return list;
}
