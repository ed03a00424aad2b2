/* What has become of a row, and in which branch it counts. A second change may take it to another one, or undo the first. */
#include "explore/branches.h"

static uint64_t content_sum(const struct event *e, bool old)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < e->table->outline->column_count; i++)
		sum += content_of(i, row_value(e, (int)i, old));
	return sum;
}

static uint64_t content_change(const struct event *e)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < e->table->outline->column_count; i++) {
		struct value old = row_value(e, (int)i, true);
		struct value new = row_value(e, (int)i, false);
		if (old.type != new.type || !value_equals(old, new))
			sum += content_of(i, new) - content_of(i, old);
	}
	return sum;
}

static const struct value *key_of(const struct event *e, size_t count, bool old)
{
	struct arena *arena = e->in->arena;
	const struct outline_table *outline = e->table->outline;
	struct value *key = arena_array(arena, struct value, count);
	if (!outline->key_count)
		key[0] = value_integer(old ? e->row->rowid : e->row->new_rowid);
	for (size_t i = 0; i < outline->key_count; i++) {
		key[i] = row_value(e, outline->key[i], old);
		if (key[i].type == VALUE_TEXT || key[i].type == VALUE_BLOB)
			key[i].text = arena_copy(arena, key[i].text, key[i].size);
	}
	return key;
}

/* A row that was kept in another branch goes by the key that it had there: its own may have changed since. */
static void keep_row(const struct event *e, struct rehearse_branch *branch, struct touched_row *touched, bool old)
{
	struct collection *in = e->in;
	const struct rehearse_row *before = touched->kept;
	touched->kept = NULL;
	if (branch->kept >= in->keep || !in->budget)
		return;
	in->budget--;
	struct rehearse_row *row = arena_new(in->arena, struct rehearse_row);
	row->key_count = e->table->outline->key_count ? e->table->outline->key_count : 1;
	row->key = before ? before->key : key_of(e, row->key_count, old);
	if (branch->last_row)
		branch->last_row->next = row;
	else
		branch->rows = row;
	branch->last_row = row;
	branch->kept++;
	touched->kept = row;
}

static void count_in(const struct event *e, struct rehearse_branch *branch, struct touched_row *touched, bool old)
{
	branch->count++;
	touched->branch = (uint32_t)branch->position;
	keep_row(e, branch, touched, old);
	if (e->in->waiting)
		vec_push(&e->in->waiting_rows, touched->identity);
}

void count_out(struct collection *in, struct touched_row *touched)
{
	struct rehearse_branch *branch = in->branches.items[touched->branch];
	branch->count--;
	if (touched->kept) {
		touched->kept->dropped = true;
		branch->kept--;
	}
}

static void on_insert(const struct event *e, struct rehearse_branch *branch, struct identity identity)
{
	struct touched_row *touched = touched_find(&e->in->touched, identity);
	bool again = touched != NULL;
	if (again)
		count_out(e->in, touched);
	else
		touched = touched_add(&e->in->touched, identity);
	touched->state = again ? TOUCHED_UPDATED : TOUCHED_INSERTED;
	touched->content += content_sum(e, false);
	count_in(e, branch, touched, false);
}

/* To be gone for other reasons, or set to null, says more than to be written to. */
static bool outranks(enum rehearse_action now, enum rehearse_action before)
{
	return before == REHEARSE_UPDATED && (now == REHEARSE_SET_NULL || now == REHEARSE_SET_DEFAULT);
}

static void move_identity(const struct event *e, struct touched_row *touched, struct identity to)
{
	struct touched_row moved = *touched, *there = touched_find(&e->in->touched, to);
	touched_remove(touched);
	if (there)
		there->gone = true;
	touched = touched_add(&e->in->touched, to);
	moved.identity = to;
	*touched = moved;
	if (e->in->waiting)
		vec_push(&e->in->waiting_rows, to);
}

static void on_update(const struct event *e, struct rehearse_branch *branch, struct identity identity)
{
	struct identity to = row_identity(e, false);
	struct touched_row *touched = touched_find(&e->in->touched, identity);
	if (!touched) {
		touched = touched_add(&e->in->touched, identity);
		touched->state = TOUCHED_UPDATED;
		count_in(e, branch, touched, true);
	} else if (touched->state == TOUCHED_UPDATED && outranks(branch->action, e->in->branches.items[touched->branch]->action)) {
		count_out(e->in, touched);
		count_in(e, branch, touched, true);
	}
	touched->content += content_change(e);
	if (!identity_equals(identity, to))
		move_identity(e, touched, to);
}

static void on_delete(const struct event *e, struct rehearse_branch *branch, struct identity identity)
{
	struct touched_row *touched = touched_find(&e->in->touched, identity);
	if (touched) {
		count_out(e->in, touched);
		if (touched->state == TOUCHED_INSERTED) {
			touched_remove(touched);
			return;
		}
	} else {
		touched = touched_add(&e->in->touched, identity);
	}
	touched->state = TOUCHED_DELETED;
	if (e->table->inserted)
		touched->content -= content_sum(e, true);
	count_in(e, branch, touched, true);
}

static enum rehearse_action action_of(const struct event *e, const struct cause *cause, struct identity identity)
{
	const struct touched_row *touched;
	switch (e->row->change) {
	case WATCH_DELETED:
		return REHEARSE_DELETED;
	case WATCH_INSERTED:
		touched = touched_find(&e->in->touched, identity);
		return touched ? REHEARSE_UPDATED : REHEARSE_INSERTED;
	case WATCH_UPDATED:
		break;
	}
	if (!cause->key)
		return REHEARSE_UPDATED;
	const struct frame *parent = collect_frame(e->in, e->row->depth - 1);
	enum key_action action = parent->change == WATCH_DELETED ? cause->key->on_delete : cause->key->on_update;
	return action == ACTION_SET_NULL ? REHEARSE_SET_NULL : action == ACTION_SET_DEFAULT ? REHEARSE_SET_DEFAULT : REHEARSE_UPDATED;
}

struct rehearse_branch *count_row(const struct event *e, const struct cause *cause)
{
	struct identity identity = row_identity(e, e->row->change != WATCH_INSERTED);
	enum rehearse_action action = action_of(e, cause, identity);
	struct rehearse_branch *branch = branch_under(e->in, cause, e->table, action, e->row->depth);
	switch (e->row->change) {
	case WATCH_INSERTED:
		on_insert(e, branch, identity);
		break;
	case WATCH_UPDATED:
		on_update(e, branch, identity);
		break;
	case WATCH_DELETED:
		on_delete(e, branch, identity);
		break;
	}
	return branch;
}
