/* Product.belongsToMany(Order), seen from the seller: sums over the join rows of the seller's products. Days and months are
 * those of the process's zone, which SQLite's sums cannot follow; so the lines of the last year are read and put into their
 * day and month here, the rest is summed by SQLite. */
#include "shop/sales.h"

#include "base/arena.h"
#include "base/clock.h"
#include "model/record.h"
#include "model/store.h"
#include "shop/catalogue.h"

#include <string.h>
#include <time.h>

#define QUANTITY "$orders.orderItem.quantity$"
#define PRICE "$orders.orderItem.priceCents$"

/* Local midnight of the first of the month that holds @ms, @months later. */
static int64_t month_start(int64_t ms, int months)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm at;
	localtime_r(&seconds, &at);
	at = (struct tm){ .tm_year = at.tm_year, .tm_mon = at.tm_mon + months, .tm_mday = 1, .tm_isdst = -1 };
	return (int64_t)mktime(&at) * 1000;
}

static void set_buckets(struct sales *out, int64_t now)
{
	for (int i = 0; i < SALES_DAYS; i++)
		out->days[i].from = clock_midnight(now, i + 1 - SALES_DAYS);
	for (int i = 0; i < SALES_MONTHS; i++)
		out->months[i].from = month_start(now, i + 1 - SALES_MONTHS);
	out->last_days.from = out->days[0].from;
	out->last_months.from = out->months[0].from;
}

/* One line of an order; the lines of one order come one after the other. */
struct sold_line { int64_t order, at, quantity; struct money amount; bool first; };

static enum err add_line(struct sales_figures *to, const struct sold_line *line)
{
	to->orders += line->first;
	to->pieces += line->quantity;
	return money_add(to->revenue, line->amount, &to->revenue);
}

static enum err add_to_bucket(struct sales_figures *buckets, int count, struct sales_figures *all, const struct sold_line *line)
{
	int i = count;
	while (i-- && line->at < buckets[i].from)
		;
	if (i < 0)
		return OK;
	try(add_line(all, line));
	return add_line(&buckets[i], line);
}

static enum err read_recent(const struct session *session, struct arena *arena, struct sales *out)
{
	static const struct selected columns[] = { { "order", .attribute = "$orders.id$" }, { "at", .attribute = "$orders.createdAt$" },
		{ "quantity", .attribute = QUANTITY }, { "price", .attribute = PRICE }, { 0 } };
	const struct order_by order[] = { { .attribute = "order" }, { 0 } };
	char since[CLOCK_STAMP_SIZE];
	struct table lines;
	struct sold_line line = { .order = 0 };
	clock_stamp(out->last_months.from, since);
	const struct where where[] = { where_eq("userId", value_integer(session->user)),
		where_op(WHERE_NE, "$orders.status$", value_text("cancelled")),
		where_op(WHERE_GTE, "$orders.createdAt$", value_text(since)), where_end };
	try(model_select(shop_store(session->shop), arena, shop_model(session->shop, "product"), columns, NULL,
		&(struct query){ .where = where, .order = order }, &lines));
	for (size_t i = 0; i < lines.count; i++) {
		line.first = line.order != table_at(&lines, i, 0).integer;
		line.order = table_at(&lines, i, 0).integer;
		line.quantity = value_int_or(table_at(&lines, i, 2), 0);
		try(money_times(money_of(value_int_or(table_at(&lines, i, 3), 0)), line.quantity, &line.amount));
		if (!clock_parse(value_str(table_at(&lines, i, 1)), &line.at))
			continue;
		try(add_to_bucket(out->days, SALES_DAYS, &out->last_days, &line));
		try(add_to_bucket(out->months, SALES_MONTHS, &out->last_months, &line));
	}
	return OK;
}

static enum err read_all(const struct session *session, struct arena *arena, struct sales *out)
{
	static const struct selected columns[] = { { "orders", AGGREGATE_COUNT, "$orders.id$", .distinct = true },
		{ "pieces", AGGREGATE_SUM, QUANTITY }, { "revenue", AGGREGATE_SUM, QUANTITY, .times = PRICE }, { 0 } };
	const struct where where[] = { where_eq("userId", value_integer(session->user)),
		where_op(WHERE_NE, "$orders.status$", value_text("cancelled")), where_end };
	struct table sums;
	try(model_select(shop_store(session->shop), arena, shop_model(session->shop, "product"), columns, NULL,
		&(struct query){ .where = where }, &sums));
	out->all = (struct sales_figures){ .orders = value_int_or(table_at(&sums, 0, 0), 0),
		.pieces = value_int_or(table_at(&sums, 0, 1), 0), .revenue = money_of(value_int_or(table_at(&sums, 0, 2), 0)) };
	return OK;
}

static struct sales_product *read_products(struct arena *arena, const struct table *rows)
{
	struct sales_product *items = arena_array(arena, struct sales_product, rows->count);
	for (size_t i = 0; i < rows->count; i++)
		items[i] = (struct sales_product){ .id = value_int_or(table_at(rows, i, 0), 0), .title = value_str(table_at(rows, i, 1)),
			.stock = value_int_or(table_at(rows, i, 2), -1), .pieces = value_int_or(table_at(rows, i, 3), 0),
			.revenue = money_of(value_int_or(table_at(rows, i, 4), 0)) };
	return items;
}

static const struct selected product_sums[] = { { "id", .attribute = "id" }, { "title", .attribute = "title" },
	{ "stock", .attribute = "stock" }, { "pieces", AGGREGATE_SUM, QUANTITY },
	{ "revenue", AGGREGATE_SUM, QUANTITY, .times = PRICE }, { 0 } };
static const char *const by_product[] = { "id", NULL };

/* Cancelled orders are no orders of a product. */
static const struct where counts[] = { { .op = WHERE_NE, .attribute = "status",
	.value = { .type = VALUE_TEXT, .size = sizeof "cancelled" - 1, .text = "cancelled" } }, where_end };
static const struct include counted_orders[] = { { .association = "orders", .where = counts, .optional = true }, { 0 } };

/* The seller's products with their sums, for each of three questions. */
static enum err ask(const struct session *session, struct arena *arena, const struct where *also, const struct order_by *order,
	int64_t limit, struct sales_product **items, size_t *count)
{
	const struct where where[] = { where_eq("userId", value_integer(session->user)), *also, where_end };
	struct table rows;
	try(model_select(shop_store(session->shop), arena, shop_model(session->shop, "product"), product_sums, by_product,
		&(struct query){ .where = where, .order = order, .limit = limit, .include = counted_orders }, &rows));
	*items = read_products(arena, &rows);
	*count = rows.count;
	return OK;
}

enum err sales_read(const struct session *session, struct arena *arena, struct sales *out)
{
	const struct where low[] = { where_op(WHERE_LTE, "stock", value_integer(3)), where_null("retiredAt"), where_end };
	const struct where unsold[] = { where_null("$orders.id$"), where_null("retiredAt"), where_end };
	const struct where sold = where_not_null("$orders.id$");
	const struct order_by best[] = { { .attribute = "revenue", .descending = true }, { .attribute = "id" }, { 0 } };
	const struct order_by scarcest[] = { { .attribute = "stock" }, { .attribute = "title", .no_case = true }, { 0 } };
	*out = (struct sales){ .all = { 0 } };
	if (!session->user)
		return fail(ERR_FORBIDDEN, "nobody sells as a guest: log in first");
	set_buckets(out, clock_now());
	try(read_recent(session, arena, out));
	try(read_all(session, arena, out));
	try(ask(session, arena, &sold, best, SALES_TOP, &out->top, &out->top_count));
	try(ask(session, arena, &where_and(low), scarcest, SALES_NAMED, &out->low, &out->low_count));
	return ask(session, arena, &where_and(unsold), scarcest, SALES_NAMED, &out->unsold, &out->unsold_count);
}
