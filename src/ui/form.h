/* Several fields below each other, each checked beside itself before anything is written. */
#ifndef UI_FORM_H
#define UI_FORM_H

#include "ui/canvas.h"
#include "ui/editor.h"
#include "ui/event.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct form;

enum form_kind { FORM_TEXT, FORM_PASSWORD, FORM_NUMBER, FORM_CHOICE, FORM_LINES };
/* One row of the table. A choice is changed with ←→ or Space. Lines are as wide as the form, and as high as it leaves room. */
struct form_field {
	const char *name;                /* for form_text(); NULL ends the table */
	const char *label;
	enum form_kind kind;
	size_t limit;                    /* bytes; 0: 1,024 */
	const char *const *choices;      /* ends with NULL */
	/* Why @text is not acceptable (a sentence in @scratch, raw text), or NULL. May look at the other fields (password
	 * twice). Called when the field is left and before the form is handed over; must not take long. */
	const char *(*check)(const struct form *, const char *text, struct arena *scratch);
	const char *hint;                /* dim beside the field while it is empty: "at least 8 characters" */
	int cells;                       /* width of the field; 0: 32 */
	bool apart;                      /* a blank line stands before it */
	/* A word about what stands there, dim beside it: "a new kind". Or NULL. In drawing, so it must not read the store. */
	const char *(*note)(const struct form *, const char *text, struct arena *scratch);
	/* What @text may be going to be: a longer text that begins like it, or NULL. Its rest is shown dim behind the cursor,
	 * → takes it. Lives as long as the form; also in drawing. */
	const char *(*complete)(const struct form *, const char *text);
};

enum { FORM_FIELDS_MAX = 12 };
struct form {                        /* read only from outside */
	const struct form_field *fields;
	size_t count, focus;
	void *data;                      /* for check() */
	struct form_state { struct field field; struct editor editor; size_t choice; char *complaint, *kept; } states[FORM_FIELDS_MAX];
};

void form_init(struct form *, const struct form_field *fields, void *data);
void form_release(struct form *);    /* wipes passwords */
/* By name; a name that is not there is a bug. The text of a choice is its word. */
const char *form_text(const struct form *, const char *name);
void form_set(struct form *, const char *name, const char *text);
void form_focus(struct form *, const char *name);
/* Show @sentence (raw) beside the field and go there: what a rule refused after all. */
void form_complain(struct form *, const char *name, const char *sentence);

/* The texts as they are now count as unchanged; and whether the field (NULL: any) has another one since. At first all are
 * empty. Not for passwords. */
void form_keep(struct form *);
bool form_has_changed(const struct form *, const char *name);

/* Tab, Shift-Tab, ↑↓ and Enter move and check; a click goes to a field. Enter in the last field submits; in lines it begins
 * a line, and ↑↓ move out of them at their edges. */
enum form_did { FORM_IGNORED, FORM_TAKEN, FORM_SUBMIT };
enum form_did form_event(struct form *, const struct event *);
/* Check all, and go to the first that is not acceptable; or SUBMIT: then all texts have passed their checks. */
enum form_did form_submit(struct form *);
/* Where Enter submits; where it begins a line. */
bool form_at_last(const struct form *);
bool form_in_lines(const struct form *);

/* A form with lines must know its size before it is used: they take the rows that the other fields leave. */
void form_layout(struct form *, int rows, int cols);

/* One line a field from (@row, 0): label, field, and the sentence beside it (on the next line where there is no room beside,
 * and under lines). Returns the row after it. */
int form_draw(const struct form *, struct canvas *, int row, bool focus, struct arena *scratch);
int form_rows(const struct form *, int cols);    /* how many rows it takes there */

#endif
