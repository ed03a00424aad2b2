/* Products from a CSV file: new ones, changes of the seller's own, by id or by title. All or nothing unless told otherwise. */
#ifndef SHOP_IMPORT_H
#define SHOP_IMPORT_H

#include "shop/selling.h"

/* How far it is: rows and bytes read, of how many bytes (0: unknown), and whether all is read and what follows from the rows is
 * being made. Called at least ten times a second; false stops: nothing is written then. */
struct import_progress { int64_t rows, bytes, of; bool finishing; };
typedef bool import_watch(void *context, const struct import_progress *);

/* @dry: it is carried out and taken back. @skip_bad: rows that are not right are left out, the others count. @expected: what
 * was told before, of a dry run; 0: nothing was. */
struct import_wish { bool dry, skip_bad; uint64_t expected; import_watch *watch; void *context; };
enum { IMPORT_TOLD = 1000 };
/* What became of a row; of each kind the first IMPORT_TOLD are told, all are counted. @fault is "file:line: field: why", and @why what
 * stands in it behind the line. */
struct import_row { size_t line; int64_t id; const char *title; struct draft_changes changes; const char *fault, *why; };
/* @outcome stands for all that became of every row, told or not: equal outcomes, equal deeds. Never 0. */
struct import_report {
	struct import_row *added, *changed, *bad;
	size_t added_count, changed_count, bad_count, unchanged_count;
	uint64_t outcome;
	bool written;
};
/* Header: id, title, description, category, price, stock, imageUrl, retiredAt in any order. A row with an id changes that
 * product; without one the seller's product of that title, or a new one. "-" is standard input. One transaction, during
 * which others wait to write; memory does not grow with the file.
 * ERR_INPUT: a header without title, an unknown column (with the nearest), a file that is no CSV; or, without @skip_bad, a
 * row that is not right: nothing was written then, and *out tells of every row. ERR_STATUS: the outcome would not be the
 * expected one, and nothing was written. ERR_CANCELLED, ERR_NOT_FOUND, ERR_IO, ERR_FORBIDDEN. */
enum err import_products(struct session *, struct arena *, const char *path, struct import_wish, struct import_report *out);
/* The column that holds an attribute of a product: "price" for "priceCents". */
const char *import_column(const char *attribute);

#endif
