#include "unit/check.h"

#include "base/arena.h"
#include "base/clock.h"
#include "unit/random.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t at(const char *text)
{
	int64_t ms = INT64_MIN;
	CHECK(clock_parse(text, &ms));
	return ms;
}

static void use_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

TEST(stamp_is_the_text_form_of_sequelize)
{
	char out[CLOCK_STAMP_SIZE];
	clock_stamp(INT64_C(1795356067120), out);
	CHECK_STR("2026-11-22 14:01:07.120 +00:00", out);
	clock_stamp(0, out);
	CHECK_STR("1970-01-01 00:00:00.000 +00:00", out);
	clock_stamp(-1, out);
	CHECK_STR("1969-12-31 23:59:59.999 +00:00", out);
}

TEST(stamp_stays_within_four_digits)
{
	char out[CLOCK_STAMP_SIZE];
	clock_stamp(INT64_MAX, out);
	CHECK_STR("9999-12-31 23:59:59.999 +00:00", out);
	clock_stamp(INT64_MIN, out);
	CHECK_STR("0000-01-01 00:00:00.000 +00:00", out);
}

TEST(stamps_read_back_and_agree_with_the_c_library)
{
	struct random random = { 7 };
	char out[CLOCK_STAMP_SIZE], theirs[32];
	for (int i = 0; i < 20000; i++) {
		int64_t ms = (int64_t)(random_next(&random) % UINT64_C(315569519999999)) - INT64_C(62167219200000);
		time_t seconds = (time_t)((ms - ((ms % 1000) + 1000) % 1000) / 1000);
		struct tm tm;
		clock_stamp(ms, out);
		REQUIRE(at(out) == ms);
		gmtime_r(&seconds, &tm);
		tm.tm_year += 1900;
		CHECK_INT(tm.tm_year, atoi(out));
		strftime(theirs, sizeof theirs, "-%m-%d %H:%M:%S", &tm);
		REQUIRE(memcmp(theirs, out + 4, strlen(theirs)) == 0);
	}
}

TEST(variants_are_read)
{
	int64_t expected = at("2026-11-22 14:01:07.120 +00:00");
	CHECK_INT(expected, at("2026-11-22T14:01:07.120Z"));
	CHECK_INT(expected, at("2026-11-22T15:01:07.120+01:00"));
	CHECK_INT(expected, at("2026-11-22 08:31:07.1209999 -0530"));
	CHECK_INT(expected, at("2026-11-22 16:01:07.12 +02"));
	CHECK_INT(expected - 120, at("2026-11-22 14:01:07"));
	CHECK_INT(expected - 7120, at("2026-11-22 14:01"));
	CHECK_INT(at("2026-11-22 00:00:00.000 +00:00"), at("2026-11-22"));
	CHECK_INT(at("2024-03-01"), at("2024-02-29") + 86400000);
}

TEST(what_is_no_date_is_refused)
{
	static const char *const wrong[] = {
		"", "now", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-11-31", "2025-02-29", "1900-02-29", "2026-11-22 ",
		"2026-11-22 14", "2026-11-22 24:00", "2026-11-22 14:60", "2026-11-22 14:01:60", "2026-11-22 14:01:07.",
		"2026-11-22 14:01:07 ", "2026-11-22 14:01:07.120 +24:00", "2026-11-22 14:01:07.120 +00:00x", "2026-11-2214:01",
		"2026-11-22 14:01:07 +1", "2026-11-22 14:01.5", "26-11-22", "2026-11-22 14:01:07 PST", " 2026-11-22", "２026-11-22",
		"2026-11-22 14:01:07.120 +00:", "2026-1-022", "0000-01-01 00:00 +02", "9999-12-31 23:59 -01:00",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int64_t ms = 42;
		if (!CHECK(!clock_parse(wrong[i], &ms)))
			CHECK_STR("refused", wrong[i]);
		CHECK_INT(42, ms);
	}
}

TEST(the_test_clock_stands_still)
{
	int64_t before = clock_now();
	CHECK(before > at("2025-01-01"));
	clock_set(12345);
	CHECK_INT(12345, clock_now());
	CHECK_INT(12345, clock_now());
}

TEST(nanoseconds_do_not_stop)
{
	clock_set(0);
	uint64_t first = clock_nanoseconds(), second = clock_nanoseconds();
	CHECK(first > 0 && second >= first);
	while (second == first)
		second = clock_nanoseconds();
	CHECK(second > first);
}

TEST(days_as_people_say_them)
{
	struct arena arena;
	arena_init(&arena);
	use_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	clock_set(at("2026-11-22 22:30"));
	CHECK_STR("today 00:05", clock_day(&arena, at("2026-11-21 23:05")));
	CHECK_STR("today 23:59", clock_day(&arena, at("2026-11-22 22:59")));
	CHECK_STR("23 Nov", clock_day(&arena, at("2026-11-22 23:00")));
	CHECK_STR("21 Nov", clock_day(&arena, at("2026-11-21 22:59")));
	CHECK_STR("22 Oct", clock_day(&arena, at("2026-10-22 12:00")));
	CHECK_STR("22 Nov 2025", clock_day(&arena, at("2025-11-22 12:00")));
	CHECK_STR("3 Jul", clock_day(&arena, at("2026-07-03 12:00")));
	CHECK_STR("31 Dec 2025", clock_day(&arena, at("2025-12-31 22:00")));
	CHECK_STR("1 Jan", clock_day(&arena, at("2025-12-31 23:30")));
	CHECK_STR("14:02", clock_minute(&arena, at("2026-07-03 12:02")));
	CHECK_STR("3 Nov 2026, 14:02", clock_full(&arena, at("2026-11-03 13:02")));
	arena_release(&arena);
}

TEST(months_are_english)
{
	static const char *const expected[] = {
		"5 Jan", "5 Feb", "5 Mar", "5 Apr", "5 May", "5 Jun", "5 Jul", "5 Aug", "5 Sep", "5 Oct", "5 Nov", "5 Dec",
	};
	struct arena arena;
	arena_init(&arena);
	use_zone("UTC0");
	clock_set(at("2026-06-30"));
	for (int month = 0; month < 12; month++) {
		const char *date = arena_format(&arena, "2026-%02d-05", month + 1);
		CHECK_STR(expected[month], clock_day(&arena, at(date)));
	}
	arena_release(&arena);
}

TEST(times_out_of_range_do_not_crash)
{
	struct arena arena;
	arena_init(&arena);
	use_zone("UTC0");
	CHECK_STR("31 Dec 9999, 23:59", clock_full(&arena, INT64_MAX));
	CHECK_STR("1 Jan 0, 00:00", clock_full(&arena, INT64_MIN));
	arena_release(&arena);
}

TEST(midnight_is_local)
{
	use_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	CHECK_INT(at("2026-11-21 23:00"), clock_midnight(at("2026-11-22 14:00"), 0));
	CHECK_INT(at("2026-11-21 23:00"), clock_midnight(at("2026-11-21 23:00"), 0));
	CHECK_INT(at("2026-11-20 23:00"), clock_midnight(at("2026-11-21 22:59:59.999"), 0));
	CHECK_INT(at("2026-11-22 23:00"), clock_midnight(at("2026-11-22 14:00"), 1));
	CHECK_INT(at("2025-11-21 23:00"), clock_midnight(at("2026-11-22 14:00"), -365));
	CHECK_INT(at("2026-10-24 22:00"), clock_midnight(at("2026-10-25 14:00"), 0));   /* a day of 25 hours */
	CHECK_INT(at("2026-10-25 23:00"), clock_midnight(at("2026-10-25 14:00"), 1));
	CHECK_INT(at("2026-03-28 23:00"), clock_midnight(at("2026-03-29 14:00"), 0));   /* and of 23 */
}

TEST(midnight_where_there_is_none_or_two)
{
	use_zone("BRT3BRST,M11.1.0/0,M2.3.0/0");   /* clocks go forward at 00:00, and back from 00:00 to 23:00 */
	CHECK_INT(at("2026-11-01 03:00"), clock_midnight(at("2026-11-01 15:00"), 0));
	CHECK_INT(at("2026-02-15 03:00"), clock_midnight(at("2026-02-15 15:00"), 0));
	use_zone("CST5CDT,M3.2.0/0,M11.1.0/1");    /* back from 01:00 to 00:00 */
	CHECK_INT(at("2026-11-01 04:00"), clock_midnight(at("2026-11-01 15:00"), 0));
}
