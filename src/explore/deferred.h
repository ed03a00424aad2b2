/* Which foreign keys of a CREATE TABLE are DEFERRABLE INITIALLY DEFERRED: no PRAGMA tells. For this folder. */
#ifndef EXPLORE_DEFERRED_H
#define EXPLORE_DEFERRED_H

#include <stdbool.h>
#include <stddef.h>

/* For the first @count REFERENCES clauses of @sql, in their order. */
void deferred_find(const char *sql, bool *out, size_t count);

#endif
