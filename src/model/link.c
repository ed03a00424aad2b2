/* Conditions and pairs that tie two rows, from the columns that the association names. */
#include "model/link.h"

#include "base/arena.h"

#include <string.h>

bool source_values(const struct association *a, const struct row *on, struct value out[KEY_MAX])
{
	bool whole = true;
	for (size_t i = 0; i < a->near.count; i++) {
		out[i] = row_at(on, a->near.left[i]);
		whole = whole && !value_is_null(out[i]);
	}
	return whole;
}

static size_t count_pairs(const struct pair *pairs)
{
	size_t count = 0;
	while (pairs && pairs[count].attribute)
		count++;
	return count;
}

struct where *where_linked(struct arena *arena, const struct association *a, const struct row *on, struct where also)
{
	const struct model *holder = a->through ? a->through : a->target;
	const struct pair *scope = a->through ? a->definition.through_scope : a->definition.scope;
	struct where *list = arena_array(arena, struct where, a->near.count + count_pairs(scope) + 2);
	size_t count = 0;
	for (size_t i = 0; on && i < a->near.count; i++)
		list[count++] = where_eq(model_column(holder, a->near.right[i])->attribute.name,
			row_at(on, a->near.left[i]));
	for (; scope && scope->attribute; scope++)
		list[count++] = where_eq(scope->attribute, scope->value);
	list[count++] = also;
	list[count] = where_end;
	return list;
}

const struct where *where_pairs(struct arena *arena, const struct pair *pairs)
{
	struct where *list = arena_array(arena, struct where, count_pairs(pairs) + 1);
	size_t count = 0;
	for (; pairs && pairs->attribute; pairs++)
		list[count++] = where_eq(pairs->attribute, pairs->value);
	list[count] = where_end;
	return list;
}

static bool takes_null(const struct model *model, int position)
{
	const struct attribute *a = &model_column(model, position)->attribute;
	return !a->not_null && !a->primary_key;
}

const struct pair *foreign_pairs(struct arena *arena, const struct association *a, const struct value *values)
{
	const struct model *holder = a->holder;
	const int *positions = association_holds_key(a) ? a->near.left : a->near.right;
	struct pair *pairs = arena_array(arena, struct pair, a->near.count + 1);
	bool some = false;
	size_t count = 0;
	for (size_t i = 0; i < a->near.count; i++)
		some = some || takes_null(holder, positions[i]);
	for (size_t i = 0; i < a->near.count; i++)
		if (values || !some || takes_null(holder, positions[i]))
			pairs[count++] = (struct pair){ model_column(holder, positions[i])->attribute.name, values
				? values[i] : value_null() };
	return pairs;
}

const struct pair *join_pairs(struct arena *arena, const struct association *a, const struct row *on,
	const struct value *target)
{
	struct pair *pairs = arena_array(arena, struct pair, a->near.count + a->far.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < a->near.count; i++)
		pairs[count++] = (struct pair){ model_column(a->through, a->near.right[i])->attribute.name,
			row_at(on, a->near.left[i]) };
	for (size_t i = 0; i < a->far.count; i++)
		pairs[count++] = (struct pair){ model_column(a->through, a->far.left[i])->attribute.name, target[i] };
	return pairs_over(arena, pairs, a->definition.through_scope);
}

bool pairs_have(const struct pair *pairs, const char *name)
{
	for (; pairs && pairs->attribute; pairs++)
		if (!strcmp(pairs->attribute, name))
			return true;
	return false;
}

const struct pair *pairs_over(struct arena *arena, const struct pair *values, const struct pair *more)
{
	if (!values || !values->attribute)
		return more;
	if (!more || !more->attribute)
		return values;
	struct pair *all = arena_array(arena, struct pair, count_pairs(values) + count_pairs(more) + 1);
	size_t count = 0;
	for (; values->attribute; values++)
		if (!pairs_have(more, values->attribute))
			all[count++] = *values;
	for (; more->attribute; more++)
		all[count++] = *more;
	return all;
}
