/* The program is not the leader of its session but the foreground job of a small leader, as under a shell: when a leader
 * ends, the kernel resets the line's settings, and nobody could tell whether the program had put them back; and a job
 * without a shell above it cannot be stopped by Ctrl-Z. The leader reports what becomes of the program through a socket
 * and ends, with the program, when this process does. The slave side stays open here, so that the settings can be read. */
#include "screens/harness.h"

#include "screens/terminal.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct report {
	pid_t child;
	int status;
};

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void give_up(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(99);
}

/* What the emulator itself says goes to the program: keys, mouse reports, answers to its questions. */
static void to_program(const char *bytes, size_t size, void *user)
{
	struct terminal *terminal = user;
	terminal_send(terminal, bytes, size);
}

static int note_property(VTermProp property, VTermValue *value, void *user)
{
	struct terminal *terminal = user;
	if (property == VTERM_PROP_ALTSCREEN)
		terminal->alternate = value->boolean;
	else if (property == VTERM_PROP_CURSORVISIBLE)
		terminal->cursor_visible = value->boolean;
	else if (property == VTERM_PROP_MOUSE)
		terminal->mouse = value->number;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = note_property };

static void tell_size(struct terminal *terminal)
{
	struct winsize size = { .ws_row = (unsigned short)terminal_rows(terminal) };
	size.ws_col = (unsigned short)terminal_columns(terminal);
	ioctl(terminal->master, TIOCSWINSZ, &size);
}

static void open_line(struct terminal *terminal)
{
	terminal->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal->master < 0 || grantpt(terminal->master) || unlockpt(terminal->master))
		give_up("cannot open a pty");
	terminal->slave = open(ptsname(terminal->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal->slave < 0)
		give_up("cannot open the pty's slave");
	fcntl(terminal->master, F_SETFL, O_NONBLOCK);
	tell_size(terminal);
	tcgetattr(terminal->slave, &terminal->before);
}

struct terminal *terminal_new(int columns, int rows)
{
	struct terminal *terminal = calloc(1, sizeof *terminal);
	if (!terminal || !(terminal->vterm = vterm_new(rows, columns)))
		give_up("no memory");
	vterm_set_utf8(terminal->vterm, 1);
	vterm_output_set_callback(terminal->vterm, to_program, terminal);
	terminal->screen = vterm_obtain_screen(terminal->vterm);
	vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
	vterm_screen_enable_altscreen(terminal->screen, 1);
	terminal->cursor_visible = true;
	vterm_screen_reset(terminal->screen, 1);
	terminal->master = terminal->slave = terminal->reports = -1;
	terminal->end = TERMINAL_EXITED;
	terminal_resize(terminal, columns, rows);
	return terminal;
}

static bool is_alive(const struct terminal *terminal)
{
	return terminal->end == TERMINAL_RUNS || terminal->end == TERMINAL_STOPPED;
}

static void close_session(struct terminal *terminal)
{
	if (terminal->reports < 0)
		return;
	int value;
	if (terminal_state(terminal, &value) <= TERMINAL_STOPPED)
		kill(terminal->child, SIGKILL);
	close(terminal->reports);
	kill(terminal->leader, SIGKILL);
	waitpid(terminal->leader, NULL, 0);
	terminal->reports = -1;
	terminal->end = TERMINAL_EXITED;
	terminal_hang_up(terminal);
}

void terminal_free(struct terminal *terminal)
{
	if (!terminal)
		return;
	close_session(terminal);
	vterm_free(terminal->vterm);
	free(terminal->row);
	free(terminal);
}

static volatile sig_atomic_t line_is_dead;

static void on_hang_up(int signal)
{
	(void)signal;
	line_is_dead = 1;
}

/* In a folder that its owner must not write the program runs as nobody: to root the mode means nothing. */
static bool respect_mode(const char *folder)
{
	struct stat status;
	struct passwd *nobody = getpwnam("nobody");
	if (geteuid() != 0 || stat(folder, &status) || status.st_mode & S_IWUSR)
		return true;
	return nobody && !setgroups(0, NULL) && !setgid(nobody->pw_gid) && !setuid(nobody->pw_uid);
}

/* A shell ignores SIGINT and SIGQUIT for what it runs in the background. */
static _Noreturn void run_job(const struct terminal *terminal, char *const argv[], char *const env[], const char *folder)
{
	setpgid(0, 0);
	tcsetpgrp(terminal->slave, getpid());
	signal(SIGTTOU, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	for (int fd = 0; fd < 3; fd++)
		dup2(terminal->slave, fd);
	if (!chdir(folder) && respect_mode(folder))
		execve(argv[0], argv, env);
	fprintf(stderr, "cannot run '%s': %s\r\n", argv[0], strerror(errno));
	_exit(127);
}

/* Hand on what becomes of @child and a hang-up to it, until the test lets go of the other end of @reports. */
static _Noreturn void lead(pid_t child, int reports)
{
	struct report report = { child, 0 };
	struct pollfd test = { reports, 0, 0 };
	bool alive = true, told = false;
	while (poll(&test, 1, 5) <= 0) {
		if (line_is_dead && !told && alive) {
			kill(child, SIGHUP);
			told = true;
		}
		if (!alive || waitpid(child, &report.status, WNOHANG | WUNTRACED) != child)
			continue;
		alive = WIFSTOPPED(report.status);
		if (write(reports, &report, sizeof report) < 0)
			break;
	}
	if (alive)
		kill(child, SIGKILL);
	_exit(0);
}

static _Noreturn void open_session(struct terminal *terminal, char *const argv[], char *const env[], const char *folder, int reports)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGHUP, on_hang_up);
	setsid();
	ioctl(terminal->slave, TIOCSCTTY, 0);
	pid_t child = fork();
	if (child == 0)
		run_job(terminal, argv, env, folder);
	struct report report = { child, 0 };
	if (child < 0 || write(reports, &report, sizeof report) < 0)
		_exit(1);
	close(terminal->master);
	close(terminal->slave);
	lead(child, reports);
}

bool terminal_start(struct terminal *terminal, char *const argv[], char *const env[], const char *folder)
{
	int pair[2];
	struct report first;
	if (access(argv[0], X_OK)) {
		printf("# cannot run '%s': %s\n", argv[0], strerror(errno));
		return false;
	}
	close_session(terminal);
	open_line(terminal);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		give_up("cannot make a socket");
	fflush(stdout);
	terminal->leader = fork();
	if (terminal->leader == 0) {
		close(pair[0]);
		open_session(terminal, argv, env, folder, pair[1]);
	}
	close(pair[1]);
	terminal->reports = pair[0];
	if (terminal->leader < 0 || read(pair[0], &first, sizeof first) != sizeof first)
		give_up("cannot fork");
	terminal->child = first.child;
	terminal->end = TERMINAL_RUNS;
	return true;
}

/* Take in what is there after at most @wait ms; false when nothing came. */
static bool take_in(struct terminal *terminal, int wait)
{
	char bytes[4096];
	if (terminal->master < 0) {
		poll(NULL, 0, wait);
		return false;
	}
	struct pollfd line = { terminal->master, POLLIN, 0 };
	if (poll(&line, 1, wait) <= 0)
		return false;
	ssize_t size = read(terminal->master, bytes, sizeof bytes);
	if (size <= 0)
		return false;
	vterm_input_write(terminal->vterm, bytes, (size_t)size);
	vterm_screen_flush_damage(terminal->screen);
	return true;
}

void terminal_send(struct terminal *terminal, const char *bytes, size_t size)
{
	int64_t deadline = now_ms() + TERMINAL_DEADLINE;
	while (size && terminal->master >= 0 && now_ms() < deadline) {
		ssize_t sent = write(terminal->master, bytes, size);
		if (sent > 0) {
			bytes += sent;
			size -= (size_t)sent;
		} else if (errno == EAGAIN || errno == EINTR) {
			poll(&(struct pollfd){ terminal->master, POLLOUT, 0 }, 1, 10);
		} else {
			return;
		}
	}
}

static const struct {
	const char *name;
	VTermKey key;
	VTermModifier modifier;
} keys[] = {
	{ "Enter", VTERM_KEY_ENTER, 0 },     { "Esc", VTERM_KEY_ESCAPE, 0 },      { "Tab", VTERM_KEY_TAB, 0 },
	{ "BTab", VTERM_KEY_TAB, VTERM_MOD_SHIFT },                               { "BSpace", VTERM_KEY_BACKSPACE, 0 },
	{ "Up", VTERM_KEY_UP, 0 },           { "Down", VTERM_KEY_DOWN, 0 },       { "Left", VTERM_KEY_LEFT, 0 },
	{ "Right", VTERM_KEY_RIGHT, 0 },     { "Home", VTERM_KEY_HOME, 0 },       { "End", VTERM_KEY_END, 0 },
	{ "PageUp", VTERM_KEY_PAGEUP, 0 },   { "PageDown", VTERM_KEY_PAGEDOWN, 0 }, { "Insert", VTERM_KEY_INS, 0 },
	{ "Delete", VTERM_KEY_DEL, 0 },      { "C-Left", VTERM_KEY_LEFT, VTERM_MOD_CTRL },
	{ "C-Right", VTERM_KEY_RIGHT, VTERM_MOD_CTRL },
};

static bool is_one_character(const char *text)
{
	size_t count = 0;
	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count == 1;
}

bool terminal_key(struct terminal *terminal, const char *name)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!strcmp(name, keys[i].name)) {
			vterm_keyboard_key(terminal->vterm, keys[i].key, keys[i].modifier);
			return true;
		}
	if (!strcmp(name, "Space")) {
		terminal_send(terminal, " ", 1);
	} else if (is_one_character(name)) {
		terminal_send(terminal, name, strlen(name));
	} else if (!strncmp(name, "C-", 2) && name[2] && !name[3]) {
		terminal_send(terminal, (char[]){ (char)(name[2] & 0x1F) }, 1);
	} else if (!strncmp(name, "M-", 2) && name[2]) {
		terminal_send(terminal, "\033", 1);
		return terminal_key(terminal, name + 2);
	} else if (name[0] == 'F' && atoi(name + 1) >= 1 && atoi(name + 1) <= 12) {
		vterm_keyboard_key(terminal->vterm, (VTermKey)VTERM_KEY_FUNCTION(atoi(name + 1)), VTERM_MOD_NONE);
	} else {
		return false;
	}
	return true;
}

void terminal_paste(struct terminal *terminal, const char *text)
{
	vterm_keyboard_start_paste(terminal->vterm);
	terminal_send(terminal, text, strlen(text));
	vterm_keyboard_end_paste(terminal->vterm);
}

void terminal_press(struct terminal *terminal, int button, int column, int row)
{
	vterm_mouse_move(terminal->vterm, row - 1, column - 1, VTERM_MOD_NONE);
	vterm_mouse_button(terminal->vterm, button, true, VTERM_MOD_NONE);
	if (button < 4)
		vterm_mouse_button(terminal->vterm, button, false, VTERM_MOD_NONE);
}

void terminal_resize(struct terminal *terminal, int columns, int rows)
{
	free(terminal->row);
	terminal->row = malloc((size_t)columns * VTERM_MAX_CHARS_PER_CELL * 4 + 1);
	if (!terminal->row)
		give_up("no memory");
	vterm_set_size(terminal->vterm, rows, columns);
	if (terminal->master >= 0)
		tell_size(terminal);
}

void terminal_signal(struct terminal *terminal, int signal)
{
	kill(terminal->child, signal);
	if (signal == SIGCONT)
		terminal->end = TERMINAL_RUNS;
}

void terminal_hang_up(struct terminal *terminal)
{
	if (terminal->master < 0)
		return;
	close(terminal->slave);
	close(terminal->master);
	terminal->master = terminal->slave = -1;
}

void terminal_settle(struct terminal *terminal, int quiet)
{
	int64_t deadline = now_ms() + TERMINAL_DEADLINE;
	while (take_in(terminal, quiet) && now_ms() < deadline)
		continue;
}

bool terminal_until(struct terminal *terminal, bool (*holds)(struct terminal *, const void *), const void *argument, int deadline)
{
	int64_t end = now_ms() + deadline;
	for (;;) {
		bool held = holds(terminal, argument);
		bool more = take_in(terminal, held ? TERMINAL_QUIET : 10);
		if (held && !more)
			return true;
		if (now_ms() >= end)
			return holds(terminal, argument);
	}
}

static void note_report(struct terminal *terminal, int status)
{
	if (WIFSTOPPED(status)) {
		terminal->end = TERMINAL_STOPPED;
		terminal->end_value = WSTOPSIG(status);
	} else if (WIFEXITED(status)) {
		terminal->end = TERMINAL_EXITED;
		terminal->end_value = WEXITSTATUS(status);
	} else {
		terminal->end = TERMINAL_KILLED;
		terminal->end_value = WTERMSIG(status);
	}
}

enum terminal_end terminal_state(struct terminal *terminal, int *value)
{
	struct report report;
	while (is_alive(terminal) && recv(terminal->reports, &report, sizeof report, MSG_DONTWAIT) == sizeof report)
		note_report(terminal, report.status);
	*value = terminal->end_value;
	return terminal->end;
}

const char *terminal_left_over(struct terminal *terminal)
{
	struct termios now;
	tcgetattr(terminal->slave, &now);
	const struct termios *before = &terminal->before;
	if (now.c_iflag != before->c_iflag || now.c_oflag != before->c_oflag || now.c_cflag != before->c_cflag ||
		now.c_lflag != before->c_lflag || memcmp(now.c_cc, before->c_cc, sizeof now.c_cc))
		return "the line's settings";
	if (terminal->alternate)
		return "the alternate screen";
	if (!terminal->cursor_visible)
		return "the hidden cursor";
	if (terminal->mouse != VTERM_PROP_MOUSE_NONE)
		return "the mouse reports";
	return NULL;
}
