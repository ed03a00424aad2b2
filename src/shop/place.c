/* Placing an order: one BEGIN IMMEDIATE in which the key is looked up, the review is held against the file as it is
 * now, the stock taken, the order and its lines written, the cart emptied and the key spent. Whoever dies in it has
 * written nothing; whoever asks again with the same key gets the order that it made. */
#include "shop/order.h"

#include "base/arena.h"
#include "model/store.h"
#include "shop/cart_row.h"
#include "shop/order_row.h"
#include "shop/product.h"

static enum err find_key(const struct session *session, struct arena *arena, const char *key, int64_t *order)
{
	struct where where[] = { where_eq("userId", value_integer(session->user)), where_eq("key", value_text(key)),
		where_end };
	struct row *row;

	try(model_find_one(shop_store(session->shop), arena, shop_model(session->shop, "soukCheckoutKeys"),
		&(struct query){ .where = where }, &row));
	*order = row ? row_int(row, "orderId") : 0;
	return OK;
}

enum err order_of_key(const struct session *session, const char *key, int64_t *order)
{
	struct arena arena;

	*order = 0;
	if (!session->user)
		return fail(ERR_FORBIDDEN, "log in first");
	arena_init(&arena);
	enum err err = find_key(session, &arena, key, order);
	arena_release(&arena);
	return err;
}

static enum err spend_key(const struct session *session, struct arena *arena, const char *key, int64_t order)
{
	struct pair pairs[] = { { "userId", value_integer(session->user) }, { "key", value_text(key) },
		{ "orderId", value_integer(order) }, pair_end };
	struct row *row;

	return model_create(shop_store(session->shop), arena, shop_model(session->shop, "soukCheckoutKeys"), pairs,
		&row);
}

static enum err write_order(const struct session *session, struct arena *arena, struct money total, int64_t *id)
{
	struct pair pairs[] = { { "userId", value_integer(session->user) },
		{ "status", value_text(order_status_name(ORDER_PLACED)) },
		{ "totalCents", value_integer(total.minor) }, pair_end };
	struct row *row;

	enum err err = model_create(shop_store(session->shop), arena, shop_model(session->shop, "order"), pairs, &row);
	if (err == ERR_FK_CONSTRAINT)
		return fail(ERR_NOT_FOUND, "this account is gone");
	try(err);
	*id = row_int(row, "id");
	return OK;
}

enum { LINE_PAIRS = 6 };

static enum err write_lines(struct shop *shop, struct arena *arena, const struct review *review, int64_t order)
{
	const struct pair **rows = arena_array(arena, const struct pair *, review->count);
	size_t count = 0;
	struct rows made;

	for (size_t i = 0; i < review->count; i++) {
		const struct review_line *line = &review->lines[i];
		struct pair *pairs = arena_array(arena, struct pair, LINE_PAIRS);
		pairs[0] = (struct pair){ "orderId", value_integer(order) };
		pairs[1] = (struct pair){ "productId", value_integer(line->product.id) };
		pairs[2] = (struct pair){ "quantity", value_integer(line->quantity) };
		pairs[3] = (struct pair){ "priceCents", value_integer(line->product.price.minor) };
		pairs[4] = (struct pair){ "title", value_text(line->product.title) };
		pairs[5] = pair_end;
		rows[count++] = pairs;
	}
	return model_bulk_create(shop_store(shop), arena, shop_model(shop, "orderItem"), rows, count, &made);
}

enum err stock_take(struct shop *shop, const struct product *product, int64_t count)
{
	struct where where[] = { where_eq("id", value_integer(product->id)),
		where_op(WHERE_GTE, "stock", value_integer(count)), where_end };
	int64_t taken;

	if (product->unlimited)
		return OK;
	try(model_increment(shop_store(shop), shop_model(shop, "product"), where, "stock", -count, &taken));
	return taken == 1 ? OK : fail(ERR_STOCK, "there are fewer than %lld of '%s' left", (long long)count,
		product->title);
}

/* Not past what an integer holds: SQLite would make it a real. */
enum err stock_return(struct shop *shop, int64_t product, int64_t count)
{
	struct where where[] = { where_eq("id", value_integer(product)), where_not_null("stock"),
		where_op(WHERE_LTE, "stock", value_integer(INT64_MAX - count)), where_end };
	int64_t returned;

	return model_increment(shop_store(shop), shop_model(shop, "product"), where, "stock", count, &returned);
}

static enum err take_stock(struct shop *shop, struct arena *arena, const struct review *review, struct placed *out)
{
	out->taken = arena_array(arena, struct order_taken, review->count);
	for (size_t i = 0; i < review->count; i++) {
		const struct review_line *line = &review->lines[i];
		const struct product *product = &line->product;
		try(stock_take(shop, product, line->quantity));
		out->taken[out->count++] = (struct order_taken){ .title = product->title, .quantity = line->quantity,
			.before = product->stock, .after = product->unlimited ? 0 : product->stock - line->quantity,
			.unlimited = product->unlimited, .line = line->line };
	}
	return OK;
}

/* @cart: to be emptied, or NULL. */
static enum err write_all(const struct session *session, struct arena *arena, const struct review *review,
	const struct row *cart, struct placed *out)
{
	if (!review->count)
		return fail(ERR_EMPTY, "there is nothing to order");
	try(write_order(session, arena, review->total, &out->order));
	try(write_lines(session->shop, arena, review, out->order));
	try(take_stock(session->shop, arena, review, out));
	if (cart)
		try(cart_row_empty(session->shop, cart));
	return spend_key(session, arena, review->key, out->order);
}

static enum err check_total(struct shop *shop, struct arena *arena, struct money total, const struct money *expected)
{
	struct currency currency = shop_currency(shop);

	if (!expected || !money_compare(total, *expected))
		return OK;
	return fail(ERR_PRICE, "nothing was ordered: the total is %s, not %s", money_text(arena, currency, total),
		money_text(arena, currency, *expected));
}

static enum err place(const struct session *session, struct arena *arena, const struct review *shown,
	const struct money *expected, struct review *now, struct placed *out)
{
	struct row *cart = NULL;

	try(find_key(session, arena, shown->key, &out->order));
	out->repeated = out->order != 0;
	if (out->repeated)
		return OK;
	try(review_again(session, arena, shown, &cart, now));
	try(review_compare(session->shop, arena, shown, now));
	try(check_total(session->shop, arena, now->total, expected));
	return write_all(session, arena, now, cart, out);
}

/* Refused: @review becomes what it would be @now. */
static enum err show_again(struct shop *shop, struct arena *arena, enum err refused, struct review *now,
	struct review *review)
{
	const char *sentence = arena_string(arena, err_sentence(refused));

	try(review_complete(shop, arena, now));
	*review = *now;
	return fail(refused, "%s", sentence);
}

enum err order_place(struct session *session, struct arena *arena, struct review *review, const struct money *expected,
	struct placed *out)
{
	struct store *store = shop_store(session->shop);
	uint64_t before = store_totals(store).statements;
	struct review now = { 0 };

	*out = (struct placed){ 0 };
	if (!session->user)
		return fail(ERR_FORBIDDEN, "log in first");
	try(store_begin(store));
	enum err err = store_end(store, place(session, arena, review, expected, &now, out));
	if (err) {
		*out = (struct placed){ 0 };
		return err == ERR_PRICE || err == ERR_STOCK ? show_again(session->shop, arena, err, &now, review) : err;
	}
	out->statements = (int64_t)(store_totals(store).statements - before);
	return OK;
}
