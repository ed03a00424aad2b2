/* A shop of 100,000 products: that no list walks it. How SQLite runs each statement is asked for and read, since times
 * say little on a busy machine; the slowest call is printed.
 *
 * SOUK_LARGE_PRODUCTS changes the 100,000. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "base/vec.h"
#include "model/store.h"
#include "model/sync.h"
#include "shop/tables.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Statements that a call ran. */
static VEC(char *) seen;
static uint64_t slowest;

static void see(void *context, const struct store_event *event)
{
	(void)context;
	vec_push(&seen, memory_string(event->sql));
	slowest = event->nanoseconds > slowest ? event->nanoseconds : slowest;
}

static void forget(void)
{
	for (size_t i = 0; i < seen.count; i++)
		vec_free(seen.items[i]);
	vec_release(&seen);
}

static void watch(struct stall *stall)
{
	forget();
	store_observe(shop_store(stall->shop), see, NULL);
}

/* A step of a plan that grows with the shop: a table or index walked from its end without a bound, or rows sorted.
 * json_each, one row from the shop's own lists, and the words of a search are no such thing. */
static bool is_walk(const char *step)
{
	return strstr(step, "TEMP B-TREE") || !strcmp(step, "SCAN p") || !strncmp(step, "SCAN products", 13) ||
		!strncmp(step, "SCAN p USING", 12) || !strncmp(step, "SCAN s ", 7) || !strncmp(step, "SCAN u", 6) ||
		!strncmp(step, "SCAN orders", 11) || !strncmp(step, "SCAN orderItems", 15) || !strncmp(step, "SCAN cart", 9);
}

/* Every step of every statement since watch(), but for those that contain @but. */
static void check_plans(struct stall *stall, const char *what, const char *but)
{
	store_observe(shop_store(stall->shop), NULL, NULL);
	CHECK(seen.count > 0);
	for (size_t i = 0; i < seen.count; i++) {
		struct table plan;
		if (!strncmp(seen.items[i], "PRAGMA", 6) || strstr(seen.items[i], "level"))
			continue;
		const char *sql = arena_format(&stall->arena, "EXPLAIN QUERY PLAN %s", seen.items[i]);
		if (!CHECK_ERR(OK, store_select(shop_store(stall->shop), &stall->arena, sql, NULL, 0, &plan)))
			continue;
		for (size_t k = 0; k < plan.count; k++) {
			const char *step = value_str(table_at(&plan, k, 3));
			if (is_walk(step) && !(but && strstr(step, but)) && !CHECK_STR("no walk", step))
				printf("# %s: %s\n", what, seen.items[i]);
		}
	}
	forget();
}

/* Products of many sellers, some of one seller, a category of few, a thousand of one price and date. Triggers and indexes
 * come afterwards: that is six times faster. */
static void fill(struct stall *stall)
{
	const char *wanted = getenv("SOUK_LARGE_PRODUCTS");
	int count = wanted ? atoi(wanted) : 100000;
	struct sync_report report;
	for (const struct addition *a = shop_additions; a->name; a++)
		if (strcmp(a->type, "table"))
			stall_run(stall, arena_format(&stall->arena, "DROP %s %s", a->type, a->name));
	stall_run(stall, "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO users"
		" (id, name, email, createdAt, updatedAt) SELECT i, 'seller ' || i, 's' || i || '@example.org', 'x', 'x' FROM n");
	stall_run(stall, arena_format(&stall->arena, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
		" WHERE i < %d) INSERT INTO products (title, description, category, priceCents, stock, userId, createdAt, updatedAt)"
		" SELECT CASE i %% 5 WHEN 0 THEN 'Lamp ' WHEN 1 THEN 'Bowl ' WHEN 2 THEN '灯 ' ELSE 'Rake ' END || (i * 7919 %% 100003),"
		" 'Good to have about the house, made by hand, number ' || i, iif(i %% 1000, 'cat ' || (i %% 10), 'rare'),"
		" i * 31 %% 5000, iif(i %% 7, i %% 40, NULL), iif(i %% 3, 10 + i %% 990, 1), 1000000 + i / 3, 'x' FROM n", count));
	CHECK_ERR(OK, store_sync(shop_store(stall->shop), &stall->arena, shop_additions, &report));
	stall_run(stall, "UPDATE soukSold SET sold = productId % 97 WHERE productId % 10 = 0");
}

static const char *middle(struct stall *stall, const struct catalogue_filter *filter)
{
	const char *cursor = NULL;
	int64_t id = stall_select(stall, "SELECT max(id) / 2 FROM products");
	CHECK_ERR(OK, catalogue_cursor(stall->shop, &stall->arena, filter, id, &cursor));
	return cursor;
}

/* From a place in the middle, in both directions. The index is entered at that place: at its key and id, and beyond. */
static void check_pages(struct stall *stall, const struct catalogue_filter *filter, const char *but)
{
	struct catalogue_page page;
	const char *cursor = middle(stall, filter), *name = catalogue_sort_name(filter->sort);
	size_t count = 0;
	for (int before = 0; before < 2; before++) {
		watch(stall);
		CHECK_ERR(OK, catalogue_page(stall->shop, &stall->arena, filter, cursor, before, 50, &page));
		check_plans(stall, name, but);
		count += page.products.count;
	}
	CHECK(count >= 50);
}

static void check_counts(struct stall *stall)
{
	const struct catalogue_filter filters[] = { { 0 }, { .category = "cat 3" }, { .category = "rare" },
		{ .seller = "alice@example.org" }, { .seller = "s70@example.org" } };
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		int64_t count;
		bool more;
		watch(stall);
		CHECK_ERR(OK, catalogue_count(stall->shop, &filters[i], 1000, &count, &more));
		check_plans(stall, "count", "SCAN p USING");   /* an unfiltered count stops at its bound */
		CHECK(count == 1000 || !more);
	}
}

static void check_shopping(struct stall *stall)
{
	struct cart_change change;
	struct cart cart;
	struct review review;
	struct placed placed;
	struct orders orders;
	struct order order;
	struct surroundings surroundings;
	int64_t dropped;
	watch(stall);
	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, 500, 1, &change));
	CHECK_ERR(OK, cart_load(&stall->bob, &stall->arena, &cart));
	CHECK_ERR(OK, order_review_cart(&stall->bob, &stall->arena, &review));
	CHECK_ERR(OK, order_place(&stall->bob, &stall->arena, &review, NULL, &placed));
	CHECK_ERR(OK, order_list(&stall->bob, &stall->arena, NULL, false, 50, &orders));
	CHECK_ERR(OK, order_load(&stall->bob, &stall->arena, placed.order, &order));
	CHECK_ERR(OK, catalogue_surroundings(stall->shop, &stall->arena, 500, &surroundings));
	CHECK_ERR(OK, cart_drop_stale(stall->shop, &dropped));
	check_plans(stall, "shopping", "TEMP B-TREE");     /* the lines of one order, what was bought together */
}

TEST(no_list_walks_a_large_shop)
{
	struct stall stall;
	struct catalogue_page page;
	stall_open_at(&stall, check_path("large.db"));
	fill(&stall);
	for (int i = 0; i < SORT_COUNT; i++) {
		struct catalogue_filter filter = { .sort = (enum catalogue_sort)i };
		struct catalogue_filter common = { .sort = filter.sort, .category = "cat 3" };
		struct catalogue_filter few = { .sort = filter.sort, .category = "rare" };
		struct catalogue_filter broad = { .sort = filter.sort, .search = "l", .sorted = true };
		check_pages(&stall, &filter, NULL);
		filter.in_stock = true;
		check_pages(&stall, &filter, NULL);
		check_pages(&stall, &common, NULL);
		check_pages(&stall, &broad, NULL);
		check_pages(&stall, &few, "TEMP B-TREE");  /* of at most 2,000 */
		watch(&stall);
		CHECK_ERR(OK, catalogue_page(stall.shop, &stall.arena, &(struct catalogue_filter){ .sort = filter.sort,
			.seller = "alice@example.org" }, NULL, false, 50, &page));
		check_plans(&stall, "a large seller", "USING");    /* the index of the order */
	}
	check_counts(&stall);
	check_shopping(&stall);
	printf("# the slowest statement took %.1f ms\n", (double)slowest / 1e6);
	stall_close(&stall);
}

/* Ranked matches look at a bounded number whatever the word; what they cost is told. */
TEST(a_search_is_bounded)
{
	static const char *const words[] = { "l", "lamp", "house made", "灯", "灯 7", "nothing" };
	struct stall stall;
	struct catalogue_page page;
	int64_t count;
	bool more;
	stall_open_at(&stall, check_path("large.db"));
	fill(&stall);
	slowest = 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct catalogue_filter filter = { .search = words[i] };
		watch(&stall);
		CHECK_ERR(OK, catalogue_page(stall.shop, &stall.arena, &filter, NULL, false, 50, &page));
		CHECK_INT(i == 5 ? 0 : 50, page.products.count);
		CHECK_ERR(OK, catalogue_count(stall.shop, &filter, 1000, &count, &more));
		CHECK(count == (i == 5 ? 0 : 1000) && more == (i != 5));
		CHECK(seen.count <= 4);
	}
	store_observe(shop_store(stall.shop), NULL, NULL);
	printf("# the slowest statement took %.1f ms\n", (double)slowest / 1e6);
	forget();
	stall_close(&stall);
}
