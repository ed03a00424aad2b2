/* The demo bazaar: that it holds what it promises, is whole, and is the same for the same seed and day. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/check.h"
#include "shop/demo.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* 2026-11-22 14:01:07 UTC. */
static const int64_t then = INT64_C(1795356067000);
static const int64_t day = INT64_C(86400000);

static void open_bazaar(struct stall *stall, uint64_t seed, int64_t now)
{
	setenv("TZ", "UTC", 1);
	tzset();
	clock_set(now);
	arena_init(&stall->arena);
	if (shop_create(&stall->shop, ":memory:", "EUR", true) || demo_fill(stall->shop, seed, NULL, NULL))
		die(99, "the bazaar cannot be made");
}

#define COUNT(stall, sql) stall_select((stall), "SELECT count(*) FROM " sql)

TEST(it_has_sellers_products_and_categories)
{
	struct stall stall;
	open_bazaar(&stall, DEMO_SEED, then);
	CHECK(COUNT(&stall, "(SELECT DISTINCT userId FROM products)") >= 12);
	CHECK(COUNT(&stall, "users WHERE name GLOB '*[Α-ω]*' OR name GLOB '*[А-я]*' OR name GLOB '*[一-龥]*'"
		" OR name GLOB '*[가-힣]*'") >= 4);
	CHECK(COUNT(&stall, "products") >= 240);
	CHECK_INT(10, COUNT(&stall, "(SELECT DISTINCT category FROM products)"));
	CHECK_INT(0, COUNT(&stall, "(SELECT category, count(*) AS n FROM products GROUP BY category) WHERE n < 15"));
	CHECK(COUNT(&stall, "products WHERE stock = 0") >= 3);
	CHECK(COUNT(&stall, "products WHERE stock BETWEEN 1 AND 3") >= 5);
	CHECK(COUNT(&stall, "products WHERE stock IS NULL") >= 10);
	CHECK(COUNT(&stall, "products WHERE retiredAt IS NOT NULL") >= 3);
	CHECK(COUNT(&stall, "products WHERE length(title) > 120") >= 1);
	CHECK_INT(0, COUNT(&stall, "(SELECT title, count(*) AS n FROM products GROUP BY title) WHERE n > 1"));
	CHECK_INT(0, COUNT(&stall, "products WHERE priceCents <= 0 OR priceCents > 200000"));
	CHECK_INT(0, COUNT(&stall, "users WHERE passwordHash IS NOT NULL"));
	stall_close(&stall);
}

/* Ends of sentences: a mark at the end or before a blank and a capital (or a digit, a quote, another script). */
static int sentences(const char *text)
{
	int count = 0;
	for (const char *at = text; *at; at++)
		if (strchr(".?!", *at) && (!at[1] || (at[1] == ' ' && !(at[2] >= 'a' && at[2] <= 'z'))))
			count++;
	return count;
}

TEST(descriptions_are_two_to_five_sentences)
{
	struct stall stall;
	struct table table;
	open_bazaar(&stall, DEMO_SEED, then);
	REQUIRE_OK(store_select(shop_store(stall.shop), &stall.arena, "SELECT title, description FROM products", NULL, 0,
		&table));
	for (size_t i = 0; i < table.count; i++) {
		const char *text = value_str(table_at(&table, i, 1));
		int count = sentences(text);
		if (!CHECK(count >= 2 && count <= 5 && strlen(text) >= 60))
			printf("# %s: %d sentences: %s\n", value_str(table_at(&table, i, 0)), count, text);
		CHECK(text_is_valid(text, strlen(text)) && !strstr(text, "  "));
	}
	CHECK_INT(0, COUNT(&stall, "(SELECT description, count(*) AS n FROM products GROUP BY description) WHERE n > 1"));
	stall_close(&stall);
}

TEST(a_year_of_orders)
{
	struct stall stall;
	open_bazaar(&stall, DEMO_SEED, then);
	CHECK(COUNT(&stall, "orders WHERE createdAt >= '2025-11-22'") >= 150);
	CHECK_INT(0, COUNT(&stall, "orders WHERE createdAt >= '2026-11-22 14:01:07' OR createdAt < '2025-11-22'"));
	CHECK(COUNT(&stall, "(SELECT DISTINCT substr(createdAt, 1, 7) FROM orders)") >= 12);
	CHECK(COUNT(&stall, "orders WHERE createdAt >= '2026-06-01'") > COUNT(&stall, "orders WHERE createdAt < '2026-06-01'"));
	CHECK_INT(4, COUNT(&stall, "(SELECT DISTINCT status FROM orders)"));
	CHECK_INT(0, COUNT(&stall, "(SELECT id, row_number() OVER (ORDER BY createdAt) AS n FROM orders) WHERE id <> n"));
	CHECK_INT(0, COUNT(&stall, "orderItems AS i JOIN products AS p ON p.id = i.productId JOIN orders AS o ON o.id = i.orderId"
		" WHERE p.createdAt > o.createdAt OR p.userId = o.userId OR p.retiredAt < o.createdAt"));
	CHECK_INT(0, COUNT(&stall, "products AS p JOIN users AS u ON u.id = p.userId WHERE u.createdAt > p.createdAt"));
	CHECK_INT(0, COUNT(&stall, "orders AS o JOIN users AS u ON u.id = o.userId WHERE u.createdAt > o.createdAt"));
	CHECK_INT(0, COUNT(&stall, "orderItems WHERE shippedAt > '2026-11-22 14:01:07' OR updatedAt > '2026-11-22 14:01:07'"));
	CHECK_INT(3, COUNT(&stall, "(SELECT userId FROM orders WHERE userId <= 3 GROUP BY userId HAVING count(*) >= 3)"));
	CHECK(stall_select(&stall, "SELECT max(sold) FROM soukSold") >= 10);
	stall_close(&stall);
}

TEST(carts_can_be_ordered)
{
	struct stall stall;
	open_bazaar(&stall, DEMO_SEED, then);
	CHECK(COUNT(&stall, "(SELECT DISTINCT cartId FROM cartItems)") >= 5);
	CHECK(COUNT(&stall, "cartItems AS i JOIN carts AS c ON c.id = i.cartId WHERE c.userId = 1") >= 1);
	CHECK_INT(0, COUNT(&stall, "cartItems AS i JOIN products AS p ON p.id = i.productId WHERE i.quantity > p.stock"
		" AND p.stock > 0"));
	stall_close(&stall);
}

TEST(it_is_whole)
{
	static const int64_t days[] = { 0, 37, 100, 163, 260, 400 };
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		struct stall stall;
		struct check_report report;
		open_bazaar(&stall, DEMO_SEED + i, then + days[i] * day);
		REQUIRE_OK(shop_check(stall.shop, &stall.arena, NULL, NULL, &report));
		for (size_t k = 0; k < report.count; k++)
			CHECK_STR(NULL, report.items[k].sentence);
		CHECK(COUNT(&stall, "orders") >= 150);
		stall_close(&stall);
	}
}

/* All rows that people see, in one text. */
static const char *dump(struct stall *stall)
{
	static const char *const tables[] = { "users", "products", "carts", "cartItems", "orders", "orderItems", "soukSold" };
	struct buffer all = { 0 };
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct table table;
		CHECK_ERR(OK, store_select(shop_store(stall->shop), &stall->arena,
			arena_format(&stall->arena, "SELECT * FROM %s ORDER BY 1", tables[i]), NULL, 0, &table));
		for (size_t k = 0; k < table.count * table.columns; k++) {
			if (table.values[k].type == VALUE_INTEGER)
				buffer_printf(&all, "%lld|", (long long)table.values[k].integer);
			else
				buffer_printf(&all, "%s|", value_str(table.values[k]));
		}
	}
	const char *text = arena_string(&stall->arena, all.bytes);
	buffer_release(&all);
	return text;
}

TEST(the_same_seed_and_day_make_the_same)
{
	struct stall a, b, c, d;
	open_bazaar(&a, DEMO_SEED, then);
	open_bazaar(&b, DEMO_SEED, then);
	open_bazaar(&c, DEMO_SEED + 1, then);
	const char *first = dump(&a);
	CHECK(!strcmp(first, dump(&b)));
	CHECK(strcmp(first, dump(&c)) != 0);
	open_bazaar(&d, DEMO_SEED, then + day);
	CHECK(strcmp(first, dump(&d)) != 0);
	CHECK_INT(stall_select(&a, "SELECT sum(totalCents) FROM orders"), stall_select(&d, "SELECT sum(totalCents) FROM orders"));
	stall_close(&a);
	stall_close(&b);
	stall_close(&c);
	stall_close(&d);
}

static bool stop(void *context, const char *what, int64_t done, int64_t of)
{
	int64_t *calls = context;
	CHECK(what && done <= of);
	return ++*calls < 6;
}

TEST(broken_off_it_keeps_nothing)
{
	struct stall stall;
	int64_t calls = 0;
	clock_set(then);
	arena_init(&stall.arena);
	REQUIRE_OK(shop_create(&stall.shop, ":memory:", "EUR", true));
	CHECK_ERR(ERR_ERROR, demo_fill(stall.shop, DEMO_SEED, stop, &calls));
	CHECK_INT(0, COUNT(&stall, "users"));
	CHECK_INT(0, COUNT(&stall, "products"));
	stall_close(&stall);
}

/* Somebody waits for it: said to be well under a second. The bound leaves room for a machine that is busy. */
TEST(it_is_made_at_once)
{
	struct shop *shop;
	clock_set(then);
	uint64_t begin = clock_nanoseconds();
	REQUIRE_OK(shop_create(&shop, check_path("bazaar.db"), "EUR", true));
	REQUIRE_OK(demo_fill(shop, DEMO_SEED, NULL, NULL));
	uint64_t took = (clock_nanoseconds() - begin) / 1000000;
	printf("# made in %d ms\n", (int)took);
	CHECK(took < 5000);
	shop_close(shop);
}
