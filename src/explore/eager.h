/* What could have been asked at once: the call that replaces a statement which ran once for every row. */
#ifndef EXPLORE_EAGER_H
#define EXPLORE_EAGER_H

struct arena;
struct schema;

/* @sql: the template that ran again and again; @before: what ran before the first of them, or NULL. With declared models
 * the call itself: "User.findAll({include: 'products'})", "OrderItem.bulkCreate([…])"; else in words. In @arena, never NULL. */
const char *eager_call(struct arena *, const struct schema *declared, const char *sql, const char *before);

#endif
