/* A letter means the same on every screen, or nothing: all keymaps of the program beside each other. */
#include "screens/product_form.h"
#include "screens/sandbox.h"
#include "screens/walk_tree.h"
#include "unit/check.h"

#include <stdio.h>
#include <string.h>

static const struct screen_ops *const screens[] = {
	&welcome_screen, &picker_screen, &login_screen, &join_screen, &shop_screen, &look_screen, &cart_screen, &review_screen,
	&placed_screen, &orders_screen, &sell_screen, &shipments_screen, &product_form_screen, &conflict_screen, &destroy_screen,
	&import_screen, &account_screen, &password_screen, &trace_screen, &models_screen, &walk_screen, &walk_tree_screen, &sandbox_screen,
};
enum { SCREENS = sizeof screens / sizeof *screens, MAPS_MAX = 100 };

/* The map of a screen that was just opened; its state stays, for a map may lie in it. */
static const struct keymap *map_of(struct arena *arena, const struct screen_ops *screen)
{
	void *state = memset(arena_alloc(arena, screen->state_size), 0, screen->state_size);
	return screen->keys_now ? screen->keys_now(state) : screen->keys;
}

static size_t add(const struct keymap **maps, size_t count, const struct keymap *map)
{
	for (; map && map->bindings && count < MAPS_MAX; map = map->parent) {
		size_t at = 0;
		while (at < count && maps[at]->bindings != map->bindings)
			at++;
		if (at == count)
			maps[count++] = map;
	}
	return count;
}

TEST(a_letter_means_the_same_everywhere)
{
	const struct keymap *maps[MAPS_MAX];
	struct arena arena;
	size_t count = 0;
	uint32_t key = 0;
	arena_init(&arena);
	for (size_t i = 0; i < SCREENS; i++)
		count = add(maps, count, map_of(&arena, screens[i]));
	CHECK(count > SCREENS && count < MAPS_MAX);
	if (!CHECK(!keymap_conflict(maps, count, &key)))
		printf("# the key '%s'\n", key_shown(&arena, key).bytes);
	arena_release(&arena);
}
