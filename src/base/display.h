/* How a grapheme cluster of raw text looks on a terminal: the rules behind struct shown. For base/text's own files. */
#ifndef BASE_DISPLAY_H
#define BASE_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct shown;

/* Display text under construction. Without an arena nothing is kept, only cells are counted. */
struct display { struct arena *arena; char *bytes; size_t size, room; int cells; };

/* Append what the cluster at @at looks like (a line break or a tab: one space); returns its bytes, at least 1. */
size_t display_cluster(struct display *, const char *bytes, size_t size, size_t at);
/* Append a whole text; a run of line breaks and tabs is one space. Past 64 MiB it ends. */
void display_text(struct display *, const char *bytes, size_t size);
/* Append printable ASCII. */
void display_ascii(struct display *, const char *bytes, size_t size);
void display_spaces(struct display *, int count);
/* What was made, with a NUL behind it. */
struct shown display_end(struct display *);

/* A newline, tab, carriage return before a newline, line or paragraph separator: its bytes, else 0. */
size_t display_break(const char *bytes, size_t size, size_t at);
/* Bytes of printable ASCII from @at on, each a cluster of its own. */
size_t display_ascii_run(const char *bytes, size_t size, size_t at);
/* Controls, invisible characters, skin tones: what alters the text around it, or lets two texts look alike. */
bool display_hides(uint32_t codepoint);

#endif
