/* Every statement that a person causes passes here, looked at or not: a ring of slots that keep their memory, so that
 * after the first acts noting one is a copy and a hash. */
#include "explore/trace.h"

#include "base/vec.h"
#include "db/connection.h"
#include "model/store.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { REPEATED = 3 };

struct slot {
	char *bytes;                 /* the text and, behind it, those of the values */
	size_t room, values_room;
	struct value *values;
	struct traced traced;
};
struct call { char *text; size_t last; };
/* @values: a hash of those that it ran with last. */
struct template { uint64_t hash, values; size_t times, first; char *sql, *before; };

struct trace {
	struct slot slots[TRACE_KEPT];
	size_t statements;
	uint64_t nanoseconds, version;
	struct call calls[TRACE_CALLS_MAX];
	size_t call_count;
	struct template templates[TRACE_REPEATS_MAX];
	size_t template_count;
	bool fresh, held;
};

struct trace *trace_new(void)
{
	return memory_new(sizeof(struct trace));
}

/* Calls and templates of the act before go; the slots stay for the next. */
static void forget(struct trace *t)
{
	for (size_t i = 0; i < t->call_count; i++)
		free(t->calls[i].text);
	for (size_t i = 0; i < t->template_count; i++) {
		free(t->templates[i].sql);
		free(t->templates[i].before);
	}
	t->call_count = t->template_count = t->statements = 0;
	t->nanoseconds = 0;
	t->fresh = false;
}

void trace_free(struct trace *t)
{
	if (!t)
		return;
	forget(t);
	for (size_t i = 0; i < TRACE_KEPT; i++) {
		free(t->slots[i].bytes);
		free(t->slots[i].values);
	}
	free(t);
}

static struct slot *slot_of(struct trace *t, size_t number)
{
	return &t->slots[(number - 1) % TRACE_KEPT];
}

static size_t at_most(size_t size, size_t most)
{
	return size < most ? size : most;
}

static size_t bytes_of(struct value value)
{
	return value.type < VALUE_TEXT ? 0 : at_most(value.size, TRACE_VALUE_MAX);
}

static size_t bytes_wanted(const struct store_event *event, size_t text, size_t count)
{
	size_t size = text + 1;
	for (size_t i = 0; i < count; i++)
		size += bytes_of(event->values[i]) + 1;
	return size;
}

static void make_room(struct slot *slot, size_t bytes, size_t values)
{
	if (bytes > slot->room)
		slot->bytes = memory_resize(slot->bytes, slot->room = bytes * 2);
	if (values > slot->values_room)
		slot->values = memory_resize(slot->values, (slot->values_room = values * 2) * sizeof *slot->values);
}

static char *keep_bytes(char *to, const char *from, size_t size)
{
	if (size)
		memcpy(to, from, size);
	to[size] = '\0';
	return to + size + 1;
}

static void keep(struct slot *slot, const struct store_event *event, size_t size)
{
	size_t text = at_most(size, TRACE_TEXT_MAX), count = at_most(event->count, TRACE_VALUES_MAX);
	make_room(slot, bytes_wanted(event, text, count), count);
	char *to = keep_bytes(slot->bytes, event->sql, text);
	for (size_t i = 0; i < count; i++) {
		struct value value = event->values[i];
		if (value.type >= VALUE_TEXT) {
			value.size = (uint32_t)bytes_of(value);
			const char *copy = to;
			to = keep_bytes(to, value.text, value.size);
			value.text = copy;
		}
		slot->values[i] = value;
	}
	slot->traced = (struct traced){ .sql = slot->bytes, .values = slot->values, .count = count, .rows = event->rows,
		.nanoseconds = event->nanoseconds, .error = event->error };
}

/* ---- the same again ---- */

static bool begins(const char *sql, const char *word)
{
	return !strncasecmp(sql, word, strlen(word));
}

/* What one statement could have done for all. */
static bool could_be_one(const struct store_event *event)
{
	return event->count && (begins(event->sql, "INSERT") || (begins(event->sql, "SELECT") && strstr(event->sql, "WHERE")));
}

static uint64_t values_of(const struct store_event *event)
{
	uint64_t hash = VALUE_HASH;
	for (size_t i = 0; i < event->count; i++)
		hash = value_hash(hash, event->values[i]);
	return hash;
}

static void note_template(struct trace *t, const struct store_event *event, size_t size)
{
	uint64_t hash = text_hash(event->sql, size);
	size_t i = 0;
	while (i < t->template_count && t->templates[i].hash != hash)
		i++;
	if (i == TRACE_REPEATS_MAX)
		return;
	struct template *known = &t->templates[i];
	if (i == t->template_count) {
		*known = (struct template){ .hash = hash };
		t->template_count++;
	}
	if (!known->times)
		known->first = t->statements;
	uint64_t values = values_of(event);
	if (known->times && known->values == values)
		return;
	known->values = values;
	if (++known->times != REPEATED || known->sql || !could_be_one(event))
		return;
	known->sql = memory_string(event->sql);
	if (known->first > 1 && known->first + TRACE_KEPT > t->statements + 1)
		known->before = memory_string(slot_of(t, known->first - 1)->traced.sql);
}

/* What the next call runs is its own: a template that two calls ran twice each was not repeated. */
static void begin_templates(struct trace *t)
{
	for (size_t i = 0; i < t->template_count; i++)
		if (!t->templates[i].sql)
			t->templates[i].times = 0;
}

static void on_statement(void *context, const struct store_event *event)
{
	struct trace *t = context;
	size_t size = strlen(event->sql);
	if (t->held)
		return;
	if (t->fresh)
		forget(t);
	keep(slot_of(t, ++t->statements), event, size);
	t->nanoseconds += event->nanoseconds;
	t->version++;
	note_template(t, event, size);
}

/* ---- acts and calls ---- */

void trace_listen(struct trace *t, struct store *store)
{
	store_observe(store, on_statement, t);
}

static void on_file_statement(void *context, const struct connection_event *event)
{
	on_statement(context, &(struct store_event){ event->sql, event->values, event->count, event->rows, event->nanoseconds, event->prepared, event->error });
}

void trace_listen_file(struct trace *t, struct connection *db)
{
	connection_observe(db, on_file_statement, t);
}

void trace_act(struct trace *t)
{
	t->fresh = true;
	t->held = false;
}

bool trace_is_past(const struct trace *t)
{
	return t->fresh;
}

void trace_hold(struct trace *t)
{
	t->held = true;
}

static size_t named(const struct trace *t)
{
	return t->call_count ? t->calls[t->call_count - 1].last : 0;
}

void trace_call(struct trace *t, const char *call)
{
	if (t->held || t->fresh || named(t) == t->statements)
		return;
	t->version++;
	begin_templates(t);
	if (t->call_count == TRACE_CALLS_MAX) {
		t->calls[TRACE_CALLS_MAX - 1].last = t->statements;
		return;
	}
	t->calls[t->call_count++] = (struct call){ memory_string(call), t->statements };
}

/* ---- what it knows ---- */

uint64_t trace_version(const struct trace *t)
{
	return t->version;
}

struct trace_totals trace_totals(const struct trace *t)
{
	return (struct trace_totals){ t->statements, at_most(t->statements, TRACE_KEPT), t->nanoseconds };
}

struct traced trace_at(const struct trace *t, size_t number)
{
	return t->slots[(number - 1) % TRACE_KEPT].traced;
}

size_t trace_calls(const struct trace *t)
{
	return t->call_count + (named(t) < t->statements);
}

const char *trace_call_at(const struct trace *t, size_t index, size_t *last)
{
	*last = index < t->call_count ? t->calls[index].last : t->statements;
	return index < t->call_count ? t->calls[index].text : NULL;
}

size_t trace_repeats(const struct trace *t)
{
	size_t count = 0;
	for (size_t i = 0; i < t->template_count; i++)
		count += t->templates[i].sql != NULL;
	return count;
}

struct trace_repeat trace_repeat_at(const struct trace *t, size_t index)
{
	size_t i = 0;
	for (;; i++)
		if (t->templates[i].sql && index-- == 0)
			return (struct trace_repeat){ t->templates[i].sql, t->templates[i].before, t->templates[i].times };
}
