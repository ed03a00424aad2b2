/* An import is its own dry run: every row is carried out in one transaction, and a dry one, or one with bad rows, is rolled
 * back. So what a dry run tells is what will happen. Rows use an arena each; what is told is copied out of it. */
#include "shop/import.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/record.h"
#include "model/store.h"

#include <string.h>

enum { COLUMN_ID = DRAFT_COUNT, COLUMN_COUNT, REPORT_EVERY = 1000 };

static const char *const columns[COLUMN_COUNT] = {
	[DRAFT_TITLE] = "title", [DRAFT_DESCRIPTION] = "description", [DRAFT_CATEGORY] = "category", [DRAFT_PRICE] = "price",
	[DRAFT_STOCK] = "stock", [DRAFT_IMAGE] = "imageUrl", [DRAFT_RETIRED] = "retiredAt", [COLUMN_ID] = "id",
};

typedef VEC(struct import_row) row_list;
/* The seller's titles by their hash: the id of the first product of that title, and whether there are more. */
struct title { uint64_t hash; int64_t id; bool several; };
struct titles { struct title *items; size_t count, room; bool read; };
struct import {
	struct session *session;
	struct arena *arena;                 /* for what is told */
	struct arena row;                    /* for one record */
	struct csv_reader *reader;
	const char *path;
	struct import_wish wish;
	int at[COLUMN_COUNT];                /* field of each column, -1: not there */
	row_list added, changed, bad;
	struct titles titles;
	struct import_report *out;
};

/* --- the header --- */

static enum err find_column(const struct import *im, const char *name, size_t line, int *out)
{
	for (*out = 0; *out < COLUMN_COUNT; ++*out)
		if (!strcmp(columns[*out], name))
			return OK;
	const char *near = text_nearest(name, columns, COLUMN_COUNT);
	return fail(ERR_INPUT, "%s:%zu: there is no column '%s'%s%s%s", im->path, line, name, near ? ", did you mean '" : "",
		near ? near : "", near ? "'?" : "");
}

static enum err read_header(struct import *im)
{
	struct csv_record record;
	bool more;
	for (int c = 0; c < COLUMN_COUNT; c++)
		im->at[c] = -1;
	try(csv_next(im->reader, &im->row, &record, &more));
	if (!more)
		return fail(ERR_INPUT, "%s: it is empty, the first line names the columns", im->path);
	for (size_t i = 0; i < record.count; i++) {
		int column;
		try(find_column(im, record.fields[i], record.line, &column));
		if (im->at[column] >= 0)
			return fail(ERR_INPUT, "%s:%zu: the column '%s' stands there twice", im->path, record.line, columns[column]);
		im->at[column] = (int)i;
	}
	return im->at[DRAFT_TITLE] >= 0 || im->at[COLUMN_ID] >= 0 ? OK
		: fail(ERR_INPUT, "%s:%zu: there is neither a column 'title' nor 'id'", im->path, record.line);
}

/* --- one row --- */

static const char *field(const struct import *im, const struct csv_record *record, int column)
{
	int at = im->at[column];
	return at >= 0 && (size_t)at < record->count ? record->fields[at] : NULL;
}

static uint64_t hash_title(const char *title)
{
	return value_hash(VALUE_HASH, value_text(title));
}

/* Its place, or the empty one where it would stand. */
static struct title *title_place(const struct titles *titles, uint64_t hash)
{
	size_t at = value_place(hash, titles->room);
	while (titles->items[at].id && titles->items[at].hash != hash)
		at = (at + 1) & (titles->room - 1);
	return &titles->items[at];
}

static void titles_add(struct titles *titles, uint64_t hash, int64_t id)
{
	if (titles->count * 2 >= titles->room) {
		struct titles grown = { .room = titles->room ? titles->room * 2 : 1024, .count = titles->count, .read = titles->read };
		grown.items = memory_new(grown.room * sizeof *grown.items);
		for (size_t i = 0; i < titles->room; i++)
			if (titles->items[i].id)
				*title_place(&grown, titles->items[i].hash) = titles->items[i];
		vec_free(titles->items);
		*titles = grown;
	}
	struct title *place = title_place(titles, hash);
	place->several = place->id != 0;
	titles->count += !place->id;
	if (!place->id)
		*place = (struct title){ hash, id, false };
}

static enum err read_titles(struct import *im)
{
	const char *const attributes[] = { "title", NULL };
	const struct order_by order[] = { { .attribute = "id" }, { 0 } };
	struct shop *shop = im->session->shop;
	struct rows rows;
	int64_t last = 0;
	do {
		const struct where where[] = { where_eq("userId", value_integer(im->session->user)),
			where_op(WHERE_GT, "id", value_integer(last)), where_end };
		const struct query query = { .where = where, .order = order, .limit = REPORT_EVERY, .attributes = attributes };
		struct arena page;
		arena_init(&page);
		enum err err = model_find_all(shop_store(shop), &page, shop_model(shop, "product"), &query, &rows);
		for (size_t i = 0; i < rows.count; i++)
			titles_add(&im->titles, hash_title(row_text(rows.items[i], "title")), last = row_int(rows.items[i], "id"));
		arena_release(&page);
		try(err);
	} while (rows.count == REPORT_EVERY);
	im->titles.read = true;
	return OK;
}

/* The seller's product of that title; 0: none. Looked up in memory, for asking the file for each would read all of the
 * seller's products each time. */
static enum err find_by_title(struct import *im, const char *title, int64_t *out)
{
	*out = 0;
	if (!im->titles.read)
		try(read_titles(im));
	if (!im->titles.room)
		return OK;
	const struct title *found = title_place(&im->titles, hash_title(title));
	if (found->several)
		return fail(ERR_INPUT, "title: several products of yours are called '%s', say which by its id", title);
	*out = found->id;
	return OK;
}

static enum err find_product(struct import *im, const struct csv_record *record, int64_t *out)
{
	const char *id = field(im, record, COLUMN_ID), *title = field(im, record, DRAFT_TITLE);
	*out = 0;
	if (id && *id)
		return text_integer(id, out) || *out <= 0 ? fail(ERR_INPUT, "id: '%s' is no id", id) : OK;
	return title && *title ? find_by_title(im, title, out) : fail(ERR_INPUT, "title: a product needs a title");
}

/* Copied out of the row's arena, while there is room to tell it. */
static void tell(struct import *im, row_list *list, size_t *count, const struct import_row *row)
{
	if (++*count > IMPORT_TOLD)
		return;
	struct import_row kept = *row;
	kept.title = arena_string(im->arena, row->title);
	kept.fault = arena_string(im->arena, row->fault);
	for (size_t i = 0; i < kept.changes.count; i++) {
		kept.changes.items[i].before = arena_string(im->arena, row->changes.items[i].before);
		kept.changes.items[i].after = arena_string(im->arena, row->changes.items[i].after);
	}
	vec_push(list, kept);
}

static enum err change(struct import *im, struct import_row *row, const struct product_draft *draft)
{
	struct product product;
	try(selling_compare(im->session, &im->row, row->id, draft, &row->changes));
	if (!row->changes.count) {
		im->out->unchanged_count++;
		return OK;
	}
	try(selling_edit(im->session, &im->row, row->id, draft, NULL, &product));
	row->title = product.title;
	tell(im, &im->changed, &im->out->changed_count, row);
	return OK;
}

static enum err add(struct import *im, struct import_row *row, const struct product_draft *draft)
{
	struct product product;
	try(selling_add(im->session, &im->row, draft, &product));
	row->id = product.id;
	row->title = product.title;
	titles_add(&im->titles, hash_title(product.title), product.id);
	tell(im, &im->added, &im->out->added_count, row);
	return OK;
}

static enum err take_row(struct import *im, const struct csv_record *record)
{
	struct product_draft draft;
	struct import_row row = { .line = record->line };
	for (int f = 0; f < DRAFT_COUNT; f++)
		draft.fields[f] = field(im, record, f);
	if (draft.fields[DRAFT_TITLE] && !*draft.fields[DRAFT_TITLE])
		draft.fields[DRAFT_TITLE] = field(im, record, COLUMN_ID) ? NULL : "";
	try(find_product(im, record, &row.id));
	return row.id ? change(im, &row, &draft) : add(im, &row, &draft);
}

/* A rule's refusal makes the row bad; what the file or the disk refuses ends the import. */
static enum err settle(struct import *im, const struct csv_record *record, enum err err)
{
	if (!err || err_exit_status(err) != 1)
		return err;
	const char *told = arena_format(&im->row, "%s:%zu: %s", im->path, record->line, err_sentence(err));
	tell(im, &im->bad, &im->out->bad_count, &(struct import_row){ .line = record->line, .fault = told });
	return OK;
}

static enum err read_rows(struct import *im)
{
	struct csv_record record;
	bool more = true;
	try(read_header(im));
	for (int64_t done = 0;; done++) {
		arena_reset(&im->row);
		try(csv_next(im->reader, &im->row, &record, &more));
		if (!more)
			return OK;
		try(settle(im, &record, take_row(im, &record)));
		if (im->wish.progress && done % REPORT_EVERY == 0 && !im->wish.progress(im->wish.context, "reading products", done, 0))
			return fail(ERR_INPUT, "stopped at line %zu: nothing was written", record.line);
	}
}

static struct import_row *keep(struct arena *arena, row_list *list)
{
	struct import_row *rows = arena_array(arena, struct import_row, list->count);
	if (list->count)
		memcpy(rows, list->items, list->count * sizeof *rows);
	vec_release(list);
	return rows;
}

/* ERR_CHECK_FAILED is our own word for: take it back, all is told. */
static enum err carry_out(struct import *im)
{
	struct store *store = shop_store(im->session->shop);
	try(store_begin(store));
	enum err err = read_rows(im);
	bool whole = !im->out->bad_count || im->wish.skip_bad;
	if (!err && (im->wish.dry || !whole))
		err = ERR_CHECK_FAILED;
	err = store_end(store, err);
	im->out->written = !err;
	if (err != ERR_CHECK_FAILED)
		return err;
	return whole || im->wish.dry ? OK : fail(ERR_INPUT, "nothing was written: %zu %s not right, the first: %s", im->out->bad_count,
		im->out->bad_count == 1 ? "row is" : "rows are", im->bad.items[0].fault);
}

enum err import_products(struct session *session, struct arena *arena, const char *path, struct import_wish wish,
	struct import_report *out)
{
	struct import im = { .session = session, .arena = arena, .path = path, .wish = wish, .out = out };
	*out = (struct import_report){ 0 };
	if (!session->user)
		return fail(ERR_FORBIDDEN, "nobody sells as a guest: log in first");
	try(csv_open(&im.reader, path));
	arena_init(&im.row);
	enum err err = carry_out(&im);
	out->added = keep(arena, &im.added);
	out->changed = keep(arena, &im.changed);
	out->bad = keep(arena, &im.bad);
	csv_close(im.reader);
	vec_free(im.titles.items);
	arena_release(&im.row);
	return err;
}
