/* What the mixins of all kinds share: their association, their targets' keys, and conditions on them. */
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
	const struct row *on;
	struct row *changes;          /* @on, where the method may change it in memory */
	const struct target *targets;
	size_t count;
	const struct pair *through;
};

/* Keys of the targets in the attribute that links them, nulls included. ERR_TYPE_ERROR: a row of another model. */
enum err call_keys(const struct call *, struct value **keys);
/* The source's value that the association goes by. */
static inline struct value call_source_key(const struct call *c) { return row_at(c->on, c->association->near.left[0]); }

/* Each kind's way of doing it; a method that a kind does not have is NULL. */
struct link_ops {
	enum err (*set)(const struct call *);
	enum err (*add)(const struct call *);
	enum err (*remove)(const struct call *, int64_t *removed);
	enum err (*create)(const struct call *, const struct pair *values, struct row **out);
};
extern const struct link_ops link_belongs_to, link_has_one, link_has_many, link_belongs_to_many;

/* @values and @more in one list. */
const struct pair *pairs_with(struct arena *, const struct pair *values, struct pair more);

#endif
