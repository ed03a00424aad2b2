/* The form of a product: its fields, a product as their texts, and the screen of a conflict between two such. */
#ifndef SCREENS_PRODUCT_FORM_H
#define SCREENS_PRODUCT_FORM_H

#include "screens/screens.h"
#include "shop/selling.h"
#include "ui/form.h"

/* The fields that people type, in the order of enum draft_field. */
enum { PRODUCT_FIELDS = DRAFT_RETIRED };
struct product_texts { const char *of[PRODUCT_FIELDS]; };

/* As it stands in a form; in @arena. */
struct product_texts product_texts(const struct app *, struct arena *, const struct product *);
/* "title", "kind": what the fields are called, as people read them; and in the form. */
const char *product_label(enum draft_field);
extern const char *const product_names[PRODUCT_FIELDS];

/* The form's table; its data is struct product_kinds: the kinds in use, to complete and to choose from. */
extern const struct form_field product_fields[];
struct product_kinds {
	const struct app *app;
	struct facets list;
	const char **keys;               /* to compare them without case and accents */
};
/* Into @arena. */
enum err product_kinds_read(struct product_kinds *, const struct app *, struct arena *);

/* Two people changed one product: what was there first, what is there now, what was typed. The answer is struct
 * conflict_choice; all is copied. */
struct conflict_ask { const char *title; struct product_texts seen, theirs, yours; next_done *done; };
struct conflict_choice { bool theirs[PRODUCT_FIELDS]; };
extern const struct screen_ops conflict_screen;

#endif
