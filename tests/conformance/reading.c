/* findAll, findOne, findByPk, count, findAndCountAll. */
#include "conformance/world.h"

/* What reading operations begin with; leaves the calling function when something is missing. */
#define begin(op) \
	const struct model *model = world_model(w, op, "model"); \
	struct query query = model ? read_query(w, model, op) : (struct query){ 0 }; \
	struct store *store; \
	if (w->cannot) \
		return ERR_ERROR; \
	try(world_store(w, &store))

static enum err find_all(struct world *w, const struct tree *op, struct tree **result)
{
	begin(op);
	struct rows rows;
	if (is_selection(op))
		return run_selection(w, model, op, result);
	try(model_find_all(store, &w->arena, model, &query, &rows));
	world_save(w, op, true, rows);
	*result = rows_tree(w, rows, op, false);
	return OK;
}

static void save_row(struct world *w, const struct tree *op, struct row *row)
{
	struct row **items = arena_new(&w->arena, struct row *);
	*items = row;
	world_save(w, op, false, (struct rows){ items, row != NULL });
}

static enum err find_one(struct world *w, const struct tree *op, struct tree **result)
{
	begin(op);
	struct row *row;
	if (is_selection(op)) {
		struct tree *list;
		try(run_selection(w, model, op, &list));
		*result = list->first ? list->first : tree_new(&w->arena, TREE_NULL);
		return OK;
	}
	try(model_find_one(store, &w->arena, model, &query, &row));
	save_row(w, op, row);
	*result = row_tree(w, row, op, false);
	return OK;
}

static enum err find_by_pk(struct world *w, const struct tree *op, struct tree **result)
{
	begin(op);
	struct row *row;
	struct value key = read_value(w, tree_get(op, "id"));
	if (w->cannot)
		return ERR_ERROR;
	if (query.attributes || query.unscoped) {
		struct where where[] = { where_eq(model_key(model)->name, key), where_end };
		query.where = where;
		try(model_find_one(store, &w->arena, model, &query, &row));
	} else {
		try(model_find_by_key(store, &w->arena, model, key, query.include, &row));
	}
	save_row(w, op, row);
	*result = row_tree(w, row, op, false);
	return OK;
}

static enum err count(struct world *w, const struct tree *op, struct tree **result)
{
	begin(op);
	int64_t rows;
	try(model_count(store, model, &query, &rows));
	*result = tree_value(&w->arena, value_integer(rows));
	return OK;
}

static enum err find_and_count(struct world *w, const struct tree *op, struct tree **result)
{
	begin(op);
	struct rows rows;
	int64_t all;
	try(model_find_and_count(store, &w->arena, model, &query, &rows, &all));
	world_save(w, op, true, rows);
	*result = tree_new(&w->arena, TREE_OBJECT);
	tree_add(&w->arena, *result, "count", tree_value(&w->arena, value_integer(all)));
	tree_add(&w->arena, *result, "rows", rows_tree(w, rows, op, false));
	return OK;
}

const struct operation reading_operations[] = {
	{ "findAll", " model where include order limit offset attributes group subQuery scope save ", find_all },
	{ "findOne", " model where include order offset attributes subQuery scope save ", find_one },
	{ "findByPk", " model id include attributes scope save ", find_by_pk },
	{ "count", " model where include distinct scope ", count },
	{ "findAndCountAll", " model where include order limit offset attributes distinct subQuery scope save ", find_and_count },
	{ 0 }
};
