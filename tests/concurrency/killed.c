/* A buyer is killed (kill -9) somewhere in a checkout, again and again. Afterwards either the whole order is there or
 * nothing of it; what a buyer was told of is there; and the same key, tried again, makes one order of it.
 *
 * SOUK_KILLED_ROUNDS changes the 200. */
#include "unit/check.h"
#include "unit/child.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "model/store.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START = 1000000 };

/* @told: the order that the buyer was told of, in memory that both share; 0 while it was not. */
struct round { const char *path; const char *key; struct mark *ready; volatile int64_t *told; };

static enum err checkout(struct session *session, struct arena *arena, const char *key, struct placed *placed)
{
	struct review review;

	try(order_review_cart(session, arena, &review));
	try(order_use_key(&review, arena, key));
	return order_place(session, arena, &review, NULL, placed);
}

/* Opens the shop, says that it is ready, and goes through the checkout until it is killed or done. */
static void buy(void *context)
{
	struct round *round = context;
	struct arena arena;
	struct shop *shop;
	struct session bob;
	struct placed placed;
	const char *repaired;

	arena_init(&arena);
	EXPECT_ERR(OK, shop_open(&shop, &arena, round->path, &repaired));
	EXPECT_ERR(OK, account_act_as(shop, "bob@example.org", NULL, &bob));
	mark_set(round->ready);
	EXPECT_ERR(OK, checkout(&bob, &arena, round->key, &placed));
	*round->told = placed.order;
	pause();
}

static void wait_nanoseconds(uint64_t ns)
{
	uint64_t until = clock_nanoseconds() + ns;
	while (clock_nanoseconds() < until)
		continue;
}

/* Kill it @ns after it was ready. */
static void kill_a_buyer(struct round *round, uint64_t ns)
{
	struct mark ready;
	int status;

	mark_make(&ready);
	round->ready = &ready;
	*round->told = 0;
	fflush(stdout);
	pid_t pid = child_start(buy, round);
	mark_wait(&ready);
	wait_nanoseconds(ns);
	CHECK(!kill(pid, SIGKILL));
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	close(ready.ends[0]);
	close(ready.ends[1]);
}

/* Everything that must hold at any moment. */
static void check_file(struct stall *stall, int64_t orders)
{
	CHECK_INT(orders, stall_select(stall, "SELECT count(*) FROM orders"));
	CHECK_INT(orders, stall_select(stall, "SELECT count(*) FROM soukCheckoutKeys"));
	CHECK_INT(2 * orders, stall_select(stall, "SELECT count(*) FROM orderItems"));
	CHECK_INT(START - 2 * orders, stall_stock(stall, stall->lamp));
	CHECK_INT(START - orders, stall_stock(stall, stall->tin));
	CHECK_INT(0, stall_select(stall, "SELECT count(*) FROM orders AS o WHERE o.totalCents IS NOT"
		" (SELECT sum(quantity * priceCents) FROM orderItems WHERE orderId = o.id)"));
}

/* One killed checkout and its retry; true when the killed one had come through. */
static bool run_round(struct stall *stall, struct round *round, int64_t orders, uint64_t ns)
{
	struct cart_change change;
	struct placed placed;
	const char *repaired;
	int64_t id;

	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, stall->lamp, 2, &change));
	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, stall->tin, 1, &change));
	shop_close(stall->shop);
	kill_a_buyer(round, ns);
	if (!CHECK_ERR(OK, shop_open(&stall->shop, &stall->arena, round->path, &repaired)))
		exit(1);
	stall->bob.shop = stall->shop;
	CHECK_ERR(OK, order_of_key(&stall->bob, round->key, &id));
	CHECK(!*round->told || *round->told == id);
	check_file(stall, orders + (id != 0));
	CHECK_INT(id ? 0 : 2, stall_select(stall, "SELECT count(*) FROM cartItems"));
	if (id) {
		struct review review = { .key = round->key };
		CHECK_ERR(OK, order_place(&stall->bob, &stall->arena, &review, NULL, &placed));
		CHECK(placed.repeated && placed.order == id);
	} else {
		CHECK_ERR(OK, checkout(&stall->bob, &stall->arena, round->key, &placed));
		CHECK(!placed.repeated);
	}
	check_file(stall, orders + 1);
	return id != 0;
}

/* How long a checkout takes here. */
static uint64_t measure(struct stall *stall, const char *key)
{
	struct cart_change change;
	struct placed placed;

	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, stall->lamp, 2, &change));
	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, stall->tin, 1, &change));
	uint64_t begin = clock_nanoseconds();
	CHECK_ERR(OK, checkout(&stall->bob, &stall->arena, key, &placed));
	return clock_nanoseconds() - begin;
}

/* The moment of the kill is drawn around one that moves, so that half of the kills come before the commit. */
TEST(nothing_is_lost_or_doubled)
{
	struct stall stall;
	const char *rounds_wanted = getenv("SOUK_KILLED_ROUNDS"), *path = check_path("shop.db");
	int rounds = rounds_wanted ? atoi(rounds_wanted) : 200, through = 0, told_of = 0;
	int64_t *told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	REQUIRE(told != MAP_FAILED);
	stall_open_at(&stall, path);
	stall_set(&stall, stall.lamp, "stock", value_integer(START));
	stall_set(&stall, stall.tin, "stock", value_integer(START));
	uint64_t first = measure(&stall, "first"), middle = (first + measure(&stall, "second")) / 2;
	srand(20261122);
	for (int i = 0; i < rounds; i++) {
		char key[32];
		snprintf(key, sizeof key, "round %d", i);
		struct round round = { .path = path, .key = key, .told = told };
		bool came_through = run_round(&stall, &round, 2 + i, middle * (uint64_t)(rand() % 1000) / 500);
		middle = came_through ? middle - middle / 10 : middle + middle / 10;
		through += came_through;
		told_of += *told != 0;
		arena_reset(&stall.arena);
	}
	printf("# %d of %d had come through when they were killed, %d were told so\n", through, rounds, told_of);
	CHECK(rounds < 20 || (through > 0 && through < rounds));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM pragma_foreign_key_check"));
	stall_close(&stall);
}
