#include "conformance/world.h"

#include <string.h>

static const struct operation *const tables[] = {
	reading_operations, writing_operations, mixin_operations, other_operations,
};

/* What stands beside the arguments of any operation: how it was recorded. */
static const char everywhere[] = " op result error sql outsideTx ";

static bool is_among(const char *name, const char *words)
{
	size_t size = strlen(name);
	for (const char *at = words; (at = strstr(at, name)); at++)
		if (at > words && at[-1] == ' ' && at[size] == ' ')
			return true;
	return false;
}

bool only_fields(struct world *w, const struct tree *t, const char *known, const char *what)
{
	if (t && t->kind != TREE_OBJECT && t->kind != TREE_NULL)
		cannot(w, "read %s that is no object", what);
	for (const struct tree *c = t && t->kind == TREE_OBJECT ? t->first : NULL; c; c = c->next)
		if (!is_among(c->key, known) && !(!strcmp(what, "operation") && is_among(c->key, everywhere)))
			cannot(w, "do '%s' of %s", c->key, what);
	return !w->cannot;
}

static const struct operation *find(const char *name)
{
	for (size_t t = 0; name && t < sizeof tables / sizeof *tables; t++)
		for (const struct operation *o = tables[t]; o->name; o++)
			if (!strcmp(o->name, name))
				return o;
	return NULL;
}

enum err operation_run(struct world *w, const struct tree *op, struct tree **result)
{
	const char *name = tree_text(tree_get(op, "op"));
	const struct operation *o = find(name);
	*result = NULL;
	if (!o)
		cannot(w, "do the operation '%s'", name ? name : "");
	else
		only_fields(w, op, o->fields, "operation");
	return w->cannot ? ERR_ERROR : o->run(w, op, result);
}
