/* What an association made, and why: each reason names the rule, and who said so. */
#include "unit/check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/why.h"

#include <string.h>

static struct schema *schema;
static struct arena arena;

static void open_schema(const struct association_definition *given, size_t count)
{
	static const char *const names[] = { "user", "product", "tag", "line" };
	arena_init(&arena);
	schema = schema_new();
	for (size_t i = 0; i < 4; i++)
		CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = names[i], .no_timestamps = true }, NULL));
	CHECK_ERR(OK, schema_associate(schema, given, count));
}

static void close_schema(void)
{
	schema_free(schema);
	arena_release(&arena);
}

static struct why why_of(const char *model, const char *name)
{
	struct why why = { 0 };
	const struct association *a = model_association(schema_model(schema, model), name);
	CHECK(a != NULL);
	if (a)
		association_why(&arena, a, &why);
	return why;
}

/* The reason for that part holds every word. */
static void check_reason(const struct why *why, const char *part, const char *ddl, const char *word)
{
	for (size_t i = 0; i < why->count; i++)
		if (!strcmp(why->reasons[i].part, part) && strstr(why->reasons[i].reason, word) && !strcmp(why->reasons[i].ddl, ddl))
			return;
	for (size_t i = 0; i < why->count; i++)
		if (!strcmp(why->reasons[i].part, part))
			CHECK_STR(word, arena_format(&arena, "[%s] %s", why->reasons[i].ddl, why->reasons[i].reason));
	CHECK_STR(part, "there is no such part");
}

#define DECLARED(...) ((const struct association_definition[]){ __VA_ARGS__ }), \
	sizeof((const struct association_definition[]){ __VA_ARGS__ }) / sizeof(struct association_definition)

TEST(defaults)
{
	open_schema(DECLARED({ .source = "user", .kind = HAS_MANY, .target = "product" }));
	struct why why = why_of("user", "products");
	CHECK_STR("user.products", why.name);
	CHECK_STR("User.hasMany(Product)", why.declaration);
	CHECK(why.inverse == NULL);
	CHECK_STR("products", why.table);
	CHECK_STR("`userId` INTEGER REFERENCES `users` (`id`) ON DELETE SET NULL ON UPDATE CASCADE", why.ddl);
	check_reason(&why, "table", "`products`", "hasMany");
	check_reason(&why, "onDelete", "ON DELETE SET NULL", "null");
	check_reason(&why, "onUpdate", "ON UPDATE CASCADE", "default");
	close_schema();
}

TEST(explicit_beats_default)
{
	open_schema(DECLARED({ .source = "user", .kind = HAS_MANY, .target = "product" },
		{ .source = "product", .kind = BELONGS_TO, .target = "user", .on_delete = ACTION_CASCADE }));
	struct why why = why_of("user", "products");
	CHECK_STR("Product.belongsTo(User, { onDelete: 'CASCADE' })", why.inverse);
	check_reason(&why, "onDelete", "ON DELETE CASCADE", "Product.belongsTo(User, { onDelete: 'CASCADE' })");
	close_schema();
}

TEST(not_null_keys)
{
	const struct foreign_key_definition needed = { .allow_null = NO };
	open_schema(DECLARED({ .source = "user", .kind = HAS_MANY, .target = "product", .foreign_key = needed },
		{ .source = "line", .kind = BELONGS_TO, .target = "user", .foreign_key = needed }));
	struct why many = why_of("user", "products"), one = why_of("line", "user");
	check_reason(&many, "onDelete", "ON DELETE CASCADE", "may not be null");
	check_reason(&one, "onDelete", "ON DELETE NO ACTION", "may not be null");
	close_schema();
}

TEST(a_join)
{
	open_schema(DECLARED({ .source = "user", .kind = BELONGS_TO_MANY, .target = "tag", .through = "userTag" }));
	struct why why = why_of("user", "tags");
	CHECK_STR("userTag", why.table);
	check_reason(&why, "onDelete", "ON DELETE CASCADE", "join");
	size_t keys = 0;
	for (size_t i = 0; i < why.count; i++)
		keys += !strcmp(why.reasons[i].part, "name");
	CHECK_INT(2, (int64_t)keys);
	close_schema();
}
