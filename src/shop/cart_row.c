/* Every change of a line is read and written in one BEGIN IMMEDIATE, so that two terminals of one person add up and
 * nothing is capped by a stock of the past. */
#include "shop/cart_row.h"

#include "base/arena.h"
#include "base/clock.h"
#include "model/mixin.h"
#include "model/store.h"
#include "shop/product.h"
#include "shop/tables.h"

enum err cart_row(const struct session *session, struct arena *arena, struct row **out)
{
	struct value user = session->user ? value_integer(session->user) : value_null();
	struct where where[] = { where_eq("userId", user), where_end, where_end };

	*out = NULL;
	if (!session->user && !session->guest_cart)
		return OK;
	if (!session->user)
		where[1] = where_eq("id", value_integer(session->guest_cart));
	return model_find_one(shop_store(session->shop), arena, shop_model(session->shop, "cart"),
		&(struct query){ .where = where }, out);
}

enum err cart_row_make(struct session *session, struct arena *arena, struct row **out)
{
	try(cart_row(session, arena, out));
	if (*out)
		return OK;
	struct value user = session->user ? value_integer(session->user) : value_null();
	struct pair pairs[] = { { "userId", user }, pair_end };
	enum err err = model_create(shop_store(session->shop), arena, shop_model(session->shop, "cart"), pairs, out);
	if (err == ERR_FK_CONSTRAINT)
		return fail(ERR_NOT_FOUND, "this account is gone");
	try(err);
	if (!session->user)
		session->guest_cart = row_int(*out, "id");
	return OK;
}

/* In @change: before, now, capped. */
static enum err decide(const struct product *product, struct cart_wish wish, struct cart_change *change)
{
	int64_t available = product_available(product), now = wish.count;

	if (!wish.exactly && __builtin_add_overflow(change->before, wish.count, &now))
		return fail(ERR_OVERFLOW, "%lld more of '%s' is too many", (long long)wish.count, product->title);
	if (!change->before && now <= 0)
		return fail(ERR_NOT_FOUND, "'%s' is not in the cart", product->title);
	if (!wish.exactly && now < 1)
		now = 1;
	if (now > change->before && !available)
		return fail(ERR_STOCK, "'%s' is %s", product->title, product_why_not(product));
	change->capped = available && now > available;
	change->now = change->capped ? available : now;
	struct money line;
	return change->now > change->before ? money_times(product->price, change->now, &line) : OK;
}

static enum err write_line(struct shop *shop, struct arena *arena, struct row *cart, const struct cart_change *change)
{
	struct target product = target_key(value_integer(change->product));
	struct pair quantity[] = { { "quantity", value_integer(change->now) }, pair_end };
	char stamp[CLOCK_STAMP_SIZE];
	int64_t changed;

	if (change->now && change->now != change->before)
		try(association_add(shop_store(shop), arena, cart, "products", &product, 1, quantity));
	else if (!change->now && change->before)
		try(association_remove(shop_store(shop), cart, "products", &product, 1, &changed));
	clock_stamp(clock_now(), stamp);
	struct where where[] = { where_eq("id", row_key(cart)), where_end };
	struct pair touched[] = { { "updatedAt", value_text(stamp) }, pair_end };
	return model_update(shop_store(shop), shop_model(shop, "cart"), where, touched, &changed);
}

/* The product (*found false: there is none) and in @change what the cart holds of it. */
static enum err read_line(struct shop *shop, struct arena *arena, const struct row *cart, int64_t id, bool *found,
	struct product *product, struct cart_change *change)
{
	struct store *store = shop_store(shop);
	struct row *row, *item;

	try(model_find_by_key(store, arena, shop_model(shop, "product"), value_integer(id), NULL, &row));
	*found = row != NULL;
	*change = (struct cart_change){ .product = id };
	if (!row)
		return OK;
	product_read(row, product);
	struct where where[] = { where_eq("cartId", row_key(cart)), where_eq("productId", value_integer(id)),
		where_end };
	try(model_find_one(store, arena, shop_model(shop, "cartItem"), &(struct query){ .where = where }, &item));
	change->before = change->now = item ? row_int(item, "quantity") : 0;
	change->title = product->title;
	return OK;
}

enum err cart_row_change(struct shop *shop, struct arena *arena, struct row *cart, int64_t product,
	struct cart_wish wish, struct cart_change *change)
{
	struct product read;
	bool found;

	try(read_line(shop, arena, cart, product, &found, &read, change));
	if (!found)
		return fail(ERR_NOT_FOUND, "there is no product %lld", (long long)product);
	try(decide(&read, wish, change));
	return write_line(shop, arena, cart, change);
}

/* A line for a product that may have sold out meanwhile. @plus: @quantity counts from what is there. */
static enum err put_back(struct shop *shop, struct arena *arena, struct row *cart, int64_t product, int64_t quantity,
	bool plus, struct cart_change *change)
{
	struct product read;
	bool found;

	if (quantity < 0)
		return fail(ERR_INPUT, "an amount cannot be negative: %lld", (long long)quantity);
	try(read_line(shop, arena, cart, product, &found, &read, change));
	if (!found)
		return OK;
	int64_t available = product_available(&read), bound = available ? available : SHOP_QUANTITY_MAX, now = quantity;
	change->capped = (plus && __builtin_add_overflow(change->before, quantity, &now)) || now > bound;
	change->now = change->capped ? bound : now;
	return write_line(shop, arena, cart, change);
}

enum err cart_row_restore(struct shop *shop, struct arena *arena, struct row *cart, int64_t product, int64_t quantity,
	struct cart_change *change)
{
	return put_back(shop, arena, cart, product, quantity, false, change);
}

enum err cart_row_join(struct shop *shop, struct arena *arena, struct row *cart, int64_t product, int64_t quantity,
	struct cart_change *change)
{
	return put_back(shop, arena, cart, product, quantity, true, change);
}

enum err cart_row_empty(struct shop *shop, const struct row *cart)
{
	struct where where[] = { where_eq("cartId", row_key(cart)), where_end };
	int64_t gone;

	return model_destroy(shop_store(shop), shop_model(shop, "cartItem"), where, &gone);
}
