/* The Import screen's state, shared by its files: trying out and writing (import.c), lines and drawing (import_draw.c). */
#ifndef SCREENS_IMPORT_H
#define SCREENS_IMPORT_H

#include "screens/screens.h"
#include "shop/import.h"

/* One line of what is told. @number: of the file, 0: none. @label: dim before the text, the field of a change; with @follows it
 * stands close to the text. */
struct import_line { size_t number; const char *label, *text; bool follows; enum voice voice; };

struct import_state {
	struct app *app;
	struct arena arena;                  /* of the report and its lines */
	const char *path;
	struct import_report report;
	struct import_line *lines;
	size_t count, top;
	int numbers;                         /* cells of the longest line number */
	int rows, cols;
	uint64_t began;                      /* the work, for what is told meanwhile */
};

/* Rows that Enter would write. */
size_t import_ready(const struct import_state *);
/* Make the lines of the report, in the state's arena. */
void import_lines(struct import_state *);
/* How many lines are in sight. */
size_t import_height(const struct import_state *);
void import_draw(const void *state, struct canvas *body, struct arena *scratch);

#endif
