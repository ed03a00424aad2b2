/* The cart: amounts, caps, lines that are not counted, guests, merging, and whose it is. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "shop/tables.h"
#include <string.h>

static struct cart load(struct stall *stall, const struct session *session)
{
	struct cart cart = { 0 };
	CHECK_ERR(OK, cart_load(session, &stall->arena, &cart));
	return cart;
}

static int64_t in_cart(struct stall *stall, const struct session *session, int64_t product)
{
	struct cart cart = load(stall, session);
	for (size_t i = 0; i < cart.count; i++)
		if (cart.lines[i].product.id == product)
			return cart.lines[i].quantity;
	return 0;
}

TEST(an_empty_cart_is_made_by_nobody)
{
	struct stall stall;
	int64_t things;
	struct money total;
	stall_open(&stall);
	CHECK_INT(0, load(&stall, &stall.bob).id);
	CHECK_INT(0, load(&stall, &stall.guest).id);
	REQUIRE_OK(cart_figures(&stall.bob, &things, &total));
	CHECK_INT(0, things);
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM carts"));
	stall_close(&stall);
}

TEST(adding_adds)
{
	struct stall stall;
	struct cart_change change;
	int64_t things;
	struct money total;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 2, &change));
	CHECK_INT(0, change.before);
	CHECK_INT(2, change.now);
	CHECK_STR("Lamp, brass", change.title);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.pot, 3, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 1, &change));
	CHECK_INT(2, change.before);
	CHECK_INT(3, change.now);
	struct cart cart = load(&stall, &stall.bob);
	REQUIRE(CHECK_INT(2, cart.count));
	CHECK_INT(stall.lamp, cart.lines[0].product.id);
	CHECK_STR("alice", cart.lines[0].product.seller_name);
	CHECK_INT(7200, cart.lines[0].line.minor);
	CHECK_INT(7200 + 1500, cart.total.minor);
	REQUIRE_OK(cart_figures(&stall.bob, &things, &total));
	CHECK_INT(6, things);
	CHECK_INT(8700, total.minor);
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM carts"));
	stall_close(&stall);
}

TEST(amounts_are_capped_by_stock)
{
	struct stall stall;
	struct cart_change change;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 5, &change));
	CHECK_INT(3, change.now);
	CHECK(change.capped);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 1, &change));
	CHECK_INT(3, change.now);
	CHECK(change.capped);
	REQUIRE_OK(cart_set(&stall.bob, &stall.arena, stall.tin, 2, &change));
	CHECK(!change.capped);
	REQUIRE_OK(cart_set(&stall.bob, &stall.arena, stall.tin, INT64_MAX, &change));
	CHECK_INT(3, change.now);
	REQUIRE_OK(cart_set(&stall.bob, &stall.arena, stall.pot, INT64_MAX, &change));
	CHECK_INT(SHOP_QUANTITY_MAX, change.now);
	CHECK(change.capped);
	CHECK_ERR(ERR_OVERFLOW, cart_add(&stall.bob, &stall.arena, stall.pot, INT64_MAX, &change));
	CHECK_INT(SHOP_QUANTITY_MAX, in_cart(&stall, &stall.bob, stall.pot));
	stall_close(&stall);
}

TEST(amounts_that_are_none)
{
	struct stall stall;
	struct cart_change change;
	stall_open(&stall);
	CHECK_ERR(ERR_INPUT, cart_add(&stall.bob, &stall.arena, stall.lamp, 0, &change));
	CHECK_ERR(ERR_INPUT, cart_set(&stall.bob, &stall.arena, stall.lamp, -1, &change));
	CHECK_ERR(ERR_INPUT, cart_set(&stall.bob, &stall.arena, stall.lamp, INT64_MIN, &change));
	CHECK_ERR(ERR_NOT_FOUND, cart_add(&stall.bob, &stall.arena, 999, 1, &change));
	CHECK_ERR(ERR_NOT_FOUND, cart_add(&stall.bob, &stall.arena, stall.lamp, -1, &change));
	CHECK_ERR(ERR_NOT_FOUND, cart_remove(&stall.bob, &stall.arena, stall.lamp, &change));
	CHECK_ERR(ERR_NOT_FOUND, cart_add(&stall.bob, &stall.arena, stall.lamp, INT64_MIN, &change));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM carts"));
	stall_close(&stall);
}

TEST(taking_away_stops_at_one_and_zero_removes)
{
	struct stall stall;
	struct cart_change change;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 3, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, -1, &change));
	CHECK_INT(2, change.now);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, INT64_MIN, &change));
	CHECK_INT(1, change.now);
	REQUIRE_OK(cart_set(&stall.bob, &stall.arena, stall.lamp, 0, &change));
	CHECK_INT(1, change.before);
	CHECK_INT(0, load(&stall, &stall.bob).count);
	stall_close(&stall);
}

TEST(a_price_that_no_total_can_hold)
{
	struct stall stall;
	struct cart_change change;
	struct cart_change *gone;
	size_t count;
	stall_open(&stall);
	int64_t moon = stall_product(&stall, &stall.alice, "Moon", INT64_MAX / 2, -1);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 1, &change));
	CHECK_ERR(ERR_OVERFLOW, cart_add(&stall.bob, &stall.arena, moon, 3, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, moon, 2, &change));
	struct cart cart = load(&stall, &stall.bob);
	REQUIRE(CHECK_INT(2, cart.count));
	CHECK(cart.lines[0].counted && !cart.lines[1].counted);
	CHECK_INT(2400, cart.total.minor);
	CHECK_ERR(OK, cart_clear(&stall.bob, &stall.arena, &gone, &count));
	stall_close(&stall);
}

TEST(sold_out_and_retired_stay_and_are_not_counted)
{
	struct stall stall;
	struct cart_change change;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 2, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 2, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.pot, 1, &change));
	stall_set(&stall, stall.lamp, "stock", value_integer(0));
	stall_retire(&stall, stall.pot);
	stall_set(&stall, stall.tin, "stock", value_integer(1));
	struct cart cart = load(&stall, &stall.bob);
	REQUIRE(CHECK_INT(3, cart.count));
	CHECK(!cart.lines[0].counted && !cart.lines[0].over && !cart.lines[0].line.minor);
	CHECK(cart.lines[1].counted && cart.lines[1].over);
	CHECK(!cart.lines[2].counted && cart.lines[2].product.retired);
	CHECK_INT(2, cart.things);
	CHECK_INT(1600, cart.total.minor);
	CHECK_ERR(ERR_STOCK, cart_add(&stall.bob, &stall.arena, stall.lamp, 1, &change));
	CHECK_ERR(ERR_STOCK, cart_add(&stall.chen, &stall.arena, stall.pot, 1, &change));
	CHECK(strstr(err_sentence(ERR_STOCK), "no longer sold") != NULL);
	CHECK_ERR(OK, cart_add(&stall.bob, &stall.arena, stall.lamp, -1, &change));
	CHECK_INT(1, change.now);
	CHECK_ERR(OK, cart_remove(&stall.bob, &stall.arena, stall.pot, &change));
	CHECK_INT(0, load(&stall, &stall.chen).id);
	stall_close(&stall);
}

TEST(clear_and_restore)
{
	struct stall stall;
	struct cart_change change, *gone;
	size_t count;
	stall_open(&stall);
	REQUIRE_OK(cart_clear(&stall.bob, &stall.arena, &gone, &count));
	CHECK_INT(0, count);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 2, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 3, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.pot, 4, &change));
	REQUIRE_OK(cart_clear(&stall.bob, &stall.arena, &gone, &count));
	REQUIRE(CHECK_INT(3, count));
	CHECK_INT(0, load(&stall, &stall.bob).count);
	stall_set(&stall, stall.tin, "stock", value_integer(1));
	stall_run(&stall, "DELETE FROM products WHERE id = 3");
	REQUIRE_OK(cart_restore(&stall.bob, &stall.arena, gone, count));
	CHECK_INT(2, in_cart(&stall, &stall.bob, stall.lamp));
	CHECK_INT(1, in_cart(&stall, &stall.bob, stall.tin));
	CHECK_INT(2, load(&stall, &stall.bob).count);
	stall_close(&stall);
}

TEST(a_guest_has_a_cart_that_merges)
{
	struct stall stall;
	struct cart_change change;
	const char *told;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.guest, &stall.arena, stall.tin, 2, &change));
	REQUIRE_OK(cart_add(&stall.guest, &stall.arena, stall.lamp, 1, &change));
	CHECK(stall.guest.guest_cart > 0);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 2, &change));
	REQUIRE_OK(account_merge(&stall.guest, &stall.bob, &stall.arena, &told));
	CHECK_STR("the guest's cart was added: 2 pieces; 'Tea tin' capped at the 3 in stock", told);
	CHECK_INT(3, in_cart(&stall, &stall.bob, stall.tin));
	CHECK_INT(1, in_cart(&stall, &stall.bob, stall.lamp));
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM carts"));
	CHECK_INT(0, load(&stall, &stall.guest).id);
	REQUIRE_OK(account_merge(&stall.guest, &stall.bob, &stall.arena, &told));
	CHECK_STR(NULL, told);
	CHECK_INT(3, in_cart(&stall, &stall.bob, stall.tin));
	stall_close(&stall);
}

TEST(merging_keeps_lines_that_sold_out)
{
	struct stall stall;
	struct cart_change change;
	const char *told;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.guest, &stall.arena, stall.tin, 2, &change));
	stall_set(&stall, stall.tin, "stock", value_integer(0));
	REQUIRE_OK(account_merge(&stall.guest, &stall.chen, &stall.arena, &told));
	struct cart cart = load(&stall, &stall.chen);
	REQUIRE(CHECK_INT(1, cart.count));
	CHECK(!cart.lines[0].counted);
	CHECK_ERR(ERR_FORBIDDEN, account_merge(&stall.bob, &stall.chen, &stall.arena, &told));
	CHECK_ERR(ERR_FORBIDDEN, account_merge(&stall.guest, &stall.guest, &stall.arena, &told));
	stall_close(&stall);
}

/* A person's own line that asks for more than there is now is lowered by a merge, which is no piece that came in. */
TEST(merging_into_a_line_that_is_over)
{
	struct stall stall;
	struct cart_change change;
	const char *told;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 3, &change));
	stall_set(&stall, stall.tin, "stock", value_integer(1));
	REQUIRE_OK(cart_add(&stall.guest, &stall.arena, stall.tin, 1, &change));
	REQUIRE_OK(cart_add(&stall.guest, &stall.arena, stall.pot, 2, &change));
	REQUIRE_OK(account_merge(&stall.guest, &stall.bob, &stall.arena, &told));
	CHECK_STR("the guest's cart was added: 2 pieces; 'Tea tin' capped at the 1 in stock", told);
	CHECK_INT(1, in_cart(&stall, &stall.bob, stall.tin));
	CHECK_INT(2, in_cart(&stall, &stall.bob, stall.pot));
	stall_close(&stall);
}

/* Two terminals of one person, and a machine that was turned off meanwhile. */
TEST(a_cart_is_kept_and_shared)
{
	struct stall stall;
	struct cart_change change;
	struct shop *second;
	const char *repaired, *path = check_path("shop.db");
	stall_open_at(&stall, path);
	REQUIRE_OK(shop_open(&second, &stall.arena, path, &repaired));
	struct session elsewhere = stall.bob;
	elsewhere.shop = second;
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 2, &change));
	REQUIRE_OK(cart_add(&elsewhere, &stall.arena, stall.lamp, 3, &change));
	CHECK_INT(2, change.before);
	CHECK_INT(5, in_cart(&stall, &stall.bob, stall.lamp));
	shop_close(second);
	shop_close(stall.shop);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	stall.bob.shop = stall.shop;
	CHECK_INT(5, in_cart(&stall, &stall.bob, stall.lamp));
	stall_close(&stall);
}

/* The number of a cart that was rolled back may become another guest's. */
TEST(a_guest_keeps_no_cart_that_was_not_made)
{
	struct stall stall;
	struct cart_change change;
	stall_open(&stall);
	CHECK_ERR(ERR_NOT_FOUND, cart_add(&stall.guest, &stall.arena, 999, 1, &change));
	CHECK_INT(0, stall.guest.guest_cart);
	stall_close(&stall);
}

/* A guest's session that claims another person's cart by its id gets nothing of it. */
TEST(nobody_reads_or_changes_anothers_cart)
{
	struct stall stall;
	struct cart_change change, *gone;
	struct session thief;
	size_t count;
	stall_open(&stall);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 2, &change));
	struct session others[] = { stall.guest, stall.alice, stall.chen };
	account_guest(stall.shop, &thief);
	thief.guest_cart = load(&stall, &stall.bob).id;
	for (size_t i = 0; i < 3; i++)
		CHECK_INT(0, load(&stall, &others[i]).count);
	CHECK_INT(0, load(&stall, &thief).count);
	CHECK_ERR(ERR_NOT_FOUND, cart_remove(&stall.alice, &stall.arena, stall.lamp, &change));
	CHECK_ERR(ERR_NOT_FOUND, cart_remove(&thief, &stall.arena, stall.lamp, &change));
	REQUIRE_OK(cart_clear(&thief, &stall.arena, &gone, &count));
	REQUIRE_OK(cart_clear(&stall.chen, &stall.arena, &gone, &count));
	CHECK_INT(2, in_cart(&stall, &stall.bob, stall.lamp));
	stall_close(&stall);
}

TEST(an_account_that_is_gone_fills_no_cart)
{
	struct stall stall;
	struct cart_change change;
	stall_open(&stall);
	stall_run(&stall, "DELETE FROM users WHERE name = 'bob'");
	CHECK_ERR(ERR_NOT_FOUND, cart_add(&stall.bob, &stall.arena, stall.lamp, 1, &change));
	stall_close(&stall);
}

TEST(stale_guest_carts_go_at_the_next_start)
{
	struct stall stall;
	struct cart_change change;
	struct session idle, busy;
	const char *repaired, *path = check_path("shop.db");
	int64_t now = clock_now(), hour = 3600 * 1000;
	stall_open_at(&stall, path);
	account_guest(stall.shop, &idle);
	account_guest(stall.shop, &busy);
	clock_set(now);
	REQUIRE_OK(cart_add(&idle, &stall.arena, stall.lamp, 1, &change));
	REQUIRE_OK(cart_add(&busy, &stall.arena, stall.lamp, 1, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 1, &change));
	clock_set(now + 20 * hour);
	REQUIRE_OK(cart_add(&busy, &stall.arena, stall.lamp, 1, &change));
	shop_close(stall.shop);
	clock_set(now + 25 * hour);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	idle.shop = busy.shop = stall.bob.shop = stall.shop;
	CHECK_INT(0, load(&stall, &idle).count);
	CHECK_INT(2, in_cart(&stall, &busy, stall.lamp));
	CHECK_INT(1, in_cart(&stall, &stall.bob, stall.lamp));
	REQUIRE_OK(cart_add(&idle, &stall.arena, stall.tin, 1, &change));
	CHECK_INT(1, in_cart(&stall, &idle, stall.tin));
	stall_close(&stall);
}
