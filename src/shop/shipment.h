/* What a seller has to send: orders with the seller's products, and of each only the seller's own lines. */
#ifndef SHOP_SHIPMENT_H
#define SHOP_SHIPMENT_H

#include "shop/order.h"

struct shipment_line { int64_t id, product, quantity; const char *title; struct money price, line; const char *shipped_at; };
struct shipment {
	int64_t order;
	enum order_status status;
	const char *buyer;                 /* the name; "" when the account is gone */
	int64_t placed_at;                 /* ms */
	const char *created;
	struct shipment_line *lines;
	size_t count;
};
struct shipments { struct shipment *items; size_t count; const char *next; };

/* Orders that wait for the seller, oldest first; with @sent, those of which all was sent, newest first. @limit 1..1,000
 * after @cursor (NULL: from the top). ERR_USAGE: a bad cursor or limit. A guest has none. */
enum err shipment_list(const struct session *, struct arena *, bool sent, const char *cursor, int64_t limit,
	struct shipments *out);
/* The seller's lines of these orders are on their way: all or none. An order is shipped when each of its lines is (a line
 * whose product is gone counts as sent). ERR_NOT_FOUND: no such order, or nothing of the seller's in it; ERR_STATUS: it was
 * cancelled, or all was sent before. */
enum err shipment_ship(struct session *, struct arena *, const int64_t *orders, size_t count);

#endif
