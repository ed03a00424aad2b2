#include "unit/check.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/vec.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;

static int mode_of(const char *path)
{
	struct stat is;
	return lstat(path, &is) == 0 ? (int)(is.st_mode & 07777) : -1;
}

static const char *content(const char *path)
{
	struct buffer buffer = { 0 };
	CHECK_ERR(OK, files_read(path, 1 << 20, &buffer));
	const char *copy = arena_copy(&arena, buffer.bytes, buffer.size);
	buffer_release(&buffer);
	return copy;
}

static int entries(void)
{
	int count = 0;
	DIR *folder = opendir(check_folder());
	while (readdir(folder))
		count++;
	closedir(folder);
	return count - 2;
}

TEST(places_follow_the_specification)
{
	const char *out;
	setenv("HOME", "/home/alice", 1);
	setenv("XDG_DATA_HOME", "/data", 1);
	REQUIRE_OK(files_path(&arena, FILES_DATA, "souk.db", false, &out));
	CHECK_STR("/data/souk/souk.db", out);
	setenv("XDG_DATA_HOME", "relative", 1);
	REQUIRE_OK(files_path(&arena, FILES_DATA, "souk.db", false, &out));
	CHECK_STR("/home/alice/.local/share/souk/souk.db", out);
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_CONFIG_HOME");
	setenv("XDG_STATE_HOME", "", 1);
	REQUIRE_OK(files_path(&arena, FILES_CONFIG, "settings", false, &out));
	CHECK_STR("/home/alice/.config/souk/settings", out);
	REQUIRE_OK(files_path(&arena, FILES_STATE, "last", false, &out));
	CHECK_STR("/home/alice/.local/state/souk/last", out);
}

TEST(without_a_home_there_is_no_place)
{
	const char *out;
	unsetenv("XDG_DATA_HOME");
	unsetenv("HOME");
	CHECK_ERR(ERR_IO, files_path(&arena, FILES_DATA, "souk.db", false, &out));
	CHECK_STR("cannot find your files: HOME is not set, set it or XDG_DATA_HOME", err_sentence(ERR_IO));
	setenv("HOME", "relative", 1);
	CHECK_ERR(ERR_IO, files_path(&arena, FILES_DATA, "souk.db", false, &out));
}

TEST(folders_are_made_for_their_owner_alone)
{
	const char *out;
	umask(022);
	setenv("XDG_DATA_HOME", check_path("a/b"), 1);
	REQUIRE_OK(files_path(&arena, FILES_DATA, "souk.db", true, &out));
	CHECK_STR(check_path("a/b/souk/souk.db"), out);
	CHECK_INT(0700, mode_of(check_path("a")));
	CHECK_INT(0700, mode_of(check_path("a/b/souk")));
	REQUIRE_OK(files_path(&arena, FILES_DATA, "souk.db", true, &out));
}

TEST(a_file_in_the_way_of_a_folder)
{
	const char *out;
	REQUIRE_OK(files_create(check_path("souk"), "", 0));
	setenv("XDG_DATA_HOME", check_folder(), 1);
	CHECK_ERR(ERR_IO, files_path(&arena, FILES_DATA, "souk.db", true, &out));
	CHECK_STR(arena_format(&arena, "'%s' is not a folder", check_path("souk")), err_sentence(ERR_IO));
}

TEST(reading_back_what_was_written)
{
	const char *path = check_path("x");
	REQUIRE_OK(files_create(path, "a\0b", 3));
	struct buffer buffer = { 0 };
	REQUIRE_OK(files_read(path, 3, &buffer));
	CHECK_BYTES("a\0b", 3, buffer.bytes, buffer.size);
	CHECK_INT(0, buffer.bytes[3]);
	CHECK_INT(0600, mode_of(path));
	CHECK_ERR(ERR_INPUT, files_read(path, 2, &buffer));
	CHECK_STR(arena_format(&arena, "'%s' is larger than 2 bytes", path), err_sentence(ERR_INPUT));
	REQUIRE_OK(files_create(check_path("empty"), "", 0));
	REQUIRE_OK(files_read(check_path("empty"), 0, &buffer));
	CHECK_STR("", buffer.bytes);
	buffer_release(&buffer);
}

TEST(reading_a_large_file)
{
	size_t size = (1 << 20) - 3;
	char *bytes = memory_new(size);
	memset(bytes, 'x', size);
	REQUIRE_OK(files_create(check_path("large"), bytes, size));
	CHECK_INT(size, strlen(content(check_path("large"))));
	vec_free(bytes);
}

TEST(what_cannot_be_read)
{
	struct buffer buffer = { 0 };
	CHECK_ERR(ERR_NOT_FOUND, files_read(check_path("none"), 10, &buffer));
	CHECK_ERR(ERR_IO, files_read(check_folder(), 10, &buffer));
	if (access("/proc/self/mem", R_OK) == 0)   /* a file by its looks, and reading its beginning fails */
		CHECK_ERR(ERR_IO, files_read("/proc/self/mem", 10, &buffer));
	REQUIRE(mkfifo(check_path("pipe"), 0600) == 0);
	CHECK_ERR(ERR_IO, files_read(check_path("pipe"), 10, &buffer));
	buffer_release(&buffer);
}

TEST(create_never_overwrites)
{
	REQUIRE_OK(files_create(check_path("x"), "old", 3));
	CHECK_ERR(ERR_TAKEN, files_create(check_path("x"), "new", 3));
	CHECK_STR("old", content(check_path("x")));
	REQUIRE(symlink(check_path("target"), check_path("link")) == 0);
	CHECK_ERR(ERR_TAKEN, files_create(check_path("link"), "new", 3));
	CHECK_INT(-1, mode_of(check_path("target")));
	CHECK_ERR(ERR_IO, files_create(check_path("none/x"), "new", 3));
}

TEST(replace_replaces_at_once)
{
	const char *path = check_path("x");
	REQUIRE_OK(files_replace(path, "one", 3));
	chmod(path, 0644);
	REQUIRE_OK(files_replace(path, "two", 3));
	CHECK_STR("two", content(path));
	CHECK_INT(0600, mode_of(path));
	CHECK_INT(1, entries());
}

TEST(replace_does_not_write_through_a_link)
{
	REQUIRE_OK(files_create(check_path("target"), "safe", 4));
	REQUIRE(symlink(check_path("target"), check_path("link")) == 0);
	REQUIRE_OK(files_replace(check_path("link"), "new", 3));
	CHECK_STR("safe", content(check_path("target")));
	CHECK_STR("new", content(check_path("link")));
}

TEST(the_old_file_stays_when_writing_fails)
{
	struct rlimit before, none = { 4, RLIM_INFINITY };
	const char *path = check_path("x");
	REQUIRE_OK(files_replace(path, "old", 3));
	getrlimit(RLIMIT_FSIZE, &before);
	none.rlim_max = before.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	enum err replaced = files_replace(path, "longer than four", 16), created = files_create(check_path("y"), "longer", 6);
	setrlimit(RLIMIT_FSIZE, &before);
	CHECK_INT(ERR_IO, replaced);
	CHECK_INT(ERR_IO, created);
	CHECK_STR("old", content(path));
	CHECK_INT(1, entries());
}

TEST(replace_names_the_file_it_could_not_write)
{
	const char *path = check_path("none/x");
	CHECK_ERR(ERR_IO, files_replace(path, "a", 1));
	CHECK_STR(arena_format(&arena, "cannot write '%s': No such file or directory", path), err_sentence(ERR_IO));
	REQUIRE(mkdir(check_path("folder"), 0700) == 0);
	CHECK_ERR(ERR_IO, files_replace(check_path("folder"), "a", 1));
	CHECK_INT(1, entries());
	arena_release(&arena);
}
