/* The screens of the shop: one file a screen; what they share, and the one way in. */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include "base/err.h"

/* @path NULL: the default file, and the first-run chooser when there is none. @as: who shops, or NULL.
 * Returns when the person leaves. ERR_TERMINAL when there is no terminal to draw on; errors of the file are shown on the screen
 * when there is one. */
struct screens_options { const char *path; const char *as; const char *color; };
enum err screens_run(const struct screens_options *);

#endif
