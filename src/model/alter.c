/* A table is rebuilt by way of a temporary one that holds its rows meanwhile, and made anew under its own name: a table
 * that is renamed has another text than the one that sync makes. Foreign keys rest, so that dropping it asks nothing of
 * those that refer to it. What others made on it (indexes, triggers) and where AUTOINCREMENT stands are put back. */
#include "model/alter.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/contents.h"
#include "model/names.h"
#include "model/schema.h"

#include <string.h>
#include <strings.h>

struct alter {
	struct store *store;
	struct arena *arena;
	const struct model *model;
	struct table before, after;          /* columns */
	struct table bound, binds;           /* keys and unique columns: before, after */
	int64_t sequence;                    /* -1: none */
	struct alterations *out;
};

enum { COLUMN_NAME, COLUMN_TYPE, COLUMN_NOT_NULL, COLUMN_DEFAULT, COLUMN_KEY };
enum { BIND_KIND, BIND_COLUMNS, BIND_TO };
static const char columns_sql[] = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1) ORDER BY cid";
/* What binds columns: 'key' or 'unique', their names, what a key refers to. A primary key that is no rowid is unique, too. */
static const char binds_sql[] =
	"SELECT 'key', group_concat(\"from\", ', '), \"table\" || ifnull(' (' || group_concat(\"to\", ', ') || ')', '') ||"
	" ' ON DELETE ' || on_delete || ' ON UPDATE ' || on_update"
	" FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id"
	" UNION ALL SELECT 'unique', group_concat(name, ', '), '' FROM (SELECT l.name AS list, i.name FROM pragma_index_list(?1) AS l,"
	" pragma_index_info(l.name) AS i WHERE l.origin <> 'c' ORDER BY l.name, i.seqno) GROUP BY list ORDER BY 1, 2, 3";
static const char others_sql[] =
	"SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL";
static const char dangling_sql[] =
	"SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2";
static const char kept[] = "temp.`souk altered rows`";

static enum err run(const struct alter *a, const char *sql)
{
	return store_run(a->store, sql, NULL, 0, NULL);
}

static enum err select_of(const struct alter *a, const char *sql, struct table *out)
{
	struct value table = value_text(a->model->table);
	return store_select(a->store, a->arena, sql, &table, 1, out);
}

static void note(struct alter *a, const char *change)
{
	vec_push(a->out, ((struct alteration){ a->model, change }));
}

/* Position of the column, or -1. */
static int find(const struct table *columns, const char *name)
{
	for (size_t i = 0; i < columns->count; i++)
		if (!strcasecmp(value_str(table_at(columns, i, COLUMN_NAME)), name))
			return (int)i;
	return -1;
}

static const char *text_at(const struct table *columns, int row, int column)
{
	return value_str(table_at(columns, (size_t)row, (size_t)column));
}

static bool flag_at(const struct table *columns, int row, int column)
{
	return value_int_or(table_at(columns, (size_t)row, (size_t)column), 0) != 0;
}

static void note_column(struct alter *a, int was, int is)
{
	const char *name = text_at(&a->after, is, COLUMN_NAME);
	const char *type = text_at(&a->after, is, COLUMN_TYPE), *old = text_at(&a->before, was, COLUMN_TYPE);
	bool must = flag_at(&a->after, is, COLUMN_NOT_NULL);
	if (strcasecmp(type, old))
		note(a, arena_format(a->arena, "'%s' is %s, was %s", name, type, old));
	if (must != flag_at(&a->before, was, COLUMN_NOT_NULL))
		note(a, arena_format(a->arena, must ? "'%s' needs a value in every row" : "'%s' may be without a value", name));
	if (!value_equals(table_at(&a->after, (size_t)is, COLUMN_DEFAULT), table_at(&a->before, (size_t)was, COLUMN_DEFAULT)))
		note(a, arena_format(a->arena, "'%s' has another default", name));
}

/* The same kind of thing over the same columns, -1: there is none. */
static int find_bind(const struct table *binds, const char *kind, const char *columns)
{
	for (size_t i = 0; i < binds->count; i++)
		if (!strcmp(text_at(binds, (int)i, BIND_KIND), kind) && !strcasecmp(text_at(binds, (int)i, BIND_COLUMNS), columns))
			return (int)i;
	return -1;
}

static void note_binds(struct alter *a, const struct table *those, const struct table *others, bool gone)
{
	for (size_t i = 0; i < those->count; i++) {
		const char *kind = text_at(those, (int)i, BIND_KIND), *columns = text_at(those, (int)i, BIND_COLUMNS);
		const char *to = text_at(those, (int)i, BIND_TO);
		bool key = !strcmp(kind, "key");
		int other = find_bind(others, kind, columns);
		if (other >= 0 && !gone && strcasecmp(to, text_at(others, other, BIND_TO)))
			note(a, arena_format(a->arena, "'%s' refers to %s, was %s", columns, to, text_at(others, other, BIND_TO)));
		else if (other < 0 && key)
			note(a, arena_format(a->arena, gone ? "'%s' no longer refers to %s" : "'%s' refers to %s", columns, to));
		else if (other < 0)
			note(a, arena_format(a->arena, gone ? "'%s' need no longer be unique" : "'%s' is unique", columns));
	}
}

static void note_changes(struct alter *a)
{
	size_t noted = a->out->count;
	for (size_t i = 0; i < a->after.count; i++) {
		const char *name = text_at(&a->after, (int)i, COLUMN_NAME);
		int was = find(&a->before, name);
		if (was < 0)
			note(a, arena_format(a->arena, "'%s' was added", name));
		else
			note_column(a, was, (int)i);
	}
	for (size_t i = 0; i < a->before.count; i++) {
		const char *name = text_at(&a->before, (int)i, COLUMN_NAME);
		if (find(&a->after, name) < 0)
			note(a, arena_format(a->arena, "'%s' was dropped", name));
	}
	note_binds(a, &a->binds, &a->bound, false);
	note_binds(a, &a->bound, &a->binds, true);
	if (a->out->count == noted)
		note(a, "its constraints are as declared");
}

static enum err count_rows(const struct alter *a, const char *condition, int64_t *out)
{
	struct table t;
	try(store_select(a->store, a->arena, arena_format(a->arena, "SELECT count(*) FROM %s WHERE %s", kept, condition), NULL, 0, &t));
	*out = value_int_or(table_at(&t, 0, 0), 0);
	return OK;
}

/* Rows without a value where the column now needs one and has no default: they are named by their number. */
static enum err check_not_null(const struct alter *a, int is, int was)
{
	const char *name = text_at(&a->after, is, COLUMN_NAME);
	int64_t rows;
	if (!flag_at(&a->after, is, COLUMN_NOT_NULL) || !value_is_null(table_at(&a->after, (size_t)is, COLUMN_DEFAULT)))
		return OK;
	try(count_rows(a, was < 0 ? "1" : arena_format(a->arena, "%s IS NULL", quote_name(a->arena, name)), &rows));
	if (!rows)
		return OK;
	return fail(ERR_NOT_NULL_CONSTRAINT, "cannot alter '%s': '%s' needs a value and %lld of its rows would have none: give it a "
		"default", a->model->table, name, (long long)rows);
}

/* "`a`, `b`" of "a, b"; NULL when one of them is new. */
static const char *quoted_columns(const struct alter *a, const char *columns)
{
	const char *out = "";
	char *rest = arena_string(a->arena, columns), *end;
	for (; rest; rest = end ? end + 2 : NULL) {
		end = strstr(rest, ", ");
		if (end)
			*end = '\0';
		if (find(&a->before, rest) < 0)
			return NULL;
		out = arena_format(a->arena, "%s%s%s", out, *out ? ", " : "", quote_name(a->arena, rest));
	}
	return out;
}

/* Rows that are alike in columns that are to be unique now; nulls are never alike. */
static enum err check_unique(const struct alter *a)
{
	for (size_t i = 0; i < a->binds.count; i++) {
		const char *columns = text_at(&a->binds, (int)i, BIND_COLUMNS), *quoted = quoted_columns(a, columns);
		int64_t rows;
		if (strcmp(text_at(&a->binds, (int)i, BIND_KIND), "unique") || !quoted)
			continue;
		try(count_rows(a, arena_format(a->arena, "(%s) IN (SELECT %s FROM %s GROUP BY %s HAVING count(*) > 1)", quoted, quoted,
			kept, quoted), &rows));
		if (rows)
			return fail(ERR_UNIQUE_CONSTRAINT, "cannot alter '%s': '%s' is to be unique, and %lld of its rows are alike there",
				a->model->table, columns, (long long)rows);
	}
	return OK;
}

/* Which CHECK failed, and of how many rows; the database's own words where that cannot be told of the old rows. */
static enum err fail_check(const struct alter *a)
{
	const char *sentence = arena_string(a->arena, err_sentence(ERR_CHECK_CONSTRAINT));
	for (size_t i = 0; i < a->model->column_count; i++) {
		const struct attribute *own = &a->model->columns[i].attribute;
		int64_t rows = 0;
		if (own->check && find(&a->before, own->field) >= 0 &&
			!count_rows(a, arena_format(a->arena, "NOT (%s)", own->check), &rows) && rows)
			return fail(ERR_CHECK_CONSTRAINT, "cannot alter '%s': '%s' in %lld of its rows is not as CHECK (%s) wants it",
				a->model->table, own->name, (long long)rows, own->check);
	}
	return fail(ERR_CHECK_CONSTRAINT, "cannot alter '%s': %s", a->model->table, sentence);
}

/* The columns that both have; a null where a value is needed becomes the default. */
static enum err copy_rows(const struct alter *a)
{
	struct buffer into = { 0 }, from = { 0 };
	enum err err = OK;
	for (size_t i = 0; i < a->after.count && !err; i++) {
		const char *name = text_at(&a->after, (int)i, COLUMN_NAME), *quoted = quote_name(a->arena, name);
		int was = find(&a->before, name);
		struct value otherwise = table_at(&a->after, i, COLUMN_DEFAULT);
		err = check_not_null(a, (int)i, was);
		if (was < 0)
			continue;
		bool filled = flag_at(&a->after, (int)i, COLUMN_NOT_NULL) && !value_is_null(otherwise);
		buffer_printf(&into, "%s%s", into.size ? ", " : "", quoted);
		buffer_printf(&from, filled ? "%sifnull(%s, %s)" : "%s%s", from.size ? ", " : "", quoted, value_str(otherwise));
	}
	if (!err && into.size)
		err = run(a, arena_format(a->arena, "INSERT INTO %s (%s) SELECT %s FROM %s", a->model->quoted_table, into.bytes,
			from.bytes, kept));
	buffer_release(&into);
	buffer_release(&from);
	if (err == ERR_CHECK_CONSTRAINT)
		return fail_check(a);
	if (err == ERR_UNIQUE_CONSTRAINT)
		return fail(err, "cannot alter '%s': %s", a->model->table, arena_string(a->arena, err_sentence(err)));
	return err;
}

static enum err read_sequence(struct alter *a)
{
	struct table t;
	a->sequence = -1;
	try(select_of(a, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence' AND ?1 IS NOT NULL", &t));
	if (!t.count)
		return OK;
	try(select_of(a, "SELECT seq FROM sqlite_sequence WHERE name = ?1", &t));
	if (t.count)
		a->sequence = value_int_or(table_at(&t, 0, 0), -1);
	return OK;
}

/* Ids of rows that are gone stay unused. */
static enum err put_sequence(const struct alter *a)
{
	struct value values[] = { value_text(a->model->table), value_integer(a->sequence) };
	if (a->sequence < 0 || !strstr(model_ddl(a->arena, a->model), " AUTOINCREMENT"))
		return OK;
	try(store_run(a->store, "DELETE FROM sqlite_sequence WHERE name = ?1", values, 1, NULL));
	return store_run(a->store, "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", values, 2, NULL);
}

/* What stood on the table and was none of ours; that of a column which is gone cannot stand. */
static enum err put_others(struct alter *a, const struct table *others)
{
	for (size_t i = 0; i < others->count; i++) {
		const char *sql = value_str(table_at(others, i, 0));
		enum err err = run(a, sql);
		if (err == ERR_DB_ERROR)
			note(a, arena_format(a->arena, "was left without what no longer fits it: %s", sql));
		else if (err)
			return err;
	}
	return OK;
}

static enum err rebuild(struct alter *a)
{
	struct table others;
	try(select_of(a, columns_sql, &a->before));
	try(select_of(a, binds_sql, &a->bound));
	try(select_of(a, others_sql, &others));
	try(read_sequence(a));
	try(run(a, arena_format(a->arena, "CREATE TABLE %s AS SELECT * FROM %s", kept, a->model->quoted_table)));
	try(run(a, arena_format(a->arena, "DROP TABLE %s", a->model->quoted_table)));
	try(run(a, model_ddl(a->arena, a->model)));
	try(select_of(a, columns_sql, &a->after));
	try(select_of(a, binds_sql, &a->binds));
	note_changes(a);
	try(check_unique(a));
	try(copy_rows(a));
	try(run(a, arena_format(a->arena, "DROP TABLE %s", kept)));
	try(put_sequence(a));
	return put_others(a, &others);
}

static int64_t dangling_in(const struct table *t, struct value holder, struct value parent)
{
	for (size_t i = 0; i < t->count; i++)
		if (value_equals(table_at(t, i, 0), holder) && value_equals(table_at(t, i, 1), parent))
			return value_int_or(table_at(t, i, 2), 0);
	return 0;
}

/* References that led nowhere before are not ours to judge. */
static enum err check_references(const struct alter *a, const struct table *before)
{
	struct table after;
	try(store_select(a->store, a->arena, dangling_sql, NULL, 0, &after));
	for (size_t i = 0; i < after.count; i++) {
		struct value holder = table_at(&after, i, 0), parent = table_at(&after, i, 1);
		int64_t rows = value_int_or(table_at(&after, i, 2), 0) - dangling_in(before, holder, parent);
		if (rows > 0)
			return fail(ERR_FK_CONSTRAINT, "cannot alter '%s': %lld of its rows would refer to no row of '%s'",
				value_str(holder), (long long)rows, value_str(parent));
	}
	return OK;
}

enum err alter_tables(struct store *store, struct arena *arena, const struct contents *found, struct alterations *out)
{
	const struct schema *schema = store_schema(store);
	struct alter a = { .store = store, .arena = arena, .out = out };
	struct table dangling = { 0 };
	if (store_select(store, arena, dangling_sql, NULL, 0, &dangling))
		dangling.count = 0;
	for (size_t i = 0; i < schema->model_count; i++) {
		a.model = schema->models[i];
		const char *sql = contents_sql(found, "table", a.model->table);
		if (sql && strcmp(sql_normal(arena, sql), sql_normal(arena, model_ddl(arena, a.model))))
			try(rebuild(&a));
	}
	return out->count ? check_references(&a, &dangling) : OK;
}
