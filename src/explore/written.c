/* An act is a changeset: taken back by its inverse, done again by itself. On the disk secrets are left out of it, so the name of
 * what lies there leads to the whole one while the program runs. */
#include "explore/written.h"

#include "base/arena.h"
#include "base/journal.h"
#include "base/vec.h"
#include "db/changes.h"
#include "db/statement.h"
#include "explore/secret.h"

#include <stdlib.h>
#include <string.h>

struct written_whole { char *name; struct changes changes; };

/* What stands before the call in the journal. */
static const char bare[] = "bare ", whole[] = "whole ";

void written_forget(struct written_memory *memory)
{
	for (size_t i = 0; i < memory->count; i++) {
		free(memory->items[i].name);
		changes_release(&memory->items[i].changes);
	}
	vec_release(memory);
}

/* ---- tables ---- */

struct tables { const char **names; size_t count; };

static enum err read_tables(const struct written *w, struct arena *arena, struct tables *out)
{
	static const char sql[] = "SELECT name, count(*) OVER () FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
		"AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name";
	struct statement *statement;
	struct value row[2];
	bool more;
	*out = (struct tables){ 0 };
	try(statement_open(w->db, sql, &statement));
	enum err err;
	while (!(err = statement_step(statement, &more)) && more) {
		statement_row_copy(statement, arena, row, 2);
		if (!out->names)
			out->names = arena_array(arena, const char *, (size_t)row[1].integer);
		if (!w->hides || !w->hides(row[0].text))
			out->names[out->count++] = row[0].text;
	}
	return statement_close(statement, err);
}

/* ---- what is secret ---- */

/* @changes becomes what it is without that column. */
static enum err strip_column(struct changes *changes, const char *table, int place)
{
	struct changes less;
	try(changes_without(changes, table, place, &less));
	changes_release(changes);
	*changes = less;
	return OK;
}

static enum err strip(const struct written *w, const char *table, struct changes *changes)
{
	struct value name = value_text(table);
	struct statement *statement;
	bool more;
	try(statement_open(w->db, "SELECT cid, name FROM pragma_table_info(?1) WHERE pk = 0", &statement));
	statement_bind(statement, 0, name);
	enum err err;
	while (!(err = statement_step(statement, &more)) && more) {
		struct value row[2];
		statement_row(statement, row, 2);
		if (secret_column(w->declared, table, row[1].text) && (err = strip_column(changes, table, (int)row[0].integer)))
			break;
	}
	return statement_close(statement, err);
}

static enum err without_secrets(const struct written *w, const struct tables *tables, const struct changes *all, struct changes *out)
{
	*out = (struct changes){ memory_new(all->size), all->size };
	memcpy(out->bytes, all->bytes, all->size);
	for (size_t i = 0; i < tables->count; i++)
		try(strip(w, tables->names[i], out));
	return OK;
}

/* ---- recording ---- */

enum err written_begin(const struct written *w)
{
	struct arena arena;
	struct tables tables;
	arena_init(&arena);
	enum err err = read_tables(w, &arena, &tables);
	if (!err)
		err = changes_begin(w->db, tables.names, tables.count);
	arena_release(&arena);
	return err;
}

/* In a journal an act is one line. */
static const char *one_line(struct arena *arena, const char *head, const char *call)
{
	char *line = arena_format(arena, "%s%s", head, call);
	for (char *at = line; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = ' ';
	return line;
}

enum err written_can(struct connection *db, struct arena *arena, const char *table, const char **why)
{
	return changes_can_record(db, arena, table, why);
}

static enum err keep(const struct written *w, struct arena *arena, const char *call, struct changes *all)
{
	struct changes less = { 0 };
	struct tables tables;
	struct journal_act act = { .what = WRITTEN_ACT };
	enum err err = read_tables(w, arena, &tables);
	if (!err)
		err = without_secrets(w, &tables, all, &less);
	if (!err)
		err = journal_keep(w->journal, arena, less.bytes, less.size, &act.kept);
	bool same = less.size == all->size && !memcmp(less.bytes, all->bytes, all->size);
	changes_release(&less);
	if (err)
		return err;
	act.lines = one_line(arena, same ? whole : bare, call);
	if (!same) {
		vec_push(w->memory, ((struct written_whole){ memory_string(act.kept), *all }));
		*all = (struct changes){ 0 };
	}
	return journal_add(w->journal, &act);
}

enum err written_end(const struct written *w, const char *call, enum err so_far)
{
	struct changes all = { 0 };
	struct arena arena;
	arena_init(&arena);
	const char *sentence = so_far ? arena_string(&arena, err_sentence(so_far)) : NULL;
	enum err err = changes_end(w->db, &all);
	if (so_far)
		err = fail(so_far, "%s", sentence);
	else if (!err && all.size)
		err = keep(w, &arena, call, &all);
	changes_release(&all);
	arena_release(&arena);
	return err;
}

/* ---- taking back ---- */

static const struct changes *remembered(const struct written *w, const char *name)
{
	for (size_t i = 0; i < w->memory->count; i++)
		if (!strcmp(w->memory->items[i].name, name))
			return &w->memory->items[i].changes;
	return NULL;
}

static enum err apply(const struct written *w, struct arena *arena, const struct changes *changes, bool again)
{
	struct changes inverse = { 0 };
	struct tables tables;
	try(read_tables(w, arena, &tables));
	if (!again)
		try(changes_invert(changes, &inverse));
	enum err err = changes_apply(w->db, tables.names, tables.count, again ? changes : &inverse);
	changes_release(&inverse);
	return err;
}

static enum err apply_kept(const struct written *w, struct arena *arena, const char *name, bool again)
{
	struct buffer bytes = { 0 };
	enum err err = journal_kept(w->journal, name, &bytes);
	if (!err)
		err = apply(w, arena, &(struct changes){ (unsigned char *)bytes.bytes, bytes.size }, again);
	buffer_release(&bytes);
	return err;
}

enum err written_turn(const struct written *w, struct arena *arena, const struct journal_act *act, bool again, const char **told)
{
	if (!act->kept)
		return fail(ERR_STATUS, "what '%s' changed is not kept", act->lines);
	const struct changes *all = remembered(w, act->kept);
	bool is_bare = !strncmp(act->lines, bare, sizeof bare - 1);
	const char *call = strchr(act->lines, ' ');
	enum err err = all ? apply(w, arena, all, again) : apply_kept(w, arena, act->kept, again);
	if (err)
		return err;
	*told = arena_format(arena, "%s: %s%s", again ? "done again" : "taken back", call ? call + 1 : "",
		is_bare && !all && !again ? "; the password was not kept" : "");
	return OK;
}
