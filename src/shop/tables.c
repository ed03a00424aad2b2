/* The declarations of the store, word for word as the brief has them, and everything that souk adds to the file.
 *
 * What is added must never stand in another program's way: the hidden tables refer to no table of the models by a
 * foreign key, triggers keep them right instead, and no function or collation is used that only souk has. A trigger
 * that another program's sync dropped leaves old content behind; therefore every trigger carries the statement that
 * makes its table right again, and sync runs that whenever it had to make the trigger anew. */
#include "shop/tables.h"

#include "base/err.h"
#include <stddef.h>

static const struct attribute user_attributes[] = {
	{ .name = "name", .type = TYPE_STRING, .not_null = true },
	{ .name = "email", .type = TYPE_STRING, .not_null = true, .unique = true },
	{ .name = "passwordHash", .type = TYPE_STRING, .secret = true },
	{ 0 }
};

static const struct attribute product_attributes[] = {
	{ .name = "title", .type = TYPE_STRING, .not_null = true },
	{ .name = "description", .type = TYPE_TEXT },
	{ .name = "category", .type = TYPE_STRING },
	{ .name = "priceCents", .type = TYPE_INTEGER, .not_null = true, .check = "`priceCents` >= 0" },
	{ .name = "stock", .type = TYPE_INTEGER, .check = "`stock` >= 0" },
	{ .name = "imageUrl", .type = TYPE_STRING },
	{ .name = "retiredAt", .type = TYPE_DATE },
	{ 0 }
};

static const struct attribute no_attributes[] = { { 0 } };

static const struct attribute cart_item_attributes[] = {
	{ .name = "id", .type = TYPE_INTEGER, .primary_key = true, .auto_increment = true },
	{ .name = "quantity", .type = TYPE_INTEGER, .not_null = true, .check = "`quantity` > 0" },
	{ 0 }
};

static const struct attribute order_attributes[] = {
	{ .name = "status", .type = TYPE_STRING, .not_null = true,
		.check = "`status` IN ('placed', 'shipped', 'delivered', 'cancelled')" },
	{ .name = "totalCents", .type = TYPE_INTEGER, .not_null = true, .check = "`totalCents` >= 0" },
	{ 0 }
};

static const struct attribute order_item_attributes[] = {
	{ .name = "id", .type = TYPE_INTEGER, .primary_key = true, .auto_increment = true },
	{ .name = "quantity", .type = TYPE_INTEGER, .not_null = true, .check = "`quantity` > 0" },
	{ .name = "priceCents", .type = TYPE_INTEGER, .not_null = true, .check = "`priceCents` >= 0" },
	{ .name = "title", .type = TYPE_STRING, .not_null = true },
	{ .name = "shippedAt", .type = TYPE_DATE },
	{ 0 }
};

/* name: version, currency, demo, and what else a shop remembers. */
static const struct attribute setting_attributes[] = {
	{ .name = "name", .type = TYPE_STRING, .primary_key = true },
	{ .name = "value", .type = TYPE_TEXT },
	{ 0 }
};

/* A key that a person has spent, and the order that it made. */
static const struct attribute checkout_key_attributes[] = {
	{ .name = "userId", .type = TYPE_INTEGER, .primary_key = true },
	{ .name = "key", .type = TYPE_STRING, .primary_key = true },
	{ .name = "orderId", .type = TYPE_INTEGER, .not_null = true },
	{ 0 }
};

/* Failed logins: who is a digest of the e-mail (people type passwords there), nextAt milliseconds. */
static const struct attribute try_attributes[] = {
	{ .name = "who", .type = TYPE_STRING, .primary_key = true, .secret = true },
	{ .name = "failures", .type = TYPE_INTEGER, .not_null = true },
	{ .name = "nextAt", .type = TYPE_INTEGER, .not_null = true },
	{ 0 }
};

/* Pieces sold of each product, cancelled orders left out; one row a product, kept by the triggers below. */
static const struct attribute sold_attributes[] = {
	{ .name = "productId", .type = TYPE_INTEGER, .primary_key = true },
	{ .name = "sold", .type = TYPE_INTEGER, .not_null = true },
	{ 0 }
};

#define HIDDEN(model, list) \
	{ .name = (model), .attributes = (list), .table_name = (model), .no_timestamps = true, .hidden = true }

const struct model_definition shop_models[] = {
	{ .name = "user", .attributes = user_attributes },
	{ .name = "product", .attributes = product_attributes },
	{ .name = "cart", .attributes = no_attributes },
	{ .name = "cartItem", .attributes = cart_item_attributes },
	{ .name = "order", .attributes = order_attributes },
	{ .name = "orderItem", .attributes = order_item_attributes },
	HIDDEN("soukSettings", setting_attributes),
	HIDDEN("soukCheckoutKeys", checkout_key_attributes),
	HIDDEN("soukTries", try_attributes),
	HIDDEN("soukSold", sold_attributes),
	{ .name = NULL }
};

/* What makes the file a shop's outlives its rows. */
const char *const shop_kept_models[] = { "soukSettings", NULL };

const struct association_definition shop_associations[] = {
	{ .source = "product", .kind = BELONGS_TO, .target = "user", .on_delete = ACTION_CASCADE },
	{ .source = "user", .kind = HAS_MANY, .target = "product" },
	{ .source = "user", .kind = HAS_ONE, .target = "cart",
		.foreign_key = { .name = "userId", .unique = YES }, .on_delete = ACTION_CASCADE },
	{ .source = "cart", .kind = BELONGS_TO, .target = "user", .foreign_key = { .name = "userId" } },
	{ .source = "cart", .kind = BELONGS_TO_MANY, .target = "product", .through = "cartItem" },
	{ .source = "product", .kind = BELONGS_TO_MANY, .target = "cart", .through = "cartItem" },
	{ .source = "order", .kind = BELONGS_TO, .target = "user" },
	{ .source = "user", .kind = HAS_MANY, .target = "order" },
	{ .source = "order", .kind = BELONGS_TO_MANY, .target = "product", .through = "orderItem" },
	{ .source = "product", .kind = BELONGS_TO_MANY, .target = "order", .through = "orderItem",
		.on_delete = ACTION_SET_NULL },
};
const unsigned shop_association_count = sizeof shop_associations / sizeof *shop_associations;

/* Indexes. The foreign keys carts.userId, cartItems.cartId and orderItems.orderId have one by their unique keys. The
 * sort orders of the catalogue hold what walking them needs (not stock, which every order would rewrite) and leave out
 * what is retired, as the catalogue does. The lines of a product hold what a seller's figures need, and those that were
 * not sent come first; an order writes one entry a line, as it would without. */
#define INDEX(name, on) { "index", name, "CREATE INDEX " name " ON " on, NULL }

#define COUNTED(order) "EXISTS (SELECT 1 FROM orders WHERE id = " order " AND status <> 'cancelled')"
/* @change: "+" or "-" and a factor; of every product in the order. */
#define SOLD_BY_ORDER(change, order) \
	"UPDATE soukSold SET sold = sold " change " (SELECT sum(quantity) FROM orderItems" \
	" WHERE orderId = " order " AND productId = soukSold.productId)" \
	" WHERE productId IN (SELECT productId FROM orderItems WHERE orderId = " order ");"

static const char search_rebuild[] = "INSERT INTO soukSearch(soukSearch) VALUES ('rebuild')";
static const char sold_rebuild[] =
	"INSERT INTO soukSold(productId, sold)"
	" SELECT id, coalesce((SELECT sum(i.quantity) FROM orderItems AS i JOIN orders AS o ON o.id = i.orderId"
	" WHERE i.productId = products.id AND o.status <> 'cancelled'), 0) FROM products WHERE true"
	" ON CONFLICT(productId) DO UPDATE SET sold = excluded.sold";
static const char sold_prune[] = "DELETE FROM soukSold WHERE productId NOT IN (SELECT id FROM products)";
static const char keys_rebuild[] =
	"DELETE FROM soukCheckoutKeys WHERE NOT EXISTS"
	" (SELECT 1 FROM orders WHERE orders.id = orderId AND orders.userId = soukCheckoutKeys.userId)";

#define TRIGGER(name, when, body, rebuild) \
	{ "trigger", name, "CREATE TRIGGER " name " " when " BEGIN " body " END", rebuild }
#define SEARCH(name, when, body) TRIGGER(name, when " ON products", body, search_rebuild)
#define SOLD(name, when, body) TRIGGER(name, when, body, sold_rebuild)
#define KEYS(name, when, body) TRIGGER(name, when, body, keys_rebuild)
#define SEARCH_ADD "INSERT INTO soukSearch(rowid, title, description) VALUES (new.id, new.title, new.description);"
#define SEARCH_REMOVE "INSERT INTO soukSearch(soukSearch, rowid, title, description)" \
	" VALUES ('delete', old.id, old.title, old.description);"

const struct addition shop_additions[] = {
	INDEX("soukProductsUser", "products (userId, retiredAt, id, category)"),
	INDEX("soukProductsStock", "products (userId, stock, id, retiredAt)"),
	INDEX("soukProductsOwn", "products (userId, title)"),
	INDEX("soukProductsTitle", "products (title COLLATE NOCASE, id, priceCents, category, userId)"
		" WHERE retiredAt IS NULL"),
	INDEX("soukProductsPrice", "products (priceCents, id, title, category, userId) WHERE retiredAt IS NULL"),
	INDEX("soukProductsNewest", "products (createdAt, id, priceCents, title, category, userId)"
		" WHERE retiredAt IS NULL"),
	INDEX("soukProductsCategory", "products (category, id) WHERE retiredAt IS NULL"),
	INDEX("soukCartItemsProduct", "cartItems (productId)"),
	INDEX("soukOrdersUser", "orders (userId, createdAt, id)"),
	INDEX("soukOrderItemsProduct", "orderItems (productId, shippedAt, orderId, quantity, priceCents)"),
	INDEX("soukCheckoutKeysOrder", "soukCheckoutKeys (orderId)"),
	INDEX("soukTriesNext", "soukTries (nextAt)"),
	INDEX("soukSoldMost", "soukSold (sold, productId)"),

	{ "table", "soukSearch", "CREATE VIRTUAL TABLE soukSearch USING fts5(title, description, content='products',"
		" content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')", search_rebuild },
	SEARCH("soukSearchInsert", "AFTER INSERT", SEARCH_ADD),
	SEARCH("soukSearchDelete", "AFTER DELETE", SEARCH_REMOVE),
	SEARCH("soukSearchUpdate", "AFTER UPDATE OF id, title, description", SEARCH_REMOVE " " SEARCH_ADD),

	SOLD("soukSoldProductInsert", "AFTER INSERT ON products",
		"INSERT INTO soukSold(productId, sold) VALUES (new.id, 0) ON CONFLICT(productId) DO UPDATE SET sold = 0;"),
	TRIGGER("soukSoldProductDelete", "AFTER DELETE ON products",
		"DELETE FROM soukSold WHERE productId = old.id;", sold_prune),
	SOLD("soukSoldProductUpdate", "AFTER UPDATE OF id ON products WHEN old.id <> new.id",
		"INSERT INTO soukSold(productId, sold) VALUES (new.id, 0) ON CONFLICT(productId) DO NOTHING;"
		" DELETE FROM soukSold WHERE productId = old.id;"),
	SOLD("soukSoldItemInsert",
		"AFTER INSERT ON orderItems WHEN new.productId IS NOT NULL AND " COUNTED("new.orderId"),
		"INSERT INTO soukSold(productId, sold) VALUES (new.productId, new.quantity)"
		" ON CONFLICT(productId) DO UPDATE SET sold = sold + excluded.sold;"),
	SOLD("soukSoldItemDelete", "AFTER DELETE ON orderItems WHEN " COUNTED("old.orderId"),
		"UPDATE soukSold SET sold = sold - old.quantity WHERE productId = old.productId;"),
	SOLD("soukSoldItemUpdate", "AFTER UPDATE OF quantity, productId, orderId ON orderItems",
		"UPDATE soukSold SET sold = sold - old.quantity"
		" WHERE productId = old.productId AND " COUNTED("old.orderId") ";"
		" INSERT INTO soukSold(productId, sold) SELECT new.productId, new.quantity"
		" WHERE new.productId IS NOT NULL AND " COUNTED("new.orderId")
		" ON CONFLICT(productId) DO UPDATE SET sold = sold + excluded.sold;"),
	SOLD("soukSoldOrderStatus", "AFTER UPDATE OF status ON orders"
		" WHEN old.id = new.id AND (old.status = 'cancelled') <> (new.status = 'cancelled')",
		SOLD_BY_ORDER("+ iif(new.status = 'cancelled', -1, 1) *", "new.id")),
	SOLD("soukSoldOrderDelete", "BEFORE DELETE ON orders WHEN old.status <> 'cancelled'",
		SOLD_BY_ORDER("-", "old.id")),
	SOLD("soukSoldOrderMove", "BEFORE UPDATE OF id ON orders WHEN old.id <> new.id AND old.status <> 'cancelled'",
		SOLD_BY_ORDER("-", "old.id")),

	KEYS("soukKeysOrderDelete", "AFTER DELETE ON orders", "DELETE FROM soukCheckoutKeys WHERE orderId = old.id;"),
	KEYS("soukKeysUserDelete", "AFTER DELETE ON users", "DELETE FROM soukCheckoutKeys WHERE userId = old.id;"),
	{ NULL, NULL, NULL, NULL }
};

/* All that products feed but soukProductsOwn, which imports look titles up in, and the sold counts. */
const char *const shop_product_additions[] = {
	"soukProductsUser", "soukProductsStock", "soukProductsTitle", "soukProductsPrice", "soukProductsNewest", "soukProductsCategory",
	"soukSearchInsert", "soukSearchDelete", "soukSearchUpdate", NULL
};

struct schema *shop_schema(void)
{
	struct schema *schema = schema_new();
	for (const struct model_definition *model = shop_models; model->name; model++) {
		enum err err = schema_define(schema, model, NULL);
		if (err)
			bug("model '%s': %s", model->name, err_sentence(err));
	}
	enum err err = schema_associate(schema, shop_associations, shop_association_count);
	if (err)
		bug("associations: %s", err_sentence(err));
	return schema;
}
