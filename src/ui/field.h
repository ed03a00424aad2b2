/* Text that is being typed, in one line: search box, number, password, file name. ui/editor.h shows one of several lines. */
#ifndef UI_FIELD_H
#define UI_FIELD_H

#include "base/vec.h"
#include "ui/canvas.h"
#include "ui/event.h"
#include <stdbool.h>
#include <stddef.h>

enum field_kind {
	FIELD_TEXT,
	FIELD_PASSWORD,     /* shown as dots; its memory is wiped whenever it moves and when released */
	FIELD_NUMBER,       /* takes digits, '-', '.', ',' */
	FIELD_LINES         /* keeps line ends, as \n; for ui/editor.h */
};
struct field { struct buffer text; size_t at, limit; enum field_kind kind; bool picked; };    /* at: bytes before the cursor */

/* @limit bytes at most (0: 1,024). */
void field_init(struct field *, enum field_kind, size_t limit);
void field_release(struct field *);
/* Never NULL; always valid UTF-8. */
const char *field_text(const struct field *);
/* Replace the text, the cursor at its end. NULL empties. What is not UTF-8 or a control character is left out. */
void field_set(struct field *, const char *text);

/* All that stands there is selected: what is typed, pasted or deleted next takes its place, any other editing key keeps it. */
void field_pick(struct field *);

/* Insert, delete by cluster, Home End Ctrl-A Ctrl-E, ←→, Ctrl-←→ Alt-b Alt-f by word, Ctrl-U Ctrl-K Ctrl-W, paste
 * (line ends become blanks, tabs too). IGNORED: not an editing key; MOVED: the cursor may have moved, the text is the same. */
enum field_did { FIELD_IGNORED, FIELD_MOVED, FIELD_CHANGED, FIELD_FULL };   /* full: there was no room for it */
enum field_did field_event(struct field *, const struct event *);

/* For who has keys of its own: insert one character (or \n, in lines), or take out the bytes from @from to @to; the cursor
 * stands there then. */
enum field_did field_insert(struct field *, uint32_t codepoint);
enum field_did field_cut(struct field *, size_t from, size_t to);

/* Draw in @cols cells from (@row, @col); a longer text scrolls, with "…" where it goes on. @focus: with the cursor.
 * @empty is shown dim while there is no text. */
void field_draw(const struct field *, struct canvas *, int row, int col, int cols, bool focus, struct shown empty,
	struct arena *scratch);

#endif
