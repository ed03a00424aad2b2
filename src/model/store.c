/* A store is a connection with a schema. What it adds is the arena: rows of plain SQL outlive their statement. */
#include "model/store.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/backup.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "model/texts.h"
#include <stdlib.h>
#include <string.h>

struct store {
	struct connection *db;
	const struct schema *schema;
	struct texts *texts;
	struct store *parent;        /* of a transaction as an argument */
	struct store *spare;         /* one that ended, kept for the next */
	bool shares;                 /* its connection is the parent's */
	struct { int milliseconds; bool (*go_on)(void *); void *context; bool set; } patience;
	store_observer *observer;
	void *observer_context;
};

enum err store_open(struct store **out, const struct schema *schema, const char *path, enum store_mode mode)
{
	static const enum connection_mode modes[] = {
		[STORE_CREATE] = CONNECTION_CREATE, [STORE_WRITE] = CONNECTION_WRITE, [STORE_READ] = CONNECTION_READ,
	};
	struct connection *db;

	*out = NULL;
	try(connection_open(&db, path, modes[mode]));
	*out = memory_new(sizeof **out);
	(*out)->db = db;
	(*out)->schema = schema;
	(*out)->texts = texts_new();
	return OK;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	store_close(store->spare);
	if (!store->shares)
		connection_close(store->db);
	texts_free(store->texts);
	free(store);
}

const struct schema *store_schema(const struct store *store)
{
	return store->schema;
}

const char *store_path(const struct store *store)
{
	return connection_path(store->db);
}

bool store_is_read_only(const struct store *store)
{
	return connection_read_only(store->db) != NULL;
}

struct connection *store_connection(struct store *store)
{
	return store->db;
}

struct texts *store_texts(struct store *store)
{
	return store->texts;
}

void store_patience(struct store *store, int milliseconds, bool (*go_on)(void *context), void *context)
{
	store->patience.milliseconds = milliseconds;
	store->patience.go_on = go_on;
	store->patience.context = context;
	store->patience.set = true;
	connection_patience(store->db, milliseconds, go_on, context);
}

void store_watch(struct store *store, bool (*go_on)(void *context), void *context)
{
	connection_deadline(store->db, go_on ? 1 : 0, go_on, context);
}

enum err store_spill(struct store *store, bool on)
{
	try(statement_run(store->db, on ? "PRAGMA temp_store = FILE" : "PRAGMA temp_store = MEMORY", NULL, 0, NULL));
	return statement_run(store->db, on ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -65536", NULL, 0, NULL);
}

static enum err store_integer(struct store *store, const char *sql, int64_t *out)
{
	struct statement *statement;
	enum err err;
	bool row;

	try(statement_open(store->db, sql, &statement));
	err = statement_step(statement, &row);
	if (!err)
		*out = row ? value_int_or(statement_value(statement, 0), 0) : 0;
	return statement_close(statement, err);
}

enum err store_identity(struct store *store, int64_t *application_id, int64_t *user_version)
{
	try(store_integer(store, "PRAGMA application_id", application_id));
	return store_integer(store, "PRAGMA user_version", user_version);
}

/* A PRAGMA takes no parameters. */
static enum err store_set_pragma(struct store *store, const char *name, int64_t value)
{
	struct buffer sql = { 0 };
	enum err err;

	buffer_printf(&sql, "PRAGMA %s = %lld", name, (long long)value);
	err = statement_run(store->db, sql.bytes, NULL, 0, NULL);
	buffer_release(&sql);
	return err;
}

enum err store_set_identity(struct store *store, int64_t application_id, int64_t user_version)
{
	enum err err;

	try(store_begin(store));
	err = store_set_pragma(store, "application_id", application_id);
	if (!err)
		err = store_set_pragma(store, "user_version", user_version);
	return store_end(store, err);
}

enum err store_begin(struct store *store)
{
	return transaction_begin(store->db);
}

enum err store_end(struct store *store, enum err so_far)
{
	return transaction_end(store->db, so_far);
}

bool store_in_transaction(const struct store *store)
{
	return transaction_is_open(store->db);
}

enum err store_transaction(struct store *store, enum err (*work)(struct store *, void *context), void *context)
{
	try(store_begin(store));
	return store_end(store, work(store, context));
}

/* A connection is worth keeping: opening one costs as much as a hundred transactions, and its statements are prepared. */
static enum err transaction_store(struct store *parent, struct store **out)
{
	enum err err = OK;

	*out = parent->spare;
	parent->spare = NULL;
	if (!*out)
		err = store_open(out, parent->schema, store_path(parent), STORE_WRITE);
	if (!err && parent->patience.set)
		store_patience(*out, parent->patience.milliseconds, parent->patience.go_on, parent->patience.context);
	return err;
}

static struct store *transaction_share(struct store *parent)
{
	struct store *tx = memory_new(sizeof *tx);

	tx->db = parent->db;
	tx->schema = parent->schema;
	tx->texts = texts_new();
	tx->shares = true;
	return tx;
}

enum err store_transaction_new(struct store *store, struct store **out)
{
	bool shares = store_in_transaction(store) || store_is_read_only(store) || !strcmp(store_path(store), ":memory:");
	struct store *tx;
	enum err err;

	*out = NULL;
	if (shares)
		tx = transaction_share(store);
	else
		try(transaction_store(store, &tx));
	tx->parent = store;
	if (!shares)
		store_observe(tx, store->observer, store->observer_context);
	err = store_begin(tx);
	if (err)
		store_close(tx);
	else
		*out = tx;
	return err;
}

enum err store_transaction_end(struct store *tx, enum err so_far)
{
	struct store *parent = tx->parent;
	enum err err = store_end(tx, so_far);

	if (tx->shares || parent->spare || err)
		store_close(tx);
	else
		parent->spare = tx;
	return err;
}

static void store_pass_on(void *context, const struct connection_event *event)
{
	const struct store *store = context;
	const struct store_event passed = { .sql = event->sql, .values = event->values, .count = event->count,
		.rows = event->rows, .nanoseconds = event->nanoseconds, .prepared = event->prepared, .error = event->error };

	store->observer(store->observer_context, &passed);
}

void store_observe(struct store *store, store_observer *observer, void *context)
{
	store->observer = observer;
	store->observer_context = context;
	connection_observe(store->db, observer ? store_pass_on : NULL, store);
}

struct store_totals store_totals(const struct store *store)
{
	struct connection_totals totals = connection_totals(store->db);

	return (struct store_totals){ totals.statements, totals.prepared, totals.nanoseconds };
}

enum err store_version(struct store *store, int64_t *out)
{
	return connection_version(store->db, out);
}

typedef VEC(struct value) value_list;

/* A kept "SELECT *" gets its columns anew at the first step, when the schema has changed. */
static enum err table_read(struct statement *statement, struct arena *arena, value_list *cells)
{
	enum err err;
	bool row;

	while (!(err = statement_step(statement, &row)) && row) {
		size_t columns = statement_columns(statement);

		cells->items = vec_room(cells->items, cells->count + columns, &cells->room, sizeof *cells->items);
		statement_row_copy(statement, arena, cells->items + cells->count, columns);
		cells->count += columns;
	}
	return err;
}

static void table_keep(struct table *table, struct arena *arena, const struct statement *statement, const value_list *cells)
{
	table->columns = statement_columns(statement);
	table->names = arena_array(arena, const char *, table->columns);
	for (size_t i = 0; i < table->columns; i++)
		table->names[i] = arena_string(arena, statement_column_name(statement, i));
	table->count = table->columns ? cells->count / table->columns : 0;
	table->values = arena_array(arena, struct value, cells->count);
	if (cells->count)
		memcpy(table->values, cells->items, cells->count * sizeof *cells->items);
}

enum err store_select(struct store *store, struct arena *arena, const char *sql, const struct value *values, size_t count,
	struct table *out)
{
	struct statement *statement;
	value_list cells = { 0 };
	enum err err;

	*out = (struct table){ 0 };
	try(statement_open(store->db, sql, &statement));
	statement_bind_all(statement, values, count);
	err = table_read(statement, arena, &cells);
	if (!err)
		table_keep(out, arena, statement, &cells);
	vec_release(&cells);
	return statement_close(statement, err);
}

static enum err each_row(struct statement *statement, store_each *each, void *context)
{
	struct value *row = NULL;
	size_t columns = 0;
	enum err err;
	bool more;

	while (!(err = statement_step(statement, &more)) && more) {
		if (statement_columns(statement) > columns) {
			columns = statement_columns(statement);
			row = memory_resize(row, columns * sizeof *row);
		}
		statement_row(statement, row, columns);
		err = each(context, row);
		if (err)
			break;
	}
	free(row);
	return err;
}

enum err store_select_each(struct store *store, const char *sql, const struct value *values, size_t count, store_each *each,
	void *context)
{
	struct statement *statement;

	try(statement_open(store->db, sql, &statement));
	statement_bind_all(statement, values, count);
	return statement_close(statement, each_row(statement, each, context));
}

enum err store_run(struct store *store, const char *sql, const struct value *values, size_t count, int64_t *changes)
{
	return statement_run(store->db, sql, values, count, changes);
}

enum err store_integrity(struct store *store, struct arena *arena, const char ***findings, size_t *count)
{
	return backup_verify(store->db, arena, findings, count);
}

enum err store_backup(struct store *store, const char *path)
{
	return backup_write(store->db, path);
}

enum err store_restore(struct store *store, const char *path)
{
	return backup_restore(store->db, path);
}

void store_tidy(struct store *store, int pages)
{
	connection_tidy(store->db, pages);
}

const char *store_library(void)
{
	return connection_library();
}
