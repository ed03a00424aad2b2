/* Finding with what only this folder adds to a query: an association's condition, a through table. */
#ifndef MODEL_FIND_H
#define MODEL_FIND_H

#include "model/record.h"

struct association;
struct include;
struct model;

/* @extra: one more condition on the model (NULL: none). @over: the rows of a belongsToMany, whose join rows come along;
 * @source_key is what its through table holds for the source. */
struct find { const struct model *model; const struct query *query; const struct where *extra; const struct association *over; struct value source_key; };
enum err find_rows(struct store *, struct arena *, const struct find *, struct rows *out);
enum err find_count(struct store *, const struct find *, int64_t limit, int64_t *out);

/* include.c: load the included associations of these rows, one query a level. */
enum err include_load(struct store *, struct arena *, const struct model *, struct rows *, const struct include *);

/* row.c */
/* The bit of an attribute in a row's sets; the last one stands for all from there on. */
static inline uint64_t row_bit(int position) { return UINT64_C(1) << (position < 63 ? position : 63); }
struct row *row_new(struct arena *, const struct model *);
struct value row_at(const struct row *, int position);
void row_set(struct row *, int position, struct value);
void row_link(struct arena *, struct row *, const char *name, bool list, struct rows);

#endif
