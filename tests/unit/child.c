#include "unit/child.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

void child_complain(const char *file, int line, const char *what)
{
	printf("# %s:%d (in a child): %s\n", file, line, what);
	fflush(stdout);
	_exit(1);
}

void child_expect(const char *file, int line, const char *what, enum err expected, enum err actual)
{
	if (actual == expected)
		return;
	printf("# expected %s, got %s: %s\n", err_name(expected), err_name(actual), err_sentence(actual));
	child_complain(file, line, what);
}

pid_t child_start(void (*work)(void *context), void *context)
{
	fflush(stdout);

	pid_t child = fork();

	if (child)
		return child;
	work(context);
	fflush(stdout);
	_exit(0);
}

bool child_passed(pid_t child)
{
	int status;

	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool child_run(void (*work)(void *context), void *context)
{
	return child_passed(child_start(work, context));
}

struct nobody { void (*work)(void *context); void *context; };

static void become_nobody(void *context)
{
	struct nobody *nobody = context;
	const struct passwd *user = getpwnam("nobody");

	if (geteuid() == 0) {
		EXPECT(user);
		EXPECT(!setgroups(0, NULL) && !setgid(user->pw_gid) && !setuid(user->pw_uid));
	}
	nobody->work(nobody->context);
}

bool child_run_as_nobody(void (*work)(void *context), void *context)
{
	return child_run(become_nobody, &(struct nobody){ work, context });
}

void mark_make(struct mark *mark)
{
	if (pipe(mark->ends))
		abort();
}

void mark_set(struct mark *mark)
{
	if (write(mark->ends[1], "!", 1) != 1)
		abort();
}

void mark_wait(struct mark *mark)
{
	char got;

	if (read(mark->ends[0], &got, 1) != 1)
		abort();
}
