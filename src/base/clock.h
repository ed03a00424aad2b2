/* Time: the wall clock (which a test may set), a stopwatch, and the file's text form of dates. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Milliseconds since 1970 UTC; the test clock's time once clock_set() was called. */
int64_t clock_now(void);
/* Stop the wall clock at @ms (option --now). */
void clock_set(int64_t ms);
/* Monotonic nanoseconds, never the test clock. */
uint64_t clock_nanoseconds(void);

/* "2026-11-22 14:01:07.120 +00:00": Sequelize's text form of a DATE on SQLite, always UTC. */
enum { CLOCK_STAMP_SIZE = 31 };
void clock_stamp(int64_t ms, char out[CLOCK_STAMP_SIZE]);
/* Read that form, and its usual variants (T, Z, no fraction, an offset). False when it is none. */
bool clock_parse(const char *text, int64_t *ms);

/* For people, in the TZ of the process, relative to clock_now(): "today 14:02", "3 Nov", "3 Nov 2025". */
const char *clock_day(struct arena *, int64_t ms);
const char *clock_minute(struct arena *, int64_t ms);   /* "14:02" */
const char *clock_full(struct arena *, int64_t ms);     /* "3 Nov 2026, 14:02" */
/* "9", "Nov", "2026". */
enum clock_part { CLOCK_DAY, CLOCK_MONTH, CLOCK_YEAR };
const char *clock_part(struct arena *, int64_t ms, enum clock_part);
/* Local midnight of the day that holds @ms, and of the day @days later. */
int64_t clock_midnight(int64_t ms, int days);

#endif
