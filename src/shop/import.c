/* An import is its own dry run: every row is carried out in one transaction, and a dry one, or one with bad rows, is rolled
 * back. So what a dry run tells is what will happen. Rows use an arena each; what is told is copied out of it.
 *
 * Where so many rows are written that making the indexes and the search anew is cheaper than keeping them up to date row by
 * row, they rest from there on, within the same transaction: others see the file as it was, or all of it. */
#include "shop/import.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/mixin.h"
#include "model/store.h"
#include "shop/import_file.h"
#include "shop/person.h"
#include "shop/product.h"
#include "shop/selling_row.h"
#include "shop/tables.h"

#include <string.h>

enum { STEP = 256, BULK_FROM = 2048 };

typedef VEC(struct import_row) row_list;
struct import {
	struct session *session;
	struct store *store;
	const struct model *product;
	struct arena *arena;                 /* for what is told */
	struct arena row;                    /* for one record */
	struct arena own;                    /* for the whole run */
	struct row *person;
	struct csv_reader *reader;
	struct import_columns columns;
	struct import_wish wish;
	row_list added, changed, bad;
	int64_t rows, products;              /* products: in the file, -1: not counted yet */
	bool resting, stopped;
	struct import_report *out;
};

/* --- what is told --- */

static void note(struct import *im, const struct value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		im->out->outcome = value_hash(im->out->outcome, values[i]);
}

/* Ids of new products are left out: they depend on what others add meanwhile. */
static void note_row(struct import *im, const struct import_row *row)
{
	note(im, (struct value[]){ value_integer((int64_t)row->line), value_text(row->title), value_text(row->fault),
		value_integer((int64_t)row->changes.count) }, 4);
	for (size_t i = 0; i < row->changes.count; i++) {
		const struct draft_change *c = &row->changes.items[i];
		note(im, (struct value[]){ value_integer(row->id), value_text(c->attribute), value_text(c->before),
			value_text(c->after) }, 4);
	}
}

/* Copied out of the row's arena, while there is room to tell it. */
static void tell(struct import *im, row_list *list, size_t *count, const struct import_row *row)
{
	note_row(im, row);
	if (++*count > IMPORT_TOLD)
		return;
	struct import_row kept = *row;
	kept.title = arena_string(im->arena, row->title);
	kept.fault = arena_string(im->arena, row->fault);
	kept.why = row->fault ? kept.fault + (row->why - row->fault) : NULL;
	for (size_t i = 0; i < kept.changes.count; i++) {
		kept.changes.items[i].before = arena_string(im->arena, row->changes.items[i].before);
		kept.changes.items[i].after = arena_string(im->arena, row->changes.items[i].after);
	}
	vec_push(list, kept);
}

/* --- one row --- */

/* The seller's product of that title, or NULL. */
static enum err find_by_title(struct import *im, const char *title, struct row **out)
{
	const struct where where[] = { where_eq("userId", value_integer(im->session->user)), where_eq("title", value_text(title)), where_end };
	struct rows rows;
	*out = NULL;
	try(model_find_all(im->store, &im->row, im->product, &(struct query){ .where = where, .limit = 2 }, &rows));
	if (rows.count > 1)
		return fail(ERR_INPUT, "title: several products of yours are called '%s', say which by its id", title);
	if (rows.count)
		*out = rows.items[0];
	return OK;
}

static enum err find_product(struct import *im, const struct product_draft *draft, const char *id, struct row **out)
{
	const char *title = draft->fields[DRAFT_TITLE], *composed;
	int64_t number;
	if (!id) {
		if (!title || !*title)
			return fail(ERR_INPUT, "title: a product needs a title");
		if (text_nfc(&im->row, title, &composed))
			return fail(ERR_INPUT, "title: the text is not valid UTF-8");
		return find_by_title(im, composed, out);
	}
	if (text_integer(id, &number) || number <= 0)
		return fail(ERR_INPUT, "id: '%s' is no id", id);
	enum err err = product_own(im->session, &im->row, number, out);
	return err == ERR_NOT_FOUND || err == ERR_FORBIDDEN
		? fail(err, "id: %s", arena_string(&im->row, err_sentence(err))) : err;
}

static enum err change(struct import *im, struct import_row *row, struct row *product, const struct product_draft *draft)
{
	struct pair pairs[DRAFT_COUNT + 1];
	row->id = row_int(product, "id");
	try(selling_differences(im->session->shop, &im->row, product, draft, pairs, &row->changes));
	if (!row->changes.count) {
		im->out->unchanged_count++;
		return OK;
	}
	try(row_update(im->store, &im->row, product, pairs));
	row->title = row_text(product, "title");
	tell(im, &im->changed, &im->out->changed_count, row);
	return OK;
}

static enum err add(struct import *im, struct import_row *row, const struct product_draft *draft)
{
	struct pair pairs[DRAFT_COUNT + 1];
	struct draft_faults faults;
	struct row *made;
	try(selling_read(im->session->shop, &im->row, draft, true, pairs, &faults));
	try(association_create(im->store, &im->row, im->person, "products", pairs, NULL, &made));
	for (const struct pair *pair = pairs; pair->attribute; pair++)
		note(im, (struct value[]){ value_text(pair->attribute), pair->value }, 2);
	row->id = row_int(made, "id");
	row->title = row_text(made, "title");
	tell(im, &im->added, &im->out->added_count, row);
	return OK;
}

static enum err take_row(struct import *im, const struct csv_record *record)
{
	struct import_row row = { .line = record->line };
	struct product_draft draft;
	struct row *product;
	const char *id;
	try(import_read_draft(&im->columns, record, &draft, &id));
	try(find_product(im, &draft, id, &product));
	return product ? change(im, &row, product, &draft) : add(im, &row, &draft);
}

/* A rule's refusal makes the row bad; what the file or the disk refuses ends the import. */
static enum err settle(struct import *im, const struct csv_record *record, enum err err)
{
	if (!err || err_exit_status(err) != 1)
		return err;
	const char *told = arena_format(&im->row, "%s:%zu: %s", csv_name(im->reader), record->line, err_sentence(err));
	const char *why = strstr(told + strlen(csv_name(im->reader)), ": ") + 2;
	tell(im, &im->bad, &im->out->bad_count, &(struct import_row){ .line = record->line, .fault = told, .why = why });
	return OK;
}

/* --- all of them --- */

static enum err stopped(void)
{
	return fail(ERR_CANCELLED, "stopped: nothing was written");
}

static bool go_on(struct import *im, bool finishing)
{
	struct import_progress progress = { .rows = im->rows, .finishing = finishing };
	csv_position(im->reader, &progress.bytes, &progress.of);
	im->stopped |= im->wish.watch && !im->wish.watch(im->wish.context, &progress);
	return !im->stopped;
}

/* How many products will have been written in the end; where the size of the file is unknown, those that were. */
static int64_t foreseen(const struct import *im)
{
	int64_t written = (int64_t)(im->out->added_count + im->out->changed_count), done, of;
	csv_position(im->reader, &done, &of);
	return of && done ? (int64_t)((double)written * (double)of / (double)done) : written;
}

static enum err rest_if_many(struct import *im)
{
	if (im->resting || im->out->added_count + im->out->changed_count < BULK_FROM)
		return OK;
	if (im->products < 0)
		try(model_count(im->store, im->product, NULL, &im->products));
	if (foreseen(im) < im->products / 2)
		return OK;
	im->resting = true;
	return store_suspend(im->store, &im->own, shop_additions, shop_product_additions);
}

static enum err read_rows(struct import *im)
{
	struct csv_record record;
	bool more = true;
	for (;; im->rows++) {
		if (im->rows % STEP == 0) {
			if (!go_on(im, false))
				return stopped();
			try(rest_if_many(im));
		}
		arena_reset(&im->row);
		try(csv_next(im->reader, &im->row, &record, &more));
		if (!more)
			return OK;
		try(settle(im, &record, take_row(im, &record)));
	}
}

static bool go_on_finishing(void *context)
{
	return go_on(context, true);
}

static enum err finish(struct import *im)
{
	if (!im->resting)
		return OK;
	if (!go_on(im, true))
		return stopped();
	(void)store_spill(im->store, true);
	store_watch(im->store, go_on_finishing, im);
	enum err err = store_resume(im->store, &im->own, shop_additions);
	store_watch(im->store, NULL, NULL);
	(void)store_spill(im->store, false);
	return im->stopped ? stopped() : err;
}

static bool is_whole(const struct import *im)
{
	return !im->out->bad_count || im->wish.skip_bad;
}

/* ERR_CHECK_FAILED is our own word for: take it back, all is told. */
static enum err run(struct import *im)
{
	try(person_of_session(im->session, &im->own, &im->person));
	try(import_read_header(im->reader, &im->own, &im->columns));
	try(read_rows(im));
	im->out->outcome |= 1;
	if (im->wish.dry || !is_whole(im))
		return ERR_CHECK_FAILED;
	if (im->wish.expected && im->wish.expected != im->out->outcome)
		return fail(ERR_STATUS, "the file or the products have changed since: nothing was written, look at it again");
	return finish(im);
}

static enum err carry_out(struct import *im)
{
	try(store_begin(im->store));
	enum err err = store_end(im->store, run(im));
	im->out->written = !err;
	if (im->stopped)
		return stopped();
	if (err != ERR_CHECK_FAILED)
		return err;
	return is_whole(im) || im->wish.dry ? OK : fail(ERR_INPUT, "nothing was written: %zu %s not right, the first: %s",
		im->out->bad_count, im->out->bad_count == 1 ? "row is" : "rows are", im->bad.items[0].fault);
}

static struct import_row *keep(struct arena *arena, row_list *list)
{
	struct import_row *rows = arena_array(arena, struct import_row, list->count);
	if (list->count)
		memcpy(rows, list->items, list->count * sizeof *rows);
	vec_release(list);
	return rows;
}

enum err import_products(struct session *session, struct arena *arena, const char *path, struct import_wish wish,
	struct import_report *out)
{
	struct import im = { .session = session, .store = shop_store(session->shop), .product = shop_model(session->shop, "product"),
		.arena = arena, .wish = wish, .products = -1, .out = out };
	*out = (struct import_report){ .outcome = VALUE_HASH };
	if (!session->user)
		return fail(ERR_FORBIDDEN, "nobody sells as a guest: log in first");
	try(csv_open(&im.reader, path));
	arena_init(&im.row);
	arena_init(&im.own);
	enum err err = carry_out(&im);
	out->added = keep(arena, &im.added);
	out->changed = keep(arena, &im.changed);
	out->bad = keep(arena, &im.bad);
	csv_close(im.reader);
	arena_release(&im.row);
	arena_release(&im.own);
	return err;
}
