/* The cart: kept in the file, capped by stock, with lines that are not counted but stay visible. */
#ifndef SHOP_CART_H
#define SHOP_CART_H

#include "shop/catalogue.h"

struct cart_line {
	struct product product;
	int64_t quantity;
	bool counted;              /* false: sold out or retired since it was added */
	bool over;                 /* asks for more than there is now (stock fell) */
	struct money line;         /* price × quantity, 0 when not counted */
};
struct cart {
	int64_t id;                /* 0: none was made yet */
	struct cart_line *lines;
	size_t count;
	int64_t things;            /* counted pieces */
	struct money total;
};

/* What one change did. */
struct cart_change { int64_t product, before, now; bool capped; const char *title; };

/* The session's cart, lines in the order they were added. Rows in @arena. */
enum err cart_load(const struct session *, struct arena *, struct cart *out);
/* Only the figures for the tab: pieces and total. */
enum err cart_figures(const struct session *, int64_t *things, struct money *total);
/* Add @count (1..) pieces, or take some away (negative, but not below 1: that is cart_set 0); capped by stock, and @change says so.
 * A guest's cart is made at the first add (the session's guest_cart is set). ERR_STOCK: nothing left at all, or retired (nothing written);
 * ERR_NOT_FOUND; ERR_INPUT for 0; ERR_OVERFLOW; ERR_READ_ONLY. */
enum err cart_add(struct session *, struct arena *, int64_t product, int64_t count, struct cart_change *change);
/* Set the amount; 0 removes the line. ERR_INPUT when negative. */
enum err cart_set(struct session *, struct arena *, int64_t product, int64_t quantity, struct cart_change *change);
enum err cart_remove(struct session *, struct arena *, int64_t product, struct cart_change *change);
/* Empty it; @lines that were in it, for undo. */
enum err cart_clear(struct session *, struct arena *, struct cart_change **lines, size_t *count);
/* Put lines back to the amounts that they had (undo), capped by stock. */
enum err cart_restore(struct session *, struct arena *, const struct cart_change *lines, size_t count);
/* Guest carts untouched for 24 hours. */
enum err cart_drop_stale(struct shop *, int64_t *dropped);

#endif
