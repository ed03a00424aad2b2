/* Pieces of work on the large store, through the layer and by hand, and what both need. */
#ifndef BENCH_MODEL_H
#define BENCH_MODEL_H

#include "base/arena.h"
#include "shop/order.h"

#include <stddef.h>
#include <stdint.h>

struct hand;
struct row;
struct rows;
struct sqlite3;

enum { BIG_USERS = 990, SMALL_USERS = 100, SMALL_FIRST = BIG_USERS + 1, EAGER_LIMIT = 10, CHECKOUT_LINES = 3, CREATED = 100,
	SELLER = 990 };                      /* with 100,000 order lines */

/* Both sides run on one connection, so that neither has the other's page cache or settings. @arena takes what a run
 * reads, and is emptied before each; @user says whose turn it is. */
struct bench {
	struct shop *shop;
	struct store *store;
	struct sqlite3 *sqlite;
	struct hand *hand;
	struct session session;
	struct arena arena, kept;
	struct row **users, **carts;         /* by user - 1, read beforehand */
	struct review review;
	int64_t user;
};

/* Each does one piece of work and returns how many rows it read or wrote. */
size_t layer_products(struct bench *);           /* a user's 100 products */
size_t layer_eager(struct bench *);              /* 100 users with all of their 10 products each */
size_t layer_eager_limited(struct bench *);      /* 100 users with the first 10 of their 100 products each */
size_t layer_cart(struct bench *);               /* a cart's 20 products, each with its line */
size_t layer_create(struct bench *);             /* a product of a user's, in a transaction of its own */
size_t layer_create_many(struct bench *);        /* 100 of them in one transaction: without the disk's part */
size_t layer_checkout(struct bench *);           /* the reviewed cart of 3 lines becomes an order */

size_t hand_products(struct bench *);
size_t hand_eager(struct bench *);
size_t hand_eager_limited(struct bench *);
size_t hand_cart(struct bench *);
size_t hand_create(struct bench *);
size_t hand_create_many(struct bench *);
size_t hand_checkout(struct bench *);

/* selling.c: what SELLER sold, in orders. */
size_t layer_sales(struct bench *);
size_t hand_sales(struct bench *);
void selling_prepare(struct bench *);
void selling_open(struct bench *);
void selling_close(void);

/* Three products in the cart of the session's person, and a review of them. */
void layer_fill_cart(struct bench *);
void layer_open(struct bench *, const char *file);
void layer_close(struct bench *);
void hand_open(struct bench *);
void hand_close(struct bench *);

#endif
