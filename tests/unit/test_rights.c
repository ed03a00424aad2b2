/* Who may do what: every act of the shop that takes a session, by the one it belongs to, by another person, by the
 * seller of what was bought, by a guest, by a guest's session that names another's cart, and by an account that is gone.
 * After each act of somebody else, all that is bob's must be as it was. */
#include "unit/check.h"
#include "unit/stall.h"

#include "model/store.h"
#include "shop/undo.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bob's: orders 1 (placed) and 2 (shipped), a cart with two tins. */
enum { PLACED = 1, SHIPPED = 2 };
static const char key[] = "bob's key";

static void open_stall(struct stall *stall)
{
	struct cart_change change;
	struct review review;
	struct placed placed;
	static int made;
	char name[32];
	snprintf(name, sizeof name, "%d.db", ++made);
	setenv("XDG_STATE_HOME", check_path("state"), 1);
	stall_open_at(stall, check_path(name));
	CHECK_ERR(OK, order_review_product(&stall->bob, &stall->arena, stall->lamp, 1, &review));
	CHECK_ERR(OK, order_use_key(&review, &stall->arena, key));
	CHECK_ERR(OK, order_place(&stall->bob, &stall->arena, &review, NULL, &placed));
	CHECK_INT(SHIPPED, stall_order(stall, &stall->bob, stall->pot, 1));
	stall_run(stall, "UPDATE orderItems SET shippedAt = createdAt WHERE orderId = 2");
	stall_run(stall, "UPDATE orders SET status = 'shipped' WHERE id = 2");
	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, stall->tin, 2, &change));
	CHECK_ERR(OK, undo_cart_changed(&stall->bob, &change, 1));
}

/* Everything of bob's, and what his orders took from the stock. */
static const char *state_of_bob(struct stall *stall)
{
	static const char sql[] = "SELECT group_concat(line, char(10)) FROM ("
		"SELECT 'user ' || name || ' ' || email || ' ' || ifnull(passwordHash, 'none') AS line FROM users WHERE id = 2"
		" UNION ALL SELECT 'order ' || id || ' ' || status || ' ' || totalCents || ' ' || updatedAt FROM orders WHERE userId = 2"
		" UNION ALL SELECT 'item ' || id || ' ' || quantity || ' ' || priceCents || ' ' || title || ' ' || ifnull(shippedAt, '-')"
		" FROM orderItems WHERE orderId IN (1, 2)"
		" UNION ALL SELECT 'cart ' || i.productId || ' ' || i.quantity || ' ' || c.updatedAt FROM carts AS c"
		" JOIN cartItems AS i ON i.cartId = c.id WHERE c.userId = 2"
		" UNION ALL SELECT 'key ' || key || ' ' || orderId FROM soukCheckoutKeys WHERE userId = 2"
		" UNION ALL SELECT 'stock ' || ifnull(stock, '-') FROM products WHERE id <= 2)";
	struct table table;
	CHECK_ERR(OK, store_select(shop_store(stall->shop), &stall->arena, sql, NULL, 0, &table));
	return value_str(table_at(&table, 0, 0));
}

typedef enum err act(struct stall *, struct session *);
static struct { struct cart cart; struct order order; struct orders orders; struct review review; struct placed placed;
	struct cart_change change, *lines; struct departures departures; size_t count; int64_t number; struct money money;
	const char *told; } got;

static enum err read_cart(struct stall *s, struct session *who)
{
	enum err err = cart_load(who, &s->arena, &got.cart);
	return err ? err : got.cart.count ? OK : ERR_EMPTY;
}
static enum err read_figures(struct stall *s, struct session *who)
{
	(void)s;
	enum err err = cart_figures(who, &got.number, &got.money);
	return err ? err : got.number ? OK : ERR_EMPTY;
}
static enum err take_away(struct stall *s, struct session *who) { return cart_add(who, &s->arena, s->tin, -1, &got.change); }
static enum err set_one(struct stall *s, struct session *who) { return cart_set(who, &s->arena, s->tin, 1, &got.change); }
static enum err drop(struct stall *s, struct session *who) { return cart_remove(who, &s->arena, s->tin, &got.change); }
static enum err clear(struct stall *s, struct session *who)
{
	enum err err = cart_clear(who, &s->arena, &got.lines, &got.count);
	return err ? err : got.count ? OK : ERR_EMPTY;
}
static enum err review_cart(struct stall *s, struct session *who) { return order_review_cart(who, &s->arena, &got.review); }
static enum err review_again(struct stall *s, struct session *who)
{
	return order_review_again(who, &s->arena, PLACED, &got.review);
}
/* Placing what bob was shown: his cart, with his review. */
static enum err place_his_review(struct stall *s, struct session *who)
{
	CHECK_ERR(OK, order_review_cart(&s->bob, &s->arena, &got.review));
	return order_place(who, &s->arena, &got.review, NULL, &got.placed);
}
static enum err look_up_key(struct stall *s, struct session *who)
{
	(void)s;
	enum err err = order_of_key(who, key, &got.number);
	return err ? err : got.number ? OK : ERR_EMPTY;
}
static enum err list(struct stall *s, struct session *who)
{
	enum err err = order_list(who, &s->arena, NULL, false, 10, &got.orders);
	return err ? err : got.orders.count ? OK : ERR_EMPTY;
}
static enum err list_from(struct stall *s, struct session *who)
{
	return order_list(who, &s->arena, "o2", false, 10, &got.orders);
}
static enum err load(struct stall *s, struct session *who) { return order_load(who, &s->arena, PLACED, &got.order); }
static enum err cancel(struct stall *s, struct session *who) { return order_cancel(who, &s->arena, PLACED, false, &got.order); }
static enum err take_back(struct stall *s, struct session *who) { return order_cancel(who, &s->arena, PLACED, true, &got.order); }
static enum err uncancel(struct stall *s, struct session *who) { return order_uncancel(who, &s->arena, PLACED, &got.order); }
static enum err receive(struct stall *s, struct session *who) { return order_receive(who, &s->arena, SHIPPED, &got.order); }
static enum err undo(struct stall *s, struct session *who) { return undo_last(who, &s->arena, &got.told); }

/* What each gets: bob, chen (another buyer), alice (who sold it), a guest, a guest whose session names bob's cart, and
 * dora, whose account is gone. An act that reads says ERR_EMPTY when it gave nothing. */
enum { BOB, CHEN, ALICE, GUEST, THIEF, DORA, PEOPLE };
static const char *const names[PEOPLE] = { "bob", "chen", "alice", "a guest", "a thief", "one who is gone" };
#define NOTHING ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY
#define UNKNOWN ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND
static const struct { const char *name; act *run; enum err want[PEOPLE]; } acts[] = {
	{ "read the cart", read_cart, { OK, NOTHING } },
	{ "read the cart's figures", read_figures, { OK, NOTHING } },
	{ "take one away", take_away, { OK, UNKNOWN } },
	{ "set an amount", set_one, { OK, OK, OK, OK, OK, ERR_NOT_FOUND } },   /* in their own cart */
	{ "drop a line", drop, { OK, UNKNOWN } },
	{ "empty the cart", clear, { OK, NOTHING } },
	{ "review the cart", review_cart, { OK, ERR_EMPTY, ERR_EMPTY, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_EMPTY } },
	{ "review an order again", review_again,
		{ OK, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_NOT_FOUND } },
	{ "place bob's review", place_his_review, { OK, ERR_PRICE, ERR_PRICE, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_PRICE } },
	{ "look up a key", look_up_key, { OK, ERR_EMPTY, ERR_EMPTY, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_EMPTY } },
	{ "list orders", list, { OK, NOTHING } },
	{ "list orders from one of bob's", list_from, { OK, ERR_USAGE, ERR_USAGE, ERR_USAGE, ERR_USAGE, ERR_USAGE } },
	{ "read an order", load, { OK, UNKNOWN } },
	{ "cancel an order", cancel, { OK, UNKNOWN } },
	{ "take an order back", take_back, { OK, UNKNOWN } },
	{ "let an order stand again", uncancel, { ERR_STATUS, UNKNOWN } },
	{ "receive an order", receive, { OK, UNKNOWN } },
	{ "undo", undo, { OK, NOTHING } },
};

static struct session person(struct stall *stall, int who)
{
	struct session sessions[PEOPLE] = { stall->bob, stall->chen, stall->alice, stall->guest, stall->guest, { 0 } };
	if (who == THIEF)
		sessions[THIEF].guest_cart = stall_select(stall, "SELECT id FROM carts WHERE userId = 2");
	if (who == DORA) {
		sessions[DORA] = stall_person(stall, "dora");
		stall_run(stall, "DELETE FROM users WHERE name = 'dora'");
	}
	return sessions[who];
}

static void try_act(size_t index, int who)
{
	struct stall stall;
	open_stall(&stall);
	struct session session = person(&stall, who);
	const char *before = state_of_bob(&stall);
	enum err err = acts[index].run(&stall, &session);
	if (!CHECK_STR(err_name(acts[index].want[who]), err_name(err)))
		printf("# %s, by %s: %s\n", acts[index].name, names[who], err ? err_sentence(err) : "done");
	if (who != BOB && !CHECK_STR(before, state_of_bob(&stall)))
		printf("# %s, by %s\n", acts[index].name, names[who]);
	stall_close(&stall);
}

static void try_all(int who)
{
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		try_act(i, who);
}

TEST(the_owner_may) { try_all(BOB); }
TEST(another_person_may_not) { try_all(CHEN); }
TEST(the_seller_may_not) { try_all(ALICE); }
TEST(a_guest_may_not) { try_all(GUEST); }
TEST(a_guest_who_names_a_cart_may_not) { try_all(THIEF); }
TEST(an_account_that_is_gone_may_not) { try_all(DORA); }

/* The answer for another's order is the one for an order that does not exist. */
TEST(anothers_order_is_unknown_word_for_word)
{
	struct stall stall;
	open_stall(&stall);
	CHECK_ERR(ERR_NOT_FOUND, order_load(&stall.chen, &stall.arena, PLACED, &got.order));
	const char *words = arena_string(&stall.arena, err_sentence(ERR_NOT_FOUND));
	stall_run(&stall, "UPDATE orders SET id = 77 WHERE id = 1");
	CHECK_ERR(ERR_NOT_FOUND, order_load(&stall.chen, &stall.arena, PLACED, &got.order));
	CHECK_STR(words, err_sentence(ERR_NOT_FOUND));
	stall_close(&stall);
}

TEST(orders_without_a_buyer_are_nobodys)
{
	struct stall stall;
		stall_open(&stall);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 1) > 0);
	stall_run(&stall, "UPDATE orders SET userId = NULL");
	REQUIRE_OK(order_list(&stall.guest, &stall.arena, NULL, false, 10, &got.orders));
	CHECK_INT(0, got.orders.count);
	CHECK_ERR(ERR_NOT_FOUND, order_load(&stall.guest, &stall.arena, 1, &got.order));
	stall_close(&stall);
}

/* A key belongs to a person: the same words make an order of one's own. */
TEST(a_key_of_anothers_gives_no_order_of_theirs)
{
	struct stall stall;
	struct review review;
	struct placed placed;
	open_stall(&stall);
	const char *before = state_of_bob(&stall);
	REQUIRE_OK(order_review_product(&stall.chen, &stall.arena, stall.pot, 1, &review));
	REQUIRE_OK(order_use_key(&review, &stall.arena, key));
	REQUIRE_OK(order_place(&stall.chen, &stall.arena, &review, NULL, &placed));
	CHECK(!placed.repeated && placed.order > SHIPPED);
	CHECK_STR(before, state_of_bob(&stall));
	stall_close(&stall);
}

/* A guest whose session names bob's cart merges nothing of it, and does not destroy it. */
TEST(anothers_cart_is_not_merged)
{
	struct stall stall;
	const char *told;
	open_stall(&stall);
	struct session thief = person(&stall, THIEF);
	const char *before = state_of_bob(&stall);
	CHECK_ERR(OK, account_merge(&thief, &stall.chen, &stall.arena, &told));
	CHECK_STR(NULL, told);
	CHECK_ERR(ERR_EMPTY, order_review_cart(&stall.chen, &stall.arena, &(struct review){ 0 }));
	CHECK_ERR(ERR_FORBIDDEN, account_merge(&stall.bob, &stall.chen, &stall.arena, &told));
	CHECK_STR(before, state_of_bob(&stall));
	stall_close(&stall);
}

/* What is about the account itself takes no id: a session acts on its own or on none. */
TEST(accounts_are_ones_own)
{
	struct stall stall;
	open_stall(&stall);
	const char *before = state_of_bob(&stall);
	for (int who = CHEN; who < PEOPLE; who++) {
		struct session session = person(&stall, who);
		enum err want = who == CHEN || who == ALICE ? OK : who == DORA ? ERR_NOT_FOUND : ERR_FORBIDDEN;
		CHECK_ERR(want, account_rename(&session, "Somebody"));
		CHECK_ERR(want, account_change_password(&session, NULL, "battery staple"));
		CHECK_ERR(want == OK && who == ALICE ? ERR_STATUS : want,
			account_preview_delete(&session, &stall.arena, &got.departures));
		CHECK_ERR(want ? want : ERR_LOGIN, account_delete(&session, NULL));
		CHECK_STR(before, state_of_bob(&stall));
	}
	stall_close(&stall);
}

TEST(a_read_only_file_says_so)
{
	struct stall stall;
	struct shop *reader;
	struct cart_change change;
	struct review review;
	struct placed placed;
	const char *path = check_path("shop.db");
	stall_open_at(&stall, path);
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 1, &change));
	REQUIRE_OK(shop_open_to_read(&reader, path));
	struct session bob = stall.bob;
	bob.shop = reader;
	REQUIRE_OK(order_review_cart(&bob, &stall.arena, &review));
	CHECK_ERR(ERR_READ_ONLY, order_place(&bob, &stall.arena, &review, NULL, &placed));
	CHECK_ERR(ERR_READ_ONLY, cart_add(&bob, &stall.arena, stall.lamp, 1, &change));
	shop_close(reader);
	stall_close(&stall);
}
