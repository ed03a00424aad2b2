/* What the mixins of all kinds share: their association, their targets' keys, conditions on them, and pairs to write. */
#ifndef MODEL_LINK_H
#define MODEL_LINK_H

#include "model/find.h"
#include "model/mixin.h"
#include "model/schema.h"

/* A call of a method: user.addProducts(targets, { through }). */
struct call {
	struct store *store;
	struct arena *arena;
	const struct association *association;
	struct row *on;               /* a belongsTo changes it in memory */
	const struct target *targets;
	size_t count;
	const struct pair *through;
};

/* The columns by which targets are told apart: the primary key, or where the association ends. */
struct columns { const struct model *model; const int *positions; size_t count; };
struct columns key_columns(const struct model *);
struct columns end_columns(const struct association *);      /* belongsTo, belongsToMany */

/* Keys one after the other, columns.count values each; @targets[i] is whose (NULL: of rows). */
struct keys { struct columns columns; struct value *values; const struct target **targets; size_t count; };
static inline const struct value *key_at(const struct keys *k, size_t i) { return k->values + i * k->columns.count; }
/* The targets' values in these columns; what is no target (a null key) is left out, an unsaved row has nulls.
 * ERR_TYPE_ERROR: a row of another model, a key of other columns. */
enum err call_keys(const struct call *, struct columns, struct keys *out);
struct keys keys_of_rows(struct arena *, struct columns, const struct rows *);
/* Those without a null. */
struct keys keys_whole(struct arena *, const struct keys *);
/* Those that are not among @others, which have as many columns. */
struct keys keys_without(struct arena *, const struct keys *, const struct keys *others);
bool key_is_whole(const struct keys *, size_t at);
/* As many keys from @from on as go into one condition; and that condition, a list. */
struct keys keys_part(const struct keys *, size_t from);
struct where where_keys(struct arena *, const struct keys *);

/* Finding keys among others. */
struct key_index { const struct keys *keys; size_t *table, room; };
struct key_index key_index(struct arena *, const struct keys *);
int64_t key_find(const struct key_index *, const struct value *key);     /* the first one like it, or -1 */

/* The source's values that the association goes by. False when one is null: nothing can be linked to it. */
bool source_values(const struct association *, const struct row *on, struct value out[KEY_MAX]);
/* Conditions on what holds the key: linked to @on, within the scope, and @also; a list. @on NULL: only the others. */
struct where *where_linked(struct arena *, const struct association *, const struct row *on, struct where also);

/* These values, as conditions. */
const struct where *where_pairs(struct arena *, const struct pair *);

/* The foreign key set to @values. NULL: to null; of several columns only those that may be, when there are any. */
const struct pair *foreign_pairs(struct arena *, const struct association *, const struct value *values);
/* A join row's keys, from the source and the values of far.right; and the through scope. */
const struct pair *join_pairs(struct arena *, const struct association *, const struct row *on, const struct value *target);
/* @values with @more written over them, in one list; either may be NULL. */
const struct pair *pairs_over(struct arena *, const struct pair *values, const struct pair *more);
bool pairs_have(const struct pair *, const char *attribute);
/* hasOne and hasMany: INSERT the target with the source's key. */
enum err create_linked(const struct call *, const struct pair *values, struct row **out);

/* Each kind's way of doing it; a method that a kind does not have is NULL. */
struct link_ops {
	enum err (*set)(const struct call *);
	enum err (*add)(const struct call *);
	enum err (*remove)(const struct call *, int64_t *removed);
	enum err (*create)(const struct call *, const struct pair *values, struct row **out);
	bool plain_set, plain_add, plain_create;                /* one statement, which needs no transaction */
};
extern const struct link_ops link_belongs_to, link_has_one, link_has_many, link_belongs_to_many;

#endif
