/* What a stretch of work changed in the rows of a file, as bytes: to take it back, or to do it again elsewhere.
 *
 * These are changesets of SQLite's session extension (https://sqlite.org/sessionintro.html): they know rows by their
 * declared primary key, with the values before and after. */
#ifndef DB_CHANGES_H
#define DB_CHANGES_H

#include "base/err.h"
#include "base/value.h"
#include "db/watch.h"

struct arena;
struct connection;

struct changes { unsigned char *bytes; size_t size; };       /* on the heap; size 0: nothing changed */
void changes_release(struct changes *);

/* From now on what changes in these tables is recorded, by whichever statement of this connection, foreign-key actions and
 * triggers included; what is rolled back is not. Tables that changes_can_record() refuses are passed over. While rows are
 * watched (watch.h) recording pauses, which must not begin in a transaction that has written and is then rolled back. Not
 * twice at a time. ERR_DB_ERROR: this SQLite cannot. */
enum err changes_begin(struct connection *, const char *const *tables, size_t count);
/* What has changed since; the recording ends, also on error. ERR_DB_ERROR: the tables were altered meanwhile. */
enum err changes_end(struct connection *, struct changes *out);
bool changes_is_recording(const struct connection *);
/* *why NULL: rows of that table can be recorded; else why not, in @arena: "notes has no primary key". */
enum err changes_can_record(struct connection *, struct arena *, const char *table, const char **why);

/* @out is new in each, and empty on error. Only bytes that came from here may be given: whoever keeps them elsewhere makes sure
 * that they are still the same. */
enum err changes_invert(const struct changes *, struct changes *out);
/* One after the other: what both together change. ERR_STATUS: the tables were altered in between. */
enum err changes_join(const struct changes *first, const struct changes *second, struct changes *out);
/* Without the values of the column at @place (from 0, not of the primary key): null in rows that came or went, left alone in
 * others. */
enum err changes_without(const struct changes *, const char *table, int place, struct changes *out);

struct changes_row {
	const char *table;
	enum watch_change change;
	int columns;
	const unsigned char *primary;            /* beside the columns, as the next: of the primary key */
	const bool *told;                        /* false: left alone by an update; of its values only those of the key are known */
	const struct value *before, *after;      /* null is also what is not known, or what a row had before it came */
};
/* Everything is borrowed during the call. What it returns other than OK ends changes_each(). */
typedef enum err changes_visitor(void *context, const struct changes_row *);
enum err changes_each(const struct changes *, changes_visitor *, void *context);

/* Apply them all or none, in a transaction (or savepoint) of its own. It is refused unless what really changes, by keys and
 * triggers of the file as well, is just what @changes says. @tables: those that count; others may change beside.
 * ERR_STATUS: a row is not as it was, is gone, or is there already, or others would change too: the sentence says which.
 * ERR_FK_CONSTRAINT; ERR_BUSY, ERR_READ_ONLY, ERR_IO, ERR_FULL; ERR_CORRUPT. */
enum err changes_apply(struct connection *, const char *const *tables, size_t count, const struct changes *);

#endif
