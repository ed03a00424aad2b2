#include "base/arena.h"
#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/keymap.h"
#include "unit/check.h"

static bool yes_of(const void *state) { return *(const bool *)state; }
static bool no_of(const void *state) { return !*(const bool *)state; }
static struct next act(void *state, void *app) { (void)state; (void)app; return next_stay(); }

static const struct binding above[] = {
	{ 'q', act, "quit", "everywhere", NULL, .also = { K_ESC } },
	{ 'c', act, "cart", "everywhere", "cart", .when = NULL },
	{ '?', act, "keys", "everywhere", "help", .also = { K_F1 } },
	{ 0 }
};
static const struct keymap everywhere = { above, NULL };
static const struct binding own[] = {
	{ K_ENTER, act, "look", NULL, "look", .when = yes_of },
	{ K_ENTER, act, "walk", NULL, "walk", .when = no_of },
	{ '+', act, "more", NULL, "amount", .when = NULL },
	{ '-', act, "fewer", NULL, "amount", .when = NULL },
	{ K_UP, act, "move", NULL, "move", .also = { 'k' } },
	{ K_DOWN, act, "move", NULL, "move", .also = { 'j' } },
	{ 'q', act, "back", NULL, NULL, .when = NULL },
	{ 0 }
};
static const struct keymap keys = { own, &everywhere };

static void check_footer(const char *expected, bool state, bool typing, int cols)
{
	struct arena arena;
	struct buffer line = { 0 };
	struct grid *grid = grid_new(1, cols);
	struct canvas canvas = canvas_whole(grid);

	text_use_utf8(true);
	arena_init(&arena);
	keymap_footer(&keys, &state, typing, &canvas, 0, &arena);
	grid_line(grid, 0, &line);
	CHECK_STR(expected, line.bytes);
	buffer_release(&line);
	arena_release(&arena);
	grid_free(grid);
}

TEST(a_key_is_found_here_or_above)
{
	bool state = true;
	CHECK_STR("look", keymap_find(&keys, K_ENTER, &state)->help);
	CHECK_STR("move", keymap_find(&keys, 'j', &state)->help);
	CHECK_STR("back", keymap_find(&keys, 'q', &state)->help);
	CHECK_STR("quit", keymap_find(&keys, K_ESC, &state)->help);
	CHECK_STR("cart", keymap_find(&keys, 'c', &state)->help);
	CHECK(keymap_find(&keys, 'z', &state) == NULL);
	CHECK(keymap_find(NULL, 'z', &state) == NULL);
}

TEST(a_row_counts_only_while_it_holds)
{
	bool state = false;
	CHECK_STR("walk", keymap_find(&keys, K_ENTER, &state)->help);
}

TEST(a_walk_leaves_out_what_is_covered)
{
	bool state = true;
	struct keymap_walk walk = keymap_walk(&keys, &state);
	const struct binding *binding;
	int count = 0, quits = 0;
	while ((binding = keymap_walk_next(&walk))) {
		count++;
		quits += binding == &above[0];
	}
	CHECK_INT(8, count);
	CHECK_INT(0, quits);
}

TEST(the_footer_names_what_is_most_useful_first)
{
	check_footer(" Enter look  + - amount  ↑↓ move  c cart  ? help", true, false, 80);
	check_footer(" Enter walk  + - amount  ↑↓ move  c cart  ? help", false, false, 80);
}

TEST(the_footer_is_never_cut_inside_a_word)
{
	check_footer(" Enter look  + - amount  ? help", true, false, 35);
	check_footer(" Enter look  ? help", true, false, 20);
	check_footer("", true, false, 6);
}

TEST(while_typing_the_footer_has_no_letters)
{
	check_footer(" Enter look  ↑↓ move  F1 help", true, true, 80);
}

TEST(footer_keys_can_be_clicked)
{
	struct arena arena;
	struct grid *grid = grid_new(1, 80);
	struct canvas canvas = canvas_whole(grid);
	bool state = true;

	arena_init(&arena);
	keymap_footer(&keys, &state, false, &canvas, 0, &arena);
	CHECK_INT(K_ENTER, grid_target(grid, 0, 3)->key);
	CHECK(grid_target(grid, 0, 11) == NULL);
	CHECK_INT('+', grid_target(grid, 0, 13)->key);
	arena_release(&arena);
	grid_free(grid);
}

TEST(one_letter_has_one_meaning)
{
	static const struct binding other[] = { { 'c', act, "copy", NULL, NULL, .when = NULL }, { 0 } };
	static const struct binding twice[] = {
		{ 'a', act, "add", NULL, NULL, .when = NULL }, { 'b', act, "add", NULL, NULL, .also = { 'a' } }, { 0 }
	};
	static const struct binding apart[] = {
		{ 'a', act, "add", NULL, NULL, .when = yes_of }, { 'a', act, "add", NULL, NULL, .when = no_of }, { 0 }
	};
	static const struct keymap copy = { other, NULL }, again = { twice, NULL }, conditions = { apart, NULL };
	uint32_t key = 0;

	CHECK(!keymap_conflict((const struct keymap *[]){ &everywhere, &conditions }, 2, &key));
	CHECK(keymap_conflict((const struct keymap *[]){ &everywhere, &copy }, 2, &key));
	CHECK_INT('c', key);
	CHECK(keymap_conflict((const struct keymap *[]){ &again }, 1, &key));
	CHECK_INT('a', key);
}
