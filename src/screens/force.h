/* Sync force: what would go and what stays, the file's name typed, a copy saved first, and the way back from it. */
#ifndef SCREENS_FORCE_H
#define SCREENS_FORCE_H

#include "model/sync.h"
#include "screens/screens.h"

/* An act of Models: ask. */
struct next force_ask(void *state, void *app);
/* An act of Models, while app->saved names a copy: all is as it was before. Rows that were made since are asked about. */
struct next force_put_back(void *state, void *app);

/* What would become of the shop's tables. */
struct force_facts {
	struct sync_loss *losses;
	size_t loss_count;
	struct sync_stranger *left;      /* alone */
	size_t left_count;
	int64_t rows;                    /* that would be lost */
	const char *name, *copy;         /* of the file; the path of the copy that is saved first */
	bool trial;                      /* it is a sandbox's file */
};
/* force_read.c */
enum err force_read(struct app *, struct arena *, struct force_facts *out);
/* "notes (3 rows), tags (1 row) and 2 more tables"; "" when there are none. */
const char *force_left_text(struct arena *, const struct force_facts *);
/* "users 41, carts 9": those that have rows. */
const char *force_losses_text(struct arena *, const struct force_facts *);

/* force_copy.c: where the last copy of a file lies is remembered in the state folder; app->saved is "" when there is none. Failing
 * to remember is no error. */
void force_remember(struct app *, const char *copy);
/* There is no way back any more; what a sandbox saved is removed. */
void force_forget(struct app *);
/* Another shop is in use: look whether there is a copy, and still is. */
void force_recall(struct app *);
const char *force_base_name(const char *path);

#endif
