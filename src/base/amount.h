/* Reading an amount as people write it; the work behind money_parse(). */
#ifndef BASE_AMOUNT_H
#define BASE_AMOUNT_H

#include "base/err.h"
#include "base/money.h"

/* Decimal and grouping mark as code points (group 0: none), group sizes from the right as in struct lconv. */
struct money_marks { uint32_t decimal, group; char sizes[8]; };

/* Minor units into @out. Errors as money_parse(). */
enum err amount_parse(struct currency, const char *text, struct money_marks, int64_t *out);

#endif
