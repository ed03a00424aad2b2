/* The panel: one screen of the program that stays below all others once it was opened, while they are used. */
#ifndef UI_PANEL_H
#define UI_PANEL_H

#include "ui/canvas.h"
#include "ui/screen.h"

struct ui;
struct layer;

/* NEXT_PANEL: open it and give it the keys; when it has them, close it. */
void panel_toggle(struct ui *);
/* NEXT_BESIDE: the keys go back to the screen, it stays open. */
void panel_let_go(struct ui *);
void panel_free(struct ui *);
/* Whether it shows now: opened, and the screen on top lets it. */
bool panel_shows(const struct ui *);
/* Who takes keys and clicks first: the panel, when it shows and has them, else the screen on top. */
struct layer *panel_front(struct ui *);
/* What @key does there, own keys only; where it covers the screen, also those bound everywhere. NEXT_IGNORED: it is the screen's. */
struct next panel_key(struct ui *, const struct event *, bool *mine);
/* A click or the wheel in it: true, and the keys go where the click went. */
bool panel_takes(struct ui *, const struct event *, struct next *);

/* The part of @body that the screen keeps; the panel's in @below (no rows: it does not show). */
struct canvas panel_split(struct ui *, const struct canvas *body, struct canvas *below);
/* Bars there step back while the panel has the keys. */
void panel_dim(struct canvas *);
void panel_paint(struct ui *, struct canvas *below);

#endif
