/* What a seller has sold: figures of the last days, months and of all time, from the snapshots in the order lines. */
#ifndef SHOP_SALES_H
#define SHOP_SALES_H

#include "shop/shop.h"
#include <stddef.h>

enum { SALES_DAYS = 14, SALES_MONTHS = 12, SALES_YEARS = 10, SALES_TOP = 5, SALES_NAMED = 20 };
enum sales_span { SALES_LAST_DAYS, SALES_LAST_MONTHS, SALES_ALL_TIME, SALES_SPANS };

/* From local midnight of a day, or of the first of a month or of a year, on. */
struct sales_figures { int64_t from; struct money revenue; int64_t orders, pieces; };
struct sales_product { int64_t id; const char *title; struct money revenue; int64_t pieces, stock; };   /* stock -1: no limit */
struct sales_products { struct sales_product *items; size_t count; };
/* The oldest first; the last one is today, this month, this year. Cancelled orders do not count, nor does what was
 * destroyed. */
struct sales {
	struct sales_figures spans[SALES_SPANS];       /* the last 14 days, the last 12 months, and all, whose .from is 0 */
	struct sales_figures days[SALES_DAYS], months[SALES_MONTHS], years[SALES_YEARS];
	struct sales_products top[SALES_SPANS];        /* by revenue in that span: at most SALES_TOP */
	struct sales_products low, unsold;             /* 3 pieces or fewer · never sold: at most SALES_NAMED, scarcest first */
	int64_t low_total, unsold_total;               /* named or not */
	int64_t waiting;                               /* orders with lines that the seller has not sent */
};
/* The bars of a span: days, months, or years from the first in which something was sold (at least the present one). */
const struct sales_figures *sales_bars(const struct sales *, enum sales_span, size_t *count);
/* ERR_FORBIDDEN for a guest, ERR_OVERFLOW. Two statements: each line is read once, from an index that holds what is
 * needed of it, and each product once; nothing but sums is kept. */
enum err sales_read(const struct session *, struct arena *, struct sales *out);
/* Once read: what is low as it is by now, two statements, whatever was sold. ERR_FORBIDDEN. */
enum err sales_read_low(const struct session *, struct arena *, struct sales *);

#endif
