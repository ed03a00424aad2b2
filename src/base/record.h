/* Read record files (assets): "key: value" lines, a blank line between records, '#' begins a comment line. */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct record_reader { const char *name, *at, *end; size_t line; };
enum { RECORD_FIELDS_MAX = 24 };
struct record { size_t line, count; struct { const char *key, *value; } fields[RECORD_FIELDS_MAX]; };

void record_open(struct record_reader *, const char *name, const char *bytes, size_t size);
/* The next record, its strings in @arena. @more false at the end. ERR_INPUT "name:line: why". */
enum err record_next(struct record_reader *, struct arena *, struct record *, bool *more);
/* The value of @key, or NULL when the record has none. */
const char *record_get(const struct record *, const char *key);

#endif
