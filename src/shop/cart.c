/* Reading the cart. A line is counted while its product can be bought; one that cannot stays and says so. */
#include "shop/cart.h"

#include "base/arena.h"
#include "base/clock.h"
#include "model/mixin.h"
#include "model/store.h"
#include "shop/cart_row.h"
#include "shop/product.h"
#include <stdlib.h>

/* Rows of products with their join row, in the order in which they were put into the cart. */
static int by_time_added(const void *a, const void *b)
{
	int64_t first = row_int(row_one(*(struct row *const *)a, "cartItem"), "id");
	int64_t second = row_int(row_one(*(struct row *const *)b, "cartItem"), "id");
	return (first > second) - (first < second);
}

/* Add the line to the cart's figures. What no number can hold is not counted, but stays and can be removed. */
static void count_line(struct cart *cart, struct cart_line *line)
{
	int64_t things;
	struct money amount, total;

	if (product_why_not(&line->product) || money_times(line->product.price, line->quantity, &amount) ||
		money_add(cart->total, amount, &total) || __builtin_add_overflow(cart->things, line->quantity, &things))
			return;
	line->counted = true;
	line->over = line->quantity > product_available(&line->product);
	line->line = amount;
	cart->total = total;
	cart->things = things;
}

/* @whole: with sellers and pieces sold, for those who look at it. */
static enum err read_lines(struct shop *shop, struct arena *arena, struct rows rows, bool whole, struct cart *out)
{
	struct products products = { arena_array(arena, struct product, rows.count), rows.count };

	if (rows.count)
		qsort(rows.items, rows.count, sizeof *rows.items, by_time_added);
	for (size_t i = 0; i < rows.count; i++)
		product_read(rows.items[i], &products.items[i]);
	if (whole)
		try(products_count_sold(shop, arena, &products));
	out->lines = arena_array(arena, struct cart_line, rows.count);
	out->count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		out->lines[i].product = products.items[i];
		out->lines[i].quantity = row_int(row_one(rows.items[i], "cartItem"), "quantity");
		count_line(out, &out->lines[i]);
	}
	return OK;
}

static enum err load(const struct session *session, struct arena *arena, bool whole, struct row **cart,
	struct cart *out)
{
	struct rows rows;

	*out = (struct cart){ 0 };
	try(cart_row(session, arena, cart));
	if (!*cart)
		return OK;
	out->id = row_int(*cart, "id");
	try(association_get(shop_store(session->shop), arena, *cart, "products",
		&(struct query){ .include = whole ? product_include : NULL }, &rows));
	return read_lines(session->shop, arena, rows, whole, out);
}

enum err cart_load(const struct session *session, struct arena *arena, struct cart *out)
{
	struct row *cart;

	return load(session, arena, true, &cart, out);
}

enum err cart_row_load(const struct session *session, struct arena *arena, struct row **cart, struct cart *out)
{
	return load(session, arena, false, cart, out);
}

enum err cart_figures(const struct session *session, int64_t *things, struct money *total)
{
	struct arena arena;
	struct cart cart;
	struct row *row;

	arena_init(&arena);
	enum err err = load(session, &arena, false, &row, &cart);
	*things = cart.things;
	*total = cart.total;
	arena_release(&arena);
	return err;
}

enum err cart_drop_stale(struct shop *shop, int64_t *dropped)
{
	enum { A_DAY = 24 * 60 * 60 * 1000 };
	const struct model *model = shop_model(shop, "cart");
	char stamp[CLOCK_STAMP_SIZE];

	clock_stamp(clock_now() - A_DAY, stamp);
	struct where stale[] = { where_null("userId"), where_op(WHERE_LT, "updatedAt", value_text(stamp)), where_end };
	try(model_count_up_to(shop_store(shop), model, &(struct query){ .where = stale }, 1, dropped));
	return *dropped ? model_destroy(shop_store(shop), model, stale, dropped) : OK;
}
