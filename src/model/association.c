/* Declarations: each is drafted, named and checked as a whole; only then does it claim its keys and join the source's
 * associations. What belongsToMany needs beyond that is in through.c, how claims on a key come together in
 * foreign_key.c. */
#include "model/association.h"

#include "model/copy.h"
#include "model/declare.h"
#include "model/foreign_key.h"
#include "model/names.h"
#include "model/through.h"

#include <string.h>

/* --- drafting --- */

static struct model *find_model(struct schema *schema, const char *name)
{
	for (size_t i = 0; name && i < schema->model_count; i++)
		if (!strcmp(schema->models[i]->name, name))
			return schema->models[i];
	return NULL;
}

static void copy_key(struct arena *arena, struct foreign_key_definition *key)
{
	key->name = arena_string(arena, key->name);
	key->names = copy_names(arena, key->names);
	key->field = arena_string(arena, key->field);
	key->default_value = copy_value(arena, key->default_value);
}

static struct association *draft(struct schema *schema, const struct association_definition *given)
{
	struct arena *arena = &schema->arena;
	struct association *a = arena_new(arena, struct association);
	a->definition = *given;
	struct association_definition *d = &a->definition;
	d->source = arena_string(arena, given->source);
	d->target = arena_string(arena, given->target);
	d->as = arena_string(arena, given->as);
	d->as_singular = arena_string(arena, given->as_singular);
	d->through = arena_string(arena, given->through);
	d->unique_key = arena_string(arena, given->unique_key);
	d->source_key = arena_string(arena, given->source_key);
	d->target_key = arena_string(arena, given->target_key);
	d->source_keys = copy_names(arena, given->source_keys);
	d->target_keys = copy_names(arena, given->target_keys);
	d->scope = copy_pairs(arena, given->scope);
	d->through_scope = copy_pairs(arena, given->through_scope);
	copy_key(arena, &d->foreign_key);
	copy_key(arena, &d->other_key);
	a->kind = given->kind;
	return a;
}

static enum err find_models(struct schema *schema, struct association *a)
{
	const struct association_definition *d = &a->definition;
	const struct model *found;
	a->source = find_model(schema, d->source);
	a->target = find_model(schema, d->target);
	if (!a->source)
		return schema_need(schema, d->source, &found);
	if (!a->target) {
		char text[300];
		association_text(a, text, sizeof text);
		return fail(
			ERR_NOT_A_MODEL, "%s: '%s' is not a model, define it first", text, d->target ? d->target : "");
	}
	return OK;
}

static void name_association(struct association *a)
{
	const struct association_definition *d = &a->definition;
	struct arena *arena = &a->source->schema->arena;
	bool list = association_is_list(a);
	a->has_alias = d->as != NULL;
	a->name = d->as ? d->as : list ? a->target->plural : a->target->singular;
	if (!d->as)
		a->singular = a->target->singular;
	else if (!list)
		a->singular = d->as;
	else
		a->singular = d->as_singular ? d->as_singular : singular_of(arena, d->as);
}

/* --- checking --- */

static enum err check_alias(const struct association *a)
{
	const struct association *other = a->has_alias ? model_association(a->source, a->name) : NULL;
	if (!other)
		return OK;
	char first[300], second[300];
	association_text(other, first, sizeof first);
	association_text(a, second, sizeof second);
	return fail(ERR_DUPLICATE_ALIAS, "the alias '%s' is used twice, by %s and %s", a->name, first, second);
}

static enum err check_options(const struct association *a)
{
	const struct association_definition *d = &a->definition;
	char text[300];
	association_text(a, text, sizeof text);
	if (a->kind == HAS_MANY && d->through)
		return fail(ERR_THROUGH_ON_HASMANY, "%s: hasMany takes no through, use belongsToMany", text);
	if (a->kind != BELONGS_TO_MANY)
		return OK;
	if (!d->through || !*d->through)
		return fail(ERR_THROUGH_REQUIRED, "%s requires through, name a model or a table", text);
	if (!d->as && a->source == a->target)
		return fail(ERR_SELF_M2M_NEEDS_ALIAS, "%s: a belongsToMany to itself needs 'as'", text);
	return OK;
}

static bool is_own_key(const struct association *a)
{
	for (size_t i = 0; a->holder == a->source && i < a->key_count; i++)
		if (!strcmp(a->foreign_key[i], a->name))
			return true;
	return false;
}

static enum err check_collision(const struct association *a)
{
	if (!is_own_key(a) && !model_find_column(a->source, a->name))
		return OK;
	return fail(ERR_NAMING_COLLISION,
		"'%s' of '%s' would be both an attribute and an association, change its as or foreignKey", a->name,
		a->source->name);
}

/* --- one key: belongsTo, hasOne, hasMany --- */

static const char *key_prefix(const struct association *a)
{
	switch (a->kind) {
	case BELONGS_TO: return a->name;
	case HAS_ONE: return singular_of(&a->source->schema->arena, a->has_alias ? a->name : a->source->name);
	case HAS_MANY: case BELONGS_TO_MANY: break;
	}
	return a->source->singular;
}

/* The default names are made of the primary key's even where it refers to another key of as many columns. */
static enum err name_key(struct association *a)
{
	const struct association_definition *d = &a->definition;
	bool belongs = a->kind == BELONGS_TO;
	const struct key_names said =
		belongs ? names_said(d->target_key, d->target_keys) : names_said(d->source_key, d->source_keys);
	const struct model *referenced = belongs ? a->target : a->source;
	const char **keys = belongs ? a->target_key : a->source_key, **own = belongs ? a->source_key : a->target_key;
	a->holder = belongs ? a->source : a->target;
	try(declare_key(a, referenced, &said, belongs ? "targetKey" : "sourceKey", keys, &a->key_count));
	const struct key_names given = names_said(d->foreign_key.name, d->foreign_key.names);
	const char *primary[KEY_MAX];
	bool by_primary = model_key_names(referenced, primary) == a->key_count && !given.count;
	try(declare_names(a, &given, key_prefix(a), referenced, by_primary ? primary : keys, a->key_count,
		a->foreign_key));
	memcpy(own, a->foreign_key, sizeof a->foreign_key);
	return OK;
}

static struct key_claim claim_of(struct association *a)
{
	const struct association_definition *d = &a->definition;
	bool belongs = a->kind == BELONGS_TO;
	return (struct key_claim){
		.by = a, .holder = a->holder, .count = a->key_count, .attributes = a->foreign_key,
		.column = &d->foreign_key, .references = belongs ? a->target : a->source,
		.referenced = belongs ? a->target_key : a->source_key, .referenced_said = association_says_key(a),
		.on_delete = d->on_delete, .on_update = d->on_update, .unconstrained = d->no_constraints,
	};
}

/* --- declaring --- */

/* An unaliased association declared again takes the place of the earlier one, as in Sequelize. */
static void join_source(struct schema *schema, struct association *a)
{
	struct model *source = a->source;
	schema->associations = schema_grow(schema, schema->associations, schema->association_count,
		&schema->association_room, sizeof *schema->associations);
	a->position = schema->association_count;
	schema->associations[schema->association_count++] = a;
	for (size_t i = 0; i < source->association_count; i++) {
		if (!strcmp(source->associations[i]->name, a->name)) {
			source->associations[i] = a;
			return;
		}
	}
	source->associations = schema_grow(schema, source->associations, source->association_count,
		&source->association_room, sizeof *source->associations);
	source->associations[source->association_count++] = a;
}

static enum err apply(struct association *a)
{
	if (a->kind == BELONGS_TO_MANY) {
		try(through_apply(a));
	} else {
		struct key_claim claim = claim_of(a);
		try(key_check(&claim));
		key_claim(&claim);
	}
	keys_settle(a->holder);
	return OK;
}

static enum err declare(struct schema *schema, const struct association_definition *given)
{
	struct association *a = draft(schema, given);
	try(find_models(schema, a));
	name_association(a);
	try(check_alias(a));
	try(check_options(a));
	if (a->kind == BELONGS_TO_MANY)
		try(through_resolve(a));
	else
		try(name_key(a));
	try(check_collision(a));
	try(declare_scopes(a));
	try(apply(a));
	join_source(schema, a);
	return OK;
}

enum err schema_associate(struct schema *schema, const struct association_definition *given, size_t count)
{
	enum err err = OK;
	for (size_t i = 0; i < count && !err; i++)
		err = declare(schema, &given[i]);
	schema_derive(schema);
	return err;
}
