#include "model/declare.h"

#include "base/text.h"
#include "base/vec.h"
#include "model/names.h"
#include "model/record.h"

#include <string.h>

struct key_names names_said(const char *one, const char *const *list)
{
	struct key_names out = { 0 };
	if (!list && one)
		out = (struct key_names){ .count = 1, .names = { one } };
	for (; list && *list; list++)
		if (out.count++ < KEY_MAX)
			out.names[out.count - 1] = *list;
	return out;
}

bool names_equal(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (strcmp(a[i], b[i]))
			return false;
	return true;
}

static enum err check_count(const struct association *a, const char *option, size_t count)
{
	char text[300];
	if (count <= KEY_MAX)
		return OK;
	association_text(a, text, sizeof text);
	return fail(ERR_INPUT, "%s: its %s has %zu columns, %d are possible", text, option, count, KEY_MAX);
}

static enum err fail_unknown(
	const struct association *a, const struct model *model, const char *name, const char *option)
{
	char text[300];
	struct buffer list = { 0 };
	VEC(const char *) names = { 0 };
	for (size_t i = 0; i < model->column_count; i++) {
		vec_push(&names, model->columns[i].attribute.name);
		buffer_printf(&list, "%s%s", i ? ", " : "", model->columns[i].attribute.name);
	}
	const char *nearest = text_nearest(name, names.items, names.count);
	association_text(a, text, sizeof text);
	fail(ERR_UNKNOWN_KEY, "%s: '%s' has no attribute '%s' for its %s%s%s%s, it has: %s", text, model->name, name,
		option, nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "",
		list.size ? list.bytes : "none");
	vec_release(&names);
	buffer_release(&list);
	return ERR_UNKNOWN_KEY;
}

enum err declare_key(const struct association *a, const struct model *model, const struct key_names *said,
	const char *option, const char **out, size_t *count)
{
	char text[300];
	try(check_count(a, option, said->count));
	for (size_t i = 0; i < said->count; i++) {
		const struct column *column = model_find_column(model, said->names[i]);
		if (!column)
			return fail_unknown(a, model, said->names[i], option);
		out[i] = column->attribute.name;
	}
	*count = said->count ? said->count : model_key_names(model, out);
	if (*count)
		return check_count(a, option, *count);
	association_text(a, text, sizeof text);
	return fail(ERR_UNKNOWN_KEY, "%s: '%s' has no primary key to refer to, say a %s", text, model->name, option);
}

static enum err check_names(const struct association *a, const struct key_names *said, const struct model *referenced,
	const char *const *keys, size_t count)
{
	char text[300];
	struct buffer list = { 0 };
	if (said->count == count)
		return OK;
	association_text(a, text, sizeof text);
	for (size_t i = 0; i < count; i++)
		buffer_printf(&list, "%s%s", i ? ", " : "", keys[i]);
	fail(ERR_FK_MISMATCH, "%s: the foreign key has %zu %s, but the key of '%s' that it refers to has %zu (%s), name "
		"as many", text, said->count, said->count == 1 ? "column" : "columns", referenced->name, count, list.bytes);
	buffer_release(&list);
	return ERR_FK_MISMATCH;
}

static enum err check_twice(const struct association *a, const char *const *names, size_t count)
{
	char text[300];
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcmp(names[i], names[j]))
				continue;
			association_text(a, text, sizeof text);
			return fail(ERR_NAMING_COLLISION, "%s: '%s' stands twice in the foreign key", text, names[i]);
		}
	}
	return OK;
}

enum err declare_names(const struct association *a, const struct key_names *said, const char *prefix,
	const struct model *referenced, const char *const *keys, size_t count, const char **out)
{
	struct arena *arena = &a->source->schema->arena;
	if (said->count) {
		try(check_names(a, said, referenced, keys, count));
		for (size_t i = 0; i < count; i++)
			out[i] = said->names[i];
		return check_twice(a, out, count);
	}
	for (size_t i = 0; i < count; i++)
		out[i] = camel_join(arena, prefix, keys[i]);
	return check_twice(a, out, count);
}

bool association_says_key(const struct association *a)
{
	const struct association_definition *d = &a->definition;
	if (a->kind == BELONGS_TO)
		return d->target_key || d->target_keys;
	return d->source_key || d->source_keys;
}

static enum err check_scope(
	const struct association *a, const struct model *model, const struct pair *scope, const char *option)
{
	for (; scope && scope->attribute; scope++)
		if (!model_find_column(model, scope->attribute))
			return fail_unknown(a, model, scope->attribute, option);
	return OK;
}

enum err declare_scopes(const struct association *a)
{
	const struct association_definition *d = &a->definition;
	char text[300];
	try(check_scope(a, a->target, d->scope, "scope"));
	if (!d->through_scope || !d->through_scope->attribute)
		return OK;
	if (a->through)
		return check_scope(a, a->through, d->through_scope, "through scope");
	association_text(a, text, sizeof text);
	if (a->kind != BELONGS_TO_MANY)
		return fail(ERR_ERROR, "%s: a through scope is for belongsToMany", text);
	return fail(ERR_UNKNOWN_KEY, "%s: there is no model '%s' with an attribute '%s' for its through scope, define it first",
		text, d->through, d->through_scope->attribute);
}
