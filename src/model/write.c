/* Creating, updating, destroying. Missing values are found before the SQL; timestamps are kept; defaults filled in. */
#include "model/record.h"

#include "base/arena.h"
#include "base/clock.h"
#include "db/statement.h"
#include "model/find.h"
#include "model/sql.h"
#include "model/store.h"

#include <string.h>

enum { BULK_ROWS = 40 };

static struct value stamp_now(struct arena *arena)
{
	char *stamp = arena_alloc(arena, CLOCK_STAMP_SIZE);
	clock_stamp(clock_now(), stamp);
	return value_text(stamp);
}

static enum err missing(const struct model *model, int position)
{
	return fail(ERR_NOT_NULL_VALIDATION, "%s.%s is missing: give it a value", model->name, model->columns[position].attribute.name);
}

/* Text of the caller's is copied, so that the row outlives it. */
static struct value keep_value(struct arena *arena, struct value value)
{
	if ((value.type == VALUE_TEXT || value.type == VALUE_BLOB) && value.text)
		value.text = arena_copy(arena, value.text, value.size);
	return value;
}

/* Whether SQLite gives this column a value by itself. */
static bool is_generated(const struct model *model, int position)
{
	return position == model->rowid_key;
}

static bool may_be_null(const struct model *model, int position)
{
	const struct attribute *a = &model->columns[position].attribute;
	return is_generated(model, position) || !(a->not_null || a->primary_key);
}

/* The row that @pairs make: what was given, defaults, timestamps. */
static enum err build_row(struct arena *arena, const struct model *model, const struct pair *pairs, struct value now, struct row **out)
{
	struct row *row = row_new(arena, model);
	for (const struct pair *pair = pairs; pair && pair->attribute; pair++) {
		int position;
		try(sql_attribute(model, pair->attribute, &position));
		row_set(row, position, keep_value(arena, pair->value));
	}
	for (size_t i = 0; i < model->column_count; i++) {
		const struct attribute *a = &model->columns[i].attribute;
		bool given = i < 64 ? row->present >> i & 1 : !value_is_null(row->values[i]);
		if (!given && a->default_value)
			row_set(row, (int)i, *a->default_value);
	}
	if (model->created_at >= 0 && value_is_null(row->values[model->created_at]))
		row_set(row, model->created_at, now);
	if (model->updated_at >= 0 && value_is_null(row->values[model->updated_at]))
		row_set(row, model->updated_at, now);
	for (size_t i = 0; i < model->column_count; i++)
		if (value_is_null(row->values[i]) && !may_be_null(model, (int)i))
			return missing(model, (int)i);
	*out = row;
	return OK;
}

/* Columns that some row has a value for; the others are left to SQLite. */
static size_t used_columns(const struct model *model, struct row *const *rows, size_t count, int *positions)
{
	size_t used = 0;
	for (size_t c = 0; c < model->column_count; c++) {
		bool needed = false;
		for (size_t i = 0; i < count && !needed; i++)
			needed = !value_is_null(rows[i]->values[c]) || (c < 64 && (rows[i]->present >> c & 1) && !is_generated(model, (int)c));
		if (needed)
			positions[used++] = (int)c;
	}
	return used;
}

static void add_insert(struct sql *sql, const struct model *model, struct row *const *rows, size_t count, const int *positions, size_t used)
{
	buffer_printf(&sql->text, "INSERT INTO %s ", model->quoted_table);
	if (!used) {
		sql_add(sql, "DEFAULT VALUES");
		return;
	}
	for (size_t c = 0; c < used; c++) {
		sql_add(sql, c ? ", " : "(");
		sql_add(sql, model->columns[positions[c]].quoted);
	}
	sql_add(sql, ") VALUES ");
	for (size_t i = 0; i < count; i++) {
		sql_add(sql, i ? ", (" : "(");
		for (size_t c = 0; c < used; c++) {
			sql_add(sql, c ? ", " : "");
			sql_value(sql, rows[i]->values[positions[c]]);
		}
		sql_add(sql, ")");
	}
}

/* The ids that SQLite gave come back in the order of the rows. */
static enum err take_ids(struct statement *statement, const struct model *model, struct row *const *rows, size_t count)
{
	bool more = true;
	size_t i = 0;
	enum err err;
	while (!(err = statement_step(statement, &more)) && more)
		if (i < count && model->rowid_key >= 0)
			row_set(rows[i++], model->rowid_key, statement_value(statement, 0));
	return err;
}

static enum err insert(struct store *store, const struct model *model, struct row *const *rows, size_t count)
{
	struct sql sql;
	struct statement *statement = NULL;
	sql_init(&sql);
	int *positions = arena_array(&sql.scratch, int, model->column_count);
	size_t used = used_columns(model, rows, count, positions);
	add_insert(&sql, model, rows, count, positions, used);
	if (model->rowid_key >= 0)
		buffer_printf(&sql.text, " RETURNING %s", model->columns[model->rowid_key].quoted);
	enum err err = sql_open(&sql, store, &statement);
	if (!err)
		err = take_ids(statement, model, rows, count);
	err = statement_close(statement, err);
	for (size_t i = 0; !err && i < count; i++)
		rows[i]->stored = true;
	sql_release(&sql);
	return err;
}

enum err model_create(struct store *store, struct arena *arena, const struct model *model, const struct pair *values, struct row **out)
{
	struct row *row;
	try(build_row(arena, model, values, stamp_now(arena), &row));
	try(insert(store, model, &row, 1));
	if (out)
		*out = row;
	return OK;
}

static enum err insert_chunks(struct store *store, const struct model *model, const struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i += BULK_ROWS)
		try(insert(store, model, rows->items + i, rows->count - i < BULK_ROWS ? rows->count - i : BULK_ROWS));
	return OK;
}

enum err model_bulk_create(struct store *store, struct arena *arena, const struct model *model, const struct pair *const *values, size_t count, struct rows *out)
{
	struct value now = stamp_now(arena);
	struct rows rows = { arena_array(arena, struct row *, count), count };
	for (size_t i = 0; i < count; i++)
		try(build_row(arena, model, values[i], now, &rows.items[i]));
	try(store_begin(store));
	try(store_end(store, insert_chunks(store, model, &rows)));
	if (out)
		*out = rows;
	return OK;
}

static bool is_named(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

enum err model_upsert(struct store *store, const struct model *model, const struct pair *values, const char *const *conflict)
{
	struct sql sql;
	struct row *row;
	sql_init(&sql);
	enum err err = build_row(&sql.scratch, model, values, stamp_now(&sql.scratch), &row);
	if (!err) {
		int *positions = arena_array(&sql.scratch, int, model->column_count);
		size_t used = used_columns(model, &row, 1, positions), set = 0;
		add_insert(&sql, model, &row, 1, positions, used);
		for (const char *const *name = conflict; *name; name++)
			buffer_printf(&sql.text, "%s%s", name == conflict ? " ON CONFLICT (" : ", ", model->columns[model_attribute_index(model, *name)].quoted);
		sql_add(&sql, ") DO ");
		for (size_t c = 0; c < used; c++) {
			const struct column *column = &model->columns[positions[c]];
			if (!is_named(conflict, column->attribute.name) && positions[c] != model->created_at)
				buffer_printf(&sql.text, "%s%s = excluded.%s", set++ ? ", " : "UPDATE SET ", column->quoted, column->quoted);
		}
		if (!set)
			sql_add(&sql, "NOTHING");
		err = sql_run(&sql, store, NULL);
	}
	sql_release(&sql);
	return err;
}

/* UPDATE … SET what was given and updatedAt; the conditions come after. */
static enum err add_update(struct sql *sql, const struct model *model, const struct pair *values)
{
	bool stamped = model->updated_at < 0;
	buffer_printf(&sql->text, "UPDATE %s SET ", model->quoted_table);
	for (const struct pair *pair = values; pair->attribute; pair++) {
		int position;
		try(sql_attribute(model, pair->attribute, &position));
		if (value_is_null(pair->value) && !may_be_null(model, position))
			return missing(model, position);
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

enum err model_update(struct store *store, const struct model *model, const struct where *where, const struct pair *values, int64_t *affected)
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
	return err;
}

static enum err add_increment(struct sql *sql, const struct model *model, const struct where *where, const char *attribute, int64_t by)
{
	int position;
	try(sql_attribute(model, attribute, &position));
	const char *quoted = model->columns[position].quoted;
	buffer_printf(&sql->text, "UPDATE %s SET %s = %s + ", model->quoted_table, quoted, quoted);
	sql_value(sql, value_integer(by));
	if (model->updated_at >= 0) {
		buffer_printf(&sql->text, ", %s = ", model->columns[model->updated_at].quoted);
		sql_value(sql, stamp_now(&sql->scratch));
	}
	return sql_where(sql, model, NULL, where, false);
}

enum err model_increment(struct store *store, const struct model *model, const struct where *where, const char *attribute, int64_t by, int64_t *affected)
{
	struct sql sql;
	sql_init(&sql);
	enum err err = add_increment(&sql, model, where, attribute, by);
	if (!err)
		err = sql_run(&sql, store, affected);
	sql_release(&sql);
	return err;
}

/* The row by all of its primary key. */
static enum err where_row(const struct row *row, struct where *list)
{
	const struct model *model = row->model;
	if (!model->key_count)
		return fail(ERR_ERROR, "%s has no primary key: its rows cannot be told apart", model->name);
	for (size_t i = 0; i < model->key_count; i++) {
		struct value key = row->values[model->keys[i]];
		if (value_is_null(key))
			return fail(ERR_ERROR, "this %s has no primary key: every row would be meant", model->name);
		list[i] = where_eq(model->columns[model->keys[i]].attribute.name, key);
	}
	list[model->key_count] = where_end;
	return OK;
}

static struct where *where_room(struct arena *arena, const struct row *row)
{
	return arena_array(arena, struct where, row->model->key_count + 1);
}

/* Only what differs from the row is written; nothing, when nothing does. */
static enum err changed_pairs(struct arena *arena, const struct row *row, const struct pair *values, struct pair **out)
{
	size_t count = 0, room = 0;
	for (const struct pair *pair = values; pair->attribute; pair++)
		room++;
	*out = arena_array(arena, struct pair, room + 1);
	for (const struct pair *pair = values; pair->attribute; pair++) {
		int position;
		try(sql_attribute(row->model, pair->attribute, &position));
		if (!value_equals(row->values[position], pair->value))
			(*out)[count++] = (struct pair){ pair->attribute, keep_value(arena, pair->value) };
	}
	return OK;
}

enum err row_update(struct store *store, struct arena *arena, struct row *row, const struct pair *values)
{
	struct where *where = where_room(arena, row);
	struct pair *changed;
	try(changed_pairs(arena, row, values, &changed));
	if (!changed->attribute)
		return OK;
	try(where_row(row, where));
	try(model_update(store, row->model, where, changed, NULL));
	for (; changed->attribute; changed++)
		row_set(row, model_attribute_index(row->model, changed->attribute), changed->value);
	if (row->model->updated_at >= 0)
		row_set(row, row->model->updated_at, stamp_now(arena));
	return OK;
}

enum err row_destroy(struct store *store, struct row *row)
{
	struct arena arena;
	arena_init(&arena);
	struct where *where = where_room(&arena, row);
	enum err err = where_row(row, where);
	if (!err)
		err = model_destroy(store, row->model, where, NULL);
	if (!err)
		row->stored = false;
	arena_release(&arena);
	return err;
}

enum err row_reload(struct store *store, struct arena *arena, struct row *row)
{
	struct where *where = where_room(arena, row);
	struct rows rows;
	try(where_row(row, where));
	try(model_find_all(store, arena, row->model, &(struct query){ .where = where }, &rows));
	if (!rows.count)
		return fail(ERR_INSTANCE_GONE, "this %s is gone: somebody deleted it", row->model->name);
	memcpy(row->values, rows.items[0]->values, row->model->column_count * sizeof *row->values);
	row->present = UINT64_MAX;
	row->stored = true;
	return OK;
}
