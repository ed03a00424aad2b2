#include "conformance/world.h"

#include "base/vec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const file_parts[] = { "", "-wal", "-shm", "-journal", "-lock" };

void world_remove(const char *path)
{
	char name[512];
	for (size_t i = 0; i < sizeof file_parts / sizeof *file_parts; i++) {
		snprintf(name, sizeof name, "%s%s", path, file_parts[i]);
		unlink(name);
	}
}

void world_init(struct world *w, const char *path)
{
	*w = (struct world){ .path = path };
	arena_init(&w->arena);
	w->schema = schema_new();
}

void world_release(struct world *w)
{
	store_close(w->store);
	schema_free(w->schema);
	for (struct retired *r = w->retired; r; r = r->next)
		schema_free(r->schema);
	arena_release(&w->arena);
	if (*w->path != ':')
		world_remove(w->path);
}

void world_reopen(struct world *w)
{
	struct retired *old = arena_new(&w->arena, struct retired);
	*old = (struct retired){ w->schema, w->retired };
	w->retired = old;
	store_close(w->store);
	w->store = NULL;
	w->refs = NULL;
	w->schema = schema_new();
}

enum err world_store(struct world *w, struct store **out)
{
	if (!w->store)
		try(store_open(&w->store, w->schema, w->path, STORE_CREATE));
	*out = w->transaction && !w->outside ? w->transaction : w->store;
	return OK;
}

void cannot(struct world *w, const char *format, ...)
{
	char sentence[600];
	va_list list;
	if (w->cannot)
		return;
	va_start(list, format);
	vsnprintf(sentence, sizeof sentence, format, list);
	va_end(list);
	w->cannot = arena_string(&w->arena, sentence);
}

const struct model *world_model(struct world *w, const struct tree *op, const char *field)
{
	const char *name = tree_text(tree_get(op, field));
	const struct model *model = name ? schema_model(w->schema, name) : NULL;
	if (!model)
		cannot(w, "find the model '%s' of %s", name ? name : "", field);
	return model;
}

struct ref *world_ref(struct world *w, const char *name)
{
	for (struct ref *r = w->refs; r; r = r->next)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}

void world_save(struct world *w, const struct tree *op, bool list, struct rows rows)
{
	const char *name = tree_text(tree_get(op, "save"));
	struct ref *ref = arena_new(&w->arena, struct ref);
	if (!name)
		return;
	*ref = (struct ref){ name, list, rows, tree_get(op, "include"), w->refs };
	w->refs = ref;
}

/* What @name means on @row: an included row, or rows, or the join row. */
static bool follow(const struct row *row, const char *name, bool *list, struct rows *rows)
{
	for (const struct row_link *l = row ? row->links : NULL; l; l = l->next) {
		if (strcmp(l->name, name))
			continue;
		*list = l->list;
		*rows = l->rows;
		return true;
	}
	return false;
}

/* "[2]" of @rows, after which @rows holds one. */
static bool pick(const char **path, bool *list, struct rows *rows)
{
	char *end;
	size_t index = strtoul(*path + 1, &end, 10);
	if (*end != ']' || !*list || index >= rows->count)
		return false;
	*rows = (struct rows){ rows->items + index, 1 };
	*list = false;
	*path = end + 1;
	return true;
}

struct row *world_row(struct world *w, const char *path)
{
	const char *at = path + strcspn(path, ".[");
	const struct ref *ref = world_ref(w, arena_copy(&w->arena, path, (size_t)(at - path)));
	bool list = ref && ref->list, found = ref;
	struct rows rows = ref ? ref->rows : (struct rows){ 0 };
	while (found && *at) {
		if (*at == '[') {
			found = pick(&at, &list, &rows);
			continue;
		}
		size_t size = strcspn(++at, ".[");
		found = !list && rows.count && follow(rows.items[0], arena_copy(&w->arena, at, size), &list, &rows);
		at += size;
	}
	if (!found || list)
		cannot(w, "find the row '%s'", path);
	return found && !list && rows.count ? rows.items[0] : NULL;
}
