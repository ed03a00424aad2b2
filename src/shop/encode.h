/* The shop's things as JSON: one function a thing, field names that are the attribute names. */
#ifndef SHOP_ENCODE_H
#define SHOP_ENCODE_H

#include "base/json.h"
#include "shop/order.h"
#include "shop/account.h"

void encode_product(struct json *, const struct product *);
void encode_person(struct json *, const struct person *);
/* @change adds "capped" (NULL: a plain reading). */
void encode_cart_changed(struct json *, const struct cart *, const struct cart_change *change);
void encode_order(struct json *, const struct order *);
/* @repeated adds "repeated" (NULL: a plain reading). */
void encode_order_placed(struct json *, const struct order *, const bool *repeated);

#endif
