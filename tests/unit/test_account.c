/* Accounts, passwords, waits and leaving, on a real file. Where passwords matter the file is no demo. */
#include "unit/check.h"
#include "unit/child.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "base/vec.h"
#include "model/store.h"
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static const char secret[] = "correct horse";

/* A shop that is no demo, with dora, who has a password. */
struct guarded { struct shop *shop; struct arena arena; struct session dora; const char *path; };

static bool guarded_open(struct guarded *g, const char *path)
{
	arena_init(&g->arena);
	g->path = path;
	return CHECK_ERR(OK, shop_create(&g->shop, path, "EUR", false)) &&
		CHECK_ERR(OK, account_create(g->shop, "Dora", "Dora@Example.org", secret, &g->dora));
}

static void guarded_close(struct guarded *g)
{
	shop_close(g->shop);
	arena_release(&g->arena);
}

static const char *repeat(struct arena *arena, const char *unit, size_t times)
{
	struct buffer text = { 0 };
	for (size_t i = 0; i < times; i++)
		buffer_puts(&text, unit);
	const char *out = arena_string(arena, times ? text.bytes : "");
	buffer_release(&text);
	return out;
}

TEST(names_are_checked)
{
	struct arena arena;
	arena_init(&arena);
	CHECK_ERR(OK, account_check_name("chen 陳"));
	CHECK_ERR(OK, account_check_name(repeat(&arena, "a", 200)));
	CHECK_ERR(ERR_INPUT, account_check_name(repeat(&arena, "a", 201)));
	CHECK_ERR(ERR_INPUT, account_check_name(repeat(&arena, "a", 100000)));
	CHECK_ERR(ERR_INPUT, account_check_name(""));
	CHECK_ERR(ERR_INPUT, account_check_name("   "));
	CHECK_ERR(ERR_INPUT, account_check_name("a\033[2Jb"));
	CHECK_ERR(ERR_INPUT, account_check_name("a\nb"));
	CHECK_ERR(ERR_INPUT, account_check_name("a\xff"));
	arena_release(&arena);
}

TEST(emails_are_checked)
{
	static const char *const bad[] = {
		"", "x", "@", "x@", "@x", "a@b@c", "a b@c.org", "a@b c.org", "a@b..org", "a@.org", "a@b.org.",
		"a@-b.org", "a@b-.org", "a@b_c.org", "a@b/c", "a\n@b.org", "a\x1b@b.org", "a@b.org\xff",
		"a\xe2\x80\xae@b.org", "a\xe2\x80\x8b@b.org",
		"a\xc2\xa0@b.org",
	};
	static const char *const good[] = { "a@b", "a.b+c@d-e.org", "陳@例え.jp", "o'neil@x.org", "1@2.3" };
	struct stall stall;
	stall_open(&stall);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!CHECK_ERR(ERR_INPUT, account_check_email(stall.shop, bad[i])))
			printf("# %s\n", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CHECK_ERR(OK, account_check_email(stall.shop, good[i]));
	const char *host = "@example.org";
	CHECK_ERR(OK, account_check_email(stall.shop, arena_format(&stall.arena, "%s%s", repeat(&stall.arena, "a",
		254 - 12), host)));
	CHECK_ERR(ERR_INPUT, account_check_email(stall.shop, arena_format(&stall.arena, "%s%s",
		repeat(&stall.arena, "a", 255 - 12), host)));
	CHECK_ERR(ERR_INPUT, account_check_email(stall.shop, arena_format(&stall.arena, "%s%s",
		repeat(&stall.arena, "a", 10000), host)));
	CHECK_ERR(ERR_TAKEN, account_check_email(stall.shop, "ALICE@Example.ORG"));
	stall_close(&stall);
}

TEST(an_account_is_made_once)
{
	struct guarded g;
	struct session other;
	REQUIRE(guarded_open(&g, ":memory:"));
	CHECK_STR("Dora", g.dora.name);
	CHECK_STR("dora@example.org", g.dora.email);
	CHECK_ERR(ERR_TAKEN, account_create(g.shop, "Dora 2", "DORA@EXAMPLE.ORG", secret, &other));
	CHECK_ERR(ERR_INPUT, account_create(g.shop, "Eve", "eve@example.org", NULL, &other));
	CHECK_ERR(ERR_INPUT, account_create(g.shop, "Eve", "eve", secret, &other));
	guarded_close(&g);
}

TEST(unknown_and_wrong_are_one_answer)
{
	struct guarded g;
	struct session session;
	REQUIRE(guarded_open(&g, ":memory:"));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "dora@example.org", "wrong horse", &session));
	char *wrong = memory_string(err_sentence(ERR_LOGIN));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "nobody@example.org", "wrong horse", &session));
	CHECK_STR(wrong, err_sentence(ERR_LOGIN));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "no e-mail at all", "wrong horse", &session));
	CHECK_STR(wrong, err_sentence(ERR_LOGIN));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "dora@example.org", "\xff\xff", &session));
	REQUIRE_OK(account_login(g.shop, &" DORA@example.org"[1], secret, &session));
	CHECK_INT(g.dora.user, session.user);
	vec_free(wrong);
	guarded_close(&g);
}

static uint64_t time_of_login(struct shop *shop, const char *email)
{
	struct session session;
	uint64_t begin = clock_nanoseconds();
	CHECK_ERR(ERR_LOGIN, account_login(shop, email, "wrong horse", &session));
	return clock_nanoseconds() - begin;
}

/* The hash takes tens of milliseconds: without it an unknown e-mail would be a hundred times faster. */
TEST(unknown_and_wrong_take_the_same_time)
{
	struct guarded g;
	uint64_t least[2] = { UINT64_MAX, UINT64_MAX };
	REQUIRE(guarded_open(&g, ":memory:"));
	for (int i = 0; i < 4; i++) {
		uint64_t known = time_of_login(g.shop, "dora@example.org"), unknown = time_of_login(g.shop,
			"nobody@example.org");
		least[0] = known < least[0] ? known : least[0];
		least[1] = unknown < least[1] ? unknown : least[1];
	}
	CHECK(least[0] < 2 * least[1] && least[1] < 2 * least[0]);
	guarded_close(&g);
}

/* A login at @now ms, and the wait that follows. */
static void fail_at(struct shop *shop, const char *email, int64_t now, enum err expected, int64_t wait_after)
{
	struct session session;
	int64_t seconds = -1;
	clock_set(now);
	CHECK_ERR(expected, account_login(shop, email, "wrong horse", &session));
	CHECK_ERR(OK, account_wait(shop, email, &seconds));
	CHECK_INT(wait_after, seconds);
}

TEST(waits_grow_and_end)
{
	static const int64_t waits[] = { 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60 };
	struct guarded g;
	struct session session;
	int64_t now = clock_now();
	REQUIRE(guarded_open(&g, ":memory:"));
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		fail_at(g.shop, "dora@example.org", now, ERR_LOGIN, waits[i]);
		if (waits[i])
			fail_at(g.shop, "Dora@Example.org", now + 1, ERR_WAIT, waits[i]);
		now += waits[i] * 1000;
	}
	clock_set(now - 1000);
	CHECK_ERR(ERR_WAIT, account_login(g.shop, "dora@example.org", secret, &session));
	clock_set(now);
	REQUIRE_OK(account_login(g.shop, "dora@example.org", secret, &session));
	fail_at(g.shop, "dora@example.org", now, ERR_LOGIN, 0);
	guarded_close(&g);
}

TEST(each_email_waits_alone_and_is_forgotten)
{
	struct guarded g;
	int64_t now = clock_now();
	struct table table;
	REQUIRE(guarded_open(&g, ":memory:"));
	for (int i = 0; i < 4; i++) {
		fail_at(g.shop, "my secret typed here", now, ERR_LOGIN, 0);
		fail_at(g.shop, "dora@example.org", now, ERR_LOGIN, 0);
	}
	fail_at(g.shop, "my secret typed here", now, ERR_LOGIN, 1);
	fail_at(g.shop, "my secret typed here", now, ERR_WAIT, 1);
	REQUIRE_OK(store_select(shop_store(g.shop), &g.arena, "SELECT who FROM soukTries", NULL, 0, &table));
	CHECK_INT(2, table.count);
	for (size_t i = 0; i < table.count; i++)
		CHECK(!strstr(value_str(table_at(&table, i, 0)), "secret"));
	fail_at(g.shop, "dora@example.org", now + 25 * 3600 * 1000, ERR_LOGIN, 0);
	REQUIRE_OK(store_select(shop_store(g.shop), &g.arena, "SELECT who FROM soukTries", NULL, 0, &table));
	CHECK_INT(1, table.count);
	guarded_close(&g);
}

TEST(waits_hold_on_another_connection)
{
	struct guarded g;
	struct shop *second;
	const char *repaired;
	int64_t now = clock_now();
	REQUIRE(guarded_open(&g, check_path("shop.db")));
	REQUIRE_OK(shop_open(&second, &g.arena, g.path, &repaired));
	for (int i = 0; i < 4; i++)
		fail_at(i % 2 ? g.shop : second, "dora@example.org", now, ERR_LOGIN, 0);
	fail_at(second, "dora@example.org", now, ERR_LOGIN, 1);
	fail_at(g.shop, "dora@example.org", now, ERR_WAIT, 1);
	shop_close(second);
	guarded_close(&g);
}

struct guesser { const char *path; int refused, waited; };

static void guess(void *context)
{
	struct guesser *guesser = context;
	struct arena arena;
	struct shop *shop;
	struct session session;
	const char *repaired;
	arena_init(&arena);
	EXPECT_ERR(OK, shop_open(&shop, &arena, guesser->path, &repaired));
	for (int i = 0; i < 3; i++) {
		enum err err = account_login(shop, "dora@example.org", "wrong horse", &session);
		guesser->refused += err == ERR_LOGIN;
		guesser->waited += err == ERR_WAIT;
	}
	shop_close(shop);
	arena_release(&arena);
}

/* Six processes at the same moment get no more guesses than one. */
TEST(guessing_at_once_does_not_help)
{
	enum { PROCESSES = 6 };
	struct guarded g;
	pid_t pids[PROCESSES];
	int refused = 0, waited = 0;
	struct guesser *guessers = mmap(NULL, PROCESSES * sizeof *guessers, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	REQUIRE(guessers != MAP_FAILED);
	REQUIRE(guarded_open(&g, check_path("shop.db")));
	shop_close(g.shop);
	clock_set(clock_now());
	for (int i = 0; i < PROCESSES; i++) {
		guessers[i].path = g.path;
		pids[i] = child_start(guess, &guessers[i]);
	}
	for (int i = 0; i < PROCESSES; i++) {
		CHECK(child_passed(pids[i]));
		refused += guessers[i].refused;
		waited += guessers[i].waited;
	}
	CHECK_INT(5, refused);
	CHECK_INT(3 * PROCESSES - 5, waited);
	arena_release(&g.arena);
}

TEST(a_read_only_file_lets_people_in)
{
	struct guarded g;
	struct shop *reader;
	struct session session;
	REQUIRE(guarded_open(&g, check_path("shop.db")));
	REQUIRE_OK(shop_open_to_read(&reader, g.path));
	CHECK_ERR(OK, account_login(reader, "dora@example.org", secret, &session));
	CHECK_ERR(ERR_LOGIN, account_login(reader, "dora@example.org", "wrong horse", &session));
	CHECK_ERR(ERR_READ_ONLY, account_create(reader, "Eve", "eve@example.org", secret, &session));
	CHECK_ERR(ERR_READ_ONLY, account_rename(&session, "Doris"));
	shop_close(reader);
	guarded_close(&g);
}

/* Another program keeps e-mails as they were typed. */
TEST(an_email_that_was_not_folded_is_found)
{
	struct stall stall;
	struct session session;
	stall_open(&stall);
	stall_run(&stall, "UPDATE users SET email = 'Bob@Example.org' WHERE name = 'bob'");
	CHECK_ERR(OK, account_act_as(stall.shop, "Bob@Example.org", NULL, &session));
	CHECK_ERR(ERR_TAKEN, account_check_email(stall.shop, "Bob@Example.org"));
	stall_close(&stall);
}

TEST(a_demo_asks_only_those_with_a_password)
{
	struct stall stall;
	struct session session;
	bool needed;
	stall_open(&stall);
	CHECK_ERR(OK, account_enter_demo(stall.shop, stall.bob.user, &session));
	CHECK_STR("bob", session.name);
	CHECK_ERR(OK, account_act_as(stall.shop, "BOB@example.org", NULL, &session));
	REQUIRE_OK(account_needs_password(stall.shop, "bob@example.org", &needed));
	CHECK(!needed);
	REQUIRE_OK(account_change_password(&stall.bob, NULL, secret));
	REQUIRE_OK(account_needs_password(stall.shop, "bob@example.org", &needed));
	CHECK(needed);
	CHECK_ERR(ERR_LOGIN, account_enter_demo(stall.shop, stall.bob.user, &session));
	CHECK_ERR(ERR_LOGIN, account_act_as(stall.shop, "bob@example.org", NULL, &session));
	CHECK_ERR(ERR_LOGIN, account_act_as(stall.shop, "bob@example.org", "wrong horse", &session));
	CHECK_ERR(OK, account_act_as(stall.shop, "bob@example.org", secret, &session));
	CHECK_ERR(ERR_LOGIN, account_enter_demo(stall.shop, 999, &session));
	stall_close(&stall);
}

TEST(name_and_password_change)
{
	struct guarded g;
	struct session session;
	REQUIRE(guarded_open(&g, ":memory:"));
	REQUIRE_OK(account_rename(&g.dora, "  Dora D. "));
	CHECK_STR("Dora D.", g.dora.name);
	CHECK_ERR(ERR_INPUT, account_rename(&g.dora, ""));
	CHECK_ERR(ERR_LOGIN, account_change_password(&g.dora, "wrong horse", "battery staple"));
	CHECK_ERR(ERR_LOGIN, account_change_password(&g.dora, NULL, "battery staple"));
	CHECK_ERR(ERR_INPUT, account_change_password(&g.dora, secret, "short"));
	REQUIRE_OK(account_change_password(&g.dora, secret, "battery staple"));
	CHECK_ERR(ERR_LOGIN, account_login(g.shop, "dora@example.org", secret, &session));
	REQUIRE_OK(account_login(g.shop, "dora@example.org", "battery staple", &session));
	CHECK_STR("Dora D.", session.name);
	REQUIRE_OK(account_reset_password(g.shop, "dora@example.org", secret));
	CHECK_ERR(OK, account_login(g.shop, "dora@example.org", secret, &session));
	CHECK_ERR(ERR_NOT_FOUND, account_reset_password(g.shop, "nobody@example.org", secret));
	account_guest(g.shop, &session);
	CHECK_ERR(ERR_FORBIDDEN, account_rename(&session, "Nobody"));
	CHECK_ERR(ERR_FORBIDDEN, account_change_password(&session, NULL, secret));
	guarded_close(&g);
}

TEST(people_come_with_their_counts)
{
	struct stall stall;
	struct people people;
	stall_open(&stall);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 1) > 0);
	REQUIRE_OK(account_people(stall.shop, &stall.arena, NULL, &people));
	REQUIRE(CHECK_INT(3, people.count));
	CHECK_STR("alice", people.items[0].name);
	CHECK_STR("chen", people.items[2].name);
	CHECK_INT(3, people.items[0].products);
	CHECK_INT(1, people.items[1].orders);
	CHECK_INT(1, people.items[1].carts);
	CHECK(!people.items[1].has_password);
	REQUIRE_OK(account_people(stall.shop, &stall.arena, "LIC", &people));
	REQUIRE(CHECK_INT(1, people.count));
	CHECK_STR("alice@example.org", people.items[0].email);
	static const char *const nobody[] = { "%", "_", "\\", "a%e" };
	for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
		REQUIRE_OK(account_people(stall.shop, &stall.arena, nobody[i], &people));
		CHECK_INT(0, people.count);
	}
	REQUIRE_OK(account_people(stall.shop, &stall.arena, "@", &people));
	CHECK_INT(3, people.count);
	stall_close(&stall);
}

static int64_t departing(const struct departures *d, const char *what, bool stays)
{
	for (size_t i = 0; i < d->count; i++)
		if (!strcmp(d->items[i].what, what) && d->items[i].stays == stays)
			return d->items[i].count;
	return 0;
}

TEST(leaving_tells_what_goes_and_what_stays)
{
	struct stall stall;
	struct departures d;
	struct cart_change change;
	stall_open(&stall);
	int64_t own = stall_product(&stall, &stall.bob, "Quilt", 900, 4);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 2) > 0);
	REQUIRE(stall_order(&stall, &stall.chen, own, 1) > 0);
	stall_run(&stall, "UPDATE orderItems SET shippedAt = createdAt WHERE orderId = 2");
	stall_run(&stall, "UPDATE orders SET status = 'shipped' WHERE id = 2");
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, own, 1, &change));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.tin, 1, &change));
	REQUIRE_OK(cart_add(&stall.chen, &stall.arena, own, 1, &change));
	REQUIRE_OK(account_preview_delete(&stall.bob, &stall.arena, &d));
	CHECK_INT(1, departing(&d, "products", false));
	CHECK_INT(1, departing(&d, "carts", false));
	CHECK_INT(3, departing(&d, "cartItems", false));
	CHECK_INT(1, departing(&d, "orders", true));
	CHECK_INT(1, departing(&d, "orderItems", true));
	CHECK_INT(1, departing(&d, "orders, cancelled first", true));
	CHECK_INT(1, departing(&d, "pieces in the sales figures", false));

	REQUIRE_OK(account_delete(&stall.bob, NULL));
	CHECK_INT(0, stall.bob.user);
	CHECK_INT(12, stall_stock(&stall, stall.lamp));
	CHECK_INT(-2, stall_stock(&stall, own));
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM orders WHERE userId IS NULL AND status = 'cancelled'"));
	CHECK_INT(2, stall_select(&stall, "SELECT count(*) FROM orderItems"));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM cartItems"));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM soukCheckoutKeys WHERE orderId = 1"));
	stall_close(&stall);
}

TEST(who_still_has_to_send_cannot_leave)
{
	struct stall stall;
	struct departures d;
	struct order order;
	stall_open(&stall);
	int64_t id = stall_order(&stall, &stall.bob, stall.lamp, 2);
	REQUIRE(id > 0);
	CHECK_ERR(ERR_STATUS, account_preview_delete(&stall.alice, &stall.arena, &d));
	CHECK(strstr(err_sentence(ERR_STATUS), "order 1, 2 of 'Lamp, brass'") != NULL);
	CHECK_ERR(ERR_STATUS, account_delete(&stall.alice, NULL));
	CHECK_INT(12 - 2, stall_stock(&stall, stall.lamp));
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, id, false, &order));
	CHECK_ERR(OK, account_delete(&stall.alice, NULL));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM products"));
	stall_close(&stall);
}

/* Nobody else waits for what was bought from oneself, cancelled, delivered, or destroyed meanwhile. */
TEST(who_owes_nobody_anything_may_leave)
{
	struct stall stall;
	struct departures d;
	struct order order;
	stall_open(&stall);
	REQUIRE(stall_order(&stall, &stall.alice, stall.lamp, 2) == 1);
	REQUIRE(stall_order(&stall, &stall.bob, stall.tin, 1) == 2);
	REQUIRE(stall_order(&stall, &stall.bob, stall.pot, 1) == 3);
	stall_run(&stall, "UPDATE orders SET status = 'delivered' WHERE id = 2");
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, 3, false, &order));
	REQUIRE_OK(account_preview_delete(&stall.alice, &stall.arena, &d));
	CHECK_INT(1, departing(&d, "orders, cancelled first", true));
	CHECK_INT(3, departing(&d, "pieces in the sales figures", false));
	CHECK_ERR(OK, account_delete(&stall.alice, NULL));
	CHECK_INT(3, stall_select(&stall, "SELECT count(*) FROM orderItems WHERE productId IS NULL"));
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM orders WHERE userId IS NULL AND status = 'cancelled'"));
	stall_close(&stall);
}

TEST(leaving_wants_the_password)
{
	struct guarded g;
	struct session guest;
	struct departures d;
	REQUIRE(guarded_open(&g, ":memory:"));
	account_guest(g.shop, &guest);
	CHECK_ERR(ERR_FORBIDDEN, account_delete(&guest, secret));
	CHECK_ERR(ERR_FORBIDDEN, account_preview_delete(&guest, &g.arena, &d));
	CHECK_ERR(ERR_LOGIN, account_delete(&g.dora, "wrong horse"));
	CHECK_ERR(ERR_LOGIN, account_delete(&g.dora, NULL));
	struct session again = g.dora;
	CHECK_ERR(OK, account_delete(&g.dora, secret));
	CHECK_ERR(ERR_NOT_FOUND, account_delete(&again, secret));
	CHECK_ERR(ERR_NOT_FOUND, account_rename(&again, "Ghost"));
	guarded_close(&g);
}
