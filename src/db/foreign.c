#include "db/foreign.h"

#include "base/vec.h"
#include "db/copy.h"
#include "db/failure.h"
#include "db/handle.h"
#include "db/place.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEADLINE_MS = 250, HEADER_SIZE = 100, VERSIONS_AT = 18, VERSION_WAL = 2 };

struct foreign {
	char file[PATH_MAX], log[PATH_MAX + 8], index[PATH_MAX + 8];
	const char *remark;
	bool locked;                      /* SQLite's locks hold: changes are seen, not feared */
	bool journal;                     /* … as long as it does not turn to WAL: SQLite would put a log beside it */
	struct stat met;
};

static const struct { int limit, value; } limits[] = {
	{ SQLITE_LIMIT_LENGTH,              64 * 1024 * 1024 },
	{ SQLITE_LIMIT_EXPR_DEPTH,          200 },
	{ SQLITE_LIMIT_COMPOUND_SELECT,     100 },
	{ SQLITE_LIMIT_VDBE_OP,             1000000 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH,       20 },
};

/* --- what may be asked --- */

/* PRAGMAs that read; @argument: also with one, which then names what to read and sets nothing. */
static const struct { const char *name; bool argument; } pragmas[] = {
	{ "application_id", false },   { "collation_list", false },    { "compile_options", false },
	{ "data_version", false },     { "database_list", false },     { "encoding", false },
	{ "foreign_key_check", true }, { "foreign_key_list", true },   { "foreign_keys", false },
	{ "freelist_count", false },   { "function_list", false },     { "index_info", true },
	{ "index_list", true },        { "index_xinfo", true },        { "integrity_check", true },
	{ "journal_mode", false },     { "module_list", false },       { "page_count", false },
	{ "page_size", false },        { "pragma_list", false },       { "quick_check", true },
	{ "schema_version", false },   { "table_info", true },         { "table_list", true },
	{ "table_xinfo", true },       { "user_version", false },
};

/* Functions that reach outside the file or into the program. */
static const char *const functions[] = { "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit", "sqlite_log" };

static int allow_pragma(const char *name, const char *argument)
{
	for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
		if (!strcasecmp(pragmas[i].name, name))
			return argument && !pragmas[i].argument ? SQLITE_DENY : SQLITE_OK;
	return SQLITE_DENY;
}

static int allow_function(const char *name)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (!strcasecmp(functions[i], name))
			return SQLITE_DENY;
	return SQLITE_OK;
}

int foreign_allow_reading(int action, const char *function)
{
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return allow_function(function);
	default:
		return SQLITE_DENY;
	}
}

static int authorize(void *context, int action, const char *first, const char *second, const char *database, const char *inside)
{
	(void)context, (void)database, (void)inside;
	switch (action) {
	case SQLITE_PRAGMA:
		return allow_pragma(first, second);
	case SQLITE_UPDATE:          /* asked when SQLite declares pragma_table_list; defensive keeps everybody else away */
		return strcmp(first, "sqlite_master") ? SQLITE_DENY : SQLITE_OK;
	default:
		return foreign_allow_reading(action, second);
	}
}

/* --- how the file is met --- */

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static bool has_bytes(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && about.st_size > 0;
}

/* Asked through SQLite, whose handle reads no other byte than these and keeps everybody's locks. */
static bool is_wal(const char *path)
{
	unsigned char header[HEADER_SIZE] = { 0 };
	char *name = place_name(path);
	sqlite3 *sqlite = NULL;
	sqlite3_file *file = NULL;

	if (sqlite3_open_v2(name, &sqlite, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
		sqlite3_file_control(sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (file && file->pMethods)
		file->pMethods->xRead(file, header, sizeof header, 0);
	sqlite3_close(sqlite);
	free(name);
	return header[VERSIONS_AT] == VERSION_WAL || header[VERSIONS_AT + 1] == VERSION_WAL;
}

/* As it stands; where the schema is damaged, what can be understood of it. */
static int open_leniently(struct connection *db, const char *name, int flags)
{
	int code = handle_open(db, name, flags, false);

	if ((code & 0xff) != SQLITE_CORRUPT && code != SQLITE_ERROR)
		return code;
	if (handle_open(db, name, flags, true) == SQLITE_OK) {
		db->foreign->remark = "it is damaged: this is what can still be read";
		return SQLITE_OK;
	}
	return code;
}

static int open_by(struct connection *db, const char *path, const char *parameter)
{
	char *uri = place_uri(path, parameter);
	int code = SQLITE_CANTOPEN;

	if (uri)
		code = open_leniently(db, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
	free(uri);
	return code;
}

static bool wants_recovery(int code)
{
	return (code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_CANTOPEN || code == SQLITE_BUSY_RECOVERY;
}

static enum err open_copy(struct connection *db)
{
	struct copy copy;
	int code;

	try(copy_make(&copy, db->path, db->foreign->file));
	code = copy_recover(&copy);
	if (!code)
		code = open_by(db, copy.file, "immutable=1");
	copy_release(&copy);
	if (code)
		return failure_of(db->sqlite, db->path, code);
	if (!db->foreign->remark)
		db->foreign->remark = "its log had to be recovered: this is a private copy of it";
	db->foreign->locked = true;
	return OK;
}

static enum err open_fixed(struct connection *db)
{
	int code = open_by(db, db->foreign->file, "immutable=1");

	return code ? failure_of(db->sqlite, db->path, code) : OK;
}

static enum err open_wal(struct connection *db)
{
	struct foreign *foreign = db->foreign;

	if (is_there(foreign->index) && is_there(foreign->log)) {
		int code = open_by(db, foreign->file, "readonly_shm=1");

		foreign->locked = !code;
		if (!wants_recovery(code))
			return code ? failure_of(db->sqlite, db->path, code) : OK;
	}
	return has_bytes(foreign->log) ? open_copy(db) : open_fixed(db);
}

static enum err open_journal(struct connection *db)
{
	int code = open_by(db, db->foreign->file, "readonly_shm=1");

	db->foreign->locked = db->foreign->journal = !code;
	if (wants_recovery(code))
		return open_copy(db);
	return code ? failure_of(db->sqlite, db->path, code) : OK;
}

static void restrict_it(struct connection *db)
{
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db->sqlite, limits[i].limit, limits[i].value);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	handle_exec(db->sqlite, "PRAGMA query_only = ON", NULL);
	sqlite3_set_authorizer(db->sqlite, authorize, NULL);
	connection_deadline(db, DEADLINE_MS, NULL, NULL);
	db->read_only = memory_string("somebody else made it");
	db->file = db->foreign->file;
}

enum err foreign_open(struct connection *db)
{
	struct foreign *foreign = db->foreign = memory_new(sizeof *foreign);

	if (!realpath(db->path, foreign->file) || stat(foreign->file, &foreign->met))
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': it is gone", db->path);
	stpcpy(stpcpy(foreign->log, foreign->file), "-wal");
	stpcpy(stpcpy(foreign->index, foreign->file), "-shm");
	if (is_wal(foreign->file))
		try(open_wal(db));
	else
		try(open_journal(db));
	restrict_it(db);
	return OK;
}

static bool has_changed(const struct foreign *foreign)
{
	struct stat now;

	if (foreign->locked)
		return foreign->journal && is_there(foreign->log);
	return stat(foreign->file, &now) || now.st_ino != foreign->met.st_ino || now.st_size != foreign->met.st_size ||
		now.st_mtim.tv_sec != foreign->met.st_mtim.tv_sec || now.st_mtim.tv_nsec != foreign->met.st_mtim.tv_nsec ||
		has_bytes(foreign->log);
}

enum err foreign_unchanged(const struct connection *db)
{
	if (db->foreign && has_changed(db->foreign))
		return fail(ERR_BUSY, "cannot read '%s' any longer: another program has written it; open it again", db->path);
	return OK;
}

const char *foreign_remark(const struct connection *db)
{
	return db->foreign ? db->foreign->remark : NULL;
}

void foreign_release(struct connection *db)
{
	free(db->foreign);
}
