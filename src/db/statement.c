/* A statement is taken from the cache, bound, stepped, and put back prepared. Whatever its fate, it ends once, in
 * statement_end: there it is counted and reported, and a single write gives its turn back.
 *
 * Reading a row is the inner loop of everything: it is read at once, and its texts are copied into one piece. */
#include "db/statement.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/vec.h"
#include "db/cache.h"
#include "db/control.h"
#include "db/failure.h"
#include "db/foreign.h"
#include "db/handle.h"
#include "db/transaction.h"
#include "db/turn.h"
#include <errno.h>
#include <string.h>

static enum err statement_take(struct connection *db, const char *sql, bool control, struct statement **out)
{
	uint64_t began = clock_nanoseconds();
	struct statement *statement;

	*out = NULL;
	try(cache_find(db, sql, control, &statement));
	statement->began = began;
	statement->rows = 0;
	statement->spent = 0;
	statement->bad = OK;
	statement->open = true;
	statement->running = statement->ended = false;
	*out = statement;
	return OK;
}

enum err statement_open(struct connection *db, const char *sql, struct statement **out)
{
	return statement_take(db, sql, false, out);
}

size_t statement_parameters(const struct statement *statement)
{
	return statement->parameters;
}

static int bind(sqlite3_stmt *sqlite, int at, struct value value)
{
	switch (value.type) {
	case VALUE_NULL:    return sqlite3_bind_null(sqlite, at);
	case VALUE_INTEGER: return sqlite3_bind_int64(sqlite, at, value.integer);
	case VALUE_REAL:    return sqlite3_bind_double(sqlite, at, value.real);
	case VALUE_TEXT:    return sqlite3_bind_text64(sqlite, at, value.text, value.size, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BLOB:    return value.size ? sqlite3_bind_blob64(sqlite, at, value.text, value.size, SQLITE_STATIC)
		: sqlite3_bind_zeroblob(sqlite, at, 0);
	}
	return SQLITE_MISUSE;
}

void statement_bind(struct statement *statement, size_t index, struct value value)
{
	int code;

	if (statement->running)
		bug("a value is bound to a statement that runs");
	if (index >= statement->parameters) {
		statement->bad = fail(ERR_INPUT, "the statement has places for %zu values, not for %zu",
			statement->parameters, index + 1);
		return;
	}
	code = bind(statement->sqlite, (int)index + 1, value);
	statement->values[index] = value;
	if (code)
		statement->bad = failure(statement->db, code);
}

void statement_bind_all(struct statement *statement, const struct value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		statement_bind(statement, i, values[i]);
}

static void statement_report(const struct statement *statement, uint64_t nanoseconds, enum err err)
{
	struct connection *db = statement->db;
	struct connection_event event = { .sql = statement->sql, .values = statement->values, .count = statement->parameters,
		.rows = statement->rows, .nanoseconds = nanoseconds, .prepared = statement->fresh, .error = err };

	db->observer(db->observer_context, &event);
}

/* DDL changes no rows, but leaves the count of the statement before. */
static void statement_count_changes(struct statement *statement, enum err err)
{
	struct connection *db = statement->db;
	bool changed = sqlite3_total_changes64(db->sqlite) != statement->total_changes;

	statement->rows = !err && changed ? sqlite3_changes64(db->sqlite) : 0;
	db->writes++;
}

/* The one point that every statement passes. */
static void statement_end(struct statement *statement, enum err err)
{
	struct connection *db = statement->db;
	uint64_t nanoseconds = clock_nanoseconds() - statement->began;

	statement->ended = true;
	if (statement->writes)
		statement_count_changes(statement, err);
	db->totals.statements++;
	db->totals.prepared += statement->fresh;
	db->totals.nanoseconds += nanoseconds;
	if (db->observer)
		statement_report(statement, nanoseconds, err);
	statement->fresh = false;
	if (statement->holds) {
		statement->holds = false;
		turn_give(db);
	}
}

/* After some errors (a full disk) SQLite has rolled back by itself; what follows must not run outside. */
static void notice_lost_transaction(struct connection *db, enum err err)
{
	if (!db->depth || db->lost || !sqlite3_get_autocommit(db->sqlite))
		return;
	db->lost = err;
	db->lost_sentence = memory_string(err_sentence(err));
}

static enum err statement_fail(struct statement *statement, int code)
{
	enum err err = failure(statement->db, code);

	sqlite3_reset(statement->sqlite);
	notice_lost_transaction(statement->db, err);
	statement_end(statement, err);
	return err;
}

/* Whether it may run now: not with a value that could not be bound, nor outside a transaction that was lost. */
static enum err statement_admit(struct statement *statement)
{
	struct connection *db = statement->db;

	if (statement->bad)
		return statement->bad;
	if (db->foreign)
		try(foreign_unchanged(db));
	if (!db->depth)
		try(transaction_clear(db));
	if (db->lost && !statement->control)
		return fail(db->lost, "%s", db->lost_sentence);
	if (!statement->writes || db->depth)
		return OK;
	try(turn_take(db));
	statement->holds = true;
	return OK;
}

static enum err statement_start(struct statement *statement)
{
	enum err err;

	statement->running = true;
	errno = 0;
	err = statement_admit(statement);
	if (err)
		statement_end(statement, err);
	else if (statement->writes)
		statement->total_changes = sqlite3_total_changes64(statement->db->sqlite);
	return err;
}

/* An interrupt that comes when a statement has just ended is told as an error, though all is on the disk. */
static bool is_done_anyway(const struct statement *statement, int code)
{
	const struct connection *db = statement->db;

	if (code != SQLITE_INTERRUPT)
		return false;
	if (statement->control)
		return db->depth && sqlite3_get_autocommit(db->sqlite);
	return statement->writes && !db->depth && sqlite3_total_changes64(db->sqlite) != statement->total_changes;
}

/* The deadline counts the time inside SQLite, not what the caller does between two rows. */
static int statement_advance(struct statement *statement)
{
	struct deadline *deadline = &statement->db->deadline;
	int code;

	if (!deadline->milliseconds)
		return sqlite3_step(statement->sqlite);
	deadline->began = clock_nanoseconds() - statement->spent;
	deadline->stopped = false;
	code = sqlite3_step(statement->sqlite);
	statement->spent = clock_nanoseconds() - deadline->began;
	return code;
}

enum err statement_step(struct statement *statement, bool *row)
{
	int code;

	*row = false;
	if (statement->ended)
		return OK;
	if (!statement->running)
		try(statement_start(statement));
	code = statement_advance(statement);
	if (code == SQLITE_ROW) {
		statement->rows++;
		*row = true;
		return OK;
	}
	if (code != SQLITE_DONE && !is_done_anyway(statement, code))
		return statement_fail(statement, code);
	sqlite3_reset(statement->sqlite);
	statement_end(statement, OK);
	return OK;
}

size_t statement_columns(const struct statement *statement)
{
	return (size_t)sqlite3_column_count(statement->sqlite);
}

const char *statement_column_name(const struct statement *statement, size_t column)
{
	return sqlite3_column_name(statement->sqlite, (int)column);
}

/* Asked through the sqlite3_value, a column costs one look-up instead of three; that is not safe between threads, which
 * a connection never is. */
static inline struct value column(sqlite3_stmt *sqlite, int at)
{
	return handle_value(sqlite3_column_value(sqlite, at));
}

struct value statement_value(struct statement *statement, size_t at)
{
	return column(statement->sqlite, (int)at);
}

void statement_row(struct statement *statement, struct value *out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		out[i] = column(statement->sqlite, (int)i);
}

void statement_part_copy(struct statement *statement, struct arena *arena, size_t from, struct value *out, size_t count, const int *at)
{
	size_t size = 0;
	char *to;

	for (size_t i = 0; i < count; i++) {
		struct value *value = &out[at ? (size_t)at[i] : i];
		*value = column(statement->sqlite, (int)(from + i));
		if (value->type >= VALUE_TEXT)
			size += (size_t)value->size + 1;
	}
	to = size ? arena_alloc_raw(arena, size) : NULL;
	for (size_t i = 0; size && i < count; i++) {
		struct value *value = &out[at ? (size_t)at[i] : i];
		if (value->type < VALUE_TEXT)
			continue;
		memcpy(to, value->text, value->size);
		value->text = to;
		to[value->size] = '\0';
		to += value->size + 1;
	}
}

void statement_row_copy(struct statement *statement, struct arena *arena, struct value *out, size_t count)
{
	statement_part_copy(statement, arena, 0, out, count, NULL);
}

int64_t statement_rows(const struct statement *statement)
{
	return statement->rows;
}

int64_t statement_inserted(const struct statement *statement)
{
	return sqlite3_last_insert_rowid(statement->db->sqlite);
}

enum err statement_close(struct statement *statement, enum err so_far)
{
	enum err err = OK;

	if (!statement)
		return so_far;
	if (statement->running && !statement->ended) {
		int code = sqlite3_reset(statement->sqlite);

		if (code)
			err = statement_fail(statement, code);
		else
			statement_end(statement, OK);
	}
	if (statement->parameters) {
		sqlite3_clear_bindings(statement->sqlite);
		memset(statement->values, 0, statement->parameters * sizeof *statement->values);
	}
	statement->open = false;
	return so_far ? so_far : err;
}

static enum err statement_finish(struct statement *statement, int64_t *changes)
{
	enum err err;
	bool row;

	while (!(err = statement_step(statement, &row)) && row)
		;
	if (changes)
		*changes = statement->rows;
	return statement_close(statement, err);
}

enum err statement_run(struct connection *db, const char *sql, const struct value *values, size_t count, int64_t *changes)
{
	struct statement *statement;

	try(statement_open(db, sql, &statement));
	statement_bind_all(statement, values, count);
	return statement_finish(statement, changes);
}

enum err control_run(struct connection *db, const char *sql)
{
	struct statement *statement;

	try(statement_take(db, sql, true, &statement));
	return statement_finish(statement, NULL);
}
