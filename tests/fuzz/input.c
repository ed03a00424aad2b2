/* Amounts, times and numbers as people write them: what was understood, written out, is understood the same. */
#include "fuzz/fuzz.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/money.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

static void check_refusal(enum err err)
{
	HOLDS(err == ERR_INPUT || err == ERR_OVERFLOW);
	HOLDS(*err_sentence(err));
}

static void try_amount(struct arena *arena, const char *text)
{
	static const char *const codes[] = { "JPY", "EUR", "KWD" };
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct currency currency;
		struct money amount, again;
		HOLDS(!currency_find(codes[i], &currency));
		enum err err = money_parse(currency, text, &amount);
		if (err) {
			check_refusal(err);
			continue;
		}
		HOLDS(amount.minor >= 0);
		HOLDS(!money_parse(currency, money_decimal(arena, currency, amount), &again) || currency.digits == 3);
		HOLDS(currency.digits == 3 || !money_compare(amount, again));
	}
}

static void try_time(struct arena *arena, const char *text)
{
	char stamp[CLOCK_STAMP_SIZE];
	int64_t ms, again;
	if (!clock_parse(text, &ms))
		return;
	clock_stamp(ms, stamp);
	HOLDS(clock_parse(stamp, &again) && again == ms);
	HOLDS(*clock_day(arena, ms) && *clock_full(arena, ms));
}

static void try_number(const char *text)
{
	struct buffer written = { 0 };
	int64_t number, again;
	enum err err = text_integer(text, &number);
	if (err) {
		check_refusal(err);
		return;
	}
	buffer_integer(&written, number);
	HOLDS(!text_integer(written.bytes, &again) && again == number);
	buffer_release(&written);
}

static void try_json(const char *text)
{
	struct buffer written = { 0 };
	struct json json = { .to = &written };
	json_string(&json, text);
	HOLDS(written.size >= 2 && written.bytes[0] == '"' && written.bytes[written.size - 1] == '"');
	HOLDS(fuzz_is_clean(written.bytes, written.size, ""));
	for (size_t i = 1; i < written.size - 1; i++) {
		HOLDS(written.bytes[i] != '"');
		i += written.bytes[i] == '\\';
	}
	buffer_release(&written);
}

void fuzz_input(const uint8_t *bytes, size_t size)
{
	static const char *const words[] = { "title", "description", "category", "price" };
	struct arena arena;
	char *text = fuzz_string(bytes, size);
	arena_init(&arena);
	try_amount(&arena, text);
	try_time(&arena, text);
	try_number(text);
	try_json(text);
	text_nearest(text, words, sizeof words / sizeof *words);
	arena_release(&arena);
	free(text);
}
