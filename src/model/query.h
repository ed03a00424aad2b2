/* What to read: where, order, limit, keyset, include, attributes; as plain data that reads like Sequelize's options. */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "base/value.h"

/* One condition; a list ends with op 0 and is joined by AND. An attribute may be "$assoc.attribute$" (a later layer). */
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
#define where_end ((struct where){ .op = WHERE_END })

/* A list ends with attribute NULL. */
struct order_by { const char *attribute; bool descending; bool no_case; };

/* Eager loading; a list ends with association NULL. One more query a level for all parents (over json_each of the keys);
 * never a product of sibling lists, never N+1. */
struct include {
	const char *association;             /* its name or alias */
	const struct where *where;           /* makes it required unless @optional */
	bool required, optional;
	const char *const *attributes;       /* NULL: all; ends with NULL */
	const struct order_by *order;
	int64_t limit;                       /* per parent; 0: none */
	const struct include *include;
	const struct where *through_where;   /* belongsToMany: on the join row */
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
};

#endif
