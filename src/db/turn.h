/* A writer's turn: permission, the lock file, WAL, and the checkpoint that is due at its end. */
#ifndef DB_TURN_H
#define DB_TURN_H

#include "base/err.h"

struct connection;

/* ERR_READ_ONLY, ERR_BUSY. May be taken again; each is given back. */
enum err turn_take(struct connection *);
void turn_give(struct connection *);

#endif
