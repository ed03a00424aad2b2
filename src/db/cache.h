/* Statements kept prepared, found by their text. */
#ifndef DB_CACHE_H
#define DB_CACHE_H

#include "db/handle.h"

struct statement {
	struct statement *next;          /* in its bucket */
	struct connection *db;
	sqlite3_stmt *sqlite;
	char *sql;
	size_t size;                     /* of the text */
	uint64_t hash;
	uint64_t began;                  /* nanoseconds; of the last use when it is not open */
	uint64_t spent;                  /* nanoseconds inside SQLite, where there is a deadline */
	struct value *values;            /* bound */
	size_t parameters;
	int64_t rows, total_changes;
	enum err bad;                    /* what a bind could not do */
	bool open, fresh, running, ended;
	bool control, writes, holds;     /* writes: may change something; holds: it took its turn by itself */
};

/* One that is not open, prepared now (fresh) or before. @control: BEGIN and the like, refused otherwise. */
enum err cache_find(struct connection *, const char *sql, bool control, struct statement **out);
/* Forget those that write and are not open: they are compiled anew. */
void cache_expire(struct connection *);
/* Finalize them all, open or not. */
void cache_forget(struct connection *);

#endif
