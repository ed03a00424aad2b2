/* Deferred transactions fail at once with BUSY when they turn into writers under load, so there is only BEGIN IMMEDIATE.
 * Nested ones are savepoints named by their depth. */
#include "db/transaction.h"

#include "base/vec.h"
#include "db/control.h"
#include "db/failure.h"
#include "db/handle.h"
#include "db/turn.h"
#include <stdio.h>
#include <stdlib.h>

bool transaction_is_open(const struct connection *db)
{
	return db->depth > 0;
}

static enum err savepoint_run(struct connection *db, const char *verb, unsigned depth)
{
	char sql[48];

	snprintf(sql, sizeof sql, "%s level%u", verb, depth);
	return control_run(db, sql);
}

static enum err transaction_lost(const struct connection *db)
{
	return fail(db->lost, "%s", db->lost_sentence);
}

/* Roll back, unseen by observers, if there is anything; SQLite's code. */
static int transaction_undo(struct connection *db)
{
	if (sqlite3_get_autocommit(db->sqlite))
		return SQLITE_OK;
	sqlite3_step(db->rollback);
	return sqlite3_reset(db->rollback);
}

enum err transaction_clear(struct connection *db)
{
	int code = transaction_undo(db);

	return sqlite3_get_autocommit(db->sqlite) ? OK : failure(db, code);
}

static enum err transaction_prepare(struct connection *db)
{
	int code = SQLITE_OK;

	if (!db->rollback)
		code = sqlite3_prepare_v3(db->sqlite, "ROLLBACK", -1, SQLITE_PREPARE_PERSISTENT, &db->rollback, NULL);
	return code ? failure(db, code) : OK;
}

/* From here on nothing of the transaction may be kept. */
static void transaction_lose(struct connection *db, enum err err)
{
	if (db->lost)
		return;
	db->lost = err;
	db->lost_sentence = memory_string(err_sentence(err));
}

enum err transaction_begin(struct connection *db)
{
	enum err err;

	if (db->lost)
		return transaction_lost(db);
	if (db->depth) {
		try(savepoint_run(db, "SAVEPOINT", db->depth));
		db->depth++;
		return OK;
	}
	try(turn_take(db));
	err = transaction_prepare(db);
	if (!err)
		err = control_run(db, "BEGIN IMMEDIATE");
	if (err) {
		transaction_undo(db);
		turn_give(db);
	} else {
		db->depth = 1;
	}
	return err;
}

static enum err savepoint_end(struct connection *db, enum err so_far)
{
	unsigned depth = --db->depth;

	if (db->lost)
		return so_far ? so_far : transaction_lost(db);
	enum err err = so_far ? so_far : savepoint_run(db, "RELEASE", depth);

	if (!err)
		return OK;

	char *sentence = memory_string(err_sentence(err));
	enum err failed = savepoint_run(db, "ROLLBACK TO", depth);

	if (failed)
		transaction_lose(db, failed);
	else
		savepoint_run(db, "RELEASE", depth);
	fail(err, "%s", sentence);
	free(sentence);
	return err;
}

static enum err transaction_finish(struct connection *db, enum err so_far)
{
	enum err err = so_far ? so_far : db->lost ? transaction_lost(db) : control_run(db, "COMMIT");

	if (!err || sqlite3_get_autocommit(db->sqlite))
		return err;

	char *sentence = memory_string(err_sentence(err));

	if (control_run(db, "ROLLBACK"))
		transaction_undo(db);
	fail(err, "%s", sentence);
	free(sentence);
	return err;
}

enum err transaction_end(struct connection *db, enum err so_far)
{
	if (!db->depth)
		bug("a transaction is ended that was not begun");
	if (db->depth > 1)
		return savepoint_end(db, so_far);

	enum err err = transaction_finish(db, so_far);

	db->depth = 0;
	db->lost = OK;
	free(db->lost_sentence);
	db->lost_sentence = NULL;
	turn_give(db);
	return err;
}
