/* A grid of cells that screens draw to, and rectangles of it. It takes display text and the program's literals only. */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include "base/text.h"
#include "ui/theme.h"
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buffer;

/* One screen cell: a cluster of at most one base and five marks. Width 0: the right half of a wide character. */
struct cell { char bytes[25]; unsigned char size, width, voice; };

/* Where a click has a meaning: a key that it presses, or a row of a widget. */
struct target { int row, col, rows, cols; uint32_t key; const void *widget; long index; };

/* The cells of a whole frame; needs no terminal. */
struct grid;
struct grid *grid_new(int rows, int cols);
void grid_free(struct grid *);
void grid_resize(struct grid *, int rows, int cols);            /* all cells blank */
void grid_clear(struct grid *);                                 /* also targets and cursor */
int grid_rows(const struct grid *);
int grid_cols(const struct grid *);
const struct cell *grid_cell(const struct grid *, int row, int col);
bool grid_cursor(const struct grid *, int *row, int *col);      /* false: hidden */
const struct target *grid_target(const struct grid *, int row, int col);    /* the last put there, or NULL */
void grid_line(const struct grid *, int row, struct buffer *out);  /* the text of one line, no blanks at its end */

/* A rectangle of a grid; whatever is drawn is clipped to it, coordinates count from its corner. A plain value. */
struct canvas { struct grid *grid; int row, col, rows, cols; };
struct canvas canvas_whole(struct grid *);
/* Clipped to @of. Negative @rows or @cols mean "up to that far from the edge": -1 leaves one free, 0 goes to it. */
struct canvas canvas_part(const struct canvas *of, int row, int col, int rows, int cols);
struct canvas canvas_middle(const struct canvas *of, int rows, int cols);       /* clipped; a little above the middle */

/* Put text; returns the column after it. A wide character that does not fit whole becomes a blank. Texts are cut
 * at the edge without a mark: use shown_cut() where it can happen. */
int canvas_put(struct canvas *, int row, int col, struct shown, enum voice);
#define canvas_say(canvas, row, col, literal, voice) canvas_put((canvas), (row), (col), SHOWN(literal), (voice))
/* So that it ends before column @end; returns where it begins. */
int canvas_put_right(struct canvas *, int row, int end, struct shown, enum voice);
/* So that the last @mark ('.', ',') stands in column @at, or the text ends before it when it has none. */
void canvas_put_decimal(struct canvas *, int row, int at, char mark, struct shown, enum voice);
void canvas_put_center(struct canvas *, int row, struct shown, enum voice);
void canvas_fill(struct canvas *, int row, int col, int rows, int cols, enum voice);    /* blanks */
void canvas_voice(struct canvas *, int row, int col, int cols, enum voice);             /* keeps the text */
void canvas_rule(struct canvas *, int row, int col, int cols);                          /* thin, dim */

/* A box around the whole canvas, thin and dim with rounded corners (ASCII: + - |), @title left and @count right in the
 * top line, @foot right in the bottom line (each may be empty); @focus: the title in the accent. Returns the inside,
 * one column of air included on both sides. The inside is blanked. */
struct box { struct shown title, count, foot; bool focus; };
struct canvas canvas_box(struct canvas *, const struct box *);

void canvas_cursor(struct canvas *, int row, int col);          /* show the text cursor here in this frame */
/* A click in there is the same as pressing @key. */
void canvas_target(struct canvas *, int row, int col, int cols, uint32_t key);
/* A click (or the wheel) in there comes as an event with @widget and @index; index -1: the widget, no row. */
void canvas_target_row(struct canvas *, int row, int col, int rows, int cols, const void *widget, long index);

#endif
