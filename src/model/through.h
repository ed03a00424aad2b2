/* belongsToMany: the join model, its two keys, and the pair that the two directions make. */
#ifndef MODEL_THROUGH_H
#define MODEL_THROUGH_H

#include "model/schema.h"

/* Name the keys of the draft @association and check them. Changes nothing but @association.
 * ERR_UNKNOWN_KEY, ERR_CONTRADICTION, ERR_FK_MISMATCH, ERR_NAMING_COLLISION. */
enum err through_resolve(struct association *);
/* Make the join model when there is none, claim both keys, bring the other direction in line. */
enum err through_apply(struct association *);

#endif
