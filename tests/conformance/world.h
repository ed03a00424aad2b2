/* The world of one scenario: its declarations, its file, what it stored under a name; and the reading of operations.
 *
 * An operation that this driver cannot carry out (an unknown name, field or form) is told by cannot(): the scenario fails
 * with that sentence, whatever the operation returns. Reading functions then return something harmless. */
#ifndef CONFORMANCE_WORLD_H
#define CONFORMANCE_WORLD_H

#include "base/arena.h"
#include "conformance/tree.h"
#include "model/association.h"
#include "model/mixin.h"
#include "model/store.h"

/* What `save` stored: one row (or none), or rows. */
struct ref { const char *name; bool list; struct rows rows; const struct tree *include; struct ref *next; };

struct retired { struct schema *schema; struct retired *next; };

struct world {
	struct arena arena;                  /* of the whole scenario */
	const char *path;                    /* its file, or ":memory:" */
	const struct tree *setups;           /* by name, for reopen */
	struct schema *schema;
	struct retired *retired;             /* schemas of before a reopen: rows still speak of them */
	struct store *store;                 /* NULL until something needs the file */
	struct store *transaction;           /* what runs inside one; NULL: none */
	bool outside;                        /* the operation runs outside of it */
	struct ref *refs;
	const char *cannot;                  /* the first thing that could not be done */
	struct run *run;                     /* what it is carried out for: run.h */
};

void world_init(struct world *, const char *path);
void world_release(struct world *);
/* Remove a scenario's file and what SQLite left beside it; world_release() does, unless the process died before. */
void world_remove(const char *path);
/* Close the file, and begin new declarations. */
void world_reopen(struct world *);
/* The store for this operation, opened when it is the first to ask. */
enum err world_store(struct world *, struct store **out);

void cannot(struct world *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The model that op.model (or another field) names. */
const struct model *world_model(struct world *, const struct tree *op, const char *field);
/* "u", "ps[0].cartItem", "u.products[1]": the row there, NULL for a stored null. */
struct row *world_row(struct world *, const char *path);
void world_save(struct world *, const struct tree *op, bool list, struct rows rows);
/* The ref of exactly that name, or NULL. */
struct ref *world_ref(struct world *, const char *name);

/* declare.c: the operations define and associate, and a list of them. */
enum err declare_model(struct world *, const struct tree *op);
enum err declare_association(struct world *, const struct tree *op);

/* values.c */
struct value read_value(struct world *, const struct tree *);
/* An object as pairs; what stands under keys that are no attribute and holds rows (a nested create's) is left out. */
const struct pair *read_pairs(struct world *, const struct model *, const struct tree *);
struct nested *read_nested(struct world *, const struct model *, const struct tree *values, const struct tree *include);
const struct target *read_targets(struct world *, const struct model *, const struct tree *, size_t *count);
const char *const *read_names(struct world *, const struct tree *);
int64_t read_count(struct world *, const struct tree *);

/* where.c, query.c */
const struct where *read_where(struct world *, const struct tree *);
const struct include *read_include(struct world *, const struct tree *);
struct query read_query(struct world *, const struct model *, const struct tree *op);
/* Whether op.attributes has more than names: aliases, functions; then it is a selection. */
bool is_selection(const struct tree *op);
enum err run_selection(struct world *, const struct model *, const struct tree *op, struct tree **result);

/* rows.c: rows as trees. @whole: the row just as it is in memory (what was never given may be left out). */
struct tree *row_tree(struct world *, const struct row *, const struct tree *op, bool whole);
struct tree *rows_tree(struct world *, struct rows, const struct tree *op, bool whole);

/* look.c: the file as it is. Timestamps are left out. */
enum err look_at_rows(struct world *, struct store *, struct tree **out);
enum err look_at_schema(struct world *, struct tree **out);

/* operations.c */
struct operation {
	const char *name, *fields;           /* " model values ": what may stand in it */
	enum err (*run)(struct world *, const struct tree *op, struct tree **result);
};
extern const struct operation reading_operations[], writing_operations[], mixin_operations[], other_operations[];
/* Carry out @op; *result NULL where there is nothing to tell. */
enum err operation_run(struct world *, const struct tree *op, struct tree **result);
/* Whether every field of @t is among @known (" a b "). */
bool only_fields(struct world *, const struct tree *t, const char *known, const char *what);

#endif
