/* A review is what placing is held to. It is read once to be shown and once more inside the transaction that places;
 * the two are compared line by line, and what differs is marked so that a person sees why nothing was ordered. */
#include "shop/order.h"

#include "base/arena.h"
#include "base/vec.h"
#include "shop/cart_row.h"
#include "shop/order_row.h"
#include "shop/product.h"
#include <sodium.h>
#include <string.h>

enum { KEY_BYTES = 16, KEY_MAX = 200 };

static const char *new_key(struct arena *arena)
{
	unsigned char bytes[KEY_BYTES];
	char *hex = arena_alloc(arena, 2 * KEY_BYTES + 1);

	if (sodium_init() < 0)
		bug("libsodium cannot start");
	randombytes_buf(bytes, sizeof bytes);
	return sodium_bin2hex(hex, 2 * KEY_BYTES + 1, bytes, sizeof bytes);
}

enum err order_use_key(struct review *review, struct arena *arena, const char *key)
{
	size_t size = strnlen(key, KEY_MAX + 1);

	if (!size || size > KEY_MAX)
		return fail(ERR_INPUT, "a key has 1 to %d characters", KEY_MAX);
	for (size_t i = 0; i < size; i++)
		if (key[i] < ' ' || key[i] > '~')
			return fail(ERR_INPUT, "a key holds printable ASCII only");
	review->key = arena_string(arena, key);
	return OK;
}

/* Room for @count lines and none in it. */
static struct review empty_review(struct arena *arena, size_t count, bool from_cart)
{
	return (struct review){ .lines = arena_array(arena, struct review_line, count), .from_cart = from_cart };
}

static enum err add_line(struct review *review, const struct product *product, int64_t quantity)
{
	struct review_line line = { .product = *product, .quantity = quantity };

	try(money_times(product->price, quantity, &line.line));
	try(money_add(review->total, line.line, &review->total));
	review->lines[review->count++] = line;
	return OK;
}

static enum err need_person(const struct session *session)
{
	return session->user ? OK : fail(ERR_FORBIDDEN, "log in first");
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static enum err too_few(const struct product *product, int64_t wanted)
{
	if (product_why_not(product))
		return fail(ERR_STOCK, "'%s' is %s", product->title, product_why_not(product));
	return fail(ERR_STOCK, "there are only %lld of '%s', not %lld", (long long)product_available(product),
		product->title, (long long)wanted);
}

enum err order_review_cart(const struct session *session, struct arena *arena, struct review *out)
{
	struct cart cart;

	try(need_person(session));
	try(cart_load(session, arena, &cart));
	*out = empty_review(arena, cart.count, true);
	for (size_t i = 0; i < cart.count; i++) {
		const struct cart_line *line = &cart.lines[i];
		if (line->over)
			return too_few(&line->product, line->quantity);
		if (line->counted)
			try(add_line(out, &line->product, line->quantity));
	}
	if (!out->count)
		return fail(ERR_EMPTY, "there is nothing in the cart that can be ordered");
	out->key = new_key(arena);
	return OK;
}

enum err order_review_product(const struct session *session, struct arena *arena, int64_t product, int64_t quantity,
	struct review *out)
{
	struct product read;

	try(need_person(session));
	if (quantity < 1)
		return fail(ERR_INPUT, "an order is of one piece or more, not %lld", (long long)quantity);
	try(catalogue_product(session->shop, arena, product, &read));
	if (quantity > product_available(&read))
		return too_few(&read, quantity);
	*out = empty_review(arena, 1, false);
	try(add_line(out, &read, quantity));
	out->key = new_key(arena);
	return OK;
}

/* How a line of an old order can be had today: one clause of a sentence, or nothing. */
static void tell_line(struct buffer *told, struct shop *shop, struct arena *arena, const struct order_line *line,
	int64_t now)
{
	struct currency currency = shop_currency(shop);
	const char *and = told->size ? "; " : "";

	if (!line->exists)
		buffer_printf(told, "%s'%s' no longer exists", and, line->title);
	else if (!now)
		buffer_printf(told, "%s'%s' is %s", and, line->title, product_why_not(&line->now));
	else if (now < line->quantity)
		buffer_printf(told, "%sonly %lld of '%s'", and, (long long)now, line->title);
	if (now && money_compare(line->price, line->now.price))
		buffer_printf(told, "%s'%s' costs %s, was %s", told->size ? "; " : "", line->title,
			money_text(arena, currency, line->now.price), money_text(arena, currency, line->price));
}

static enum err review_order(struct shop *shop, struct arena *arena, const struct order *order, struct buffer *told,
	struct review *out)
{
	*out = empty_review(arena, order->count, false);
	for (size_t i = 0; i < order->count; i++) {
		const struct order_line *line = &order->lines[i];
		int64_t now = line->exists ? least(line->quantity, product_available(&line->now)) : 0;
		tell_line(told, shop, arena, line, now);
		if (now)
			try(add_line(out, &line->now, now));
	}
	if (!out->count)
		return fail(ERR_EMPTY, "nothing of order %lld can be had any more: %s", (long long)order->id,
			told->size ? told->bytes : "it has no lines");
	out->key = new_key(arena);
	out->told = told->size ? arena_string(arena, told->bytes) : NULL;
	return OK;
}

enum err order_review_again(const struct session *session, struct arena *arena, int64_t order, struct review *out)
{
	struct buffer told = { 0 };
	struct order read;

	try(need_person(session));
	try(order_load(session, arena, order, &read));
	enum err err = review_order(session->shop, arena, &read, &told, out);
	buffer_release(&told);
	return err;
}

static enum err cart_again(const struct session *session, struct arena *arena, struct row **row, struct review *out)
{
	struct cart cart;

	try(cart_row_load(session, arena, row, &cart));
	*out = empty_review(arena, cart.count, true);
	for (size_t i = 0; i < cart.count; i++)
		if (cart.lines[i].counted)
			try(add_line(out, &cart.lines[i].product,
				least(cart.lines[i].quantity, product_available(&cart.lines[i].product))));
	return OK;
}

static int64_t *ids_of(struct arena *arena, const struct review *review)
{
	int64_t *ids = arena_array(arena, int64_t, review->count);

	for (size_t i = 0; i < review->count; i++)
		ids[i] = review->lines[i].product.id;
	return ids;
}

static enum err products_again(struct shop *shop, struct arena *arena, const struct review *old, struct review *out)
{
	const int64_t *ids = ids_of(arena, old);
	struct products products;

	try(products_plain(shop, arena, ids, old->count, &products));
	*out = empty_review(arena, old->count, false);
	for (size_t i = 0; i < old->count; i++) {
		const struct product *product = products_get(&products, ids[i]);
		int64_t quantity = product ? least(old->lines[i].quantity, product_available(product)) : 0;
		if (quantity)
			try(add_line(out, product, quantity));
	}
	return OK;
}

enum err review_again(const struct session *session, struct arena *arena, const struct review *old, struct row **cart,
	struct review *out)
{
	try(old->from_cart ? cart_again(session, arena, cart, out) : products_again(session->shop, arena, old, out));
	out->key = old->key;
	return OK;
}

enum err review_complete(struct shop *shop, struct arena *arena, struct review *review)
{
	struct products products;

	try(products_by_id(shop, arena, ids_of(arena, review), review->count, &products));
	for (size_t i = 0; i < review->count; i++) {
		struct product *line = &review->lines[i].product;
		const struct product *read = products_get(&products, line->id);
		if (!read)
			continue;
		line->seller_name = read->seller_name;
		line->seller_email = read->seller_email;
		line->sold = read->sold;
	}
	return OK;
}

static struct review_line *line_of(const struct review *review, int64_t product)
{
	for (size_t i = 0; i < review->count; i++)
		if (review->lines[i].product.id == product)
			return &review->lines[i];
	return NULL;
}

/* Why @line is not as @shown (NULL: it was not there), or NULL. *short_: because of the stock. */
static const char *difference(struct shop *shop, struct arena *arena, const struct review_line *shown,
	const struct review_line *line, bool *short_)
{
	struct currency currency = shop_currency(shop);

	if (!shown || !shown->quantity)
		return "new in the cart";
	if (line->quantity < shown->quantity && line->quantity == product_available(&line->product)) {
		*short_ = true;
		return arena_format(arena, "only %lld left", (long long)line->quantity);
	}
	if (line->quantity != shown->quantity)
		return arena_format(arena, "was %lld pieces", (long long)shown->quantity);
	if (money_compare(line->product.price, shown->product.price))
		return arena_format(arena, "was %s, now %s", money_text(arena, currency, shown->product.price),
			money_text(arena, currency, line->product.price));
	return NULL;
}

/* A line that was shown and is gone: it stays, with quantity 0, as the product is now if it still exists. */
static enum err add_gone(struct shop *shop, struct arena *arena, const struct review_line *shown, struct review *now,
	bool *short_)
{
	struct review_line line = { .product = shown->product, .changed = true };
	struct products products;

	try(products_by_id(shop, arena, &shown->product.id, 1, &products));
	if (products.count)
		line.product = products.items[0];
	line.why = products.count ? product_why_not(&line.product) : "no longer exists";
	if (line.why)
		*short_ = true;
	else
		line.why = "no longer in the cart";
	now->lines[now->count++] = line;
	return OK;
}

static enum err refuse(const struct review *now, bool short_)
{
	const struct review_line *first = now->lines;

	while (!first->changed)
		first++;
	return fail(short_ ? ERR_STOCK : ERR_PRICE, "nothing was ordered: '%s' has changed since the review (%s)",
		first->product.title, first->why);
}

enum err review_compare(struct shop *shop, struct arena *arena, const struct review *shown, struct review *now)
{
	struct review_line *lines = arena_array(arena, struct review_line, now->count + shown->count);
	size_t present = now->count;
	bool short_ = false, changed = false;

	if (present)
		memcpy(lines, now->lines, present * sizeof *lines);
	now->lines = lines;
	for (size_t i = 0; i < present; i++) {
		lines[i].why = difference(shop, arena, line_of(shown, lines[i].product.id), &lines[i], &short_);
		lines[i].changed = lines[i].why != NULL;
		changed |= lines[i].changed;
	}
	for (size_t i = 0; i < shown->count; i++)
		if (shown->lines[i].quantity && !line_of(now, shown->lines[i].product.id)) {
			try(add_gone(shop, arena, &shown->lines[i], now, &short_));
			changed = true;
		}
	return changed ? refuse(now, short_) : OK;
}
