/* A growing buffer of bytes or text, and a growing array, on the heap. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>
#include <stdint.h>

/* Text under construction: always NUL-terminated once something was added; {0} is empty. */
struct buffer { char *bytes; size_t size, room; };

void buffer_add(struct buffer *, const char *bytes, size_t size);
void buffer_puts(struct buffer *, const char *string);
void buffer_putc(struct buffer *, char c);
void buffer_integer(struct buffer *, int64_t);
void buffer_printf(struct buffer *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_clear(struct buffer *);   /* keeps the room */
void buffer_release(struct buffer *);

/* An array of @type: struct { type *items; size_t count, room; }; {0} is empty. */
#define VEC(type) struct { type *items; size_t count, room; }
#define vec_push(vec, item) do { \
	(vec)->items = vec_room((vec)->items, (vec)->count + 1, &(vec)->room, sizeof *(vec)->items); \
	(vec)->items[(vec)->count++] = (item); } while (0)
#define vec_release(vec) do { vec_free((vec)->items); (vec)->items = NULL; (vec)->count = (vec)->room = 0; } while (0)
void *vec_room(void *items, size_t count, size_t *room, size_t size);
void vec_free(void *items);

/* malloc, realloc, strdup that die when out of memory. */
void *memory_new(size_t size);       /* zeroed */
void *memory_resize(void *, size_t size);
char *memory_string(const char *);   /* NULL stays NULL */

#endif
