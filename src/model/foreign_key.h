/* Foreign keys as several declarations make them together: explicit beats default whatever the order, explicit against
 * explicit is a contradiction; between defaults the first counts, as in Sequelize. */
#ifndef MODEL_FOREIGN_KEY_H
#define MODEL_FOREIGN_KEY_H

#include "model/schema.h"

/* What one association says of one key. */
struct key_claim {
	struct association *by;
	struct model *holder;                /* NULL: a join table that is not made yet */
	size_t count;
	const char *const *attributes;       /* of @holder: @count */
	const struct foreign_key_definition *column;
	struct model *references;
	const char *const *referenced;       /* attributes of @references, one for each */
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
	const struct association *field_by, *referenced_by, *default_by;
	const struct value *default_value;
	const struct association *first;             /* to declare it, */
	const struct association *constrained;       /* … to want a constraint by default, */
	const struct association *unconstrained;     /* … to refuse one */
	enum key_origin { BY_DEFAULT, BY_WORD, BY_OTHER_SIDE } delete_origin, update_origin;
	size_t users;
};

/* The key over these attributes of the model, in whatever order, or NULL; and what was said of it. */
struct foreign_key *foreign_key_find(const struct model *holder, const char *const *attributes, size_t count);
struct key_rule *foreign_key_rule(const struct foreign_key *);
/* What the attribute of the key refers to, NULL: it is none of its own. */
const char *foreign_key_referenced(const struct foreign_key *, const char *attribute);
/* What the claim says of itself, 0: nothing. A type is said as itself plus one. */
int claim_says(const struct key_claim *, enum key_aspect);
bool claim_says_action(const struct key_claim *);
/* Whether every column of the key may be null; a column that its model declared without a word on nulls may not, as in
 * Sequelize. */
bool foreign_key_is_nullable(const struct foreign_key *);

/* Whether the claim can hold; changes nothing. ERR_CONTRADICTION, ERR_FK_MISMATCH, ERR_NAMING_COLLISION, ERR_INPUT. */
enum err key_check(const struct key_claim *);
/* Add the claim; the holder gets the columns that it does not have. */
void key_claim(const struct key_claim *);
/* Recompute the model's keys and their columns from all that was claimed. */
void keys_settle(struct model *);
/* Take back what @by alone had claimed: the key, and the columns that came with it. */
void key_release(struct model *holder, const char *const *attributes, size_t count, const struct association *by);

#endif
