/* Amounts: integer minor units of one currency; the only arithmetic on minor units, and the only formatting. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct currency { char code[4]; unsigned char digits; };   /* ISO 4217: JPY 0, EUR 2, KWD 3 */
struct money { int64_t minor; };

/* The ISO 4217 currency of that code (upper or lower case). ERR_INPUT names the code. */
enum err currency_find(const char *code, struct currency *out);

static inline struct money money_of(int64_t minor) { return (struct money){ minor }; }
/* ERR_OVERFLOW past int64. @out is untouched on error. */
enum err money_add(struct money a, struct money b, struct money *out);
enum err money_times(struct money a, int64_t count, struct money *out);
/* @percent of it (0..1000), rounded half up. */
enum err money_percent(struct money a, int64_t percent, struct money *out);
int money_compare(struct money, struct money);

/* "1,234.50" with the locale's separators and the currency's digits, no code, no symbol. */
const char *money_text(struct arena *, struct currency, struct money);
/* The same without decimals where @step has none: labels of an axis, which are its multiples. */
const char *money_tick(struct arena *, struct currency, struct money amount, struct money step);
/* As money_text() with a point, no grouping: "1234.50" (CSV, Markdown export for machines, --plain). */
const char *money_decimal(struct arena *, struct currency, struct money);
/* As people write it: "12", "12.5", "12,50", "12,50 €", "EUR 12.50", "1,234.50", "1.234,50".
 * One mark before exactly three digits ("1.234") is taken as the locale has it, and refused where that leaves a doubt.
 * ERR_INPUT says what is wrong: not a number, more digits than the currency has, another currency, negative;
 * ERR_OVERFLOW. */
enum err money_parse(struct currency, const char *text, struct money *out);
/* Take the separators from the locale now in force; call once after setlocale(LC_ALL, ""). */
void money_use_locale(void);
/* Take these, with group sizes as in struct lconv. A point without a grouping mark gets the comma. */
void money_use_marks(const char *decimal, const char *group, const char *sizes);

#endif
