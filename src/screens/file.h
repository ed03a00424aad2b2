/* The file that Models, Walk and the trace show: the shop's own, or anybody's. */
#ifndef SCREENS_FILE_H
#define SCREENS_FILE_H

#include "screens/screens.h"

struct connection;
struct schema;

/* Somebody else's file instead of a shop: read and nothing else. Errors as of explore_open(). */
enum err file_open(struct app *, const char *path);
void file_close(struct app *);

struct connection *file_connection(const struct app *);
const struct schema *file_schema(const struct app *);        /* what is declared for it, or NULL */
const char *file_path(const struct app *);
/* Statements that take long say so, and Esc stops them: always in somebody else's file, in a shop while @on. */
void file_watch(struct app *, bool on);
/* Two numbers that tell whether its tables are still what they were; @structure is read when @version is another. A file that
 * could be read no longer is opened again: ask before anything else is read, and take file_connection() anew. */
enum err file_structure(struct app *, int64_t *version, int64_t *structure);
/* "music.db  read only", for line 1. */
struct shown file_subject(void *app, struct arena *, enum voice *);

/* What is bound on every screen of such a file. */
extern const struct keymap file_keys;

#endif
