/* Many processes buy the last pieces of a few products, from carts and at once, and now and then take an order back, so
 * that the stock stays at its edge for as long as this runs. Afterwards the file is counted.
 *
 * SOUK_OVERSELL_PROCESSES and SOUK_OVERSELL_SECONDS change the 16 and the 5. */
#include "unit/check.h"
#include "unit/child.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "model/store.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PROCESSES_MAX = 64, PRODUCTS = 3 };

/* What a buyer says at its end, in memory that all share. */
struct tally { int64_t placed, cancelled, refused; };
static struct tally *tallies;

static const int64_t start_stock[PRODUCTS] = { 12, 3, 20 };

struct buyer { const char *path; int number; int64_t until; int64_t orders[64]; size_t count; };

static int from_environment(const char *name, int otherwise)
{
	const char *value = getenv(name);
	return value ? atoi(value) : otherwise;
}

/* What a rule may refuse while others buy; anything else is a failure. */
static bool is_refusal(enum err err)
{
	return err == ERR_STOCK || err == ERR_PRICE || err == ERR_EMPTY;
}

static enum err buy(struct session *session, struct arena *arena, struct placed *placed)
{
	int64_t product = 1 + rand() % PRODUCTS, count = 1 + rand() % 3;
	struct cart_change change;
	struct review review;

	if (rand() % 2) {
		try(order_review_product(session, arena, product, count, &review));
	} else {
		try(cart_add(session, arena, product, count, &change));
		enum err err = order_review_cart(session, arena, &review);
		if (err == ERR_STOCK) {
			struct cart_change *gone;
			size_t lines;
			try(cart_clear(session, arena, &gone, &lines));
		}
		try(err);
	}
	return order_place(session, arena, &review, NULL, placed);
}

/* Half of the acts are cancels, so that there is always something coming back. */
static void act(struct buyer *buyer, struct session *session, struct arena *arena, struct tally *tally)
{
	enum { KEPT = sizeof buyer->orders / sizeof *buyer->orders };
	struct placed placed;
	struct order order;

	if (buyer->count == KEPT || (buyer->count && rand() % 2)) {
		EXPECT_ERR(OK, order_cancel(session, arena, buyer->orders[--buyer->count], false, &order));
		tally->cancelled++;
		return;
	}
	enum err err = buy(session, arena, &placed);
	if (err) {
		EXPECT(is_refusal(err) || !printf("# %s\n", err_sentence(err)));
		tally->refused++;
		return;
	}
	EXPECT(placed.order > 0 && !placed.repeated);
	buyer->orders[buyer->count++] = placed.order;
	tally->placed++;
}

static void work(void *context)
{
	struct buyer *buyer = context;
	struct arena arena;
	struct shop *shop;
	struct session session;
	const char *repaired;

	arena_init(&arena);
	srand((unsigned)buyer->number);
	EXPECT_ERR(OK, shop_open(&shop, &arena, buyer->path, &repaired));
	EXPECT_ERR(OK, account_enter_demo(shop, 1 + buyer->number % 3, &session));
	while (clock_now() < buyer->until) {
		act(buyer, &session, &arena, &tallies[buyer->number]);
		arena_reset(&arena);
	}
	shop_close(shop);
	arena_release(&arena);
}

static struct tally run(const char *path, int processes, int seconds)
{
	static struct buyer buyers[PROCESSES_MAX];
	pid_t pids[PROCESSES_MAX];
	struct tally sum = { 0 };

	fflush(stdout);
	for (int i = 0; i < processes; i++) {
		buyers[i] = (struct buyer){ .path = path, .number = i, .until = clock_now() + seconds * 1000 };
		pids[i] = child_start(work, &buyers[i]);
	}
	for (int i = 0; i < processes; i++) {
		CHECK(child_passed(pids[i]));
		sum.placed += tallies[i].placed;
		sum.cancelled += tallies[i].cancelled;
		sum.refused += tallies[i].refused;
	}
	return sum;
}

static void check_file(struct stall *stall, const struct tally *sum)
{
	for (int i = 0; i < PRODUCTS; i++) {
		int64_t left = stall_stock(stall, i + 1);
		int64_t sold = stall_select(stall, arena_format(&stall->arena,
			"SELECT coalesce(sum(i.quantity), 0) FROM orderItems AS i"
			" JOIN orders AS o ON o.id = i.orderId WHERE o.status = 'placed' AND i.productId = %d", i + 1));
		CHECK(left >= 0);
		CHECK_INT(start_stock[i], left + sold);
		CHECK_INT(sold, stall_select(stall, arena_format(&stall->arena,
			"SELECT sold FROM soukSold WHERE productId = %d", i + 1)));
	}
	CHECK_INT(sum->placed, stall_select(stall, "SELECT count(*) FROM orders"));
	CHECK_INT(sum->cancelled, stall_select(stall, "SELECT count(*) FROM orders WHERE status = 'cancelled'"));
	CHECK_INT(sum->placed, stall_select(stall, "SELECT count(*) FROM soukCheckoutKeys"));
	CHECK_INT(0, stall_select(stall, "SELECT count(*) FROM orders AS o WHERE o.totalCents IS NOT"
		" (SELECT sum(quantity * priceCents) FROM orderItems WHERE orderId = o.id)"));
	CHECK_INT(0, stall_select(stall, "SELECT count(*) FROM orderItems WHERE orderId IS NULL OR productId IS NULL"));
	CHECK_INT(0, stall_select(stall, "SELECT count(*) FROM pragma_foreign_key_check"));
}

TEST(nothing_is_sold_twice)
{
	struct stall stall;
	const char *repaired, *path = check_path("shop.db");
	int processes = from_environment("SOUK_OVERSELL_PROCESSES", 16);
	REQUIRE(processes > 0 && processes <= PROCESSES_MAX);

	tallies = mmap(NULL, PROCESSES_MAX * sizeof *tallies, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		0);
	REQUIRE(tallies != MAP_FAILED);
	stall_open_at(&stall, path);
	stall_set(&stall, stall.pot, "stock", value_integer(start_stock[2]));
	shop_close(stall.shop);
	struct tally sum = run(path, processes, from_environment("SOUK_OVERSELL_SECONDS", 5));
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	printf("# %lld placed, %lld cancelled, %lld refused\n", (long long)sum.placed, (long long)sum.cancelled,
		(long long)sum.refused);
	CHECK(sum.placed > 0 && sum.cancelled > 0 && sum.refused > 0);
	check_file(&stall, &sum);
	stall_close(&stall);
}

/* --- one key, asked for by all at once --- */

enum { KEYS = 25 };
struct asker { const char *path; int64_t *orders; };   /* what each key gave */

static void ask(void *context)
{
	struct asker *asker = context;
	struct arena arena;
	struct shop *shop;
	struct session bob;
	const char *repaired;

	arena_init(&arena);
	EXPECT_ERR(OK, shop_open(&shop, &arena, asker->path, &repaired));
	EXPECT_ERR(OK, account_act_as(shop, "bob@example.org", NULL, &bob));
	for (int i = 0; i < KEYS; i++) {
		struct review review;
		struct placed placed;
		EXPECT_ERR(OK, order_review_product(&bob, &arena, 3, 1, &review));
		EXPECT_ERR(OK, order_use_key(&review, &arena, arena_format(&arena, "key %d", i)));
		EXPECT_ERR(OK, order_place(&bob, &arena, &review, NULL, &placed));
		asker->orders[i] = placed.order;
	}
	shop_close(shop);
	arena_release(&arena);
}

TEST(one_key_is_one_order_however_many_ask)
{
	static struct asker askers[PROCESSES_MAX];
	pid_t pids[PROCESSES_MAX];
	struct stall stall;
	const char *repaired, *path = check_path("shop.db");
	int processes = from_environment("SOUK_OVERSELL_PROCESSES", 16);
	int64_t *orders = mmap(NULL, PROCESSES_MAX * KEYS * sizeof *orders, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	REQUIRE(orders != MAP_FAILED);
	stall_open_at(&stall, path);
	shop_close(stall.shop);
	for (int i = 0; i < processes; i++) {
		askers[i] = (struct asker){ path, orders + i * KEYS };
		pids[i] = child_start(ask, &askers[i]);
	}
	for (int i = 0; i < processes; i++)
		CHECK(child_passed(pids[i]));
	for (int i = 0; i < processes * KEYS; i++)
		CHECK(orders[i] > 0 && orders[i] == orders[i % KEYS]);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	CHECK_INT(KEYS, stall_select(&stall, "SELECT count(*) FROM orders"));
	CHECK_INT(KEYS, stall_select(&stall, "SELECT sum(quantity) FROM orderItems"));
	stall_close(&stall);
}
