/* What is doubtful about the keys of a file and the rows that they tie. Reads all rows of the tables concerned. */
#ifndef EXPLORE_LINT_H
#define EXPLORE_LINT_H

#include "explore/infer.h"

enum lint_rule {
	LINT_BROKEN,         /* the key refers to what is not there, or not unique: every write fails */
	LINT_DANGLING,       /* rows that refer to none */
	LINT_SECOND,         /* more rows than the one that a hasOne has */
	LINT_TYPES,          /* text refers to numbers, or the other way round */
	LINT_UNINDEXED,      /* no index begins with the key: measured */
	LINT_OWNERLESS,      /* rows whose key is null: worth knowing, no fault */
	LINT_UNREAD          /* the rows could not be read, or not in time */
};

struct lint_finding {
	enum lint_rule rule;
	const struct outline_key *key;
	int64_t rows;                        /* concerned, -1: none are counted */
	uint64_t without, with;              /* LINT_UNINDEXED: nanoseconds to find the rows of one parent */
	const char *sentence;                /* what is so */
	const char *advice;                  /* what to do, SQL where that is it; NULL: nothing */
};
struct lint_report { const struct lint_finding *items; size_t count, faults; };   /* faults: without OWNERLESS and UNREAD */

/* "unindexed" */
const char *lint_rule_name(enum lint_rule);
/* Everything in @arena; findings by table. ERR_BUSY, ERR_CORRUPT, ERR_IO of the file as such. */
enum err lint(struct connection *, struct arena *, const struct outline *, struct lint_report *out);

#endif
