/* Declarations, tables, transactions, and what associations tell of themselves. */
#include "conformance/run.h"

#include "model/sync.h"

#include <ctype.h>
#include <string.h>

static const struct { enum association_method method; const char *word; } methods[] = {
	{ METHOD_GET, "get" },
	{ METHOD_SET, "set" },
	{ METHOD_ADD_MULTIPLE, "addMultiple" },
	{ METHOD_ADD, "add" },
	{ METHOD_CREATE, "create" },
	{ METHOD_REMOVE, "remove" },
	{ METHOD_REMOVE_MULTIPLE, "removeMultiple" },
	{ METHOD_HAS_SINGLE, "hasSingle" },
	{ METHOD_HAS_ALL, "hasAll" },
	{ METHOD_COUNT, "count" },
};

static enum err define(struct world *w, const struct tree *op, struct tree **result)
{
	(void)result;
	return declare_model(w, op);
}

static enum err associate(struct world *w, const struct tree *op, struct tree **result)
{
	(void)result;
	return declare_association(w, op);
}

static enum err sync(struct world *w, const struct tree *op, struct tree **result)
{
	const struct tree *force = tree_get(op, "force"), *alter = tree_get(op, "alter");
	struct sync_report report;
	struct store *store;
	(void)result;
	if ((force && force->kind != TREE_BOOL) || (alter && alter->kind != TREE_BOOL))
		cannot(w, "sync in that way");
	if (w->cannot)
		return ERR_ERROR;
	try(world_store(w, &store));
	if (tree_is_true(force))
		return store_sync_force(store, &w->arena, NULL, NULL, &report);
	if (tree_is_true(alter))
		return store_sync_alter(store, &w->arena, NULL, &report);
	return store_sync(store, &w->arena, NULL, &report);
}

static enum err drop(struct world *w, const struct tree *op, struct tree **result)
{
	struct store *store;
	(void)op;
	(void)result;
	try(world_store(w, &store));
	return store_drop(store, &w->arena, NULL);
}

static enum err reopen(struct world *w, const struct tree *op, struct tree **result)
{
	const struct tree *setup = tree_get(op, "setup");
	struct tree *ignored;
	struct store *store;
	(void)result;
	if (tree_text(setup))
		setup = tree_get(w->setups, tree_text(setup));
	if (!tree_has_kind(setup, TREE_LIST) || w->transaction)
		cannot(w, "reopen without declarations, or inside a transaction");
	if (w->cannot)
		return ERR_ERROR;
	world_reopen(w);
	for (const struct tree *c = setup->first; c; c = c->next)
		try(operation_run(w, c, &ignored));
	return world_store(w, &store);
}

static const struct association *association_of(struct world *w, const struct tree *op)
{
	const struct model *model = world_model(w, op, "model");
	const char *name = tree_text(tree_get(op, "assoc"));
	const struct association *a = model && name ? model_association(model, name) : NULL;
	if (!a)
		cannot(w, "find the association '%s'", name ? name : "");
	return a;
}

static void tell(struct world *w, struct tree *to, const char *key, const char *text)
{
	tree_add(&w->arena, to, key, tree_string(&w->arena, text));
}

static enum err describe(struct world *w, const struct tree *op, struct tree **result)
{
	const struct association *a = association_of(w, op);
	if (!a)
		return ERR_ERROR;
	enum association_kind kind = association_kind(a);
	char *name = arena_string(&w->arena, association_kind_name(kind));
	*name = (char)toupper((unsigned char)*name);
	struct tree *t = *result = tree_new(&w->arena, TREE_OBJECT);
	tell(w, t, "kind", name);
	tell(w, t, "as", association_name(a));
	tell(w, t, "source", model_name(association_source(a)));
	tell(w, t, "target", model_name(association_target(a)));
	tell(w, t, "foreignKey", association_foreign_key(a));
	if (kind == BELONGS_TO_MANY)
		tell(w, t, "otherKey", association_other_key(a));
	if (kind != BELONGS_TO)
		tell(w, t, "sourceKey", association_source_key(a));
	if (kind == BELONGS_TO || kind == BELONGS_TO_MANY)
		tell(w, t, "targetKey", association_target_key(a));
	if (kind == BELONGS_TO_MANY)
		tell(w, t, "through", model_name(association_through(a)));
	return OK;
}

/* Their names, sorted. */
static enum err associations(struct world *w, const struct tree *op, struct tree **result)
{
	const struct model *model = world_model(w, op, "model");
	*result = tree_new(&w->arena, TREE_LIST);
	for (size_t i = 0; model && i < model_association_count(model); i++)
		tree_add(&w->arena, *result, NULL, tree_string(&w->arena, association_name(model_association_at(model, i))));
	return w->cannot ? ERR_ERROR : OK;
}

static enum err list_methods(struct world *w, const struct tree *op, struct tree **result)
{
	const struct association *a = association_of(w, op);
	*result = tree_new(&w->arena, TREE_OBJECT);
	for (size_t i = 0; a && i < sizeof methods / sizeof *methods; i++) {
		const char *name = association_method(&w->arena, a, methods[i].method);
		if (name)
			tell(w, *result, methods[i].word, name);
	}
	return w->cannot ? ERR_ERROR : OK;
}

static enum err pragma(struct world *w, const struct tree *op, struct tree **result)
{
	const char *name = tree_text(tree_get(op, "name"));
	struct store *store;
	struct table t;
	if (!name || name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")]) {
		cannot(w, "read the pragma '%s'", name ? name : "");
		return ERR_ERROR;
	}
	try(world_store(w, &store));
	try(store_select(store, &w->arena, arena_format(&w->arena, "PRAGMA %s", name), NULL, 0, &t));
	*result = tree_value(&w->arena, t.count ? table_at(&t, 0, 0) : value_null());
	return OK;
}

/* Nested steps run in a store of their own, those with outsideTx in the one around; they are compared as they run. */
static enum err transaction(struct world *w, const struct tree *op, struct tree **result)
{
	const struct tree *recorded = tree_get(tree_get(op, "result"), "steps"), *end = tree_get(op, "end");
	const struct tree *steps = tree_get(op, "steps") ? tree_get(op, "steps") : recorded;
	struct store *around, *outer = w->transaction, *inner;
	enum err failed = OK;
	if (!tree_has_kind(steps, TREE_LIST) || !(tree_is(end, "commit") || tree_is(end, "rollback")))
		cannot(w, "run a transaction without steps or an end");
	if (w->cannot)
		return ERR_ERROR;
	try(world_store(w, &around));
	try(store_transaction_new(around, &inner));
	w->transaction = inner;
	bool right = run_steps(w->run, steps, recorded, &failed);
	w->transaction = outer;
	bool commit = right && !failed && tree_is(end, "commit");
	enum err err = store_transaction_end(inner, commit ? OK : ERR_ERROR);
	if (commit && err)
		return err;
	*result = tree_new(&w->arena, TREE_OBJECT);
	if (recorded)
		tree_add(&w->arena, *result, "steps", tree_again(&w->arena, recorded));
	tell(w, *result, "ended", failed ? "rollback (step failed)" : commit ? "commit" : "rollback");
	return OK;
}

const struct operation other_operations[] = {
	{ "define", " model_name attributes options ", define },
	{ "associate", " source kind target options ", associate },
	{ "sync", " force alter ", sync },
	{ "drop", " ", drop },
	{ "reopen", " setup ", reopen },
	{ "transaction", " steps end ", transaction },
	{ "describe", " model assoc ", describe },
	{ "associations", " model ", associations },
	{ "methods", " model assoc ", list_methods },
	{ "pragma", " name ", pragma },
	{ 0 }
};
