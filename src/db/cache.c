/* A table of lists, by hash of the text. The same text may be kept more than once, when it was open twice at a time. Past
 * HANDLE_KEPT the one that was not used for the longest time goes. */
#include "db/cache.h"

#include "base/value.h"
#include "base/vec.h"
#include "db/failure.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct statement *cache_kept(struct connection *db, const char *sql, size_t size, uint64_t hash, bool control)
{
	struct statement *at = db->buckets[hash % HANDLE_BUCKETS];

	while (at && (at->open || at->hash != hash || at->size != size || at->control != control
			|| memcmp(at->sql, sql, size)))
		at = at->next;
	return at;
}

static void statement_free(struct statement *statement)
{
	sqlite3_finalize(statement->sqlite);
	free(statement->values);
	free(statement->sql);
	free(statement);
}

static void cache_drop(struct connection *db, struct statement **at)
{
	struct statement *gone = *at;

	*at = gone->next;
	db->kept--;
	statement_free(gone);
}

static void cache_evict(struct connection *db)
{
	struct statement **oldest = NULL;

	for (size_t i = 0; i < HANDLE_BUCKETS; i++)
		for (struct statement **at = &db->buckets[i]; *at; at = &(*at)->next)
			if (!(*at)->open && (!oldest || (*at)->began < (*oldest)->began))
				oldest = at;
	if (oldest)
		cache_drop(db, oldest);
}

void cache_expire(struct connection *db)
{
	for (size_t i = 0; i < HANDLE_BUCKETS; i++)
		for (struct statement **at = &db->buckets[i]; *at;)
			if ((*at)->writes && !(*at)->open)
				cache_drop(db, at);
			else
				at = &(*at)->next;
}

void cache_forget(struct connection *db)
{
	for (size_t i = 0; i < HANDLE_BUCKETS; i++)
		while (db->buckets[i])
			cache_drop(db, &db->buckets[i]);
}

/* Past blanks, comments and lone semicolons. */
static const char *first_word(const char *sql)
{
	for (;;) {
		const char *end;

		sql += strspn(sql, " \t\r\n\f;");
		if (!strncmp(sql, "--", 2))
			end = strchr(sql, '\n');
		else if (!strncmp(sql, "/*", 2))
			end = strstr(sql, "*/") ? strstr(sql, "*/") + 1 : NULL;
		else
			return sql;
		sql = end ? end + 1 : "";
	}
}

static bool is_control(const char *sql)
{
	static const char *const words[] = { "begin", "commit", "end", "rollback", "savepoint", "release" };
	const char *word = first_word(sql);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t size = strlen(words[i]);

		if (!strncasecmp(word, words[i], size) && !strchr("abcdefghijklmnopqrstuvwxyz0123456789_", word[size] | 0x20))
			return true;
	}
	return false;
}

static enum err statement_compile(struct connection *db, const char *sql, size_t size, bool control, sqlite3_stmt **out)
{
	const char *tail;
	int code;

	if (!control && is_control(sql))
		return fail(ERR_USAGE, "cannot run '%.40s' by itself: transactions are begun and ended by the program", sql);
	code = sqlite3_prepare_v3(db->sqlite, sql, (int)size + 1, SQLITE_PREPARE_PERSISTENT, out, &tail);
	if (code)
		return failure(db, code);
	if (*out && !*first_word(tail))
		return OK;
	sqlite3_finalize(*out);
	return fail(ERR_USAGE, *first_word(tail) ? "cannot run several statements at once" : "there is no statement");
}

static struct statement *statement_new(struct connection *db, sqlite3_stmt *sqlite, const char *sql)
{
	struct statement *made = memory_new(sizeof *made);

	made->db = db;
	made->sqlite = sqlite;
	made->sql = memory_string(sql);
	made->parameters = (size_t)sqlite3_bind_parameter_count(sqlite);
	made->values = memory_new(made->parameters * sizeof *made->values + 1);
	made->fresh = true;
	return made;
}

static void cache_keep(struct connection *db, struct statement *made)
{
	struct statement **bucket;

	if (db->kept >= HANDLE_KEPT)
		cache_evict(db);
	bucket = &db->buckets[made->hash % HANDLE_BUCKETS];
	made->next = *bucket;
	*bucket = made;
	db->kept++;
}

enum err cache_find(struct connection *db, const char *sql, bool control, struct statement **out)
{
	size_t size = strlen(sql);
	uint64_t hash = text_hash(sql, size);
	sqlite3_stmt *sqlite;

	*out = cache_kept(db, sql, size, hash, control);
	if (*out)
		return OK;
	try(statement_compile(db, sql, size, control, &sqlite));
	*out = statement_new(db, sqlite, sql);
	(*out)->size = size;
	(*out)->hash = hash;
	(*out)->control = control;
	(*out)->writes = !control && !sqlite3_stmt_readonly(sqlite);
	cache_keep(db, *out);
	return OK;
}
