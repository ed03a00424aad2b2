/* What souk adds to the file: that it is there, that it keeps counts and search right whatever is done to the rows, and
 * that it comes back after another program dropped it. */
#include "unit/check.h"
#include "unit/stall.h"

#include "base/files.h"
#include "base/vec.h"
#include "model/record.h"
#include "model/store.h"
#include "model/sync.h"
#include "shop/tables.h"
#include <stdlib.h>
#include <string.h>

static const char wrong_counts[] =
	"SELECT count(*) FROM products AS p LEFT JOIN soukSold AS s ON s.productId = p.id WHERE s.sold IS NOT"
	" (SELECT coalesce(sum(i.quantity), 0) FROM orderItems AS i JOIN orders AS o ON o.id = i.orderId"
	" WHERE i.productId = p.id AND o.status <> 'cancelled')";
static const char sold_of_lamp[] = "SELECT sold FROM soukSold WHERE productId = 1";

TEST(additions_are_all_there)
{
	struct stall stall;
	struct sync_finding *findings;
	size_t count;
	stall_open(&stall);
	REQUIRE_OK(store_inspect(shop_store(stall.shop), &stall.arena, shop_additions, &findings, &count));
	for (size_t i = 0; i < count; i++)
		CHECK_STR(NULL, findings[i].sentence);
	CHECK_INT(0, stall_select(&stall,
		"SELECT count(*) FROM sqlite_schema WHERE name LIKE 'souk%' AND sql LIKE '%REFERENCES%'"));
	stall_close(&stall);
}

TEST(every_foreign_key_has_an_index)
{
	struct stall stall;
	stall_open(&stall);
	CHECK_INT(7, stall_select(&stall,
		"SELECT count(*) FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) WHERE t.type = 'table'"));
	CHECK_INT(0, stall_select(&stall,
		"SELECT count(*) FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k"
		" WHERE t.type = 'table' AND NOT EXISTS"
		" (SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c"
		" WHERE c.seqno = 0 AND c.name = k.\"from\" AND NOT i.partial)"));
	stall_close(&stall);
}

TEST(values_out_of_range_are_refused)
{
	static const char *const statements[] = {
		"UPDATE products SET stock = -1 WHERE id = 1", "UPDATE products SET priceCents = -1 WHERE id = 1",
		"INSERT INTO orders (status, totalCents, createdAt, updatedAt) VALUES ('lost', 1, 'x', 'x')",
		"INSERT INTO orders (status, totalCents, createdAt, updatedAt) VALUES ('placed', -1, 'x', 'x')",
		"INSERT INTO orderItems (quantity, priceCents, title, createdAt, updatedAt)"
		" VALUES (0, 1, 'x', 'x', 'x')",
		"INSERT INTO orderItems (quantity, priceCents, title, createdAt, updatedAt)"
		" VALUES (1, -1, 'x', 'x', 'x')",
		"INSERT INTO cartItems (quantity, createdAt, updatedAt) VALUES (0, 'x', 'x')",
	};
	struct stall stall;
	stall_open(&stall);
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		CHECK_ERR(ERR_CHECK_CONSTRAINT, store_run(shop_store(stall.shop), statements[i], NULL, 0, NULL));
	stall_close(&stall);
}

TEST(search_follows_every_change)
{
	struct stall stall;
	stall_open(&stall);
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM soukSearch WHERE soukSearch MATCH 'bra*'"));
	stall_set(&stall, stall.lamp, "title", value_text("Lámpara"));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM soukSearch WHERE soukSearch MATCH 'bra*'"));
	CHECK_INT(1, stall_select(&stall, "SELECT rowid FROM soukSearch WHERE soukSearch MATCH 'lampa*'"));
	stall_run(&stall, "UPDATE products SET id = 77 WHERE id = 1");
	CHECK_INT(77, stall_select(&stall, "SELECT rowid FROM soukSearch WHERE soukSearch MATCH 'lampa*'"));
	stall_run(&stall, "DELETE FROM products WHERE id = 77");
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM soukSearch WHERE soukSearch MATCH 'lampa*'"));
	stall_run(&stall, "INSERT INTO soukSearch(soukSearch, rank) VALUES ('integrity-check', 1)");
	stall_close(&stall);
}

TEST(stock_changes_leave_search_alone)
{
	struct stall stall;
	stall_open(&stall);
	int64_t before = stall_select(&stall, "SELECT total_changes()");
	stall_run(&stall, "UPDATE products SET stock = 5 WHERE id = 1");
	CHECK_INT(1, stall_select(&stall, "SELECT total_changes()") - before);
	stall_close(&stall);
}

TEST(sold_counts_follow_cancel_and_undo)
{
	struct stall stall;
	struct order order;
	stall_open(&stall);
	int64_t id = stall_order(&stall, &stall.bob, stall.lamp, 2);
	REQUIRE(id > 0);
	CHECK_INT(2, stall_select(&stall, sold_of_lamp));
	REQUIRE_OK(order_cancel(&stall.bob, &stall.arena, id, false, &order));
	CHECK_INT(0, stall_select(&stall, sold_of_lamp));
	REQUIRE_OK(order_uncancel(&stall.bob, &stall.arena, id, &order));
	CHECK_INT(2, stall_select(&stall, sold_of_lamp));
	stall_run(&stall, "UPDATE orders SET status = 'shipped'");
	CHECK_INT(2, stall_select(&stall, sold_of_lamp));
	stall_run(&stall, "DELETE FROM orders");
	CHECK_INT(0, stall_select(&stall, sold_of_lamp));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM orderItems"));
	stall_close(&stall);
}

TEST(sold_counts_go_with_the_product)
{
	struct stall stall;
	stall_open(&stall);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 2) > 0);
	stall_run(&stall, "DELETE FROM products WHERE id = 1");
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM soukSold WHERE productId = 1"));
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM orderItems WHERE productId IS NULL AND quantity = 2"));
	CHECK_INT(0, stall_select(&stall, wrong_counts));
	stall_close(&stall);
}

TEST(sold_counts_follow_changed_keys)
{
	struct stall stall;
	stall_open(&stall);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 2) > 0);
	stall_run(&stall, "UPDATE orders SET id = 500");
	CHECK_INT(2, stall_select(&stall, sold_of_lamp));
	stall_run(&stall, "UPDATE products SET id = 90 WHERE id = 1");
	CHECK_INT(2, stall_select(&stall, "SELECT sold FROM soukSold WHERE productId = 90"));
	stall_run(&stall, "UPDATE orders SET id = 501, status = 'cancelled'");
	CHECK_INT(0, stall_select(&stall, "SELECT sold FROM soukSold WHERE productId = 90"));
	stall_run(&stall, "UPDATE orders SET id = 502, status = 'placed'");
	CHECK_INT(2, stall_select(&stall, "SELECT sold FROM soukSold WHERE productId = 90"));
	CHECK_INT(0, stall_select(&stall, wrong_counts));
	stall_close(&stall);
}

/* Whatever another program writes, in any order: after each statement the counts are what the rows say. */
TEST(sold_counts_survive_anything)
{
	static const char *const statements[] = {
		"INSERT INTO orders (status, totalCents, createdAt, updatedAt) VALUES ('placed', 0, 'x', 'x')",
		"INSERT INTO orders (status, totalCents, createdAt, updatedAt) VALUES ('cancelled', 0, 'x', 'x')",
		"INSERT OR IGNORE INTO orderItems (quantity, priceCents, title, createdAt, updatedAt,"
		" orderId, productId) VALUES (1 + abs(random() % 5), 1, 't', 'x', 'x',"
		" (SELECT id FROM orders ORDER BY random() LIMIT 1),"
		" (SELECT id FROM products ORDER BY random() LIMIT 1))",
		"INSERT INTO orderItems (quantity, priceCents, title, createdAt, updatedAt, productId)"
		" VALUES (2, 1, 't', 'x', 'x', (SELECT id FROM products ORDER BY random() LIMIT 1))",
		"UPDATE OR IGNORE orderItems SET orderId = (SELECT id FROM orders ORDER BY random() LIMIT 1)"
		" WHERE id = (SELECT id FROM orderItems ORDER BY random() LIMIT 1)",
		"UPDATE OR IGNORE orderItems SET productId = (SELECT id FROM products ORDER BY random() LIMIT 1)"
		" WHERE id = (SELECT id FROM orderItems ORDER BY random() LIMIT 1)",
		"UPDATE orderItems SET quantity = quantity + 1"
		" WHERE id = (SELECT id FROM orderItems ORDER BY random() LIMIT 1)",
		"DELETE FROM orderItems"
		" WHERE id = (SELECT id FROM orderItems ORDER BY random() LIMIT 1)",
		"UPDATE orders SET status = 'cancelled'"
		" WHERE id = (SELECT id FROM orders ORDER BY random() LIMIT 1)",
		"UPDATE orders SET status = 'placed'"
		" WHERE id = (SELECT id FROM orders ORDER BY random() LIMIT 1)",
		"UPDATE orders SET id = (SELECT max(id) + 1 FROM orders)"
		" WHERE id = (SELECT id FROM orders ORDER BY random() LIMIT 1)",
		"DELETE FROM orders"
		" WHERE id = (SELECT id FROM orders ORDER BY random() LIMIT 1) AND random() % 3 = 0",
		"INSERT INTO products (title, priceCents, createdAt, updatedAt) VALUES ('t', 1, 'x', 'x')",
		"UPDATE products SET id = (SELECT max(id) + 1 FROM products)"
		" WHERE id = (SELECT id FROM products ORDER BY random() LIMIT 1)",
		"DELETE FROM products"
		" WHERE id = (SELECT id FROM products ORDER BY random() LIMIT 1) AND random() % 3 = 0",
	};
	enum { COUNT = sizeof statements / sizeof *statements };
	struct stall stall;
	stall_open(&stall);
	srand(20261122);
	for (int i = 0; i < 2000; i++) {
		const char *sql = statements[rand() % COUNT];
		stall_run(&stall, sql);
		if (stall_select(&stall, wrong_counts)) {
			CHECK_STR("counts as the rows", sql);
			break;
		}
		arena_reset(&stall.arena);
	}
	CHECK(stall_select(&stall, "SELECT sum(sold) FROM soukSold") > 0);
	stall_close(&stall);
}

TEST(keys_go_with_their_order_and_person)
{
	struct stall stall;
	stall_open(&stall);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 1) > 0);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 1) > 0);
	REQUIRE(stall_order(&stall, &stall.chen, stall.lamp, 1) > 0);
	CHECK_INT(3, stall_select(&stall, "SELECT count(*) FROM soukCheckoutKeys"));
	stall_run(&stall, "DELETE FROM orders WHERE id = 1");
	CHECK_INT(2, stall_select(&stall, "SELECT count(*) FROM soukCheckoutKeys"));
	stall_run(&stall, "DELETE FROM users WHERE email = 'chen@example.org'");
	CHECK_INT(1, stall_select(&stall, "SELECT count(*) FROM soukCheckoutKeys"));
	stall_close(&stall);
}

/* As Node's sync({ force: true }) leaves the file: our triggers gone, our tables with old content. */
TEST(what_another_program_dropped_comes_back)
{
	struct stall stall;
	const char *repaired;
	const char *path = check_path("dropped.db");
	stall_open_at(&stall, path);
	REQUIRE(stall_order(&stall, &stall.bob, stall.lamp, 2) > 0);
	for (const struct addition *a = shop_additions; a->name; a++)
		if (!strcmp(a->type, "trigger"))
			stall_run(&stall, arena_format(&stall.arena, "DROP TRIGGER %s", a->name));
	stall_run(&stall, "UPDATE products SET title = 'Quilt' WHERE id = 1");
	stall_run(&stall, "UPDATE orderItems SET quantity = 5");
	shop_close(stall.shop);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	CHECK(repaired && strstr(repaired, "soukSearchInsert"));
	CHECK_INT(1, stall_select(&stall, "SELECT rowid FROM soukSearch WHERE soukSearch MATCH 'quilt'"));
	CHECK_INT(5, stall_select(&stall, sold_of_lamp));
	shop_close(stall.shop);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	CHECK_STR(NULL, repaired);
	stall_close(&stall);
}

/* The tables dropped and made again as Sequelize makes them, and filled by its mixins, which use their ids anew. */
static void force_as_node(struct stall *stall)
{
	static const char *const tables[] = { "orderItems", "orders", "cartItems", "carts", "products", "users" };
	struct buffer schema = { 0 };
	const char *folder = getenv("srcdir");
	stall_run(stall, "PRAGMA foreign_keys = OFF");
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		stall_run(stall, arena_format(&stall->arena, "DROP TABLE %s", tables[i]));
	CHECK_ERR(OK, files_read(arena_format(&stall->arena, "%s/tests/fixtures/store-schema.sql", folder ? folder : "."),
		1 << 20, &schema));
	for (char *at = schema.bytes, *end; at && (end = strchr(at, ';')); at = end + 1) {
		*end = '\0';
		stall_run(stall, at);
	}
	buffer_release(&schema);
	stall_run(stall, "INSERT INTO users (name, email, createdAt, updatedAt) VALUES ('ida', 'ida@example.org', 'x', 'x')");
	stall_run(stall, "INSERT INTO products (title, priceCents, stock, userId, createdAt, updatedAt)"
		" VALUES ('Quilt', 900, 4, 1, 'x', 'x')");
	stall_run(stall, "INSERT INTO orders (status, totalCents, userId, createdAt, updatedAt) VALUES ('placed', 1800, 1, 'x', 'x')");
	stall_run(stall, "INSERT INTO orderItems (quantity, priceCents, title, orderId, productId, createdAt, updatedAt)"
		" VALUES (2, 900, 'Quilt', 1, 1, 'x', 'x')");
}

TEST(after_nodes_force_all_is_right_again)
{
	struct stall stall;
	struct sync_finding *findings;
	size_t count;
	const char *repaired, *path = check_path("forced.db");
	stall_open_at(&stall, path);
	REQUIRE(stall_order(&stall, &stall.bob, stall.tin, 2) > 0);
	force_as_node(&stall);
	shop_close(stall.shop);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	CHECK(repaired && strstr(repaired, "and "));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM soukSearch WHERE soukSearch MATCH 'lamp OR tin'"));
	CHECK_INT(1, stall_select(&stall, "SELECT rowid FROM soukSearch WHERE soukSearch MATCH 'quilt'"));
	CHECK_INT(2, stall_select(&stall, "SELECT sum(sold) FROM soukSold"));
	CHECK_INT(0, stall_select(&stall, wrong_counts));
	CHECK_INT(0, stall_select(&stall, "SELECT count(*) FROM soukCheckoutKeys"));
	REQUIRE_OK(store_inspect(shop_store(stall.shop), &stall.arena, shop_additions, &findings, &count));
	CHECK(count > 0);
	for (size_t i = 0; i < count; i++)
		CHECK(strstr(findings[i].sentence, "lacks CHECK") && !findings[i].strange);
	shop_close(stall.shop);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	CHECK_STR(NULL, repaired);
	struct session bob = stall_person(&stall, "bob");
	CHECK_INT(2, stall_order(&stall, &bob, 1, 3));
	CHECK_INT(1, stall_stock(&stall, 1));
	stall_close(&stall);
}

/* Each addition by itself: dropped, and changed behind our back. */
TEST(every_addition_comes_back)
{
	struct stall stall;
	const char *repaired, *path = check_path("dropped.db");
	stall_open_at(&stall, path);
	for (const struct addition *a = shop_additions; a->name; a++) {
		stall_run(&stall, arena_format(&stall.arena, "DROP %s %s", a->type, a->name));
		if (strcmp(a->type, "table"))
			stall_run(&stall, arena_format(&stall.arena, !strcmp(a->type, "index") ? "CREATE INDEX %s ON products (stock)" :
				"CREATE TRIGGER %s AFTER INSERT ON carts BEGIN DELETE FROM users; END", a->name));
		shop_close(stall.shop);
		REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
		CHECK(repaired && strstr(repaired, a->name));
		CHECK(!strncmp(a->name, "soukSearch", 10) == (repaired && strstr(repaired, "search was built anew")));
		shop_close(stall.shop);
		REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
		CHECK_STR(NULL, repaired);
	}
	stall_close(&stall);
}

TEST(a_view_of_somebody_else_makes_it_foreign)
{
	struct stall stall;
	struct shop *again;
	const char *repaired, *path = check_path("strange.db");
	stall_open_at(&stall, path);
	stall_run(&stall, "CREATE VIEW evil AS SELECT * FROM users");
	CHECK_ERR(ERR_FOREIGN, shop_open(&again, &stall.arena, path, &repaired));
	CHECK(strstr(err_sentence(ERR_FOREIGN), "evil") != NULL);
	stall_run(&stall, "DROP VIEW evil");
	stall_run(&stall, "CREATE TABLE theirs (x)");
	stall_run(&stall, "CREATE INDEX theirIndex ON products (stock)");
	REQUIRE_OK(shop_open(&again, &stall.arena, path, &repaired));
	shop_close(again);
	stall_close(&stall);
}

TEST(a_trigger_of_somebody_else_makes_it_foreign)
{
	struct stall stall;
	struct shop *again;
	const char *repaired, *path = check_path("strange.db");
	stall_open_at(&stall, path);
	stall_run(&stall, "CREATE TRIGGER evil AFTER INSERT ON orders BEGIN DELETE FROM carts; END");
	CHECK_ERR(ERR_FOREIGN, shop_open(&again, &stall.arena, path, &repaired));
	CHECK(strstr(err_sentence(ERR_FOREIGN), "evil") != NULL);
	CHECK_ERR(ERR_FOREIGN, shop_open_to_read(&again, path));
	stall_close(&stall);
}

TEST(files_that_are_no_shop)
{
	struct stall stall;
	struct shop *shop;
	const char *repaired, *path = check_path("shop.db");
	stall_open_at(&stall, path);
	CHECK_ERR(ERR_TAKEN, shop_create(&shop, path, "EUR", false));
	CHECK_ERR(ERR_INPUT, shop_create(&shop, check_path("other.db"), "EURO", false));
	REQUIRE_OK(store_set_identity(shop_store(stall.shop), SHOP_APPLICATION_ID, SHOP_VERSION + 1));
	CHECK_ERR(ERR_NEWER, shop_open(&shop, &stall.arena, path, &repaired));
	REQUIRE_OK(store_set_identity(shop_store(stall.shop), 7, 1));
	CHECK_ERR(ERR_FOREIGN, shop_open(&shop, &stall.arena, path, &repaired));
	CHECK(shop == NULL);
	stall_close(&stall);
}

TEST(settings_are_kept)
{
	struct stall stall;
	const char *value, *repaired, *path = check_path("shop.db");
	int64_t models, products;
	stall_open_at(&stall, path);
	REQUIRE_OK(shop_setting(stall.shop, &stall.arena, "greeting", &value));
	CHECK_STR(NULL, value);
	REQUIRE_OK(shop_set_setting(stall.shop, "greeting", "one"));
	REQUIRE_OK(shop_set_setting(stall.shop, "greeting", "two"));
	shop_close(stall.shop);
	REQUIRE_OK(shop_open(&stall.shop, &stall.arena, path, &repaired));
	REQUIRE_OK(shop_setting(stall.shop, &stall.arena, "greeting", &value));
	CHECK_STR("two", value);
	CHECK_STR("EUR", shop_currency(stall.shop).code);
	CHECK(shop_is_demo(stall.shop) && !shop_is_read_only(stall.shop));
	REQUIRE_OK(shop_counts(stall.shop, &models, &products));
	CHECK_INT(6, models);
	CHECK_INT(3, products);
	stall_close(&stall);
}
