/* `~`: the shop as a private copy, in which each act is a step. What is on while it is; its own screen is sandbox_screen.c. */
#ifndef SCREENS_SANDBOX_H
#define SCREENS_SANDBOX_H

#include "explore/sandbox.h"
#include "screens/screens.h"

/* The real shop and whoever stood in it wait aside. */
struct trial {
	struct sandbox *sandbox;
	struct shop *real;
	struct session session;
	unsigned listed;                     /* a bit for each tab on which its steps are open: there ~ leaves */
};

#define SANDBOX_HELP "sandbox: try things in a private copy"
/* Go into a sandbox; from there, to its screen. */
struct next sandbox_go(void *state, void *app);
/* Ask, when steps would be lost, and go back to the real file. */
struct next sandbox_leave(void *state, void *app);
/* u and U: steps instead of acts. */
struct next sandbox_undo(struct app *);
struct next sandbox_redo_last(struct app *);
/* "bazaar.db", in the arena's lifetime of the app. */
const char *sandbox_name(const struct app *);

/* The literal of a table's name. */
const char *sandbox_table(const char *name);

/* What the frame wants, see loop.h. */
void sandbox_before(struct app *);
void sandbox_acted(void *app);
struct frame_banner sandbox_banner(void *app, struct arena *);
struct shown sandbox_at_stake(void *app, struct arena *);
/* Without a question: the program ends. */
void sandbox_close(struct app *);

/* app.c: from now on this shop; the one before stays open. */
void app_use(struct app *, struct shop *);

extern const struct screen_ops sandbox_screen;

#endif
