/* Files to be shown, for those who may not look into src/db. */
#ifndef EXPLORE_OPEN_H
#define EXPLORE_OPEN_H

#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

struct connection;

/* Open anybody's file to be read and nothing else: see db/foreign.h. ERR_CANNOT_OPEN, ERR_NOT_A_DATABASE, ERR_CORRUPT,
 * ERR_BUSY, ERR_FULL, ERR_IO. NULL may be closed. */
enum err explore_open(struct connection **out, const char *path);
/* The same file, to be written as well: see CONNECTION_GUEST. ERR_READ_ONLY beside those. */
enum err explore_open_writing(struct connection **out, const char *path);
void explore_close(struct connection *);
/* What is worth saying of how it was met, or NULL. */
const char *explore_remark(const struct connection *);
/* PRAGMA application_id: which program the file says that it belongs to. */
enum err explore_application(struct connection *, int64_t *out);
/* How long a statement may run before @go_on is asked whether to go on; see connection_deadline(). */
void explore_deadline(struct connection *, int milliseconds, bool (*go_on)(void *context), void *context);
/* A private copy that can be written, and is gone when it is closed: see db/scratch.h. Its statements have @milliseconds. */
enum err explore_copy(struct connection *from, int milliseconds, struct connection **out);
/* Changes when anybody has written; when anybody has changed the tables or indexes. */
enum err explore_version(struct connection *, int64_t *out);
enum err explore_structure(struct connection *, int64_t *out);
/* What was taken for unchanging has been written by another program: it must be opened again to be read. */
bool explore_is_outdated(const struct connection *);
enum err explore_size(struct connection *, int64_t *bytes);

#endif
