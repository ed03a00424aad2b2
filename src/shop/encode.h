/* The shop's things as JSON: one function a thing, field names that are the attribute names. */
#ifndef SHOP_ENCODE_H
#define SHOP_ENCODE_H

#include "base/json.h"
#include "shop/order.h"
#include "shop/account.h"

void encode_product(struct json *, const struct product *);
void encode_person(struct json *, const struct person *);
void encode_cart(struct json *, const struct cart *);
void encode_order(struct json *, const struct order *);

#endif
