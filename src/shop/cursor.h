/* A place in a list of the catalogue as opaque text, bound to the list's sort and filters. */
#ifndef SHOP_CURSOR_H
#define SHOP_CURSOR_H

#include "base/value.h"
#include "shop/catalogue.h"

/* The row before or after which a page lies: its id and its sort key. */
struct cursor { int64_t id; struct value key; };

const char *cursor_text(struct arena *, const struct catalogue_filter *, int64_t id, struct value key);
/* ERR_USAGE: not made by cursor_text() for such a filter. */
enum err cursor_read(struct arena *, const struct catalogue_filter *, const char *text, struct cursor *out);

#endif
