#include "unit/stall.h"

#include "base/clock.h"
#include "model/record.h"
#include "model/store.h"
#include <stdlib.h>

static void need(enum err err, const char *what)
{
	if (err)
		die(99, "the test's shop: %s: %s", what, err_sentence(err));
}

struct session stall_person(struct stall *stall, const char *name)
{
	struct session session;
	need(account_create(stall->shop, name, arena_format(&stall->arena, "%s@example.org", name), NULL, &session),
		name);
	return session;
}

int64_t stall_product(struct stall *stall, const struct session *seller, const char *title, int64_t price,
	int64_t stock)
{
	struct pair pairs[] = { { "title", value_text(title) }, { "description", value_text("Good to have.") },
		{ "category", value_text("home") }, { "priceCents", value_integer(price) },
		{ "stock", stock < 0 ? value_null() : value_integer(stock) },
		{ "userId", value_integer(seller->user) }, pair_end };
	struct row *row;
	need(model_create(shop_store(stall->shop), &stall->arena, shop_model(stall->shop, "product"), pairs, &row),
		title);
	return row_int(row, "id");
}

void stall_open_at(struct stall *stall, const char *path)
{
	arena_init(&stall->arena);
	need(shop_create(&stall->shop, path, "EUR", true), path);
	account_guest(stall->shop, &stall->guest);
	stall->alice = stall_person(stall, "alice");
	stall->bob = stall_person(stall, "bob");
	stall->chen = stall_person(stall, "chen");
	stall->lamp = stall_product(stall, &stall->alice, "Lamp, brass", 2400, 12);
	stall->tin = stall_product(stall, &stall->alice, "Tea tin", 800, 3);
	stall->pot = stall_product(stall, &stall->alice, "Pot, small", 500, -1);
}

void stall_open(struct stall *stall)
{
	stall_open_at(stall, ":memory:");
}

void stall_close(struct stall *stall)
{
	shop_close(stall->shop);
	arena_release(&stall->arena);
}

void stall_set(struct stall *stall, int64_t product, const char *attribute, struct value value)
{
	struct where where[] = { where_eq("id", value_integer(product)), where_end };
	struct pair pairs[] = { { attribute, value }, pair_end };
	int64_t changed;
	need(model_update(shop_store(stall->shop), shop_model(stall->shop, "product"), where, pairs, &changed),
		attribute);
}

void stall_retire(struct stall *stall, int64_t product)
{
	char stamp[CLOCK_STAMP_SIZE];
	clock_stamp(clock_now(), stamp);
	stall_set(stall, product, "retiredAt", value_text(stamp));
}

int64_t stall_stock(struct stall *stall, int64_t product)
{
	struct row *row;
	need(model_find_by_key(shop_store(stall->shop), &stall->arena, shop_model(stall->shop, "product"),
		value_integer(product), NULL, &row), "stock");
	return !row ? -2 : row_is_null(row, "stock") ? -1 : row_int(row, "stock");
}

int64_t stall_order(struct stall *stall, struct session *session, int64_t product, int64_t quantity)
{
	struct cart_change change;
	struct review review;
	struct placed placed;
	if (cart_add(session, &stall->arena, product, quantity, &change) ||
		order_review_cart(session, &stall->arena, &review) ||
			order_place(session, &stall->arena, &review, NULL, &placed))
			return 0;
	return placed.order;
}

int64_t stall_select(struct stall *stall, const char *sql)
{
	struct table table;
	need(store_select(shop_store(stall->shop), &stall->arena, sql, NULL, 0, &table), sql);
	return table.count ? value_int_or(table_at(&table, 0, 0), -99) : -99;
}

void stall_run(struct stall *stall, const char *sql)
{
	need(store_run(shop_store(stall->shop), sql, NULL, 0, NULL), sql);
}
