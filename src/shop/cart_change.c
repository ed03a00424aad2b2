/* Changing the cart: each act is one transaction over the rows in cart_row.h. */
#include "shop/cart.h"

#include "base/arena.h"
#include "model/store.h"
#include "shop/cart_row.h"

/* End the transaction; a guest's cart that was not kept is forgotten. */
static enum err cart_end(struct session *session, int64_t guest_cart, enum err so_far)
{
	enum err err = store_end(shop_store(session->shop), so_far);
	if (err)
		session->guest_cart = guest_cart;
	return err;
}

static enum err change_line(struct session *session, struct arena *arena, int64_t product, struct cart_wish wish,
	struct cart_change *change)
{
	struct row *cart;

	try(cart_row_make(session, arena, &cart));
	return cart_row_change(session->shop, arena, cart, product, wish, change);
}

static enum err change(struct session *session, struct arena *arena, int64_t product, struct cart_wish wish,
	struct cart_change *out)
{
	int64_t guest_cart = session->guest_cart;

	try(store_begin(shop_store(session->shop)));
	return cart_end(session, guest_cart, change_line(session, arena, product, wish, out));
}

enum err cart_add(struct session *session, struct arena *arena, int64_t product, int64_t count, struct cart_change *out)
{
	if (!count)
		return fail(ERR_INPUT, "add how many? 0 is nothing");
	return change(session, arena, product, (struct cart_wish){ count, false }, out);
}

enum err cart_set(struct session *session, struct arena *arena, int64_t product, int64_t quantity,
	struct cart_change *out)
{
	if (quantity < 0)
		return fail(ERR_INPUT, "an amount cannot be negative: %lld", (long long)quantity);
	return change(session, arena, product, (struct cart_wish){ quantity, true }, out);
}

enum err cart_remove(struct session *session, struct arena *arena, int64_t product, struct cart_change *out)
{
	return cart_set(session, arena, product, 0, out);
}

static enum err clear(struct session *session, struct arena *arena, struct cart_change **lines, size_t *count)
{
	struct cart cart;
	struct row *row;

	try(cart_load(session, arena, &cart));
	*count = cart.count;
	*lines = arena_array(arena, struct cart_change, cart.count);
	for (size_t i = 0; i < cart.count; i++)
		(*lines)[i] = (struct cart_change){ .product = cart.lines[i].product.id,
			.before = cart.lines[i].quantity, .title = cart.lines[i].product.title };
	try(cart_row(session, arena, &row));
	return row ? cart_row_empty(session->shop, row) : OK;
}

enum err cart_clear(struct session *session, struct arena *arena, struct cart_change **lines, size_t *count)
{
	try(store_begin(shop_store(session->shop)));
	return store_end(shop_store(session->shop), clear(session, arena, lines, count));
}

static enum err restore(struct session *session, struct arena *arena, const struct cart_change *lines, size_t count)
{
	struct cart_change ignored;
	struct row *cart;

	try(cart_row_make(session, arena, &cart));
	for (size_t i = 0; i < count; i++)
		try(cart_row_restore(session->shop, arena, cart, lines[i].product, lines[i].before, &ignored));
	return OK;
}

enum err cart_restore(struct session *session, struct arena *arena, const struct cart_change *lines, size_t count)
{
	int64_t guest_cart = session->guest_cart;

	try(store_begin(shop_store(session->shop)));
	return cart_end(session, guest_cart, restore(session, arena, lines, count));
}
