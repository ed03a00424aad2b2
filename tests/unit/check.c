/* Tests register before main() through constructors, so a test program has no list of its own to forget a test in. The
 * plan comes first: a program that dies half-way printed fewer results than it planned, which TAP calls a failure. */
#include "unit/check.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATHS 64

static struct check_test *first, **last = &first;
static bool failed;
static char folder[256];
static char *paths[PATHS];
static size_t path_count;

void check_register(struct check_test *test)
{
	*last = test;
	last = &test->next;
}

static void complain(const char *file, int line, const char *what)
{
	failed = true;
	printf("# %s:%d: %s\n", file, line, what);
}

bool check_true(const char *file, int line, const char *what, bool holds)
{
	if (!holds)
		complain(file, line, what);
	return holds;
}

/* A value on lines of its own: "# expected: "…"", control characters escaped so that the TAP stays whole. */
static void print_bytes(const char *label, const unsigned char *bytes, size_t size)
{
	printf("#   %s: ", label);
	if (!bytes) {
		puts("NULL");
		return;
	}
	putchar('"');
	for (size_t i = 0; i < size; i++)
		if (bytes[i] == '\n')
			fputs("\\n", stdout);
		else if (bytes[i] == '"' || bytes[i] == '\\')
			printf("\\%c", bytes[i]);
		else if (bytes[i] < ' ' || bytes[i] == 127)
			printf("\\%03o", bytes[i]);
		else
			putchar(bytes[i]);
	puts("\"");
}

bool check_bytes(const char *file, int line, const char *what, const void *expected, size_t size, const void *actual,
	size_t actual_size)
{
	bool both = expected && actual;
	if (both ? size == actual_size && !memcmp(expected, actual, size) : expected == actual)
		return true;
	complain(file, line, what);
	print_bytes("expected", expected, size);
	print_bytes("actual  ", actual, actual_size);
	return false;
}

bool check_str(const char *file, int line, const char *what, const char *expected, const char *actual)
{
	return check_bytes(file, line, what, expected, expected ? strlen(expected) : 0, actual, actual ? strlen(actual) : 0);
}

bool check_int(const char *file, int line, const char *what, int64_t expected, int64_t actual)
{
	if (expected == actual)
		return true;
	complain(file, line, what);
	printf("#   expected: %" PRId64 "\n#   actual  : %" PRId64 "\n", expected, actual);
	return false;
}

bool check_err(const char *file, int line, const char *what, enum err expected, enum err actual)
{
	if (expected == actual)
		return true;
	complain(file, line, what);
	printf("#   expected: %s\n", expected ? err_name(expected) : "OK");
	printf("#   actual  : %s\n", actual ? err_name(actual) : "OK");
	if (actual)
		printf("#   sentence: %s\n", err_sentence(actual));
	return false;
}

const char *check_folder(void)
{
	if (*folder)
		return folder;
	const char *parent = getenv("TMPDIR");
	snprintf(folder, sizeof folder, "%s/souk-test-XXXXXX", parent && *parent ? parent : "/tmp");
	if (!mkdtemp(folder)) {
		perror(folder);
		exit(99);
	}
	return folder;
}

const char *check_path(const char *name)
{
	char *path = NULL;
	if (path_count == PATHS || asprintf(&path, "%s/%s", check_folder(), name) < 0) {
		fputs("check_path: too many paths\n", stderr);
		exit(99);
	}
	return paths[path_count++] = path;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info, (void)walk;
	return type == FTW_DP ? rmdir(path) : unlink(path);
}

/* A test may have taken its own rights away: folders are opened up first. */
static int open_up(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info, (void)walk;
	if (type == FTW_D || type == FTW_DNR)
		chmod(path, 0700);
	return 0;
}

static void tidy(void)
{
	while (path_count)
		free(paths[--path_count]);
	if (!*folder)
		return;
	nftw(folder, open_up, 16, FTW_PHYS);
	nftw(folder, remove_entry, 16, FTW_PHYS | FTW_DEPTH);
	*folder = '\0';
}

static bool chosen(const struct check_test *test, const char *wanted)
{
	return !wanted || strstr(test->name, wanted);
}

int main(int argc, char **argv)
{
	const char *wanted = argc > 1 ? argv[1] : NULL;
	int planned = 0, number = 0, failures = 0;
	for (struct check_test *test = first; test; test = test->next)
		planned += chosen(test, wanted);
	printf("1..%d\n", planned);
	for (struct check_test *test = first; test; test = test->next) {
		if (!chosen(test, wanted))
			continue;
		failed = false;
		fflush(stdout);
		test->run();
		tidy();
		failures += failed;
		printf("%s %d - %s\n", failed ? "not ok" : "ok", ++number, test->name);
	}
	return planned == 0 || failures ? 1 : 0;
}
