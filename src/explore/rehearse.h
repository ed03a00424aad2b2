/* What would a write touch? It is run for real inside a transaction, every row that it, its foreign-key actions and its
 * triggers change is collected, and all is rolled back. So it is as exact as SQLite is, for any file.
 *
 * The rows make a tree: a branch holds the rows of one table to which the same happened for the same reason. A row
 * counts once, by what has become of it in the end. Rows of virtual tables, and of tables that nobody is to see, are not
 * counted; the tables are named. */
#ifndef EXPLORE_REHEARSE_H
#define EXPLORE_REHEARSE_H

#include "explore/outline.h"

struct arena;
struct connection;
struct infer_options;

enum rehearse_action { REHEARSE_DELETED, REHEARSE_SET_NULL, REHEARSE_SET_DEFAULT, REHEARSE_UPDATED, REHEARSE_INSERTED };

/* A row by its primary key, or its rowid where none is declared; the key before the write, of an inserted one after. */
struct rehearse_row {
	struct rehearse_row *next;
	size_t key_count;
	const struct value *key;
	const char *label;               /* see retell_label() */
	bool dropped;                    /* while collecting: it counts elsewhere */
};

struct rehearse_branch {
	struct rehearse_branch *parent, *first, *last, *next;      /* below, beside */
	const struct outline_table *table;
	enum rehearse_action action;
	const struct outline_key *key;   /* the foreign key whose action it was, */
	const char *trigger;             /* or the trigger; neither: the statement itself */
	const char *via;                 /* "products.userId", "trigger:NAME", or NULL */
	int depth;                       /* as SQLite counts it: how many actions and triggers led here */
	int64_t count;
	struct rehearse_row *rows, *last_row;    /* the first of them, at most as many as were to be kept */
	size_t kept, position;
};

/* Why nothing would be written. @row: one that is in the way (its key unknown: key_count 0); @rows how many such rows were
 * found, looking at 1,000 at most. */
struct rehearse_blocked {
	const struct outline_table *table;
	struct rehearse_row row;
	int64_t rows;
	const struct outline_key *key;   /* what does not allow it: this foreign key, or this trigger */
	const char *trigger, *via;
	const char *sentence;            /* SQLite's refusal in our words */
};

struct rehearsal {
	const char *statement;
	int64_t reported;                /* rows that the statement would be said to change */
	int64_t touched;                 /* rows that are really changed; 0 when it is blocked */
	const struct rehearse_blocked *blocked;  /* NULL: it would be done */
	struct rehearse_branch *branches;        /* the tops, beside each other */
	const struct outline *outline;
	const char *const *others;       /* tables that were written, and whose rows are not listed */
	size_t other_count;
	uint64_t digest;                 /* alike for two rehearsals of the same rows and actions */
};

struct rehearse_options {
	const struct infer_options *infer;       /* declarations, tables that nobody is to see; or NULL */
	size_t keep;                             /* rows for each branch; they are counted all the same */
};

/* What is rehearsed: one or several writes on the connection. ERR_… is passed on, and means that nothing was done. */
struct rehearse_act {
	const char *statement;                   /* what it is called */
	enum err (*run)(void *context, int64_t *reported);      /* *reported stays -1: rows at the top count */
	void *context;
};

/* Rehearse; everything in @arena. OK also when it would be refused by a key or a trigger: out->blocked. ERR_BUSY (also
 * within a transaction), ERR_READ_ONLY; ERR_USAGE: it writes no rows, or would change the schema; else as @run fails. */
enum err rehearse(struct connection *, struct arena *, const struct rehearse_options *, const struct rehearse_act *,
	struct rehearsal **out);
/* Do it for real, provided that it touches just the rows that were @shown. ERR_STATUS: it would not; nothing was written,
 * and @out is the new rehearsal. */
enum err rehearse_do(struct connection *, struct arena *, const struct rehearse_options *, const struct rehearse_act *,
	const struct rehearsal *shown, struct rehearsal **out);

/* One statement as an act: @sql is run with @values, @text is shown. */
struct rehearse_statement { struct connection *db; const char *sql, *text; const struct value *values; size_t count; };
struct rehearse_act rehearse_sql(struct rehearse_statement *);

const char *rehearse_action_name(enum rehearse_action);      /* "setNull" */

#endif
