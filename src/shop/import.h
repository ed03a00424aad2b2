/* Products from a CSV file: new ones, changes of the seller's own, by id or by title. All or nothing unless told otherwise. */
#ifndef SHOP_IMPORT_H
#define SHOP_IMPORT_H

#include "shop/selling.h"

/* @dry: it is carried out and taken back. @skip_bad: rows that are not right are left out, the others count. */
struct import_wish { bool dry, skip_bad; shop_progress *progress; void *context; };
enum { IMPORT_TOLD = 1000 };
/* What became of a row; of each kind the first IMPORT_TOLD are told, all are counted. */
struct import_row { size_t line; int64_t id; const char *title; struct draft_changes changes; const char *fault; };
struct import_report {
	struct import_row *added, *changed, *bad;
	size_t added_count, changed_count, bad_count, unchanged_count;
	bool written;
};
/* Header: id, title, description, category, price, stock, imageUrl, retiredAt in any order. A row with an id changes that
 * product; without one the seller's product of that title, or a new one. One transaction.
 * ERR_INPUT: a header without title, an unknown column (with the nearest), a file that is no CSV; or, without @skip_bad, a
 * row that is not right: nothing was written then, and *out tells of every row. ERR_NOT_FOUND, ERR_IO, ERR_FORBIDDEN. */
enum err import_products(struct session *, struct arena *, const char *path, struct import_wish, struct import_report *out);

#endif
