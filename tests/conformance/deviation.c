#include "conformance/deviation.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *trimmed(char *text)
{
	text += strspn(text, " \t");
	size_t size = strlen(text);
	while (size && strchr(" \t\n", text[size - 1]))
		text[--size] = '\0';
	return text;
}

/* id | place | better | reason: the JSON in the middle may hold bars of its own. */
static bool split(char *line, struct deviation *out)
{
	char *place = strchr(line, '|'), *better = place ? strchr(place + 1, '|') : NULL;
	char *reason = better ? strrchr(better + 1, '|') : NULL;
	if (!reason)
		return false;
	*place++ = *better++ = *reason++ = '\0';
	*out = (struct deviation){ trimmed(line), trimmed(place), trimmed(better), trimmed(reason), false, NULL };
	return *out->id && *out->place && *out->better && *out->reason;
}

enum err deviations_read(struct arena *arena, const char *path, struct deviations *out)
{
	struct deviation **last = &out->first;
	char *line = NULL;
	size_t room = 0, number = 0;
	enum err err = OK;
	FILE *file = fopen(path, "r");
	*out = (struct deviations){ 0 };
	while (file && !err && getline(&line, &room, file) >= 0) {
		char *text = trimmed(arena_string(arena, line));
		number++;
		if (!*text || *text == '#')
			continue;
		struct deviation *d = *last = arena_new(arena, struct deviation);
		if (!split(text, d))
			err = fail(ERR_INPUT, "%s:%zu: write 'scenario | place | better | reason'", path, number);
		last = &d->next;
	}
	if (file)
		fclose(file);
	free(line);
	return err;
}

static bool is_of(const struct deviation *d, const char *id, const char *place)
{
	return !strcmp(d->id, id) && !strcmp(d->place, place);
}

bool deviations_has(const struct deviations *list, const char *id, const char *place)
{
	const struct deviation *d = list->first;
	while (d && !is_of(d, id, place))
		d = d->next;
	return d;
}

/* The CODE of "error CODE", else NULL. */
static const char *error_of(const struct deviation *d)
{
	return strncmp(d->better, "error ", 6) ? NULL : d->better + 6;
}

bool deviations_refuses(struct deviations *list, const char *id, const char *code)
{
	for (struct deviation *d = list->first; d; d = d->next)
		if (is_of(d, id, "declare") && error_of(d) && !strcmp(error_of(d), code))
			return d->used = true;
	return false;
}

const char *deviations_unused(const struct deviations *list, const char *id)
{
	const struct deviation *d = list->strict ? list->first : NULL;
	while (d && (d->used || strcmp(d->id, id)))
		d = d->next;
	return d ? d->place : NULL;
}

static void put_error(struct arena *arena, struct tree **recorded, const char *code)
{
	struct tree *error = tree_new(arena, TREE_OBJECT);
	tree_add(arena, error, "code", tree_string(arena, code));
	if (tree_get(*recorded, "result"))
		tree_replace(arena, recorded, "result", NULL);
	tree_replace(arena, recorded, "error", error);
}

/* PATH = JSON */
static enum err put_part(struct arena *arena, struct tree **recorded, const char *text)
{
	const char *equals = strchr(text, '=');
	struct tree *value = NULL;
	if (!equals)
		return fail(ERR_INPUT, "deviations: '%s' is no PATH = JSON", text);
	const char *path = trimmed(arena_copy(arena, text, (size_t)(equals - text)));
	equals += 1 + strspn(equals + 1, " ");
	if (*equals)
		try(tree_read(arena, equals, &value));
	if (!strncmp(path, "result", 6) && tree_get(*recorded, "error"))
		tree_replace(arena, recorded, "error", NULL);
	if (!tree_replace(arena, recorded, path, value))
		return fail(ERR_INPUT, "deviations: '%s' leads nowhere in what was recorded", path);
	return OK;
}

enum err deviations_apply(struct deviations *list, struct arena *arena, const char *id, const char *place,
	struct tree **recorded)
{
	for (struct deviation *d = list->first; d; d = d->next) {
		if (!is_of(d, id, place))
			continue;
		d->used = true;
		if (error_of(d))
			put_error(arena, recorded, error_of(d));
		else if (!strcmp(d->better, "works"))
			tree_replace(arena, recorded, "error", NULL);
		else
			try(put_part(arena, recorded, d->better));
	}
	return OK;
}
