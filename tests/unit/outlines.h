/* Files made for tests of what is inferred and drawn: SQL goes in, an outline comes out. */
#ifndef UNIT_OUTLINES_H
#define UNIT_OUTLINES_H

#include "unit/check.h"

#include "base/arena.h"
#include "explore/infer.h"

struct connection;

/* Made by outline_open(), gone with outline_close(). */
struct outlines { struct connection *db; struct arena arena; struct outline *outline; };
extern struct outlines outlines;

/* Make a file by running @sql, statements apart by ";\n", open it as a foreign one and infer. False: it failed. */
bool outline_open(const char *sql, const struct infer_options *);
void outline_close(void);
/* The file alone. */
const char *outline_file(const char *name, const char *sql);
/* Every relation of the source in a line: "users hasMany products as products by userId [through …] CASCADE: foreign key". */
const char *relations_of(const char *source);

#endif
