/* The same work as somebody writes it who has only SQLite and knows it well: statements prepared once, columns by their
 * number into plain structs, the texts of a row copied in one piece, one read transaction around what belongs together. */
#include "bench/model.h"

#include "bench/sample.h"
#include "base/clock.h"
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum statement {
	PRODUCTS, USERS, PRODUCTS_FIRST, CART, CREATE,
	KEY_FIND, CART_FIND, LINES, ORDER_ADD, ITEM_ADD, STOCK_TAKE, CART_EMPTY, KEY_SPEND, READ, BEGIN, COMMIT, STATEMENTS
};

#define PRODUCT_COLUMNS "p.id, p.title, p.description, p.category, p.priceCents, p.stock, p.imageUrl, p.retiredAt," \
	" p.createdAt, p.updatedAt, p.userId"
#define LINE_COLUMNS "i.id, i.quantity, i.createdAt, i.updatedAt, i.cartId, i.productId"

static const char *const texts[STATEMENTS] = {
	[PRODUCTS] = "SELECT " PRODUCT_COLUMNS " FROM products AS p WHERE p.userId = ?1",
	[USERS] = "SELECT id, name, email, passwordHash, createdAt, updatedAt FROM users WHERE id >= ?1 ORDER BY id LIMIT ?2",
	[PRODUCTS_FIRST] = "SELECT " PRODUCT_COLUMNS " FROM products AS p WHERE p.userId = ?1 ORDER BY p.id LIMIT ?2",
	[CART] = "SELECT " PRODUCT_COLUMNS ", " LINE_COLUMNS
		" FROM cartItems AS i JOIN products AS p ON p.id = i.productId WHERE i.cartId = ?1",
	[CREATE] = "INSERT INTO products (title, description, category, priceCents, stock, createdAt, updatedAt, userId)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)",
	[KEY_FIND] = "SELECT orderId FROM soukCheckoutKeys WHERE userId = ?1 AND key = ?2",
	[CART_FIND] = "SELECT id FROM carts WHERE userId = ?1",
	[LINES] = "SELECT p.id, p.title, p.priceCents, p.stock, p.retiredAt, i.quantity"
		" FROM cartItems AS i JOIN products AS p ON p.id = i.productId WHERE i.cartId = ?1 ORDER BY i.id",
	[ORDER_ADD] = "INSERT INTO orders (status, totalCents, createdAt, updatedAt, userId) VALUES ('placed', ?1, ?2, ?2, ?3)",
	[ITEM_ADD] = "INSERT INTO orderItems (quantity, priceCents, title, createdAt, updatedAt, orderId, productId)"
		" VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)",
	[STOCK_TAKE] = "UPDATE products SET stock = stock - ?1, updatedAt = ?2 WHERE id = ?3 AND stock >= ?1",
	[CART_EMPTY] = "DELETE FROM cartItems WHERE cartId = ?1",
	[KEY_SPEND] = "INSERT INTO soukCheckoutKeys (userId, key, orderId) VALUES (?1, ?2, ?3)",
	[READ] = "BEGIN",
	[BEGIN] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
};

struct hand { sqlite3_stmt *statements[STATEMENTS]; };

struct text { const char *bytes; uint32_t size; };
struct product_row {
	int64_t id, price, stock, user;
	bool has_stock, has_user;
	struct text title, description, category, image, retired, created, updated;
};
struct line_row { struct product_row product; int64_t id, quantity, cart, product_id; struct text created, updated; };
struct user_row { int64_t id; struct text name, email, password, created, updated; struct product_row *products; size_t count; };

/* --- what every program has --- */

static void check(struct bench *bench, int code)
{
	if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
		bench_fail("by hand: %s", sqlite3_errmsg(bench->sqlite));
}

static bool next(struct bench *bench, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		return true;
	check(bench, code);
	sqlite3_reset(statement);
	return false;
}

static void run(struct bench *bench, enum statement which)
{
	while (next(bench, bench->hand->statements[which]))
		;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text, size_t size)
{
	sqlite3_bind_text(statement, at, text, (int)size, SQLITE_STATIC);
}

/* Borrowed from the statement until keep_texts(). */
static inline struct text text_at(sqlite3_stmt *statement, int at, size_t *total)
{
	struct text text = { (const char *)sqlite3_column_text(statement, at), 0 };
	text.size = (uint32_t)sqlite3_column_bytes(statement, at);
	*total += text.bytes ? text.size + 1 : 0;
	return text;
}

static inline void keep_text(struct text *text, char **to)
{
	if (!text->bytes)
		return;
	memcpy(*to, text->bytes, text->size);
	(*to)[text->size] = '\0';
	text->bytes = *to;
	*to += text->size + 1;
}

static inline size_t borrow_product(sqlite3_stmt *s, struct product_row *out)
{
	size_t total = 0;
	out->id = sqlite3_column_int64(s, 0);
	out->title = text_at(s, 1, &total);
	out->description = text_at(s, 2, &total);
	out->category = text_at(s, 3, &total);
	out->price = sqlite3_column_int64(s, 4);
	out->has_stock = sqlite3_column_type(s, 5) != SQLITE_NULL;
	out->stock = sqlite3_column_int64(s, 5);
	out->image = text_at(s, 6, &total);
	out->retired = text_at(s, 7, &total);
	out->created = text_at(s, 8, &total);
	out->updated = text_at(s, 9, &total);
	out->has_user = sqlite3_column_type(s, 10) != SQLITE_NULL;
	out->user = sqlite3_column_int64(s, 10);
	return total;
}

static inline char *keep_product(struct product_row *out, char *to)
{
	keep_text(&out->title, &to);
	keep_text(&out->description, &to);
	keep_text(&out->category, &to);
	keep_text(&out->image, &to);
	keep_text(&out->retired, &to);
	keep_text(&out->created, &to);
	keep_text(&out->updated, &to);
	return to;
}

/* A list that doubles, in the arena. */
static void *grow(struct arena *arena, void *items, size_t count, size_t size)
{
	if (count & (count - 1) || count == 1)
		return items;
	void *more = arena_alloc_raw(arena, (count ? count * 2 : 2) * size);
	if (count)
		memcpy(more, items, count * size);
	return more;
}

static struct product_row *read_products(struct bench *bench, sqlite3_stmt *statement, size_t *count)
{
	struct product_row *rows = NULL;
	for (*count = 0; next(bench, statement); ++*count) {
		rows = grow(&bench->arena, rows, *count, sizeof *rows);
		size_t size = borrow_product(statement, &rows[*count]);
		keep_product(&rows[*count], arena_alloc_raw(&bench->arena, size));
	}
	return rows;
}

/* --- the work --- */

size_t hand_products(struct bench *bench)
{
	sqlite3_stmt *statement = bench->hand->statements[PRODUCTS];
	size_t count;
	sqlite3_bind_int64(statement, 1, bench->user);
	read_products(bench, statement, &count);
	return count;
}

static void read_user(struct bench *bench, sqlite3_stmt *statement, struct user_row *out)
{
	size_t size = 0;
	out->id = sqlite3_column_int64(statement, 0);
	out->name = text_at(statement, 1, &size);
	out->email = text_at(statement, 2, &size);
	out->password = text_at(statement, 3, &size);
	out->created = text_at(statement, 4, &size);
	out->updated = text_at(statement, 5, &size);
	char *to = arena_alloc_raw(&bench->arena, size);
	keep_text(&out->name, &to);
	keep_text(&out->email, &to);
	keep_text(&out->password, &to);
	keep_text(&out->created, &to);
	keep_text(&out->updated, &to);
}

static struct user_row *read_users(struct bench *bench, int64_t first, size_t *count)
{
	sqlite3_stmt *statement = bench->hand->statements[USERS];
	struct user_row *users = NULL;
	sqlite3_bind_int64(statement, 1, first);
	sqlite3_bind_int64(statement, 2, SMALL_USERS);
	for (*count = 0; next(bench, statement); ++*count) {
		users = grow(&bench->arena, users, *count, sizeof *users);
		read_user(bench, statement, &users[*count]);
	}
	return users;
}

/* In one process a prepared statement run a hundred times costs less than one that joins a list of keys. */
static size_t eager(struct bench *bench, int64_t first, enum statement which)
{
	sqlite3_stmt *statement = bench->hand->statements[which];
	size_t count, total;
	run(bench, READ);
	struct user_row *users = read_users(bench, first, &count);
	total = count;
	for (size_t i = 0; i < count; i++) {
		sqlite3_bind_int64(statement, 1, users[i].id);
		users[i].products = read_products(bench, statement, &users[i].count);
		total += users[i].count;
	}
	run(bench, COMMIT);
	return total;
}

size_t hand_eager(struct bench *bench)
{
	return eager(bench, SMALL_FIRST, PRODUCTS);
}

size_t hand_eager_limited(struct bench *bench)
{
	sqlite3_bind_int64(bench->hand->statements[PRODUCTS_FIRST], 2, EAGER_LIMIT);
	return eager(bench, bench->user > BIG_USERS - SMALL_USERS ? 1 : bench->user, PRODUCTS_FIRST);
}

static void read_line(struct bench *bench, sqlite3_stmt *statement, struct line_row *out)
{
	size_t size = borrow_product(statement, &out->product);
	out->id = sqlite3_column_int64(statement, 11);
	out->quantity = sqlite3_column_int64(statement, 12);
	out->created = text_at(statement, 13, &size);
	out->updated = text_at(statement, 14, &size);
	out->cart = sqlite3_column_int64(statement, 15);
	out->product_id = sqlite3_column_int64(statement, 16);
	char *to = keep_product(&out->product, arena_alloc_raw(&bench->arena, size));
	keep_text(&out->created, &to);
	keep_text(&out->updated, &to);
}

size_t hand_cart(struct bench *bench)
{
	sqlite3_stmt *statement = bench->hand->statements[CART];
	struct line_row *lines = NULL;
	size_t count = 0;
	sqlite3_bind_int64(statement, 1, bench->user);
	for (; next(bench, statement); count++) {
		lines = grow(&bench->arena, lines, count, sizeof *lines);
		read_line(bench, statement, &lines[count]);
	}
	return count;
}

size_t hand_create(struct bench *bench)
{
	sqlite3_stmt *statement = bench->hand->statements[CREATE];
	struct product_row *made = arena_new(&bench->arena, struct product_row);
	char stamp[CLOCK_STAMP_SIZE];
	clock_stamp(clock_now(), stamp);
	made->title = (struct text){ "Brass lamp, new", 15 };
	made->description = (struct text){ "Made by hand in small numbers. It keeps for years, and what breaks can be mended.", 81 };
	made->category = (struct text){ "Lamps", 5 };
	made->created = made->updated = (struct text){ stamp, CLOCK_STAMP_SIZE - 1 };
	char *to = arena_alloc_raw(&bench->arena, 15 + 81 + 5 + 2 * CLOCK_STAMP_SIZE + 3);
	keep_product(made, to);
	bind_text(statement, 1, made->title.bytes, made->title.size);
	bind_text(statement, 2, made->description.bytes, made->description.size);
	bind_text(statement, 3, made->category.bytes, made->category.size);
	sqlite3_bind_int64(statement, 4, made->price = 4200);
	sqlite3_bind_int64(statement, 5, made->stock = 7);
	bind_text(statement, 6, stamp, CLOCK_STAMP_SIZE - 1);
	sqlite3_bind_int64(statement, 7, made->user = bench->user);
	run(bench, CREATE);
	made->id = sqlite3_last_insert_rowid(bench->sqlite);
	return 1;
}

size_t hand_create_many(struct bench *bench)
{
	run(bench, BEGIN);
	for (int i = 0; i < CREATED; i++)
		hand_create(bench);
	run(bench, COMMIT);
	return CREATED;
}

/* --- checkout --- */

struct checkout { int64_t cart, order, total, quantity[CHECKOUT_LINES]; struct product_row lines[CHECKOUT_LINES]; size_t count; char now[CLOCK_STAMP_SIZE]; };

static int64_t read_integer(struct bench *bench, enum statement which)
{
	sqlite3_stmt *statement = bench->hand->statements[which];
	int64_t found = next(bench, statement) ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return found;
}

static void read_lines(struct bench *bench, struct checkout *out)
{
	sqlite3_stmt *statement = bench->hand->statements[LINES];
	sqlite3_bind_int64(statement, 1, out->cart);
	for (; next(bench, statement); out->count++) {
		struct product_row *line = &out->lines[out->count];
		size_t size = 0;
		line->id = sqlite3_column_int64(statement, 0);
		line->title = text_at(statement, 1, &size);
		line->price = sqlite3_column_int64(statement, 2);
		line->stock = sqlite3_column_int64(statement, 3);
		out->quantity[out->count] = sqlite3_column_int64(statement, 5);
		char *to = arena_alloc_raw(&bench->arena, size);
		keep_text(&line->title, &to);
		const struct review_line *shown = &bench->review.lines[out->count];
		if (shown->product.id != line->id || shown->product.price.minor != line->price ||
				shown->quantity != out->quantity[out->count] || line->stock < shown->quantity)
			bench_fail("by hand: line %zu is not as reviewed", out->count);
		out->total += line->price * out->quantity[out->count];
	}
}

static void add_order(struct bench *bench, struct checkout *c)
{
	sqlite3_stmt *statement = bench->hand->statements[ORDER_ADD];
	sqlite3_bind_int64(statement, 1, c->total);
	bind_text(statement, 2, c->now, CLOCK_STAMP_SIZE - 1);
	sqlite3_bind_int64(statement, 3, bench->session.user);
	run(bench, ORDER_ADD);
	c->order = sqlite3_last_insert_rowid(bench->sqlite);
}

static void add_item(struct bench *bench, struct checkout *c, size_t i)
{
	sqlite3_stmt *statement = bench->hand->statements[ITEM_ADD];
	sqlite3_bind_int64(statement, 1, c->quantity[i]);
	sqlite3_bind_int64(statement, 2, c->lines[i].price);
	bind_text(statement, 3, c->lines[i].title.bytes, c->lines[i].title.size);
	bind_text(statement, 4, c->now, CLOCK_STAMP_SIZE - 1);
	sqlite3_bind_int64(statement, 5, c->order);
	sqlite3_bind_int64(statement, 6, c->lines[i].id);
	run(bench, ITEM_ADD);
}

static void take_stock(struct bench *bench, struct checkout *c, size_t i)
{
	sqlite3_stmt *statement = bench->hand->statements[STOCK_TAKE];
	sqlite3_bind_int64(statement, 1, c->quantity[i]);
	bind_text(statement, 2, c->now, CLOCK_STAMP_SIZE - 1);
	sqlite3_bind_int64(statement, 3, c->lines[i].id);
	run(bench, STOCK_TAKE);
	if (sqlite3_changes(bench->sqlite) != 1)
		bench_fail("by hand: the stock is too low");
}

static void write_order(struct bench *bench, struct checkout *c)
{
	add_order(bench, c);
	for (size_t i = 0; i < c->count; i++)
		add_item(bench, c, i);
	for (size_t i = 0; i < c->count; i++)
		take_stock(bench, c, i);
	sqlite3_bind_int64(bench->hand->statements[CART_EMPTY], 1, c->cart);
	run(bench, CART_EMPTY);
	sqlite3_stmt *key = bench->hand->statements[KEY_SPEND];
	sqlite3_bind_int64(key, 1, bench->session.user);
	bind_text(key, 2, bench->review.key, strlen(bench->review.key));
	sqlite3_bind_int64(key, 3, c->order);
	run(bench, KEY_SPEND);
}

size_t hand_checkout(struct bench *bench)
{
	struct checkout checkout = { 0 };
	sqlite3_stmt *key = bench->hand->statements[KEY_FIND];
	clock_stamp(clock_now(), checkout.now);
	run(bench, BEGIN);
	sqlite3_bind_int64(key, 1, bench->session.user);
	bind_text(key, 2, bench->review.key, strlen(bench->review.key));
	if (read_integer(bench, KEY_FIND))
		bench_fail("by hand: the key is spent");
	sqlite3_bind_int64(bench->hand->statements[CART_FIND], 1, bench->session.user);
	checkout.cart = read_integer(bench, CART_FIND);
	read_lines(bench, &checkout);
	write_order(bench, &checkout);
	run(bench, COMMIT);
	return checkout.count;
}

void hand_open(struct bench *bench)
{
	bench->hand = arena_new(&bench->kept, struct hand);
	for (int i = 0; i < STATEMENTS; i++)
		check(bench, sqlite3_prepare_v3(bench->sqlite, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
			&bench->hand->statements[i], NULL));
}

void hand_close(struct bench *bench)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(bench->hand->statements[i]);
}
