#include "explore/branches.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- foreign keys --- */

static uint32_t trimmed(struct value text)
{
	uint32_t size = text.size;
	while (size && text.text[size - 1] == ' ')
		size--;
	return size;
}

static bool texts_alike(struct value a, struct value b)
{
	uint32_t size = trimmed(a);
	return size == trimmed(b) && !strncasecmp(a.text, b.text, size);
}

/* A number and a text that affinity may have made of it. */
static bool number_alike(struct value number, struct value text)
{
	char copy[64];
	if (text.size >= sizeof copy)
		return false;
	memcpy(copy, text.text, text.size);
	copy[text.size] = '\0';
	return value_equals(number.type == VALUE_REAL ? number : value_real((double)number.integer), value_real(strtod(copy, NULL)));
}

bool values_alike(struct value a, struct value b)
{
	bool a_text = a.type == VALUE_TEXT, b_text = b.type == VALUE_TEXT;
	if (a.type == VALUE_NULL || b.type == VALUE_NULL)
		return false;
	if (value_equals(a, b))
		return true;
	if (a.type == VALUE_BLOB || b.type == VALUE_BLOB)
		return false;
	if (a_text && b_text)
		return texts_alike(a, b);
	return a_text ? number_alike(b, a) : b_text && number_alike(a, b);
}

struct value frame_value(const struct frame *frame, int column, bool old)
{
	for (size_t i = 0; i < frame->table->referenced_count; i++)
		if (frame->table->referenced[i] == column)
			return (old ? frame->old_values : frame->new_values)[i];
	return value_null();
}

static bool action_fits(enum key_action action, enum watch_change parent, enum watch_change row)
{
	switch (action) {
	case ACTION_CASCADE:
		return row == parent;
	case ACTION_SET_NULL:
	case ACTION_SET_DEFAULT:
		return row == WATCH_UPDATED;
	case ACTION_DEFAULT:
	case ACTION_RESTRICT:
	case ACTION_NO_ACTION:
		return false;
	}
	return false;
}

/* Whether the row referred to the frame's by this key, and has changed as its action says. */
static bool key_fits(const struct outline_key *key, const struct frame *parent, const struct event *e)
{
	enum key_action action = parent->change == WATCH_DELETED ? key->on_delete : key->on_update;
	if (parent->change == WATCH_INSERTED || !action_fits(action, parent->change, e->row->change))
		return false;
	for (size_t i = 0; i < key->count; i++) {
		struct value to = frame_value(parent, key->referenced[i], true);
		if (!values_alike(row_value(e, key->columns[i], true), to))
			return false;
		if (action == ACTION_SET_NULL && !value_is_null(row_value(e, key->columns[i], false)))
			return false;
	}
	return true;
}

static const struct outline_key *key_between(const struct frame *parent, const struct event *e)
{
	const struct seen *table = e->table;
	for (size_t i = 0; parent->table->outline && i < table->key_count; i++)
		if (table->keys[i]->references == parent->table->outline && key_fits(table->keys[i], parent, e))
			return table->keys[i];
	return NULL;
}

/* When values say nothing (a collation of somebody else's), the tables must. */
static const struct outline_key *key_of_tables(const struct frame *parent, const struct watch_row *row, const struct seen *table)
{
	for (size_t i = 0; parent->table->outline && i < table->key_count; i++) {
		const struct outline_key *key = table->keys[i];
		enum key_action action = parent->change == WATCH_DELETED ? key->on_delete : key->on_update;
		if (key->references == parent->table->outline && action_fits(action, parent->change, row->change))
			return key;
	}
	return NULL;
}

/* --- triggers --- */

/* INSERT OR REPLACE deletes as well. */
static bool may_write(const struct writes *writes, const struct seen *table, enum watch_change change)
{
	return writes->table == table && (writes->change == change || (writes->change == WATCH_INSERTED && change == WATCH_DELETED));
}

/* Of the triggers that have begun and may do this, the latest. */
static int trigger_for(const struct collection *in, const struct frame *parent, const struct seen *table, enum watch_change change)
{
	int best = -1;
	for (size_t i = 0; i < in->writes.count; i++) {
		int at = in->writes.items[i].trigger;
		if (at < 0 || !in->started[at] || !may_write(&in->writes.items[i], table, change))
			continue;
		bool follows = in->triggers.items[at].time == TRIGGER_AFTER;
		if (follows && !(parent->valid && !strcasecmp(parent->table->name, in->triggers.items[at].table)))
			continue;
		if (best < 0 || in->started[at] > in->started[best])
			best = at;
	}
	return best;
}

static struct rehearse_branch *branch_at(struct collection *in, int depth)
{
	return depth >= 0 && collect_frame(in, depth)->valid ? collect_frame(in, depth)->branch : in->root;
}

static struct cause cause_by_trigger(struct collection *in, int at, int depth)
{
	struct cause cause = { .trigger = in->triggers.items[at].name };
	struct frame *parent = collect_frame(in, depth - 1);
	switch (in->triggers.items[at].time) {
	case TRIGGER_AFTER:
		cause.parent = parent->branch;
		break;
	case TRIGGER_BEFORE:
		if (!parent->waiting)
			branch_wait(in, parent);
		cause.parent = parent->waiting;
		break;
	case TRIGGER_INSTEAD:
		cause.parent = branch_at(in, depth - 2);
		break;
	}
	return cause;
}

struct cause cause_of(const struct event *e)
{
	struct collection *in = e->in;
	int depth = e->row->depth;
	if (depth == 0)
		return (struct cause){ .parent = in->root };
	struct frame *parent = collect_frame(in, depth - 1);
	const struct outline_key *key = parent->valid ? key_between(parent, e) : NULL;
	if (key)
		return (struct cause){ .parent = parent->branch, .key = key };
	int trigger = trigger_for(in, parent, e->table, e->row->change);
	if (trigger >= 0)
		return cause_by_trigger(in, trigger, depth);
	return (struct cause){ .parent = branch_at(in, depth - 1), .key = parent->valid ? key_of_tables(parent, e->row, e->table) : NULL };
}
