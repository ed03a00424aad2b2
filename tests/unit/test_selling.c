/* The seller's side of products: who may, what is wrong with a field, what a destroy takes along. */
#include "unit/check.h"
#include "unit/stall.h"

#include "model/store.h"
#include "shop/selling.h"

#include <string.h>

static struct stall s;
static struct product got;

static void check_fault(enum draft_field field, const char *given, const char *word)
{
	struct product_draft draft = { .fields = { [DRAFT_TITLE] = "Tea tin", [DRAFT_PRICE] = "8" } };
	struct draft_faults faults;
	draft.fields[field] = given;
	CHECK_ERR(word ? ERR_INPUT : OK, selling_check(s.shop, &s.arena, &draft, true, &faults));
	if (word && faults.of[field] && !strstr(faults.of[field], word))
		CHECK_STR(word, faults.of[field]);
	CHECK(!word == !faults.of[field]);
}

TEST(each_field_has_its_own_fault)
{
	stall_open(&s);
	check_fault(DRAFT_TITLE, "", "title");
	check_fault(DRAFT_TITLE, "a\tb", "control");
	check_fault(DRAFT_TITLE, "\xff", "UTF-8");
	check_fault(DRAFT_DESCRIPTION, "one\ntwo", NULL);
	check_fault(DRAFT_PRICE, "12,50 €", NULL);
	check_fault(DRAFT_PRICE, "12.5055", "2 decimals");
	check_fault(DRAFT_PRICE, "-1", "negative");
	check_fault(DRAFT_PRICE, "", "");
	check_fault(DRAFT_STOCK, "-1", "fewer");
	check_fault(DRAFT_STOCK, "many", "number");
	check_fault(DRAFT_STOCK, "none", NULL);
	const struct product_draft nothing = { { 0 } };
	struct draft_faults faults;
	CHECK_ERR(ERR_INPUT, selling_check(s.shop, &s.arena, &nothing, true, &faults));
	CHECK(faults.of[DRAFT_TITLE] && faults.of[DRAFT_PRICE] && !faults.of[DRAFT_STOCK]);
	CHECK_ERR(OK, selling_check(s.shop, &s.arena, &nothing, false, &faults));
	stall_close(&s);
}

TEST(add_and_edit)
{
	stall_open(&s);
	const struct product_draft kettle = { .fields = { [DRAFT_TITLE] = "Kettle", [DRAFT_PRICE] = "38", [DRAFT_STOCK] = "4",
		[DRAFT_CATEGORY] = "kitchen" } };
	REQUIRE_OK(selling_add(&s.bob, &s.arena, &kettle, &got));
	CHECK_INT(3800, got.price.minor);
	CHECK_INT(4, got.stock);
	CHECK_STR("bob", got.seller_name);
	const char *seen = got.updated;
	int64_t id = got.id;
	const struct product_draft dearer = { .fields = { [DRAFT_PRICE] = "40,00" } };
	stall_set(&s, id, "updatedAt", value_text("2026-11-22 14:01:07.120 +00:00"));
	CHECK_ERR(ERR_STATUS, selling_edit(&s.bob, &s.arena, id, &dearer, seen, &got));
	CHECK_INT(3800, got.price.minor);
	REQUIRE_OK(selling_edit(&s.bob, &s.arena, id, &dearer, got.updated, &got));
	CHECK_INT(4000, got.price.minor);
	CHECK_STR("Kettle", got.title);
	CHECK_STR("kitchen", got.category);
	stall_close(&s);
}

TEST(stock_up_and_down)
{
	stall_open(&s);
	REQUIRE_OK(selling_stock_add(&s.alice, &s.arena, s.tin, -2, &got));
	CHECK_INT(1, got.stock);
	CHECK_ERR(ERR_INPUT, selling_stock_add(&s.alice, &s.arena, s.tin, -2, &got));
	CHECK_INT(1, stall_stock(&s, s.tin));
	CHECK_ERR(ERR_OVERFLOW, selling_stock_add(&s.alice, &s.arena, s.tin, INT64_MAX, &got));
	CHECK_ERR(ERR_STOCK, selling_stock_add(&s.alice, &s.arena, s.pot, 1, &got));
	REQUIRE_OK(selling_stock_set(&s.alice, &s.arena, s.pot, 7, &got));
	CHECK_INT(7, stall_stock(&s, s.pot));
	const struct product_draft no_limit = { .fields = { [DRAFT_STOCK] = "" } };
	REQUIRE_OK(selling_edit(&s.alice, &s.arena, s.pot, &no_limit, NULL, &got));
	CHECK_INT(-1, stall_stock(&s, s.pot));
	stall_close(&s);
}

TEST(retire_together_or_not_at_all)
{
	stall_open(&s);
	const int64_t all[] = { s.lamp, s.tin, 999 }, two[] = { s.lamp, s.tin };
	CHECK_ERR(ERR_NOT_FOUND, selling_retire(&s.alice, &s.arena, all, 3, true));
	CHECK_INT(0, stall_select(&s, "SELECT count(*) FROM products WHERE retiredAt IS NOT NULL"));
	REQUIRE_OK(selling_retire(&s.alice, &s.arena, two, 2, true));
	CHECK_INT(2, stall_select(&s, "SELECT count(*) FROM products WHERE retiredAt IS NOT NULL"));
	REQUIRE_OK(selling_retire(&s.alice, &s.arena, two, 1, false));
	CHECK_INT(1, stall_select(&s, "SELECT count(*) FROM products WHERE retiredAt IS NOT NULL"));
	stall_close(&s);
}

TEST(destroy_takes_cart_lines_and_leaves_receipts)
{
	stall_open(&s);
	struct cart_change change;
	struct departures list;
	int64_t order = stall_order(&s, &s.bob, s.lamp, 1);
	CHECK_ERR(OK, cart_add(&s.chen, &s.arena, s.lamp, 1, &change));
	CHECK_ERR(ERR_STATUS, selling_preview_destroy(&s.alice, &s.arena, s.lamp, &list));
	CHECK_ERR(ERR_STATUS, selling_destroy(&s.alice, &s.arena, s.lamp));
	CHECK_INT(1, order);
	stall_run(&s, "UPDATE orderItems SET shippedAt = createdAt");
	REQUIRE_OK(selling_preview_destroy(&s.alice, &s.arena, s.lamp, &list));
	CHECK_INT(4, (int64_t)list.count);
	CHECK_INT(1, list.items[1].count);
	CHECK_STR("pieces in the sales figures", list.items[2].what);
	CHECK_INT(1, list.items[2].count);
	CHECK_INT(1, list.items[3].count);
	CHECK(list.items[3].stays && !list.items[2].stays && !list.items[1].stays);
	REQUIRE_OK(selling_destroy(&s.alice, &s.arena, s.lamp));
	CHECK_INT(0, stall_select(&s, "SELECT count(*) FROM cartItems"));
	CHECK_INT(1, stall_select(&s, "SELECT count(*) FROM orderItems WHERE productId IS NULL AND title <> ''"));
	stall_close(&s);
}

/* Every act by everybody else: refused, and nothing has changed. */
TEST(only_the_seller_may)
{
	stall_open(&s);
	struct session gone = s.bob;
	gone.user = 99;
	struct session *others[] = { &s.bob, &s.chen, &s.guest, &gone };
	const struct product_draft cheap = { .fields = { [DRAFT_PRICE] = "1" } };
	struct departures list;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		CHECK_ERR(ERR_FORBIDDEN, selling_edit(others[i], &s.arena, s.lamp, &cheap, NULL, &got));
		CHECK_ERR(ERR_FORBIDDEN, selling_stock_set(others[i], &s.arena, s.lamp, 1, &got));
		CHECK_ERR(ERR_FORBIDDEN, selling_stock_add(others[i], &s.arena, s.lamp, 1, &got));
		CHECK_ERR(ERR_FORBIDDEN, selling_retire(others[i], &s.arena, &s.lamp, 1, true));
		CHECK_ERR(ERR_FORBIDDEN, selling_preview_destroy(others[i], &s.arena, s.lamp, &list));
		CHECK_ERR(ERR_FORBIDDEN, selling_destroy(others[i], &s.arena, s.lamp));
	}
	const struct product_draft lamp = { .fields = { [DRAFT_TITLE] = "Lamp", [DRAFT_PRICE] = "1" } };
	CHECK_ERR(ERR_FORBIDDEN, selling_add(&s.guest, &s.arena, &lamp, &got));
	CHECK_ERR(ERR_NOT_FOUND, selling_add(&gone, &s.arena, &lamp, &got));
	CHECK_INT(3, stall_select(&s, "SELECT count(*) FROM products"));
	CHECK_INT(1, stall_select(&s, "SELECT count(*) FROM products WHERE id = 1 AND priceCents = 2400 AND stock = 12 AND retiredAt IS NULL"));
	stall_close(&s);
}
