/* The methods that an association gives a row: get, count, has, set, add, remove, create.
 *
 * user.getProducts({…}) is association_get(store, arena, user, "products", &query, &rows). Singular and plural forms of
 * Sequelize are one function that takes a list. Every one is atomic: it runs in a transaction (a savepoint inside one)
 * when it has more than one statement. What each does is in the reference: hasOne rows 87..101, belongsTo 102..115,
 * hasMany 116..144, belongsToMany 145..180. */
#ifndef MODEL_MIXIN_H
#define MODEL_MIXIN_H

#include "model/record.h"

/* A target: a row, or a primary key (a composite one: @keys, in its order; for a belongsTo with a targetKey that key); with
 * join values of its own (belongsToMany), or NULL. A null key is no target. A hasOne set saves the row it is given. */
struct target { struct row *row; struct value key; const struct value *keys; const struct pair *through; };
#define target_row(r) ((struct target){ .row = (r) })
#define target_key(v) ((struct target){ .key = (v) })

/* An unknown association name is ERR_UNKNOWN_ALIAS and names those that exist. */
enum err association_get(struct store *, struct arena *, const struct row *on, const char *name, const struct query *, struct rows *out);
enum err association_get_one(struct store *, struct arena *, const struct row *on, const char *name, const struct query *, struct row **out);
enum err association_count(struct store *, const struct row *on, const char *name, const struct query *, int64_t *out);
enum err association_has(struct store *, const struct row *on, const char *name, const struct target *, size_t count, bool *out);
/* @through: common join values for belongsToMany, or NULL. A belongsTo set also changes @on in memory. */
enum err association_set(struct store *, struct arena *, struct row *on, const char *name, const struct target *, size_t count, const struct pair *through);
enum err association_add(struct store *, struct arena *, struct row *on, const char *name, const struct target *, size_t count, const struct pair *through);
enum err association_remove(struct store *, struct row *on, const char *name, const struct target *, size_t count, int64_t *removed);
enum err association_create(struct store *, struct arena *, struct row *on, const char *name, const struct pair *values, const struct pair *through, struct row **out);

/* belongsTo only: set the key in memory, as set(…, { save: false }); row_save() writes it. @target NULL clears it. */
enum err association_assign(struct arena *, struct row *on, const char *name, const struct target *);

#endif
