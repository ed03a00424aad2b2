/* What a connection is made of: for the files of this folder alone. */
#ifndef DB_HANDLE_H
#define DB_HANDLE_H

#include "db/connection.h"
#include "db/lock.h"
#include <sqlite3.h>

enum { HANDLE_BUCKETS = 256, HANDLE_KEPT = 256 };

/* How long a statement may run; @milliseconds 0: as long as it likes. */
struct deadline {
	int milliseconds;
	connection_waiter *go_on;
	void *context;
	uint64_t began, asked;                    /* nanoseconds */
	bool stopped;                             /* the statement that runs was ended by it */
};

struct foreign;
struct recording;
struct watch;

struct connection {
	sqlite3 *sqlite;
	char *path;                               /* as given */
	const char *file;                         /* canonical; NULL in memory */
	char *read_only;                          /* why; NULL when it can be written */
	bool wal, guest;                          /* guest: it stays as its owner keeps it */
	struct lock lock;
	struct patience patience;
	struct deadline deadline;
	struct watch *watch;                      /* while its rows are watched */
	struct recording *recording;              /* while what changes is recorded */
	struct foreign *foreign;                  /* how a foreign file is met; NULL for any other */

	unsigned depth;                           /* transaction and savepoints */
	enum err lost;                            /* SQLite gave the transaction up, with this error */
	char *lost_sentence;

	struct statement *buckets[HANDLE_BUCKETS]; /* by hash of the text */
	size_t kept;
	sqlite3_stmt *version;                    /* PRAGMA data_version */
	sqlite3_stmt *rollback;                   /* ready before it is needed: then there may be no memory for it */
	uint64_t writes;                          /* statements of ours that may have changed something */
	int wal_pages;                            /* after our last commit */
	int64_t tidied;                           /* version at the last checkpoint */

	connection_observer *observer;
	void *observer_context;
	struct connection_totals totals;
};

/* Run one PRAGMA or the like, unseen by observers; *out (or NULL) is the first column of the first row, an integer. */
int handle_exec(sqlite3 *, const char *sql, int64_t *out);
/* All pages at one moment; an extended result code. */
int handle_copy(sqlite3 *from, sqlite3 *to);

/* As SQLite holds it: text and blobs are borrowed from there. */
static inline struct value handle_value(sqlite3_value *from)
{
	struct value value = { 0 };

	switch (sqlite3_value_type(from)) {
	case SQLITE_INTEGER:
		return value_integer(sqlite3_value_int64(from));
	case SQLITE_FLOAT:
		return value_real(sqlite3_value_double(from));
	case SQLITE_TEXT:
		value.type = VALUE_TEXT;
		value.text = (const char *)sqlite3_value_text(from);
		break;
	case SQLITE_BLOB:
		value.type = VALUE_BLOB;
		value.text = sqlite3_value_blob(from);
		break;
	default:
		return value;
	}
	value.size = (uint32_t)sqlite3_value_bytes(from);
	if (!value.size)
		value.text = "";
	return value;
}

/* Open @name anew by these flags of SQLite's, set all switches and look into the file; an extended result code. @lenient:
 * what of a damaged schema cannot be understood is left out. */
int handle_open(struct connection *, const char *name, int flags, bool lenient);

#endif
