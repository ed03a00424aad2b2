#include "explore/outline.h"

#include "base/arena.h"

#include <string.h>
#include <strings.h>

const struct outline_table *outline_table(const struct outline *outline, const char *name)
{
	for (size_t i = 0; i < outline->table_count; i++)
		if (!strcasecmp(outline->tables[i].name, name))
			return &outline->tables[i];
	return NULL;
}

int outline_column(const struct outline_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (!strcasecmp(table->columns[i].name, name))
			return (int)i;
	return -1;
}

const struct relation *outline_relation(const struct outline_table *table, const char *as)
{
	for (size_t i = 0; i < table->relation_count; i++)
		if (!strcmp(table->relations[i].as, as))
			return &table->relations[i];
	for (size_t i = 0; i < table->relation_count; i++)
		if (!strcasecmp(table->relations[i].as, as))
			return &table->relations[i];
	return NULL;
}

const char *outline_rowid(const struct outline_table *table)
{
	static const char *const names[] = { "rowid", "_rowid_", "oid" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (outline_column(table, names[i]) < 0)
			return names[i];
	return names[0];
}

bool outline_hides_rowid(const struct outline_table *table)
{
	return !table->without_rowid && !table->rowid_key && outline_column(table, outline_rowid(table)) >= 0;
}

enum err outline_tells_rows_apart(const struct outline_table *table)
{
	return outline_hides_rowid(table) ? fail(ERR_UNKNOWN_KEY,
		"the rows of '%s' cannot be told apart: columns named rowid, _rowid_ and oid hide what SQLite calls them by", table->name) : OK;
}

const char *outline_columns(struct arena *arena, const struct outline_table *table, const int *columns, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = arena_format(arena, "%s%s%s", text, i ? ", " : "", columns[i] < 0 ? "?" : table->columns[columns[i]].name);
	return text;
}
