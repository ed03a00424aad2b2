/* Transactions: BEGIN IMMEDIATE after waiting for our turn on FILE-lock, savepoints inside.
 *
 * The lock file (flock, as private as the file) makes writers of this program queue up instead of racing for SQLite's
 * lock; those who do not know it are met by a busy handler beside it. */
#ifndef DB_TRANSACTION_H
#define DB_TRANSACTION_H

#include "base/err.h"
#include <stdbool.h>

struct connection;

/* Begin, or nest a savepoint. ERR_BUSY after the deadline, or at once when another connection of this process is
 * writing the same file; ERR_READ_ONLY, ERR_FULL, ERR_IO. On error nothing was begun. */
enum err transaction_begin(struct connection *);
/* Commit (release) when @so_far is OK, else roll back to where it began; returns the first error. A commit that fails
 * is rolled back: ERR_FK_CONSTRAINT of a deferred key, ERR_FULL, ERR_IO. When SQLite itself gave the transaction up
 * (a full disk), every statement until the outermost end fails with that error. */
enum err transaction_end(struct connection *, enum err so_far);
/* For this folder: roll back what could not be when it should have been (no memory was left). Outside transactions only. */
enum err transaction_clear(struct connection *);
bool transaction_is_open(const struct connection *);

#endif
