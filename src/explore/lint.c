#include "explore/lint.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/measure.h"
#include "explore/rows.h"
#include "model/names.h"

#include <string.h>
#include <strings.h>

static const char *const rule_names[] = {
	[LINT_BROKEN] = "broken", [LINT_DANGLING] = "dangling", [LINT_SECOND] = "second", [LINT_TYPES] = "types",
	[LINT_UNINDEXED] = "unindexed", [LINT_OWNERLESS] = "ownerless", [LINT_UNREAD] = "unread",
};

struct linting {
	struct connection *db;
	struct arena *arena;
	const struct outline *outline;
	VEC(struct lint_finding) found;
};

const char *lint_rule_name(enum lint_rule rule)
{
	return rule_names[rule];
}

static const char *key_text(struct linting *in, const struct outline_key *key)
{
	const char *columns = outline_columns(in->arena, key->table, key->columns, key->count);
	return arena_format(in->arena, key->count == 1 ? "%s.%s" : "%s (%s)", key->table->name, columns);
}

static const char *rows_word(struct linting *in, int64_t rows)
{
	return arena_format(in->arena, "%lld row%s", (long long)rows, rows == 1 ? "" : "s");
}

static const char *column(struct linting *in, const struct outline_table *table, int position)
{
	return quote_name(in->arena, table->columns[position].name);
}

/* "c.`a` IS NOT NULL AND c.`b` IS NOT NULL" */
static const char *each(struct linting *in, const struct outline_key *key, const char *form, const char *between)
{
	const char *text = "";
	for (size_t i = 0; i < key->count; i++)
		text = arena_format(in->arena, "%s%sc.%s%s", text, i ? between : "", column(in, key->table, key->columns[i]), form);
	return text;
}

static const char *joined(struct linting *in, const struct outline_key *key)
{
	const char *text = "";
	for (size_t i = 0; i < key->count; i++)
		text = arena_format(in->arena, "%s%sp.%s = c.%s", text, i ? " AND " : "", column(in, key->references, key->referenced[i]),
			column(in, key->table, key->columns[i]));
	return text;
}

static void note(struct linting *in, struct lint_finding finding)
{
	vec_push(&in->found, finding);
}

/* A number from the file; false when it could not be had, which is noted once a key. */
static bool count(struct linting *in, const struct outline_key *key, const char *sql, int64_t *out, enum err *err)
{
	struct rows rows;
	*err = rows_read(in->db, in->arena, sql, NULL, 0, &rows);
	if (!*err) {
		*out = rows_integer(&rows, 0, 0);
		return true;
	}
	if (*err == ERR_CANCELLED || *err == ERR_CORRUPT || *err == ERR_DB_ERROR || *err == ERR_FORBIDDEN) {
		note(in, (struct lint_finding){ LINT_UNREAD, key, -1, 0, 0, arena_format(in->arena, "%s could not be looked at: %s",
			key_text(in, key), err_sentence(*err)), NULL });
		*err = OK;
	}
	return false;
}

/* --- the rules --- */

static void find_broken(struct linting *in, const struct outline_key *key)
{
	const char *why = !key->references ? "there is no such table" : "no primary or unique key is over just those columns";
	for (size_t i = 0; key->references && i < key->count; i++)
		if (key->referenced[i] < 0)
			why = "it has no such column";
	note(in, (struct lint_finding){ LINT_BROKEN, key, -1, 0, 0, arena_format(in->arena, "%s refers to %s, but %s: writing fails",
		key_text(in, key), key->target, why), NULL });
}

static enum err find_dangling(struct linting *in, const struct outline_key *key)
{
	int64_t rows;
	enum err err;
	const char *sql = arena_format(in->arena, "SELECT count(*) FROM main.%s AS c WHERE %s AND NOT EXISTS (SELECT 1 FROM main.%s AS p WHERE %s)",
		key->table->quoted, each(in, key, " IS NOT NULL", " AND "), key->references->quoted, joined(in, key));
	if (!count(in, key, sql, &rows, &err) || !rows)
		return err;
	note(in, (struct lint_finding){ LINT_DANGLING, key, rows, 0, 0, arena_format(in->arena, "%s: %s refer%s to no row of %s",
		key_text(in, key), rows_word(in, rows), rows == 1 ? "s" : "", key->references->name),
		arena_format(in->arena, "SELECT * FROM %s AS c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE %s)", key->table->quoted,
			each(in, key, " IS NOT NULL", " AND "), key->references->quoted, joined(in, key)) });
	return OK;
}

static enum err find_ownerless(struct linting *in, const struct outline_key *key)
{
	int64_t rows;
	enum err err;
	const char *sql = arena_format(in->arena, "SELECT count(*) FROM main.%s AS c WHERE %s", key->table->quoted, each(in, key, " IS NULL", " OR "));
	if (!count(in, key, sql, &rows, &err) || !rows)
		return err;
	note(in, (struct lint_finding){ LINT_OWNERLESS, key, rows, 0, 0, arena_format(in->arena, "%s: %s %s without %s",
		key_text(in, key), rows_word(in, rows), rows == 1 ? "is" : "are", singular_of(in->arena, key->references->name)), NULL });
	return OK;
}

static bool is_has_one(const struct outline *outline, const struct outline_key *key)
{
	for (size_t i = 0; i < outline->relation_count; i++)
		if (outline->relations[i].key == key && outline->relations[i].kind == HAS_ONE && !outline->relations[i].other)
			return true;
	return false;
}

static enum err find_second(struct linting *in, const struct outline_key *key)
{
	int64_t rows;
	enum err err;
	if (key->unique || !is_has_one(in->outline, key))
		return OK;
	const char *sql = arena_format(in->arena, "SELECT ifnull(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM main.%s AS c WHERE %s GROUP BY %s"
		" HAVING count(*) > 1)", key->table->quoted, each(in, key, " IS NOT NULL", " AND "), each(in, key, "", ", "));
	if (!count(in, key, sql, &rows, &err) || !rows)
		return err;
	note(in, (struct lint_finding){ LINT_SECOND, key, rows, 0, 0, arena_format(in->arena,
		"%s: %s beside the one that %s hasOne, and a unique key would refuse", key_text(in, key), rows_word(in, rows), key->references->name), NULL });
	return OK;
}

enum class { CLASS_ANY, CLASS_NUMBER, CLASS_TEXT };

/* SQLite's rules for the affinity of a declared type, as far as comparing goes. */
static enum class class_of(const char *type)
{
	if (strcasestr(type, "INT"))
		return CLASS_NUMBER;
	if (strcasestr(type, "CHAR") || strcasestr(type, "CLOB") || strcasestr(type, "TEXT"))
		return CLASS_TEXT;
	return !*type || strcasestr(type, "BLOB") ? CLASS_ANY : CLASS_NUMBER;
}

static void find_types(struct linting *in, const struct outline_key *key)
{
	for (size_t i = 0; i < key->count; i++) {
		const struct outline_column *from = &key->table->columns[key->columns[i]], *to = &key->references->columns[key->referenced[i]];
		enum class a = class_of(from->type), b = class_of(to->type);
		if (a == b || a == CLASS_ANY || b == CLASS_ANY)
			continue;
		note(in, (struct lint_finding){ LINT_TYPES, key, -1, 0, 0, arena_format(in->arena, "%s.%s is %s, but %s.%s to which it refers is %s",
			key->table->name, from->name, from->type, key->references->name, to->name, to->type), NULL });
	}
}

static const char *speed_text(struct linting *in, const struct measured *m)
{
	const char *text = arena_format(in->arena, "finding the rows of one of %s takes %.3f ms over %lld rows, with an index %.3f ms",
		m->key->references->name, (double)m->without / 1e6, (long long)m->rows, (double)m->with / 1e6);
	return m->with && m->without / m->with >= 2
		? arena_format(in->arena, "%s: %llu times as fast", text, (unsigned long long)(m->without / m->with)) : text;
}

static enum err find_unindexed(struct linting *in, const struct outline_key *key)
{
	struct measured measured;
	try(measure_index(in->db, key, &measured));
	const char *columns = "", *name = "", *speed = "no row to measure it on";
	for (size_t i = 0; i < key->count; i++) {
		columns = arena_format(in->arena, "%s%s%s", columns, i ? ", " : "", column(in, key->table, key->columns[i]));
		name = camel_join(in->arena, *name ? name : key->table->name, upper_first(in->arena, key->table->columns[key->columns[i]].name));
	}
	if (measured.rows)
		speed = speed_text(in, &measured);
	note(in, (struct lint_finding){ LINT_UNINDEXED, key, measured.rows, measured.without, measured.with,
		arena_format(in->arena, "%s has no index: %s", key_text(in, key), speed),
		arena_format(in->arena, "CREATE INDEX %s ON %s (%s)", quote_name(in->arena, name), key->table->quoted, columns) });
	return OK;
}

static enum err lint_key(struct linting *in, const struct outline_key *key)
{
	if (key->proposed)
		return OK;
	if (key->broken) {
		find_broken(in, key);
		return OK;
	}
	find_types(in, key);
	try(find_dangling(in, key));
	try(find_second(in, key));
	if (!key->indexed)
		try(find_unindexed(in, key));
	return find_ownerless(in, key);
}

static bool is_fault(const struct lint_finding *finding)
{
	return finding->rule != LINT_OWNERLESS && finding->rule != LINT_UNREAD;
}

enum err lint(struct connection *db, struct arena *arena, const struct outline *outline, struct lint_report *out)
{
	struct linting in = { .db = db, .arena = arena, .outline = outline };
	enum err err = OK;
	for (size_t i = 0; !err && i < outline->key_count; i++)
		err = lint_key(&in, &outline->keys[i]);
	struct lint_finding *items = arena_array(arena, struct lint_finding, in.found.count);
	*out = (struct lint_report){ .items = items, .count = err ? 0 : in.found.count };
	for (size_t i = 0; i < out->count; i++) {
		items[i] = in.found.items[i];
		out->faults += is_fault(&items[i]);
	}
	vec_release(&in.found);
	return err;
}
