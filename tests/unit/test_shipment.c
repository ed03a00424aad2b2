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
	CHECK_ERR(OK, shipment_list(who, &s.arena, false, NULL, false, 50, &list));
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
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, NULL, false, 50, &list));
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
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, true, NULL, false, 50, &list));
	CHECK_INT(1, (int64_t)list.count);
	REQUIRE_OK(shipment_list(&s.bob, &s.arena, true, NULL, false, 50, &list));
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
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, NULL, false, 1, &list));
	CHECK_INT(1, list.items[0].order);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, list.next, false, 1, &list));
	CHECK_INT(second, list.items[0].order);
	CHECK(list.next == NULL);
	CHECK_ERR(ERR_USAGE, shipment_list(&s.alice, &s.arena, false, "x", false, 1, &list));
	CHECK_ERR(ERR_USAGE, shipment_list(&s.alice, &s.arena, false, NULL, false, 0, &list));
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
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, true, NULL, false, 1, &list));
	CHECK_INT(1, (int64_t)list.count);
	CHECK_INT(1, list.items[0].order);
	CHECK(list.next == NULL);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, NULL, false, 2, &list));
	CHECK_INT(2, (int64_t)list.count);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, list.next, false, 2, &list));
	CHECK_INT(1, (int64_t)list.count);
	CHECK(list.next == NULL);
	stall_close(&s);
}

/* Seven orders of bob's wait; of two pages the one before is what it was. */
TEST(pages_go_back)
{
	struct shipments first, second, back;
	open_shop();
	for (int i = 0; i < 6; i++)
		stall_order(&s, &s.bob, i % 2 ? s.pot : s.tin, 1 + i / 4);
	for (int sent = 0; sent < 2; sent++) {
		REQUIRE_OK(shipment_list(&s.alice, &s.arena, sent, NULL, false, 3, &first));
		CHECK_INT(3, (int64_t)first.count);
		CHECK(first.previous == NULL);
		CHECK_INT(sent ? 6 : 1, first.items[0].order);
		REQUIRE_OK(shipment_list(&s.alice, &s.arena, sent, first.next, false, 2, &second));
		CHECK_INT(sent ? 3 : 4, second.items[0].order);
		CHECK_STR(shipment_cursor(&s.arena, &second.items[0]), second.previous);
		REQUIRE_OK(shipment_list(&s.alice, &s.arena, sent, second.previous, true, 3, &back));
		CHECK_INT(3, (int64_t)back.count);
		CHECK(back.previous == NULL);
		CHECK_STR(first.next, back.next);
		for (int i = 0; i < 3; i++)
			CHECK_INT(first.items[i].order, back.items[i].order);
		REQUIRE_OK(shipment_list(&s.alice, &s.arena, sent, NULL, true, 2, &back));
		CHECK_INT(sent ? 1 : 7, back.items[1].order);
		CHECK(back.next == NULL && back.previous != NULL);
		const int64_t six[] = { 1, 2, 3, 4, 5, 6 };
		if (!sent)
			REQUIRE_OK(shipment_ship(&s.alice, &s.arena, six, 6));
	}
	stall_close(&s);
}

TEST(sums_of_an_order)
{
	struct shipment one;
	int64_t orders, pieces;
	open_shop();
	REQUIRE_OK(shipment_load(&s.alice, &s.arena, 1, &one));
	CHECK_INT(2, one.pieces);
	CHECK_INT(4800, one.total.minor);
	CHECK(one.sent == NULL);
	REQUIRE_OK(shipment_waiting(&s.alice, &s.arena, &orders, &pieces));
	CHECK_INT(1, orders);
	CHECK_INT(2, pieces);
	REQUIRE_OK(shipment_ship(&s.alice, &s.arena, &(int64_t){ 1 }, 1));
	REQUIRE_OK(shipment_load(&s.alice, &s.arena, 1, &one));
	CHECK(one.sent != NULL);
	REQUIRE_OK(shipment_waiting(&s.alice, &s.arena, &orders, &pieces));
	CHECK_INT(0, orders);
	REQUIRE_OK(shipment_waiting(&s.guest, &s.arena, &orders, &pieces));
	CHECK_INT(0, pieces);
	CHECK_ERR(ERR_NOT_FOUND, shipment_load(&s.chen, &s.arena, 1, &one));
	CHECK_ERR(ERR_NOT_FOUND, shipment_load(&s.guest, &s.arena, 1, &one));
	stall_close(&s);
}

/* Cancelled orders never wait, however many lie before those that do. */
TEST(cancelled_orders_do_not_wait)
{
	struct shipments list;
	struct order order;
	int64_t orders, pieces;
	open_shop();
	for (int i = 0; i < 4; i++)
		CHECK_ERR(OK, order_cancel(&s.bob, &s.arena, stall_order(&s, &s.bob, s.pot, 1), false, &order));
	CHECK_ERR(OK, order_cancel(&s.chen, &s.arena, 1, false, &order));
	int64_t last = stall_order(&s, &s.bob, s.pot, 3);
	REQUIRE_OK(shipment_list(&s.alice, &s.arena, false, NULL, false, 1, &list));
	CHECK_INT(1, (int64_t)list.count);
	CHECK_INT(last, list.items[0].order);
	CHECK(list.next == NULL);
	REQUIRE_OK(shipment_waiting(&s.alice, &s.arena, &orders, &pieces));
	CHECK_INT(1, orders);
	CHECK_INT(3, pieces);
	stall_close(&s);
}
