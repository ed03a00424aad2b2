/* A session of SQLite's for each recording, and what applying a changeset adds to sqlite3changeset_apply: a second session
 * watches it, since actions of foreign keys and triggers run while it is applied. A row that is not as it should be may be
 * so because an action came first (a cascade deletes what the changeset deletes as well), so it is passed over, and in the
 * end what was recorded decides. */
#include "db/recording.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/cache.h"
#include "db/failure.h"
#include "db/handle.h"
#include "db/statement.h"
#include "db/transaction.h"
#include <stdlib.h>
#include <string.h>

enum err changes_can_record(struct connection *db, struct arena *arena, const char *table, const char **why)
{
	static const char sql[] = "SELECT sum(pk > 0), sum(hidden > 1), (SELECT count(*) FROM pragma_table_list(?1) "
		"WHERE schema = 'main' AND type IN ('view', 'virtual')) FROM pragma_table_xinfo(?1)";
	const struct value name = value_text(table);
	struct statement *statement;
	struct value found[3] = { { 0 } };
	bool row;

	try(statement_open(db, sql, &statement));
	statement_bind(statement, 0, name);
	enum err err = statement_step(statement, &row);
	if (!err && row)
		statement_row(statement, found, 3);
	int64_t keys = value_int_or(found[0], 0), generated = value_int_or(found[1], 0), other = value_int_or(found[2], 0);
	*why = other ? "is no table of rows" : generated ? "has a generated column" : keys ? NULL : "has no primary key";
	if (*why)
		*why = arena_format(arena, "%s %s", table, *why);
	return statement_close(statement, err);
}

#ifdef SQLITE_ENABLE_SESSION

struct recording {
	sqlite3_session *session;                /* NULL while it pauses */
	VEC(char *) tables;
	struct changes parts;                    /* before the last pause */
	enum err error;
};

/* --- sessions --- */

/* A statement that was compiled without SQLite's hook may empty a table without telling. */
static enum err session_new(struct connection *db, const char *const *tables, size_t count, sqlite3_session **out)
{
	int code = sqlite3session_create(db->sqlite, "main", out);

	for (size_t i = 0; !code && i < count; i++)
		code = sqlite3session_attach(*out, tables[i]);
	if (code) {
		sqlite3session_delete(*out);
		*out = NULL;
		return failure(db, code);
	}
	cache_expire(db);
	return OK;
}

static enum err session_take(sqlite3_session *session, struct changes *out)
{
	void *bytes = NULL;
	int size = 0, code = sqlite3session_changeset(session, &size, &bytes);

	return changes_take(out, bytes, size, code);
}

static enum err recordable(struct connection *db, const char *const *tables, size_t count, struct recording *to)
{
	struct arena arena;
	enum err err = OK;

	arena_init(&arena);
	for (size_t i = 0; !err && i < count; i++) {
		const char *why;

		err = changes_can_record(db, &arena, tables[i], &why);
		if (!err && !why)
			vec_push(&to->tables, memory_string(tables[i]));
	}
	arena_release(&arena);
	return err;
}

static void recording_free(struct recording *recording)
{
	sqlite3session_delete(recording->session);
	for (size_t i = 0; i < recording->tables.count; i++)
		free(recording->tables.items[i]);
	vec_release(&recording->tables);
	changes_release(&recording->parts);
	free(recording);
}

/* --- recording --- */

bool changes_is_recording(const struct connection *db)
{
	return db->recording;
}

static enum err recording_start(struct connection *db, struct recording *recording)
{
	return session_new(db, (const char *const *)recording->tables.items, recording->tables.count, &recording->session);
}

enum err changes_begin(struct connection *db, const char *const *tables, size_t count)
{
	if (db->recording)
		bug("changes are recorded twice at a time");

	struct recording *recording = memory_new(sizeof *recording);
	enum err err = recordable(db, tables, count, recording);

	if (!err)
		err = recording_start(db, recording);
	if (err)
		recording_free(recording);
	else
		db->recording = recording;
	return err;
}

static enum err recording_collect(struct recording *recording)
{
	struct changes last = { 0 }, sum = { 0 };
	enum err err = session_take(recording->session, &last);

	if (!err)
		err = changes_join(&recording->parts, &last, &sum);
	changes_release(&last);
	changes_release(&recording->parts);
	recording->parts = sum;
	return err;
}

enum err changes_end(struct connection *db, struct changes *out)
{
	struct recording *recording = db->recording;

	*out = (struct changes){ 0 };
	if (!recording)
		bug("a recording of changes is ended that was not begun");
	enum err err = recording->error ? recording->error : recording_collect(recording);
	if (!err) {
		*out = recording->parts;
		recording->parts = (struct changes){ 0 };
	}
	recording_stop(db);
	return err;
}

void recording_pause(struct connection *db)
{
	struct recording *recording = db->recording;

	if (!recording || !recording->session)
		return;
	if (!recording->error)
		recording->error = recording_collect(recording);
	sqlite3session_delete(recording->session);
	recording->session = NULL;
}

void recording_resume(struct connection *db)
{
	if (!db->recording || db->recording->session)
		return;
	enum err err = recording_start(db, db->recording);
	if (!db->recording->error)
		db->recording->error = err;
}

void recording_stop(struct connection *db)
{
	if (db->recording)
		recording_free(db->recording);
	db->recording = NULL;
}

/* --- applying --- */

struct conflict { struct arena arena; const char *sentence; bool keys; };

static const char *conflict_key(struct arena *arena, sqlite3_changeset_iter *at, int action, int columns)
{
	const char *key = "";
	unsigned char *primary;

	sqlite3changeset_pk(at, &primary, NULL);
	for (int i = 0; i < columns; i++) {
		sqlite3_value *value = NULL;

		if (!primary[i])
			continue;
		if (action == SQLITE_INSERT)
			sqlite3changeset_new(at, i, &value);
		else
			sqlite3changeset_old(at, i, &value);
		const char *text = value ? (const char *)sqlite3_value_text(value) : NULL;
		key = arena_format(arena, "%s%s%s", key, *key ? "," : "", text ? text : "null");
	}
	return key;
}

static const char *conflict_reason(int reason)
{
	switch (reason) {
	case SQLITE_CHANGESET_DATA: return "was changed since";
	case SQLITE_CHANGESET_NOTFOUND: return "is gone";
	case SQLITE_CHANGESET_CONFLICT: return "is there already";
	}
	return "would break a rule of the file";
}

static int on_conflict(void *context, int reason, sqlite3_changeset_iter *at)
{
	struct conflict *conflict = context;
	const char *table;
	int columns, action, indirect;

	conflict->keys |= reason == SQLITE_CHANGESET_FOREIGN_KEY;
	if (reason == SQLITE_CHANGESET_FOREIGN_KEY)
		return SQLITE_CHANGESET_ABORT;
	if (!conflict->sentence) {
		sqlite3changeset_op(at, &table, &columns, &action, &indirect);
		conflict->sentence = arena_format(&conflict->arena, "%s %s %s", table, conflict_key(&conflict->arena, at, action, columns),
			conflict_reason(reason));
	}
	return SQLITE_CHANGESET_OMIT;
}

static enum err apply_recorded(struct connection *db, sqlite3_session *session, const struct changes *changes)
{
	struct conflict conflict = { 0 };
	struct changes done = { 0 };
	bool same = false;

	arena_init(&conflict.arena);
	int code = sqlite3changeset_apply_v2(db->sqlite, (int)changes->size, changes->bytes, NULL, on_conflict, &conflict, NULL, NULL, 0);
	enum err err = conflict.keys ? fail(ERR_FK_CONSTRAINT, "a row that is referred to is no longer there")
		: code ? failure(db, code) : session_take(session, &done);
	if (!err)
		err = changes_are_same(&done, changes, &same);
	if (!err && !same)
		err = fail(ERR_STATUS, "%s", conflict.sentence ? conflict.sentence : "keys or triggers of the file would change other rows too");
	changes_release(&done);
	arena_release(&conflict.arena);
	return err;
}

enum err changes_apply(struct connection *db, const char *const *tables, size_t count, const struct changes *changes)
{
	sqlite3_session *session = NULL;

	try(transaction_begin(db));
	enum err err = session_new(db, tables, count, &session);
	if (!err && changes->size)
		err = apply_recorded(db, session, changes);
	sqlite3session_delete(session);
	db->writes++;
	return transaction_end(db, err);
}

#else

bool changes_is_recording(const struct connection *db)
{
	(void)db;
	return false;
}

enum err changes_begin(struct connection *db, const char *const *tables, size_t count)
{
	(void)tables, (void)count;
	return fail(ERR_DB_ERROR, "cannot follow what changes in '%s': this SQLite was built without its session extension", db->path);
}

enum err changes_end(struct connection *db, struct changes *out)
{
	*out = (struct changes){ 0 };
	return changes_begin(db, NULL, 0);
}

enum err changes_apply(struct connection *db, const char *const *tables, size_t count, const struct changes *changes)
{
	(void)changes;
	return changes_begin(db, tables, count);
}

void recording_pause(struct connection *db)
{
	(void)db;
}

void recording_resume(struct connection *db)
{
	(void)db;
}

void recording_stop(struct connection *db)
{
	(void)db;
}

#endif
