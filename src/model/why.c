/* What was said of a key, and by whom, was kept when it was declared (key_rule); here that is put into sentences. */
#include "model/why.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/declare.h"
#include "model/foreign_key.h"

#include <string.h>

struct telling {
	struct arena *arena;
	const struct association *a;
	const char *of;                      /* "foreignKey", "otherKey", NULL */
	const struct foreign_key *key;
	const struct key_rule *rule;
	VEC(struct reason) reasons;
};

static void tell(struct telling *t, const char *part, const char *ddl, const char *reason)
{
	vec_push(&t->reasons, ((struct reason){ .part = part, .of = t->of, .ddl = ddl ? ddl : "", .reason = reason }));
}

static const char *text_of(const struct telling *t, const struct association *a)
{
	char text[600];
	association_text(a, text, sizeof text);
	return arena_string(t->arena, text);
}

static const char *said_by(const struct telling *t, const char *what, const struct association *by)
{
	return arena_format(t->arena, "%s, said by %s", what, text_of(t, by));
}

static const struct column *column_at(const struct telling *t, size_t i)
{
	return model_find_column(t->key->model, t->key->attributes[i]);
}

/* "`a`, `b`", in one of its columns' texts. */
static const char *join(const struct telling *t, const char *(*text)(const struct column *))
{
	const char *out = text(column_at(t, 0));
	for (size_t i = 1; i < t->key->count; i++)
		out = arena_format(t->arena, "%s, %s", out, text(column_at(t, i)));
	return out;
}

static const char *quoted_of(const struct column *column)
{
	return column->quoted;
}

static const char *type_of(const struct column *column)
{
	return attribute_type_sql(column->attribute.type);
}

static const char *names_text(const struct telling *t, const char *const *names, size_t count)
{
	const char *out = names[0];
	for (size_t i = 1; i < count; i++)
		out = arena_format(t->arena, "%s, %s", out, names[i]);
	return out;
}

/* --- where, and under what name --- */

static void tell_table(struct telling *t)
{
	const struct association *a = t->a;
	const char *kind = association_kind_name(a->kind), *table = a->holder->quoted_table;
	switch (a->kind) {
	case BELONGS_TO:
		tell(t, "table", table, arena_format(t->arena, "%s keeps the key with its source, '%s'", kind, a->source->name));
		break;
	case HAS_ONE: case HAS_MANY:
		tell(t, "table", table, arena_format(t->arena, "%s keeps the key with its target, '%s'", kind, a->target->name));
		break;
	case BELONGS_TO_MANY:
		tell(t, "table", table, arena_format(t->arena, "%s keeps both keys in the join '%s', %s", kind, a->through->name,
			a->through->made ? "a table made for it" : "a model of its own"));
		break;
	}
}

/* What the default name begins with. */
static const char *prefix_of(const struct telling *t, bool far)
{
	const struct association *a = t->a;
	if (a->kind == BELONGS_TO || a->kind == HAS_ONE) {
		if (a->has_alias)
			return arena_format(t->arena, "the alias '%s'", a->name);
		return a->kind == BELONGS_TO ? arena_format(t->arena, "the target's name '%s'", a->target->singular)
					     : arena_format(t->arena, "the source's name '%s'", a->source->singular);
	}
	if (!far)
		return arena_format(t->arena, "the source's name '%s'", a->source->singular);
	return a->source == a->target ? arena_format(t->arena, "the alias '%s'", a->singular)
				      : arena_format(t->arena, "the target's name '%s'", a->target->singular);
}

static bool is_named(const struct foreign_key_definition *key)
{
	return key->name || key->names;
}

/* A belongsToMany names its keys after what they refer to, the others after the primary key. */
static const char *named_after(const struct telling *t)
{
	const char *primary[KEY_MAX];
	size_t count = model_key_names(t->key->references, primary);
	bool by_primary = !t->a->through && count == t->key->count;
	return names_text(t, by_primary ? (const char *const *)primary : t->key->referenced, t->key->count);
}

static const char *name_reason(const struct telling *t, bool far)
{
	const struct association *a = t->a, *other = a->through ? a->inverse : NULL;
	const struct association_definition *d = &a->definition;
	if (is_named(far ? &d->other_key : &d->foreign_key))
		return said_by(t, far ? "otherKey" : "foreignKey", a);
	if (other && is_named(far ? &other->definition.foreign_key : &other->definition.other_key))
		return said_by(t, far ? "its foreignKey" : "its otherKey", other);
	const char *key = named_after(t), *referred = names_text(t, t->key->referenced, t->key->count);
	if (strcmp(key, referred))
		return arena_format(t->arena, "by default: %s and the primary key ('%s'), though it refers to '%s'", prefix_of(t, far),
			key, referred);
	bool ignored = a->has_alias && a->kind == HAS_MANY;
	return arena_format(t->arena, "by default: %s and the key that it refers to ('%s')%s", prefix_of(t, far), key,
		ignored ? "; the alias of a hasMany does not count" : "");
}

/* Columns that are named otherwise than their attributes. */
static void tell_fields(struct telling *t)
{
	for (size_t i = 0; i < t->key->count; i++) {
		const struct column *column = column_at(t, i);
		if (!strcmp(column->attribute.name, column->attribute.field))
			continue;
		const char *reason = !column->added
			? arena_format(t->arena, "'%s' declares the column of '%s' itself", t->key->model->name, column->attribute.name)
			: t->rule->field_by ? said_by(t, "field", t->rule->field_by)
			: arena_format(t->arena, "'%s' is underscored", t->key->model->name);
		tell(t, "column", column->quoted, reason);
	}
}

/* --- what the column is --- */

static void tell_type(struct telling *t)
{
	const struct association *by = t->rule->said[SAY_TYPE].by;
	const char *reason = !column_at(t, 0)->added
		? arena_format(t->arena, "'%s' declares the column itself", t->key->model->name)
		: by ? said_by(t, "type", by)
		: arena_format(t->arena, "as '%s.%s', which it refers to", t->key->references->name,
			names_text(t, t->key->referenced, t->key->count));
	tell(t, "type", join(t, type_of), reason);
}

/* Who said whether the column may be null, of all keys that stand on it. */
static const struct association *null_said_by(const struct telling *t, const struct column *column)
{
	const struct model *model = t->key->model;
	if (t->rule->said[SAY_NULL].by)
		return t->rule->said[SAY_NULL].by;
	for (size_t k = 0; k < model->foreign_key_count; k++)
		if (foreign_key_referenced(&model->foreign_keys[k], column->attribute.name) && model->key_rules[k].said[SAY_NULL].by)
			return model->key_rules[k].said[SAY_NULL].by;
	return NULL;
}

static const char *null_reason(const struct telling *t, const struct column *column)
{
	const struct association *by = null_said_by(t, column);
	if (column->own_null)
		return arena_format(t->arena, "'%s' declares the column so itself", t->key->model->name);
	if (column->attribute.primary_key)
		return arena_format(t->arena, "it is part of the primary key of '%s'", t->key->model->name);
	if (by)
		return said_by(t, column->attribute.not_null ? "allowNull: false" : "allowNull: true", by);
	return "nobody says allowNull: false";
}

static void tell_null(struct telling *t)
{
	const struct column *column = column_at(t, 0);
	tell(t, "null", column->attribute.not_null ? "NOT NULL" : "", null_reason(t, column));
}

static void tell_default(struct telling *t)
{
	const struct column *column = column_at(t, 0);
	if (!column->attribute.default_value)
		return;
	tell(t, "default", default_ddl(t->arena, column->attribute.default_value),
		column->own_default ? arena_format(t->arena, "'%s' declares it itself", t->key->model->name)
				    : said_by(t, "defaultValue", t->rule->default_by));
}

/* --- what it refers to, and what happens then --- */

static void tell_references(struct telling *t)
{
	const struct key_rule *rule = t->rule;
	if (!t->key->constrained) {
		tell(t, "references", "", said_by(t, "constraints: false", rule->unconstrained ? rule->unconstrained : rule->first));
		return;
	}
	const char *ddl = arena_format(t->arena, "REFERENCES %s (%s)", t->key->references->quoted_table,
		fields_ddl(t->arena, t->key->references, t->key->referenced, t->key->count));
	const char *reason = rule->referenced_by
		? said_by(t, t->key->references == rule->referenced_by->target ? "targetKey" : "sourceKey", rule->referenced_by)
		: arena_format(t->arena, "the primary key of '%s'", t->key->references->name);
	if (!rule->constrained)
		reason = arena_format(t->arena, "%s; constraints: false, but an action asks for a constraint", reason);
	tell(t, "references", ddl, reason);
}

static const char *default_delete_reason(const struct telling *t)
{
	const struct association *by = t->rule->said[SAY_NULL].value == NO ? t->rule->said[SAY_NULL].by : t->rule->constrained;
	bool nullable = foreign_key_is_nullable(t->key);
	const char *target = t->key->references->name;
	if (by->kind == BELONGS_TO_MANY)
		return "by default: a row of a join goes with either of its ends";
	if (nullable && t->key->on_delete == ACTION_CASCADE)
		return "by default: the key is part of the primary key, which cannot be emptied";
	if (nullable)
		return arena_format(t->arena, "by default: the key may be null, so the row stays without its '%s'", target);
	return by->kind == BELONGS_TO
		? arena_format(t->arena, "by default: the key may not be null, and a belongsTo keeps its '%s' from going", target)
		: arena_format(t->arena, "by default: the key may not be null, and with a %s the row goes with its '%s'",
			association_kind_name(by->kind), target);
}

static void tell_action(struct telling *t, enum key_aspect aspect, enum key_action action, enum key_origin origin)
{
	bool deletes = aspect == SAY_DELETE;
	const char *option = deletes ? "onDelete" : "onUpdate", *reason = NULL;
	if (!t->key->constrained || !action)
		return;
	switch (origin) {
	case BY_WORD: reason = said_by(t, option, t->rule->said[aspect].by); break;
	case BY_OTHER_SIDE:
		reason = arena_format(t->arena, "%s says it of its own key, and nobody says otherwise of this one",
			text_of(t, t->rule->implied[aspect].by));
		break;
	case BY_DEFAULT:
		reason = deletes ? default_delete_reason(t) : "by default: a key follows what it refers to";
		break;
	}
	tell(t, option, arena_format(t->arena, "ON %s %s", deletes ? "DELETE" : "UPDATE", key_action_name(action)), reason);
}

/* --- what is unique --- */

static const char *each_once(const struct telling *t)
{
	const struct association *a = t->a;
	const struct association *by = a->definition.through_unique ? a : a->inverse;
	if (a->keyed)
		return "the join has no primary key of its own, so its two keys are that: each pair once";
	if (by && by->definition.through_unique)
		return said_by(t, by->definition.through_unique == YES ? "unique: true" : "unique: false", by);
	return "the join has a primary key of its own; each pair once, by default";
}

/* The attributes of both keys, in the order of the table. */
static size_t pair_names(const struct association *a, const char **out)
{
	size_t count = 0;
	for (size_t i = 0; i < a->through->column_count; i++) {
		const char *name = a->through->columns[i].attribute.name;
		bool ours = false;
		for (size_t k = 0; k < a->key_count; k++)
			ours = ours || !strcmp(a->foreign_key[k], name);
		for (size_t k = 0; k < a->other_count; k++)
			ours = ours || !strcmp(a->other_key[k], name);
		if (ours)
			out[count++] = name;
	}
	return count;
}

static void tell_pairs(struct telling *t)
{
	const struct association *a = t->a;
	const char *names[2 * KEY_MAX];
	size_t count = pair_names(a, names);
	bool unique = a->keyed || model_is_unique(a->through, names, count);
	const char *ddl = arena_format(t->arena, a->keyed ? "PRIMARY KEY (%s)" : "UNIQUE (%s)",
		fields_ddl(t->arena, a->through, names, count));
	tell(t, "unique", unique ? ddl : "", each_once(t));
	if (a->definition.unique_key)
		tell(t, "overridden", "", arena_format(t->arena, "uniqueKey '%s': SQLite keeps no names of unique keys",
			a->definition.unique_key));
}

static void tell_unique(struct telling *t)
{
	const struct association *by = t->rule->said[SAY_UNIQUE].by;
	const struct column *column = column_at(t, 0);
	bool one = t->a->kind == HAS_ONE || (t->a->inverse && t->a->inverse->kind == HAS_ONE);
	const char *ddl = t->key->count == 1 ? "UNIQUE"
		: arena_format(t->arena, "UNIQUE (%s)", fields_ddl(t->arena, t->key->model, t->key->attributes, t->key->count));
	if (t->key->count == 1 && column->own_unique == YES)
		tell(t, "unique", ddl, arena_format(t->arena, "'%s' declares the column so itself", t->key->model->name));
	else if (t->rule->said[SAY_UNIQUE].value == YES)
		tell(t, "unique", ddl, said_by(t, "unique: true", by));
	else if (one)
		tell(t, "unique", "", arena_format(t->arena, "a hasOne alone makes nothing unique: several rows of '%s' may refer to one "
			"'%s'; foreignKey: { unique: true } makes it truly one", t->key->model->name, t->key->references->name));
}

/* --- what was ignored --- */

static enum key_action delete_alone(const struct telling *t, const struct association *a)
{
	if (a->kind == BELONGS_TO_MANY)
		return ACTION_CASCADE;
	if (foreign_key_is_nullable(t->key))
		return ACTION_SET_NULL;
	return a->kind == BELONGS_TO ? ACTION_NO_ACTION : ACTION_CASCADE;
}

static void tell_default_beaten(struct telling *t, const struct association *a)
{
	const struct association *by = t->rule->said[SAY_DELETE].by;
	if (!a || !by || a == by || a->definition.on_delete || !t->key->constrained || delete_alone(t, a) == t->key->on_delete)
		return;
	tell(t, "overridden", arena_format(t->arena, "ON DELETE %s", key_action_name(delete_alone(t, a))),
		arena_format(t->arena, "the default of %s; what %s says counts, whatever the order", text_of(t, a), text_of(t, by)));
}

/* Settings of the association for a column that the model had declared otherwise. */
static void tell_own_first(struct telling *t)
{
	const struct column *column = column_at(t, 0);
	const struct key_rule *rule = t->rule;
	const char *ignored = NULL;
	const struct association *by = NULL;
	if (column->own_null && rule->said[SAY_NULL].value && rule->said[SAY_NULL].value != (int)column->own_null) {
		ignored = column->own_null == YES ? "allowNull: false" : "allowNull: true";
		by = rule->said[SAY_NULL].by;
	} else if (!column->added && rule->said[SAY_TYPE].value && rule->said[SAY_TYPE].value != (int)column->attribute.type + 1) {
		ignored = "type";
		by = rule->said[SAY_TYPE].by;
	} else if (column->own_default && rule->default_value && !value_equals(*column->attribute.default_value, *rule->default_value)) {
		ignored = "defaultValue";
		by = rule->default_by;
	}
	if (ignored)
		tell(t, "overridden", "", arena_format(t->arena, "%s of %s: '%s' declares '%s' itself, which comes first", ignored,
			text_of(t, by), t->key->model->name, column->attribute.name));
}

static void tell_replaced(struct telling *t)
{
	const struct schema *schema = t->a->source->schema;
	for (size_t i = 0; i < schema->association_count; i++) {
		const struct association *old = schema->associations[i];
		if (old != t->a && old->source == t->a->source && !strcmp(old->name, t->a->name))
			tell(t, "overridden", "", arena_format(t->arena, "%s was declared before under the same name; what it made stays ('%s')",
				text_of(t, old), names_text(t, old->foreign_key, old->key_count)));
	}
}

/* --- all of it --- */

static void tell_key(struct telling *t, bool far)
{
	const struct association *a = t->a;
	t->of = !a->through ? NULL : far ? "otherKey" : "foreignKey";
	t->key = foreign_key_find(a->holder, far ? a->other_key : a->foreign_key, far ? a->other_count : a->key_count);
	t->rule = foreign_key_rule(t->key);
	tell(t, "name", join(t, quoted_of), name_reason(t, far));
	tell_fields(t);
	tell_type(t);
	tell_null(t);
	tell_default(t);
	tell_references(t);
	tell_action(t, SAY_DELETE, t->key->on_delete, t->rule->delete_origin);
	tell_action(t, SAY_UPDATE, t->key->on_update, t->rule->update_origin);
	if (!a->through)
		tell_unique(t);
	tell_default_beaten(t, a);
	tell_default_beaten(t, a->inverse);
	tell_own_first(t);
	t->of = NULL;
}

static const char *ddl_of(const struct telling *t)
{
	const struct association *a = t->a;
	const char *out = key_ddl(t->arena, foreign_key_find(a->holder, a->foreign_key, a->key_count));
	if (a->through)
		out = arena_format(
			t->arena, "%s, %s", out, key_ddl(t->arena, foreign_key_find(a->holder, a->other_key, a->other_count)));
	bool within = !a->through && a->key_count == 1;
	for (size_t i = 0; !within && i < t->reasons.count; i++) {
		const struct reason *r = &t->reasons.items[i];
		if (!strcmp(r->part, "unique") && *r->ddl)
			out = arena_format(t->arena, "%s, %s", out, r->ddl);
	}
	return out;
}

void association_why(struct arena *arena, const struct association *a, struct why *out)
{
	struct telling t = { .arena = arena, .a = a };
	tell_table(&t);
	tell_key(&t, false);
	if (a->through) {
		tell_key(&t, true);
		tell_pairs(&t);
	}
	tell_replaced(&t);
	struct reason *reasons = arena_array(arena, struct reason, t.reasons.count);
	memcpy(reasons, t.reasons.items, t.reasons.count * sizeof *reasons);
	*out = (struct why){ .name = arena_format(arena, "%s.%s", a->source->name, a->name), .declaration = text_of(&t, a),
		.inverse = a->inverse ? text_of(&t, a->inverse) : NULL, .table = a->holder->table, .ddl = ddl_of(&t),
		.reasons = reasons, .count = t.reasons.count };
	vec_release(&t.reasons);
}
