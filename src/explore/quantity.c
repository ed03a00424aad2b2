/* How many rows there are, as far as can be told in a moment: count(*) reads a whole table, or an index of it, and cannot be
 * stopped. So it is bounded, which makes it slower by row, but for tables of which an index tells that it will be quick. */
#include "explore/infer.h"

#include "base/arena.h"
#include "base/clock.h"
#include "explore/rows.h"
#include "model/names.h"

enum { MATCH_ROWS = 10000, QUICK_ROWS = 10 * 1000 * 1000, FIRST_LIMIT = 1000 };

static enum err count_up_to(struct connection *db, struct arena *arena, struct outline_table *table, int64_t limit)
{
	const char *sql = arena_format(arena, "SELECT count(*) FROM (SELECT 1 FROM main.%s LIMIT ?1)", table->quoted);
	struct value most = value_integer(limit + 1);
	struct rows rows;
	try(rows_read(db, arena, sql, &most, 1, &rows));
	int64_t found = rows_integer(&rows, 0, 0);
	table->rows_more = found > limit;
	table->rows = table->rows_more ? limit : found;
	return OK;
}

static bool has_index(const struct outline_table *table)
{
	for (size_t i = 0; i < table->index_count; i++)
		if (!table->indexes[i].partial && !(table->indexes[i].primary && (table->rowid_key || table->without_rowid)))
			return true;
	return false;
}

/* Rowids tell how many rows there can be at most. */
static enum err count_quickly(struct connection *db, struct arena *arena, struct outline_table *table)
{
	const char *rowid = outline_rowid(table);
	const char *sql = arena_format(arena, "SELECT (SELECT max(%s) FROM main.%s) - (SELECT min(%s) FROM main.%s)", rowid, table->quoted, rowid,
		table->quoted);
	struct rows rows;
	try(rows_read(db, arena, sql, NULL, 0, &rows));
	if (rows_at(&rows, 0, 0).type != VALUE_INTEGER || rows_integer(&rows, 0, 0) > QUICK_ROWS)
		return OK;
	try(rows_read(db, arena, arena_format(arena, "SELECT count(*) FROM main.%s", table->quoted), NULL, 0, &rows));
	table->rows = rows_integer(&rows, 0, 0);
	table->rows_more = false;
	return OK;
}

static enum err count_table(struct connection *db, struct arena *arena, struct outline_table *table, int64_t limit)
{
	try(count_up_to(db, arena, table, limit));
	return limit == FIRST_LIMIT && table->rows_more && !table->without_rowid && !outline_hides_rowid(table) && has_index(table) ? count_quickly(db, arena, table) : OK;
}

/* A table that cannot be read keeps what is known of it. */
static bool is_its_own_fault(enum err err)
{
	return err == ERR_CORRUPT || err == ERR_CANCELLED || err == ERR_DB_ERROR || err == ERR_FORBIDDEN;
}

enum err infer_count(struct connection *db, struct arena *arena, struct outline *outline, int milliseconds)
{
	uint64_t end = clock_nanoseconds() + (uint64_t)milliseconds * 1000000;
	for (int64_t limit = FIRST_LIMIT; limit <= 100 * 1000 * 1000; limit *= 10) {
		bool more = false;
		for (size_t i = 0; i < outline->table_count; i++) {
			struct outline_table *table = &outline->tables[i];
			if (limit > FIRST_LIMIT && (!table->rows_more || clock_nanoseconds() >= end))
				continue;
			enum err err = count_table(db, arena, table, limit);
			if (err && !is_its_own_fault(err))
				return err;
			more = more || (!err && table->rows_more);
		}
		if (!more || clock_nanoseconds() >= end)
			break;
	}
	return OK;
}

static const char *joined_by(struct arena *arena, const struct outline_key *key)
{
	const char *text = "";
	for (size_t i = 0; i < key->count; i++)
		text = arena_format(arena, "%s%sp.%s = c.%s", text, i ? " AND " : "",
			quote_name(arena, key->references->columns[key->referenced[i]].name),
			quote_name(arena, key->table->columns[key->columns[i]].name));
	return text;
}

enum err infer_match(struct connection *db, struct arena *arena, struct outline_key *key)
{
	if (key->broken)
		return OK;
	const char *columns = "", *present = "";
	for (size_t i = 0; i < key->count; i++) {
		const char *name = quote_name(arena, key->table->columns[key->columns[i]].name);
		columns = arena_format(arena, "%s%s%s", columns, i ? ", " : "", name);
		present = arena_format(arena, "%s%s%s IS NOT NULL", present, i ? " AND " : "", name);
	}
	const char *sql = arena_format(arena, "SELECT count(*), sum(EXISTS (SELECT 1 FROM main.%s AS p WHERE %s))"
		" FROM (SELECT %s FROM main.%s WHERE %s LIMIT %d) AS c", key->references->quoted, joined_by(arena, key), columns,
		key->table->quoted, present, MATCH_ROWS);
	struct rows rows;
	enum err err = rows_read(db, arena, sql, NULL, 0, &rows);
	if (err)
		return is_its_own_fault(err) ? OK : err;
	key->checked = rows_integer(&rows, 0, 0);
	key->matched = rows_integer(&rows, 0, 1);
	return OK;
}
