/* Over random schemas, data and statements: a rehearsal tells just the rows by which the file differs before and after the
 * real statement, and it is blocked just when that is refused. A failure prints all SQL that leads to it. */
#include "unit/check.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/transaction.h"
#include "explore/address.h"
#include "explore/rehearse.h"
#include "unit/random.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLES_MOST = 5, WORLDS = 400, STATEMENTS = 8, ROWS = 7 };

/* How a table's rows are told apart. */
enum key_kind { KEY_ROWID, KEY_TEXT, KEY_PAIR, KEY_NONE, KEY_KINDS };

static struct random dice = { 11 };
static struct connection *db;
static struct arena arena;
static struct buffer script;
static int tables;
static enum key_kind kinds[TABLES_MOST];

static uint32_t roll(uint32_t below)
{
	return random_below(&dice, below);
}

static bool chance(uint32_t percent)
{
	return roll(100) < percent;
}

/* Some of what is invented is refused, which is fine. */
static enum err run(const char *sql)
{
	buffer_printf(&script, "%s;\n", sql);
	return statement_run(db, sql, NULL, 0, NULL);
}

/* --- a world --- */

static const char *action(void)
{
	static const char *const actions[] = { "CASCADE", "CASCADE", "CASCADE", "SET NULL", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION" };
	return actions[roll(sizeof actions / sizeof *actions)];
}

/* A key value of any table: small, so that they meet. */
static const char *value_for(enum key_kind kind)
{
	return kind == KEY_TEXT ? arena_format(&arena, "'k%u'", roll(ROWS)) : arena_format(&arena, "%u", roll(ROWS) + 1);
}

static const char *constraint(int to, const char *columns)
{
	return arena_format(&arena, ", FOREIGN KEY (%s) REFERENCES t%d (%s) ON DELETE %s ON UPDATE %s%s", columns, to,
		kinds[to] == KEY_PAIR ? "a, b" : "id", action(), action(), chance(20) ? " DEFERRABLE INITIALLY DEFERRED" : "");
}

/* Columns that every table has: id (unique wherever it is no key), x, two columns f and g for keys. */
static void make_table(int at)
{
	static const char *const heads[] = {
		[KEY_ROWID] = "id INTEGER PRIMARY KEY, twice AS (x * 2), x", [KEY_TEXT] = "id TEXT PRIMARY KEY, x",
		[KEY_PAIR] = "a INTEGER, twice AS (x * 2), b INTEGER, id INTEGER, x", [KEY_NONE] = "id INTEGER UNIQUE, x",
	};
	int first = (int)roll((uint32_t)(at + 1)), second = (int)roll((uint32_t)(at + 1));
	const char *sql = arena_format(&arena, "CREATE TABLE t%d (%s, f%s DEFAULT %s, g, h", at, heads[kinds[at]], chance(15) ? " NOT NULL" : "",
		value_for(kinds[first]));
	if (kinds[at] == KEY_PAIR)
		sql = arena_format(&arena, "%s, PRIMARY KEY (b, a)", sql);
	if (chance(85))
		sql = arena_format(&arena, "%s%s", sql, constraint(first, kinds[first] == KEY_PAIR ? "f, h" : "f"));
	if (chance(40) && kinds[second] != KEY_PAIR)
		sql = arena_format(&arena, "%s%s", sql, constraint(second, "g"));
	run(arena_format(&arena, "%s)%s", sql, kinds[at] == KEY_PAIR ? " WITHOUT ROWID" : ""));
}

static void make_trigger(int number)
{
	static const char *const events[] = { "BEFORE DELETE", "AFTER DELETE", "AFTER DELETE", "AFTER UPDATE", "BEFORE UPDATE", "AFTER INSERT" };
	int event = (int)roll(sizeof events / sizeof *events), on = (int)roll((uint32_t)tables), to = (int)roll((uint32_t)tables);
	const char *row = event == 5 ? "new" : "old", *does;
	switch (roll(6)) {
	case 0:
		does = arena_format(&arena, "DELETE FROM t%d WHERE id = %s.id", to, row);
		break;
	case 1:
		does = arena_format(&arena, "UPDATE t%d SET x = x + 1 WHERE x = %s.x", to, row);
		break;
	case 2:
		does = arena_format(&arena, "UPDATE t%d SET g = NULL WHERE id = %s.id", to, row);
		break;
	case 3:
		does = arena_format(&arena, "SELECT RAISE(ABORT, 'no') WHERE %s.x = 3", row);
		break;
	default:
		does = arena_format(&arena, "INSERT INTO log VALUES (NULL, %s.x); UPDATE counts SET n = n + 1 WHERE name = 'n'", row);
		break;
	}
	run(arena_format(&arena, "CREATE TRIGGER r%d %s ON t%d BEGIN %s; END", number, events[event], on, does));
}

static void fill_table(int at)
{
	for (int i = 1; i <= ROWS; i++) {
		const char *id = kinds[at] == KEY_TEXT ? arena_format(&arena, "'k%d'", i) : arena_format(&arena, "%d", i);
		const char *f = chance(15) ? "NULL" : chance(80) ? arena_format(&arena, "%u", roll(ROWS) + 1) : value_for(KEY_TEXT);
		const char *g = chance(40) ? "NULL" : value_for(KEY_ROWID), *h = value_for(KEY_ROWID);
		run(arena_format(&arena, "INSERT INTO t%d (%sid, x, f, g, h) VALUES (%s%s, %u, %s, %s, %s)", at, kinds[at] == KEY_PAIR ? "a, b, " : "",
			kinds[at] == KEY_PAIR ? arena_format(&arena, "%s, %s, ", value_for(KEY_ROWID), value_for(KEY_ROWID)) : "", id, roll(5), f, g, h));
	}
}

static void make_world(void)
{
	connection_open(&db, ":memory:", CONNECTION_CREATE);
	tables = 2 + (int)roll(TABLES_MOST - 1);
	run("CREATE TABLE log (id INTEGER PRIMARY KEY, x)");
	run("CREATE TABLE counts (name TEXT PRIMARY KEY, n) WITHOUT ROWID");
	run("INSERT INTO counts VALUES ('n', 0)");
	for (int i = 0; i < tables; i++) {
		kinds[i] = (enum key_kind)roll(KEY_KINDS);
		make_table(i);
	}
	bool dangling = chance(15);
	run(dangling ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON");
	for (int i = 0; i < tables; i++)
		fill_table(i);
	run("PRAGMA foreign_keys = ON");
	for (uint32_t i = roll(4); i > 0; i--)
		make_trigger((int)i);
}

/* A key that moves moves far, so that old and new keys are never the same. */
static const char *invent(void)
{
	int at = (int)roll((uint32_t)tables);
	const char *id = value_for(kinds[at]);
	switch (roll(8)) {
	case 0:
		return arena_format(&arena, "DELETE FROM t%d", at);
	case 1:
		return arena_format(&arena, "DELETE FROM t%d WHERE x < %u", at, roll(5));
	case 2:
		return arena_format(&arena, "UPDATE t%d SET x = x + 10, f = %s WHERE x = %u", at, value_for(KEY_ROWID), roll(5));
	case 3:
		return kinds[at] == KEY_TEXT ? arena_format(&arena, "UPDATE t%d SET id = id || 'moved' WHERE id = %s", at, id)
			: arena_format(&arena, "UPDATE t%d SET id = id + 1000 WHERE id = %s", at, id);
	case 4:
		return arena_format(&arena, "REPLACE INTO t%d (%sid, x, f) VALUES (%s%s, 4, %s)", at, kinds[at] == KEY_PAIR ? "a, b, " : "",
			kinds[at] == KEY_PAIR ? "2, 2, " : "", id, value_for(KEY_ROWID));
	default:
		return arena_format(&arena, "DELETE FROM t%d WHERE id = %s", at, id);
	}
}

/* --- what is in the file --- */

struct entry { const char *table, *key, *content; bool used; };
typedef VEC(struct entry) entries;

static void look_at(const char *table, const char *key, const char *content, entries *out)
{
	struct statement *statement;
	bool row;
	CHECK_ERR(OK, statement_open(db, arena_format(&arena, "SELECT %s, %s FROM %s", key, content, table), &statement));
	while (!statement_step(statement, &row) && row) {
		struct value values[2];
		statement_row_copy(statement, &arena, values, 2);
		vec_push(out, ((struct entry){ table, value_str(values[0]), value_str(values[1]), false }));
	}
	statement_close(statement, OK);
}

static void look(entries *out)
{
	static const char *const keys[] = { "quote(id)", "quote(id)", "b || ',' || a", "quote(rowid)" };
	out->count = 0;
	look_at("log", "quote(id)", "quote(x)", out);
	look_at("counts", "quote(name)", "quote(n)", out);
	for (int i = 0; i < tables; i++)
		look_at(arena_format(&arena, "t%d", i), keys[kinds[i]],
			"quote(id) || quote(x) || ',' || quote(f) || ',' || quote(g) || ',' || quote(h)", out);
}

static struct entry *entry_in(const entries *in, const char *table, const char *key)
{
	for (size_t i = 0; i < in->count; i++)
		if (!strcmp(in->items[i].table, table) && !strcmp(in->items[i].key, key))
			return &in->items[i];
	return NULL;
}

static bool same(const entries *a, const entries *b)
{
	bool equal = a->count == b->count;
	for (size_t i = 0; equal && i < a->count; i++) {
		const struct entry *other = entry_in(b, a->items[i].table, a->items[i].key);
		equal = other && !strcmp(other->content, a->items[i].content);
	}
	return equal;
}

/* --- the comparison --- */

struct differences { entries before, after; int64_t told; bool wrong; };

static const char *key_text(const struct rehearse_row *row)
{
	const char *text = "";
	for (size_t i = 0; i < row->key_count; i++)
		text = arena_format(&arena, "%s%s%s", text, i ? "," : "", address_literal(&arena, row->key[i]));
	return text;
}

/* A new row of the table that nothing explains yet: where one with a changed key has gone. */
static bool take_moved(struct differences *in, const char *table)
{
	for (size_t i = 0; i < in->after.count; i++) {
		struct entry *entry = &in->after.items[i];
		if (entry->used || strcmp(entry->table, table) || entry_in(&in->before, table, entry->key))
			continue;
		return entry->used = true;
	}
	return false;
}

static bool explains(struct differences *in, enum rehearse_action what, const char *table, const char *key)
{
	struct entry *before = entry_in(&in->before, table, key), *after = entry_in(&in->after, table, key);
	if ((before && before->used) || (after && after->used))
		return false;
	if (before)
		before->used = true;
	if (after)
		after->used = true;
	switch (what) {
	case REHEARSE_DELETED:
		return before && !after;
	case REHEARSE_INSERTED:
		return !before && after;
	case REHEARSE_SET_NULL:
	case REHEARSE_SET_DEFAULT:
	case REHEARSE_UPDATED:
		break;
	}
	if (before && !after)
		return take_moved(in, table);
	return before && after && strcmp(before->content, after->content) != 0;
}

static void compare(struct differences *in, const struct rehearse_branch *first)
{
	for (const struct rehearse_branch *at = first; at; at = at->next) {
		int64_t rows = 0;
		for (const struct rehearse_row *row = at->rows; row; row = row->next, rows++)
			if (!explains(in, at->action, at->table->name, key_text(row))) {
				in->wrong = true;
				printf("# wrong: %s %s %s via %s\n", rehearse_action_name(at->action), at->table->name, key_text(row), at->via);
			}
		in->wrong = in->wrong || rows != at->count || !at->count;
		in->told += rows;
		compare(in, at->first);
	}
}

static int64_t left_over(const struct differences *in)
{
	int64_t left = 0;
	for (size_t i = 0; i < in->before.count; i++) {
		const struct entry *before = &in->before.items[i], *after = entry_in(&in->after, before->table, before->key);
		left += !before->used && (!after || strcmp(before->content, after->content));
	}
	for (size_t i = 0; i < in->after.count; i++)
		left += !in->after.items[i].used && !entry_in(&in->before, in->after.items[i].table, in->after.items[i].key);
	return left;
}

static bool is_exact(const char *sql, struct differences *in, int *refused)
{
	struct rehearse_statement statement = { .db = db, .sql = sql, .text = sql };
	struct rehearse_act act = rehearse_sql(&statement);
	struct rehearse_options options = { .keep = SIZE_MAX };
	struct rehearsal *rehearsal;
	*in = (struct differences){ .before = in->before, .after = in->after };
	look(&in->before);
	enum err foreseen = rehearse(db, &arena, &options, &act, &rehearsal);
	look(&in->after);
	if (!same(&in->before, &in->after))
		return CHECK(!"the rehearsal wrote something");
	enum err real = transaction_begin(db);
	real = transaction_end(db, real ? real : run(sql));
	look(&in->after);
	*refused += real != OK;
	if (real)
		return CHECK(foreseen == real || (!foreseen && rehearsal->blocked)) && CHECK(foreseen || rehearsal->touched == 0);
	if (!CHECK_ERR(OK, foreseen) || !CHECK(!rehearsal->blocked))
		return false;
	compare(in, rehearsal->branches);
	return CHECK(!in->wrong) && CHECK_INT(in->told, rehearsal->touched) && CHECK_INT(0, left_over(in));
}

TEST(a_rehearsal_is_the_difference_that_the_statement_makes)
{
	struct differences differences = { 0 };
	bool exact = true;
	int refused = 0, all = 0;
	for (int world = 0; world < WORLDS && exact; world++) {
		arena_init(&arena);
		buffer_clear(&script);
		make_world();
		for (int i = 0; i < STATEMENTS && exact; i++, all++)
			exact = is_exact(invent(), &differences, &refused);
		if (!exact)
			printf("# world %d\n%s", world, script.bytes);
		connection_close(db);
		arena_release(&arena);
	}
	/* the inventions must not all be of one kind */
	CHECK(refused > all / 20 && refused < all / 2);
	vec_release(&differences.before);
	vec_release(&differences.after);
	buffer_release(&script);
}
