/* assoc.get, count, has, set, add, remove, create: the methods of a row. */
#include "conformance/world.h"

/* The row, the association's name and target, and the store of a method. A name that fits no association is left to the
 * method, which says so; its targets are then keys. */
struct method { struct row *on; const char *name; const struct association *association; struct store *store; };

static enum err method_of(struct world *w, const struct tree *op, struct method *m)
{
	const char *path = tree_text(tree_get(op, "on"));
	*m = (struct method){ .on = path ? world_row(w, path) : NULL, .name = tree_text(tree_get(op, "assoc")) };
	if (!m->on || !m->name)
		cannot(w, "work on '%s'", path ? path : "nothing");
	if (w->cannot)
		return ERR_ERROR;
	m->association = model_association(m->on->model, m->name);
	return world_store(w, &m->store);
}

static const struct model *target_of(const struct method *m)
{
	return m->association ? association_target(m->association) : m->on->model;
}

static struct rows one_row(struct world *w, struct row *row)
{
	struct row **items = arena_new(&w->arena, struct row *);
	*items = row;
	return (struct rows){ items, row != NULL };
}

static enum err get(struct world *w, const struct tree *op, struct tree **result)
{
	struct method m;
	struct rows rows = { 0 };
	struct row *row = NULL;
	try(method_of(w, op, &m));
	struct query query = read_query(w, target_of(&m), op);
	if (w->cannot)
		return ERR_ERROR;
	if (m.association && !association_is_list(m.association)) {
		try(association_get_one(m.store, &w->arena, m.on, m.name, &query, &row));
		world_save(w, op, false, one_row(w, row));
		*result = row_tree(w, row, op, false);
		return OK;
	}
	try(association_get(m.store, &w->arena, m.on, m.name, &query, &rows));
	world_save(w, op, true, rows);
	*result = rows_tree(w, rows, op, false);
	return OK;
}

static enum err count(struct world *w, const struct tree *op, struct tree **result)
{
	struct method m;
	int64_t found;
	try(method_of(w, op, &m));
	struct query query = read_query(w, target_of(&m), op);
	if (w->cannot)
		return ERR_ERROR;
	try(association_count(m.store, m.on, m.name, &query, &found));
	*result = tree_value(&w->arena, value_integer(found));
	return OK;
}

static const struct target *targets_of(struct world *w, const struct tree *op, const struct method *m, size_t *found)
{
	return read_targets(w, target_of(m), tree_get(op, "targets"), found);
}

static enum err has(struct world *w, const struct tree *op, struct tree **result)
{
	struct method m;
	size_t size;
	bool all;
	try(method_of(w, op, &m));
	const struct target *targets = targets_of(w, op, &m, &size);
	if (w->cannot)
		return ERR_ERROR;
	try(association_has(m.store, m.on, m.name, targets, size, &all));
	*result = tree_bool(&w->arena, all);
	return OK;
}

static const struct pair *through_of(struct world *w, const struct tree *op)
{
	return tree_get(op, "through") ? read_pairs(w, NULL, tree_get(op, "through")) : NULL;
}

static enum err set(struct world *w, const struct tree *op, struct tree **result)
{
	struct method m;
	size_t size;
	(void)result;
	try(method_of(w, op, &m));
	const struct target *targets = targets_of(w, op, &m, &size);
	const struct pair *through = through_of(w, op);
	const struct tree *option = tree_get(op, "saveOption");
	if (tree_is_false(option) && size > 1)
		cannot(w, "assign several");
	if (w->cannot)
		return ERR_ERROR;
	if (tree_is_false(option))
		return association_assign(&w->arena, m.on, m.name, size ? targets : NULL);
	return association_set(m.store, &w->arena, m.on, m.name, targets, size, through);
}

static enum err add(struct world *w, const struct tree *op, struct tree **result)
{
	struct method m;
	size_t size;
	(void)result;
	try(method_of(w, op, &m));
	const struct target *targets = targets_of(w, op, &m, &size);
	const struct pair *through = through_of(w, op);
	return w->cannot ? ERR_ERROR : association_add(m.store, &w->arena, m.on, m.name, targets, size, through);
}

static enum err remove_(struct world *w, const struct tree *op, struct tree **result)
{
	struct method m;
	size_t size;
	int64_t removed;
	(void)result;
	try(method_of(w, op, &m));
	const struct target *targets = targets_of(w, op, &m, &size);
	return w->cannot ? ERR_ERROR : association_remove(m.store, m.on, m.name, targets, size, &removed);
}

static enum err create(struct world *w, const struct tree *op, struct tree **result)
{
	struct method m;
	struct row *row;
	try(method_of(w, op, &m));
	const struct pair *values = read_pairs(w, target_of(&m), tree_get(op, "values"));
	if (tree_get(op, "fields"))
		values = pairs_only(&w->arena, values, read_names(w, tree_get(op, "fields")));
	const struct pair *through = through_of(w, op);
	if (w->cannot)
		return ERR_ERROR;
	try(association_create(m.store, &w->arena, m.on, m.name, values, through, &row));
	world_save(w, op, false, one_row(w, row));
	*result = row_tree(w, row, op, true);
	return OK;
}

const struct operation mixin_operations[] = {
	{ "assoc.get", " on assoc where throughWhere order limit offset attributes joinTableAttributes include scope save ", get },
	{ "assoc.count", " on assoc where throughWhere scope ", count },
	{ "assoc.has", " on assoc targets ", has },
	{ "assoc.set", " on assoc targets through saveOption ", set },
	{ "assoc.add", " on assoc targets through ", add },
	{ "assoc.remove", " on assoc targets ", remove_ },
	{ "assoc.create", " on assoc values through fields save ", create },
	{ 0 }
};
