/* What a person did to a file, act by act: the last 50, in the state folder, with bytes beside those that need them. */
#ifndef BASE_JOURNAL_H
#define BASE_JOURNAL_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

/* @what: its kind; @lines: one line for whoever knows that kind; @kept: the name of bytes beside the journal, or NULL. */
struct journal_act { const char *what, *lines, *kept; bool undone; };
enum { JOURNAL_ACTS = 50 };
struct journal { const char *path; struct journal_act acts[JOURNAL_ACTS]; size_t count; };

/* What tells @file from every other, also under another name: for names in the state folder. ERR_IO. */
enum err journal_file_key(struct arena *, const char *file, const char **out);
/* The journal of @person on @file, in @arena; its folder is made. ERR_IO. */
enum err journal_path(struct arena *, const char *file, long long person, const char **out);
/* What cannot be read as a journal (too large, torn by an editor) is an empty one. ERR_IO. */
enum err journal_read(const char *path, struct arena *, struct journal *out);
/* Replace the file at once. ERR_IO, ERR_FULL. */
enum err journal_write(const struct journal *);
/* A new act is the last one: those that were undone can no longer be redone. Kept bytes that no act names are removed. */
enum err journal_add(const char *path, const struct journal_act *);
/* NULL: there is none. */
struct journal_act *journal_last_done(struct journal *);
struct journal_act *journal_first_undone(struct journal *);
/* Take back the last act that was done or, with @redo, do again the first that was undone, by @run, which finds in .undone what
 * it was. The journal is written first: where it cannot be, nothing is done; when @run fails it is put back. ERR_EMPTY: there is none. */
typedef enum err journal_run(void *context, struct arena *, const struct journal_act *, const char **told);
enum err journal_turn(const char *path, struct arena *, bool redo, journal_run *run, void *context, const char **told);

/* Keep bytes beside the journal, for an act that is added next; the name in @arena. ERR_IO, ERR_FULL. */
enum err journal_keep(const char *path, struct arena *, const void *bytes, size_t size, const char **name);
/* ERR_STATUS: they are not there any more, or not as they were. */
enum err journal_kept(const char *path, const char *name, struct buffer *out);

#endif
