/* Orders: review, place (once), read, cancel, receive, order again. Nobody sees or changes another person's. */
#ifndef SHOP_ORDER_H
#define SHOP_ORDER_H

#include "shop/cart.h"

/* A review is what a person is shown before they place: lines with prices, a total, and a key made with it. Nothing is written. */
struct review {
	struct review_line { struct product product; int64_t quantity; struct money line; bool changed; const char *why; } *lines;   /* quantity 0: gone since */
	size_t count;
	struct money total;
	bool from_cart;                    /* placing empties the cart; buy now and order again leave it */
	const char *key;                   /* in the review's arena: 128 random bits in hex, or what order_use_key() was given */
	const char *told;                  /* what is different from before (order again), or NULL */
};
/* ERR_EMPTY, ERR_STOCK (a line asks for more than there is; names it), ERR_FORBIDDEN for a guest ("log in first"). */
enum err order_review_cart(const struct session *, struct arena *, struct review *out);
enum err order_review_product(const struct session *, struct arena *, int64_t product, int64_t quantity, struct review *out);
/* An old order at today's prices; what is short or gone is left out or lowered and told. ERR_EMPTY when nothing is left. */
enum err order_review_again(const struct session *, struct arena *, int64_t order, struct review *out);

/* Place it: one transaction; every line is checked again. The same key again returns the same order (@repeated).
 * ERR_PRICE or ERR_STOCK: nothing was written, @review has been read again and its changed lines are marked (changed, why), with the same
 * key: a second call places what it now shows. @expected NULL, or the total in minor units that must hold (command line). */
struct placed { int64_t order; bool repeated; int64_t statements; struct order_taken { const char *title; int64_t quantity, before, after; bool unlimited; struct money line; } *taken; size_t count; };
enum err order_place(struct session *, struct arena *, struct review *review, const struct money *expected, struct placed *out);
/* A key from outside for a review (command line). ERR_INPUT: 1..200 printable bytes wanted. */
enum err order_use_key(struct review *, struct arena *, const char *key);
/* Look a key up before anything else: *order 0 when unused by this person. */
enum err order_of_key(const struct session *, const char *key, int64_t *order);

enum order_status { ORDER_PLACED, ORDER_SHIPPED, ORDER_DELIVERED, ORDER_CANCELLED, ORDER_STATUS_COUNT };
const char *order_status_name(enum order_status);
/* A word that another program wrote counts as delivered: nothing can be done to such an order. */
enum order_status order_status_of(const char *name);

struct order_line { int64_t id, product; struct product now; bool exists; int64_t quantity; struct money price, line; const char *title, *seller, *shipped_at; };
struct order {
	int64_t id;
	enum order_status status;
	struct money total;
	int64_t placed_at;                 /* ms */
	const char *created, *updated;
	struct order_line *lines;          /* NULL in lists */
	size_t count;
	bool may_cancel, may_receive;
};
/* Who has sent what of an order: each seller once, in the order of the lines; lines of products that are gone have none. */
struct order_sender { const char *name; int64_t lines, waiting; const char *sent; };   /* sent: when the last one was, or NULL */
struct order_senders { struct order_sender *items; size_t count; };
struct order_senders order_senders(struct arena *, const struct order *);
/* "sent 3 Nov", "sent in part 3 Nov", "not sent yet"; the days as clock_day() has them. */
const char *order_sender_words(struct arena *, const struct order_sender *);
struct orders { struct order *items; size_t count; const char *next, *previous; };

/* Newest first. Cursor and @before as in the catalogue. A guest has none. */
enum err order_list(const struct session *, struct arena *, const char *cursor, bool before, int64_t limit, struct orders *out);
/* The cursor after this order. */
const char *order_cursor(struct arena *, const struct order *);
/* With its lines. ERR_NOT_FOUND for one that does not exist, and for another person's alike. */
enum err order_load(const struct session *, struct arena *, int64_t id, struct order *out);
/* While nothing has shipped; stock comes back. ERR_STATUS says which state it is in. @refill: put its lines back into the cart (undo). */
enum err order_cancel(struct session *, struct arena *, int64_t id, bool refill, struct order *out);
/* Take a cancel back: stock is taken again. ERR_STOCK, ERR_STATUS. */
enum err order_uncancel(struct session *, struct arena *, int64_t id, struct order *out);
/* The buyer has it: shipped becomes delivered. ERR_STATUS. */
enum err order_receive(struct session *, struct arena *, int64_t id, struct order *out);

#endif
