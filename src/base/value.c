/* Comparing as SQLite does (https://sqlite.org/datatype3.html, sort order), so that rows sorted here and rows sorted
 * by the file agree. An integer and a real are compared without rounding the integer. */
#include "base/value.h"

#include "base/err.h"
#include <math.h>
#include <string.h>

struct value value_text_n(const char *bytes, size_t size)
{
	if (size > UINT32_MAX)
		bug("a text of %zu bytes", size);
	return (struct value){ .type = VALUE_TEXT, .size = (uint32_t)size, .text = bytes };
}

struct value value_text(const char *string)
{
	return string ? value_text_n(string, strlen(string)) : value_null();
}

/* SQLite's order of types: null, numbers, text, blob. */
static int class_of(struct value v)
{
	static const int classes[] = {
		[VALUE_NULL] = 0, [VALUE_INTEGER] = 1, [VALUE_REAL] = 1, [VALUE_TEXT] = 2, [VALUE_BLOB] = 3,
	};
	return classes[v.type];
}

static int order(bool less, bool more)
{
	return (int)more - (int)less;
}

/* A NaN cannot come from SQLite (it stores null); here it sorts before every number. */
static int compare_integer_real(int64_t i, double d)
{
	if (isnan(d))
		return 1;
	if (d >= 0x1p63)
		return -1;
	if (d < -0x1p63)
		return 1;
	int64_t whole = (int64_t)d;
	double fraction = d - (double)whole;
	return i != whole ? order(i < whole, i > whole) : order(fraction > 0, fraction < 0);
}

static int compare_reals(double a, double b)
{
	if (isnan(a) || isnan(b))
		return order(isnan(a) && !isnan(b), isnan(b) && !isnan(a));
	return order(a < b, a > b);
}

static int compare_numbers(struct value a, struct value b)
{
	if (a.type == VALUE_INTEGER && b.type == VALUE_INTEGER)
		return order(a.integer < b.integer, a.integer > b.integer);
	if (a.type == VALUE_INTEGER)
		return compare_integer_real(a.integer, b.real);
	if (b.type == VALUE_INTEGER)
		return -compare_integer_real(b.integer, a.real);
	return compare_reals(a.real, b.real);
}

static int compare_bytes(struct value a, struct value b)
{
	uint32_t common = a.size < b.size ? a.size : b.size;
	int result = common ? memcmp(a.text, b.text, common) : 0;
	return result ? result : order(a.size < b.size, a.size > b.size);
}

int value_compare(struct value a, struct value b)
{
	int ca = class_of(a), cb = class_of(b);
	if (ca != cb)
		return ca - cb;
	if (ca == class_of(value_null()))
		return 0;
	return ca == class_of(value_integer(0)) ? compare_numbers(a, b) : compare_bytes(a, b);
}

bool value_equals(struct value a, struct value b)
{
	return value_compare(a, b) == 0;
}

uint64_t value_hash(uint64_t hash, struct value v)
{
	if (v.type == VALUE_INTEGER || v.type == VALUE_REAL) {
		double number = v.type == VALUE_REAL ? v.real + 0.0 : (double)v.integer;      /* -0.0 is 0 */
		uint64_t bits;
		memcpy(&bits, &number, sizeof bits);
		return (hash ^ bits) * UINT64_C(0x9e3779b97f4a7c15);
	}
	for (uint32_t i = 0; v.type != VALUE_NULL && i < v.size; i++)
		hash = (hash ^ (unsigned char)v.text[i]) * UINT64_C(1099511628211);
	return hash;
}

uint64_t text_hash(const char *text, size_t size)
{
	uint64_t hash = size, word;
	for (; size >= 8; text += 8, size -= 8) {
		memcpy(&word, text, 8);
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	word = 0;
	memcpy(&word, text, size);
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

int64_t value_int_or(struct value v, int64_t otherwise)
{
	return v.type == VALUE_INTEGER ? v.integer : otherwise;
}

const char *value_str(struct value v)
{
	return v.type == VALUE_TEXT ? v.text : "";
}
