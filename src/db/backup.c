/* The backup API copies all pages in one step: in WAL mode that keeps nobody from writing, and what it copies is one
 * moment. The copy is a file of its own, without a WAL beside it. */
#include "db/backup.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/failure.h"
#include "db/handle.h"
#include "db/place.h"
#include "db/statement.h"
#include "db/turn.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int handle_copy(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int step, code;

	if (!backup)
		return sqlite3_extended_errcode(to);
	step = sqlite3_backup_step(backup, -1);
	code = sqlite3_backup_finish(backup);
	return code || step == SQLITE_DONE ? code : step;     /* that it was busy only the step tells */
}

static int backup_fill(struct connection *db, const char *path, sqlite3 **to)
{
	char *name = place_name(path);
	int code = sqlite3_open_v2(name, to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	free(name);
	return code ? code : handle_copy(db->sqlite, *to);
}

/* The name of a new file is on the disk only when its folder is. */
static void backup_settle(const char *path)
{
	char *folder = memory_string(path), *slash = strrchr(folder, '/');
	int file;

	if (slash)
		slash[slash == folder] = '\0';
	file = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (file < 0)
		return;
	(void)fsync(file);
	close(file);
}

static void backup_remove(const char *path)
{
	char *journal = memory_resize(NULL, strlen(path) + sizeof "-journal");

	stpcpy(stpcpy(journal, path), "-journal");
	unlink(path);
	unlink(journal);
	free(journal);
}

enum err backup_write(struct connection *db, const char *path)
{
	sqlite3 *to = NULL;
	enum err err = OK;
	int code;

	if (db->depth)
		return fail(ERR_BUSY, "cannot copy '%s': a transaction on it is open", db->path);
	try(place_make(path));
	code = backup_fill(db, path, &to);
	if (code)
		err = failure_of(to, path, code);
	if (sqlite3_close(to) && !err)
		err = fail(ERR_IO, "cannot write '%s'", path);
	if (err)
		backup_remove(path);
	else
		backup_settle(path);
	return err;
}

enum err backup_restore(struct connection *db, const char *path)
{
	char *name = place_name(path);
	sqlite3 *from = NULL;
	enum err err = db->depth ? fail(ERR_BUSY, "cannot put '%s' back: a transaction is open", path) : turn_take(db);
	int code;

	if (!err) {
		code = sqlite3_open_v2(name, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
		if (!code)
			code = handle_exec(from, "SELECT count(*) FROM sqlite_schema", NULL);
		if (code)
			err = failure_of(from, path, code);
		else if ((code = handle_copy(from, db->sqlite)))
			err = failure(db, code);
		db->writes++;
		turn_give(db);
	}
	sqlite3_close(from);
	free(name);
	return err;
}

typedef VEC(const char *) findings_vec;

/* Each row has one sentence, which is kept unless it is "ok". A damaged file may end the check with an error: that is
 * a finding too. */
static enum err verify_by(struct connection *db, struct arena *arena, const char *sql, findings_vec *out)
{
	struct statement *statement;
	enum err err;
	bool row;

	try(statement_open(db, sql, &statement));
	while (!(err = statement_step(statement, &row)) && row) {
		struct value value = statement_value(statement, 0);

		if (strcmp(value_str(value), "ok"))
			vec_push(out, arena_string(arena, value_str(value)));
	}
	err = statement_close(statement, err);
	if (err != ERR_CORRUPT && err != ERR_FK_MISMATCH && err != ERR_DB_ERROR)
		return err;
	vec_push(out, arena_string(arena, err_sentence(err)));
	return OK;
}

enum err backup_verify(struct connection *db, struct arena *arena, const char ***findings, size_t *count)
{
	static const char foreign_keys[] =
		"SELECT printf('row %s of ''%s'': its ''%s'' refers to a row of ''%s'' that is not there', "
		"ifnull(c.rowid, '?'), c.\"table\", ifnull(k.\"from\", '?'), c.parent) "
		"FROM pragma_foreign_key_check c LEFT JOIN pragma_foreign_key_list(c.\"table\") k ON k.id = c.fkid AND k.seq = 0";
	findings_vec found = { 0 };
	enum err err = verify_by(db, arena, "PRAGMA integrity_check(100)", &found);

	if (!err)
		err = verify_by(db, arena, foreign_keys, &found);
	*count = err ? 0 : found.count;
	*findings = arena_alloc(arena, *count * sizeof **findings);
	if (*count)
		memcpy(*findings, found.items, *count * sizeof **findings);
	vec_release(&found);
	return err;
}
