/* Statements: kept prepared by their SQL text, bound to values, stepped row by row.
 *
 *	struct statement *statement;
 *	bool row;
 *	try(statement_open(db, "SELECT id, title FROM products WHERE userId = ?1", &statement));
 *	statement_bind(statement, 0, value_integer(7));
 *	enum err err;
 *	while (!(err = statement_step(statement, &row)) && row)
 *		statement_row_copy(statement, arena, values, 2);
 *	return statement_close(statement, err);
 *
 * A statement that writes outside a transaction takes its turn on the lock by itself. BEGIN, COMMIT and the like are
 * refused here: see transaction.h. */
#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

#include "base/err.h"
#include "base/value.h"

struct arena;
struct connection;
struct statement;

/* One statement, prepared now or kept from before; every open one is closed before the connection is. The same text may
 * be open more than once. ERR_DB_ERROR (syntax, no such table), ERR_USAGE (none or several statements, or one that
 * belongs to transaction.h). *out is NULL on error. */
enum err statement_open(struct connection *, const char *sql, struct statement **out);
/* Bind the parameter at @index (from 0). Text and blobs are not copied: they stay the caller's and must live until
 * statement_close. What cannot be bound is reported by the next step (ERR_INPUT). Unbound is null. */
void statement_bind(struct statement *, size_t index, struct value);
void statement_bind_all(struct statement *, const struct value *, size_t count);
size_t statement_parameters(const struct statement *);

/* *row says whether there is one; after the last, and after an error, the statement has ended (it was counted and
 * reported, and a single write is on the disk). ERR_…_CONSTRAINT naming table and attributes, ERR_READ_ONLY, ERR_BUSY,
 * ERR_FULL, ERR_CORRUPT, ERR_IO, ERR_MEMORY (also for a value
 * of the row before, and then from close as well), ERR_DB_ERROR. */
enum err statement_step(struct statement *, bool *row);

size_t statement_columns(const struct statement *);
const char *statement_column_name(const struct statement *, size_t column);
/* Of the present row. Text and blobs are borrowed: valid until the next step or close. */
struct value statement_value(struct statement *, size_t column);
/* The first @count columns (at most statement_columns) at once: borrowed, or with text and blobs copied into @arena. */
void statement_row(struct statement *, struct value *out, size_t count);
void statement_row_copy(struct statement *, struct arena *, struct value *out, size_t count);
/* @count columns from @from on, copied: the i-th to out[at[i]]; @at NULL: to out[i]. */
void statement_part_copy(struct statement *, struct arena *, size_t from, struct value *out, size_t count, const int *at);

/* Rows returned so far, or changed by a write that has ended. */
int64_t statement_rows(const struct statement *);
/* The rowid of the row that an INSERT which has ended put in last. */
int64_t statement_inserted(const struct statement *);
/* End it and keep it prepared. Returns @so_far, or the error of ending an unfinished write. NULL returns @so_far. */
enum err statement_close(struct statement *, enum err so_far);

/* Open, bind, step to the end, close. @changes (or NULL): rows changed, by a read the rows it had. */
enum err statement_run(struct connection *, const char *sql, const struct value *, size_t count, int64_t *changes);

#endif
