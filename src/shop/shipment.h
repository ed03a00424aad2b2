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
	int64_t pieces;
	struct money total;                /* of these lines */
	const char *sent;                  /* when the last of them was; NULL: some still wait */
};
struct shipments { struct shipment *items; size_t count; const char *next, *previous; };

/* Orders that wait for the seller, oldest first; with @sent, those of which all was sent, newest first. @limit 1..1,000
 * after @cursor (NULL: from the top), or just before it. ERR_USAGE: a bad cursor or limit. A guest has none. What waits is
 * found at its place in an index; for a page of what was sent the seller's entries in that index are walked once. */
enum err shipment_list(const struct session *, struct arena *, bool sent, const char *cursor, bool before, int64_t limit,
	struct shipments *out);
/* The cursor after this order. */
const char *shipment_cursor(struct arena *, const struct shipment *);
/* One order, the seller's lines of it. ERR_NOT_FOUND: no such order, or nothing of the seller's in it. */
enum err shipment_load(const struct session *, struct arena *, int64_t order, struct shipment *out);
/* How many orders wait for the seller, and how many pieces in them. */
enum err shipment_waiting(const struct session *, struct arena *, int64_t *orders, int64_t *pieces);
/* The seller's lines of these orders are on their way: all or none. An order is shipped when each of its lines is (a line
 * whose product is gone counts as sent). There is no way back. ERR_NOT_FOUND: no such order, or nothing of the seller's in
 * it; ERR_FORBIDDEN: a guest; ERR_STATUS: it was cancelled, or all was sent before. */
enum err shipment_ship(struct session *, struct arena *, const int64_t *orders, size_t count);

#endif
