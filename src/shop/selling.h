/* The seller's side of products: add, edit, stock, retire, destroy. Only the seller may; everybody else gets ERR_FORBIDDEN. */
#ifndef SHOP_SELLING_H
#define SHOP_SELLING_H

#include "shop/account.h"
#include "shop/catalogue.h"

/* A product as people type it, field by field. NULL: when adding, none (a title and a price must be there); when editing, as
 * it is. The stock "" or "none": no limit. The price as money_parse() takes it. Retired: a time, "" for not. */
enum draft_field { DRAFT_TITLE, DRAFT_DESCRIPTION, DRAFT_CATEGORY, DRAFT_PRICE, DRAFT_STOCK, DRAFT_IMAGE, DRAFT_RETIRED, DRAFT_COUNT };
struct product_draft { const char *fields[DRAFT_COUNT]; };
/* What is wrong with each field, a sentence for beside it; NULL: nothing. */
struct draft_faults { const char *of[DRAFT_COUNT]; };

/* Look at every field; writes nothing. @adding: what must be there is missed. ERR_INPUT with the first fault's sentence. */
enum err selling_check(struct shop *, struct arena *, const struct product_draft *, bool adding, struct draft_faults *out);
/* ERR_INPUT, ERR_OVERFLOW, ERR_FORBIDDEN (a guest). */
enum err selling_add(struct session *, struct arena *, const struct product_draft *, struct product *out);
/* What editing would change, field by field, as text; nothing is written. ERR_INPUT, ERR_NOT_FOUND, ERR_FORBIDDEN. */
struct draft_change { const char *attribute, *before, *after; };
struct draft_changes { struct draft_change items[DRAFT_COUNT]; size_t count; };
enum err selling_compare(const struct session *, struct arena *, int64_t product, const struct product_draft *,
	struct draft_changes *out);
/* @seen: `updated` of the product as the editor saw it, or NULL. ERR_STATUS: somebody changed it meanwhile; nothing is
 * written, and *out is the product as it now is. */
enum err selling_edit(struct session *, struct arena *, int64_t product, const struct product_draft *, const char *seen,
	struct product *out);
/* Pieces there are from now on, or so many more or fewer: never below 0. ERR_STOCK for a product without limit (by @more). */
enum err selling_stock_set(struct session *, struct arena *, int64_t product, int64_t pieces, struct product *out);
enum err selling_stock_add(struct session *, struct arena *, int64_t product, int64_t more, struct product *out);
/* Take products out of the catalogue, or bring them back: all or none. What is in carts and receipts stays. */
enum err selling_retire(struct session *, struct arena *, const int64_t *products, size_t count, bool retired);
/* What destroying it takes along (lines in carts) and what stays (receipts). ERR_STATUS with the list while lines of it are
 * still to be sent. */
enum err selling_preview_destroy(const struct session *, struct arena *, int64_t product, struct departures *out);
enum err selling_destroy(struct session *, struct arena *, int64_t product);

#endif
