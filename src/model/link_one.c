/* belongsTo and hasOne: reference rows 87 to 115. */
#include "model/link.h"

#include "base/arena.h"
#include "model/store.h"

/* An unsaved target is not refused: its key is null, and that is what is written (row 109). */
static enum err belongs_to_set(const struct call *c)
{
	const struct association *a = c->association;
	struct value *keys;
	try(call_keys(c, &keys));
	struct pair values[] = { { a->foreign_key[0], c->count ? keys[0] : value_null() }, { 0 } };
	if (c->on->stored)
		return row_update(c->store, c->arena, c->changes, values);
	struct row *made;
	try(model_create(c->store, c->arena, a->source, values, &made));
	*c->changes = *made;
	return OK;
}

static enum err belongs_to_create(const struct call *c, const struct pair *values, struct row **out)
{
	const struct association *a = c->association;
	try(model_create(c->store, c->arena, a->target, values, out));
	struct pair key[] = { { a->foreign_key[0], row_at(*out, target_columns(a)[0]) }, { 0 } };
	return row_update(c->store, c->arena, c->changes, key);
}

const struct link_ops link_belongs_to = { .set = belongs_to_set, .create = belongs_to_create };

static enum err has_one_current(const struct call *c, struct row **out)
{
	const struct association *a = c->association;
	struct where where[] = { where_eq(a->foreign_key[0], call_source_key(c)), where_end };
	return model_find_one(c->store, c->arena, a->target, &(struct query){ .where = where }, out);
}

/* An unsaved target is inserted whole, a key is enough for an update (rows 93 to 96). */
static enum err has_one_link(const struct call *c, const struct target *target, struct value key)
{
	const struct association *a = c->association;
	struct pair values[] = { { a->foreign_key[0], call_source_key(c) }, { 0 } };
	if (!target->row || target->row->stored) {
		struct where where[] = { where_eq(a->target->columns[a->target->key].attribute.name, key), where_end };
		return model_update(c->store, a->target, where, values, NULL);
	}
	struct pair *all = arena_array(c->arena, struct pair, a->target->column_count + 1);
	size_t count = 0;
	for (size_t i = 0; i < a->target->column_count; i++)
		if (!value_is_null(target->row->values[i]))
			all[count++] = (struct pair){ a->target->columns[i].attribute.name, target->row->values[i] };
	return model_create(c->store, c->arena, a->target, pairs_with(c->arena, all, values[0]), NULL);
}

/* The old one is let go first, so that a unique key never sees two (row 100). */
static enum err has_one_set(const struct call *c)
{
	const struct association *a = c->association;
	struct value *keys;
	struct row *current;
	try(call_keys(c, &keys));
	try(has_one_current(c, &current));
	bool wants = c->count && (c->targets[0].row || !value_is_null(keys[0]));
	bool same = current && wants && value_equals(row_key(current), keys[0]);
	if (same)
		return OK;
	struct pair nothing[] = { { a->foreign_key[0], value_null() }, { 0 } };
	if (current)
		try(row_update(c->store, c->arena, current, nothing));
	return wants ? has_one_link(c, &c->targets[0], keys[0]) : OK;
}

static enum err has_create(const struct call *c, const struct pair *values, struct row **out)
{
	const struct association *a = c->association;
	struct pair key = { a->foreign_key[0], call_source_key(c) };
	return model_create(c->store, c->arena, a->target, pairs_with(c->arena, values, key), out);
}

const struct link_ops link_has_one = { .set = has_one_set, .create = has_create };

/* hasMany: rows 116 to 144. The targets by their primary keys. */
static enum err point_at(const struct call *c, struct value *keys, size_t count, struct value source, const struct where *only, int64_t *changed)
{
	const struct association *a = c->association;
	struct pair values[] = { { a->foreign_key[0], source }, { 0 } };
	struct where where[] = { where_in(a->target->columns[a->target->key].attribute.name, keys, count), only ? *only : where_end, where_end };
	return model_update(c->store, a->target, where, values, changed);
}

static enum err has_many_add(const struct call *c)
{
	struct value *keys;
	try(call_keys(c, &keys));
	return point_at(c, keys, c->count, call_source_key(c), NULL, NULL);
}

static enum err has_many_remove(const struct call *c, int64_t *removed)
{
	struct value *keys;
	struct where mine = where_eq(c->association->foreign_key[0], call_source_key(c));
	try(call_keys(c, &keys));
	return point_at(c, keys, c->count, value_null(), &mine, removed);
}

static bool is_among(struct value key, const struct value *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (value_equals(key, keys[i]))
			return true;
	return false;
}

/* Those that are linked and not wanted go, those wanted and not linked come, the others are left alone (row 135). */
static enum err has_many_set(const struct call *c)
{
	const struct association *a = c->association;
	struct where where[] = { where_eq(a->foreign_key[0], call_source_key(c)), where_end };
	struct value *keys;
	struct rows now;
	size_t leaving = 0, coming = 0;
	try(call_keys(c, &keys));
	try(model_find_all(c->store, c->arena, a->target, &(struct query){ .where = where }, &now));
	struct value *linked = arena_array(c->arena, struct value, now.count), *old = arena_array(c->arena, struct value, now.count);
	struct value *fresh = arena_array(c->arena, struct value, c->count);
	for (size_t i = 0; i < now.count; i++) {
		linked[i] = row_key(now.items[i]);
		if (!is_among(linked[i], keys, c->count))
			old[leaving++] = linked[i];
	}
	for (size_t i = 0; i < c->count; i++)
		if (!is_among(keys[i], linked, now.count))
			fresh[coming++] = keys[i];
	if (leaving)
		try(point_at(c, old, leaving, value_null(), &where[0], NULL));
	return coming ? point_at(c, fresh, coming, call_source_key(c), NULL, NULL) : OK;
}

const struct link_ops link_has_many = { .set = has_many_set, .add = has_many_add, .remove = has_many_remove, .create = has_create };
