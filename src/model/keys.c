/* Keys of targets: read from rows or given, of one column or several, put into conditions, found among others. */
#include "model/link.h"

#include "base/arena.h"

#include <string.h>

/* Several columns make OR of ANDs, which SQLite nests by its length. */
enum { KEYS_AT_ONCE = 200 };

struct columns key_columns(const struct model *model)
{
	return (struct columns){ model, model->keys, model->key_count };
}

struct columns end_columns(const struct association *a)
{
	const struct link *link = a->through ? &a->far : &a->near;
	return (struct columns){ a->target, link->right, link->count };
}

/* A key is given in the order of the primary key; a column outside of it is what was given in its place. */
static size_t place_of(struct columns columns, size_t i)
{
	for (size_t k = 0; k < columns.model->key_count; k++)
		if (columns.model->keys[k] == columns.positions[i])
			return k;
	return i;
}

static enum err wrong_key(const struct call *c, struct columns columns)
{
	const struct association *a = c->association;
	const char *names = "";
	for (size_t i = 0; i < columns.count; i++)
		names = arena_format(c->arena, "%s%s%s", names, i ? ", " : "",
			model_column(columns.model, columns.positions[i])->attribute.name);
	return fail(ERR_TYPE_ERROR, "%s.%s: a key of %s is made of %s", a->source->name, a->name, columns.model->name,
		names);
}

static enum err take_key(const struct call *c, struct columns columns, const struct target *t, struct keys *keys)
{
	const struct association *a = c->association;
	struct value *to = keys->values + keys->count * columns.count;
	bool none = !t->row;
	if (t->row && t->row->model != a->target)
		return fail(ERR_TYPE_ERROR, "%s.%s wants rows of %s, this is one of %s", a->source->name, a->name,
			a->target->name, t->row->model->name);
	if (!t->row && !t->keys && columns.count > 1 && !value_is_null(t->key))
		return wrong_key(c, columns);
	for (size_t i = 0; i < columns.count; i++) {
		to[i] = t->row ? row_at(t->row, columns.positions[i]) : t->keys ? t->keys[place_of(columns, i)]
			: t->key;
		none = none && value_is_null(to[i]);
	}
	if (!none)
		keys->targets[keys->count++] = t;
	return OK;
}

enum err call_keys(const struct call *c, struct columns columns, struct keys *out)
{
	if (!columns.count)
		return fail(ERR_ERROR, "%s has no primary key: its rows cannot be told apart", columns.model->name);
	*out = (struct keys){ columns, arena_array(c->arena, struct value, c->count * columns.count),
		arena_array(c->arena, const struct target *, c->count), 0 };
	for (size_t i = 0; i < c->count; i++)
		try(take_key(c, columns, &c->targets[i], out));
	return OK;
}

struct keys keys_of_rows(struct arena *arena, struct columns columns, const struct rows *rows)
{
	struct keys keys = { columns, arena_array(arena, struct value, rows->count * columns.count), NULL,
		rows->count };
	for (size_t i = 0; i < rows->count; i++)
		for (size_t c = 0; c < columns.count; c++)
			keys.values[i * columns.count + c] = row_at(rows->items[i], columns.positions[c]);
	return keys;
}

struct keys keys_without(struct arena *arena, const struct keys *keys, const struct keys *others)
{
	size_t width = keys->columns.count;
	struct keys left = { keys->columns, arena_array(arena, struct value, keys->count * width), NULL, 0 };
	struct key_index index = key_index(arena, others);
	for (size_t i = 0; i < keys->count; i++)
		if (key_find(&index, key_at(keys, i)) < 0)
			memcpy(left.values + left.count++ * width, key_at(keys, i), width * sizeof *keys->values);
	return left;
}

bool key_is_whole(const struct keys *keys, size_t at)
{
	for (size_t i = 0; i < keys->columns.count; i++)
		if (value_is_null(key_at(keys, at)[i]))
			return false;
	return true;
}

struct keys keys_whole(struct arena *arena, const struct keys *keys)
{
	size_t width = keys->columns.count;
	struct keys whole = { keys->columns, arena_array(arena, struct value, keys->count * width), NULL, 0 };
	for (size_t i = 0; i < keys->count; i++)
		if (key_is_whole(keys, i))
			memcpy(whole.values + whole.count++ * width, key_at(keys, i), width * sizeof *keys->values);
	return whole;
}

/* What one json_each() can hold: single values, no blobs. */
static bool make_a_list(const struct keys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		if (keys->columns.count > 1 || keys->values[i].type == VALUE_BLOB)
			return false;
	return true;
}

struct keys keys_part(const struct keys *keys, size_t from)
{
	struct keys part = *keys;
	part.values += from * keys->columns.count;
	part.targets = keys->targets ? keys->targets + from : NULL;
	part.count -= from;
	if (part.count > KEYS_AT_ONCE && !make_a_list(&part))
		part.count = KEYS_AT_ONCE;
	return part;
}

static struct where where_key(struct arena *arena, const struct keys *keys, size_t at)
{
	size_t width = keys->columns.count;
	struct where *all = arena_array(arena, struct where, width + 1);
	for (size_t i = 0; i < width; i++)
		all[i] = where_eq(model_column(keys->columns.model, keys->columns.positions[i])->attribute.name,
			key_at(keys, at)[i]);
	return width == 1 ? all[0] : where_and(all);
}

struct where where_keys(struct arena *arena, const struct keys *keys)
{
	if (keys->count == 1)
		return where_key(arena, keys, 0);
	if (make_a_list(keys))
		return where_in(model_column(keys->columns.model, keys->columns.positions[0])->attribute.name,
			keys->values, keys->count);
	struct where *any = arena_array(arena, struct where, keys->count + 1);
	for (size_t i = 0; i < keys->count; i++)
		any[i] = where_key(arena, keys, i);
	return where_or(any);
}

static size_t first_place(const struct key_index *index, const struct value *key)
{
	uint64_t hash = VALUE_HASH;
	for (size_t i = 0; i < index->keys->columns.count; i++)
		hash = value_hash(hash, key[i]);
	return value_place(hash, index->room);
}

static bool is_same(const struct value *a, const struct value *b, size_t width)
{
	for (size_t i = 0; i < width; i++)
		if (!value_equals(a[i], b[i]))
			return false;
	return true;
}

static size_t place_in_table(const struct key_index *index, const struct value *key)
{
	size_t at = first_place(index, key);
	while (index->table[at] && !is_same(key_at(index->keys, index->table[at] - 1), key, index->keys->columns.count))
		at = (at + 1) & (index->room - 1);
	return at;
}

struct key_index key_index(struct arena *arena, const struct keys *keys)
{
	struct key_index index = { keys, NULL, 16 };
	while (index.room < keys->count * 2)
		index.room *= 2;
	index.table = arena_array(arena, size_t, index.room);
	for (size_t i = 0; i < keys->count; i++) {
		size_t at = place_in_table(&index, key_at(keys, i));
		if (!index.table[at])
			index.table[at] = i + 1;
	}
	return index;
}

int64_t key_find(const struct key_index *index, const struct value *key)
{
	return (int64_t)index->table[place_in_table(index, key)] - 1;
}
