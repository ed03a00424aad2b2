/* The part of base/text.h that is printf for display text. Every piece, literal, number or raw string, passes the rules
 * of display.c on its own, so that no argument can reach into its neighbour; widths count cells. Of printf it knows
 * %d %i %u %x %X %o %c %s %f %g %e %p %m %%, the flags - 0 + #, widths, precisions and the lengths of integers. */
#include "base/text.h"

#include "base/arena.h"
#include "base/display.h"
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER_SIZE = 512, WIDTH_MAX = 4096, DIGITS_MAX = 64 };

/* One "%-08.3ld"; precision -1 when there is none. */
struct directive { bool left, zero, plus, alternate; int width, precision; char length, kind; };

/* va_list may be an array type; a pointer to this can be passed on. */
struct arguments { va_list list; int saved_errno; };

/* What a directive prints: a sign or prefix, then the body; zeros may come between. */
struct piece { char sign[4]; const char *body; size_t size; char number[NUMBER_SIZE]; };

static int read_number(const char **at, struct arguments *from)
{
	int number = 0;
	if (**at == '*')
		return ++*at, va_arg(from->list, int);
	for (; **at >= '0' && **at <= '9'; ++*at)
		number = number > WIDTH_MAX ? number : number * 10 + (**at - '0');
	return number;
}

static void read_flags(const char **at, struct directive *made)
{
	for (;; ++*at) {
		if (**at == '-')
			made->left = true;
		else if (**at == '0')
			made->zero = true;
		else if (**at == '+')
			made->plus = true;
		else if (**at == '#')
			made->alternate = true;
		else
			return;
	}
}

static struct directive read_directive(const char **at, struct arguments *from)
{
	struct directive made = { .precision = -1 };
	read_flags(at, &made);
	made.width = read_number(at, from);
	if (made.width < 0)
		made.left = true;
	if (made.width < -WIDTH_MAX || made.width > WIDTH_MAX)
		made.width = WIDTH_MAX;
	made.width = made.width < 0 ? -made.width : made.width;
	if (**at == '.')
		++*at, made.precision = read_number(at, from);
	for (; **at && strchr("hlzjt", **at); ++*at)
		made.length = made.length == 'l' ? 'L' : **at;
	made.kind = **at ? *(*at)++ : '\0';
	return made;
}

static intmax_t take_signed(char length, struct arguments *from)
{
	switch (length) {
	case 'l': return va_arg(from->list, long);
	case 'L': return va_arg(from->list, long long);
	case 'z': return va_arg(from->list, ssize_t);
	case 't': return va_arg(from->list, ptrdiff_t);
	case 'j': return va_arg(from->list, intmax_t);
	default: return va_arg(from->list, int);
	}
}

static uintmax_t take_unsigned(char length, struct arguments *from)
{
	switch (length) {
	case 'l': return va_arg(from->list, unsigned long);
	case 'L': return va_arg(from->list, unsigned long long);
	case 'z': case 't': return va_arg(from->list, size_t);
	case 'j': return va_arg(from->list, uintmax_t);
	default: return va_arg(from->list, unsigned);
	}
}

static void set_sign(struct piece *to, const struct directive *how, bool negative)
{
	snprintf(to->sign, sizeof to->sign, "%s", negative ? "-" : how->plus ? "+" : "");
}

static int digits(const struct directive *how)
{
	return how->precision > DIGITS_MAX ? DIGITS_MAX : how->precision;
}

static int print_signed(struct piece *to, struct directive *how, struct arguments *from)
{
	intmax_t value = take_signed(how->length, from);
	set_sign(to, how, value < 0);
	return snprintf(to->number, NUMBER_SIZE, "%.*ju", digits(how), value < 0 ? -(uintmax_t)value : (uintmax_t)value);
}

static int print_unsigned(struct piece *to, struct directive *how, struct arguments *from)
{
	uintmax_t value = take_unsigned(how->length, from);
	if (how->kind == 'u')
		return snprintf(to->number, NUMBER_SIZE, "%.*ju", digits(how), value);
	if (how->kind == 'o')
		return snprintf(to->number, NUMBER_SIZE, "%.*jo", digits(how), value);
	if (how->alternate && value)
		snprintf(to->sign, sizeof to->sign, "0%c", how->kind);
	if (how->kind == 'x')
		return snprintf(to->number, NUMBER_SIZE, "%.*jx", digits(how), value);
	return snprintf(to->number, NUMBER_SIZE, "%.*jX", digits(how), value);
}

static int print_real(struct piece *to, struct directive *how, struct arguments *from)
{
	double value = va_arg(from->list, double);
	how->zero = how->zero && isfinite(value);
	set_sign(to, how, signbit(value));
	if (how->kind == 'f')
		return snprintf(to->number, NUMBER_SIZE, "%.*f", digits(how), fabs(value));
	if (how->kind == 'e')
		return snprintf(to->number, NUMBER_SIZE, "%.*e", digits(how), fabs(value));
	return snprintf(to->number, NUMBER_SIZE, "%.*g", digits(how), fabs(value));
}

static int print_pointer(struct piece *to, struct directive *how, struct arguments *from)
{
	how->zero = false;
	return snprintf(to->number, NUMBER_SIZE, "%p", va_arg(from->list, void *));
}

/* As in printf the precision counts bytes, and nothing behind it is read. */
static int print_string(struct piece *to, struct directive *how, struct arguments *from)
{
	const char *raw = how->kind == 'm' ? strerror(from->saved_errno) : va_arg(from->list, const char *);
	how->zero = false;
	to->body = raw ? raw : "";
	to->size = how->precision < 0 ? strlen(to->body) : strnlen(to->body, (size_t)how->precision);
	return 0;
}

static int print_character(struct piece *to, struct directive *how, struct arguments *from)
{
	how->zero = false;
	to->number[0] = how->kind == '%' ? '%' : (char)va_arg(from->list, int);
	to->size = 1;
	return 1;
}

/* Fills the piece; returns the length of a number, which may be longer than it was given room. */
static const struct { char kind; int (*print)(struct piece *, struct directive *, struct arguments *); } kinds[] = {
	{ 's', print_string }, { 'm', print_string }, { 'c', print_character }, { '%', print_character },
	{ 'd', print_signed }, { 'i', print_signed }, { 'u', print_unsigned }, { 'x', print_unsigned },
	{ 'X', print_unsigned }, { 'o', print_unsigned }, { 'f', print_real }, { 'e', print_real }, { 'g', print_real },
	{ 'p', print_pointer },
};

static void fill(struct piece *to, struct directive *how, struct arguments *from)
{
	to->sign[0] = '\0';
	to->body = to->number;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (kinds[i].kind != how->kind)
			continue;
		int length = kinds[i].print(to, how, from);
		if (to->body == to->number)
			to->size = length < NUMBER_SIZE ? (size_t)length : NUMBER_SIZE - 1;
		return;
	}
	bug("show_format knows no %%%c", how->kind);
}

static void add(struct display *out, struct directive how, struct arguments *from)
{
	struct piece piece;
	struct display measured = { 0 };
	fill(&piece, &how, from);
	if (how.width) {
		display_text(&measured, piece.sign, strlen(piece.sign));
		display_text(&measured, piece.body, piece.size);
	}
	int padding = how.width - measured.cells;
	if (!how.left && !how.zero)
		display_spaces(out, padding);
	display_text(out, piece.sign, strlen(piece.sign));
	for (int zeros = how.zero && !how.left ? padding : 0; zeros > 0; zeros--)
		display_ascii(out, "0", 1);
	display_text(out, piece.body, piece.size);
	if (how.left)
		display_spaces(out, padding);
}

struct shown show_format(struct arena *arena, const char *format, ...)
{
	struct display made = { .arena = arena };
	struct arguments from = { .saved_errno = errno };
	va_start(from.list, format);
	while (*format) {
		size_t literal = strcspn(format, "%");
		display_text(&made, format, literal);
		format += literal;
		if (*format == '%') {
			format++;
			struct directive how = read_directive(&format, &from);
			add(&made, how, &from);
		}
	}
	va_end(from.list);
	return display_end(&made);
}
