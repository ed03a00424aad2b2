/* Definitions: what a model_definition becomes. The automatic id comes first, createdAt and updatedAt last; keys of
 * associations are appended later, by foreign_key.c. A definition is checked as a whole before anything is kept. */
#include "model/model.h"

#include "base/text.h"
#include "base/vec.h"
#include "model/copy.h"
#include "model/names.h"
#include "model/query.h"
#include "model/schema.h"

#include <string.h>
#include <strings.h>

struct schema *schema_new(void)
{
	return memory_new(sizeof(struct schema));
}

void schema_free(struct schema *schema)
{
	if (!schema)
		return;
	arena_release(&schema->arena);
	vec_free(schema);
}

void *schema_grow(struct schema *schema, void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = *room ? 2 * *room : 8;
	void *grown = arena_alloc_array(&schema->arena, size, *room);
	if (count)
		memcpy(grown, items, count * size);
	return grown;
}

/* --- columns --- */

struct column *model_find_column(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->column_count; i++)
		if (!strcmp(model->columns[i].attribute.name, name))
			return &model->columns[i];
	return NULL;
}

size_t model_key_names(const struct model *model, const char **out)
{
	size_t count = 0;
	for (size_t i = 0; i < model->column_count; i++)
		if (model->columns[i].attribute.primary_key && count++ < KEY_MAX)
			out[count - 1] = model->columns[i].attribute.name;
	return count;
}

bool model_has_field(const struct model *model, const char *field)
{
	for (size_t i = 0; i < model->column_count; i++)
		if (!strcasecmp(model->columns[i].attribute.field, field))
			return true;
	return false;
}

struct column *model_add_column(struct model *model, const char *name, const char *field)
{
	struct arena *arena = &model->schema->arena;
	model->columns = schema_grow(
		model->schema, model->columns, model->column_count, &model->column_room, sizeof *model->columns);
	struct column *column = &model->columns[model->column_count++];
	*column = (struct column){ .foreign_key = -1 };
	column->attribute.name = arena_string(arena, name);
	column->attribute.field = column->attribute.name;
	if (field)
		column->attribute.field = arena_string(arena, field);
	else if (model->underscored)
		column->attribute.field = snake_case(arena, name);
	model->stale = true;
	return column;
}

void model_drop_column(struct model *model, const char *name)
{
	struct column *column = model_find_column(model, name);
	size_t after = (size_t)(model->columns + model->column_count - (column + 1));
	memmove(column, column + 1, after * sizeof *column);
	model->column_count--;
	model->stale = true;
}

static void add_attribute(struct model *model, const struct attribute *given)
{
	struct arena *arena = &model->schema->arena;
	struct column *column = model_add_column(model, given->name, given->field);
	struct attribute own = *given;
	own.name = column->attribute.name;
	own.field = column->attribute.field;
	own.default_value = copy_value(arena, given->default_value);
	own.check = arena_string(arena, given->check);
	column->attribute = own;
	column->own_null = column->allow_null = given->not_null ? NO : given->nullable ? YES : UNSET;
	column->own_unique = column->unique = given->unique ? YES : UNSET;
	column->own_default = own.default_value != NULL;
}

static void add_timestamp(struct model *model, const char *name)
{
	struct column *column = model_find_column(model, name);
	if (!column) {
		add_attribute(model, &(struct attribute){ .name = name, .type = TYPE_DATE, .not_null = true });
		column = model_find_column(model, name);
	}
	column->timestamp = true;
}

/* --- definition --- */

static bool has_key(const struct attribute *attributes)
{
	for (const struct attribute *a = attributes; a && a->name; a++)
		if (a->primary_key)
			return true;
	return false;
}

static enum err check_attribute(const struct model_definition *given, const struct attribute *attribute, bool automatic)
{
	if (!*attribute->name)
		return fail(ERR_INPUT, "an attribute of '%s' has no name", given->name);
	if ((unsigned)attribute->type >= TYPE_COUNT)
		return fail(ERR_INPUT, "attribute '%s' of '%s' has a type that does not exist", attribute->name,
			given->name);
	if (automatic && !strcmp(attribute->name, "id"))
		return fail(ERR_NAMING_COLLISION,
			"attribute 'id' of '%s' is not its primary key, mark it as such or name it otherwise",
			given->name);
	return OK;
}

static const char *field_of(struct arena *arena, const struct model_definition *given, const struct attribute *a)
{
	return a->field ? a->field : given->underscored ? snake_case(arena, a->name) : a->name;
}

static enum err check_attributes(struct arena *scratch, const struct model_definition *given)
{
	bool automatic = !given->without_rowid_key && !has_key(given->attributes);
	for (const struct attribute *a = given->attributes; a && a->name; a++) {
		try(check_attribute(given, a, automatic));
		const char *field = field_of(scratch, given, a);
		for (const struct attribute *b = given->attributes; b != a; b++)
			if (!strcmp(a->name, b->name) || !strcasecmp(field, field_of(scratch, given, b)))
				return fail(ERR_NAMING_COLLISION,
					"attributes '%s' and '%s' of '%s' would be one column", b->name, a->name,
					given->name);
	}
	return OK;
}

static bool is_attribute(const struct model_definition *given, const char *name)
{
	bool automatic = !given->without_rowid_key && !has_key(given->attributes);
	for (const struct attribute *a = given->attributes; a && a->name; a++)
		if (!strcmp(a->name, name))
			return true;
	return (automatic && !strcmp(name, "id")) ||
	       (!given->no_timestamps && (!strcmp(name, "createdAt") || !strcmp(name, "updatedAt")));
}

/* A column of an association ("$user.name$") is looked up when it is read: associations come later. */
static enum err check_scope(const struct model_definition *given, const struct where *scope)
{
	for (; scope && scope->op != WHERE_END; scope++) {
		if (scope->op > WHERE_NOT)
			return fail(ERR_INPUT, "the default scope of '%s' has an operator that does not exist", given->name);
		if (scope->op >= WHERE_AND) {
			try(check_scope(given, scope->children));
			continue;
		}
		if (!scope->attribute)
			return fail(ERR_INPUT, "a condition in the default scope of '%s' has no attribute", given->name);
		if (scope->attribute[0] != '$' && !is_attribute(given, scope->attribute))
			return fail(ERR_UNKNOWN_KEY,
				"the default scope of '%s' names '%s', which is none of its attributes, declare it there",
				given->name, scope->attribute);
	}
	return OK;
}

static enum err check_definition(struct schema *schema, const struct model_definition *given)
{
	if (!given->name || !*given->name)
		return fail(ERR_INPUT, "a model has no name");
	if (schema_model(schema, given->name))
		return fail(ERR_NAMING_COLLISION, "model '%s' is defined twice", given->name);
	struct arena scratch;
	arena_init(&scratch);
	enum err err = check_attributes(&scratch, given);
	arena_release(&scratch);
	try(err);
	return check_scope(given, given->default_scope);
}

static void name_model(struct model *model, const struct model_definition *given)
{
	struct arena *arena = &model->schema->arena;
	const char *plural = plural_of(arena, given->name);
	model->name = arena_string(arena, given->name);
	model->singular = given->singular ? arena_string(arena, given->singular) : singular_of(arena, given->name);
	model->plural = given->plural ? arena_string(arena, given->plural) : plural;
	if (given->table_name)
		model->table = arena_string(arena, given->table_name);
	else if (given->freeze_table_name)
		model->table = model->name;
	else
		model->table = given->underscored ? snake_case(arena, plural) : plural;
	model->quoted_table = quote_name(arena, model->table);
}

static const struct attribute automatic_key = {
	.name = "id", .type = TYPE_INTEGER, .not_null = true, .primary_key = true, .auto_increment = true
};

enum err schema_define(struct schema *schema, const struct model_definition *given, const struct model **out)
{
	try(check_definition(schema, given));
	struct model *model = arena_new(&schema->arena, struct model);
	model->schema = schema;
	model->position = schema->model_count;
	model->hidden = given->hidden;
	model->underscored = given->underscored;
	model->timestamps = !given->no_timestamps;
	model->default_scope = copy_where(&schema->arena, given->default_scope);
	name_model(model, given);
	if (!given->without_rowid_key && !has_key(given->attributes)) {
		add_attribute(model, &automatic_key);
		model->columns[0].generated = true;
	}
	for (const struct attribute *a = given->attributes; a && a->name; a++)
		add_attribute(model, a);
	if (model->timestamps) {
		add_timestamp(model, "createdAt");
		add_timestamp(model, "updatedAt");
	}
	schema->models =
		schema_grow(schema, schema->models, schema->model_count, &schema->model_room, sizeof *schema->models);
	schema->models[schema->model_count++] = model;
	model_derive(model);
	if (out)
		*out = model;
	return OK;
}

/* --- looking up --- */

const char *attribute_type_name(enum attribute_type type)
{
	static const char *const names[TYPE_COUNT] = {
		[TYPE_INTEGER] = "INTEGER", [TYPE_STRING] = "STRING", [TYPE_TEXT] = "TEXT", [TYPE_DATE] = "DATE",
		[TYPE_BOOLEAN] = "BOOLEAN", [TYPE_DOUBLE] = "DOUBLE", [TYPE_BIGINT] = "BIGINT", [TYPE_BLOB] = "BLOB",
		[TYPE_UUID] = "UUID",
	};
	return names[type];
}

const struct model *schema_model(const struct schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->model_count; i++)
		if (!strcmp(schema->models[i]->name, name))
			return schema->models[i];
	return NULL;
}

/* "there is no model 'usr' (did you mean 'user'?), there are: user, product" */
static enum err fail_unknown(enum err code, const char *what, const char *word, const char *const *names, size_t count)
{
	struct buffer list = { 0 };
	for (size_t i = 0; i < count && i < 40; i++)
		buffer_printf(&list, "%s%s", i ? ", " : "", names[i]);
	const char *nearest = text_nearest(word, names, count);
	if (nearest)
		fail(code, "%s '%s' (did you mean '%s'?), there are: %s", what, word, nearest, list.bytes);
	else
		fail(code, "%s '%s', there are: %s", what, word, count ? list.bytes : "none");
	buffer_release(&list);
	return code;
}

enum err schema_need(const struct schema *schema, const char *name, const struct model **out)
{
	*out = schema_model(schema, name ? name : "");
	if (*out)
		return OK;
	VEC(const char *) names = { 0 };
	for (size_t i = 0; i < schema->model_count; i++)
		if (!schema->models[i]->hidden)
			vec_push(&names, schema->models[i]->name);
	enum err err = fail_unknown(ERR_NOT_A_MODEL, "there is no model", name ? name : "", names.items, names.count);
	vec_release(&names);
	return err;
}

const struct association *model_association(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->association_count; i++)
		if (!strcmp(model->associations[i]->name, name))
			return model->associations[i];
	return NULL;
}

enum err model_need_association(const struct model *model, const char *name, const struct association **out)
{
	*out = model_association(model, name);
	if (*out)
		return OK;
	VEC(const char *) names = { 0 };
	for (size_t i = 0; i < model->association_count; i++)
		vec_push(&names, model->associations[i]->name);
	struct buffer what = { 0 };
	buffer_printf(&what, "%s has no association", model->name);
	enum err err = fail_unknown(ERR_UNKNOWN_ALIAS, what.bytes, name, names.items, names.count);
	buffer_release(&what);
	vec_release(&names);
	return err;
}

int model_attribute_index(const struct model *model, const char *name)
{
	const struct column *column = model_find_column(model, name);
	return column ? (int)(column - model->columns) : -1;
}

size_t schema_model_count(const struct schema *schema)
{
	return schema->model_count;
}

const struct model *schema_model_at(const struct schema *schema, size_t index)
{
	return schema->models[index];
}

const char *model_name(const struct model *model)
{
	return model->name;
}

const char *model_table(const struct model *model)
{
	return model->table;
}

const char *model_singular(const struct model *model)
{
	return model->singular;
}

const char *model_plural(const struct model *model)
{
	return model->plural;
}

bool model_is_hidden(const struct model *model)
{
	return model->hidden;
}

size_t model_attribute_count(const struct model *model)
{
	return model->column_count;
}

const struct attribute *model_attribute_at(const struct model *model, size_t index)
{
	return &model->columns[index].attribute;
}

const struct attribute *model_key(const struct model *model)
{
	return model->key < 0 ? NULL : &model->columns[model->key].attribute;
}

size_t model_key_count(const struct model *model)
{
	return model->key_count;
}

size_t model_association_count(const struct model *model)
{
	return model->association_count;
}

const struct association *model_association_at(const struct model *model, size_t index)
{
	return model->associations[index];
}

size_t model_foreign_key_count(const struct model *model)
{
	return model->foreign_key_count;
}

const struct foreign_key *model_foreign_key_at(const struct model *model, size_t index)
{
	return &model->foreign_keys[index];
}
