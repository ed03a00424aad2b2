/* Sending: each seller the own lines, an order shipped when each line is. */
#include "unit/check.h"
#include "unit/stall.h"

#include "model/store.h"
#include "shop/shipment.h"

#include <string.h>

static struct stall s;

/* Order 1 of chen's: two lamps of alice's and a bowl of bob's. */
static void open_shop(void)
{
	struct cart_change change;
	struct review review;
	struct placed placed;
	stall_open(&s);
	int64_t bowl = stall_product(&s, &s.bob, "Bowl", 1650, 9);
	CHECK_ERR(OK, cart_add(&s.chen, &s.arena, s.lamp, 2, &change));
	CHECK_ERR(OK, cart_add(&s.chen, &s.arena, bowl, 1, &change));
	CHECK_ERR(OK, order_review_cart(&s.chen, &s.arena, &review));
	CHECK_ERR(OK, order_place(&s.chen, &s.arena, &review, NULL, &placed));
	CHECK_INT(1, placed.order);
}

static int64_t to_send(struct session *who)
{
	struct shipments list;
	CHECK_ERR(OK, shipment_list(who, &s.arena, false, NULL, 50, &list));
	return (int64_t)list.count;
}

static int64_t shipped(void)
{
	return stall_select(&s, "SELECT count(*) FROM orders WHERE status = 'shipped'");
}

TEST(a_seller_sees_the_own_lines)
{
	struct shipments list;
	open_shop();
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, NULL, 50, &list));
	CHECK_INT(1, (int64_t)list.count);
	CHECK_INT(1, (int64_t)list.items[0].count);
	CHECK_STR("chen", list.items[0].buyer);
	CHECK_INT(4800, list.items[0].lines[0].line.minor);
	CHECK_INT(1, to_send(&s.bob));
	CHECK_INT(0, to_send(&s.chen));
	CHECK_INT(0, to_send(&s.guest));
	stall_close(&s);
}

TEST(an_order_is_shipped_when_each_line_is)
{
	const int64_t one = 1;
	struct shipments list;
	open_shop();
	REQUIRE_OK(shipment_ship(&s.alice, &s.arena, &one, 1));
	CHECK_INT(0, shipped());
	CHECK_INT(0, to_send(&s.alice));
	CHECK_INT(1, to_send(&s.bob));
	CHECK_ERR(ERR_STATUS, shipment_ship(&s.alice, &s.arena, &one, 1));
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, true, NULL, 50, &list));
	CHECK_INT(1, (int64_t)list.count);
	REQUIRE_OK(shipment_list(&s.bob, &s.arena, true, NULL, 50, &list));
	CHECK_INT(0, (int64_t)list.count);
	REQUIRE_OK(shipment_ship(&s.bob, &s.arena, &one, 1));
	CHECK_INT(1, shipped());
	stall_close(&s);
}

TEST(what_cannot_be_sent)
{
	struct order order;
	open_shop();
	int64_t second = stall_order(&s, &s.chen, s.tin, 1);
	const int64_t both[] = { second, 999 }, one = 1;
	CHECK_ERR(ERR_NOT_FOUND, shipment_ship(&s.alice, &s.arena, both, 2));
	CHECK_INT(0, stall_select(&s, "SELECT count(*) FROM orderItems WHERE shippedAt IS NOT NULL"));
	CHECK_ERR(ERR_NOT_FOUND, shipment_ship(&s.chen, &s.arena, &one, 1));
	CHECK_ERR(ERR_FORBIDDEN, shipment_ship(&s.guest, &s.arena, &one, 1));
	CHECK_ERR(OK, order_cancel(&s.chen, &s.arena, 1, false, &order));
	CHECK_ERR(ERR_STATUS, shipment_ship(&s.alice, &s.arena, &one, 1));
	CHECK_INT(0, to_send(&s.bob));
	CHECK_INT(1, to_send(&s.alice));
	stall_close(&s);
}

TEST(pages_go_on_where_they_ended)
{
	struct shipments list;
	open_shop();
	int64_t second = stall_order(&s, &s.bob, s.tin, 1);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, NULL, 1, &list));
	CHECK_INT(1, list.items[0].order);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, list.next, 1, &list));
	CHECK_INT(second, list.items[0].order);
	CHECK(list.next == NULL);
	CHECK_ERR(ERR_USAGE, shipment_list(&s.alice, &s.arena, false, "x", 1, &list));
	CHECK_ERR(ERR_USAGE, shipment_list(&s.alice, &s.arena, false, NULL, 0, &list));
	stall_close(&s);
}

/* Sent orders are found behind those that still wait. */
TEST(a_page_is_full_while_there_is_more)
{
	struct shipments list;
	open_shop();
	const int64_t first = 1;
	REQUIRE_OK(shipment_ship(&s.alice, &s.arena, &first, 1));
	for (int i = 0; i < 3; i++)
		stall_order(&s, &s.bob, s.pot, 1);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, true, NULL, 1, &list));
	CHECK_INT(1, (int64_t)list.count);
	CHECK_INT(1, list.items[0].order);
	CHECK(list.next == NULL);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, NULL, 2, &list));
	CHECK_INT(2, (int64_t)list.count);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, list.next, 2, &list));
	CHECK_INT(1, (int64_t)list.count);
	CHECK(list.next == NULL);
	stall_close(&s);
}
