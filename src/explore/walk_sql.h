/* The statements of a walk under construction. For this folder. */
#ifndef EXPLORE_WALK_SQL_H
#define EXPLORE_WALK_SQL_H

#include "base/vec.h"
#include "explore/walk.h"

enum { WALK_VALUES_MAX = 64 };

/* @qualified: columns need their table's name (there is a join). */
struct walk_sql { const struct walk *walk; struct arena *arena; struct buffer text; struct value values[WALK_VALUES_MAX]; size_t count; bool qualified; };

void walk_sql_release(struct walk_sql *);
void walk_put(struct walk_sql *, const char *text);
/* "?3" and its value. */
void walk_put_value(struct walk_sql *, struct value);
/* The table with its name in this statement; a column; what identifies its row. */
void walk_put_table(struct walk_sql *, const struct outline_table *, bool join);
void walk_put_column(struct walk_sql *, const struct outline_table *, int position, bool join);
void walk_put_ident(struct walk_sql *, const struct outline_table *, const char *order, bool join);
size_t walk_ident_count(const struct outline_table *);
/* A column's value, or of a declared blob only how long it is: one or two result columns. */
void walk_put_read(struct walk_sql *, const struct walk_column *, bool join);
struct walk_column walk_column_of(const struct walk *, const struct outline_table *, int position);
/* " AND (…)" where not every row of the table may be seen. */
void walk_put_rules(struct walk_sql *, const struct outline_table *);
/* What a relation leads to, as FROM and WHERE: false when the row's key is null or broken, so that there is nothing. */
bool walk_put_reach(struct walk_sql *, const struct walk_row *, const struct relation *);
/* Whether its targets are found by an index. */
bool walk_is_indexed(const struct relation *);

/* Run it. @each gets a statement that stands on a row; the record goes to @asked (or NULL). */
struct statement;
typedef enum err walk_each(void *context, struct statement *);
enum err walk_run(struct walk_sql *, walk_each *each, void *context, struct walk_asked *asked);
/* A column of that row, copied into the arena as far as it is kept: keys are whole. A value of what identifies it. */
struct walk_cell walk_take(struct walk_sql *, struct statement *, const struct walk_column *, size_t *at);
struct value walk_take_key(struct walk_sql *, struct statement *, size_t *at);

/* walk_pick.c: the columns that name a row (at most 2), and those that a list shows. */
struct walk_naming { size_t count; int columns[2]; };
struct walk_naming walk_naming(const struct walk *, const struct outline_table *);
size_t walk_list_columns(const struct walk *, const struct walk_list *, struct walk_column out[WALK_COLUMNS_MAX]);
/* Its name out of what was read, or NULL; its key as people write it. */
const char *walk_name_of(const struct walk_naming *, struct arena *, const struct walk_row *);
const char *walk_key_of(struct arena *, const struct outline_table *, const struct value *key, size_t count);

#endif
