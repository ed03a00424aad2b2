/* Sales from the snapshots of order lines: days and months of the zone, cancelled orders left out. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "model/store.h"
#include "shop/sales.h"

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
	CHECK_INT(7200, got.last_days.revenue.minor);
	CHECK_INT(2, got.last_days.orders);
	CHECK_INT(3, got.last_days.pieces);
	CHECK_INT(9600, got.months[SALES_MONTHS - 1].revenue.minor);
	CHECK_INT(9600, got.last_months.revenue.minor);
	CHECK_INT(12000, got.all.revenue.minor);
	CHECK_INT(4, got.all.orders);
	CHECK_INT(1, (int64_t)got.top_count);
	CHECK_INT(5, got.top[0].pieces);
	CHECK_INT(1, (int64_t)got.low_count);
	CHECK_INT(2, (int64_t)got.unsold_count);
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
	CHECK_INT(2400, got.all.revenue.minor);
	CHECK_INT(1, got.last_days.orders);
	REQUIRE_OK(sales_read(&s.bob, &s.arena, &got));
	CHECK_INT(0, got.all.orders);
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
	CHECK_INT(3, (int64_t)got.unsold_count);
	CHECK_INT(1, (int64_t)got.low_count);
	CHECK_INT(0, got.low[0].pieces);
	CHECK_INT(0, got.low[0].revenue.minor);
	CHECK_INT(0, (int64_t)got.top_count);
	stall_close(&s);
}
