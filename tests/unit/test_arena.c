#include "unit/check.h"

#include "base/arena.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "unit/random.h"

TEST(memory_is_zeroed_and_aligned)
{
	struct arena arena;
	arena_init(&arena);
	for (size_t size = 0; size < 300; size++) {
		unsigned char *at = arena_alloc(&arena, size);
		REQUIRE(at != NULL);
		CHECK((uintptr_t)at % _Alignof(max_align_t) == 0);
		for (size_t i = 0; i < size; i++)
			REQUIRE(at[i] == 0);
		memset(at, 0xff, size);
	}
	arena_reset(&arena);
	CHECK_INT(0, *(char *)arena_alloc(&arena, 1));
	arena_release(&arena);
}

TEST(pieces_do_not_overlap)
{
	struct arena arena;
	struct random random = { 1 };
	struct { unsigned char *at; size_t size; } pieces[500];
	arena_init(&arena);
	for (int i = 0; i < 500; i++) {
		pieces[i].size = random_below(&random, i % 50 == 0 ? 300000 : 200);
		pieces[i].at = arena_alloc_raw(&arena, pieces[i].size);
		memset(pieces[i].at, i & 0xff, pieces[i].size);
	}
	for (int i = 0; i < 500; i++)
		for (size_t j = 0; j < pieces[i].size; j++)
			REQUIRE(pieces[i].at[j] == (i & 0xff));
	arena_release(&arena);
}

TEST(the_same_work_again_allocates_nothing)
{
	struct arena arena;
	arena_init(&arena);
	size_t settled = 0;
	for (int frame = 0; frame < 10; frame++) {
		arena_reset(&arena);
		for (int i = 0; i < 500; i++)
			arena_alloc(&arena, 100);
		if (frame == 3)
			settled = arena.allocations;
	}
	CHECK(settled > 0);
	CHECK_INT(settled, arena.allocations);
	arena_release(&arena);
}

TEST(blocks_grow)
{
	struct arena arena;
	arena_init(&arena);
	for (int i = 0; i < 1000; i++)
		arena_alloc_raw(&arena, 1000);
	CHECK(arena.allocations >= 5 && arena.allocations <= 9);
	arena_release(&arena);
	CHECK(arena.blocks == NULL);
}

TEST(a_huge_piece_is_not_kept)
{
	struct arena arena;
	arena_init(&arena);
	memset(arena_alloc_raw(&arena, 5 << 20), 1, 5 << 20);
	arena_reset(&arena);
	CHECK(arena.blocks == NULL);
	CHECK(arena_alloc(&arena, 10) != NULL);
	arena_reset(&arena);
	CHECK(arena.blocks != NULL);
	arena_release(&arena);
}

TEST(copies_end_with_a_nul)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_STR("lam", arena_copy(&arena, "lamp", 3));
	CHECK_STR("", arena_copy(&arena, NULL, 0));
	CHECK_STR("lamp", arena_string(&arena, "lamp"));
	CHECK_STR(NULL, arena_string(&arena, NULL));
	arena_release(&arena);
}

TEST(formats_of_any_length)
{
	struct arena arena;
	char expected[1001];
	arena_init(&arena);
	CHECK_STR("2 lamps", arena_format(&arena, "%d %s", 2, "lamps"));
	for (size_t size = 250; size < 260; size++) {
		memset(expected, 'x', size);
		expected[size] = '\0';
		CHECK_STR(expected, arena_format(&arena, "%s", expected));
	}
	CHECK_INT(1000, strlen(arena_format(&arena, "%1000d", 1)));
	arena_release(&arena);
}

TEST(arrays_and_structs)
{
	struct arena arena;
	arena_init(&arena);
	int64_t *numbers = arena_array(&arena, int64_t, 1000);
	for (int i = 0; i < 1000; i++)
		REQUIRE(numbers[i] == 0);
	struct check_test *one = arena_new(&arena, struct check_test);
	CHECK(one->name == NULL);
	arena_release(&arena);
}

TEST(a_wiped_arena_is_empty_and_usable)
{
	struct arena arena;
	arena_init(&arena);
	for (int i = 0; i < 100; i++)
		memset(arena_alloc_raw(&arena, 1000), 's', 1000);
	arena_wipe(&arena);
	CHECK(arena.blocks == NULL);
	CHECK_INT(0, *(char *)arena_alloc(&arena, 1));
	arena_release(&arena);
}
