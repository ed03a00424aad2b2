/* A file that no sync force may touch, by a setting of its own. */
#ifndef SHOP_PROTECT_H
#define SHOP_PROTECT_H

#include "base/err.h"
#include <stdbool.h>

struct store;

/* ERR_FORBIDDEN when the file is protected: the sentence says how to lift that. */
enum err protect_check(struct store *);
enum err protect_set(struct store *, bool on);

#endif
