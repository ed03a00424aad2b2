/* The frame around every screen: tabs in the first line, what happened in the last but one, keys in the last. */
#ifndef UI_FRAME_H
#define UI_FRAME_H

#include "base/text.h"
#include "ui/theme.h"
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct canvas;
struct keymap;

enum { FRAME_ROWS_MIN = 18, FRAME_COLS_MIN = 60 };

bool frame_fits(const struct canvas *whole);
/* The part between the first @top lines and status. */
struct canvas frame_body(const struct canvas *whole, int top);
/* The line that says in what all of this happens, with the key that leads out of it on the right. @brief stands in for @text
 * where that is too long. */
struct frame_banner { struct shown text, brief, offer; uint32_t key; };
void frame_banner(struct canvas *whole, int row, const struct frame_banner *, struct arena *);
/* "souk needs 60×18, this is 52×14; nothing is lost", in the middle, alone. */
void frame_too_small(struct canvas *whole, const char *program, struct arena *);

struct frame_tab { struct shown title; bool active, absent; };
/* As many tabs as fit, the active one always; each can be clicked (Alt and its number). Returns the column after them. */
int frame_tabs(struct canvas *whole, const char *program, const struct frame_tab *tabs, unsigned count, struct arena *);

/* @offer, if it has any cells, follows the message: its first word is the key. @figures stay: a message that is too long for
 * what they leave begins on the line above, and is cut in the end; in the dim voice it is cut at once. */
struct frame_status { struct shown message, offer, figures; uint32_t offer_key; enum voice voice; };
void frame_status(struct canvas *whole, const struct frame_status *, struct arena *);

#endif
