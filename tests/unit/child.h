/* Parts of a test that need a process of their own: another writer, another user, one that is killed. */
#ifndef UNIT_CHILD_H
#define UNIT_CHILD_H

#include "base/err.h"
#include <stdbool.h>
#include <sys/types.h>

/* In a child: a line for the reader and a bad exit when @condition does not hold. */
#define EXPECT(condition) do { if (!(condition)) child_complain(__FILE__, __LINE__, #condition); } while (0)
/* The same for a call that returns an enum err. */
#define EXPECT_ERR(expected, call) child_expect(__FILE__, __LINE__, #call, (expected), (call))
void child_complain(const char *file, int line, const char *what);
void child_expect(const char *file, int line, const char *what, enum err expected, enum err actual);

/* Start @work in a child; it leaves by returning. */
pid_t child_start(void (*work)(void *context), void *context);
/* Wait for its end; true when it left with everything as expected. */
bool child_passed(pid_t);
/* Start and wait. The second form as a user without rights (root proves nothing about permissions). */
bool child_run(void (*work)(void *context), void *context);
bool child_run_as_nobody(void (*work)(void *context), void *context);

/* A signpost between parent and child: one waits, the other sets. */
struct mark { int ends[2]; };
void mark_make(struct mark *);
void mark_set(struct mark *);
void mark_wait(struct mark *);

#endif
