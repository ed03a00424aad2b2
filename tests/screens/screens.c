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

int main(int argc, char **argv)
{
	static const struct option options[] = { { "update", no_argument, NULL, 'u' }, { "program", required_argument, NULL, 'p' }, { 0 } };
	const char *given = getenv("SOUK");
	bool update = false;
	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
		if (option == 'u')
			update = true;
		else if (option == 'p')
			given = optarg;
		else
			return usage();
	char *program = realpath(given ? given : "./souk", NULL);
	int count = argc - optind;
	struct script **scripts = calloc((size_t)count + 1, sizeof(struct script *));
	if (!program || !count || !scripts) {
		if (!program)
			fprintf(stderr, "screens: there is no program '%s'\n", given ? given : "./souk");
		return usage();
	}
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < count; i++)
		if (!(scripts[i] = script_open(argv[optind + i])))
			return 2;
	bool all = run_all(scripts, count, program, update);
	for (int i = 0; i < count; i++)
		script_close(scripts[i]);
	free(scripts);
	free(program);
	return all ? 0 : 1;
}
