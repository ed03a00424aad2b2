/* Pages of the catalogue. One statement a page, driven by the index that gives the order; a cursor is the key of a row,
 * so that no page costs more than the first. A search without a chosen order pages through its ranked matches. */
#include "shop/catalogue.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/store.h"
#include "shop/listing.h"

#include <stdio.h>
#include <stdlib.h>
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

static bool is_ranked(const struct catalogue_filter *filter)
{
	return search_has_words(filter->search) && !filter->sorted;
}

/* A cursor: 8 hex digits that stand for the sort and filters, the row's id, its sort key. */
static uint32_t fingerprint(const struct catalogue_filter *f)
{
	const char *parts[] = { f->search ? f->search : "", f->category ? f->category : "", f->seller ? f->seller : "",
		f->in_stock ? "y" : "n", is_ranked(f) ? "ranked" : listing_orders[f->sort].name };
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		for (const char *at = parts[i];; at++) {
			hash = (hash ^ (unsigned char)*at) * 16777619u;
			if (!*at)
				break;
		}
	return hash;
}

struct cursor { int64_t id; struct value key; };

static const char *cursor_text(struct arena *arena, const struct catalogue_filter *filter, int64_t id, struct value key)
{
	struct buffer hex = { 0 };
	if (key.type == VALUE_TEXT)
		for (uint32_t i = 0; i < key.size; i++)
			buffer_printf(&hex, "%02x", (unsigned char)key.text[i]);
	else
		buffer_printf(&hex, "%lld", (long long)key.integer);
	const char *text = arena_format(arena, "%08x.%lld.%s", fingerprint(filter), (long long)id, hex.bytes ? hex.bytes : "");
	buffer_release(&hex);
	return text;
}

static bool read_hex(struct arena *arena, const char *hex, struct value *out)
{
	size_t size = strlen(hex) / 2;
	char *bytes = arena_alloc(arena, size + 1);
	for (size_t i = 0; i < size; i++) {
		unsigned byte;
		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			return false;
		bytes[i] = (char)byte;
	}
	*out = value_text_n(bytes, size);
	return strlen(hex) % 2 == 0 && strspn(hex, "0123456789abcdef") == 2 * size;
}

static enum err cursor_read(struct arena *arena, const struct catalogue_filter *filter, const char *text, struct cursor *out)
{
	char *copy = arena_string(arena, text), *id = strchr(copy, '.'), *key = id ? strchr(id + 1, '.') : NULL;
	int64_t number;
	bool good = key != NULL;
	if (good) {
		*id++ = *key++ = '\0';
		good = !strcmp(copy, arena_format(arena, "%08x", fingerprint(filter))) && !text_integer(id, &out->id);
	}
	if (good && !is_ranked(filter) && listing_orders[filter->sort].text)
		good = read_hex(arena, key, &out->key);
	else if (good && (good = !text_integer(key, &number)))
		out->key = value_integer(number);
	return good ? OK : fail(ERR_USAGE, "'%s' is no cursor of this list: take \"next\" of the same sort and filters", text);
}

/* Columns of a row, in this order; the sort key comes last. */
enum { COL_ID, COL_TITLE, COL_DESCRIPTION, COL_CATEGORY, COL_PRICE, COL_STOCK, COL_IMAGE, COL_RETIRED, COL_CREATED, COL_UPDATED,
	COL_USER, COL_NAME, COL_EMAIL, COL_SOLD, COL_KEY };
static const char columns_sql[] = "SELECT p.id, p.title, p.description, p.category, p.priceCents, p.stock, p.imageUrl, p.retiredAt,"
	" p.createdAt, p.updatedAt, p.userId, u.name, u.email, coalesce(n.sold, 0), ";
static const char seller_sql[] = " LEFT JOIN users AS u ON u.id = p.userId LEFT JOIN soukSold AS n ON n.productId = p.id";

static const char *text_or_null(struct value v)
{
	return value_is_null(v) ? NULL : value_str(v);
}

static struct product read_product(const struct table *t, size_t row)
{
	struct value stock = table_at(t, row, COL_STOCK), retired = table_at(t, row, COL_RETIRED);
	return (struct product){
		.id = table_at(t, row, COL_ID).integer, .seller = value_int_or(table_at(t, row, COL_USER), 0),
		.stock = value_int_or(stock, 0), .unlimited = value_is_null(stock), .sold = value_int_or(table_at(t, row, COL_SOLD), 0),
		.retired = !value_is_null(retired), .price = money_of(value_int_or(table_at(t, row, COL_PRICE), 0)),
		.title = value_str(table_at(t, row, COL_TITLE)), .description = value_str(table_at(t, row, COL_DESCRIPTION)),
		.category = value_str(table_at(t, row, COL_CATEGORY)), .image = text_or_null(table_at(t, row, COL_IMAGE)),
		.seller_name = value_str(table_at(t, row, COL_NAME)), .seller_email = value_str(table_at(t, row, COL_EMAIL)),
		.created = text_or_null(table_at(t, row, COL_CREATED)), .updated = text_or_null(table_at(t, row, COL_UPDATED)),
		.retired_at = text_or_null(retired),
	};
}

/* Up to @limit rows from the cursor on, in the wanted order whichever way they were read. */
struct window { const struct catalogue_filter *filter; const struct cursor *from; bool before; int64_t limit; };

static enum err select_window(struct shop *shop, struct arena *arena, const struct window *w, struct table *out)
{
	const struct listing_order *order = &listing_orders[w->filter->sort];
	bool down = order->descending != w->before;
	const char *id = w->filter->sort == SORT_SOLD ? "s.productId" : "p.id";
	struct listing l = { 0 };
	listing_add(&l, columns_sql);
	buffer_printf(&l.sql, "%s FROM %s%s", order->key, order->from, seller_sql);
	listing_where(&l, arena, w->filter, true);
	if (w->from) {
		buffer_printf(&l.sql, " AND (%s, %s) %s (", order->key, id, down ? "<" : ">");
		listing_value(&l, w->from->key);
		listing_add(&l, ", ");
		listing_value(&l, value_integer(w->from->id));
		listing_add(&l, ")");
	}
	buffer_printf(&l.sql, " ORDER BY %s %s, %s %s LIMIT ", order->key, down ? "DESC" : "ASC", id, down ? "DESC" : "ASC");
	listing_value(&l, value_integer(w->limit));
	enum err err = store_select(shop_store(shop), arena, l.sql.bytes, l.values, l.count, out);
	listing_release(&l);
	return err;
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
	const char *sql = arena_format(arena, "%sj.key FROM json_each(?1) AS j CROSS JOIN products AS p ON p.id = j.value%s ORDER BY j.key", columns_sql, seller_sql);
	struct value list = value_text_n(ids.bytes, ids.size);
	enum err err = store_select(shop_store(shop), arena, sql, &list, 1, out);
	buffer_release(&ids);
	return err;
}

static enum err read_window(struct shop *shop, struct arena *arena, const struct window *w, struct table *rows, bool *reversed)
{
	struct search_hit *hits;
	size_t count;
	*reversed = w->before && !is_ranked(w->filter);
	if (!is_ranked(w->filter))
		return select_window(shop, arena, w, rows);
	try(ranked_window(shop, arena, w, &hits, &count));
	try(select_ids(shop, arena, hits, count, rows));
	for (size_t i = 0; i < rows->count; i++)
		rows->values[i * rows->columns + COL_KEY] = value_integer(hits[rows->values[i * rows->columns + COL_KEY].integer].score);
	return OK;
}

enum err catalogue_page(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter, const char *text, bool before,
	int64_t limit, struct catalogue_page *out)
{
	struct cursor cursor;
	struct table rows;
	bool reversed;
	if (text)
		try(cursor_read(arena, filter, text, &cursor));
	struct window window = { filter, text ? &cursor : NULL, before, limit + 1 };
	try(read_window(shop, arena, &window, &rows, &reversed));
	bool more = rows.count > (size_t)limit;
	size_t count = more ? (size_t)limit : rows.count, skip = more && before && !reversed ? rows.count - count : 0;
	*out = (struct catalogue_page){ .products = { arena_array(arena, struct product, count), count } };
	const char **cursors = arena_array(arena, const char *, count);
	for (size_t i = 0; i < count; i++) {
		size_t from = skip + (reversed ? count - 1 - i : i);
		out->products.items[i] = read_product(&rows, from);
		cursors[i] = cursor_text(arena, filter, out->products.items[i].id, table_at(&rows, from, COL_KEY));
	}
	if (count && (before ? more : text != NULL))
		out->previous = cursors[0];
	if (count && (before ? text != NULL : more))
		out->next = cursors[count - 1];
	return OK;
}

enum err catalogue_count(struct shop *shop, const struct catalogue_filter *filter, int64_t limit, int64_t *count, bool *more)
{
	struct listing l = { 0 };
	struct table rows;
	struct arena arena;
	arena_init(&arena);
	listing_add(&l, "SELECT count(*) FROM (SELECT 1 FROM products AS p");
	listing_where(&l, &arena, filter, true);
	listing_add(&l, " LIMIT ");
	listing_value(&l, value_integer(limit + 1));
	listing_add(&l, ")");
	enum err err = store_select(shop_store(shop), &arena, l.sql.bytes, l.values, l.count, &rows);
	if (!err) {
		int64_t found = table_at(&rows, 0, 0).integer;
		*more = found > limit || (found == limit && search_has_words(filter->search));
		*count = found > limit ? limit : found;
	}
	listing_release(&l);
	arena_release(&arena);
	return err;
}

/* The row as a window of one finds it: its sort key is read again, because it may have changed. */
enum err catalogue_cursor(struct shop *shop, struct arena *arena, const struct catalogue_filter *filter, int64_t product, const char **out)
{
	struct table rows;
	struct value id = value_integer(product);
	if (is_ranked(filter)) {
		struct search_hit *hits;
		size_t count;
		try(search_ranked(shop, arena, filter, &hits, &count));
		for (size_t i = 0; i < count; i++)
			if (hits[i].id == product) {
				*out = cursor_text(arena, filter, product, value_integer(hits[i].score));
				return OK;
			}
		return fail(ERR_NOT_FOUND, "product %lld is not among the matches", (long long)product);
	}
	const struct listing_order *order = &listing_orders[filter->sort];
	const char *sql = arena_format(arena, "SELECT %s FROM %s WHERE p.id = ?1", order->key, order->from);
	try(store_select(shop_store(shop), arena, sql, &id, 1, &rows));
	if (!rows.count)
		return fail(ERR_NOT_FOUND, "there is no product %lld", (long long)product);
	*out = cursor_text(arena, filter, product, table_at(&rows, 0, 0));
	return OK;
}
