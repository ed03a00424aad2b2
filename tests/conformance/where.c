/* where: {"price": {"$gt": 5}, "$or": [{…}, {…}]} to conditions. */
#include "conformance/world.h"

#include <string.h>

struct conditions { struct where *items; size_t count; };

static const struct { const char *name; enum where_op op; } operators[] = {
	{ "$eq", WHERE_EQ },   { "$is", WHERE_EQ },        { "$ne", WHERE_NE },           { "$gt", WHERE_GT },
	{ "$gte", WHERE_GTE }, { "$lt", WHERE_LT },        { "$lte", WHERE_LTE },         { "$in", WHERE_IN },
	{ "$notIn", WHERE_NOT_IN }, { "$between", WHERE_BETWEEN }, { "$like", WHERE_LIKE }, { "$notLike", WHERE_NOT_LIKE },
};

static struct where read_condition(struct world *, const char *attribute, const struct tree *);

static struct conditions room_for(struct world *w, const struct tree *t)
{
	return (struct conditions){ arena_array(&w->arena, struct where, (t ? t->count : 0) + 2), 0 };
}

static struct where read_values(struct world *w, enum where_op op, const char *attribute, const struct tree *list)
{
	struct value *values = arena_array(&w->arena, struct value, list->count + 1);
	size_t count = 0;
	for (const struct tree *c = list->first; c; c = c->next)
		values[count++] = read_value(w, c);
	return (struct where){ .op = op, .attribute = attribute, .values = values, .count = count };
}

/* The members of @t, each a condition on the attribute (or, without one, on the row); those of an object one by one. */
static const struct where *read_members(struct world *w, const char *attribute, const struct tree *t)
{
	struct conditions list = room_for(w, t);
	if (t->kind != TREE_LIST && t->kind != TREE_OBJECT)
		cannot(w, "take %s for conditions", tree_name(t));
	for (const struct tree *c = t->first; c; c = c->next) {
		const struct tree *member = c;
		if (t->kind == TREE_OBJECT) {
			struct tree *alone = tree_new(&w->arena, TREE_OBJECT);
			tree_add(&w->arena, alone, c->key, tree_again(&w->arena, c));
			member = alone;
		}
		list.items[list.count++] = attribute ? read_condition(w, attribute, member) : where_and(read_where(w, member));
	}
	return list.items;
}

static bool read_joined(struct world *w, const char *attribute, const struct tree *t, struct where *out)
{
	if (!strcmp(t->key, "$or"))
		*out = where_or(read_members(w, attribute, t));
	else if (!strcmp(t->key, "$and"))
		*out = where_and(read_members(w, attribute, t));
	else
		return false;
	return true;
}

/* {"$not": …} of an attribute: of a value, a list, or of more conditions. */
static struct where read_negated(struct world *w, const char *attribute, const struct tree *t)
{
	if (t->kind == TREE_LIST)
		return read_values(w, WHERE_NOT_IN, attribute, t);
	if (t->kind != TREE_OBJECT)
		return where_op(WHERE_NE, attribute, read_value(w, t));
	struct conditions list = room_for(w, NULL);
	list.items[0] = read_condition(w, attribute, t);
	return where_not(list.items);
}

static struct where read_operator(struct world *w, const char *attribute, const struct tree *t)
{
	struct where joined;
	if (read_joined(w, attribute, t, &joined))
		return joined;
	if (!strcmp(t->key, "$not"))
		return read_negated(w, attribute, t);
	if (!strcmp(t->key, "$notBetween")) {
		struct conditions list = room_for(w, NULL);
		list.items[0] = read_values(w, WHERE_BETWEEN, attribute, t);
		return where_not(list.items);
	}
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		enum where_op op = operators[i].op;
		if (strcmp(operators[i].name, t->key))
			continue;
		if (op == WHERE_IN || op == WHERE_NOT_IN || op == WHERE_BETWEEN || t->kind == TREE_LIST) {
			if (t->kind != TREE_LIST || (op == WHERE_BETWEEN && t->count != 2))
				cannot(w, "take the value of %s", tree_name(t));
			return read_values(w, op == WHERE_EQ ? WHERE_IN : op == WHERE_NE ? WHERE_NOT_IN : op, attribute, t);
		}
		return where_op(op, attribute, read_value(w, t));
	}
	cannot(w, "do the operator '%s'", tree_name(t));
	return where_end;
}

static struct where read_condition(struct world *w, const char *attribute, const struct tree *t)
{
	if (t->kind == TREE_LIST)
		return read_values(w, WHERE_IN, attribute, t);
	if (t->kind != TREE_OBJECT || tree_get(t, "$ref"))
		return where_eq(attribute, read_value(w, t));
	if (t->count == 1)
		return read_operator(w, attribute, t->first);
	struct conditions list = room_for(w, t);
	for (const struct tree *c = t->first; c; c = c->next)
		list.items[list.count++] = read_operator(w, attribute, c);
	return where_and(list.items);
}

const struct where *read_where(struct world *w, const struct tree *t)
{
	struct conditions list = room_for(w, t);
	if (!t || tree_is_null(t))
		return NULL;
	if (t->kind == TREE_LIST) {
		list.items[0] = where_and(read_members(w, NULL, t));
		return list.items;
	}
	if (t->kind != TREE_OBJECT)
		cannot(w, "take %s for a condition", tree_name(t));
	for (const struct tree *c = t->first; c; c = c->next) {
		struct where *at = &list.items[list.count++];
		if (read_joined(w, NULL, c, at))
			continue;
		if (!strcmp(c->key, "$not"))
			*at = where_not(c->kind == TREE_LIST ? read_members(w, NULL, c) : read_where(w, c));
		else if (c->key[0] == '$' && c->key[strlen(c->key) - 1] != '$')
			cannot(w, "do the operator '%s'", c->key);
		else
			*at = read_condition(w, c->key, c);
	}
	return list.items;
}
