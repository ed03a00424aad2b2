/* Rows of a list of products, as its statement gives them, to products with their cursors. */
#include "shop/listing.h"

#include "base/arena.h"
#include "model/store.h"
#include "shop/cursor.h"

/* Columns of a row, in this order; the sort key comes last. */
enum { COL_ID, COL_TITLE, COL_DESCRIPTION, COL_CATEGORY, COL_PRICE, COL_STOCK, COL_IMAGE, COL_RETIRED, COL_CREATED, COL_UPDATED,
	COL_USER, COL_NAME, COL_EMAIL, COL_SOLD, COL_COUNT };
_Static_assert((int)COL_COUNT == (int)LISTING_KEY, "the sort key comes last");
const char listing_columns[] = "SELECT p.id, p.title, p.description, p.category, p.priceCents, p.stock, p.imageUrl, p.retiredAt,"
	" p.createdAt, p.updatedAt, p.userId, u.name, u.email, coalesce(n.sold, 0), ";
const char listing_joins[] = " LEFT JOIN users AS u ON u.id = p.userId LEFT JOIN soukSold AS n ON n.productId = p.id";

static const char *text_or_null(struct value v)
{
	return value_is_null(v) ? NULL : value_str(v);
}

static struct product read_product(const struct table *t, size_t row)
{
	struct value stock = table_at(t, row, COL_STOCK), retired = table_at(t, row, COL_RETIRED);
	return (struct product){
		.id = table_at(t, row, COL_ID).integer, .seller = value_int_or(table_at(t, row, COL_USER), 0),
		.stock = value_int_or(stock, 0), .unlimited = value_is_null(stock), .sold = value_int_or(table_at(t, row, COL_SOLD), 0),
		.retired = !value_is_null(retired), .price = money_of(value_int_or(table_at(t, row, COL_PRICE), 0)),
		.title = value_str(table_at(t, row, COL_TITLE)), .description = value_str(table_at(t, row, COL_DESCRIPTION)),
		.category = value_str(table_at(t, row, COL_CATEGORY)), .image = text_or_null(table_at(t, row, COL_IMAGE)),
		.seller_name = value_str(table_at(t, row, COL_NAME)), .seller_email = value_str(table_at(t, row, COL_EMAIL)),
		.created = text_or_null(table_at(t, row, COL_CREATED)), .updated = text_or_null(table_at(t, row, COL_UPDATED)),
		.retired_at = text_or_null(retired),
	};
}

struct catalogue_page listing_page(struct arena *arena, const struct table *rows, const struct listing_part *part)
{
	bool more = rows->count > (size_t)part->limit;
	size_t count = more ? (size_t)part->limit : rows->count;
	size_t skip = more && part->before && !part->reversed ? rows->count - count : 0;
	struct catalogue_page page = { .products = { arena_array(arena, struct product, count), count } };
	const char **cursors = arena_array(arena, const char *, count);
	for (size_t i = 0; i < count; i++) {
		size_t from = skip + (part->reversed ? count - 1 - i : i);
		page.products.items[i] = read_product(rows, from);
		cursors[i] = cursor_text(arena, part->list, page.products.items[i].id, table_at(rows, from, LISTING_KEY));
	}
	if (count && (part->before ? more : part->from))
		page.previous = cursors[0];
	if (count && (part->before ? part->from : more))
		page.next = cursors[count - 1];
	return page;
}
