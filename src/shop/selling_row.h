/* A draft and the row that it is about: what the seller's acts and imports share. For this folder alone. */
#ifndef SHOP_SELLING_ROW_H
#define SHOP_SELLING_ROW_H

#include "model/record.h"
#include "shop/selling.h"

/* The fields that were given, as pairs in @arena; every fault is noted, the first one returned. ERR_INPUT. */
enum err selling_read(struct shop *, struct arena *, const struct product_draft *, bool adding,
	struct pair pairs[DRAFT_COUNT + 1], struct draft_faults *);
/* What the draft would change of that row, as text, and the pairs that do it. ERR_INPUT. */
enum err selling_differences(struct shop *, struct arena *, const struct row *, const struct product_draft *,
	struct pair pairs[DRAFT_COUNT + 1], struct draft_changes *out);

#endif
