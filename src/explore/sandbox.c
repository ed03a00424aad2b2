/* Steps are changesets: taken back by their inverse, kept by applying them to the real file, compared by joining them. */
#include "explore/sandbox.h"

#include "base/arena.h"
#include "base/folder.h"
#include "base/vec.h"
#include "db/backup.h"
#include "db/connection.h"
#include "explore/difference.h"
#include "explore/open.h"

#include <stdlib.h>
#include <string.h>

struct sandbox {
	struct connection *real, *copy;
	struct folder *folder;
	char *file;
	const char *const *tables;
	size_t table_count, undone;
	int64_t version;                 /* of the real file when it was copied, */
	int64_t written, structure;      /* of the copy when the act began */
	VEC(struct sandbox_step *) steps;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* The copy has the file's name, so that whatever names it names the same. */
static enum err make_copy(struct sandbox *s)
{
	struct arena arena;
	try(folder_new(&s->folder, "sandbox"));
	arena_init(&arena);
	s->file = memory_string(arena_format(&arena, "%s/%s", folder_path(s->folder), base_name(connection_path(s->real))));
	arena_release(&arena);
	try(connection_version(s->real, &s->version));
	return backup_write(s->real, s->file);
}

enum err sandbox_new(struct sandbox **out, struct connection *real, const char *const *tables, size_t count)
{
	struct sandbox *s = memory_new(sizeof *s);
	s->real = real;
	s->tables = tables;
	s->table_count = count;
	enum err err = make_copy(s);
	*out = err ? NULL : s;
	if (err)
		sandbox_free(s);
	return err;
}

void sandbox_free(struct sandbox *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->steps.count; i++) {
		free(s->steps.items[i]->call);
		changes_release(&s->steps.items[i]->changes);
		free(s->steps.items[i]);
	}
	vec_release(&s->steps);
	folder_free(s->folder);
	free(s->file);
	free(s);
}

const char *sandbox_file(const struct sandbox *s)
{
	return s->file;
}

void sandbox_use(struct sandbox *s, struct connection *copy)
{
	s->copy = copy;
}

/* --- steps --- */

enum err sandbox_record(struct sandbox *s)
{
	try(connection_version(s->copy, &s->written));
	try(explore_structure(s->copy, &s->structure));
	return changes_is_recording(s->copy) ? OK : changes_begin(s->copy, s->tables, s->table_count);
}

/* Rows go with a dropped table without being recorded. An act that wrote rows as well may have put indexes aside for a while. */
static bool made_tables_anew(struct sandbox *s, size_t rows)
{
	int64_t now;
	if (rows || connection_version(s->copy, &now) || now == s->written)
		return false;
	return !explore_structure(s->copy, &now) && now != s->structure;
}

static enum err count_row(void *context, const struct changes_row *row)
{
	(void)row;
	++*(size_t *)context;
	return OK;
}

enum err sandbox_note(struct sandbox *s, const char *call, const char *stays)
{
	struct sandbox_step step = { .number = s->steps.count + 1, .stays = stays }, *kept;
	if (!changes_is_recording(s->copy))
		return OK;
	step.altered = changes_end(s->copy, &step.changes) != OK;
	enum err err = step.altered ? OK : changes_each(&step.changes, count_row, &step.rows);
	step.altered = step.altered || (!err && made_tables_anew(s, step.rows));
	if (err || (!step.rows && !step.altered)) {
		changes_release(&step.changes);
		return err;
	}
	step.call = memory_string(call);
	kept = memory_new(sizeof *kept);
	*kept = step;
	vec_push(&s->steps, kept);
	return OK;
}

size_t sandbox_count(const struct sandbox *s)
{
	return s->steps.count;
}

const struct sandbox_step *sandbox_at(const struct sandbox *s, size_t index)
{
	return s->steps.items[index];
}

static bool is_pending(const struct sandbox_step *step)
{
	return !step->undone && !step->kept;
}

size_t sandbox_pending(const struct sandbox *s)
{
	size_t count = 0;
	for (size_t i = 0; i < s->steps.count; i++)
		count += is_pending(s->steps.items[i]);
	return count;
}

size_t sandbox_kept(const struct sandbox *s)
{
	size_t count = 0;
	for (size_t i = 0; i < s->steps.count; i++)
		count += s->steps.items[i]->kept;
	return count;
}

bool sandbox_last(const struct sandbox *s, size_t *index)
{
	for (*index = s->steps.count; *index > 0;)
		if (is_pending(s->steps.items[--*index]))
			return true;
	return false;
}

bool sandbox_last_undone(const struct sandbox *s, size_t *index)
{
	size_t highest = 0;
	for (size_t i = 0; i < s->steps.count; i++)
		if (s->steps.items[i]->undone > highest) {
			highest = s->steps.items[i]->undone;
			*index = i;
		}
	return highest > 0;
}

/* What moves between steps is none itself. */
static void stop_recording(struct sandbox *s)
{
	struct changes dropped;
	if (changes_is_recording(s->copy) && !changes_end(s->copy, &dropped))
		changes_release(&dropped);
}

enum err sandbox_take_back(struct sandbox *s, size_t index)
{
	struct sandbox_step *step = s->steps.items[index];
	struct changes back;
	if (step->kept)
		return fail(ERR_STATUS, "step %zu is kept in the real file: change it there", index + 1);
	if (step->undone)
		return fail(ERR_STATUS, "step %zu is taken back already: U does it again", index + 1);
	if (step->altered)
		return fail(ERR_STATUS, "step %zu made tables anew: only dropping the sandbox takes that back", index + 1);
	stop_recording(s);
	try(changes_invert(&step->changes, &back));
	enum err err = sandbox_apply(s->copy, s->tables, s->table_count, &back);
	changes_release(&back);
	step->undone = err ? 0 : ++s->undone;
	return err;
}

enum err sandbox_redo(struct sandbox *s, size_t index)
{
	struct sandbox_step *step = s->steps.items[index];
	if (!step->undone)
		return fail(ERR_STATUS, "step %zu was not taken back", index + 1);
	stop_recording(s);
	enum err err = sandbox_apply(s->copy, s->tables, s->table_count, &step->changes);
	step->undone = err ? step->undone : 0;
	return err;
}

enum err sandbox_is_behind(struct sandbox *s, bool *out)
{
	int64_t now;
	*out = false;
	try(connection_version(s->real, &now));
	*out = now != s->version;
	return OK;
}

/* What we write ourselves leaves the file no further ahead of the copy than it was. */
enum err sandbox_keep(struct sandbox *s, size_t index)
{
	struct sandbox_step *step = s->steps.items[index];
	bool behind;
	if (step->kept)
		return fail(ERR_STATUS, "step %zu is kept already", index + 1);
	if (step->undone)
		return fail(ERR_STATUS, "step %zu is taken back: U does it again first", index + 1);
	if (step->altered)
		return fail(ERR_STATUS, "step %zu made tables anew, and that cannot be kept", index + 1);
	if (step->stays)
		return fail(ERR_FORBIDDEN, "step %zu stays in the sandbox: %s", index + 1, step->stays);
	if (connection_read_only(s->real))
		return fail(ERR_READ_ONLY, "cannot write '%s': %s", connection_path(s->real), connection_read_only(s->real));
	try(sandbox_is_behind(s, &behind));
	try(sandbox_apply(s->real, s->tables, s->table_count, &step->changes));
	step->kept = true;
	return behind ? OK : connection_version(s->real, &s->version);
}

/* --- the difference --- */

enum err sandbox_joined(const struct sandbox *s, struct changes *out)
{
	*out = (struct changes){ 0 };
	for (size_t i = 0; i < s->steps.count; i++) {
		struct changes sum;
		if (!is_pending(s->steps.items[i]))
			continue;
		enum err err = changes_join(out, &s->steps.items[i]->changes, &sum);
		changes_release(out);
		if (err)
			return err;
		*out = sum;
	}
	return OK;
}

struct connection *sandbox_copy(const struct sandbox *s)
{
	return s->copy;
}
