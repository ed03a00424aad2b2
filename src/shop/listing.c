/* Conditions and orders as SQL text; the values are bound, never written into it.
 *
 * A page walks the index of its order and throws away what a filter refuses. Where a filter lets few products through,
 * that would walk most of the shop, and it is cheaper to sort the few. SQLite cannot know which it is, so they are
 * counted, as far as FEW, and a "+" before a column keeps SQLite from the index that was not chosen. */
#include "shop/listing.h"

#include "base/arena.h"
#include "model/store.h"
#include "shop/cursor.h"
#include <string.h>

enum { FEW = 2000 };

const struct listing_order listing_orders[SORT_COUNT] = {
	[SORT_NAME] = { "name", "products AS p", "products AS p", "p.title", " COLLATE NOCASE", "p.id", false },
	[SORT_PRICE] = { "price", "products AS p", "products AS p", "p.priceCents", "", "p.id", false },
	[SORT_PRICE_DOWN] = { "-price", "products AS p", "products AS p", "p.priceCents", "", "p.id", true },
	[SORT_NEWEST] = { "newest", "products AS p", "products AS p", "p.createdAt", "", "p.id", true },
	[SORT_SOLD] = { "sold", "soukSold AS s CROSS JOIN products AS p ON p.id = s.productId",
		"products AS p CROSS JOIN soukSold AS s ON s.productId = p.id", "s.sold", "", "s.productId", true },
};

bool listing_is_ranked(const struct catalogue_filter *filter)
{
	return search_has_words(filter->search) && !filter->sorted;
}

uint32_t listing_of(const struct catalogue_filter *f)
{
	const char *const parts[] = { f->search, f->category, f->seller, f->in_stock ? "y" : "n",
		listing_is_ranked(f) ? "ranked" : listing_orders[f->sort].name };
	return cursor_list(parts, sizeof parts / sizeof *parts);
}

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

const char *listing_like(struct arena *arena, const char *word)
{
	struct buffer escaped = { 0 };

	buffer_putc(&escaped, '%');
	for (; *word; word++) {
		if (strchr("%_\\", *word))
			buffer_putc(&escaped, '\\');
		buffer_putc(&escaped, *word);
	}
	buffer_putc(&escaped, '%');
	const char *text = arena_string(arena, escaped.bytes);
	buffer_release(&escaped);
	return text;
}

static void add_category(struct listing *l, const char *category, bool drives)
{
	listing_add(l, drives ? " AND p.category = " : " AND +p.category = ");
	listing_value(l, value_text(category));
}

static void add_seller(struct listing *l, const char *email, bool drives)
{
	listing_add(l, drives ? " AND p.userId = " : " AND +p.userId = ");
	listing_add(l, "(SELECT id FROM users WHERE email = ");
	listing_value(l, value_text(email));
	listing_add(l, ")");
}

void listing_where(struct listing *l, const struct catalogue_filter *filter, enum listing_drive drive)
{
	listing_add(l, " WHERE p.retiredAt IS NULL");
	if (filter->category)
		add_category(l, filter->category, drive == DRIVE_CATEGORY);
	if (filter->seller)
		add_seller(l, filter->seller, drive == DRIVE_SELLER);
	if (filter->in_stock)
		listing_add(l, " AND (p.stock IS NULL OR p.stock > 0)");
}

/* Whether the count that @l asks for is at most FEW. */
static enum err is_few(struct shop *shop, struct arena *arena, struct listing *l, bool *out)
{
	struct table rows;

	enum err err = store_select(shop_store(shop), arena, l->sql.bytes, l->values, l->count, &rows);
	*out = !err && table_at(&rows, 0, 0).integer <= FEW;
	listing_release(l);
	return err;
}

static enum err passes_few(struct shop *shop, struct arena *arena, const struct catalogue_filter *only,
	enum listing_drive drive, bool *out)
{
	struct listing l = { 0 };

	listing_add(&l, "SELECT count(*) FROM (SELECT 1 FROM products AS p");
	listing_where(&l, only, drive);
	listing_add(&l, " LIMIT ");
	listing_value(&l, value_integer(FEW + 1));
	listing_add(&l, ")");
	return is_few(shop, arena, &l, out);
}

static enum err matches_few(struct shop *shop, struct arena *arena, const char *search, bool *out)
{
	struct listing l = { 0 };

	*out = false;
	return search_count(&l, arena, search, FEW + 1) ? is_few(shop, arena, &l, out) : OK;
}

enum err listing_choose(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter,
	enum listing_drive *out)
{
	const struct catalogue_filter seller = { .seller = filter->seller }, category = { .category = filter->category };
	bool few = false;

	*out = DRIVE_SELLER;
	if (filter->seller)
		try(passes_few(shop, arena, &seller, DRIVE_SELLER, &few));
	if (!few && filter->category) {
		*out = DRIVE_CATEGORY;
		try(passes_few(shop, arena, &category, DRIVE_CATEGORY, &few));
	}
	if (!few && search_has_words(filter->search)) {
		*out = DRIVE_MATCHES;
		try(matches_few(shop, arena, filter->search, &few));
	}
	if (!few)
		*out = DRIVE_ORDER;
	return OK;
}
