/* All products, retired ones too, in the order of their ids, page by page: memory does not grow with the shop. */
#ifndef SHOP_EXPORT_H
#define SHOP_EXPORT_H

#include "shop/catalogue.h"

/* Called for each page of products; another code than OK ends it. */
typedef enum err export_page(void *context, const struct products *);
/* Only @seller's (an e-mail; NULL: everybody's). ERR_NOT_FOUND names an e-mail that nobody has. */
enum err export_products(struct shop *, const char *seller, export_page *, void *context);

/* All of it as one CSV file (id,title,description,category,price,stock,imageUrl,retiredAt) or one JSON document
 * ({"products":[…],"next":null}), handed on piece by piece; another code than OK from @sink ends it. *count: products. */
enum export_form { EXPORT_CSV, EXPORT_JSON };
typedef enum err export_sink(void *context, const char *bytes, size_t size);
enum err export_write(struct shop *, const char *seller, enum export_form, export_sink *, void *context, int64_t *count);

#endif
