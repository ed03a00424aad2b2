/* Writing where one walks: a value of a row, or the row goes. These are only the statements; rehearse.h says what they do. */
#ifndef EXPLORE_WALK_WRITE_H
#define EXPLORE_WALK_WRITE_H

#include "explore/walk.h"

struct walk_write { const char *sql; const struct value *values; size_t count; };

/* All in @arena but the bytes of texts. A declared model's updatedAt goes along with the value. */
struct walk_write walk_delete(struct arena *, const struct walk_row *);
struct walk_write walk_update(struct arena *, const struct walk_row *, int position, struct value);
/* Errors as of statement_step(). */
enum err walk_write_run(struct connection *, const struct walk_write *);

/* Why the value in that column cannot be typed, fit for "… cannot be edited here: …"; or NULL. */
const char *walk_not_typed(const struct walk_column *, const struct walk_cell *);
/* A value as it is typed: null is the word null, and a text in quotes is what stands between them. */
const char *walk_typed(struct arena *, struct value);
enum walk_takes { WALK_TAKES_ANY, WALK_TAKES_NUMBERS, WALK_TAKES_WHOLE };
enum walk_takes walk_takes(const struct outline_column *);
/* The other way round, by the column's type; numbers as it stores them. ERR_INPUT: what it takes. */
enum err walk_read_typed(struct arena *, const struct outline_column *, const char *text, struct value *out);
/* "{stock:5}". */
const char *walk_literal(struct arena *, const char *column, struct value);

#endif
