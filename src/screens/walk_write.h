/* Writing where one walks: a value, or the row goes. */
#ifndef SCREENS_WALK_WRITE_H
#define SCREENS_WALK_WRITE_H

#include "explore/walk_write.h"
#include "screens/screens.h"

/* What is about to be written. */
struct walk_writing {
	struct arena arena;
	struct walk_row row;
	struct walk_write statement;
	struct value value;
	int position;
	const char *call;
};

/* Whether rows are written here as they are, past the rules of the shop. @state: struct walk_state. */
bool walk_is_writable(const void *state);
/* Edit the selected value; destroy the row, or the selected one of the list. What the shop has acts for is left to those where rows
 * are not writable, and all else refused. */
struct next walk_edit(void *state, void *app);
struct next walk_destroy(void *state, void *app);

#endif
