/* Tables of keys: looking one up, walking over those in use, and the footer. A row that does not hold now is not there
 * at all, so one key may stand in several rows with different conditions. */
#include "ui/keymap.h"

#include "base/arena.h"
#include "ui/canvas.h"

#include <string.h>

enum { ALSO = sizeof ((struct binding *)0)->also / sizeof *((struct binding *)0)->also, FOOTER_MAX = 64 };

static bool has_key(const struct binding *binding, uint32_t key)
{
	if (binding->key == key)
		return true;
	for (size_t i = 0; i < ALSO && binding->also[i]; i++)
		if (binding->also[i] == key)
			return true;
	return false;
}

static bool holds(const struct binding *binding, const void *state)
{
	return !binding->when || binding->when(state);
}

const struct binding *keymap_find(const struct keymap *map, uint32_t key, const void *state)
{
	for (; map; map = map->parent)
		for (const struct binding *binding = map->bindings; binding->key; binding++)
			if (has_key(binding, key) && holds(binding, state))
				return binding;
	return NULL;
}

struct keymap_walk keymap_walk(const struct keymap *map, const void *state)
{
	return (struct keymap_walk){ .from = map, .map = map, .state = state };
}

const struct binding *keymap_walk_next(struct keymap_walk *walk)
{
	while (walk->map) {
		const struct binding *binding = &walk->map->bindings[walk->row++];
		if (!binding->key) {
			walk->map = walk->map->parent;
			walk->row = 0;
		} else if (keymap_find(walk->from, binding->key, walk->state) == binding) {
			return binding;
		}
	}
	return NULL;
}

struct shown binding_keys(struct arena *arena, const struct binding *binding)
{
	struct shown keys = key_shown(arena, binding->key);
	for (size_t i = 0; i < ALSO && binding->also[i]; i++)
		keys = shown_join(arena, shown_join(arena, keys, SHOWN(" ")), key_shown(arena, binding->also[i]));
	return keys;
}

/* One entry of the footer: up to a few keys that share a word. */
struct entry { const char *words; struct shown keys; uint32_t key; };

/* The first key of a row that reaches it; 0: none does while a text field takes the letters. */
static uint32_t reaching_key(const struct binding *binding, bool typing)
{
	if (!typing || !key_is_text(binding->key))
		return binding->key;
	for (size_t i = 0; i < ALSO && binding->also[i]; i++)
		if (!key_is_text(binding->also[i]))
			return binding->also[i];
	return 0;
}

/* "+ -", but "↑↓". */
static struct shown join_keys(struct arena *arena, struct shown a, struct shown b)
{
	bool signs = (unsigned char)a.bytes[0] >= 0x80 && (unsigned char)b.bytes[0] >= 0x80;
	return shown_join(arena, signs ? a : shown_join(arena, a, SHOWN(" ")), b);
}

static size_t footer_entries(const struct keymap *map, const void *state, bool typing, struct entry *entries,
	struct arena *arena)
{
	struct keymap_walk walk = keymap_walk(map, state);
	const struct binding *binding;
	size_t count = 0;

	while ((binding = keymap_walk_next(&walk)) && count < FOOTER_MAX) {
		uint32_t key = reaching_key(binding, typing);
		if (!binding->footer || !key)
			continue;
		struct shown keys = key_shown(arena, key);
		struct entry *last = count ? &entries[count - 1] : NULL;
		if (last && strcmp(last->words, binding->footer) == 0)
			last->keys = join_keys(arena, last->keys, keys);
		else
			entries[count++] = (struct entry){ binding->footer, keys, key };
	}
	return count;
}

static int entry_cells(const struct entry *entry, struct arena *arena)
{
	return entry->keys.cells + 1 + show(arena, entry->words).cells;
}

static int draw_entry(const struct entry *entry, struct canvas *canvas, int row, int col, struct arena *arena)
{
	int end = canvas_put(canvas, row, col, entry->keys, VOICE_ACCENT);
	end = canvas_put(canvas, row, end + 1, show(arena, entry->words), VOICE_PLAIN);
	canvas_target(canvas, row, col, end - col, entry->key);
	return end + 2;
}

/* The last entry (help) always has its place. */
void keymap_footer(const struct keymap *map, const void *state, bool typing, struct canvas *canvas, int row,
	struct arena *arena)
{
	struct entry entries[FOOTER_MAX];
	size_t count = footer_entries(map, state, typing, entries, arena);
	int col = 1, reserved = count ? entry_cells(&entries[count - 1], arena) : 0;

	for (size_t i = 0; i + 1 < count; i++) {
		int cells = entry_cells(&entries[i], arena);
		if (col + cells + 2 + reserved >= canvas->cols)
			break;
		col = draw_entry(&entries[i], canvas, row, col, arena);
	}
	if (count && col + reserved <= canvas->cols)
		draw_entry(&entries[count - 1], canvas, row, col, arena);
}

/* The help of @key in the table of @map alone; NULL: not there. */
static const char *meaning(const struct keymap *map, uint32_t key)
{
	for (const struct binding *binding = map->bindings; binding->key; binding++)
		if (has_key(binding, key))
			return binding->help;
	return NULL;
}

static bool means_something_else(const struct keymap *const *maps, size_t count, uint32_t key, const char *help)
{
	for (size_t i = 0; i < count; i++) {
		const char *other = meaning(maps[i], key);
		if (other && strcmp(other, help) != 0)
			return true;
	}
	return false;
}

static bool stands_again(const struct binding *binding, uint32_t key)
{
	for (const struct binding *later = binding + 1; later->key; later++)
		if (has_key(later, key) && later->when == binding->when)
			return true;
	return false;
}

static bool conflicts(const struct keymap *const *maps, size_t count, const struct binding *binding, uint32_t key)
{
	return (key_is_text(key) && means_something_else(maps, count, key, binding->help)) || stands_again(binding, key);
}

bool keymap_conflict(const struct keymap *const *maps, size_t count, uint32_t *out)
{
	for (size_t i = 0; i < count; i++)
		for (const struct binding *binding = maps[i]->bindings; binding->key; binding++) {
			*out = binding->key;
			if (conflicts(maps, count, binding, binding->key))
				return true;
			for (size_t j = 0; j < ALSO && binding->also[j]; j++) {
				*out = binding->also[j];
				if (conflicts(maps, count, binding, binding->also[j]))
					return true;
			}
		}
	return false;
}
