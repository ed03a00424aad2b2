/* A place in a list of products as opaque text, bound to the list's sort and filters. */
#ifndef SHOP_CURSOR_H
#define SHOP_CURSOR_H

#include "base/err.h"
#include "base/value.h"
#include <stddef.h>
#include <stdint.h>

struct arena;

/* The row before or after which a page lies: its id and its sort key. */
struct cursor { int64_t id; struct value key; };

/* What stands for a list: its parts (order, filters, words), each NULL like "". */
uint32_t cursor_list(const char *const *parts, size_t count);
const char *cursor_text(struct arena *, uint32_t list, int64_t id, struct value key);
/* ERR_USAGE: not made by cursor_text() for that list. */
enum err cursor_read(struct arena *, uint32_t list, const char *text, struct cursor *out);
/* ERR_USAGE with the sentence for such a text. */
enum err cursor_refused(const char *text);

#endif
