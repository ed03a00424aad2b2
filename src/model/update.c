/* UPDATE and DELETE: rows by condition, and one row by its primary key.
 *
 * One row is written through a text that is kept for each set of columns; only what differs is written, and the row in
 * memory changes when the file has. */
#include "model/write.h"

#include "base/arena.h"
#include "db/statement.h"
#include "model/sql.h"
#include "model/store.h"
#include "model/texts.h"

#include <string.h>

enum { NARROW = 64 };

/* UPDATE … SET what was given and updatedAt; the conditions come after. */
static enum err add_update(struct sql *sql, const struct model *model, const struct pair *values)
{
	bool stamped = model->updated_at < 0;
	buffer_printf(&sql->text, "UPDATE %s SET ", model->quoted_table);
	for (const struct pair *pair = values; pair->attribute; pair++) {
		int position;
		try(sql_attribute(model, pair->attribute, &position));
		try(check_null(model, position, pair->value));
		stamped = stamped || position == model->updated_at;
		buffer_printf(&sql->text, "%s%s = ", pair == values ? "" : ", ", model->columns[position].quoted);
		sql_value(sql, pair->value);
	}
	if (!stamped) {
		buffer_printf(&sql->text, ", %s = ", model->columns[model->updated_at].quoted);
		sql_value(sql, stamp_now(&sql->scratch));
	}
	return OK;
}

/* The foreign keys among what was to be written. */
static enum err tell_pairs(struct store *store, struct arena *arena, enum err err, const struct model *model,
	const struct pair *values)
{
	struct row *row = row_new(arena, model);
	for (; err == ERR_FK_CONSTRAINT && values->attribute; values++)
		row_set(row, model_attribute_index(model, values->attribute), values->value);
	return tell_dangling(store, err, &row, 1);
}

enum err model_update(struct store *store, const struct model *model, const struct where *where,
	const struct pair *values, int64_t *affected)
{
	struct sql sql;
	if (affected)
		*affected = 0;
	if (!values || !values->attribute)
		return OK;
	sql_init(&sql);
	enum err err = add_update(&sql, model, values);
	if (!err)
		err = sql_where(&sql, model, NULL, where, false);
	if (!err)
		err = sql_run(&sql, store, affected);
	if (err)
		err = tell_pairs(store, &sql.scratch, err, model, values);
	sql_release(&sql);
	return err;
}

enum err model_destroy(struct store *store, const struct model *model, const struct where *where, int64_t *affected)
{
	struct sql sql;
	sql_init(&sql);
	buffer_printf(&sql.text, "DELETE FROM %s", model->quoted_table);
	enum err err = sql_where(&sql, model, NULL, where, false);
	if (!err)
		err = sql_run(&sql, store, affected);
	sql_release(&sql);
	return err ? tell_referred(store, err, model, NULL) : OK;
}

enum err where_row(struct arena *arena, const struct row *row, struct where **out)
{
	const struct model *model = row->model;
	if (!model->key_count)
		return fail(ERR_ERROR, "%s has no primary key: its rows cannot be told apart", model->name);
	struct where *list = arena_array(arena, struct where, model->key_count + 1);
	for (size_t i = 0; i < model->key_count; i++) {
		struct value key = row->values[model->keys[i]];
		if (value_is_null(key))
			return fail(ERR_ERROR, "this %s has no %s: every row would be meant", model->name,
				model->columns[model->keys[i]].attribute.name);
		list[i] = where_eq(model->columns[model->keys[i]].attribute.name, key);
	}
	list[model->key_count] = where_end;
	*out = list;
	return OK;
}

static void add_where_key(struct buffer *text, const struct model *model)
{
	for (size_t i = 0; i < model->key_count; i++)
		buffer_printf(text, "%s%s = ?", i ? " AND " : " WHERE ", model->columns[model->keys[i]].quoted);
}

static const char *update_text(struct store *store, const struct model *model, uint64_t columns)
{
	const char *kept = texts_find(store_texts(store), model, TEXT_UPDATE, columns);
	struct buffer text = { 0 };
	bool first = true;
	if (kept)
		return kept;
	buffer_printf(&text, "UPDATE %s SET ", model->quoted_table);
	for (size_t c = 0; c < model->column_count; c++)
		if (columns >> c & 1) {
			buffer_printf(&text, "%s%s = ?", first ? "" : ", ", model->columns[c].quoted);
			first = false;
		}
	add_where_key(&text, model);
	kept = texts_keep(store_texts(store), model, TEXT_UPDATE, columns, text.bytes);
	buffer_release(&text);
	return kept;
}

static const char *delete_text(struct store *store, const struct model *model)
{
	const char *kept = texts_find(store_texts(store), model, TEXT_DELETE, 0);
	struct buffer text = { 0 };
	if (kept)
		return kept;
	buffer_printf(&text, "DELETE FROM %s", model->quoted_table);
	add_where_key(&text, model);
	kept = texts_keep(store_texts(store), model, TEXT_DELETE, 0, text.bytes);
	buffer_release(&text);
	return kept;
}

static enum err run_on_row(struct store *store, const struct row *row, const char *text, const struct value *values,
	size_t count)
{
	const struct model *model = row->model;
	struct value all[NARROW + KEY_MAX * 2];
	if (count)
		memcpy(all, values, count * sizeof *values);
	for (size_t i = 0; i < model->key_count; i++)
		all[count + i] = row->values[model->keys[i]];
	return statement_run(store_connection(store), text, all, count + model->key_count, NULL);
}

/* Write @columns of @values, which stand in the order of the model's attributes. */
static enum err write_narrow(struct store *store, const struct row *row, const struct value *values, uint64_t columns)
{
	struct value bound[NARROW];
	size_t count = 0;
	for (size_t c = 0; c < row->model->column_count; c++)
		if (columns >> c & 1)
			bound[count++] = values[c];
	return run_on_row(store, row, update_text(store, row->model, columns), bound, count);
}

static enum err write_wide(struct store *store, struct arena *arena, const struct row *row, const struct value *values,
	const bool *written)
{
	struct pair *pairs = arena_array(arena, struct pair, row->model->column_count + 1);
	struct where *where;
	size_t count = 0;
	for (size_t c = 0; c < row->model->column_count; c++)
		if (written[c])
			pairs[count++] = (struct pair){ row->model->columns[c].attribute.name, values[c] };
	try(where_row(arena, row, &where));
	return model_update(store, row->model, where, pairs, NULL);
}

/* Write those of @values and the time, then take them over in memory. */
static enum err write_row(struct store *store, struct arena *arena, struct row *row, struct value *values,
	bool *written)
{
	const struct model *model = row->model;
	struct where *unused;
	uint64_t columns = 0;
	if (model->updated_at >= 0 && !written[model->updated_at]) {
		values[model->updated_at] = stamp_now(arena);
		written[model->updated_at] = true;
	}
	for (size_t c = 0; c < model->column_count; c++) {
		if (!written[c])
			continue;
		try(check_null(model, (int)c, values[c]));
		columns |= row_bit((int)c);
	}
	try(where_row(arena, row, &unused));
	bool narrow = model->column_count <= NARROW && model->key_count <= KEY_MAX;
	enum err err = narrow ? write_narrow(store, row, values, columns)
		: write_wide(store, arena, row, values, written);
	if (err) {
		struct row refused = { .model = model, .values = values }, *one = &refused;
		return tell_dangling(store, err, &one, 1);
	}
	for (size_t c = 0; c < model->column_count; c++)
		if (written[c])
			row->values[c] = values[c];
	row->present |= columns;
	row->changed &= ~columns;
	return OK;
}

static struct value *copy_of_values(struct arena *arena, const struct row *row)
{
	struct value *values = arena_array(arena, struct value, row->model->column_count);
	memcpy(values, row->values, row->model->column_count * sizeof *values);
	return values;
}

enum err row_update(struct store *store, struct arena *arena, struct row *row, const struct pair *pairs)
{
	struct value *values = copy_of_values(arena, row);
	bool *written = arena_array(arena, bool, row->model->column_count), differs = false;
	for (const struct pair *pair = pairs; pair && pair->attribute; pair++) {
		int position;
		try(sql_attribute(row->model, pair->attribute, &position));
		bool known = row->present & row_bit(position) && !(row->changed & row_bit(position));
		written[position] = !known || !value_equals(row->values[position], pair->value);
		values[position] = value_keep(arena, pair->value);
		differs = differs || written[position];
	}
	return differs ? write_row(store, arena, row, values, written) : OK;
}

static enum err insert_built(struct store *store, struct arena *arena, struct row *row)
{
	try(row_complete(arena, row, value_null()));
	return rows_insert(store, row->model, &row, 1);
}

enum err row_save(struct store *store, struct arena *arena, struct row *row)
{
	const struct model *model = row->model;
	if (!row->stored)
		return insert_built(store, arena, row);
	if (!row->changed)
		return OK;
	if (model->column_count > NARROW && row->changed >> 63 && row->present != UINT64_MAX)
		return fail(ERR_ERROR, "this %s was not read whole: update the attributes by name", model->name);
	bool *written = arena_array(arena, bool, model->column_count);
	for (size_t c = 0; c < model->column_count; c++)
		written[c] = (row->changed & row_bit((int)c)) != 0;
	return write_row(store, arena, row, copy_of_values(arena, row), written);
}

static enum err save_built_with(struct store *store, struct arena *arena, struct row *row, const struct pair *pairs)
{
	struct row_before before = row_before(arena, row);
	enum err err = row_put(arena, row, pairs);
	if (!err)
		err = insert_built(store, arena, row);
	if (err)
		row_put_back(&before);
	return err;
}

enum err row_save_with(struct store *store, struct arena *arena, struct row *row, const struct pair *pairs)
{
	const struct model *model = row->model;
	if (!row->stored)
		return save_built_with(store, arena, row, pairs);
	struct value *values = copy_of_values(arena, row);
	bool *written = arena_array(arena, bool, model->column_count);
	for (size_t c = 0; c < model->column_count && model->column_count <= NARROW; c++)
		written[c] = (row->changed & row_bit((int)c)) != 0;
	for (; pairs->attribute; pairs++) {
		int position;
		try(sql_attribute(model, pairs->attribute, &position));
		written[position] = true;
		values[position] = value_keep(arena, pairs->value);
	}
	return write_row(store, arena, row, values, written);
}

static enum err add_increments(struct sql *sql, const struct model *model, const struct pair *by)
{
	buffer_printf(&sql->text, "UPDATE %s SET ", model->quoted_table);
	for (const struct pair *pair = by; pair->attribute; pair++) {
		int position;
		try(sql_attribute(model, pair->attribute, &position));
		if (pair->value.type != VALUE_INTEGER && pair->value.type != VALUE_REAL)
			return fail(ERR_TYPE_ERROR, "%s.%s is incremented by a number", model->name, pair->attribute);
		const char *quoted = model->columns[position].quoted;
		buffer_printf(&sql->text, "%s%s = %s + ", pair == by ? "" : ", ", quoted, quoted);
		sql_value(sql, pair->value);
	}
	if (model->updated_at < 0)
		return OK;
	buffer_printf(&sql->text, ", %s = ", model->columns[model->updated_at].quoted);
	sql_value(sql, stamp_now(&sql->scratch));
	return OK;
}

static enum err increment(struct store *store, const struct model *model, const struct where *where,
	const struct pair *by, int64_t *affected)
{
	struct sql sql;
	sql_init(&sql);
	enum err err = add_increments(&sql, model, by);
	if (!err)
		err = sql_where(&sql, model, NULL, where, false);
	if (!err)
		err = sql_run(&sql, store, affected);
	sql_release(&sql);
	return err;
}

enum err model_increment(struct store *store, const struct model *model, const struct where *where,
	const char *attribute, int64_t by, int64_t *affected)
{
	const struct pair pairs[] = { { attribute, value_integer(by) }, pair_end };
	return increment(store, model, where, pairs, affected);
}

enum err row_increment(struct store *store, const struct row *row, const struct pair *by)
{
	struct arena arena;
	struct where *where;
	if (!by || !by->attribute)
		return OK;
	arena_init(&arena);
	enum err err = where_row(&arena, row, &where);
	if (!err)
		err = increment(store, row->model, where, by, NULL);
	arena_release(&arena);
	return err;
}
enum err row_destroy(struct store *store, struct row *row)
{
	struct arena arena;
	struct where *where;
	arena_init(&arena);
	enum err err = where_row(&arena, row, &where);
	if (!err && row->model->key_count <= KEY_MAX)
		err = run_on_row(store, row, delete_text(store, row->model), NULL, 0);
	else if (!err)
		err = model_destroy(store, row->model, where, NULL);
	if (err)
		err = tell_referred(store, err, row->model, row);
	else
		row->stored = false;
	arena_release(&arena);
	return err;
}

enum err row_reload(struct store *store, struct arena *arena, struct row *row)
{
	struct where *where;
	struct rows rows;
	try(where_row(arena, row, &where));
	try(model_find_all(store, arena, row->model, &(struct query){ .where = where, .unscoped = true }, &rows));
	if (!rows.count)
		return fail(ERR_INSTANCE_GONE, "this %s is gone: somebody deleted it", row->model->name);
	memcpy(row->values, rows.items[0]->values, row->model->column_count * sizeof *row->values);
	row->present = UINT64_MAX;
	row->changed = 0;
	row->stored = true;
	return OK;
}
