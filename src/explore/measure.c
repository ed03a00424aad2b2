#include "explore/measure.h"

#include "base/arena.h"
#include "base/clock.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "explore/rows.h"
#include "model/names.h"

enum { ROWS_MOST = 100 * 1000, ASKED = 20 };

/* The texts that it runs, one column of the key after the other; the copy is k (a0, a1, …). */
struct measuring {
	struct connection *from, *memory;
	struct arena arena;
	const struct outline_key *key;
	const char *read, *names, *places, *equal, *present;
};

static void make_texts(struct measuring *in)
{
	struct arena *arena = &in->arena;
	const struct outline_key *key = in->key;
	in->read = in->names = in->places = in->equal = in->present = "";
	for (size_t i = 0; i < key->count; i++) {
		const char *comma = i ? ", " : "", *and = i ? " AND " : "";
		in->read = arena_format(arena, "%s%s%s", in->read, comma, quote_name(arena, key->table->columns[key->columns[i]].name));
		in->names = arena_format(arena, "%s%sa%zu", in->names, comma, i);
		in->places = arena_format(arena, "%s%s?%zu", in->places, comma, i + 1);
		in->equal = arena_format(arena, "%s%sa%zu = ?%zu", in->equal, and, i, i + 1);
		in->present = arena_format(arena, "%s%sa%zu IS NOT NULL", in->present, and, i);
	}
	in->read = arena_format(arena, "SELECT %s FROM main.%s LIMIT %d", in->read, key->table->quoted, ROWS_MOST);
}

static enum err insert_row(struct measuring *in, const char *sql, struct statement *from, struct value *values)
{
	statement_row(from, values, in->key->count);
	return statement_run(in->memory, sql, values, in->key->count, NULL);
}

static enum err copy_rows(struct measuring *in, int64_t *rows)
{
	const char *sql = arena_format(&in->arena, "INSERT INTO k VALUES (%s)", in->places);
	struct value *values = arena_array(&in->arena, struct value, in->key->count);
	struct statement *from;
	enum err err;
	bool more;
	try(statement_open(in->from, in->read, &from));
	while (!(err = statement_step(from, &more)) && more && !(err = insert_row(in, sql, from, values)))
		++*rows;
	return statement_close(from, err);
}

static enum err copy_all(struct measuring *in, int64_t *rows)
{
	try(connection_open(&in->memory, ":memory:", CONNECTION_CREATE));
	try(statement_run(in->memory, arena_format(&in->arena, "CREATE TABLE k (%s)", in->names), NULL, 0, NULL));
	try(transaction_begin(in->memory));
	return transaction_end(in->memory, copy_rows(in, rows));
}

/* Nanoseconds for one of the values, on average. */
static enum err ask(struct measuring *in, const struct rows *values, uint64_t *out)
{
	const char *sql = arena_format(&in->arena, "SELECT count(*) FROM k WHERE %s", in->equal);
	uint64_t began = clock_nanoseconds();
	for (size_t i = 0; i < values->count; i++)
		try(statement_run(in->memory, sql, values->values + i * values->columns, values->columns, NULL));
	*out = values->count ? (clock_nanoseconds() - began) / values->count : 0;
	return OK;
}

static enum err measure(struct measuring *in, struct measured *out)
{
	struct rows values;
	make_texts(in);
	try(copy_all(in, &out->rows));
	try(rows_read(in->memory, &in->arena, arena_format(&in->arena, "SELECT DISTINCT %s FROM k WHERE %s LIMIT %d", in->names, in->present, ASKED),
		NULL, 0, &values));
	try(ask(in, &values, &out->without));
	try(statement_run(in->memory, arena_format(&in->arena, "CREATE INDEX i ON k (%s)", in->names), NULL, 0, NULL));
	return ask(in, &values, &out->with);
}

enum err measure_index(struct connection *db, const struct outline_key *key, struct measured *out)
{
	struct measuring in = { .from = db, .key = key };
	*out = (struct measured){ .key = key };
	arena_init(&in.arena);
	enum err err = measure(&in, out);
	connection_close(in.memory);
	arena_release(&in.arena);
	return err;
}
