/* Makes the large store: 990 people with 100 products each and 100 with 10, which makes 100,000; each has a cart of 20 lines
 * and 20 orders of 3. The last of those with 100 has sold 100,000 lines over two years, 300 orders of which wait. No passwords, as in a demo. Usage: fill FILE */
#include "bench/sample.h"

#include "base/err.h"
#include "model/store.h"
#include "shop/shop.h"

static const char *const statements[] = {
	"INSERT INTO users(name, email, createdAt, updatedAt)"
	" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1090)"
	" SELECT 'Person ' || i, 'user' || i || '@example.org', '2026-01-01 08:00:00.000 +00:00',"
	" '2026-01-01 08:00:00.000 +00:00' FROM n",

	"INSERT INTO products(title, description, category, priceCents, stock, createdAt, updatedAt, userId)"
	" WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 100000),"
	" word(k, made, thing, kind) AS (VALUES (0, 'Brass', 'lamp', 'Lamps'), (1, 'Oak', 'bowl', 'Kitchen'),"
	" (2, 'Linen', 'shirt', 'Clothes'), (3, 'Copper', 'kettle', 'Kitchen'), (4, 'Paper', 'lantern', 'Lamps'),"
	" (5, 'Wool', 'blanket', 'Textiles'), (6, 'Glass', 'bottle', 'Kitchen'))"
	" SELECT a.made || ' ' || b.thing || ' no. ' || i, 'Made by hand in small numbers, the ' || i || 'th of its kind.'"
	" || ' It keeps for years, and what breaks can be mended.', b.kind, 500 + i * 7919 % 20000, 1000000,"
	" strftime('2026-01-01 %H:%M:%S.000 +00:00', i, 'unixepoch'), '2026-01-01 08:00:00.000 +00:00', iif(i < 99000, 1 + i % 990, 991 + i % 100)"
	" FROM n JOIN word AS a ON a.k = i % 7 JOIN word AS b ON b.k = i / 7 % 7",

	"INSERT INTO carts(createdAt, updatedAt, userId)"
	" SELECT '2026-01-01 08:00:00.000 +00:00', '2026-01-01 08:00:00.000 +00:00', id FROM users ORDER BY id",

	"INSERT INTO cartItems(quantity, createdAt, updatedAt, cartId, productId)"
	" WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 20)"
	" SELECT 1 + i % 3, '2026-01-01 08:00:00.000 +00:00', '2026-01-01 08:00:00.000 +00:00', c.id,"
	" 1 + (c.id * 977 + i * 4999) % 100000 FROM carts AS c JOIN n",

	"INSERT INTO orders(status, totalCents, createdAt, updatedAt, userId)"
	" WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 20)"
	" SELECT 'delivered', 6000, strftime('2026-%m-%d 08:00:00.000 +00:00', i * 1000000, 'unixepoch'),"
	" '2026-01-01 08:00:00.000 +00:00', u.id FROM users AS u JOIN n ORDER BY u.id",

	"INSERT INTO orderItems(quantity, priceCents, title, shippedAt, createdAt, updatedAt, orderId, productId)"
	" WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 3)"
	" SELECT 1, 2000, 'Brass lamp', o.createdAt, o.createdAt, o.createdAt, o.id, 1 + (o.id * 31 + i * 17) % 100000"
	" FROM orders AS o JOIN n",

	"INSERT INTO orders(status, totalCents, createdAt, updatedAt, userId)"
	" WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 34014)"
	" SELECT iif(i >= 33714, 'placed', iif(i % 50, 'delivered', 'cancelled')), 6000,"
	" strftime('%Y-%m-%d %H:%M:%S.000 +00:00', 'now', '-' || (31 * (34014 - i)) || ' minutes'),"
	" '2026-01-01 08:00:00.000 +00:00', 1 + i * 7 % 989 FROM n",

	"INSERT INTO orderItems(quantity, priceCents, title, shippedAt, createdAt, updatedAt, orderId, productId)"
	" WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 3),"
	" mine(k, id) AS MATERIALIZED (SELECT row_number() OVER (ORDER BY id) - 1, id FROM products WHERE userId = 990)"
	" SELECT 1 + i, 2000, 'Brass lamp', iif(o.status = 'delivered', o.createdAt, NULL), o.createdAt, o.createdAt, o.id,"
	" mine.id FROM orders AS o CROSS JOIN n CROSS JOIN mine ON mine.k = (o.id * 7919 + i * 31) % 100 WHERE o.id > 21800",
};

static enum err fill(struct store *store, void *context)
{
	(void)context;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		try(store_run(store, statements[i], NULL, 0, NULL));
	return OK;
}

int main(int argc, char **argv)
{
	struct shop *shop;
	if (argc != 2)
		bench_fail("usage: fill FILE");
	enum err err = shop_create(&shop, argv[1], "EUR", true);
	if (!err)
		err = store_transaction(shop_store(shop), fill, NULL);
	if (err)
		bench_fail("%s", err_sentence(err));
	store_tidy(shop_store(shop), 0);
	shop_close(shop);
	return 0;
}
