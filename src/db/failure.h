/* SQLite's result codes as our errors, with a sentence that names the file, the table, the attributes. */
#ifndef DB_FAILURE_H
#define DB_FAILURE_H

#include "base/err.h"

struct connection;

/* Record what just failed on @db with the extended result code @code. */
enum err failure(const struct connection *db, int code);
/* The same for a handle that is no connection (yet); @path is the name for the sentence. */
struct sqlite3;
enum err failure_of(struct sqlite3 *, const char *path, int code);

#endif
