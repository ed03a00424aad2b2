/* SQL under construction with its values: how this folder turns queries into statements. Inside src/model only. */
#ifndef MODEL_SQL_H
#define MODEL_SQL_H

#include "base/arena.h"
#include "base/vec.h"
#include "model/record.h"
#include "model/schema.h"

struct statement;
struct store;

/* Values are bound in order of their "?"; text is borrowed until sql_release(). */
struct sql { struct buffer text; VEC(struct value) values; struct arena scratch; };
void sql_init(struct sql *);
void sql_release(struct sql *);
void sql_add(struct sql *, const char *text);
/* "?" and its value. */
void sql_value(struct sql *, struct value);
/* alias.`column`; @alias NULL: the table's own name. */
void sql_column(struct sql *, const struct model *, const char *alias, int position);
/* A JSON array of the values, as one "?", to be read by json_each(). Blobs cannot stand in it: ERR_INPUT. */
enum err sql_list(struct sql *, const struct value *, size_t count);
/* Open the statement and bind everything. The sql must outlive it. */
enum err sql_open(struct sql *, struct store *, struct statement **out);
/* Run to the end; *changes rows were changed. */
enum err sql_run(struct sql *, struct store *, int64_t *changes);

/* Position of an attribute; ERR_ERROR names those that the model has, and the nearest. */
enum err sql_attribute(const struct model *, const char *name, int *out);
/* Conditions joined by AND, @empty when there are none: " WHERE …", or " AND …" when @more. */
enum err sql_where(struct sql *, const struct model *, const char *alias, const struct where *, bool more);
/* One list as an expression, without WHERE; an empty one is "1". */
enum err sql_conditions(struct sql *, const struct model *, const char *alias, const struct where *);
/* AND EXISTS (…) for each include that is required: so that parents are what limits and counts count. */
enum err sql_required(struct sql *, const struct model *, const char *alias, const struct include *);
/* " ORDER BY …" with the primary key last; without @order nothing, unless @always. */
enum err sql_order(struct sql *, const struct model *, const char *alias, const struct order_by *, bool reversed, bool always);
/* " AND (…)": rows after (or before) the keyset. */
enum err sql_after(struct sql *, const struct model *, const char *alias, const struct query *);

/* Whether an include leaves out parents without a match. */
static inline bool include_is_required(const struct include *i)
{
	return i->required || (i->where && i->where->op != WHERE_END && !i->optional);
}

#endif
