/* A running interface: what loop.c (events), follow.c (what acts ask for) and paint.c (frames) share. */
#ifndef UI_UI_H
#define UI_UI_H

#include "base/arena.h"
#include "ui/frame.h"
#include "ui/loop.h"
#include "ui/stack.h"

enum { UI_TABS_MAX = 8 };

struct ui {
	struct ui_setup setup;
	struct input input;
	struct grid *grid;
	struct stack stacks[UI_TABS_MAX];
	unsigned tab;
	struct layer panel;                      /* no state: never opened */
	bool panel_open, panel_focus, panel_covers;
	int panel_row;                           /* its first row in the last frame */
	struct arena scratch, message_arena;     /* scratch: reset with each frame */
	struct frame_status status;              /* message and offer live in message_arena */
	struct ui_figures figures;
	uint64_t wake_at, busy_at;               /* nanoseconds; 0: not */
	struct event resized;                    /* while work was done; type EVENT_NONE: it was not */
	bool dirty, left;
	bool warned;                             /* that quitting loses what is not saved */
	int signal;
	enum err failed;                         /* nothing is left to stand on */
};

/* follow.c: do what an act asked for; @key: what was pressed, to be named when nothing came of it. */
void follow(struct ui *, struct next, uint32_t key);
/* Open or come back to a tab; on error the one before stays. */
enum err follow_tab(struct ui *, unsigned tab);
void ui_close_all(struct ui *);
/* The terminal has another size now. */
void ui_take_size(struct ui *, int rows, int cols);

/* What quitting would lose, in words; no cells: nothing. */
struct shown ui_at_stake(struct ui *);

/* loop.c: press a key as if somebody had. */
void ui_press(struct ui *, uint32_t key);
struct layer *ui_top(struct ui *);
struct stack *ui_stack(struct ui *);
bool ui_is_typing(const struct layer *);

/* paint.c: draw and show one frame. */
void ui_paint(struct ui *);
void ui_clear_message(struct ui *);
/* The sentence of @err on line 23, if it is one. */
void ui_note(struct ui *, enum err);

#endif
