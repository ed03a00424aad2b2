/* The bazaar while it is made: what was read from assets/demo, and chance. Inside this folder only. */
#ifndef SHOP_DEMO_PLAN_H
#define SHOP_DEMO_PLAN_H

#include "base/arena.h"
#include "shop/demo.h"

/* Repeatable chance (splitmix64): the same numbers for the same seed, on every machine. */
struct chance { uint64_t state; };
uint64_t chance_next(struct chance *);
int64_t chance_below(struct chance *, int64_t limit);     /* 0 … @limit - 1 */

struct demo_person { const char *name, *email; bool sells, buys; int64_t id; };
/* @age and @retired: days before today on which it was listed, and taken out again (0: never). */
struct demo_product { const char *title, *seller; struct money price; int64_t popularity, age, retired, id, seller_id; bool limited; };
struct demo {
	struct shop *shop;
	struct arena *arena;
	struct chance chance;
	int64_t today;                    /* local midnight */
	struct demo_person *people;
	size_t people_count;
	struct demo_product *products;
	size_t product_count;
	shop_progress *progress;
	void *context;
};

/* demo_orders.c */
enum err demo_orders(struct demo *);
/* Say how far it is; ERR_ERROR when somebody asked to stop. */
enum err demo_tell(const struct demo *, const char *what, int64_t done, int64_t of);
/* The file's text form of @ms, in the arena. */
struct value demo_stamp(struct demo *, int64_t ms);

#endif
