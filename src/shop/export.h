/* All products, retired ones too, in the order of their ids, page by page: memory does not grow with the shop. */
#ifndef SHOP_EXPORT_H
#define SHOP_EXPORT_H

#include "shop/catalogue.h"

struct buffer;

/* Called for each page of products; another code than OK ends it. */
typedef enum err export_page(void *context, const struct products *);
/* Only @seller's (an e-mail; NULL: everybody's). ERR_NOT_FOUND names an e-mail that nobody has. */
enum err export_products(struct shop *, const char *seller, export_page *, void *context);

/* "id,title,description,category,price,stock,imageUrl,retiredAt", and a product under it. */
void export_csv_header(struct buffer *);
void export_csv(struct buffer *, struct currency, const struct product *);

#endif
