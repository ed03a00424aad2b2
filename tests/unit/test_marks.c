/* Marked rows: on and off in any order, asked for one by one. */
#include "unit/check.h"
#include "unit/random.h"

#include "ui/marks.h"

TEST(on_and_off)
{
	struct marks marks = { .keys = { NULL, 0, 0 } };
	CHECK(!marks_has(&marks, 7));
	CHECK(marks_toggle(&marks, 7));
	CHECK(marks_toggle(&marks, INT64_MIN));
	CHECK(marks_toggle(&marks, INT64_MAX));
	CHECK(marks_has(&marks, 7) && marks_has(&marks, INT64_MIN) && marks_has(&marks, INT64_MAX));
	CHECK(!marks_has(&marks, 8));
	CHECK(!marks_toggle(&marks, 7));
	CHECK(!marks_has(&marks, 7));
	CHECK_INT(2, (int64_t)marks.keys.count);
	marks_release(&marks);
	CHECK_INT(0, (int64_t)marks.keys.count);
	CHECK(!marks_has(&marks, INT64_MIN));
	CHECK(marks_toggle(&marks, 1));
	marks_release(&marks);
}

/* As a plain table of flags says, whatever comes; and in order. */
TEST(as_a_table_of_flags)
{
	enum { KEYS = 50, TURNS = 5000 };
	bool flags[KEYS] = { false };
	struct marks marks = { .keys = { NULL, 0, 0 } };
	struct random random = { 7 };
	for (int turn = 0; turn < TURNS; turn++) {
		size_t key = random_below(&random, KEYS);
		flags[key] = !flags[key];
		if (marks_toggle(&marks, (int64_t)key) != flags[key])
			CHECK_INT(flags[key], !flags[key]);
	}
	for (size_t key = 0; key < KEYS; key++)
		CHECK_INT(flags[key], marks_has(&marks, (int64_t)key));
	for (size_t i = 1; i < marks.keys.count; i++)
		CHECK(marks.keys.items[i - 1] < marks.keys.items[i]);
	marks_release(&marks);
}
