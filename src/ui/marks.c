/* A sorted array, so that asking for each visible row stays cheap however many are marked. */
#include "ui/marks.h"

#include <string.h>

/* Where @key stands, or would stand. */
static size_t place(const struct marks *marks, int64_t key)
{
	size_t from = 0, to = marks->keys.count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (marks->keys.items[middle] < key)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

void marks_release(struct marks *marks)
{
	vec_release(&marks->keys);
}

bool marks_has(const struct marks *marks, int64_t key)
{
	size_t at = place(marks, key);
	return at < marks->keys.count && marks->keys.items[at] == key;
}

bool marks_toggle(struct marks *marks, int64_t key)
{
	size_t at = place(marks, key);
	bool had = marks_has(marks, key);
	if (!had)
		vec_push(&marks->keys, key);
	int64_t *keys = marks->keys.items;
	size_t after = marks->keys.count - at - 1;
	if (had) {
		memmove(keys + at, keys + at + 1, after * sizeof *keys);
		marks->keys.count--;
	} else {
		memmove(keys + at + 1, keys + at, after * sizeof *keys);
		keys[at] = key;
	}
	return !had;
}
