/* One table says what a result code means; the extended code is looked up first, then the primary one. What a
 * constraint was about stands only in SQLite's message ("UNIQUE constraint failed: users.email"), so it is read from
 * there. */
#include "db/failure.h"

#include "db/handle.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

struct rule;
struct event { sqlite3 *sqlite; const char *path; int code, reason; const char *message; };

static enum err tell_plain(const struct event *, const struct rule *);
static enum err tell_file(const struct event *, const struct rule *);
static enum err tell_system(const struct event *, const struct rule *);
static enum err tell_columns(const struct event *, const struct rule *);
static enum err tell_detail(const struct event *, const struct rule *);

#define DAMAGED "cannot read '%s': it is damaged; go back to a backup"
#define LOCKED "cannot use '%s': another program keeps it locked; try again"
#define HALF_WRITTEN "cannot open '%s': its log must be read first; open it once where it can be written"

/* code: extended or primary; err: ours; tell: makes the sentence of @words, where %s stands for
 * the file (tell_file), the file and the system's reason (tell_system), table and columns (tell_columns),
 * what follows the colon in SQLite's message (tell_detail), or nothing of the kind (tell_plain). */
static const struct rule {
	int code;
	enum err err;
	enum err (*tell)(const struct event *, const struct rule *);
	const char *words;
} rules[] = {
	{ SQLITE_CONSTRAINT_UNIQUE,     ERR_UNIQUE_CONSTRAINT,   tell_columns, "exists already" },
	{ SQLITE_CONSTRAINT_PRIMARYKEY, ERR_UNIQUE_CONSTRAINT,   tell_columns, "exists already" },
	{ SQLITE_CONSTRAINT_ROWID,      ERR_UNIQUE_CONSTRAINT,   tell_columns, "exists already" },
	{ SQLITE_CONSTRAINT_NOTNULL,    ERR_NOT_NULL_CONSTRAINT, tell_columns, "is missing" },
	{ SQLITE_CONSTRAINT_CHECK,      ERR_CHECK_CONSTRAINT,    tell_detail,  "a value is out of range: '%s' must hold" },
	{ SQLITE_CONSTRAINT_FOREIGNKEY, ERR_FK_CONSTRAINT,       tell_plain,
		"a row that is referred to does not exist, or is still referred to" },
	{ SQLITE_CONSTRAINT_TRIGGER,    ERR_CHECK_CONSTRAINT,    tell_plain, NULL },   /* a RAISE with words of its own */
	{ SQLITE_CONSTRAINT_DATATYPE,   ERR_CHECK_CONSTRAINT,    tell_plain, NULL },
	{ SQLITE_CONSTRAINT,            ERR_CHECK_CONSTRAINT,    tell_plain, NULL },
	{ SQLITE_FULL,                  ERR_FULL,           tell_file, "cannot write '%s': the disk is full" },
	{ SQLITE_READONLY_DBMOVED,      ERR_READ_ONLY,      tell_file, "cannot write '%s': it was moved or deleted" },
	{ SQLITE_READONLY_ROLLBACK,     ERR_CANNOT_OPEN,    tell_file, HALF_WRITTEN },
	{ SQLITE_READONLY_RECOVERY,     ERR_CANNOT_OPEN,    tell_file, HALF_WRITTEN },
	{ SQLITE_READONLY_CANTINIT,     ERR_CANNOT_OPEN,    tell_file, HALF_WRITTEN },
	{ SQLITE_READONLY_CANTLOCK,     ERR_CANNOT_OPEN,    tell_file, HALF_WRITTEN },
	{ SQLITE_READONLY,              ERR_READ_ONLY,      tell_file, "cannot write '%s': it can only be read" },
	{ SQLITE_CORRUPT,               ERR_CORRUPT,        tell_file, DAMAGED },
	{ SQLITE_FORMAT,                ERR_CORRUPT,        tell_file, DAMAGED },
	{ SQLITE_NOTADB,                ERR_NOT_A_DATABASE, tell_file, "cannot open '%s': it is not a database" },
	{ SQLITE_BUSY,                  ERR_BUSY,           tell_file, LOCKED },
	{ SQLITE_LOCKED,                ERR_BUSY,           tell_plain, "the table is still being read" },
	{ SQLITE_PROTOCOL,              ERR_BUSY,           tell_file, LOCKED },
	{ SQLITE_CANTOPEN,              ERR_CANNOT_OPEN,    tell_system, "cannot open '%s': %s" },
	{ SQLITE_PERM,                  ERR_CANNOT_OPEN,    tell_system, "cannot open '%s': %s" },
	{ SQLITE_NOMEM,                 ERR_MEMORY,         tell_plain, "out of memory" },
	{ SQLITE_IOERR_NOMEM,           ERR_MEMORY,         tell_plain, "out of memory" },
	{ SQLITE_IOERR,                 ERR_IO,             tell_system, "cannot read or write '%s': %s" },
	{ SQLITE_NOLFS,                 ERR_IO,             tell_system, "cannot read or write '%s': %s" },
	{ SQLITE_TOOBIG,                ERR_INPUT,          tell_plain, "a value is too large" },
	{ SQLITE_MISMATCH,              ERR_INPUT,          tell_plain, "the key must be a whole number" },
	{ SQLITE_AUTH,                  ERR_FORBIDDEN,      tell_plain, NULL },
	{ SQLITE_INTERRUPT,             ERR_DB_ERROR,       tell_plain, "the statement was interrupted" },
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static enum err tell_plain(const struct event *event, const struct rule *rule)
{
	return fail(rule->err, "%s", rule->words ? rule->words : event->message);
}

static enum err tell_file(const struct event *event, const struct rule *rule)
{
	return fail(rule->err, rule->words, event->path);
}

static enum err tell_system(const struct event *event, const struct rule *rule)
{
	int reason = event->sqlite ? sqlite3_system_errno(event->sqlite) : 0;

	if (!reason)
		reason = event->reason;
	if (reason == ENOSPC || reason == EFBIG || reason == EDQUOT)
		return fail(ERR_FULL, "cannot write '%s': the disk is full", event->path);
	return fail(rule->err, rule->words, event->path, reason ? strerror(reason) : event->message);
}

static const char *after_colon(const char *message)
{
	const char *colon = strstr(message, ": ");

	return colon ? colon + 2 : message;
}

static enum err tell_detail(const struct event *event, const struct rule *rule)
{
	return fail(rule->err, rule->words, after_colon(event->message));
}
#pragma GCC diagnostic pop

/* "users.email, users.name" becomes table "users" and columns "email, name". */
static enum err tell_columns(const struct event *event, const struct rule *rule)
{
	const char *detail = after_colon(event->message), *dot = strchr(detail, '.');
	char columns[512] = "";
	size_t table = dot ? (size_t)(dot - detail) : 0, used = 0;

	if (!dot)
		return fail(rule->err, "the value %s: %s", rule->words, detail);
	for (const char *at = detail; *at && used + 1 < sizeof columns;) {
		if ((at == detail || at[-1] == ' ') && !strncmp(at, detail, table + 1))
			at += table + 1;
		else
			columns[used++] = *at++;
	}
	columns[used] = '\0';
	return fail(rule->err, "cannot write '%.*s': '%s' %s", (int)table, detail, columns, rule->words);
}

static const struct rule *rule_of(int code)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].code == code)
			return &rules[i];
	return code == (code & 0xff) ? NULL : rule_of(code & 0xff);
}

/* ON DELETE RESTRICT is a trigger inside SQLite. */
static bool is_restrict(int code, const char *message)
{
	return code == SQLITE_CONSTRAINT_TRIGGER && !strcmp(message, "FOREIGN KEY constraint failed");
}

enum err failure_of(sqlite3 *sqlite, const char *path, int code)
{
	int reason = errno;            /* SQLite keeps none for what fails in a COMMIT */
	const char *message = sqlite ? sqlite3_errmsg(sqlite) : sqlite3_errstr(code);
	struct event event = { sqlite, path, code, reason, message };
	const struct rule *rule = rule_of(is_restrict(code, message) ? SQLITE_CONSTRAINT_FOREIGNKEY : code);

	if (code == SQLITE_MISUSE || code == SQLITE_RANGE)
		bug("SQLite was called wrongly: %s", message);
	if (rule)
		return rule->tell(&event, rule);
	if (!strncmp(message, "foreign key mismatch", 20))
		return fail(ERR_FK_MISMATCH, "a foreign key refers to columns that are not unique: %s", message);
	return fail(ERR_DB_ERROR, "the database refused: %s", message);
}

enum err failure(const struct connection *db, int code)
{
	if (code == SQLITE_INTERRUPT && db->deadline.stopped)
		return fail(ERR_CANCELLED, "stopped reading '%s': the statement took longer than %d ms", db->path, db->deadline.milliseconds);
	if ((code & 0xff) == SQLITE_READONLY && db->read_only)
		return fail(ERR_READ_ONLY, "cannot write '%s': %s", db->path, db->read_only);
	return failure_of(db->sqlite, db->path, code);
}
