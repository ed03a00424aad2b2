/* Unique keys over several columns, as sets: UNIQUE (a, b) and UNIQUE (b, a) are one. */
#include "model/schema.h"

#include <string.h>

static bool has_name(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static bool same_names(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (!has_name(b, b_count, a[i]))
			return false;
	return true;
}

static struct unique_key *find_unique(const struct model *model, const char *const *attributes, size_t count)
{
	for (size_t i = 0; i < model->unique_key_count; i++) {
		struct unique_key *unique = &model->unique_keys[i];
		if (same_names((const char *const *)unique->attributes, unique->count, attributes, count))
			return unique;
	}
	return NULL;
}

bool model_is_unique(const struct model *model, const char *const *attributes, size_t count)
{
	const char *primary[KEY_MAX];
	size_t keys = model_key_names(model, primary);
	if (keys <= KEY_MAX && same_names(primary, keys, attributes, count))
		return true;
	if (count == 1 && model_find_column(model, attributes[0])->unique == YES)
		return true;
	return find_unique(model, attributes, count) != NULL;
}

struct unique_key *model_add_unique(struct model *model, const char *const *attributes, size_t count)
{
	struct unique_key *unique = find_unique(model, attributes, count);
	struct schema *schema = model->schema;
	if (unique)
		return unique;
	model->unique_keys = schema_grow(
		schema, model->unique_keys, model->unique_key_count, &model->unique_key_room, sizeof *model->unique_keys);
	unique = &model->unique_keys[model->unique_key_count++];
	*unique = (struct unique_key){ .count = count, .positions = arena_array(&schema->arena, int, count),
		.attributes = arena_array(&schema->arena, const char *, count) };
	for (size_t i = 0; i < count; i++)
		unique->attributes[i] = attributes[i];
	model->stale = true;
	return unique;
}

void model_drop_unique(struct model *model, const char *const *attributes, size_t count)
{
	const struct unique_key *unique = find_unique(model, attributes, count);
	if (!unique)
		return;
	size_t at = (size_t)(unique - model->unique_keys), after = --model->unique_key_count - at;
	memmove(&model->unique_keys[at], &model->unique_keys[at + 1], after * sizeof *model->unique_keys);
	model->stale = true;
}
