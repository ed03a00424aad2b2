#include "unit/check.h"

#include "base/arena.h"
#include "base/money.h"
#include "base/text.h"
#include "unit/random.h"
#include <limits.h>
#include <locale.h>
#include <string.h>

static struct arena arena;

static struct currency of(const char *code)
{
	struct currency found = { "", 0 };
	CHECK_ERR(OK, currency_find(code, &found));
	return found;
}

/* Decimal and grouping mark and group sizes, as locales have them. */
static const struct { const char *decimal, *group, *sizes; } locales[] = {
	{ ".", "", "" }, { ".", ",", "\3\3" }, { ",", ".", "\3\3" }, { ",", "\u202f", "\3" }, { ",", "\u00a0", "\3" },
	{ ",", " ", "\3" }, { ".", "\u2019", "\3\3" }, { ".", "'", "\3" }, { ".", ",", "\3\2" }, { "\u066b", "\u066c", "\3" },
	{ ",", "", "" }, { ",", ".", "\177" }, { ".", ",", "\4" }, { ",", ",", "\3" }, { "", "", "" },
};
enum { LOCALES = sizeof locales / sizeof *locales };

static void use(size_t locale)
{
	money_use_marks(locales[locale].decimal, locales[locale].group, locales[locale].sizes);
}

static const char *text(const char *code, int64_t minor)
{
	return money_text(&arena, of(code), money_of(minor));
}

TEST(currencies_have_their_digits)
{
	CHECK_STR("EUR", of("eur").code);
	CHECK_INT(2, of("EUR").digits);
	CHECK_INT(0, of("JPY").digits);
	CHECK_INT(3, of("KWD").digits);
	CHECK_INT(4, of("CLF").digits);
	CHECK_INT(2, of("ZWG").digits);
	CHECK_INT(0, of("XPF").digits);
	CHECK_INT(2, of("AED").digits);
}

TEST(what_is_no_currency_is_refused)
{
	struct currency untouched = { "EUR", 2 };
	static const char *const wrong[] = { "", "E", "EU", "EURO", "XAU", "XXX", "UR ", "E U", "   ", "R U" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK_ERR(ERR_INPUT, currency_find(wrong[i], &untouched));
	CHECK_STR("EUR", untouched.code);
	CHECK_STR("'R U' is not a currency code of ISO 4217", err_sentence(ERR_INPUT));
}

TEST(sums_and_products_are_checked)
{
	struct money out = money_of(7);
	CHECK_ERR(OK, money_add(money_of(5), money_of(-8), &out));
	CHECK_INT(-3, out.minor);
	CHECK_ERR(OK, money_times(money_of(499), 3, &out));
	CHECK_INT(1497, out.minor);
	CHECK_ERR(ERR_OVERFLOW, money_add(money_of(INT64_MAX), money_of(1), &out));
	CHECK_ERR(ERR_OVERFLOW, money_times(money_of(INT64_MAX / 2 + 1), 2, &out));
	CHECK_ERR(ERR_OVERFLOW, money_times(money_of(INT64_MIN), -1, &out));
	CHECK_INT(1497, out.minor);
	CHECK(money_compare(money_of(1), money_of(2)) < 0);
	CHECK(money_compare(money_of(INT64_MAX), money_of(INT64_MIN)) > 0);
	CHECK_INT(0, money_compare(money_of(3), money_of(3)));
}

TEST(amounts_are_written_as_the_locale_has_them)
{
	use(0);
	CHECK_STR("1,234.50", text("EUR", 123450));
	CHECK_STR("0.05", text("EUR", 5));
	CHECK_STR("-0.05", text("EUR", -5));
	CHECK_STR("999.00", text("EUR", 99900));
	CHECK_STR("1,234", text("JPY", 1234));
	CHECK_STR("0", text("JPY", 0));
	CHECK_STR("1.234", text("KWD", 1234));
	CHECK_STR("92,233,720,368,547,758.07", text("EUR", INT64_MAX));
	CHECK_STR("-92,233,720,368,547,758.08", text("EUR", INT64_MIN));
	use(2);
	CHECK_STR("1.234,50", text("EUR", 123450));
	use(3);
	CHECK_STR("1\u202f234\u202f567,00", text("EUR", 123456700));
	use(8);
	CHECK_STR("1,23,45,678.00", text("INR", 1234567800));
	use(10);
	CHECK_STR("1234,50", text("EUR", 123450));
	use(11);
	CHECK_STR("1234567,50", text("EUR", 123456750));
	use(12);
	CHECK_STR("123,4567.00", text("EUR", 123456700));
	use(0);
}

TEST(decimals_for_machines_ignore_the_locale)
{
	use(2);
	CHECK_STR("1234.50", money_decimal(&arena, of("EUR"), money_of(123450)));
	CHECK_STR("-9223372036854775808", money_decimal(&arena, of("JPY"), money_of(INT64_MIN)));
	CHECK_STR("0.001", money_decimal(&arena, of("KWD"), money_of(1)));
	use(0);
}

TEST(the_locale_in_force_is_taken)
{
	use(2);
	CHECK(setlocale(LC_ALL, "C") != NULL);
	money_use_locale();
	CHECK_STR("1,234.50", text("EUR", 123450));
	money_use_marks(",", "\xa0", "\3");   /* ISO 8859-1 */
	CHECK_STR("1 234,50", text("EUR", 123450));
	use(0);
}

static int64_t parsed(const char *code, const char *typed)
{
	struct money out = money_of(-77);
	CHECK_ERR(OK, money_parse(of(code), typed, &out));
	return out.minor;
}

TEST(amounts_as_people_write_them)
{
	static const struct { const char *code, *typed; int64_t minor; } cases[] = {
		{ "EUR", "12", 1200 }, { "EUR", "12.5", 1250 }, { "EUR", "12,5", 1250 }, { "EUR", "12,50", 1250 },
		{ "EUR", "12,50 €", 1250 }, { "EUR", "€12.50", 1250 }, { "EUR", "EUR 12.50", 1250 }, { "EUR", "12.50EUR", 1250 },
		{ "EUR", "eur 1", 100 }, { "EUR", "1,234.50", 123450 }, { "EUR", "1.234,50", 123450 }, { "EUR", "1 234,50", 123450 },
		{ "EUR", "1\u202f234,50\u00a0€", 123450 }, { "EUR", "1'234.5", 123450 }, { "EUR", "1’234’567", 123456700 },
		{ "EUR", "1.234.567", 123456700 }, { "EUR", "1,234,567", 123456700 }, { "EUR", "1,23,45,678.9", 1234567890 },
		{ "EUR", "  7  ", 700 }, { "EUR", ".5", 50 }, { "EUR", ",05", 5 }, { "EUR", "12.", 1200 }, { "EUR", "0", 0 },
		{ "EUR", "007", 700 }, { "EUR", "1 234", 123400 }, { "JPY", "¥1,234", 1234 }, { "JPY", "1234", 1234 },
		{ "KWD", "1.234", 1234 }, { "KWD", "0,5", 500 }, { "CAD", "$5", 500 }, { "EUR", "92233720368547758.07", INT64_MAX },
		{ "EUR", "1,234", 123400 }, { "EUR", "1,234 €", 123400 },
	};
	use(0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (!CHECK_INT(cases[i].minor, parsed(cases[i].code, cases[i].typed)))
			CHECK_STR("", cases[i].typed);
}

static const char *refusal(enum err expected, const char *code, const char *typed)
{
	struct money out = money_of(-77);
	CHECK_ERR(expected, money_parse(of(code), typed, &out));
	CHECK_INT(-77, out.minor);
	return err_sentence(expected);
}

TEST(refusals_say_why)
{
	use(0);
	CHECK_STR("'lamp' is not an amount, write it like 12.50", refusal(ERR_INPUT, "EUR", "lamp"));
	CHECK_STR("'' is not an amount, write it like 1250", refusal(ERR_INPUT, "JPY", ""));
	CHECK_STR("'-5' is negative", refusal(ERR_INPUT, "EUR", "-5"));
	CHECK_STR("'€ −5' is negative", refusal(ERR_INPUT, "EUR", "€ −5"));
	CHECK_STR("'12 USD' is not in EUR", refusal(ERR_INPUT, "EUR", "12 USD"));
	CHECK_STR("'$12' is not in EUR", refusal(ERR_INPUT, "EUR", "$12"));
	CHECK_STR("'12.505' can mean 12505 or 12.505, write it without a mark for thousands",
		refusal(ERR_INPUT, "EUR", "12.505"));
	CHECK_STR("'12.5055' has more than the 2 decimals of EUR", refusal(ERR_INPUT, "EUR", "12.5055"));
	CHECK_STR("'0.505' has more than the 2 decimals of EUR", refusal(ERR_INPUT, "EUR", "0.505"));
	CHECK_STR("'12.5' has decimals, JPY has none", refusal(ERR_INPUT, "JPY", "12.5"));
	CHECK_STR("'92233720368547758.08' is too large", refusal(ERR_OVERFLOW, "EUR", "92233720368547758.08"));
	refusal(ERR_OVERFLOW, "EUR", "99999999999999999999999999999999999999999999999999");
}

TEST(what_is_no_amount_is_refused)
{
	static const char *const wrong[] = {
		" ", "€", "EUR", ".", ",", "1..2", "1.,2", "1,2,3", "1.2.3", "12,34,5", "1,2345,678", "1 23", "1  234",
		"1e3", "0x1F", "1_000",
		"12 lamps", "EUR 12 EUR", "€ 12 €", "1,234.567,89", "1.234,567.89", "0,123,456", "12\xff", "١٢", "１２", "1\n2", "+5", "NaN",
		"1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.1.2.3", "12 E", "EURO 12",
	};
	use(0);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (strstr(refusal(ERR_INPUT, "EUR", wrong[i]), "is not an amount") == NULL)
			CHECK_STR(wrong[i], err_sentence(ERR_INPUT));
}

TEST(one_mark_before_three_digits_is_as_the_locale_has_it)
{
	use(0);
	CHECK_INT(123400, parsed("EUR", "1,234"));
	CHECK_INT(1234, parsed("KWD", "1.234"));
	refusal(ERR_INPUT, "EUR", "1.234");
	refusal(ERR_INPUT, "KWD", "1,234");
	refusal(ERR_INPUT, "JPY", "1.234");
	use(2);
	CHECK_INT(123400, parsed("EUR", "1.234"));
	CHECK_INT(1234, parsed("KWD", "1,234"));
	refusal(ERR_INPUT, "EUR", "1,234");
	refusal(ERR_INPUT, "KWD", "1.234");
	CHECK_INT(123400, parsed("EUR", "1234,00"));
	use(0);
}

static int64_t any_amount(struct random *random)
{
	return (int64_t)(random_next(random) >> (1 + random_below(random, 63)));
}

TEST(what_is_written_reads_back)
{
	static const char *const codes[] = { "EUR", "JPY", "KWD", "CLF", "INR", "UYI", "USD" };
	struct random random = { 11 };
	for (size_t locale = 0; locale < LOCALES; locale++) {
		use(locale);
		for (int round = 0; round < 4000; round++) {
			const char *code = codes[random_below(&random, 7)];
			int64_t minor = any_amount(&random);
			const char *written = text(code, minor);
			struct money out = money_of(-1);
			REQUIRE(CHECK_ERR(OK, money_parse(of(code), written, &out)) && CHECK_INT(minor, out.minor));
			REQUIRE_OK(money_parse(of(code), arena_format(&arena, "%s\u00a0%s", written, code), &out));
			REQUIRE(CHECK_INT(minor, out.minor));
			REQUIRE(text_is_valid(written, strlen(written)));
			arena_reset(&arena);
		}
	}
	use(0);
}

TEST(decimals_read_back_unless_in_doubt)
{
	struct random random = { 12 };
	for (size_t locale = 0; locale < LOCALES; locale++) {
		use(locale);
		for (int round = 0; round < 2000; round++) {
			int64_t minor = any_amount(&random);
			struct money out = money_of(-1);
			const char *written = money_decimal(&arena, of("EUR"), money_of(minor));
			REQUIRE(CHECK_ERR(OK, money_parse(of("EUR"), written, &out)) && CHECK_INT(minor, out.minor));
			arena_reset(&arena);
		}
	}
	use(0);
}

TEST(any_bytes_are_read_or_refused)
{
	static const char usual[] = "0123456789.,' $-EUR€+";
	struct random random = { 13 };
	for (int round = 0; round < 50000; round++) {
		char typed[16];
		size_t size = random_below(&random, sizeof typed);
		struct money out = money_of(-77);
		use(random_below(&random, LOCALES));
		for (size_t i = 0; i < size; i++)
			typed[i] = random_below(&random, 8) ? usual[random_below(&random, sizeof usual - 1)]
				: (char)(1 + random_below(&random, 255));
		typed[size] = '\0';
		enum err err = money_parse(of("EUR"), typed, &out);
		REQUIRE(err == OK || err == ERR_INPUT || err == ERR_OVERFLOW);
		REQUIRE(err ? out.minor == -77 : out.minor >= 0);
	}
	use(0);
	arena_release(&arena);
}

/* Labels of an axis: decimals where its step has some, for all of them. */
TEST(ticks)
{
	arena_init(&arena);
	money_use_marks(".", ",", "\3\3");
	CHECK_STR("1,200", money_tick(&arena, of("EUR"), money_of(120000), money_of(20000)));
	CHECK_STR("0", money_tick(&arena, of("EUR"), money_of(0), money_of(100)));
	CHECK_STR("1.00", money_tick(&arena, of("EUR"), money_of(100), money_of(50)));
	CHECK_STR("0.00", money_tick(&arena, of("EUR"), money_of(0), money_of(50)));
	CHECK_STR("1,500", money_tick(&arena, of("JPY"), money_of(1500), money_of(500)));
	CHECK_STR("2.500", money_tick(&arena, of("KWD"), money_of(2500), money_of(500)));
	arena_release(&arena);
}
