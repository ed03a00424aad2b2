/* The operations define and associate: a scenario's words to definitions. */
#include "conformance/world.h"

#include <string.h>
#include <strings.h>

static const struct { const char *name; enum attribute_type type; } types[] = {
	{ "INTEGER", TYPE_INTEGER }, { "STRING", TYPE_STRING }, { "TEXT", TYPE_TEXT },     { "DATE", TYPE_DATE },
	{ "BOOLEAN", TYPE_BOOLEAN }, { "DOUBLE", TYPE_DOUBLE }, { "BIGINT", TYPE_BIGINT }, { "BLOB", TYPE_BLOB },
	{ "UUID", TYPE_UUID },
};

static const struct { const char *name; enum association_kind kind; } kinds[] = {
	{ "belongsTo", BELONGS_TO }, { "hasOne", HAS_ONE }, { "hasMany", HAS_MANY }, { "belongsToMany", BELONGS_TO_MANY },
};

static bool read_type(struct world *w, const struct tree *t, enum attribute_type *out)
{
	for (size_t i = 0; tree_text(t) && i < sizeof types / sizeof *types; i++) {
		if (strcmp(types[i].name, tree_text(t)))
			continue;
		*out = types[i].type;
		return true;
	}
	cannot(w, "make an attribute of type '%s'", tree_text(t) ? tree_text(t) : "");
	return false;
}

static bool read_flag(struct world *w, const struct tree *object, const char *field)
{
	const struct tree *t = tree_get(object, field);
	if (t && t->kind != TREE_BOOL && t->kind != TREE_NULL)
		cannot(w, "take %s for yes or no", field);
	return tree_is_true(t);
}

static enum tristate read_tristate(struct world *w, const struct tree *object, const char *field)
{
	const struct tree *t = tree_get(object, field);
	return !t || tree_is_null(t) ? UNSET : read_flag(w, object, field) ? YES : NO;
}

static const char *read_text(struct world *w, const struct tree *object, const char *field)
{
	const struct tree *t = tree_get(object, field);
	if (t && t->kind != TREE_TEXT && t->kind != TREE_NULL)
		cannot(w, "take %s for a name", field);
	return tree_text(t);
}

static const struct value *read_default(struct world *w, const struct tree *object)
{
	const struct tree *t = tree_get(object, "default");
	if (!t)
		t = tree_get(object, "defaultValue");
	if (!t)
		return NULL;
	struct value *value = arena_new(&w->arena, struct value);
	*value = read_value(w, t);
	return value;
}

static struct attribute read_attribute(struct world *w, const struct tree *t)
{
	struct attribute a = { .name = t->key };
	read_type(w, t->kind == TREE_OBJECT ? tree_get(t, "type") : t, &a.type);
	if (t->kind != TREE_OBJECT)
		return a;
	only_fields(w, t, " type allowNull unique primaryKey autoIncrement default defaultValue field ", "attribute");
	a.not_null = read_tristate(w, t, "allowNull") == NO;
	a.nullable = read_tristate(w, t, "allowNull") == YES;
	a.unique = read_flag(w, t, "unique");
	a.primary_key = read_flag(w, t, "primaryKey");
	a.auto_increment = read_flag(w, t, "autoIncrement");
	a.default_value = read_default(w, t);
	a.field = read_text(w, t, "field");
	return a;
}

enum err declare_model(struct world *w, const struct tree *op)
{
	const struct tree *attributes = tree_get(op, "attributes"), *options = tree_get(op, "options");
	const struct tree *name = tree_get(options, "name"), *scope = tree_get(options, "defaultScope");
	only_fields(w, options, " timestamps tableName freezeTableName underscored paranoid defaultScope name ", "define");
	only_fields(w, scope, " where ", "defaultScope");
	only_fields(w, name, " singular plural ", "name");
	struct attribute *list = arena_array(&w->arena, struct attribute, (attributes ? attributes->count : 0) + 1);
	size_t i = 0;
	for (const struct tree *t = attributes ? attributes->first : NULL; t; t = t->next)
		list[i++] = read_attribute(w, t);
	struct model_definition definition = {
		.name = read_text(w, op, "model_name"),
		.attributes = list,
		.table_name = read_text(w, options, "tableName"),
		.freeze_table_name = read_flag(w, options, "freezeTableName"),
		.no_timestamps = read_tristate(w, options, "timestamps") == NO,
		.underscored = read_flag(w, options, "underscored"),
		.singular = read_text(w, name, "singular"),
		.plural = read_text(w, name, "plural"),
		.default_scope = scope ? read_where(w, tree_get(scope, "where")) : NULL,
	};
	return w->cannot ? ERR_ERROR : schema_define(w->schema, &definition, NULL);
}

static struct foreign_key_definition read_key(struct world *w, const struct tree *t)
{
	struct foreign_key_definition key = { 0 };
	if (!t || tree_is_null(t))
		return key;
	if (tree_has_kind(t, TREE_LIST)) {
		key.names = read_names(w, t);
	} else if (t->kind != TREE_OBJECT) {
		key.name = tree_text(t);
		if (!key.name)
			cannot(w, "take %s for a key", tree_name(t));
	} else {
		only_fields(w, t, " name fieldName field type allowNull unique default defaultValue ", "key");
		key.name = read_text(w, t, tree_get(t, "name") ? "name" : "fieldName");
		key.field = read_text(w, t, "field");
		key.allow_null = read_tristate(w, t, "allowNull");
		key.unique = read_tristate(w, t, "unique");
		key.has_type = tree_get(t, "type") && read_type(w, tree_get(t, "type"), &key.type);
		key.default_value = read_default(w, t);
	}
	return key;
}

static enum key_action read_action(struct world *w, const struct tree *options, const char *field)
{
	const char *name = read_text(w, options, field);
	if (!name)
		return ACTION_DEFAULT;
	for (enum key_action a = ACTION_SET_NULL; a <= ACTION_SET_DEFAULT; a++)
		if (!strcasecmp(key_action_name(a), name))
			return a;
	cannot(w, "do '%s' for %s", name, field);
	return ACTION_DEFAULT;
}

static void read_alias(struct world *w, const struct tree *options, struct association_definition *d)
{
	const struct tree *as = tree_get(options, "as");
	if (tree_has_kind(as, TREE_OBJECT)) {
		only_fields(w, as, " singular plural ", "as");
		bool list = d->kind == HAS_MANY || d->kind == BELONGS_TO_MANY;
		d->as = read_text(w, as, list ? "plural" : "singular");
		d->as_singular = read_text(w, as, "singular");
	} else {
		d->as = read_text(w, options, "as");
	}
}

static void read_through(struct world *w, const struct tree *options, struct association_definition *d)
{
	const struct tree *through = tree_get(options, "through");
	if (tree_has_kind(through, TREE_OBJECT)) {
		only_fields(w, through, " model unique scope timestamps ", "through");
		d->through = read_text(w, through, "model");
		d->through_unique = read_tristate(w, through, "unique");
		d->through_scope = tree_get(through, "scope") ? read_pairs(w, NULL, tree_get(through, "scope")) : NULL;
		d->through_no_timestamps = read_tristate(w, through, "timestamps") == NO;
	} else if (through && through->kind != TREE_BOOL) {
		d->through = read_text(w, options, "through");
	}
	if (read_tristate(w, options, "timestamps") == NO)
		d->through_no_timestamps = true;
}

static void read_keys(struct world *w, const struct tree *options, const char *field, const char **key,
	const char *const **keys)
{
	const struct tree *t = tree_get(options, field);
	if (tree_has_kind(t, TREE_LIST))
		*keys = read_names(w, t);
	else
		*key = read_text(w, options, field);
}

static void read_key_type(struct world *w, const struct tree *options, struct foreign_key_definition *key)
{
	const struct tree *type = tree_get(options, "keyType");
	if (type && !key->has_type)
		key->has_type = read_type(w, type, &key->type);
}

enum err declare_association(struct world *w, const struct tree *op)
{
	const struct tree *options = tree_get(op, "options"), *scope = tree_get(options, "scope");
	struct association_definition d = { .source = read_text(w, op, "source"), .target = read_text(w, op, "target") };
	const char *kind = read_text(w, op, "kind");
	size_t i = 0;
	while (i < sizeof kinds / sizeof *kinds && !(kind && !strcmp(kinds[i].name, kind)))
		i++;
	if (i == sizeof kinds / sizeof *kinds) {
		cannot(w, "associate by '%s'", kind ? kind : "");
		return ERR_ERROR;
	}
	d.kind = kinds[i].kind;
	only_fields(w, options, " as foreignKey otherKey sourceKey targetKey keyType through uniqueKey constraints"
		" onDelete onUpdate scope timestamps hooks ", "associate");
	read_alias(w, options, &d);
	read_through(w, options, &d);
	d.foreign_key = read_key(w, tree_get(options, "foreignKey"));
	d.other_key = read_key(w, tree_get(options, "otherKey"));
	read_key_type(w, options, &d.foreign_key);
	read_keys(w, options, "sourceKey", &d.source_key, &d.source_keys);
	read_keys(w, options, "targetKey", &d.target_key, &d.target_keys);
	d.unique_key = read_text(w, options, "uniqueKey");
	d.no_constraints = read_tristate(w, options, "constraints") == NO;
	d.on_delete = read_action(w, options, "onDelete");
	d.on_update = read_action(w, options, "onUpdate");
	d.scope = scope ? read_pairs(w, NULL, scope) : NULL;
	return w->cannot ? ERR_ERROR : schema_associate(w->schema, &d, 1);
}
