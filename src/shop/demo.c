/* The demo bazaar: people, products and carts as assets/demo has them, then a year of orders. */
#include "shop/demo.h"

#include "base/clock.h"
#include "base/record.h"
#include "base/vec.h"
#include "model/mixin.h"
#include "model/store.h"
#include "shop/asset.h"
#include "shop/demo_plan.h"

#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000)

uint64_t chance_next(struct chance *c)
{
	uint64_t z = (c->state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

int64_t chance_below(struct chance *c, int64_t limit)
{
	return limit > 0 ? (int64_t)(chance_next(c) % (uint64_t)limit) : 0;
}

enum err demo_tell(const struct demo *d, const char *what, int64_t done, int64_t of)
{
	if (d->progress && !d->progress(d->context, what, done, of))
		return fail(ERR_ERROR, "making the demo was broken off: nothing was kept");
	return OK;
}

struct value demo_stamp(struct demo *d, int64_t ms)
{
	char *stamp = arena_alloc(d->arena, CLOCK_STAMP_SIZE);
	clock_stamp(ms, stamp);
	return value_text(stamp);
}

/* The assets belong to the program: a mistake in them is ours. */
static struct record_reader open_asset(const char *name)
{
	struct record_reader reader;
	const struct asset *asset = asset_find(name);
	if (!asset)
		bug("the asset '%s' is not part of this program", name);
	record_open(&reader, name, asset->bytes, asset->size);
	return reader;
}

static bool next_record(struct demo *d, struct record_reader *reader, struct record *record)
{
	bool more;
	if (record_next(reader, d->arena, record, &more))
		bug("%s", err_sentence(ERR_INPUT));
	return more;
}

static const char *field(const struct record *record, const char *key)
{
	const char *value = record_get(record, key);
	return value ? value : "";
}

static int64_t number(const struct record *record, const char *key, int64_t otherwise)
{
	const char *value = field(record, key);
	return *value ? strtoll(value, NULL, 10) : otherwise;
}

static struct demo_person *find_person(struct demo *d, const char *email)
{
	for (size_t i = 0; i < d->people_count; i++)
		if (!strcmp(d->people[i].email, email))
			return &d->people[i];
	bug("nobody in the demo has the e-mail '%s'", email);
}

static struct demo_product *find_product(struct demo *d, const char *title, size_t size)
{
	for (size_t i = 0; i < d->product_count; i++)
		if (strlen(d->products[i].title) == size && !memcmp(d->products[i].title, title, size))
			return &d->products[i];
	bug("the demo has no product '%.*s'", (int)size, title);
}

static enum err insert(struct demo *d, const char *model, const struct pair *const *rows, size_t count, struct rows *out)
{
	return model_bulk_create(shop_store(d->shop), d->arena, shop_model(d->shop, model), rows, count, out);
}

/* One row to insert: its attributes and values. */
static const struct pair *pairs(struct demo *d, const struct pair *list, size_t count)
{
	struct pair *copy = arena_array(d->arena, struct pair, count + 1);
	memcpy(copy, list, count * sizeof *list);
	return copy;
}
#define PAIRS(d, ...) pairs((d), (const struct pair[]){ __VA_ARGS__ }, sizeof((const struct pair[]){ __VA_ARGS__ }) / sizeof(struct pair))

/* People joined over the two years before; those who sell, before their first product. */
static enum err make_people(struct demo *d)
{
	VEC(struct demo_person) people = { 0 };
	VEC(const struct pair *) rows = { 0 };
	struct record_reader reader = open_asset("demo/people");
	struct record record;
	while (next_record(d, &reader, &record)) {
		const char *role = field(&record, "role");
		struct demo_person person = { .name = field(&record, "name"), .email = field(&record, "email"),
			.sells = strcmp(role, "buyer") != 0, .buys = strcmp(role, "seller") != 0 };
		struct value joined = demo_stamp(d, d->today - (730 - (int64_t)people.count) * DAY + chance_below(&d->chance, DAY));
		vec_push(&people, person);
		vec_push(&rows, PAIRS(d, { "name", value_text(person.name) }, { "email", value_text(person.email) },
			{ "createdAt", joined }, { "updatedAt", joined }));
	}
	d->people = arena_array(d->arena, struct demo_person, people.count);
	memcpy(d->people, people.items, people.count * sizeof *people.items);
	d->people_count = people.count;
	struct rows made;
	enum err err = insert(d, "user", rows.items, rows.count, &made);
	for (size_t i = 0; !err && i < made.count; i++)
		d->people[i].id = row_int(made.items[i], "id");
	vec_release(&people);
	vec_release(&rows);
	return err;
}

/* Prices are written in euros; another currency takes the same minor units. */
static struct money read_price(const struct record *record)
{
	struct currency euro;
	struct money price;
	if (currency_find("EUR", &euro) || money_parse(euro, field(record, "price"), &price))
		bug("the price of '%s' is none", field(record, "title"));
	return price;
}

static const struct pair *product_row(struct demo *d, const struct record *record, const struct demo_product *p)
{
	struct value listed = demo_stamp(d, d->today - p->age * DAY + chance_below(&d->chance, DAY / 2));
	return PAIRS(d, { "title", value_text(p->title) }, { "description", value_text(field(record, "description")) },
		{ "category", value_text(field(record, "category")) }, { "priceCents", value_integer(p->price.minor) },
		{ "stock", p->limited ? value_integer(number(record, "stock", 0)) : value_null() },
		{ "retiredAt", p->retired ? demo_stamp(d, d->today - p->retired * DAY) : value_null() },
		{ "userId", value_integer(p->seller_id) }, { "createdAt", listed }, { "updatedAt", listed });
}

static enum err make_products(struct demo *d)
{
	VEC(struct demo_product) products = { 0 };
	VEC(const struct pair *) rows = { 0 };
	struct record_reader reader = open_asset("demo/products");
	struct record record;
	while (next_record(d, &reader, &record)) {
		struct demo_product p = { .title = field(&record, "title"), .seller = field(&record, "seller"), .price = read_price(&record),
			.popularity = number(&record, "popularity", 1), .age = number(&record, "age", 30), .limited = *field(&record, "stock") != '\0' };
		p.seller_id = find_person(d, p.seller)->id;
		p.retired = *field(&record, "retired") ? p.age / 3 : 0;
		vec_push(&products, p);
		vec_push(&rows, product_row(d, &record, &p));
	}
	d->products = arena_array(d->arena, struct demo_product, products.count);
	memcpy(d->products, products.items, products.count * sizeof *products.items);
	d->product_count = products.count;
	struct rows made;
	enum err err = insert(d, "product", rows.items, rows.count, &made);
	for (size_t i = 0; !err && i < made.count; i++)
		d->products[i].id = row_int(made.items[i], "id");
	vec_release(&products);
	vec_release(&rows);
	return err;
}

/* "Notebook × 4; Lamp, brass × 1": the amount stands after the last ×. */
static enum err fill_cart(struct demo *d, struct row *cart, const char *lines)
{
	static const char times[] = " × ";
	for (const char *at = lines; *at;) {
		const char *end = strchr(at, ';'), *mark = NULL;
		end = end ? end : at + strlen(at);
		for (const char *found = strstr(at, times); found && found < end; found = strstr(found + 1, times))
			mark = found;
		if (!mark)
			bug("a cart of the demo has no amount: '%s'", at);
		struct target product = target_key(value_integer(find_product(d, at, (size_t)(mark - at))->id));
		struct pair through[] = { { "quantity", value_integer(strtoll(mark + strlen(times), NULL, 10)) }, pair_end };
		try(association_add(shop_store(d->shop), d->arena, cart, "products", &product, 1, through));
		at = end + strspn(end, "; ");
	}
	return OK;
}

static enum err make_carts(struct demo *d)
{
	struct record_reader reader = open_asset("demo/carts");
	struct record record;
	while (next_record(d, &reader, &record)) {
		struct row *cart;
		struct pair values[] = { { "userId", value_integer(find_person(d, field(&record, "email"))->id) }, pair_end };
		try(model_create(shop_store(d->shop), d->arena, shop_model(d->shop, "cart"), values, &cart));
		try(fill_cart(d, cart, field(&record, "lines")));
	}
	return OK;
}

static enum err fill(struct demo *d)
{
	try(demo_tell(d, "people", 0, 4));
	try(make_people(d));
	try(demo_tell(d, "products", 1, 4));
	try(make_products(d));
	try(demo_tell(d, "carts", 2, 4));
	try(make_carts(d));
	try(demo_tell(d, "orders", 3, 4));
	try(demo_orders(d));
	return demo_tell(d, "orders", 4, 4);
}

enum err demo_fill(struct shop *shop, uint64_t seed, shop_progress *progress, void *context)
{
	struct arena arena;
	arena_init(&arena);
	struct demo demo = { .shop = shop, .arena = &arena, .chance = { seed }, .today = clock_midnight(clock_now(), 0),
		.progress = progress, .context = context };
	enum err err = store_begin(shop_store(shop));
	if (!err)
		err = store_end(shop_store(shop), fill(&demo));
	arena_release(&arena);
	return err;
}
