/* Each key keeps what was said of it (key_rule) and by whom; foreign_key and column are recomputed from that after
 * every claim. So the order of declarations cannot matter but between defaults. */
#include "model/foreign_key.h"

#include "model/names.h"

#include <string.h>
#include <strings.h>

static const char *const aspect_names[] = {
	[SAY_NULL] = "allowNull",
	[SAY_UNIQUE] = "unique",
	[SAY_TYPE] = "type",
	[SAY_DELETE] = "onDelete",
	[SAY_UPDATE] = "onUpdate",
};

static const char *const type_words[] = {
	[TYPE_INTEGER] = "INTEGER",
	[TYPE_STRING] = "STRING",
	[TYPE_TEXT] = "TEXT",
	[TYPE_DATE] = "DATE",
	[TYPE_BOOLEAN] = "BOOLEAN",
	[TYPE_DOUBLE] = "DOUBLE",
	[TYPE_BIGINT] = "BIGINT",
	[TYPE_BLOB] = "BLOB",
	[TYPE_UUID] = "UUID",
};

/* What @claim says explicitly, 0 for nothing. A type is said as itself plus one. */
static int claim_says(const struct key_claim *claim, enum key_aspect aspect)
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

static const char *aspect_text(enum key_aspect aspect, int value)
{
	switch (aspect) {
	case SAY_NULL: case SAY_UNIQUE: return value == YES ? "true" : "false";
	case SAY_TYPE: return type_words[value - 1];
	case SAY_DELETE: case SAY_UPDATE: return key_action_name((enum key_action)value);
	case SAY_COUNT: break;
	}
	return "";
}

static bool says_action(const struct key_claim *claim)
{
	return claim_says(claim, SAY_DELETE) || claim_says(claim, SAY_UPDATE);
}

static struct foreign_key *find_key(const struct model *holder, const char *attribute)
{
	for (size_t i = 0; holder && i < holder->foreign_key_count; i++)
		if (!strcmp(holder->foreign_keys[i].attributes[0], attribute))
			return &holder->foreign_keys[i];
	return NULL;
}

static struct key_rule *rule_of(const struct foreign_key *key)
{
	const struct model *holder = key->model;
	return &holder->key_rules[key - holder->foreign_keys];
}

/* --- checking --- */

static enum err contradict(const struct key_claim *claim, const struct association *other, const char *what,
	const char *old, const char *new)
{
	char first[400], second[400];
	association_text(other, first, sizeof first);
	association_text(claim->by, second, sizeof second);
	return fail(ERR_CONTRADICTION,
		"%s and %s contradict each other on '%s.%s': %s %s against %s, leave one of them out", first, second,
		claim->holder->name, claim->attribute, what, old, new);
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
	if (rule->unconstrained && says_action(claim) && !claim->unconstrained)
		return contradict(claim, rule->unconstrained, "constraints", "false", "an action");
	if (claim->unconstrained && !says_action(claim) && acts && !acts->definition.no_constraints)
		return contradict(claim, acts, "constraints", "with an action", "false");
	return OK;
}

static enum err check_references(
	const struct key_claim *claim, const struct foreign_key *key, const struct key_rule *rule)
{
	const struct column *column = model_find_column(claim->holder, claim->attribute);
	const char *field = claim->column->field;
	if (field && rule->field_by && strcmp(field, column->attribute.field))
		return contradict(claim, rule->field_by, "field", column->attribute.field, field);
	if (key->references != claim->references) {
		if (claim->unconstrained || rule->unconstrained || !rule->constrained)
			return OK;
		return contradict(claim, rule->first, "references", key->references->name, claim->references->name);
	}
	if (claim->referenced_said && rule->referenced_by && strcmp(key->referenced[0], claim->referenced))
		return contradict(claim, rule->referenced_by, "references", key->referenced[0], claim->referenced);
	return OK;
}

/* Part of a composite primary key: Sequelize makes no constraint then. */
static bool is_part_of_key(const struct model *model, const struct column *column)
{
	size_t keys = 0;
	for (size_t i = 0; i < model->column_count; i++)
		keys += model->columns[i].attribute.primary_key;
	return column->attribute.primary_key && keys > 1;
}

static bool is_referable(const struct model *model, const struct column *column)
{
	return column->unique == YES || (column->attribute.primary_key && !is_part_of_key(model, column));
}

static enum err check_referable(const struct key_claim *claim, const struct key_rule *rule)
{
	const struct column *column = model_find_column(claim->references, claim->referenced);
	bool wanted = says_action(claim) || !(claim->unconstrained || (rule && rule->unconstrained));
	if (!wanted || is_referable(claim->references, column) || is_part_of_key(claim->references, column))
		return OK;
	char text[400];
	association_text(claim->by, text, sizeof text);
	return fail(ERR_FK_MISMATCH,
		"%s refers to '%s.%s', which is not unique, declare it so or refer to the primary key", text,
		claim->references->name, claim->referenced);
}

static enum err check_new_field(const struct key_claim *claim)
{
	struct model *holder = claim->holder;
	const char *name = claim->attribute, *field = claim->column->field;
	struct arena *arena = &holder->schema->arena;
	if (!field)
		field = holder->underscored ? snake_case(arena, name) : name;
	if (model_find_column(holder, name) || !model_has_field(holder, field))
		return OK;
	return fail(ERR_NAMING_COLLISION,
		"the foreign key '%s' of '%s' needs the column '%s', which is another attribute's", name, holder->name,
		field);
}

enum err key_check(const struct key_claim *claim)
{
	const struct foreign_key *key = find_key(claim->holder, claim->attribute);
	const struct key_rule *rule = key ? rule_of(key) : NULL;
	if (key) {
		try(check_said(claim, rule));
		try(check_references(claim, key, rule));
	} else if (claim->holder) {
		try(check_new_field(claim));
	}
	return check_referable(claim, rule);
}

/* --- claiming --- */

static struct foreign_key *new_key(const struct key_claim *claim)
{
	struct model *holder = claim->holder;
	struct schema *schema = holder->schema;
	struct column *column = model_find_column(holder, claim->attribute);
	if (!column) {
		column = model_add_column(holder, claim->attribute, NULL);
		column->added = true;
	}
	size_t count = holder->foreign_key_count++;
	holder->foreign_keys = schema_grow(
		schema, holder->foreign_keys, count, &holder->foreign_key_room, sizeof *holder->foreign_keys);
	holder->key_rules =
		schema_grow(schema, holder->key_rules, count, &holder->key_rule_room, sizeof *holder->key_rules);
	holder->key_rules[count] =
		(struct key_rule){ .first = claim->by, .own_null = column->allow_null, .own_unique = column->unique };
	holder->foreign_keys[count] = (struct foreign_key){
		.model = holder, .count = 1, .attributes = { column->attribute.name }, .made_by = claim->by,
		.references = claim->references, .referenced = { claim->referenced },
	};
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
	if (!claim->unconstrained && !rule->constrained)
		rule->constrained = claim->by;
	if (claim->unconstrained && !says_action(claim) && !rule->unconstrained)
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
	if (claim->referenced_said && !rule->referenced_by && key->references == claim->references) {
		rule->referenced_by = claim->by;
		key->referenced[0] = claim->referenced;
	}
}

/* "Defaults at a glance": by the kind of who made the key NOT NULL, else of who declared it first. A column that the
 * model had declared without a word on nulls counts as NOT NULL here, as in Sequelize. */
static enum key_action default_delete(const struct key_rule *rule, const struct column *column)
{
	bool not_null = rule->said[SAY_NULL].value == NO;
	const struct association *by = not_null ? rule->said[SAY_NULL].by : rule->constrained;
	enum tristate own = rule->own_null ? rule->own_null : (enum tristate)rule->said[SAY_NULL].value;
	bool nullable = column->added ? !not_null : own == YES;
	if (by->kind == BELONGS_TO_MANY || (nullable && column->attribute.primary_key))
		return ACTION_CASCADE;
	if (nullable)
		return ACTION_SET_NULL;
	return by->kind == BELONGS_TO ? ACTION_NO_ACTION : ACTION_CASCADE;
}

static enum key_action action_of(const struct key_rule *rule, enum key_aspect aspect, enum key_action otherwise)
{
	if (rule->said[aspect].value)
		return (enum key_action)rule->said[aspect].value;
	if (rule->implied[aspect].value)
		return rule->implied[aspect].value;
	return rule->constrained ? otherwise : ACTION_DEFAULT;
}

static void settle_column(const struct foreign_key *key, const struct key_rule *rule, struct column *column)
{
	if (column->added) {
		int type = rule->said[SAY_TYPE].value;
		const struct column *referenced = model_find_column(key->references, key->referenced[0]);
		column->attribute.type = type ? (enum attribute_type)(type - 1) : referenced->attribute.type;
	}
	column->allow_null = rule->own_null ? rule->own_null : (enum tristate)rule->said[SAY_NULL].value;
	column->unique = rule->own_unique ? rule->own_unique : (enum tristate)rule->said[SAY_UNIQUE].value;
}

static void settle(struct foreign_key *key)
{
	struct key_rule *rule = rule_of(key);
	struct column *column = model_find_column(key->model, key->attributes[0]);
	bool explicit = rule->said[SAY_DELETE].value || rule->said[SAY_UPDATE].value;
	settle_column(key, rule, column);
	key->constrained = (explicit || (rule->constrained && !rule->unconstrained))
		&& is_referable(key->references, model_find_column(key->references, key->referenced[0]));
	key->on_delete = key->on_update = ACTION_DEFAULT;
	key->action_by = NULL;
	if (!key->constrained)
		return;
	key->on_delete = action_of(rule, SAY_DELETE, rule->constrained ? default_delete(rule, column) : ACTION_DEFAULT);
	key->on_update = action_of(rule, SAY_UPDATE, ACTION_CASCADE);
	if (rule->said[SAY_DELETE].value)
		key->action_by = rule->said[SAY_DELETE].by;
	else if (rule->implied[SAY_DELETE].value)
		key->action_by = rule->implied[SAY_DELETE].by;
}

void keys_settle(struct model *holder)
{
	for (size_t i = 0; i < holder->foreign_key_count; i++)
		settle(&holder->foreign_keys[i]);
	holder->stale = true;
}

void key_claim(const struct key_claim *claim)
{
	struct foreign_key *key = find_key(claim->holder, claim->attribute);
	if (!key)
		key = new_key(claim);
	struct key_rule *rule = rule_of(key);
	if (!rule->users || claim->by != rule->first)
		rule->users++;
	note_said(rule, claim);
	note_references(key, rule, claim);
	settle(key);
	claim->holder->stale = true;
}

void key_release(struct model *holder, const char *attribute, const struct association *by)
{
	struct foreign_key *key = find_key(holder, attribute);
	if (!key || rule_of(key)->first != by || rule_of(key)->users > 1)
		return;
	size_t at = (size_t)(key - holder->foreign_keys), after = holder->foreign_key_count - at - 1;
	memmove(&holder->foreign_keys[at], &holder->foreign_keys[at + 1], after * sizeof *holder->foreign_keys);
	memmove(&holder->key_rules[at], &holder->key_rules[at + 1], after * sizeof *holder->key_rules);
	holder->foreign_key_count--;
	if (model_find_column(holder, attribute)->added)
		model_drop_column(holder, attribute);
	holder->stale = true;
}
