/* product.getOrders(), turned round: orders that have a product of the seller's, with those products alone and their join
 * rows. What others sell in the same order is neither read nor told. */
#include "shop/shipment.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/mixin.h"
#include "model/store.h"

#include <string.h>

static const struct where unsent[] = { where_null("shippedAt"), where_end };

/* The seller's lines of an order, and who bought. @only_unsent leaves out orders and lines that were sent. */
struct wanted { struct where mine[2]; struct include includes[3]; };

static void want(struct wanted *w, const struct session *session, bool only_unsent)
{
	*w = (struct wanted){ .mine = { where_eq("userId", value_integer(session->user)), where_end } };
	w->includes[0] = (struct include){ .association = "products", .where = w->mine, .required = true,
		.through_where = only_unsent ? unsent : NULL };
	w->includes[1] = (struct include){ .association = "user" };
}

static enum err read_line(const struct row *product, struct shipment_line *out)
{
	const struct row *item = row_one(product, "orderItem");
	*out = (struct shipment_line){ .id = row_int(item, "id"), .product = row_int(product, "id"),
		.quantity = row_int(item, "quantity"), .title = row_text(item, "title"),
		.price = money_of(row_int(item, "priceCents")),
		.shipped_at = row_is_null(item, "shippedAt") ? NULL : row_text(item, "shippedAt") };
	return money_times(out->price, out->quantity, &out->line);
}

static enum order_status status_of(const struct row *order)
{
	for (enum order_status s = 0; s < ORDER_STATUS_COUNT; s++)
		if (!strcmp(order_status_name(s), row_text(order, "status")))
			return s;
	return ORDER_PLACED;
}

static enum err read_shipment(struct arena *arena, const struct row *order, struct shipment *out)
{
	struct rows products = row_many(order, "products");
	const struct row *buyer = row_one(order, "user");
	*out = (struct shipment){ .order = row_int(order, "id"), .status = status_of(order),
		.buyer = buyer ? row_text(buyer, "name") : "", .created = row_text(order, "createdAt"),
		.lines = arena_array(arena, struct shipment_line, products.count), .count = products.count };
	clock_parse(out->created, &out->placed_at);
	for (size_t i = 0; i < products.count; i++)
		try(read_line(products.items[i], &out->lines[i]));
	return OK;
}

static enum err read_cursor(const char *cursor, struct value *out)
{
	int64_t id;
	if (*cursor != 's' || text_integer(cursor + 1, &id))
		return fail(ERR_USAGE, "'%s' is no place in this list", cursor);
	*out = value_integer(id);
	return OK;
}

/* Orders with lines of the seller's: those that wait, or (@sent) all that may have been sent. */
static enum err find_orders(const struct session *session, struct arena *arena, bool sent, const struct value *after,
	int64_t limit, struct rows *out)
{
	const struct value open[] = { value_text("placed"), value_text("shipped") };
	const struct value done[] = { value_text("placed"), value_text("shipped"), value_text("delivered") };
	const struct where where[] = { where_in("status", sent ? done : open, sent ? 3 : 2), where_end };
	const struct order_by order[] = { { .attribute = "id", .descending = sent }, { 0 } };
	struct wanted w;
	want(&w, session, !sent);
	const struct query query = { .where = where, .order = order, .after = after, .limit = limit, .include = w.includes };
	return model_find_all(shop_store(session->shop), arena, shop_model(session->shop, "order"), &query, out);
}

static bool waits(const struct shipment *shipment)
{
	for (size_t i = 0; i < shipment->count; i++)
		if (!shipment->lines[i].shipped_at)
			return true;
	return false;
}

/* Until there is one more than the page holds: among sent orders those that still wait are passed over. */
static enum err read_page(const struct session *session, struct arena *arena, bool sent, const struct value *after,
	size_t limit, struct shipments *out)
{
	struct value at;
	struct rows rows;
	do {
		try(find_orders(session, arena, sent, after, (int64_t)limit + 1, &rows));
		for (size_t i = 0; i < rows.count && out->count <= limit; i++) {
			try(read_shipment(arena, rows.items[i], &out->items[out->count]));
			out->count += waits(&out->items[out->count]) != sent;
			at = row_key(rows.items[i]);
		}
		after = &at;
	} while (rows.count > limit && out->count <= limit);
	if (out->count > limit) {
		out->count = limit;
		out->next = arena_format(arena, "s%lld", (long long)out->items[limit - 1].order);
	}
	return OK;
}

enum err shipment_list(const struct session *session, struct arena *arena, bool sent, const char *cursor, int64_t limit,
	struct shipments *out)
{
	struct value at;
	*out = (struct shipments){ 0 };
	if (limit < 1 || limit > 1000)
		return fail(ERR_USAGE, "a page has 1 to 1,000 rows, not %lld", (long long)limit);
	if (cursor)
		try(read_cursor(cursor, &at));
	out->items = arena_array(arena, struct shipment, (size_t)limit + 1);
	return session->user ? read_page(session, arena, sent, cursor ? &at : NULL, (size_t)limit, out) : OK;
}

/* --- shipping --- */

/* Whether all lines of the order are sent by now, of every seller's. */
static enum err all_is_sent(struct store *store, const struct row *order, bool *out)
{
	int64_t waiting;
	try(association_count(store, order, "products", &(struct query){ .through_where = unsent }, &waiting));
	*out = !waiting;
	return OK;
}

static enum err send_lines(struct store *store, struct arena *arena, const struct row *order, const char *now, size_t *sent)
{
	struct rows products = row_many(order, "products");
	const struct pair pairs[] = { { "shippedAt", value_text(now) }, pair_end };
	*sent = 0;
	for (size_t i = 0; i < products.count; i++) {
		struct row *item = row_one(products.items[i], "orderItem");
		if (!row_is_null(item, "shippedAt"))
			continue;
		try(row_update(store, arena, item, pairs));
		(*sent)++;
	}
	return OK;
}

static enum err ship_one(struct session *session, struct arena *arena, int64_t id, const char *now)
{
	struct store *store = shop_store(session->shop);
	struct wanted w;
	struct row *order;
	size_t sent;
	bool all;
	want(&w, session, false);
	try(model_find_by_key(store, arena, shop_model(session->shop, "order"), value_integer(id), w.includes, &order));
	if (!order)
		return fail(ERR_NOT_FOUND, "there is no order %lld with products of yours", (long long)id);
	if (status_of(order) == ORDER_CANCELLED)
		return fail(ERR_STATUS, "order %lld was cancelled: nothing of it is sent", (long long)id);
	try(send_lines(store, arena, order, now, &sent));
	if (!sent)
		return fail(ERR_STATUS, "all of yours in order %lld was sent before", (long long)id);
	try(all_is_sent(store, order, &all));
	if (!all || status_of(order) != ORDER_PLACED)
		return OK;
	return row_update(store, arena, order, (struct pair[]){ { "status", value_text(order_status_name(ORDER_SHIPPED)) }, pair_end });
}

static enum err ship_all(struct session *session, struct arena *arena, const int64_t *orders, size_t count)
{
	char now[CLOCK_STAMP_SIZE];
	clock_stamp(clock_now(), now);
	for (size_t i = 0; i < count; i++)
		try(ship_one(session, arena, orders[i], now));
	return OK;
}

enum err shipment_ship(struct session *session, struct arena *arena, const int64_t *orders, size_t count)
{
	if (!session->user)
		return fail(ERR_FORBIDDEN, "nobody sends as a guest: log in first");
	try(store_begin(shop_store(session->shop)));
	return store_end(shop_store(session->shop), ship_all(session, arena, orders, count));
}
