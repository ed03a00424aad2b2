/* What a file has: sqlite_schema as read, and its texts in one normal form, so that they can be compared with ours. */
#ifndef MODEL_CONTENTS_H
#define MODEL_CONTENTS_H

#include "model/store.h"

struct contents { struct table rows; };

/* Everything but the internal indexes and SQLite's own tables, in @arena. */
enum err contents_read(struct store *, struct arena *, struct contents *out);
size_t contents_count(const struct contents *);
const char *contents_type(const struct contents *, size_t index);   /* "table" "index" "trigger" "view" */
const char *contents_name(const struct contents *, size_t index);
/* The SQL of the thing of that type and name (case does not matter), or NULL. */
const char *contents_sql(const struct contents *, const char *type, const char *name);

/* SQL with comments, needless space, IF NOT EXISTS and the last semicolon taken out. Quoted text stays as it is. */
const char *sql_normal(struct arena *, const char *sql);

#endif
