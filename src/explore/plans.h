/* Plans that were asked for, kept by the text of their statement: a pane that is drawn again asks nobody. */
#ifndef EXPLORE_PLANS_H
#define EXPLORE_PLANS_H

#include "base/arena.h"
#include "base/vec.h"
#include "db/plan.h"

struct connection;

struct kept_plan { const char *sql; struct plan plan; };
/* {0} is empty once plans_init() was called. */
struct plans { struct arena arena; VEC(struct kept_plan) kept; };

void plans_init(struct plans *);
void plans_release(struct plans *);
/* Of @sql; no steps when it has none or no longer fits the file. Borrowed until the next call. */
const struct plan *plans_find(struct plans *, struct connection *, const char *sql);

#endif
