/* INSERT: one row, many, or one that may be there already.
 *
 * One row is the path that everything takes: its text is kept for each set of columns, its values are bound from the
 * stack. Many rows are one statement as long as they have not too many values. */
#include "model/write.h"

#include "base/arena.h"
#include "db/statement.h"
#include "model/sql.h"
#include "model/store.h"
#include "model/texts.h"

#include <string.h>

enum { BULK_ROWS = 40, NARROW = 64 };

/* Columns that some row has a value for; the others are left to SQLite. */
static size_t used_columns(const struct model *model, struct row *const *rows, size_t count, int *positions)
{
	size_t used = 0;
	for (size_t c = 0; c < model->column_count; c++) {
		bool needed = false;
		for (size_t i = 0; i < count && !needed; i++)
			needed = !value_is_null(rows[i]->values[c]) ||
				(c < 63 && (rows[i]->present >> c & 1) && (int)c != model->rowid_key);
		if (needed)
			positions[used++] = (int)c;
	}
	return used;
}

/* INSERT INTO table (columns) VALUES (?, …), … as often as there are rows. */
static void add_insert(struct buffer *text, const struct model *model, size_t rows, const int *positions, size_t used)
{
	buffer_printf(text, "INSERT INTO %s ", model->quoted_table);
	if (!used) {
		buffer_puts(text, "DEFAULT VALUES");
		return;
	}
	for (size_t c = 0; c < used; c++)
		buffer_printf(text, "%s%s", c ? ", " : "(", model->columns[positions[c]].quoted);
	buffer_puts(text, ") VALUES ");
	for (size_t i = 0; i < rows; i++)
		for (size_t c = 0; c < used; c++)
			buffer_puts(text, c ? ", ?" : i ? "), (?" : "(?");
	buffer_puts(text, ")");
}

static const char *insert_text(struct store *store, const struct model *model, const int *positions, size_t used)
{
	uint64_t columns = 0;
	for (size_t c = 0; c < used; c++)
		columns |= UINT64_C(1) << positions[c];
	const char *kept = texts_find(store_texts(store), model, TEXT_INSERT, columns);
	if (kept)
		return kept;
	struct buffer text = { 0 };
	add_insert(&text, model, 1, positions, used);
	kept = texts_keep(store_texts(store), model, TEXT_INSERT, columns, text.bytes);
	buffer_release(&text);
	return kept;
}

static void has_been_inserted(struct row *row)
{
	row->stored = true;
	row->changed = 0;
}

static enum err insert_narrow(struct store *store, const struct model *model, struct row *row)
{
	struct statement *statement;
	int positions[NARROW];
	size_t used = used_columns(model, &row, 1, positions);
	bool more = true;
	enum err err = OK;
	try(statement_open(store_connection(store), insert_text(store, model, positions, used), &statement));
	for (size_t c = 0; c < used; c++)
		statement_bind(statement, c, row->values[positions[c]]);
	while (!err && more)
		err = statement_step(statement, &more);
	int64_t id = statement_inserted(statement);
	try(statement_close(statement, err));
	if (model->rowid_key >= 0 && value_is_null(row->values[model->rowid_key]))
		row_set(row, model->rowid_key, value_integer(id));
	has_been_inserted(row);
	return OK;
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

static void bind_rows(struct sql *sql, struct row *const *rows, size_t count, const int *positions, size_t used)
{
	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < used; c++)
			vec_push(&sql->values, rows[i]->values[positions[c]]);
}

static enum err insert_many(struct store *store, const struct model *model, struct row *const *rows, size_t count)
{
	struct sql sql;
	struct statement *statement = NULL;
	sql_init(&sql);
	int *positions = arena_array(&sql.scratch, int, model->column_count);
	size_t used = used_columns(model, rows, count, positions);
	add_insert(&sql.text, model, count, positions, used);
	bind_rows(&sql, rows, count, positions, used);
	if (model->rowid_key >= 0)
		buffer_printf(&sql.text, " RETURNING %s", model->columns[model->rowid_key].quoted);
	enum err err = sql_open(&sql, store, &statement);
	if (!err)
		err = take_ids(statement, model, rows, count);
	err = statement_close(statement, err);
	for (size_t i = 0; !err && i < count; i++)
		has_been_inserted(rows[i]);
	sql_release(&sql);
	return err;
}

enum err rows_insert(struct store *store, const struct model *model, struct row *const *rows, size_t count)
{
	bool narrow = count == 1 && model->column_count <= NARROW;
	enum err err = narrow ? insert_narrow(store, model, rows[0]) : insert_many(store, model, rows, count);
	return err ? tell_dangling(store, err, rows, count) : OK;
}

enum err model_create(struct store *store, struct arena *arena, const struct model *model, const struct pair *values,
	struct row **out)
{
	return create_with(store, arena, model, values, NULL, out);
}

/* Rows without any value cannot share a statement: DEFAULT VALUES makes one. */
static size_t chunk_of(const struct model *model, struct row *const *rows, size_t count)
{
	if (count > BULK_ROWS)
		count = BULK_ROWS;
	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < model->column_count; c++)
			if (!value_is_null(rows[i]->values[c]))
				return count;
	return 1;
}

static enum err insert_chunks(struct store *store, const struct model *model, const struct rows *rows)
{
	for (size_t i = 0, size; i < rows->count; i += size) {
		size = chunk_of(model, rows->items + i, rows->count - i);
		try(rows_insert(store, model, rows->items + i, size));
	}
	return OK;
}

enum err model_bulk_create(struct store *store, struct arena *arena, const struct model *model,
	const struct pair *const *values, size_t count, struct rows *out)
{
	struct value now = stamp_now(arena);
	struct rows rows = { arena_array(arena, struct row *, count), count };
	if (out)
		*out = (struct rows){ NULL, 0 };
	for (size_t i = 0; i < count; i++) {
		try(model_build(arena, model, values[i], &rows.items[i]));
		try(row_complete(arena, rows.items[i], now));
	}
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

static enum err add_conflict(struct sql *sql, const struct model *model, const int *positions, size_t used,
	const char *const *conflict)
{
	size_t set = 0;
	for (const char *const *name = conflict; *name; name++) {
		int position;
		try(sql_attribute(model, *name, &position));
		buffer_printf(&sql->text, "%s%s", name == conflict ? " ON CONFLICT (" : ", ",
			model->columns[position].quoted);
	}
	sql_add(sql, ") DO ");
	for (size_t c = 0; c < used; c++) {
		const struct column *column = &model->columns[positions[c]];
		if (!is_named(conflict, column->attribute.name) && positions[c] != model->created_at)
			buffer_printf(&sql->text, "%s%s = excluded.%s", set++ ? ", " : "UPDATE SET ", column->quoted,
				column->quoted);
	}
	if (!set)
		sql_add(sql, "NOTHING");
	return OK;
}

enum err model_upsert(struct store *store, const struct model *model, const struct pair *values,
	const char *const *conflict)
{
	struct sql sql;
	struct row *row;
	sql_init(&sql);
	enum err err = model_build(&sql.scratch, model, values, &row);
	if (!err)
		err = row_complete(&sql.scratch, row, value_null());
	if (!err) {
		int *positions = arena_array(&sql.scratch, int, model->column_count);
		size_t used = used_columns(model, &row, 1, positions);
		add_insert(&sql.text, model, 1, positions, used);
		bind_rows(&sql, &row, 1, positions, used);
		err = add_conflict(&sql, model, positions, used, conflict);
	}
	if (!err)
		err = sql_run(&sql, store, NULL);
	sql_release(&sql);
	return err;
}
