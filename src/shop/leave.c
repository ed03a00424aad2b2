/* Leaving. What goes and what stays is read from the declarations: from the person's row every foreign key that
 * cascades is followed, and every one that does not leaves its rows on the books. */
#include "shop/account.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/association.h"
#include "model/record.h"
#include "model/store.h"
#include "shop/order_row.h"
#include "shop/person.h"
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 500 };

/* Ids of one model's rows, in order, each once. */
struct ids { int64_t *items; size_t count; };

/* By position of the model in the schema: rows that go, and rows that lose what they refer to. */
struct walk { struct shop *shop; struct arena *arena; const struct schema *schema; struct ids *gone, *stays; };

static int compare_ids(const void *a, const void *b)
{
	int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
	return (first > second) - (first < second);
}

static bool ids_hold(const struct ids *ids, int64_t id)
{
	return ids->count && bsearch(&id, ids->items, ids->count, sizeof id, compare_ids);
}

/* Put the ids of @rows in; true when there were new ones. */
static bool ids_add(struct arena *arena, struct ids *ids, struct rows rows)
{
	size_t count = ids->count;
	int64_t *items = arena_array(arena, int64_t, count + rows.count);

	if (count)
		memcpy(items, ids->items, count * sizeof *items);
	for (size_t i = 0; i < rows.count; i++)
		if (!ids_hold(ids, row_int(rows.items[i], "id")))
			items[count++] = row_int(rows.items[i], "id");
	if (count == ids->count)
		return false;
	qsort(items, count, sizeof *items, compare_ids);
	*ids = (struct ids){ items, count };
	return true;
}

/* Rows of @model whose @attribute is one of @ids, of which there are at most AT_ONCE; @empty (or NULL) must be null. */
static enum err rows_of_ids(struct shop *shop, struct arena *arena, const struct model *model, const char *attribute,
	const int64_t *ids, size_t count, const char *empty, struct rows *out)
{
	struct value keys[AT_ONCE];

	for (size_t i = 0; i < count; i++)
		keys[i] = value_integer(ids[i]);
	struct where where[] = { where_in(attribute, keys, count), empty ? where_null(empty) : where_end, where_end };
	return model_find_all(shop_store(shop), arena, model, &(struct query){ .where = where }, out);
}

static size_t position_of(const struct schema *schema, const struct model *model)
{
	size_t i = 0;
	while (schema_model_at(schema, i) != model)
		i++;
	return i;
}

/* Rows that refer by @key to what goes: into @to. */
static enum err follow_key(struct walk *walk, const struct foreign_key *key, struct ids *to, bool *grew)
{
	const struct ids from = walk->gone[position_of(walk->schema, key->references)];

	for (size_t at = 0; at < from.count; at += AT_ONCE) {
		size_t count = from.count - at < AT_ONCE ? from.count - at : AT_ONCE;
		struct rows rows;
		try(rows_of_ids(walk->shop, walk->arena, key->model, key->attributes[0], from.items + at, count, NULL, &rows));
		*grew |= ids_add(walk->arena, to, rows);
	}
	return OK;
}

/* Every foreign key that cascades, or every other. */
static enum err follow_keys(struct walk *walk, bool cascading, bool *grew)
{
	struct ids *to = cascading ? walk->gone : walk->stays;

	*grew = false;
	for (size_t i = 0; i < schema_model_count(walk->schema); i++) {
		const struct model *model = schema_model_at(walk->schema, i);
		for (size_t k = 0; k < model_foreign_key_count(model); k++) {
			const struct foreign_key *key = model_foreign_key_at(model, k);
			if (key->constrained && (key->on_delete == ACTION_CASCADE) == cascading)
				try(follow_key(walk, key, &to[i], grew));
		}
	}
	return OK;
}

static enum err walk_from(struct walk *walk, struct shop *shop, struct arena *arena, int64_t user)
{
	const struct schema *schema = store_schema(shop_store(shop));
	size_t models = schema_model_count(schema);
	bool grew;

	*walk = (struct walk){ shop, arena, schema, arena_array(arena, struct ids, models),
		arena_array(arena, struct ids, models) };
	struct ids *self = &walk->gone[position_of(schema, shop_model(shop, "user"))];
	*self = (struct ids){ arena_new(arena, int64_t), 1 };
	self->items[0] = user;
	do
		try(follow_keys(walk, true, &grew));
	while (grew);
	return follow_keys(walk, false, &grew);
}

static int64_t count_staying(const struct walk *walk, size_t model)
{
	int64_t count = 0;

	for (size_t i = 0; i < walk->stays[model].count; i++)
		count += !ids_hold(&walk->gone[model], walk->stays[model].items[i]);
	return count;
}

/* The person's orders that can still be cancelled. */
static enum err orders_to_cancel(const struct session *session, struct arena *arena, struct ids *out)
{
	struct orders page = { .next = NULL };
	struct ids found = { 0 };

	do {
		try(order_list(session, arena, page.next, false, AT_ONCE, &page));
		int64_t *items = arena_array(arena, int64_t, found.count + page.count);
		if (found.count)
			memcpy(items, found.items, found.count * sizeof *items);
		found.items = items;
		for (size_t i = 0; i < page.count; i++)
			if (page.items[i].may_cancel)
				items[found.count++] = page.items[i].id;
	} while (page.next);
	*out = found;
	return OK;
}

/* One clause for each line of @items, none of them sent, that somebody else still waits for. */
static enum err tell_unsent(const struct session *session, struct arena *arena, struct rows items,
	struct buffer *told, size_t *lines)
{
	enum { NAMED = 5 };

	for (size_t i = 0; i < items.count; i++) {
		struct row *order;
		if (row_is_null(items.items[i], "orderId"))
			continue;
		try(model_find_by_key(shop_store(session->shop), arena, shop_model(session->shop, "order"),
			row_get(items.items[i], "orderId"), NULL, &order));
		const char *status = order ? row_text(order, "status") : "";
		if (!order || row_int(order, "userId") == session->user ||
			(strcmp(status, order_status_name(ORDER_PLACED)) &&
				strcmp(status, order_status_name(ORDER_SHIPPED))))
				continue;
		if ((*lines)++ < NAMED)
			buffer_printf(told, "%sorder %lld, %lld of '%s'", *lines > 1 ? "; " : "",
				(long long)row_int(order, "id"),
				(long long)row_int(items.items[i], "quantity"), row_text(items.items[i], "title"));
	}
	return OK;
}

/* ERR_STATUS while somebody else waits for something of theirs. */
static enum err refuse_unsent(const struct session *session, struct arena *arena, const struct walk *walk)
{
	const struct ids *products = &walk->gone[position_of(walk->schema, shop_model(session->shop, "product"))];
	struct buffer told = { 0 };
	size_t lines = 0;
	enum err err = OK;

	for (size_t at = 0; !err && at < products->count; at += AT_ONCE) {
		size_t count = products->count - at < AT_ONCE ? products->count - at : AT_ONCE;
		struct rows items;
		err = rows_of_ids(session->shop, arena, shop_model(session->shop, "orderItem"), "productId",
			products->items + at, count, "shippedAt", &items);
		if (!err)
			err = tell_unsent(session, arena, items, &told, &lines);
	}
	if (!err && lines)
		err = fail(ERR_STATUS, "%zu %s still to be sent: %s%s", lines, lines == 1 ? "line is" : "lines are",
			told.bytes,
			lines > 5 ? "; …" : "");
	buffer_release(&told);
	return err;
}

/* Pieces that the sales figures lose with the products. */
static enum err sales_that_go(const struct session *session, struct arena *arena, const struct walk *walk,
	int64_t *pieces)
{
	const struct ids *products = &walk->gone[position_of(walk->schema, shop_model(session->shop, "product"))];

	*pieces = 0;
	for (size_t at = 0; at < products->count; at += AT_ONCE) {
		size_t count = products->count - at < AT_ONCE ? products->count - at : AT_ONCE;
		struct rows rows;
		try(rows_of_ids(session->shop, arena, shop_model(session->shop, "soukSold"), "productId",
			products->items + at, count, NULL, &rows));
		for (size_t i = 0; i < rows.count; i++)
			*pieces += row_int(rows.items[i], "sold");
	}
	return OK;
}

static void add_departure(struct departures *out, const char *what, int64_t count, bool stays)
{
	if (count)
		out->items[out->count++] = (struct departure){ what, count, stays };
}

static enum err list_departures(const struct session *session, struct arena *arena, const struct walk *walk,
	struct departures *out)
{
	size_t user = position_of(walk->schema, shop_model(session->shop, "user"));
	size_t models = schema_model_count(walk->schema);
	struct ids cancelled;
	int64_t pieces;

	try(orders_to_cancel(session, arena, &cancelled));
	try(sales_that_go(session, arena, walk, &pieces));
	*out = (struct departures){ arena_array(arena, struct departure, 2 * models + 2), 0 };
	for (size_t i = 0; i < models; i++)
		if (i != user)
			add_departure(out, model_plural(schema_model_at(walk->schema, i)),
				(int64_t)walk->gone[i].count, false);
	add_departure(out, "pieces in the sales figures", pieces, false);
	add_departure(out, "orders, cancelled first", (int64_t)cancelled.count, true);
	for (size_t i = 0; i < models; i++)
		add_departure(out, model_plural(schema_model_at(walk->schema, i)), count_staying(walk, i), true);
	return OK;
}

enum err account_preview_delete(const struct session *session, struct arena *arena, struct departures *out)
{
	struct walk walk;
	struct row *row;

	*out = (struct departures){ 0 };
	try(person_of_session(session, arena, &row));
	try(walk_from(&walk, session->shop, arena, session->user));
	try(refuse_unsent(session, arena, &walk));
	return list_departures(session, arena, &walk, out);
}

static enum err leave(struct session *session, struct arena *arena)
{
	struct ids cancelled;
	struct order order;
	struct walk walk;
	struct row *row;

	try(person_of_session(session, arena, &row));
	try(walk_from(&walk, session->shop, arena, session->user));
	try(refuse_unsent(session, arena, &walk));
	try(orders_to_cancel(session, arena, &cancelled));
	for (size_t i = 0; i < cancelled.count; i++)
		try(order_cancel(session, arena, cancelled.items[i], false, &order));
	return row_destroy(shop_store(session->shop), row);
}

static enum err prove_and_leave(struct session *session, struct arena *arena, const char *password)
{
	struct store *store = shop_store(session->shop);
	struct row *row;

	try(person_of_session(session, arena, &row));
	try(person_prove(session->shop, row, row_text(row, "email"), password));
	try(store_begin(store));
	try(store_end(store, leave(session, arena)));
	account_guest(session->shop, session);
	return OK;
}

enum err account_delete(struct session *session, const char *password)
{
	struct arena arena;

	arena_init(&arena);
	enum err err = prove_and_leave(session, &arena, password);
	arena_release(&arena);
	return err;
}
