/* Rows that were marked, to act on all of them at once: a set of keys. */
#ifndef UI_MARKS_H
#define UI_MARKS_H

#include "base/vec.h"
#include <stdbool.h>

struct marks { VEC(int64_t) keys; };         /* ascending; {0} is empty; read only from outside */

void marks_release(struct marks *);          /* empty again */
bool marks_has(const struct marks *, int64_t key);
/* Mark it, or take the mark off; whether it is marked now. */
bool marks_toggle(struct marks *, int64_t key);

#endif
