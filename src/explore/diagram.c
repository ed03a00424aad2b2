#include "explore/diagram.h"

#include "base/arena.h"
#include "base/vec.h"

#include <ctype.h>
#include <string.h>

static bool is_word(const char *text)
{
	if (isdigit((unsigned char)*text) || !*text)
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

static void put_quoted(struct buffer *to, const char *text)
{
	buffer_putc(to, '"');
	for (; *text; text++)
		buffer_putc(to, (unsigned char)*text < ' ' || *text == '"' || *text == '\\' || *text == 127 ? '_' : *text);
	buffer_putc(to, '"');
}

static void put_name(struct buffer *to, const char *name)
{
	if (is_word(name))
		buffer_puts(to, name);
	else
		put_quoted(to, name);
}

/* A word of letters, digits, '_' and what is in @also, whatever the name. */
static void put_word(struct buffer *to, const char *name, const char *also)
{
	if (!isalpha((unsigned char)*name) && *name != '_')
		buffer_putc(to, '_');
	for (; *name; name++)
		buffer_putc(to, isalnum((unsigned char)*name) || strchr(also, *name) ? *name : '_');
}

static bool is_nullable(const struct outline_key *key)
{
	for (size_t i = 0; i < key->count; i++)
		if (!key->table->columns[key->columns[i]].not_null && !key->table->columns[key->columns[i]].key)
			return true;
	return false;
}

static bool is_foreign(const struct outline *outline, const struct outline_table *table, int column)
{
	for (size_t i = 0; i < outline->key_count; i++)
		for (size_t c = 0; outline->keys[i].table == table && c < outline->keys[i].count; c++)
			if (outline->keys[i].columns[c] == column)
				return true;
	return false;
}

/* --- Mermaid --- */

static void mermaid_table(struct buffer *to, const struct outline *outline, const struct outline_table *table)
{
	buffer_puts(to, "    ");
	put_name(to, table->name);
	buffer_puts(to, " {\n");
	for (int i = 0; i < (int)table->column_count; i++) {
		const struct outline_column *column = &table->columns[i];
		bool foreign = is_foreign(outline, table, i);
		buffer_puts(to, "        ");
		put_word(to, *column->type ? column->type : "any", "()");
		buffer_putc(to, ' ');
		put_word(to, column->name, "");
		buffer_puts(to, column->key && foreign ? " PK,FK\n" : column->key ? " PK\n" : foreign ? " FK\n" : "\n");
	}
	buffer_puts(to, "    }\n");
}

void diagram_mermaid(struct buffer *to, struct arena *arena, const struct outline *outline)
{
	buffer_puts(to, "erDiagram\n");
	for (size_t i = 0; i < outline->table_count; i++)
		mermaid_table(to, outline, &outline->tables[i]);
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (!key->references)
			continue;
		buffer_puts(to, "    ");
		put_name(to, key->references->name);
		buffer_printf(to, " %s%s%s ", is_nullable(key) ? "|o" : "||", key->proposed ? ".." : "--", key->unique ? "o|" : "o{");
		put_name(to, key->table->name);
		buffer_puts(to, " : ");
		put_quoted(to, arena_format(arena, "%s%s%s", outline_columns(arena, key->table, key->columns, key->count),
			key->proposed ? "" : ", on delete ", key->proposed ? ", proposed" : key_action_name(key->on_delete)));
		buffer_putc(to, '\n');
	}
}

/* --- Graphviz --- */

/* Inside a record label: what would be its syntax is escaped. */
static void put_label(struct buffer *to, const char *text)
{
	for (; *text; text++) {
		if (strchr("{}|<> ", *text))
			buffer_putc(to, '\\');
		buffer_putc(to, (unsigned char)*text < ' ' || *text == '"' || *text == '\\' || *text == 127 ? '_' : *text);
	}
}

static void dot_table(struct buffer *to, const struct outline *outline, const struct outline_table *table)
{
	buffer_puts(to, "    ");
	put_quoted(to, table->name);
	buffer_puts(to, " [label=\"{");
	put_label(to, table->name);
	buffer_putc(to, '|');
	for (int i = 0; i < (int)table->column_count; i++) {
		put_label(to, table->columns[i].name);
		buffer_printf(to, "%s%s\\l", table->columns[i].key ? "\\ PK" : "", is_foreign(outline, table, i) ? "\\ FK" : "");
	}
	buffer_puts(to, "}\"];\n");
}

void diagram_dot(struct buffer *to, struct arena *arena, const struct outline *outline)
{
	(void)arena;
	buffer_puts(to, "digraph {\n    graph [rankdir=LR];\n    node [shape=record, fontname=\"monospace\"];\n    edge [dir=both];\n");
	for (size_t i = 0; i < outline->table_count; i++)
		dot_table(to, outline, &outline->tables[i]);
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (!key->references)
			continue;
		buffer_puts(to, "    ");
		put_quoted(to, key->references->name);
		buffer_puts(to, " -> ");
		put_quoted(to, key->table->name);
		buffer_printf(to, " [arrowtail=%s, arrowhead=%s, label=\"%s\"%s];\n", is_nullable(key) ? "teeodot" : "teetee",
			key->unique ? "teeodot" : "crowodot", key->proposed ? "proposed" : key_action_name(key->on_delete),
			key->proposed ? ", style=dashed" : "");
	}
	buffer_puts(to, "}\n");
}

/* --- DBML --- */

static void dbml_column(struct buffer *to, const struct outline_table *table, const struct outline_column *column)
{
	const char *mark = " [";
	buffer_puts(to, "  ");
	put_name(to, column->name);
	buffer_putc(to, ' ');
	put_name(to, *column->type ? column->type : "any");
	if (column->key && table->key_count == 1) {
		buffer_printf(to, "%spk%s", mark, table->rowid_key ? ", increment" : "");
		mark = ", ";
	}
	if (column->not_null) {
		buffer_printf(to, "%snot null", mark);
		mark = ", ";
	}
	if (column->default_sql && !strpbrk(column->default_sql, "`\n")) {
		buffer_printf(to, "%sdefault: `%s`", mark, column->default_sql);
		mark = ", ";
	}
	buffer_puts(to, *mark == ',' ? "]\n" : "\n");
}

static void put_names(struct buffer *to, const struct outline_table *table, const int *columns, size_t count)
{
	if (count > 1)
		buffer_putc(to, '(');
	for (size_t i = 0; i < count; i++) {
		buffer_puts(to, i ? ", " : "");
		put_name(to, columns[i] < 0 ? "?" : table->columns[columns[i]].name);
	}
	if (count > 1)
		buffer_putc(to, ')');
}

static bool is_worth_telling(const struct outline_index *index)
{
	bool plain = !index->partial && !(index->primary && index->count == 1);
	for (size_t i = 0; i < index->count; i++)
		plain = plain && index->columns[i] >= 0;
	return plain;
}

static void dbml_indexes(struct buffer *to, const struct outline_table *table)
{
	bool begun = false;
	for (size_t i = 0; i < table->index_count; i++) {
		const struct outline_index *index = &table->indexes[i];
		if (!is_worth_telling(index))
			continue;
		buffer_puts(to, begun ? "    " : "\n  indexes {\n    ");
		begun = true;
		put_names(to, table, index->columns, index->count);
		buffer_puts(to, index->primary ? " [pk]\n" : index->unique ? " [unique]\n" : "\n");
	}
	if (begun)
		buffer_puts(to, "  }\n");
}

static const char *dbml_action(enum key_action action)
{
	static const char *const names[] = { [ACTION_DEFAULT] = "no action", [ACTION_SET_NULL] = "set null", [ACTION_CASCADE] = "cascade",
		[ACTION_RESTRICT] = "restrict", [ACTION_NO_ACTION] = "no action", [ACTION_SET_DEFAULT] = "set default" };
	return names[action];
}

static void dbml_reference(struct buffer *to, const struct outline_key *key)
{
	buffer_puts(to, "Ref: ");
	put_name(to, key->table->name);
	buffer_putc(to, '.');
	put_names(to, key->table, key->columns, key->count);
	buffer_puts(to, key->unique ? " - " : " > ");
	put_name(to, key->references->name);
	buffer_putc(to, '.');
	put_names(to, key->references, key->referenced, key->count);
	if (key->proposed)
		buffer_puts(to, " // proposed\n");
	else
		buffer_printf(to, " [delete: %s, update: %s]\n", dbml_action(key->on_delete), dbml_action(key->on_update));
}

void diagram_dbml(struct buffer *to, struct arena *arena, const struct outline *outline)
{
	(void)arena;
	for (size_t i = 0; i < outline->table_count; i++) {
		const struct outline_table *table = &outline->tables[i];
		buffer_puts(to, "Table ");
		put_name(to, table->name);
		buffer_puts(to, " {\n");
		for (size_t c = 0; c < table->column_count; c++)
			dbml_column(to, table, &table->columns[c]);
		dbml_indexes(to, table);
		buffer_puts(to, "}\n\n");
	}
	for (size_t i = 0; i < outline->key_count; i++)
		if (outline->keys[i].references)
			dbml_reference(to, &outline->keys[i]);
}
