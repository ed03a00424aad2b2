/* What to read: where, order, limit, keyset, include, attributes; as plain data that reads like Sequelize's options. */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "base/value.h"

/* One condition; a list ends with op 0 and is joined by AND. "$assoc.attribute$" (or longer) is a column of an
 * association, included or not, as a LEFT JOIN would find it: null where there is no target. */
enum where_op {
	WHERE_END, WHERE_EQ, WHERE_NE, WHERE_GT, WHERE_GTE, WHERE_LT, WHERE_LTE,   /* null: IS NULL, IS NOT NULL */
	WHERE_IN, WHERE_NOT_IN, WHERE_BETWEEN, WHERE_LIKE, WHERE_NOT_LIKE,
	WHERE_AND, WHERE_OR, WHERE_NOT                                            /* over @children */
};
struct where {
	enum where_op op;
	const char *attribute;
	struct value value;
	const struct value *values;          /* IN, NOT_IN: @count; BETWEEN: 2 */
	size_t count;
	const struct where *children;        /* a list */
};
#define where_eq(a, v) ((struct where){ .op = WHERE_EQ, .attribute = (a), .value = (v) })
#define where_op(o, a, v) ((struct where){ .op = (o), .attribute = (a), .value = (v) })
#define where_in(a, list, n) ((struct where){ .op = WHERE_IN, .attribute = (a), .values = (list), .count = (n) })
#define where_null(a) ((struct where){ .op = WHERE_EQ, .attribute = (a) })
#define where_not_null(a) ((struct where){ .op = WHERE_NE, .attribute = (a) })
#define where_or(list) ((struct where){ .op = WHERE_OR, .children = (list) })
#define where_and(list) ((struct where){ .op = WHERE_AND, .children = (list) })
#define where_not(list) ((struct where){ .op = WHERE_NOT, .children = (list) })
#define where_end ((struct where){ .op = WHERE_END })

/* A list ends with attribute NULL. @path, which ends with NULL, leads over associations to the attribute: a row stands
 * where its first (descending: last) target stands, and included rows follow the same order. After a belongsToMany it
 * may end with the through model's name: the join row's attribute. "products.price" is the same as a path; in a getter
 * "cartItem.quantity" is the join row's. */
struct order_by { const char *attribute; bool descending; bool no_case; const char *const *path; };

/* Eager loading; a list ends with neither association, model nor all. One more query a level for all parents (over
 * json_each of the keys); never a product of sibling lists, never N+1. */
struct include {
	const char *association;             /* its name or alias, */
	const char *model, *as;              /* or the target model, with its alias when it has one, */
	bool all, nested;                    /* or every association; nested: of those, too, without going in a circle */
	const struct where *where;           /* makes it required unless @optional */
	bool required, optional;
	const char *const *attributes;       /* NULL: all; ends with NULL; an empty list: it only filters */
	const struct order_by *order;
	int64_t limit;                       /* per parent; 0: none */
	bool separate;                       /* lists only; changes nothing, for every level is a query of its own */
	const struct include *include;
	const struct where *through_where;   /* belongsToMany: on the join row */
	const char *const *through_attributes;       /* of the join row; NULL: all; an empty list: no join row */
};

struct query {
	const struct where *where;
	const struct order_by *order;        /* ties are broken by the primary key */
	int64_t limit, offset;               /* 0: none. Lists page by @after, not by offset */
	const struct value *after;           /* keyset: one value per order term, then the primary key; rows after it */
	bool before;                         /* rows before @after instead, still returned in @order */
	const char *const *attributes;
	const struct include *include;
	const struct where *through_where;   /* getters of belongsToMany */
	const char *const *through_attributes;       /* joinTableAttributes, as in an include */
	bool unscoped;                       /* without the model's default scope; an association's own scope stays (row 144) */
};

/* What model_select() gives: an attribute (or "$assoc.attribute$"), or a function over it; NULL counts rows. A list ends
 * with .as NULL. */
enum aggregate { AGGREGATE_NONE, AGGREGATE_COUNT, AGGREGATE_SUM, AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_AVG };
struct selected {
	const char *as;
	enum aggregate function;
	const char *attribute;
	bool distinct;
	const char *times;           /* the attribute multiplied by this one; or NULL */
};

#endif
