/* Long work on the command line. A signal only sets a mark: the work sees it at its next step, and takes back what it did. */
#include "cli/cli.h"

#include "base/clock.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

static void handle(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	struct sigaction before;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (!sigaction(numbers[i], NULL, &before) && before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

void meter_begin(struct meter *meter, const struct cli *cli)
{
	*meter = (struct meter){ .shown = isatty(STDERR_FILENO) && !cli_has(cli, OPT_JSON) };
	meter->began = meter->told = clock_nanoseconds();
	handle(on_signal);
}

void meter_end(struct meter *meter, struct cli *cli)
{
	handle(SIG_DFL);
	cli->signal = caught;
	if (meter->shown && meter->told > meter->began)
		fputs("\r\033[K", stderr);
}

bool meter_stopped(void)
{
	return caught != 0;
}

bool meter_is_due(struct meter *meter)
{
	uint64_t now = clock_nanoseconds();
	if (!meter->shown || now - meter->told < 100 * 1000 * 1000)
		return false;
	meter->told = now;
	return true;
}

double meter_seconds(const struct meter *meter)
{
	return (double)(clock_nanoseconds() - meter->began) / 1e9;
}
