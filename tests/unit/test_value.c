#include "unit/check.h"

#include "base/value.h"
#include <math.h>
#include <string.h>

static struct value blob(const char *bytes, uint32_t size)
{
	return (struct value){ .type = VALUE_BLOB, .size = size, .text = bytes };
}

TEST(values_sort_as_in_sqlite)
{
	const struct value sorted[] = {
		value_null(), value_real(-INFINITY), value_integer(INT64_MIN), value_real(-1.5), value_integer(-1),
		value_real(0.5), value_integer(1), value_real(1.5), value_integer(2), value_integer((INT64_C(1) << 53) + 1),
		value_integer(INT64_MAX), value_real(0x1p63), value_text(""), value_text("A"), value_text("a"),
		value_text("aa"), value_text("\xc3\xa9"), blob("", 0), blob("\0", 1), blob("a", 1),
	};
	const int count = sizeof sorted / sizeof *sorted;
	for (int i = 0; i < count; i++)
		for (int j = 0; j < count; j++) {
			int order = value_compare(sorted[i], sorted[j]);
			CHECK_INT((i > j) - (i < j), (order > 0) - (order < 0));
			CHECK_INT(i == j, value_equals(sorted[i], sorted[j]));
		}
}

TEST(integers_and_reals_compare_without_rounding)
{
	CHECK(value_equals(value_integer(2), value_real(2)));
	CHECK(value_equals(value_real(-0.0), value_integer(0)));
	CHECK(value_compare(value_integer((INT64_C(1) << 53) + 1), value_real(0x1p53)) > 0);
	CHECK(value_compare(value_integer(INT64_MAX), value_real(0x1p63)) < 0);
	CHECK(value_equals(value_integer(INT64_MIN), value_real(-0x1p63)));
	CHECK(value_compare(value_real(NAN), value_integer(INT64_MIN)) < 0);
	CHECK(value_equals(value_real(NAN), value_real(NAN)));
}

TEST(text_and_blob_differ)
{
	CHECK(!value_equals(value_text("a"), blob("a", 1)));
	CHECK(value_equals(value_text_n("a\0b", 3), value_text_n("a\0b", 3)));
	CHECK(!value_equals(value_text_n("a\0b", 3), value_text_n("a\0c", 3)));
	CHECK(!value_equals(value_text("1"), value_integer(1)));
}

TEST(null_equals_null)
{
	CHECK(value_equals(value_null(), value_null()));
	CHECK(value_is_null(value_text(NULL)));
	CHECK(!value_is_null(value_text("")));
	CHECK(!value_equals(value_null(), value_integer(0)));
}

TEST(reading_with_a_fallback)
{
	CHECK_INT(7, value_int_or(value_integer(7), 1));
	CHECK_INT(1, value_int_or(value_null(), 1));
	CHECK_INT(1, value_int_or(value_real(7), 1));
	CHECK_STR("lamp", value_str(value_text("lamp")));
	CHECK_STR("", value_str(value_integer(3)));
}

TEST(equal_values_hash_alike)
{
	CHECK(value_hash(VALUE_HASH, value_integer(5)) == value_hash(VALUE_HASH, value_real(5)));
	CHECK(value_hash(VALUE_HASH, value_integer(0)) == value_hash(VALUE_HASH, value_real(-0.0)));
	CHECK(value_hash(VALUE_HASH, value_text("ab")) != value_hash(VALUE_HASH, value_text("ba")));
	CHECK(value_hash(VALUE_HASH, value_integer(1)) != value_hash(VALUE_HASH, value_integer(2)));
	for (int64_t i = 0; i < 64; i++)
		CHECK(value_place(value_hash(VALUE_HASH, value_integer(i)), 16) < 16);
}
