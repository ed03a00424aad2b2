/* Several fields below each other, each checked beside itself before anything is written. */
#ifndef UI_FORM_H
#define UI_FORM_H

#include "ui/canvas.h"
#include "ui/event.h"
#include "ui/field.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct form;

enum form_kind { FORM_TEXT, FORM_PASSWORD, FORM_NUMBER, FORM_CHOICE };
/* One row of the table. A choice is changed with ←→ or Space. */
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
};

enum { FORM_FIELDS_MAX = 12 };
struct form {                        /* read only from outside */
	const struct form_field *fields;
	size_t count, focus;
	void *data;                      /* for check() */
	struct form_state { struct field field; size_t choice; char *complaint; } states[FORM_FIELDS_MAX];
};

void form_init(struct form *, const struct form_field *fields, void *data);
void form_release(struct form *);    /* wipes passwords */
/* By name; a name that is not there is a bug. The text of a choice is its word. */
const char *form_text(const struct form *, const char *name);
void form_set(struct form *, const char *name, const char *text);
void form_focus(struct form *, const char *name);
/* Show @sentence (raw) beside the field and go there: what a rule refused after all. */
void form_complain(struct form *, const char *name, const char *sentence);

/* Tab, Shift-Tab, ↑↓ and Enter move and check; a click goes to a field. Enter in the last field checks all, goes to the
 * first that is not acceptable, or says SUBMIT: then all texts have passed their checks. */
enum form_did { FORM_IGNORED, FORM_TAKEN, FORM_SUBMIT };
enum form_did form_event(struct form *, const struct event *);

/* One line a field from (@row, 0): label, field, and the sentence beside it (on the next line where the canvas is
 * narrow). Returns the row after it. */
int form_draw(const struct form *, struct canvas *, int row, bool focus, struct arena *scratch);
int form_rows(const struct form *, int cols);    /* how many rows it takes there */

#endif
