#include "shop/export.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/vec.h"
#include "model/record.h"
#include "shop/encode.h"
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

/* --- as bytes --- */

struct writing {
	struct shop *shop;
	enum export_form form;
	export_sink *sink;
	void *context;
	struct buffer out;
	struct json json;
	struct arena scratch;
	int64_t count;
};

static enum err hand_on(struct writing *w)
{
	enum err err = w->sink(w->context, w->out.bytes, w->out.size);
	buffer_clear(&w->out);
	return err;
}

static void begin(struct writing *w)
{
	struct csv_row row = { .to = &w->out };
	if (w->form == EXPORT_JSON) {
		json_object(&w->json);
		json_key(&w->json, "products");
		json_array(&w->json);
		return;
	}
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		csv_field(&row, columns[i]);
	csv_end(&row);
}

static void csv_number(struct csv_row *row, int64_t number)
{
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)number);
	csv_field(row, text);
}

static void write_csv(struct writing *w, const struct product *p)
{
	struct csv_row row = { .to = &w->out };
	csv_number(&row, p->id);
	csv_field(&row, p->title);
	csv_field(&row, p->description);
	csv_field(&row, p->category);
	csv_field(&row, money_decimal(&w->scratch, shop_currency(w->shop), p->price));
	if (p->unlimited)
		csv_field(&row, "");
	else
		csv_number(&row, p->stock);
	csv_field(&row, p->image ? p->image : "");
	csv_field(&row, p->retired_at ? p->retired_at : "");
	csv_end(&row);
}

static enum err write_page(void *context, const struct products *page)
{
	struct writing *w = context;
	for (size_t i = 0; i < page->count; i++)
		if (w->form == EXPORT_JSON)
			encode_product(&w->json, &page->items[i]);
		else
			write_csv(w, &page->items[i]);
	arena_reset(&w->scratch);
	w->count += (int64_t)page->count;
	return w->out.size ? hand_on(w) : OK;
}

static enum err end(struct writing *w)
{
	if (w->form == EXPORT_JSON) {
		json_end_array(&w->json);
		json_pair_string(&w->json, "next", NULL);
		json_end_object(&w->json);
		buffer_putc(&w->out, '\n');
	}
	return w->out.size ? hand_on(w) : OK;
}

enum err export_write(struct shop *shop, const char *seller, enum export_form form, export_sink *sink, void *context,
	int64_t *count)
{
	struct writing w = { .shop = shop, .form = form, .sink = sink, .context = context };
	w.json.to = &w.out;
	arena_init(&w.scratch);
	begin(&w);
	enum err err = export_products(shop, seller, write_page, &w);
	if (!err)
		err = end(&w);
	*count = w.count;
	arena_release(&w.scratch);
	buffer_release(&w.out);
	return err;
}
