/* Declarations: each is drafted, named and checked as a whole; only then does it claim its keys and join the source's
 * associations. What belongsToMany needs beyond that is in through.c, how claims on a key come together in
 * foreign_key.c. */
#include "model/association.h"

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
	key->field = arena_string(arena, key->field);
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
	d->source_key = arena_string(arena, given->source_key);
	d->target_key = arena_string(arena, given->target_key);
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

enum err declare_key(
	const struct association *a, const struct model *model, const char *given, const char *option, const char **out)
{
	const struct column *column = given ? model_find_column(model, given) : model_first_key(model);
	char text[300];
	if (column) {
		*out = column->attribute.name;
		return OK;
	}
	association_text(a, text, sizeof text);
	if (given)
		return fail(
			ERR_UNKNOWN_KEY, "%s: '%s' has no attribute '%s' for its %s", text, model->name, given, option);
	return fail(ERR_UNKNOWN_KEY, "%s: '%s' has no primary key to refer to, say a %s", text, model->name, option);
}

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

static enum err check_collision(const struct association *a)
{
	bool own_key = a->holder == a->source && !strcmp(a->foreign_key[0], a->name);
	if (!own_key && !model_find_column(a->source, a->name))
		return OK;
	return fail(ERR_NAMING_COLLISION,
		"'%s' of '%s' would be both an attribute and an association, change its as or foreignKey", a->name,
		a->source->name);
}

/* --- one key: belongsTo, hasOne, hasMany --- */

static const char *default_key(const struct association *a)
{
	struct arena *arena = &a->source->schema->arena;
	const struct column *key = model_first_key(a->kind == BELONGS_TO ? a->target : a->source);
	const char *key_name = key ? key->attribute.name : a->kind == BELONGS_TO ? a->target_key[0] : a->source_key[0];
	switch (a->kind) {
	case BELONGS_TO: return camel_join(arena, a->name, key_name);
	case HAS_ONE: return camel_join(arena, singular_of(arena, a->has_alias ? a->name : a->source->name), key_name);
	case HAS_MANY: case BELONGS_TO_MANY: break;
	}
	return camel_join(arena, a->source->singular, key_name);
}

static enum err name_key(struct association *a)
{
	const struct association_definition *d = &a->definition;
	if (a->kind == BELONGS_TO) {
		try(declare_key(a, a->target, d->target_key, "targetKey", &a->target_key[0]));
		a->holder = a->source;
	} else {
		try(declare_key(a, a->source, d->source_key, "sourceKey", &a->source_key[0]));
		a->holder = a->target;
	}
	a->key_count = 1;
	a->foreign_key[0] = d->foreign_key.name ? d->foreign_key.name : default_key(a);
	if (a->kind == BELONGS_TO)
		a->source_key[0] = a->foreign_key[0];
	else
		a->target_key[0] = a->foreign_key[0];
	return OK;
}

static struct key_claim claim_of(struct association *a)
{
	const struct association_definition *d = &a->definition;
	bool belongs = a->kind == BELONGS_TO;
	return (struct key_claim){
		.by = a, .holder = a->holder, .attribute = a->foreign_key[0], .column = &d->foreign_key,
		.references = belongs ? a->target : a->source, .referenced = belongs ? a->target_key[0] : a->source_key[0],
		.referenced_said = belongs ? d->target_key != NULL : d->source_key != NULL,
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
