/* Three of SQLite's callbacks: the preupdate hook tells rows, the trace tells which trigger's program begins ("-- TRIGGER
 * name"; the text of the statement again for a foreign-key action), the authorizer what may be written by whom, and it
 * refuses what could not be taken back. Setting it makes SQLite compile kept statements anew, which is needed: one that
 * was compiled without the hook may empty a table without telling. */
#include "db/watch.h"

#include "base/vec.h"
#include "db/failure.h"
#include "db/foreign.h"
#include "db/handle.h"
#include "db/recording.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#ifdef SQLITE_ENABLE_PREUPDATE_HOOK

struct watch {
	struct connection *db;
	const struct watcher *watcher;
	void *context;
	bool skips_virtual;          /* the hook counts stored columns alone */
	enum watch_change change;    /* of the row that is told */
};

static const char trigger_mark[] = "-- TRIGGER ";

static enum watch_change change_of(int action)
{
	return action == SQLITE_INSERT ? WATCH_INSERTED : action == SQLITE_DELETE ? WATCH_DELETED : WATCH_UPDATED;
}

static void on_row(void *context, sqlite3 *sqlite, int action, const char *database, const char *table, sqlite3_int64 rowid,
	sqlite3_int64 new_rowid)
{
	struct watch *watch = context;
	struct watch_row row = { .table = table, .change = change_of(action), .depth = sqlite3_preupdate_depth(sqlite),
		.rowid = rowid, .new_rowid = new_rowid };

	(void)database;
	watch->change = row.change;
	watch->watcher->row(watch->context, watch, &row);
}

static int on_trace(unsigned event, void *context, void *statement, void *text)
{
	const struct watch *watch = context;

	(void)event;
	if (!strncmp(text, trigger_mark, sizeof trigger_mark - 1))
		watch->watcher->program(watch->context, (const char *)text + sizeof trigger_mark - 1);
	else if (text == (const void *)sqlite3_sql(statement))
		watch->watcher->program(watch->context, NULL);
	return 0;
}

/* The full-text tables ask for the version of the file by themselves. */
static int allow_pragma(const char *name, const char *argument)
{
	return !argument && !strcasecmp(name, "data_version") ? SQLITE_OK : SQLITE_DENY;
}

static int allow_write(const struct watch *watch, int action, const char *table, const char *trigger)
{
	if (!strncasecmp(table, "sqlite_", 7))
		return SQLITE_DENY;
	watch->watcher->writes(watch->context, change_of(action), table, trigger);
	return SQLITE_OK;
}

static int on_compile(void *context, int action, const char *first, const char *second, const char *database, const char *inside)
{
	(void)database;
	switch (action) {
	case SQLITE_PRAGMA:
		return allow_pragma(first, second);
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return allow_write(context, action, first, inside);
	default:
		return foreign_allow_reading(action, second);
	}
}

static void on_probe(void *context, sqlite3 *sqlite, int action, const char *database, const char *table, sqlite3_int64 rowid,
	sqlite3_int64 new_rowid)
{
	sqlite3_value *value = NULL;

	(void)action, (void)database, (void)table, (void)rowid, (void)new_rowid;
	*(bool *)context = sqlite3_preupdate_new(sqlite, 1, &value) == SQLITE_OK && sqlite3_value_int(value) == 2;
}

/* SQLite counts the columns of a row differently from version to version when some of them are not stored: see how. */
static bool skips_virtual(void)
{
	sqlite3 *sqlite = NULL;
	bool skips = false;

	if (sqlite3_open(":memory:", &sqlite) == SQLITE_OK) {
		handle_exec(sqlite, "CREATE TABLE t (a, v AS (a), b)", NULL);
		sqlite3_preupdate_hook(sqlite, on_probe, &skips);
		handle_exec(sqlite, "INSERT INTO t VALUES (1, 2)", NULL);
	}
	sqlite3_close(sqlite);
	return skips;
}

enum err watch_begin(struct connection *db, const struct watcher *watcher, void *context)
{
	struct watch *watch;

	if (db->watch)
		bug("a connection is watched twice");
	recording_pause(db);
	watch = db->watch = memory_new(sizeof *watch);
	*watch = (struct watch){ .db = db, .watcher = watcher, .context = context, .skips_virtual = skips_virtual() };
	sqlite3_preupdate_hook(db->sqlite, on_row, watch);
	sqlite3_trace_v2(db->sqlite, SQLITE_TRACE_STMT, on_trace, watch);
	sqlite3_set_authorizer(db->sqlite, on_compile, watch);
	return OK;
}

void watch_end(struct connection *db)
{
	if (!db->watch)
		return;
	sqlite3_preupdate_hook(db->sqlite, NULL, NULL);
	sqlite3_trace_v2(db->sqlite, 0, NULL, NULL);
	sqlite3_set_authorizer(db->sqlite, NULL, NULL);
	free(db->watch);
	db->watch = NULL;
	recording_resume(db);
}

typedef int preupdate_reader(sqlite3 *, int, sqlite3_value **);

/* SQLite finds the columns of a table without rowid in its key, whatever is stored; only new values of an update it takes
 * from where they were computed. */
static struct value watch_read(const struct watch *watch, preupdate_reader *read, struct watch_column column, bool in_key)
{
	sqlite3_value *from = NULL;
	int place = watch->skips_virtual && !(column.without_rowid && in_key) ? column.place - column.virtuals : column.place;

	if (read(watch->db->sqlite, place, &from) != SQLITE_OK || !from)
		return value_null();
	return handle_value(from);
}

struct value watch_old(struct watch *watch, struct watch_column column)
{
	return watch_read(watch, sqlite3_preupdate_old, column, true);
}

struct value watch_new(struct watch *watch, struct watch_column column)
{
	return watch_read(watch, sqlite3_preupdate_new, column, watch->change != WATCH_UPDATED);
}

#else

enum err watch_begin(struct connection *db, const struct watcher *watcher, void *context)
{
	(void)watcher, (void)context;
	return fail(ERR_DB_ERROR, "cannot rehearse on '%s': this SQLite was built without its preupdate hook", db->path);
}

void watch_end(struct connection *db)
{
	(void)db;
}

struct value watch_old(struct watch *watch, struct watch_column column)
{
	(void)watch, (void)column;
	return value_null();
}

struct value watch_new(struct watch *watch, struct watch_column column)
{
	return watch_old(watch, column);
}

#endif

enum err watch_defer_keys(struct connection *db, bool on)
{
	int code = handle_exec(db->sqlite, on ? "PRAGMA defer_foreign_keys = ON" : "PRAGMA defer_foreign_keys = OFF", NULL);

	return code ? failure(db, code) : OK;
}

bool watch_is_dangling(struct connection *db)
{
	int now = 0, most = 0;

	sqlite3_db_status(db->sqlite, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &most, 0);
	return now > 0;
}

static int on_commit(void *context)
{
	*(bool *)context = true;
	return 1;
}

/* Keys are checked first; then the hook turns the COMMIT into a ROLLBACK. */
bool watch_could_commit(struct connection *db)
{
	bool could = false;

	sqlite3_commit_hook(db->sqlite, on_commit, &could);
	handle_exec(db->sqlite, "COMMIT", NULL);
	sqlite3_commit_hook(db->sqlite, NULL, NULL);
	return could;
}
