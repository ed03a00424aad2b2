/* Taking acts back and doing them again: each kind, in order, per person and file, and what happens to the journal. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/files.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/undo.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void open_here(struct stall *stall)
{
	setenv("XDG_STATE_HOME", check_path("state"), 1);
	stall_open_at(stall, check_path("shop.db"));
}

/* One change of the cart, remembered as the screens do. */
static void add(struct stall *stall, struct session *who, int64_t product, int64_t count)
{
	struct cart_change change;
	CHECK_ERR(OK, cart_add(who, &stall->arena, product, count, &change));
	CHECK_ERR(OK, undo_cart_changed(who, &change, 1));
}

static int64_t place(struct stall *stall, struct session *who)
{
	struct review review;
	struct placed placed = { 0 };
	CHECK_ERR(OK, order_review_cart(who, &stall->arena, &review));
	CHECK_ERR(OK, order_place(who, &stall->arena, &review, NULL, &placed));
	CHECK_ERR(OK, undo_order_placed(who, placed.order, true));
	return placed.order;
}

/* "1×2 3×1": products and amounts in the cart. */
static const char *cart_of(struct stall *stall, const struct session *who)
{
	struct cart cart;
	const char *text = "";
	if (!CHECK_ERR(OK, cart_load(who, &stall->arena, &cart)))
		return text;
	for (size_t i = 0; i < cart.count; i++)
		text = arena_format(&stall->arena, "%s%s%lldx%lld", text, i ? " " : "", (long long)cart.lines[i].product.id,
			(long long)cart.lines[i].quantity);
	return text;
}

static const char *undo(struct stall *stall, struct session *who)
{
	const char *told = NULL;
	CHECK_ERR(OK, undo_last(who, &stall->arena, &told));
	return told;
}

static const char *redo(struct stall *stall, struct session *who)
{
	const char *told = NULL;
	CHECK_ERR(OK, undo_redo(who, &stall->arena, &told));
	return told;
}

TEST(each_change_of_the_cart_is_taken_back)
{
	struct stall stall;
	struct cart_change change, *lines;
	const char *told;
	size_t count;
	open_here(&stall);
	CHECK_ERR(ERR_EMPTY, undo_last(&stall.bob, &stall.arena, &told));
	add(&stall, &stall.bob, stall.lamp, 2);
	add(&stall, &stall.bob, stall.tin, 1);
	add(&stall, &stall.bob, stall.lamp, -1);
	REQUIRE_OK(cart_set(&stall.bob, &stall.arena, stall.lamp, 7, &change));
	REQUIRE_OK(undo_cart_changed(&stall.bob, &change, 1));
	REQUIRE_OK(cart_remove(&stall.bob, &stall.arena, stall.tin, &change));
	REQUIRE_OK(undo_cart_changed(&stall.bob, &change, 1));
	add(&stall, &stall.bob, stall.pot, 4);
	REQUIRE_OK(cart_clear(&stall.bob, &stall.arena, &lines, &count));
	REQUIRE_OK(undo_cart_changed(&stall.bob, lines, count));
	static const char *const steps[] = { "", "1x7 3x4", "1x7", "1x7 2x1", "1x1 2x1", "1x2 2x1", "1x2", "" };
	enum { STEPS = sizeof steps / sizeof *steps };
	for (int i = 0; i < STEPS; i++) {
		CHECK_STR(steps[i], cart_of(&stall, &stall.bob));
		if (i + 1 < STEPS)
			CHECK_STR("the cart is as it was before", undo(&stall, &stall.bob));
	}
	CHECK_ERR(ERR_EMPTY, undo_last(&stall.bob, &stall.arena, &told));
	for (int i = STEPS; i-- > 1;) {
		CHECK_STR(steps[i], cart_of(&stall, &stall.bob));
		redo(&stall, &stall.bob);
	}
	CHECK_STR("", cart_of(&stall, &stall.bob));
	CHECK_ERR(ERR_EMPTY, undo_redo(&stall.bob, &stall.arena, &told));
	stall_close(&stall);
}

TEST(nothing_changed_is_nothing_to_take_back)
{
	struct stall stall;
	struct cart_change change;
	const char *told;
	open_here(&stall);
	add(&stall, &stall.bob, stall.tin, 3);
	add(&stall, &stall.bob, stall.tin, 1);
	undo(&stall, &stall.bob);
	CHECK_STR("", cart_of(&stall, &stall.bob));
	CHECK_ERR(ERR_EMPTY, undo_last(&stall.bob, &stall.arena, &told));
	REQUIRE_OK(cart_add(&stall.bob, &stall.arena, stall.lamp, 1, &change));
	stall_close(&stall);
}

TEST(an_order_from_the_cart_is_taken_back)
{
	struct stall stall;
	struct order order;
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 2);
	int64_t id = place(&stall, &stall.bob);
	CHECK_STR("order 1 taken back: stock returned, cart refilled", undo(&stall, &stall.bob));
	CHECK_STR("1x2", cart_of(&stall, &stall.bob));
	CHECK_INT(12, stall_stock(&stall, stall.lamp));
	REQUIRE_OK(order_load(&stall.bob, &stall.arena, id, &order));
	CHECK_INT(ORDER_CANCELLED, order.status);
	CHECK_STR("order 1 stands again, its stock is taken", redo(&stall, &stall.bob));
	CHECK_STR("", cart_of(&stall, &stall.bob));
	CHECK_INT(10, stall_stock(&stall, stall.lamp));
	undo(&stall, &stall.bob);
	CHECK_STR("the cart is as it was before", undo(&stall, &stall.bob));
	CHECK_STR("", cart_of(&stall, &stall.bob));
	stall_close(&stall);
}

TEST(buy_now_is_taken_back_without_the_cart)
{
	struct stall stall;
	struct review review;
	struct placed placed;
	open_here(&stall);
	add(&stall, &stall.bob, stall.tin, 1);
	REQUIRE_OK(order_review_product(&stall.bob, &stall.arena, stall.lamp, 3, &review));
	REQUIRE_OK(order_place(&stall.bob, &stall.arena, &review, NULL, &placed));
	REQUIRE_OK(undo_order_placed(&stall.bob, placed.order, false));
	CHECK_STR("order 1 taken back: stock returned", undo(&stall, &stall.bob));
	CHECK_STR("2x1", cart_of(&stall, &stall.bob));
	CHECK_INT(12, stall_stock(&stall, stall.lamp));
	stall_close(&stall);
}

TEST(a_cancel_is_taken_back)
{
	struct stall stall;
	struct order order;
	const char *told;
	open_here(&stall);
	int64_t id = stall_order(&stall, &stall.bob, stall.tin, 2);
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, id, false, &order));
	REQUIRE_OK(undo_order_cancelled(&stall.bob, id));
	CHECK_INT(3, stall_stock(&stall, stall.tin));
	undo(&stall, &stall.bob);
	CHECK_INT(1, stall_stock(&stall, stall.tin));
	redo(&stall, &stall.bob);
	CHECK_INT(3, stall_stock(&stall, stall.tin));
	stall_set(&stall, stall.tin, "stock", value_integer(1));
	CHECK_ERR(ERR_STOCK, undo_last(&stall.bob, &stall.arena, &told));
	CHECK(strstr(err_sentence(ERR_STOCK), "'Tea tin'") != NULL);
	stall_set(&stall, stall.tin, "stock", value_integer(2));
	undo(&stall, &stall.bob);
	CHECK_INT(0, stall_stock(&stall, stall.tin));
	stall_close(&stall);
}

/* The act stays in the list, and nothing before it is taken back in its place. */
TEST(what_was_sent_stays_done)
{
	struct stall stall;
	const char *told;
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 2);
	place(&stall, &stall.bob);
	stall_run(&stall, "UPDATE orderItems SET shippedAt = createdAt");
	for (int i = 0; i < 2; i++) {
		CHECK_ERR(ERR_STATUS, undo_last(&stall.bob, &stall.arena, &told));
		CHECK(strstr(err_sentence(ERR_STATUS), "order 1") != NULL);
	}
	CHECK_INT(10, stall_stock(&stall, stall.lamp));
	CHECK_STR("", cart_of(&stall, &stall.bob));
	CHECK_ERR(ERR_EMPTY, undo_redo(&stall.bob, &stall.arena, &told));
	stall_close(&stall);
}

TEST(a_new_act_ends_what_could_be_done_again)
{
	struct stall stall;
	const char *told;
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 2);
	undo(&stall, &stall.bob);
	add(&stall, &stall.bob, stall.tin, 1);
	CHECK_ERR(ERR_EMPTY, undo_redo(&stall.bob, &stall.arena, &told));
	undo(&stall, &stall.bob);
	CHECK_ERR(ERR_EMPTY, undo_last(&stall.bob, &stall.arena, &told));
	stall_close(&stall);
}

TEST(fifty_acts_are_kept)
{
	struct stall stall;
	const char *told;
	open_here(&stall);
	for (int i = 0; i < 60; i++)
		add(&stall, &stall.bob, stall.pot, 1);
	for (int i = 0; i < 50; i++)
		undo(&stall, &stall.bob);
	CHECK_STR("3x10", cart_of(&stall, &stall.bob));
	CHECK_ERR(ERR_EMPTY, undo_last(&stall.bob, &stall.arena, &told));
	stall_close(&stall);
}

TEST(each_person_takes_back_their_own)
{
	struct stall stall;
	const char *told;
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 1);
	add(&stall, &stall.chen, stall.lamp, 2);
	add(&stall, &stall.guest, stall.lamp, 3);
	CHECK_ERR(ERR_EMPTY, undo_last(&stall.alice, &stall.arena, &told));
	undo(&stall, &stall.bob);
	CHECK_STR("", cart_of(&stall, &stall.bob));
	CHECK_STR("1x2", cart_of(&stall, &stall.chen));
	undo(&stall, &stall.guest);
	CHECK_STR("", cart_of(&stall, &stall.guest));
	CHECK_STR("1x2", cart_of(&stall, &stall.chen));
	stall_close(&stall);
}

/* A name may lead to another file later, and a new file may get the inode of one that was removed. */
TEST(a_new_file_has_no_past)
{
	struct stall stall;
	const char *told, *path = check_path("shop.db");
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 2);
	place(&stall, &stall.bob);
	stall_close(&stall);
	CHECK_INT(0, unlink(path));
	open_here(&stall);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 1) == 1);
	CHECK_ERR(ERR_EMPTY, undo_last(&stall.bob, &stall.arena, &told));
	stall_close(&stall);
}

/* The path of the only file in the state folder. */
static const char *journal(void)
{
	static char path[4096];
	const char *folder = check_path("state/souk");
	DIR *dir = opendir(folder);
	int found = 0;
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (entry->d_name[0] != '.' && ++found)
			snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
	if (dir)
		closedir(dir);
	CHECK_INT(1, found);
	return path;
}

TEST(the_journal_is_private_and_holds_no_text_of_theirs)
{
	struct stall stall;
	struct stat about;
	struct buffer text = { 0 };
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 2);
	REQUIRE(!stat(journal(), &about));
	CHECK_INT(0600, about.st_mode & 07777);
	REQUIRE(!stat(check_path("state/souk"), &about));
	CHECK_INT(0700, about.st_mode & 07777);
	REQUIRE_OK(files_read(journal(), 1 << 20, &text));
	CHECK_STR("act: cart\nlines: 1 0 2\nundone: no\n\n", text.bytes);
	buffer_release(&text);
	stall_close(&stall);
}

TEST(a_damaged_journal_is_begun_anew)
{
	static const char *const texts[] = { "", "\n\n\n", "nonsense", "act cart\n", "act: cart\n", "act: dance\nlines: 1\n\n",
		"act: cart\nlines: 9999999999999999999999 x\n\n", "act: placed\nlines: 77\n\n", "act: cart\nlines: 1 -5 2\n\n", "\xff\n" };
	struct stall stall;
	const char *told;
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 2);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		REQUIRE_OK(files_replace(journal(), texts[i], strlen(texts[i])));
		enum err err = undo_last(&stall.bob, &stall.arena, &told);
		if (!CHECK(err == OK || err == ERR_EMPTY || err == ERR_NOT_FOUND || err == ERR_INPUT))
			printf("# %s: %s\n", texts[i], err_sentence(err));
		int64_t before = stall_select(&stall, "SELECT coalesce(sum(quantity), 0) FROM cartItems");
		add(&stall, &stall.bob, stall.lamp, 1);
		undo(&stall, &stall.bob);
		CHECK_INT(before, stall_select(&stall, "SELECT coalesce(sum(quantity), 0) FROM cartItems"));
	}
	stall_close(&stall);
}

TEST(without_a_state_folder_nothing_is_taken_back)
{
	struct stall stall;
	const char *told;
	open_here(&stall);
	add(&stall, &stall.bob, stall.lamp, 2);
	CHECK_INT(0, rename(check_path("state/souk"), check_path("away")));
	REQUIRE(!symlink("nowhere/at/all", check_path("state/souk")));
	CHECK(undo_last(&stall.bob, &stall.arena, &told) != OK);
	CHECK_STR("1x2", cart_of(&stall, &stall.bob));
	CHECK_INT(0, unlink(check_path("state/souk")));
	CHECK_INT(0, rename(check_path("away"), check_path("state/souk")));
	undo(&stall, &stall.bob);
	CHECK_STR("", cart_of(&stall, &stall.bob));
	stall_close(&stall);
}
