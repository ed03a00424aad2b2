/* What a write would touch, as a tree, before it is done: y does it, Enter never. */
#ifndef SCREENS_REHEARSAL_H
#define SCREENS_REHEARSAL_H

#include "screens/screens.h"

/* @title: the call, "alice.destroy()"; @statement: what is run; @subject: what goes, for the answers. @run does it, first in
 * rehearsal and then for real; it may change nothing but the file. @context outlives the screen. All texts but those of keys
 * are copied. The answers are a struct destroy_answer without lines.
 * @run NULL: @statement itself is run. @done NULL: it is only shown. @tells_sql: the statements that
 * @run runs are listed. Of somebody else's file (app->file) a private copy is written, and gone with the screen. */
struct rehearsal_ask {
	const char *title, *statement, *subject, *advice;
	enum err (*run)(void *context, int64_t id, struct app *, struct arena *);
	void *context;
	bool tells_sql;
	int64_t id;
	const char *recorded;               /* a call: what is written is recorded under it, so that u takes it back; or NULL */
	const char *yes, *keep;             /* words of y and of Esc */
	next_done *done, *instead;          /* it was done; R, or NULL */
};
extern const struct screen_ops rehearsal_screen;
/* Do it when just one row is touched and that can be taken back: @done for the screen @beneath; else show the rehearsal. */
struct next rehearsal_or_do(struct app *, void *beneath, const struct rehearsal_ask *);

#endif
