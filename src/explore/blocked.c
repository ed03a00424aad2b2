/* Every query here tells rows by what identifies them (the rowid; without one the primary key), then by the primary key. */
#include "explore/blocked.h"

#include "explore/branches.h"
#include "model/names.h"

#include <string.h>
#include <strings.h>

enum { LOOKED_AT = 1000 };

/* --- the parts of a query --- */

static const char *column_name(struct arena *arena, const struct outline_table *table, int column, const char *alias)
{
	return arena_format(arena, "%s.%s", alias, quote_name(arena, table->columns[column].name));
}

static size_t identity_size(const struct outline_table *table)
{
	return table->without_rowid ? table->key_count : 1;
}

/* "c.rowid, c.`a`, c.`b`" */
static const char *row_list(struct arena *arena, const struct outline_table *table)
{
	const char *text = table->without_rowid ? "" : arena_format(arena, "c.%s", outline_rowid(table));
	for (size_t i = 0; i < table->key_count; i++)
		text = arena_format(arena, "%s%s%s", text, *text ? ", " : "", column_name(arena, table, table->key[i], "c"));
	return text;
}

static const char *row_matches(struct arena *arena, const struct outline_table *table)
{
	if (!table->without_rowid)
		return arena_format(arena, "c.%s = ?1", outline_rowid(table));
	const char *text = "";
	for (size_t i = 0; i < table->key_count; i++)
		text = arena_format(arena, "%s%s%s = ?%zu", text, i ? " AND " : "", column_name(arena, table, table->key[i], "c"), i + 1);
	return text;
}

/* "c.`k` IS NOT NULL AND NOT EXISTS (…)"; the parent's collation and affinity decide, as they do for the key. */
static const char *leads_nowhere(struct arena *arena, const struct outline_key *key)
{
	const char *present = "", *same = "";
	for (size_t i = 0; i < key->count; i++) {
		const char *column = column_name(arena, key->table, key->columns[i], "c");
		present = arena_format(arena, "%s%s IS NOT NULL AND ", present, column);
		same = arena_format(arena, "%s%s%s = +%s", same, i ? " AND " : "",
			column_name(arena, key->references, key->referenced[i], "p"), column);
	}
	return arena_format(arena, "%sNOT EXISTS (SELECT 1 FROM main.%s AS p WHERE %s)", present, key->references->quoted, same);
}

/* --- telling one --- */

static struct identity identity_of(const struct outline_table *table, const struct value *row)
{
	struct identity by_rowid = identity_of_rowid(table->position, row[0].integer), identity = identity_begin(table->position);
	const struct value *key = row + !table->without_rowid;
	if (!table->key_count || table->rowid_key)
		return by_rowid;
	for (size_t i = 0; i < table->key_count; i++) {
		if (value_is_null(key[i]) && !table->without_rowid)
			return by_rowid;
		identity_add(&identity, key[i]);
	}
	return identity;
}

static struct rehearse_row row_of(const struct outline_table *table, const struct value *row)
{
	bool by_rowid = !table->key_count;
	return (struct rehearse_row){ .key_count = by_rowid ? 1 : table->key_count,
		.key = by_rowid || table->without_rowid ? row : row + 1 };
}

static void blame_key(struct arena *arena, struct rehearse_blocked *out, const struct outline_key *key, const struct value *row)
{
	out->table = key->table;
	out->row = row_of(key->table, row);
	out->key = key;
	out->via = cause_text(arena, &(struct cause){ .key = key });
}

/* --- rows that dangle --- */

static bool concerns(const struct collection *in, const struct outline_key *key)
{
	for (size_t i = 0; i < in->table_count; i++) {
		const struct seen *table = &in->tables[i];
		if (table->written && table->outline && (table->outline == key->table || table->outline == key->references))
			return true;
	}
	return false;
}

enum err blocked_look(struct connection *db, struct collection *in, struct danglings *out)
{
	*out = (struct danglings){ arena_array(in->arena, struct dangling, in->outline->key_count), 0 };
	for (size_t i = 0; i < in->outline->key_count; i++) {
		const struct outline_key *key = &in->outline->keys[i];
		if (key->proposed || key->broken || !concerns(in, key))
			continue;
		struct rows rows;
		const char *sql = arena_format(in->arena, "SELECT %s FROM main.%s AS c WHERE %s LIMIT %d", row_list(in->arena, key->table),
			key->table->quoted, leads_nowhere(in->arena, key), LOOKED_AT);
		try(rows_read(db, in->arena, sql, NULL, 0, &rows));
		if (rows.count)
			out->items[out->count++] = (struct dangling){ key, rows };
	}
	return OK;
}

/* Of the key's rows those that did not dangle before. */
static enum err blame_dangling(struct connection *db, struct collection *in, const struct dangling *dangling, struct rehearse_blocked *out)
{
	const struct outline_key *key = dangling->key;
	const char *sql = arena_format(in->arena, "SELECT 1 FROM main.%s AS c WHERE %s AND %s", key->table->quoted,
		row_matches(in->arena, key->table), leads_nowhere(in->arena, key));
	for (size_t i = 0; i < dangling->rows.count; i++) {
		const struct value *row = dangling->rows.values + i * dangling->rows.columns;
		struct rows before;
		try(rows_read(db, in->arena, sql, row, identity_size(key->table), &before));
		if (before.count)
			continue;
		if (!out->via)
			blame_key(in->arena, out, key, row);
		out->rows += out->key == key;
	}
	return OK;
}

enum err blocked_by_dangling(struct connection *db, struct collection *in, const struct danglings *danglings, struct rehearse_blocked *out)
{
	for (size_t i = 0; i < danglings->count && !out->via; i++)
		try(blame_dangling(db, in, &danglings->items[i], out));
	return OK;
}

/* --- rows that an action meets --- */

static bool may_break_rules(enum key_action action, enum watch_change change)
{
	return action == ACTION_SET_NULL || action == ACTION_SET_DEFAULT || (action == ACTION_CASCADE && change == WATCH_UPDATED);
}

static enum err blame_rows(struct connection *db, struct collection *in, const struct frame *frame, const struct outline_key *key,
	struct rehearse_blocked *out)
{
	struct arena *arena = in->arena;
	struct value *values = arena_array(arena, struct value, key->count);
	const char *where = "";
	for (size_t i = 0; i < key->count; i++) {
		values[i] = frame_value(frame, key->referenced[i], true);
		where = arena_format(arena, "%s%s%s = ?%zu", where, i ? " AND " : "", column_name(arena, key->table, key->columns[i], "c"), i + 1);
	}
	const char *sql = arena_format(arena, "SELECT %s FROM main.%s AS c WHERE %s LIMIT %d", row_list(arena, key->table),
		key->table->quoted, where, LOOKED_AT);
	struct rows rows;
	try(rows_read(db, arena, sql, values, key->count, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		const struct value *row = rows.values + i * rows.columns;
		if (touched_find(&in->touched, identity_of(key->table, row)))
			continue;
		if (!out->via)
			blame_key(arena, out, key, row);
		out->rows++;
	}
	return OK;
}

/* The row that was told last, or one of those above it, is the one whose action failed. */
enum err blocked_by_action(struct connection *db, struct collection *in, bool restricts, struct rehearse_blocked *out)
{
	for (size_t depth = in->frames.count; depth-- > 0;) {
		const struct frame *frame = &in->frames.items[depth];
		if (!frame->valid || !frame->table->outline || frame->change == WATCH_INSERTED)
			continue;
		for (size_t i = 0; i < in->outline->key_count && !out->via; i++) {
			const struct outline_key *key = &in->outline->keys[i];
			enum key_action action = frame->change == WATCH_DELETED ? key->on_delete : key->on_update;
			bool fits = restricts ? action == ACTION_RESTRICT : may_break_rules(action, frame->change);
			if (fits && !key->proposed && !key->broken && key->references == frame->table->outline)
				try(blame_rows(db, in, frame, key, out));
		}
	}
	return OK;
}

/* --- triggers --- */

static const struct frame *frame_of(const struct collection *in, const char *table)
{
	for (size_t depth = in->frames.count; depth-- > 0;)
		if (in->frames.items[depth].valid && !strcasecmp(in->frames.items[depth].table->name, table))
			return &in->frames.items[depth];
	return NULL;
}

/* The row is known when the trigger follows it, and SQLite tells its rowid. */
enum err blocked_by_trigger(struct connection *db, struct collection *in, struct rehearse_blocked *out)
{
	if (in->last_trigger < 0)
		return OK;
	const struct trigger *trigger = &in->triggers.items[in->last_trigger];
	const struct outline_table *table = out->table = outline_table(in->outline, trigger->table);
	const struct frame *frame = trigger->time == TRIGGER_AFTER ? frame_of(in, trigger->table) : NULL;
	out->trigger = trigger->name;
	out->via = cause_text(in->arena, &(struct cause){ .trigger = trigger->name });
	out->rows = 1;
	if (!table || table->without_rowid || outline_hides_rowid(table) || !frame || frame->change == WATCH_INSERTED)
		return OK;
	struct value rowid = value_integer(frame->rowid);
	struct rows rows;
	try(rows_read(db, in->arena, arena_format(in->arena, "SELECT %s FROM main.%s AS c WHERE c.%s = ?1", row_list(in->arena, table),
		table->quoted, outline_rowid(table)), &rowid, 1, &rows));
	if (rows.count)
		out->row = row_of(table, rows.values);
	return OK;
}
