/* One open SQLite file: how it is opened, what may be done with it, what was run on it.
 *
 * This folder alone says sqlite3_. A connection belongs to one thread. Values and SQL text are borrowed unless a
 * function says that it copies. */
#ifndef DB_CONNECTION_H
#define DB_CONNECTION_H

#include "base/err.h"
#include "base/value.h"

struct connection;

enum connection_mode {
	CONNECTION_CREATE,   /* make the file (0600) when there is none, else as CONNECTION_WRITE; an empty file is fine */
	CONNECTION_WRITE,    /* it must exist; read only when the file or its folder cannot be written */
	CONNECTION_READ,
	CONNECTION_FOREIGN,  /* somebody else's file, of which nothing is trusted: see foreign.h */
	CONNECTION_GUEST,    /* … that is written all the same, by its owner's leave: its journal stays what it is, nothing is put
	                      * beside it, and its triggers and views call harmless functions only */
};

/* Open @path; ":memory:" is a private database in memory, anything else a file name, never a URI. Nothing is written
 * before the first write (which then makes FILE-lock and turns the file to WAL).
 * ERR_CANNOT_OPEN (no such file, a folder, no permission, others may write it), ERR_NOT_A_DATABASE (also an empty file,
 * unless it may be created), ERR_CORRUPT, ERR_BUSY, ERR_IO; the sentence says which. */
enum err connection_open(struct connection **out, const char *path, enum connection_mode);
/* Rolls back what is open; NULL is fine. */
void connection_close(struct connection *);
const char *connection_path(const struct connection *);       /* as given */
/* NULL when it can be written, else why not, fit for "cannot write 'FILE': …". */
const char *connection_read_only(const struct connection *);
/* From now on a file that somebody else made: trusted_schema=OFF, read only. */
void connection_distrust(struct connection *);

/* How long a writer waits for its turn (30 s at first), and whom to ask every 100 ms whether to go on waiting; NULL
 * asks nobody. Giving up is ERR_BUSY. */
typedef bool connection_waiter(void *context);
void connection_patience(struct connection *, int milliseconds, connection_waiter *, void *context);

/* When a statement has run for so long, @go_on is asked every 100 ms whether it may go on; a no, or NULL, ends it with
 * ERR_CANCELLED. 0 is no limit, which is how a connection begins unless its file is foreign (250 ms). */
void connection_deadline(struct connection *, int milliseconds, connection_waiter *, void *context);

/* Every statement that a caller runs, BEGIN to COMMIT included, is counted and reported after it ended. */
struct connection_event {
	const char *sql;
	const struct value *values;      /* bound, in order; borrowed during the call */
	size_t count;
	int64_t rows;                    /* returned, or changed */
	uint64_t nanoseconds;            /* from open to the end of the statement */
	bool prepared;                   /* false when it was kept from before */
	enum err error;                  /* how it ended */
};
typedef void connection_observer(void *context, const struct connection_event *);
void connection_observe(struct connection *, connection_observer *, void *context);   /* NULL stops */
struct connection_totals { uint64_t statements, prepared, nanoseconds; };
struct connection_totals connection_totals(const struct connection *);

/* Differs from before when anybody has written, this connection included. Not reported to the observer. */
enum err connection_version(struct connection *, int64_t *out);
/* Idle work: a PASSIVE checkpoint under a sibling's BEGIN IMMEDIATE when the WAL file holds more than @pages. Never
 * waits, and does nothing inside a transaction. Past 16,000 pages a writer does it by itself. */
void connection_tidy(struct connection *, int pages);

const char *connection_library(void);   /* "SQLite 3.40.1" */

#endif
