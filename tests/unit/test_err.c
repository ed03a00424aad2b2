#include "unit/check.h"

#include "base/text.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(fail_returns_the_code_and_keeps_the_sentence)
{
	CHECK_INT(ERR_STOCK, fail(ERR_STOCK, "only %d left of '%s'", 3, "lamp"));
	CHECK_STR("only 3 left of 'lamp'", err_sentence(ERR_STOCK));
}

TEST(another_code_has_its_own_sentence)
{
	fail(ERR_STOCK, "only 3 left");
	CHECK_STR("there is nothing in the cart", err_sentence(ERR_EMPTY));
	CHECK_STR("done", err_sentence(OK));
}

TEST(the_last_sentence_may_be_an_argument)
{
	fail(ERR_IO, "cannot read");
	fail(ERR_IO, "no demo: %s", err_sentence(ERR_IO));
	CHECK_STR("no demo: cannot read", err_sentence(ERR_IO));
}

TEST(fail_keeps_errno)
{
	errno = ENOSPC;
	fail(ERR_IO, "%s", "x");
	CHECK_INT(ENOSPC, errno);
	fail(ERR_IO, "%ls", L"\u00e9");   /* no such character in the C locale: formatting fails */
	CHECK_INT(ENOSPC, errno);
	CHECK_STR("reading or writing failed", err_sentence(ERR_IO));
}

TEST(a_long_sentence_ends_with_a_whole_character)
{
	char longer[3000];
	for (int shift = 0; shift < 4; shift++) {
		memset(longer, 'a', sizeof longer);
		for (size_t at = (size_t)shift; at + 4 < sizeof longer; at += 4)
			memcpy(longer + at, "\xf0\x9f\x92\xa1", 4);
		longer[sizeof longer - 1] = '\0';
		fail(ERR_IO, "%s", longer);
		size_t size = strlen(err_sentence(ERR_IO));
		CHECK(size > 1016 && size < 1024);
		CHECK(text_is_valid(err_sentence(ERR_IO), size));
	}
}

TEST(a_sentence_that_just_fits_is_whole)
{
	char fits[1024];
	memset(fits, 'a', sizeof fits);
	fits[1023] = '\0';
	fail(ERR_IO, "%s", fits);
	CHECK_STR(fits, err_sentence(ERR_IO));
}

TEST(names_and_statuses)
{
	CHECK_STR("UNIQUE_CONSTRAINT", err_name(ERR_UNIQUE_CONSTRAINT));
	CHECK_STR("OK", err_name(OK));
	CHECK_INT(0, err_exit_status(OK));
	CHECK_INT(2, err_exit_status(ERR_USAGE));
	CHECK_INT(3, err_exit_status(ERR_FULL));
	CHECK_INT(4, err_exit_status(ERR_TERMINAL));
}

TEST(every_code_has_name_sentence_and_status)
{
	for (int code = 1; code < ERR_COUNT; code++) {
		CHECK(err_name((enum err)code)[0] != '\0');
		CHECK(err_sentence((enum err)code)[0] != '\0');
		CHECK(err_exit_status((enum err)code) >= 1 && err_exit_status((enum err)code) <= 4);
	}
}

static enum err fails_through_try(int *reached)
{
	try(OK);
	*reached = 1;
	try(fail(ERR_WAIT, "wait"));
	*reached = 2;
	return OK;
}

TEST(try_returns_the_error)
{
	int reached = 0;
	CHECK_ERR(ERR_WAIT, fails_through_try(&reached));
	CHECK_INT(1, reached);
}

/* What @leave prints on stderr, and how it ends. */
static int ended(void (*leave)(void), char *out, size_t size)
{
	int ends[2], status = -1;
	if (pipe(ends) != 0)
		return -1;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		leave();
		_exit(99);
	}
	close(ends[1]);
	size_t used = 0;
	for (ssize_t got; used + 1 < size && (got = read(ends[0], out + used, size - used - 1)) > 0;)
		used += (size_t)got;
	out[used] = '\0';
	close(ends[0]);
	waitpid(child, &status, 0);
	return status;
}

static void die_with_controls(void)
{
	die(4, "no '\033[2J\xc2\x9b%s", "é'");
}

TEST(die_prints_and_leaves)
{
	char out[256];
	int status = ended(die_with_controls, out, sizeof out);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 4);
	CHECK_STR("souk: no '?[2J??é'\n", out);
}

static void find_a_bug(void)
{
	bug("a cart of %d", -1);
}

TEST(bug_says_where_and_aborts)
{
	char out[256];
	int status = ended(find_a_bug, out, sizeof out);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	CHECK(strstr(out, "test_err.c:") != NULL);
	CHECK(strstr(out, "a cart of -1\n") != NULL);
}
