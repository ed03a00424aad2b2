/* souk walk's two halves: the steps (cmd_walk.c), and what is printed at their end (walking.c). */
#ifndef CLI_WALKING_H
#define CLI_WALKING_H

#include "cli/cli.h"
#include "cli/outline.h"
#include "explore/walk_text.h"

/* Where the walk stands: on a row, or before a list of which none was chosen yet; and how it came there. */
struct walking {
	struct cli *cli;
	struct opened file;
	struct walk walk;
	struct walk_row row;
	struct walk_list list;
	struct walk_page page;
	struct walk_asked asked;
	bool listing;
	const char *call;
	int64_t limit;
};

/* For people, or with --json as one object; nothing is printed on error. */
enum err walking_tell_row(struct walking *);
void walking_tell_list(struct walking *);

#endif
