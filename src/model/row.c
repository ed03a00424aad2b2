/* Rows in memory: values in the order of the model's attributes, and what was included. */
#include "model/find.h"

#include "base/arena.h"
#include "model/schema.h"

#include <string.h>

struct row *row_new(struct arena *arena, const struct model *model)
{
	struct row *row = arena_alloc(arena, sizeof *row + model->column_count * sizeof(struct value));
	row->model = model;
	row->values = (struct value *)(row + 1);
	return row;
}

static int need(const struct row *row, const char *attribute)
{
	int position = model_attribute_index(row->model, attribute);
	if (position < 0)
		bug("'%s' is no attribute of %s", attribute, row->model->name);
	return position;
}

struct value row_at(const struct row *row, int position)
{
	return position < 0 ? value_null() : row->values[position];
}

void row_set(struct row *row, int position, struct value value)
{
	row->values[position] = value;
	row->present |= row_bit(position);
}

struct value row_get(const struct row *row, const char *attribute)
{
	return row->values[need(row, attribute)];
}

int64_t row_int(const struct row *row, const char *attribute)
{
	return value_int_or(row_get(row, attribute), 0);
}

const char *row_text(const struct row *row, const char *attribute)
{
	return value_str(row_get(row, attribute));
}

bool row_is_null(const struct row *row, const char *attribute)
{
	return value_is_null(row_get(row, attribute));
}

struct value row_key(const struct row *row)
{
	return row_at(row, row->model->key);
}

static const struct row_link *find_link(const struct row *row, const char *name)
{
	for (const struct row_link *link = row->links; link; link = link->next)
		if (!strcmp(link->name, name))
			return link;
	return NULL;
}

struct row *row_one(const struct row *row, const char *name)
{
	const struct row_link *link = find_link(row, name);
	return link && link->rows.count ? link->rows.items[0] : NULL;
}

struct rows row_many(const struct row *row, const char *name)
{
	const struct row_link *link = find_link(row, name);
	return link ? link->rows : (struct rows){ NULL, 0 };
}

void row_link(struct arena *arena, struct row *row, const char *name, bool list, struct rows rows)
{
	struct row_link *link = arena_new(arena, struct row_link);
	*link = (struct row_link){ name, list, rows, row->links };
	row->links = link;
}
