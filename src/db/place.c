/* Each thing that can be wrong with a path gets its own sentence here; SQLite would say "unable to open database file" to
 * most of them. Permissions are asked for the effective user, since that is who opens. */
#include "db/place.h"

#include "base/vec.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool may(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

enum err place_make(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (file >= 0) {
		fchmod(file, 0600);
		close(file);
		return OK;
	}
	if (errno == EEXIST || errno == ELOOP)
		return fail(ERR_TAKEN, "cannot make '%s': it exists already", path);
	if (errno == ENOSPC || errno == EDQUOT)
		return fail(ERR_FULL, "cannot make '%s': the disk is full", path);
	return fail(ERR_CANNOT_OPEN, "cannot make '%s': %s", path, strerror(errno));
}

static enum err place_look(const char *path, enum connection_mode mode, struct stat *about)
{
	if (!*path)
		return fail(ERR_CANNOT_OPEN, "cannot open '': the name is empty");
	if (stat(path, about) == 0)
		return OK;
	if (errno != ENOENT)
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': %s", path, strerror(errno));
	if (mode != CONNECTION_CREATE)
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': there is no such file", path);

	enum err err = place_make(path);

	if (err && err != ERR_TAKEN)
		return err;
	if (stat(path, about) == 0)
		return OK;
	return fail(ERR_CANNOT_OPEN, "cannot open '%s': %s", path, strerror(errno));
}

static enum err place_refuse(const char *path, enum connection_mode mode, const struct stat *about)
{
	if (S_ISDIR(about->st_mode))
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': it is a folder", path);
	if (!S_ISREG(about->st_mode))
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': it is no ordinary file", path);
	if ((about->st_mode & S_IWOTH) && mode != CONNECTION_FOREIGN && mode != CONNECTION_GUEST)
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': everybody may write it; take that away with chmod o-w", path);
	if (!may(path, R_OK))
		return fail(ERR_CANNOT_OPEN, "cannot open '%s': no permission to read it", path);
	if (about->st_size == 1)     /* SQLite would take it for empty */
		return fail(ERR_NOT_A_DATABASE, "cannot open '%s': it is not a database", path);
	if (about->st_size == 0 && mode != CONNECTION_CREATE)
		return fail(ERR_NOT_A_DATABASE, "cannot open '%s': it is empty", path);
	return OK;
}

static bool folder_may_be_written(const char *path)
{
	char folder[PATH_MAX];

	if (!realpath(path, folder))
		return false;
	*(strrchr(folder, '/') + (strrchr(folder, '/') == folder)) = '\0';
	return may(folder, W_OK | X_OK);
}

static const char *place_obstacle(const char *path, bool folder_is_read_only)
{
	if (!may(path, W_OK))
		return errno == EROFS ? "its file system can only be read" : "no permission to write it";
	return folder_is_read_only ? "no permission to write in its folder" : NULL;
}

enum err place_find(const char *path, enum connection_mode mode, struct place *out)
{
	struct stat about;

	try(place_look(path, mode, &about));
	try(place_refuse(path, mode, &about));
	out->folder_is_read_only = !folder_may_be_written(path);
	out->read_only = place_obstacle(path, out->folder_is_read_only);
	out->wants_no_write = mode == CONNECTION_READ && !out->read_only;
	if (out->wants_no_write)
		out->read_only = "it was opened for reading";
	return OK;
}

char *place_name(const char *path)
{
	struct buffer name = { 0 };

	buffer_puts(&name, *path == '/' ? "" : "./");
	buffer_puts(&name, path);
	return name.bytes;
}

static bool is_plain(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("/._-~", c));
}

char *place_uri(const char *path, const char *parameter)
{
	char absolute[PATH_MAX];
	struct buffer uri = { 0 };

	if (!realpath(path, absolute))
		return NULL;
	buffer_puts(&uri, "file://");
	for (const char *at = absolute; *at; at++) {
		if (is_plain((unsigned char)*at))
			buffer_putc(&uri, *at);
		else
			buffer_printf(&uri, "%%%02X", (unsigned char)*at);
	}
	buffer_printf(&uri, "?%s", parameter);
	return uri.bytes;
}

char *place_immutable_uri(const char *path)
{
	char absolute[PATH_MAX], log[PATH_MAX + 8];

	if (!realpath(path, absolute))
		return NULL;
	stpcpy(stpcpy(log, absolute), "-wal");
	if (access(log, F_OK) == 0 || errno != ENOENT)
		return NULL;
	return place_uri(path, "immutable=1");
}
