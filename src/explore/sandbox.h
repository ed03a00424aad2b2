/* A sandbox: a private copy of an open file, what was done to it as steps, and how it differs from the file. */
#ifndef EXPLORE_SANDBOX_H
#define EXPLORE_SANDBOX_H

#include "db/changes.h"
#include <stddef.h>

struct arena;
struct connection;
struct schema;
struct sandbox;

/* What one act changed. @number from 1. @undone: it was taken back in the copy; the last one has the highest number, 0: it was
 * not. @kept: it was done in the real file as well. @altered: it made tables anew, which nothing but leaving takes back.
 * @stays: why it may not be kept, a literal; NULL: it may. */
struct sandbox_step { char *call; struct changes changes; size_t number, rows, undone; bool kept, altered; const char *stays; };

/* Copy all that @real holds into a file of our own, which is gone with the sandbox, and when the program was killed at the next
 * one. @real stays open as long; @tables (literals) are those whose rows count. ERR_IO, ERR_FULL, ERR_BUSY, ERR_CORRUPT. */
enum err sandbox_new(struct sandbox **out, struct connection *real, const char *const *tables, size_t count);
/* Close the copy first. NULL is fine. */
void sandbox_free(struct sandbox *);
const char *sandbox_file(const struct sandbox *);
/* The copy, opened: what is done to it on this connection is recorded. */
void sandbox_use(struct sandbox *, struct connection *copy);

/* An act begins; it has ended, and was @call: what it changed is a step, nothing is none. @stays: as above. */
enum err sandbox_record(struct sandbox *);
enum err sandbox_note(struct sandbox *, const char *call, const char *stays);
size_t sandbox_count(const struct sandbox *);
const struct sandbox_step *sandbox_at(const struct sandbox *, size_t index);
/* Steps that are neither taken back nor kept; and those that are kept. */
size_t sandbox_pending(const struct sandbox *);
size_t sandbox_kept(const struct sandbox *);
/* The index of the last pending step, or of the one that was taken back last; false: there is none. */
bool sandbox_last(const struct sandbox *, size_t *index);
bool sandbox_last_undone(const struct sandbox *, size_t *index);

/* Take a step back in the copy; do it there again; do it in the real file as well. Each changes all its rows or none.
 * ERR_STATUS, ERR_FK_CONSTRAINT and the like: it no longer applies, and why. ERR_READ_ONLY, ERR_BUSY. */
enum err sandbox_take_back(struct sandbox *, size_t index);
enum err sandbox_redo(struct sandbox *, size_t index);
enum err sandbox_keep(struct sandbox *, size_t index);
/* Whether anybody else has written the real file since the copy was made. */
enum err sandbox_is_behind(struct sandbox *, bool *out);

/* A row in which the copy differs by its pending steps. @what: its label, or "stock 12 → 10"; secrets are not told. @id: its
 * key, if that is one integer (else 0). */
struct sandbox_row { const char *table, *key, *what; enum watch_change change; int64_t id, number; };
/* The first @most of them by table, in @arena; *count: how many there are. @declared says what is secret. */
enum err sandbox_difference(const struct sandbox *, struct arena *, const struct schema *declared, size_t most,
	struct sandbox_row **out, size_t *count);

#endif
