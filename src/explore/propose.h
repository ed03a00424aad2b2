/* Columns that look like foreign keys and are none. For this folder. */
#ifndef EXPLORE_PROPOSE_H
#define EXPLORE_PROPOSE_H

#include "explore/outline.h"

/* Add such keys behind the outline's own: `artist_id` beside a table `artists` with the primary key `id`, `CustomerID`
 * beside `Customers` with `CustomerID`. */
void propose_keys(struct arena *, struct outline *);
/* "artist" of "artist_id", "ArtistID", or of "artistCode" when @ending is "code"; NULL: it has no such ending. */
const char *propose_stem(struct arena *, const char *column, const char *ending);

#endif
