/* The catalogue: every order in pages both ways, filters, cursors, counts, the words of a search, and what surrounds a
 * product. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "model/store.h"
#include <stdio.h>
#include <string.h>

enum { ALL_MAX = 200 };

static struct catalogue_page page_of(struct stall *stall, const struct catalogue_filter *filter, const char *cursor,
	bool before, int64_t limit)
{
	struct catalogue_page page = { 0 };
	CHECK_ERR(OK, catalogue_page(stall->shop, &stall->arena, filter, cursor, before, limit, &page));
	return page;
}

/* "Lamp, brass; Tea tin": the titles of the first page. */
static const char *titles(struct stall *stall, const struct catalogue_filter *filter)
{
	struct catalogue_page page = page_of(stall, filter, NULL, false, 100);
	const char *text = "";
	for (size_t i = 0; i < page.products.count; i++)
		text = arena_format(&stall->arena, "%s%s%s", text, i ? "; " : "", page.products.items[i].title);
	return text;
}

static const char *found(struct stall *stall, const char *words)
{
	return titles(stall, &(struct catalogue_filter){ .search = words });
}

/* Ids of the whole list in the order in which pages of @limit give them, walked from the top or from the end. */
static size_t walk(struct stall *stall, const struct catalogue_filter *filter, bool up, int64_t limit, int64_t *ids)
{
	const char *cursor = NULL;
	size_t count = 0;
	do {
		struct catalogue_page page = page_of(stall, filter, cursor, up, limit);
		for (size_t i = 0; i < page.products.count && count < ALL_MAX; i++)
			ids[count++] = page.products.items[up ? page.products.count - 1 - i : i].id;
		cursor = up ? page.previous : page.next;
	} while (cursor && count < ALL_MAX);
	return count;
}

/* What the pages must give, by a statement of the test's own. */
static size_t expected(struct stall *stall, const char *order, int64_t *ids)
{
	struct table table;
	const char *sql = arena_format(&stall->arena, "SELECT p.id FROM products AS p JOIN soukSold AS s ON s.productId = p.id"
		" WHERE p.retiredAt IS NULL ORDER BY %s", order);
	CHECK_ERR(OK, store_select(shop_store(stall->shop), &stall->arena, sql, NULL, 0, &table));
	for (size_t i = 0; i < table.count && i < ALL_MAX; i++)
		ids[i] = table_at(&table, i, 0).integer;
	return table.count;
}

static const char *ids_text(struct stall *stall, const int64_t *ids, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = arena_format(&stall->arena, "%s %lld", text, (long long)ids[i]);
	return text;
}

static const char *const orders[SORT_COUNT] = {
	[SORT_NAME] = "p.title COLLATE NOCASE, p.id", [SORT_PRICE] = "p.priceCents, p.id",
	[SORT_PRICE_DOWN] = "p.priceCents DESC, p.id DESC", [SORT_NEWEST] = "p.createdAt DESC, p.id DESC",
	[SORT_SOLD] = "s.sold DESC, p.id DESC",
};

/* Many with one title, price, date or count; case, accents, quotes; one retired. */
static void fill(struct stall *stall)
{
	static const char *const names[] = { "bowl", "Bowl", "BOWL", "bowl", "Ärmel", "zither", "a'b\"c%d", "bowl, blue" };
	for (int i = 0; i < 40; i++) {
		int64_t id = stall_product(stall, i % 3 ? &stall->alice : &stall->chen, names[i % 8], 100 * (1 + i % 4), i % 5 - 1);
		stall_run(stall, arena_format(&stall->arena, "UPDATE products SET createdAt = '2026-01-%02d 00:00:00.000 +00:00'"
			" WHERE id = %lld", 1 + i % 6, (long long)id));
		stall_run(stall, arena_format(&stall->arena, "UPDATE soukSold SET sold = %d WHERE productId = %lld", i % 3,
			(long long)id));
	}
	stall_retire(stall, 20);
}

TEST(every_order_pages_both_ways)
{
	struct stall stall;
	int64_t want[ALL_MAX], got[ALL_MAX];
	stall_open(&stall);
	fill(&stall);
	for (int sort = 0; sort < SORT_COUNT; sort++) {
		struct catalogue_filter filter = { .sort = (enum catalogue_sort)sort };
		size_t count = expected(&stall, orders[sort], want);
		const char *all = ids_text(&stall, want, count);
		CHECK_INT(42, count);
		for (int64_t limit = 1; limit <= 50; limit += limit < 4 ? 1 : 23) {
			CHECK_STR(all, ids_text(&stall, got, walk(&stall, &filter, false, limit, got)));
			size_t back = walk(&stall, &filter, true, limit, got);
			for (size_t i = 0; i < back / 2; i++) {
				int64_t swap = got[i];
				got[i] = got[back - 1 - i];
				got[back - 1 - i] = swap;
			}
			CHECK_STR(all, ids_text(&stall, got, back));
		}
	}
	stall_close(&stall);
}

/* From any row one page on and one page back, and the cursor of the row itself. */
TEST(cursors_lead_back)
{
	struct stall stall;
	int64_t want[ALL_MAX];
	const char *cursor;
	stall_open(&stall);
	fill(&stall);
	for (int sort = 0; sort < SORT_COUNT; sort++) {
		struct catalogue_filter filter = { .sort = (enum catalogue_sort)sort };
		size_t count = expected(&stall, orders[sort], want);
		for (size_t i = 0; i < count; i += 5) {
			REQUIRE_OK(catalogue_cursor(stall.shop, &stall.arena, &filter, want[i], &cursor));
			struct catalogue_page on = page_of(&stall, &filter, cursor, false, 3);
			struct catalogue_page back = page_of(&stall, &filter, cursor, true, 3);
			CHECK_INT(i + 1 < count ? want[i + 1] : 0, on.products.count ? on.products.items[0].id : 0);
			size_t last = back.products.count;
			CHECK_INT(i ? want[i - 1] : 0, last ? back.products.items[last - 1].id : 0);
			CHECK((on.next != NULL) == (i + 4 < count));
			CHECK((back.previous != NULL) == (i > 3));
		}
	}
	stall_close(&stall);
}

/* Another program may have put anything into a column; no page may be given twice because of it. */
TEST(keys_of_any_type_page)
{
	struct stall stall;
	int64_t want[ALL_MAX], got[ALL_MAX];
	stall_open(&stall);
	fill(&stall);
	stall_run(&stall, "UPDATE products SET priceCents = 12.5 WHERE id IN (4, 5, 6)");
	stall_run(&stall, "UPDATE products SET priceCents = 'cheap' WHERE id IN (7, 8, 9)");
	stall_run(&stall, "UPDATE products SET title = x'00ff41' WHERE id IN (10, 11)");
	stall_run(&stall, "UPDATE products SET title = '' WHERE id IN (12, 13)");
	stall_run(&stall, "UPDATE products SET title = 17 WHERE id = 14");
	for (int sort = 0; sort < SORT_COUNT; sort++) {
		struct catalogue_filter filter = { .sort = (enum catalogue_sort)sort };
		const char *all = ids_text(&stall, want, expected(&stall, orders[sort], want));
		CHECK_STR(all, ids_text(&stall, got, walk(&stall, &filter, false, 1, got)));
	}
	stall_close(&stall);
}

TEST(cursors_belong_to_their_list)
{
	static const char *const bad[] = { "", ".", "..", "x", "1.2.3", "00000000.1.i1", "o17" };
	struct stall stall;
	struct catalogue_page page;
	struct catalogue_filter name = { .sort = SORT_NAME }, price = { .sort = SORT_PRICE };
	struct catalogue_filter words = { .search = "bowl" }, home = { .sort = SORT_NAME, .category = "home" };
	stall_open(&stall);
	fill(&stall);
	const char *cursor = page_of(&stall, &name, NULL, false, 2).next;
	REQUIRE(cursor);
	CHECK_ERR(ERR_USAGE, catalogue_page(stall.shop, &stall.arena, &price, cursor, false, 2, &page));
	CHECK_ERR(ERR_USAGE, catalogue_page(stall.shop, &stall.arena, &words, cursor, false, 2, &page));
	CHECK_ERR(ERR_USAGE, catalogue_page(stall.shop, &stall.arena, &home, cursor, false, 2, &page));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK_ERR(ERR_USAGE, catalogue_page(stall.shop, &stall.arena, &name, bad[i], false, 2, &page));
	/* every cut and every changed letter of a real one: refused, or a place in the list; nothing worse */
	for (size_t i = 0; cursor[i]; i++) {
		char *changed = arena_string(&stall.arena, cursor);
		changed[i] = 'z';
		CHECK(catalogue_page(stall.shop, &stall.arena, &name, changed, false, 2, &page) == ERR_USAGE);
		changed[i] = '\0';
		catalogue_page(stall.shop, &stall.arena, &name, changed, false, 2, &page);
	}
	stall_close(&stall);
}

TEST(a_page_has_its_bounds)
{
	static const int64_t bad[] = { 0, -1, 1001, INT64_MAX, INT64_MIN };
	struct stall stall;
	struct catalogue_page page;
	struct catalogue_filter filter = { .sort = SORT_NAME };
	stall_open(&stall);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK_ERR(ERR_USAGE, catalogue_page(stall.shop, &stall.arena, &filter, NULL, false, bad[i], &page));
	CHECK_ERR(OK, catalogue_page(stall.shop, &stall.arena, &filter, NULL, false, 1000, &page));
	stall_close(&stall);
}

TEST(orders_have_names)
{
	enum catalogue_sort sort;
	for (int i = 0; i < SORT_COUNT; i++) {
		CHECK_ERR(OK, catalogue_sort_find(catalogue_sort_name((enum catalogue_sort)i), &sort));
		CHECK_INT(i, sort);
	}
	CHECK_ERR(ERR_USAGE, catalogue_sort_find("best", &sort));
}

TEST(filters_narrow_in_every_order)
{
	struct stall stall;
	stall_open(&stall);
	int64_t quilt = stall_product(&stall, &stall.bob, "Quilt", 9000, 1);
	int64_t gone = stall_product(&stall, &stall.bob, "Gone", 100, 0);
	int64_t hidden = stall_product(&stall, &stall.bob, "Hidden", 100, 5);
	stall_set(&stall, quilt, "category", value_text("textiles"));
	stall_set(&stall, gone, "category", value_text("textiles"));
	stall_retire(&stall, hidden);
	for (int i = 0; i < SORT_COUNT; i++) {
		enum catalogue_sort sort = (enum catalogue_sort)i;
		const char *seller = "bob@example.org", *category = "textiles";
		CHECK_STR("Quilt", titles(&stall, &(struct catalogue_filter){ .sort = sort, .seller = seller, .in_stock = true }));
		CHECK_STR("Quilt", titles(&stall, &(struct catalogue_filter){ .sort = sort, .category = category, .in_stock = true }));
		CHECK_STR("Quilt", titles(&stall, &(struct catalogue_filter){ .sort = sort, .category = category, .seller = seller,
			.search = "quilt", .sorted = true }));
		CHECK_STR("", titles(&stall, &(struct catalogue_filter){ .sort = sort, .category = "home", .seller = seller }));
		CHECK_STR("", titles(&stall, &(struct catalogue_filter){ .sort = sort, .seller = "nobody@example.org" }));
		CHECK_STR("", titles(&stall, &(struct catalogue_filter){ .sort = sort, .category = "Textiles" }));
	}
	CHECK_STR("Gone; Quilt", titles(&stall, &(struct catalogue_filter){ .category = "textiles" }));
	CHECK_STR("Lamp, brass; Pot, small; Quilt; Tea tin", titles(&stall, &(struct catalogue_filter){ .in_stock = true }));
	stall_close(&stall);
}

TEST(words_are_beginnings_in_any_case_and_accent)
{
	struct stall stall;
	stall_open(&stall);
	stall_product(&stall, &stall.alice, "Crème brûlée dish", 100, 1);
	stall_product(&stall, &stall.alice, "ΛΑΜΠΑ", 100, 1);
	CHECK_STR("Lamp, brass", found(&stall, "lamp"));
	CHECK_STR("Lamp, brass", found(&stall, "BRA la"));
	CHECK_STR("Lamp, brass", found(&stall, "  lamp \t brass  "));
	CHECK_STR("", found(&stall, "amp"));
	CHECK_STR("", found(&stall, "lamp tin"));
	CHECK_STR("Crème brûlée dish", found(&stall, "creme BRULEE"));
	CHECK_STR("Crème brûlée dish", found(&stall, "Crème"));
	CHECK_STR("Crème brûlée dish", found(&stall, "cre\xcc\x80me"));
	CHECK_STR("ΛΑΜΠΑ", found(&stall, "λαμ"));
	CHECK_INT(5, page_of(&stall, &(struct catalogue_filter){ .search = "good" }, NULL, false, 10).products.count);
	stall_close(&stall);
}

/* A title that begins so, whole words before beginnings of words, titles before descriptions, short before long. */
TEST(best_titles_come_first)
{
	struct stall stall;
	stall_open(&stall);
	int64_t only_described = stall_product(&stall, &stall.alice, "Shade", 100, 1);
	stall_set(&stall, only_described, "description", value_text("For any lamp."));
	stall_product(&stall, &stall.alice, "Oil for a lamp", 100, 1);
	stall_product(&stall, &stall.alice, "Lampshade, paper", 100, 1);
	stall_product(&stall, &stall.alice, "Lamp", 100, 1);
	CHECK_STR("Lamp; Lamp, brass; Lampshade, paper; Oil for a lamp; Shade", found(&stall, "lamp"));
	CHECK_STR("Lamp, brass", found(&stall, "brass lamp"));
	CHECK_STR("Lamp; Lamp, brass; Lampshade, paper; Oil for a lamp; Shade",
		titles(&stall, &(struct catalogue_filter){ .search = "lamp", .sort = SORT_NAME, .sorted = true }));
	CHECK_STR("Oil for a lamp", found(&stall, "oil lamp"));
	stall_close(&stall);
}

TEST(matches_page_as_they_rank)
{
	struct stall stall;
	int64_t once[ALL_MAX], got[ALL_MAX];
	struct catalogue_filter filter = { .search = "bowl" };
	const char *cursor;
	stall_open(&stall);
	fill(&stall);
	size_t count = walk(&stall, &filter, false, 100, once);
	CHECK(count > 20);
	CHECK_STR(ids_text(&stall, once, count), ids_text(&stall, got, walk(&stall, &filter, false, 3, got)));
	size_t back = walk(&stall, &filter, true, 3, got);
	REQUIRE(CHECK_INT(count, back));
	for (size_t i = 0; i < back; i++)
		CHECK_INT(once[i], got[back - 1 - i]);
	REQUIRE_OK(catalogue_cursor(stall.shop, &stall.arena, &filter, once[7], &cursor));
	CHECK_INT(once[8], page_of(&stall, &filter, cursor, false, 1).products.items[0].id);
	CHECK_INT(once[6], page_of(&stall, &filter, cursor, true, 1).products.items[0].id);
	CHECK_ERR(ERR_NOT_FOUND, catalogue_cursor(stall.shop, &stall.arena, &filter, stall.lamp, &cursor));
	stall_close(&stall);
}

/* What would be a query of its own to the full-text index is taken for the words that it is. */
TEST(hostile_words_are_words)
{
	static const char *const hostile[] = {
		"\"", "\"\"", "\"lamp", "lamp\"", "lamp\" OR \"tin", "lamp OR tin", "lamp AND", "NOT lamp", "lamp NEAR tin",
		"NEAR(lamp tin)", "title:lamp", "title : lamp", "{title}:lamp", "^lamp", "lamp*", "*", "lamp^2", "(", ")", "lamp)",
		"-lamp", "+lamp", "lamp;DROP TABLE users", "'", "%", "_", "\\", "lamp\\", "\xff\xfe", "lamp\xff", "\xe2\x80",
		"\xef\xbf\xbd", "a b c d e f g h i j k l m n o p", "—", "🙂", "\x01", "\xf0\x9f\x99", "灯\xff", "灯%灯_灯\\灯'",
		"灯 灯 灯 灯 灯 灯 灯 灯 灯", "lamp 灯 tin 灯 x 灯 y 灯",
	};
	struct stall stall;
	struct catalogue_page page;
	int64_t count;
	bool more;
	stall_open(&stall);
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
		for (int sorted = 0; sorted < 2; sorted++) {
			struct catalogue_filter filter = { .search = hostile[i], .sorted = sorted, .category = "home",
				.seller = "alice@example.org", .in_stock = true };
			if (!CHECK_ERR(OK, catalogue_page(stall.shop, &stall.arena, &filter, NULL, false, 5, &page)) ||
				!CHECK_ERR(OK, catalogue_count(stall.shop, &filter, 5, &count, &more)))
				printf("# %s\n", hostile[i]);
			CHECK_INT(page.products.count, count);
			if (page.products.count)
				CHECK_ERR(OK, catalogue_cursor(stall.shop, &stall.arena, &filter, page.products.items[0].id,
					&(const char *){ NULL }));
		}
	CHECK_STR("", found(&stall, "lamp OR tin"));
	CHECK_STR("", found(&stall, "NOT tin"));
	CHECK_STR("Lamp, brass", found(&stall, "^lamp*"));
	CHECK_STR("Lamp, brass", found(&stall, "lamp,brass"));
	char *long_words = arena_alloc(&stall.arena, 100001);
	memset(long_words, 'a', 100000);
	CHECK_STR("", found(&stall, long_words));
	stall_close(&stall);
}

TEST(unsplit_scripts_are_found_inside_titles)
{
	struct stall stall;
	stall_open(&stall);
	stall_product(&stall, &stall.chen, "和紙の手帳 brass", 100, 1);
	stall_product(&stall, &stall.chen, "한지 등불", 100, 1);
	stall_product(&stall, &stall.chen, "100%灯", 100, 1);
	CHECK_STR("和紙の手帳 brass", found(&stall, "手帳"));
	CHECK_STR("和紙の手帳 brass", found(&stall, "紙"));
	CHECK_STR("和紙の手帳 brass", found(&stall, "紙 bra"));
	CHECK_STR("", found(&stall, "紙 lamp"));
	CHECK_STR("한지 등불", found(&stall, "불"));
	CHECK_STR("한지 등불", found(&stall, "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"));
	CHECK_STR("100%灯", found(&stall, "%灯"));
	CHECK_STR("", found(&stall, "_灯"));
	CHECK_STR("和紙の手帳 brass",
		titles(&stall, &(struct catalogue_filter){ .search = "紙", .sort = SORT_SOLD, .sorted = true }));
	stall_close(&stall);
}

TEST(counts_stop_at_their_bound)
{
	struct stall stall;
	int64_t count;
	bool more;
	stall_open(&stall);
	fill(&stall);
	REQUIRE_OK(catalogue_count(stall.shop, &(struct catalogue_filter){ 0 }, 1000, &count, &more));
	CHECK(count == 42 && !more);
	REQUIRE_OK(catalogue_count(stall.shop, &(struct catalogue_filter){ 0 }, 42, &count, &more));
	CHECK(count == 42 && !more);
	REQUIRE_OK(catalogue_count(stall.shop, &(struct catalogue_filter){ 0 }, 41, &count, &more));
	CHECK(count == 41 && more);
	REQUIRE_OK(catalogue_count(stall.shop, &(struct catalogue_filter){ .search = "bowl" }, 10, &count, &more));
	CHECK(count == 10 && more);
	REQUIRE_OK(catalogue_count(stall.shop, &(struct catalogue_filter){ .seller = "chen@example.org" }, 1000, &count,
		&more));
	CHECK_INT(stall_select(&stall, "SELECT count(*) FROM products WHERE userId = 3 AND retiredAt IS NULL"), count);
	stall_close(&stall);
}

/* A word in very many products does not hide those that a filter leaves: not in the list, not in the count. */
TEST(a_filter_reaches_past_the_first_matches)
{
	struct stall stall;
	int64_t count;
	bool more;
	stall_open(&stall);
	stall_run(&stall, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
		" INSERT INTO products (title, description, category, priceCents, userId, createdAt, updatedAt)"
		" SELECT 'Bowl ' || i, 'Round.', 'home', 5000 - i, 1, 'x', 'x' FROM n");
	int64_t last = stall_product(&stall, &stall.chen, "Bowl of the last", 10, 1);
	stall_set(&stall, last, "category", value_text("rare"));
	struct catalogue_filter rare = { .search = "bowl", .category = "rare" };
	CHECK_STR("Bowl of the last", titles(&stall, &rare));
	rare.sorted = true;
	CHECK_STR("Bowl of the last", titles(&stall, &rare));
	REQUIRE_OK(catalogue_count(stall.shop, &rare, 1000, &count, &more));
	CHECK(count == 1 && !more);
	struct catalogue_filter cheapest = { .search = "bowl", .sort = SORT_PRICE, .sorted = true };
	CHECK_INT(last, page_of(&stall, &cheapest, NULL, false, 1).products.items[0].id);
	REQUIRE_OK(catalogue_count(stall.shop, &cheapest, 1000, &count, &more));
	CHECK(count == 1000 && more);
	stall_close(&stall);
}

/* A seller with more products than are ever sorted: walked by the order instead. */
TEST(a_large_seller_pages_alike)
{
	struct stall stall;
	stall_open(&stall);
	stall_run(&stall, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
		" INSERT INTO products (title, category, priceCents, userId, createdAt, updatedAt)"
		" SELECT 'Bowl ' || i, iif(i % 2, 'odd', 'even'), i, 2, 'x', 'x' FROM n");
	for (int i = 0; i < SORT_COUNT; i++) {
		struct catalogue_filter filter = { .sort = (enum catalogue_sort)i, .seller = "bob@example.org" };
		struct catalogue_page page = page_of(&stall, &filter, NULL, false, 1000);
		page = page_of(&stall, &filter, page.next, false, 1000);
		REQUIRE(page.next);
		page = page_of(&stall, &filter, page.next, false, 1000);
		CHECK_INT(500, page.products.count);
		CHECK(!page.next);
		filter.category = "even";
		page = page_of(&stall, &filter, NULL, true, 300);
		CHECK_INT(300, page.products.count);
	}
	stall_close(&stall);
}

TEST(retired_products_are_out_of_the_catalogue_only)
{
	struct stall stall;
	struct product product;
	struct order order;
	stall_open(&stall);
	int64_t id = stall_order(&stall, &stall.bob, stall.lamp, 1);
	stall_retire(&stall, stall.lamp);
	CHECK_STR("Pot, small; Tea tin", titles(&stall, &(struct catalogue_filter){ 0 }));
	CHECK_STR("", found(&stall, "lamp"));
	REQUIRE_OK(catalogue_product(stall.shop, &stall.arena, stall.lamp, &product));
	CHECK(product.retired && product.retired_at);
	REQUIRE_OK(order_load(&stall.bob, &stall.arena, id, &order));
	CHECK_STR("Lamp, brass", order.lines[0].title);
	CHECK_ERR(ERR_NOT_FOUND, catalogue_product(stall.shop, &stall.arena, 999, &product));
	CHECK(strstr(err_sentence(ERR_NOT_FOUND), "999") != NULL);
	stall_close(&stall);
}

TEST(products_are_read_whole)
{
	struct stall stall;
	stall_open(&stall);
	REQUIRE(stall_order(&stall, &stall.bob, stall.tin, 2) > 0);
	struct catalogue_page page = page_of(&stall, &(struct catalogue_filter){ .sort = SORT_SOLD }, NULL, false, 10);
	REQUIRE(CHECK_INT(3, page.products.count));
	const struct product *tin = &page.products.items[0];
	CHECK_STR("Tea tin", tin->title);
	CHECK_STR("Good to have.", tin->description);
	CHECK_STR("home", tin->category);
	CHECK_STR("alice", tin->seller_name);
	CHECK_STR("alice@example.org", tin->seller_email);
	CHECK_INT(stall.alice.user, tin->seller);
	CHECK(tin->price.minor == 800 && tin->stock == 1 && tin->sold == 2 && !tin->unlimited && !tin->retired && !tin->image);
	for (size_t i = 0; i < 3; i++)
		CHECK(page.products.items[i].unlimited == (page.products.items[i].id == stall.pot));
	stall_close(&stall);
}

TEST(stock_has_its_words)
{
	static const struct { struct product product; enum stock_state state; } rows[] = {
		{ { .stock = 4 }, STOCK_MANY }, { { .stock = 3 }, STOCK_LOW }, { { .stock = 1 }, STOCK_LOW },
		{ { .stock = 0 }, STOCK_SOLD_OUT }, { { .unlimited = true }, STOCK_UNLIMITED },
		{ { .stock = 9, .retired = true }, STOCK_RETIRED }, { { .unlimited = true, .retired = true }, STOCK_RETIRED },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK_INT(rows[i].state, product_stock_state(&rows[i].product));
}

TEST(what_surrounds_a_product)
{
	struct stall stall;
	struct cart_change change;
	struct surroundings s;
	stall_open(&stall);
	for (int i = 0; i < 2; i++) {
		REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.pot, 1, &change));
		REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 2) > 0);
	}
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 1, &change));
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 1) > 0);
	REQUIRE_OK(cart_add(&stall.chen, &stall.arena, stall.lamp, 1, &change));
	REQUIRE_OK(catalogue_surroundings(stall.shop, &stall.arena, stall.lamp, &s));
	CHECK(s.in_carts == 1 && s.in_orders == 3 && s.sold == 5 && s.more_by_seller == 2);
	REQUIRE(CHECK_INT(2, s.together_count));
	CHECK_STR("Pot, small", s.together[0].title);
	CHECK_INT(2, s.together[0].times);
	CHECK_STR("Tea tin", s.together[1].title);
	stall_retire(&stall, stall.pot);
	REQUIRE_OK(catalogue_surroundings(stall.shop, &stall.arena, stall.lamp, &s));
	CHECK(s.more_by_seller == 1 && s.together_count == 1);
	REQUIRE_OK(catalogue_surroundings(stall.shop, &stall.arena, 999, &s));
	CHECK(!s.in_carts && !s.in_orders && !s.sold && !s.more_by_seller && !s.together_count);
	stall_close(&stall);
}

TEST(facets_count_what_is_sold_now)
{
	struct stall stall;
	struct facets facets;
	stall_open(&stall);
	int64_t quilt = stall_product(&stall, &stall.bob, "Quilt", 900, 1);
	stall_set(&stall, quilt, "category", value_text("textiles"));
	stall_set(&stall, stall.pot, "category", value_null());
	REQUIRE_OK(catalogue_categories(stall.shop, &stall.arena, &facets));
	REQUIRE(CHECK_INT(2, facets.count));
	CHECK_STR("home", facets.items[0].name);
	CHECK_INT(2, facets.items[0].count);
	CHECK_STR("textiles", facets.items[1].value);
	REQUIRE_OK(catalogue_sellers(stall.shop, &stall.arena, &facets));
	REQUIRE(CHECK_INT(2, facets.count));
	CHECK_STR("alice", facets.items[0].name);
	CHECK_STR("alice@example.org", facets.items[0].value);
	CHECK_INT(3, facets.items[0].count);
	stall_retire(&stall, quilt);
	REQUIRE_OK(catalogue_sellers(stall.shop, &stall.arena, &facets));
	CHECK_INT(1, facets.count);
	REQUIRE_OK(catalogue_categories(stall.shop, &stall.arena, &facets));
	CHECK_INT(1, facets.count);
	stall_close(&stall);
}
