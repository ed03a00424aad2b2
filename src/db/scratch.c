/* SQLite's database without a name: a temporary file that is unlinked at once, and in memory as long as it fits the cache. */
#include "db/scratch.h"

#include "base/vec.h"
#include "db/failure.h"
#include "db/handle.h"

static enum err scratch_fill(struct connection *from, struct connection *to)
{
	int code = handle_open(to, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, false);

	if (!code)
		code = handle_exec(to->sqlite, "PRAGMA synchronous = OFF", NULL);
	if (code)
		return failure(to, code);
	code = handle_copy(from->sqlite, to->sqlite);
	return code ? failure(to, code) : OK;
}

enum err scratch_open(struct connection *from, struct connection **out)
{
	struct connection *to;
	enum err err;

	*out = NULL;
	if (from->depth)
		return fail(ERR_BUSY, "cannot copy '%s': a transaction on it is open", from->path);
	to = memory_new(sizeof *to);
	to->path = memory_string(from->path);
	to->patience = from->patience;
	to->lock.file = -1;
	err = scratch_fill(from, to);
	if (err)
		connection_close(to);
	else
		*out = to;
	return err;
}

enum err scratch_size(struct connection *from, int64_t *out)
{
	int64_t pages = 0, size = 0;
	int code = handle_exec(from->sqlite, "PRAGMA page_count", &pages);

	if (!code)
		code = handle_exec(from->sqlite, "PRAGMA page_size", &size);
	*out = pages * size;
	return code ? failure(from, code) : OK;
}
