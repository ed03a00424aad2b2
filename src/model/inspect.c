/* What a file has beyond the declarations, and what it lacks. Nothing is changed. Strange are triggers and views alone:
 * they run SQL of somebody else's inside our statements. A table that is no model, the shadow tables of a virtual table
 * among them, concerns nobody. */
#include "model/sync.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/contents.h"
#include "model/schema.h"

#include <string.h>
#include <strings.h>

struct inspection {
	struct store *store;
	struct arena *arena;
	const struct addition *additions;
	struct contents found;
	VEC(struct sync_finding) findings;
};

static void note(struct inspection *in, bool strange, const char *name, const char *sentence)
{
	vec_push(&in->findings,
		((struct sync_finding){
			.strange = strange, .name = arena_string(in->arena, name), .sentence = sentence }));
}

static bool is_ours(const struct inspection *in, const char *type, const char *name)
{
	for (const struct addition *a = in->additions; a && a->name; a++)
		if (!strcmp(a->type, type) && !strcasecmp(a->name, name))
			return true;
	return false;
}

static void inspect_strangers(struct inspection *in)
{
	for (size_t i = 0; i < contents_count(&in->found); i++) {
		const char *type = contents_type(&in->found, i), *name = contents_name(&in->found, i);
		if ((!strcmp(type, "trigger") || !strcmp(type, "view")) && !is_ours(in, type, name))
			note(in, true, name,
				arena_format(in->arena, "the %s '%s' was made by another program", type, name));
	}
}

static void inspect_additions(struct inspection *in)
{
	for (const struct addition *a = in->additions; a && a->name; a++) {
		const char *sql = contents_sql(&in->found, a->type, a->name);
		if (!sql)
			note(in, false, a->name, arena_format(in->arena, "the %s '%s' is missing", a->type, a->name));
		else if (strcmp(sql_normal(in->arena, sql), sql_normal(in->arena, a->sql)))
			note(in, false, a->name,
				arena_format(in->arena, "the %s '%s' is not as it should be", a->type, a->name));
	}
}

static bool has_column(const struct table *columns, const char *field)
{
	for (size_t i = 0; i < columns->count; i++)
		if (!strcasecmp(value_str(table_at(columns, i, 0)), field))
			return true;
	return false;
}

static bool has_check(struct arena *arena, const char *sql, const char *check)
{
	return strstr(sql, sql_normal(arena, arena_format(arena, "CHECK (%s)", check))) != NULL;
}

static enum err inspect_table(struct inspection *in, const struct model *model, const char *sql)
{
	struct table columns;
	struct value table = value_text(model->table);
	try(store_select(in->store, in->arena, "SELECT name FROM pragma_table_xinfo(?1)", &table, 1, &columns));
	const char *normal = sql_normal(in->arena, sql);
	for (size_t i = 0; i < model->column_count; i++) {
		const struct attribute *a = &model->columns[i].attribute;
		const char *name = arena_format(in->arena, "%s.%s", model->table, a->field);
		if (!has_column(&columns, a->field))
			note(in, false, name, arena_format(in->arena, "the column '%s' is missing", name));
		else if (a->check && !has_check(in->arena, normal, a->check))
			note(in, false, name,
				arena_format(in->arena, "the column '%s' lacks CHECK (%s)", name, a->check));
	}
	return OK;
}

static enum err inspect(struct inspection *in)
{
	const struct schema *schema = store_schema(in->store);
	try(contents_read(in->store, in->arena, &in->found));
	inspect_strangers(in);
	for (size_t i = 0; i < schema->model_count; i++) {
		const struct model *model = schema->models[i];
		const char *sql = contents_sql(&in->found, "table", model->table);
		if (sql)
			try(inspect_table(in, model, sql));
		else
			note(in, false, model->table,
				arena_format(in->arena, "the table '%s' is missing", model->table));
	}
	inspect_additions(in);
	return OK;
}

enum err store_inspect(struct store *store, struct arena *arena, const struct addition *additions,
	struct sync_finding **out, size_t *count)
{
	struct inspection in = { .store = store, .arena = arena, .additions = additions };
	enum err err = inspect(&in);
	*count = err ? 0 : in.findings.count;
	*out = arena_array(arena, struct sync_finding, *count);
	if (*count)
		memcpy(*out, in.findings.items, *count * sizeof **out);
	vec_release(&in.findings);
	return err;
}
