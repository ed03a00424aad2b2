/* The table of scenarios where this layer does better than what was recorded: tests/conformance/deviations.
 *
 * One a line: scenario | place | what happens instead | the reason. Places: "step 2", "step 1.2" (in a transaction),
 * "error CODE" (every step that was recorded with it), "declare" (the declarations fail, nothing more runs), "schema",
 * "final". Instead: "error CODE", "works" (no error, and the rows that come without separate), or PATH = JSON, which
 * replaces a part of what was recorded: result[0].userId = 1, tasks[0].userId = 1; without JSON it takes it away. */
#ifndef CONFORMANCE_DEVIATION_H
#define CONFORMANCE_DEVIATION_H

#include "conformance/tree.h"

struct deviation {
	const char *id, *place, *better, *reason;
	bool used;
	struct deviation *next;
};
/* @strict: a line that does not come up is a mistake, for the scenarios that stand beside the table. */
struct deviations { struct deviation *first; bool strict; };

/* ERR_INPUT: a line that is none. No such file is an empty table. */
enum err deviations_read(struct arena *, const char *path, struct deviations *out);
/* Change what was @recorded at @place of scenario @id. ERR_INPUT: what stands in the table does not fit. */
enum err deviations_apply(struct deviations *, struct arena *, const char *id, const char *place, struct tree **recorded);
bool deviations_has(const struct deviations *, const char *id, const char *place);
/* Whether the declarations of @id are to fail with @code. */
bool deviations_refuses(struct deviations *, const char *id, const char *code);
/* The place of the first line of @id that nothing has used, or NULL. */
const char *deviations_unused(const struct deviations *, const char *id);

#endif
