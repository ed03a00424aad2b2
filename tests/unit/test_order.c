/* Review, placing once, cancelling and back, receiving, ordering again, lists. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "model/store.h"
#include <string.h>

static void put(struct stall *stall, struct session *session, int64_t product, int64_t count)
{
	struct cart_change change;
	CHECK_ERR(OK, cart_add(session, &stall->arena, product, count, &change));
}

static struct review review_cart(struct stall *stall, const struct session *session)
{
	struct review review = { 0 };
	CHECK_ERR(OK, order_review_cart(session, &stall->arena, &review));
	return review;
}

/* Nothing of an order is in the file. */
static void check_nothing_written(struct stall *stall)
{
	CHECK_INT(0, stall_select(stall, "SELECT count(*) FROM orders"));
	CHECK_INT(0, stall_select(stall, "SELECT count(*) FROM orderItems"));
	CHECK_INT(0, stall_select(stall, "SELECT count(*) FROM soukCheckoutKeys"));
}

TEST(a_cart_becomes_an_order)
{
	struct stall stall;
	struct placed placed;
	struct order order;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.lamp, 2);
	put(&stall, &stall.bob, stall.pot, 3);
	struct review review = review_cart(&stall, &stall.bob);
	CHECK_INT(2, review.count);
	CHECK_INT(6300, review.total.minor);
	CHECK_INT(32, strlen(review.key));
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK(placed.order > 0 && !placed.repeated && placed.statements >= 7);
	REQUIRE(CHECK_INT(2, placed.count));
	CHECK_STR("Lamp, brass", placed.taken[0].title);
	CHECK_INT(12, placed.taken[0].before);
	CHECK_INT(10, placed.taken[0].after);
	CHECK(placed.taken[1].unlimited);
	CHECK_INT(10, stall_stock(&stall, stall.lamp));
	CHECK_INT(-1, stall_stock(&stall, stall.pot));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM cartItems"));
	REQUIRE_OK(order_load(&stall.bob, &stall.arena, placed.order, &order));
	CHECK_INT(ORDER_PLACED, order.status);
	CHECK_INT(6300, order.total.minor);
	CHECK(order.may_cancel && !order.may_receive);
	REQUIRE(CHECK_INT(2, order.count));
	CHECK_STR("Pot, small", order.lines[1].title);
	CHECK_STR("alice", order.lines[1].seller);
	CHECK_INT(1500, order.lines[1].line.minor);
	CHECK(order.placed_at > 0);
	stall_close(&stall);
}

TEST(buying_now_leaves_the_cart_alone)
{
	struct stall stall;
	struct review review;
	struct placed placed;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.tin, 1);
	REQUIRE_OK(order_review_product(&stall.bob, &stall.arena, stall.lamp, 12, &review));
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_INT(0, stall_stock(&stall, stall.lamp));
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM cartItems"));
	CHECK_ERR(ERR_STOCK, order_review_product(&stall.bob, &stall.arena, stall.lamp, 1, &review));
	CHECK_ERR(ERR_STOCK, order_review_product(&stall.bob, &stall.arena, stall.tin, 4, &review));
	CHECK_ERR(ERR_INPUT, order_review_product(&stall.bob, &stall.arena, stall.tin, 0, &review));
	CHECK_ERR(ERR_INPUT, order_review_product(&stall.bob, &stall.arena, stall.tin, INT64_MIN, &review));
	CHECK_ERR(ERR_STOCK, order_review_product(&stall.bob, &stall.arena, stall.pot, INT64_MAX, &review));
	CHECK_ERR(ERR_NOT_FOUND, order_review_product(&stall.bob, &stall.arena, 999, 1, &review));
	stall_close(&stall);
}

TEST(carts_that_cannot_be_reviewed)
{
	struct stall stall;
	struct review review;
	stall_open(&stall);
	CHECK_ERR(ERR_EMPTY, order_review_cart(&stall.bob, &stall.arena, &review));
	put(&stall, &stall.bob, stall.tin, 3);
	stall_set(&stall, stall.tin, "stock", value_integer(2));
	CHECK_ERR(ERR_STOCK, order_review_cart(&stall.bob, &stall.arena, &review));
	CHECK(strstr(err_sentence(ERR_STOCK), "Tea tin") != NULL);
	stall_set(&stall, stall.tin, "stock", value_integer(0));
	CHECK_ERR(ERR_EMPTY, order_review_cart(&stall.bob, &stall.arena, &review));
	put(&stall, &stall.guest, stall.lamp, 1);
	CHECK_ERR(ERR_FORBIDDEN, order_review_cart(&stall.guest, &stall.arena, &review));
	CHECK_ERR(ERR_FORBIDDEN, order_review_product(&stall.guest, &stall.arena, stall.lamp, 1, &review));
	CHECK_ERR(ERR_FORBIDDEN, order_review_again(&stall.guest, &stall.arena, 1, &review));
	stall_close(&stall);
}

TEST(one_key_is_one_order)
{
	struct stall stall;
	struct review review, other;
	struct placed first, again;
	struct order order;
	int64_t id;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.lamp, 2);
	review = review_cart(&stall, &stall.bob);
	REQUIRE_OK(order_of_key(&stall.bob, review.key, &id));
	CHECK_INT(0, id);
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &first));
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &again));
	CHECK(again.repeated);
	CHECK_INT(first.order, again.order);
	REQUIRE_OK(order_of_key(&stall.bob, review.key, &id));
	CHECK_INT(first.order, id);
	REQUIRE_OK(order_of_key(&stall.chen, review.key, &id));
	CHECK_INT(0, id);
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, first.order, false, &order));
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &again));
	CHECK(again.repeated);
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM orders"));
	CHECK_INT(12, stall_stock(&stall, stall.lamp));
	/* a key belongs to a person: chen may use the same */
	REQUIRE_OK(order_review_product(&stall.chen, &stall.arena, stall.lamp, 1, &other));
	REQUIRE_OK(order_use_key(&other, &stall.arena, review.key));
	REQUIRE_OK(order_place(&stall.chen, &stall.arena, &other, NULL, &again));
	CHECK(!again.repeated && again.order != first.order);
	stall_close(&stall);
}

TEST(keys_from_outside)
{
	struct stall stall;
	struct review review;
	char key[202];
	stall_open(&stall);
	REQUIRE_OK(order_review_product(&stall.bob, &stall.arena, stall.lamp, 1, &review));
	memset(key, 'k', sizeof key);
	key[201] = '\0';
	CHECK_ERR(ERR_INPUT, order_use_key(&review, &stall.arena, key));
	key[200] = '\0';
	CHECK_ERR(OK, order_use_key(&review, &stall.arena, key));
	CHECK_ERR(ERR_INPUT, order_use_key(&review, &stall.arena, ""));
	CHECK_ERR(ERR_INPUT, order_use_key(&review, &stall.arena, "a\nb"));
	CHECK_ERR(ERR_INPUT, order_use_key(&review, &stall.arena, "é"));
	CHECK_STR(key, review.key);
	stall_close(&stall);
}

/* The second call places what the review then shows. */
TEST(a_changed_price_is_shown_first)
{
	struct stall stall;
	struct placed placed;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.lamp, 2);
	put(&stall, &stall.bob, stall.pot, 1);
	struct review review = review_cart(&stall, &stall.bob);
	const char *key = review.key;
	stall_set(&stall, stall.lamp, "priceCents", value_integer(2600));
	CHECK_ERR(ERR_PRICE, order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_INT(0, placed.order);
	check_nothing_written(&stall);
	CHECK_INT(12, stall_stock(&stall, stall.lamp));
	REQUIRE(CHECK_INT(2, review.count));
	CHECK(review.lines[0].changed && !review.lines[1].changed);
	CHECK_STR("was 24.00, now 26.00", review.lines[0].why);
	CHECK_STR("alice", review.lines[0].product.seller_name);
	CHECK_INT(5700, review.total.minor);
	CHECK_STR(key, review.key);
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_INT(5700, stall_select(&stall, "SELECT totalCents FROM orders"));
	stall_close(&stall);
}

TEST(a_smaller_stock_is_shown_first)
{
	struct stall stall;
	struct placed placed;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.lamp, 5);
	put(&stall, &stall.bob, stall.tin, 2);
	struct review review = review_cart(&stall, &stall.bob);
	stall_set(&stall, stall.lamp, "stock", value_integer(3));
	stall_set(&stall, stall.tin, "stock", value_integer(0));
	CHECK_ERR(ERR_STOCK, order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	check_nothing_written(&stall);
	CHECK_INT(3, stall_stock(&stall, stall.lamp));
	REQUIRE(CHECK_INT(2, review.count));
	CHECK_INT(3, review.lines[0].quantity);
	CHECK_STR("only 3 left", review.lines[0].why);
	CHECK_INT(0, review.lines[1].quantity);
	CHECK_STR("sold out", review.lines[1].why);
	CHECK_INT(7200, review.total.minor);
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_INT(0, stall_stock(&stall, stall.lamp));
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM orderItems"));
	stall_close(&stall);
}

TEST(a_product_that_went_is_shown_first)
{
	struct stall stall;
	struct review review, gone;
	struct placed placed;
	stall_open(&stall);
	REQUIRE_OK(order_review_product(&stall.bob, &stall.arena, stall.lamp, 2, &review));
	REQUIRE_OK(order_review_product(&stall.bob, &stall.arena, stall.tin, 2, &gone));
	stall_retire(&stall, stall.lamp);
	stall_run(&stall, "DELETE FROM products WHERE id = 2");
	CHECK_ERR(ERR_STOCK, order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_STR("no longer sold", review.lines[0].why);
	CHECK_STR("alice", review.lines[0].product.seller_name);
	CHECK_ERR(ERR_EMPTY, order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_ERR(ERR_STOCK, order_place(&stall.bob, &stall.arena, &gone, NULL, &placed));
	CHECK_STR("no longer exists", gone.lines[0].why);
	check_nothing_written(&stall);
	stall_close(&stall);
}

TEST(a_cart_changed_elsewhere_is_shown_first)
{
	struct stall stall;
	struct cart_change change;
	struct placed placed;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.lamp, 2);
	put(&stall, &stall.bob, stall.tin, 1);
	struct review review = review_cart(&stall, &stall.bob);
	put(&stall, &stall.bob, stall.lamp, 1);
	put(&stall, &stall.bob, stall.pot, 1);
	REQUIRE_OK(cart_remove(&stall.bob, &stall.arena, stall.tin, &change));
	CHECK_ERR(ERR_PRICE, order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	check_nothing_written(&stall);
	REQUIRE(CHECK_INT(3, review.count));
	CHECK_STR("was 2 pieces", review.lines[0].why);
	CHECK_STR("new in the cart", review.lines[1].why);
	CHECK_STR("no longer in the cart", review.lines[2].why);
	CHECK_INT(0, review.lines[2].quantity);
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_INT(7700, stall_select(&stall, "SELECT totalCents FROM orders"));
	stall_close(&stall);
}

TEST(an_expected_total_must_hold)
{
	struct stall stall;
	struct placed placed;
	struct money wrong = money_of(1), right = money_of(4800);
	stall_open(&stall);
	put(&stall, &stall.bob, stall.lamp, 2);
	struct review review = review_cart(&stall, &stall.bob);
	CHECK_ERR(ERR_PRICE, order_place(&stall.bob, &stall.arena, &review, &wrong, &placed));
	check_nothing_written(&stall);
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, &right, &placed));
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, &wrong, &placed));
	CHECK(placed.repeated);
	stall_close(&stall);
}

TEST(a_title_is_kept_as_it_was)
{
	struct stall stall;
	struct order order;
	stall_open(&stall);
	int64_t id = stall_order(&stall, &stall.bob, stall.lamp, 1);
	stall_set(&stall, stall.lamp, "title", value_text("Brick"));
	stall_set(&stall, stall.lamp, "priceCents", value_integer(1));
	REQUIRE_OK(order_load(&stall.bob, &stall.arena, id, &order));
	CHECK_STR("Lamp, brass", order.lines[0].title);
	CHECK_INT(2400, order.lines[0].price.minor);
	CHECK_STR("Brick", order.lines[0].now.title);
	CHECK_INT(1, order.lines[0].now.price.minor);
	stall_run(&stall, "DELETE FROM products WHERE id = 1");
	REQUIRE_OK(order_load(&stall.bob, &stall.arena, id, &order));
	CHECK(!order.lines[0].exists && !order.may_cancel);
	CHECK_STR("Lamp, brass", order.lines[0].title);
	CHECK_ERR(ERR_STATUS, order_cancel(&stall.bob, &stall.arena, id, false, &order));
	stall_close(&stall);
}

TEST(cancel_and_uncancel)
{
	struct stall stall;
	struct order order;
	stall_open(&stall);
	int64_t id = stall_order(&stall, &stall.bob, stall.tin, 3);
	CHECK_ERR(ERR_STATUS, order_uncancel(&stall.bob, &stall.arena, id, &order));
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, id, false, &order));
	CHECK_INT(ORDER_CANCELLED, order.status);
	CHECK(!order.may_cancel);
	CHECK_INT(3, stall_stock(&stall, stall.tin));
	CHECK_ERR(ERR_STATUS, order_cancel(&stall.bob, &stall.arena, id, false, &order));
	CHECK_ERR(ERR_STATUS, order_receive(&stall.bob, &stall.arena, id, &order));
	CHECK_INT(3, stall_stock(&stall, stall.tin));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM cartItems"));
	stall_set(&stall, stall.tin, "stock", value_integer(2));
	CHECK_ERR(ERR_STOCK, order_uncancel(&stall.bob, &stall.arena, id, &order));
	CHECK_INT(2, stall_stock(&stall, stall.tin));
	stall_set(&stall, stall.tin, "stock", value_integer(4));
	REQUIRE_OK(order_uncancel(&stall.bob, &stall.arena, id, &order));
	CHECK_INT(ORDER_PLACED, order.status);
	CHECK_INT(1, stall_stock(&stall, stall.tin));
	stall_close(&stall);
}

/* What is gone cannot be taken again; and no stock grows past what a number holds. */
TEST(cancelling_at_the_edges)
{
	struct stall stall;
	struct order order;
	stall_open(&stall);
	int64_t tins = stall_order(&stall, &stall.bob, stall.tin, 3), lamps = stall_order(&stall, &stall.bob, stall.lamp, 2);
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, tins, false, &order));
	stall_run(&stall, "DELETE FROM products WHERE id = 2");
	CHECK_ERR(ERR_STOCK, order_uncancel(&stall.bob, &stall.arena, tins, &order));
	CHECK_STR("'Tea tin' no longer exists", err_sentence(ERR_STOCK));
	stall_set(&stall, stall.lamp, "stock", value_integer(INT64_MAX - 1));
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, lamps, false, &order));
	CHECK_INT(1, stall_select(&stall, "SELECT typeof(stock) = 'integer' FROM products WHERE id = 1"));
	stall_close(&stall);
}

TEST(undoing_an_order_refills_the_cart)
{
	struct stall stall;
	struct order order;
	struct cart cart;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.pot, 2);
	int64_t id = stall_order(&stall, &stall.bob, stall.tin, 2);
	put(&stall, &stall.bob, stall.tin, 1);
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, id, true, &order));
	REQUIRE_OK(cart_load(&stall.bob, &stall.arena, &cart));
	REQUIRE(CHECK_INT(2, cart.count));
	CHECK_INT(3, cart.lines[0].quantity);
	CHECK_INT(2, cart.lines[1].quantity);
	CHECK_INT(3, stall_stock(&stall, stall.tin));
	stall_close(&stall);
}

TEST(what_was_sent_cannot_be_taken_back)
{
	struct stall stall;
	struct order order;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.pot, 1);
	int64_t id = stall_order(&stall, &stall.bob, stall.tin, 2);
	CHECK_ERR(ERR_STATUS, order_receive(&stall.bob, &stall.arena, id, &order));
	stall_run(&stall, "UPDATE orderItems SET shippedAt = createdAt WHERE productId = 2");
	CHECK_ERR(ERR_STATUS, order_cancel(&stall.bob, &stall.arena, id, false, &order));
	CHECK(strstr(err_sentence(ERR_STATUS), "in part") != NULL);
	stall_run(&stall, "UPDATE orders SET status = 'shipped'");
	CHECK_ERR(ERR_STATUS, order_cancel(&stall.bob, &stall.arena, id, false, &order));
	REQUIRE_OK(order_receive(&stall.bob, &stall.arena, id, &order));
	CHECK_INT(ORDER_DELIVERED, order.status);
	CHECK_ERR(ERR_STATUS, order_receive(&stall.bob, &stall.arena, id, &order));
	CHECK_INT(1, stall_stock(&stall, stall.tin));
	stall_close(&stall);
}

TEST(ordering_again_is_at_todays_prices)
{
	struct stall stall;
	struct review review;
	struct placed placed;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.pot, 2);
	put(&stall, &stall.bob, stall.lamp, 1);
	int64_t id = stall_order(&stall, &stall.bob, stall.tin, 2);
	REQUIRE_OK(order_review_again(&stall.bob, &stall.arena, id, &review));
	CHECK_STR("only 1 of 'Tea tin'", review.told);
	stall_set(&stall, stall.pot, "priceCents", value_integer(550));
	stall_retire(&stall, stall.lamp);
	REQUIRE_OK(order_review_again(&stall.bob, &stall.arena, id, &review));
	CHECK_STR("'Pot, small' costs 5.50, was 5.00; 'Lamp, brass' is no longer sold; only 1 of 'Tea tin'",
		review.told);
	CHECK_INT(2, review.count);
	CHECK_INT(1900, review.total.minor);
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	stall_run(&stall, "DELETE FROM products");
	CHECK_ERR(ERR_EMPTY, order_review_again(&stall.bob, &stall.arena, id, &review));
	stall_close(&stall);
}

TEST(lists_are_newest_first_in_pages)
{
	struct stall stall;
	struct orders page;
	int64_t now = clock_now();
	stall_open(&stall);
	for (int i = 0; i < 5; i++) {
		clock_set(now + i * 1000);
		REQUIRE(stall_order(&stall, &stall.bob, stall.pot, i + 1) == i + 1);
	}
	REQUIRE_OK(order_list(&stall.bob, &stall.arena, NULL, false, 2, &page));
	REQUIRE(CHECK_INT(2, page.count));
	CHECK_INT(5, page.items[0].id);
	CHECK_INT(1, page.items[0].count);
	CHECK(page.items[0].may_cancel && !page.items[0].lines && !page.previous);
	REQUIRE_OK(order_list(&stall.bob, &stall.arena, page.next, false, 2, &page));
	REQUIRE(CHECK_INT(2, page.count));
	CHECK_INT(3, page.items[0].id);
	const char *middle = page.previous;
	REQUIRE_OK(order_list(&stall.bob, &stall.arena, page.next, false, 2, &page));
	REQUIRE(CHECK_INT(1, page.count));
	CHECK_INT(1, page.items[0].id);
	CHECK_STR(NULL, page.next);
	REQUIRE_OK(order_list(&stall.bob, &stall.arena, middle, true, 2, &page));
	REQUIRE(CHECK_INT(2, page.count));
	CHECK_INT(5, page.items[0].id);
	CHECK_STR(NULL, page.previous);
	REQUIRE_OK(order_list(&stall.bob, &stall.arena, NULL, true, 2, &page));
	REQUIRE(CHECK_INT(2, page.count));
	CHECK_INT(2, page.items[0].id);
	CHECK_STR(NULL, page.next);
	CHECK_STR("o2", page.previous);
	CHECK_ERR(ERR_USAGE, order_list(&stall.bob, &stall.arena, "o99", false, 2, &page));
	CHECK_ERR(ERR_USAGE, order_list(&stall.bob, &stall.arena, "17", false, 2, &page));
	CHECK_ERR(ERR_USAGE, order_list(&stall.chen, &stall.arena, "o1", false, 2, &page));
	CHECK_ERR(ERR_USAGE, order_list(&stall.bob, &stall.arena, NULL, false, 0, &page));
	stall_close(&stall);
}

TEST(a_buyer_that_is_gone_orders_nothing)
{
	struct stall stall;
	struct review review;
	struct placed placed;
	stall_open(&stall);
	REQUIRE_OK(order_review_product(&stall.bob, &stall.arena, stall.lamp, 1, &review));
	stall_run(&stall, "DELETE FROM users WHERE name = 'bob'");
	CHECK_ERR(ERR_NOT_FOUND, order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_ERR(ERR_FORBIDDEN, order_place(&stall.guest, &stall.arena, &review, NULL, &placed));
	check_nothing_written(&stall);
	stall_close(&stall);
}

/* Before the review, and between the review and the order. */
TEST(a_total_that_no_number_holds_is_no_order)
{
	struct stall stall;
	struct review review;
	struct placed placed;
	stall_open(&stall);
	int64_t moon = stall_product(&stall, &stall.alice, "Moon", INT64_MAX / 2, -1);
	CHECK_ERR(ERR_OVERFLOW, order_review_product(&stall.bob, &stall.arena, moon, 3, &review));
	put(&stall, &stall.bob, moon, 2);
	put(&stall, &stall.bob, stall.lamp, 1);
	review = review_cart(&stall, &stall.bob);
	CHECK_INT(1, review.count);
	REQUIRE_OK(order_review_product(&stall.bob, &stall.arena, stall.tin, 2, &review));
	stall_set(&stall, stall.tin, "priceCents", value_integer(INT64_MAX));
	CHECK_ERR(ERR_OVERFLOW, order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	CHECK_INT(1600, review.total.minor);
	check_nothing_written(&stall);
	stall_close(&stall);
}

/* The key is the last row that is written. */
TEST(a_failure_in_the_middle_writes_nothing)
{
	struct stall stall;
	struct review review;
	struct placed placed;
	stall_open(&stall);
	put(&stall, &stall.bob, stall.lamp, 1);
	review = review_cart(&stall, &stall.bob);
	stall_run(&stall,
		"CREATE TRIGGER late BEFORE INSERT ON soukCheckoutKeys BEGIN SELECT raise(ABORT, 'too late'); END");
	CHECK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed) != OK);
	CHECK_INT(0, placed.order);
	check_nothing_written(&stall);
	CHECK_INT(12, stall_stock(&stall, stall.lamp));
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM cartItems"));
	stall_close(&stall);
}

/* Each seller once, with what of theirs is on its way. */
TEST(who_has_sent_what)
{
	struct stall stall;
	struct order order;
	stall_open(&stall);
	int64_t bowl = stall_product(&stall, &stall.chen, "Bowl", 1650, 9);
	put(&stall, &stall.bob, stall.lamp, 2);
	put(&stall, &stall.bob, bowl, 1);
	put(&stall, &stall.bob, stall.pot, 1);
	struct review review = review_cart(&stall, &stall.bob);
	struct placed placed;
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	stall_run(&stall, "UPDATE orderItems SET shippedAt = '2024-11-03 10:00:00.000 +00:00' WHERE title = 'Lamp, brass'");
	REQUIRE_OK(order_load(&stall.bob, &stall.arena, placed.order, &order));
	struct order_senders senders = order_senders(&stall.arena, &order);
	CHECK_INT(2, (int64_t)senders.count);
	CHECK_STR("alice", senders.items[0].name);
	CHECK_INT(2, senders.items[0].lines);
	CHECK_INT(1, senders.items[0].waiting);
	CHECK_STR("sent in part 3 Nov 2024", order_sender_words(&stall.arena, &senders.items[0]));
	CHECK_STR("not sent yet", order_sender_words(&stall.arena, &senders.items[1]));
	stall_run(&stall, "UPDATE orderItems SET shippedAt = '2024-11-04 10:00:00.000 +00:00' WHERE title <> 'Lamp, brass'");
	stall_run(&stall, "DELETE FROM products WHERE title = 'Bowl'");
	REQUIRE_OK(order_load(&stall.bob, &stall.arena, placed.order, &order));
	senders = order_senders(&stall.arena, &order);
	CHECK_INT(1, (int64_t)senders.count);
	CHECK_STR("sent 4 Nov 2024", order_sender_words(&stall.arena, &senders.items[0]));
	stall_close(&stall);
}
