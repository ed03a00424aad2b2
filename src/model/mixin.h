/* The methods that an association gives a row: get, count, has, set, add, remove, create.
 *
 * user.getProducts({ where }) is association_get(store, arena, user, "products", &query, &rows). Singular and plural forms of
 * Sequelize are one function that takes a list. What each does:
 *
 *             hasOne                   belongsTo               hasMany                      belongsToMany
 *   set       the target takes the     the source takes the    linked ones that are not     join rows of those that are not
 *             key; who had it is let   target's key; nothing   given are let go, others     given go, missing ones come, kept
 *             go (its key is null)     else of it is written   come; nobody is deleted      ones take the join values given
 *   add       -                        -                       the targets take the key,    missing join rows come, others
 *                                                              whoever had them             take the join values given
 *   remove    -                        -                       their keys become null       their join rows are deleted
 *   create    the target with the key  the target, then the    the target with the key      the target, then a join row
 *                                      source's key
 *
 * Every one is all or nothing, for the file and for the rows in memory: one of several statements is a transaction (within
 * another a savepoint). To put it into a transaction pass that as the store, see store_transaction_new(). Programs that add
 * the same pair at once come one after the other; the second finds the first one's row.
 *
 * An association's scope is a condition for get, count, has, remove and for what set lets go, and is written by set, add and
 * create (of a belongsToMany's target by create alone; its through scope by all). Default scopes concern get and count.
 *
 * Rows that are not saved: a source without key has nobody; what is set, added or created gets a null key, as in Sequelize.
 * A target that is not saved is inserted by the set of a hasOne, is nobody for a hasMany, and null for the other two. A null
 * that a column does not take is ERR_NOT_NULL_VALIDATION before anything is written.
 *
 * Errors of all: ERR_UNKNOWN_ALIAS, which names the associations that exist and the nearest; ERR_TYPE_ERROR for a row of
 * another model, a key of other columns, several rows where one is meant, no row to start from; ERR_ERROR for a method that the
 * kind does not have, join values where there is no join row, an attribute that is not there; ERR_FK_CONSTRAINT for who does
 * not exist (any more), ERR_UNIQUE_CONSTRAINT, ERR_NOT_NULL_…, ERR_BUSY, ERR_IO, ERR_FULL, ERR_MEMORY. The sentence names
 * model, association and key: "cannot add to cart.products: cartItem.productId is 99, and there is no such product (id)". */
#ifndef MODEL_MIXIN_H
#define MODEL_MIXIN_H

#include "model/record.h"

/* A target: a row, or a primary key (a composite one: @keys, in its order; for a belongsTo with a targetKey: that key); with
 * join values of its own (belongsToMany), or NULL. A null key is no target. */
struct target { struct row *row; struct value key; const struct value *keys; const struct pair *through; };
#define target_row(r) ((struct target){ .row = (r) })
#define target_key(v) ((struct target){ .key = (v) })

/* The rows on the other side, as a query of them (with conditions on join rows in .through_where); one of them, or NULL; how
 * many. Each call asks the file. */
enum err association_get(struct store *, struct arena *, const struct row *on, const char *name, const struct query *, struct rows *out);
enum err association_get_one(struct store *, struct arena *, const struct row *on, const char *name, const struct query *,
	struct row **out);
enum err association_count(struct store *, const struct row *on, const char *name, const struct query *, int64_t *out);
/* Whether all are linked; none is true. A null key or an unsaved row never is. (A hasMany counts, as Sequelize does: the same
 * target twice is not there.) */
enum err association_has(struct store *, const struct row *on, const char *name, const struct target *, size_t count, bool *out);

/* @through: common join values of a belongsToMany, or NULL; a target's own come before them. Keys and scope among them are
 * ignored. @count 0 in a set, or a null key, lets all go. A belongsTo changes @on in memory, and inserts it (its key alone)
 * when it is not saved; a hasOne saves the row it is given; the other rows in memory stay as they are (row_reload). */
enum err association_set(struct store *, struct arena *, struct row *on, const char *name, const struct target *, size_t count,
	const struct pair *through);
/* The same new target twice in a call is ERR_UNIQUE_CONSTRAINT, unless pairs are not unique. */
enum err association_add(struct store *, struct arena *, struct row *on, const char *name, const struct target *, size_t count,
	const struct pair *through);
/* What is not linked is ignored. *removed (or NULL): how many were. */
enum err association_remove(struct store *, struct row *on, const char *name, const struct target *, size_t count, int64_t *removed);
/* A foreign key among the values is overwritten. @out may be NULL. For { fields } see pairs_only(). */
enum err association_create(struct store *, struct arena *, struct row *on, const char *name, const struct pair *values,
	const struct pair *through, struct row **out);

/* belongsTo only: set the key in memory, as set(…, { save: false }); row_save() writes it. @target NULL clears it. */
enum err association_assign(struct arena *, struct row *on, const char *name, const struct target *);

#endif
