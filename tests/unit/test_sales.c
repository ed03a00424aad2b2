/* Sales from the snapshots of order lines: days and months of the zone, cancelled orders left out. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "model/store.h"
#include "shop/sales.h"
#include "shop/shipment.h"

#include <stdlib.h>
#include <time.h>

static struct stall s;
static struct sales got;

/* An order of bob's for lamps of alice's, placed then. */
static int64_t sold(const char *when, int64_t lamps)
{
	int64_t now = clock_now(), at;
	CHECK(clock_parse(when, &at));
	clock_set(at);
	int64_t order = stall_order(&s, &s.bob, s.lamp, lamps);
	clock_set(now);
	return order;
}

static void open_shop(const char *zone)
{
	int64_t now;
	setenv("TZ", zone, 1);
	tzset();
	CHECK(clock_parse("2026-11-22 14:01:07", &now));
	clock_set(now);
	stall_open(&s);
}

TEST(buckets)
{
	open_shop("UTC");
	sold("2026-11-22 09:00:00", 2);
	sold("2026-11-21 23:59:59", 1);
	sold("2026-11-08 12:00:00", 1);
	sold("2025-11-30 12:00:00", 1);
	stall_set(&s, s.lamp, "priceCents", value_integer(9999));
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(4800, got.days[SALES_DAYS - 1].revenue.minor);
	CHECK_INT(2400, got.days[SALES_DAYS - 2].revenue.minor);
	CHECK_INT(7200, got.spans[SALES_LAST_DAYS].revenue.minor);
	CHECK_INT(2, got.spans[SALES_LAST_DAYS].orders);
	CHECK_INT(3, got.spans[SALES_LAST_DAYS].pieces);
	CHECK_INT(9600, got.months[SALES_MONTHS - 1].revenue.minor);
	CHECK_INT(9600, got.spans[SALES_LAST_MONTHS].revenue.minor);
	CHECK_INT(12000, got.spans[SALES_ALL_TIME].revenue.minor);
	CHECK_INT(4, got.spans[SALES_ALL_TIME].orders);
	CHECK_INT(1, (int64_t)got.top[SALES_ALL_TIME].count);
	CHECK_INT(5, got.top[SALES_ALL_TIME].items[0].pieces);
	CHECK_INT(1, (int64_t)got.low.count);
	CHECK_INT(2, (int64_t)got.unsold.count);
	CHECK_INT(2, got.unsold_total);
	CHECK_INT(4, got.waiting);
	stall_close(&s);
}

TEST(a_day_is_that_of_the_zone)
{
	open_shop("Asia/Tokyo");
	sold("2026-11-21 16:00:00", 1);
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(2400, got.days[SALES_DAYS - 1].revenue.minor);
	stall_close(&s);
	open_shop("UTC");
	stall_close(&s);
}

TEST(cancelled_orders_do_not_count)
{
	struct order order;
	open_shop("UTC");
	int64_t id = sold("2026-11-22 09:00:00", 2);
	sold("2026-11-22 10:00:00", 1);
	CHECK_ERR(OK, order_cancel(&s.bob, &s.arena, id, false, &order));
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(2400, got.spans[SALES_ALL_TIME].revenue.minor);
	CHECK_INT(1, got.spans[SALES_LAST_DAYS].orders);
	REQUIRE_OK(sales_read(&s.bob, &s.arena, &got));
	CHECK_INT(0, got.spans[SALES_ALL_TIME].orders);
	CHECK_ERR(ERR_FORBIDDEN, sales_read(&s.guest, &s.arena, &got));
	stall_close(&s);
}

/* A product that was ordered and cancelled alone was never sold, and a scarce one counts what was sold of it. */
TEST(cancelled_orders_count_nowhere)
{
	struct order order;
	open_shop("UTC");
	int64_t tin = stall_order(&s, &s.bob, s.tin, 1);
	CHECK_ERR(OK, order_cancel(&s.bob, &s.arena, tin, false, &order));
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(3, (int64_t)got.unsold.count);
	CHECK_INT(1, (int64_t)got.low.count);
	CHECK_INT(0, got.low.items[0].pieces);
	CHECK_INT(0, got.low.items[0].revenue.minor);
	CHECK_INT(0, (int64_t)got.top[SALES_ALL_TIME].count);
	stall_close(&s);
}

/* An order with several of the seller's products is one order, everywhere; the best of each list come first. */
TEST(an_order_of_several_lines_counts_once)
{
	struct cart_change change;
	struct review review;
	struct placed placed;
	open_shop("UTC");
	CHECK_ERR(OK, cart_add(&s.bob, &s.arena, s.lamp, 1, &change));
	CHECK_ERR(OK, cart_add(&s.bob, &s.arena, s.tin, 2, &change));
	CHECK_ERR(OK, cart_add(&s.bob, &s.arena, s.pot, 9, &change));
	CHECK_ERR(OK, order_review_cart(&s.bob, &s.arena, &review));
	CHECK_ERR(OK, order_place(&s.bob, &s.arena, &review, NULL, &placed));
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(1, got.spans[SALES_ALL_TIME].orders);
	CHECK_INT(12, got.spans[SALES_ALL_TIME].pieces);
	CHECK_INT(1, got.days[SALES_DAYS - 1].orders);
	CHECK_INT(1, got.months[SALES_MONTHS - 1].orders);
	CHECK_INT(1, got.waiting);
	CHECK_INT(3, (int64_t)got.top[SALES_ALL_TIME].count);
	CHECK_STR("Pot, small", got.top[SALES_ALL_TIME].items[0].title);
	CHECK_STR("Lamp, brass", got.top[SALES_ALL_TIME].items[1].title);
	CHECK_STR("Tea tin", got.top[SALES_ALL_TIME].items[2].title);
	stall_close(&s);
}

TEST(what_waits_to_be_sent)
{
	open_shop("UTC");
	const int64_t first = sold("2026-11-20 09:00:00", 1);
	sold("2026-11-21 09:00:00", 1);
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(2, got.waiting);
	REQUIRE_OK(shipment_ship(&s.alice, &s.arena, &first, 1));
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(1, got.waiting);
	CHECK_INT(2, got.spans[SALES_ALL_TIME].orders);
	stall_close(&s);
}

/* More products than are named: the scarcest are, by stock and then by name, whatever the order they are in. */
TEST(the_scarcest_are_named)
{
	open_shop("UTC");
	for (int i = 0; i < SALES_NAMED + 5; i++)
		stall_product(&s, &s.alice, arena_format(&s.arena, "Egg cup %02d", (i * 7) % (SALES_NAMED + 5)), 100, i < 3 ? 0 : 2);
	stall_retire(&s, stall_product(&s, &s.alice, "Spoon", 100, 0));
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(SALES_NAMED, (int64_t)got.low.count);
	CHECK_INT(SALES_NAMED + 6, got.low_total);
	CHECK_INT(SALES_NAMED + 8, got.unsold_total);
	CHECK_STR("Egg cup 00", got.low.items[0].title);
	CHECK_STR("Egg cup 07", got.low.items[1].title);
	CHECK_STR("Egg cup 14", got.low.items[2].title);
	CHECK_STR("Egg cup 01", got.low.items[3].title);
	CHECK_STR("Pot, small", got.unsold.items[0].title);
	stall_close(&s);
}

/* Past what the table of orders held at first. */
TEST(many_orders)
{
	open_shop("UTC");
	stall_run(&s, "INSERT INTO orders (status, totalCents, createdAt, updatedAt) WITH RECURSIVE n(i) AS"
		" (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) SELECT 'delivered', 500, '2026-11-20 09:00:00.000 +00:00', 'x' FROM n");
	stall_run(&s, "INSERT INTO orderItems (quantity, priceCents, title, createdAt, updatedAt, shippedAt, orderId, productId)"
		" SELECT 1, 500, 'x', 'x', 'x', 'x', id, 1 + id % 2 FROM orders UNION ALL SELECT 2, 1, 'x', 'x', 'x', 'x', id, 3 FROM orders");
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(3000, got.spans[SALES_ALL_TIME].orders);
	CHECK_INT(3000, got.spans[SALES_LAST_DAYS].orders);
	CHECK_INT(9000, got.spans[SALES_ALL_TIME].pieces);
	CHECK_INT(3000 * 502, got.spans[SALES_ALL_TIME].revenue.minor);
	CHECK_INT(1500, got.top[SALES_ALL_TIME].items[0].pieces);
	CHECK_INT(0, got.waiting);
	stall_close(&s);
}

TEST(each_span_has_its_best)
{
	size_t count;
	open_shop("UTC");
	sold("2024-03-01 09:00:00", 1);
	sold("2026-03-01 09:00:00", 4);
	int64_t now = clock_now();
	stall_order(&s, &s.bob, s.pot, 2);
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	CHECK_INT(now, clock_now());
	CHECK_INT(1, (int64_t)got.top[SALES_LAST_DAYS].count);
	CHECK_STR("Pot, small", got.top[SALES_LAST_DAYS].items[0].title);
	CHECK_STR("Lamp, brass", got.top[SALES_LAST_MONTHS].items[0].title);
	CHECK_INT(4, got.top[SALES_LAST_MONTHS].items[0].pieces);
	CHECK_INT(5, got.top[SALES_ALL_TIME].items[0].pieces);
	const struct sales_figures *bars = sales_bars(&got, SALES_ALL_TIME, &count);
	CHECK_INT(3, (int64_t)count);
	CHECK_INT(2400, bars[0].revenue.minor);
	CHECK_INT(0, bars[1].orders);
	CHECK_INT(2, bars[2].orders);
	CHECK_STR("2024", clock_part(&s.arena, bars[0].from, CLOCK_YEAR));
	bars = sales_bars(&got, SALES_LAST_MONTHS, &count);
	CHECK_INT(SALES_MONTHS, (int64_t)count);
	CHECK_STR("Dec", clock_part(&s.arena, bars[0].from, CLOCK_MONTH));
	bars = sales_bars(&got, SALES_LAST_DAYS, &count);
	CHECK_STR("9", clock_part(&s.arena, bars[0].from, CLOCK_DAY));
	stall_close(&s);
}

/* After stock changed, what is low alone is read again, and is what reading all would say. */
TEST(low_again)
{
	struct sales all;
	open_shop("UTC");
	sold("2026-11-22 09:00:00", 2);
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &got));
	stall_set(&s, s.lamp, "stock", value_integer(3));
	stall_set(&s, s.pot, "stock", value_integer(0));
	stall_retire(&s, stall_product(&s, &s.alice, "Zither", 100, 1));
	stall_product(&s, &s.bob, "Comb", 100, 1);
	REQUIRE_OK(sales_read_low(&s.alice, &s.arena, &got));
	REQUIRE_OK(sales_read(&s.alice, &s.arena, &all));
	CHECK_INT(3, got.low_total);
	CHECK_INT(all.low_total, got.low_total);
	REQUIRE(all.low.count == 3 && got.low.count == 3);
	for (int i = 0; i < 3; i++) {
		CHECK_INT(all.low.items[i].id, got.low.items[i].id);
		CHECK_INT(all.low.items[i].stock, got.low.items[i].stock);
		CHECK_STR(all.low.items[i].title, got.low.items[i].title);
	}
	CHECK_INT(s.pot, got.low.items[0].id);
	CHECK_INT(4800, got.spans[SALES_ALL_TIME].revenue.minor);
	CHECK_ERR(ERR_FORBIDDEN, sales_read_low(&s.guest, &s.arena, &got));
	stall_close(&s);
}
