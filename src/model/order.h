/* The order in which the tables of a schema can be made; backwards, the order in which they can go. */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

struct arena;
struct model;
struct schema;

/* All models, those referred to first; in order of definition when they refer in a circle. */
const struct model **models_in_order(struct arena *, const struct schema *);

#endif
