/* Whether what one more declaration says of a key can stand beside what was said before. */
#include "model/foreign_key.h"

#include "model/names.h"

#include <stdio.h>
#include <string.h>

static const char *const aspect_names[] = {
	[SAY_NULL] = "allowNull",
	[SAY_UNIQUE] = "unique",
	[SAY_TYPE] = "type",
	[SAY_DELETE] = "onDelete",
	[SAY_UPDATE] = "onUpdate",
};

static const char *aspect_text(enum key_aspect aspect, int value)
{
	switch (aspect) {
	case SAY_NULL: case SAY_UNIQUE: return value == YES ? "true" : "false";
	case SAY_TYPE: return attribute_type_name((enum attribute_type)(value - 1));
	case SAY_DELETE: case SAY_UPDATE: return key_action_name((enum key_action)value);
	case SAY_COUNT: break;
	}
	return "";
}

/* "userA, userB" */
static const char *list(const struct key_claim *claim, const char *const *names, size_t count)
{
	struct arena *arena = &claim->by->source->schema->arena;
	const char *out = names[0];
	for (size_t i = 1; i < count; i++)
		out = arena_format(arena, "%s, %s", out, names[i]);
	return out;
}

static enum err contradict(const struct key_claim *claim, const struct association *other, const char *what,
	const char *old, const char *new)
{
	char first[400], second[400];
	association_text(other, first, sizeof first);
	association_text(claim->by, second, sizeof second);
	return fail(ERR_CONTRADICTION,
		"%s and %s contradict each other on '%s.%s': %s %s against %s, leave one of them out", first, second,
		claim->holder->name, list(claim, claim->attributes, claim->count), what, old, new);
}

static enum err check_said(const struct key_claim *claim, const struct key_rule *rule)
{
	for (enum key_aspect a = 0; a < SAY_COUNT; a++) {
		int old = rule->said[a].value, new = claim_says(claim, a);
		if (old && new && old != new)
			return contradict(
				claim, rule->said[a].by, aspect_names[a], aspect_text(a, old), aspect_text(a, new));
	}
	const struct association *acts =
		rule->said[SAY_DELETE].by ? rule->said[SAY_DELETE].by : rule->said[SAY_UPDATE].by;
	if (rule->unconstrained && claim_says_action(claim) && !claim->unconstrained)
		return contradict(claim, rule->unconstrained, "constraints", "false", "an action");
	if (claim->unconstrained && !claim_says_action(claim) && acts && !acts->definition.no_constraints)
		return contradict(claim, acts, "constraints", "with an action", "false");
	const struct value *old = rule->default_value, *new = claim->column->default_value;
	if (old && new && !value_equals(*old, *new))
		return contradict(claim, rule->default_by, "defaultValue", "one value", "another");
	return OK;
}

/* Columns that another key stands on as well: whether they may be null is one question for both. */
static enum err check_shared(const struct key_claim *claim, const struct foreign_key *own)
{
	const struct model *holder = claim->holder;
	int new = claim_says(claim, SAY_NULL);
	for (size_t k = 0; new && k < holder->foreign_key_count; k++) {
		const struct foreign_key *key = &holder->foreign_keys[k];
		int old = holder->key_rules[k].said[SAY_NULL].value;
		for (size_t i = 0; key != own && old && old != new && i < claim->count; i++)
			if (foreign_key_referenced(key, claim->attributes[i]))
				return contradict(claim, holder->key_rules[k].said[SAY_NULL].by, "allowNull",
					aspect_text(SAY_NULL, old), aspect_text(SAY_NULL, new));
	}
	return OK;
}

static bool refers_alike(const struct key_claim *claim, const struct foreign_key *key)
{
	for (size_t i = 0; i < claim->count; i++)
		if (strcmp(foreign_key_referenced(key, claim->attributes[i]), claim->referenced[i]))
			return false;
	return true;
}

static enum err check_references(
	const struct key_claim *claim, const struct foreign_key *key, const struct key_rule *rule)
{
	const struct column *column = model_find_column(claim->holder, claim->attributes[0]);
	const char *field = claim->column->field;
	if (field && rule->field_by && strcmp(field, column->attribute.field))
		return contradict(claim, rule->field_by, "field", column->attribute.field, field);
	if (key->references != claim->references) {
		if (claim->unconstrained || rule->unconstrained || !rule->constrained)
			return OK;
		return contradict(claim, rule->first, "references", key->references->name, claim->references->name);
	}
	if (claim->referenced_said && rule->referenced_by && !refers_alike(claim, key))
		return contradict(claim, rule->referenced_by, "references", list(claim, key->referenced, key->count),
			list(claim, claim->referenced, claim->count));
	return OK;
}

static enum err check_referable(const struct key_claim *claim, const struct key_rule *rule)
{
	bool wanted = claim_says_action(claim) || !(claim->unconstrained || (rule && rule->unconstrained));
	if (!wanted || model_is_unique(claim->references, claim->referenced, claim->count))
		return OK;
	char text[400];
	association_text(claim->by, text, sizeof text);
	return fail(ERR_FK_MISMATCH,
		"%s refers to '%s.%s', which is not unique, declare it so or refer to the primary key", text,
		claim->references->name, list(claim, claim->referenced, claim->count));
}

static enum err check_new_field(const struct key_claim *claim, const char *name)
{
	struct model *holder = claim->holder;
	const char *field = claim->column->field;
	struct arena *arena = &holder->schema->arena;
	if (!field)
		field = holder->underscored ? snake_case(arena, name) : name;
	if (model_find_column(holder, name) || !model_has_field(holder, field))
		return OK;
	return fail(ERR_NAMING_COLLISION,
		"the foreign key '%s' of '%s' needs the column '%s', which is another attribute's", name, holder->name,
		field);
}

/* One name, type or value cannot be that of several columns. */
static enum err check_several(const struct key_claim *claim)
{
	const struct foreign_key_definition *c = claim->column;
	const char *option = c->field ? "field" : c->has_type ? "type" : c->default_value ? "defaultValue" : NULL;
	if (claim->count < 2 || !option)
		return OK;
	char text[400];
	association_text(claim->by, text, sizeof text);
	return fail(ERR_INPUT, "%s: %s is for one column, and the key has %zu (%s), declare them among the attributes",
		text, option, claim->count, list(claim, claim->attributes, claim->count));
}

enum err key_check(const struct key_claim *claim)
{
	const struct foreign_key *key = foreign_key_find(claim->holder, claim->attributes, claim->count);
	const struct key_rule *rule = key ? foreign_key_rule(key) : NULL;
	try(check_several(claim));
	if (key) {
		try(check_said(claim, rule));
		try(check_references(claim, key, rule));
	}
	if (claim->holder) {
		try(check_shared(claim, key));
		for (size_t i = 0; i < claim->count; i++)
			try(check_new_field(claim, claim->attributes[i]));
	}
	return check_referable(claim, rule);
}
