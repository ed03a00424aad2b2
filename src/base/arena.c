/* A chain of blocks, the newest first; only the newest has room. Blocks double from 8 KiB to 1 MiB, so a screen that
 * is drawn again and again settles on one block and asks malloc for nothing. Under AddressSanitizer everything that
 * was not handed out is poisoned and a gap lies behind every piece, so that an overrun or a pointer kept past
 * arena_reset() is found. */
#include "base/arena.h"

#include "base/err.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#define POISON(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#else
enum { GAP = 0 };
#define POISON(at, size) ((void)0)
#define UNPOISON(at, size) ((void)0)
#endif

enum { ALIGN = _Alignof(max_align_t), BLOCK_FIRST = 8 << 10, BLOCK_LAST = 1 << 20 };

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	_Alignas(max_align_t) char bytes[];
};

static _Noreturn void out_of_memory(void)
{
	die(1, "out of memory");
}

void arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

static void free_block(struct arena_block *block)
{
	UNPOISON(block->bytes, block->size);
	free(block);
}

void arena_release(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *block = arena->blocks;
		arena->blocks = block->next;
		free_block(block);
	}
}

void arena_wipe(struct arena *arena)
{
	for (struct arena_block *block = arena->blocks; block; block = block->next) {
		UNPOISON(block->bytes, block->size);
		explicit_bzero(block->bytes, block->size);
	}
	arena_release(arena);
}

/* The one worth keeping: the newest of usual size, which is the largest of those. */
void arena_reset(struct arena *arena)
{
	struct arena_block *kept = NULL;
	while (arena->blocks) {
		struct arena_block *block = arena->blocks;
		arena->blocks = block->next;
		if (!kept && block->size <= BLOCK_LAST)
			kept = block;
		else
			free_block(block);
	}
	if (kept) {
		kept->next = NULL;
		kept->used = 0;
		POISON(kept->bytes, kept->size);
	}
	arena->blocks = kept;
}

static void add_block(struct arena *arena, size_t need)
{
	size_t size = BLOCK_FIRST;
	while (arena->blocks && size <= arena->blocks->size && size < BLOCK_LAST)
		size *= 2;
	if (size < need)
		size = need;
	struct arena_block *block = malloc(sizeof *block + size);
	if (!block)
		out_of_memory();
	arena->allocations++;
	*block = (struct arena_block){ .next = arena->blocks, .size = size };
	POISON(block->bytes, size);
	arena->blocks = block;
}

void *arena_alloc_raw(struct arena *arena, size_t size)
{
	if (size > PTRDIFF_MAX / 2)
		out_of_memory();
	size_t need = (size + GAP + ALIGN - 1) / ALIGN * ALIGN;
	if (!arena->blocks || arena->blocks->size - arena->blocks->used < need)
		add_block(arena, need ? need : ALIGN);
	char *at = arena->blocks->bytes + arena->blocks->used;
	arena->blocks->used += need;
	UNPOISON(at, size);
	return at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_alloc_raw(arena, size), 0, size);
}

void *arena_alloc_array(struct arena *arena, size_t size, size_t count)
{
	size_t all;
	if (__builtin_mul_overflow(size, count, &all))
		out_of_memory();
	return arena_alloc(arena, all);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size)
{
	if (size == SIZE_MAX)
		out_of_memory();
	char *copy = arena_alloc_raw(arena, size + 1);
	if (size)
		memcpy(copy, bytes, size);
	copy[size] = '\0';
	return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
	return string ? arena_copy(arena, string, strlen(string)) : NULL;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	char near[256];
	va_list list, again;
	va_start(list, format);
	va_copy(again, list);
	int length = vsnprintf(near, sizeof near, format, list);
	va_end(list);
	if (length < 0)
		bug("cannot format '%s'", format);
	char *out = arena_alloc_raw(arena, (size_t)length + 1);
	if ((size_t)length < sizeof near)
		memcpy(out, near, (size_t)length + 1);
	else
		vsnprintf(out, (size_t)length + 1, format, again);
	va_end(again);
	return out;
}
