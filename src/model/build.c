/* Rows in memory before they are written: values, defaults, timestamps, and whether anything is missing. */
#include "model/write.h"

#include "base/arena.h"
#include "base/clock.h"
#include "model/sql.h"

#include <string.h>

struct value stamp_now(struct arena *arena)
{
	char *stamp = arena_alloc_raw(arena, CLOCK_STAMP_SIZE);
	clock_stamp(clock_now(), stamp);
	return value_text(stamp);
}

struct value value_keep(struct arena *arena, struct value value)
{
	if ((value.type == VALUE_TEXT || value.type == VALUE_BLOB) && value.text)
		value.text = arena_copy(arena, value.text, value.size);
	return value;
}

enum err check_null(const struct model *model, int position, struct value value)
{
	const struct attribute *a = &model->columns[position].attribute;
	if (!value_is_null(value) || position == model->rowid_key || !(a->not_null || a->primary_key))
		return OK;
	return fail(ERR_NOT_NULL_VALIDATION, "%s.%s is missing: give it a value", model->name, a->name);
}

static enum err take_pairs(struct arena *arena, struct row *row, const struct pair *pairs)
{
	for (const struct pair *pair = pairs; pair && pair->attribute; pair++) {
		int position;
		try(sql_attribute(row->model, pair->attribute, &position));
		row_set(row, position, value_keep(arena, pair->value));
		row->changed |= row_bit(position);
	}
	return OK;
}

/* Beyond 63 columns a null does not tell whether it was given. */
static bool is_given(const struct row *row, size_t position)
{
	return position < 63 ? row->present >> position & 1 : !value_is_null(row->values[position]);
}

static enum err build(struct arena *arena, const struct model *model, const struct pair *values,
	const struct pair *more, struct row **out)
{
	struct row *row = row_new(arena, model);
	try(take_pairs(arena, row, values));
	try(take_pairs(arena, row, more));
	for (size_t i = 0; i < model->column_count; i++) {
		const struct value *value = model->columns[i].attribute.default_value;
		if (value && !is_given(row, i))
			row_set(row, (int)i, *value);
	}
	*out = row;
	return OK;
}

enum err model_build(struct arena *arena, const struct model *model, const struct pair *values, struct row **out)
{
	*out = NULL;
	return build(arena, model, values, NULL, out);
}

void row_stamp(struct arena *arena, struct row *row, struct value now)
{
	const struct model *model = row->model;
	if (model->created_at < 0 && model->updated_at < 0)
		return;
	if (value_is_null(now))
		now = stamp_now(arena);
	if (model->created_at >= 0 && value_is_null(row->values[model->created_at]))
		row_set(row, model->created_at, now);
	if (model->updated_at >= 0 && value_is_null(row->values[model->updated_at]))
		row_set(row, model->updated_at, now);
}

enum err row_complete(struct arena *arena, struct row *row, struct value now)
{
	const struct model *model = row->model;
	row_stamp(arena, row, now);
	for (size_t i = 0; i < model->column_count; i++)
		if (value_is_null(row->values[i]))
			try(check_null(model, (int)i, row->values[i]));
	return OK;
}

enum err create_with(struct store *store, struct arena *arena, const struct model *model, const struct pair *values,
	const struct pair *more, struct row **out)
{
	struct row *row;
	if (out)
		*out = NULL;
	try(build(arena, model, values, more, &row));
	try(row_complete(arena, row, value_null()));
	try(rows_insert(store, model, &row, 1));
	if (out)
		*out = row;
	return OK;
}

struct row_before row_before(struct arena *arena, struct row *row)
{
	size_t size = row->model->column_count * sizeof *row->values;
	struct row_before before = { row, *row, arena_alloc_raw(arena, size) };
	memcpy(before.values, row->values, size);
	return before;
}

void row_put_back(const struct row_before *before)
{
	*before->row = before->was;
	memcpy(before->row->values, before->values, before->row->model->column_count * sizeof *before->values);
}

/* Whether @position is part of what tells a stored row from others. */
static bool is_its_key(const struct row *row, int position)
{
	return row->stored && model_column(row->model, position)->attribute.primary_key &&
		!value_is_null(row->values[position]);
}

enum err row_put(struct arena *arena, struct row *row, const struct pair *values)
{
	const struct pair *pair;
	int position;
	for (pair = values; pair && pair->attribute; pair++) {
		try(sql_attribute(row->model, pair->attribute, &position));
		if (is_its_key(row, position) && !value_equals(row->values[position], pair->value))
			return fail(ERR_ERROR, "%s.%s is the key of this row and stays: change it with an update of the model",
				row->model->name, pair->attribute);
	}
	for (pair = values; pair && pair->attribute; pair++) {
		position = model_attribute_index(row->model, pair->attribute);
		if (value_equals(row->values[position], pair->value) && row->present & row_bit(position))
			continue;
		row_set(row, position, value_keep(arena, pair->value));
		row->changed |= row_bit(position);
	}
	return OK;
}

const struct pair *pairs_only(struct arena *arena, const struct pair *values, const char *const *fields)
{
	size_t count = 0, kept = 0;
	for (const struct pair *pair = values; pair && pair->attribute; pair++)
		count++;
	struct pair *only = arena_array(arena, struct pair, count + 1);
	for (size_t i = 0; i < count; i++)
		for (const char *const *field = fields; *field; field++)
			if (!strcmp(values[i].attribute, *field)) {
				only[kept++] = values[i];
				break;
			}
	return only;
}
