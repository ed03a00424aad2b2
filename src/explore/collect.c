#include "explore/collect.h"

#include "explore/branches.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DEPTH_MOST = 2000, BRANCHES_KEPT = 256 };

static struct seen *find_table(struct collection *in, const char *name)
{
	size_t at = (uintptr_t)name / 8 % (sizeof in->memo / sizeof *in->memo);
	if (in->memo[at].name == name && !strcmp(in->memo[at].table->name, name))
		return in->memo[at].table;
	for (size_t i = 0; i < in->table_count; i++)
		if (!strcasecmp(in->tables[i].name, name)) {
			in->memo[at].name = name;
			return in->memo[at].table = &in->tables[i];
		}
	return NULL;
}

/* --- values and frames --- */

struct value row_value(const struct event *e, int column, bool old)
{
	int virtuals = e->table->virtuals[column];
	if (column == e->table->rowid)
		return value_integer(old ? e->row->rowid : e->row->new_rowid);
	if (virtuals < 0 || (virtuals && e->table->rowid >= 0 && column - virtuals == e->table->rowid))
		return value_null();
	struct watch_column at = { column, virtuals, e->table->outline->without_rowid };
	return old ? watch_old(e->watch, at) : watch_new(e->watch, at);
}

struct identity row_identity(const struct event *e, bool old)
{
	const struct outline_table *outline = e->table->outline;
	struct identity by_rowid = identity_of_rowid(outline->position, old ? e->row->rowid : e->row->new_rowid);
	struct identity identity = identity_begin(outline->position);
	if (!outline->key_count || outline->rowid_key)
		return by_rowid;
	for (size_t i = 0; i < outline->key_count; i++) {
		struct value value = row_value(e, outline->key[i], old);
		if (value_is_null(value) && !outline->without_rowid)
			return by_rowid;
		identity_add(&identity, value);
	}
	return identity;
}

struct frame *collect_frame(struct collection *in, int depth)
{
	while (in->frames.count <= (size_t)depth)
		vec_push(&in->frames, ((struct frame){ 0 }));
	return &in->frames.items[depth];
}

/* Whatever lies deeper belonged to the row before; what waits there waits in vain (RAISE(IGNORE), INSTEAD OF). */
static void leave_frames(struct collection *in, int depth)
{
	for (size_t i = in->frames.count; i-- > (size_t)(depth + 1);) {
		struct frame *frame = &in->frames.items[i], *above = i ? &in->frames.items[i - 1] : NULL;
		if (frame->waiting)
			branch_adopt(in, above && above->valid ? above->branch : in->root, frame);
		frame->valid = false;
	}
}

static void keep_values(struct frame *frame, struct value *values)
{
	for (size_t i = 0; i < frame->table->referenced_count; i++)
		if (values[i].type == VALUE_TEXT || values[i].type == VALUE_BLOB) {
			size_t at = frame->text.size;
			buffer_add(&frame->text, values[i].text, values[i].size);
			values[i].integer = (int64_t)at;     /* until all are there: the buffer moves */
		}
}

static void place_values(struct frame *frame, struct value *values)
{
	for (size_t i = 0; i < frame->table->referenced_count; i++)
		if (values[i].type == VALUE_TEXT || values[i].type == VALUE_BLOB)
			values[i].text = frame->text.bytes ? frame->text.bytes + values[i].integer : "";
}

static void frame_fill(struct frame *frame, const struct event *e)
{
	const struct seen *table = e->table;
	size_t count = table->referenced_count;
	if (count > frame->room) {
		frame->room = count;
		frame->old_values = memory_resize(frame->old_values, count * sizeof *frame->old_values);
		frame->new_values = memory_resize(frame->new_values, count * sizeof *frame->new_values);
	}
	frame->table = table;
	frame->change = e->row->change;
	buffer_clear(&frame->text);
	for (int old = 1; old >= 0; old--) {
		struct value *values = old ? frame->old_values : frame->new_values;
		bool has = e->row->change != (old ? WATCH_INSERTED : WATCH_DELETED);
		for (size_t i = 0; i < count; i++)
			values[i] = has ? row_value(e, table->referenced[i], old) : value_null();
		keep_values(frame, values);
	}
	place_values(frame, frame->old_values);
	place_values(frame, frame->new_values);
}

/* --- the watcher --- */

static void on_row(void *context, struct watch *watch, const struct watch_row *row)
{
	struct collection *in = context;
	struct event e = { in, watch, row, find_table(in, row->table) };
	if (!e.table)
		return;
	e.table->written = true;
	if (e.table->shadow || row->depth >= DEPTH_MOST)
		return;
	leave_frames(in, row->depth);
	struct cause cause = cause_of(&e);
	struct rehearse_branch *branch = e.table->outline ? count_row(&e, &cause) : cause.parent;
	struct frame *frame = collect_frame(in, row->depth);
	if (frame->waiting)
		branch_adopt(in, branch, frame);
	frame_fill(frame, &e);
	frame->valid = true;
	frame->rowid = row->change == WATCH_INSERTED ? row->new_rowid : row->rowid;
	frame->branch = branch;
	in->top += row->depth == 0 && e.table->outline;
}

static void on_program(void *context, const char *trigger)
{
	struct collection *in = context;
	int at = trigger ? triggers_find(&in->triggers, trigger) : -1;
	if (at < 0)
		return;
	in->started[at] = ++in->clock;
	in->last_trigger = at;
}

static void on_writes(void *context, enum watch_change change, const char *table, const char *trigger)
{
	struct collection *in = context;
	struct seen *seen = find_table(in, table);
	struct writes made = { seen, change, trigger ? triggers_find(&in->triggers, trigger) : -1 };
	if (!seen)
		return;
	seen->inserted = seen->inserted || change == WATCH_INSERTED;
	for (size_t i = 0; i < in->writes.count; i++) {
		const struct writes *known = &in->writes.items[i];
		if (known->table == seen && known->change == change && known->trigger == made.trigger)
			return;
	}
	vec_push(&in->writes, made);
}

const struct watcher collect_watcher = { .row = on_row, .program = on_program, .writes = on_writes };

/* --- the collection as a whole --- */

enum err collect_new(struct connection *db, struct arena *arena, const struct outline *outline, size_t keep, struct collection **out)
{
	struct collection *in = arena_new(arena, struct collection);
	*in = (struct collection){ .arena = arena, .outline = outline, .keep = keep };
	*out = in;
	try(triggers_read(db, arena, &in->triggers));
	try(seen_read(db, in));
	in->started = arena_array(arena, uint64_t, in->triggers.count);
	collect_reset(in);
	return OK;
}

void collect_reset(struct collection *in)
{
	for (size_t i = 0; i < in->frames.count; i++) {
		in->frames.items[i].valid = false;
		in->frames.items[i].waiting = NULL;
	}
	for (size_t i = 0; i < in->table_count; i++)
		in->tables[i].written = false;
	for (size_t i = 0; i < in->triggers.count; i++)
		in->started[i] = 0;
	in->last_trigger = -1;
	in->top = 0;
	in->waiting = in->waiting_rows.count = in->merged.count = in->spare.count = 0;
	in->budget = in->keep > SIZE_MAX / BRANCHES_KEPT ? SIZE_MAX : in->keep * BRANCHES_KEPT;
	touched_release(&in->touched);
	branches_begin(in);
}

/* What was written and written back counts no longer; the others make the digest, in whatever order. */
static void finish_rows(struct collection *in, struct rehearsal *out)
{
	out->touched = 0;
	out->digest = 0;
	for (size_t i = 0; i < in->touched.room; i++) {
		struct touched_row *row = &in->touched.rows[i];
		if (row->state == TOUCHED_NONE)
			continue;
		if (row->state == TOUCHED_UPDATED && row->content == 0) {
			count_out(in, row);
			continue;
		}
		struct identity identity = row->identity;
		identity_add(&identity, value_integer((int64_t)in->branches.items[row->branch]->action));
		out->digest += identity.a ^ identity.b;
		out->touched++;
	}
}

static void finish_others(struct collection *in, struct rehearsal *out)
{
	const char **others = arena_array(in->arena, const char *, in->table_count);
	for (size_t i = 0; i < in->table_count; i++) {
		bool known = !in->tables[i].written || in->tables[i].outline;
		for (size_t o = 0; o < out->other_count && !known; o++)
			known = !strcmp(others[o], in->tables[i].told);
		if (!known)
			others[out->other_count++] = in->tables[i].told;
	}
	out->others = others;
}

void collect_finish(struct collection *in, struct rehearsal *out)
{
	leave_frames(in, -1);
	finish_rows(in, out);
	branches_prune(in);
	finish_others(in, out);
	out->branches = in->root->first;
	for (struct rehearse_branch *at = out->branches; at; at = at->next)
		at->parent = NULL;
}

void collect_free(struct collection *in)
{
	if (!in)
		return;
	for (size_t i = 0; i < in->frames.count; i++) {
		free(in->frames.items[i].old_values);
		free(in->frames.items[i].new_values);
		buffer_release(&in->frames.items[i].text);
	}
	touched_release(&in->touched);
	vec_release(&in->frames);
	vec_release(&in->writes);
	vec_release(&in->branches);
	vec_release(&in->merged);
	vec_release(&in->spare);
	vec_release(&in->waiting_rows);
}
