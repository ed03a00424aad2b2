/* What a person did: one key, one paste, one click; and how keys are named. */
#ifndef UI_EVENT_H
#define UI_EVENT_H

#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>

/* A key is the code point it types, or one of these, with modifiers above. Ctrl-letters are K_CTRL('p'), Alt-3 is
 * K_ALT('3'); Shift is only set on named keys (Shift-Tab, Shift-Up). Ctrl-I is Tab, Ctrl-M is Enter, Ctrl-[ is Esc. */
enum key {
	K_FIRST = 0x110000,
	K_ENTER, K_ESC, K_TAB, K_BACKSPACE, K_INSERT, K_DELETE, K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END,
	K_PAGE_UP, K_PAGE_DOWN, K_F1, K_F2, K_F3, K_F4, K_F5, K_F6, K_F7, K_F8, K_F9, K_F10, K_F11, K_F12,
	K_LAST,
	K_SHIFT_BIT = 0x01000000, K_ALT_BIT = 0x02000000, K_CTRL_BIT = 0x04000000
};
#define K_CTRL(key) ((uint32_t)(key) | K_CTRL_BIT)      /* lower case letter, or a named key */
#define K_ALT(key) ((uint32_t)(key) | K_ALT_BIT)
#define K_SHIFT(key) ((uint32_t)(key) | K_SHIFT_BIT)
#define K_SHIFT_TAB K_SHIFT(K_TAB)

enum event_type {
	EVENT_NONE,         /* nothing came in time */
	EVENT_KEY,          /* .key */
	EVENT_PASTE,        /* .text, .size: raw bytes of one whole paste, NUL-terminated, valid until the next event */
	EVENT_CLICK,        /* .row, .col; on a screen also .widget, .index as canvas_target_row() put them, and .in_row, .in_col in there */
	EVENT_WHEEL,        /* .row, .col, .index is -1 (up) or 1 (down); .widget as in a click */
	EVENT_RESIZE,       /* .row, .col: rows and columns from now on; also when the screen was lost (back from a stop) */
	EVENT_TICK,         /* the time asked for with ui_wake() has come */
	EVENT_END           /* leave now; .index: the signal, or 0 when the input ended */
};
enum { PASTE_MAX = 1 << 20 };   /* a longer paste is cut there */
struct event {
	enum event_type type;
	uint32_t key;
	const char *text;
	size_t size;
	int row, col, in_row, in_col;
	const void *widget;
	long index;
};

/* Whether the key types a character into a text field (no control, no modifier). */
bool key_is_text(uint32_t key);
/* As people read it: "Enter", "Ctrl-P", "PgUp", "Alt-3", "↑" ("Up" in ASCII), "a". */
struct shown key_shown(struct arena *, uint32_t key);

/* The one input seam: the keyboard and a script alike. */
struct input {
	void *self;
	/* Wait at most @timeout_ms (-1: for ever) for one event. Never fails: an ended input is EVENT_END, again and again. */
	void (*wait)(void *self, int timeout_ms, struct event *out);
	/* Forget keys that were typed before now. */
	void (*drop_typed)(void *self);
};

#endif
