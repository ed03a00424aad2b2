/* Where a database file lies and what this process may do with it, found out before SQLite is asked.
 *
 * The file itself is never opened here: closing a descriptor would drop the locks of every connection of this process. */
#ifndef DB_PLACE_H
#define DB_PLACE_H

#include "db/connection.h"

struct place {
	const char *read_only;        /* why it cannot be written; NULL when it can */
	bool folder_is_read_only;
	bool wants_no_write;          /* it could be written, and shall not be */
};

/* Look at @path and make the file when @mode says so and there is none. ERR_CANNOT_OPEN, ERR_NOT_A_DATABASE (empty). */
enum err place_find(const char *path, enum connection_mode mode, struct place *out);
/* Make an empty file, 0600. ERR_TAKEN, ERR_CANNOT_OPEN, ERR_FULL. */
enum err place_make(const char *path);
/* What to hand to SQLite so that it takes @path for a file name whatever it looks like; on the heap. */
char *place_name(const char *path);
/* file:///…?@parameter; on the heap. NULL when the file is not there. */
char *place_uri(const char *path, const char *parameter);
/* The same with immutable=1, for a WAL file that nobody can be writing: NULL when there is a -wal beside it. */
char *place_immutable_uri(const char *path);

#endif
