/* Whose turn it is to write: flock on FILE-lock, waited for in the kernel's queue, with patience. */
#ifndef DB_LOCK_H
#define DB_LOCK_H

#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* How long to wait, and whom to ask meanwhile whether to go on (NULL: nobody). */
struct patience { int milliseconds; bool (*go_on)(void *context); void *context; uint64_t began, asked; };

void patience_begin(struct patience *);
/* False when the time is over or the one who was asked has had enough. */
bool patience_lasts(struct patience *);

struct lock {
	dev_t device;
	ino_t inode;              /* of the database: two connections of one process must not wait for each other */
	int file;                 /* of FILE-lock; -1 not yet, or it cannot be had: then SQLite's lock is all there is */
	unsigned holds;
	bool opened;
	struct lock *next;        /* held in this process */
};

/* @file is the canonical name of the database. */
void lock_init(struct lock *, const char *file);
/* Without FILE-lock, which is not made: SQLite's lock is all there is. */
void lock_init_alone(struct lock *, const char *file);
/* Gives up what is held. */
void lock_release(struct lock *);
/* Take (again). ERR_BUSY at once when another connection of this process has it, or when patience ends. */
enum err lock_take(struct lock *, const char *file, struct patience *);
/* As lock_take, but never waits, and says only whether. */
bool lock_try(struct lock *, const char *file);
void lock_give(struct lock *);

#endif
