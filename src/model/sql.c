/* Text and values of a statement. Names come from the schema, values are always bound. */
#include "model/sql.h"

#include "base/json.h"
#include "base/text.h"
#include "db/statement.h"
#include "model/store.h"

#include <string.h>

void sql_init(struct sql *sql)
{
	*sql = (struct sql){ .text = { 0 } };
	arena_init(&sql->scratch);
}

void sql_release(struct sql *sql)
{
	buffer_release(&sql->text);
	vec_release(&sql->values);
	arena_release(&sql->scratch);
}

void sql_add(struct sql *sql, const char *text)
{
	buffer_puts(&sql->text, text);
}

void sql_value(struct sql *sql, struct value value)
{
	vec_push(&sql->values, value);
	buffer_putc(&sql->text, '?');
}

void sql_column(struct sql *sql, const struct model *model, const char *alias, int position)
{
	const struct column *column = &model->columns[position];
	if (!alias) {
		sql_add(sql, column->qualified);
		return;
	}
	sql_add(sql, alias);
	buffer_putc(&sql->text, '.');
	sql_add(sql, column->quoted);
}

const char *sql_alias(struct sql *sql)
{
	return arena_format(&sql->scratch, "a%u", ++sql->aliases);
}

/* Integers go the short way: they are what keys nearly always are. */
static enum err list_value(struct buffer *text, struct value value)
{
	struct json json = { .to = text };
	if (value.type == VALUE_BLOB)
		return fail(ERR_INPUT, "a list of values cannot hold a blob");
	if (value.type == VALUE_INTEGER)
		buffer_integer(text, value.integer);
	else
		json_value(&json, value);
	return OK;
}

static enum err list_values(struct buffer *text, const struct value *values, size_t count, size_t columns)
{
	for (size_t i = 0; i < count * columns; i++) {
		if (i)
			buffer_putc(text, ',');
		if (columns > 1 && i % columns == 0)
			buffer_putc(text, '[');
		try(list_value(text, values[i]));
		if (columns > 1 && i % columns == columns - 1)
			buffer_putc(text, ']');
	}
	return OK;
}

enum err sql_list(struct sql *sql, const struct value *values, size_t count, size_t columns)
{
	struct buffer text = { 0 };
	buffer_putc(&text, '[');
	enum err err = list_values(&text, values, count, columns);
	buffer_putc(&text, ']');
	if (!err)
		sql_value(sql, value_text_n(arena_copy(&sql->scratch, text.bytes, text.size), text.size));
	buffer_release(&text);
	return err;
}

void sql_tie(struct sql *sql, const struct link *link, const struct model *left, const char *left_alias,
	const struct model *right, const char *right_alias)
{
	for (size_t i = 0; i < link->count; i++) {
		sql_add(sql, i ? " AND " : "");
		sql_column(sql, right, right_alias, link->right[i]);
		sql_add(sql, " = ");
		sql_column(sql, left, left_alias, link->left[i]);
	}
}

struct reach sql_reach(struct sql *sql, const struct association *a)
{
	struct reach reach = { sql_alias(sql), NULL };
	if (a->through) {
		reach.through = sql_alias(sql);
		buffer_printf(&sql->text, "%s AS %s JOIN ", a->through->quoted_table, reach.through);
	}
	buffer_printf(&sql->text, "%s AS %s", a->target->quoted_table, reach.target);
	if (a->through) {
		sql_add(sql, " ON ");
		sql_tie(sql, &a->far, a->through, reach.through, a->target, reach.target);
	}
	return reach;
}

void sql_reach_tie(struct sql *sql, const struct association *a, const char *source_alias, const struct reach *reach)
{
	sql_tie(sql, &a->near, a->source, source_alias, a->through ? a->through : a->target,
		a->through ? reach->through : reach->target);
}

enum err sql_open(struct sql *sql, struct store *store, struct statement **out)
{
	try(statement_open(store_connection(store), sql->text.bytes, out));
	statement_bind_all(*out, sql->values.items, sql->values.count);
	return OK;
}

enum err sql_run(struct sql *sql, struct store *store, int64_t *changes)
{
	return statement_run(store_connection(store), sql->text.bytes, sql->values.items, sql->values.count, changes);
}

enum err sql_attribute(const struct model *model, const char *name, int *out)
{
	*out = model_attribute_index(model, name);
	if (*out >= 0)
		return OK;
	const char **names = memory_new((model->column_count + 1) * sizeof *names);
	struct buffer list = { 0 };
	for (size_t i = 0; i < model->column_count; i++) {
		names[i] = model->columns[i].attribute.name;
		buffer_printf(&list, "%s%s", i ? ", " : "", names[i]);
	}
	const char *near = text_nearest(name, names, model->column_count);
	enum err err = fail(ERR_ERROR, "'%s' is no attribute of %s%s%s%s; it has %s", name, model->name,
		near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "", list.bytes ? list.bytes : "none");
	buffer_release(&list);
	vec_free(names);
	return err;
}
