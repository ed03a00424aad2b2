/* The terminal's clipboard, by OSC 52: it also works from afar, and only writes. */
#ifndef UI_CLIP_H
#define UI_CLIP_H

#include <stdbool.h>

/* Hand @text to the terminal, which may ignore it. False, and nothing sent: longer than terminals take. */
enum { CLIP_MAX = 74000 };
bool clip_copy(const char *text);

#endif
