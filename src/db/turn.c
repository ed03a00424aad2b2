/* Checkpoints are ours: SQLite's automatic one costs a writer 15 ms at random, and up to 3.51.2 a second checkpoint that
 * races a reset of the WAL can damage the file. So there is none but PASSIVE ones made while a sibling connection holds
 * BEGIN IMMEDIATE, which keeps every writer, and with it every reset, away. They are made when idle (connection_tidy),
 * and by a writer at the end of its turn when the WAL has grown long. */
#include "db/turn.h"

#include "db/failure.h"
#include "db/handle.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { WAL_LONG = 16000, FRAME_SIZE = 4096 + 24 };

/* True when the whole WAL is in the file. */
static bool checkpoint(struct connection *db)
{
	sqlite3 *sibling = NULL;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
	int code = sqlite3_open_v2(db->file, &sibling, flags, NULL), pages = -1, done = 0;

	if (!code)
		code = sqlite3_wal_autocheckpoint(sibling, 0);
	if (!code)
		code = handle_exec(sibling, "BEGIN IMMEDIATE", NULL);
	if (!code)
		code = sqlite3_wal_checkpoint_v2(db->sqlite, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
	sqlite3_close(sibling);
	db->wal_pages = 0;
	return !code && pages == done;
}

/* Journals other than WAL lose the last commits in a power cut unless synchronous is EXTRA. */
static void turn_use_wal(struct connection *db)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(db->sqlite, "PRAGMA journal_mode = WAL", -1, &statement, NULL))
		return;
	if (sqlite3_step(statement) == SQLITE_ROW)
		db->wal = !strcmp((const char *)sqlite3_column_text(statement, 0), "wal");
	sqlite3_finalize(statement);
	handle_exec(db->sqlite, db->wal ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = EXTRA", NULL);
}

enum err turn_take(struct connection *db)
{
	if (db->read_only)
		return fail(ERR_READ_ONLY, "cannot write '%s': %s", db->path, db->read_only);
	if (!db->file)
		return OK;
	try(lock_take(&db->lock, db->file, &db->patience));
	if (!db->wal && !db->guest)
		turn_use_wal(db);
	return OK;
}

void turn_give(struct connection *db)
{
	if (!db->file)
		return;
	if (db->lock.holds == 1 && db->wal_pages > WAL_LONG)
		checkpoint(db);
	lock_give(&db->lock);
}

static int64_t wal_pages(const struct connection *db)
{
	char name[PATH_MAX + 8];
	struct stat about;

	snprintf(name, sizeof name, "%s-wal", db->file);
	return stat(name, &about) ? 0 : about.st_size / FRAME_SIZE;
}

void connection_tidy(struct connection *db, int pages)
{
	int64_t version;

	if (!db->file || db->read_only || db->depth || wal_pages(db) <= pages)
		return;
	if (connection_version(db, &version) || version == db->tidied || !lock_try(&db->lock, db->file))
		return;
	if (checkpoint(db))
		db->tidied = version;
	lock_give(&db->lock);
}
