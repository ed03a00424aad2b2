/* Everything that makes a connection safe and quick is done here, in one place and for every connection: limits,
 * switches, PRAGMAs. Opening writes nothing, so that a file which turns out to be somebody else's stays as it was. */
#include "db/connection.h"

#include "base/clock.h"
#include "base/vec.h"
#include "db/cache.h"
#include "db/failure.h"
#include "db/foreign.h"
#include "db/handle.h"
#include "db/place.h"
#include "db/recording.h"
#include "db/watch.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATIENCE_MS = 30 * 1000 };

static const struct { int limit, value; } limits[] = {
	{ SQLITE_LIMIT_LENGTH,         256 * 1024 * 1024 },
	{ SQLITE_LIMIT_SQL_LENGTH,     1024 * 1024 },
	{ SQLITE_LIMIT_ATTACHED,       0 },      /* ATTACH would open a file past every rule here */
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

static const struct { int option, on; } switches[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
	{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1 },   /* triggers of ours feed a virtual table; see connection_distrust */
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_QPSG, 1 },      /* a kept statement is not planned again for other values */
};

static const char *const pragmas[] = {
	"PRAGMA synchronous = FULL",
	"PRAGMA cell_size_check = ON",
	"PRAGMA cache_size = -65536",
	"PRAGMA temp_store = MEMORY",
	"PRAGMA mmap_size = 0",
	"PRAGMA wal_autocheckpoint = 0",         /* see turn.c */
};

int handle_exec(sqlite3 *sqlite, const char *sql, int64_t *out)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL);

	if (code)
		return code;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW && out)
		*out = sqlite3_column_int64(statement, 0);
	while (code == SQLITE_ROW)
		code = sqlite3_step(statement);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Beside the lock file, for those who do not know it. */
static int on_busy(void *context, int count)
{
	struct connection *db = context;
	int milliseconds = count < 5 ? 1 + count * 2 : 20;

	if (count == 0)
		patience_begin(&db->patience);
	nanosleep(&(struct timespec){ .tv_nsec = milliseconds * 1000000L }, NULL);
	return patience_lasts(&db->patience);
}

static int on_commit(void *context, sqlite3 *sqlite, const char *name, int pages)
{
	struct connection *db = context;

	(void)sqlite, (void)name;
	db->wal_pages = pages;
	return SQLITE_OK;
}

static void connection_configure(struct connection *db)
{
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db->sqlite, limits[i].limit, limits[i].value);
	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
		sqlite3_db_config(db->sqlite, switches[i].option, switches[i].on, NULL);
	sqlite3_busy_handler(db->sqlite, on_busy, db);
}

/* The first look into the file: this is where one that is none, or damaged, or locked, is found out. */
static int connection_probe(struct connection *db)
{
	int code = SQLITE_OK;

	for (size_t i = 0; !code && i < sizeof pragmas / sizeof *pragmas; i++)
		code = handle_exec(db->sqlite, pragmas[i], NULL);
	if (!code)
		code = handle_exec(db->sqlite, "SELECT count(*) FROM sqlite_schema", NULL);
	sqlite3_wal_hook(db->sqlite, on_commit, db);
	return code;
}

int handle_open(struct connection *db, const char *name, int flags, bool lenient)
{
	int code;

	flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
	sqlite3_close(db->sqlite);
	code = sqlite3_open_v2(name, &db->sqlite, flags, NULL);
	if (code)
		return code;
	connection_configure(db);
	if (!lenient)
		return connection_probe(db);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	code = handle_exec(db->sqlite, "PRAGMA writable_schema = ON", NULL);
	if (!code)
		code = connection_probe(db);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return code;
}

/* Who only wants to read opens for writing all the same where that is possible, and then writes nothing: SQLite's own
 * reading connections leave a -wal behind, which nobody else could read then. */
static int connection_reach(struct connection *db, const struct place *place)
{
	char *name = place_name(db->path), *uri = NULL;
	bool writable = !place->read_only || place->wants_no_write;
	int code = handle_open(db, name, writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, false);

	if (((code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY) && place->folder_is_read_only)
		uri = place_immutable_uri(db->path);
	if (uri)
		code = handle_open(db, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, false);
	free(uri);
	free(name);
	return code;
}

/* Other journals than WAL lose the last commits in a power cut unless synchronous is EXTRA. */
static void connection_be_guest(struct connection *db)
{
	db->guest = true;
	lock_init_alone(&db->lock, db->file);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	handle_exec(db->sqlite, "PRAGMA synchronous = EXTRA", NULL);
}

static enum err connection_open_file(struct connection *db, enum connection_mode mode)
{
	struct place place = { 0 };

	try(place_find(db->path, mode, &place));
	if (mode == CONNECTION_FOREIGN)
		return foreign_open(db);

	int code = connection_reach(db, &place);

	if (code)
		return failure_of(db->sqlite, db->path, code);
	if (place.wants_no_write)
		handle_exec(db->sqlite, "PRAGMA query_only = ON", NULL);
	if (place.read_only || sqlite3_db_readonly(db->sqlite, "main"))
		db->read_only = memory_string(place.read_only ? place.read_only : "it can only be read");
	db->file = sqlite3_db_filename(db->sqlite, "main");
	if (mode == CONNECTION_GUEST)
		connection_be_guest(db);
	else
		lock_init(&db->lock, db->file);
	return OK;
}

enum err connection_open(struct connection **out, const char *path, enum connection_mode mode)
{
	struct connection *db = memory_new(sizeof *db);
	enum err err;
	int code;

	*out = NULL;
	db->path = memory_string(path);
	db->patience.milliseconds = PATIENCE_MS;
	db->lock.file = -1;
	if (strcmp(path, ":memory:"))
		err = connection_open_file(db, mode);
	else
		err = (code = handle_open(db, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, false)) ? failure(db, code) : OK;
	if (err)
		connection_close(db);
	else
		*out = db;
	return err;
}

void connection_close(struct connection *db)
{
	if (!db)
		return;
	watch_end(db);
	recording_stop(db);
	cache_forget(db);
	sqlite3_finalize(db->version);
	sqlite3_finalize(db->rollback);
	if (sqlite3_close(db->sqlite) != SQLITE_OK)
		bug("a connection was closed while it was in use");
	lock_release(&db->lock);
	foreign_release(db);
	free(db->lost_sentence);
	free(db->read_only);
	free(db->path);
	free(db);
}

const char *connection_path(const struct connection *db)
{
	return db->path;
}

const char *connection_read_only(const struct connection *db)
{
	return db->read_only;
}

void connection_distrust(struct connection *db)
{
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	handle_exec(db->sqlite, "PRAGMA query_only = ON", NULL);
	if (!db->read_only)
		db->read_only = memory_string("somebody else made it");
}

void connection_patience(struct connection *db, int milliseconds, connection_waiter *go_on, void *context)
{
	db->patience = (struct patience){ .milliseconds = milliseconds, .go_on = go_on, .context = context };
}

/* Called by SQLite while a statement runs; not 0 ends it. */
static int on_progress(void *context)
{
	struct connection *db = context;
	struct deadline *deadline = &db->deadline;
	uint64_t now = clock_nanoseconds();

	if (now - deadline->began < (uint64_t)deadline->milliseconds * 1000000 || now - deadline->asked < 100 * 1000000)
		return 0;
	deadline->asked = now;
	deadline->stopped = !deadline->go_on || !deadline->go_on(deadline->context);
	return deadline->stopped;
}

void connection_deadline(struct connection *db, int milliseconds, connection_waiter *go_on, void *context)
{
	enum { INSTRUCTIONS = 2000 };

	db->deadline = (struct deadline){ .milliseconds = milliseconds, .go_on = go_on, .context = context };
	sqlite3_progress_handler(db->sqlite, milliseconds ? INSTRUCTIONS : 0, milliseconds ? on_progress : NULL, db);
}

void connection_observe(struct connection *db, connection_observer *observer, void *context)
{
	db->observer = observer;
	db->observer_context = context;
}

struct connection_totals connection_totals(const struct connection *db)
{
	return db->totals;
}

enum err connection_version(struct connection *db, int64_t *out)
{
	int code = SQLITE_OK;

	if (!db->version)
		code = sqlite3_prepare_v3(db->sqlite, "PRAGMA data_version", -1, SQLITE_PREPARE_PERSISTENT, &db->version, NULL);
	if (!code && sqlite3_step(db->version) == SQLITE_ROW)
		*out = (int64_t)((uint64_t)sqlite3_column_int64(db->version, 0) << 32 | (db->writes & UINT32_MAX));
	if (!code)
		code = sqlite3_reset(db->version);
	return code ? failure(db, code) : OK;
}

const char *connection_library(void)
{
	static char name[32];

	snprintf(name, sizeof name, "SQLite %s", sqlite3_libversion());
	return name;
}
