/* belongsToMany: reference rows 145 to 180. Everything happens in the through table.
 *
 * What is linked is read, and then inserted or updated, under the write lock that the transaction takes first: two
 * programs that add the same pair come one after the other, and the second finds the first one's row. */
#include "model/link.h"

#include "base/arena.h"
#include "model/sql.h"
#include "model/store.h"
#include "model/write.h"

#include <string.h>

/* The columns of the join that hold the target's key; the values of far.right stand in the same order. */
static struct columns join_columns(const struct association *a)
{
	return (struct columns){ a->through, a->far.left, a->far.count };
}

static bool goes_by_key(const struct association *a)
{
	for (size_t i = 0; i < a->far.count; i++)
		if (!model_column(a->target, a->far.right[i])->attribute.primary_key)
			return false;
	return true;
}

static enum err find_target(const struct call *c, struct target *t)
{
	const struct model *model = c->association->target;
	struct call one = { .arena = c->arena, .association = c->association, .targets = t, .count = 1 };
	struct keys key;
	struct row *row;
	try(call_keys(&one, key_columns(model), &key));
	if (!key.count)
		return OK;
	struct where where[] = { where_keys(c->arena, &key), where_end };
	try(model_find_one(c->store, c->arena, model, &(struct query){ .where = where, .unscoped = true }, &row));
	if (!row)
		return fail(ERR_FK_CONSTRAINT, "%s.%s wants a %s that is not there", c->association->through->name,
			c->association->other_key[0], model->name);
	t->row = row;
	return OK;
}

/* Primary keys lead to the rows whose other key the join holds (targetKey). */
static enum err target_keys(const struct call *c, struct keys *out)
{
	struct call found = *c;
	if (!goes_by_key(c->association)) {
		struct target *targets = arena_array(c->arena, struct target, c->count);
		for (size_t i = 0; i < c->count; i++) {
			targets[i] = c->targets[i];
			if (!targets[i].row)
				try(find_target(c, &targets[i]));
		}
		found.targets = targets;
	}
	return call_keys(&found, end_columns(c->association), out);
}

static struct rows rows_with(struct arena *arena, struct rows rows, struct rows more)
{
	struct rows all = { arena_array(arena, struct row *, rows.count + more.count), rows.count + more.count };
	if (rows.count)
		memcpy(all.items, rows.items, rows.count * sizeof *rows.items);
	if (more.count)
		memcpy(all.items + rows.count, more.items, more.count * sizeof *more.items);
	return all;
}

/* Join rows of the source, of all targets or of these. None, for a source that has no key. */
static enum err read_joins(const struct call *c, const struct keys *only, struct rows *out)
{
	const struct association *a = c->association;
	struct value source[KEY_MAX];
	struct rows some;
	*out = (struct rows){ NULL, 0 };
	if (!source_values(a, c->on, source))
		return OK;
	if (!only) {
		struct query query = { .where = where_linked(c->arena, a, c->on, where_end), .unscoped = true };
		return model_find_all(c->store, c->arena, a->through, &query, out);
	}
	struct keys whole = keys_whole(c->arena, only), part;
	whole.columns = join_columns(a);
	for (size_t i = 0; i < whole.count; i += part.count) {
		part = keys_part(&whole, i);
		struct query query = { .where = where_linked(c->arena, a, c->on, where_keys(c->arena, &part)),
			.unscoped = true };
		try(model_find_all(c->store, c->arena, a->through, &query, &some));
		*out = rows_with(c->arena, *out, some);
	}
	return OK;
}

/* Common join values, overridden by the target's own (row 153). */
static const struct pair *join_values(const struct call *c, const struct target *t)
{
	return pairs_over(c->arena, c->through, t->through);
}

static bool differs(const struct row *join, const struct pair *values)
{
	for (; values->attribute; values++)
		if (!value_equals(row_get(join, values->attribute), values->value))
			return true;
	return false;
}

/* The given values without the keys and the scope, which stay. */
static enum err changeable(const struct call *c, const struct pair *values, const struct pair *fixed,
	const struct pair **out)
{
	size_t count = 0, kept = 0;
	for (const struct pair *pair = values; pair && pair->attribute; pair++, count++)
		try(sql_attribute(c->association->through, pair->attribute, &(int){ 0 }));
	struct pair *list = arena_array(c->arena, struct pair, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!pairs_have(fixed, values[i].attribute))
			list[kept++] = values[i];
	*out = list;
	return OK;
}

/* All join rows of the pair take the values, when one of them has others (rows 151, 152, 175). */
static enum err update_join(const struct call *c, const struct value *key, const struct rows *joins,
	const struct key_index *linked, const struct pair *given)
{
	const struct association *a = c->association;
	const struct pair *fixed = join_pairs(c->arena, a, c->on, key), *values;
	bool some = false;
	try(changeable(c, given, fixed, &values));
	for (size_t i = 0; i < joins->count && !some; i++)
		some = key_find(linked, key) == key_find(linked, key_at(linked->keys, i)) &&
			differs(joins->items[i], values);
	if (!some)
		return OK;
	return model_update(c->store, a->through, where_pairs(c->arena, fixed), values, NULL);
}

/* Links that exist take the given values, the others are inserted in one statement (rows 150 to 152). */
static enum err link_targets(const struct call *c, const struct keys *keys, const struct rows *joins)
{
	const struct association *a = c->association;
	struct keys linked = keys_of_rows(c->arena, join_columns(a), joins);
	struct key_index index = key_index(c->arena, &linked);
	const struct pair **fresh = arena_array(c->arena, const struct pair *, keys->count);
	size_t count = 0;
	for (size_t i = 0; i < keys->count; i++) {
		const struct value *key = key_at(keys, i);
		const struct pair *values = join_values(c, keys->targets[i]);
		if (!key_is_whole(keys, i) || key_find(&index, key) < 0)
			fresh[count++] = pairs_over(c->arena, values, join_pairs(c->arena, a, c->on, key));
		else if (values && values->attribute)
			try(update_join(c, key, joins, &index, values));
	}
	return count ? model_bulk_create(c->store, c->arena, a->through, fresh, count, NULL) : OK;
}

static enum err many_add(const struct call *c)
{
	struct keys keys;
	struct rows joins;
	try(target_keys(c, &keys));
	try(read_joins(c, &keys, &joins));
	return link_targets(c, &keys, &joins);
}

static enum err unlink_parts(const struct call *c, const struct keys *keys, int64_t *removed)
{
	const struct association *a = c->association;
	struct keys part;
	for (size_t i = 0; i < keys->count; i += part.count) {
		int64_t some = 0;
		part = keys_part(keys, i);
		try(model_destroy(c->store, a->through, where_linked(c->arena, a, c->on, where_keys(c->arena, &part)),
			&some));
		*removed += some;
	}
	return OK;
}

/* @keys of the join's columns; one statement, when they go into one. */
static enum err unlink_keys(const struct call *c, const struct keys *keys, int64_t *removed)
{
	struct value source[KEY_MAX];
	if (!keys->count || !source_values(c->association, c->on, source))
		return OK;
	if (keys_part(keys, 0).count == keys->count)
		return unlink_parts(c, keys, removed);
	try(store_begin(c->store));
	return store_end(c->store, unlink_parts(c, keys, removed));
}

static enum err many_remove(const struct call *c, int64_t *removed)
{
	struct keys keys;
	try(target_keys(c, &keys));
	keys = keys_whole(c->arena, &keys);
	keys.columns = join_columns(c->association);
	return unlink_keys(c, &keys, removed);
}

/* Kept links keep their row and its values (row 162). */
static enum err many_set(const struct call *c)
{
	struct keys wanted;
	struct rows joins;
	int64_t removed = 0;
	try(target_keys(c, &wanted));
	try(read_joins(c, NULL, &joins));
	struct keys linked = keys_of_rows(c->arena, join_columns(c->association), &joins);
	struct keys leaving = keys_without(c->arena, &linked, &wanted);
	try(unlink_keys(c, &leaving, &removed));
	return link_targets(c, &wanted, &joins);
}

static enum err many_create(const struct call *c, const struct pair *values, struct row **out)
{
	const struct association *a = c->association;
	struct value key[KEY_MAX];
	try(create_with(c->store, c->arena, a->target, values, a->definition.scope, out));
	for (size_t i = 0; i < a->far.count; i++)
		key[i] = row_at(*out, a->far.right[i]);
	return create_with(c->store, c->arena, a->through, c->through, join_pairs(c->arena, a, c->on, key), NULL);
}

const struct link_ops link_belongs_to_many = { .set = many_set, .add = many_add, .remove = many_remove,
	.create = many_create };
