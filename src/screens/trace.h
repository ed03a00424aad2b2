/* The trace's pane, shared by its two files: keys (trace.c) and lines (trace_lines.c). */
#ifndef SCREENS_TRACE_H
#define SCREENS_TRACE_H

#include "explore/plans.h"
#include "explore/trace.h"
#include "screens/screens.h"
#include "ui/field.h"

/* One line of the pane. @number: the statement it belongs to, 0: none. @first: the line that the bar lies on. */
struct trace_line { struct shown number_text, text, right; enum voice voice, right_voice; int indent; size_t number; bool first; };
struct trace_lines { struct trace_line *items; size_t count; };

struct trace_state {
	struct app *app;
	struct arena arena;                  /* of the lines */
	struct trace_lines lines;
	struct plans plans;
	uint64_t version;
	size_t selected, whole, top;         /* statements from 1; the first line shown */
	int rows, cols;
	struct field find;
	bool stale, with_plans, finding;
};

/* The lines of all statements that fit the search, for a pane of that many cells. */
void trace_lines_make(struct trace_state *, int cols);
/* What the pane is headed by: the call that was made. */
struct shown trace_title(const struct trace_state *, struct arena *);

#endif
