#include "unit/check.h"

#include "base/vec.h"
#include <stdio.h>
#include <string.h>

TEST(buffer_grows_and_stays_terminated)
{
	struct buffer buffer = { 0 };
	for (int i = 0; i < 1000; i++) {
		buffer_putc(&buffer, (char)('a' + i % 26));
		REQUIRE(buffer.bytes[buffer.size] == '\0');
	}
	CHECK_INT(1000, buffer.size);
	CHECK(memcmp(buffer.bytes + 26, "abcdefghijklmnopqrstuvwxyzabc", 29) == 0);
	buffer_release(&buffer);
	CHECK(buffer.bytes == NULL && buffer.size == 0 && buffer.room == 0);
}

TEST(buffer_takes_strings_bytes_and_nothing)
{
	struct buffer buffer = { 0 };
	buffer_add(&buffer, NULL, 0);
	CHECK_STR("", buffer.bytes);
	buffer_puts(&buffer, "brass");
	buffer_add(&buffer, " lamp!", 5);
	CHECK_STR("brass lamp", buffer.bytes);
	buffer_release(&buffer);
}

TEST(buffer_prints_any_length)
{
	struct buffer buffer = { 0 };
	char expected[400];
	buffer_puts(&buffer, ">");
	for (int size = 0; size < 300; size += 7) {
		buffer_clear(&buffer);
		CHECK_STR("", buffer.bytes);
		buffer_printf(&buffer, "%d:%*s.", size, size, "x");
		snprintf(expected, sizeof expected, "%d:%*s.", size, size, "x");
		CHECK_STR(expected, buffer.bytes);
		CHECK_INT(strlen(expected), buffer.size);
	}
	buffer_release(&buffer);
}

TEST(vec_pushes_and_releases)
{
	VEC(int) numbers = { 0 };
	for (int i = 0; i < 1000; i++)
		vec_push(&numbers, i * i);
	CHECK_INT(1000, numbers.count);
	CHECK(numbers.room >= numbers.count);
	for (int i = 0; i < 1000; i++)
		REQUIRE(numbers.items[i] == i * i);
	vec_release(&numbers);
	CHECK(numbers.items == NULL && numbers.count == 0 && numbers.room == 0);
}

TEST(vec_room_keeps_what_is_enough)
{
	size_t room = 0;
	int *items = vec_room(NULL, 5, &room, sizeof *items);
	size_t before = room;
	items = vec_room(items, room, &room, sizeof *items);
	CHECK_INT(before, room);
	items = vec_room(items, 100, &room, sizeof *items);
	CHECK(room >= 100);
	vec_free(items);
}

TEST(memory_is_zeroed_and_copied)
{
	char *memory = memory_new(100);
	for (int i = 0; i < 100; i++)
		CHECK_INT(0, memory[i]);
	memory = memory_resize(memory, 10000);
	vec_free(memory);
	char *copy = memory_string("lamp");
	CHECK_STR("lamp", copy);
	vec_free(copy);
	CHECK_STR(NULL, memory_string(NULL));
}
