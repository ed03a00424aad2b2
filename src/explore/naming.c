#include "explore/naming.h"

#include "base/arena.h"
#include "explore/propose.h"
#include "model/names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct naming { struct arena *arena; struct outline *outline; struct relation *relation; };

/* Names to try, the best first. */
enum { TRIES = 4 };

static const char *singular_name(struct naming *in, const struct outline_table *table)
{
	return table->model ? model_singular(table->model) : singular_of(in->arena, table->name);
}

static const char *plural_name(struct naming *in, const struct outline_table *table)
{
	return table->model ? model_plural(table->model) : plural_of(in->arena, singular_of(in->arena, table->name));
}

/* What the key's columns say beside the parent's key: "owner" of `ownerId`; NULL: nothing. */
static const char *stem_of(struct naming *in, const struct outline_key *key)
{
	if (key->count != 1)
		return NULL;
	const char *column = key->table->columns[key->columns[0]].name, *stem = propose_stem(in->arena, column, "id");
	if (!stem && key->referenced[0] >= 0)
		stem = propose_stem(in->arena, column, key->references->columns[key->referenced[0]].name);
	return stem;
}

/* The stem, or else the columns themselves. */
static const char *prefix_of(struct naming *in, const struct outline_key *key)
{
	const char *text = stem_of(in, key);
	if (text)
		return text;
	text = key->table->columns[key->columns[0]].name;
	for (size_t i = 1; i < key->count; i++)
		text = camel_join(in->arena, text, key->table->columns[key->columns[i]].name);
	return text;
}

/* The same word but for case and underscores. */
static bool says_nothing_new(const char *stem, const char *name)
{
	for (; *stem && *name; stem++, name++) {
		stem += strspn(stem, "_");
		name += strspn(name, "_");
		if (strncasecmp(stem, name, 1))
			return false;
	}
	return !*stem && !*name;
}

/* Whether another key leads from that table to the same one. */
static bool is_crowded(const struct outline *outline, const struct outline_key *key)
{
	for (size_t i = 0; i < outline->key_count; i++) {
		const struct outline_key *other = &outline->keys[i];
		if (other != key && other->table == key->table && other->references == key->references)
			return true;
	}
	return false;
}

/* "Order Details" to "OrderDetails": a method is called by it, and Sequelize takes a dot in it for a path. */
static const char *word_of(struct naming *in, const char *name)
{
	char *word = arena_string(in->arena, name), *to = word;
	bool joins = false;
	for (const char *from = name; *from; from++) {
		unsigned char c = (unsigned char)*from;
		bool fits = isalnum(c) || c == '_' || c == '$' || c >= 0x80;
		if (fits) {
			*to = (char)(joins && to > word ? toupper(c) : c);
			to++;
		}
		joins = !fits;
	}
	*to = '\0';
	return *word ? word : "_";
}

/* The source's own name, in any case, would stand for two tables in one statement when the association is loaded along. */
static bool is_taken(struct naming *in, const char *name)
{
	const struct outline_table *source = in->relation->source;
	if (!strcasecmp(singular_name(in, source), name))
		return true;
	for (size_t i = 0; i < source->column_count; i++)
		if (!strcmp(source->columns[i].name, name))
			return true;
	for (size_t i = 0; i < in->outline->relation_count; i++) {
		const struct relation *other = &in->outline->relations[i];
		if (other != in->relation && other->source == source && other->as && !strcmp(other->as, name))
			return true;
	}
	return false;
}

/* --- what to try, by kind --- */

static size_t try_belongs_to(struct naming *in, const char **out)
{
	const struct outline_key *key = in->relation->key;
	const char *plain = singular_name(in, key->references), *stem = stem_of(in, key);
	size_t count = 0;
	if (stem && !says_nothing_new(stem, plain))
		out[count++] = stem;
	else if (stem || !is_crowded(in->outline, key))
		out[count++] = plain;
	out[count++] = camel_join(in->arena, prefix_of(in, key), plain);
	return count;
}

static size_t try_has(struct naming *in, const char **out)
{
	const struct outline_key *key = in->relation->key;
	bool one = in->relation->kind == HAS_ONE;
	const char *plain = one ? singular_name(in, key->table) : plural_name(in, key->table), *stem = stem_of(in, key);
	size_t count = 0;
	if (!is_crowded(in->outline, key) || (stem && says_nothing_new(stem, singular_name(in, key->references))))
		out[count++] = plain;
	out[count++] = camel_join(in->arena, prefix_of(in, key), plain);
	return count;
}

static size_t try_many(struct naming *in, const char **out)
{
	const struct relation *r = in->relation;
	const char *plain = plural_name(in, r->target);
	size_t count = 0;
	if (r->source != r->target)
		out[count++] = plain;
	else if (stem_of(in, r->other))
		out[count++] = plural_of(in->arena, stem_of(in, r->other));
	out[count++] = camel_join(in->arena, singular_name(in, r->through), plain);
	out[count++] = camel_join(in->arena, prefix_of(in, r->other), plain);
	return count;
}

static const char *free_name(struct naming *in, const char *const *names, size_t count)
{
	const char *last = NULL;
	for (size_t i = 0; i < count; i++)
		if (!is_taken(in, last = word_of(in, names[i])))
			return last;
	for (int n = 2;; n++) {
		const char *name = arena_format(in->arena, "%s%d", last, n);
		if (!is_taken(in, name))
			return name;
	}
}

static void name_relation(struct naming *in)
{
	const char *names[TRIES];
	struct relation *r = in->relation;
	bool list = r->kind == HAS_MANY || r->kind == BELONGS_TO_MANY;
	size_t count = r->kind == BELONGS_TO ? try_belongs_to(in, names) : list && r->through ? try_many(in, names) : try_has(in, names);
	r->as = free_name(in, names, count);
	r->singular = list ? singular_of(in->arena, r->as) : r->as;
	r->alias = strcmp(r->as, list ? plural_name(in, r->target) : singular_name(in, r->target)) != 0;
}

void name_relations(struct arena *arena, struct outline *outline)
{
	for (size_t i = 0; i < outline->relation_count; i++) {
		struct naming in = { arena, outline, &outline->relations[i] };
		if (!in.relation->as)
			name_relation(&in);
	}
}
