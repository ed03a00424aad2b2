/* What a database file is made of: tables, keys, and the associations they amount to. Plain data, read by infer.h into an
 * arena, all of which stays until that is reset. Names are raw, as the file has them. */
#ifndef EXPLORE_OUTLINE_H
#define EXPLORE_OUTLINE_H

#include "model/association.h"

struct outline_column {
	const char *name, *type;         /* the declared type, "" when there is none */
	const char *default_sql;         /* NULL: none */
	bool not_null, generated, hidden;
	int key;                         /* place in the primary key, from 1; 0: not in it */
};

/* A primary key, UNIQUE or index over @count columns; -1 stands for the rowid or an expression. */
struct outline_index { const char *name; bool unique, partial, primary; size_t count; const int *columns; };

struct outline_table {
	size_t position;                 /* in the outline */
	const char *name, *quoted, *sql; /* its CREATE TABLE */
	size_t column_count, key_count, index_count;
	const struct outline_column *columns;
	const int *key;                  /* positions of the primary key's columns in its order; none: the rowid alone */
	const struct outline_index *indexes;
	bool without_rowid, rowid_key;   /* rowid_key: an INTEGER PRIMARY KEY, which is the rowid */
	int64_t rows;                    /* -1: not counted; see infer_count() */
	bool rows_more;                  /* there are at least so many */
	const struct model *model;       /* declared for it, or NULL */
	size_t relation_count;           /* those whose source it is */
	const struct relation *relations;
};

/* A foreign key, declared in the file or proposed. */
struct outline_key {
	const struct outline_table *table, *references;   /* references NULL: no such table */
	const char *target;              /* the name that is referred to, as written */
	size_t count;
	const int *columns;              /* of @table */
	const int *referenced;           /* of @references; -1: there is no such column, or not as many as there should be */
	enum key_action on_delete, on_update;
	bool deferred;                   /* DEFERRABLE INITIALLY DEFERRED */
	bool proposed;                   /* not in the file: a guess by names */
	bool unique;                     /* no two rows can have the same */
	bool primary;                    /* … because it is the primary key */
	bool indexed;                    /* an index begins with its columns */
	bool broken;                     /* what it refers to is not there, or not unique: writing fails */
	int64_t matched, checked;        /* of a proposed one, after infer_match(): rows that refer to something, of so many */
};

/* One direction of an association. @key is the foreign key: of the source (belongsTo), of the target (hasOne, hasMany), or of
 * @through to the source; then @other is its key to the target. */
struct relation {
	const struct outline_table *source, *target, *through;
	enum association_kind kind;
	const char *as, *singular;       /* unlike the source's columns and its other associations; one of several, alone */
	bool alias;                      /* @as is not the default name */
	const struct outline_key *key, *other;
	const char *rule;                /* a word or two: "unique foreign key" */
	const char *evidence;            /* a sentence that names what the file says */
	bool proposed;
	const struct association *declared;   /* what outranked inference, or NULL */
	const struct relation *inverse;  /* the other direction */
};

struct outline {
	size_t table_count, key_count, relation_count;
	struct outline_table *tables;
	struct outline_key *keys;
	struct relation *relations;      /* by source: a table's lie together */
	size_t views, virtuals, hidden;  /* tables that were left out */
};

/* Names compare as SQLite's do, whatever the case. NULL, -1: none. */
const struct outline_table *outline_table(const struct outline *, const char *name);
int outline_column(const struct outline_table *, const char *name);
const struct relation *outline_relation(const struct outline_table *, const char *as);
/* What the rowid is called where columns may have taken its names; only of a table that has one. */
const char *outline_rowid(const struct outline_table *);
/* Columns have taken all of them, and no INTEGER PRIMARY KEY is another: SQL has no way to say which row is meant. */
bool outline_hides_rowid(const struct outline_table *);
/* ERR_UNKNOWN_KEY  of such a table. */
enum err outline_tells_rows_apart(const struct outline_table *);
/* "userId", or "a, b" of several; in @arena. */
const char *outline_columns(struct arena *, const struct outline_table *, const int *columns, size_t count);

#endif
