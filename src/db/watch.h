/* What the statements of a connection do to rows, one by one: also to those that only foreign-key actions and triggers
 * touch, which no count of changes tells. It stands on SQLite's preupdate hook; a session on the same connection would
 * take that away. */
#ifndef DB_WATCH_H
#define DB_WATCH_H

#include "base/err.h"
#include "base/value.h"

struct connection;
struct watch;

enum watch_change { WATCH_INSERTED, WATCH_UPDATED, WATCH_DELETED };

/* A row right before it changes. The rows by which a virtual table keeps itself come too, at a depth that means nothing. */
struct watch_row {
	const char *table;
	enum watch_change change;
	int depth;                     /* 0: by the statement itself; 1: by a foreign-key action or a trigger for such a row; … */
	int64_t rowid, new_rowid;      /* of a table that has them */
};

/* row: about every row. program: a program inside the statement begins, that of @trigger, or (NULL) of a foreign-key
 * action. writes: while a statement is compiled, that it may change @table so, by @trigger or (NULL) otherwise. They may
 * not use the connection, but for watch_old() and watch_new(). */
struct watcher {
	void (*row)(void *context, struct watch *, const struct watch_row *);
	void (*program)(void *context, const char *trigger);
	void (*writes)(void *context, enum watch_change, const char *table, const char *trigger);
};

/* From here on every statement is watched, and may but read, and write rows: DDL, PRAGMAs and tables named sqlite_… end
 * with ERR_FORBIDDEN. Kept statements are compiled anew. ERR_DB_ERROR: this SQLite cannot. Not twice at a time. */
enum err watch_begin(struct connection *, const struct watcher *, void *context);
/* No longer; nothing when it did not begin. */
void watch_end(struct connection *);

/* A column of the row's table by its place among all, and how many before it are generated and not stored. */
struct watch_column { int place, virtuals; bool without_rowid; };

/* Inside row(): its value. Text and blobs are borrowed until row() returns. Null is also what cannot be had: what a row
 * had before it was, or will have when it is gone, and a column that is not stored. */
struct value watch_old(struct watch *, struct watch_column);
struct value watch_new(struct watch *, struct watch_column);

/* Inside a transaction: from now on keys are checked at its end, those that RESTRICT as well. After it this must be taken
 * back: statements that were compiled meanwhile have no RESTRICT, and are compiled anew. */
enum err watch_defer_keys(struct connection *, bool on);
/* Whether a row refers to one that is not there since the transaction began. SQLite may say so where it only miscounted:
 * where that is to be known, the second function ends the transaction and tells whether it could have been committed. */
bool watch_is_dangling(struct connection *);
bool watch_could_commit(struct connection *);

#endif
