/* Passwords come from a file descriptor or from the terminal, unseen; never from an argument or the environment. */
#include "cli/cli.h"
#include "shop/tables.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Signals are off while typing, so that the terminal is always put back; the key ends a line and comes as this byte. */
enum { CTRL_C = 3 };

void secret_wipe(char secret[SECRET_SIZE])
{
	explicit_bzero(secret, SECRET_SIZE);
}

/* One line, without its newline, byte by byte so that nothing beyond it is taken from the descriptor. */
static enum err read_line(int fd, char out[SECRET_SIZE])
{
	size_t size = 0;
	for (;;) {
		char c;
		ssize_t got = read(fd, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(ERR_USAGE, "cannot read the password from file descriptor %d: %s", fd, strerror(errno));
		if (!got || c == '\n')
			break;
		if (c == CTRL_C)
			return fail(ERR_USAGE, "given up: nothing was changed");
		if (!c)
			return fail(ERR_INPUT, "a password cannot hold a NUL byte");
		if (size == SHOP_PASSWORD_MAX + 1)
			return fail(ERR_INPUT, "the password is too long: at most %d bytes", SHOP_PASSWORD_MAX);
		out[size++] = c;
	}
	out[size] = '\0';
	return OK;
}

static enum err read_typed(const char *prompt, char out[SECRET_SIZE])
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return fail(ERR_USAGE, "a password is needed, and there is no terminal to ask: give it with --password-fd N");
	struct termios before, quiet;
	tcgetattr(fd, &before);
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ISIG);
	quiet.c_cc[VEOL] = CTRL_C;
	tcsetattr(fd, TCSAFLUSH, &quiet);
	dprintf(fd, "%s: ", prompt);
	enum err err = read_line(fd, out);
	tcsetattr(fd, TCSAFLUSH, &before);
	dprintf(fd, "\n");
	close(fd);
	return err;
}

enum err secret_read(struct cli *cli, const char *prompt, char out[SECRET_SIZE])
{
	if (!cli_has(cli, OPT_PASSWORD_FD))
		return read_typed(prompt, out);
	int64_t fd;
	try(option_integer(cli, OPT_PASSWORD_FD, 0, 1023, 0, &fd));
	return read_line((int)fd, out);
}

enum err secret_read_new(struct cli *cli, char out[SECRET_SIZE])
{
	if (cli_has(cli, OPT_PASSWORD_FD))
		return secret_read(cli, "", out);
	char again[SECRET_SIZE];
	enum err err = read_typed("new password", out);
	if (!err)
		err = read_typed("the same again", again);
	if (!err && strcmp(out, again))
		err = fail(ERR_INPUT, "the two passwords differ: nothing was changed");
	secret_wipe(again);
	return err;
}
