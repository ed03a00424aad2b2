/* An open table with linear probing; a removed row leaves its place marked. */
#include "explore/touched.h"

#include "base/vec.h"
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 256 };

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

struct identity identity_of_rowid(size_t table, int64_t rowid)
{
	return (struct identity){ (uint64_t)rowid, table };
}

struct identity identity_begin(size_t table)
{
	return (struct identity){ mix(table + 1), table };
}

static void add_word(struct identity *to, uint64_t word)
{
	to->a = mix(to->a ^ word);
	to->b = mix(to->b + word * UINT64_C(0x9e3779b97f4a7c15));
}

/* Values that SQLite takes for the same key must count as one: 1 and 1.0. */
static void add_number(struct identity *to, struct value value)
{
	uint64_t bits;

	if (value.type == VALUE_REAL && value.real >= -0x1p63 && value.real < 0x1p63 && (double)(int64_t)value.real == value.real)
		value = value_integer((int64_t)value.real);
	memcpy(&bits, value.type == VALUE_REAL ? (const void *)&value.real : (const void *)&value.integer, sizeof bits);
	add_word(to, value.type);
	add_word(to, bits);
}

void identity_add(struct identity *to, struct value value)
{
	uint64_t word;
	uint32_t at = 0;

	if (value.type == VALUE_INTEGER || value.type == VALUE_REAL) {
		add_number(to, value);
		return;
	}
	add_word(to, (uint64_t)value.type << 32 | (value.type == VALUE_NULL ? 0 : value.size));
	if (value.type == VALUE_NULL)
		return;
	for (; at + 8 <= value.size; at += 8) {
		memcpy(&word, value.text + at, 8);
		add_word(to, word);
	}
	word = 0;
	if (at < value.size)
		memcpy(&word, value.text + at, value.size - at);
	add_word(to, word);
}

uint64_t content_of(size_t column, struct value value)
{
	struct identity hash = identity_begin(column);

	identity_add(&hash, value);
	return hash.a;
}

static size_t place_of(struct identity identity, size_t room)
{
	return (size_t)mix(identity.a ^ mix(identity.b)) & (room - 1);
}

void touched_release(struct touched *touched)
{
	free(touched->rows);
	*touched = (struct touched){ 0 };
}

struct touched_row *touched_find(const struct touched *touched, struct identity identity)
{
	if (!touched->room)
		return NULL;
	for (size_t at = place_of(identity, touched->room);; at = (at + 1) & (touched->room - 1)) {
		struct touched_row *row = &touched->rows[at];

		if (row->state != TOUCHED_NONE && !row->gone && identity_equals(row->identity, identity))
			return row;
		if (row->state == TOUCHED_NONE && !row->gone)
			return NULL;
	}
}

static struct touched_row *free_place(struct touched_row *rows, size_t room, struct identity identity)
{
	size_t at = place_of(identity, room);

	while (rows[at].state != TOUCHED_NONE || rows[at].gone)
		at = (at + 1) & (room - 1);
	return &rows[at];
}

static void touched_grow(struct touched *touched)
{
	size_t room = touched->room ? touched->room * 2 : ROOM_FIRST, used = 0;
	struct touched_row *rows = memory_new(room * sizeof *rows);

	for (size_t i = 0; i < touched->room; i++)
		if (touched->rows[i].state != TOUCHED_NONE) {
			*free_place(rows, room, touched->rows[i].identity) = touched->rows[i];
			used++;
		}
	free(touched->rows);
	*touched = (struct touched){ rows, used, room };
}

struct touched_row *touched_add(struct touched *touched, struct identity identity)
{
	struct touched_row *row;

	if (touched->used >= touched->room / 4 * 3)
		touched_grow(touched);
	row = free_place(touched->rows, touched->room, identity);
	*row = (struct touched_row){ .identity = identity };
	touched->used++;
	return row;
}

void touched_remove(struct touched_row *row)
{
	row->state = TOUCHED_NONE;
	row->gone = true;
}
