/* Foreign keys as several declarations make them together: explicit beats default whatever the order, explicit against
 * explicit is a contradiction; between defaults the first counts, as in Sequelize. */
#ifndef MODEL_FOREIGN_KEY_H
#define MODEL_FOREIGN_KEY_H

#include "model/schema.h"

/* What one association says of one key. */
struct key_claim {
	struct association *by;
	struct model *holder;                /* NULL: a join table that is not made yet */
	const char *attribute;
	const struct foreign_key_definition *column;
	struct model *references;
	const char *referenced;              /* attribute of @references */
	bool referenced_said;                /* by sourceKey, targetKey */
	enum key_action on_delete, on_update;
	bool implied;                        /* actions said for the other key of a join: they only fill what is empty */
	bool unconstrained;                  /* constraints: false */
};

/* What can be said of a key, and what all declarations together said. */
enum key_aspect { SAY_NULL, SAY_UNIQUE, SAY_TYPE, SAY_DELETE, SAY_UPDATE, SAY_COUNT };
struct key_rule {
	struct { int value; const struct association *by; } said[SAY_COUNT];   /* value 0: unsaid */
	struct { enum key_action value; const struct association *by; } implied[SAY_COUNT];
	const struct association *field_by, *referenced_by;
	const struct association *first;             /* to declare it, */
	const struct association *constrained;       /* … to want a constraint by default, */
	const struct association *unconstrained;     /* … to refuse one */
	enum tristate own_null, own_unique;          /* as the model itself had declared the column */
	size_t users;
};

/* Whether the claim can hold; changes nothing. ERR_CONTRADICTION, ERR_FK_MISMATCH, ERR_NAMING_COLLISION. */
enum err key_check(const struct key_claim *);
/* Add the claim; the holder gets the column when it has none. */
void key_claim(const struct key_claim *);
/* Recompute the model's keys and their columns from all that was claimed. */
void keys_settle(struct model *);
/* Take back what @by alone had claimed: the key, and the column that came with it. */
void key_release(struct model *holder, const char *attribute, const struct association *by);

#endif
