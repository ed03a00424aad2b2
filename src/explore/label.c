/* What people call a row: its name or title; of a row that has neither, that of what it refers to. */
#include "explore/retell.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/address.h"
#include "explore/rows.h"
#include "model/names.h"

#include <string.h>
#include <strings.h>

enum { LABEL_MOST = 60 };

static bool is_text(const struct outline_column *column)
{
	return strcasestr(column->type, "CHAR") || strcasestr(column->type, "TEXT") || strcasestr(column->type, "CLOB") || !*column->type;
}

static bool ends_with(const char *name, const char *ending)
{
	size_t size = strlen(name), tail = strlen(ending);
	return size >= tail && !strcasecmp(name + size - tail, ending);
}

/* The column that names a row best: an earlier word of the list before a later one. -1: none. */
static int label_column(const struct outline_table *table)
{
	static const char *const words[] = { "name", "title", "label", "subject", "email", "code" };
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		for (size_t i = 0; i < table->column_count; i++)
			if (is_text(&table->columns[i]) && !table->columns[i].key && ends_with(table->columns[i].name, words[w]))
				return (int)i;
	return -1;
}

static const char *label_expression(struct arena *arena, const struct outline_table *table, int column, const char *alias)
{
	return arena_format(arena, "substr(%s.%s, 1, %d)", alias, quote_name(arena, table->columns[column].name), LABEL_MOST);
}

/* "p.`id` = c.`userId`" */
static const char *key_matches(struct arena *arena, const struct outline_key *key, const char *parent, const char *child)
{
	const char *same = "";
	for (size_t i = 0; i < key->count; i++)
		same = arena_format(arena, "%s%s%s.%s = %s.%s", same, i ? " AND " : "", parent,
			quote_name(arena, key->references->columns[key->referenced[i]].name), child,
			quote_name(arena, key->table->columns[key->columns[i]].name));
	return same;
}

/* Of the keys that the table holds the first that leads to rows with a name, and not by @not. */
static const struct outline_key *key_to_label(const struct outline *outline, const struct outline_table *table, const struct outline_key *not)
{
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (key->table == table && key != not && !key->broken && !key->proposed && label_column(key->references) >= 0)
			return key;
	}
	return NULL;
}

static const char *label_by_key(struct arena *arena, const struct outline_key *key)
{
	return arena_format(arena, "(SELECT %s FROM main.%s AS p WHERE %s)",
		label_expression(arena, key->references, label_column(key->references), "p"), key->references->quoted,
		key_matches(arena, key, "p", "c"));
}

/* "cart of bob": by way of a row that has no name itself. */
static const char *label_by_two(struct arena *arena, const struct outline *outline, const struct rehearse_branch *branch)
{
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i], *next;
		if (key->table != branch->table || key == branch->key || key->broken || key->proposed)
			continue;
		next = key_to_label(outline, key->references, key);
		if (next)
			return arena_format(arena, "(SELECT %s || ' of ' || %s FROM main.%s AS m JOIN main.%s AS p ON %s WHERE %s)",
				address_literal(arena, value_text(singular_of(arena, key->references->name))),
				label_expression(arena, next->references, label_column(next->references), "p"), key->references->quoted,
				next->references->quoted, key_matches(arena, next, "p", "m"), key_matches(arena, key, "m", "c"));
	}
	return NULL;
}

/* A row of a join is best told by its other end. */
static bool is_join(const struct outline *outline, const struct outline_table *table)
{
	for (size_t i = 0; i < outline->relation_count; i++)
		if (outline->relations[i].through == table)
			return true;
	return false;
}

static const char *label_source(struct arena *arena, const struct outline *outline, const struct rehearse_branch *branch)
{
	int own = label_column(branch->table);
	bool other = branch->key && is_join(outline, branch->table);
	if (own >= 0 && !other)
		return label_expression(arena, branch->table, own, "c");
	const struct outline_key *key = key_to_label(outline, branch->table, branch->key);
	return key ? label_by_key(arena, key) : label_by_two(arena, outline, branch);
}

static const char *row_where(struct arena *arena, const struct outline_table *table)
{
	const char *where = "";
	for (size_t i = 0; i < table->key_count; i++)
		where = arena_format(arena, "%s%sc.%s = ?%zu", where, i ? " AND " : "", quote_name(arena, table->columns[table->key[i]].name), i + 1);
	return table->key_count ? where : arena_format(arena, "c.%s = ?1", outline_rowid(table));
}

static const char *label_query(struct arena *arena, const struct outline *outline, const struct rehearse_branch *branch)
{
	bool found_again = branch->table->key_count || !outline_hides_rowid(branch->table);
	const char *source = found_again ? label_source(arena, outline, branch) : NULL;
	return source ? arena_format(arena, "SELECT %s FROM main.%s AS c WHERE %s", source, branch->table->quoted,
		row_where(arena, branch->table)) : NULL;
}

static enum err label_rows(struct connection *db, struct arena *arena, const char *sql, struct rehearse_row *row, size_t most)
{
	for (; row && most; row = row->next, most--) {
		struct rows found;
		try(rows_read(db, arena, sql, row->key, row->key_count, &found));
		if (found.count && rows_at(&found, 0, 0).type == VALUE_TEXT)
			row->label = value_str(rows_at(&found, 0, 0));
	}
	return OK;
}

static enum err label_below(struct connection *db, struct arena *arena, const struct outline *outline, const struct rehearse_branch *first,
	size_t most)
{
	for (const struct rehearse_branch *at = first; at; at = at->next) {
		const char *sql = at->action == REHEARSE_INSERTED ? NULL : label_query(arena, outline, at);
		if (sql)
			try(label_rows(db, arena, sql, at->rows, most));
		try(label_below(db, arena, outline, at->first, most));
	}
	return OK;
}

enum err retell_label(struct connection *db, struct arena *arena, const struct rehearsal *rehearsal, size_t most)
{
	return label_below(db, arena, rehearsal->outline, rehearsal->branches, most);
}

/* --- whose they are --- */

struct owners { struct connection *db; struct arena *arena; const struct rehearsal *of; const struct retell_owner *by; VEC(const char *) names; };

/* The key by which rows of the table belong to others, or NULL. */
static const struct outline_key *owning_key(const struct owners *in, const struct outline_table *table)
{
	const struct outline *outline = in->of->outline;
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (key->table != table || key->count != 1 || key->broken || key->proposed)
			continue;
		const char *name = arena_format(in->arena, "%s.%s", table->name, table->columns[key->columns[0]].name);
		for (const char *const *wanted = in->by->keys; *wanted; wanted++)
			if (!strcmp(*wanted, name))
				return key;
	}
	return NULL;
}

/* "SELECT the owner's key, its label" for one row of the branch; NULL: no way leads there. */
static const char *owner_query(struct owners *in, const struct rehearse_branch *branch)
{
	enum { STEPS_MOST = 4 };
	struct arena *arena = in->arena;
	const struct outline_table *at = branch->table, *owner = outline_table(in->of->outline, in->by->table);
	const char *from = arena_format(arena, "FROM main.%s AS c", at->quoted), *last = "c";
	if (!owner || owner->key_count != 1 || label_column(owner) < 0)
		return NULL;
	for (int step = 0; at != owner; step++) {
		const struct outline_key *key = owning_key(in, at);
		if (!key || step == STEPS_MOST)
			return NULL;
		const char *alias = arena_format(arena, "o%d", step);
		from = arena_format(arena, "%s JOIN main.%s AS %s ON %s", from, key->references->quoted, alias, key_matches(arena, key, alias, last));
		at = key->references;
		last = alias;
	}
	return arena_format(arena, "SELECT %s.%s, %s %s", last, quote_name(arena, owner->columns[owner->key[0]].name),
		label_expression(arena, owner, label_column(owner), last), from);
}

static void owner_add(struct owners *in, const struct rows *found)
{
	if (!found->count || value_equals(rows_at(found, 0, 0), in->by->self))
		return;
	const char *name = value_str(rows_at(found, 0, 1));
	for (size_t i = 0; i < in->names.count; i++)
		if (!strcmp(in->names.items[i], name))
			return;
	vec_push(&in->names, name);
}

static enum err owners_below(struct owners *in, const struct rehearse_branch *first)
{
	for (const struct rehearse_branch *at = first; at; at = at->next) {
		const char *query = at->action == REHEARSE_INSERTED ? NULL : owner_query(in, at);
		const char *sql = query ? arena_format(in->arena, "%s WHERE %s", query, row_where(in->arena, at->table)) : NULL;
		*in->by->more = *in->by->more || (sql && (int64_t)at->kept < at->count);
		for (const struct rehearse_row *row = sql ? at->rows : NULL; row; row = row->next) {
			struct rows found;
			try(rows_read(in->db, in->arena, sql, row->key, row->key_count, &found));
			owner_add(in, &found);
		}
		try(owners_below(in, at->first));
	}
	return OK;
}

enum err retell_owners(struct connection *db, struct arena *arena, const struct rehearsal *rehearsal, const struct retell_owner *by,
	const char ***out, size_t *count)
{
	struct owners in = { .db = db, .arena = arena, .of = rehearsal, .by = by };
	*by->more = false;
	enum err err = owners_below(&in, rehearsal->branches);
	*count = err ? 0 : in.names.count;
	*out = arena_array(arena, const char *, *count);
	if (*count)
		memcpy(*out, in.names.items, *count * sizeof **out);
	vec_release(&in.names);
	return err;
}
