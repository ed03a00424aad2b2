/* A page of text to be read: paragraphs that wrap, and scroll. */
#ifndef SCREENS_PAGE_H
#define SCREENS_PAGE_H

#include "screens/screens.h"

/* One paragraph of raw text; @indent cells; an empty text is an empty line. */
struct page_line { const char *text; enum voice voice; int indent; };
/* Copied by open(). */
struct page { const char *title; const struct page_line *lines; size_t count; };

/* A page under construction, in the app's arena. */
struct page_draft { struct app *app; VEC(struct page_line) lines; };
void page_add(struct page_draft *, enum voice, int indent, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Show what was added; the draft is gone. */
struct next page_show(struct page_draft *, const char *title);

#endif
