/* What a seller has sold: figures of the last days, months and of all time, from the snapshots in the order lines. */
#ifndef SHOP_SALES_H
#define SHOP_SALES_H

#include "shop/shop.h"
#include <stddef.h>

enum { SALES_DAYS = 14, SALES_MONTHS = 12, SALES_TOP = 5, SALES_NAMED = 20 };

/* From local midnight of a day, or of the first of a month, on. */
struct sales_figures { int64_t from; struct money revenue; int64_t orders, pieces; };
struct sales_product { int64_t id; const char *title; struct money revenue; int64_t pieces, stock; };
/* The oldest first; the last one is today, this month. Cancelled orders do not count, nor does what was destroyed. */
struct sales {
	struct sales_figures days[SALES_DAYS], months[SALES_MONTHS], last_days, last_months, all;
	struct sales_product *top, *low, *unsold;      /* by revenue · 3 pieces or fewer · never sold: at most SALES_NAMED */
	size_t top_count, low_count, unsold_count;
	int64_t low_total, unsold_total;               /* named or not */
	int64_t waiting;                               /* orders with lines that the seller has not sent */
};
/* ERR_FORBIDDEN for a guest, ERR_OVERFLOW. Two statements: each line is read once, from an index that holds what is
 * needed of it, and each product once; nothing but sums is kept. */
enum err sales_read(const struct session *, struct arena *, struct sales *out);

#endif
