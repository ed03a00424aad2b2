/* The loop: a stack of screens for each tab, the frame around them, one source of input, one frame after each event. */
#ifndef UI_LOOP_H
#define UI_LOOP_H

#include "ui/frame.h"
#include "ui/screen.h"
#include "ui/theme.h"
#include <stdint.h>

struct grid;
struct terminal;
struct ui;

/* A tab: its key is its number, counted from 1; without a screen it is not there, and its number nobody's. */
struct tab { const char *name; const struct screen_ops *screen; };

/* What the frame asks the program for. The callbacks are called for each frame and must not read the store. */
struct ui_setup {
	void *app;                               /* handed to every act */
	const char *program;                     /* "souk" */
	const struct tab *tabs;
	unsigned tab_count, home;                /* home: where one begins, and Esc leads in the end */
	struct shown (*tab_title)(void *app, unsigned tab, struct arena *);  /* "Cart 6·72.00"; NULL: its name */
	struct shown (*subject)(void *app, struct arena *, enum voice *);   /* right on line 1: what all of this is of; or NULL */
	struct shown (*figures)(void *app, struct arena *);                  /* right on line 23: "alice  3 SQL 0.4 ms" */
	struct frame_banner (*banner)(void *app, struct arena *);            /* a line below line 1, none without text; or NULL */
	struct shown (*at_stake)(void *app, struct arena *);                 /* what quitting loses, for "…: q again quits"; or NULL */
	void (*before)(void *app);               /* an event is about to be handled: statements are counted from here */
	void (*acted)(void *app);                /* it was handled; its frame is not drawn yet; or NULL */
	void (*after)(void *app);                /* it was, and its frame is drawn; or NULL */
	const struct screen_ops *panel;          /* opened by next_panel(), it stays below the screens; or NULL */
	struct terminal *term;                       /* NULL: frames are only drawn to the grid */
	struct input input;                      /* used when there is no term: a script */
	int rows, cols;                          /* size without a term */
};

/* The map every screen's own map climbs to in the end: tabs, back, quit, help, palette, redraw, suspend, mouse. The
 * program's map for everywhere has it as its parent. */
extern const struct keymap ui_keys;
/* Its parent: Esc back, redraw, suspend, quit. Dialogs climb to this one, so that nothing else happens from them. */
extern const struct keymap ui_modal_keys;

struct ui *ui_new(const struct ui_setup *);
void ui_free(struct ui *);
/* Run until somebody leaves. @first, if any, stands alone at the start (login) and is expected to go on with
 * next_home(); without it tab 1 opens. @signal: the signal that ended it, 0 otherwise (then see to it that the
 * program dies by it). An error of the first open() is returned. */
enum err ui_run(struct ui *, const struct screen_ops *first, const void *argument, int *signal);

/* Line 23: what just happened; stays until the next key that does something. @voice VOICE_REFUSE for a refusal. */
void ui_say(struct ui *, struct shown, enum voice);
/* What it says, without cells while it says nothing or refuses. */
struct shown ui_said(const struct ui *);
/* After a ui_say: a key that answers it, clickable; @words as shown, the key first: "u undo". */
void ui_offer(struct ui *, uint32_t key, const char *words);
/* Refuse: the sentence of @err on line 23 in the refuse voice. Gives next_stay(), so that an act can return it. */
struct next ui_refuse(struct ui *, enum err);
/* The first tab (from 0) that holds something typed and not saved, -1: none. Acts that would close it ask this first. */
int ui_unsaved(const struct ui *);
/* Long work: paint this on line 23 at once, with how far it is (@of 0: unknown). Cheap to call often: it paints at
 * most 10 times a second. False: somebody wants to leave (hang-up, SIGTERM), so stop where that is safe. */
bool ui_busy(struct ui *, struct shown, int64_t done, int64_t of);
/* The same for work that can be taken back: false, too, when Esc or Ctrl-C was pressed since it began; other keys are dropped. */
bool ui_busy_until_esc(struct ui *, struct shown, int64_t done, int64_t of);
/* One EVENT_TICK for the screen on top in @ms milliseconds; there is no timer otherwise. 0 takes it back. */
void ui_wake(struct ui *, int ms);

/* The tab in front, from 0. */
unsigned ui_tab(const struct ui *);
/* Whether the panel shows, and whether it has the keys. */
bool ui_panel_is_open(const struct ui *);
bool ui_panel_has_keys(const struct ui *);

/* For tests and measuring. */
const struct grid *ui_grid(const struct ui *);
struct ui_figures { uint64_t frames, bytes, last_bytes; };
struct ui_figures ui_figures(const struct ui *);

#endif
