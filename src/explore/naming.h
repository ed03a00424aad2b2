/* Names for associations that nobody named. For this folder. */
#ifndef EXPLORE_NAMING_H
#define EXPLORE_NAMING_H

#include "explore/outline.h"

/* Give every relation without a name its .as, .singular and .alias, as Sequelize would: the target's name, singular or plural;
 * the key's (`ownerId` gives owner) where that says more or several keys lead to one table. Letters, digits and _ only; unlike
 * the source's name, its columns and its other relations. */
void name_relations(struct arena *, struct outline *);

#endif
