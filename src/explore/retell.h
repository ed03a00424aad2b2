/* A rehearsal in words: a tree of lines, the names of its rows, and what made each branch so. */
#ifndef EXPLORE_RETELL_H
#define EXPLORE_RETELL_H

#include "base/text.h"
#include "explore/rehearse.h"

struct connection;

/* Give the first @most rows of each branch a label: the name or title that they have, or that of what they refer to; NULL
 * where there is none. Asks the file, after the rehearsal and before anything else is written. */
enum err retell_label(struct connection *, struct arena *, const struct rehearsal *, size_t most);
/* Whose the touched rows are: @keys ("carts.userId"; ends with NULL) lead from a row to the one it belongs to, and so on to a
 * row of @table. The labels of those, @self left out, each once, raw; looks at the kept rows, and
 * *more says whether there are others. */
struct retell_owner { const char *table; const char *const *keys; struct value self; bool *more; };
enum err retell_owners(struct connection *, struct arena *, const struct rehearsal *, const struct retell_owner *, const char ***out,
	size_t *count);
/* "users #1 alice"; raw. */
const char *retell_row(struct arena *, const struct outline_table *, const struct rehearse_row *);

/* A branch as a line: "├ " before it, "set NULL", "5 orderItems" or "carts #1", then some of its rows; all but rails raw.
 * @below: what stands before each of its rows on a line of its own. */
struct retold { const struct rehearse_branch *branch; struct shown rails, below; const char *verb, *what, *rows; };
size_t retell_branches(struct arena *, const struct rehearsal *, struct retold **out);
const char *retell_verb(enum rehearse_action);

/* Why the branches are as they are, a key or trigger each once: the declaration, or the DDL where none is known; the reason
 * where the declaration says nothing (else NULL); "CASCADE". */
struct retold_cause { const char *declaration, *reason, *action; };
size_t retell_causes(struct arena *, const struct rehearsal *, struct retold_cause **out);

/* What one could do so that nothing goes along, or so that it goes at all: a sentence, raw; NULL: there is nothing to say. */
const char *retell_instead(struct arena *, const struct rehearsal *);

#endif
