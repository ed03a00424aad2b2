#include "unit/check.h"

#include "base/csv.h"
#include "base/vec.h"

static void check_field(const char *expected, const char *text)
{
	struct buffer out = { 0 };
	struct csv_row row = { .to = &out };
	csv_field(&row, text);
	CHECK_STR(expected, out.size ? out.bytes : "");
	buffer_release(&out);
}

TEST(fields_are_quoted_where_they_must_be)
{
	check_field("plain words", "plain words");
	check_field("\"a,b\"", "a,b");
	check_field("\"say \"\"no\"\"\"", "say \"no\"");
	check_field("\"two\nlines\"", "two\nlines");
	check_field("", "");
}

TEST(what_a_spreadsheet_would_run_stays_text)
{
	check_field("'=1+1", "=1+1");
	check_field("'+49", "+49");
	check_field("'-x", "-x");
	check_field("'@home", "@home");
	check_field("\"'=A1,B1\"", "=A1,B1");
	check_field("''tis", "'tis");
	check_field("a=b", "a=b");
}

TEST(rows)
{
	struct buffer out = { 0 };
	struct csv_row row = { .to = &out };
	csv_field(&row, "");
	csv_field(&row, "b");
	csv_end(&row);
	csv_field(&row, "c");
	csv_end(&row);
	CHECK_STR(",b\r\nc\r\n", out.bytes);
	buffer_release(&out);
}
