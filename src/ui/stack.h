/* Screens lying on each other: one stack for each tab. */
#ifndef UI_STACK_H
#define UI_STACK_H

#include "base/vec.h"
#include "ui/screen.h"

/* rows, cols: what its layout() was last told, 0: nothing yet. */
struct layer { const struct screen_ops *ops; void *state; int rows, cols; bool painted; };
struct stack { VEC(struct layer) layers; };

/* Open a screen on top. On error nothing has changed. */
enum err stack_push(struct stack *, const struct screen_ops *, void *app, const void *argument);
const struct keymap *layer_keys(const struct layer *);
struct layer *stack_top(const struct stack *);              /* NULL: empty */
/* Take the top off without closing it. */
struct layer stack_take(struct stack *);
void layer_close(struct layer *);
/* Close all above the lowest @keep. */
void stack_close_above(struct stack *, size_t keep);
/* Whether a layer of it holds what is not saved. */
bool stack_is_unsaved(const struct stack *);
/* The lowest layer that can be seen: the top, or what lies beneath dialogs. */
size_t stack_lowest_visible(const struct stack *);

#endif
