/* SQLite's own PRAGMAs tell everything but whether a key is deferred. They are asked of many tables in one statement, which
 * whoever watches the statements is glad of; not of all, so that none runs long. */
#include "explore/read.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/deferred.h"
#include "explore/rows.h"
#include "model/names.h"

#include <string.h>
#include <strings.h>

enum { TABLES_AT_ONCE = 500 };

struct reading {
	struct connection *db;
	struct arena *arena;
	const struct infer_options *options;
	struct outline *out;
	int64_t *places;                 /* beside the tables: rowids in sqlite_schema, ascending */
	VEC(struct outline_key) keys;
};

static const struct model *declared_model(const struct infer_options *options, const char *table)
{
	for (size_t i = 0; options->declared && i < schema_model_count(options->declared); i++) {
		const struct model *model = schema_model_at(options->declared, i);
		if (!strcasecmp(model_table(model), table))
			return model;
	}
	return NULL;
}

static bool is_hidden(const struct infer_options *options, const struct model *model, const char *table)
{
	return (model && model_is_hidden(model)) || (options->hides && options->hides(table));
}

/* What a statement tells of one table. */
typedef enum err take_rows(struct reading *, struct outline_table *, const struct rows *);

/* Each row of @sql begins with its table's place; ?1 and ?2 are the places from and to. */
static enum err read_each(struct reading *in, const char *sql, take_rows *take)
{
	struct outline *out = in->out;
	for (size_t first = 0, end; first < out->table_count; first = end) {
		end = first + TABLES_AT_ONCE < out->table_count ? first + TABLES_AT_ONCE : out->table_count;
		const struct value range[] = { value_integer(in->places[first]), value_integer(in->places[end - 1]) };
		struct rows all;
		try(rows_read(in->db, in->arena, sql, range, 2, &all));
		for (size_t i = first, at = 0; i < end; i++) {
			struct rows own = { .columns = all.columns };
			while (at < all.count && rows_integer(&all, at, 0) < in->places[i])
				at++;
			own.values = all.values + at * all.columns;
			for (; at < all.count && rows_integer(&all, at, 0) == in->places[i]; at++)
				own.count++;
			try(take(in, &out->tables[i], &own));
		}
	}
	return OK;
}

#define OF_TABLES " WHERE s.type = 'table' AND s.rootpage > 0 AND s.rowid BETWEEN ?1 AND ?2 ORDER BY s.rowid, "

/* --- tables --- */

static const char columns_sql[] = "SELECT s.rowid, c.name, c.type, c.dflt_value, c.\"notnull\", c.hidden, c.pk"
	" FROM sqlite_schema AS s CROSS JOIN pragma_table_xinfo(s.name, 'main') AS c" OF_TABLES "c.cid";

static enum err take_columns(struct reading *in, struct outline_table *table, const struct rows *rows)
{
	struct outline_column *columns = arena_array(in->arena, struct outline_column, rows->count);
	int *key = arena_array(in->arena, int, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		int64_t hidden = rows_integer(rows, i, 5), place = rows_integer(rows, i, 6);
		columns[i] = (struct outline_column){ .name = value_str(rows_at(rows, i, 1)), .type = value_str(rows_at(rows, i, 2)),
			.default_sql = rows_text(rows, i, 3), .not_null = rows_integer(rows, i, 4), .hidden = hidden == 1,
			.generated = hidden == 2 || hidden == 3, .key = (int)place };
		if (place > 0 && (size_t)place <= rows->count) {
			key[place - 1] = (int)i;
			table->key_count++;
		}
	}
	table->columns = columns;
	table->column_count = rows->count;
	table->key = key;
	return OK;
}

static const char indexes_sql[] = "SELECT s.rowid, l.seq, l.name, l.\"unique\", l.origin, l.partial, c.cid"
	" FROM sqlite_schema AS s CROSS JOIN pragma_index_list(s.name, 'main') AS l CROSS JOIN pragma_index_xinfo(l.name, 'main') AS c"
	" WHERE s.type = 'table' AND s.rootpage > 0 AND s.rowid BETWEEN ?1 AND ?2 AND c.key ORDER BY s.rowid, l.seq DESC, c.seqno";

/* One index is the @count rows from @at on, a column each. */
static struct outline_index index_of(struct reading *in, const struct rows *rows, size_t at, size_t count)
{
	int *columns = arena_array(in->arena, int, count);
	for (size_t i = 0; i < count; i++)
		columns[i] = rows_integer(rows, at + i, 6) < 0 ? -1 : (int)rows_integer(rows, at + i, 6);
	return (struct outline_index){ .name = value_str(rows_at(rows, at, 2)), .unique = rows_integer(rows, at, 3),
		.partial = rows_integer(rows, at, 5), .primary = !strcmp(value_str(rows_at(rows, at, 4)), "pk"), .count = count, .columns = columns };
}

/* How many rows from @at on have the same number in that column. */
static size_t run_of(const struct rows *rows, size_t at, size_t column)
{
	size_t count = 1;
	while (at + count < rows->count && rows_integer(rows, at + count, column) == rows_integer(rows, at, column))
		count++;
	return count;
}

/* An INTEGER PRIMARY KEY is the one that has no index in the list, and needs none. */
static enum err take_indexes(struct reading *in, struct outline_table *table, const struct rows *rows)
{
	struct outline_index *indexes = arena_array(in->arena, struct outline_index, rows->count + 1);
	size_t count = 0;
	bool primary = false;
	for (size_t at = 0, columns; at < rows->count; at += columns) {
		columns = run_of(rows, at, 1);
		indexes[count] = index_of(in, rows, at, columns);
		primary = primary || indexes[count++].primary;
	}
	table->rowid_key = table->key_count == 1 && !primary;
	if (table->rowid_key)
		indexes[count++] = (struct outline_index){ .name = "", .unique = true, .primary = true, .count = 1, .columns = table->key };
	table->indexes = indexes;
	table->index_count = count;
	return OK;
}

static enum err list_tables(struct reading *in)
{
	static const char sql[] = "SELECT l.name, l.wr, s.sql, s.rowid FROM sqlite_schema AS s JOIN pragma_table_list AS l ON l.schema = 'main' AND"
		" l.name = s.name COLLATE NOCASE WHERE s.type = 'table' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
		" ORDER BY s.rowid";
	struct rows rows;
	struct outline *out = in->out;
	try(rows_read(in->db, in->arena, sql, NULL, 0, &rows));
	out->tables = arena_array(in->arena, struct outline_table, rows.count);
	in->places = arena_array(in->arena, int64_t, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		struct outline_table *table = &out->tables[out->table_count];
		*table = (struct outline_table){ .position = out->table_count, .name = value_str(rows_at(&rows, i, 0)), .rows = -1,
			.without_rowid = rows_integer(&rows, i, 1), .sql = value_str(rows_at(&rows, i, 2)) };
		table->model = declared_model(in->options, table->name);
		table->quoted = quote_name(in->arena, table->name);
		in->places[out->table_count] = rows_integer(&rows, i, 3);
		if (is_hidden(in->options, table->model, table->name))
			out->hidden++;
		else
			out->table_count++;
	}
	return OK;
}

static enum err read_left_out(struct reading *in)
{
	static const char sql[] = "SELECT sum(type = 'view'), sum(type = 'virtual') FROM pragma_table_list WHERE schema = 'main'";
	struct rows rows;
	try(rows_read(in->db, in->arena, sql, NULL, 0, &rows));
	in->out->views = (size_t)rows_integer(&rows, 0, 0);
	in->out->virtuals = (size_t)rows_integer(&rows, 0, 1);
	return OK;
}

/* --- keys --- */

static enum key_action action_of(const char *name)
{
	static const enum key_action actions[] = { ACTION_SET_NULL, ACTION_CASCADE, ACTION_RESTRICT, ACTION_SET_DEFAULT };
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (!strcasecmp(key_action_name(actions[i]), name))
			return actions[i];
	return ACTION_NO_ACTION;
}

/* One key is the @count rows of the list from @at on. Where it names no column, the parent's primary key is meant. */
static struct outline_key key_of(struct reading *in, const struct outline_table *table, const struct rows *list, size_t at, size_t count)
{
	struct outline_key key = { .table = table, .count = count, .target = value_str(rows_at(list, at, 2)),
		.on_update = action_of(value_str(rows_at(list, at, 5))), .on_delete = action_of(value_str(rows_at(list, at, 6))) };
	int *columns = arena_array(in->arena, int, count), *referenced = arena_array(in->arena, int, count);
	const struct outline_table *parent = key.references = outline_table(in->out, key.target);
	for (size_t i = 0; i < count; i++) {
		const char *to = rows_text(list, at + i, 4);
		columns[i] = outline_column(table, value_str(rows_at(list, at + i, 3)));
		if (!parent)
			referenced[i] = -1;
		else if (to)
			referenced[i] = outline_column(parent, to);
		else
			referenced[i] = parent->key_count == count ? parent->key[i] : -1;
	}
	key.columns = columns;
	key.referenced = referenced;
	return key;
}

static bool same_key(const struct outline_key *a, const struct outline_key *b)
{
	return a->table == b->table && a->count == b->count && !memcmp(a->columns, b->columns, a->count * sizeof *a->columns) &&
		!strcasecmp(a->target, b->target);
}

static bool is_known(const struct reading *in, const struct outline_key *key)
{
	for (size_t i = 0; i < in->keys.count; i++)
		if (same_key(&in->keys.items[i], key))
			return true;
	return false;
}

static const char keys_sql[] = "SELECT s.rowid, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_update, f.on_delete"
	" FROM sqlite_schema AS s CROSS JOIN pragma_foreign_key_list(s.name, 'main') AS f" OF_TABLES "f.id DESC, f.seq";

/* SQLite lists the key that was declared last first. */
static enum err take_keys(struct reading *in, struct outline_table *table, const struct rows *rows)
{
	size_t order = 0;
	bool *deferred = arena_array(in->arena, bool, rows->count);
	deferred_find(table->sql, deferred, rows->count);
	for (size_t at = 0, count; at < rows->count; at += count, order++) {
		count = run_of(rows, at, 1);
		struct outline_key key = key_of(in, table, rows, at, count);
		key.deferred = deferred[order];
		outline_settle_key(&key);
		bool whole = true;
		for (size_t i = 0; i < count; i++)
			whole = whole && key.columns[i] >= 0;
		if (whole && !is_known(in, &key) && !is_hidden(in->options, declared_model(in->options, key.target), key.target))
			vec_push(&in->keys, key);
	}
	return OK;
}

static bool contains(const int *columns, size_t count, int column)
{
	for (size_t i = 0; i < count; i++)
		if (columns[i] == column)
			return true;
	return false;
}

static bool all_in(const int *some, size_t some_count, const int *all, size_t count)
{
	for (size_t i = 0; i < some_count; i++)
		if (!contains(all, count, some[i]))
			return false;
	return true;
}

bool outline_same_columns(const int *a, size_t a_count, const int *b, size_t b_count)
{
	return a_count == b_count && all_in(a, a_count, b, b_count) && all_in(b, b_count, a, a_count);
}

/* Whether a foreign key may refer to these columns. */
static bool is_referable(const struct outline_table *table, const int *columns, size_t count)
{
	if (contains(columns, count, -1))
		return false;
	for (size_t i = 0; i < table->index_count; i++) {
		const struct outline_index *index = &table->indexes[i];
		if (index->unique && !index->partial && outline_same_columns(index->columns, index->count, columns, count))
			return true;
	}
	return false;
}

void outline_settle_key(struct outline_key *key)
{
	const struct outline_table *table = key->table;
	for (size_t i = 0; i < table->index_count; i++) {
		const struct outline_index *index = &table->indexes[i];
		if (index->partial || !index->count)
			continue;
		bool unique = index->unique && all_in(index->columns, index->count, key->columns, key->count);
		key->unique |= unique;
		key->primary |= unique && index->primary;
		key->indexed |= index->count >= key->count && outline_same_columns(index->columns, key->count, key->columns, key->count);
	}
	key->broken = !key->references || !is_referable(key->references, key->referenced, key->count);
}

enum err outline_read(struct connection *db, struct arena *arena, const struct infer_options *options, struct outline *out)
{
	struct reading in = { .db = db, .arena = arena, .options = options, .out = out };
	enum err err = list_tables(&in);
	if (!err)
		err = read_each(&in, columns_sql, take_columns);
	if (!err)
		err = read_each(&in, indexes_sql, take_indexes);
	if (!err)
		err = read_left_out(&in);
	if (!err)
		err = read_each(&in, keys_sql, take_keys);
	out->key_count = err ? 0 : in.keys.count;
	out->keys = arena_array(arena, struct outline_key, in.keys.count);
	if (out->key_count)
		memcpy(out->keys, in.keys.items, in.keys.count * sizeof *out->keys);
	vec_release(&in.keys);
	return err;
}
