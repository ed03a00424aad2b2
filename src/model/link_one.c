/* belongsTo and hasOne: reference rows 87 to 115. */
#include "model/link.h"

#include "base/arena.h"
#include "model/write.h"

/* What has no default must be there before the SQL, although only the key is written. */
static enum err check_complete(const struct row *row)
{
	for (size_t i = 0; i < row->model->column_count; i++)
		if (!row->model->columns[i].attribute.default_value)
			try(check_null(row->model, (int)i, row->values[i]));
	return OK;
}

/* A source that is not in the file yet is inserted with its key alone (row 110); what else it has waits for row_save(). */
static enum err insert_with_key(const struct call *c, const struct pair *key)
{
	struct row *row = row_new(c->arena, c->on->model);
	for (size_t i = 0; i < row->model->key_count; i++)
		if (!value_is_null(c->on->values[row->model->keys[i]]))
			row_set(row, row->model->keys[i], c->on->values[row->model->keys[i]]);
	for (; key->attribute; key++) {
		int position = model_attribute_index(row->model, key->attribute);
		try(check_null(row->model, position, key->value));
		row_set(row, position, value_keep(c->arena, key->value));
	}
	row_stamp(c->arena, row, value_null());
	try(check_complete(row));
	try(rows_insert(c->store, row->model, &row, 1));
	for (size_t i = 0; i < row->model->column_count; i++)
		if (row->present & row_bit((int)i) && !value_is_null(row->values[i])) {
			row_set(c->on, (int)i, row->values[i]);
			c->on->changed &= ~row_bit((int)i);
		}
	c->on->stored = true;
	return OK;
}

static enum err point_at(const struct call *c, const struct value *values)
{
	const struct pair *key = foreign_pairs(c->arena, c->association, values);
	return c->on->stored ? row_update(c->store, c->arena, c->on, key) : insert_with_key(c, key);
}

/* An unsaved target is not refused: its key is null, and that is what is written (row 109). */
static enum err belongs_to_set(const struct call *c)
{
	struct keys keys;
	try(call_keys(c, end_columns(c->association), &keys));
	return point_at(c, keys.count ? keys.values : NULL);
}

static enum err belongs_to_create(const struct call *c, const struct pair *values, struct row **out)
{
	const struct association *a = c->association;
	struct value key[KEY_MAX];
	try(create_with(c->store, c->arena, a->target, values, a->definition.scope, out));
	for (size_t i = 0; i < a->near.count; i++)
		key[i] = row_at(*out, a->near.right[i]);
	return point_at(c, key);
}

const struct link_ops link_belongs_to = { .set = belongs_to_set, .create = belongs_to_create, .plain_set = true };

/* All that is linked now: one, unless something else than set() linked more. */
static enum err has_one_current(const struct call *c, struct rows *out)
{
	const struct association *a = c->association;
	struct value source[KEY_MAX];
	*out = (struct rows){ NULL, 0 };
	if (!source_values(a, c->on, source))
		return OK;
	struct query query = { .where = where_linked(c->arena, a, c->on, where_end), .unscoped = true };
	return model_find_all(c->store, c->arena, a->target, &query, out);
}

static enum err has_one_update(const struct call *c, const struct target *target, const struct keys *keys,
	const struct pair *link)
{
	const struct model *model = c->association->target;
	if (target->row)
		return row_save_with(c->store, c->arena, target->row, link);
	struct where where[] = { where_keys(c->arena, keys), where_end };
	return model_update(c->store, model, where, link, NULL);
}

/* A row is saved as it is, which inserts an unsaved one whole; a key is enough for an update (rows 93 to 96). */
static enum err has_one_link(const struct call *c, const struct keys *keys)
{
	const struct association *a = c->association;
	struct value source[KEY_MAX];
	source_values(a, c->on, source);
	const struct pair *link = pairs_over(c->arena, foreign_pairs(c->arena, a, source), a->definition.scope);
	return has_one_update(c, keys->targets[0], keys, link);
}

/* The old one is let go first, so that a unique key never sees two (row 100). */
static enum err has_one_set(const struct call *c)
{
	const struct association *a = c->association;
	struct keys keys;
	struct rows now;
	bool linked = false;
	try(call_keys(c, key_columns(a->target), &keys));
	try(has_one_current(c, &now));
	struct keys old = keys_of_rows(c->arena, key_columns(a->target), &now);
	struct key_index wanted = key_index(c->arena, &keys);
	for (size_t i = 0; i < now.count; i++) {
		bool same = key_find(&wanted, key_at(&old, i)) >= 0;
		if (!same)
			try(row_update(c->store, c->arena, now.items[i], foreign_pairs(c->arena, a, NULL)));
		linked = linked || same;
	}
	return keys.count && !linked ? has_one_link(c, &keys) : OK;
}

const struct link_ops link_has_one = { .set = has_one_set, .create = create_linked, .plain_create = true };
