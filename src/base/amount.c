/* What people type or paste is read with the marks of all locales in mind: the last of two different marks is the
 * decimal one, repeated marks group. A single mark before three digits is the one case with two readings: the locale
 * decides where only one of them is an amount of the currency, else it is refused, and the sentence shows both. */
#include "base/amount.h"

#include "base/utf8.h"
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS_MAX = 40, SEEN_MAX = 20 };

/* Signs that people put beside an amount, and whose they are. */
static const struct { const char *sign, *codes; } signs[] = {
	{ "€", "EUR" }, { "£", "GBP" }, { "¥", "JPY CNY" }, { "₹", "INR" }, { "₩", "KRW" }, { "₽", "RUB" },
	{ "$", "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP" },
};

struct amount {
	struct currency currency;
	const char *text, *at, *end;      /* all that was typed; the part not yet understood */
	struct money_marks marks;
	char digits[DIGITS_MAX + 1];
	size_t count, seen_count;
	struct { uint32_t mark; size_t at; } seen[SEEN_MAX];   /* mark, digits before it */
	size_t whole;                     /* digits before the decimal mark */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Marks that look alike are one: all narrow and no-break spaces, both apostrophes. */
static uint32_t usual(uint32_t mark)
{
	if (mark == 0xa0 || mark == 0x202f || mark == 0x2009)
		return ' ';
	return mark == 0x2019 ? '\'' : mark;
}

static void trim(struct amount *in)
{
	static const char *const spaces[] = { " ", "\t", "\u00a0", "\u202f", "\u2009" };
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
		size_t size = strlen(spaces[i]), left = (size_t)(in->end - in->at);
		if (left >= size && memcmp(in->at, spaces[i], size) == 0)
			in->at += size;
		else if (left >= size && memcmp(in->end - size, spaces[i], size) == 0)
			in->end -= size;
		else
			continue;
		i = (size_t)-1;   /* from the first space again */
	}
}

static enum err not_an_amount(const struct amount *in)
{
	return fail(ERR_INPUT, "'%s' is not an amount, write it like %s", in->text, in->currency.digits ? "12.50" : "1250");
}

static enum err other_currency(const struct amount *in)
{
	return fail(ERR_INPUT, "'%s' is not in %s", in->text, in->currency.code);
}

/* Take three letters from one end: the currency's code, or another's. */
static enum err take_code(struct amount *in, bool front)
{
	char code[4] = "";
	struct currency other;
	size_t left = (size_t)(in->end - in->at), letters = 0;
	while (letters < left && is_letter(front ? in->at[letters] : in->end[-1 - (ptrdiff_t)letters]))
		letters++;
	if (letters == 0)
		return OK;
	memcpy(code, front ? in->at : in->end - letters, letters < 3 ? letters : 3);
	if (letters != 3 || currency_find(code, &other))
		return not_an_amount(in);
	if (strcmp(other.code, in->currency.code) != 0)
		return other_currency(in);
	*(front ? &in->at : &in->end) += front ? 3 : -3;
	return OK;
}

static enum err take_sign(struct amount *in, bool front)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t size = strlen(signs[i].sign);
		if ((size_t)(in->end - in->at) < size)
			continue;
		if (memcmp(front ? in->at : in->end - size, signs[i].sign, size) != 0)
			continue;
		if (!strstr(signs[i].codes, in->currency.code))
			return other_currency(in);
		*(front ? &in->at : &in->end) += front ? (ptrdiff_t)size : -(ptrdiff_t)size;
		return OK;
	}
	return take_code(in, front);
}

static enum err refuse_minus(const struct amount *in)
{
	static const char minus[] = "\u2212";
	size_t left = (size_t)(in->end - in->at);
	if (left && (*in->at == '-' || (left >= sizeof minus - 1 && memcmp(in->at, minus, sizeof minus - 1) == 0)))
		return fail(ERR_INPUT, "'%s' is negative", in->text);
	return OK;
}

/* Blanks, a minus, and the currency on one side. */
static enum err take_currency(struct amount *in)
{
	trim(in);
	try(refuse_minus(in));
	const char *before = in->at;
	try(take_sign(in, true));
	if (in->at == before)
		try(take_sign(in, false));
	trim(in);
	return refuse_minus(in);
}

static enum err scan(struct amount *in)
{
	uint32_t cp;
	for (; in->at < in->end; in->at += utf8_next(in->at, (size_t)(in->end - in->at), 0, &cp)) {
		if (*in->at >= '0' && *in->at <= '9') {
			if (in->count == DIGITS_MAX)
				return fail(ERR_OVERFLOW, "'%s' is too large", in->text);
			in->digits[in->count++] = *in->at;
			continue;
		}
		utf8_next(in->at, (size_t)(in->end - in->at), 0, &cp);
		cp = usual(cp);
		bool known = cp == '.' || cp == ',' || cp == ' ' || cp == '\'' || cp == usual(in->marks.decimal)
			|| cp == usual(in->marks.group);
		if (!known || in->seen_count == SEEN_MAX)
			return not_an_amount(in);
		in->seen[in->seen_count].mark = cp;
		in->seen[in->seen_count++].at = in->count;
	}
	return in->count ? OK : not_an_amount(in);
}

/* Whether the first @marks marks cut the first @digits digits into groups of these sizes, and are all the same. */
static bool are_groups(const struct amount *in, size_t marks, size_t digits, const char *size)
{
	for (size_t i = marks; i-- > 0; digits = in->seen[i].at) {
		if (in->seen[i].mark != in->seen[0].mark || *size <= 0 || *size == CHAR_MAX
		    || digits - in->seen[i].at != (size_t)*size)
			return false;
		size += size[1] ? 1 : 0;
	}
	return marks == 0 || (digits > 0 && digits <= (size_t)*size && in->digits[0] != '0');
}

/* Groups of three as most write them, of two as in India, or as the locale has it. */
static bool may_group(const struct amount *in, size_t marks, size_t digits)
{
	return are_groups(in, marks, digits, "\3") || are_groups(in, marks, digits, "\3\2")
		|| are_groups(in, marks, digits, in->marks.sizes);
}

static bool may_be_decimal(const struct amount *in, uint32_t mark)
{
	return mark == '.' || mark == ',' || mark == usual(in->marks.decimal);
}

/* A single mark that may group and may be decimal. */
static enum err decide(struct amount *in)
{
	uint32_t mark = in->seen[0].mark;
	size_t before = in->seen[0].at, after = in->count - before;
	bool fits = after <= in->currency.digits;
	in->whole = before;
	if (!may_group(in, 1, in->count) || (fits && mark == usual(in->marks.decimal)))
		return OK;
	in->whole = in->count;
	if (!fits && mark == usual(in->marks.group))
		return OK;
	return fail(ERR_INPUT, "'%s' can mean %s or %.*s.%s, write it without a mark for thousands", in->text, in->digits,
		(int)before, in->digits, in->digits + before);
}

/* Find the decimal mark. */
static enum err read_marks(struct amount *in)
{
	size_t n = in->seen_count;
	in->whole = in->count;
	if (n == 0)
		return OK;
	uint32_t last = in->seen[n - 1].mark;
	bool decimal = may_be_decimal(in, last) && (n == 1 || in->seen[n - 2].mark != last);
	if (decimal && n == 1)
		return decide(in);
	if (decimal)
		in->whole = in->seen[n - 1].at;
	return may_group(in, n - decimal, in->whole) ? OK : not_an_amount(in);
}

static enum err add_up(const struct amount *in, int64_t *out)
{
	int64_t sum = 0;
	bool over = false;
	size_t wanted = in->whole + in->currency.digits;
	if (in->count > wanted && in->currency.digits == 0)
		return fail(ERR_INPUT, "'%s' has decimals, %s has none", in->text, in->currency.code);
	if (in->count > wanted)
		return fail(ERR_INPUT, "'%s' has more than the %d decimals of %s", in->text, in->currency.digits,
			in->currency.code);
	for (size_t i = 0; i < wanted; i++) {
		over = over || __builtin_mul_overflow(sum, 10, &sum);
		over = over || __builtin_add_overflow(sum, i < in->count ? in->digits[i] - '0' : 0, &sum);
	}
	if (over)
		return fail(ERR_OVERFLOW, "'%s' is too large", in->text);
	*out = sum;
	return OK;
}

enum err amount_parse(struct currency currency, const char *text, struct money_marks marks, int64_t *out)
{
	struct amount in = { .currency = currency, .text = text, .at = text, .end = text + strlen(text), .marks = marks };
	try(take_currency(&in));
	try(scan(&in));
	try(read_marks(&in));
	return add_up(&in, out);
}
