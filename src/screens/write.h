/* Writes to rows of the file that is shown: recorded, so that u takes them back among the other acts. */
#ifndef SCREENS_WRITE_H
#define SCREENS_WRITE_H

#include "screens/screens.h"

/* Whether rows may be written as they are, past the rules of the shop: in a demo, in a sandbox, in somebody else's file once
 * that was allowed. */
bool write_is_free(const struct app *);
/* Between them rows are written; see written_begin(). In a sandbox, which records each event as a step, nothing else is kept. */
enum err write_begin(struct app *);
enum err write_end(struct app *, const char *call, enum err so_far);
/* *why NULL: what is written to the rows of that table can be taken back; else why not, in the arena. */
enum err write_can_record(const struct app *, struct arena *, const char *table, const char **why);
/* Take back the last act, or do again what was taken back last, whatever it was; see undo_turn(). */
enum err write_turn(struct app *, bool redo, const char **told);
/* What is known of writes beside the journal, for who closes the file. */
void write_forget(struct app *);

#endif
