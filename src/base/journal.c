/* One record file per person and file. Bytes that belong to an act lie in files beside it, called by what they hold, so that
 * the name tells whether they are still the same. */
#include "base/journal.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/record.h"
#include "base/value.h"
#include "base/vec.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_LIMIT = 1 << 23, KEPT_LIMIT = 1 << 28 };

/* When the file was made, in nanoseconds; 0 where that is not kept. */
static uint64_t birth_of(const char *path)
{
#ifdef STATX_BTIME
	struct statx about;
	if (!statx(AT_FDCWD, path, 0, STATX_BTIME, &about) && (about.stx_mask & STATX_BTIME))
		return (uint64_t)about.stx_btime.tv_sec * 1000000000u + about.stx_btime.tv_nsec;
#else
	(void)path;
#endif
	return 0;
}

/* It holds the file's inode, which survives another way of writing its path, and its birth, since a file that is made
 * after another was removed may get that inode. */
enum err journal_file_key(struct arena *arena, const char *file, const char **out)
{
	struct stat status;
	if (stat(file, &status))
		return fail(ERR_IO, "cannot look at '%s'", file);
	*out = arena_format(arena, "%jx-%jx-%jx", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino, (uintmax_t)birth_of(file));
	return OK;
}

enum err journal_path(struct arena *arena, const char *file, long long person, const char **out)
{
	const char *key;
	try(journal_file_key(arena, file, &key));
	return files_path(arena, FILES_STATE, arena_format(arena, "undo-%s-%lld", key, person), true, out);
}

/* ---- acts ---- */

static enum err read_acts(struct journal *j, struct arena *arena, const struct buffer *text)
{
	struct record_reader reader;
	struct record record;
	bool more = true;
	record_open(&reader, j->path, text->bytes, text->size);
	while (j->count < JOURNAL_ACTS) {
		try(record_next(&reader, arena, &record, &more));
		if (!more)
			break;
		const char *what = record_get(&record, "act"), *lines = record_get(&record, "lines"), *undone = record_get(&record, "undone");
		if (what && lines)
			j->acts[j->count++] = (struct journal_act){ what, lines, record_get(&record, "kept"), undone && !strcmp(undone, "yes") };
	}
	return OK;
}

enum err journal_read(const char *path, struct arena *arena, struct journal *j)
{
	struct buffer text = { 0 };
	*j = (struct journal){ .path = path };
	enum err err = files_read(path, TEXT_LIMIT, &text);
	if (!err && text.size)
		err = read_acts(j, arena, &text);
	buffer_release(&text);
	return err == ERR_NOT_FOUND || err == ERR_INPUT ? OK : err;
}

enum err journal_write(const struct journal *j)
{
	struct buffer text = { 0 };
	for (size_t i = 0; i < j->count; i++) {
		const struct journal_act *act = &j->acts[i];
		buffer_printf(&text, "act: %s\nlines: %s\nundone: %s\n", act->what, act->lines, act->undone ? "yes" : "no");
		if (act->kept)
			buffer_printf(&text, "kept: %s\n", act->kept);
		buffer_putc(&text, '\n');
	}
	enum err err = files_replace(j->path, text.bytes ? text.bytes : "", text.size);
	buffer_release(&text);
	return err;
}

struct journal_act *journal_last_done(struct journal *j)
{
	size_t at = j->count;
	while (at && j->acts[at - 1].undone)
		at--;
	return at ? &j->acts[at - 1] : NULL;
}

struct journal_act *journal_first_undone(struct journal *j)
{
	size_t at = 0;
	while (at < j->count && !j->acts[at].undone)
		at++;
	return at < j->count ? &j->acts[at] : NULL;
}

enum err journal_turn(const char *path, struct arena *arena, bool redo, journal_run *run, void *context, const char **told)
{
	struct journal j;
	try(journal_read(path, arena, &j));
	struct journal_act *act = redo ? journal_first_undone(&j) : journal_last_done(&j);
	if (!act)
		return fail(ERR_EMPTY, redo ? "there is nothing to do again" : "there is nothing to take back");
	const struct journal_act was = *act;
	act->undone = !was.undone;
	try(journal_write(&j));
	enum err err = run(context, arena, &was, told);
	if (!err)
		return OK;
	const char *sentence = arena_string(arena, err_sentence(err));
	act->undone = was.undone;
	(void)journal_write(&j);
	return fail(err, "%s", sentence);
}

/* ---- what is kept beside ---- */

static const char *path_beside(struct arena *arena, const char *path, const char *name)
{
	return arena_format(arena, "%s.%s", path, name);
}

enum err journal_keep(const char *path, struct arena *arena, const void *bytes, size_t size, const char **name)
{
	*name = arena_format(arena, "%016" PRIx64, text_hash(bytes, size));
	return files_replace(path_beside(arena, path, *name), bytes, size);
}

static enum err read_kept(const char *path, const char *name, struct arena *arena, struct buffer *out)
{
	enum err err = files_read(path_beside(arena, path, name), KEPT_LIMIT, out);
	if (err == ERR_NOT_FOUND || err == ERR_INPUT || (!err && strcmp(name, arena_format(arena, "%016" PRIx64, text_hash(out->bytes, out->size)))))
		return fail(ERR_STATUS, "what it changed is no longer kept in the state folder");
	return err;
}

enum err journal_kept(const char *path, const char *name, struct buffer *out)
{
	struct arena arena;
	arena_init(&arena);
	enum err err = read_kept(path, name, &arena, out);
	arena_release(&arena);
	return err;
}

static bool is_named(const struct journal *j, const char *kept)
{
	for (size_t i = 0; i < j->count; i++)
		if (j->acts[i].kept && !strcmp(j->acts[i].kept, kept))
			return true;
	return false;
}

/* What was kept for acts of @before and for none of @now. */
static void forget_kept(const struct journal *before, const struct journal *now, struct arena *arena)
{
	for (size_t i = 0; i < before->count; i++)
		if (before->acts[i].kept && !is_named(now, before->acts[i].kept))
			(void)unlink(path_beside(arena, now->path, before->acts[i].kept));
}

static enum err add_act(const char *path, struct arena *arena, const struct journal_act *act)
{
	struct journal before, now;
	try(journal_read(path, arena, &before));
	now = before;
	while (now.count && now.acts[now.count - 1].undone)
		now.count--;
	if (now.count == JOURNAL_ACTS)
		memmove(now.acts, now.acts + 1, --now.count * sizeof *now.acts);
	now.acts[now.count++] = *act;
	try(journal_write(&now));
	forget_kept(&before, &now, arena);
	return OK;
}

enum err journal_add(const char *path, const struct journal_act *act)
{
	struct arena arena;
	arena_init(&arena);
	enum err err = add_act(path, &arena, act);
	arena_release(&arena);
	return err;
}
