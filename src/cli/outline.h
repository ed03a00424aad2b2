/* Any file, opened for the commands that show what it is made of. */
#ifndef CLI_OUTLINE_H
#define CLI_OUTLINE_H

#include "base/err.h"

struct cli;
struct connection;
struct outline;
struct schema;

struct opened { const char *path; struct connection *connection; struct schema *schema; struct outline *outline; };

/* Open @path (NULL: the shop's file) as a foreign one and infer; a file of souk's by its declarations. What is worth saying
 * of how it was met goes to standard error. outline_closed() in any case, on error too. */
enum err outline_opened(struct cli *, const char *path, struct opened *);
void outline_closed(struct opened *);

#endif
