/* A seller's own products: every order paged to its end through ties and without limit, forwards and back; filters, words,
 * retired ones, and nobody else's. */
#include "unit/check.h"
#include "unit/stall.h"

#include "model/store.h"
#include "shop/stocking.h"
#include "shop/wares.h"

#include <string.h>

static struct stall s;
enum { MANY = 60 };

/* Sixty products with few different names, prices and stocks, each third retired, some without limit; and as many of
 * bob's between them. */
static void open_many(void)
{
	static const char *const titles[] = { "Tea tin", "tea Tin", "Lamp, brass", "Zither" };
	stall_open(&s);
	stall_run(&s, "DELETE FROM products");
	for (int i = 0; i < MANY; i++) {
		int64_t id = stall_product(&s, &s.alice, titles[i % 4], 100 * (i % 3), i % 5 ? i % 4 : -1);
		stall_product(&s, &s.bob, titles[i % 4], 100 * (i % 3), i % 4);
		if (i % 3 == 0)
			stall_retire(&s, id);
		if (i % 2)
			stall_set(&s, id, "category", value_text("garden"));
	}
	stall_run(&s, "UPDATE soukSold SET sold = productId % 3");
}

/* Ids in the order of a plain statement. */
static size_t expect(const char *order, bool retired, int64_t out[2 * MANY])
{
	struct table rows;
	const char *sql = arena_format(&s.arena, "SELECT id FROM products LEFT JOIN soukSold ON productId = id WHERE userId = %lld%s"
		" ORDER BY %s", (long long)s.alice.user, retired ? "" : " AND retiredAt IS NULL", order);
	if (!CHECK_ERR(OK, store_select(shop_store(s.shop), &s.arena, sql, NULL, 0, &rows)))
		return 0;
	for (size_t i = 0; i < rows.count; i++)
		out[i] = table_at(&rows, i, 0).integer;
	return rows.count;
}

static void walk(const struct wares_filter *filter, const int64_t *ids, size_t count, bool before)
{
	struct catalogue_page page = { .next = NULL };
	const char *cursor = NULL;
	size_t at = 0;
	do {
		if (!CHECK_ERR(OK, wares_page(&s.alice, &s.arena, filter, cursor, before, 7, &page)) || at + page.products.count > count)
			break;
		for (size_t i = 0; i < page.products.count; i++)
			CHECK_INT(before ? ids[count - at - page.products.count + i] : ids[at + i], page.products.items[i].id);
		at += page.products.count;
		cursor = before ? page.previous : page.next;
	} while (cursor && page.products.count);
	CHECK_INT((int64_t)count, (int64_t)at);
}

/* From the middle on, by the cursor of a row. */
static void continue_from(const struct wares_filter *filter, const int64_t *ids, size_t count)
{
	struct catalogue_page page;
	const char *cursor;
	for (size_t i = 0; i + 1 < count; i += 5) {
		REQUIRE_OK(wares_cursor(&s.alice, &s.arena, filter, ids[i], &cursor));
		REQUIRE_OK(wares_page(&s.alice, &s.arena, filter, cursor, false, 1, &page));
		CHECK_INT(ids[i + 1], page.products.count ? page.products.items[0].id : 0);
		REQUIRE_OK(wares_cursor(&s.alice, &s.arena, filter, ids[i + 1], &cursor));
		REQUIRE_OK(wares_page(&s.alice, &s.arena, filter, cursor, true, 1, &page));
		CHECK_INT(ids[i], page.products.count ? page.products.items[0].id : 0);
	}
}

static const char *const orders[WARES_SORT_COUNT] = {
	[WARES_NAME] = "title COLLATE NOCASE, id", [WARES_PRICE] = "priceCents, id", [WARES_PRICE_DOWN] = "priceCents DESC, id DESC",
	[WARES_STOCK] = "stock IS NULL, stock, id", [WARES_SOLD] = "sold DESC, id DESC", [WARES_NEWEST] = "id DESC",
};

static void check_all_orders(void)
{
	for (int sort = 0; sort < WARES_SORT_COUNT; sort++)
		for (int retired = 0; retired < 2; retired++) {
			int64_t ids[2 * MANY], count;
			bool more;
			const struct wares_filter filter = { .sort = (enum wares_sort)sort, .retired = retired };
			size_t all = expect(orders[sort], retired, ids);
			CHECK_INT(retired ? MANY : MANY * 2 / 3, (int64_t)all);
			walk(&filter, ids, all, false);
			walk(&filter, ids, all, true);
			continue_from(&filter, ids, all);
			REQUIRE_OK(wares_count(&s.alice, &filter, 1000, &count, &more));
			CHECK_INT((int64_t)all, count);
			CHECK(!more);
		}
}

TEST(every_order_to_its_end)
{
	open_many();
	check_all_orders();
	stall_close(&s);
}

/* Few ids in all, so that walking the orders' indexes is the cheaper way. */
TEST(every_order_by_its_index)
{
	open_many();
	CHECK(MANY * 2 / 3 * (MANY * 2 / 3) < stall_select(&s, "SELECT max(id) FROM products") * 100);
	for (int i = 0; i < 4; i++)
		stall_run(&s, "INSERT INTO products(title, description, category, priceCents, stock, createdAt, updatedAt, userId)"
			" SELECT title, description, category, priceCents, stock, createdAt, updatedAt, userId FROM products WHERE retiredAt IS NULL"
			" AND userId = 1");
	stall_run(&s, "UPDATE soukSold SET sold = productId % 3");
	int64_t own = stall_select(&s, "SELECT count(*) FROM products WHERE userId = 1 AND retiredAt IS NULL");
	REQUIRE(own * own > stall_select(&s, "SELECT max(id) FROM products") * 100);
	for (int sort = 0; sort < WARES_SORT_COUNT; sort++) {
		static int64_t ids[4000];
		const struct wares_filter filter = { .sort = (enum wares_sort)sort, .retired = true };
		size_t all = expect(orders[sort], true, ids);
		CHECK_INT(own + MANY / 3, (int64_t)all);
		walk(&filter, ids, all, false);
		walk(&filter, ids, all, true);
	}
	stall_close(&s);
}

static int64_t count_of(struct wares_filter filter)
{
	struct catalogue_page page;
	int64_t count = -1;
	bool more;
	CHECK_ERR(OK, wares_page(&s.alice, &s.arena, &filter, NULL, false, 1000, &page));
	CHECK_ERR(OK, wares_count(&s.alice, &filter, 1000, &count, &more));
	CHECK_INT(count, (int64_t)page.products.count);
	for (size_t i = 0; i < page.products.count; i++)
		CHECK_INT(s.alice.user, page.products.items[i].seller);
	return count;
}

TEST(filters_and_words)
{
	int64_t count;
	bool more;
	open_many();
	for (int sort = 0; sort < WARES_SORT_COUNT; sort++) {
		const enum wares_sort by = (enum wares_sort)sort;
		CHECK_INT(MANY / 2, count_of((struct wares_filter){ .sort = by, .retired = true, .category = "garden" }));
		CHECK_INT(MANY / 3, count_of((struct wares_filter){ .sort = by, .category = "garden" }));
		CHECK_INT(MANY / 2, count_of((struct wares_filter){ .sort = by, .retired = true, .search = "tin te" }));
		CHECK_INT(MANY / 4, count_of((struct wares_filter){ .sort = by, .retired = true, .search = "brass" }));
		CHECK_INT(0, count_of((struct wares_filter){ .sort = by, .retired = true, .search = "kettle" }));
		CHECK_INT(MANY * 4 / 5, count_of((struct wares_filter){ .sort = by, .retired = true, .low = true }));
		CHECK_INT(stall_select(&s, "SELECT count(*) FROM products WHERE userId = 1 AND stock <= 3 AND retiredAt IS NULL"),
			count_of((struct wares_filter){ .sort = by, .low = true }));
	}
	REQUIRE_OK(wares_count_retired(&s.alice, 1000, &count, &more));
	CHECK_INT(MANY / 3, count);
	REQUIRE_OK(wares_count_retired(&s.alice, 5, &count, &more));
	CHECK_INT(5, count);
	CHECK(more);
	stall_close(&s);
}

/* However much of others' holds the word: of a shop's first 50,000 matches none is alice's. */
TEST(words_that_stand_everywhere)
{
	stall_open(&s);
	stall_run(&s, "INSERT INTO products(title, priceCents, createdAt, updatedAt, userId) WITH RECURSIVE n(i) AS"
		" (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50001) SELECT 'Kettle 茶', 1, '', '', 2 FROM n");
	stall_product(&s, &s.alice, "Kettle, 茶壺", 100, 1);
	CHECK_INT(1, count_of((struct wares_filter){ .search = "kett" }));
	CHECK_INT(1, count_of((struct wares_filter){ .search = "壺" }));
	stall_close(&s);
}

TEST(categories_are_those_of_the_seller)
{
	struct facets facets;
	open_many();
	stall_run(&s, "UPDATE products SET category = 'bobs' WHERE userId = 2");
	REQUIRE_OK(wares_categories(&s.alice, &s.arena, &facets));
	CHECK_INT(2, (int64_t)facets.count);
	CHECK_STR("garden", facets.items[0].value);
	CHECK_INT(MANY / 2, facets.items[0].count);
	CHECK_STR("home", facets.items[1].value);
	stall_close(&s);
}

TEST(a_row_tells_all_of_its_product)
{
	struct catalogue_page page;
	stall_open(&s);
	stall_order(&s, &s.bob, s.tin, 2);
	REQUIRE_OK(wares_page(&s.alice, &s.arena, &(struct wares_filter){ .sort = WARES_SOLD }, NULL, false, 10, &page));
	REQUIRE(page.products.count == 3);
	const struct product *p = &page.products.items[0];
	CHECK_STR("Tea tin", p->title);
	CHECK_STR("home", p->category);
	CHECK_STR("alice", p->seller_name);
	CHECK_INT(800, p->price.minor);
	CHECK_INT(1, p->stock);
	CHECK_INT(2, p->sold);
	CHECK(!p->retired && !p->unlimited);
	stall_close(&s);
}

TEST(nobody_elses_and_no_other_list)
{
	struct catalogue_page page;
	const char *cursor, *foreign;
	int64_t count;
	bool more;
	const struct wares_filter by_name = { .sort = WARES_NAME }, by_price = { .sort = WARES_PRICE };
	stall_open(&s);
	REQUIRE_OK(wares_cursor(&s.alice, &s.arena, &by_name, s.tin, &cursor));
	CHECK_ERR(OK, wares_page(&s.alice, &s.arena, &by_name, cursor, false, 1, &page));
	CHECK_ERR(ERR_USAGE, wares_page(&s.alice, &s.arena, &by_price, cursor, false, 1, &page));
	CHECK_ERR(ERR_USAGE, wares_page(&s.bob, &s.arena, &by_name, cursor, false, 1, &page));
	CHECK_ERR(ERR_USAGE, wares_page(&s.alice, &s.arena, &by_name, "nonsense", false, 1, &page));
	CHECK_ERR(ERR_USAGE, wares_page(&s.alice, &s.arena, &by_name, NULL, false, 0, &page));
	CHECK_ERR(ERR_USAGE, wares_page(&s.alice, &s.arena, &by_name, NULL, false, 1001, &page));
	CHECK_ERR(ERR_NOT_FOUND, wares_cursor(&s.bob, &s.arena, &by_name, s.tin, &foreign));
	CHECK_ERR(ERR_FORBIDDEN, wares_page(&s.guest, &s.arena, &by_name, NULL, false, 1, &page));
	CHECK_ERR(ERR_FORBIDDEN, wares_count(&s.guest, &by_name, 1, &count, &more));
	CHECK_ERR(ERR_FORBIDDEN, wares_cursor(&s.guest, &s.arena, &by_name, s.tin, &foreign));
	REQUIRE_OK(wares_page(&s.bob, &s.arena, &by_name, NULL, false, 1, &page));
	CHECK_INT(0, (int64_t)page.products.count);
	stall_close(&s);
}

TEST(orders_by_their_names)
{
	enum wares_sort sort;
	for (int i = 0; i < WARES_SORT_COUNT; i++) {
		CHECK_ERR(OK, wares_sort_find(wares_sort_name((enum wares_sort)i), &sort));
		CHECK_INT(i, sort);
	}
	CHECK_ERR(ERR_USAGE, wares_sort_find("colour", &sort));
}
