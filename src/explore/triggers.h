/* The triggers of a file: on what, and when. For this folder. */
#ifndef EXPLORE_TRIGGERS_H
#define EXPLORE_TRIGGERS_H

#include "base/err.h"
#include <stddef.h>

struct arena;
struct connection;

enum trigger_time { TRIGGER_BEFORE, TRIGGER_AFTER, TRIGGER_INSTEAD };
struct trigger { const char *name, *table; enum trigger_time time; };
struct triggers { struct trigger *items; size_t count; };

enum err triggers_read(struct connection *, struct arena *, struct triggers *out);
/* Where @name stands, whatever its case; -1: nowhere. */
int triggers_find(const struct triggers *, const char *name);

#endif
