/* Which values of a statement stand for secrets. */
#ifndef EXPLORE_HIDE_H
#define EXPLORE_HIDE_H

#include <stdbool.h>

struct arena;
struct schema;
struct tokens;

/* For each token whether it is a value (a place or a literal text) that is bound to, or compared with, a secret column:
 * in VALUES by the column's position, beside a comparison or an assignment by its operand. Where a secret column is used
 * in a way that is not understood, every value is one. In @arena. */
bool *hide_secrets(struct arena *, const struct schema *declared, const struct tokens *);

#endif
