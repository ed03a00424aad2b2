/* The rows under a cart, for those who change one inside a transaction: cart_change.c, merge.c and the orders. */
#ifndef SHOP_CART_ROW_H
#define SHOP_CART_ROW_H

#include "model/record.h"
#include "shop/cart.h"

/* The session's cart and no other: a person's own, a guest's that nobody owns. NULL when there is none. */
enum err cart_row(const struct session *, struct arena *, struct row **out);
/* The same with its lines, as cart_load but without sellers and pieces sold: for placing, which needs neither. */
enum err cart_row_load(const struct session *, struct arena *, struct row **out, struct cart *lines);
/* The session's, made when there is none; a guest's is kept in the session. ERR_NOT_FOUND when the account is gone. */
enum err cart_row_make(struct session *, struct arena *, struct row **out);

/* What a line becomes: @count more (or, negative, fewer, down to 1), or @count exactly. */
struct cart_wish { int64_t count; bool exactly; };
/* Carry it out for one product, capped by stock; the cart is touched. Errors as cart_add and cart_set. */
enum err cart_row_change(struct shop *, struct arena *, struct row *cart, int64_t product, struct cart_wish,
	struct cart_change *);
/* Put @quantity (0 removes) back for a product that may be sold out or gone meanwhile: capped while there is any left,
 * uncounted when there is none, skipped (change->title NULL) when it no longer exists. */
enum err cart_row_restore(struct shop *, struct arena *, struct row *cart, int64_t product, int64_t quantity,
	struct cart_change *);
/* The same, adding @quantity to what is there. */
enum err cart_row_join(struct shop *, struct arena *, struct row *cart, int64_t product, int64_t quantity,
	struct cart_change *);
/* All lines. */
enum err cart_row_empty(struct shop *, const struct row *cart);

#endif
