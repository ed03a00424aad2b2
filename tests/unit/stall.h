/* A small shop for tests: a demo file (nobody needs a password) with three people and three products of alice's. */
#ifndef UNIT_STALL_H
#define UNIT_STALL_H

#include "base/arena.h"
#include "base/value.h"
#include "shop/account.h"
#include "shop/order.h"

struct stall {
	struct shop *shop;
	struct arena arena;
	struct session guest, alice, bob, chen;
	int64_t lamp, tin, pot;      /* 24.00, 12 pieces · 8.00, 3 pieces · 5.00, no limit */
};

/* In memory. Leaves the program when that fails: then no test means anything. */
void stall_open(struct stall *);
/* In a file of the test's folder. */
void stall_open_at(struct stall *, const char *path);
void stall_close(struct stall *);

struct session stall_person(struct stall *, const char *name);
/* @stock -1: no limit. */
int64_t stall_product(struct stall *, const struct session *seller, const char *title, int64_t price, int64_t stock);
/* Change a product behind the shop's back, as another program would. */
void stall_set(struct stall *, int64_t product, const char *attribute, struct value);
void stall_retire(struct stall *, int64_t product);
/* -1: no limit, -2: no such product. */
int64_t stall_stock(struct stall *, int64_t product);
/* Put it into the cart and place the order; 0 when that failed. */
int64_t stall_order(struct stall *, struct session *, int64_t product, int64_t quantity);
/* What the shop keeps no function for: the first value of a statement, or -99. */
int64_t stall_select(struct stall *, const char *sql);
void stall_run(struct stall *, const char *sql);

#endif
