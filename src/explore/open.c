#include "explore/open.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/foreign.h"
#include "db/scratch.h"
#include "explore/rows.h"

enum err explore_open(struct connection **out, const char *path)
{
	return connection_open(out, path, CONNECTION_FOREIGN);
}

enum err explore_open_writing(struct connection **out, const char *path)
{
	struct connection *db;
	*out = NULL;
	try(connection_open(&db, path, CONNECTION_GUEST));
	const char *why = connection_read_only(db);
	enum err err = why ? fail(ERR_READ_ONLY, "cannot write '%s': %s", path, why) : OK;
	if (err)
		connection_close(db);
	else
		*out = db;
	return err;
}

void explore_close(struct connection *db)
{
	connection_close(db);
}

const char *explore_remark(const struct connection *db)
{
	return foreign_remark(db);
}

static enum err read_number(struct connection *db, const char *sql, int64_t *out)
{
	struct arena arena;
	struct rows rows;
	arena_init(&arena);
	enum err err = rows_read(db, &arena, sql, NULL, 0, &rows);
	*out = !err && rows.count ? rows_integer(&rows, 0, 0) : 0;
	arena_release(&arena);
	return err;
}

enum err explore_application(struct connection *db, int64_t *out)
{
	return read_number(db, "PRAGMA application_id", out);
}

enum err explore_version(struct connection *db, int64_t *out)
{
	return connection_version(db, out);
}

enum err explore_structure(struct connection *db, int64_t *out)
{
	return read_number(db, "PRAGMA schema_version", out);
}

bool explore_is_outdated(const struct connection *db)
{
	return foreign_unchanged(db) != OK;
}

void explore_deadline(struct connection *db, int milliseconds, bool (*go_on)(void *context), void *context)
{
	connection_deadline(db, milliseconds, go_on, context);
}

enum err explore_copy(struct connection *from, int milliseconds, struct connection **out)
{
	try(scratch_open(from, out));
	connection_deadline(*out, milliseconds, NULL, NULL);
	return OK;
}

enum err explore_size(struct connection *db, int64_t *bytes)
{
	return scratch_size(db, bytes);
}
