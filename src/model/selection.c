/* Which columns a statement reads, and rows made of them. What was not asked for is read all the same where something
 * hangs on it (keys, the columns that associations go by), but does not count as present. */
#include "model/find.h"

#include "base/arena.h"
#include "db/statement.h"
#include "model/loading.h"
#include "model/sql.h"

static void add_position(int *positions, struct selection *s, int position)
{
	for (size_t i = 0; i < s->count; i++)
		if (positions[i] == position)
			return;
	positions[s->count++] = position;
}

enum err selection_read(struct arena *arena, const struct model *model, const char *const *attributes,
	const struct loadings *below, struct selection *out)
{
	*out = (struct selection){ .model = model, .count = model->column_count, .wanted = UINT64_MAX };
	if (!attributes)
		return OK;
	int *positions = arena_array(arena, int, model->column_count + 1);
	out->positions = positions;
	out->count = 0;
	out->wanted = 0;
	for (const char *const *name = attributes; *name; name++) {
		int position;
		try(sql_attribute(model, *name, &position));
		add_position(positions, out, position);
		out->wanted |= row_bit(position);
	}
	for (size_t i = 0; i < model->key_count; i++)
		add_position(positions, out, model->keys[i]);
	for (size_t i = 0; below && i < below->count; i++) {
		const struct link *link = &below->items[i].association->near;
		for (size_t k = 0; k < link->count; k++)
			add_position(positions, out, link->left[k]);
	}
	return OK;
}

void selection_add(struct sql *sql, const struct selection *s)
{
	if (!s->positions) {
		sql_add(sql, s->model->qualified_list);
		return;
	}
	for (size_t i = 0; i < s->count; i++) {
		sql_add(sql, i ? ", " : "");
		sql_column(sql, s->model, NULL, s->positions[i]);
	}
}

struct row *selection_row(struct statement *statement, struct arena *arena, const struct selection *s, size_t from)
{
	struct row *row = row_new(arena, s->model);
	row->stored = true;
	row->present = s->wanted;
	statement_part_copy(statement, arena, from, row->values, s->count, s->positions);
	return row;
}

void selection_join(
	struct statement *statement, struct arena *arena, const struct selection *through, size_t from, struct row *row)
{
	struct row **items = arena_array(arena, struct row *, 1);
	items[0] = selection_row(statement, arena, through, from);
	row_link(arena, row, through->model->name, false, (struct rows){ items, 1 });
}
