/* Many measurements of one thing, and what is printed of them. */
#ifndef BENCH_SAMPLE_H
#define BENCH_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

enum { SAMPLE_MAX = 4096 };

struct sample { double values[SAMPLE_MAX]; size_t count; };

/* Past SAMPLE_MAX it is a mistake of the bench, and ends it. */
void sample_add(struct sample *, double value);
void sample_clear(struct sample *);
/* 0 of nothing. Sorts the values. */
double sample_median(struct sample *);
/* @share 0..1 of the values are no greater. */
double sample_quantile(struct sample *, double share);

/* Monotonic. */
uint64_t bench_now(void);
/* Say why on standard error, and end with status 1. */
_Noreturn void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
