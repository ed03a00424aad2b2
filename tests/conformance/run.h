/* Carrying out one scenario: its setup, what is given, its steps, each compared with what was recorded. */
#ifndef CONFORMANCE_RUN_H
#define CONFORMANCE_RUN_H

#include "conformance/deviation.h"
#include "conformance/world.h"

struct run {
	struct world world;
	const struct tree *file, *scenario;
	struct deviations *deviations;
	const char *id;
	const char *place;           /* "step 2." inside a transaction, else "step " */
	const char *failed;          /* what differs first; NULL: nothing did */
	bool over;                   /* a declaration failed as a deviation says: there is nothing more to run */
};

/* Whether it is about hooks or soft delete, which are not built: by the operations and options that it uses. */
bool scenario_is_skipped(const struct tree *file, const struct tree *scenario);
/* NULL when all is as recorded (or as the deviations say), else what differs, in @arena. @path: its file, made anew. */
const char *scenario_run(struct arena *, const struct tree *file, const struct tree *scenario, struct deviations *,
	const char *path);

/* For a transaction: run @steps, each compared with its like in @recorded (or, NULL, expected to succeed); stops at the
 * first that the database refuses, and tells it in @failed. False when the scenario is over. */
bool run_steps(struct run *, const struct tree *steps, const struct tree *recorded, enum err *failed);

#endif
