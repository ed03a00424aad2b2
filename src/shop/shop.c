/* What makes a file a shop's: the identity in its header, the settings row that gives currency and kind, and a schema
 * in which nothing stands that souk did not write. Opening checks all three before anything else is read; a file that
 * another program has written to gets back what that program dropped of ours. */
#include "shop/shop.h"

#include "base/arena.h"
#include "base/vec.h"
#include "model/record.h"
#include "model/store.h"
#include "shop/cart.h"
#include "shop/tables.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct shop {
	struct schema *schema;
	struct store *store;
	struct currency currency;
	bool demo, forgets;
};

void shop_close(struct shop *shop)
{
	if (!shop)
		return;
	store_close(shop->store);
	schema_free(shop->schema);
	free(shop);
}

/* A shop whose store is open, but not looked at yet. */
static enum err shop_begin(struct shop **out, const char *path, enum store_mode mode)
{
	struct shop *shop = memory_new(sizeof *shop);
	shop->schema = shop_schema();
	enum err err = store_open(&shop->store, shop->schema, path, mode);
	if (err) {
		shop_close(shop);
		shop = NULL;
	}
	*out = shop;
	return err;
}

/* Hand out @shop when all went well. */
static enum err shop_finish(struct shop **out, struct shop *shop, enum err so_far)
{
	*out = so_far ? NULL : shop;
	if (so_far)
		shop_close(shop);
	return so_far;
}

static enum err shop_fill(struct shop *shop, struct arena *arena, bool demo)
{
	int64_t id, version;
	struct sync_report report;

	try(store_identity(shop->store, &id, &version));
	if (id)
		return fail(ERR_TAKEN, "'%s' holds a database already", shop_path(shop));
	try(store_sync(shop->store, arena, shop_additions, &report));
	try(shop_set_setting(shop, "currency", shop->currency.code));
	try(shop_set_setting(shop, "demo", demo ? "1" : "0"));
	shop->demo = demo;
	return store_set_identity(shop->store, SHOP_APPLICATION_ID, SHOP_VERSION);
}

/* Tables, settings and identity in one transaction: whoever opens the file meanwhile sees none or all of it. */
static enum err shop_make(struct shop *shop, bool demo)
{
	struct arena arena;

	try(store_begin(shop->store));
	arena_init(&arena);
	enum err err = store_end(shop->store, shop_fill(shop, &arena, demo));
	arena_release(&arena);
	return err;
}

enum err shop_create(struct shop **out, const char *path, const char *currency, bool demo)
{
	struct currency money;
	struct stat at;
	struct shop *shop;

	*out = NULL;
	try(currency_find(currency, &money));
	bool fresh = stat(path, &at) && errno == ENOENT;
	bool there = !fresh && S_ISREG(at.st_mode) && at.st_size > 0;
	try(shop_begin(&shop, path, STORE_CREATE));
	shop->currency = money;
	enum err err = there ? fail(ERR_TAKEN, "'%s' holds a database already", path) : shop_make(shop, demo);
	err = shop_finish(out, shop, err);
	if (err && fresh)
		unlink(path);
	return err;
}

static enum err shop_identify(struct shop *shop)
{
	int64_t id, version;

	try(store_identity(shop->store, &id, &version));
	if (id != SHOP_APPLICATION_ID)
		return fail(ERR_FOREIGN, "'%s' is not one of souk's: it was made by another program", shop_path(shop));
	if (version > SHOP_VERSION)
		return fail(ERR_NEWER, "'%s' was made by a newer souk (version %lld, this one knows %d)",
			shop_path(shop),
			(long long)version, SHOP_VERSION);
	return OK;
}

static enum err shop_read_settings(struct shop *shop, struct arena *arena)
{
	const char *currency, *demo;

	try(shop_setting(shop, arena, "currency", &currency));
	try(shop_setting(shop, arena, "demo", &demo));
	if (!currency || currency_find(currency, &shop->currency))
		return fail(ERR_FOREIGN, "'%s' is not one of souk's: its settings name no currency", shop_path(shop));
	shop->demo = demo && !strcmp(demo, "1");
	return OK;
}

/* *lacking: something of ours must be made again. CHECKs are not: only a new table could have them. */
static enum err shop_inspect(struct shop *shop, struct arena *arena, bool *lacking)
{
	struct sync_finding *findings;
	size_t count;

	try(store_inspect(shop->store, arena, shop_additions, &findings, &count));
	*lacking = false;
	for (size_t i = 0; i < count; i++) {
		if (findings[i].strange)
			return fail(ERR_FOREIGN, "'%s' holds what souk did not write: %s", shop_path(shop),
				findings[i].sentence);
		*lacking = true;
	}
	return OK;
}

/* The search has been built anew with any part of it. */
static const char *describe_repair(struct arena *arena, const struct sync_report *report)
{
	struct buffer list = { 0 };
	bool search = false;
	enum { NAMED = 3 };

	if (!report->count)
		return NULL;
	for (size_t i = 0; i < report->count; i++) {
		if (i < NAMED)
			buffer_printf(&list, "%s%s", i ? ", " : "", report->items[i].name);
		search |= !strncmp(report->items[i].name, "soukSearch", 10);
	}
	if (report->count > NAMED)
		buffer_printf(&list, " and %zu more", report->count - NAMED);
	const char *told = arena_format(arena, "made again what was missing or out of date: %s%s", list.bytes,
		search ? "; the search was built anew" : "");
	buffer_release(&list);
	return told;
}

static enum err shop_repair(struct shop *shop, struct arena *arena, const char **repaired)
{
	struct sync_report report;
	int64_t dropped;
	bool lacking;

	*repaired = NULL;
	try(shop_inspect(shop, arena, &lacking));
	if (store_is_read_only(shop->store))
		return OK;
	if (lacking) {
		try(store_sync(shop->store, arena, shop_additions, &report));
		*repaired = describe_repair(arena, &report);
	}
	(void)cart_drop_stale(shop, &dropped);    /* a full disk is no reason not to open */
	return OK;
}

static enum err shop_enter(struct shop *shop, struct arena *arena, const char **repaired)
{
	bool lacking;

	try(shop_identify(shop));
	try(repaired ? shop_repair(shop, arena, repaired) : shop_inspect(shop, arena, &lacking));
	return shop_read_settings(shop, arena);
}

enum err shop_open(struct shop **out, struct arena *arena, const char *path, const char **repaired)
{
	struct shop *shop;

	*out = NULL;
	try(shop_begin(&shop, path, STORE_WRITE));
	return shop_finish(out, shop, shop_enter(shop, arena, repaired));
}

enum err shop_open_to_read(struct shop **out, const char *path)
{
	struct shop *shop;
	struct arena arena;

	*out = NULL;
	try(shop_begin(&shop, path, STORE_READ));
	arena_init(&arena);
	enum err err = shop_finish(out, shop, shop_enter(shop, &arena, NULL));
	arena_release(&arena);
	return err;
}

struct store *shop_store(const struct shop *shop)
{
	return shop->store;
}

const struct model *shop_model(const struct shop *shop, const char *name)
{
	const struct model *model = schema_model(shop->schema, name);
	if (!model)
		bug("there is no model '%s'", name);
	return model;
}

struct currency shop_currency(const struct shop *shop)
{
	return shop->currency;
}

void shop_forget_acts(struct shop *shop)
{
	shop->forgets = true;
}

bool shop_forgets_acts(const struct shop *shop)
{
	return shop->forgets;
}

bool shop_is_demo(const struct shop *shop)
{
	return shop->demo;
}

bool shop_is_read_only(const struct shop *shop)
{
	return store_is_read_only(shop->store);
}

const char *shop_path(const struct shop *shop)
{
	return store_path(shop->store);
}

enum err shop_setting(struct shop *shop, struct arena *arena, const char *name, const char **out)
{
	struct row *row;

	*out = NULL;
	try(model_find_by_key(shop->store, arena, shop_model(shop, "soukSettings"), value_text(name), NULL, &row));
	if (row && !row_is_null(row, "value"))
		*out = row_text(row, "value");
	return OK;
}

enum err shop_set_setting(struct shop *shop, const char *name, const char *value)
{
	static const char *const conflict[] = { "name", NULL };
	struct pair pairs[] = { { "name", value_text(name) }, { "value", value_text(value) }, pair_end };

	return model_upsert(shop->store, shop_model(shop, "soukSettings"), pairs, conflict);
}

enum err shop_counts(struct shop *shop, int64_t *models, int64_t *products)
{
	*models = 0;
	for (size_t i = 0; i < schema_model_count(shop->schema); i++)
		*models += !model_is_hidden(schema_model_at(shop->schema, i));
	return model_count(shop->store, shop_model(shop, "product"), NULL, products);
}
