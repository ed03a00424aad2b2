/* How the catalogue asks: conditions, orders and words of a search as SQL. Inside this folder only. */
#ifndef SHOP_LISTING_H
#define SHOP_LISTING_H

#include "base/value.h"
#include "base/vec.h"
#include "shop/catalogue.h"

/* SQL under construction with its values; text is borrowed. */
enum { LISTING_VALUES_MAX = 24 };
struct listing { struct buffer sql; struct value values[LISTING_VALUES_MAX]; size_t count; };

/* Append @sql, and bind a value for each ?N that it will have: listing_value() puts "?N". */
void listing_add(struct listing *, const char *sql);
void listing_value(struct listing *, struct value);
void listing_release(struct listing *);

/* " WHERE p.retiredAt IS NULL AND …" for products as p: category, seller, stock; and, with @search, its words. */
void listing_where(struct listing *, struct arena *, const struct catalogue_filter *, bool search);

/* An order of the catalogue. @from drives it, so that an index gives the order and nothing is sorted. */
struct listing_order { const char *name, *from, *key; bool descending, text; };
extern const struct listing_order listing_orders[SORT_COUNT];

/* search.c: whether there are words in it at all. */
bool search_has_words(const char *search);
/* Condition on p.id for the words; matches are bounded to the first 1,000. */
void search_condition(struct listing *, struct arena *, const char *search);
/* The best matches first: ids with their scores (lower is better), at most 1,000. */
struct search_hit { int64_t id, score; };
enum err search_ranked(struct shop *, struct arena *, const struct catalogue_filter *, struct search_hit **out, size_t *count);

#endif
