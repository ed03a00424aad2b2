/* Attributes are called as their columns, models as the singular of their table, with a capital; a variable's name is made
 * of what JavaScript takes. Every string is written by the JSON encoder, so that no name can leave its quotes. */
#include "explore/javascript.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/vec.h"
#include "model/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct script { struct buffer *to; struct arena *arena; const struct outline *outline; const char **names; };

static void put_string(struct script *js, const char *raw)
{
	struct json json = { .to = js->to };
	json_string(&json, raw);
}

/* --- names of variables --- */

/* What the program says itself, or what JavaScript programs expect under that name. */
static const char *const reserved[] = { "Array", "Boolean", "DataTypes", "Date", "Error", "Function", "Map", "Math", "Number", "Object",
	"Promise", "RegExp", "Sequelize", "Set", "String", "Symbol" };

static bool is_taken(const struct script *js, size_t before, const char *name)
{
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (!strcmp(reserved[i], name))
			return true;
	for (size_t i = 0; i < before; i++)
		if (!strcmp(js->names[i], name))
			return true;
	return false;
}

static const char *variable_name(struct script *js, size_t position)
{
	const struct outline_table *table = &js->outline->tables[position];
	const char *word = table->model ? model_name(table->model) : camel_join(js->arena, singular_of(js->arena, table->name), "");
	char *name = arena_string(js->arena, upper_first(js->arena, *word ? word : "_"));
	for (char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '_')
			*c = '_';
	if (isdigit((unsigned char)*name))
		name = arena_format(js->arena, "_%s", name);
	const char *free_name = name;
	for (int n = 2; is_taken(js, position, free_name); n++)
		free_name = arena_format(js->arena, "%s%d", name, n);
	return free_name;
}

static const char *variable(const struct script *js, const struct outline_table *table)
{
	return js->names[table->position];
}

/* --- attributes --- */

/* @type: as it begins in the file, a longer one first; @length: what stands in parentheses goes along. */
static const struct { const char *type, *word; bool length; } types[] = {
	{ "TINYINT(1)", "BOOLEAN", false }, { "BOOL", "BOOLEAN", false }, { "BIGINT", "BIGINT", false },
	{ "UNSIGNED BIG", "BIGINT", false }, { "SMALLINT", "SMALLINT", false }, { "TINYINT", "TINYINT", false },
	{ "INT", "INTEGER", false }, { "VARCHAR", "STRING", true }, { "NVARCHAR", "STRING", true }, { "VARYING", "STRING", true },
	{ "NCHAR", "STRING", true }, { "CHAR", "STRING", true }, { "TEXT", "TEXT", false }, { "CLOB", "TEXT", false },
	{ "BLOB", "BLOB", false }, { "DATETIME", "DATE", false }, { "TIMESTAMP", "DATE", false }, { "DATE", "DATEONLY", false },
	{ "TIME", "TIME", false }, { "REAL", "DOUBLE", false }, { "DOUBLE", "DOUBLE", false }, { "FLOAT", "DOUBLE", false },
	{ "DECIMAL", "DECIMAL", true }, { "NUMERIC", "DECIMAL", true }, { "JSON", "JSON", false }, { "UUID", "UUID", false },
	{ "GUID", "UUID", false }, { "INTEGER", "INTEGER", false },
};

/* "(10,2)" and nothing else in it, or "". */
static const char *length_of(struct script *js, const char *type)
{
	const char *open = strchr(type, '('), *close = open ? strchr(open, ')') : NULL;
	if (!close || strspn(open + 1, "0123456789, ") != (size_t)(close - open - 1) || close == open + 1)
		return "";
	return arena_copy(js->arena, open, (size_t)(close - open + 1));
}

static void put_type(struct script *js, const char *type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (!strncasecmp(type, types[i].type, strlen(types[i].type))) {
			buffer_printf(js->to, "DataTypes.%s%s", types[i].word, types[i].length ? length_of(js, type) : "");
			return;
		}
	buffer_puts(js->to, "DataTypes.TEXT");
}

static bool is_serial(const struct outline_table *table, const struct outline_column *column)
{
	return table->rowid_key && column->key;
}

static void put_attribute(struct script *js, const struct outline_table *table, const struct outline_column *column)
{
	buffer_puts(js->to, "  ");
	put_string(js, column->name);
	buffer_puts(js->to, ": { type: ");
	put_type(js, column->type);
	if (column->key)
		buffer_puts(js->to, ", primaryKey: true");
	if (is_serial(table, column))
		buffer_puts(js->to, ", autoIncrement: true");
	else if (column->not_null)
		buffer_puts(js->to, ", allowNull: false");
	if (column->default_sql) {
		buffer_puts(js->to, ", defaultValue: Sequelize.literal(");
		put_string(js, column->default_sql);
		buffer_puts(js->to, ")");
	}
	buffer_puts(js->to, column->generated ? " }, // generated: never write it\n" : " },\n");
}

static bool has_timestamps(const struct outline_table *table)
{
	int created = outline_column(table, "createdAt"), updated = outline_column(table, "updatedAt");
	return created >= 0 && updated >= 0 && !strcmp(table->columns[created].name, "createdAt") &&
		!strcmp(table->columns[updated].name, "updatedAt");
}

/* Sequelize replaces a model by the next of its name, and cuts a name at its dots. */
static const char *defined_name(struct script *js, const struct outline_table *table)
{
	const char *name = table->model ? model_name(table->model) : singular_of(js->arena, table->name), *word = variable(js, table);
	return strcmp(word, upper_first(js->arena, camel_join(js->arena, name, ""))) ? word : name;
}

static void put_model(struct script *js, const struct outline_table *table)
{
	buffer_printf(js->to, "const %s = sequelize.define(", variable(js, table));
	put_string(js, defined_name(js, table));
	buffer_puts(js->to, ", {\n");
	for (size_t i = 0; i < table->column_count; i++)
		if (!table->columns[i].hidden)
			put_attribute(js, table, &table->columns[i]);
	buffer_puts(js->to, "}, { tableName: ");
	put_string(js, table->name);
	buffer_printf(js->to, ", timestamps: %s });\n", has_timestamps(table) ? "true" : "false");
	if (!table->key_count)
		buffer_printf(js->to, "%s.removeAttribute('id'); // no primary key: an include finds none of its rows\n", variable(js, table));
	buffer_putc(js->to, '\n');
}

/* --- associations --- */

static const char *column_name(const struct outline_table *table, const int *columns)
{
	return table->columns[*columns].name;
}

static void put_option(struct script *js, const char *name, const char *value)
{
	buffer_printf(js->to, ", %s: ", name);
	put_string(js, value);
}

/* The column that the key refers to, where it is not the primary key. */
static void put_referenced(struct script *js, const char *option, const struct outline_key *key)
{
	if (key->references->key_count != 1 || key->references->key[0] != key->referenced[0])
		put_option(js, option, column_name(key->references, key->referenced));
}

static void put_options(struct script *js, const struct relation *r)
{
	buffer_puts(js->to, "as: ");
	put_string(js, r->as);
	if (r->through)
		buffer_printf(js->to, ", through: %s", variable(js, r->through));
	put_option(js, "foreignKey", column_name(r->key->table, r->key->columns));
	if (r->through)
		put_option(js, "otherKey", column_name(r->other->table, r->other->columns));
	put_referenced(js, r->kind == BELONGS_TO ? "targetKey" : "sourceKey", r->key);
	if (r->through)
		put_referenced(js, "targetKey", r->other);
	if (r->proposed)
		buffer_puts(js->to, ", constraints: false");
	else
		put_option(js, "onDelete", key_action_name(r->key->on_delete));
	if (!r->proposed)
		put_option(js, "onUpdate", key_action_name(r->key->on_update));
}

static const char *objection(const struct relation *r)
{
	if (r->key->count > 1 || (r->other && r->other->count > 1))
		return "a key of several columns, which Sequelize has no association for: ";
	if (r->key->broken || (r->other && r->other->broken))
		return "its key refers to what is not there, or not unique: ";
	return NULL;
}

static void put_relation(struct script *js, const struct relation *r)
{
	const char *no = objection(r);
	if (no)
		buffer_printf(js->to, "// %s", no);
	buffer_printf(js->to, "%s.%s(%s, { ", variable(js, r->source), association_kind_name(r->kind), variable(js, r->target));
	if (no)
		put_string(js, r->as);
	else
		put_options(js, r);
	buffer_puts(js->to, r->proposed && !no ? " }); // proposed: the file does not declare it\n" : " });\n");
}

static void put_exports(struct script *js)
{
	buffer_puts(js->to, "\nmodule.exports = { sequelize");
	for (size_t i = 0; i < js->outline->table_count; i++)
		buffer_printf(js->to, ", %s", js->names[i]);
	buffer_puts(js->to, " };\n");
}

void javascript_write(struct buffer *to, struct arena *arena, const struct outline *outline, const char *file)
{
	struct script js = { to, arena, outline, arena_array(arena, const char *, outline->table_count) };
	for (size_t i = 0; i < outline->table_count; i++)
		js.names[i] = variable_name(&js, i);
	buffer_puts(to, "// Needs the packages sequelize (6) and sqlite3.\n'use strict';\nconst { Sequelize, DataTypes } = require('sequelize');\n"
		"const sequelize = new Sequelize({ dialect: 'sqlite', storage: process.env.DATABASE || ");
	put_string(&js, file);
	buffer_puts(to, ", logging: false });\n\n");
	for (size_t i = 0; i < outline->table_count; i++)
		put_model(&js, &outline->tables[i]);
	for (size_t i = 0; i < outline->relation_count; i++)
		put_relation(&js, &outline->relations[i]);
	put_exports(&js);
}
