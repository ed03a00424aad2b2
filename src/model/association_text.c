/* What can be read of an association, and its declaration in Sequelize's words. */
#include "model/association.h"

#include "base/vec.h"
#include "model/record.h"
#include "model/schema.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const kind_names[] = {
	[BELONGS_TO] = "belongsTo", [HAS_ONE] = "hasOne", [HAS_MANY] = "hasMany", [BELONGS_TO_MANY] = "belongsToMany",
};
static const char *const action_names[] = {
	[ACTION_DEFAULT] = "",
	[ACTION_SET_NULL] = "SET NULL",
	[ACTION_CASCADE] = "CASCADE",
	[ACTION_RESTRICT] = "RESTRICT",
	[ACTION_NO_ACTION] = "NO ACTION",
	[ACTION_SET_DEFAULT] = "SET DEFAULT",
};

enum association_kind association_kind(const struct association *a)
{
	return a->kind;
}

const char *association_kind_name(enum association_kind kind)
{
	return kind_names[kind];
}

const char *key_action_name(enum key_action action)
{
	return action_names[action];
}

const char *association_name(const struct association *a)
{
	return a->name;
}

const char *association_singular(const struct association *a)
{
	return a->singular;
}

bool association_is_list(const struct association *a)
{
	return a->kind == HAS_MANY || a->kind == BELONGS_TO_MANY;
}

bool association_has_alias(const struct association *a)
{
	return a->has_alias;
}

const struct model *association_source(const struct association *a)
{
	return a->source;
}

const struct model *association_target(const struct association *a)
{
	return a->target;
}

const struct model *association_through(const struct association *a)
{
	return a->through;
}

const char *association_foreign_key(const struct association *a)
{
	return a->foreign_key[0];
}

const char *association_other_key(const struct association *a)
{
	return a->other_key[0];
}

const char *association_source_key(const struct association *a)
{
	return a->source_key[0];
}

const char *association_target_key(const struct association *a)
{
	return a->target_key[0];
}

size_t association_key_count(const struct association *a)
{
	return a->key_count;
}

const struct association *association_inverse(const struct association *a)
{
	return a->inverse;
}

/* --- the declaration --- */

/* { a: 1, b: 'x' } under construction. */
static void next_option(struct buffer *out, const char *open)
{
	buffer_puts(out, out->size && out->bytes[out->size - 1] != '{' ? ", " : open);
}

static void put_model(struct buffer *out, const char *name)
{
	buffer_putc(out, (char)toupper((unsigned char)name[0]));
	if (name[0])
		buffer_puts(out, name + 1);
}

static void put_string(struct buffer *out, const char *option, const char *value)
{
	if (!value)
		return;
	next_option(out, "");
	buffer_printf(out, "%s: '%s'", option, value);
}

static void put_word(struct buffer *out, const char *option, const char *value)
{
	next_option(out, "");
	buffer_printf(out, "%s: %s", option, value);
}

static void put_value(struct buffer *out, struct value value)
{
	switch (value.type) {
	case VALUE_NULL: buffer_puts(out, "null"); break;
	case VALUE_INTEGER: buffer_printf(out, "%lld", (long long)value.integer); break;
	case VALUE_REAL: buffer_printf(out, "%.15g", value.real); break;
	case VALUE_TEXT: buffer_printf(out, "'%.*s'", (int)value.size, value.text); break;
	case VALUE_BLOB: buffer_printf(out, "Buffer(%u)", (unsigned)value.size); break;
	}
}

/* 'a', or ['a', 'b'] */
static void put_names(struct buffer *out, const char *option, const char *one, const char *const *list)
{
	if (!list) {
		put_string(out, option, one);
		return;
	}
	put_word(out, option, "[");
	for (size_t i = 0; list[i]; i++)
		buffer_printf(out, "%s'%s'", i ? ", " : "", list[i]);
	buffer_putc(out, ']');
}

static void put_pairs(struct buffer *out, const char *option, const struct pair *pairs)
{
	if (!pairs || !pairs->attribute)
		return;
	put_word(out, option, "{ ");
	for (size_t i = 0; pairs[i].attribute; i++) {
		buffer_printf(out, "%s%s: ", i ? ", " : "", pairs[i].attribute);
		put_value(out, pairs[i].value);
	}
	buffer_puts(out, " }");
}

static void put_tristate(struct buffer *out, const char *option, enum tristate value)
{
	if (value)
		put_word(out, option, value == YES ? "true" : "false");
}

static void put_key(struct buffer *out, const char *option, const struct foreign_key_definition *key)
{
	bool object = key->field || key->allow_null || key->unique || key->has_type || key->default_value;
	if (!object) {
		put_names(out, option, key->name, key->names);
		return;
	}
	struct buffer inner = { 0 };
	put_names(&inner, "name", key->name, key->names);
	put_string(&inner, "field", key->field);
	if (key->has_type)
		put_word(&inner, "type", attribute_type_name(key->type));
	put_tristate(&inner, "allowNull", key->allow_null);
	put_tristate(&inner, "unique", key->unique);
	if (key->default_value) {
		put_word(&inner, "defaultValue", "");
		put_value(&inner, *key->default_value);
	}
	next_option(out, "");
	buffer_printf(out, "%s: { %s }", option, inner.bytes);
	buffer_release(&inner);
}

static void put_through(struct buffer *out, const struct association *a)
{
	const struct association_definition *d = &a->definition;
	if (!d->through)
		return;
	struct buffer inner = { 0 };
	if (a->through && !a->through->made)
		put_model(&inner, d->through);
	else
		buffer_printf(&inner, "'%s'", d->through);
	bool object = d->through_unique || (d->through_scope && d->through_scope->attribute);
	next_option(out, "");
	buffer_printf(out, object ? "through: { model: %s" : "through: %s", inner.bytes);
	put_tristate(out, "unique", d->through_unique);
	put_pairs(out, "scope", d->through_scope);
	if (object)
		buffer_puts(out, " }");
	buffer_release(&inner);
}

static void put_alias(struct buffer *out, const struct association_definition *d)
{
	if (!d->as || !d->as_singular) {
		put_string(out, "as", d->as);
		return;
	}
	next_option(out, "");
	buffer_printf(out, "as: { singular: '%s', plural: '%s' }", d->as_singular, d->as);
}

static void put_options(struct buffer *out, const struct association *a)
{
	const struct association_definition *d = &a->definition;
	put_through(out, a);
	put_alias(out, d);
	put_key(out, "foreignKey", &d->foreign_key);
	put_key(out, "otherKey", &d->other_key);
	put_names(out, "sourceKey", d->source_key, d->source_keys);
	put_names(out, "targetKey", d->target_key, d->target_keys);
	put_string(out, "uniqueKey", d->unique_key);
	put_pairs(out, "scope", d->scope);
	if (d->no_constraints)
		put_word(out, "constraints", "false");
	if (d->through_no_timestamps)
		put_word(out, "timestamps", "false");
	if (d->on_delete)
		put_string(out, "onDelete", action_names[d->on_delete]);
	if (d->on_update)
		put_string(out, "onUpdate", action_names[d->on_update]);
}

void association_text(const struct association *a, char *out, size_t size)
{
	const struct association_definition *d = &a->definition;
	struct buffer text = { 0 }, options = { 0 };
	put_model(&text, d->source ? d->source : "");
	buffer_printf(&text, ".%s(", kind_names[d->kind]);
	put_model(&text, d->target ? d->target : "");
	put_options(&options, a);
	if (options.size)
		buffer_printf(&text, ", { %s }", options.bytes);
	buffer_putc(&text, ')');
	snprintf(out, size, "%s", text.bytes);
	buffer_release(&text);
	buffer_release(&options);
}
