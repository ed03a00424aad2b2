/* What the files that write share: rows before the SQL (build.c), inserting (insert.c), changing (update.c). */
#ifndef MODEL_WRITE_H
#define MODEL_WRITE_H

#include "model/find.h"
#include "model/schema.h"

/* The time, as text in @arena. */
struct value stamp_now(struct arena *);
/* Text of the caller's is copied, so that the row outlives it. */
struct value value_keep(struct arena *, struct value);
/* ERR_NOT_NULL_VALIDATION when the column takes no null and @value is one. */
enum err check_null(const struct model *, int position, struct value value);

/* createdAt and updatedAt where there are none. @now null: the time as it is. */
void row_stamp(struct arena *, struct row *, struct value now);
/* The same; and ERR_NOT_NULL_VALIDATION when a value is missing that must be there. */
enum err row_complete(struct arena *, struct row *, struct value now);
/* Insert rows as they are; the ids that SQLite gave are set. One statement. */
enum err rows_insert(struct store *, const struct model *, struct row *const *rows, size_t count);
/* model_create() with @more (or NULL) written over @values. */
enum err create_with(struct store *, struct arena *, const struct model *, const struct pair *values,
	const struct pair *more, struct row **out);
/* A row in memory as it was, for when the file does not take what was done to it. */
struct row_before { struct row *row, was; struct value *values; };
struct row_before row_before(struct arena *, struct row *);
void row_put_back(const struct row_before *);
/* row_put() and row_save() in one; what is given is written even where the row in memory has it already. On error the row in
 * memory is as before. */
enum err row_save_with(struct store *, struct arena *, struct row *, const struct pair *);
/* The row by all of its primary key, as conditions. ERR_ERROR: it has none. */
enum err where_row(struct arena *, const struct row *, struct where **out);

/* ERR_FK_CONSTRAINT of rows that were to be written, with a sentence that says which key refers to nothing; other errors as
 * they are. And of a row (NULL: some rows) that was to be destroyed: who refers to it. */
enum err tell_dangling(struct store *, enum err, struct row *const *rows, size_t count);
enum err tell_referred(struct store *, enum err, const struct model *, const struct row *);

#endif
