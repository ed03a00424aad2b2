/* Conditions and orders as SQL text; the values are bound, never written into it. */
#include "shop/listing.h"

const struct listing_order listing_orders[SORT_COUNT] = {
	[SORT_NAME] = { "name", "products AS p", "p.title COLLATE NOCASE", false, true },
	[SORT_PRICE] = { "price", "products AS p", "p.priceCents", false, false },
	[SORT_PRICE_DOWN] = { "-price", "products AS p", "p.priceCents", true, false },
	[SORT_NEWEST] = { "newest", "products AS p", "p.createdAt", true, true },
	[SORT_SOLD] = { "sold", "soukSold AS s CROSS JOIN products AS p ON p.id = s.productId", "s.sold", true, false },
};

void listing_add(struct listing *l, const char *sql)
{
	buffer_puts(&l->sql, sql);
}

void listing_value(struct listing *l, struct value value)
{
	if (l->count == LISTING_VALUES_MAX)
		bug("a listing with more than %d values", LISTING_VALUES_MAX);
	l->values[l->count++] = value;
	buffer_printf(&l->sql, "?%zu", l->count);
}

void listing_release(struct listing *l)
{
	buffer_release(&l->sql);
}

void listing_where(struct listing *l, struct arena *arena, const struct catalogue_filter *filter, bool search)
{
	listing_add(l, " WHERE p.retiredAt IS NULL");
	if (filter->category) {
		listing_add(l, " AND p.category = ");
		listing_value(l, value_text(filter->category));
	}
	if (filter->seller) {
		listing_add(l, " AND p.userId = (SELECT id FROM users WHERE email = ");
		listing_value(l, value_text(filter->seller));
		listing_add(l, ")");
	}
	if (filter->in_stock)
		listing_add(l, " AND (p.stock IS NULL OR p.stock > 0)");
	if (search && search_has_words(filter->search))
		search_condition(l, arena, filter->search);
}
