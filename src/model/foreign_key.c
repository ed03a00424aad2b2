/* Each key keeps what was said of it (key_rule) and by whom; foreign_key and column are recomputed from that after
 * every claim. So the order of declarations cannot matter but between defaults. */
#include "model/foreign_key.h"

#include <string.h>

int claim_says(const struct key_claim *claim, enum key_aspect aspect)
{
	switch (aspect) {
	case SAY_NULL: return (int)claim->column->allow_null;
	case SAY_UNIQUE: return (int)claim->column->unique;
	case SAY_TYPE: return claim->column->has_type ? (int)claim->column->type + 1 : 0;
	case SAY_DELETE: return claim->implied ? 0 : (int)claim->on_delete;
	case SAY_UPDATE: return claim->implied ? 0 : (int)claim->on_update;
	case SAY_COUNT: break;
	}
	return 0;
}

bool claim_says_action(const struct key_claim *claim)
{
	return claim_says(claim, SAY_DELETE) || claim_says(claim, SAY_UPDATE);
}

const char *foreign_key_referenced(const struct foreign_key *key, const char *attribute)
{
	for (size_t i = 0; i < key->count; i++)
		if (!strcmp(key->attributes[i], attribute))
			return key->referenced[i];
	return NULL;
}

struct foreign_key *foreign_key_find(const struct model *holder, const char *const *attributes, size_t count)
{
	for (size_t k = 0; holder && k < holder->foreign_key_count; k++) {
		size_t found = 0;
		while (found < count && foreign_key_referenced(&holder->foreign_keys[k], attributes[found]))
			found++;
		if (found == count && holder->foreign_keys[k].count == count)
			return &holder->foreign_keys[k];
	}
	return NULL;
}

struct key_rule *foreign_key_rule(const struct foreign_key *key)
{
	const struct model *holder = key->model;
	return &holder->key_rules[key - holder->foreign_keys];
}

/* --- claiming --- */

static void add_columns(const struct key_claim *claim, struct foreign_key *key)
{
	for (size_t i = 0; i < claim->count; i++) {
		struct column *column = model_find_column(claim->holder, claim->attributes[i]);
		if (!column) {
			column = model_add_column(claim->holder, claim->attributes[i], NULL);
			column->added = true;
		}
		key->attributes[i] = column->attribute.name;
		key->referenced[i] = model_find_column(claim->references, claim->referenced[i])->attribute.name;
	}
}

static struct foreign_key *new_key(const struct key_claim *claim)
{
	struct model *holder = claim->holder;
	struct schema *schema = holder->schema;
	size_t count = holder->foreign_key_count++;
	holder->foreign_keys = schema_grow(
		schema, holder->foreign_keys, count, &holder->foreign_key_room, sizeof *holder->foreign_keys);
	holder->key_rules =
		schema_grow(schema, holder->key_rules, count, &holder->key_rule_room, sizeof *holder->key_rules);
	holder->key_rules[count] = (struct key_rule){ .first = claim->by };
	holder->foreign_keys[count] = (struct foreign_key){
		.model = holder, .count = claim->count, .made_by = claim->by, .references = claim->references };
	add_columns(claim, &holder->foreign_keys[count]);
	return &holder->foreign_keys[count];
}

static void note_said(struct key_rule *rule, const struct key_claim *claim)
{
	for (enum key_aspect a = 0; a < SAY_COUNT; a++) {
		int value = claim_says(claim, a);
		if (value && !rule->said[a].value) {
			rule->said[a].value = value;
			rule->said[a].by = claim->by;
		}
	}
	if (claim->implied && !rule->constrained) {
		rule->implied[SAY_DELETE].value = claim->on_delete;
		rule->implied[SAY_UPDATE].value = claim->on_update;
		rule->implied[SAY_DELETE].by = rule->implied[SAY_UPDATE].by = claim->by;
	}
	if (claim->column->default_value && !rule->default_value) {
		rule->default_value = claim->column->default_value;
		rule->default_by = claim->by;
	}
	if (!claim->unconstrained && !rule->constrained)
		rule->constrained = claim->by;
	if (claim->unconstrained && !claim_says_action(claim) && !rule->unconstrained)
		rule->unconstrained = claim->by;
}

static void note_references(struct foreign_key *key, struct key_rule *rule, const struct key_claim *claim)
{
	struct column *column = model_find_column(key->model, key->attributes[0]);
	if (claim->column->field && !rule->field_by) {
		rule->field_by = claim->by;
		if (column->added)
			column->attribute.field = claim->column->field;
	}
	if (!claim->referenced_said || rule->referenced_by || key->references != claim->references)
		return;
	rule->referenced_by = claim->by;
	for (size_t i = 0; i < claim->count; i++)
		for (size_t j = 0; j < key->count; j++)
			if (!strcmp(claim->attributes[i], key->attributes[j]))
				key->referenced[j] = claim->referenced[i];
}

/* --- settling --- */

static bool column_is_nullable(const struct column *column)
{
	return column->added ? column->allow_null != NO : column->own_null == YES;
}

bool foreign_key_is_nullable(const struct foreign_key *key)
{
	for (size_t i = 0; i < key->count; i++)
		if (!column_is_nullable(model_find_column(key->model, key->attributes[i])))
			return false;
	return true;
}

static bool is_in_primary_key(const struct foreign_key *key)
{
	for (size_t i = 0; i < key->count; i++)
		if (model_find_column(key->model, key->attributes[i])->attribute.primary_key)
			return true;
	return false;
}

/* "Defaults at a glance": by the kind of who made the key NOT NULL, else of who declared it first. */
static enum key_action default_delete(const struct foreign_key *key, const struct key_rule *rule)
{
	bool not_null = rule->said[SAY_NULL].value == NO;
	const struct association *by = not_null ? rule->said[SAY_NULL].by : rule->constrained;
	bool nullable = foreign_key_is_nullable(key);
	if (by->kind == BELONGS_TO_MANY || (nullable && is_in_primary_key(key)))
		return ACTION_CASCADE;
	if (nullable)
		return ACTION_SET_NULL;
	return by->kind == BELONGS_TO ? ACTION_NO_ACTION : ACTION_CASCADE;
}

static enum key_action action_of(
	const struct key_rule *rule, enum key_aspect aspect, enum key_action otherwise, enum key_origin *origin)
{
	*origin = rule->said[aspect].value ? BY_WORD : rule->implied[aspect].value ? BY_OTHER_SIDE : BY_DEFAULT;
	if (rule->said[aspect].value)
		return (enum key_action)rule->said[aspect].value;
	if (rule->implied[aspect].value)
		return rule->implied[aspect].value;
	return rule->constrained ? otherwise : ACTION_DEFAULT;
}

/* What a column is before any key speaks. */
static void reset_columns(const struct foreign_key *key)
{
	for (size_t i = 0; i < key->count; i++) {
		struct column *column = model_find_column(key->model, key->attributes[i]);
		column->allow_null = column->own_null;
		column->unique = column->own_unique;
	}
}

static void settle_column(const struct foreign_key *key, struct key_rule *rule, size_t at)
{
	struct column *column = model_find_column(key->model, key->attributes[at]);
	if (column->added) {
		int type = rule->said[SAY_TYPE].value;
		const struct column *referenced = model_find_column(key->references, key->referenced[at]);
		column->attribute.type = type ? (enum attribute_type)(type - 1) : referenced->attribute.type;
	}
	if (!column->own_default)
		column->attribute.default_value = rule->default_value;
	if (!column->allow_null)
		column->allow_null = (enum tristate)rule->said[SAY_NULL].value;
	if (!column->unique && key->count == 1)
		column->unique = (enum tristate)rule->said[SAY_UNIQUE].value;
}

static void settle_columns(struct model *holder, const struct foreign_key *key)
{
	struct key_rule *rule = foreign_key_rule(key);
	for (size_t i = 0; i < key->count; i++)
		settle_column(key, rule, i);
	if (key->count > 1 && rule->said[SAY_UNIQUE].value == YES)
		model_add_unique(holder, key->attributes, key->count);
}

static void settle(struct foreign_key *key)
{
	struct key_rule *rule = foreign_key_rule(key);
	bool explicit = rule->said[SAY_DELETE].value || rule->said[SAY_UPDATE].value;
	key->constrained = explicit || (rule->constrained && !rule->unconstrained);
	key->on_delete = key->on_update = ACTION_DEFAULT;
	key->action_by = NULL;
	if (!key->constrained)
		return;
	enum key_action otherwise = rule->constrained ? default_delete(key, rule) : ACTION_DEFAULT;
	key->on_delete = action_of(rule, SAY_DELETE, otherwise, &rule->delete_origin);
	key->on_update = action_of(rule, SAY_UPDATE, ACTION_CASCADE, &rule->update_origin);
	if (rule->said[SAY_DELETE].value)
		key->action_by = rule->said[SAY_DELETE].by;
	else if (rule->implied[SAY_DELETE].value)
		key->action_by = rule->implied[SAY_DELETE].by;
}

void keys_settle(struct model *holder)
{
	for (size_t i = 0; i < holder->foreign_key_count; i++)
		reset_columns(&holder->foreign_keys[i]);
	for (size_t i = holder->foreign_key_count; i--;)
		settle_columns(holder, &holder->foreign_keys[i]);
	for (size_t i = 0; i < holder->foreign_key_count; i++)
		settle(&holder->foreign_keys[i]);
	holder->stale = true;
}

void key_claim(const struct key_claim *claim)
{
	struct foreign_key *key = foreign_key_find(claim->holder, claim->attributes, claim->count);
	if (!key)
		key = new_key(claim);
	struct key_rule *rule = foreign_key_rule(key);
	if (!rule->users || claim->by != rule->first)
		rule->users++;
	note_said(rule, claim);
	note_references(key, rule, claim);
	keys_settle(claim->holder);
}

static bool is_of_a_key(const struct model *model, const char *attribute)
{
	for (size_t i = 0; i < model->foreign_key_count; i++)
		if (foreign_key_referenced(&model->foreign_keys[i], attribute))
			return true;
	return false;
}

void key_release(struct model *holder, const char *const *attributes, size_t count, const struct association *by)
{
	struct foreign_key *key = foreign_key_find(holder, attributes, count);
	if (!key || foreign_key_rule(key)->first != by || foreign_key_rule(key)->users > 1)
		return;
	reset_columns(key);
	if (count > 1 && foreign_key_rule(key)->said[SAY_UNIQUE].value == YES)
		model_drop_unique(holder, attributes, count);
	size_t at = (size_t)(key - holder->foreign_keys), after = holder->foreign_key_count - at - 1;
	memmove(&holder->foreign_keys[at], &holder->foreign_keys[at + 1], after * sizeof *holder->foreign_keys);
	memmove(&holder->key_rules[at], &holder->key_rules[at + 1], after * sizeof *holder->key_rules);
	holder->foreign_key_count--;
	for (size_t i = 0; i < count; i++)
		if (model_find_column(holder, attributes[i])->added && !is_of_a_key(holder, attributes[i]))
			model_drop_column(holder, attributes[i]);
	keys_settle(holder);
}
