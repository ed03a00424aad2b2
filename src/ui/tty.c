/* Everything here is one state in the process, because signal handlers must reach it. Three kinds of signals:
 * - WINCH, TSTP, CONT only leave a mark. They are blocked but inside ppoll(), so that none is lost between looking at
 *   the mark and going to sleep.
 * - INT, TERM, HUP leave a mark, make a blocked write end, and set a timer: who has not left when it fires is ended.
 * - Crashes (and that timer) put the terminal back with functions that are safe in a handler, and die by the signal. */
#include "ui/tty.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

enum { GRACE_HANGUP_US = 400000, GRACE_SIGNAL_S = 1, RESTORE_MAX = 512, CRASH_STACK = 16384 };

static const int marking[] = { SIGWINCH, SIGTSTP, SIGCONT };
static const int ending[] = { SIGINT, SIGTERM, SIGHUP };
static const int crashing[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT };
enum { CRASHES = sizeof crashing / sizeof *crashing };

static struct {
	struct termios before, raw;
	char restore[RESTORE_MAX];
	size_t restore_size;
	volatile sig_atomic_t is_raw;
	sigset_t waiting_mask;               /* the mask while waiting: ours are open */
	struct sigaction crash_before[CRASHES];
} tty;
static volatile sig_atomic_t resized, stop_asked, continued, end_signal, input_ended;
static char crash_stack[CRASH_STACK];

bool tty_is_there(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static void on_mark(int signal)
{
	if (signal == SIGWINCH)
		resized = 1;
	else if (signal == SIGTSTP)
		stop_asked = 1;
	else
		continued = 1;
}

static void on_end(int signal)
{
	struct itimerval grace = { .it_value = { .tv_sec = GRACE_SIGNAL_S } };
	int saved = errno;

	if (signal == SIGHUP)
		grace.it_value = (struct timeval){ .tv_usec = GRACE_HANGUP_US };
	if (!end_signal)
		end_signal = signal;
	tcflush(STDOUT_FILENO, TCOFLUSH);
	setitimer(ITIMER_REAL, &grace, NULL);
	errno = saved;
}

static void put_back(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };

	if (!tty.is_raw)
		return;
	tty.is_raw = 0;
	tcflush(STDOUT_FILENO, TCOFLUSH);
	tcsetattr(STDOUT_FILENO, TCSANOW, &tty.before);
	if (poll(&output, 1, 50) > 0 && (output.revents & POLLOUT))
		(void)!write(STDOUT_FILENO, tty.restore, tty.restore_size);
}

static void on_crash(int signal)
{
	put_back();
	for (size_t i = 0; i < CRASHES; i++)
		if (crashing[i] == signal)
			sigaction(signal, &tty.crash_before[i], NULL);
	raise(signal);
}

/* The time to leave is over. */
static void on_overdue(int alarm_signal)
{
	(void)alarm_signal;
	put_back();
	signal(end_signal, SIG_DFL);
	raise(end_signal);
}

static void catch(int signal, void (*handler)(int), int flags, struct sigaction *before)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };
	sigemptyset(&action.sa_mask);
	sigaction(signal, &action, before);
}

static void catch_all(void)
{
	stack_t stack = { .ss_sp = crash_stack, .ss_size = sizeof crash_stack };

	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < sizeof marking / sizeof *marking; i++)
		catch(marking[i], on_mark, 0, NULL);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		catch(ending[i], on_end, 0, NULL);
	for (size_t i = 0; i < CRASHES; i++)
		catch(crashing[i], on_crash, SA_ONSTACK | SA_NODEFER, &tty.crash_before[i]);
	catch(SIGALRM, on_overdue, SA_NODEFER, NULL);
}

/* Block what only leaves a mark; remember the mask with all of ours open. */
static void block_marking(void)
{
	sigset_t ours;

	sigemptyset(&ours);
	for (size_t i = 0; i < sizeof marking / sizeof *marking; i++)
		sigaddset(&ours, marking[i]);
	sigprocmask(SIG_BLOCK, &ours, &tty.waiting_mask);
	for (size_t i = 0; i < sizeof marking / sizeof *marking; i++)
		sigdelset(&tty.waiting_mask, marking[i]);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		sigdelset(&tty.waiting_mask, ending[i]);
}

static void set_raw(void)
{
	tcsetattr(STDOUT_FILENO, TCSANOW, &tty.raw);
	tty.is_raw = 1;
}

enum err tty_open(void)
{
	if (tcgetattr(STDOUT_FILENO, &tty.before) != 0)
		return fail(ERR_TERMINAL, "cannot read the mode of the terminal: %s", strerror(errno));
	tty.raw = tty.before;
	tty.raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	tty.raw.c_oflag &= ~(tcflag_t)OPOST;
	tty.raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	tty.raw.c_cc[VMIN] = 1;
	tty.raw.c_cc[VTIME] = 0;
	block_marking();
	catch_all();
	set_raw();
	return OK;
}

void tty_set_restore(const char *bytes, size_t size)
{
	tty.restore_size = size < RESTORE_MAX ? size : RESTORE_MAX;
	memcpy(tty.restore, bytes, tty.restore_size);
}

void tty_close(void)
{
	tcsetattr(STDOUT_FILENO, TCSANOW, &tty.before);
	tty.is_raw = 0;
}

void tty_again(void)
{
	set_raw();
}

void tty_size(int *rows, int *cols)
{
	struct winsize size = { 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	*rows = size.ws_row ? size.ws_row : 24;
	*cols = size.ws_col ? size.ws_col : 80;
}

bool tty_is_ending(void)
{
	return end_signal || input_ended;
}

int tty_end_signal(void)
{
	return end_signal;
}

static bool take(volatile sig_atomic_t *mark)
{
	bool was = *mark;
	*mark = 0;
	return was;
}

/* What the marks say; TTY_TIMEOUT: nothing. */
static enum tty_woke marked(void)
{
	if (tty_is_ending())
		return TTY_END;
	if (take(&continued))
		return TTY_CONTINUED;
	if (take(&stop_asked))
		return TTY_STOP;
	return take(&resized) ? TTY_RESIZED : TTY_TIMEOUT;
}

static enum tty_woke sleep_until_something(int ms)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	struct timespec limit = { ms / 1000, ms % 1000 * 1000000L };
	int ready = ppoll(&input, 1, ms < 0 ? NULL : &limit, &tty.waiting_mask);
	enum tty_woke mark = marked();

	if (mark != TTY_TIMEOUT)
		return mark;
	if (ready > 0 && (input.revents & POLLIN))
		return TTY_INPUT;
	if (ready > 0 || (ready < 0 && errno != EINTR))
		input_ended = 1;
	return marked();
}

enum tty_woke tty_wait(int ms)
{
	sigset_t block, before;

	sigemptyset(&block);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		sigaddset(&block, ending[i]);
	sigprocmask(SIG_BLOCK, &block, &before);
	enum tty_woke woke = marked();
	if (woke == TTY_TIMEOUT)
		woke = sleep_until_something(ms);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return woke;
}

size_t tty_read(unsigned char *bytes, size_t room)
{
	ssize_t got = read(STDIN_FILENO, bytes, room);

	if (got > 0)
		return (size_t)got;
	if (got == 0 || (errno != EINTR && errno != EAGAIN))
		input_ended = 1;
	return 0;
}

/* A terminal that was asked to leave gets one more chance to take bytes, not more. */
static bool can_write(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };

	if (!tty_is_ending())
		return true;
	return poll(&output, 1, 50) > 0 && (output.revents & POLLOUT);
}

void tty_write(const char *bytes, size_t size)
{
	while (size > 0 && can_write()) {
		ssize_t put = write(STDOUT_FILENO, bytes, size);
		if (put < 0 && errno == EAGAIN) {
			struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };
			poll(&output, 1, 50);
		} else if (put < 0 && errno != EINTR) {
			input_ended = 1;
			return;
		}
		bytes += put > 0 ? put : 0;
		size -= put > 0 ? (size_t)put : 0;
	}
}

void tty_drop_typed(void)
{
	tcflush(STDIN_FILENO, TCIFLUSH);
}

void tty_stop(void)
{
	sigset_t stop;

	tty_close();
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	signal(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, NULL);       /* here it stops */
	sigprocmask(SIG_BLOCK, &stop, NULL);
	catch(SIGTSTP, on_mark, 0, NULL);
	stop_asked = continued = 0;
	set_raw();
}
