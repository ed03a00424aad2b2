/* build, create, bulkCreate, update, save, destroy, reload, increment and the like. */
#include "conformance/world.h"

#include <string.h>

static void save_row(struct world *w, const struct tree *op, struct row *row)
{
	struct row **items = arena_new(&w->arena, struct row *);
	*items = row;
	world_save(w, op, false, (struct rows){ items, 1 });
}

/* The stored row that op.on names; with a store when @store is asked for. */
static enum err row_on(struct world *w, const struct tree *op, struct row **row, struct store **store)
{
	const char *path = tree_text(tree_get(op, "on"));
	*row = path ? world_row(w, path) : NULL;
	if (!*row)
		cannot(w, "work on '%s'", path ? path : "nothing");
	if (w->cannot)
		return ERR_ERROR;
	return store ? world_store(w, store) : OK;
}

static enum err model_on(struct world *w, const struct tree *op, const struct model **model, struct store **store)
{
	*model = world_model(w, op, "model");
	return w->cannot ? ERR_ERROR : world_store(w, store);
}

static enum err build(struct world *w, const struct tree *op, struct tree **result)
{
	const struct model *model = world_model(w, op, "model");
	const struct pair *values = model ? read_pairs(w, model, tree_get(op, "values")) : NULL;
	struct row *row;
	(void)result;
	if (w->cannot)
		return ERR_ERROR;
	try(model_build(&w->arena, model, values, &row));
	save_row(w, op, row);
	return OK;
}

static enum err create_from(struct world *w, const struct tree *op, const struct model *model, struct store *store,
	struct row **row)
{
	const struct tree *values = tree_get(op, "values"), *include = tree_get(op, "include");
	const struct tree *fields = tree_get(op, "fields");
	if (include) {
		const struct nested *nested = read_nested(w, model, values, include);
		return w->cannot ? ERR_ERROR : model_create_nested(store, &w->arena, model, nested, row);
	}
	const struct pair *pairs = read_pairs(w, model, values);
	if (fields)
		pairs = pairs_only(&w->arena, pairs, read_names(w, fields));
	return w->cannot ? ERR_ERROR : model_create(store, &w->arena, model, pairs, row);
}

static enum err create(struct world *w, const struct tree *op, struct tree **result)
{
	const struct model *model;
	struct store *store;
	struct row *row;
	try(model_on(w, op, &model, &store));
	try(create_from(w, op, model, store, &row));
	save_row(w, op, row);
	*result = row_tree(w, row, op, true);
	return OK;
}

static enum err bulk_create(struct world *w, const struct tree *op, struct tree **result)
{
	const struct tree *values = tree_get(op, "values");
	const struct model *model;
	struct store *store;
	struct rows rows;
	size_t count = 0;
	try(model_on(w, op, &model, &store));
	if (!tree_has_kind(values, TREE_LIST)) {
		cannot(w, "create many from what is no list");
		return ERR_ERROR;
	}
	const struct pair **all = arena_array(&w->arena, const struct pair *, values->count + 1);
	for (const struct tree *c = values->first; c; c = c->next)
		all[count++] = read_pairs(w, model, c);
	if (w->cannot)
		return ERR_ERROR;
	try(model_bulk_create(store, &w->arena, model, all, count, &rows));
	world_save(w, op, true, rows);
	*result = rows_tree(w, rows, op, true);
	return OK;
}

static enum err update(struct world *w, const struct tree *op, struct tree **result)
{
	struct row *row;
	struct store *store;
	try(row_on(w, op, &row, &store));
	const struct pair *values = read_pairs(w, row->model, tree_get(op, "values"));
	if (w->cannot)
		return ERR_ERROR;
	try(row_update(store, &w->arena, row, values));
	*result = row_tree(w, row, op, true);
	return OK;
}

static enum err set_field(struct world *w, const struct tree *op, struct tree **result)
{
	struct row *row;
	(void)result;
	try(row_on(w, op, &row, NULL));
	const struct pair *values = read_pairs(w, row->model, tree_get(op, "values"));
	return w->cannot ? ERR_ERROR : row_put(&w->arena, row, values);
}

static enum err save(struct world *w, const struct tree *op, struct tree **result)
{
	struct row *row;
	struct store *store;
	try(row_on(w, op, &row, &store));
	try(row_save(store, &w->arena, row));
	*result = row_tree(w, row, op, true);
	return OK;
}

static enum err destroy(struct world *w, const struct tree *op, struct tree **result)
{
	struct row *row;
	struct store *store;
	(void)result;
	try(row_on(w, op, &row, &store));
	return row_destroy(store, row);
}

/* The include that the row on @path was read with: it comes along again. */
static const struct tree *include_of(struct world *w, const char *path)
{
	const struct ref *ref = world_ref(w, arena_copy(&w->arena, path, strcspn(path, ".[")));
	return ref && !strchr(path, '.') ? ref->include : NULL;
}

static enum err reload(struct world *w, const struct tree *op, struct tree **result)
{
	struct row *row;
	struct store *store;
	try(row_on(w, op, &row, &store));
	const struct tree *include = include_of(w, tree_text(tree_get(op, "on")));
	struct tree *as = tree_new(&w->arena, TREE_OBJECT);
	try(row_reload(store, &w->arena, row));
	if (include) {
		tree_add(&w->arena, as, "include", tree_again(&w->arena, include));
		row->links = NULL;
		try(rows_load(store, &w->arena, &(struct rows){ &row, 1 }, read_include(w, include)));
	}
	*result = row_tree(w, row, as, true);
	return OK;
}

static enum err in_memory(struct world *w, const struct tree *op, struct tree **result)
{
	struct row *row;
	try(row_on(w, op, &row, NULL));
	*result = row_tree(w, row, op, true);
	return OK;
}

/* By a number for every field of op.fields, or by {"stock": 2}. */
static const struct pair *read_steps(struct world *w, const struct tree *op, bool down)
{
	const struct tree *by = tree_get(op, "by");
	struct pair *pairs = arena_array(&w->arena, struct pair, (by ? by->count : 0) + 1);
	size_t count = 0;
	if (!tree_has_kind(by, TREE_OBJECT))
		cannot(w, "increment by what is no object");
	for (const struct tree *c = by ? by->first : NULL; c; c = c->next) {
		struct value v = read_value(w, c);
		if (down && v.type == VALUE_INTEGER)
			v.integer = -v.integer;
		else if (down && v.type == VALUE_REAL)
			v.real = -v.real;
		pairs[count++] = (struct pair){ c->key, v };
	}
	return pairs;
}

static enum err step(struct world *w, const struct tree *op, bool down)
{
	struct row *row;
	struct store *store;
	try(row_on(w, op, &row, &store));
	const struct pair *by = read_steps(w, op, down);
	return w->cannot ? ERR_ERROR : row_increment(store, row, by);
}

static enum err increment(struct world *w, const struct tree *op, struct tree **result)
{
	(void)result;
	return step(w, op, false);
}

static enum err decrement(struct world *w, const struct tree *op, struct tree **result)
{
	(void)result;
	return step(w, op, true);
}

static struct tree *affected_tree(struct world *w, int64_t affected)
{
	struct tree *t = tree_new(&w->arena, TREE_OBJECT);
	tree_add(&w->arena, t, "affected", tree_value(&w->arena, value_integer(affected)));
	return t;
}

static enum err update_where(struct world *w, const struct tree *op, struct tree **result)
{
	const struct model *model;
	struct store *store;
	int64_t affected;
	try(model_on(w, op, &model, &store));
	const struct pair *values = read_pairs(w, model, tree_get(op, "values"));
	const struct where *where = read_where(w, tree_get(op, "where"));
	if (w->cannot)
		return ERR_ERROR;
	try(model_update(store, model, where, values, &affected));
	*result = affected_tree(w, affected);
	return OK;
}

static enum err destroy_where(struct world *w, const struct tree *op, struct tree **result)
{
	const struct model *model;
	struct store *store;
	int64_t affected;
	try(model_on(w, op, &model, &store));
	const struct where *where = read_where(w, tree_get(op, "where"));
	if (w->cannot)
		return ERR_ERROR;
	try(model_destroy(store, model, where, &affected));
	*result = affected_tree(w, affected);
	return OK;
}

const struct operation writing_operations[] = {
	{ "build", " model values save ", build },
	{ "create", " model values include fields save ", create },
	{ "bulkCreate", " model values save ", bulk_create },
	{ "update", " on values ", update },
	{ "setField", " on values ", set_field },
	{ "save", " on ", save },
	{ "destroy", " on ", destroy },
	{ "reload", " on ", reload },
	{ "inMemory", " on ", in_memory },
	{ "increment", " on by ", increment },
	{ "decrement", " on by ", decrement },
	{ "updateWhere", " model values where ", update_where },
	{ "destroyWhere", " model where ", destroy_where },
	{ 0 }
};
