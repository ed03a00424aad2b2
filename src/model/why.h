/* Why the tables look as they do: for an association, the DDL that it made and the reason for each part of it. */
#ifndef MODEL_WHY_H
#define MODEL_WHY_H

#include <stddef.h>

struct arena;
struct association;

/* @part: "table" "name" "column" "type" "null" "default" "references" "onDelete" "onUpdate" "unique" "overridden"; for a
 * belongsToMany those from "name" to "onUpdate" come twice, for foreignKey and otherKey, which @of tells (else NULL).
 * @ddl: as it stands in CREATE TABLE, "" where there is nothing. @reason: a sentence. */
struct reason { const char *part, *of, *ddl, *reason; };
struct why {
	const char *name;            /* "user.products" */
	const char *declaration;     /* "User.hasMany(Product)" */
	const char *inverse;         /* the other direction's, NULL: not declared */
	const char *table;           /* where the key stands */
	const char *ddl;             /* what it made there, whole */
	const struct reason *reasons;
	size_t count;
};

/* Everything in @arena. Right after the declarations, needs no store. */
void association_why(struct arena *, const struct association *, struct why *out);

#endif
