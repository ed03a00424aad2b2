/* EXPLAIN QUERY PLAN gives (id, parent, unused, detail); a parent comes before its children. */
#include "db/plan.h"

#include "base/arena.h"
#include "base/vec.h"
#include "db/failure.h"
#include "db/handle.h"
#include <ctype.h>
#include <string.h>

enum { STEPS_MAX = 64 };

/* "SCAN products", but not "SCAN products USING COVERING INDEX …", "SCAN CONSTANT ROW", a subquery's rows or a virtual table. */
static bool reads_all(const char *detail)
{
	return !strncmp(detail, "SCAN ", 5) && detail[5] != '(' && !strstr(detail, " USING ") && !strstr(detail, "CONSTANT ROW") && !strstr(detail, "VIRTUAL TABLE");
}

/* Without a condition a LIMIT ends the scan. */
static bool wants_first_rows(const char *sql)
{
	return strcasestr(sql, " LIMIT ") && !strcasestr(sql, " WHERE ");
}

/* Past one quote, whatever its kind. */
static const char *past_quote(const char *at)
{
	return at + (*at && strchr("\"`[]'", *at) != NULL);
}

static bool is_in_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

/* Whether @sql has "@name AS @alias" or "@name @alias" somewhere. */
static bool is_alias(const char *sql, const char *name, const char *alias)
{
	size_t size = strlen(name), most = strlen(alias);

	for (const char *at = sql; (at = strcasestr(at, name)); at++) {
		const char *end = past_quote(at + size), *word = end + strspn(end, " \t\r\n");

		if (!strncasecmp(word, "AS", 2) && strchr(" \t\r\n", word[2]) && word[2])
			word += 2 + strspn(word + 2, " \t\r\n");
		word = past_quote(word);
		if (word > end && (at == sql || !is_in_word(at[-1])) && !strncasecmp(word, alias, most) && !is_in_word(word[most]))
			return true;
	}
	return false;
}

/* "SCAN q" of what a step before made (a subquery, a view, a WITH): those rows are in no table. Plans name what is made by
 * its name, and what is read by its alias. */
static bool reads_made(const char *sql, const struct plan_step *steps, size_t count, const char *detail)
{
	static const char *const making[] = { "CO-ROUTINE ", "MATERIALIZE " };

	for (size_t i = 0; i < count; i++)
		for (size_t m = 0; m < sizeof making / sizeof *making; m++) {
			const char *made = steps[i].detail + strlen(making[m]);

			if (!strncmp(steps[i].detail, making[m], strlen(making[m])) && (!strcmp(made, detail + 5) || is_alias(sql, made, detail + 5)))
				return true;
		}
	return false;
}

static unsigned depth_of(const int *ids, const struct plan_step *steps, size_t count, int parent)
{
	for (size_t i = count; i-- > 0;)
		if (ids[i] == parent)
			return steps[i].depth + 1;
	return 0;
}

static int read_steps(sqlite3_stmt *statement, struct arena *arena, const char *sql, struct plan_step *steps, size_t *count)
{
	int ids[STEPS_MAX], code = SQLITE_ROW;

	while (*count < STEPS_MAX && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(statement, 3);
		struct plan_step step = { .detail = arena_string(arena, detail ? detail : "") };

		step.depth = depth_of(ids, steps, *count, sqlite3_column_int(statement, 1));
		step.scan = !wants_first_rows(sql) && reads_all(step.detail) && !reads_made(sql, steps, *count, step.detail);
		ids[*count] = sqlite3_column_int(statement, 0);
		steps[(*count)++] = step;
	}
	return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

enum err plan_read(struct connection *db, struct arena *arena, const char *sql, struct plan *out)
{
	struct buffer text = { 0 };
	sqlite3_stmt *statement = NULL;
	struct plan_step *steps = arena_array(arena, struct plan_step, STEPS_MAX);
	size_t count = 0;
	enum err err = OK;

	*out = (struct plan){ 0 };
	buffer_puts(&text, "EXPLAIN QUERY PLAN ");
	buffer_puts(&text, sql);
	int code = sqlite3_prepare_v2(db->sqlite, text.bytes, (int)text.size + 1, &statement, NULL);
	if (!code)
		code = read_steps(statement, arena, sql, steps, &count);
	if (code)
		err = failure(db, code);
	sqlite3_finalize(statement);
	buffer_release(&text);
	if (!err)
		*out = (struct plan){ steps, count };
	return err;
}
