/* product.getOrders(), turned round: orders that have a product of the seller's, with those products alone and their join
 * rows. What others sell in the same order is neither read nor told. */
#include "shop/shipment.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/mixin.h"
#include "model/store.h"

#include <string.h>

/* Orders of which something may still be sent. */
static const struct value open[] = {
	{ .type = VALUE_TEXT, .size = 6, .text = "placed" }, { .type = VALUE_TEXT, .size = 7, .text = "shipped" },
};
static const struct where unsent[] = { where_null("shippedAt"), where_end };

/* The seller's lines of an order, each with its product, and who bought. */
struct wanted { struct where mine[2]; struct include includes[3]; };

static void want(struct wanted *w, const struct session *session)
{
	*w = (struct wanted){ .mine = { where_eq("userId", value_integer(session->user)), where_end } };
	w->includes[0] = (struct include){ .association = "products", .where = w->mine, .required = true };
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

static enum err read_lines(struct rows products, struct shipment *out)
{
	bool waits = false;
	for (size_t i = 0; i < products.count; i++) {
		struct shipment_line *line = &out->lines[i];
		try(read_line(products.items[i], line));
		out->pieces += line->quantity;
		try(money_add(out->total, line->line, &out->total));
		waits |= !line->shipped_at;
		if (line->shipped_at && (!out->sent || strcmp(line->shipped_at, out->sent) > 0))
			out->sent = line->shipped_at;
	}
	if (waits)
		out->sent = NULL;
	return OK;
}

static enum err read_shipment(struct arena *arena, const struct row *order, struct shipment *out)
{
	struct rows products = row_many(order, "products");
	const struct row *buyer = row_one(order, "user");
	*out = (struct shipment){ .order = row_int(order, "id"), .status = order_status_of(row_text(order, "status")),
		.buyer = buyer ? row_text(buyer, "name") : "", .created = row_text(order, "createdAt"),
		.lines = arena_array(arena, struct shipment_line, products.count), .count = products.count };
	clock_parse(out->created, &out->placed_at);
	return read_lines(products, out);
}

/* --- lists --- */

/* Orders next to a place, the nearest first: at most @room. @down: towards the older ones. */
struct nearest { int64_t *ids; size_t count, room; bool down; };

static enum err take_id(void *context, const struct value *row)
{
	struct nearest *n = context;
	int64_t id = value_int_or(row[0], 0);
	size_t at = n->count;
	while (at && (n->down ? n->ids[at - 1] < id : n->ids[at - 1] > id))
		at--;
	if (at == n->room || (at && n->ids[at - 1] == id))
		return OK;
	n->count += n->count < n->room;
	memmove(&n->ids[at + 1], &n->ids[at], (n->count - at - 1) * sizeof *n->ids);
	n->ids[at] = id;
	return OK;
}

/* The comparison with a place, which no null passes, lets SQLite begin at the index of the lines. */
static enum err find_nearest(const struct session *session, bool sent, int64_t from, struct nearest *out)
{
	static const struct selected columns[] = { { "order", .attribute = "$orders.orderItem.orderId$" }, { 0 } };
	const struct where where[] = { where_eq("userId", value_integer(session->user)),
		where_op(sent ? WHERE_NE : WHERE_EQ, "$orders.orderItem.shippedAt$", value_null()),
		where_op(out->down ? WHERE_LT : WHERE_GT, "$orders.orderItem.orderId$", value_integer(from)),
		sent ? where_end : where_in("$orders.status$", open, 2), where_end };
	out->count = 0;
	return model_select_each(shop_store(session->shop), shop_model(session->shop, "product"), columns, NULL,
		&(struct query){ .where = where }, take_id, out);
}

/* What belongs into the list: nothing of a cancelled order is sent, and a received one waits no more. */
static bool belongs(const struct shipment *s, bool sent)
{
	if (s->status == ORDER_CANCELLED || !s->count)
		return false;
	return sent ? s->sent != NULL : !s->sent && s->status != ORDER_DELIVERED;
}

/* The orders of these ids with the seller's lines, in that order, as far as they belong. */
static enum err read_orders(const struct session *session, struct arena *arena, bool sent, const struct nearest *near,
	struct shipments *out)
{
	struct value *ids = arena_array(arena, struct value, near->count);
	for (size_t i = 0; i < near->count; i++)
		ids[i] = value_integer(near->ids[i]);
	const struct where where[] = { where_in("id", ids, near->count), where_end };
	const struct order_by order[] = { { .attribute = "id", .descending = near->down }, { 0 } };
	struct wanted w;
	struct rows rows;
	want(&w, session);
	try(model_find_all(shop_store(session->shop), arena, shop_model(session->shop, "order"),
		&(struct query){ .where = where, .order = order, .include = w.includes }, &rows));
	for (size_t i = 0; i < rows.count && out->count < near->room; i++) {
		try(read_shipment(arena, rows.items[i], &out->items[out->count]));
		out->count += belongs(&out->items[out->count], sent);
	}
	return OK;
}

const char *shipment_cursor(struct arena *arena, const struct shipment *shipment)
{
	return arena_format(arena, "s%lld", (long long)shipment->order);
}

static void turn(struct shipments *list)
{
	for (size_t i = 0; i < list->count / 2; i++) {
		struct shipment first = list->items[i];
		list->items[i] = list->items[list->count - 1 - i];
		list->items[list->count - 1 - i] = first;
	}
}

/* @out has one more than a page when the list goes on. */
static void close_page(struct arena *arena, size_t limit, bool from_place, bool before, struct shipments *out)
{
	bool more = out->count > limit;
	out->count = more ? limit : out->count;
	if (before)
		turn(out);
	if (out->count && (before ? from_place : more))
		out->next = shipment_cursor(arena, &out->items[out->count - 1]);
	if (out->count && (before ? more : from_place))
		out->previous = shipment_cursor(arena, &out->items[0]);
}

static enum err read_cursor(const char *cursor, int64_t *out)
{
	return *cursor != 's' || text_integer(cursor + 1, out) ? fail(ERR_USAGE, "'%s' is no place in this list", cursor) : OK;
}

enum err shipment_list(const struct session *session, struct arena *arena, bool sent, const char *cursor, bool before,
	int64_t limit, struct shipments *out)
{
	struct nearest near = { .down = sent != before };
	int64_t from = near.down ? INT64_MAX : INT64_MIN;
	*out = (struct shipments){ 0 };
	if (limit < 1 || limit > 1000)
		return fail(ERR_USAGE, "a page has 1 to 1,000 rows, not %lld", (long long)limit);
	if (cursor)
		try(read_cursor(cursor, &from));
	if (!session->user)
		return OK;
	near.room = (size_t)limit + 1;
	near.ids = arena_array(arena, int64_t, near.room);
	out->items = arena_array(arena, struct shipment, near.room + 1);
	do {
		try(find_nearest(session, sent, from, &near));
		try(read_orders(session, arena, sent, &near, out));
		from = near.count ? near.ids[near.count - 1] : from;
	} while (near.count == near.room && out->count < near.room);
	close_page(arena, (size_t)limit, cursor != NULL, before, out);
	return OK;
}

/* --- one order --- */

static enum err find_order(const struct session *session, struct arena *arena, int64_t id, struct row **out)
{
	struct wanted w;
	want(&w, session);
	*out = NULL;
	if (session->user)
		try(model_find_by_key(shop_store(session->shop), arena, shop_model(session->shop, "order"), value_integer(id),
			w.includes, out));
	return *out ? OK : fail(ERR_NOT_FOUND, "there is no order %lld with products of yours", (long long)id);
}

enum err shipment_load(const struct session *session, struct arena *arena, int64_t order, struct shipment *out)
{
	struct row *row;
	try(find_order(session, arena, order, &row));
	return read_shipment(arena, row, out);
}

enum err shipment_waiting(const struct session *session, struct arena *arena, int64_t *orders, int64_t *pieces)
{
	static const struct selected columns[] = { { "orders", AGGREGATE_COUNT, "$orders.id$", .distinct = true },
		{ "pieces", AGGREGATE_SUM, "$orders.orderItem.quantity$" }, { 0 } };
	const struct where where[] = { where_eq("userId", value_integer(session->user)),
		where_null("$orders.orderItem.shippedAt$"), where_op(WHERE_GT, "$orders.orderItem.orderId$", value_integer(INT64_MIN)),
		where_in("$orders.status$", open, 2), where_end };
	struct table sums;
	*orders = *pieces = 0;
	if (!session->user)
		return OK;
	try(model_select(shop_store(session->shop), arena, shop_model(session->shop, "product"), columns, NULL,
		&(struct query){ .where = where }, &sums));
	*orders = value_int_or(table_at(&sums, 0, 0), 0);
	*pieces = value_int_or(table_at(&sums, 0, 1), 0);
	return OK;
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
	struct row *order;
	size_t sent;
	bool all;
	try(find_order(session, arena, id, &order));
	enum order_status status = order_status_of(row_text(order, "status"));
	if (status == ORDER_CANCELLED)
		return fail(ERR_STATUS, "order %lld was cancelled: nothing of it is sent", (long long)id);
	try(send_lines(store, arena, order, now, &sent));
	if (!sent)
		return fail(ERR_STATUS, "all of yours in order %lld was sent before", (long long)id);
	try(all_is_sent(store, order, &all));
	if (!all || status != ORDER_PLACED)
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
