/* Pages of the catalogue. One statement a page, driven by the index that gives the order; a cursor is the key of a row,
 * so that no page costs more than the first. A search without a chosen order pages through its ranked matches. */
#include "shop/catalogue.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/cursor.h"
#include "shop/listing.h"

#include <string.h>

const char *catalogue_sort_name(enum catalogue_sort sort)
{
	return listing_orders[sort].name;
}

enum err catalogue_sort_find(const char *name, enum catalogue_sort *out)
{
	for (int i = 0; i < SORT_COUNT; i++) {
		if (!strcmp(listing_orders[i].name, name)) {
			*out = (enum catalogue_sort)i;
			return OK;
		}
	}
	return fail(ERR_USAGE, "there is no order '%s': name, price, -price, newest or sold", name);
}

static void append(struct arena *arena, struct table *to, const struct table *rows)
{
	size_t kept = to->count * rows->columns, more = rows->count * rows->columns;
	struct value *values = arena_array(arena, struct value, kept + more);

	if (kept)
		memcpy(values, to->values, kept * sizeof *values);
	if (more)
		memcpy(values + kept, rows->values, more * sizeof *values);
	*to = (struct table){ rows->columns, to->count + rows->count, rows->names, values };
}

/* Up to @limit rows from the cursor on, in the wanted order whichever way they were read. */
struct window { const struct catalogue_filter *filter; const struct cursor *from; bool before; int64_t limit; };

/* Of a window: all of it, or, from a cursor, first the rows with the cursor's own key, then those beyond. An index can
 * be entered at each of these, but not at both in one comparison of rows: many rows with one key would be walked. */
enum part { PART_ALL, PART_SAME, PART_BEYOND };

static void add_from(struct listing *l, const struct window *w, enum part part, bool down)
{
	const struct listing_order *order = &listing_orders[w->filter->sort];

	buffer_printf(&l->sql, " AND %s %s ", order->column, part == PART_SAME ? "=" : down ? "<" : ">");
	listing_value(l, w->from->key);
	listing_add(l, order->collate);
	if (part == PART_BEYOND)
		return;
	buffer_printf(&l->sql, " AND %s %s ", order->id, down ? "<" : ">");
	listing_value(l, value_integer(w->from->id));
}

static enum err select_part(struct shop *shop, struct arena *arena, const struct window *w, enum listing_drive drive,
	enum part part, struct table *out)
{
	const struct listing_order *order = &listing_orders[w->filter->sort];
	bool down = order->descending != w->before;
	const char *way = down ? "DESC" : "ASC";
	struct listing l = { 0 };

	listing_add(&l, listing_columns);
	buffer_printf(&l.sql, "%s FROM %s%s", order->column, drive == DRIVE_ORDER ? order->from : order->few, listing_joins);
	listing_where(&l, w->filter, drive);
	search_condition(&l, arena, w->filter->search, drive == DRIVE_MATCHES);
	if (part != PART_ALL)
		add_from(&l, w, part, down);
	buffer_printf(&l.sql, " ORDER BY %s%s %s, %s %s LIMIT ", order->column, order->collate, way, order->id, way);
	listing_value(&l, value_integer(w->limit - (int64_t)out->count));
	struct table rows;
	enum err err = store_select(shop_store(shop), arena, l.sql.bytes, l.values, l.count, &rows);
	listing_release(&l);
	if (!err)
		append(arena, out, &rows);
	return err;
}

static enum err select_window(struct shop *shop, struct arena *arena, const struct window *w, struct table *out)
{
	enum listing_drive drive;

	*out = (struct table){ 0 };
	try(listing_choose(shop, arena, w->filter, &drive));
	if (!w->from)
		return select_part(shop, arena, w, drive, PART_ALL, out);
	try(select_part(shop, arena, w, drive, PART_SAME, out));
	return out->count < (size_t)w->limit ? select_part(shop, arena, w, drive, PART_BEYOND, out) : OK;
}

/* The ranked matches as a window: their ids first, then their rows. */
static enum err ranked_window(struct shop *shop, struct arena *arena, const struct window *w, struct search_hit **hits, size_t *count)
{
	struct search_hit *all;
	size_t found, from = 0, to;
	try(search_ranked(shop, arena, w->filter, &all, &found));
	to = found;
	if (w->from) {
		size_t at = 0;
		while (at < found && (all[at].score < w->from->key.integer || (all[at].score == w->from->key.integer && all[at].id < w->from->id)))
			at++;
		from = w->before ? 0 : at + (at < found && all[at].id == w->from->id);
		to = w->before ? at : found;
	}
	if (w->before && to - from > (size_t)w->limit)
		from = to - (size_t)w->limit;
	*hits = all + from;
	*count = to - from < (size_t)w->limit ? to - from : (size_t)w->limit;
	return OK;
}

static enum err select_ids(struct shop *shop, struct arena *arena, const struct search_hit *hits, size_t count, struct table *out)
{
	struct buffer ids = { 0 };
	buffer_putc(&ids, '[');
	for (size_t i = 0; i < count; i++)
		buffer_printf(&ids, "%s%lld", i ? "," : "", (long long)hits[i].id);
	buffer_putc(&ids, ']');
	const char *sql = arena_format(arena, "%sj.key FROM json_each(?1) AS j CROSS JOIN products AS p ON p.id = j.value%s ORDER BY j.key", listing_columns, listing_joins);
	struct value list = value_text_n(ids.bytes, ids.size);
	enum err err = store_select(shop_store(shop), arena, sql, &list, 1, out);
	buffer_release(&ids);
	return err;
}

static enum err read_window(struct shop *shop, struct arena *arena, const struct window *w, struct table *rows, bool *reversed)
{
	struct search_hit *hits;
	size_t count;
	*reversed = w->before && !listing_is_ranked(w->filter);
	if (!listing_is_ranked(w->filter))
		return select_window(shop, arena, w, rows);
	try(ranked_window(shop, arena, w, &hits, &count));
	try(select_ids(shop, arena, hits, count, rows));
	for (size_t i = 0; i < rows->count; i++)
		rows->values[i * rows->columns + LISTING_KEY] = value_integer(hits[rows->values[i * rows->columns + LISTING_KEY].integer].score);
	return OK;
}

static enum err read_place(struct arena *arena, const struct catalogue_filter *filter, const char *text, struct cursor *out)
{
	try(cursor_read(arena, listing_of(filter), text, out));
	return listing_is_ranked(filter) && out->key.type != VALUE_INTEGER ? cursor_refused(text) : OK;
}

enum err catalogue_page(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter, const char *text, bool before,
	int64_t limit, struct catalogue_page *out)
{
	struct cursor cursor;
	struct table rows;
	bool reversed;
	if (limit < 1 || limit > 1000)
		return fail(ERR_USAGE, "a page has 1 to 1,000 rows, not %lld", (long long)limit);
	if (text)
		try(read_place(arena, filter, text, &cursor));
	struct window window = { filter, text ? &cursor : NULL, before, limit + 1 };
	try(read_window(shop, arena, &window, &rows, &reversed));
	*out = listing_page(arena, &rows, &(struct listing_part){ listing_of(filter), limit, text != NULL, before, reversed });
	return OK;
}

/* With words the matches drive; else whatever filter there is. */
static enum err count_listing(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter,
	struct listing *l)
{
	enum listing_drive drive = DRIVE_ORDER;

	listing_add(l, "SELECT count(*) FROM (SELECT 1 FROM ");
	search_from(l, arena, filter->search);
	if (!search_has_words(filter->search)) {
		try(listing_choose(shop, arena, filter, &drive));
		if (drive == DRIVE_ORDER)
			drive = filter->seller ? DRIVE_SELLER : DRIVE_CATEGORY;
	}
	listing_where(l, filter, drive);
	search_titles(l, arena, filter->search);
	return OK;
}

static enum err count_up_to(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter,
	int64_t limit, int64_t *found)
{
	struct listing l = { 0 };
	struct table rows;

	enum err err = count_listing(shop, arena, filter, &l);
	listing_add(&l, " LIMIT ");
	listing_value(&l, value_integer(limit));
	listing_add(&l, ")");
	if (!err)
		err = store_select(shop_store(shop), arena, l.sql.bytes, l.values, l.count, &rows);
	*found = err ? 0 : table_at(&rows, 0, 0).integer;
	listing_release(&l);
	return err;
}

enum err catalogue_count(struct shop *shop, const struct catalogue_filter *filter, int64_t limit, int64_t *count,
	bool *more)
{
	struct arena arena;
	int64_t found;

	arena_init(&arena);
	enum err err = count_up_to(shop, &arena, filter, limit + 1, &found);
	*more = found > limit;
	*count = *more ? limit : found;
	arena_release(&arena);
	return err;
}

/* The row as a window of one finds it: its sort key is read again, because it may have changed. */
enum err catalogue_cursor(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter, int64_t product, const char **out)
{
	struct table rows;
	struct value id = value_integer(product);
	if (listing_is_ranked(filter)) {
		struct search_hit *hits;
		size_t count;
		try(search_ranked(shop, arena, filter, &hits, &count));
		for (size_t i = 0; i < count; i++)
			if (hits[i].id == product) {
				*out = cursor_text(arena, listing_of(filter), product, value_integer(hits[i].score));
				return OK;
			}
		return fail(ERR_NOT_FOUND, "product %lld is not among the matches", (long long)product);
	}
	const struct listing_order *order = &listing_orders[filter->sort];
	const char *sql = arena_format(arena, "SELECT %s FROM %s WHERE p.id = ?1", order->column, order->few);
	try(store_select(shop_store(shop), arena, sql, &id, 1, &rows));
	if (!rows.count)
		return fail(ERR_NOT_FOUND, "there is no product %lld", (long long)product);
	*out = cursor_text(arena, listing_of(filter), product, table_at(&rows, 0, 0));
	return OK;
}
