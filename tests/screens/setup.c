/* Steps that prepare and start a program. */
#include "screens/steps.h"

#include "db/connection.h"
#include "db/statement.h"
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void set_variable(struct script *script, const char *setting)
{
	size_t name = strcspn(setting, "=") + 1;
	for (size_t i = 0; i < script->env_count; i++)
		if (!strncmp(script->env[i], setting, name)) {
			free(script->env[i]);
			script->env[i] = must(strdup(setting));
			return;
		}
	if (script->env_count < VARIABLES)
		script->env[script->env_count++] = must(strdup(setting));
}

void set_named(struct script *script, const char *name, const char *value)
{
	char *setting = NULL;
	if (asprintf(&setting, "%s=%s", name, value) < 0)
		must(NULL);
	set_variable(script, setting);
	free(setting);
}

bool parse_size(struct script *script, const char *rest)
{
	if (sscanf(rest, "%dx%d", &script->columns, &script->rows) != 2 || script->columns < 1 || script->rows < 1)
		return because(script, "a size is COLUMNSxROWS, not '%s'", rest);
	return true;
}

bool step_size(struct script *script, const char *rest)
{
	if (script->terminal)
		return because(script, "size comes before start; use resize");
	return parse_size(script, rest);
}

bool step_term(struct script *script, const char *rest)
{
	set_named(script, "TERM", rest);
	return true;
}

bool step_locale(struct script *script, const char *rest)
{
	set_named(script, "LC_ALL", rest);
	return true;
}

bool step_env(struct script *script, const char *rest)
{
	if (!strchr(rest, '='))
		return because(script, "env takes NAME=VALUE");
	set_variable(script, rest);
	return true;
}

bool step_now(struct script *script, const char *rest)
{
	free(script->now);
	script->now = must(strdup(rest));
	return true;
}

bool step_deadline(struct script *script, const char *rest)
{
	script->deadline = atoi(rest);
	return true;
}

/* The program, --now TIME when that is set, and the words of the step. */
static struct words command_of(const struct script *script, const char *rest)
{
	struct words words = split(rest), command = { .text = words.text };
	union { const char *in; char *out; } program = { script->program };   /* execve takes char * */
	static char option[] = "--now";
	command.at[command.count++] = program.out;
	if (script->now) {
		command.at[command.count++] = option;
		command.at[command.count++] = script->now;
	}
	for (size_t i = 0; i < words.count && command.count < WORDS; i++)
		command.at[command.count++] = words.at[i];
	return command;
}

static _Noreturn void become_command(struct script *script, char **argv, int said)
{
	int nothing = open("/dev/null", O_RDONLY);
	dup2(nothing, 0);
	dup2(said, 1);
	dup2(said, 2);
	if (!chdir(script->home))
		execve(argv[0], argv, script->env);
	_exit(127);
}

static void repeat_output(FILE *said)
{
	char line[512];
	rewind(said);
	while (fgets(line, sizeof line, said))
		printf("#   %s%s", line, strchr(line, '\n') ? "" : "\n");
}

bool step_souk(struct script *script, const char *rest)
{
	struct words command = command_of(script, rest);
	FILE *said = must(tmpfile());
	int status = -1;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		become_command(script, command.at, fileno(said));
	bool ended = child > 0 && waitpid(child, &status, 0) == child;
	bool held = ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (!held) {
		because(script, "the command failed (wait status %d)", status);
		repeat_output(said);
	}
	fclose(said);
	free(command.text);
	return held;
}

bool step_sql(struct script *script, const char *rest)
{
	struct words words = split(rest);
	struct connection *db = NULL;
	char path[2 * PATH_MAX];
	snprintf(path, sizeof path, "%s/%s", script->home, words.count ? words.at[0] : "");
	enum err err = connection_open(&db, path, CONNECTION_CREATE);
	if (!err)
		err = statement_run(db, rest + strcspn(rest, " "), NULL, 0, NULL);
	connection_close(db);
	free(words.text);
	return !err || because(script, "%s", err_sentence(err));
}

static int take_right_to_write(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info, (void)walk;
	return chmod(path, type == FTW_DP ? 0555 : 0444);
}

bool step_read_only(struct script *script, const char *rest)
{
	(void)rest;
	return !nftw(script->home, take_right_to_write, 16, FTW_PHYS | FTW_DEPTH) || because(script, "cannot change the folder's mode");
}

bool step_start(struct script *script, const char *rest)
{
	struct words command = command_of(script, rest);
	if (!script->terminal)
		script->terminal = terminal_new(script->columns, script->rows);
	bool held = terminal_start(script->terminal, command.at, script->env, script->home);
	free(command.text);
	return held;
}
