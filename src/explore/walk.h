/* Walking a file: a row beside its associations, and from there to the rows on their other side, by pages.
 *
 * It works on any file that an outline was read of (infer.h). Lists are read by keyset: a page of the millionth row costs
 * what the first one does, as far as the file's indexes allow. What is counted is counted up to a bound.
 *
 * Errors of all: ERR_NOT_FOUND (the row is gone), ERR_FORBIDDEN (walk_rules), and what the file gives: ERR_CORRUPT, ERR_IO,
 * ERR_BUSY, ERR_CANCELLED (a foreign file's deadline), ERR_DB_ERROR (the schema has changed since). */
#ifndef EXPLORE_WALK_H
#define EXPLORE_WALK_H

#include "explore/outline.h"

struct connection;

/* COUNT_MAX: "1,000+" from there on. SCAN_MAX: rows looked at for a count that no index serves. TEXT_MAX: bytes of a text
 * that are kept. */
enum { WALK_COUNT_MAX = 1000, WALK_SCAN_MAX = 100000, WALK_TEXT_MAX = 4096, WALK_COLUMNS_MAX = 12, WALK_PAGE_MAX = 1000 };

/* Who sees what. @sees: a condition in SQL on a row of that table, which is called "@" ("@.userId = 7"); NULL: every row is
 * seen. Others are counted, and nothing else. */
struct walk_rules { const char *(*sees)(void *context, const char *table); void *context; };

/* Where one walks. Everything is borrowed; @declared may be NULL, @rules.sees too. */
struct walk { struct connection *db; const struct outline *outline; const struct schema *declared; struct walk_rules rules; };

/* What was run, for showing beside the rows. */
struct walk_asked { const char *sql; const struct value *values; size_t count; int64_t rows; uint64_t nanoseconds; };

/* One value. Of a blob only its @size is kept, of a long text WALK_TEXT_MAX bytes (@cut); of a secret nothing. */
struct walk_cell { struct value value; int64_t size; bool cut, secret; };
struct walk_column { const struct outline_table *table; int position; bool blob, whole, secret; };   /* whole: a key */

struct walk_row {
	const struct outline_table *table;
	const struct value *ident;           /* the rowid, or in a WITHOUT ROWID table the primary key: always unique, never null */
	size_t ident_count;
	const struct walk_column *columns;   /* of the table; in a list also of the join table */
	const struct walk_cell *cells;       /* beside them */
	size_t count;
	const char *key;                     /* "7", "3,2": primary key or rowid, as address.h reads it */
	const char *name;                    /* what people would call it, or NULL */
	const struct value *sort;            /* its place in the list it came from */
	size_t sort_count;
};

/* The row with these values of its primary key (of a table without one: its rowid). */
enum err walk_find(const struct walk *, struct arena *, const struct outline_table *, const struct value *key, size_t count,
	struct walk_row *out, struct walk_asked *asked);
/* A row of a list, now whole. */
enum err walk_load(const struct walk *, struct arena *, const struct walk_row *, struct walk_row *out, struct walk_asked *asked);
/* The cell of a column, or NULL when it was not read. */
const struct walk_cell *walk_cell_of(const struct walk_row *, const struct outline_table *, int position);

/* How many rows are on the other side, @more: at least so many. A row must be whole. @asked may be NULL. */
enum err walk_count(const struct walk *, struct arena *, const struct walk_row *, const struct relation *, int64_t *count, bool *more,
	struct walk_asked *asked);

/* The rows on the other side of a relation; or, without one, all of a table. @only: just that row, if it is among them. */
struct walk_list { const struct outline_table *table; const struct walk_row *from; const struct relation *relation; const struct walk_row *only; };
struct walk_page {
	struct walk_row *rows;
	size_t count;
	const char *previous, *next;         /* cursors; NULL: there is no such page */
	const struct walk_column *columns;   /* of every row: the most telling first, those of the join table last */
	size_t column_count;
	struct walk_asked asked;
};
/* @limit rows (at most WALK_PAGE_MAX) after @cursor, or before it; NULL: from the beginning, or the last ones. ERR_USAGE: no cursor
 * of this list. */
enum err walk_page(const struct walk *, struct arena *, const struct walk_list *, const char *cursor, bool before, size_t limit,
	struct walk_page *out);
/* The cursor after that row of a list. */
const char *walk_cursor(struct arena *, const struct walk_row *);
/* Whether the relation gives one row at most. */
bool walk_is_single(const struct relation *);
/* The other side of such a relation, whole; *there false: there is none. */
enum err walk_one(const struct walk *, struct arena *, const struct walk_row *, const struct relation *, struct walk_row *out, bool *there,
	struct walk_asked *asked);

#endif
