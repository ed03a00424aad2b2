/* Text of several lines that is being typed: wraps at words, moves by the lines as they are seen, scrolls. */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include "ui/field.h"

/* A line as it is seen, in bytes. A newline, the next line or the end of the text follows. */
struct editor_line { size_t start, end; };
struct editor {                      /* read only from outside */
	struct field field;              /* the text and the cursor */
	VEC(struct editor_line) lines;   /* never empty */
	size_t top;                      /* the first line in the pane */
	int rows, cols;
	int wanted;                      /* cells before the cursor that ↑↓ keep; -1: where it stands */
	bool at_end;                     /* where a line was wrapped the cursor stands behind it, not before the next */
};

/* @limit bytes at most (0: 1,024), in a pane of 3 lines of 32 cells until editor_layout(). */
void editor_init(struct editor *, size_t limit);
void editor_release(struct editor *);
/* Never NULL; valid UTF-8; no control character but \n. */
const char *editor_text(const struct editor *);
/* Replace the text, the cursor at its beginning. A text longer than the limit stays whole. */
void editor_set(struct editor *, const char *text);
/* The size of its pane; the last column is for marks and for the cursor behind a full line. */
void editor_layout(struct editor *, int rows, int cols);

/* What field_event() takes; Enter begins a line; ↑↓ PgUp PgDn Home End Ctrl-A Ctrl-E by lines as they are seen, Ctrl-Home
 * Ctrl-End by the text; Ctrl-U Ctrl-K take the line before and behind the cursor. IGNORED also: ↑ in the first line, ↓ in
 * the last one. A click moves the cursor to (.in_row, .in_col), the wheel moves it as ↑↓ do. */
enum field_did editor_event(struct editor *, const struct event *);

/* Draw from (@row, @col); where there is more above or below, the last column says so. @focus: with the cursor. */
void editor_draw(const struct editor *, struct canvas *, int row, int col, bool focus, struct arena *scratch);

#endif
