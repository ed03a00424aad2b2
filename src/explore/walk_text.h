/* A walk for people: values on one line, names and calls as code has them. */
#ifndef EXPLORE_WALK_TEXT_H
#define EXPLORE_WALK_TEXT_H

#include "base/text.h"
#include "explore/walk.h"

/* "blob, 2 KB", "null", "hidden", dates to the minute, texts on one line. */
struct shown walk_shown(struct arena *, const struct walk_column *, const struct walk_cell *);
/* How calls name a row: "alice", or "product7". */
const char *walk_ident(struct arena *, const struct walk_row *);
/* "User": the model of a table. */
const char *walk_class(struct arena *, const struct outline_table *);
/* "User.findByPk(1)". */
const char *walk_find_call(struct arena *, const struct walk_row *);
/* "getProducts()". */
const char *walk_get_call(struct arena *, const struct relation *);
/* What would delete that row alone, in SQL. */
const char *walk_delete_sql(struct arena *, const struct walk_row *);
/* "product", for counts and headings: what one row of that table is. */
const char *walk_singular(struct arena *, const struct outline_table *);

#endif
