#include "unit/world.h"

#include "model/sync.h"

#include <stdio.h>
#include <string.h>

struct world world;

#define OWN_KEY { .name = "id", .type = TYPE_INTEGER, .not_null = true, .primary_key = true, .auto_increment = true }

static const struct value zero = { .type = VALUE_INTEGER };

static const struct attribute user[] = { OWN_KEY, { .name = "name", .type = TYPE_STRING }, { 0 } };
static const struct attribute product[] = { OWN_KEY, { .name = "title", .type = TYPE_STRING },
	{ .name = "price", .type = TYPE_DOUBLE, .not_null = true },
	{ .name = "stock", .type = TYPE_INTEGER, .not_null = true, .default_value = &zero }, { 0 } };
static const struct attribute only_key[] = { OWN_KEY, { 0 } };
static const struct attribute cart_line[] = { OWN_KEY, { .name = "quantity", .type = TYPE_INTEGER }, { 0 } };
static const struct attribute order_line[] = { OWN_KEY, { .name = "quantity", .type = TYPE_INTEGER, .not_null = true },
	{ .name = "price", .type = TYPE_DOUBLE }, { 0 } };
static const struct attribute task[] = { { .name = "title", .type = TYPE_STRING }, { 0 } };
static const struct attribute tag[] = { { .name = "label", .type = TYPE_STRING, .unique = true },
	{ .name = "kind", .type = TYPE_STRING }, { 0 } };
static const struct attribute user_tag[] = { { .name = "role", .type = TYPE_STRING }, { 0 } };
static const struct attribute note[] = { { .name = "body", .type = TYPE_STRING },
	{ .name = "kind", .type = TYPE_STRING }, { 0 } };
static const struct attribute visit[] = { OWN_KEY, { .name = "weight", .type = TYPE_INTEGER }, { 0 } };
static const struct attribute place[] = { { .name = "land", .type = TYPE_STRING, .primary_key = true },
	{ .name = "number", .type = TYPE_INTEGER, .primary_key = true }, { .name = "name", .type = TYPE_STRING },
		{ 0 } };
static const struct attribute house[] = { { .name = "street", .type = TYPE_STRING, .primary_key = true },
	{ .name = "at", .type = TYPE_INTEGER, .primary_key = true }, { 0 } };

static const struct model_definition models[] = {
	{ .name = "user", .attributes = user },
	{ .name = "product", .attributes = product },
	{ .name = "cart", .attributes = only_key },
	{ .name = "cartItem", .attributes = cart_line },
	{ .name = "order", .attributes = only_key },
	{ .name = "orderItem", .attributes = order_line },
	{ .name = "task", .attributes = task, .no_timestamps = true },
	{ .name = "tag", .attributes = tag, .no_timestamps = true },
	{ .name = "userTag", .attributes = user_tag, .no_timestamps = true },
	{ .name = "note", .attributes = note, .no_timestamps = true },
	{ .name = "visit", .attributes = visit, .no_timestamps = true },
	{ .name = "place", .attributes = place, .no_timestamps = true },
	{ .name = "house", .attributes = house, .no_timestamps = true },
	{ .name = "lock", .attributes = task, .no_timestamps = true },
	{ .name = "badge", .attributes = task, .no_timestamps = true },
};

static const struct pair owner[] = { { "role", { .type = VALUE_TEXT, .size = 5, .text = "owner" } }, { 0 } };
static const struct pair hot[] = { { "kind", { .type = VALUE_TEXT, .size = 3, .text = "hot" } }, { 0 } };
static const struct pair main_note[] = { { "kind", { .type = VALUE_TEXT, .size = 4, .text = "main" } }, { 0 } };
static const char *const place_key[] = { "placeLand", "placeNumber", NULL };

static const struct association_definition associations[] = {
	{ .source = "product", .kind = BELONGS_TO, .target = "user", .on_delete = ACTION_CASCADE },
	{ .source = "user", .kind = HAS_MANY, .target = "product" },
	{ .source = "user", .kind = HAS_ONE, .target = "cart" },
	{ .source = "cart", .kind = BELONGS_TO, .target = "user" },
	{ .source = "cart", .kind = BELONGS_TO_MANY, .target = "product", .through = "cartItem" },
	{ .source = "product", .kind = BELONGS_TO_MANY, .target = "cart", .through = "cartItem" },
	{ .source = "order", .kind = BELONGS_TO, .target = "user" },
	{ .source = "user", .kind = HAS_MANY, .target = "order" },
	{ .source = "order", .kind = BELONGS_TO_MANY, .target = "product", .through = "orderItem" },
	{ .source = "product", .kind = BELONGS_TO_MANY, .target = "order", .through = "orderItem" },
	/* keys that must be there, or be unique */
	{ .source = "user", .kind = HAS_MANY, .target = "task", .foreign_key = { .allow_null = NO } },
	{ .source = "lock", .kind = BELONGS_TO, .target = "user", .on_delete = ACTION_RESTRICT },
	{ .source = "user", .kind = HAS_ONE, .target = "badge", .foreign_key = { .unique = YES } },
	/* scopes; a join of two keys, and one that goes by the label */
	{ .source = "user", .kind = BELONGS_TO_MANY, .target = "tag", .as = "owned", .through = "userTag",
		.through_scope = owner, .scope = hot },
	{ .source = "user", .kind = BELONGS_TO_MANY, .target = "tag", .as = "labels", .through = "userLabel",
		.target_key = "label", .through_no_timestamps = true },
	{ .source = "user", .kind = HAS_MANY, .target = "note", .as = "notes", .scope = hot },
	{ .source = "user", .kind = HAS_ONE, .target = "note", .as = "mainNote", .foreign_key = { .name = "userId" },
		.scope = main_note },
	/* the same pair more than once */
	{ .source = "user", .kind = BELONGS_TO_MANY, .target = "tag", .as = "visited", .through = "visit",
		.through_unique = NO },
	/* another key of the source; a join to itself */
	{ .source = "tag", .kind = HAS_MANY, .target = "note", .source_key = "label",
		.foreign_key = { .name = "tagLabel" } },
	{ .source = "note", .kind = BELONGS_TO, .target = "tag", .target_key = "label",
		.foreign_key = { .name = "tagLabel" } },
	{ .source = "user", .kind = BELONGS_TO_MANY, .target = "user", .as = "friends", .through = "friendship",
		.through_no_timestamps = true,
		.foreign_key = { .name = "ownerId" }, .other_key = { .name = "friendId" } },
	{ .source = "user", .kind = BELONGS_TO_MANY, .target = "user", .as = "admirers", .through = "friendship",
		.through_no_timestamps = true,
		.foreign_key = { .name = "friendId" }, .other_key = { .name = "ownerId" } },
	/* a target's key of two columns */
	{ .source = "user", .kind = HAS_MANY, .target = "place" },
	{ .source = "user", .kind = HAS_ONE, .target = "house" },
	{ .source = "place", .kind = HAS_MANY, .target = "house", .foreign_key = { .names = place_key } },
	{ .source = "house", .kind = BELONGS_TO, .target = "place", .foreign_key = { .names = place_key } },
	{ .source = "place", .kind = BELONGS_TO_MANY, .target = "house", .as = "views", .through = "view", .through_no_timestamps = true },
};

struct row *made(const char *model, const struct pair *values)
{
	struct row *row = NULL;
	CHECK_ERR(OK, model_create(world.store, &world.arena, schema_model(world.schema, model), values, &row));
	return row;
}

struct row *built(const char *model, const struct pair *values)
{
	struct row *row = NULL;
	CHECK_ERR(OK, model_build(&world.arena, schema_model(world.schema, model), values, &row));
	return row;
}

struct row *row_of(const char *model, int64_t id)
{
	struct row *row = NULL;
	CHECK_ERR(OK, model_find_by_key(world.store, &world.arena, schema_model(world.schema, model), I(id), NULL,
		&row));
	CHECK(row != NULL);
	return row;
}

static void fill(void)
{
	made("user", PAIRS({ "name", T("Max") }));
	made("user", PAIRS({ "name", T("Anna") }));
	made("product", PAIRS({ "title", T("Book") }, { "price", I(10) }, { "userId", I(1) }));
	made("product", PAIRS({ "title", T("Pen") }, { "price", I(2) }, { "userId", I(1) }));
	made("product", PAIRS({ "title", T("Mug") }, { "price", I(7) }, { "userId", I(2) }));
	made("product", PAIRS({ "title", T("Cap") }, { "price", I(15) }, { "userId", I(2) }));
	made("cart", PAIRS({ "userId", I(1) }));
	made("cart", PAIRS({ "userId", I(2) }));
}

static enum err declare(void)
{
	for (size_t i = 0; i < sizeof models / sizeof *models; i++)
		try(schema_define(world.schema, &models[i], NULL));
	return schema_associate(world.schema, associations, sizeof associations / sizeof *associations);
}

bool world_open(const char *path)
{
	struct sync_report report;
	world = (struct world){ .schema = schema_new() };
	arena_init(&world.arena);
	bool fine = CHECK_ERR(OK, declare()) &&
		CHECK_ERR(OK, store_open(&world.store, world.schema, path, STORE_CREATE)) &&
		CHECK_ERR(OK, store_sync(world.store, &world.arena, NULL, &report));
	if (fine)
		fill();
	else
		world_close();
	return fine;
}

void world_close(void)
{
	store_close(world.store);
	schema_free(world.schema);
	arena_release(&world.arena);
	world = (struct world){ 0 };
}

static const char *value_shown(struct value v)
{
	switch (v.type) {
	case VALUE_NULL:    return "-";
	case VALUE_INTEGER: return arena_format(&world.arena, "%lld", (long long)v.integer);
	case VALUE_REAL:    return arena_format(&world.arena, "%g", v.real);
	case VALUE_TEXT:    return v.text;
	case VALUE_BLOB:    return "blob";
	}
	return "?";
}

const char *world_rows(const char *sql)
{
	struct table table;
	const char *text = "";
	if (!CHECK_ERR(OK, store_select(world.store, &world.arena, sql, NULL, 0, &table)))
		return NULL;
	for (size_t i = 0; i < table.count * table.columns; i++)
		text = arena_format(&world.arena, "%s%s%s", text, i == 0 ? "" : i % table.columns ? " " : ", ",
			value_shown(table.values[i]));
	return text;
}

uint64_t statements_run(void)
{
	static uint64_t before;
	uint64_t now = store_totals(world.store).statements, run = now - before;
	before = now;
	return run;
}

void check_told(const char *file, int line, const char *what, enum err expected, enum err err, const char *const *words)
{
	if (!check_err(file, line, what, expected, err))
		return;
	for (; *words; words++)
		if (!check_true(file, line, *words, strstr(err_sentence(err), *words) != NULL))
			printf("# %s\n", err_sentence(err));
}
