/* Heap memory that grows by doubling. Running out of memory ends the program: nothing in souk could go on without. */
#include "base/vec.h"

#include "base/err.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_FIRST = 64, VEC_FIRST = 8 };

static _Noreturn void out_of_memory(void)
{
	die(1, "out of memory");
}

void *memory_new(size_t size)
{
	void *memory = calloc(1, size ? size : 1);
	if (!memory)
		out_of_memory();
	return memory;
}

void *memory_resize(void *old, size_t size)
{
	void *memory = realloc(old, size ? size : 1);
	if (!memory)
		out_of_memory();
	return memory;
}

char *memory_string(const char *string)
{
	return string ? memcpy(memory_new(strlen(string) + 1), string, strlen(string) + 1) : NULL;
}

/* Room for @more bytes and a NUL. */
static void buffer_grow(struct buffer *buffer, size_t more)
{
	size_t need, room = buffer->room ? buffer->room : BUFFER_FIRST;
	if (__builtin_add_overflow(buffer->size, more, &need) || need >= PTRDIFF_MAX)
		out_of_memory();
	need++;
	if (need <= buffer->room)
		return;
	while (room < need)
		room = room > PTRDIFF_MAX / 2 ? need : room * 2;
	buffer->bytes = memory_resize(buffer->bytes, room);
	buffer->room = room;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t size)
{
	buffer_grow(buffer, size);
	if (size)
		memcpy(buffer->bytes + buffer->size, bytes, size);
	buffer->size += size;
	buffer->bytes[buffer->size] = '\0';
}

void buffer_puts(struct buffer *buffer, const char *string)
{
	buffer_add(buffer, string, strlen(string));
}

void buffer_putc(struct buffer *buffer, char c)
{
	buffer_add(buffer, &c, 1);
}

void buffer_integer(struct buffer *buffer, int64_t integer)
{
	char digits[20], *at = digits + sizeof digits;
	uint64_t rest = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (integer < 0)
		*--at = '-';
	buffer_add(buffer, at, (size_t)(digits + sizeof digits - at));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list list, again;
	buffer_grow(buffer, BUFFER_FIRST);
	va_start(list, format);
	va_copy(again, list);
	size_t room = buffer->room - buffer->size;
	int length = vsnprintf(buffer->bytes + buffer->size, room, format, list);
	va_end(list);
	if (length < 0)
		bug("cannot format '%s'", format);
	if ((size_t)length >= room) {
		buffer_grow(buffer, (size_t)length);
		vsnprintf(buffer->bytes + buffer->size, (size_t)length + 1, format, again);
	}
	va_end(again);
	buffer->size += (size_t)length;
}

void buffer_clear(struct buffer *buffer)
{
	buffer->size = 0;
	if (buffer->bytes)
		buffer->bytes[0] = '\0';
}

void buffer_release(struct buffer *buffer)
{
	free(buffer->bytes);
	*buffer = (struct buffer){ 0 };
}

void *vec_room(void *items, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room ? *room : VEC_FIRST, bytes;
	if (count <= *room)
		return items;
	while (wanted < count)
		wanted = wanted > SIZE_MAX / 2 ? count : wanted * 2;
	if (__builtin_mul_overflow(wanted, size, &bytes) || bytes > PTRDIFF_MAX)
		out_of_memory();
	items = memory_resize(items, bytes);
	*room = wanted;
	return items;
}

void vec_free(void *items)
{
	free(items);
}
