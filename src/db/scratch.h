/* A private copy of all that an open file holds, for what must not happen to the file. */
#ifndef DB_SCRATCH_H
#define DB_SCRATCH_H

#include "base/err.h"
#include <stdint.h>

struct connection;

/* Copy what @from sees at this moment. The copy can be written, has no name that anybody else could open, and is gone when
 * it is closed; sentences name the file. Nothing it holds is trusted less or more than in our own files, since nothing
 * that it can do reaches beyond it: watch_begin() sees to that, and whoever runs somebody else's triggers sets
 * connection_deadline(). ERR_BUSY (a transaction is open), ERR_FULL, ERR_CORRUPT, ERR_IO. */
enum err scratch_open(struct connection *from, struct connection **out);
/* How many bytes would be copied. */
enum err scratch_size(struct connection *from, int64_t *out);

#endif
