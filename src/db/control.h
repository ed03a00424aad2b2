/* BEGIN, COMMIT, SAVEPOINT and the like: statements that only transaction.c may run. */
#ifndef DB_CONTROL_H
#define DB_CONTROL_H

#include "base/err.h"

struct connection;

enum err control_run(struct connection *, const char *sql);

#endif
