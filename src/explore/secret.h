/* What is never shown, whoever asks: the columns that a schema marks as secret, and those whose name says it. */
#ifndef EXPLORE_SECRET_H
#define EXPLORE_SECRET_H

#include <stdbool.h>

struct schema;

/* Whether a column of that name holds secrets: an attribute of @declared (NULL: nothing is declared) that is marked so, in
 * the table @table (NULL: in any), or a name that holds "password", "passwd" or "passphrase", whatever its case. */
bool secret_column(const struct schema *declared, const char *table, const char *column);

#endif
