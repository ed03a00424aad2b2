/* Deep copies of what callers hand over, into an arena. NULL stays NULL. */
#ifndef MODEL_COPY_H
#define MODEL_COPY_H

#include "base/value.h"

struct arena;
struct pair;
struct where;

const struct value *copy_value(struct arena *, const struct value *);
/* A list that ends with NULL. */
const char *const *copy_names(struct arena *, const char *const *);
/* A list that ends with attribute NULL. */
const struct pair *copy_pairs(struct arena *, const struct pair *);
/* A list that ends with WHERE_END, with everything below it. */
const struct where *copy_where(struct arena *, const struct where *);

#endif
