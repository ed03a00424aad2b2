/* sync makes what is missing and touches nothing else; sync force drops first. Either is one transaction. Additions are
 * ours alone: they are compared by text, and what follows from the rows (search, counts) is rebuilt when one of them,
 * or a table under them, had to be made. */
#include "model/sync.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/alter.h"
#include "model/contents.h"
#include "model/names.h"
#include "model/order.h"
#include "model/schema.h"

#include <string.h>
#include <strings.h>

/* Statements that are told instead of being run. */
struct script { const char **items; size_t count, room; };

struct work {
	struct store *store;
	struct arena *arena;
	const struct addition *additions;
	struct contents found;
	VEC(struct sync_made) made;
	struct script *script;       /* NULL: they are run */
};

static enum err run(const struct work *w, const char *sql)
{
	if (w->script) {
		vec_push(w->script, sql);
		return OK;
	}
	return store_run(w->store, sql, NULL, 0, NULL);
}

static bool has_table(const struct work *w, const struct model *model)
{
	return contents_sql(&w->found, "table", model->table) != NULL;
}

static bool has_addition(const struct work *w, const struct addition *addition)
{
	const char *sql = contents_sql(&w->found, addition->type, addition->name);
	return sql && !strcmp(sql_normal(w->arena, sql), sql_normal(w->arena, addition->sql));
}

static bool lacks_something(const struct work *w)
{
	const struct schema *schema = store_schema(w->store);
	for (size_t i = 0; i < schema->model_count; i++)
		if (!has_table(w, schema->models[i]))
			return true;
	for (const struct addition *a = w->additions; a && a->name; a++)
		if (!has_addition(w, a))
			return true;
	return false;
}

/* --- making --- */

static enum err make_tables(struct work *w, bool *any)
{
	const struct schema *schema = store_schema(w->store);
	const struct model **models = models_in_order(w->arena, schema);
	for (size_t i = 0; i < schema->model_count; i++) {
		if (has_table(w, models[i]))
			continue;
		try(run(w, model_ddl(w->arena, models[i])));
		vec_push(&w->made, ((struct sync_made){ .name = models[i]->table }));
		*any = true;
	}
	return OK;
}

static enum err make_addition(struct work *w, const struct addition *addition)
{
	if (contents_sql(&w->found, addition->type, addition->name))
		try(run(w, arena_format(w->arena, "DROP %s %s", addition->type, quote_name(w->arena, addition->name))));
	try(run(w, addition->sql));
	vec_push(&w->made, ((struct sync_made){ .name = addition->name, .addition = true }));
	return OK;
}

static bool is_due(const struct work *w, const struct addition *addition, const bool *made, bool all)
{
	return addition->rebuild && (all || made[addition - w->additions]);
}

/* Each rebuild once, at the end, when all that it may fill stands. */
static enum err rebuild(const struct work *w, const bool *made, bool all)
{
	for (const struct addition *a = w->additions; a && a->name; a++) {
		bool done = !is_due(w, a, made, all);
		for (const struct addition *b = w->additions; b != a && !done; b++)
			done = is_due(w, b, made, all) && !strcmp(b->rebuild, a->rebuild);
		if (!done)
			try(run(w, a->rebuild));
	}
	return OK;
}

static enum err make_missing(struct work *w)
{
	size_t count = 0;
	bool tables = false;
	for (const struct addition *a = w->additions; a && a->name; a++)
		count++;
	bool *made = arena_array(w->arena, bool, count);
	try(contents_read(w->store, w->arena, &w->found));
	try(make_tables(w, &tables));
	for (size_t i = 0; i < count; i++) {
		made[i] = !has_addition(w, &w->additions[i]);
		if (made[i])
			try(make_addition(w, &w->additions[i]));
	}
	return rebuild(w, made, tables);
}

static enum err finish(struct work *w, enum err err, struct sync_report *out)
{
	out->items = arena_array(w->arena, struct sync_made, w->made.count);
	out->count = err ? 0 : w->made.count;
	for (size_t i = 0; i < out->count; i++)
		out->items[i] = (struct sync_made){
			.name = arena_string(w->arena, w->made.items[i].name), .addition = w->made.items[i].addition,
			.change = w->made.items[i].change };
	vec_release(&w->made);
	return err;
}

enum err store_sync(struct store *store, struct arena *arena, const struct addition *additions, struct sync_report *out)
{
	struct work w = { .store = store, .arena = arena, .additions = additions };
	*out = (struct sync_report){ 0 };
	try(contents_read(store, arena, &w.found));
	if (!lacks_something(&w))
		return OK;
	try(store_begin(store));
	return finish(&w, store_end(store, make_missing(&w)), out);
}

/* --- work on many rows --- */

static bool is_named(const char *const *names, const char *name)
{
	for (; names && *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

static enum err drop_additions(const struct work *w, const char *const *names)
{
	size_t count = 0;
	while (w->additions && w->additions[count].name)
		count++;
	while (count--) {
		const struct addition *a = &w->additions[count];
		if ((!names || is_named(names, a->name)) && contents_sql(&w->found, a->type, a->name))
			try(run(w, arena_format(w->arena, "DROP %s %s", a->type, quote_name(w->arena, a->name))));
	}
	return OK;
}

enum err store_suspend(struct store *store, struct arena *arena, const struct addition *additions, const char *const *names)
{
	struct work w = { .store = store, .arena = arena, .additions = additions };
	if (!store_in_transaction(store))
		bug("additions are suspended outside a transaction");
	try(contents_read(store, arena, &w.found));
	return drop_additions(&w, names);
}

/* Without a savepoint, which would keep the old content of every page. */
enum err store_resume(struct store *store, struct arena *arena, const struct addition *additions)
{
	struct work w = { .store = store, .arena = arena, .additions = additions };
	enum err err = make_missing(&w);
	vec_release(&w.made);
	return err;
}

/* --- force --- */

static bool is_model_table(const struct schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->model_count; i++)
		if (!strcasecmp(schema->models[i]->table, name))
			return true;
	return false;
}

enum err store_sync_losses(struct store *store, struct arena *arena, struct sync_loss **out, size_t *count)
{
	struct work w = { .store = store, .arena = arena };
	const struct schema *schema = store_schema(store);
	*count = 0;
	*out = arena_array(arena, struct sync_loss, schema->model_count);
	try(contents_read(store, arena, &w.found));
	for (size_t i = 0; i < schema->model_count; i++) {
		const struct model *model = schema->models[i];
		struct table rows;
		if (model->hidden || !has_table(&w, model))
			continue;
		try(store_select(store, arena, arena_format(arena, "SELECT count(*) FROM %s", model->quoted_table),
			NULL, 0, &rows));
		(*out)[(*count)++] = (struct sync_loss){ .model = model, .rows = value_int_or(table_at(&rows, 0, 0), 0) };
	}
	return OK;
}

enum err store_sync_strangers(struct store *store, struct arena *arena, struct sync_stranger **out, size_t *count)
{
	const struct schema *schema = store_schema(store);
	struct table names, rows;
	*count = 0;
	try(store_select(store, arena, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
		"AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name", NULL, 0, &names));
	*out = arena_array(arena, struct sync_stranger, names.count);
	for (size_t i = 0; i < names.count; i++) {
		const char *name = value_str(table_at(&names, i, 0));
		if (is_model_table(schema, name))
			continue;
		try(store_select(store, arena, arena_format(arena, "SELECT count(*) FROM %s", quote_name(arena, name)), NULL, 0, &rows));
		(*out)[(*count)++] = (struct sync_stranger){ .table = name, .rows = value_int_or(table_at(&rows, 0, 0), 0) };
	}
	return OK;
}

static enum err drop_all(const struct work *w, const char *const *keep)
{
	const struct schema *schema = store_schema(w->store);
	const struct model **models = models_in_order(w->arena, schema);
	try(drop_additions(w, NULL));
	for (size_t i = schema->model_count; i--;)
		if (has_table(w, models[i]) && !is_named(keep, models[i]->name))
			try(run(w, arena_format(w->arena, "DROP TABLE %s", models[i]->quoted_table)));
	return OK;
}

static enum err force(struct work *w, const char *const *keep)
{
	try(contents_read(w->store, w->arena, &w->found));
	try(drop_all(w, keep));
	return make_missing(w);
}

/* Foreign keys rest meanwhile, as in Sequelize: circles and RESTRICT would hinder the drop, and tables that are no
 * models would lose rows. The switch does nothing inside a transaction; there the checks wait for its end. */
static enum err resting(struct work *w, enum err (*work)(struct work *, const char *const *keep), const char *const *keep)
{
	bool inside = store_in_transaction(w->store);
	try(run(w, inside ? "PRAGMA defer_foreign_keys = ON" : "PRAGMA foreign_keys = OFF"));
	enum err err = store_begin(w->store);
	if (!err)
		err = store_end(w->store, work(w, keep));
	if (!inside) {
		enum err on = run(w, "PRAGMA foreign_keys = ON");
		if (!err)
			err = on;
	}
	return err;
}

enum err store_sync_force(struct store *store, struct arena *arena, const struct addition *additions,
	const char *const *keep, struct sync_report *out)
{
	struct work w = { .store = store, .arena = arena, .additions = additions };
	*out = (struct sync_report){ 0 };
	return finish(&w, resting(&w, force, keep), out);
}

/* As resting() and force() run them. */
static enum err write_script(struct work *w, const char *const *keep)
{
	const struct schema *schema = store_schema(w->store);
	const struct model **models = models_in_order(w->arena, schema);
	try(run(w, "PRAGMA foreign_keys = OFF"));
	try(run(w, "BEGIN IMMEDIATE"));
	try(drop_all(w, keep));
	for (size_t i = 0; i < schema->model_count; i++)
		if (!has_table(w, models[i]) || !is_named(keep, models[i]->name))
			try(run(w, model_ddl(w->arena, models[i])));
	for (const struct addition *a = w->additions; a && a->name; a++)
		try(run(w, a->sql));
	try(rebuild(w, NULL, true));
	try(run(w, "COMMIT"));
	return run(w, "PRAGMA foreign_keys = ON");
}

enum err store_sync_force_sql(struct store *store, struct arena *arena, const struct addition *additions,
	const char *const *keep, const char *const **out, size_t *count)
{
	struct script script = { 0 };
	struct work w = { .store = store, .arena = arena, .additions = additions, .script = &script };
	enum err err = contents_read(store, arena, &w.found);
	if (!err)
		err = write_script(&w, keep);
	const char **texts = arena_array(arena, const char *, script.count);
	for (size_t i = 0; i < script.count; i++)
		texts[i] = arena_string(arena, script.items[i]);
	*out = texts;
	*count = err ? 0 : script.count;
	vec_release(&script);
	return err;
}

static enum err drop(struct work *w, const char *const *keep)
{
	try(contents_read(w->store, w->arena, &w->found));
	return drop_all(w, keep);
}

enum err store_drop(struct store *store, struct arena *arena, const struct addition *additions)
{
	struct work w = { .store = store, .arena = arena, .additions = additions };
	return resting(&w, drop, NULL);
}

/* --- alter --- */

static enum err alter(struct work *w, const char *const *keep)
{
	struct alterations changes = { 0 };
	(void)keep;
	try(contents_read(w->store, w->arena, &w->found));
	enum err err = alter_tables(w->store, w->arena, &w->found, &changes);
	for (size_t i = 0; i < changes.count; i++)
		vec_push(&w->made, ((struct sync_made){ .name = changes.items[i].model->table, .change = changes.items[i].change }));
	vec_release(&changes);
	return err ? err : make_missing(w);
}

enum err store_sync_alter(struct store *store, struct arena *arena, const struct addition *additions, struct sync_report *out)
{
	struct work w = { .store = store, .arena = arena, .additions = additions };
	*out = (struct sync_report){ 0 };
	if (store_in_transaction(store))
		return fail(ERR_ERROR, "cannot alter tables inside a transaction: there foreign keys cannot rest, end it first");
	return finish(&w, resting(&w, alter, NULL), out);
}
