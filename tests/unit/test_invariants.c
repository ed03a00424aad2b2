/* What `souk check` finds: nothing in a shop that was used, and each kind of damage by its name. */
#include "unit/check.h"
#include "unit/stall.h"

#include "model/store.h"
#include "shop/check.h"
#include <stdio.h>
#include <string.h>

static struct check_report report_of(struct stall *stall)
{
	struct check_report report = { 0 };
	CHECK_ERR(OK, shop_check(stall->shop, &stall->arena, NULL, NULL, &report));
	return report;
}

/* A shop with a cart and three orders: 1 placed, 2 shipped, 3 cancelled. */
static void open_used(struct stall *stall)
{
	struct cart_change change;
	struct order order;
	stall_open(stall);
	CHECK_INT(1, stall_order(stall, &stall->bob, stall->lamp, 2));
	CHECK_INT(2, stall_order(stall, &stall->chen, stall->pot, 3));
	CHECK_INT(3, stall_order(stall, &stall->chen, stall->tin, 1));
	CHECK_ERR(OK, order_cancel(&stall->chen, &stall->arena, 3, false, &order));
	stall_run(stall, "UPDATE orderItems SET shippedAt = createdAt WHERE orderId = 2");
	stall_run(stall, "UPDATE orders SET status = 'shipped' WHERE id = 2");
	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, stall->tin, 1, &change));
}

TEST(a_used_shop_is_whole)
{
	struct stall stall;
	open_used(&stall);
	struct check_report report = report_of(&stall);
	for (size_t i = 0; i < report.count; i++)
		CHECK_STR(NULL, report.items[i].sentence);
	CHECK_INT(3 + 3 + 2 + 1 + 3 + 3, report.rows_checked);
	stall_close(&stall);
}

/* what: the kind; says: part of the sentence; structural; then the damage, past the CHECKs. */
static const struct { const char *what, *says; bool structural; const char *sql; } damages[] = {
	{ "totals", "order 1 says 4801, its lines add up to 4800", false, "UPDATE orders SET totalCents = 4801 WHERE id = 1" },
	{ "totals", "order 2 says 1500, its lines add up to 0", false, "DELETE FROM orderItems WHERE orderId = 2" },
	{ "statuses", "order 1 is shipped, but a line of it has not shipped", false,
		"UPDATE orders SET status = 'shipped' WHERE id = 1" },
	{ "statuses", "order 1 is delivered", false, "UPDATE orders SET status = 'delivered' WHERE id = 1" },
	{ "statuses", "order 1 is placed, but all of it has shipped", false,
		"UPDATE orderItems SET shippedAt = createdAt WHERE orderId = 1" },
	{ "statuses", "order 3 is cancelled, but a line of it has shipped", false,
		"UPDATE orderItems SET shippedAt = createdAt WHERE orderId = 3" },
	{ "statuses", "order 1 has the unknown status 'lost'", false, "UPDATE orders SET status = 'lost' WHERE id = 1" },
	{ "lines", "order 2 has no lines", false, "DELETE FROM orderItems WHERE orderId = 2" },
	{ "lines", "order line 1 belongs to no order", false, "UPDATE orderItems SET orderId = NULL WHERE id = 1" },
	{ "stock", "product 1 has a stock of -2", false, "UPDATE products SET stock = -2 WHERE id = 1" },
	{ "prices", "product 1 has a price of -1", false, "UPDATE products SET priceCents = -1 WHERE id = 1" },
	{ "amounts", "has an amount of 0", false, "UPDATE cartItems SET quantity = 0" },
	{ "amounts", "belongs to no cart or product", false, "UPDATE cartItems SET cartId = NULL" },
	{ "sold counts", "product 1 counts 9 sold, its orders say 2", false,
		"UPDATE soukSold SET sold = 9 WHERE productId = 1" },
	{ "sold counts", "product 1 counts 0 sold", false, "DELETE FROM soukSold WHERE productId = 1" },
	{ "keys", "checkout key of person 2 names order 3", false,
		"UPDATE soukCheckoutKeys SET orderId = 3 WHERE userId = 2" },
	{ "keys", "names order 77", false, "UPDATE soukCheckoutKeys SET orderId = 77 WHERE userId = 2" },
	{ "totals", "overflow", false, "UPDATE orderItems SET orderId = 1, quantity = 1, priceCents = 9223372036854775807" },
	{ "missing", "'soukProductsTitle' is missing", true, "DROP INDEX soukProductsTitle" },
	{ "missing", "'soukSearchDelete' is missing", true, "DROP TRIGGER soukSearchDelete" },
	{ "not ours", "'evil'", true, "CREATE TRIGGER evil AFTER INSERT ON orders BEGIN SELECT 1; END" },
	{ "not ours", "'spy'", true, "CREATE VIEW spy AS SELECT * FROM users" },
	{ "integrity", "'products': its 'userId' refers to a row of 'users'", true,
		"UPDATE products SET userId = 99 WHERE id = 1" },
};

static bool is_found(const struct check_report *report, const char *what, const char *says, bool structural)
{
	for (size_t i = 0; i < report->count; i++)
		if (!strcmp(report->items[i].what, what) && strstr(report->items[i].sentence, says))
			return CHECK_INT(structural, report->items[i].structural);
	return false;
}

TEST(each_damage_is_found)
{
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		struct stall stall;
		open_used(&stall);
		stall_run(&stall, "PRAGMA ignore_check_constraints = ON");
		stall_run(&stall, "PRAGMA foreign_keys = OFF");
		stall_run(&stall, damages[i].sql);
		struct check_report report = report_of(&stall);
		if (!CHECK(is_found(&report, damages[i].what, damages[i].says, damages[i].structural)))
			for (size_t k = 0; k < report.count; k++)
				printf("# %s: found %s: %s\n", damages[i].sql, report.items[k].what, report.items[k].sentence);
		CHECK((report.structural > 0) == damages[i].structural);
		stall_close(&stall);
	}
}

/* What Node's mixins write knows the associations, not the rules: structure stays clean. */
TEST(another_programs_rows_are_no_damage_of_structure)
{
	struct stall stall;
	open_used(&stall);
	stall_run(&stall, "INSERT INTO orders (status, totalCents, createdAt, updatedAt, userId)"
		" VALUES ('placed', 0, '2026-01-01 00:00:00.000 +00:00', '2026-01-01 00:00:00.000 +00:00', 2)");
	stall_run(&stall, "INSERT INTO orderItems (quantity, priceCents, title, createdAt, updatedAt, orderId, productId)"
		" VALUES (2, 500, 'Pot', 'x', 'x', 4, 3)");
	stall_run(&stall, "DELETE FROM products WHERE id = 1");
	struct check_report report = report_of(&stall);
	CHECK_INT(0, report.structural);
	CHECK(is_found(&report, "totals", "order 4", false));
	stall_close(&stall);
}

static bool stop(void *context, const char *what, int64_t done, int64_t of)
{
	int64_t *calls = context;
	CHECK(what && done <= of);
	return ++*calls < 3;
}

TEST(it_can_be_broken_off)
{
	struct stall stall;
	struct check_report report;
	int64_t calls = 0;
	open_used(&stall);
	CHECK_ERR(ERR_ERROR, shop_check(stall.shop, &stall.arena, stop, &calls, &report));
	CHECK_INT(3, calls);
	stall_close(&stall);
}
