/* Which columns say most: what a row is called, and what a list of rows shows of them. */
#include "explore/walk_sql.h"

#include "base/arena.h"
#include "explore/address.h"
#include "explore/secret.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Names of columns that name their row, the best first; compared without case and underscores, a word also at the end of a
 * longer one ("companyName"). */
static const char *const naming[] = { "name", "title", "fullname", "displayname", "username", "label", "subject", "email", "caption" };
enum { NAMING = sizeof naming / sizeof *naming };

/* "First_Name" to "firstname". */
static void plain(const char *name, char out[64])
{
	size_t size = 0;
	for (; *name && size < 63; name++)
		if (*name != '_' && *name != ' ')
			out[size++] = (char)tolower((unsigned char)*name);
	out[size] = '\0';
}

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), tail = strlen(end);
	return size > tail && !strcmp(text + size - tail, end);
}

static bool holds_text(const struct outline_column *column)
{
	static const char *const types[] = { "CHAR", "TEXT", "CLOB", "STRING" };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcasestr(column->type, types[i]))
			return true;
	return !*column->type;
}

static bool is_hidden(const struct walk *walk, const struct outline_table *table, int position)
{
	return table->columns[position].hidden || secret_column(walk->declared, table->name, table->columns[position].name);
}

static int find_plain(const struct walk *walk, const struct outline_table *table, const char *wanted, bool as_end)
{
	for (size_t i = 0; i < table->column_count; i++) {
		char name[64];
		plain(table->columns[i].name, name);
		if (holds_text(&table->columns[i]) && !is_hidden(walk, table, (int)i) && (as_end ? ends_with(name, wanted) : !strcmp(name, wanted)))
			return (int)i;
	}
	return -1;
}

struct walk_naming walk_naming(const struct walk *walk, const struct outline_table *table)
{
	int first = find_plain(walk, table, "firstname", false), last = find_plain(walk, table, "lastname", false);
	if (first >= 0 && last >= 0)
		return (struct walk_naming){ 2, { first, last } };
	for (int as_end = 0; as_end < 2; as_end++)
		for (size_t i = 0; i < (as_end ? 2 : NAMING); i++)
			if ((first = find_plain(walk, table, naming[i], as_end)) >= 0)
				return (struct walk_naming){ 1, { first } };
	return (struct walk_naming){ 0 };
}

const char *walk_name_of(const struct walk_naming *names, struct arena *arena, const struct walk_row *row)
{
	const char *name = NULL;
	for (size_t i = 0; i < names->count; i++) {
		const struct walk_cell *cell = walk_cell_of(row, row->table, names->columns[i]);
		if (cell && cell->value.type == VALUE_TEXT && cell->value.size)
			name = name ? arena_format(arena, "%s %s", name, cell->value.text) : cell->value.text;
	}
	return name;
}

const char *walk_key_of(struct arena *arena, const struct outline_table *table, const struct value *key, size_t count)
{
	const char *text = "";
	(void)table;
	for (size_t i = 0; i < count; i++)
		text = arena_format(arena, "%s%s%s", text, i ? "," : "", key[i].type == VALUE_TEXT && count == 1 ? value_str(key[i])
			: address_literal(arena, key[i]));
	return text;
}

/* ---- lists ---- */

struct picking { const struct walk *walk; const struct walk_list *list; struct walk_column *out; size_t count; };

static bool is_picked(const struct picking *p, const struct outline_table *table, int position)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->out[i].table == table && p->out[i].position == position)
			return true;
	return false;
}

static void pick(struct picking *p, const struct outline_table *table, int position)
{
	struct walk_column column = walk_column_of(p->walk, table, position);
	if (p->count < WALK_COLUMNS_MAX && !is_picked(p, table, position) && !table->columns[position].hidden && !column.secret && !column.blob)
		p->out[p->count++] = column;
}

static bool in_key(const struct outline_key *key, const struct outline_table *table, int position)
{
	for (size_t i = 0; key && key->table == table && i < key->count; i++)
		if (key->columns[i] == position)
			return true;
	return false;
}

/* The key that led here has the same value in every row. */
static bool says_nothing(const struct picking *p, const struct outline_table *table, int position)
{
	const struct relation *r = p->list->relation;
	return r && (in_key(r->key, table, position) || in_key(r->other, table, position));
}

static bool is_long_or_stamp(const struct outline_column *column)
{
	return !strcasecmp(column->type, "TEXT") || strcasestr(column->type, "DATETIME") || strcasestr(column->type, "CLOB");
}

/* Short columns first, then long texts and stamps. */
static void pick_rest(struct picking *p, const struct outline_table *table, size_t leave)
{
	for (int later = 0; later < 2; later++)
		for (size_t i = 0; i < table->column_count && p->count + leave < WALK_COLUMNS_MAX; i++)
			if (is_long_or_stamp(&table->columns[i]) == later && !says_nothing(p, table, (int)i))
				pick(p, table, (int)i);
}

/* What the join table says beside its keys. */
static size_t pick_joined(struct picking *p, const struct outline_table *through)
{
	size_t before = p->count;
	for (size_t i = 0; i < through->column_count && p->count - before < WALK_COLUMNS_MAX / 3; i++)
		if (!through->columns[i].key && !says_nothing(p, through, (int)i) && !strcasestr(through->columns[i].type, "DATETIME"))
			pick(p, through, (int)i);
	return p->count - before;
}

size_t walk_list_columns(const struct walk *walk, const struct walk_list *list, struct walk_column out[WALK_COLUMNS_MAX])
{
	struct picking p = { walk, list, out, 0 };
	struct walk_column joined[WALK_COLUMNS_MAX];
	struct picking q = { walk, list, joined, 0 };
	size_t more = list->relation && list->relation->through ? pick_joined(&q, list->relation->through) : 0;
	struct walk_naming names = walk_naming(walk, list->table);
	for (size_t i = 0; i < list->table->key_count && i < 3; i++)
		pick(&p, list->table, list->table->key[i]);
	for (size_t i = 0; i < names.count; i++)
		pick(&p, list->table, names.columns[i]);
	pick_rest(&p, list->table, more);
	for (size_t i = 0; i < more; i++)
		p.out[p.count++] = joined[i];
	return p.count;
}
