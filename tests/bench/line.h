/* A program on a terminal line (a pty) that counts its bytes and notes when the last one came. */
#ifndef BENCH_LINE_H
#define BENCH_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { LINE_KEPT = 1 << 16 };

/* @kept: the last frame's bytes, as many as fit. */
struct line { int master; pid_t child; char kept[LINE_KEPT]; size_t size; };

/* From the key (or the start) to the last byte of what it made the program write; @bytes 0: it wrote nothing. */
struct frame { uint64_t nanoseconds; size_t bytes; };

struct frame line_start(struct line *, char *const argv[], int columns, int rows);
struct frame line_press(struct line *, const char *key, size_t size);
/* Whether the last frame has these bytes in it. */
bool line_shows(const struct line *, const char *text);
/* Hang up, and wait until it is gone. */
void line_end(struct line *);

#endif
