/* How the catalogue asks: conditions, orders and words of a search as SQL. Inside this folder only. */
#ifndef SHOP_LISTING_H
#define SHOP_LISTING_H

#include "base/value.h"
#include "base/vec.h"
#include "shop/catalogue.h"

struct table;

/* SQL under construction with its values; text is borrowed. */
enum { LISTING_VALUES_MAX = 24 };
struct listing { struct buffer sql; struct value values[LISTING_VALUES_MAX]; size_t count; };

/* Append @sql, and bind a value for each ?N that it will have: listing_value() puts "?N". */
void listing_add(struct listing *, const char *sql);
void listing_value(struct listing *, struct value);
void listing_release(struct listing *);
/* "%word%" with what LIKE gives a meaning to escaped by a backslash. */
const char *listing_like(struct arena *, const char *word);

/* What a statement walks: the index of its order, or, where few products pass a filter or match, those. */
enum listing_drive { DRIVE_ORDER, DRIVE_SELLER, DRIVE_CATEGORY, DRIVE_MATCHES };
enum err listing_choose(struct shop *, struct arena *, const struct catalogue_filter *, enum listing_drive *out);
/* " WHERE p.retiredAt IS NULL AND …" for products as p: category, seller, stock; not the words. */
void listing_where(struct listing *, const struct catalogue_filter *, enum listing_drive);

/* An order of the catalogue. @from: driven by the order, so that its index gives it and nothing is sorted; @few: driven
 * by a filter or by matches. @column and @id as in its index; @collate belongs to @column. */
struct listing_order { const char *name, *from, *few, *column, *collate, *id; bool descending; };
extern const struct listing_order listing_orders[SORT_COUNT];
/* Best matches first: there are words, and no order was chosen. */
bool listing_is_ranked(const struct catalogue_filter *);

/* What stands for the list of a filter in its cursors. */
uint32_t listing_of(const struct catalogue_filter *);

/* listing_page.c: "SELECT … , " with a column for each attribute of a product p, up to where the sort key follows; and what
 * to join to products p for them. */
extern const char listing_columns[], listing_joins[];
enum { LISTING_KEY = 14 };
/* Rows of those columns to a page. There is one more than @limit where there are more; @reversed: they were read upwards. */
struct listing_part { uint32_t list; int64_t limit; bool from, before, reversed; };
struct catalogue_page listing_page(struct arena *, const struct table *rows, const struct listing_part *);

/* search.c: whether there are words in it at all. */
bool search_has_words(const char *search);
/* " AND p.id IN (…)" for the words, or nothing. @drives: the matches are walked. */
void search_condition(struct listing *, struct arena *, const char *search, bool drives);
/* The same where other conditions lead to the rows: all matches count, not the first of the shop alone. */
void search_among(struct listing *, struct arena *, const char *search);
/* A statement that counts matches, stopping at @limit; false when there is nothing to match. */
bool search_count(struct listing *, struct arena *, const char *search, int64_t limit);
/* What to put into FROM so that the matches drive, and the rest of the condition behind listing_where(). */
void search_from(struct listing *, struct arena *, const char *search);
void search_titles(struct listing *, struct arena *, const char *search);
/* The best matches first: ids with their scores (lower is better), at most 1,000. */
struct search_hit { int64_t id, score; };
enum err search_ranked(struct shop *, struct arena *, const struct catalogue_filter *, struct search_hit **out,
	size_t *count);

#endif
