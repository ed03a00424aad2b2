/* Finding with what only this folder adds to a query: an association's condition, a through table. */
#ifndef MODEL_FIND_H
#define MODEL_FIND_H

#include "model/record.h"

struct association;
struct loadings;
struct model;
struct sql;
struct statement;

/* @extra: more conditions on the model (NULL: none). @over: the rows of a belongsToMany, whose join rows come along,
 * for the row @on; its through scope is kept to. */
struct find {
	const struct model *model;
	const struct query *query;
	const struct where *extra;
	const struct association *over;
	const struct row *on;
};
enum err find_rows(struct store *, struct arena *, const struct find *, struct rows *out);
enum err find_count(struct store *, const struct find *, int64_t limit, int64_t *out);

/* Which columns to read, and which of them the reader asked for: all, or those named with the keys and what hangs on
 * them. */
struct selection { const struct model *model; const int *positions; size_t count; uint64_t wanted; };
/* @attributes NULL: all. ERR_ERROR for an unknown name. */
enum err selection_read(struct arena *, const struct model *, const char *const *attributes, const struct loadings *,
	struct selection *out);
void selection_add(struct sql *, const struct selection *);      /* "`users`.`id`, …" */
/* The columns of the present row from @from on, as a row of that model. */
struct row *selection_row(struct statement *, struct arena *, const struct selection *, size_t from);
/* Put the join row, read by @through from @from on, under its model's name. */
void selection_join(struct statement *, struct arena *, const struct selection *through, size_t from, struct row *);

/* include.c: load what is included below these rows, one query a level. @where: the conditions that the rows were
 * found by, whose paths leave out targets as well; or NULL. */
enum err loadings_load(struct store *, struct arena *, const struct model *, const struct rows *,
	const struct loadings *, const struct where *);

/* row.c */
/* The bit of an attribute in a row's sets; the last one stands for all from there on. */
static inline uint64_t row_bit(int position) { return UINT64_C(1) << (position < 63 ? position : 63); }
struct row *row_new(struct arena *, const struct model *);
struct value row_at(const struct row *, int position);
void row_set(struct row *, int position, struct value);
void row_link(struct arena *, struct row *, const char *name, bool list, struct rows);

#endif
