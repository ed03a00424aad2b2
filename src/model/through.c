/* The two directions of a belongsToMany are declared apart and must name the same two keys: whoever names a key
 * explicitly decides, else the first. When the second direction changes what the first had assumed, the first claims
 * anew. */
#include "model/through.h"

#include "model/declare.h"
#include "model/foreign_key.h"
#include "model/names.h"

#include <string.h>

static bool differ(const char *a, const char *b)
{
	return a && b && strcmp(a, b);
}

/* The same join in the other direction, unless both name keys that cannot be the same. The last one counts. */
static struct association *find_pair(const struct association *a)
{
	struct association *found = NULL;
	const struct association_definition *mine = &a->definition;
	for (size_t i = 0; i < a->target->association_count; i++) {
		struct association *other = a->target->associations[i];
		const struct association_definition *theirs = &other->definition;
		if (other->kind != BELONGS_TO_MANY || other->target != a->source ||
			differ(theirs->through, mine->through))
			continue;
		if (!differ(mine->foreign_key.name, theirs->other_key.name) &&
			!differ(mine->other_key.name, theirs->foreign_key.name))
			found = other;
	}
	return found;
}

static const char *default_key(const struct association *a, const char *singular, const char *key)
{
	return camel_join(&a->source->schema->arena, singular, key);
}

static const char *either(const char *first, const char *second, const char *third)
{
	return first ? first : second ? second : third;
}

static void name_keys(struct association *a, const struct association *pair)
{
	const struct association_definition *d = &a->definition;
	bool self = a->source == a->target;
	struct arena *arena = &a->source->schema->arena;
	const char *far = self ? singular_of(arena, a->name) : a->target->singular;
	a->foreign_key[0] = either(d->foreign_key.name, pair ? pair->definition.other_key.name : NULL,
		default_key(a, a->source->singular, a->source_key[0]));
	a->other_key[0] = either(d->other_key.name, pair ? pair->foreign_key[0] : NULL, default_key(a, far, a->target_key[0]));
	if (self && pair && !strcmp(a->foreign_key[0], a->other_key[0]))
		a->foreign_key[0] = pair->other_key[0];
}

static struct key_claim claim_near(struct association *a)
{
	const struct association_definition *d = &a->definition;
	return (struct key_claim){
		.by = a,
		.holder = a->through,
		.attribute = a->foreign_key[0],
		.column = &d->foreign_key,
		.references = a->source,
		.referenced = a->source_key[0],
		.referenced_said = d->source_key != NULL,
		.on_delete = d->no_constraints ? ACTION_DEFAULT : d->on_delete,
		.on_update = d->no_constraints ? ACTION_DEFAULT : d->on_update,
		.unconstrained = d->no_constraints,
	};
}

static struct key_claim claim_far(struct association *a)
{
	struct key_claim claim = claim_near(a);
	claim.attribute = a->other_key[0];
	claim.column = &a->definition.other_key;
	claim.references = a->target;
	claim.referenced = a->target_key[0];
	claim.referenced_said = a->definition.target_key != NULL;
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

enum err through_resolve(struct association *a)
{
	const struct association_definition *d = &a->definition;
	const struct association *pair = find_pair(a);
	try(declare_key(a, a->source, either(d->source_key, pair ? pair->definition.target_key : NULL, NULL),
		"sourceKey", &a->source_key[0]));
	try(declare_key(a, a->target, either(d->target_key, pair ? pair->source_key[0] : NULL, NULL), "targetKey",
		&a->target_key[0]));
	a->key_count = a->other_count = 1;
	name_keys(a, pair);
	for (size_t i = 0; i < a->source->schema->model_count; i++)
		if (!strcmp(a->source->schema->models[i]->name, d->through))
			a->through = a->source->schema->models[i];
	a->holder = a->through;
	try(check_unique(a, pair));
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

/* Whether some association or key stands on the attribute @name of @model. */
static bool is_referred_to(const struct model *model, const char *name)
{
	const struct schema *schema = model->schema;
	for (size_t i = 0; i < schema->association_count; i++) {
		const struct association *a = schema->associations[i];
		if ((a->source == model && !strcmp(a->source_key[0], name)) ||
			(a->target == model && !strcmp(a->target_key[0], name)))
			return true;
	}
	return false;
}

/* The automatic id of a join gives way to the two keys. */
static void drop_generated_key(struct association *a)
{
	struct column *key = model_first_key(a->through);
	if (!key || !key->generated || is_referred_to(a->through, key->attribute.name))
		return;
	a->keyed = true;
	model_drop_column(a->through, key->attribute.name);
}

static bool is_key(const struct model *model, const char *name)
{
	const struct column *column = model_find_column(model, name);
	return column && column->attribute.primary_key;
}

static bool same_pair(const struct unique_key *unique, const char *a, const char *b)
{
	return unique->count == 2 && ((!strcmp(unique->attributes[0], a) && !strcmp(unique->attributes[1], b))
		|| (!strcmp(unique->attributes[0], b) && !strcmp(unique->attributes[1], a)));
}

static void add_unique(struct association *a)
{
	struct model *join = a->through;
	struct schema *schema = join->schema;
	for (size_t i = 0; i < join->unique_key_count; i++)
		if (same_pair(&join->unique_keys[i], a->foreign_key[0], a->other_key[0]))
			return;
	join->unique_keys = schema_grow(
		schema, join->unique_keys, join->unique_key_count, &join->unique_key_room, sizeof *join->unique_keys);
	struct unique_key *unique = &join->unique_keys[join->unique_key_count++];
	unique->count = 2;
	unique->attributes = arena_array(&schema->arena, const char *, 2);
	unique->positions = arena_array(&schema->arena, int, 2);
	unique->attributes[0] = a->foreign_key[0];
	unique->attributes[1] = a->other_key[0];
}

static void drop_unique(struct association *a)
{
	struct model *join = a->through;
	size_t kept = 0;
	for (size_t i = 0; i < join->unique_key_count; i++)
		if (!same_pair(&join->unique_keys[i], a->foreign_key[0], a->other_key[0]))
			join->unique_keys[kept++] = join->unique_keys[i];
	join->unique_key_count = kept;
}

static void mark_key(const struct association *a, bool primary)
{
	model_find_column(a->through, a->foreign_key[0])->attribute.primary_key = primary;
	model_find_column(a->through, a->other_key[0])->attribute.primary_key = primary;
}

static void claim_keys(struct association *a, const struct association *pair)
{
	struct key_claim near = claim_near(a), far = claim_far(a);
	key_claim(&near);
	key_claim(&far);
	if (a->keyed) {
		mark_key(a, true);
	} else if (a->definition.through_unique == NO || (pair && pair->definition.through_unique == NO)) {
		drop_unique(a);
	} else {
		add_unique(a);
	}
}

/* What the first direction had assumed and the second says otherwise. */
static void align_pair(struct association *pair, const struct association *a)
{
	bool near = strcmp(pair->foreign_key[0], a->other_key[0]), far = strcmp(pair->other_key[0], a->foreign_key[0]);
	bool keys = strcmp(pair->source_key[0], a->target_key[0]) || strcmp(pair->target_key[0], a->source_key[0]);
	if (!near && !far && !keys)
		return;
	if (pair->keyed)
		mark_key(pair, false);
	else
		drop_unique(pair);
	if (near || strcmp(pair->source_key[0], a->target_key[0]))
		key_release(pair->through, pair->foreign_key[0], pair);
	if (far || strcmp(pair->target_key[0], a->source_key[0]))
		key_release(pair->through, pair->other_key[0], pair);
	pair->foreign_key[0] = a->other_key[0];
	pair->other_key[0] = a->foreign_key[0];
	pair->source_key[0] = a->target_key[0];
	pair->target_key[0] = a->source_key[0];
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
	if ((pair && pair->keyed) || (is_key(a->through, a->foreign_key[0]) && is_key(a->through, a->other_key[0])))
		a->keyed = true;
	claim_keys(a, pair);
	return OK;
}
