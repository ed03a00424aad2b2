/* What becomes of an order: placed, then shipped and delivered, or cancelled while nothing has left. Each step is one
 * transaction that reads the order again. */
#include "shop/order.h"

#include "base/arena.h"
#include "model/store.h"
#include "shop/cart_row.h"
#include "shop/order_row.h"

static const char *const states[ORDER_STATUS_COUNT] = {
	[ORDER_PLACED] = "has not been sent", [ORDER_SHIPPED] = "was sent", [ORDER_DELIVERED] = "was delivered",
	[ORDER_CANCELLED] = "was cancelled",
};

/* One act on a loaded order; *out is as it was before. */
typedef enum err act(struct session *, struct arena *, const struct order *);

static enum err set_status(struct session *session, struct arena *arena, const struct order *order,
	enum order_status status)
{
	struct pair pairs[] = { { "status", value_text(order_status_name(status)) }, pair_end };
	struct row *row;

	try(order_row(session, arena, order->id, &row));
	return row_update(shop_store(session->shop), arena, row, pairs);
}

static enum err cancel(struct session *session, struct arena *arena, const struct order *order)
{
	if (!order->may_cancel)
		return fail(ERR_STATUS, "order %lld cannot be cancelled: it %s", (long long)order->id,
			order->status == ORDER_PLACED ? "was sent in part" : states[order->status]);
	for (size_t i = 0; i < order->count; i++)
		try(stock_return(session->shop, order->lines[i].product, order->lines[i].quantity));
	return set_status(session, arena, order, ORDER_CANCELLED);
}

static enum err cancel_and_refill(struct session *session, struct arena *arena, const struct order *order)
{
	struct cart_change ignored;
	struct row *cart;

	try(cancel(session, arena, order));
	try(cart_row_make(session, arena, &cart));
	for (size_t i = 0; i < order->count; i++)
		try(cart_row_join(session->shop, arena, cart, order->lines[i].product, order->lines[i].quantity,
			&ignored));
	return OK;
}

static enum err uncancel(struct session *session, struct arena *arena, const struct order *order)
{
	if (order->status != ORDER_CANCELLED)
		return fail(ERR_STATUS, "order %lld is not cancelled: it %s", (long long)order->id,
			states[order->status]);
	for (size_t i = 0; i < order->count; i++) {
		const struct order_line *line = &order->lines[i];
		if (!line->exists)
			return fail(ERR_STOCK, "'%s' no longer exists", line->title);
		try(stock_take(session->shop, &line->now, line->quantity));
	}
	return set_status(session, arena, order, ORDER_PLACED);
}

static enum err receive(struct session *session, struct arena *arena, const struct order *order)
{
	if (!order->may_receive)
		return fail(ERR_STATUS, "order %lld cannot be received: it %s", (long long)order->id,
			states[order->status]);
	return set_status(session, arena, order, ORDER_DELIVERED);
}

static enum err load_and_act(struct session *session, struct arena *arena, int64_t id, act *what, struct order *out)
{
	struct order order;

	try(order_load(session, arena, id, &order));
	try(what(session, arena, &order));
	return order_load(session, arena, id, out);
}

static enum err in_transaction(struct session *session, struct arena *arena, int64_t id, act *what, struct order *out)
{
	try(store_begin(shop_store(session->shop)));
	return store_end(shop_store(session->shop), load_and_act(session, arena, id, what, out));
}

enum err order_cancel(struct session *session, struct arena *arena, int64_t id, bool refill, struct order *out)
{
	return in_transaction(session, arena, id, refill ? cancel_and_refill : cancel, out);
}

enum err order_uncancel(struct session *session, struct arena *arena, int64_t id, struct order *out)
{
	return in_transaction(session, arena, id, uncancel, out);
}

enum err order_receive(struct session *session, struct arena *arena, int64_t id, struct order *out)
{
	return in_transaction(session, arena, id, receive, out);
}
