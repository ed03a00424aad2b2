/* Changes as bytes: the way of SQLite's changegroups for what they can do, the bytes themselves for what they cannot.
 *
 * The bytes are, for each table, 'T', how many columns, for each a byte that says whether it is of the key, and its name; then
 * its rows: what happened, a byte (directly or by a key or trigger), and for an update two records, else one. A record has
 * for each column a type and the value (https://sqlite.org/session/sqlite3_session.html; the form itself is told in
 * ext/session/sqlite3session.c). */
#include "db/changes.h"

#include "base/vec.h"
#include "db/handle.h"
#include "db/recording.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void changes_release(struct changes *changes)
{
	free(changes->bytes);
	*changes = (struct changes){ 0 };
}

#ifdef SQLITE_ENABLE_SESSION

enum err changes_take(struct changes *out, void *bytes, int size, int code)
{
	*out = (struct changes){ 0 };
	if (!code && size) {
		*out = (struct changes){ memory_resize(NULL, (size_t)size), (size_t)size };
		memcpy(out->bytes, bytes, (size_t)size);
	}
	sqlite3_free(bytes);
	switch (code) {
	case SQLITE_OK: return OK;
	case SQLITE_NOMEM: return fail(ERR_MEMORY, "out of memory");
	case SQLITE_SCHEMA: return fail(ERR_STATUS, "the tables were altered since: their rows cannot be followed");
	}
	return fail(ERR_CORRUPT, "what was recorded is damaged and cannot be used");
}

enum err changes_invert(const struct changes *changes, struct changes *out)
{
	int size = 0;
	void *bytes = NULL;
	int code = changes->size ? sqlite3changeset_invert((int)changes->size, changes->bytes, &size, &bytes) : SQLITE_OK;

	return changes_take(out, bytes, size, code);
}

enum err changes_join(const struct changes *first, const struct changes *second, struct changes *out)
{
	sqlite3_changegroup *group = NULL;
	void *bytes = NULL;
	int size = 0, code = sqlite3changegroup_new(&group);

	if (!code && first->size)
		code = sqlite3changegroup_add(group, (int)first->size, first->bytes);
	if (!code && second->size)
		code = sqlite3changegroup_add(group, (int)second->size, second->bytes);
	if (!code)
		code = sqlite3changegroup_output(group, &size, &bytes);
	sqlite3changegroup_delete(group);
	return changes_take(out, bytes, size, code);
}

/* A group that comes to nothing has forgotten what a row was in between, so both orders are needed. */
enum err changes_are_same(const struct changes *one, const struct changes *other, bool *same)
{
	struct changes back = { 0 }, forth = { 0 }, sum = { 0 };
	enum err err = changes_invert(other, &back);

	if (!err)
		err = changes_join(one, &back, &forth);
	if (!err)
		err = changes_join(&back, one, &sum);
	*same = !err && !forth.size && !sum.size;
	changes_release(&back);
	changes_release(&forth);
	changes_release(&sum);
	return err;
}

/* --- row by row --- */

struct visit { sqlite3_changeset_iter *at; struct value *values; bool *told; int room; };

static struct value known(sqlite3_value *from)
{
	return from ? handle_value(from) : value_null();
}

static void read_values(struct visit *visit, struct changes_row *row)
{
	struct value *before = visit->values, *after = visit->values + row->columns;

	for (int i = 0; i < row->columns; i++) {
		sqlite3_value *was = NULL, *is = NULL;

		if (row->change != WATCH_INSERTED)
			sqlite3changeset_old(visit->at, i, &was);
		if (row->change != WATCH_DELETED)
			sqlite3changeset_new(visit->at, i, &is);
		visit->told[i] = row->change != WATCH_UPDATED || is;
		before[i] = known(was);
		after[i] = row->change == WATCH_UPDATED && !is ? before[i] : known(is);
	}
	row->before = before;
	row->after = after;
	row->told = visit->told;
}

static void visit_room(struct visit *visit, int columns)
{
	if (columns <= visit->room)
		return;
	visit->room = columns;
	visit->values = memory_resize(visit->values, 2 * (size_t)columns * sizeof *visit->values);
	visit->told = memory_resize(visit->told, (size_t)columns * sizeof *visit->told);
}

static enum err visit_row(struct visit *visit, changes_visitor *each, void *context)
{
	struct changes_row row = { 0 };
	unsigned char *primary;
	int action, indirect;

	sqlite3changeset_op(visit->at, &row.table, &row.columns, &action, &indirect);
	sqlite3changeset_pk(visit->at, &primary, NULL);
	row.primary = primary;
	row.change = action == SQLITE_INSERT ? WATCH_INSERTED : action == SQLITE_DELETE ? WATCH_DELETED : WATCH_UPDATED;
	visit_room(visit, row.columns);
	read_values(visit, &row);
	return each(context, &row);
}

enum err changes_each(const struct changes *changes, changes_visitor *each, void *context)
{
	struct visit visit = { 0 };
	enum err err = OK;
	int code = changes->size ? sqlite3changeset_start(&visit.at, (int)changes->size, changes->bytes) : SQLITE_OK;

	while (!code && !err && visit.at && sqlite3changeset_next(visit.at) == SQLITE_ROW)
		err = visit_row(&visit, each, context);
	int ended = visit.at ? sqlite3changeset_finalize(visit.at) : SQLITE_OK;
	free(visit.values);
	free(visit.told);
	if (err)
		return err;
	struct changes nothing;
	return changes_take(&nothing, NULL, 0, code ? code : ended);
}

/* --- without a column --- */

enum { UNDEFINED = 0, NOTHING = 5 };

/* The bytes that are read, and the table whose rows come. */
struct cut { const unsigned char *at, *end; size_t columns; int place; bool found; };

static enum err torn(void)
{
	return fail(ERR_CORRUPT, "what was recorded is damaged and cannot be used");
}

static enum err read_number(struct cut *cut, size_t *out)
{
	*out = 0;
	for (int i = 0; i < 5; i++) {
		if (cut->at == cut->end)
			break;
		*out = *out << 7 | (*cut->at & 0x7f);
		if (!(*cut->at++ & 0x80))
			return OK;
	}
	return torn();
}

static enum err skip(struct cut *cut, size_t size)
{
	if ((size_t)(cut->end - cut->at) < size)
		return torn();
	cut->at += size;
	return OK;
}

static enum err skip_value(struct cut *cut, int *type)
{
	size_t size = 0;

	if (cut->at == cut->end || *cut->at > NOTHING)
		return torn();
	*type = *cut->at++;
	if (*type == SQLITE_INTEGER || *type == SQLITE_FLOAT)
		return skip(cut, 8);
	if (*type != SQLITE_TEXT && *type != SQLITE_BLOB)
		return OK;
	try(read_number(cut, &size));
	return skip(cut, size);
}

static enum err cut_table(struct cut *cut, const char *table, int place, struct buffer *to)
{
	const unsigned char *from = cut->at++;

	try(read_number(cut, &cut->columns));
	try(skip(cut, cut->columns));
	const char *name = (const char *)cut->at;
	const unsigned char *end = memchr(cut->at, '\0', (size_t)(cut->end - cut->at));
	if (!end)
		return torn();
	cut->at = end + 1;
	cut->place = strcasecmp(name, table) ? -1 : place;
	buffer_add(to, (const char *)from, (size_t)(cut->at - from));
	return OK;
}

/* @instead: the type of a value that stands for what is cut out. *rest: values besides it that are told. */
static enum err cut_record(struct cut *cut, int instead, struct buffer *to, size_t *rest)
{
	*rest = 0;
	for (size_t i = 0; i < cut->columns; i++) {
		const unsigned char *from = cut->at;
		int type = UNDEFINED;

		try(skip_value(cut, &type));
		if ((int)i == cut->place)
			buffer_putc(to, (char)(type == UNDEFINED ? UNDEFINED : instead));
		else
			buffer_add(to, (const char *)from, (size_t)(cut->at - from));
		*rest += (int)i != cut->place && type != UNDEFINED;
	}
	return OK;
}

/* An update of nothing else is none. */
static enum err cut_row(struct cut *cut, struct buffer *to)
{
	bool update = *cut->at == SQLITE_UPDATE;
	size_t start = to->size, before, after = 1;

	buffer_add(to, (const char *)cut->at, 2);
	try(skip(cut, 2));
	try(cut_record(cut, update ? UNDEFINED : NOTHING, to, &before));
	if (update)
		try(cut_record(cut, UNDEFINED, to, &after));
	if (!after)
		to->size = start;
	return OK;
}

enum err changes_without(const struct changes *changes, const char *table, int place, struct changes *out)
{
	struct cut cut = { .at = changes->bytes, .end = changes->bytes + changes->size };
	struct buffer to = { 0 };
	enum err err = OK;

	while (!err && cut.at < cut.end)
		err = *cut.at == 'T' ? cut_table(&cut, table, place, &to) : cut.end - cut.at < 2 ? torn() : cut_row(&cut, &to);
	*out = (struct changes){ 0 };
	if (!err && to.size) {
		*out = (struct changes){ memory_resize(NULL, to.size), to.size };
		memcpy(out->bytes, to.bytes, to.size);
	}
	buffer_release(&to);
	return err;
}

#else

static enum err cannot(void)
{
	return fail(ERR_DB_ERROR, "cannot follow what changes: this SQLite was built without its session extension");
}

enum err changes_invert(const struct changes *changes, struct changes *out)
{
	(void)changes;
	*out = (struct changes){ 0 };
	return cannot();
}

enum err changes_join(const struct changes *first, const struct changes *second, struct changes *out)
{
	(void)second;
	return changes_invert(first, out);
}

enum err changes_without(const struct changes *changes, const char *table, int place, struct changes *out)
{
	(void)table, (void)place;
	return changes_invert(changes, out);
}

enum err changes_each(const struct changes *changes, changes_visitor *each, void *context)
{
	(void)changes, (void)each, (void)context;
	return cannot();
}

#endif
