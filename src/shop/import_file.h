/* A CSV file of products: which column is where, and a row of it as a draft. For imports. */
#ifndef SHOP_IMPORT_FILE_H
#define SHOP_IMPORT_FILE_H

#include "base/csv.h"
#include "shop/selling.h"

enum { COLUMN_ID = DRAFT_COUNT, COLUMN_COUNT };
/* @at: the field of each column, -1: there is none. @width: fields of the header. */
struct import_columns { int at[COLUMN_COUNT]; size_t width; };

/* Read the first record. ERR_INPUT "file:line: why", ERR_IO. */
enum err import_read_header(struct csv_reader *, struct arena *, struct import_columns *out);
/* The record's fields; what has no column, and an empty title beside an id, is NULL. *id is the text of its id, or NULL.
 * ERR_INPUT: it has more fields than the header. */
enum err import_read_draft(const struct import_columns *, const struct csv_record *, struct product_draft *out, const char **id);

#endif
