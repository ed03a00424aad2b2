#include "db/copy.h"

#include "base/vec.h"
#include "db/handle.h"
#include "db/place.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1024 * 1024 };

static const char *const beside[] = { "-wal", "-journal" };

static enum err copy_fail(const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return fail(ERR_FULL, "cannot read '%s': it needs a private copy, and the disk is full", path);
	return fail(ERR_IO, "cannot read '%s': its private copy failed: %s", path, strerror(errno));
}

static bool write_all(int to, const char *bytes, size_t size)
{
	while (size) {
		ssize_t wrote = write(to, bytes, size);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return false;
		bytes += wrote;
		size -= (size_t)wrote;
	}
	return true;
}

static int create(const char *name)
{
	return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

/* Read through SQLite's handle: a descriptor of ours would drop the locks of this process when it is closed. */
static bool copy_pages(sqlite3_file *from, int to)
{
	char *piece = memory_new(PIECE);
	sqlite3_int64 size = 0;
	bool done = from->pMethods->xFileSize(from, &size) == SQLITE_OK;

	for (sqlite3_int64 at = 0; done && at < size; at += PIECE) {
		int part = size - at < PIECE ? (int)(size - at) : PIECE;

		errno = EIO;
		done = from->pMethods->xRead(from, piece, part, at) == SQLITE_OK && write_all(to, piece, (size_t)part);
	}
	free(piece);
	return done;
}

static bool copy_main(const char *file, const char *name)
{
	sqlite3 *sqlite = NULL;
	sqlite3_file *from = NULL;
	int to = create(name);
	bool done = false;

	if (to < 0)
		return false;
	errno = EIO;
	if (sqlite3_open_v2(file, &sqlite, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
		sqlite3_file_control(sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &from) == SQLITE_OK && from->pMethods)
		done = copy_pages(from, to);
	sqlite3_close(sqlite);
	close(to);
	return done;
}

static bool copy_plain(const char *file, const char *name)
{
	int from = open(file, O_RDONLY | O_CLOEXEC), to = from < 0 ? -1 : create(name);
	char *piece = memory_new(PIECE);
	ssize_t got = to < 0 ? -1 : 0;

	if (from < 0 && errno == ENOENT) {
		free(piece);
		return true;
	}
	while (to >= 0 && (got = read(from, piece, PIECE)) > 0)
		if (!write_all(to, piece, (size_t)got)) {
			got = -1;
			break;
		}
	free(piece);
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return got == 0;
}

static bool copy_folder(struct copy *copy)
{
	const char *places[] = { getenv("TMPDIR"), "/var/tmp", "/tmp" };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		if (!places[i] || *places[i] != '/' || strlen(places[i]) > PATH_MAX - 64)
			continue;
		stpcpy(stpcpy(copy->folder, places[i]), "/souk-XXXXXX");
		if (mkdtemp(copy->folder))
			return true;
	}
	*copy->folder = '\0';
	return false;
}

/* Names that belong to @stem: the i-th file beside it. */
static void name_beside(char out[PATH_MAX + 32], const char *stem, const char *ending)
{
	stpcpy(stpcpy(out, stem), ending);
}

static bool copy_all(struct copy *copy, const char *file)
{
	char from[PATH_MAX + 32], to[PATH_MAX + 32];

	if (!copy_main(file, copy->file))
		return false;
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		name_beside(from, file, beside[i]);
		name_beside(to, copy->file, beside[i]);
		if (!copy_plain(from, to))
			return false;
	}
	return true;
}

enum err copy_make(struct copy *copy, const char *path, const char *file)
{
	struct stat before, after;
	enum err err = OK;

	if (!copy_folder(copy))
		return copy_fail(path);
	stpcpy(stpcpy(copy->file, copy->folder), "/copy");
	if (stat(file, &before) || !copy_all(copy, file))
		err = copy_fail(path);
	else if (stat(file, &after) || after.st_size != before.st_size || after.st_mtim.tv_sec != before.st_mtim.tv_sec ||
		after.st_mtim.tv_nsec != before.st_mtim.tv_nsec)
		err = fail(ERR_BUSY, "cannot read '%s': another program is writing it; try again", path);
	if (err)
		copy_release(copy);
	return err;
}

int copy_recover(const struct copy *copy)
{
	sqlite3 *sqlite = NULL;
	int code = sqlite3_open_v2(copy->file, &sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	if (!code)
		sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (!code)
		code = handle_exec(sqlite, "PRAGMA synchronous = OFF", NULL);
	if (!code)
		code = handle_exec(sqlite, "PRAGMA user_version", NULL);
	if (!code)
		code = handle_exec(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
	sqlite3_close(sqlite);
	return code;
}

void copy_release(struct copy *copy)
{
	char name[PATH_MAX + 32];
	static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

	if (!*copy->folder)
		return;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		name_beside(name, copy->file, endings[i]);
		unlink(name);
	}
	rmdir(copy->folder);
	*copy->folder = '\0';
}
