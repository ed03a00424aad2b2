/* A receipt of an order: text, Markdown or JSON, from the snapshots in its lines. */
#ifndef SHOP_RECEIPT_H
#define SHOP_RECEIPT_H

#include "shop/order.h"

struct buffer;
enum receipt_form { RECEIPT_TEXT, RECEIPT_MARKDOWN, RECEIPT_JSON };

/* Appends to @out; text and Markdown hold display text only (Markdown escaped), aligned by cells. */
void receipt_write(struct buffer *out, const struct session *, const struct order *, enum receipt_form);

#endif
