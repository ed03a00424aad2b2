/* Products as the shop shows them: one reader of rows for the catalogue, the cart and orders. */
#ifndef SHOP_PRODUCT_H
#define SHOP_PRODUCT_H

#include "shop/catalogue.h"
#include "model/record.h"

/* What product_read needs included: the seller. For struct query.include. */
extern const struct include product_include[];

/* From a row of the model product (any attribute that was not read counts as null). Text is borrowed from the row;
 * @sold is 0 until products_count_sold(). */
void product_read(const struct row *, struct product *out);
/* Rows to products, with sellers and pieces sold, in the order of @query, whose include is set here. */
enum err products_find(struct shop *, struct arena *, struct query, struct products *out);
/* Products of these ids, in any order; those that do not exist are left out. */
enum err products_by_id(struct shop *, struct arena *, const int64_t *ids, size_t count, struct products *out);
/* The same without sellers and pieces sold. */
enum err products_plain(struct shop *, struct arena *, const int64_t *ids, size_t count, struct products *out);
/* Fill in the pieces sold of them all: one statement. */
enum err products_count_sold(struct shop *, struct arena *, struct products *);
/* The one with that id, or NULL. */
const struct product *products_get(const struct products *, int64_t id);

/* The row of a product of the person's own. ERR_FORBIDDEN for a guest, and for what somebody else sells; ERR_NOT_FOUND. */
enum err product_own(const struct session *, struct arena *, int64_t id, struct row **out);

/* Pieces that can be bought now: 0 when retired or sold out, never more than SHOP_QUANTITY_MAX. */
int64_t product_available(const struct product *);
/* "sold out", "no longer sold", or NULL when there is something left. */
const char *product_why_not(const struct product *);

#endif
