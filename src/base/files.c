/* Files are replaced whole or not at all: the new text is written beside the old one under a name of its own, pushed
 * to the disk, and renamed over it; then the folder is pushed too, or the rename could be lost. New files belong to
 * their owner alone. Links are followed for reading (people keep their settings elsewhere), never for writing. */
#include "base/files.h"

#include "base/arena.h"
#include "base/vec.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };

/* Variable of the XDG Base Directory Specification, and the folder below HOME that stands for it when unset. */
static const struct { const char *variable, *below_home; } places[] = {
	[FILES_DATA] = { "XDG_DATA_HOME", ".local/share" },
	[FILES_CONFIG] = { "XDG_CONFIG_HOME", ".config" },
	[FILES_STATE] = { "XDG_STATE_HOME", ".local/state" },
};

/* Make the folder and those above it. */
static enum err make_folders(struct arena *arena, const char *path)
{
	char *part = arena_string(arena, path);
	for (char *slash = strchr(part + 1, '/');; slash = strchr(slash + 1, '/')) {
		struct stat is;
		if (slash)
			*slash = '\0';
		if (mkdir(part, 0700) != 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
			return fail(ERR_IO, "cannot make the folder '%s': %s", part, strerror(errno));
		if (stat(part, &is) != 0)
			return fail(ERR_IO, "cannot make the folder '%s': %s", part, strerror(errno));
		if (!S_ISDIR(is.st_mode))
			return fail(ERR_IO, "'%s' is not a folder", part);
		if (!slash)
			return OK;
		*slash = '/';
	}
}

enum err files_path(struct arena *arena, enum files_place place, const char *name, bool make, const char **out)
{
	const char *base = getenv(places[place].variable), *home = getenv("HOME"), *folder;
	if (base && base[0] == '/') {   /* the specification wants a relative one ignored */
		folder = arena_format(arena, "%s/souk", base);
	} else {
		if (!home || home[0] != '/')
			return fail(ERR_IO, "cannot find your files: HOME is not set, set it or %s", places[place].variable);
		folder = arena_format(arena, "%s/%s/souk", home, places[place].below_home);
	}
	if (make)
		try(make_folders(arena, folder));
	*out = arena_format(arena, "%s/%s", folder, name);
	return OK;
}

static enum err failed_reading(const char *path)
{
	return fail(errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot read '%s': %s", path, strerror(errno));
}

static enum err failed_writing(const char *path)
{
	enum err code = errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO;
	return fail(code, "cannot write '%s': %s", path, strerror(errno));
}

static enum err read_all(int fd, const char *path, size_t limit, struct buffer *out)
{
	char *chunk = memory_new(CHUNK);
	ssize_t got;
	buffer_clear(out);
	buffer_add(out, "", 0);
	while ((got = read(fd, chunk, CHUNK)) != 0 && out->size <= limit) {
		if (got > 0)
			buffer_add(out, chunk, (size_t)got);
		else if (errno != EINTR)
			break;
	}
	int saved = errno;
	free(chunk);
	errno = saved;
	if (got < 0)
		return failed_reading(path);
	return out->size <= limit ? OK : fail(ERR_INPUT, "'%s' is larger than %zu bytes", path, limit);
}

enum err files_read(const char *path, size_t limit, struct buffer *out)
{
	struct stat is;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return failed_reading(path);
	enum err err = OK;
	if (fstat(fd, &is) != 0)
		err = failed_reading(path);
	else if (!S_ISREG(is.st_mode))
		err = fail(ERR_IO, "cannot read '%s': it is not a file", path);
	else
		err = read_all(fd, path, limit, out);
	close(fd);
	return err;
}

static bool put_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t put = write(fd, bytes, size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes += put;
		size -= (size_t)put;
	}
	return true;
}

/* Write, push to the disk, close; @fd is closed in any case. */
static bool finish(int fd, const char *bytes, size_t size)
{
	bool written = put_all(fd, bytes, size) && fsync(fd) == 0;
	int saved = errno;
	bool closed = close(fd) == 0;
	if (!written)
		errno = saved;
	return written && closed;
}

/* Push the folder of @path to the disk. The file is in place by now, so a folder that cannot be pushed is no error. */
static void push_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = memory_string(slash ? path : ".");
	if (slash)
		folder[slash == path ? 1 : slash - path] = '\0';
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* --- a file made piece by piece, beside the one that it will be --- */

struct files_writer { int fd; char *path, *beside; };

enum err files_write_begin(struct files_writer **out, const char *path)
{
	struct buffer beside = { 0 };
	buffer_printf(&beside, "%s.XXXXXX", path);
	int fd = mkostemp(beside.bytes, O_CLOEXEC);   /* 0600, O_EXCL: follows no link */
	*out = NULL;
	if (fd >= 0) {
		*out = memory_new(sizeof **out);
		**out = (struct files_writer){ fd, memory_string(path), memory_string(beside.bytes) };
	}
	buffer_release(&beside);
	return fd >= 0 ? OK : failed_writing(path);
}

enum err files_write_add(struct files_writer *w, const char *bytes, size_t size)
{
	return put_all(w->fd, bytes, size) ? OK : failed_writing(w->path);
}

/* Where the disk knows no links, a file that came up just now may be replaced. */
static enum err put_in_place(const struct files_writer *w, bool replace)
{
	struct stat is;
	bool taken = !replace && link(w->beside, w->path) != 0 && (errno == EEXIST || lstat(w->path, &is) == 0);
	if (taken)
		return fail(ERR_TAKEN, "'%s' exists already, choose another name", w->path);
	return rename(w->beside, w->path) == 0 ? OK : failed_writing(w->path);
}

enum err files_write_end(struct files_writer *w, enum err so_far, bool replace)
{
	bool written = finish(w->fd, NULL, 0);
	enum err err = so_far ? so_far : written ? put_in_place(w, replace) : failed_writing(w->path);
	unlink(w->beside);       /* gone already when all went well, but for a second link to it */
	if (!err)
		push_folder(w->path);
	free(w->beside);
	free(w->path);
	free(w);
	return err;
}

enum err files_replace(const char *path, const char *bytes, size_t size)
{
	struct files_writer *w;
	try(files_write_begin(&w, path));
	return files_write_end(w, files_write_add(w, bytes, size), true);
}

enum err files_create(const char *path, const char *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return fail(ERR_TAKEN, "'%s' exists already, choose another name", path);
	if (fd < 0)
		return failed_writing(path);
	if (!finish(fd, bytes, size)) {
		enum err err = failed_writing(path);
		unlink(path);
		return err;
	}
	push_folder(path);
	return OK;
}
