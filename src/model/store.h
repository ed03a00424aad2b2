/* A store: one schema over one SQLite file. Opening, transactions, what was run; and the way to plain SQL. */
#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include "base/err.h"
#include "base/value.h"

struct arena;
struct connection;
struct schema;
struct store;

enum store_mode {
	STORE_CREATE,     /* make the file (0600) if there is none, else as STORE_WRITE; an empty file is fine */
	STORE_WRITE,      /* the file must exist; falls back to STORE_READ when it cannot be written, see store_is_read_only */
	STORE_READ,       /* read only */
};

/* Open @path (":memory:" for a private store in memory) with @schema, which is borrowed and must outlive the store.
 * ERR_CANNOT_OPEN (a folder, no permission, no such file), ERR_NOT_A_DATABASE, ERR_CORRUPT, ERR_READ_ONLY,
 * ERR_FORBIDDEN-like refusals (a file writable by others) as ERR_CANNOT_OPEN; the sentence says what and why. */
enum err store_open(struct store **out, const struct schema *schema, const char *path, enum store_mode mode);
void store_close(struct store *);            /* rolls back what is open; NULL is fine */
const struct schema *store_schema(const struct store *);
const char *store_path(const struct store *);
bool store_is_read_only(const struct store *);
/* What it runs on: for this folder and for tools that show any file, not for a shop. */
struct connection *store_connection(struct store *);
/* How long a writer waits for its turn, and whom to ask every 100 ms whether to go on (NULL: nobody); see ERR_BUSY. */
void store_patience(struct store *, int milliseconds, bool (*go_on)(void *context), void *context);

/* Whom to ask every 100 ms while a statement runs whether to go on; NULL: nobody. Without leave it ends with ERR_CANCELLED, and
 * the transaction in which it wrote is lost. */
void store_watch(struct store *, bool (*go_on)(void *context), void *context);
/* Sorts larger than the cache, which is then a quarter of what it was (16 MB), go to a temporary file; off, as at first: they
 * stay in memory. Where there are temporary tables: outside of transactions only. What a transaction keeps to undo statements
 * goes the way that held when it began. */
enum err store_spill(struct store *, bool on);

/* PRAGMA application_id and user_version: what says whose file it is. */
enum err store_identity(struct store *, int64_t *application_id, int64_t *user_version);
enum err store_set_identity(struct store *, int64_t application_id, int64_t user_version);

/* Transactions: BEGIN IMMEDIATE after waiting for our turn on FILE-lock; inside one, a savepoint. store_end commits
 * when @so_far is OK and else rolls back, and returns the first error: `return store_end(store, work(store));`.
 * ERR_BUSY after the deadline (30 s), ERR_READ_ONLY, ERR_FULL, ERR_FK_CONSTRAINT from a deferred key at commit;
 * whatever fails, the transaction (or savepoint) is rolled back. */
enum err store_begin(struct store *);
enum err store_end(struct store *, enum err so_far);
bool store_in_transaction(const struct store *);
/* Run @work in a transaction of its own. */
enum err store_transaction(struct store *, enum err (*work)(struct store *, void *context), void *context);

/* A transaction as an argument: a store of its own to be handed to every call that belongs to it, while @store goes on seeing
 * what was there before, and is BUSY when it writes. Within a transaction it is a savepoint, and what is in memory has one
 * connection for all: there @store sees what the transaction does. End it, the inner ones first and @store not before, with
 * store_transaction_end(): it commits when @so_far is OK, else rolls back; @tx is gone then. Errors as of store_begin(). */
enum err store_transaction_new(struct store *, struct store **out);
enum err store_transaction_end(struct store *tx, enum err so_far);

/* What was run. Every statement passes one point, which reports it after it ended. */
struct store_event {
	const char *sql;                  /* with ? or ?1 places */
	const struct value *values;       /* bound, in order; borrowed during the call */
	size_t count;
	int64_t rows;                     /* returned or changed */
	uint64_t nanoseconds;             /* our own clock: prepare, bind, step */
	bool prepared;                    /* false when the statement was kept from before */
	enum err error;                   /* how it ended */
};
typedef void store_observer(void *context, const struct store_event *);
void store_observe(struct store *, store_observer *, void *context);   /* NULL stops */
struct store_totals { uint64_t statements, prepared, nanoseconds; };
struct store_totals store_totals(const struct store *);               /* since opening */
/* Changes when another connection or process has written (PRAGMA data_version) or this one has. */
enum err store_version(struct store *, int64_t *out);

/* Plain SQL, for what models cannot say (full-text search, the console). Rows are arrays of @columns values in @arena. */
struct table { size_t columns, count; const char **names; struct value *values; };
enum err store_select(struct store *, struct arena *, const char *sql, const struct value *values, size_t count, struct table *out);
/* The same, row by row and nothing kept: values are borrowed during the call, which must not write. What @each returns ends it. */
typedef enum err store_each(void *context, const struct value *row);
enum err store_select_each(struct store *, const char *sql, const struct value *values, size_t count, store_each *each,
	void *context);
enum err store_run(struct store *, const char *sql, const struct value *values, size_t count, int64_t *changes);
static inline struct value table_at(const struct table *t, size_t row, size_t column) { return t->values[row * t->columns + column]; }

/* PRAGMA integrity_check and foreign_key_check; each finding is a sentence in @arena. OK with *count 0: clean. */
enum err store_integrity(struct store *, struct arena *, const char ***findings, size_t *count);
/* A consistent copy into a new file (0600), while others go on. ERR_TAKEN when it exists; a part is removed on error. */
enum err store_backup(struct store *, const char *path);
/* Put such a copy in place of all that the file holds. ERR_BUSY, ERR_READ_ONLY, ERR_CANNOT_OPEN, ERR_FULL, ERR_IO. */
enum err store_restore(struct store *, const char *path);
/* Idle work: a PASSIVE checkpoint under a sibling's lock when the WAL has grown past @pages. Never waits. */
void store_tidy(struct store *, int pages);

/* "SQLite 3.40.1", for --version. */
const char *store_library(void);

#endif
