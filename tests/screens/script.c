/* Steps are rows of one table: a verb, what it does, and whether it is a test of its own. */
#include "screens/script.h"

#include "screens/steps.h"
#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct verb {
	const char *name;
	bool (*run)(struct script *, const char *rest);
	bool is_check;
	bool may_fail;         /* what follows can go on after it failed */
	bool before_start;     /* needs no terminal */
} verbs[] = {
	{ "size", step_size, .before_start = true },
	{ "term", step_term, .before_start = true },
	{ "locale", step_locale, .before_start = true },
	{ "env", step_env, .before_start = true },
	{ "now", step_now, .before_start = true },
	{ "deadline", step_deadline, .before_start = true },
	{ "souk", step_souk, .before_start = true },
	{ "sql", step_sql, .before_start = true },
	{ "write", step_write, .before_start = true },
	{ "read-only", step_read_only, .before_start = true },
	{ "start", step_start, .before_start = true },
	{ "type", step_type, .is_check = false },
	{ "key", step_key, .is_check = false },
	{ "paste", step_paste, .is_check = false },
	{ "raw", step_raw, .is_check = false },
	{ "click", step_click, .is_check = false },
	{ "wheel", step_wheel, .is_check = false },
	{ "resize", step_resize, .is_check = false },
	{ "signal", step_signal, .is_check = false },
	{ "wait", step_wait, .is_check = true },
	{ "gone", step_gone, .is_check = true },
	{ "screen", step_screen, .is_check = true, .may_fail = true },
	{ "attr", step_attr, .is_check = true, .may_fail = true },
	{ "cursor", step_cursor, .is_check = true, .may_fail = true },
	{ "colourless", step_colourless, .is_check = true, .may_fail = true },
	{ "exit", step_exit, .is_check = true },
	{ "killed", step_killed, .is_check = true },
	{ "stopped", step_stopped, .is_check = true },
	{ "hangup", step_hangup, .is_check = true },
	{ "tty-restored", step_tty_restored, .is_check = true, .may_fail = true },
	{ "file", step_file, .is_check = true, .may_fail = true, .before_start = true },
};

static const struct verb *verb_of(const char *line)
{
	size_t size = strcspn(line, " ");
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strlen(verbs[i].name) == size && !strncmp(line, verbs[i].name, size))
			return &verbs[i];
	return NULL;
}

static bool is_step(const char *line)
{
	return *line && *line != '#' && *line != '|';
}

struct script *script_open(const char *path)
{
	FILE *file = fopen(path, "r");
	if (!file) {
		printf("# cannot open '%s': %s\n", path, strerror(errno));
		return NULL;
	}
	struct script *script = must(calloc(1, sizeof *script));
	char *whole = read_whole(file), *rest = whole;
	fclose(file);
	for (char *line; (line = strsep(&rest, "\n")) && (rest || *line);) {
		script->lines = must(realloc(script->lines, (script->count + 1) * sizeof *script->lines));
		script->lines[script->count++] = must(strdup(line));
	}
	free(whole);
	script->seen = must(calloc(script->count + 1, sizeof *script->seen));
	script->path = path;
	script->name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	return script;
}

void script_close(struct script *script)
{
	for (size_t i = 0; i < script->count; i++) {
		free(script->lines[i]);
		free(script->seen[i]);
	}
	for (size_t i = 0; i < script->env_count; i++)
		free(script->env[i]);
	free(script->lines);
	free(script->seen);
	free(script->now);
	free(script);
}

int script_checks(const struct script *script)
{
	int checks = 0;
	for (size_t i = 0; i < script->count; i++) {
		const struct verb *verb = is_step(script->lines[i]) ? verb_of(script->lines[i]) : NULL;
		checks += verb && verb->is_check;
	}
	return checks;
}

static void set_up(struct script *script, const char *program, bool update)
{
	static const char *const passed_on[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TERMINFO", "TERMINFO_DIRS" };
	const char *parent = getenv("TMPDIR");
	snprintf(script->home, sizeof script->home, "%s/souk-screen-XXXXXX", parent && *parent ? parent : "/tmp");
	must(mkdtemp(script->home));
	script->program = program;
	script->update = update;
	script->columns = 80;
	script->rows = 24;
	script->deadline = TERMINAL_DEADLINE;
	set_named(script, "HOME", script->home);
	set_variable(script, "PATH=/usr/local/bin:/usr/bin:/bin");
	set_variable(script, "TERM=xterm-256color");
	set_variable(script, "LC_ALL=C.UTF-8");
	set_variable(script, "TZ=UTC");
	for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++)
		if (getenv(passed_on[i]))
			set_named(script, passed_on[i], getenv(passed_on[i]));
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info, (void)walk;
	return type == FTW_DP ? rmdir(path) : unlink(path);
}

static bool run_step(struct script *script, const char *line)
{
	const struct verb *verb = verb_of(line);
	if (!verb)
		return because(script, "no step is called '%s'", line);
	if (!script->terminal && !verb->before_start)
		return because(script, "'%s' comes before start", verb->name);
	const char *rest = line + strlen(verb->name);
	return verb->run(script, rest + strspn(rest, " "));
}

/* One line of the case; a check prints its result, and a step that others build on takes them along when it fails. */
static bool run_line(struct script *script, int *number)
{
	const char *line = script->lines[script->at];
	const struct verb *verb = verb_of(line);
	bool reached = !script->dead;
	bool held = reached && run_step(script, line);
	if (verb && verb->is_check)
		printf("%s %d - %s:%zu %s%s\n", held ? "ok" : "not ok", ++*number, script->name, script->at + 1, line,
			reached ? "" : " (not reached)");
	script->dead = script->dead || (!held && !(verb && verb->may_fail));
	fflush(stdout);
	return held;
}

static bool write_updated(const struct script *script)
{
	FILE *file = fopen(script->path, "w");
	bool replaced = false;
	if (!file)
		return because(script, "cannot write: %s", strerror(errno));
	for (size_t i = 0; i < script->count; i++) {
		if (!replaced || script->lines[i][0] != '|')
			fprintf(file, "%s\n", script->lines[i]);
		if (script->lines[i][0] != '|')
			replaced = script->seen[i] != NULL;
		if (script->seen[i])
			fputs(script->seen[i], file);
	}
	return fclose(file) == 0;
}

bool script_run(struct script *script, const char *program, bool update, int *number)
{
	bool all = script_checks(script) > 0;
	set_up(script, program, update);
	for (script->at = 0; script->at < script->count; script->at++)
		if (is_step(script->lines[script->at]))
			all = run_line(script, number) && all;
	terminal_free(script->terminal);
	script->terminal = NULL;
	chmod(script->home, 0700);
	nftw(script->home, remove_entry, 16, FTW_PHYS | FTW_DEPTH);
	return all && (!update || write_updated(script));
}
