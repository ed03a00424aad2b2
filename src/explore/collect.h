/* From watched rows to the branches of a rehearsal. For this folder.
 *
 * SQLite tells how deep a row lies below the statement, not below which other row. That is found by order and by values:
 * the actions of a row's foreign keys, and its AFTER triggers, follow it at once and go one deeper; what its BEFORE
 * triggers do comes first and waits for it. */
#ifndef EXPLORE_COLLECT_H
#define EXPLORE_COLLECT_H

#include "base/arena.h"
#include "base/vec.h"
#include "db/watch.h"
#include "explore/rehearse.h"
#include "explore/touched.h"
#include "explore/triggers.h"

/* A table of the file, also one that is not listed: then .outline is NULL, and .told is what to call it by. */
struct seen {
	const char *name, *told;
	const struct outline_table *outline;
	bool shadow;                     /* of a virtual table: SQLite writes it by statements of its own */
	bool written, inserted;          /* it was; a statement may insert into it */
	const int *virtuals;             /* how many columns before each are generated and not stored; -1: it is one */
	int rowid;                       /* the column that is the rowid, -1: none */
	size_t key_count, referenced_count;
	const struct outline_key **keys; /* that it holds */
	const int *referenced;           /* columns that keys of any table refer to */
};

/* The row that was touched last at a depth. */
struct frame {
	bool valid;
	const struct seen *table;
	enum watch_change change;
	int64_t rowid;
	struct value *old_values, *new_values;   /* of the referenced columns */
	size_t room;
	struct buffer text;                      /* theirs */
	struct rehearse_branch *branch;
	struct rehearse_branch *waiting;         /* what BEFORE triggers did for a row of this depth that is to come, */
	size_t waiting_from;                     /* whose rows are in waiting_rows from here on */
};

struct writes { const struct seen *table; enum watch_change change; int trigger; };

struct collection {
	struct arena *arena;
	const struct outline *outline;
	size_t keep;
	struct seen *tables;
	size_t table_count;
	struct { const char *name; struct seen *table; } memo[16];
	struct triggers triggers;
	uint64_t *started, clock;        /* when each trigger began last, 0: it did not */
	int last_trigger;                /* -1: none */
	VEC(struct writes) writes;
	VEC(struct frame) frames;        /* by depth */
	struct touched touched;
	struct rehearse_branch *root;
	VEC(struct rehearse_branch *) branches;  /* by position; a merged one stands for what it became */
	VEC(struct rehearse_branch *) merged, spare;
	size_t waiting, budget;          /* frames with something that waits; rows that may still be kept */
	VEC(struct identity) waiting_rows;       /* those that were touched meanwhile */
	int64_t top;                     /* rows at depth 0, those that REPLACE took away left out */
};

extern const struct watcher collect_watcher;

enum err collect_new(struct connection *, struct arena *, const struct outline *, size_t keep, struct collection **out);
/* Forget all rows, for another try. */
void collect_reset(struct collection *);
/* Fill in touched, branches, others and digest. */
void collect_finish(struct collection *, struct rehearsal *out);
void collect_free(struct collection *);

/* seen.c */
enum err seen_read(struct connection *, struct collection *);

/* A row that is told about right now. */
struct event { struct collection *in; struct watch *watch; const struct watch_row *row; struct seen *table; };

/* collect.c: its values, and who it is. */
struct value row_value(const struct event *, int column, bool old);
struct identity row_identity(const struct event *, bool old);
struct frame *collect_frame(struct collection *, int depth);

#endif
