/* Rows of a plain SELECT, in an arena. For this folder. */
#ifndef EXPLORE_ROWS_H
#define EXPLORE_ROWS_H

#include "base/err.h"
#include "base/value.h"

struct arena;
struct connection;

struct rows { size_t columns, count; const struct value *values; };

enum err rows_read(struct connection *, struct arena *, const char *sql, const struct value *, size_t count, struct rows *out);
static inline struct value rows_at(const struct rows *rows, size_t row, size_t column) { return rows->values[row * rows->columns + column]; }
/* The text there, NULL for a null. */
const char *rows_text(const struct rows *, size_t row, size_t column);
int64_t rows_integer(const struct rows *, size_t row, size_t column);   /* 0 when it is none */

#endif
