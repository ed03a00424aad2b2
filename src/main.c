/* The way in: locale, clock, arguments; then either a command or the screens. The only file that sees everything. */
#include "base/clock.h"
#include "base/money.h"
#include "cli/cli.h"
#include "screens/screens.h"
#include "ui/term.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

static void use_locale(void)
{
	if (!setlocale(LC_ALL, ""))
		setlocale(LC_ALL, "C");
	money_use_locale();
	setlocale(LC_NUMERIC, "C");
	text_use_utf8(!strcmp(nl_langinfo(CODESET), "UTF-8"));
}

static enum err use_clock(const char *time)
{
	int64_t ms;
	if (!time)
		return OK;
	if (!clock_parse(time, &ms))
		return fail(ERR_USAGE, "--now '%s' is no time: write it like 2026-11-22 14:01:07", time);
	clock_set(ms);
	return OK;
}

static enum err check_color(const char *when)
{
	if (!when || !strcmp(when, "auto") || !strcmp(when, "always") || !strcmp(when, "never"))
		return OK;
	return fail(ERR_USAGE, "--color '%s' is not one of auto, always, never", when);
}

static enum err run(struct cli *cli, int *status)
{
	try(check_color(cli->values[OPT_COLOR]));
	try(use_clock(cli->values[OPT_NOW]));
	bool screens = !cli->command || !cli->command->run;
	if (!screens || cli_has(cli, OPT_VERSION) || cli_has(cli, OPT_HELP)) {
		*status = cli_run(cli);
		return OK;
	}
	if (cli_has(cli, OPT_JSON) || cli_has(cli, OPT_PASSWORD_FD))
		return fail(ERR_USAGE, "--json and --password-fd belong to a command: see souk --help");
	*status = 0;
	return screens_run(&(struct screens_options){
		.path = cli->values[OPT_DB], .any = cli->command ? cli->operands[0] : NULL, .as = cli->values[OPT_AS], .color = cli->values[OPT_COLOR] });
}

int main(int argc, char **argv)
{
	struct cli cli;
	int status = 0;
	umask(0077);
	use_locale();
	signal(SIGXFSZ, SIG_IGN);      /* a limit is a full disk: writing fails, and says so */
	enum err err = cli_parse(&cli, argc, argv);
	cli.terminal_library = term_library();
	if (!err)
		err = run(&cli, &status);
	if (err)
		status = cli_fail(&cli, err);
	cli_release(&cli);
	if (cli.signal) {
		signal(cli.signal, SIG_DFL);
		raise(cli.signal);
	}
	return status;
}
