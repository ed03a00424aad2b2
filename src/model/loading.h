/* Includes with their associations found: what is to be loaded below rows, and what of it leaves out rows. */
#ifndef MODEL_LOADING_H
#define MODEL_LOADING_H

#include "model/query.h"
#include "base/err.h"
#include <stddef.h>

struct arena;
struct association;
struct model;
struct sql;

struct loadings { const struct loading *items; size_t count; };
struct loading {
	const struct association *association;
	const struct include *given;
	const struct where *scope, *through_scope;     /* of the association; lists, or NULL */
	const struct where *default_scope;             /* the target's; or NULL */
	const struct order_by *order;                  /* what the query's order says of the targets, then the include's own */
	bool required;                                 /* rows without a target are left out */
	bool apart;                                    /* separate, or with a limit: it never leaves out a row above */
	bool hidden;                                   /* it only filters */
	struct loadings below;
};

/* Find what @includes mean for @model; @order is that of the rows. ERR_UNKNOWN_ALIAS, ERR_NOT_ASSOCIATED,
 * ERR_ALIAS_REQUIRED, ERR_ALIAS_MISMATCH, ERR_ALIAS_AMBIGUOUS, ERR_SEPARATE_UNSUPPORTED, ERR_NOT_A_MODEL. */
enum err loadings_resolve(
	struct arena *, const struct model *, const struct include *, const struct order_by *order, struct loadings *out);
/* The one of that association, or NULL. */
const struct loading *loadings_find(const struct loadings *, const struct association *);

/* " AND …": the conditions that its targets, and the join rows before them, must fit. */
enum err sql_loading(struct sql *, const struct loading *, const char *target_alias, const char *through_alias);
/* " AND EXISTS (…)" for each that is required: so that parents are what limits and counts count. */
enum err sql_required(struct sql *, const char *alias, const struct loadings *);

/* The include that ends a list names nothing. */
static inline bool include_ends(const struct include *i)
{
	return !i || (!i->association && !i->model && !i->all);
}

#endif
