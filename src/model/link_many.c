/* belongsToMany: reference rows 145 to 180. Everything happens in the through table. */
#include "model/link.h"

#include "base/arena.h"
#include "model/store.h"

#include <string.h>

static const char *source_attribute(const struct association *a)
{
	return a->through->columns[a->near.right[0]].attribute.name;
}

static const char *target_attribute(const struct association *a)
{
	return a->through->columns[a->far.left[0]].attribute.name;
}

static enum err read_joins(const struct call *c, const struct value *keys, size_t count, struct rows *out)
{
	const struct association *a = c->association;
	struct where where[] = { where_eq(source_attribute(a), call_source_key(c)),
		keys ? where_in(target_attribute(a), keys, count) : where_end, where_end };
	return model_find_all(c->store, c->arena, a->through, &(struct query){ .where = where }, out);
}

static struct row *find_join(const struct call *c, const struct rows *joins, struct value key)
{
	for (size_t i = 0; i < joins->count; i++)
		if (value_equals(row_at(joins->items[i], c->association->far.left[0]), key))
			return joins->items[i];
	return NULL;
}

/* Common join values, overridden by the target's own (row 153). */
static const struct pair *join_values(const struct call *c, size_t i)
{
	const struct pair *values = c->through;
	for (const struct pair *own = c->targets[i].through; own && own->attribute; own++)
		values = pairs_with(c->arena, values, *own);
	return values;
}

static const struct pair *new_join(const struct call *c, size_t i, struct value key)
{
	const struct association *a = c->association;
	const struct pair *values = pairs_with(c->arena, join_values(c, i), (struct pair){ source_attribute(a), call_source_key(c) });
	return pairs_with(c->arena, values, (struct pair){ target_attribute(a), key });
}

/* Links that exist take the given values, the others are inserted in one statement (rows 150 to 152). */
static enum err link_targets(const struct call *c, const struct value *keys, const struct rows *joins)
{
	const struct pair **fresh = arena_array(c->arena, const struct pair *, c->count);
	size_t count = 0;
	for (size_t i = 0; i < c->count; i++) {
		struct row *join = value_is_null(keys[i]) ? NULL : find_join(c, joins, keys[i]);
		const struct pair *values = join_values(c, i);
		if (!join)
			fresh[count++] = new_join(c, i, keys[i]);
		else if (values && values->attribute)
			try(row_update(c->store, c->arena, join, values));
	}
	return count ? model_bulk_create(c->store, c->arena, c->association->through, fresh, count, NULL) : OK;
}

static enum err many_add(const struct call *c)
{
	struct value *keys;
	struct rows joins;
	try(call_keys(c, &keys));
	try(read_joins(c, keys, c->count, &joins));
	return link_targets(c, keys, &joins);
}

static enum err unlink_keys(const struct call *c, const struct value *keys, size_t count, int64_t *removed)
{
	const struct association *a = c->association;
	struct where where[] = { where_eq(source_attribute(a), call_source_key(c)), where_in(target_attribute(a), keys, count), where_end };
	return model_destroy(c->store, a->through, where, removed);
}

static enum err many_remove(const struct call *c, int64_t *removed)
{
	struct value *keys;
	try(call_keys(c, &keys));
	return unlink_keys(c, keys, c->count, removed);
}

/* Kept links keep their row and its values (row 162). */
static enum err many_set(const struct call *c)
{
	struct value *keys;
	struct rows joins;
	size_t leaving = 0;
	try(call_keys(c, &keys));
	try(read_joins(c, NULL, 0, &joins));
	struct value *old = arena_array(c->arena, struct value, joins.count);
	for (size_t i = 0; i < joins.count; i++) {
		struct value key = row_at(joins.items[i], c->association->far.left[0]);
		bool wanted = false;
		for (size_t k = 0; k < c->count && !wanted; k++)
			wanted = value_equals(key, keys[k]);
		if (!wanted)
			old[leaving++] = key;
	}
	if (leaving)
		try(unlink_keys(c, old, leaving, NULL));
	return c->count ? link_targets(c, keys, &joins) : OK;
}

static enum err many_create(const struct call *c, const struct pair *values, struct row **out)
{
	struct call add = *c;
	try(model_create(c->store, c->arena, c->association->target, values, out));
	struct target target = target_row(*out);
	add.targets = &target;
	add.count = 1;
	return many_add(&add);
}

const struct link_ops link_belongs_to_many = { .set = many_set, .add = many_add, .remove = many_remove, .create = many_create };
