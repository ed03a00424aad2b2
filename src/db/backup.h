/* Copies of a file that is in use, and whether a file is whole. */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "base/err.h"
#include <stddef.h>

struct arena;
struct connection;

/* A consistent copy into the new file @path (0600), while others read and write. ERR_TAKEN when there is one already,
 * ERR_BUSY inside a transaction, ERR_CANNOT_OPEN, ERR_FULL, ERR_IO; no part is left behind on error. */
enum err backup_write(struct connection *, const char *path);
/* Put what is in the file @path in place of all that @db holds, at once, while others read on. ERR_BUSY (also in a
 * transaction), ERR_READ_ONLY, ERR_CANNOT_OPEN, ERR_NOT_A_DATABASE, ERR_FULL, ERR_IO: then nothing has changed. */
enum err backup_restore(struct connection *, const char *path);

/* PRAGMA integrity_check and foreign_key_check: what they found, as sentences in @arena. OK with *count 0: whole. */
enum err backup_verify(struct connection *, struct arena *, const char ***findings, size_t *count);

#endif
