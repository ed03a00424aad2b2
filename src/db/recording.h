/* Between the files that record changes and those that watch rows; for this folder alone. */
#ifndef DB_RECORDING_H
#define DB_RECORDING_H

#include "db/changes.h"

/* SQLite has one hook for both: while rows are watched nothing is recorded. Nothing when there is no recording. */
void recording_pause(struct connection *);
void recording_resume(struct connection *);
/* When the connection closes. */
void recording_stop(struct connection *);

/* changes.c: SQLite's @bytes become @out and are freed; @code is told. */
enum err changes_take(struct changes *out, void *bytes, int size, int code);
enum err changes_are_same(const struct changes *, const struct changes *, bool *same);

#endif
