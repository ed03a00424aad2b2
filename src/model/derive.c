/* What follows from the declarations: positions, links, inverses, lists of names. Declarations go by name and mark what
 * they changed as stale; queries go by position and read what this file left. */
#include "model/schema.h"

#include "base/vec.h"
#include "model/declare.h"
#include "model/foreign_key.h"
#include "model/names.h"

#include <stdlib.h>
#include <string.h>

static int position_of(const struct model *model, const char *name)
{
	return name && model ? model_attribute_index(model, name) : -1;
}

static void derive_keys(struct model *model)
{
	model->key_count = 0;
	model->keys = arena_array(&model->schema->arena, int, model->column_count);
	for (size_t i = 0; i < model->column_count; i++)
		if (model->columns[i].attribute.primary_key)
			model->keys[model->key_count++] = (int)i;
	model->key = model->key_count ? model->keys[0] : -1;
	const struct attribute *first = model_key(model);
	model->rowid_key = first && model->key_count == 1 && first->type == TYPE_INTEGER ? model->key : -1;
}

static void derive_columns(struct model *model)
{
	struct arena *arena = &model->schema->arena;
	struct buffer plain = { 0 }, qualified = { 0 };
	for (size_t i = 0; i < model->column_count; i++) {
		struct column *column = &model->columns[i];
		column->quoted = quote_name(arena, column->attribute.field);
		column->qualified = arena_format(arena, "%s.%s", model->quoted_table, column->quoted);
		column->foreign_key = -1;
		column->attribute.unique = column->unique == YES;
		column->attribute.not_null =
			column->allow_null == NO || (column->attribute.primary_key && model->key_count > 1);
		buffer_printf(&plain, "%s%s", i ? ", " : "", column->quoted);
		buffer_printf(&qualified, "%s%s", i ? ", " : "", column->qualified);
	}
	model->select_list = arena_copy(arena, plain.size ? plain.bytes : "", plain.size);
	model->qualified_list = arena_copy(arena, qualified.size ? qualified.bytes : "", qualified.size);
	buffer_release(&plain);
	buffer_release(&qualified);
}

static int by_position(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* UNIQUE (…) names its columns in the order of the table, as Sequelize does. */
static void derive_unique(struct model *model, struct unique_key *unique)
{
	for (size_t i = 0; i < unique->count; i++)
		unique->positions[i] = position_of(model, unique->attributes[i]);
	qsort(unique->positions, unique->count, sizeof *unique->positions, by_position);
	for (size_t i = 0; i < unique->count; i++)
		unique->attributes[i] = model->columns[unique->positions[i]].attribute.name;
}

void model_derive(struct model *model)
{
	derive_keys(model);
	derive_columns(model);
	model->created_at = model->timestamps ? position_of(model, "createdAt") : -1;
	model->updated_at = model->timestamps ? position_of(model, "updatedAt") : -1;
	for (size_t i = 0; i < model->foreign_key_count; i++)
		if (model->foreign_keys[i].count == 1)
			model->columns[position_of(model, model->foreign_keys[i].attributes[0])].foreign_key = (int)i;
	for (size_t i = 0; i < model->unique_key_count; i++)
		derive_unique(model, &model->unique_keys[i]);
	model->stale = false;
}

static bool are_inverse(const struct association *a, const struct association *b)
{
	if (a == b || a->source != b->target || a->target != b->source || a->holder != b->holder)
		return false;
	if (a->through || b->through)
		return a->through == b->through
			&& names_equal(a->foreign_key, a->key_count, b->other_key, b->other_count)
			&& names_equal(a->other_key, a->other_count, b->foreign_key, b->key_count);
	return association_holds_key(a) != association_holds_key(b) && a->key_count == b->key_count
		&& foreign_key_find(a->holder, a->foreign_key, a->key_count) == foreign_key_find(b->holder, b->foreign_key, b->key_count);
}

static struct association *find_inverse(const struct association *association)
{
	const struct model *target = association->target;
	for (size_t i = 0; i < target->association_count; i++)
		if (are_inverse(association, target->associations[i]))
			return target->associations[i];
	return NULL;
}

/* Where one key's columns stand: @left's attributes @from are equal to @right's attributes @to. */
static void derive_link(struct link *link, size_t count, const struct model *left, const char *const *from,
	const struct model *right, const char *const *to)
{
	link->count = count;
	for (size_t i = 0; i < count; i++) {
		link->left[i] = position_of(left, from[i]);
		link->right[i] = position_of(right, to[i]);
	}
}

/* An association that does not say what its key refers to goes by what others said of the same key. */
static void follow_key(struct association *a)
{
	const struct foreign_key *key = foreign_key_find(a->holder, a->foreign_key, a->key_count);
	if (a->through || !key || association_says_key(a) || key->references != (a->holder == a->source ? a->target : a->source))
		return;
	for (size_t i = 0; i < a->key_count; i++)
		(association_holds_key(a) ? a->target_key : a->source_key)[i] = foreign_key_referenced(key, a->foreign_key[i]);
}

static void derive_links(struct association *a)
{
	follow_key(a);
	if (a->through) {
		derive_link(&a->near, a->key_count, a->source, a->source_key, a->through, a->foreign_key);
		derive_link(&a->far, a->other_count, a->through, a->other_key, a->target, a->target_key);
	} else {
		derive_link(&a->near, a->key_count, a->source, a->source_key, a->target, a->target_key);
	}
	a->inverse = find_inverse(a);
}

void schema_derive(struct schema *schema)
{
	for (size_t i = 0; i < schema->model_count; i++)
		if (schema->models[i]->stale)
			model_derive(schema->models[i]);
	for (size_t i = 0; i < schema->association_count; i++)
		derive_links(schema->associations[i]);
}
