#include "shop/export.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/vec.h"
#include "model/record.h"
#include "shop/person.h"
#include "shop/product.h"

#include <stdio.h>

enum { PAGE = 500 };

static const char *const columns[] = { "id", "title", "description", "category", "price", "stock", "imageUrl", "retiredAt" };

static enum err find_seller(struct shop *shop, struct arena *arena, const char *email, struct where *out)
{
	struct row *person;
	try(person_by_email(shop, arena, email, &person));
	if (!person)
		return fail(ERR_NOT_FOUND, "nobody here has the e-mail '%s'", email);
	*out = where_eq("userId", row_key(person));
	return OK;
}

static enum err export_pages(struct shop *shop, struct arena *arena, struct where seller, export_page *page, void *context)
{
	const struct order_by order[] = { { .attribute = "id" }, { 0 } };
	int64_t last = 0;
	struct products products;
	do {
		const struct where where[] = { where_op(WHERE_GT, "id", value_integer(last)), seller, where_end };
		arena_reset(arena);
		try(products_find(shop, arena, (struct query){ .where = where, .order = order, .limit = PAGE }, &products));
		try(page(context, &products));
		if (products.count)
			last = products.items[products.count - 1].id;
	} while (products.count == PAGE);
	return OK;
}

enum err export_products(struct shop *shop, const char *seller, export_page *page, void *context)
{
	struct arena arena;
	struct where mine = where_end;
	arena_init(&arena);
	enum err err = seller ? find_seller(shop, &arena, seller, &mine) : OK;
	if (!err)
		err = export_pages(shop, &arena, mine, page, context);
	arena_release(&arena);
	return err;
}

void export_csv_header(struct buffer *to)
{
	struct csv_row row = { .to = to };
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		csv_field(&row, columns[i]);
	csv_end(&row);
}

void export_csv(struct buffer *to, struct currency currency, const struct product *p)
{
	struct arena arena;
	struct csv_row row = { .to = to };
	arena_init(&arena);
	csv_field(&row, arena_format(&arena, "%lld", (long long)p->id));
	csv_field(&row, p->title);
	csv_field(&row, p->description);
	csv_field(&row, p->category);
	csv_field(&row, money_decimal(&arena, currency, p->price));
	csv_field(&row, p->unlimited ? "" : arena_format(&arena, "%lld", (long long)p->stock));
	csv_field(&row, p->image ? p->image : "");
	csv_field(&row, p->retired_at ? p->retired_at : "");
	csv_end(&row);
	arena_release(&arena);
}
