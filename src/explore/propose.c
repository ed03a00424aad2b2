#include "explore/propose.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/read.h"
#include "model/names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The ending stands apart: after an underscore or with a capital. */
const char *propose_stem(struct arena *arena, const char *column, const char *ending)
{
	size_t size = strlen(column), end = strlen(ending), stem = size - end;
	if (size <= end || !end || strcasecmp(column + stem, ending))
		return NULL;
	if (column[stem - 1] != '_' && (!isupper((unsigned char)column[stem]) || isupper((unsigned char)column[stem - 1])))
		return NULL;
	while (stem && column[stem - 1] == '_')
		stem--;
	return stem ? arena_copy(arena, column, stem) : NULL;
}

/* The same word, whatever the case and the underscores. */
static bool same_word(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, "_ ");
		b += strspn(b, "_ ");
		if (!*a || !*b)
			return *a == *b;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
	}
}

enum affinity { AFFINITY_ANY, AFFINITY_NUMBER, AFFINITY_TEXT };

static enum affinity affinity_of(const char *type)
{
	if (strcasestr(type, "INT") || strcasestr(type, "NUM") || strcasestr(type, "DEC") || strcasestr(type, "REAL"))
		return AFFINITY_NUMBER;
	if (strcasestr(type, "CHAR") || strcasestr(type, "TEXT") || strcasestr(type, "CLOB") || strcasestr(type, "UUID"))
		return AFFINITY_TEXT;
	return AFFINITY_ANY;
}

static bool same_affinity(const struct outline_column *a, const struct outline_column *b)
{
	enum affinity first = affinity_of(a->type), second = affinity_of(b->type);
	return first == second || first == AFFINITY_ANY || second == AFFINITY_ANY;
}

/* The parent's key is `id`, or called like the column. */
static bool is_meant(struct arena *arena, const struct outline_column *column, const char *stem, const struct outline_table *parent)
{
	if (parent->key_count != 1)
		return false;
	const struct outline_column *key = &parent->columns[parent->key[0]];
	if (strcasecmp(key->name, "id") && !same_word(key->name, column->name))
		return false;
	return same_affinity(column, key) && (same_word(parent->name, stem) || same_word(singular_of(arena, parent->name), stem));
}

static bool is_in_a_key(const struct outline *outline, const struct outline_table *table, int column)
{
	for (size_t i = 0; i < outline->key_count; i++)
		for (size_t c = 0; outline->keys[i].table == table && c < outline->keys[i].count; c++)
			if (outline->keys[i].columns[c] == column)
				return true;
	return false;
}

static const struct outline_table *parent_of(struct arena *arena, const struct outline *outline, const struct outline_table *table, int column)
{
	const char *stem = propose_stem(arena, table->columns[column].name, "id");
	if (!stem || table->columns[column].hidden)
		return NULL;
	for (size_t i = 0; i < outline->table_count; i++) {
		const struct outline_table *parent = &outline->tables[i];
		bool itself = parent == table && parent->key_count == 1 && parent->key[0] == column;
		if (!itself && is_meant(arena, &table->columns[column], stem, parent))
			return parent;
	}
	return NULL;
}

static struct outline_key key_to(struct arena *arena, const struct outline_table *table, int column, const struct outline_table *parent)
{
	int *columns = arena_array(arena, int, 1);
	struct outline_key key = { .table = table, .references = parent, .target = parent->name, .count = 1, .columns = columns,
		.referenced = parent->key, .on_delete = ACTION_NO_ACTION, .on_update = ACTION_NO_ACTION, .proposed = true };
	*columns = column;
	outline_settle_key(&key);
	return key;
}

void propose_keys(struct arena *arena, struct outline *outline)
{
	VEC(struct outline_key) found = { 0 };
	for (size_t t = 0; t < outline->table_count; t++) {
		const struct outline_table *table = &outline->tables[t];
		for (int c = 0; c < (int)table->column_count; c++) {
			const struct outline_table *parent = is_in_a_key(outline, table, c) ? NULL : parent_of(arena, outline, table, c);
			if (parent)
				vec_push(&found, key_to(arena, table, c, parent));
		}
	}
	if (found.count) {
		struct outline_key *keys = arena_array(arena, struct outline_key, outline->key_count + found.count);
		memcpy(keys, outline->keys, outline->key_count * sizeof *keys);
		memcpy(keys + outline->key_count, found.items, found.count * sizeof *keys);
		outline->keys = keys;
		outline->key_count += found.count;
	}
	vec_release(&found);
}
