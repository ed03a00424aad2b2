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

enum err sql_list(struct sql *sql, const struct value *values, size_t count)
{
	struct buffer text = { 0 };
	struct json json = { .to = &text };
	json_array(&json);
	for (size_t i = 0; i < count; i++) {
		if (values[i].type == VALUE_BLOB) {
			buffer_release(&text);
			return fail(ERR_INPUT, "a list of values cannot hold a blob");
		}
		json_value(&json, values[i]);
	}
	json_end_array(&json);
	sql_value(sql, value_text_n(arena_copy(&sql->scratch, text.bytes, text.size), text.size));
	buffer_release(&text);
	return OK;
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
