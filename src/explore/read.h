/* Tables and foreign keys as the file declares them: the first half of infer(). For this folder. */
#ifndef EXPLORE_READ_H
#define EXPLORE_READ_H

#include "explore/infer.h"

/* Fill in tables and keys; no relations yet. */
enum err outline_read(struct connection *, struct arena *, const struct infer_options *, struct outline *);
/* Work out what follows from a key's columns: unique, primary, indexed, broken. */
void outline_settle_key(struct outline_key *);
bool outline_same_columns(const int *a, size_t a_count, const int *b, size_t b_count);

#endif
