/* SQLite's own PRAGMAs tell everything but whether a key is deferred. They are asked table by table, so that one which
 * cannot be read leaves the others. */
#include "explore/read.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/deferred.h"
#include "explore/rows.h"
#include "model/names.h"

#include <string.h>
#include <strings.h>

struct reading {
	struct connection *db;
	struct arena *arena;
	const struct infer_options *options;
	struct outline *out;
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

/* --- tables --- */

static enum err read_columns(struct reading *in, struct outline_table *table)
{
	static const char sql[] = "SELECT name, type, dflt_value, \"notnull\", hidden, pk FROM pragma_table_xinfo(?1, 'main') ORDER BY cid";
	struct value name = value_text(table->name);
	struct rows rows;
	try(rows_read(in->db, in->arena, sql, &name, 1, &rows));
	struct outline_column *columns = arena_array(in->arena, struct outline_column, rows.count);
	int *key = arena_array(in->arena, int, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		int64_t hidden = rows_integer(&rows, i, 4), place = rows_integer(&rows, i, 5);
		columns[i] = (struct outline_column){ .name = value_str(rows_at(&rows, i, 0)), .type = value_str(rows_at(&rows, i, 1)),
			.default_sql = rows_text(&rows, i, 2), .not_null = rows_integer(&rows, i, 3), .hidden = hidden == 1,
			.generated = hidden == 2 || hidden == 3, .key = (int)place };
		if (place > 0 && (size_t)place <= rows.count) {
			key[place - 1] = (int)i;
			table->key_count++;
		}
	}
	table->columns = columns;
	table->column_count = rows.count;
	table->key = key;
	return OK;
}

static enum err read_index(struct reading *in, const struct rows *list, size_t at, struct outline_index *out)
{
	static const char sql[] = "SELECT cid FROM pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno";
	struct value name = rows_at(list, at, 0);
	struct rows rows;
	try(rows_read(in->db, in->arena, sql, &name, 1, &rows));
	int *columns = arena_array(in->arena, int, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		columns[i] = rows_integer(&rows, i, 0) < 0 ? -1 : (int)rows_integer(&rows, i, 0);
	*out = (struct outline_index){ .name = value_str(name), .unique = rows_integer(list, at, 1), .partial = rows_integer(list, at, 3),
		.primary = !strcmp(value_str(rows_at(list, at, 2)), "pk"), .count = rows.count, .columns = columns };
	return OK;
}

/* An INTEGER PRIMARY KEY is the one that has no index in the list, and needs none. */
static enum err read_indexes(struct reading *in, struct outline_table *table)
{
	static const char sql[] = "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?1, 'main') ORDER BY seq DESC";
	struct value name = value_text(table->name);
	struct rows rows;
	try(rows_read(in->db, in->arena, sql, &name, 1, &rows));
	struct outline_index *indexes = arena_array(in->arena, struct outline_index, rows.count + 1);
	size_t count = 0;
	bool primary = false;
	for (size_t i = 0; i < rows.count; i++) {
		try(read_index(in, &rows, i, &indexes[count]));
		primary = primary || indexes[count++].primary;
	}
	table->rowid_key = table->key_count == 1 && !primary;
	if (table->rowid_key)
		indexes[count++] = (struct outline_index){ .name = "", .unique = true, .primary = true, .count = 1, .columns = table->key };
	table->indexes = indexes;
	table->index_count = count;
	return OK;
}

static enum err read_tables(struct reading *in)
{
	static const char sql[] = "SELECT l.name, l.wr, s.sql FROM sqlite_schema AS s JOIN pragma_table_list AS l ON l.schema = 'main' AND"
		" l.name = s.name COLLATE NOCASE WHERE s.type = 'table' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
		" ORDER BY s.rowid";
	struct rows rows;
	struct outline *out = in->out;
	try(rows_read(in->db, in->arena, sql, NULL, 0, &rows));
	out->tables = arena_array(in->arena, struct outline_table, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		struct outline_table *table = &out->tables[out->table_count];
		*table = (struct outline_table){ .position = out->table_count, .name = value_str(rows_at(&rows, i, 0)), .rows = -1,
			.without_rowid = rows_integer(&rows, i, 1), .sql = value_str(rows_at(&rows, i, 2)) };
		table->model = declared_model(in->options, table->name);
		table->quoted = quote_name(in->arena, table->name);
		if (is_hidden(in->options, table->model, table->name)) {
			out->hidden++;
			continue;
		}
		try(read_columns(in, table));
		try(read_indexes(in, table));
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
	struct outline_key key = { .table = table, .count = count, .target = value_str(rows_at(list, at, 1)),
		.on_update = action_of(value_str(rows_at(list, at, 4))), .on_delete = action_of(value_str(rows_at(list, at, 5))) };
	int *columns = arena_array(in->arena, int, count), *referenced = arena_array(in->arena, int, count);
	const struct outline_table *parent = key.references = outline_table(in->out, key.target);
	for (size_t i = 0; i < count; i++) {
		const char *to = rows_text(list, at + i, 3);
		columns[i] = outline_column(table, value_str(rows_at(list, at + i, 2)));
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

/* SQLite lists the key that was declared last first. */
static enum err read_keys(struct reading *in, const struct outline_table *table)
{
	static const char sql[] = "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?1, 'main')"
		" ORDER BY id DESC, seq";
	struct value name = value_text(table->name);
	struct rows rows;
	size_t order = 0;
	try(rows_read(in->db, in->arena, sql, &name, 1, &rows));
	bool *deferred = arena_array(in->arena, bool, rows.count);
	deferred_find(table->sql, deferred, rows.count);
	for (size_t at = 0, count; at < rows.count; at += count, order++) {
		for (count = 1; at + count < rows.count && rows_integer(&rows, at + count, 0) == rows_integer(&rows, at, 0);)
			count++;
		struct outline_key key = key_of(in, table, &rows, at, count);
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
	enum err err = read_tables(&in);
	if (!err)
		err = read_left_out(&in);
	for (size_t i = 0; !err && i < out->table_count; i++)
		err = read_keys(&in, &out->tables[i]);
	out->key_count = err ? 0 : in.keys.count;
	out->keys = arena_array(arena, struct outline_key, in.keys.count);
	if (out->key_count)
		memcpy(out->keys, in.keys.items, in.keys.count * sizeof *out->keys);
	vec_release(&in.keys);
	return err;
}
