/* What a seller of 100,000 order lines sold, through the shop and by hand: both read each line and each product once, and
 * add up in C; a hand takes amounts for small, dates for well written and ids for dense, and compares text instead of times. */
#include "bench/model.h"

#include "bench/sample.h"
#include "base/clock.h"
#include "base/vec.h"
#include "shop/sales.h"
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char lines_sql[] = "SELECT p.id, o.id, o.createdAt, o.status, i.shippedAt, i.quantity, i.priceCents FROM products AS p"
	" JOIN orderItems AS i ON i.productId = p.id JOIN orders AS o ON o.id = i.orderId"
	" WHERE p.userId = ?1 AND o.status <> 'cancelled'";
static const char products_sql[] = "SELECT id, title, stock, retiredAt FROM products WHERE userId = ?1";

enum { BUCKETS = SALES_DAYS + SALES_MONTHS + SALES_YEARS, KINDS = 3 };

struct bucket { char from[CLOCK_STAMP_SIZE]; int64_t revenue, orders, pieces; };
struct sums { int64_t revenue, pieces; };
struct best { int64_t id, stock, revenue; char title[80]; };
struct ranking { struct best items[SALES_NAMED + 1]; int count; };

static sqlite3_stmt *lines, *products;

/* @by_product: by product id, one for each span; @seen: by order id, 1 counted, 2 waits. */
static struct hand_sales {
	struct bucket buckets[BUCKETS];
	struct { int64_t revenue, orders, pieces; } spans[SALES_SPANS];
	struct sums (*by_product)[SALES_SPANS];
	unsigned char *seen;
	struct ranking top[SALES_SPANS], low, unsold;
	int64_t waiting;
} hand;

static int64_t greatest(struct bench *bench, const char *sql)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(bench->sqlite, sql, -1, &statement, NULL) || sqlite3_step(statement) != SQLITE_ROW)
		bench_fail("by hand: %s", sqlite3_errmsg(bench->sqlite));
	int64_t id = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return id;
}

void selling_open(struct bench *bench)
{
	if (sqlite3_prepare_v3(bench->sqlite, lines_sql, -1, SQLITE_PREPARE_PERSISTENT, &lines, NULL) ||
		sqlite3_prepare_v3(bench->sqlite, products_sql, -1, SQLITE_PREPARE_PERSISTENT, &products, NULL))
		bench_fail("by hand: %s", sqlite3_errmsg(bench->sqlite));
}

void selling_close(void)
{
	sqlite3_finalize(lines);
	sqlite3_finalize(products);
}

/* Where the days, months and years begin is asked of the shop: neither side is measured by it. */
static void set_buckets(const struct sales *sales)
{
	for (int i = 0; i < BUCKETS; i++) {
		int64_t from = i < SALES_DAYS ? sales->days[i].from : i < SALES_DAYS + SALES_MONTHS ? sales->months[i - SALES_DAYS].from
			: sales->years[i - SALES_DAYS - SALES_MONTHS].from;
		clock_stamp(from, hand.buckets[i].from);
	}
}

static struct sales read_sales(struct bench *bench)
{
	struct session seller = bench->session;
	struct sales sales;
	seller.user = SELLER;
	enum err err = sales_read(&seller, &bench->arena, &sales);
	if (err)
		bench_fail("through the shop: %s", err_sentence(err));
	return sales;
}

/* The same found by both, or the bench ends; how many orders. */
static size_t found(int64_t orders, int64_t revenue, int64_t waiting, int64_t best)
{
	static int64_t before[4];
	const int64_t now[] = { orders, revenue, waiting, best };
	if (before[0] && memcmp(before, now, sizeof now))
		bench_fail("sales differ: %lld, %lld, %lld, %lld", (long long)orders, (long long)revenue, (long long)waiting, (long long)best);
	memcpy(before, now, sizeof now);
	return (size_t)orders;
}

size_t layer_sales(struct bench *bench)
{
	struct sales sales = read_sales(bench);
	const struct sales_figures *all = &sales.spans[SALES_ALL_TIME];
	return found(all->orders, all->revenue.minor, sales.waiting, sales.top[SALES_ALL_TIME].items[0].id);
}

static bool add_to_buckets(int from, int count, const char *placed, bool first, int64_t amount, int64_t pieces)
{
	for (int i = from + count - 1; i >= from; i--) {
		struct bucket *bucket = &hand.buckets[i];
		if (strcmp(placed, bucket->from) < 0)
			continue;
		bucket->revenue += amount;
		bucket->pieces += pieces;
		bucket->orders += first;
		return true;
	}
	return false;
}

static void add_line(void)
{
	static const struct { int from, count; } kinds[KINDS] = { { 0, SALES_DAYS }, { SALES_DAYS, SALES_MONTHS },
		{ SALES_DAYS + SALES_MONTHS, SALES_YEARS } };
	int64_t order = sqlite3_column_int64(lines, 1), pieces = sqlite3_column_int64(lines, 5);
	int64_t amount = pieces * sqlite3_column_int64(lines, 6);
	const char *placed = (const char *)sqlite3_column_text(lines, 2);
	bool first = !hand.seen[order];
	if (sqlite3_column_type(lines, 4) == SQLITE_NULL && strcmp((const char *)sqlite3_column_text(lines, 3), "delivered")) {
		hand.waiting += !(hand.seen[order] & 2);
		hand.seen[order] |= 2;
	}
	hand.seen[order] |= 1;
	struct sums *sums = hand.by_product[sqlite3_column_int64(lines, 0)];
	for (int i = 0; i < KINDS; i++) {
		bool within = add_to_buckets(kinds[i].from, kinds[i].count, placed, first, amount, pieces) || i == SALES_ALL_TIME;
		hand.spans[i].revenue += within ? amount : 0;
		hand.spans[i].pieces += within ? pieces : 0;
		hand.spans[i].orders += within && first;
		sums[i].revenue += within ? amount : 0;
		sums[i].pieces += within ? pieces : 0;
	}
}

static void rank(struct ranking *list, int room, const struct best *one, bool by_revenue)
{
	int at = list->count;
	while (at && (by_revenue ? one->revenue > list->items[at - 1].revenue : one->stock < list->items[at - 1].stock
			|| (one->stock == list->items[at - 1].stock && strcasecmp(one->title, list->items[at - 1].title) < 0)))
		at--;
	if (at == room)
		return;
	memmove(&list->items[at + 1], &list->items[at], (size_t)(list->count - at) * sizeof *one);
	list->items[at] = *one;
	list->count += list->count < room;
}

static void add_product(void)
{
	struct best one = { .id = sqlite3_column_int64(products, 0),
		.stock = sqlite3_column_type(products, 2) == SQLITE_NULL ? -1 : sqlite3_column_int64(products, 2) };
	const struct sums *sums = hand.by_product[one.id];
	strncpy(one.title, (const char *)sqlite3_column_text(products, 1), sizeof one.title - 1);
	for (int i = 0; i < SALES_SPANS; i++) {
		one.revenue = sums[i].revenue;
		if (sums[i].pieces)
			rank(&hand.top[i], SALES_TOP, &one, true);
	}
	if (sqlite3_column_type(products, 3) != SQLITE_NULL)
		return;
	if (one.stock >= 0 && one.stock <= 3)
		rank(&hand.low, SALES_NAMED, &one, false);
	if (!sums[SALES_ALL_TIME].pieces)
		rank(&hand.unsold, SALES_NAMED, &one, false);
}

static void each_row(struct bench *bench, sqlite3_stmt *statement, void (*take)(void))
{
	int code;
	sqlite3_bind_int64(statement, 1, SELLER);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		take();
	if (code != SQLITE_DONE)
		bench_fail("by hand: %s", sqlite3_errmsg(bench->sqlite));
	sqlite3_reset(statement);
}

void selling_prepare(struct bench *bench)
{
	if (hand.buckets[0].from[0])
		return;
	struct sales sales = read_sales(bench);
	set_buckets(&sales);
}

size_t hand_sales(struct bench *bench)
{
	struct hand_sales fresh = { .waiting = 0 };
	for (int i = 0; i < BUCKETS; i++)
		memcpy(fresh.buckets[i].from, hand.buckets[i].from, CLOCK_STAMP_SIZE);
	hand = fresh;
	hand.seen = memory_new((size_t)greatest(bench, "SELECT max(id) FROM orders") + 1);
	hand.by_product = memory_new(((size_t)greatest(bench, "SELECT max(id) FROM products") + 1) * sizeof *hand.by_product);
	each_row(bench, lines, add_line);
	each_row(bench, products, add_product);
	free(hand.seen);
	free(hand.by_product);
	return found(hand.spans[SALES_ALL_TIME].orders, hand.spans[SALES_ALL_TIME].revenue, hand.waiting,
		hand.top[SALES_ALL_TIME].items[0].id);
}
