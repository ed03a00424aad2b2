/* Memory that lives and dies together: rows of a screen, of a command, of one frame. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/* @allocations counts the blocks ever taken from malloc, for tests and measurements. */
struct arena { struct arena_block *blocks; size_t allocations; };

void arena_init(struct arena *);
/* Forget everything; keeps one block for the next use. */
void arena_reset(struct arena *);
void arena_release(struct arena *);
/* arena_release for secrets: every byte is overwritten first. */
void arena_wipe(struct arena *);
/* Zeroed, aligned for any type; size 0 gives a valid pointer. Dies when out of memory. */
void *arena_alloc(struct arena *, size_t size);
/* As arena_alloc, but not zeroed. */
void *arena_alloc_raw(struct arena *, size_t size);
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), sizeof(type), (count)))
void *arena_alloc_array(struct arena *, size_t size, size_t count);
char *arena_copy(struct arena *, const char *bytes, size_t size); /* adds a NUL */
char *arena_string(struct arena *, const char *string);          /* NULL stays NULL */
char *arena_format(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
