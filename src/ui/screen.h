/* A screen: one file, one state struct, one ops table; and what may follow a key. */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include "base/err.h"
#include "base/text.h"
#include "ui/event.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct canvas;
struct keymap;
struct screen_ops;

/* What should follow a key. Acts return one of the functions below; the loop does it. */
enum next_kind {
	NEXT_IGNORED, NEXT_STAY, NEXT_PUSH, NEXT_REPLACE, NEXT_LEAVE, NEXT_RETURN, NEXT_TAB, NEXT_HOME, NEXT_KEY, NEXT_QUIT,
	NEXT_HELP, NEXT_PALETTE, NEXT_REDRAW, NEXT_SUSPEND, NEXT_MOUSE,
	NEXT_RELOAD, NEXT_PANEL, NEXT_BESIDE
};
/* Called with the state of the screen beneath, and what the screen above hands back (valid during the call). */
typedef struct next next_done(void *state, void *app, const void *answer);
struct next {
	enum next_kind kind;
	const struct screen_ops *screen;
	const void *argument;
	next_done *done;
	uint32_t number;
};
struct next next_ignored(void);       /* not mine: line 23 says that the key does nothing here */
struct next next_stay(void);          /* done; draw again */
/* @argument is handed to its open(), after the act has returned: it is static or in an arena. */
struct next next_push(const struct screen_ops *, const void *argument);
struct next next_replace(const struct screen_ops *, const void *argument);  /* leave this one, open that one */
struct next next_leave(void);         /* back to the screen beneath */
struct next next_return(next_done *, const void *answer);  /* leave, and call @done for the screen beneath */
struct next next_tab(unsigned tab);   /* that tab (from 0), as it was left */
struct next next_home(unsigned tab);  /* close every screen (another person, another file), open that tab */
struct next next_key(uint32_t key);   /* leave, and press @key beneath */
struct next next_quit(void);
struct next next_panel(void);         /* the panel opens and gets the keys; when it has them, it closes */
struct next next_beside(void);        /* the panel stays, the keys go back to the screen */
struct next next_reload(void);        /* resume() it (the act changed what it shows), then draw again */

struct screen_ops {
	const char *name;                        /* "Shop": heads the ? page */
	size_t state_size;                       /* state is zeroed before open() */
	const struct keymap *keys;               /* its parent is normally the program's own map for everywhere */
	const struct keymap *(*keys_now)(const void *state);   /* instead of @keys, where they depend on the state; or NULL */
	/* Read data into @state. On error nothing was kept, close() is not called, and the sentence shows on line 23. */
	enum err (*open)(void *state, void *app, const void *argument);
	/* Optional from here on. */
	void (*close)(void *state);
	/* Shown again after a screen above left or its tab was chosen again. A failure shows on line 23. */
	enum err (*resume)(void *state);
	/* After open(), and whenever the size of the body changes: size lists and panes. */
	enum err (*layout)(void *state, int rows, int cols);
	/* State to cells, nothing else. @body lies between tabs and status; it is blank. */
	void (*draw)(const void *state, struct canvas *body, struct arena *scratch);
	/* Clicks, wheel, pastes, ticks, and keys that no binding took (while typing: all text keys and editing keys first). */
	struct next (*event)(void *state, void *app, const struct event *);
	/* A text field has the focus: no letter is an act. */
	bool (*typing)(const void *state);
	/* What was typed here is not saved: nothing but an act of this screen closes it, and quitting asks once. */
	bool (*unsaved)(const void *state);
	/* What line 23 says while nothing has just happened. */
	struct shown (*status)(const void *state, struct arena *scratch);
	bool bare;                               /* no tabs: the body begins in line 1 (login) */
	bool over;                               /* drawn over the screen beneath (dialogs) */
	bool whole;                              /* it needs the whole body: no panel below it */
	bool drop_typed;                         /* keys typed before its first frame are dropped (it asks about something) */
};

#endif
