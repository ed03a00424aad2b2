/* The tree under construction. */
#include "explore/branches.h"

#include <string.h>

static struct rehearse_branch *branch_new(struct collection *in)
{
	struct rehearse_branch *branch;
	if (in->spare.count) {
		branch = in->spare.items[--in->spare.count];
		*branch = (struct rehearse_branch){ .position = branch->position };
		in->branches.items[branch->position] = branch;
		return branch;
	}
	branch = arena_new(in->arena, struct rehearse_branch);
	branch->position = in->branches.count;
	vec_push(&in->branches, branch);
	return branch;
}

static void branch_append(struct rehearse_branch *parent, struct rehearse_branch *child)
{
	child->parent = parent;
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

void branches_begin(struct collection *in)
{
	in->branches.count = 0;
	in->root = branch_new(in);
}

const char *cause_text(struct arena *arena, const struct cause *cause)
{
	const struct outline_key *key = cause->key;
	if (cause->trigger)
		return arena_format(arena, "trigger:%s", cause->trigger);
	if (!key)
		return NULL;
	const char *text = arena_format(arena, "%s.", key->table->name);
	for (size_t i = 0; i < key->count; i++)
		text = arena_format(arena, "%s%s%s", text, i ? "," : "", key->table->columns[key->columns[i]].name);
	return text;
}

static bool is_same(const struct rehearse_branch *a, const struct outline_table *table, enum rehearse_action action,
	const struct outline_key *key, const char *trigger)
{
	return a->table == table && a->action == action && a->key == key && a->trigger == trigger;
}

static struct rehearse_branch *branch_among(const struct rehearse_branch *parent, const struct outline_table *table,
	enum rehearse_action action, const struct outline_key *key, const char *trigger)
{
	struct rehearse_branch *at = parent->first;
	while (at && !is_same(at, table, action, key, trigger))
		at = at->next;
	return at;
}

struct rehearse_branch *branch_under(struct collection *in, const struct cause *cause, const struct seen *table,
	enum rehearse_action action, int depth)
{
	struct rehearse_branch *branch = branch_among(cause->parent, table->outline, action, cause->key, cause->trigger);
	if (branch)
		return branch;
	branch = branch_new(in);
	branch->table = table->outline;
	branch->action = action;
	branch->key = cause->key;
	branch->trigger = cause->trigger;
	branch->via = cause_text(in->arena, cause);
	branch->depth = depth;
	branch_append(cause->parent, branch);
	return branch;
}

void branch_wait(struct collection *in, struct frame *frame)
{
	frame->waiting = branch_new(in);
	frame->waiting_from = in->waiting_rows.count;
	in->waiting++;
}

static void adopt_below(struct collection *in, struct rehearse_branch *parent, struct rehearse_branch *from);

/* Rows of @from, and what hangs below it, go to @to. */
static void branch_merge(struct collection *in, struct rehearse_branch *to, struct rehearse_branch *from)
{
	to->count += from->count;
	to->kept += from->kept;
	if (from->rows && to->rows)
		to->last_row->next = from->rows;
	else if (from->rows)
		to->rows = from->rows;
	if (from->rows)
		to->last_row = from->last_row;
	adopt_below(in, to, from);
	in->branches.items[from->position] = to;
	vec_push(&in->merged, from);
}

static void adopt_below(struct collection *in, struct rehearse_branch *parent, struct rehearse_branch *from)
{
	struct rehearse_branch *next;
	for (struct rehearse_branch *at = from->first; at; at = next) {
		next = at->next;
		struct rehearse_branch *same = branch_among(parent, at->table, at->action, at->key, at->trigger);
		if (same)
			branch_merge(in, same, at);
		else
			branch_append(parent, at);
	}
	from->first = from->last = NULL;
}

/* Rows that were counted meanwhile learn what their branches became, and these can be used again. */
void branch_adopt(struct collection *in, struct rehearse_branch *parent, struct frame *frame)
{
	adopt_below(in, parent, frame->waiting);
	for (size_t i = frame->waiting_from; i < in->waiting_rows.count; i++) {
		struct touched_row *row = touched_find(&in->touched, in->waiting_rows.items[i]);
		if (row)
			row->branch = (uint32_t)in->branches.items[row->branch]->position;
	}
	for (size_t i = 0; i < in->merged.count; i++)
		vec_push(&in->spare, in->merged.items[i]);
	in->merged.count = 0;
	vec_push(&in->spare, frame->waiting);
	frame->waiting = NULL;
	if (--in->waiting == 0)
		in->waiting_rows.count = 0;
}

static void prune_rows(struct rehearse_branch *branch, size_t keep)
{
	struct rehearse_row *last = NULL, **to = &branch->rows;
	branch->kept = 0;
	for (struct rehearse_row *at = branch->rows; at; at = at->next) {
		if (at->dropped || branch->kept == keep)
			continue;
		*to = last = at;
		to = &at->next;
		branch->kept++;
	}
	*to = NULL;
	branch->last_row = last;
}

/* Where the rows of an empty branch have gone (REPLACE takes a row away and brings it back), or what it hung below. */
static struct rehearse_branch *heir_of(const struct rehearse_branch *empty, struct rehearse_branch *parent)
{
	for (struct rehearse_branch *at = parent->first; at; at = at->next)
		if (at->table == empty->table && at->key == empty->key && at->trigger == empty->trigger)
			return at;
	return parent;
}

static void prune_below(struct collection *in, struct rehearse_branch *parent)
{
	struct rehearse_branch *next, *empty = NULL, *first = parent->first;
	parent->first = parent->last = NULL;
	for (struct rehearse_branch *at = first; at; at = next) {
		next = at->next;
		prune_rows(at, in->keep);
		prune_below(in, at);
		if (at->count) {
			branch_append(parent, at);
		} else {
			at->next = empty;
			empty = at;
		}
	}
	for (; empty; empty = next) {
		next = empty->next;
		adopt_below(in, heir_of(empty, parent), empty);
	}
}

void branches_prune(struct collection *in)
{
	prune_below(in, in->root);
}
