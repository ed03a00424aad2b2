/* The two directions of a belongsToMany are declared apart and must name the same two keys: whoever names a key
 * explicitly decides, else the first. When the second direction changes what the first had assumed, the first claims
 * anew. */
#include "model/through.h"

#include "model/declare.h"
#include "model/foreign_key.h"
#include "model/names.h"

#include <string.h>

static bool differ(const struct key_names *a, const struct key_names *b)
{
	return a->count && b->count && !names_equal(a->names, a->count, b->names, b->count);
}

static struct key_names near_said(const struct association *a)
{
	return names_said(a->definition.foreign_key.name, a->definition.foreign_key.names);
}

static struct key_names far_said(const struct association *a)
{
	return names_said(a->definition.other_key.name, a->definition.other_key.names);
}

/* The same join in the other direction, unless both name keys that cannot be the same. The last one counts. */
static struct association *find_pair(const struct association *a)
{
	struct association *found = NULL;
	const struct key_names near = near_said(a), far = far_said(a);
	for (size_t i = 0; i < a->target->association_count; i++) {
		struct association *other = a->target->associations[i];
		if (other->kind != BELONGS_TO_MANY || other->target != a->source ||
			strcmp(other->definition.through, a->definition.through))
			continue;
		const struct key_names other_near = near_said(other), other_far = far_said(other);
		if (!differ(&near, &other_far) && !differ(&far, &other_near))
			found = other;
	}
	return found;
}

static struct key_names names_of(const char *const *names, size_t count)
{
	struct key_names out = { .count = count };
	memcpy(out.names, names, count * sizeof *names);
	return out;
}

/* The first of the three that says something. */
static struct key_names either(struct key_names first, struct key_names second, struct key_names third)
{
	return first.count ? first : second.count ? second : third;
}

static enum err name_keys(struct association *a, const struct association *pair)
{
	const struct key_names none = { 0 };
	bool self = a->source == a->target;
	const char *far = self ? singular_of(&a->source->schema->arena, a->name) : a->target->singular;
	struct key_names near_names = either(near_said(a), pair ? far_said(pair) : none, none);
	struct key_names far_names =
		either(far_said(a), pair ? names_of(pair->foreign_key, pair->key_count) : none, none);
	try(declare_names(a, &near_names, a->source->singular, a->source, a->source_key, a->key_count, a->foreign_key));
	try(declare_names(a, &far_names, far, a->target, a->target_key, a->other_count, a->other_key));
	if (self && pair && names_equal(a->foreign_key, a->key_count, a->other_key, a->other_count))
		memcpy(a->foreign_key, pair->other_key, sizeof a->foreign_key);
	return OK;
}

static bool says_source_key(const struct association *a)
{
	return a->definition.source_key || a->definition.source_keys;
}

static bool says_target_key(const struct association *a)
{
	return a->definition.target_key || a->definition.target_keys;
}

static struct key_claim claim_near(struct association *a)
{
	const struct association_definition *d = &a->definition;
	return (struct key_claim){
		.by = a,
		.holder = a->through,
		.count = a->key_count,
		.attributes = a->foreign_key,
		.column = &d->foreign_key,
		.references = a->source,
		.referenced = a->source_key,
		.referenced_said = says_source_key(a),
		.on_delete = d->no_constraints ? ACTION_DEFAULT : d->on_delete,
		.on_update = d->no_constraints ? ACTION_DEFAULT : d->on_update,
		.unconstrained = d->no_constraints,
	};
}

static struct key_claim claim_far(struct association *a)
{
	struct key_claim claim = claim_near(a);
	claim.count = a->other_count;
	claim.attributes = a->other_key;
	claim.column = &a->definition.other_key;
	claim.references = a->target;
	claim.referenced = a->target_key;
	claim.referenced_said = says_target_key(a);
	claim.implied = true;
	return claim;
}

static enum err check_unique(const struct association *a, const struct association *pair)
{
	enum tristate mine = a->definition.through_unique, theirs = pair ? pair->definition.through_unique : UNSET;
	if (!mine || !theirs || mine == theirs)
		return OK;
	char first[400], second[400];
	association_text(pair, first, sizeof first);
	association_text(a, second, sizeof second);
	return fail(ERR_CONTRADICTION,
		"%s and %s contradict each other on '%s': unique and not unique, leave one of them out", first, second,
		a->definition.through);
}

static enum err find_keys(struct association *a, const struct association *pair)
{
	const struct association_definition *d = &a->definition, *p = pair ? &pair->definition : NULL;
	const struct key_names none = { 0 };
	struct key_names near = either(names_said(d->source_key, d->source_keys),
		p ? names_said(p->target_key, p->target_keys) : none, none);
	struct key_names far = either(names_said(d->target_key, d->target_keys),
		pair ? names_of(pair->source_key, pair->key_count) : none, none);
	try(declare_key(a, a->source, &near, "sourceKey", a->source_key, &a->key_count));
	return declare_key(a, a->target, &far, "targetKey", a->target_key, &a->other_count);
}

/* Whether some other association goes by one of these attributes of the join. */
static const struct association *find_user(const struct model *join, const char *const *names, size_t count)
{
	const struct schema *schema = join->schema;
	for (size_t i = 0; i < schema->association_count; i++) {
		const struct association *a = schema->associations[i];
		if (a->source != join && a->target != join)
			continue;
		for (size_t j = 0; j < a->key_count; j++)
			for (size_t k = 0; k < count; k++)
				if (!strcmp((a->source == join ? a->source_key : a->target_key)[j], names[k]))
					return a;
	}
	return NULL;
}

static bool is_as_assumed(const struct association *a, const struct association *pair)
{
	return names_equal(pair->foreign_key, pair->key_count, a->other_key, a->other_count) &&
	       names_equal(pair->other_key, pair->other_count, a->foreign_key, a->key_count) &&
	       names_equal(pair->source_key, pair->key_count, a->target_key, a->other_count) &&
	       names_equal(pair->target_key, pair->other_count, a->source_key, a->key_count);
}

/* What the second direction changes must not be in use already. */
static enum err check_pair(const struct association *a, const struct association *pair)
{
	if (!pair || is_as_assumed(a, pair))
		return OK;
	const struct association *user = find_user(pair->through, pair->foreign_key, pair->key_count);
	if (!user)
		user = find_user(pair->through, pair->other_key, pair->other_count);
	if (!user)
		return OK;
	char first[300], second[300], third[300];
	association_text(pair, first, sizeof first);
	association_text(a, second, sizeof second);
	association_text(user, third, sizeof third);
	return fail(ERR_CONTRADICTION,
		"%s and %s name the keys of '%s' differently, and %s goes by the first ones, declare it after both", first,
		second, a->definition.through, third);
}

enum err through_resolve(struct association *a)
{
	const struct association_definition *d = &a->definition;
	const struct association *pair = find_pair(a);
	try(find_keys(a, pair));
	try(name_keys(a, pair));
	for (size_t i = 0; i < a->source->schema->model_count; i++)
		if (!strcmp(a->source->schema->models[i]->name, d->through))
			a->through = a->source->schema->models[i];
	a->holder = a->through;
	try(check_unique(a, pair));
	try(check_pair(a, pair));
	struct key_claim near = claim_near(a), far = claim_far(a);
	try(key_check(&near));
	return key_check(&far);
}

/* --- the join --- */

static enum err make_join(struct association *a)
{
	struct schema *schema = a->source->schema;
	const struct association_definition *d = &a->definition;
	struct model_definition definition = {
		.name = d->through,
		.table_name = d->through,
		.no_timestamps = d->through_no_timestamps,
		.underscored = a->source->underscored,
	};
	try(schema_define(schema, &definition, NULL));
	a->through = a->holder = schema->models[schema->model_count - 1];
	a->through->made = true;
	return OK;
}

/* The automatic id of a join gives way to the two keys. */
static void drop_generated_key(struct association *a)
{
	const char *names[KEY_MAX];
	size_t count = model_key_names(a->through, names);
	if (count != 1 || !model_find_column(a->through, names[0])->generated || find_user(a->through, names, 1))
		return;
	a->keyed = true;
	model_drop_column(a->through, names[0]);
}

/* Both keys, one after the other. */
static size_t both_keys(const struct association *a, const char **out)
{
	memcpy(out, a->foreign_key, a->key_count * sizeof *out);
	memcpy(out + a->key_count, a->other_key, a->other_count * sizeof *out);
	return a->key_count + a->other_count;
}

static bool is_primary(const struct association *a)
{
	const char *names[2 * KEY_MAX];
	size_t count = both_keys(a, names), found = 0;
	for (size_t i = 0; i < count; i++) {
		const struct column *column = model_find_column(a->through, names[i]);
		found += column && column->attribute.primary_key;
	}
	return found == count;
}

static void mark_key(const struct association *a, bool primary)
{
	const char *names[2 * KEY_MAX];
	size_t count = both_keys(a, names);
	for (size_t i = 0; i < count; i++)
		model_find_column(a->through, names[i])->attribute.primary_key = primary;
}

static void claim_keys(struct association *a, const struct association *pair)
{
	const char *names[2 * KEY_MAX];
	size_t count = both_keys(a, names);
	struct key_claim near = claim_near(a), far = claim_far(a);
	key_claim(&near);
	key_claim(&far);
	if (a->keyed)
		mark_key(a, true);
	else if (a->definition.through_unique == NO || (pair && pair->definition.through_unique == NO))
		model_drop_unique(a->through, names, count);
	else
		model_add_unique(a->through, names, count);
}

/* What the first direction had assumed and the second says otherwise. */
static void align_pair(struct association *pair, const struct association *a)
{
	const char *names[2 * KEY_MAX];
	size_t count = both_keys(pair, names);
	if (is_as_assumed(a, pair))
		return;
	bool near = !names_equal(pair->foreign_key, pair->key_count, a->other_key, a->other_count) ||
		    !names_equal(pair->source_key, pair->key_count, a->target_key, a->other_count);
	bool far = !names_equal(pair->other_key, pair->other_count, a->foreign_key, a->key_count) ||
		   !names_equal(pair->target_key, pair->other_count, a->source_key, a->key_count);
	if (pair->keyed)
		mark_key(pair, false);
	else
		model_drop_unique(pair->through, names, count);
	if (near)
		key_release(pair->through, pair->foreign_key, pair->key_count, pair);
	if (far)
		key_release(pair->through, pair->other_key, pair->other_count, pair);
	pair->key_count = a->other_count;
	pair->other_count = a->key_count;
	memcpy(pair->foreign_key, a->other_key, sizeof pair->foreign_key);
	memcpy(pair->other_key, a->foreign_key, sizeof pair->other_key);
	memcpy(pair->source_key, a->target_key, sizeof pair->source_key);
	memcpy(pair->target_key, a->source_key, sizeof pair->target_key);
	claim_keys(pair, a);
}

enum err through_apply(struct association *a)
{
	struct association *pair = find_pair(a);
	if (!a->through)
		try(make_join(a));
	drop_generated_key(a);
	if (pair)
		align_pair(pair, a);
	if ((pair && pair->keyed) || is_primary(a))
		a->keyed = true;
	claim_keys(a, pair);
	return OK;
}
