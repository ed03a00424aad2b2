#include "model/copy.h"

#include "base/arena.h"
#include "model/query.h"
#include "model/record.h"

static struct value value_in(struct arena *arena, struct value value)
{
	if (value.type == VALUE_TEXT || value.type == VALUE_BLOB)
		value.text = arena_copy(arena, value.text, value.size);
	return value;
}

static const struct value *copy_values(struct arena *arena, const struct value *values, size_t count)
{
	struct value *copy = arena_array(arena, struct value, count);
	for (size_t i = 0; i < count; i++)
		copy[i] = value_in(arena, values[i]);
	return copy;
}

const struct value *copy_value(struct arena *arena, const struct value *value)
{
	return value ? copy_values(arena, value, 1) : NULL;
}

const char *const *copy_names(struct arena *arena, const char *const *names)
{
	size_t count = 0;
	if (!names)
		return NULL;
	while (names[count])
		count++;
	const char **copy = arena_array(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		copy[i] = arena_string(arena, names[i]);
	return copy;
}

const struct pair *copy_pairs(struct arena *arena, const struct pair *pairs)
{
	size_t count = 0;
	if (!pairs)
		return NULL;
	while (pairs[count].attribute)
		count++;
	struct pair *copy = arena_array(arena, struct pair, count + 1);
	for (size_t i = 0; i < count; i++)
		copy[i] = (struct pair){ arena_string(arena, pairs[i].attribute), value_in(arena, pairs[i].value) };
	return copy;
}

static size_t value_count(const struct where *where)
{
	return !where->values ? 0 : where->op == WHERE_BETWEEN ? 2 : where->count;
}

const struct where *copy_where(struct arena *arena, const struct where *where)
{
	size_t count = 0;
	if (!where)
		return NULL;
	while (where[count].op != WHERE_END)
		count++;
	struct where *copy = arena_array(arena, struct where, count + 1);
	for (size_t i = 0; i < count; i++) {
		copy[i] = where[i];
		copy[i].attribute = arena_string(arena, where[i].attribute);
		copy[i].value = value_in(arena, where[i].value);
		copy[i].values = where[i].values ? copy_values(arena, where[i].values, value_count(&where[i])) : NULL;
		copy[i].children = copy_where(arena, where[i].children);
	}
	return copy;
}
