#include "bench/sample.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void sample_add(struct sample *sample, double value)
{
	if (sample->count == SAMPLE_MAX)
		bench_fail("more than %d values in one sample", SAMPLE_MAX);
	sample->values[sample->count++] = value;
}

void sample_clear(struct sample *sample)
{
	sample->count = 0;
}

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

double sample_quantile(struct sample *sample, double share)
{
	if (!sample->count)
		return 0;
	qsort(sample->values, sample->count, sizeof *sample->values, by_size);
	return sample->values[(size_t)(share * (double)(sample->count - 1) + 0.5)];
}

double sample_median(struct sample *sample)
{
	return sample_quantile(sample, 0.5);
}

uint64_t bench_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void bench_fail(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}
