/* The catalogue: search, filters, sorts, keyset pages of products, and one product with what surrounds it. */
#ifndef SHOP_CATALOGUE_H
#define SHOP_CATALOGUE_H

#include "shop/shop.h"
#include <stddef.h>

enum catalogue_sort { SORT_NAME, SORT_PRICE, SORT_PRICE_DOWN, SORT_NEWEST, SORT_SOLD, SORT_COUNT };
const char *catalogue_sort_name(enum catalogue_sort);     /* "name" "price" "-price" "newest" "sold" */
enum err catalogue_sort_find(const char *name, enum catalogue_sort *out);

/* What is asked for. While @search has words, best titles come first (over the first 1,000 matches) unless @sorted. */
struct catalogue_filter {
	const char *search;        /* prefix of every word, without case and accents; NULL or "": none */
	const char *category;      /* NULL: any */
	const char *seller;        /* e-mail; NULL: any */
	bool in_stock;
	enum catalogue_sort sort;
	bool sorted;               /* the sort was chosen: it beats best match */
};

struct product {
	int64_t id, seller, stock, sold;
	bool unlimited;            /* stock is null */
	bool retired;
	struct money price;
	const char *title, *description, *category, *image, *seller_name, *seller_email;
	const char *created, *updated, *retired_at;   /* as stored, NULL when null */
};
struct products { struct product *items; size_t count; };

/* Position in a list: opaque text, bound to sort and filter. */
struct catalogue_page {
	struct products products;
	const char *next;          /* cursor after the last row, NULL at the end */
	const char *previous;      /* cursor before the first row, NULL at the beginning */
};
/* @limit rows (1..1,000) after (or, with @before, before) @cursor; NULL: from the top (with @before: the last page).
 * ERR_USAGE: a cursor that does not belong to this list. */
enum err catalogue_page(struct shop *, struct arena *, const struct catalogue_filter *, const char *cursor, bool before, int64_t limit, struct catalogue_page *out);
/* How many, stopping at @limit (then @more). */
enum err catalogue_count(struct shop *, const struct catalogue_filter *, int64_t limit, int64_t *count, bool *more);
/* The cursor of one row: to stay on it when the sort or filter changes. */
enum err catalogue_cursor(struct shop *, struct arena *, const struct catalogue_filter *, int64_t product, const char **out);
/* One product by id, retired or not. ERR_NOT_FOUND names the id. */
enum err catalogue_product(struct shop *, struct arena *, int64_t id, struct product *out);
/* What surrounds it: how many carts and orders hold it, pieces sold, other products of its seller, what was bought together (up to 3). */
struct surroundings { int64_t in_carts, in_orders, sold, more_by_seller; struct { const char *title; int64_t times; } together[3]; size_t together_count; };
enum err catalogue_surroundings(struct shop *, struct arena *, int64_t product, struct surroundings *out);
/* Categories in use with their counts, and sellers with theirs (bounded to 1,000), for the filter. */
struct facet { const char *name, *value; int64_t count; };
struct facets { struct facet *items; size_t count; };
enum err catalogue_categories(struct shop *, struct arena *, struct facets *out);
enum err catalogue_sellers(struct shop *, struct arena *, struct facets *out);

/* "12 in stock", "low 2" (3 or fewer), "SOLD", "∞", "retired": which of them, for the screens' words. */
enum stock_state { STOCK_MANY, STOCK_LOW, STOCK_SOLD_OUT, STOCK_UNLIMITED, STOCK_RETIRED };
enum stock_state product_stock_state(const struct product *);

#endif
