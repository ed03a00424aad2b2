/* Comparing two trees. Numbers compare as numbers; lists whose order does not count are sorted on both sides, by id
 * where both have one, else by their text. */
#include "conformance/tree.h"

#include "base/arena.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

struct difference { struct arena *arena; struct buffer path; const char *found; };
struct sortable { const struct tree *tree; const struct tree *id; char *text; };

static bool differ(struct difference *, const struct tree *expected, const struct tree *actual);

static char *text_of(struct arena *arena, const struct tree *t)
{
	struct buffer text = { 0 };
	tree_print(t, &text);
	char *copy = arena_copy(arena, text.bytes, text.size);
	buffer_release(&text);
	return copy;
}

static bool report(struct difference *d, const struct tree *expected, const struct tree *actual)
{
	const char *where = d->path.size ? d->path.bytes : "it";
	if (!actual)
		d->found = arena_format(d->arena, "%s is missing, expected %s", where, text_of(d->arena, expected));
	else if (!expected)
		d->found = arena_format(d->arena, "%s is there (%s), which nobody expected", where, text_of(d->arena, actual));
	else
		d->found = arena_format(d->arena, "%s is %s, expected %s", where, text_of(d->arena, actual),
			text_of(d->arena, expected));
	return true;
}

static int by_id_or_text(const void *a, const void *b)
{
	const struct sortable *one = a, *other = b;
	int order = one->id && other->id ? value_compare(one->id->value, other->id->value) : 0;
	return order ? order : strcmp(one->text, other->text);
}

static struct sortable *list_of(struct arena *arena, const struct tree *list, bool sorted)
{
	struct sortable *items = arena_array(arena, struct sortable, list->count);
	size_t i = 0;
	for (const struct tree *c = list->first; c; c = c->next, i++)
		items[i] = (struct sortable){ c, tree_get(c, "id"), text_of(arena, c) };
	if (sorted && list->count)
		qsort(items, list->count, sizeof *items, by_id_or_text);
	return items;
}

static bool lists_differ(struct difference *d, const struct tree *expected, const struct tree *actual)
{
	if (expected->count != actual->count)
		return report(d, expected, actual);
	struct sortable *left = list_of(d->arena, expected, !actual->ordered);
	struct sortable *right = list_of(d->arena, actual, !actual->ordered);
	size_t size = d->path.size;
	for (size_t i = 0; i < expected->count; i++) {
		buffer_printf(&d->path, "[%zu]", i);
		if (differ(d, left[i].tree, right[i].tree))
			return true;
		d->path.bytes[d->path.size = size] = '\0';
	}
	return false;
}

static void enter(struct difference *d, const char *key)
{
	buffer_puts(&d->path, d->path.size ? "." : "");
	buffer_puts(&d->path, key);
}

static bool objects_differ(struct difference *d, const struct tree *expected, const struct tree *actual)
{
	size_t size = d->path.size;
	for (const struct tree *c = expected->first; c; c = c->next) {
		const struct tree *other = tree_get(actual, c->key);
		enter(d, c->key);
		if (other ? differ(d, c, other) : report(d, c, NULL))
			return true;
		d->path.bytes[d->path.size = size] = '\0';
	}
	for (const struct tree *c = actual->first; c; c = c->next) {
		if (c->spare || tree_get(expected, c->key))
			continue;
		enter(d, c->key);
		return report(d, NULL, c);
	}
	return false;
}

static bool differ(struct difference *d, const struct tree *expected, const struct tree *actual)
{
	if (actual->unread && expected->kind == TREE_NULL)
		return false;
	if (expected->kind != actual->kind)
		return report(d, expected, actual);
	if (expected->kind == TREE_LIST)
		return lists_differ(d, expected, actual);
	if (expected->kind == TREE_OBJECT)
		return objects_differ(d, expected, actual);
	return value_equals(expected->value, actual->value) ? false : report(d, expected, actual);
}

const char *tree_difference(struct arena *arena, const struct tree *expected, const struct tree *actual)
{
	struct difference d = { .arena = arena };
	if (!expected || !actual)
		report(&d, expected, actual);
	else
		differ(&d, expected, actual);
	buffer_release(&d.path);
	return d.found;
}
