/* 5 Models: the state that its files share: acts (models.c), drawing (models_draw.c), what is told of a table or a key
 * (models_tell.c), sync, lint and export (models_acts.c). */
#ifndef SCREENS_MODELS_H
#define SCREENS_MODELS_H

#include "explore/infer.h"
#include "explore/sheet.h"
#include "screens/screens.h"

/* Items are counted: first the boxes, then the lines, each as in the layout. */
struct models_state {
	struct app *app;
	struct arena arena, drawing;     /* the outline; what was drawn of it */
	struct outline *outline;
	struct layout layout;
	struct sheet sheet;
	int64_t version, structure;      /* of the file, when the outline was read */
	int rows, cols, top, left;       /* of the view, and what of the sheet is in its corner */
	size_t chosen;
};

static inline size_t models_count(const struct models_state *s) { return s->layout.box_count + s->layout.edge_count; }
/* The chosen table, or NULL; the chosen line, or NULL. */
const struct layout_box *models_box(const struct models_state *);
const struct layout_edge *models_edge(const struct models_state *);
/* Read the file again. */
enum err models_read(struct models_state *);
/* The tables have changed since: they are read again, and it is said. */
bool models_was_stale(struct models_state *);

/* models_draw.c */
void models_draw(const void *state, struct canvas *body, struct arena *scratch);
enum { MODELS_TOLD_ROWS = 2 };

/* models_tell.c: the association of a key from both ends, as it is called; NULL: none. A page of all there is to tell. */
const struct relation *models_relation(const struct models_state *, const struct outline_key *, bool from_holder);
const char *models_call(struct arena *, const struct relation *);
struct next models_tell(void *state, void *app);

/* models_acts.c */
struct next models_lint(void *state, void *app);
struct next models_export(void *state, void *app);
struct next models_sync(void *state, void *app);

#endif
