/* Product.belongsToMany(Order), seen from the seller. Days and months are those of the process's zone, which SQLite's sums
 * cannot follow, and an order counts once however many of its lines are the seller's; so each line is read once, product by
 * product as the index has them, and everything is added up here. */
#include "shop/sales.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/vec.h"
#include "model/record.h"
#include "model/store.h"
#include "shop/wares.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* Orders met so far; a table of a power of two, at most half full. */
struct met { int64_t order; bool used, waits; };
struct met_orders { struct met *slots; size_t room, count; };

/* What was sold of one product in a row of lines. */
struct tally { int64_t product; struct { int64_t pieces; struct money revenue; } of[SALES_SPANS]; };

struct reading {
	const struct session *session;
	struct arena *arena;
	struct sales *out;
	struct met_orders met;
	VEC(struct tally) tallies;           /* while lines are read: in their order; then by product, each once */
};

static struct met *met_place(const struct met_orders *met, int64_t order)
{
	size_t at = value_place(value_hash(VALUE_HASH, value_integer(order)), met->room);
	while (met->slots[at].used && met->slots[at].order != order)
		at = (at + 1) & (met->room - 1);
	return &met->slots[at];
}

static void met_grow(struct met_orders *met)
{
	struct met_orders more = { .room = met->room ? met->room * 2 : 256, .count = met->count };
	more.slots = memory_new(more.room * sizeof *more.slots);
	for (size_t i = 0; i < met->room; i++)
		if (met->slots[i].used)
			*met_place(&more, met->slots[i].order) = met->slots[i];
	free(met->slots);
	*met = more;
}

/* Whether the order is met for the first time. */
static bool meet(struct met_orders *met, int64_t order, bool waits, int64_t *waiting)
{
	if (met->count * 2 >= met->room)
		met_grow(met);
	struct met *place = met_place(met, order);
	bool first = !place->used;
	*waiting += waits && !place->waits;
	*place = (struct met){ order, true, place->waits || waits };
	met->count += first;
	return first;
}

/* Local midnight of the first of the month that holds @ms, @months later. */
static int64_t month_start(int64_t ms, int months)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm at;
	localtime_r(&seconds, &at);
	at = (struct tm){ .tm_year = at.tm_year, .tm_mon = at.tm_mon + months, .tm_mday = 1, .tm_isdst = -1 };
	return (int64_t)mktime(&at) * 1000;
}

static int64_t year_start(int64_t ms, int years)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm at;
	localtime_r(&seconds, &at);
	return month_start(ms, 12 * years - at.tm_mon);
}

static void set_buckets(struct sales *out, int64_t now)
{
	for (int i = 0; i < SALES_DAYS; i++)
		out->days[i].from = clock_midnight(now, i + 1 - SALES_DAYS);
	for (int i = 0; i < SALES_MONTHS; i++)
		out->months[i].from = month_start(now, i + 1 - SALES_MONTHS);
	for (int i = 0; i < SALES_YEARS; i++)
		out->years[i].from = year_start(now, i + 1 - SALES_YEARS);
	out->spans[SALES_LAST_DAYS].from = out->days[0].from;
	out->spans[SALES_LAST_MONTHS].from = out->months[0].from;
}

/* One line of an order; @first: none of that order came before. */
struct sold_line { int64_t at, quantity; struct money amount; bool first; };

static enum err add_line(struct sales_figures *to, const struct sold_line *line)
{
	to->orders += line->first;
	to->pieces += line->quantity;
	return money_add(to->revenue, line->amount, &to->revenue);
}

/* Whether the line fell into one of them. */
static enum err add_to_bucket(struct sales_figures *buckets, int count, const struct sold_line *line, bool *within)
{
	int i = count;
	while (i-- && line->at < buckets[i].from)
		;
	*within = i >= 0;
	return *within ? add_line(&buckets[i], line) : OK;
}

static enum err add_to_product(struct reading *r, int64_t product, const bool within[SALES_SPANS], const struct sold_line *line)
{
	if (!r->tallies.count || r->tallies.items[r->tallies.count - 1].product != product)
		vec_push(&r->tallies, ((struct tally){ .product = product }));
	struct tally *tally = &r->tallies.items[r->tallies.count - 1];
	for (int i = 0; i < SALES_SPANS; i++)
		if (within[i]) {
			tally->of[i].pieces += line->quantity;
			try(money_add(tally->of[i].revenue, line->amount, &tally->of[i].revenue));
		}
	return OK;
}

enum { LINE_PRODUCT, LINE_ORDER, LINE_PLACED, LINE_STATUS, LINE_SHIPPED, LINE_QUANTITY, LINE_PRICE };
static const struct selected line_columns[] = { { "product", .attribute = "id" }, { "order", .attribute = "$orders.id$" },
	{ "placed", .attribute = "$orders.createdAt$" }, { "status", .attribute = "$orders.status$" },
	{ "shipped", .attribute = "$orders.orderItem.shippedAt$" }, { "quantity", .attribute = "$orders.orderItem.quantity$" },
	{ "price", .attribute = "$orders.orderItem.priceCents$" }, { 0 } };

static enum err take_line(void *context, const struct value *row)
{
	struct reading *r = context;
	struct sales *out = r->out;
	bool within[SALES_SPANS] = { [SALES_ALL_TIME] = true };
	bool waits = value_is_null(row[LINE_SHIPPED]) && strcmp(value_str(row[LINE_STATUS]), "delivered") != 0;
	struct sold_line line = { .quantity = value_int_or(row[LINE_QUANTITY], 0),
		.first = meet(&r->met, value_int_or(row[LINE_ORDER], 0), waits, &out->waiting) };
	try(money_times(money_of(value_int_or(row[LINE_PRICE], 0)), line.quantity, &line.amount));
	if (clock_parse(value_str(row[LINE_PLACED]), &line.at)) {
		try(add_to_bucket(out->days, SALES_DAYS, &line, &within[SALES_LAST_DAYS]));
		try(add_to_bucket(out->months, SALES_MONTHS, &line, &within[SALES_LAST_MONTHS]));
		try(add_to_bucket(out->years, SALES_YEARS, &line, &(bool){ false }));
	}
	for (int i = 0; i < SALES_SPANS; i++)
		if (within[i])
			try(add_line(&out->spans[i], &line));
	return add_to_product(r, value_int_or(row[LINE_PRODUCT], 0), within, &line);
}

static enum err read_lines(struct reading *r)
{
	const struct shop *shop = r->session->shop;
	const struct where where[] = { where_eq("userId", value_integer(r->session->user)),
		where_op(WHERE_NE, "$orders.status$", value_text("cancelled")), where_end };
	return model_select_each(shop_store(shop), shop_model(shop, "product"), line_columns, NULL,
		&(struct query){ .where = where }, take_line, r);
}

/* --- products --- */

static int by_product(const void *a, const void *b)
{
	int64_t left = ((const struct tally *)a)->product, right = ((const struct tally *)b)->product;
	return (left > right) - (left < right);
}

static enum err join_tally(struct tally *to, const struct tally *more)
{
	for (int i = 0; i < SALES_SPANS; i++) {
		to->of[i].pieces += more->of[i].pieces;
		try(money_add(to->of[i].revenue, more->of[i].revenue, &to->of[i].revenue));
	}
	return OK;
}

/* Lines of one product come in one row, as things are; nobody promises that. */
static enum err join_tallies(struct reading *r)
{
	struct tally *items = r->tallies.items;
	size_t kept = 0;
	if (r->tallies.count)
		qsort(items, r->tallies.count, sizeof *items, by_product);
	for (size_t i = 1; i < r->tallies.count; i++)
		if (items[i].product == items[kept].product)
			try(join_tally(&items[kept], &items[i]));
		else
			items[++kept] = items[i];
	r->tallies.count = r->tallies.count ? kept + 1 : 0;
	return OK;
}

/* Whether @a comes before @b. */
typedef bool precedes(const struct sales_product *a, const struct sales_product *b);

static bool sold_better(const struct sales_product *a, const struct sales_product *b)
{
	int order = money_compare(a->revenue, b->revenue);
	return order ? order > 0 : a->id < b->id;
}

static bool is_scarcer(const struct sales_product *a, const struct sales_product *b)
{
	int order = a->stock == b->stock ? strcasecmp(a->title, b->title) : a->stock < b->stock ? -1 : 1;
	return order ? order < 0 : a->id < b->id;
}

/* Put @one into its place among the first @room; the title is borrowed. */
static void rank(struct arena *arena, struct sales_products *list, size_t room, const struct sales_product *one, precedes *before)
{
	size_t at = list->count;
	while (at && before(one, &list->items[at - 1]))
		at--;
	if (at == room)
		return;
	list->count += list->count < room;
	memmove(&list->items[at + 1], &list->items[at], (list->count - at - 1) * sizeof *list->items);
	list->items[at] = *one;
	list->items[at].title = arena_string(arena, one->title);
}

static void rank_sold(struct reading *r, const struct tally *sold, struct sales_product one)
{
	for (int i = 0; i < SALES_SPANS; i++) {
		one.pieces = sold->of[i].pieces;
		one.revenue = sold->of[i].revenue;
		if (one.pieces)
			rank(r->arena, &r->out->top[i], SALES_TOP, &one, sold_better);
	}
}

enum { PRODUCT_ID, PRODUCT_TITLE, PRODUCT_STOCK, PRODUCT_RETIRED };
static const struct selected product_columns[] = { { "id", .attribute = "id" }, { "title", .attribute = "title" },
	{ "stock", .attribute = "stock" }, { "retired", .attribute = "retiredAt" }, { 0 } };

static enum err take_product(void *context, const struct value *row)
{
	enum { LOW = 3 };
	struct reading *r = context;
	struct sales *out = r->out;
	struct sales_product one = { .id = value_int_or(row[PRODUCT_ID], 0), .title = value_str(row[PRODUCT_TITLE]),
		.stock = value_int_or(row[PRODUCT_STOCK], -1) };
	const struct tally *sold = r->tallies.count ? bsearch(&(struct tally){ .product = one.id }, r->tallies.items,
		r->tallies.count, sizeof *sold, by_product) : NULL;
	if (sold) {
		rank_sold(r, sold, one);
		one.pieces = sold->of[SALES_ALL_TIME].pieces;
		one.revenue = sold->of[SALES_ALL_TIME].revenue;
	}
	if (!value_is_null(row[PRODUCT_RETIRED]))
		return OK;
	if (one.stock >= 0 && one.stock <= LOW) {
		rank(r->arena, &out->low, SALES_NAMED, &one, is_scarcer);
		out->low_total++;
	}
	if (!sold) {
		rank(r->arena, &out->unsold, SALES_NAMED, &one, is_scarcer);
		out->unsold_total++;
	}
	return OK;
}

static enum err read_products(struct reading *r)
{
	const struct shop *shop = r->session->shop;
	const struct where mine[] = { where_eq("userId", value_integer(r->session->user)), where_end };
	for (int i = 0; i < SALES_SPANS; i++)
		r->out->top[i].items = arena_array(r->arena, struct sales_product, SALES_TOP);
	r->out->low.items = arena_array(r->arena, struct sales_product, SALES_NAMED);
	r->out->unsold.items = arena_array(r->arena, struct sales_product, SALES_NAMED);
	try(join_tallies(r));
	return model_select_each(shop_store(shop), shop_model(shop, "product"), product_columns, NULL,
		&(struct query){ .where = mine }, take_product, r);
}

enum err sales_read(const struct session *session, struct arena *arena, struct sales *out)
{
	struct reading reading = { .session = session, .arena = arena, .out = out };
	*out = (struct sales){ .waiting = 0 };
	if (!session->user)
		return fail(ERR_FORBIDDEN, "nobody sells as a guest: log in first");
	set_buckets(out, clock_now());
	enum err err = read_lines(&reading);
	if (!err)
		err = read_products(&reading);
	free(reading.met.slots);
	vec_release(&reading.tallies);
	return err;
}

enum err sales_read_low(const struct session *session, struct arena *arena, struct sales *out)
{
	enum { SEEN = SALES_NAMED * 10 };    /* those of one stock are named by title, so that a few more are looked at */
	const struct wares_filter low = { .low = true, .sort = WARES_STOCK };
	struct catalogue_page page;
	bool more;
	try(wares_page(session, arena, &low, NULL, false, SEEN, &page));
	try(wares_count(session, &low, INT64_MAX - 1, &out->low_total, &more));
	out->low = (struct sales_products){ arena_array(arena, struct sales_product, SALES_NAMED), 0 };
	for (size_t i = 0; i < page.products.count; i++) {
		const struct product *p = &page.products.items[i];
		rank(arena, &out->low, SALES_NAMED, &(struct sales_product){ .id = p->id, .title = p->title, .stock = p->stock }, is_scarcer);
	}
	return OK;
}

const struct sales_figures *sales_bars(const struct sales *sales, enum sales_span span, size_t *count)
{
	size_t first = 0;
	if (span == SALES_LAST_DAYS) {
		*count = SALES_DAYS;
		return sales->days;
	}
	if (span == SALES_LAST_MONTHS) {
		*count = SALES_MONTHS;
		return sales->months;
	}
	while (first + 1 < SALES_YEARS && !sales->years[first].orders)
		first++;
	*count = SALES_YEARS - first;
	return sales->years + first;
}
