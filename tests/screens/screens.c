/* Usage: screens [--update] [--program PATH] CASE…
 * Runs screen cases (script.h says what they hold) with $SOUK, and speaks TAP. */
#include "screens/script.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
	fputs("usage: screens [--update] [--program PATH] CASE...\n", stderr);
	return 2;
}

static bool run_all(struct script **scripts, int count, const char *program, bool update)
{
	int planned = 0, number = 0;
	bool all = true;
	for (int i = 0; i < count; i++)
		planned += script_checks(scripts[i]);
	printf("1..%d\n", planned);
	for (int i = 0; i < count; i++)
		all = script_run(scripts[i], program, update, &number) && all;
	return all;
}

/* Opens them all before the first runs, so that the plan can come first. */
static int run_cases(char **paths, int count, const char *program, bool update)
{
	int opened = 0, status = 2;
	struct script **scripts = calloc((size_t)count, sizeof(struct script *));
	if (!scripts)
		return status;
	while (opened < count && (scripts[opened] = script_open(paths[opened])))
		opened++;
	if (opened == count)
		status = run_all(scripts, count, program, update) ? 0 : 1;
	for (int i = 0; i < opened; i++)
		script_close(scripts[i]);
	free(scripts);
	return status;
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "update", no_argument, NULL, 'u' }, { "program", required_argument, NULL, 'p' }, { 0 } };
	const char *given = getenv("SOUK") ? getenv("SOUK") : "./souk";
	bool update = false;
	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
		if (option == 'u')
			update = true;
		else if (option == 'p')
			given = optarg;
		else
			return usage();
	if (optind == argc)
		return usage();
	char *program = realpath(given, NULL);
	if (!program) {
		fprintf(stderr, "screens: there is no program '%s'\n", given);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	int status = run_cases(argv + optind, argc - optind, program, update);
	free(program);
	return status;
}
