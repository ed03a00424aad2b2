/* Receipts in their three forms: from the snapshots, aligned by cells, harmless whatever the titles hold. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/encode.h"
#include "shop/receipt.h"
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A lamp and two pots, ordered on a fixed day; afterwards prices and titles change, and the lamp is destroyed. */
static void open_ordered(struct stall *stall, struct order *order)
{
	struct cart_change change;
	setenv("TZ", "UTC", 1);
	tzset();
	CHECK(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	text_use_utf8(true);
	clock_set(INT64_C(1795356067000));
	stall_open(stall);
	stall_set(stall, stall->pot, "title", value_text("茶壺 \x1b[31m|*small*|"));
	CHECK_ERR(OK, cart_add(&stall->bob, &stall->arena, stall->pot, 2, &change));
	CHECK_INT(1, stall_order(stall, &stall->bob, stall->lamp, 1));
	stall_set(stall, stall->pot, "priceCents", value_integer(9900));
	stall_set(stall, stall->pot, "title", value_text("Brick"));
	stall_run(stall, "DELETE FROM products WHERE id = 1");
	CHECK_ERR(OK, order_load(&stall->bob, &stall->arena, 1, order));
}

static const char *receipt(struct stall *stall, const struct order *order, enum receipt_form form)
{
	struct buffer out = { 0 };
	receipt_write(&out, &stall->bob, order, form);
	const char *text = arena_string(&stall->arena, out.bytes);
	buffer_release(&out);
	return text;
}

TEST(as_text)
{
	struct stall stall;
	struct order order;
	open_ordered(&stall, &order);
	CHECK_STR("Order 1 of bob, 22 Nov 2026, 14:01, placed\n\n"
		"     2  茶壺 ␛[31m|*small*|                       5.00       10.00\n"
		"     1  Lamp, brass                              24.00       24.00\n"
		"                                             total EUR       34.00\n", receipt(&stall, &order, RECEIPT_TEXT));
	stall_close(&stall);
}

TEST(as_markdown)
{
	struct stall stall;
	struct order order;
	open_ordered(&stall, &order);
	CHECK_STR("# Order 1\n\nbob, 22 Nov 2026, 14:01, placed\n\n"
		"| amount | product | each | line |\n| ---: | --- | ---: | ---: |\n"
		"| 2 | 茶壺 ␛\\[31m\\|\\*small\\*\\| | 5.00 | 10.00 |\n"
		"| 1 | Lamp, brass | 24.00 | 24.00 |\n"
		"| | **total** | | **34.00 EUR** |\n", receipt(&stall, &order, RECEIPT_MARKDOWN));
	stall_close(&stall);
}

/* SQLite reads it back. */
TEST(as_json)
{
	struct stall stall;
	struct order order;
	struct table table;
	open_ordered(&stall, &order);
	struct value json = value_text(receipt(&stall, &order, RECEIPT_JSON));
	REQUIRE_OK(store_select(shop_store(stall.shop), &stall.arena, "SELECT json_valid(?1), ?1 ->> '$.totalCents',"
		" ?1 ->> '$.status', ?1 ->> '$.orderItems[0].title', ?1 ->> '$.orderItems[0].priceCents',"
		" ?1 ->> '$.orderItems[0].priceCentsNow', ?1 -> '$.orderItems[1].productId', ?1 -> '$.orderItems[1].priceCentsNow',"
		" ?1 -> '$.orderItems[1].shippedAt', json_array_length(?1, '$.orderItems')", &json, 1, &table));
	CHECK_INT(1, table_at(&table, 0, 0).integer);
	CHECK_INT(3400, table_at(&table, 0, 1).integer);
	CHECK_STR("placed", value_str(table_at(&table, 0, 2)));
	CHECK_STR("茶壺 \x1b[31m|*small*|", value_str(table_at(&table, 0, 3)));
	CHECK_INT(500, table_at(&table, 0, 4).integer);
	CHECK_INT(9900, table_at(&table, 0, 5).integer);
	for (size_t i = 6; i < 9; i++)
		CHECK_STR("null", value_str(table_at(&table, 0, i)));
	CHECK_INT(2, table_at(&table, 0, 9).integer);
	CHECK(!strchr(json.text, 0x1b));
	stall_close(&stall);
}

/* The names of the fields are the attributes' names. */
static const char *keys_of(struct stall *stall, const struct buffer *json)
{
	struct table table;
	struct value text = value_text(json->bytes);
	CHECK_ERR(OK, store_select(shop_store(stall->shop), &stall->arena,
		"SELECT group_concat(key, ' ') FROM json_each(?1)", &text, 1, &table));
	return value_str(table_at(&table, 0, 0));
}

TEST(things_have_the_attributes_names)
{
	struct stall stall;
	struct order order;
	struct product product;
	struct cart cart;
	struct people people;
	struct buffer text = { 0 };
	struct json json = { .to = &text };
	open_ordered(&stall, &order);
	REQUIRE_OK(catalogue_product(stall.shop, &stall.arena, stall.tin, &product));
	encode_product(&json, &product);
	CHECK_STR("id title description category priceCents stock imageUrl retiredAt createdAt updatedAt userId sold user",
		keys_of(&stall, &text));
	buffer_clear(&text);
	json = (struct json){ .to = &text };
	REQUIRE_OK(cart_load(&stall.bob, &stall.arena, &cart));
	encode_cart_changed(&json, &cart, &(struct cart_change){ .capped = true });
	CHECK_STR("id cartItems quantity totalCents capped", keys_of(&stall, &text));
	buffer_clear(&text);
	json = (struct json){ .to = &text };
	REQUIRE_OK(account_people(stall.shop, &stall.arena, NULL, &people));
	encode_person(&json, &people.items[0]);
	CHECK_STR("id name email hasPassword products carts orders createdAt", keys_of(&stall, &text));
	buffer_release(&text);
	stall_close(&stall);
}
