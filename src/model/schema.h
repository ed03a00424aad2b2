/* The layouts behind schema, model and association, for this folder alone; others go through model.h, association.h.
 *
 * Everything lives in the schema's arena and only grows; positions of attributes, links and lists of names are derived
 * anew by schema_derive() after each batch of declarations, so a reader may take any of them as it stands. Code that
 * declares goes by name instead. */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "base/arena.h"
#include "model/association.h"

/* One attribute. .attribute comes first; its .field is never NULL here. */
struct column {
	struct attribute attribute;
	enum tristate allow_null;    /* UNSET: nobody said; a foreign key's declaration may still say */
	enum tristate unique;        /* alike */
	const char *quoted;          /* `field`, quotes doubled */
	const char *qualified;       /* `table`.`field` */
	int foreign_key;             /* position in model.foreign_keys of the one-column key it holds, -1: none */
	bool generated;              /* the automatic id: a belongsToMany may take it away */
	bool timestamp;              /* createdAt, updatedAt of ours */
	bool added;                  /* by an association */
	enum tristate own_null, own_unique;  /* as the model itself declared the column */
	bool own_default;
};

/* UNIQUE (…) over several columns, in their order. */
struct unique_key { const char **attributes; int *positions; size_t count; };

struct key_rule;                 /* what declarations said of a foreign key: foreign_key.h */

struct model {
	struct schema *schema;
	size_t position;             /* in order of definition */
	const char *name, *table, *quoted_table, *singular, *plural;
	bool hidden, underscored, timestamps;
	bool made;                   /* by a belongsToMany that named a table */
	bool stale;                  /* to be derived */
	const struct where *default_scope;   /* NULL: none */
	struct column *columns;
	size_t column_count, column_room;
	int *keys;                   /* positions of the primary key's attributes */
	size_t key_count;
	int key;                     /* keys[0], -1: none */
	int rowid_key;               /* the INTEGER PRIMARY KEY that SQLite fills in, -1: none */
	int created_at, updated_at;  /* positions, -1: none */
	const char *select_list;     /* "`id`, `name`, …": every column */
	const char *qualified_list;  /* "`users`.`id`, `users`.`name`, …" */
	struct association **associations;
	size_t association_count, association_room;
	struct foreign_key *foreign_keys;
	struct key_rule *key_rules;  /* beside foreign_keys */
	size_t foreign_key_count, foreign_key_room, key_rule_room;
	struct unique_key *unique_keys;
	size_t unique_key_count, unique_key_room;
};

/* The columns that tie two tables, pair by pair: left.columns[left[i]] = right.columns[right[i]]. */
struct link { size_t count; int left[KEY_MAX], right[KEY_MAX]; };

/* The way from a source row to its target rows, for every kind alike: by @near from the source to the target; or with a
 * through model by @near from the source to it, and by @far from it to the target. */
struct association {
	struct association_definition definition;    /* copied; what was left out is left out here too */
	enum association_kind kind;
	struct model *source, *target, *through;     /* through: belongsToMany, else NULL */
	const char *name, *singular;
	bool has_alias;
	size_t key_count, other_count;               /* columns of each key; other: belongsToMany, else 0 */
	const char *foreign_key[KEY_MAX], *other_key[KEY_MAX];    /* attributes of the holder */
	const char *source_key[KEY_MAX], *target_key[KEY_MAX];    /* what they are equal to (its own key, on the holder's side) */
	struct model *holder;                        /* where foreign_key stands: source, target or through */
	struct link near, far;                       /* far: belongsToMany, else of no columns */
	struct association *inverse;                 /* NULL: not declared */
	size_t position;                             /* in order of declaration, over the whole schema */
	bool keyed;                                  /* belongsToMany: its two keys are the join's primary key */
};

struct schema {
	struct arena arena;
	struct model **models;
	size_t model_count, model_room;
	struct association **associations;           /* every one, in order of declaration, replaced ones too */
	size_t association_count, association_room;
};

/* Recompute everything derived (positions, links, inverses, quoted names, lists). */
void schema_derive(struct schema *);
void model_derive(struct model *);
/* Room for one more item; the array may move. */
void *schema_grow(struct schema *, void *items, size_t count, size_t *room, size_t size);

/* The named column, or NULL; the attributes of the primary key, how many (only the first KEY_MAX are in @out); whether it,
 * or a unique key, is made of just these: all right also amid declarations. */
struct column *model_find_column(const struct model *, const char *name);
size_t model_key_names(const struct model *, const char **out);
bool model_is_unique(const struct model *, const char *const *attributes, size_t count);
/* A unique key over these, unless there is one; and take it away. */
struct unique_key *model_add_unique(struct model *, const char *const *attributes, size_t count);
void model_drop_unique(struct model *, const char *const *attributes, size_t count);
/* Append, and take away; both leave the model stale. The new column has .attribute.name and .field. */
struct column *model_add_column(struct model *, const char *name, const char *field);
void model_drop_column(struct model *, const char *name);
bool model_has_field(const struct model *, const char *field);

/* ddl.c: parts of a CREATE TABLE: "DEFAULT 1", "`a`, `b`", the columns of a key with their constraint. */
const char *attribute_type_sql(enum attribute_type);
const char *default_ddl(struct arena *, const struct value *);
const char *fields_ddl(struct arena *, const struct model *, const char *const *attributes, size_t count);
const char *key_ddl(struct arena *, const struct foreign_key *);

static inline const struct column *model_column(const struct model *m, int position) { return &m->columns[position]; }
/* The target's columns that the association comes in by. */
static inline const int *target_columns(const struct association *a) { return a->through ? a->far.right : a->near.right; }
static inline bool association_holds_key(const struct association *a) { return a->kind == BELONGS_TO; }

#endif
