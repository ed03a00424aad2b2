/* SQLite keeps of a trigger its text from the name on, behind "CREATE TRIGGER ". */
#include "explore/triggers.h"

#include "base/arena.h"
#include "base/value.h"
#include "explore/rows.h"

#include <string.h>
#include <strings.h>

static const char *past_blanks(const char *at)
{
	for (;;) {
		const char *end;
		at += strspn(at, " \t\r\n\f");
		if (!strncmp(at, "--", 2))
			end = strchr(at, '\n');
		else if (!strncmp(at, "/*", 2))
			end = strstr(at, "*/") ? strstr(at, "*/") + 1 : NULL;
		else
			return at;
		if (!end)
			return "";
		at = end + 1;
	}
}

/* Past one name or word; in quotes a doubled closing one is part of it. */
static const char *past_word(const char *at)
{
	static const char opening[] = "\"`['", closing[] = "\"`]'";
	const char *quote = *at ? strchr(opening, *at) : NULL;
	if (!quote)
		return at + strcspn(at, " \t\r\n\f/-");
	char close = closing[quote - opening];
	for (at++; *at; at++)
		if (*at == close && (close == ']' || *++at != close))
			return close == ']' ? at + 1 : at;
	return at;
}

static enum trigger_time time_of(const char *sql)
{
	static const char create[] = "CREATE TRIGGER ";
	if (strncasecmp(sql, create, sizeof create - 1))
		return TRIGGER_BEFORE;
	sql = past_blanks(past_word(past_blanks(sql + sizeof create - 1)));
	if (!strncasecmp(sql, "AFTER", 5))
		return TRIGGER_AFTER;
	return strncasecmp(sql, "INSTEAD", 7) ? TRIGGER_BEFORE : TRIGGER_INSTEAD;
}

enum err triggers_read(struct connection *db, struct arena *arena, struct triggers *out)
{
	static const char sql[] = "SELECT name, tbl_name, sql FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY rowid";
	struct rows rows;
	try(rows_read(db, arena, sql, NULL, 0, &rows));
	*out = (struct triggers){ arena_array(arena, struct trigger, rows.count), rows.count };
	for (size_t i = 0; i < rows.count; i++)
		out->items[i] = (struct trigger){ value_str(rows_at(&rows, i, 0)), value_str(rows_at(&rows, i, 1)),
			time_of(value_str(rows_at(&rows, i, 2))) };
	return OK;
}

int triggers_find(const struct triggers *triggers, const char *name)
{
	for (size_t i = 0; i < triggers->count; i++)
		if (!strcasecmp(triggers->items[i].name, name))
			return (int)i;
	return -1;
}
