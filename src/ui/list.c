/* The list holds a window of pages, each with an arena of its own, and reads the page before or after when somebody
 * moves there; far pages are let go. A row is known by its key, so that after a reload the same one is selected,
 * wherever it stands now. Nothing here knows what a row is. */
#include "ui/list.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE_MIN = 50, PAGE_MAX = 1000, CHUNKS_MAX = 8, WHEEL_ROWS = 3 };

struct list_chunk { struct arena arena; size_t count; const char *previous, *next; };

#define MOVE(key_, ...) { key_, NULL, "move", "rows", .also = { __VA_ARGS__ } }
#define PAGE(key_, ...) { key_, NULL, "page", "rows", .also = { __VA_ARGS__ } }
const struct binding list_bindings[] = {
	MOVE(K_UP, 'k'), MOVE(K_DOWN, 'j'), PAGE(K_PAGE_UP, K_CTRL('b')), PAGE(K_PAGE_DOWN, K_CTRL('f')),
	{ 'g', NULL, "first", "rows", .also = { K_HOME } },
	{ 'G', NULL, "last", "rows", .also = { K_END } },
	{ 0 }
};

static void chunk_free(struct list_chunk *chunk)
{
	arena_release(&chunk->arena);
	free(chunk);
}

static void free_chunks(struct list *list)
{
	for (size_t i = 0; i < list->chunks.count; i++)
		chunk_free(list->chunks.items[i]);
	list->chunks.count = 0;
	list->rows.count = 0;
}

void list_init(struct list *list, const struct list_ops *ops, void *data)
{
	*list = (struct list){ .ops = ops, .data = data, .first = -1, .total = -1 };
}

void list_release(struct list *list)
{
	free_chunks(list);
	vec_release(&list->chunks);
	vec_release(&list->rows);
}

/* ---- pages ---- */

static bool has_after(const struct list *list)
{
	return list->chunks.count && list->chunks.items[list->chunks.count - 1]->next;
}

static bool has_before(const struct list *list)
{
	return list->chunks.count && list->chunks.items[0]->previous;
}

static size_t page_size(const struct list *list)
{
	int rows = list->height > PAGE_MAX / 2 ? PAGE_MAX : list->height * 2;

	return (size_t)(rows > PAGE_MIN ? rows : PAGE_MIN);
}

static enum err read_chunk(struct list *list, const char *cursor, bool before, struct list_chunk **out,
	struct list_page *page)
{
	struct list_chunk *chunk = memory_new(sizeof *chunk);

	arena_init(&chunk->arena);
	*page = (struct list_page){ 0 };
	enum err err = list->ops->load(list->data, &chunk->arena, cursor, before, page_size(list), page);
	if (err) {
		chunk_free(chunk);
		return err;
	}
	chunk->count = page->count;
	chunk->previous = page->count ? page->previous : NULL;
	chunk->next = page->count ? page->next : NULL;
	*out = chunk;
	return OK;
}

/* Make room for @count rows at the front (or, negative, take them away). */
static void shift_rows(struct list *list, size_t away, size_t room)
{
	for (size_t i = 0; i < room; i++)
		vec_push(&list->rows, NULL);
	memmove(list->rows.items + room, list->rows.items + away, (list->rows.count - room - away) * sizeof *list->rows.items);
	list->rows.count -= away;
}

static void drop_first_chunk(struct list *list)
{
	size_t count = list->chunks.items[0]->count;

	shift_rows(list, count, 0);
	chunk_free(list->chunks.items[0]);
	list->chunks.count--;
	memmove(list->chunks.items, list->chunks.items + 1, list->chunks.count * sizeof *list->chunks.items);
	list->selected -= count;
	list->top -= count;
	if (list->first >= 0)
		list->first += (int64_t)count;
}

static void drop_last_chunk(struct list *list)
{
	struct list_chunk *chunk = list->chunks.items[--list->chunks.count];
	list->rows.count -= chunk->count;
	chunk_free(chunk);
}

static enum err read_after(struct list *list)
{
	struct list_chunk *chunk, *last = list->chunks.items[list->chunks.count - 1];
	struct list_page page;

	try(read_chunk(list, last->next, false, &chunk, &page));
	if (!page.count)
		last->next = NULL;
	vec_push(&list->chunks, chunk);
	for (size_t i = 0; i < page.count; i++)
		vec_push(&list->rows, page.rows[i]);
	if (list->chunks.count > CHUNKS_MAX && list->chunks.items[0]->count <= list->top
	    && list->chunks.items[0]->count <= list->selected)
		drop_first_chunk(list);
	return OK;
}

static enum err read_before(struct list *list)
{
	struct list_chunk *chunk;
	struct list_page page;

	try(read_chunk(list, list->chunks.items[0]->previous, true, &chunk, &page));
	vec_push(&list->chunks, NULL);
	memmove(list->chunks.items + 1, list->chunks.items, (list->chunks.count - 1) * sizeof *list->chunks.items);
	list->chunks.items[0] = chunk;
	shift_rows(list, 0, page.count);
	if (page.count)
		memcpy(list->rows.items, page.rows, page.count * sizeof *list->rows.items);
	list->selected += page.count;
	list->top += page.count;
	if (list->first >= 0)
		list->first -= (int64_t)page.count;
	if (!chunk->previous)
		list->first = 0;
	if (list->chunks.count > CHUNKS_MAX)
		drop_last_chunk(list);
	return OK;
}

/* Forget all rows, and begin with one page. */
static enum err begin_with(struct list *list, const char *cursor, bool before)
{
	struct list_chunk *chunk;
	struct list_page page;

	try(read_chunk(list, cursor, before, &chunk, &page));
	free_chunks(list);
	vec_push(&list->chunks, chunk);
	for (size_t i = 0; i < page.count; i++)
		vec_push(&list->rows, page.rows[i]);
	list->selected = list->top = 0;
	return OK;
}

/* ---- moving ---- */

/* Keep the selected row in sight, and no blank lines at the end while there are rows before. */
static void keep_in_sight(struct list *list)
{
	size_t height = list->height > 0 ? (size_t)list->height : 1;

	if (list->selected >= list->rows.count)
		list->selected = list->rows.count ? list->rows.count - 1 : 0;
	if (list->top > list->selected)
		list->top = list->selected;
	if (list->selected >= list->top + height)
		list->top = list->selected - height + 1;
	if (list->top + height > list->rows.count)
		list->top = list->rows.count > height ? list->rows.count - height : 0;
}

/* Read until the row @by away from @*index is held, or there is none. @index follows when rows shift. */
static enum err reach(struct list *list, size_t *index, long by)
{
	while (by > 0 && *index + (size_t)by >= list->rows.count && has_after(list))
		try(read_after(list));
	while (by < 0 && *index < (size_t)-by && has_before(list))
		try(read_before(list));
	return OK;
}

static size_t moved(const struct list *list, size_t index, long by)
{
	size_t last = list->rows.count ? list->rows.count - 1 : 0;
	if (by < 0)
		return index < (size_t)-by ? 0 : index - (size_t)-by;
	return index + (size_t)by > last ? last : index + (size_t)by;
}

static enum err move_by(struct list *list, long by)
{
	enum err err = reach(list, &list->selected, by);
	list->selected = moved(list, list->selected, by);
	keep_in_sight(list);
	return err;
}

/* A page keeps the selection on its line of the screen. */
static enum err page_by(struct list *list, long by)
{
	enum err err = reach(list, &list->selected, by * 2);
	list->selected = moved(list, list->selected, by);
	list->top = moved(list, list->top, by);
	keep_in_sight(list);
	return err;
}

static enum err scroll_by(struct list *list, long by)
{
	size_t height = list->height > 0 ? (size_t)list->height : 1;
	enum err err = reach(list, &list->top, by >= 0 ? by + (long)height : by);

	list->top = moved(list, list->top, by);
	if (list->top + height > list->rows.count)
		list->top = list->rows.count > height ? list->rows.count - height : 0;
	if (list->selected < list->top)
		list->selected = list->top;
	if (list->selected >= list->top + height)
		list->selected = list->top + height - 1;
	keep_in_sight(list);
	return err;
}

static enum err move_first(struct list *list)
{
	if (has_before(list))
		return list_restart(list);
	list->selected = list->top = 0;
	return OK;
}

static enum err move_last(struct list *list)
{
	if (has_after(list)) {
		try(begin_with(list, NULL, true));
		list->first = has_before(list) ? list->total - (int64_t)list->rows.count : 0;
		if (list->first < 0)
			list->first = -1;
	}
	list->selected = list->rows.count ? list->rows.count - 1 : 0;
	keep_in_sight(list);
	return OK;
}

/* ---- what screens call ---- */

enum err list_restart(struct list *list)
{
	if (!list->ops->load) {
		list->selected = list->top = 0;
		return OK;
	}
	try(begin_with(list, NULL, false));
	list->first = 0;
	return OK;
}

static bool find_key(const struct list *list, int64_t key, size_t *out)
{
	for (size_t i = 0; i < list->rows.count; i++)
		if (list->ops->key(list->rows.items[i]) == key) {
			*out = i;
			return true;
		}
	return false;
}

/* Read on from the row above the first visible one. */
static enum err reload_from_sight(struct list *list)
{
	struct arena arena;
	const char *cursor = NULL;
	int64_t first = list->first < 0 ? -1 : list->first + (int64_t)list->top;

	arena_init(&arena);
	enum err err = list->ops->cursor(list->data, &arena, list->rows.items[list->top - 1], &cursor);
	if (!err)
		err = begin_with(list, cursor, false);
	arena_release(&arena);
	if (!err)
		list->first = first;
	return err;
}

enum err list_reload(struct list *list)
{
	if (!list->ops->load || !list->rows.count)
		return list_restart(list);
	int64_t key = list->ops->key(list->rows.items[list->selected]);
	size_t line;

	if (list->top == 0 && has_before(list))
		try(read_before(list));
	line = list->selected - list->top;
	if (list->top == 0 || !list->ops->cursor || reload_from_sight(list) || !list->rows.count)
		try(list_restart(list));
	list->selected = line;
	find_key(list, key, &list->selected);
	if (list->selected < line)
		reach(list, &list->selected, (long)list->selected - (long)line);
	list->top = list->selected < line ? 0 : list->selected - line;
	keep_in_sight(list);
	return OK;
}

void list_set_rows(struct list *list, const void *const *rows, size_t count)
{
	bool had = list->rows.count > 0;
	int64_t key = had ? list->ops->key(list->rows.items[list->selected]) : 0;

	list->rows.count = 0;
	for (size_t i = 0; i < count; i++)
		vec_push(&list->rows, rows[i]);
	list->first = 0;
	list->total = (int64_t)count;
	if (had)
		find_key(list, key, &list->selected);
	keep_in_sight(list);
}

void list_set_total(struct list *list, int64_t total)
{
	list->total = total;
}

bool list_select(struct list *list, int64_t key)
{
	bool found = find_key(list, key, &list->selected);
	keep_in_sight(list);
	return found;
}

const void *list_selected(const struct list *list)
{
	return list->rows.count ? list->rows.items[list->selected] : NULL;
}

/* ---- events ---- */

static bool key_moves(struct list *list, uint32_t key, enum err *err)
{
	long page = list->height > 1 ? list->height - 1 : 1;

	switch (key) {
	case K_UP: case 'k': *err = move_by(list, -1); return true;
	case K_DOWN: case 'j': *err = move_by(list, 1); return true;
	case K_PAGE_UP: case K_CTRL('b'): *err = page_by(list, -page); return true;
	case K_PAGE_DOWN: case K_CTRL('f'): *err = page_by(list, page); return true;
	case K_HOME: case 'g': *err = move_first(list); return true;
	case K_END: case 'G': *err = move_last(list); return true;
	}
	return false;
}

static enum list_did clicked(struct list *list, long index)
{
	if (index < 0 || (size_t)index >= list->rows.count)
		return LIST_MOVED;
	if (list->selected == (size_t)index)
		return LIST_ENTERED;
	list->selected = (size_t)index;
	return LIST_MOVED;
}

enum list_did list_event(struct list *list, const struct event *event, enum err *error)
{
	enum list_did did = LIST_IGNORED;
	enum err err = OK;

	if (event->type == EVENT_KEY && key_moves(list, event->key, &err))
		did = LIST_MOVED;
	if (event->type == EVENT_CLICK && event->widget == list)
		did = clicked(list, event->index);
	if (event->type == EVENT_WHEEL && event->widget == list) {
		err = scroll_by(list, event->index * WHEEL_ROWS);
		did = LIST_MOVED;
	}
	if (error)
		*error = err;
	return did;
}

/* ---- position ---- */

struct shown list_position(const struct list *list, struct arena *arena)
{
	int64_t total = list->total, at = list->first + (int64_t)list->selected + 1;

	if (list->first < 0 || (list->rows.count <= (size_t)list->height && !has_after(list) && !has_before(list)))
		return SHOWN("");
	if (!has_after(list))
		total = list->first + (int64_t)list->rows.count;
	if (total < at)
		return show_format(arena, "%lld", (long long)at);
	return show_format(arena, "%lld of %lld", (long long)at, (long long)total);
}
