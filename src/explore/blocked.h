/* Which rows are in the way of a write that is refused. For this folder. */
#ifndef EXPLORE_BLOCKED_H
#define EXPLORE_BLOCKED_H

#include "explore/collect.h"
#include "explore/rows.h"

/* Rows whose key leads nowhere, found while the write stood. */
struct dangling { const struct outline_key *key; struct rows rows; };
struct danglings { struct dangling *items; size_t count; };

/* While the write stands, its keys deferred: look through the tables that it wrote, and those that refer to them. */
enum err blocked_look(struct connection *, struct collection *, struct danglings *out);
/* After it was taken back, each fills in @out, or leaves it with .via NULL: by rows that dangle and did not before; */
enum err blocked_by_dangling(struct connection *, struct collection *, const struct danglings *, struct rehearse_blocked *out);
/* by a row that a key with this action refers to: RESTRICT itself; or one whose action breaks another rule; */
enum err blocked_by_action(struct connection *, struct collection *, bool restricts, struct rehearse_blocked *out);
/* by what a trigger raised. */
enum err blocked_by_trigger(struct connection *, struct collection *, struct rehearse_blocked *out);

#endif
