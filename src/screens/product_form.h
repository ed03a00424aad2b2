/* The form of a product and what it shares with the screen of a conflict: a product as the texts of its fields. */
#ifndef SCREENS_PRODUCT_FORM_H
#define SCREENS_PRODUCT_FORM_H

#include "screens/screens.h"
#include "shop/selling.h"

/* The fields that people type, in the order of enum draft_field. */
enum { PRODUCT_FIELDS = DRAFT_RETIRED };
struct product_texts { const char *of[PRODUCT_FIELDS]; };

/* As it stands in a form; in @arena. */
struct product_texts product_texts(const struct app *, struct arena *, const struct product *);
/* "title", "kind": the names of the fields, as people read them. */
const char *product_label(enum draft_field);

/* Two people changed one product: what was there first, what is there now, what was typed. The answer is struct
 * conflict_choice; all is copied. */
struct conflict_ask { const char *title; struct product_texts seen, theirs, yours; next_done *done; };
struct conflict_choice { bool theirs[PRODUCT_FIELDS]; };
extern const struct screen_ops conflict_screen;

#endif
