/* Reading orders. An order tells what was bought by its own lines, which hold title and price as they were; the product
 * beside a line is as it is now, or no longer there. */
#include "shop/order.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/record.h"
#include "model/store.h"
#include "shop/order_row.h"
#include "shop/product.h"
#include <string.h>

static const char *const status_names[ORDER_STATUS_COUNT] = {
	[ORDER_PLACED] = "placed", [ORDER_SHIPPED] = "shipped", [ORDER_DELIVERED] = "delivered",
	[ORDER_CANCELLED] = "cancelled",
};

const char *order_status_name(enum order_status status)
{
	return status_names[status];
}

enum order_status order_status_of(const char *name)
{
	for (unsigned i = 0; i < ORDER_STATUS_COUNT; i++)
		if (!strcmp(status_names[i], name))
			return (enum order_status)i;
	return ORDER_DELIVERED;
}

static void read_order(const struct row *row, struct order *out)
{
	*out = (struct order){ .id = row_int(row, "id"), .status = order_status_of(row_text(row, "status")),
		.total = money_of(row_int(row, "totalCents")), .created = row_text(row, "createdAt"),
		.updated = row_text(row, "updatedAt") };
	if (!clock_parse(out->created, &out->placed_at))
		out->placed_at = 0;
	out->may_cancel = out->status == ORDER_PLACED;
	out->may_receive = out->status == ORDER_SHIPPED;
}

/* A line that was sent, or whose product is gone, can no longer be taken back. */
static void count_line(struct order *order, const struct row *item)
{
	order->count++;
	if (row_is_null(item, "productId") || !row_is_null(item, "shippedAt"))
		order->may_cancel = false;
}

static enum err items_of(struct shop *shop, struct arena *arena, const struct value *orders, size_t count,
	struct rows *out)
{
	static const struct order_by in_order[] = { { .attribute = "id" }, { 0 } };
	struct where where[] = { where_in("orderId", orders, count), where_end };

	return model_find_all(shop_store(shop), arena, shop_model(shop, "orderItem"),
		&(struct query){ .where = where, .order = in_order }, out);
}

enum err order_row(const struct session *session, struct arena *arena, int64_t id, struct row **out)
{
	struct where where[] = { where_eq("id", value_integer(id)), where_eq("userId", value_integer(session->user)),
		where_end };

	*out = NULL;
	if (session->user)
		try(model_find_one(shop_store(session->shop), arena, shop_model(session->shop, "order"),
			&(struct query){ .where = where }, out));
	return *out ? OK : fail(ERR_NOT_FOUND, "there is no order %lld of yours", (long long)id);
}

static enum err read_line(const struct row *item, const struct products *products, struct order_line *out)
{
	const struct product *now = products_get(products, row_int(item, "productId"));

	*out = (struct order_line){ .id = row_int(item, "id"), .product = row_int(item, "productId"),
		.exists = now != NULL, .quantity = row_int(item, "quantity"),
		.price = money_of(row_int(item, "priceCents")), .title = row_text(item, "title"),
		.shipped_at = row_is_null(item, "shippedAt") ? NULL : row_text(item, "shippedAt"), .seller = "" };
	if (now) {
		out->now = *now;
		out->seller = now->seller_name;
	}
	return money_times(out->price, out->quantity, &out->line);
}

static enum err read_lines(struct shop *shop, struct arena *arena, struct rows items, struct order *out)
{
	int64_t *ids = arena_array(arena, int64_t, items.count);
	struct products products;
	size_t count = 0;

	for (size_t i = 0; i < items.count; i++)
		if (!row_is_null(items.items[i], "productId"))
			ids[count++] = row_int(items.items[i], "productId");
	try(products_by_id(shop, arena, ids, count, &products));
	out->lines = arena_array(arena, struct order_line, items.count);
	for (size_t i = 0; i < items.count; i++) {
		try(read_line(items.items[i], &products, &out->lines[i]));
		count_line(out, items.items[i]);
	}
	return OK;
}

enum err order_load(const struct session *session, struct arena *arena, int64_t id, struct order *out)
{
	struct value key = value_integer(id);
	struct rows items;
	struct row *row;

	try(order_row(session, arena, id, &row));
	read_order(row, out);
	try(items_of(session->shop, arena, &key, 1, &items));
	return read_lines(session->shop, arena, items, out);
}

/* --- who has sent what --- */

static struct order_sender *sender_of(struct order_senders *all, const char *name)
{
	size_t i = 0;
	while (i < all->count && strcmp(all->items[i].name, name))
		i++;
	if (i == all->count)
		all->items[all->count++] = (struct order_sender){ .name = name };
	return &all->items[i];
}

struct order_senders order_senders(struct arena *arena, const struct order *order)
{
	struct order_senders all = { arena_array(arena, struct order_sender, order->count), 0 };
	for (size_t i = 0; i < order->count; i++) {
		const struct order_line *line = &order->lines[i];
		if (!line->exists)
			continue;
		struct order_sender *sender = sender_of(&all, line->seller);
		sender->lines++;
		sender->waiting += !line->shipped_at;
		if (line->shipped_at && (!sender->sent || strcmp(line->shipped_at, sender->sent) > 0))
			sender->sent = line->shipped_at;
	}
	return all;
}

const char *order_sender_words(struct arena *arena, const struct order_sender *sender)
{
	int64_t at;
	if (!sender->sent || !clock_parse(sender->sent, &at))
		return sender->waiting ? "not sent yet" : "sent";
	return arena_format(arena, "sent %s%s", sender->waiting ? "in part " : "", clock_day(arena, at));
}

/* --- lists --- */

/* The pages are walked down from the newest, or up from the oldest and turned round. */
static const struct order_by newest_first[] = {
	{ .attribute = "createdAt", .descending = true }, { .attribute = "id", .descending = true }, { 0 }
};
static const struct order_by oldest_first[] = { { .attribute = "createdAt" }, { .attribute = "id" }, { 0 } };

const char *order_cursor(struct arena *arena, const struct order *order)
{
	return arena_format(arena, "o%lld", (long long)order->id);
}

/* A cursor is an order of the person's own: "o17". */
static enum err read_cursor(const struct session *session, struct arena *arena, const char *cursor, struct value at[2])
{
	int64_t id;
	struct row *row;

	if (*cursor != 'o' || text_integer(cursor + 1, &id) || order_row(session, arena, id, &row))
		return fail(ERR_USAGE, "'%s' is no place in this list", cursor);
	at[0] = row_get(row, "createdAt");
	at[1] = row_key(row);
	return OK;
}

/* How many lines each has, and which can be cancelled: one statement for all. */
static enum err count_lines(struct shop *shop, struct arena *arena, struct orders *orders)
{
	struct value *keys = arena_array(arena, struct value, orders->count);
	struct rows items;

	if (!orders->count)
		return OK;
	for (size_t i = 0; i < orders->count; i++)
		keys[i] = value_integer(orders->items[i].id);
	try(items_of(shop, arena, keys, orders->count, &items));
	for (size_t i = 0; i < items.count; i++)
		for (size_t k = 0; k < orders->count; k++)
			if (orders->items[k].id == row_int(items.items[i], "orderId"))
				count_line(&orders->items[k], items.items[i]);
	return OK;
}

/* The first @limit of @rows; there is one more when the list goes on. */
static void read_page(struct arena *arena, struct rows rows, int64_t limit, const char *cursor, bool before,
	struct orders *out)
{
	bool more = rows.count > (size_t)limit;

	out->count = more ? (size_t)limit : rows.count;
	out->items = arena_array(arena, struct order, out->count);
	for (size_t i = 0; i < out->count; i++)
		read_order(rows.items[i], &out->items[before ? out->count - 1 - i : i]);
	if (out->count && (before ? cursor != NULL : more))
		out->next = order_cursor(arena, &out->items[out->count - 1]);
	if (out->count && (before ? more : cursor != NULL))
		out->previous = order_cursor(arena, &out->items[0]);
}

enum err order_list(const struct session *session, struct arena *arena, const char *cursor, bool before, int64_t limit,
	struct orders *out)
{
	struct where own[] = { where_eq("userId", value_integer(session->user)), where_end };
	struct value at[2];
	struct rows rows;

	*out = (struct orders){ 0 };
	if (limit < 1 || limit > 1000)
		return fail(ERR_USAGE, "a page has 1 to 1,000 rows, not %lld", (long long)limit);
	if (cursor)
		try(read_cursor(session, arena, cursor, at));
	if (!session->user)
		return OK;
	struct query query = { .where = own, .order = before ? oldest_first : newest_first, .limit = limit + 1,
		.after = cursor ? at : NULL };
	try(model_find_all(shop_store(session->shop), arena, shop_model(session->shop, "order"), &query, &rows));
	read_page(arena, rows, limit, cursor, before, out);
	return count_lines(session->shop, arena, out);
}
