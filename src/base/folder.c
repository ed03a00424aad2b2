/* Whoever uses a folder holds a lock on it (flock), which the system takes back when the program dies, however it dies. */
#include "base/folder.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder { char *path; int file; };

/* The descriptor holds the lock; -1: it is gone, or somebody else's. */
static int hold(const char *path)
{
	struct stat there, held;
	int file = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (file < 0)
		return -1;
	if (!flock(file, LOCK_EX | LOCK_NB) && !stat(path, &there) && !fstat(file, &held) && there.st_ino == held.st_ino)
		return file;
	close(file);
	return -1;
}

static void empty(int file)
{
	int copy = dup(file);
	DIR *listing = copy < 0 ? NULL : fdopendir(copy);
	if (!listing) {
		if (copy >= 0)
			close(copy);
		return;
	}
	rewinddir(listing);
	for (struct dirent *entry; (entry = readdir(listing));)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			unlinkat(file, entry->d_name, 0);
	closedir(listing);
}

static void take_away(const char *path, int file)
{
	empty(file);
	rmdir(path);
	close(file);
}

static void sweep(struct arena *arena, const char *place, const char *stem)
{
	DIR *listing = opendir(place);
	if (!listing)
		return;
	for (struct dirent *entry; (entry = readdir(listing));) {
		const char *path = arena_format(arena, "%s/%s", place, entry->d_name);
		int file = strncmp(entry->d_name, stem, strlen(stem)) ? -1 : hold(path);
		if (file >= 0)
			take_away(path, file);
	}
	closedir(listing);
}

/* Another program may sweep it between its making and the lock: then there is another try. */
static enum err make(struct folder *folder, struct arena *arena, const char *stem)
{
	const char *pattern;
	enum { TRIES = 5 };
	try(files_path(arena, FILES_STATE, arena_format(arena, "%s-XXXXXX", stem), true, &pattern));
	char *place = arena_string(arena, pattern);
	*strrchr(place, '/') = '\0';
	sweep(arena, place, arena_format(arena, "%s-", stem));
	for (int i = 0; i < TRIES; i++) {
		char *path = arena_string(arena, pattern);
		if (!mkdtemp(path))
			return fail(ERR_IO, "cannot make a folder in '%s': %s", place, strerror(errno));
		folder->file = hold(path);
		if (folder->file < 0)
			continue;
		folder->path = memory_string(path);
		return OK;
	}
	return fail(ERR_IO, "cannot make a folder in '%s'", place);
}

enum err folder_new(struct folder **out, const char *stem)
{
	struct arena arena;
	*out = memory_new(sizeof **out);
	arena_init(&arena);
	enum err err = make(*out, &arena, stem);
	arena_release(&arena);
	if (err) {
		free(*out);
		*out = NULL;
	}
	return err;
}

const char *folder_path(const struct folder *folder)
{
	return folder->path;
}

void folder_free(struct folder *folder)
{
	if (!folder)
		return;
	take_away(folder->path, folder->file);
	free(folder->path);
	free(folder);
}
