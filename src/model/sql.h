/* SQL under construction with its values: how this folder turns queries into statements. Inside src/model only.
 * Its parts: sql.c (text and values), where.c (conditions), sort.c (orders, keysets), path.c ("$assoc.attribute$"). */
#ifndef MODEL_SQL_H
#define MODEL_SQL_H

#include "base/arena.h"
#include "base/vec.h"
#include "model/record.h"
#include "model/schema.h"

struct loadings;
struct paths;
struct statement;
struct store;

/* Values are bound in order of their "?"; text is borrowed until sql_release(). */
struct sql {
	struct buffer text;
	VEC(struct value) values;
	struct arena scratch;
	unsigned aliases;
	const struct paths *paths;
};
void sql_init(struct sql *);
void sql_release(struct sql *);
void sql_add(struct sql *, const char *text);
/* "?" and its value. */
void sql_value(struct sql *, struct value);
/* alias.`column`; @alias NULL: the table's own name. */
void sql_column(struct sql *, const struct model *, const char *alias, int position);
/* A name that this statement has not used yet: a1, a2, … */
const char *sql_alias(struct sql *);
/* A JSON array of keys, @columns values each (an array of arrays when more than one), as one "?", to be read by
 * json_each(). Blobs cannot stand in it: ERR_INPUT. */
enum err sql_list(struct sql *, const struct value *, size_t count, size_t columns);
/* Open the statement and bind everything. The sql must outlive it. */
enum err sql_open(struct sql *, struct store *, struct statement **out);
/* Run to the end; *changes rows were changed. */
enum err sql_run(struct sql *, struct store *, int64_t *changes);

/* Position of an attribute; ERR_ERROR names those that the model has, and the nearest. */
enum err sql_attribute(const struct model *, const char *name, int *out);
/* Conditions joined by AND, nothing when there are none: " WHERE …", or " AND …" when @more. */
enum err sql_where(struct sql *, const struct model *, const char *alias, const struct where *, bool more);
/* One list as an expression, without WHERE; an empty one is "1". */
enum err sql_conditions(struct sql *, const struct model *, const char *alias, const struct where *);

/* "l.a = r.b AND …" over the columns that tie two tables. */
void sql_tie(struct sql *, const struct link *, const struct model *left, const char *left_alias, const struct model *right,
	const char *right_alias);
/* The association's targets as a table expression, "through AS t JOIN target AS x ON …", with new aliases. */
struct reach { const char *target, *through; };
struct reach sql_reach(struct sql *, const struct association *);
/* And what ties them to the source. */
void sql_reach_tie(struct sql *, const struct association *, const char *source_alias, const struct reach *);

/* What an order is about: rows of @model, under @alias; @over: whose through table stands beside it (or NULL), under
 * @through; @below: what is included, whose conditions hold along paths. An alias NULL is the table's own name. */
struct sorting {
	const struct model *model;
	const char *alias;
	const struct association *over;
	const char *through;
	const struct loadings *below;
};
/* " ORDER BY …" with the primary key last; without @order nothing, unless @always. */
enum err sql_order(struct sql *, const struct sorting *, const struct order_by *, bool reversed, bool always);
/* " AND (…)": rows after (or before) the keyset. ERR_ERROR without a primary key, or with an order along a path. */
enum err sql_after(struct sql *, const struct sorting *, const struct query *);

/* path.c: a statement's LEFT JOINs along the paths that its conditions name. */
struct path { const struct association *association; const struct path *parent; const char *alias, *through; };
struct paths {
	struct sql *sql;
	const struct model *root;
	const char *root_alias;
	const struct loadings *below;        /* of the root: their conditions belong to the joins; or NULL */
	VEC(struct path *) items;
};
bool where_has_path(const struct where *);
/* Note every path in the conditions, or in one name. ERR_UNKNOWN_ALIAS. */
enum err paths_note(struct paths *, const struct where *);
enum err paths_note_name(struct paths *, const char *name);
/* " LEFT JOIN …" for those that have no alias yet. */
enum err paths_join(struct paths *);
/* What "$a.b$" is. ERR_ERROR: no attribute of that name. */
enum err paths_find(const struct paths *, const char *name, const struct model **model, const char **alias,
	int *position);
/* The association that the first word of a path names; *through: it names the join row of @over instead. */
enum err path_step(const struct model *, const struct association *over, const char *word,
	const struct association **out, bool *through);
void paths_release(struct paths *);

#endif
