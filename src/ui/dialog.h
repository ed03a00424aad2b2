/* Screens that ask one thing over the screen beneath: a question, a choice from a list, one line of text. */
#ifndef UI_DIALOG_H
#define UI_DIALOG_H

#include "ui/field.h"
#include "ui/screen.h"
#include <stddef.h>

/* How a dialog ended. Esc is not an answer: nothing is called, and all is as it was. */
struct dialog_answer {
	int choice;              /* index into choices or items */
	const char *text;        /* what was typed (prompt) */
};

/* A question. Everything is copied by open(), which comes after the act that pushes it has returned: so the argument of
 * next_push() is static or in an arena. */
struct dialog_choice { uint32_t key; const char *words; };       /* { 'y', "delete it" } */
struct dialog {
	struct shown title;
	const struct shown *lines;
	size_t line_count;
	const struct dialog_choice *choices;     /* ends with key 0; Esc is added by itself */
	const char *esc;                         /* what Esc does, for the footer: "keep it"; NULL: "back" */
	next_done *done;                         /* answer: struct dialog_answer; called with the state beneath */
	bool danger;                             /* the title in the refuse voice */
};
extern const struct screen_ops dialog_screen;

/* A choice from a list that narrows as one types (filter, sort, people). */
struct chooser_item { struct shown words, note; };   /* note: dim, right */
struct chooser {
	struct shown title;
	const struct chooser_item *items;
	size_t count, chosen;                    /* chosen: selected at first */
	next_done *done;
	const char *enter;                       /* what Enter does, for the footer: "sort" */
};
extern const struct screen_ops chooser_screen;

/* One line of text. */
struct prompt {
	struct shown title, line;                /* line: above the field, may be empty */
	const char *initial;                     /* selected: typing replaces it */
	enum field_kind kind;
	/* Why it is not acceptable, or NULL; checked at Enter, shown below the field. */
	const char *(*check)(void *app, const char *text, struct arena *scratch);
	next_done *done;
	const char *enter;
};
extern const struct screen_ops prompt_screen;

#endif
