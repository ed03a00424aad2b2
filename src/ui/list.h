/* A scrolling list of one-line rows: a window over a source that is read page by page (keyset), or over given rows. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/event.h"
#include "ui/keymap.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* DECIMAL: amounts of one currency, so that their marks stand in line when they end in line. */
enum list_align { LIST_LEFT, LIST_RIGHT, LIST_DECIMAL };
/* @min cells always; what is left over goes to the columns by their @flex. Columns stand two cells apart; those with a
 * @drop are left out, highest first, while the pane is too narrow. */
enum { LIST_COLUMNS_MAX = 12 };
struct list_column { const char *title; int min, flex, drop; enum list_align align; };
struct list_cell { struct shown text; enum voice voice; };

/* One page of rows, in the order shown; rows and strings in the arena that was passed. */
struct list_page { const void *const *rows; size_t count; const char *previous, *next; };   /* NULL at the ends */

struct list_ops {
	const struct list_column *columns;           /* ends with a NULL title; "" has no heading */
	int64_t (*key)(const void *row);             /* what makes a row the same row after a reload */
	struct list_cell (*cell)(const void *data, const void *row, size_t column, struct arena *scratch);
	/* @limit rows after @cursor (or, with @before, those just before it); NULL: from the top (with @before: the last
	 * ones). NULL callback: rows come from list_set_rows(). */
	enum err (*load)(void *data, struct arena *, const char *cursor, bool before, size_t limit, struct list_page *out);
	/* The cursor of one row, to read on from it when the rows may have changed. */
	enum err (*cursor)(void *data, struct arena *, const void *row, const char **out);
	/* Whether the row is marked: then a dot stands before it, in the air left of the pane. NULL: none is. */
	bool (*marked)(const void *data, const void *row);
};

struct list_chunk;
struct list {                                    /* read only from outside */
	const struct list_ops *ops;
	void *data;
	VEC(struct list_chunk *) chunks;             /* pages held, each with its arena */
	VEC(const void *) rows;                      /* all rows of them */
	size_t selected, top;                        /* index into rows */
	int height, width;                           /* rows visible without the heading; cells */
	int widths[LIST_COLUMNS_MAX];                /* of each column; 0: left out */
	int64_t first;                               /* how many rows come before rows[0]; -1: not known */
	int64_t total;                               /* as told by list_set_total(); -1: not known */
};

void list_init(struct list *, const struct list_ops *, void *data);
void list_release(struct list *);
/* The size of its pane, heading included; reads more rows when it has grown. */
enum err list_layout(struct list *, int rows, int cols);
/* Read again from the top (another search, filter, sort): the first row is selected. On error it keeps what it had. */
enum err list_restart(struct list *);
/* Read again around what is visible; the same row stays selected, or when it is gone the one that took its place. */
enum err list_reload(struct list *);
/* Lists without load(): these rows (they must outlive their use). The same row stays selected. */
void list_set_rows(struct list *, const void *const *rows, size_t count);
void list_set_total(struct list *, int64_t total);
/* Select the row with that key if it is held; false when not. */
bool list_select(struct list *, int64_t key);
const void *list_selected(const struct list *);  /* NULL: empty */

/* Keys that move, wheel, and clicks on its rows. */
enum list_did { LIST_IGNORED, LIST_MOVED, LIST_ENTERED };   /* entered: the selected row was clicked again */
/* @error, if not NULL, gets what reading rows failed with. */
enum list_did list_event(struct list *, const struct event *, enum err *error);
/* The keys it takes, to be a parent of a screen's map; copy its parent: { list_bindings, &everywhere }. */
extern const struct binding list_bindings[];

/* Draw heading and rows; @focus: the bar of the selected row in the accent. It reaches one cell beyond the canvas on both
 * sides, over the air inside a box. An empty list draws only the heading; without any heading there is no line for it. */
void list_draw(const struct list *, struct canvas *, bool focus, struct arena *scratch);
/* "37 of 128", "37", or empty when all rows are visible: for the foot of its box. */
struct shown list_position(const struct list *, struct arena *);

#endif
