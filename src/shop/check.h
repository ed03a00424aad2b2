/* The invariants of a shop's file: structure (integrity, keys, what souk adds), and rules (totals, statuses, sold counts, stock). */
#ifndef SHOP_CHECK_H
#define SHOP_CHECK_H

#include "shop/shop.h"
#include <stddef.h>

struct check_finding { bool structural; const char *what, *sentence; };
struct check_report { struct check_finding *items; size_t count, structural; int64_t rows_checked; };
enum err shop_check(struct shop *, struct arena *, shop_progress *, void *context, struct check_report *out);

#endif
