/* What an index would be worth, measured on the file's own values. For this folder. */
#ifndef EXPLORE_MEASURE_H
#define EXPLORE_MEASURE_H

#include "explore/outline.h"

struct connection;

/* Nanoseconds to find the rows of one parent, on average; @rows of the table that were taken along, 0: there are none. */
struct measured { const struct outline_key *key; int64_t rows; uint64_t without, with; };

/* The first 100,000 values of the key go into a database in memory, which is asked for some of them, before and after an index
 * was made there: the file itself stays as it is. */
enum err measure_index(struct connection *, const struct outline_key *, struct measured *out);

#endif
