/* A year of orders, more towards today: so that history, best-sellers and sales look alive. */
#include "shop/demo_plan.h"

#include "base/clock.h"
#include "model/record.h"
#include "model/store.h"

#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000)
#define HOUR INT64_C(3600000)
enum { ORDERS = 260, YEAR = 360, RECENT = 14, LINES_MAX = 5, FIRST_BUYERS = 3 };

struct line { const struct demo_product *product; int64_t quantity; struct money price; };
struct plan { int64_t at; const struct demo_person *buyer; };

static int by_time(const void *a, const void *b)
{
	const struct plan *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* A day within the year, the nearer the likelier, in the hours when people are awake. */
static int64_t moment(struct demo *d)
{
	int64_t a = chance_below(&d->chance, YEAR), b = chance_below(&d->chance, YEAR);
	int64_t day = 1 + (a < b ? a : b);
	return d->today - day * DAY + 7 * HOUR + chance_below(&d->chance, 15 * HOUR);
}

static const struct demo_person *any_buyer(struct demo *d)
{
	for (;;) {
		const struct demo_person *person = &d->people[chance_below(&d->chance, (int64_t)d->people_count)];
		if (person->buys)
			return person;
	}
}

/* The first people of the list, whom everybody tries, have a history for certain. */
static struct plan *make_plans(struct demo *d)
{
	struct plan *plans = arena_array(d->arena, struct plan, ORDERS);
	for (size_t i = 0; i < ORDERS; i++) {
		size_t first = i % (FIRST_BUYERS + 1);
		bool certain = i < 4 * (FIRST_BUYERS + 1) && first < FIRST_BUYERS && d->people[first].buys;
		plans[i] = (struct plan){ moment(d), certain ? &d->people[first] : any_buyer(d) };
	}
	qsort(plans, ORDERS, sizeof *plans, by_time);
	return plans;
}

static bool is_for_sale(const struct demo_product *p, int64_t days_ago)
{
	return p->age > days_ago && p->retired < days_ago;
}

/* By popularity, among what was for sale then and is not the buyer's own. */
static const struct demo_product *pick(struct demo *d, const struct plan *plan)
{
	int64_t all = 0, age = (d->today - plan->at) / DAY + 1;
	for (int pass = 0; pass < 2; pass++) {
		int64_t at = pass ? chance_below(&d->chance, all) : 0;
		for (size_t i = 0; i < d->product_count; i++) {
			const struct demo_product *p = &d->products[i];
			if (!is_for_sale(p, age) || p->seller_id == plan->buyer->id)
				continue;
			if (!pass)
				all += p->popularity;
			else if ((at -= p->popularity) < 0)
				return p;
		}
	}
	return NULL;
}

/* What it cost then: some prices have gone up since, a few down. */
static enum err then_price(struct demo *d, const struct plan *plan, const struct demo_product *p, struct money *out)
{
	int64_t months = (d->today - plan->at) / (30 * DAY);
	int64_t percent = (p->id * 7 + months / 4) % 5 || months < 4 ? 100 : p->id % 3 ? 92 : 105;
	return money_percent(p->price, percent, out);
}

static enum err add_line(struct demo *d, const struct plan *plan, struct line line, struct line *lines, size_t *count,
	struct money *total)
{
	struct money sum;
	try(then_price(d, plan, line.product, &line.price));
	try(money_times(line.price, line.quantity, &sum));
	try(money_add(*total, sum, total));
	lines[(*count)++] = line;
	return OK;
}

static bool has_line(const struct line *lines, size_t count, const struct demo_product *product)
{
	for (size_t i = 0; i < count; i++)
		if (lines[i].product == product)
			return true;
	return false;
}

/* Lately the first person of the list has sold something in nearly every order: who opens the bazaar as a seller finds sales
 * to look at and parcels to send. */
static enum err add_recent(struct demo *d, const struct plan *plan, struct line *lines, size_t *count, struct money *total)
{
	int64_t days = (d->today - plan->at) / DAY;
	size_t own = 0, wanted = (size_t)((d->today - plan->at) / HOUR);
	if (days >= RECENT || plan->buyer == d->people || *count == LINES_MAX)
		return OK;
	for (size_t i = 0; i < d->product_count; i++)
		own += d->products[i].seller_id == d->people->id;
	for (size_t i = 0, at = 0; i < d->product_count; i++) {
		const struct demo_product *p = &d->products[i];
		if (p->seller_id != d->people->id || at++ != wanted % own)
			continue;
		if (is_for_sale(p, days + 1) && !has_line(lines, *count, p))
			return add_line(d, plan, (struct line){ p, 1 + (int64_t)(wanted % 5 == 0), { 0 } }, lines, count, total);
	}
	return OK;
}

static enum err make_lines(struct demo *d, const struct plan *plan, struct line *lines, size_t *count, struct money *total)
{
	size_t wanted = 1 + (size_t)chance_below(&d->chance, LINES_MAX - 1) * (size_t)chance_below(&d->chance, 2);
	*count = 0;
	*total = money_of(0);
	while (wanted--) {
		const struct demo_product *product = pick(d, plan);
		if (!product || has_line(lines, *count, product))
			continue;
		int64_t quantity = chance_below(&d->chance, 4) ? 1 : 2 + chance_below(&d->chance, product->limited ? 2 : 6);
		try(add_line(d, plan, (struct line){ product, quantity, { 0 } }, lines, count, total));
	}
	return add_recent(d, plan, lines, count, total);
}

/* The last days are still on their way; a few were called off. */
static const char *status_of(struct demo *d, int64_t at)
{
	int64_t days = (d->today - at) / DAY;
	if (!chance_below(&d->chance, 16))
		return "cancelled";
	return days < 6 ? "placed" : days < 14 ? "shipped" : "delivered";
}

static enum err insert_lines(struct demo *d, int64_t order, const struct plan *plan, const char *status, const struct line *lines, size_t count)
{
	const struct pair *rows[LINES_MAX];
	bool sent = !strcmp(status, "shipped") || !strcmp(status, "delivered");
	struct value placed = demo_stamp(d, plan->at), shipped = sent ? demo_stamp(d, plan->at + 26 * HOUR) : value_null();
	for (size_t i = 0; i < count; i++) {
		struct pair list[] = { { "orderId", value_integer(order) }, { "productId", value_integer(lines[i].product->id) },
			{ "quantity", value_integer(lines[i].quantity) }, { "priceCents", value_integer(lines[i].price.minor) },
			{ "title", value_text(lines[i].product->title) }, { "shippedAt", shipped },
			{ "createdAt", placed }, { "updatedAt", sent ? shipped : placed }, pair_end };
		struct pair *copy = arena_alloc(d->arena, sizeof list);
		memcpy(copy, list, sizeof list);
		rows[i] = copy;
	}
	return model_bulk_create(shop_store(d->shop), d->arena, shop_model(d->shop, "orderItem"), rows, count, NULL);
}

static enum err make_order(struct demo *d, const struct plan *plan)
{
	struct line lines[LINES_MAX];
	struct money total;
	struct rows made;
	size_t count;
	try(make_lines(d, plan, lines, &count, &total));
	if (!count)
		return OK;
	const char *status = status_of(d, plan->at);
	struct value placed = demo_stamp(d, plan->at);
	struct pair values[] = { { "status", value_text(status) }, { "totalCents", value_integer(total.minor) },
		{ "userId", value_integer(plan->buyer->id) }, { "createdAt", placed }, { "updatedAt", placed }, pair_end };
	const struct pair *rows[] = { values };
	try(model_bulk_create(shop_store(d->shop), d->arena, shop_model(d->shop, "order"), rows, 1, &made));
	return insert_lines(d, row_int(made.items[0], "id"), plan, status, lines, count);
}

enum err demo_orders(struct demo *d)
{
	const struct plan *plans = make_plans(d);
	for (size_t i = 0; i < ORDERS; i++) {
		if (i % 32 == 0)
			try(demo_tell(d, "orders", (int64_t)i, ORDERS));
		try(make_order(d, &plans[i]));
	}
	return OK;
}
