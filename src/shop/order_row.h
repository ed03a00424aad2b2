/* Rows and lines of orders, for review.c, place.c, order.c, order_status.c and leave.c. */
#ifndef SHOP_ORDER_ROW_H
#define SHOP_ORDER_ROW_H

#include "model/record.h"
#include "shop/order.h"

/* The session's own order. ERR_NOT_FOUND for another person's in the words for one that does not exist. */
enum err order_row(const struct session *, struct arena *, int64_t id, struct row **out);
/* Stock goes down by @count when there is that much. ERR_STOCK. A product without a limit is left alone. */
enum err stock_take(struct shop *, const struct product *, int64_t count);
/* And comes back, where the product still exists and has a limit. */
enum err stock_return(struct shop *, int64_t product, int64_t count);

/* What the session's cart (then its row is in *@cart), or the products of @old, would be ordered as now: capped by
 * stock, what is gone left out. The key and kind of @old; sellers and pieces sold are left out. */
enum err review_again(const struct session *, struct arena *, const struct review *old, struct row **cart,
	struct review *out);
/* Mark in @now what is not as @shown; lines that are gone are put at its end with quantity 0. OK when nothing differs,
 * else ERR_STOCK or ERR_PRICE. */
enum err review_compare(struct shop *, struct arena *, const struct review *shown, struct review *now);
/* Fill in what review_again left out. */
enum err review_complete(struct shop *, struct arena *, struct review *);

#endif
