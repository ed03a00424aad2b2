/* Pieces and offering of several products at once, by their seller: an act does all of them or none, and can be undone. */
#ifndef SHOP_STOCKING_H
#define SHOP_STOCKING_H

#include "shop/shop.h"
#include <stddef.h>

/* So many pieces from now on · so many more, or fewer · no limit. */
enum stock_how { STOCK_SET, STOCK_ADD, STOCK_NO_LIMIT };
struct stock_wish { enum stock_how how; int64_t pieces; };

/* One product that an act changed. Of stock: pieces, STOCKING_NONE without limit; of retiring: 1 retired, 0 not. */
enum { STOCKING_NONE = -1 };
struct stock_change { int64_t product, before, now; const char *title; };
struct stock_changes { struct stock_change *items; size_t count; };

/* *out: those that have other pieces now, in the order given. ERR_STOCK: more or fewer of a product without limit; ERR_INPUT:
 * fewer than 0; ERR_OVERFLOW; ERR_NOT_FOUND, ERR_FORBIDDEN: not there, not the person's. */
enum err stocking_change(struct session *, struct arena *, const int64_t *products, size_t count, const struct stock_wish *,
	struct stock_changes *out);
/* Take such changes back (only product, before and now are read). Where there was and is a limit, by their difference: what
 * was sold meanwhile stays sold. ERR_STOCK: that leaves fewer than none, or somebody else gave or took the limit meanwhile. */
enum err stocking_restore(struct session *, struct arena *, const struct stock_changes *, struct stock_changes *out);

/* Take products out of the catalogue, or bring them back; carts and receipts keep them. *out: those that were not so before.
 * ERR_NOT_FOUND, ERR_FORBIDDEN. */
enum err stocking_retire(struct session *, struct arena *, const int64_t *products, size_t count, bool retired,
	struct stock_changes *out);
/* Whether any of them is in the catalogue. ERR_FORBIDDEN for a guest. */
enum err stocking_any_offered(const struct session *, const int64_t *products, size_t count, bool *out);

#endif
