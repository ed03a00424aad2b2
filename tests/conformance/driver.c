/* Carry out scenarios recorded from Sequelize on the model layer: driver [FILE…]
 *
 * Prints "ok ID" or "not ok ID: what differs" for each, and a summary; those about what is not built are skipped. Each
 * runs in a process of its own, so that one that crashes, or that a sanitizer stops, is one that fails. */
#include "base/arena.h"
#include "base/vec.h"
#include "conformance/run.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct driver {
	struct arena arena;
	struct deviations deviations;
	char folder[64];
	size_t passed, failed, skipped;
};

/* Where the repository's scenarios are: below $srcdir, or where it was built from. */
static const char *home(struct arena *arena)
{
	const char *given = getenv("srcdir");
	const char *folder = arena_format(arena, "%s/tests/conformance", given ? given : SOURCE_FOLDER);
	return access(folder, R_OK) ? SOURCE_FOLDER "/tests/conformance" : folder;
}

static const char *file_of(struct driver *d, pid_t pid)
{
	return arena_format(&d->arena, "%s/%d.sqlite", d->folder, (int)pid);
}

static void child(struct driver *d, const struct tree *file, const struct tree *scenario, int out)
{
	const char *failed = scenario_run(&d->arena, file, scenario, &d->deviations, file_of(d, getpid()));
	size_t size = failed ? strlen(failed) : 0;
	bool told = !failed || write(out, failed, size) == (ssize_t)size;
	close(out);
	arena_release(&d->arena);
	exit(!told);
}

/* What the child wrote, and how it ended: NULL when it wrote nothing and all was well. */
static const char *outcome(struct driver *d, int in, pid_t pid)
{
	struct buffer text = { 0 };
	char part[512];
	ssize_t size;
	int status = 0;
	while ((size = read(in, part, sizeof part)) > 0 || (size < 0 && errno == EINTR))
		buffer_add(&text, part, size > 0 ? (size_t)size : 0);
	close(in);
	waitpid(pid, &status, 0);
	const char *told = text.size ? arena_copy(&d->arena, text.bytes, text.size) : NULL;
	buffer_release(&text);
	if (WIFSIGNALED(status))
		return arena_format(&d->arena, "it crashed: %s", strsignal(WTERMSIG(status)));
	if (!told && WEXITSTATUS(status))
		return "the process failed after it (see above)";
	return told;
}

/* One line: control characters become spaces. */
static const char *one_line(struct arena *arena, const char *text)
{
	char *line = arena_string(arena, text);
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ')
			*c = ' ';
	return line;
}

static void run_scenario(struct driver *d, const struct tree *file, const struct tree *scenario)
{
	const char *id = tree_text(tree_get(scenario, "id"));
	int ends[2];
	if (!id || scenario_is_skipped(file, scenario)) {
		d->skipped += id != NULL;
		d->failed += id == NULL;
		if (!id)
			puts("not ok ?: it has no id");
		return;
	}
	fflush(NULL);
	if (pipe(ends))
		die(3, "no pipe: %s", strerror(errno));
	pid_t pid = fork();
	if (pid < 0)
		die(3, "no process: %s", strerror(errno));
	if (!pid) {
		close(ends[0]);
		child(d, file, scenario, ends[1]);
	}
	close(ends[1]);
	const char *failed = outcome(d, ends[0], pid);
	world_remove(file_of(d, pid));
	if (failed)
		printf("not ok %s: %s\n", id, one_line(&d->arena, failed));
	else
		printf("ok %s\n", id);
	d->failed += failed != NULL;
	d->passed += failed == NULL;
}

static enum err read_whole(const char *path, struct buffer *out)
{
	char part[65536];
	size_t size;
	FILE *file = fopen(path, "rb");
	if (!file)
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': %s", path, strerror(errno));
	while ((size = fread(part, 1, sizeof part, file)) > 0)
		buffer_add(out, part, size);
	bool bad = ferror(file);
	fclose(file);
	return bad ? fail(ERR_IO, "cannot read '%s'", path) : OK;
}

static void run_file(struct driver *d, const char *path)
{
	struct buffer text = { 0 };
	struct tree *file = NULL;
	enum err err = read_whole(path, &text);
	if (!err)
		err = tree_read(&d->arena, text.bytes ? text.bytes : "", &file);
	const struct tree *scenarios = tree_has_kind(file, TREE_LIST) ? file : tree_get(file, "scenarios");
	if (!err && !tree_has_kind(scenarios, TREE_LIST))
		err = fail(ERR_INPUT, "it has no scenarios");
	if (err) {
		printf("not ok %s: %s\n", path, one_line(&d->arena, err_sentence(err)));
		d->failed++;
	}
	for (const struct tree *s = err ? NULL : scenarios->first; s; s = s->next)
		run_scenario(d, file, s);
	buffer_release(&text);
}

static void run_home(struct driver *d, const char *folder)
{
	glob_t found;
	if (glob(arena_format(&d->arena, "%s/*.json", folder), 0, NULL, &found)) {
		printf("not ok %s: there are no scenarios\n", folder);
		d->failed++;
		return;
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		run_file(d, found.gl_pathv[i]);
	globfree(&found);
}

int main(int argc, char **argv)
{
	struct driver d = { .folder = "/tmp/souk-conformance-XXXXXX" };
	arena_init(&d.arena);
	const char *folder = home(&d.arena);
	enum err err = deviations_read(&d.arena, arena_format(&d.arena, "%s/deviations", folder), &d.deviations);
	if (err)
		die(2, "%s", err_sentence(err));
	d.deviations.strict = argc < 2;
	if (!mkdtemp(d.folder))
		die(3, "cannot make a folder: %s", strerror(errno));
	for (int i = 1; i < argc; i++)
		run_file(&d, argv[i]);
	if (argc < 2)
		run_home(&d, folder);
	rmdir(d.folder);
	printf("%zu passed, %zu failed, %zu skipped\n", d.passed, d.failed, d.skipped);
	arena_release(&d.arena);
	return d.failed > 0;
}
