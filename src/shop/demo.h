/* The demo bazaar: fills a new demo file from assets/demo, the same for the same seed and date. */
#ifndef SHOP_DEMO_H
#define SHOP_DEMO_H

#include "shop/shop.h"

enum { DEMO_SEED = 20261122 };   /* the bazaar that everybody gets */

/* People, products, carts, and at least 150 orders over the 12 months before clock_now(). One transaction. */
enum err demo_fill(struct shop *, uint64_t seed, shop_progress *, void *context);

#endif
