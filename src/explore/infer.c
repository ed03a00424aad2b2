/* First the declared associations, then what the keys amount to where no declaration speaks of it; last the names, so that
 * declared ones are taken. */
#include "explore/infer.h"

#include "base/arena.h"
#include "base/vec.h"
#include "explore/naming.h"
#include "explore/propose.h"
#include "explore/read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct inference {
	struct arena *arena;
	struct outline *outline;
	VEC(struct relation) relations;
};

static const char *columns_text(struct inference *in, const struct outline_table *table, const int *columns, size_t count)
{
	const char *text = outline_columns(in->arena, table, columns, count);
	return count == 1 ? arena_format(in->arena, "%s.%s", table->name, text) : arena_format(in->arena, "%s (%s)", table->name, text);
}

static const char *reference_text(struct inference *in, const struct outline_key *key)
{
	return arena_format(in->arena, "%s %s %s", columns_text(in, key->table, key->columns, key->count),
		key->proposed ? "looks like a reference to" : "references",
		columns_text(in, key->references, key->referenced, key->count));
}

/* The other direction of the same keys counts as another relation; hasOne and hasMany do not. */
static bool same_relation(const struct relation *a, const struct relation *b)
{
	return a->source == b->source && a->target == b->target && a->key == b->key && a->other == b->other &&
		a->through == b->through && (a->kind == BELONGS_TO) == (b->kind == BELONGS_TO);
}

static void add(struct inference *in, struct relation relation)
{
	for (size_t i = 0; i < in->relations.count; i++)
		if (same_relation(&in->relations.items[i], &relation))
			return;
	vec_push(&in->relations, relation);
}

/* --- from one key --- */

static const char *why_one(struct inference *in, const struct outline_key *key)
{
	if (key->primary)
		return arena_format(in->arena, "%s, and is the primary key: it stands there once", reference_text(in, key));
	return arena_format(in->arena, "%s, and is unique: it stands there once", reference_text(in, key));
}

static void add_from_key(struct inference *in, const struct outline_key *key)
{
	const char *plain = key->proposed ? "looks like a foreign key" : "foreign key";
	struct relation to = { .source = key->table, .target = key->references, .kind = BELONGS_TO, .key = key, .proposed = key->proposed,
		.rule = plain, .evidence = reference_text(in, key) };
	struct relation from = { .source = key->references, .target = key->table, .kind = HAS_MANY, .key = key, .proposed = key->proposed,
		.rule = plain, .evidence = arena_format(in->arena, "%s, and may stand there many times", reference_text(in, key)) };
	if (key->unique) {
		from.kind = HAS_ONE;
		from.rule = key->proposed ? plain : key->primary ? "foreign key that is the primary key" : "unique foreign key";
		from.evidence = why_one(in, key);
	}
	add(in, to);
	add(in, from);
}

/* --- from two keys of one table --- */

/* The unique key over both, or NULL. */
static const struct outline_index *index_over(struct inference *in, const struct outline_key *a, const struct outline_key *b)
{
	size_t count = a->count + b->count;
	int *both = arena_array(in->arena, int, count);
	memcpy(both, a->columns, a->count * sizeof *both);
	memcpy(both + a->count, b->columns, b->count * sizeof *both);
	for (size_t i = 0; i < a->table->index_count; i++) {
		const struct outline_index *index = &a->table->indexes[i];
		if (index->unique && !index->partial && outline_same_columns(index->columns, index->count, both, count))
			return index;
	}
	return NULL;
}

static void add_join(struct inference *in, const struct outline_key *near, const struct outline_key *far, const struct outline_index *index)
{
	const char *evidence = arena_format(in->arena, "the rows of %s are told apart by %s and %s (its %s key)", near->table->name,
		outline_columns(in->arena, near->table, near->columns, near->count),
		outline_columns(in->arena, far->table, far->columns, far->count), index->primary ? "primary" : "unique");
	add(in, (struct relation){ .source = near->references, .target = far->references, .through = near->table,
		.kind = BELONGS_TO_MANY, .key = near, .other = far, .proposed = near->proposed || far->proposed,
		.rule = near->proposed || far->proposed ? "looks like two foreign keys" : "two foreign keys", .evidence = evidence });
}

static bool overlap(const struct outline_key *a, const struct outline_key *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count; k++)
			if (a->columns[i] == b->columns[k])
				return true;
	return false;
}

static void add_from_pair(struct inference *in, const struct outline_key *a, const struct outline_key *b)
{
	if (a->table != b->table || !a->references || !b->references || overlap(a, b))
		return;
	const struct outline_index *index = index_over(in, a, b);
	if (!index)
		return;
	add_join(in, a, b, index);
	add_join(in, b, a, index);
}

static void add_inferred(struct inference *in)
{
	const struct outline_key *keys = in->outline->keys;
	for (size_t i = 0; i < in->outline->key_count; i++)
		if (keys[i].references)
			add_from_key(in, &keys[i]);
	for (size_t i = 0; i < in->outline->key_count; i++)
		for (size_t k = i + 1; k < in->outline->key_count; k++)
			add_from_pair(in, &keys[i], &keys[k]);
}

/* --- from declarations --- */

static const char *field_of(const struct model *model, const char *attribute)
{
	int at = model_attribute_index(model, attribute);
	const char *field = at < 0 ? NULL : model_attribute_at(model, (size_t)at)->field;
	return field ? field : attribute;
}

/* The key of the file that @attribute of @holder begins, towards @references. */
static const struct outline_key *key_by(const struct outline *outline, const struct model *holder, const char *attribute,
	const struct model *references)
{
	const struct outline_table *table = outline_table(outline, model_table(holder)), *parent = outline_table(outline, model_table(references));
	int column = table ? outline_column(table, field_of(holder, attribute)) : -1;
	for (size_t i = 0; parent && column >= 0 && i < outline->key_count; i++) {
		const struct outline_key *key = &outline->keys[i];
		if (key->table == table && key->references == parent && key->columns[0] == column)
			return key;
	}
	return NULL;
}

/* Where a declared association stands on keys that the file does not have, it is left out. */
static void add_declared(struct inference *in, const struct association *a)
{
	const struct model *source = association_source(a), *target = association_target(a), *through = association_through(a);
	enum association_kind kind = association_kind(a);
	const struct model *holder = through ? through : kind == BELONGS_TO ? source : target;
	const struct outline_key *key = key_by(in->outline, holder, association_foreign_key(a), kind == BELONGS_TO ? target : source);
	const struct outline_key *other = through ? key_by(in->outline, through, association_other_key(a), target) : NULL;
	char text[1024];
	if (!key || (through && !other))
		return;
	association_text(a, text, sizeof text);
	add(in, (struct relation){ .source = outline_table(in->outline, model_table(source)),
		.target = outline_table(in->outline, model_table(target)), .through = through ? key->table : NULL, .kind = kind,
		.as = association_name(a), .singular = association_singular(a), .alias = association_has_alias(a), .key = key,
		.other = other, .rule = "declared", .evidence = arena_string(in->arena, text), .declared = a });
}

static void add_all_declared(struct inference *in, const struct schema *schema)
{
	for (size_t m = 0; schema && m < schema_model_count(schema); m++) {
		const struct model *model = schema_model_at(schema, m);
		for (size_t i = 0; !model_is_hidden(model) && i < model_association_count(model); i++)
			add_declared(in, model_association_at(model, i));
	}
}

/* --- in order --- */

static int by_source(const void *left, const void *right)
{
	const struct relation *a = left, *b = right;
	if (a->source != b->source)
		return a->source->position < b->source->position ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->other < b->other ? -1 : a->other > b->other;
}

static const struct relation *inverse_of(const struct outline *outline, const struct relation *r)
{
	for (size_t i = 0; i < outline->relation_count; i++) {
		const struct relation *other = &outline->relations[i];
		if (r->through ? other->key == r->other && other->other == r->key
			: other->key == r->key && !other->other && (other->kind == BELONGS_TO) != (r->kind == BELONGS_TO))
			return other;
	}
	return NULL;
}

static void settle(struct inference *in)
{
	struct outline *outline = in->outline;
	outline->relation_count = in->relations.count;
	outline->relations = arena_array(in->arena, struct relation, in->relations.count);
	if (in->relations.count) {
		qsort(in->relations.items, in->relations.count, sizeof *in->relations.items, by_source);
		memcpy(outline->relations, in->relations.items, in->relations.count * sizeof *in->relations.items);
	}
	name_relations(in->arena, outline);
	for (size_t i = 0; i < outline->relation_count; i++) {
		struct relation *r = &outline->relations[i];
		struct outline_table *table = &outline->tables[r->source->position];
		r->inverse = inverse_of(outline, r);
		if (!table->relation_count++)
			table->relations = r;
	}
}

enum err infer(struct connection *db, struct arena *arena, const struct infer_options *options, struct outline **out)
{
	static const struct infer_options none;
	struct outline *outline = arena_new(arena, struct outline);
	struct inference in = { .arena = arena, .outline = outline };
	options = options ? options : &none;
	try(outline_read(db, arena, options, outline));
	propose_keys(arena, outline);
	add_all_declared(&in, options->declared);
	add_inferred(&in);
	settle(&in);
	vec_release(&in.relations);
	*out = outline;
	return OK;
}
