/* The tree of a collection: where a row belongs, what has become of it, and the branches themselves. For this folder. */
#ifndef EXPLORE_BRANCHES_H
#define EXPLORE_BRANCHES_H

#include "explore/collect.h"

/* cause.c: below which branch a row belongs, and why it was touched. */
struct cause { struct rehearse_branch *parent; const struct outline_key *key; const char *trigger; };
struct cause cause_of(const struct event *);
/* Whether both would be the same key to SQLite, as near as can be told here. */
bool values_alike(struct value, struct value);
/* The frame's value of that column; null when no key refers to it. */
struct value frame_value(const struct frame *, int column, bool old);

/* count.c: count the row in a branch for @cause, which is returned; and no longer where it counts. */
struct rehearse_branch *count_row(const struct event *, const struct cause *);
void count_out(struct collection *, struct touched_row *);

/* branches.c */
const char *cause_text(struct arena *, const struct cause *);    /* as in rehearse_branch.via */
void branches_begin(struct collection *);
struct rehearse_branch *branch_under(struct collection *, const struct cause *, const struct seen *, enum rehearse_action, int depth);
/* Give the frame a branch that is nowhere yet, to wait for its parent; and when that has come. */
void branch_wait(struct collection *, struct frame *);
void branch_adopt(struct collection *, struct rehearse_branch *parent, struct frame *);
/* Take out empty branches and rows that count elsewhere. */
void branches_prune(struct collection *);

#endif
