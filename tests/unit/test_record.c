#include "unit/check.h"

#include "base/arena.h"
#include "base/record.h"
#include "base/vec.h"
#include "unit/random.h"
#include <string.h>

static struct arena arena;

static enum err next(struct record_reader *reader, struct record *out, bool *more)
{
	return record_next(reader, &arena, out, more);
}

static struct record_reader reading(const char *text)
{
	struct record_reader reader;
	record_open(&reader, "products", text, strlen(text));
	return reader;
}

TEST(records_are_read_one_by_one)
{
	struct record_reader reader = reading("# the bazaar\n\n\ntitle: Brass lamp\nprice:  12.50  \n# cheap\nstock:\n"
		"\n\ntitle:Rug: red\r\n");
	struct record record;
	bool more = false;
	REQUIRE_OK(next(&reader, &record, &more));
	REQUIRE(more);
	CHECK_INT(4, record.line);
	CHECK_INT(3, record.count);
	CHECK_STR("Brass lamp", record_get(&record, "title"));
	CHECK_STR("12.50", record_get(&record, "price"));
	CHECK_STR("", record_get(&record, "stock"));
	CHECK_STR(NULL, record_get(&record, "seller"));
	REQUIRE_OK(next(&reader, &record, &more));
	REQUIRE(more);
	CHECK_INT(10, record.line);
	CHECK_STR("Rug: red", record_get(&record, "title"));
	REQUIRE_OK(next(&reader, &record, &more));
	CHECK(!more);
	REQUIRE_OK(next(&reader, &record, &more));
	CHECK(!more);
}

TEST(an_empty_file_has_no_record)
{
	static const char *const empty[] = { "", "\n", "# only a comment", "\n \t\n\r\n#\n\n" };
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
		struct record_reader reader = reading(empty[i]);
		struct record record;
		bool more = true;
		REQUIRE_OK(next(&reader, &record, &more));
		CHECK(!more);
	}
}

TEST(errors_name_file_and_line)
{
	static const struct { const char *text, *sentence; } cases[] = {
		{ "title: a\nno colon here\n", "products:2: expected 'key: value'" },
		{ "\n: a\n", "products:2: expected 'key: value'" },
		{ "a: 1\nb: 2\na: 3\n", "products:3: the key stands twice in the record" },
		{ "two words: 1\n", "products:1: a key has no blanks" },
		{ "a: \xff\n", "products:1: the line is not valid UTF-8" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record_reader reader = reading(cases[i].text);
		struct record record;
		bool more;
		CHECK_ERR(ERR_INPUT, next(&reader, &record, &more));
		CHECK_STR(cases[i].sentence, err_sentence(ERR_INPUT));
	}
}

TEST(a_record_has_a_largest_size)
{
	struct buffer text = { 0 };
	struct record record;
	bool more = false;
	for (int i = 1; i <= RECORD_FIELDS_MAX; i++)
		buffer_printf(&text, "key%d: %d\n", i, i);
	struct record_reader reader = reading(text.bytes);
	REQUIRE_OK(next(&reader, &record, &more));
	CHECK_INT(RECORD_FIELDS_MAX, record.count);
	CHECK_STR("24", record_get(&record, "key24"));
	buffer_puts(&text, "more: 1\n");
	reader = reading(text.bytes);
	CHECK_ERR(ERR_INPUT, next(&reader, &record, &more));
	CHECK_STR("products:25: the record has too many fields", err_sentence(ERR_INPUT));
	buffer_release(&text);
}

TEST(any_bytes_are_read_or_refused)
{
	static const char usual[] = "ab::  \n\n#\r\t";
	struct random random = { 16 };
	for (int round = 0; round < 20000; round++) {
		char text[40];
		size_t size = random_below(&random, sizeof text);
		for (size_t i = 0; i < size; i++)
			text[i] = random_below(&random, 9) ? usual[random_below(&random, sizeof usual)] : (char)random_next(&random);
		struct record_reader reader;
		struct record record;
		bool more = true;
		enum err err = OK;
		record_open(&reader, "x", text, size);
		while (!err && more) {
			err = next(&reader, &record, &more);
			REQUIRE(err == OK || err == ERR_INPUT);
			REQUIRE(err || more == (record.count > 0));
		}
		arena_reset(&arena);
	}
	arena_release(&arena);
}
