/* How SQLite would run a statement, asked without running it: seen by no observer, counted nowhere. */
#ifndef DB_PLAN_H
#define DB_PLAN_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct connection;

/* One step: "SEARCH products USING INDEX … (userId=?)". @depth 0 at the top. @scan: it reads a whole table, row by row
 * and by no index (not what a subquery or a view made); a LIMIT without a condition ends one. */
struct plan_step { const char *detail; unsigned depth; bool scan; };
struct plan { const struct plan_step *steps; size_t count; };

/* @sql as it was handed to statement_open(), its parameters unbound. What has no plan (BEGIN, PRAGMA) has no steps. Text in
 * @arena. ERR_DB_ERROR: it is no statement, or no longer fits the file. */
enum err plan_read(struct connection *, struct arena *, const char *sql, struct plan *out);

#endif
