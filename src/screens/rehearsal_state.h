/* The rehearsal's screen, shared by its two files: what is done (rehearsal.c), and its lines (rehearsal_lines.c). */
#ifndef SCREENS_REHEARSAL_STATE_H
#define SCREENS_REHEARSAL_STATE_H

#include "base/vec.h"
#include "explore/rehearse.h"
#include "explore/retell.h"
#include "screens/rehearsal.h"

struct connection;

enum { REHEARSAL_SHOWN = 50, REHEARSAL_BINDINGS = 16 };

/* A line of the body: of the tree (@row: one of the branch's rows), or a text. */
struct rehearsal_line { const struct retold *branch; const struct rehearse_row *row; struct shown text; enum voice voice; };

struct rehearsal_state {
	struct app *app;
	struct connection *db, *copy;       /* what it runs on; the copy of somebody else's file, or NULL */
	struct rehearsal_ask ask;
	struct arena arena;                 /* what was asked */
	struct arena told;                  /* the rehearsal; reset when it is made anew */
	struct rehearsal *rehearsal;
	struct retold *branches;
	bool *opened;                       /* by branch: its rows are listed */
	size_t branch_count;
	const char *owners;                 /* who else is hit, "" nobody */
	const char *lasting;                /* why it cannot be taken back, or NULL */
	const char **statements;            /* what it ran, when that was asked for */
	size_t statement_count;
	struct arena drawn;                 /* the lines, for the present width */
	VEC(struct rehearsal_line) lines;
	int rows, cols, skip;
	size_t chosen;                      /* a line of the tree */
	bool labelled;
	struct destroy_answer answer;
	struct binding bindings[REHEARSAL_BINDINGS];
	struct keymap keys;
};

/* rehearsal_lines.c */
void rehearsal_make_lines(struct rehearsal_state *);
int rehearsal_lines_fit(const struct rehearsal_state *);
/* How many lines there are beyond those that fit. */
int rehearsal_spare(const struct rehearsal_state *);
void rehearsal_draw(const void *state, struct canvas *body, struct arena *scratch);

#endif
