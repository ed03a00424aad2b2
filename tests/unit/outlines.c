#include "unit/outlines.h"

#include "base/vec.h"
#include "db/connection.h"
#include "db/statement.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outlines outlines;

static void run_all(struct connection *db, const char *sql)
{
	char *texts = memory_string(sql), *at = texts;
	for (char *end; at && *at; at = end ? end + 2 : NULL) {
		end = strstr(at, ";\n");
		if (end)
			*end = '\0';
		CHECK_ERR(OK, statement_run(db, at, NULL, 0, NULL));
	}
	free(texts);
}

static const char *make_file(const char *path, const char *sql)
{
	struct connection *db = NULL;
	if (CHECK_ERR(OK, connection_open(&db, path, CONNECTION_CREATE)))
		run_all(db, sql);
	connection_close(db);
	return path;
}

const char *outline_file(const char *name, const char *sql)
{
	return make_file(check_path(name), sql);
}

/* Made anew each time: a test may open more files than it may name. */
static const char *own_path(const char *ending)
{
	static char path[4200];
	snprintf(path, sizeof path, "%s/outline.db%s", check_folder(), ending);
	return path;
}

bool outline_open(const char *sql, const struct infer_options *options)
{
	const char *path = make_file(own_path(""), sql);
	outlines = (struct outlines){ 0 };
	arena_init(&outlines.arena);
	return CHECK_ERR(OK, connection_open(&outlines.db, path, CONNECTION_FOREIGN)) &&
		CHECK_ERR(OK, infer(outlines.db, &outlines.arena, options, &outlines.outline));
}

void outline_close(void)
{
	connection_close(outlines.db);
	arena_release(&outlines.arena);
	for (const char *const *ending = (const char *const[]){ "", "-wal", "-shm", "-lock", NULL }; *ending; ending++)
		remove(own_path(*ending));
}

const char *relations_of(const char *source)
{
	struct arena *arena = &outlines.arena;
	const struct outline_table *table = outline_table(outlines.outline, source);
	const char *text = "";
	for (size_t i = 0; table && i < table->relation_count; i++) {
		const struct relation *r = &table->relations[i];
		text = arena_format(arena, "%s%s%s %s as %s by %s", text, i ? "\n" : "", association_kind_name(r->kind), r->target->name,
			r->as, outline_columns(arena, r->key->table, r->key->columns, r->key->count));
		if (r->through)
			text = arena_format(arena, "%s through %s to %s", text, r->through->name,
				outline_columns(arena, r->through, r->other->columns, r->other->count));
		text = arena_format(arena, "%s, %s: %s", text, key_action_name(r->key->on_delete), r->rule);
	}
	return text;
}
