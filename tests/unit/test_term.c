/* The terminal itself: ui_demo runs in a pseudo terminal, and this test is the terminal and the person. */
#include "ui/term.h"
#include "unit/check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

enum { PATIENCE_MS = 10000, SEEN_MAX = 1 << 20 };

static int master = -1;
static pid_t child;
static char seen[SEEN_MAX];
static size_t seen_size, looked_at;
static struct termios before;

static long now_ms(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void run_demo(const char *argument)
{
	char path[4096];
	ssize_t size = readlink("/proc/self/exe", path, sizeof path - 10);
	path[size < 0 ? 0 : size] = '\0';
	char *slash = strrchr(path, '/');
	snprintf(slash ? slash + 1 : path, 10, "ui_demo");
	execl(path, "ui_demo", argument, (char *)NULL);
	_exit(127);
}

/* A shell with job control: when its child stops, it says STOPPED and brings it back after a line of input. */
static void run_shell(void)
{
	char line[16];
	int status;
	pid_t job = fork();

	signal(SIGTTOU, SIG_IGN);
	setpgid(job, job);
	if (job == 0) {
		tcsetpgrp(STDIN_FILENO, getpid());
		signal(SIGTTOU, SIG_DFL);
		run_demo(NULL);
	}
	tcsetpgrp(STDIN_FILENO, job);
	while (waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status)) {
		tcsetpgrp(STDIN_FILENO, getpid());
		if (write(STDOUT_FILENO, "STOPPED", 7) != 7 || read(STDIN_FILENO, line, sizeof line) <= 0)
			_exit(99);
		tcsetpgrp(STDIN_FILENO, job);
		kill(-job, SIGCONT);
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 98);
}

static void start_as(const char *term, const char *argument)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	int line;

	seen_size = looked_at = 0;
	REQUIRE(openpty(&master, &line, NULL, NULL, &size) == 0);
	tcgetattr(line, &before);
	child = fork();
	if (child == 0) {
		close(master);
		login_tty(line);
		setenv("TERM", term, 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		if (argument && strcmp(argument, "shell") == 0)
			run_shell();
		run_demo(argument);
	}
	close(line);
}

static void start(const char *argument)
{
	start_as("xterm-256color", argument);
}

/* Read what there is within @ms; false at the end. */
static bool read_some(int ms)
{
	struct pollfd input = { .fd = master, .events = POLLIN };
	if (poll(&input, 1, ms) <= 0 || seen_size + 1 >= SEEN_MAX)
		return false;
	ssize_t got = read(master, seen + seen_size, SEEN_MAX - 1 - seen_size);
	if (got <= 0)
		return false;
	seen_size += (size_t)got;
	seen[seen_size] = '\0';
	return true;
}

/* Wait until @text is written after what was waited for before. */
static bool wait_for(const char *text)
{
	long until = now_ms() + PATIENCE_MS;

	seen[seen_size] = '\0';
	for (;;) {
		const char *found = memmem(seen + looked_at, seen_size - looked_at, text, strlen(text));
		if (found) {
			looked_at = (size_t)(found - seen) + strlen(text);
			return true;
		}
		long left = until - now_ms();
		if (left <= 0 || !read_some((int)left))
			return false;
	}
}

static void type(const char *keys)
{
	CHECK_INT(strlen(keys), write(master, keys, strlen(keys)));
}

static void resize(unsigned short rows, unsigned short cols)
{
	struct winsize size = { .ws_row = rows, .ws_col = cols };
	ioctl(master, TIOCSWINSZ, &size);
}

/* The status of the child, which ends within @ms; -1 when it does not (then it is ended). */
static int ends_within(int ms)
{
	long until = now_ms() + ms;
	int status;

	while (now_ms() < until) {
		if (waitpid(child, &status, WNOHANG) == child)
			return status;
		if (master < 0 || !read_some(5))
			poll(NULL, 0, 2);
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return -1;
}

/* The most memory that the child has had so far. */
static long peak_megabytes(void)
{
	char path[64], line[256];
	long kilobytes = 0;

	snprintf(path, sizeof path, "/proc/%d/status", (int)child);
	FILE *status = fopen(path, "r");
	while (status && fgets(line, sizeof line, status))
		sscanf(line, "VmHWM: %ld", &kilobytes);
	if (status)
		fclose(status);
	return kilobytes / 1024;
}

static void finish(void)
{
	if (master >= 0)
		close(master);
	master = -1;
}

/* The screen before it is back, and the mode of the line. */
static void check_restored(void)
{
	struct termios now;

	while (read_some(0))
		;
	CHECK(memmem(seen, seen_size, "\033[?1049l", 8) != NULL);
	CHECK(memmem(seen, seen_size, "\033[?2004l", 8) != NULL);
	CHECK(memmem(seen, seen_size, "\033[?1000l", 8) != NULL);
	tcgetattr(master, &now);
	CHECK_INT(before.c_lflag, now.c_lflag);
	CHECK_INT(before.c_iflag, now.c_iflag);
	CHECK_INT(before.c_oflag, now.c_oflag);
}

TEST(it_starts_draws_and_quits)
{
	start(NULL);
	CHECK(wait_for("Kettle"));
	CHECK(wait_for("help"));
	type("a");
	CHECK(wait_for("added: now 1 in cart"));
	type("q");
	CHECK_INT(0, ends_within(PATIENCE_MS));
	check_restored();
	finish();
}

TEST(a_resize_at_the_very_start_is_not_lost)
{
	for (int i = 0; i < 10; i++) {
		start(NULL);
		if (i % 2)
			wait_for("souk");
		resize(10, 50);
		CHECK(wait_for("this is 50×10"));
		resize(30, 100);
		CHECK(wait_for("Kettle"));
		type("q");
		CHECK_INT(0, ends_within(PATIENCE_MS));
		finish();
	}
}

TEST(an_absurd_window_is_clamped)
{
	start(NULL);
	CHECK(wait_for("Kettle"));
	resize(65535, 65535);
	type("a");
	CHECK(wait_for("added: now 1 in cart"));
	CHECK(peak_megabytes() < 300);
	resize(1, 1);
	resize(24, 80);
	type("q");
	CHECK_INT(0, ends_within(PATIENCE_MS));
	finish();
}

TEST(ctrl_c_quits)
{
	start(NULL);
	CHECK(wait_for("Kettle"));
	type("\003");
	CHECK_INT(0, ends_within(PATIENCE_MS));
	check_restored();
	finish();
}

TEST(esc_and_split_letters)
{
	start(NULL);
	CHECK(wait_for("Kettle"));
	type("s");
	CHECK(wait_for("Sort by"));
	type("\xc3");
	type("\xa9");
	CHECK(wait_for("é"));
	type("\033");
	CHECK(wait_for("100000 products"));
	type("#\033[200~4\n2\033[201~\r");
	CHECK(wait_for("amount 42"));
	type("\033[200~q\033[201~");
	CHECK(wait_for("only goes into a text field"));
	type("q");
	CHECK_INT(0, ends_within(PATIENCE_MS));
	finish();
}

TEST(clicks_and_the_wheel)
{
	start(NULL);
	CHECK(wait_for("\033[?1006h"));
	CHECK(wait_for("Kettle"));
	type("\033[<0;14;24M\033[<0;14;24m");
	CHECK(wait_for("added: now 1 in cart"));
	type("\033[<0;20;1M");
	CHECK(wait_for("New account"));
	type("\033[<0;8;1M");
	CHECK(wait_for("products"));
	type("%");
	CHECK(wait_for("\033[?1000l"));
	type("q");
	CHECK_INT(0, ends_within(PATIENCE_MS));
	finish();
}

static void check_signal_ends(int signal_number, const char *argument, const char *keys, int within)
{
	start(argument);
	CHECK(wait_for("Kettle"));
	if (*keys) {
		type(keys);
		CHECK(wait_for("working"));
	}
	kill(child, signal_number);
	int status = ends_within(within);
	CHECK(status != -1 && WIFSIGNALED(status) && WTERMSIG(status) == signal_number);
	check_restored();
	finish();
}

TEST(signals_put_the_terminal_back)
{
	check_signal_ends(SIGTERM, NULL, "", 500);
	check_signal_ends(SIGINT, NULL, "", 500);
	check_signal_ends(SIGHUP, NULL, "", 500);
	check_signal_ends(SIGTERM, NULL, "b", 500);
}

TEST(who_does_not_look_is_ended_all_the_same)
{
	check_signal_ends(SIGTERM, "deaf", "b", 2000);
	check_signal_ends(SIGHUP, "deaf", "b", 500);
}

TEST(a_crash_puts_the_terminal_back)
{
	start("crash");
	CHECK(wait_for("Kettle"));
	type("x");
	int status = ends_within(PATIENCE_MS);
	CHECK(status != -1 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0));
	check_restored();
	finish();
}

TEST(a_hang_up_ends_it_at_once)
{
	start(NULL);
	CHECK(wait_for("Kettle"));
	finish();
	int status = ends_within(500);
	CHECK(status != -1);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP);
}

/* Not the controlling terminal: no SIGHUP comes, only the end of the input. */
TEST(the_end_of_the_input_ends_it)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	int line;

	seen_size = looked_at = 0;
	REQUIRE(openpty(&master, &line, NULL, NULL, &size) == 0);
	child = fork();
	if (child == 0) {
		close(master);
		dup2(line, STDIN_FILENO);
		dup2(line, STDOUT_FILENO);
		close(line);
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		run_demo(NULL);
	}
	close(line);
	CHECK(wait_for("Kettle"));
	finish();
	int status = ends_within(500);
	CHECK(status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(a_terminal_that_takes_nothing_does_not_hold_it)
{
	start(NULL);
	CHECK(wait_for("Kettle"));
	int flags = fcntl(master, F_GETFL);
	fcntl(master, F_SETFL, flags | O_NONBLOCK);
	for (int i = 0; i < 4000 && write(master, "\014", 1) == 1; i++)
		;
	fcntl(master, F_SETFL, flags);
	kill(child, SIGTERM);
	long until = now_ms() + 3000;
	int status = 0;
	pid_t ended = 0;
	while (!ended && now_ms() < until) {
		ended = waitpid(child, &status, WNOHANG);
		poll(NULL, 0, 5);
	}
	CHECK_INT(child, ended);
	if (!ended)
		ends_within(0);
	finish();
}

TEST(ctrl_z_stops_and_comes_back)
{
	start("shell");
	CHECK(wait_for("Kettle"));
	type("a\032");
	CHECK(wait_for("\033[?1049l"));
	CHECK(wait_for("STOPPED"));
	struct termios now;
	tcgetattr(master, &now);
	CHECK_INT(before.c_lflag, now.c_lflag);
	type("\n");
	CHECK(wait_for("\033[?1049h"));
	CHECK(wait_for("Kettle"));
	CHECK(wait_for("help"));
	type("a");
	CHECK(wait_for("added: now "));
	type("q");
	CHECK_INT(0, ends_within(PATIENCE_MS));
	check_restored();
	finish();
}

static void check_refused(const char *term, const char *why)
{
	start_as(term, NULL);
	CHECK(wait_for(why));
	int status = ends_within(PATIENCE_MS);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 4);
	CHECK(memmem(seen, seen_size, "\033", 1) == NULL);
	finish();
}

TEST(terminals_that_cannot_be_used_are_refused)
{
	check_refused("dumb", "cannot place its cursor");
	check_refused("no\033[31mthing", "does not know");
	check_refused("", "TERM is not set");
}

TEST(no_terminal_is_refused)
{
	int ends[2], status;
	REQUIRE(pipe(ends) == 0);
	child = fork();
	if (child == 0) {
		dup2(ends[0], STDIN_FILENO);
		dup2(ends[1], STDERR_FILENO);
		run_demo(NULL);
	}
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 4);
	close(ends[0]);
	close(ends[1]);
}
