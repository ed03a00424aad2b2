/* The invariants of a shop's file. Structure is what any program on the file must keep; rules are the shop's own, and
 * another program that only knows the associations may break them without doing wrong.
 *
 * The rules are plain SQL on purpose: a check that read through the same code as it checks would believe its mistakes. */
#include "shop/check.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/store.h"
#include "model/sync.h"
#include "shop/tables.h"

enum { FINDINGS_EACH = 100 };

/* Each query gives one sentence a row. */
static const struct { const char *what, *sql; } rules[] = {
	{ "totals", "SELECT 'order ' || o.id || ' says ' || o.totalCents || ', its lines add up to ' || coalesce(sum(i.quantity * i.priceCents), 0)"
		" FROM orders AS o LEFT JOIN orderItems AS i ON i.orderId = o.id GROUP BY o.id"
		" HAVING o.totalCents <> coalesce(sum(i.quantity * i.priceCents), 0)" },
	{ "statuses", "SELECT 'order ' || o.id || ' is ' || o.status || ', but a line of it has not shipped' FROM orders AS o"
		" WHERE o.status IN ('shipped', 'delivered') AND EXISTS"
		" (SELECT 1 FROM orderItems AS i WHERE i.orderId = o.id AND i.shippedAt IS NULL AND i.productId IS NOT NULL)" },
	{ "statuses", "SELECT 'order ' || o.id || ' is placed, but all of it has shipped' FROM orders AS o WHERE o.status = 'placed'"
		" AND EXISTS (SELECT 1 FROM orderItems AS i WHERE i.orderId = o.id AND i.shippedAt IS NOT NULL) AND NOT EXISTS"
		" (SELECT 1 FROM orderItems AS i WHERE i.orderId = o.id AND i.shippedAt IS NULL AND i.productId IS NOT NULL)" },
	{ "statuses", "SELECT 'order ' || o.id || ' is cancelled, but a line of it has shipped' FROM orders AS o"
		" WHERE o.status = 'cancelled' AND EXISTS (SELECT 1 FROM orderItems AS i WHERE i.orderId = o.id AND i.shippedAt IS NOT NULL)" },
	{ "statuses", "SELECT 'order ' || id || ' has the unknown status ' || quote(status) FROM orders"
		" WHERE status NOT IN ('placed', 'shipped', 'delivered', 'cancelled')" },
	{ "lines", "SELECT 'order ' || o.id || ' has no lines' FROM orders AS o WHERE NOT EXISTS (SELECT 1 FROM orderItems AS i WHERE i.orderId = o.id)" },
	{ "lines", "SELECT 'order line ' || id || ' belongs to no order' FROM orderItems WHERE orderId IS NULL" },
	{ "stock", "SELECT 'product ' || id || ' has a stock of ' || stock FROM products WHERE stock < 0" },
	{ "prices", "SELECT 'product ' || id || ' has a price of ' || priceCents FROM products WHERE priceCents < 0" },
	{ "amounts", "SELECT 'cart line ' || id || ' has an amount of ' || quantity FROM cartItems WHERE quantity <= 0" },
	{ "amounts", "SELECT 'cart line ' || id || ' belongs to no cart or product' FROM cartItems WHERE cartId IS NULL OR productId IS NULL" },
	{ "sold counts", "SELECT 'product ' || p.id || ' counts ' || coalesce(s.sold, 0) || ' sold, its orders say ' || n.sold FROM products AS p"
		" LEFT JOIN soukSold AS s ON s.productId = p.id JOIN (SELECT q.id, coalesce(sum(iif(o.status <> 'cancelled', i.quantity, 0)), 0) AS sold"
		" FROM products AS q LEFT JOIN orderItems AS i ON i.productId = q.id LEFT JOIN orders AS o ON o.id = i.orderId GROUP BY q.id) AS n"
		" ON n.id = p.id WHERE coalesce(s.sold, 0) <> n.sold" },
	{ "keys", "SELECT 'checkout key of person ' || k.userId || ' names order ' || k.orderId || ', which is not theirs' FROM soukCheckoutKeys AS k"
		" LEFT JOIN orders AS o ON o.id = k.orderId WHERE o.userId IS NOT k.userId" },
};

typedef VEC(struct check_finding) findings_t;

static void add(findings_t *all, bool structural, const char *what, const char *sentence)
{
	struct check_finding finding = { structural, what, sentence };
	vec_push(all, finding);
}

static enum err check_structure(struct shop *shop, struct arena *arena, findings_t *all)
{
	const char **sentences;
	struct sync_finding *lacks;
	size_t count;
	try(store_integrity(shop_store(shop), arena, &sentences, &count));
	for (size_t i = 0; i < count; i++)
		add(all, true, "integrity", sentences[i]);
	try(store_inspect(shop_store(shop), arena, shop_additions, &lacks, &count));
	for (size_t i = 0; i < count; i++)
		add(all, true, lacks[i].strange ? "not ours" : "missing", lacks[i].sentence);
	return OK;
}

/* A rule that cannot be looked at, because amounts of another program's add up past every number, is not held. */
static enum err check_rule(struct shop *shop, struct arena *arena, size_t rule, findings_t *all)
{
	struct table rows;
	struct value limit = value_integer(FINDINGS_EACH);
	const char *sql = arena_format(arena, "SELECT * FROM (%s) LIMIT ?1", rules[rule].sql);
	enum err err = store_select(shop_store(shop), arena, sql, &limit, 1, &rows);
	if (err == ERR_DB_ERROR) {
		add(all, false, rules[rule].what, arena_string(arena, err_sentence(err)));
		return OK;
	}
	try(err);
	for (size_t i = 0; i < rows.count; i++)
		add(all, false, rules[rule].what, value_str(table_at(&rows, i, 0)));
	return OK;
}

static enum err count_rows(struct shop *shop, struct arena *arena, int64_t *out)
{
	struct sync_loss *tables;
	size_t count;
	*out = 0;
	try(store_sync_losses(shop_store(shop), arena, &tables, &count));
	for (size_t i = 0; i < count; i++)
		*out += tables[i].rows;
	return OK;
}

static enum err check_all(struct shop *shop, struct arena *arena, shop_progress *progress, void *context, findings_t *all)
{
	size_t steps = sizeof rules / sizeof *rules;
	try(check_structure(shop, arena, all));
	for (size_t i = 0; i < steps; i++) {
		if (progress && !progress(context, rules[i].what, (int64_t)i + 1, (int64_t)steps))
			return fail(ERR_ERROR, "the check was broken off");
		try(check_rule(shop, arena, i, all));
	}
	return OK;
}

enum err shop_check(struct shop *shop, struct arena *arena, shop_progress *progress, void *context, struct check_report *out)
{
	findings_t all = { 0 };
	*out = (struct check_report){ 0 };
	enum err err = check_all(shop, arena, progress, context, &all);
	if (!err)
		err = count_rows(shop, arena, &out->rows_checked);
	out->items = arena_array(arena, struct check_finding, all.count);
	out->count = all.count;
	for (size_t i = 0; i < all.count; i++) {
		out->items[i] = all.items[i];
		out->structural += all.items[i].structural;
	}
	vec_release(&all);
	return err;
}
