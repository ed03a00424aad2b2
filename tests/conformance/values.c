/* Values, pairs, targets and nested rows of an operation. */
#include "conformance/world.h"

#include <string.h>

/* {"$ref": "u1"} is its key, {"$ref": "u1.id"} that attribute. */
static struct value referred_value(struct world *w, const char *path)
{
	const char *dot = strrchr(path, '.');
	if (!world_ref(w, arena_copy(&w->arena, path, strcspn(path, ".["))) || !dot) {
		struct row *row = world_row(w, path);
		return row ? row_key(row) : value_null();
	}
	struct row *row = world_row(w, arena_copy(&w->arena, path, (size_t)(dot - path)));
	if (row && model_attribute_index(row->model, dot + 1) >= 0)
		return row_get(row, dot + 1);
	row = world_row(w, path);
	return row ? row_key(row) : value_null();
}

struct value read_value(struct world *w, const struct tree *t)
{
	if (t && t->kind != TREE_LIST && t->kind != TREE_OBJECT)
		return t->value;
	if (tree_text(tree_get(t, "$ref")))
		return referred_value(w, tree_text(tree_get(t, "$ref")));
	cannot(w, "take %s for a value", tree_name(t));
	return value_null();
}

static bool holds_rows(const struct model *model, const struct tree *t)
{
	return model && model_attribute_index(model, t->key) < 0 && (t->kind == TREE_LIST || t->kind == TREE_OBJECT);
}

const struct pair *read_pairs(struct world *w, const struct model *model, const struct tree *t)
{
	struct pair *pairs = arena_array(&w->arena, struct pair, (t ? t->count : 0) + 1);
	size_t count = 0;
	if (t && t->kind != TREE_OBJECT && t->kind != TREE_NULL)
		cannot(w, "take %s for values", tree_name(t));
	for (const struct tree *c = t && t->kind == TREE_OBJECT ? t->first : NULL; c; c = c->next)
		if (!holds_rows(model, c))
			pairs[count++] = (struct pair){ c->key, read_value(w, c) };
	return pairs;
}

const char *const *read_names(struct world *w, const struct tree *t)
{
	const char **names = arena_array(&w->arena, const char *, (t ? t->count : 0) + 1);
	size_t count = 0;
	if (!tree_has_kind(t, TREE_LIST)) {
		cannot(w, "take %s for a list of names", tree_name(t));
		return names;
	}
	for (const struct tree *c = t->first; c; c = c->next) {
		names[count] = tree_text(c);
		if (!names[count++])
			cannot(w, "take something in %s for a name", tree_name(t));
	}
	return names;
}

int64_t read_count(struct world *w, const struct tree *t)
{
	if (!t || tree_is_null(t))
		return 0;
	if (t->kind != TREE_NUMBER || value_int_or(t->value, -1) < 0)
		cannot(w, "take %s for a count", tree_name(t));
	return value_int_or(t->value, 0);
}

/* A composite key: {"a": 1, "b": 2}. */
static const struct value *read_key_values(struct world *w, const struct model *model, const struct tree *t)
{
	struct value *keys = arena_array(&w->arena, struct value, t->count + 1);
	size_t count = 0;
	for (size_t i = 0; i < model_attribute_count(model); i++) {
		const struct attribute *a = model_attribute_at(model, i);
		if (a->primary_key && tree_get(t, a->name) && count < t->count)
			keys[count++] = read_value(w, tree_get(t, a->name));
	}
	if (count != t->count || count != model_key_count(model))
		cannot(w, "take an object for a key of %s", model_name(model));
	return keys;
}

static struct target read_target(struct world *w, const struct model *model, const struct tree *t)
{
	struct target target = { 0 };
	const char *ref = tree_text(tree_get(t, "$ref"));
	if (!ref && t->kind == TREE_OBJECT) {
		target.keys = read_key_values(w, model, t);
		target.key = target.keys[0];
		return target;
	}
	if (!ref) {
		target.key = read_value(w, t);
		return target;
	}
	only_fields(w, t, " $ref through ", "target");
	target.row = world_row(w, ref);
	if (tree_get(t, "through"))
		target.through = read_pairs(w, NULL, tree_get(t, "through"));
	return target;
}

const struct target *read_targets(struct world *w, const struct model *model, const struct tree *t, size_t *count)
{
	bool list = tree_has_kind(t, TREE_LIST);
	struct target *targets = arena_array(&w->arena, struct target, (list ? t->count : 1) + 1);
	*count = 0;
	if (!t)
		cannot(w, "do without targets");
	else if (!list && t->kind != TREE_NULL)
		targets[(*count)++] = read_target(w, model, t);
	for (const struct tree *c = list ? t->first : NULL; c; c = c->next)
		targets[(*count)++] = read_target(w, model, c);
	return targets;
}

/* The association that an include of a nested create means. */
static const struct association *nested_association(struct world *w, const struct model *model, const struct tree *t)
{
	const char *name = tree_text(t), *target = tree_text(tree_get(t, "model"));
	if (!name)
		name = tree_text(tree_get(t, "assoc"));
	if (!name)
		name = tree_text(tree_get(t, "as"));
	if (t->kind == TREE_OBJECT)
		only_fields(w, t, " assoc model as include ", "include of a create");
	for (size_t i = 0; !name && target && i < model_association_count(model); i++)
		if (!strcmp(model_name(association_target(model_association_at(model, i))), target))
			name = association_name(model_association_at(model, i));
	const struct association *found = name ? model_association(model, name) : NULL;
	if (!found)
		cannot(w, "create below '%s'", name ? name : target ? target : "");
	return found;
}

static void read_nested_row(struct world *w, const struct association *a, const struct tree *values,
	const struct tree *include, struct nested *out)
{
	*out = *read_nested(w, association_target(a), values, include);
	const struct model *through = association_through(a);
	if (through && tree_get(values, model_name(through)))
		out->through = read_pairs(w, through, tree_get(values, model_name(through)));
}

static struct nested_link read_nested_link(struct world *w, const struct model *model, const struct tree *values,
	const struct tree *include)
{
	const struct association *a = nested_association(w, model, include);
	const struct tree *below = a ? tree_get(values, association_name(a)) : NULL;
	if (!below || tree_is_null(below))
		return (struct nested_link){ 0 };
	bool list = below->kind == TREE_LIST;
	struct nested *rows = arena_array(&w->arena, struct nested, (list ? below->count : 1) + 1);
	size_t count = 0;
	if (!list)
		read_nested_row(w, a, below, tree_get(include, "include"), &rows[count++]);
	for (const struct tree *c = list ? below->first : NULL; c; c = c->next)
		read_nested_row(w, a, c, tree_get(include, "include"), &rows[count++]);
	return (struct nested_link){ association_name(a), rows, count };
}

struct nested *read_nested(struct world *w, const struct model *model, const struct tree *values,
	const struct tree *include)
{
	struct nested *nested = arena_new(&w->arena, struct nested);
	bool list = tree_has_kind(include, TREE_LIST);
	struct nested_link *links = arena_array(&w->arena, struct nested_link, (list ? include->count : 1) + 1);
	size_t count = 0;
	for (const struct tree *c = list ? include->first : include; c; c = list ? c->next : NULL) {
		links[count] = read_nested_link(w, model, values, c);
		count += links[count].association != NULL;
	}
	nested->values = read_pairs(w, model, values);
	nested->links = links;
	return nested;
}
