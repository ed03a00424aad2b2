/* Rows that were touched, each once, and what has become of it so far. For this folder.
 *
 * Of a row no more is kept than who it is, in which branch it counts, and whether its content is as it was: 40 bytes. */
#ifndef EXPLORE_TOUCHED_H
#define EXPLORE_TOUCHED_H

#include "base/value.h"

/* A hash of the primary key as declared; the rowid and the table's number where that is the key, or there is none. */
struct identity { uint64_t a, b; };
struct identity identity_of_rowid(size_t table, int64_t rowid);
struct identity identity_begin(size_t table);
void identity_add(struct identity *, struct value);
static inline bool identity_equals(struct identity x, struct identity y) { return x.a == y.a && x.b == y.b; }
/* What a value adds to the content of its row, by its column: differences of contents add up. */
uint64_t content_of(size_t column, struct value);

enum touched_state { TOUCHED_NONE, TOUCHED_INSERTED, TOUCHED_UPDATED, TOUCHED_DELETED };
struct rehearse_row;
struct touched_row {
	struct identity identity;
	struct rehearse_row *kept;       /* where its key is, or NULL */
	uint64_t content;                /* what was added to it since it was as at first */
	uint32_t branch;
	unsigned char state;             /* TOUCHED_NONE: no row stands here, */
	bool gone;                       /* but one did, so go on looking; or a deleted row whose key another has taken */
};

struct touched { struct touched_row *rows; size_t used, room; };

void touched_release(struct touched *);
/* NULL: it was not touched. Rows move with every touched_add(). */
struct touched_row *touched_find(const struct touched *, struct identity);
struct touched_row *touched_add(struct touched *, struct identity);
void touched_remove(struct touched_row *);

#endif
