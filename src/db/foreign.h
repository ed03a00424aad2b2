/* A file that somebody else made: nothing in it is trusted, nothing in or beside it is written.
 *
 * connection_open(…, CONNECTION_FOREIGN) comes here. An authorizer lets statements read and nothing else; functions and
 * PRAGMAs pass by a table. trusted_schema is off, so that views and generated columns call harmless functions only; the
 * limits are narrower than for our own files, and a statement has 250 ms (connection_deadline).
 *
 * How the file is met depends on what lies beside it. A rollback journal that is not hot, or none: read under SQLite's
 * locks. A WAL with its index: read beside its writers, the index never written. A WAL file without -wal: read as
 * immutable, which ends with ERR_BUSY as soon as somebody writes it. A hot journal, or a log whose index is missing,
 * would have to be recovered: that is done to a private copy, gone when the connection is. A schema that is damaged in
 * part is read without that part. */
#ifndef DB_FOREIGN_H
#define DB_FOREIGN_H

#include "base/err.h"

struct connection;

/* What is worth saying of how the file was met ("its log had to be recovered: this is a private copy"), or NULL. */
const char *foreign_remark(const struct connection *);

/* For this folder. Open the file of @db, which place_find() has looked at; errors as of connection_open(). The same file
 * must not be open elsewhere in this process as one of our own: closing would drop the locks there. */
enum err foreign_open(struct connection *);
/* ERR_BUSY when what was taken for unchanging has changed. */
enum err foreign_unchanged(const struct connection *);
void foreign_release(struct connection *);
/* For authorizers: SQLITE_OK for what a SELECT takes, functions that reach outside the file or into the program excepted. */
int foreign_allow_reading(int action, const char *function);

#endif
