/* The outline as Sequelize declarations that a Node program runs. */
#ifndef EXPLORE_JAVASCRIPT_H
#define EXPLORE_JAVASCRIPT_H

#include "explore/outline.h"

struct buffer;

/* Models, associations and exports; @file is the database that it opens unless the environment says another. What Sequelize
 * has no words for (a key of several columns, a key that refers to nothing) stands in a comment. */
void javascript_write(struct buffer *, struct arena *, const struct outline *, const char *file);

#endif
