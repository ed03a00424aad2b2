/* hasMany: reference rows 116 to 144. The targets by their primary keys, the key that they hold written. */
#include "model/link.h"

#include "base/arena.h"
#include "model/store.h"
#include "model/write.h"

enum err create_linked(const struct call *c, const struct pair *values, struct row **out)
{
	const struct association *a = c->association;
	struct value source[KEY_MAX];
	source_values(a, c->on, source);
	const struct pair *link = foreign_pairs(c->arena, a, source);
	return create_with(c->store, c->arena, a->target, values, pairs_over(c->arena, link, a->definition.scope), out);
}

/* UPDATE the targets of these keys; only those linked to @linked_to, when it is given. */
static enum err write_part(const struct call *c, const struct keys *part, const struct pair *values,
	const struct row *linked_to, int64_t *changed)
{
	struct where these = where_keys(c->arena, part);
	struct where plain[] = { these, where_end };
	const struct where *where = linked_to ? where_linked(c->arena, c->association, linked_to, these) : plain;
	return model_update(c->store, c->association->target, where, values, changed);
}

static enum err write_parts(const struct call *c, const struct keys *keys, const struct pair *values,
	const struct row *linked_to, int64_t *changed)
{
	struct keys part;
	for (size_t i = 0; i < keys->count; i += part.count) {
		int64_t some = 0;
		part = keys_part(keys, i);
		try(write_part(c, &part, values, linked_to, &some));
		*changed += some;
	}
	return OK;
}

/* In one statement, when the keys go into one. */
static enum err write_targets(const struct call *c, const struct keys *keys, const struct pair *values,
	const struct row *linked_to, int64_t *changed)
{
	if (!keys->count || keys_part(keys, 0).count == keys->count)
		return write_parts(c, keys, values, linked_to, changed);
	try(store_begin(c->store));
	return store_end(c->store, write_parts(c, keys, values, linked_to, changed));
}

/* The targets of a call; an unsaved one has no row to be linked (row 129). */
static enum err saved_targets(const struct call *c, struct keys *out)
{
	struct keys keys;
	try(call_keys(c, key_columns(c->association->target), &keys));
	*out = keys_whole(c->arena, &keys);
	return OK;
}

static enum err link_targets(const struct call *c, const struct keys *keys)
{
	const struct association *a = c->association;
	struct value source[KEY_MAX];
	int64_t changed = 0;
	source_values(a, c->on, source);
	const struct pair *link = pairs_over(c->arena, foreign_pairs(c->arena, a, source), a->definition.scope);
	return write_targets(c, keys, link, NULL, &changed);
}

static enum err has_many_add(const struct call *c)
{
	struct keys keys;
	try(saved_targets(c, &keys));
	return link_targets(c, &keys);
}

static enum err unlink_targets(const struct call *c, const struct keys *keys, int64_t *removed)
{
	struct value source[KEY_MAX];
	if (!source_values(c->association, c->on, source))
		return OK;
	return write_targets(c, keys, foreign_pairs(c->arena, c->association, NULL), c->on, removed);
}

static enum err has_many_remove(const struct call *c, int64_t *removed)
{
	struct keys keys;
	try(saved_targets(c, &keys));
	return unlink_targets(c, &keys, removed);
}

static enum err linked_keys(const struct call *c, struct keys *out)
{
	const struct association *a = c->association;
	struct columns columns = key_columns(a->target);
	struct value source[KEY_MAX];
	struct rows rows = { NULL, 0 };
	struct query query = { .where = where_linked(c->arena, a, c->on, where_end), .unscoped = true };
	if (source_values(a, c->on, source))
		try(model_find_all(c->store, c->arena, a->target, &query, &rows));
	*out = keys_of_rows(c->arena, columns, &rows);
	return OK;
}

/* Those that are linked and not wanted go, those wanted and not linked come, the others are left alone (row 135). */
static enum err has_many_set(const struct call *c)
{
	struct keys wanted, linked;
	int64_t removed = 0;
	try(saved_targets(c, &wanted));
	try(linked_keys(c, &linked));
	struct keys leaving = keys_without(c->arena, &linked, &wanted),
		coming = keys_without(c->arena, &wanted, &linked);
	try(unlink_targets(c, &leaving, &removed));
	return link_targets(c, &coming);
}

const struct link_ops link_has_many = {
	.set = has_many_set, .add = has_many_add, .remove = has_many_remove, .create = create_linked, .plain_add = true,
		.plain_create = true };
