/* How often this process has asked for memory: malloc, calloc, realloc, of the program and of its libraries. */
#ifndef BENCH_ALLOCATIONS_H
#define BENCH_ALLOCATIONS_H

#include <stdint.h>

uint64_t allocations(void);

#endif
