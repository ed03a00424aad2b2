/* Makes SQLite fail by number: the N-th of what is counted fails, or all from there on. Linked into a test that runs the same
 * work with N = 1, 2, … until nothing is left to fail. */
#ifndef UNIT_FAULTS_H
#define UNIT_FAULTS_H

#include <stdbool.h>

struct store;

enum fault { FAULT_IO, FAULT_MEMORY, FAULT_INTERRUPT };

/* Put the shims in place, once: before anything opens a file. The default VFS is from then on ours around the real one; so is
 * the allocator. */
void faults_install(void);
/* From now on count; fail the @number-th (1 is the first), with @from_there every later one, too. An interrupt comes after
 * that many steps of a statement of @store's own connection. */
void fault_arm(enum fault, struct store *, int number, bool from_there);
/* Stop; whether it came to that. */
bool fault_disarm(void);

#endif
