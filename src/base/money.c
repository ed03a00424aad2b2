/* Amounts are counted in minor units and never pass through a floating-point number. Reading what people type is a
 * matter of its own: amount.c. */
#include "base/money.h"

#include "base/amount.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include <limits.h>
#include <locale.h>
#include <string.h>

/* ISO 4217 with amendments up to 176 (2024), by digits of the minor unit; not the codes that have none (metals, test,
 * units of account). */
static const struct { unsigned char digits; const char *codes; } currencies[] = {
	{ 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF" },
	{ 2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
	     "CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ "
	     "GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
	     "MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB "
	     "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN "
	     "UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG" },
	{ 3, "BHD IQD JOD KWD LYD OMR TND" },
	{ 4, "CLF UYW" },
};

/* The locale's marks as code points (group 0: none) and its group sizes as in struct lconv. */
static struct money_marks marks = { '.', ',', "\3" };

/* Room for 20 digits, a mark of up to four bytes before each, and a sign. */
enum { AMOUNT_SIZE = 128 };

static bool codes_hold(const char *codes, const char *code)
{
	for (; *codes; codes += codes[3] ? 4 : 3)
		if (memcmp(codes, code, 3) == 0)
			return true;
	return false;
}

enum err currency_find(const char *code, struct currency *out)
{
	struct currency made = { 0 };
	for (int i = 0; i < 3 && code[i]; i++)
		made.code[i] = code[i] >= 'a' && code[i] <= 'z' ? (char)(code[i] - 'a' + 'A') : code[i];
	for (size_t i = 0; strlen(code) == 3 && i < sizeof currencies / sizeof *currencies; i++) {
		if (!codes_hold(currencies[i].codes, made.code))
			continue;
		made.digits = currencies[i].digits;
		*out = made;
		return OK;
	}
	return fail(ERR_INPUT, "'%s' is not a currency code of ISO 4217", code);
}

enum err money_add(struct money a, struct money b, struct money *out)
{
	int64_t sum;
	if (__builtin_add_overflow(a.minor, b.minor, &sum))
		return fail(ERR_OVERFLOW, "the amount is too large");
	return *out = money_of(sum), OK;
}

enum err money_times(struct money a, int64_t count, struct money *out)
{
	int64_t product;
	if (__builtin_mul_overflow(a.minor, count, &product))
		return fail(ERR_OVERFLOW, "the amount is too large");
	return *out = money_of(product), OK;
}

enum err money_percent(struct money a, int64_t percent, struct money *out)
{
	struct money hundredfold = { 0 };
	try(money_times(a, percent, &hundredfold));
	return *out = money_of((hundredfold.minor + 50) / 100), OK;
}

int money_compare(struct money a, struct money b)
{
	return (a.minor > b.minor) - (a.minor < b.minor);
}

/* An amount is written from its last digit to its first. */
struct backwards { char bytes[AMOUNT_SIZE]; size_t at; };

static void put(struct backwards *to, uint32_t codepoint)
{
	char bytes[4];
	size_t size = (size_t)text_put(bytes, codepoint);
	memcpy(to->bytes + (to->at -= size), bytes, size);
}

static void put_whole(struct backwards *to, uint64_t whole, uint32_t group, const char *size)
{
	int in_group = 0;
	do {
		if (group && *size != CHAR_MAX && in_group == *size) {
			put(to, group);
			in_group = 0;
			size += size[1] ? 1 : 0;
		}
		put(to, '0' + (uint32_t)(whole % 10));
		in_group++;
	} while (whole /= 10);
}

static const char *written(struct arena *arena, struct currency currency, struct money amount, struct money_marks with)
{
	struct backwards to = { .at = AMOUNT_SIZE };
	uint64_t rest = amount.minor < 0 ? -(uint64_t)amount.minor : (uint64_t)amount.minor;
	for (int i = 0; i < currency.digits; i++, rest /= 10)
		put(&to, '0' + (uint32_t)(rest % 10));
	if (currency.digits)
		put(&to, with.decimal);
	put_whole(&to, rest, with.group, with.sizes);
	if (amount.minor < 0)
		put(&to, '-');
	return arena_copy(arena, to.bytes + to.at, AMOUNT_SIZE - to.at);
}

const char *money_text(struct arena *arena, struct currency currency, struct money amount)
{
	return written(arena, currency, amount, marks);
}

const char *money_tick(struct arena *arena, struct currency currency, struct money amount, struct money step)
{
	int64_t whole = 1;
	for (int i = 0; i < currency.digits; i++)
		whole *= 10;
	if (step.minor % whole)
		return money_text(arena, currency, amount);
	return written(arena, (struct currency){ .digits = 0 }, money_of(amount.minor / whole), marks);
}

const char *money_decimal(struct arena *arena, struct currency currency, struct money amount)
{
	return written(arena, currency, amount, (struct money_marks){ .decimal = '.' });
}

/* The first character, 0 when there is none; @otherwise when it is no UTF-8 (a locale of one byte a character). */
static uint32_t mark_of(const char *text, uint32_t otherwise)
{
	uint32_t cp = 0;
	if (*text)
		utf8_next(text, strlen(text), 0, &cp);
	return cp == UTF8_INVALID ? otherwise : cp;
}

void money_use_marks(const char *decimal, const char *group, const char *sizes)
{
	struct money_marks made = { mark_of(decimal, '.'), mark_of(group, ' '), "" };
	strncpy(made.sizes, sizes, sizeof made.sizes - 1);
	if (!made.decimal)
		made.decimal = '.';
	if (!made.sizes[0] || made.sizes[0] == CHAR_MAX || made.sizes[0] < 0 || made.group == made.decimal)
		made.group = 0;
	if (!made.group && made.decimal == '.')   /* "C" names none, and long numbers want one */
		made = (struct money_marks){ '.', ',', "\3" };
	marks = made;
}

void money_use_locale(void)
{
	const struct lconv *now = localeconv();
	if (now->mon_decimal_point[0])
		money_use_marks(now->mon_decimal_point, now->mon_thousands_sep, now->mon_grouping);
	else
		money_use_marks(now->decimal_point, now->thousands_sep, now->grouping);
}

enum err money_parse(struct currency currency, const char *text, struct money *out)
{
	int64_t whole;
	try(amount_parse(currency, text, marks, &whole));
	return *out = money_of(whole), OK;
}
