/* Writes to rows that can be taken back: what they changed is recorded and kept beside the journal of acts (base/journal.h)
 * without what is secret. Of any file that can be written; the shop's own acts know other ways. */
#ifndef EXPLORE_WRITTEN_H
#define EXPLORE_WRITTEN_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct connection;
struct journal_act;
struct schema;

/* What was changed in this run of the program, with what is secret; begins zeroed. */
struct written_memory { struct written_whole *items; size_t count, room; };
void written_forget(struct written_memory *);

/* @journal: a path of journal_path(). Everything is borrowed; @declared, @hides may be NULL: tables of the program's own, which
 * triggers keep up. */
struct written {
	struct connection *db;
	const char *journal;
	const struct schema *declared;
	bool (*hides)(const char *table);
	struct written_memory *memory;
};
#define WRITTEN_ACT "rows"                   /* the kind of such acts */

/* Between them rows are written. With an error @so_far nothing is kept, and it is returned; else what was done is the last act
 * of the journal, called @call ("alice.destroy()"). ERR_IO, ERR_FULL: it was done, but cannot be taken back. */
enum err written_begin(const struct written *);
enum err written_end(const struct written *, const char *call, enum err so_far);
/* *why NULL: rows of that table can be taken back; else why not, in @arena: "notes has no primary key". */
enum err written_can(struct connection *, struct arena *, const char *table, const char **why);
/* Take such an act back, or do it @again; @told: what happened, in @arena. ERR_STATUS: rows are not as the act left them, or it is
 * no longer kept, and nothing was changed; else as changes_apply(). */
enum err written_turn(const struct written *, struct arena *, const struct journal_act *, bool again, const char **told);

#endif
