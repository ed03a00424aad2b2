/* What a seller offers: the seller's own products, retired ones on demand, in orders, filtered, searched, by keyset pages. */
#ifndef SHOP_WARES_H
#define SHOP_WARES_H

#include "shop/catalogue.h"

/* Name · lowest, highest price first · fewest pieces first, without limit last · best-selling first · newest first. */
enum wares_sort { WARES_NAME, WARES_PRICE, WARES_PRICE_DOWN, WARES_STOCK, WARES_SOLD, WARES_NEWEST, WARES_SORT_COUNT };
const char *wares_sort_name(enum wares_sort);             /* "name" "price" "-price" "stock" "sold" "newest" */
/* ERR_USAGE names those that there are. */
enum err wares_sort_find(const char *name, enum wares_sort *out);

struct wares_filter {
	const char *search;        /* prefix of every word, without case and accents; NULL or "": none */
	const char *category;      /* NULL: any */
	bool low;                  /* 3 pieces or fewer */
	bool retired;              /* those taken out of the catalogue as well */
	enum wares_sort sort;
};

/* @limit rows (1..1,000) after (or, with @before, before) @cursor; NULL: from the top (with @before: the last page). The
 * cursor is bound to person, order and filter. ERR_FORBIDDEN for a guest; ERR_USAGE: a bad limit or cursor. */
enum err wares_page(const struct session *, struct arena *, const struct wares_filter *, const char *cursor, bool before,
	int64_t limit, struct catalogue_page *out);
/* How many, stopping at @limit (then @more). ERR_FORBIDDEN. */
enum err wares_count(const struct session *, const struct wares_filter *, int64_t limit, int64_t *count, bool *more);
/* How many of them were taken out of the catalogue, stopping at @limit (then @more). ERR_FORBIDDEN. */
enum err wares_count_retired(const struct session *, int64_t limit, int64_t *count, bool *more);
/* The cursor of one row, as it now is. ERR_NOT_FOUND, ERR_FORBIDDEN. */
enum err wares_cursor(const struct session *, struct arena *, const struct wares_filter *, int64_t product, const char **out);
/* The seller's categories in use with their counts (bounded to 1,000), retired products included. ERR_FORBIDDEN. */
enum err wares_categories(const struct session *, struct arena *, struct facets *out);

#endif
