/* A seller's acts taken back and done again: stock of one and of many, retiring, and what stands in their way. */
#include "unit/check.h"
#include "unit/stall.h"

#include "shop/stocking.h"
#include "shop/undo.h"

#include <stdlib.h>
#include <string.h>

static struct stall s;

static void open_here(void)
{
	setenv("XDG_STATE_HOME", check_path("state"), 1);
	stall_open_at(&s, check_path("shop.db"));
}

static void stock(const int64_t *products, size_t count, enum stock_how how, int64_t pieces)
{
	struct stock_changes changes;
	const struct stock_wish wish = { how, pieces };
	if (CHECK_ERR(OK, stocking_change(&s.alice, &s.arena, products, count, &wish, &changes)))
		CHECK_ERR(OK, undo_stock_changed(&s.alice, &changes));
}

static void retire(const int64_t *products, size_t count, bool retired)
{
	struct stock_changes changes;
	if (CHECK_ERR(OK, stocking_retire(&s.alice, &s.arena, products, count, retired, &changes)))
		CHECK_ERR(OK, undo_retired(&s.alice, &changes, retired));
}

static const char *undo(void)
{
	const char *told = NULL;
	CHECK_ERR(OK, undo_last(&s.alice, &s.arena, &told));
	return told;
}

static const char *redo(void)
{
	const char *told = NULL;
	CHECK_ERR(OK, undo_redo(&s.alice, &s.arena, &told));
	return told;
}

static void check_refused(const char *sentence)
{
	const char *told;
	CHECK_ERR(ERR_STOCK, undo_last(&s.alice, &s.arena, &told));
	CHECK_STR(sentence, err_sentence(ERR_STOCK));
}

static int64_t retired_count(void)
{
	return stall_select(&s, "SELECT count(*) FROM products WHERE retiredAt IS NOT NULL");
}

TEST(stock_is_taken_back_and_given_again)
{
	open_here();
	stock(&s.lamp, 1, STOCK_ADD, 5);
	stock(&s.lamp, 1, STOCK_SET, 40);
	stock(&s.pot, 1, STOCK_SET, 1);
	stock(&s.tin, 1, STOCK_NO_LIMIT, 0);
	CHECK_STR("Tea tin: 3 pieces again", undo());
	CHECK_STR("Pot, small: no limit again", undo());
	CHECK_STR("Lamp, brass: 17 pieces again", undo());
	CHECK_STR("Lamp, brass: 12 pieces again", undo());
	CHECK_INT(12, stall_stock(&s, s.lamp));
	CHECK_INT(3, stall_stock(&s, s.tin));
	CHECK_INT(-1, stall_stock(&s, s.pot));
	CHECK_STR("Lamp, brass: 17 pieces again", redo());
	CHECK_STR("Lamp, brass: 40 pieces again", redo());
	CHECK_STR("Pot, small: 1 piece again", redo());
	CHECK_STR("Tea tin: no limit again", redo());
	CHECK_INT(-1, stall_stock(&s, s.tin));
	stall_close(&s);
}

/* Between the act and its undo two lamps were sold: they stay sold. */
TEST(what_was_sold_meanwhile_stays_sold)
{
	open_here();
	stock(&s.lamp, 1, STOCK_SET, 50);
	REQUIRE(stall_order(&s, &s.bob, s.lamp, 2));
	CHECK_STR("Lamp, brass: 10 pieces again", undo());
	CHECK_STR("Lamp, brass: 48 pieces again", redo());
	stock(&s.tin, 1, STOCK_ADD, 10);
	REQUIRE(stall_order(&s, &s.bob, s.tin, 8));
	check_refused("only 5 pieces of 'Tea tin' left: 10 cannot be taken back");
	CHECK_INT(5, stall_stock(&s, s.tin));
	stock(&s.tin, 1, STOCK_ADD, 5);
	undo();
	check_refused("only 5 pieces of 'Tea tin' left: 10 cannot be taken back");
	stall_close(&s);
}

TEST(a_limit_that_came_or_went_meanwhile)
{
	open_here();
	stock(&s.lamp, 1, STOCK_ADD, 1);
	stall_set(&s, s.lamp, "stock", value_null());
	check_refused("'Lamp, brass' has no limit by now");
	stall_set(&s, s.lamp, "stock", value_integer(3));
	CHECK_STR("Lamp, brass: 2 pieces again", undo());
	stock(&s.lamp, 1, STOCK_NO_LIMIT, 0);
	stall_set(&s, s.lamp, "stock", value_integer(7));
	check_refused("'Lamp, brass' was given a limit meanwhile: 7 pieces");
	stall_close(&s);
}

/* One of them cannot be: then none is. */
TEST(many_at_once_all_or_none)
{
	open_here();
	const int64_t both[] = { s.lamp, s.tin };
	stock(both, 2, STOCK_ADD, 4);
	CHECK_STR("the stock of 2 products is changed back", undo());
	CHECK_INT(12, stall_stock(&s, s.lamp));
	CHECK_STR("the stock of 2 products is changed again", redo());
	REQUIRE(stall_order(&s, &s.bob, s.tin, 6));
	check_refused("only 1 piece of 'Tea tin' left: 4 cannot be taken back");
	CHECK_INT(16, stall_stock(&s, s.lamp));
	CHECK_INT(1, stall_stock(&s, s.tin));
	stall_close(&s);
}

TEST(retiring_is_taken_back_and_done_again)
{
	open_here();
	const int64_t all[] = { s.lamp, s.tin, s.pot };
	retire(&s.tin, 1, true);
	retire(all, 3, true);
	CHECK_INT(3, retired_count());
	CHECK_STR("2 products are back in the catalogue", undo());
	CHECK_INT(1, retired_count());
	CHECK_STR("Tea tin is back in the catalogue", undo());
	CHECK_STR("retired Tea tin again", redo());
	CHECK_STR("retired 2 products again", redo());
	retire(&s.lamp, 1, false);
	CHECK_STR("retired Lamp, brass again", undo());
	CHECK_INT(3, retired_count());
	CHECK_STR("Lamp, brass is back in the catalogue", redo());
	CHECK_INT(2, retired_count());
	stall_close(&s);
}

TEST(nothing_changed_is_no_act)
{
	const char *told;
	open_here();
	stock(&s.lamp, 1, STOCK_SET, 12);
	stock(&s.pot, 1, STOCK_NO_LIMIT, 0);
	retire(&s.lamp, 1, false);
	CHECK_ERR(ERR_EMPTY, undo_last(&s.alice, &s.arena, &told));
	stall_close(&s);
}

TEST(a_product_that_went_to_another_is_left_alone)
{
	const char *told;
	open_here();
	stock(&s.lamp, 1, STOCK_ADD, 1);
	stall_set(&s, s.lamp, "userId", value_integer(s.bob.user));
	CHECK_ERR(ERR_FORBIDDEN, undo_last(&s.alice, &s.arena, &told));
	CHECK_INT(13, stall_stock(&s, s.lamp));
	stall_run(&s, "DELETE FROM products WHERE id = 1");
	CHECK_ERR(ERR_NOT_FOUND, undo_last(&s.alice, &s.arena, &told));
	stall_close(&s);
}

TEST(many_at_once_by_their_seller_alone)
{
	struct stock_changes changes;
	const struct stock_wish more = { STOCK_ADD, 1 }, fewer = { STOCK_ADD, -4 };
	open_here();
	const int64_t all[] = { s.lamp, s.tin, s.pot }, two[] = { s.lamp, s.tin };
	bool offered;
	CHECK_ERR(ERR_STOCK, stocking_change(&s.alice, &s.arena, all, 3, &more, &changes));
	CHECK_ERR(ERR_INPUT, stocking_change(&s.alice, &s.arena, two, 2, &fewer, &changes));
	CHECK_ERR(ERR_FORBIDDEN, stocking_change(&s.bob, &s.arena, two, 2, &more, &changes));
	CHECK_ERR(ERR_FORBIDDEN, stocking_change(&s.guest, &s.arena, two, 2, &more, &changes));
	CHECK_ERR(ERR_FORBIDDEN, stocking_retire(&s.bob, &s.arena, two, 2, true, &changes));
	CHECK_INT(12, stall_stock(&s, s.lamp));
	CHECK_INT(0, retired_count());
	stall_retire(&s, s.lamp);
	CHECK_ERR(OK, stocking_any_offered(&s.alice, all, 1, &offered));
	CHECK(!offered);
	CHECK_ERR(OK, stocking_any_offered(&s.alice, all, 3, &offered));
	CHECK(offered);
	CHECK_ERR(OK, stocking_any_offered(&s.bob, all, 3, &offered));
	CHECK(!offered);
	CHECK_ERR(ERR_FORBIDDEN, stocking_any_offered(&s.guest, all, 3, &offered));
	stall_close(&s);
}
