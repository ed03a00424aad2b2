/* Who may sell what: every act of a seller, by the one whose product it is, by another seller, by who bought it, by somebody
 * who has nothing to do with it, by a guest, by a guest's session that names another's cart, and by an account that is gone.
 * After each act of somebody else, all that is alice's must be as it was. And the acts of alice's on a file that can only
 * be read. */
#include "unit/check.h"
#include "unit/stall.h"

#include "model/store.h"
#include "shop/export.h"
#include "shop/import.h"
#include "shop/sales.h"
#include "shop/shipment.h"
#include <stdio.h>
#include <string.h>

/* Alice's lamp waits in order 1 of bob's, beside a kettle of chen's; her tin was sent to bob in order 2, and is retired. */
enum { WAITING = 1, SENT = 2 };
static int64_t kettle;
static const char *import_by_id, *import_by_title;

static const char *write_file(struct stall *s, const char *name, const char *text)
{
	const char *path = arena_format(&s->arena, "%s/%s", check_folder(), name);
	FILE *file = fopen(path, "w");
	fputs(text, file);
	fclose(file);
	return path;
}

static void open_stall(struct stall *s)
{
	struct cart_change change;
	static int made;
	char path[512];
	snprintf(path, sizeof path, "%s/%d.db", check_folder(), ++made);
	stall_open_at(s, path);
	kettle = stall_product(s, &s->chen, "Kettle", 3850, 4);
	CHECK_ERR(OK, cart_add(&s->bob, &s->arena, kettle, 1, &change));
	CHECK_INT(WAITING, stall_order(s, &s->bob, s->lamp, 1));
	CHECK_INT(SENT, stall_order(s, &s->bob, s->tin, 1));
	CHECK_ERR(OK, shipment_ship(&s->alice, &s->arena, (const int64_t[]){ SENT }, 1));
	CHECK_ERR(OK, selling_retire(&s->alice, &s->arena, &s->tin, 1, true));
	import_by_id = write_file(s, "id.csv", arena_format(&s->arena, "id,price\n%lld,1.00\n", (long long)s->pot));
	import_by_title = write_file(s, "title.csv", "title,price\n\"Lamp, brass\",1.00\n");
}

/* Everything of alice's, and the orders it stands in. */
static const char *state_of_alice(struct stall *s)
{
	static const char sql[] = "SELECT group_concat(line, char(10)) FROM ("
		"SELECT 'product ' || id || ' ' || title || ' ' || ifnull(description, '-') || ' ' || priceCents || ' ' || ifnull(stock, '-')"
		" || ' ' || ifnull(retiredAt, '-') || ' ' || updatedAt || ' ' || userId AS line FROM products WHERE id <= 3"
		" UNION ALL SELECT 'item ' || id || ' ' || ifnull(productId, 'gone') || ' ' || quantity || ' ' || priceCents || ' '"
		" || ifnull(shippedAt, '-') FROM orderItems"
		" UNION ALL SELECT 'order ' || id || ' ' || status FROM orders"
		" UNION ALL SELECT 'user ' || name || ' ' || email FROM users WHERE id = 1"
		" UNION ALL SELECT 'hers ' || count(*) FROM products WHERE userId = 1)";
	struct table table;
	CHECK_ERR(OK, store_select(shop_store(s->shop), &s->arena, sql, NULL, 0, &table));
	return value_str(table_at(&table, 0, 0));
}

/* --- acts --- */

typedef enum err act(struct stall *, struct session *);
static struct product product;
static struct draft_changes changes;
static struct departures departures;
static struct shipments shipments;
static struct shipment shipment;
static struct sales sales;
static struct import_report report;
static const struct product_draft pan = { { [DRAFT_TITLE] = "Pan", [DRAFT_PRICE] = "12" } };
static const struct product_draft cheap = { { [DRAFT_TITLE] = "Cheap", [DRAFT_PRICE] = "1" } };

static enum err add(struct stall *s, struct session *who) { return selling_add(who, &s->arena, &pan, &product); }
static enum err compare(struct stall *s, struct session *who)
{
	return selling_compare(who, &s->arena, s->pot, &cheap, &changes);
}
static enum err edit(struct stall *s, struct session *who)
{
	return selling_edit(who, &s->arena, s->pot, &cheap, NULL, &product);
}
static enum err edit_as_seen(struct stall *s, struct session *who)
{
	CHECK_ERR(OK, catalogue_product(s->shop, &s->arena, s->pot, &product));
	return selling_edit(who, &s->arena, s->pot, &cheap, product.updated, &product);
}
static enum err set_stock(struct stall *s, struct session *who)
{
	return selling_stock_set(who, &s->arena, s->lamp, 7, &product);
}
static enum err add_stock(struct stall *s, struct session *who)
{
	return selling_stock_add(who, &s->arena, s->lamp, 1, &product);
}
static enum err retire(struct stall *s, struct session *who) { return selling_retire(who, &s->arena, &s->lamp, 1, true); }
static enum err retire_both(struct stall *s, struct session *who)
{
	const int64_t both[] = { kettle, s->lamp };
	return selling_retire(who, &s->arena, both, 2, true);
}
static enum err bring_back(struct stall *s, struct session *who)
{
	return selling_retire(who, &s->arena, &s->tin, 1, false);
}
static enum err preview(struct stall *s, struct session *who)
{
	return selling_preview_destroy(who, &s->arena, s->pot, &departures);
}
static enum err destroy(struct stall *s, struct session *who) { return selling_destroy(who, &s->arena, s->pot); }
static enum err destroy_unsent(struct stall *s, struct session *who) { return selling_destroy(who, &s->arena, s->lamp); }
static enum err to_send(struct stall *s, struct session *who)
{
	enum err err = shipment_list(who, &s->arena, false, NULL, false, 10, &shipments);
	return err ? err : shipments.count ? OK : ERR_EMPTY;
}
static enum err was_sent(struct stall *s, struct session *who)
{
	enum err err = shipment_list(who, &s->arena, true, NULL, false, 10, &shipments);
	return err ? err : shipments.count ? OK : ERR_EMPTY;
}
static enum err load(struct stall *s, struct session *who) { return shipment_load(who, &s->arena, SENT, &shipment); }
static enum err ship_sent(struct stall *s, struct session *who)
{
	return shipment_ship(who, &s->arena, (const int64_t[]){ SENT }, 1);
}
static enum err ship_both(struct stall *s, struct session *who)
{
	return shipment_ship(who, &s->arena, (const int64_t[]){ WAITING, SENT }, 2);
}
static enum err figures(struct stall *s, struct session *who)
{
	enum err err = sales_read(who, &s->arena, &sales);
	return err ? err : sales.spans[SALES_ALL_TIME].orders ? OK : ERR_EMPTY;
}
static enum err import(struct stall *s, struct session *who)
{
	return import_products(who, &s->arena, import_by_id, (struct import_wish){ 0 }, &report);
}
static enum err import_skipping(struct stall *s, struct session *who)
{
	enum err err = import_products(who, &s->arena, import_by_id, (struct import_wish){ .skip_bad = true }, &report);
	return err ? err : report.changed_count ? OK : ERR_EMPTY;
}
/* Of the same title as alice's: by anybody else a product of their own. */
static enum err import_title(struct stall *s, struct session *who)
{
	return import_products(who, &s->arena, import_by_title, (struct import_wish){ 0 }, &report);
}
static enum err count_page(void *context, const struct products *page)
{
	*(size_t *)context += page->count;
	return OK;
}
/* Whoever may open the file may export all of it; what is named as one's own is no more than that. */
static enum err export_own(struct stall *s, struct session *who)
{
	size_t count = 0;
	const char *email = who->user == s->alice.user ? "alice@example.org" : who->user == s->bob.user ? "bob@example.org"
		: who->user == s->chen.user ? "chen@example.org" : "dora@example.org";
	enum err err = export_products(s->shop, email, count_page, &count);
	return err ? err : count == (who->user == s->alice.user ? 3 : who->user == s->chen.user ? 1 : 0) ? OK : ERR_EMPTY;
}

/* What each gets: alice, chen (who sells the kettle), bob (who bought from both), erin (who did nothing yet), a guest, a
 * guest whose session names bob's cart, and dora, whose account is gone. A list that gave nothing says ERR_EMPTY. */
enum { ALICE, CHEN, BOB, ERIN, GUEST, THIEF, DORA, PEOPLE };
static const char *const names[PEOPLE] = { "alice", "chen", "bob", "erin", "a guest", "a thief", "one who is gone" };
#define NOT_YOURS ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_FORBIDDEN
#define BAD_ROW ERR_INPUT, ERR_INPUT, ERR_INPUT, ERR_FORBIDDEN, ERR_FORBIDDEN
#define UNKNOWN ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND
#define NO_SHIPMENT ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_NOT_FOUND
static const struct { const char *name; act *run; bool reads; enum err want[PEOPLE]; } acts[] = {
	{ "add", add, false, { OK, OK, OK, OK, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_NOT_FOUND } },
	{ "compare", compare, true, { OK, NOT_YOURS } },
	{ "edit", edit, false, { OK, NOT_YOURS } },
	{ "edit as seen", edit_as_seen, false, { OK, NOT_YOURS } },
	{ "set the stock", set_stock, false, { OK, NOT_YOURS } },
	{ "add to the stock", add_stock, false, { OK, NOT_YOURS } },
	{ "retire", retire, false, { OK, NOT_YOURS } },
	{ "retire with another's", retire_both, false, { ERR_FORBIDDEN, NOT_YOURS } },
	{ "bring back", bring_back, false, { OK, NOT_YOURS } },
	{ "preview of destroying", preview, true, { OK, NOT_YOURS } },
	{ "destroy", destroy, false, { OK, NOT_YOURS } },
	{ "destroy what waits", destroy_unsent, false, { ERR_STATUS, NOT_YOURS } },
	{ "list what is to be sent", to_send, true, { OK, OK, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY } },
	{ "list what was sent", was_sent, true, { OK, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY } },
	{ "read a shipment", load, true, { OK, UNKNOWN } },
	{ "ship what was sent", ship_sent, false, { ERR_STATUS, NO_SHIPMENT } },
	{ "ship with what was sent", ship_both, false, { ERR_STATUS, NO_SHIPMENT } },
	{ "read sales", figures, true, { OK, OK, ERR_EMPTY, ERR_EMPTY, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_EMPTY } },
	{ "import by id", import, false, { OK, BAD_ROW, ERR_NOT_FOUND } },
	{ "import by id, skipping", import_skipping, false,
		{ OK, ERR_EMPTY, ERR_EMPTY, ERR_EMPTY, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_NOT_FOUND } },
	{ "import by title", import_title, false, { OK, OK, OK, OK, ERR_FORBIDDEN, ERR_FORBIDDEN, ERR_NOT_FOUND } },
	{ "export one's own", export_own, true, { OK, OK, OK, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND } },
};
enum { ACTS = sizeof acts / sizeof *acts };

static struct session person(struct stall *s, int who)
{
	struct session sessions[PEOPLE] = { s->alice, s->chen, s->bob, { 0 }, s->guest, s->guest, { 0 } };
	if (who == THIEF)
		sessions[THIEF].guest_cart = stall_select(s, "SELECT id FROM carts WHERE userId = 2");
	if (who == ERIN || who == DORA)
		sessions[who] = stall_person(s, who == ERIN ? "erin" : "dora");
	if (who == DORA)
		stall_run(s, "DELETE FROM users WHERE name = 'dora'");
	return sessions[who];
}

static void try_act(int index, int who)
{
	struct stall s;
	open_stall(&s);
	struct session session = person(&s, who);
	const char *before = state_of_alice(&s);
	enum err err = acts[index].run(&s, &session);
	if (!CHECK_STR(err_name(acts[index].want[who]), err_name(err)))
		printf("# %s, by %s: %s\n", acts[index].name, names[who], err ? err_sentence(err) : "done");
	if ((who != ALICE || err || acts[index].reads) && !CHECK_STR(before, state_of_alice(&s)))
		printf("# %s, by %s\n", acts[index].name, names[who]);
	if (!err && who == ALICE && !acts[index].reads)
		CHECK(strcmp(before, state_of_alice(&s)));
	stall_close(&s);
}

static void try_all(int who)
{
	for (int i = 0; i < ACTS; i++)
		try_act(i, who);
}

TEST(the_seller_may) { try_all(ALICE); }
TEST(another_seller_may_not) { try_all(CHEN); }
TEST(the_buyer_may_not) { try_all(BOB); }
TEST(somebody_may_not) { try_all(ERIN); }
TEST(a_guest_may_not) { try_all(GUEST); }
TEST(a_guest_who_names_a_cart_may_not) { try_all(THIEF); }
TEST(an_account_that_is_gone_may_not) { try_all(DORA); }

/* An order of two sellers: each sends and sees the own lines alone. */
TEST(a_seller_ships_the_own_lines_alone)
{
	struct stall s;
	open_stall(&s);
	REQUIRE_OK(shipment_load(&s.chen, &s.arena, WAITING, &shipment));
	CHECK_INT(1, shipment.count);
	CHECK_STR("Kettle", shipment.lines[0].title);
	REQUIRE_OK(shipment_ship(&s.chen, &s.arena, (const int64_t[]){ WAITING }, 1));
	CHECK_INT(1, stall_select(&s, "SELECT count(*) FROM orderItems WHERE orderId = 1 AND shippedAt IS NOT NULL"));
	CHECK_INT(1, stall_select(&s, "SELECT status = 'placed' FROM orders WHERE id = 1"));
	CHECK_ERR(ERR_STATUS, selling_destroy(&s.alice, &s.arena, s.lamp));
	REQUIRE_OK(shipment_ship(&s.alice, &s.arena, (const int64_t[]){ WAITING }, 1));
	CHECK_INT(1, stall_select(&s, "SELECT status = 'shipped' FROM orders WHERE id = 1"));
	stall_close(&s);
}

TEST(a_file_that_can_only_be_read_says_so)
{
	for (int i = 0; i < ACTS; i++) {
		struct stall s;
		open_stall(&s);
		struct session reader = s.alice;
		const char *before = state_of_alice(&s);
		struct shop *shop = s.shop;
		REQUIRE_OK(shop_open_to_read(&reader.shop, shop_path(shop)));
		s.shop = reader.shop;
		enum err err = acts[i].run(&s, &reader), want = acts[i].reads ? acts[i].want[ALICE] : ERR_READ_ONLY;
		if (!CHECK_STR(err_name(want), err_name(err)))
			printf("# %s: %s\n", acts[i].name, err ? err_sentence(err) : "done");
		shop_close(reader.shop);
		s.shop = shop;
		CHECK_STR(before, state_of_alice(&s));
		stall_close(&s);
	}
}
