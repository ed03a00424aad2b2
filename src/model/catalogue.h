/* What a file has: sqlite_schema as read, and its texts in one normal form, so that they can be compared with ours. */
#ifndef MODEL_CATALOGUE_H
#define MODEL_CATALOGUE_H

#include "model/store.h"

struct catalogue { struct table rows; };

/* Everything but the internal indexes and SQLite's own tables, in @arena. */
enum err catalogue_read(struct store *, struct arena *, struct catalogue *out);
size_t catalogue_count(const struct catalogue *);
const char *catalogue_type(const struct catalogue *, size_t index);   /* "table" "index" "trigger" "view" */
const char *catalogue_name(const struct catalogue *, size_t index);
/* The SQL of the thing of that type and name (case does not matter), or NULL. */
const char *catalogue_sql(const struct catalogue *, const char *type, const char *name);

/* SQL with comments, needless space, IF NOT EXISTS and the last semicolon taken out. Quoted text stays as it is. */
const char *sql_normal(struct arena *, const char *sql);

#endif
