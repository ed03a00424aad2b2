/* Where souk keeps its files (XDG), and small safe file operations: folders 0700, files 0600. */
#ifndef BASE_FILES_H
#define BASE_FILES_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

enum files_place { FILES_DATA, FILES_CONFIG, FILES_STATE };   /* $XDG_DATA_HOME/souk, … with their defaults */

/* Path of @name in that place; the folder is made (0700) when @make. ERR_IO when HOME is unset, or the
 * folder cannot be made. */
enum err files_path(struct arena *, enum files_place, const char *name, bool make, const char **out);
/* Whole file, at most @limit bytes, into @out in place of what it held. ERR_NOT_FOUND, ERR_IO (also a folder or a
 * pipe), ERR_INPUT (too large). */
enum err files_read(const char *path, size_t limit, struct buffer *out);
/* Replace the file at once: written beside it (0600), pushed to disk, renamed. ERR_IO, ERR_FULL:
 * the old one stays. */
enum err files_replace(const char *path, const char *bytes, size_t size);
/* Write a new file; refuses to overwrite (ERR_TAKEN). */
enum err files_create(const char *path, const char *bytes, size_t size);

/* A file of any size, piece by piece: it is written beside @path, and becomes it at the end, pushed to disk. @replace: in place
 * of one that is there; without it that is ERR_TAKEN. With an error @so_far, which is returned, nothing is left of it. */
struct files_writer;
enum err files_write_begin(struct files_writer **out, const char *path);                        /* ERR_IO, ERR_FULL */
enum err files_write_add(struct files_writer *, const char *bytes, size_t size);                /* ERR_IO, ERR_FULL */
enum err files_write_end(struct files_writer *, enum err so_far, bool replace);                 /* frees it */

#endif
