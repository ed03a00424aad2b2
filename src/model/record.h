/* Rows: find, create, update, destroy, count. Rows live in the arena that the caller passes. */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "model/query.h"
#include "base/err.h"

struct arena;
struct model;
struct store;
struct table;

/* A row as read or built. Values are in the order of the model's attributes; what was not read is null. */
struct row {
	const struct model *model;
	struct value *values;
	bool stored;                         /* false: built, not yet in the file */
	uint64_t present;                    /* bit i: attribute i was read or given; bit 63 stands for all from 63 on */
	uint64_t changed;                    /* alike: row_put() gave it a value that is not in the file */
	struct row_link *links;              /* included rows, join row */
};
struct rows { struct row **items; size_t count; };
/* One included association, or the join row under the through model's name. */
struct row_link { const char *name; bool list; struct rows rows; struct row_link *next; };

/* Attribute by name; an unknown name is a bug. */
struct value row_get(const struct row *, const char *attribute);
int64_t row_int(const struct row *, const char *attribute);            /* 0 for null */
const char *row_text(const struct row *, const char *attribute);       /* "" for null */
bool row_is_null(const struct row *, const char *attribute);
struct value row_key(const struct row *);                              /* first attribute of the primary key */
/* Included rows by association name; the join row by the through model's name. NULL, empty when there is none. */
struct row *row_one(const struct row *, const char *name);
struct rows row_many(const struct row *, const char *name);

/* Values to write; a list ends with attribute NULL. */
struct pair { const char *attribute; struct value value; };
#define pair_end ((struct pair){ 0 })

/* Reading. None found is OK with *out NULL (or no rows). ERR_UNKNOWN_ALIAS and friends from include,
 * ERR_ERROR for an attribute that the model does not have (it names those it has). */
enum err model_find_by_key(struct store *, struct arena *, const struct model *, struct value key,
	const struct include *, struct row **out);
enum err model_find_one(struct store *, struct arena *, const struct model *, const struct query *, struct row **out);
enum err model_find_all(struct store *, struct arena *, const struct model *, const struct query *, struct rows *out);
enum err model_count(struct store *, const struct model *, const struct query *, int64_t *out);
/* findAndCountAll: the rows of the page, and how many rows there are without limit and offset. Parents, never joined
 * rows. */
enum err model_find_and_count(struct store *, struct arena *, const struct model *, const struct query *,
	struct rows *out, int64_t *count);
/* Aggregates and aliases: SELECT @select … GROUP BY @group (ends with NULL; or NULL), with where, order (by attributes
 * or by what is selected), limit and offset of @query. What it includes is not loaded: its conditions say which rows of
 * an association the columns mean. ERR_ERROR for unknown names, includes as in a find. */
enum err model_select(struct store *, struct arena *, const struct model *, const struct selected *select, const char *const *group,
	const struct query *, struct table *out);
/* The same, row by row to @each and nothing kept, so that it may be of any length: see store_select_each(). */
enum err model_select_each(struct store *, const struct model *, const struct selected *select, const char *const *group,
	const struct query *, enum err (*each)(void *context, const struct value *row), void *context);
/* Load associations of rows that are here already, as a find would have: one query a level for all of them. */
enum err rows_load(struct store *, struct arena *, const struct rows *, const struct include *);
/* As model_count, but stops at @limit: a bounded count for screens. */
enum err model_count_up_to(struct store *, const struct model *, const struct query *, int64_t limit, int64_t *out);

/* Writing. ERR_NOT_NULL_VALIDATION before the SQL, ERR_UNIQUE_CONSTRAINT (names the attributes), ERR_FK_CONSTRAINT,
 * ERR_CHECK_CONSTRAINT, ERR_BUSY, ERR_READ_ONLY, ERR_FULL, ERR_IO, ERR_MEMORY. Timestamps are kept. On error nothing
 * has changed. The sentence names model and attribute: "product.userId is 99, and there is no such user (id)". */
enum err model_create(struct store *, struct arena *, const struct model *, const struct pair *values,
	struct row **out);
/* A row in memory, not in the file: values, defaults; no check. */
enum err model_build(struct arena *, const struct model *, const struct pair *values, struct row **out);
/* Change attributes in memory. ERR_ERROR names an unknown one; and the primary key of a stored row stays as it is. */
enum err row_put(struct arena *, struct row *, const struct pair *values);
/* Insert a built row, or write what was put into a stored one (and updatedAt); nothing when nothing was. ERR_ERROR for
 * a stored row without its primary key: every row would be meant. (Of more than 64 attributes those from the 64th on
 * are saved together, so the row must have been read whole.) */
enum err row_save(struct store *, struct arena *, struct row *);

/* Nested create: a row, and below association names the rows that come with it; all or nothing, in the order that keys
 * need (belongsTo first). @through: join values when it stands below a belongsToMany. Lists end with association NULL. */
struct nested { const struct pair *values, *through; const struct nested_link *links; };
struct nested_link { const char *association; const struct nested *rows; size_t count; };
enum err model_create_nested(struct store *, struct arena *, const struct model *, const struct nested *,
	struct row **out);

enum err model_bulk_create(struct store *, struct arena *, const struct model *, const struct pair *const *rows,
	size_t count, struct rows *out);
/* Insert, or on a conflict over the unique @conflict attributes (ends with NULL) update the other given values. */
enum err model_upsert(struct store *, const struct model *, const struct pair *values, const char *const *conflict);
enum err row_update(struct store *, struct arena *, struct row *, const struct pair *values);   /* writes what differs */
enum err row_destroy(struct store *, struct row *);                    /* twice is silent */
enum err row_reload(struct store *, struct arena *, struct row *);     /* ERR_INSTANCE_GONE */
enum err model_update(struct store *, const struct model *, const struct where *, const struct pair *values,
	int64_t *affected);
enum err model_destroy(struct store *, const struct model *, const struct where *, int64_t *affected);
/* UPDATE … SET attribute = attribute + @by (may be negative) WHERE …: atomic. */
enum err model_increment(struct store *, const struct model *, const struct where *, const char *attribute,
	int64_t by, int64_t *affected);
/* The same for one row and several attributes, by integers or reals; the row in memory stays as it is (reload it). */
enum err row_increment(struct store *, const struct row *, const struct pair *by);
/* The pairs whose attributes are in @fields (ends with NULL): create({…}, { fields }). */
const struct pair *pairs_only(struct arena *, const struct pair *values, const char *const *fields);

#endif
