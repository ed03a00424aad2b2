/* CREATE TABLE in Sequelize's words and order: type, NOT NULL, DEFAULT, UNIQUE, PRIMARY KEY, REFERENCES; an integer
 * primary key is INTEGER PRIMARY KEY and nothing else; a part of a composite key is NOT NULL where PRIMARY KEY would
 * stand. CHECKs are ours and come last. */
#include "model/sync.h"

#include "base/vec.h"
#include "model/names.h"
#include "model/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_sql[TYPE_COUNT] = {
	[TYPE_INTEGER] = "INTEGER",
	[TYPE_STRING] = "VARCHAR(255)",
	[TYPE_TEXT] = "TEXT",
	[TYPE_DATE] = "DATETIME",
	[TYPE_BOOLEAN] = "TINYINT(1)",
	[TYPE_DOUBLE] = "DOUBLE PRECISION",
	[TYPE_BIGINT] = "BIGINT",
	[TYPE_BLOB] = "BLOB",
	[TYPE_UUID] = "UUID",
};

static bool is_integral(enum attribute_type type)
{
	return type == TYPE_INTEGER || type == TYPE_BIGINT || type == TYPE_BOOLEAN;
}

static void put_text(struct buffer *sql, const char *text, size_t size)
{
	buffer_putc(sql, '\'');
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\'')
			buffer_putc(sql, '\'');
		buffer_putc(sql, text[i]);
	}
	buffer_putc(sql, '\'');
}

/* The shortest decimal that reads back as the same number, as JavaScript writes it; quoted, as Sequelize does. */
static void put_real(struct buffer *sql, double real)
{
	char digits[40];
	for (int precision = 1; precision <= 17; precision++) {
		snprintf(digits, sizeof digits, "%.*g", precision, real);
		if (strtod(digits, NULL) == real)
			break;
	}
	if (real > -1e15 && real < 1e15 && real == (double)(long long)real)
		snprintf(digits, sizeof digits, "%lld", (long long)real);
	put_text(sql, digits, strlen(digits));
}

static void put_value(struct buffer *sql, const struct value *value)
{
	switch (value->type) {
	case VALUE_NULL: buffer_puts(sql, "NULL"); break;
	case VALUE_INTEGER: buffer_printf(sql, "%lld", (long long)value->integer); break;
	case VALUE_REAL: put_real(sql, value->real); break;
	case VALUE_TEXT: put_text(sql, value->text, value->size); break;
	case VALUE_BLOB:
		buffer_puts(sql, "X'");
		for (size_t i = 0; i < value->size; i++)
			buffer_printf(sql, "%02x", (unsigned)(unsigned char)value->text[i]);
		buffer_putc(sql, '\'');
		break;
	}
}

static void put_actions(struct buffer *sql, const struct foreign_key *key)
{
	if (key->on_delete)
		buffer_printf(sql, " ON DELETE %s", key_action_name(key->on_delete));
	if (key->on_update)
		buffer_printf(sql, " ON UPDATE %s", key_action_name(key->on_update));
}

static void put_reference(struct buffer *sql, const struct model *model, const struct column *column)
{
	if (column->foreign_key < 0 || !model->foreign_keys[column->foreign_key].constrained)
		return;
	const struct foreign_key *key = &model->foreign_keys[column->foreign_key];
	const struct column *referenced = model_find_column(key->references, key->referenced[0]);
	buffer_printf(sql, " REFERENCES %s (%s)", key->references->quoted_table, referenced->quoted);
	put_actions(sql, key);
}

static void put_fields(struct buffer *sql, const struct model *model, const char *const *attributes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_printf(sql, "%s%s", i ? ", " : "", model_find_column(model, attributes[i])->quoted);
}

/* A key of several columns; Sequelize has none. */
static void put_composite(struct buffer *sql, const struct foreign_key *key)
{
	if (!key->constrained || key->count < 2)
		return;
	buffer_puts(sql, ", FOREIGN KEY (");
	put_fields(sql, key->model, key->attributes, key->count);
	buffer_printf(sql, ") REFERENCES %s (", key->references->quoted_table);
	put_fields(sql, key->references, key->referenced, key->count);
	buffer_putc(sql, ')');
	put_actions(sql, key);
}

static void put_column(struct buffer *sql, const struct model *model, const struct column *column)
{
	const struct attribute *a = &column->attribute;
	bool sole_key = a->primary_key && model->key_count == 1;
	buffer_printf(sql, "%s ", column->quoted);
	if (sole_key && is_integral(a->type)) {
		buffer_printf(sql, "INTEGER PRIMARY KEY%s", a->auto_increment ? " AUTOINCREMENT" : "");
	} else {
		bool said = column->allow_null == NO;
		buffer_printf(sql, "%s%s", type_sql[a->type], said ? " NOT NULL" : "");
		if (a->default_value) {
			buffer_puts(sql, " DEFAULT ");
			put_value(sql, a->default_value);
		}
		buffer_puts(sql, a->unique ? " UNIQUE" : "");
		if (sole_key)
			buffer_puts(sql, " PRIMARY KEY");
		else if (a->not_null && !said)
			buffer_puts(sql, " NOT NULL");
	}
	put_reference(sql, model, column);
	if (a->check)
		buffer_printf(sql, " CHECK (%s)", a->check);
}

static void put_list(
	struct buffer *sql, const struct model *model, const char *what, const int *positions, size_t count)
{
	buffer_printf(sql, ", %s (", what);
	for (size_t i = 0; i < count; i++)
		buffer_printf(sql, "%s%s", i ? ", " : "", model->columns[positions[i]].quoted);
	buffer_putc(sql, ')');
}

static const char *take(struct arena *arena, struct buffer *sql)
{
	const char *out = arena_copy(arena, sql->size ? sql->bytes : "", sql->size);
	buffer_release(sql);
	return out;
}

const char *attribute_type_sql(enum attribute_type type)
{
	return type_sql[type];
}

const char *default_ddl(struct arena *arena, const struct value *value)
{
	struct buffer sql = { 0 };
	buffer_puts(&sql, "DEFAULT ");
	put_value(&sql, value);
	return take(arena, &sql);
}

const char *fields_ddl(struct arena *arena, const struct model *model, const char *const *attributes, size_t count)
{
	struct buffer sql = { 0 };
	put_fields(&sql, model, attributes, count);
	return take(arena, &sql);
}

const char *key_ddl(struct arena *arena, const struct foreign_key *key)
{
	struct buffer sql = { 0 };
	for (size_t i = 0; i < key->count; i++) {
		if (i)
			buffer_puts(&sql, ", ");
		put_column(&sql, key->model, model_find_column(key->model, key->attributes[i]));
	}
	put_composite(&sql, key);
	return take(arena, &sql);
}

const char *model_ddl(struct arena *arena, const struct model *model)
{
	struct buffer sql = { 0 };
	buffer_printf(&sql, "CREATE TABLE %s (", model->quoted_table);
	for (size_t i = 0; i < model->column_count; i++) {
		if (i)
			buffer_puts(&sql, ", ");
		put_column(&sql, model, &model->columns[i]);
	}
	for (size_t i = 0; i < model->unique_key_count; i++)
		put_list(&sql, model, "UNIQUE", model->unique_keys[i].positions, model->unique_keys[i].count);
	if (model->key_count > 1)
		put_list(&sql, model, "PRIMARY KEY", model->keys, model->key_count);
	for (size_t i = 0; i < model->foreign_key_count; i++)
		put_composite(&sql, &model->foreign_keys[i]);
	buffer_putc(&sql, ')');
	return take(arena, &sql);
}
