/* The harness of the unit tests: a test program is one file of TEST blocks and speaks TAP. */
#ifndef UNIT_CHECK_H
#define UNIT_CHECK_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* TEST(name) { ... } registers itself; main() comes with the harness and runs the tests in the order of the file.
 * An argument to the program runs only the tests whose name contains it.
 *
 * A check that does not hold prints file, line and both values, and the test goes on; REQUIRE leaves the test. */
#define TEST(name) \
	static void test_##name(void); \
	static struct check_test check_test_##name = { #name, test_##name, NULL }; \
	__attribute__((constructor)) static void check_register_##name(void) { check_register(&check_test_##name); } \
	static void test_##name(void)

#define CHECK(condition) check_true(__FILE__, __LINE__, #condition, (condition))
#define REQUIRE(condition) do { if (!CHECK(condition)) return; } while (0)
/* The expected value comes first. A string may be NULL, which equals NULL alone. */
#define CHECK_STR(expected, actual) check_str(__FILE__, __LINE__, #actual, (expected), (actual))
#define CHECK_BYTES(expected, size, actual, actual_size) \
	check_bytes(__FILE__, __LINE__, #actual, (expected), (size), (actual), (actual_size))
#define CHECK_INT(expected, actual) check_int(__FILE__, __LINE__, #actual, (int64_t)(expected), (int64_t)(actual))
/* OK is an expectation too: then the sentence of the failure is shown. */
#define CHECK_ERR(expected, call) check_err(__FILE__, __LINE__, #call, (expected), (call))
#define REQUIRE_OK(call) do { if (!CHECK_ERR(OK, call)) return; } while (0)

struct check_test {
	const char *name;
	void (*run)(void);
	struct check_test *next;
};

void check_register(struct check_test *);
/* Each returns whether the check held. */
bool check_true(const char *file, int line, const char *what, bool holds);
bool check_str(const char *file, int line, const char *what, const char *expected, const char *actual);
bool check_bytes(const char *file, int line, const char *what, const void *expected, size_t size, const void *actual,
	size_t actual_size);
bool check_int(const char *file, int line, const char *what, int64_t expected, int64_t actual);
bool check_err(const char *file, int line, const char *what, enum err expected, enum err actual);

/* A fresh empty folder (0700) of this test, the same one until the test ends; then it and all in it is removed. */
const char *check_folder(void);
/* Path of @name in that folder; stays valid until the test ends. */
const char *check_path(const char *name);

#endif
