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

TEST(names_are_explained)
{
	const struct foreign_key_definition named = { .name = "ownerId", .field = "owner_id", .has_type = true, .type = TYPE_BIGINT };
	open_schema(DECLARED({ .source = "product", .kind = BELONGS_TO, .target = "user", .as = "owner", .foreign_key = named },
		{ .source = "user", .kind = HAS_MANY, .target = "product", .as = "goods" },
		{ .source = "user", .kind = HAS_ONE, .target = "line", .as = "last" },
		{ .source = "user", .kind = BELONGS_TO_MANY, .target = "user", .as = "friends", .through = "friendship" },
		{ .source = "tag", .kind = BELONGS_TO_MANY, .target = "line", .through = "tagging", .other_key = { .name = "l" } },
		{ .source = "line", .kind = BELONGS_TO_MANY, .target = "tag", .through = "tagging" }));
	struct why owner = why_of("product", "owner"), goods = why_of("user", "goods"), last = why_of("user", "last");
	struct why friends = why_of("user", "friends"), tags = why_of("line", "tags");
	check_reason(&owner, "name", "`owner_id`", "foreignKey, said by Product.belongsTo(User, { as: 'owner'");
	check_reason(&owner, "column", "`owner_id`", "field, said by Product.belongsTo");
	check_reason(&owner, "type", "BIGINT", "type, said by Product.belongsTo");
	check_reason(&goods, "name", "`userId`", "the source's name 'user' and the key that it refers to ('id'); the alias of a hasMany");
	check_reason(&last, "name", "`lastId`", "the alias 'last'");
	check_reason(&last, "unique", "", "several rows of 'line' may refer to one 'user'");
	check_reason(&friends, "name", "`friendId`", "the alias 'friend'");
	check_reason(&tags, "name", "`l`", "its otherKey, said by Tag.belongsToMany(Line");
	check_reason(&tags, "name", "`tagId`", "the target's name 'tag'");
	check_reason(&tags, "unique", "PRIMARY KEY (`tagId`, `l`)", "no primary key of its own");
	close_schema();
}

TEST(what_a_model_declares_itself_comes_first)
{
	const struct value one = value_integer(1), two = value_integer(2);
	const struct attribute own[] = { { .name = "userId", .type = TYPE_TEXT, .nullable = true, .default_value = &one }, { 0 } };
	const struct attribute needed[] = { { .name = "tagId", .type = TYPE_INTEGER, .not_null = true, .unique = true }, { 0 } };
	open_schema(DECLARED({ .source = "user", .kind = HAS_MANY, .target = "product" }));
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "note", .attributes = own }, NULL));
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "mark", .attributes = needed }, NULL));
	CHECK_ERR(OK, schema_associate(schema, DECLARED({ .source = "note", .kind = BELONGS_TO, .target = "user",
		.foreign_key = { .allow_null = NO, .default_value = &two } },
		{ .source = "tag", .kind = HAS_ONE, .target = "mark", .foreign_key = { .allow_null = NO } },
		{ .source = "line", .kind = BELONGS_TO, .target = "user", .foreign_key = { .default_value = &two } })));
	struct why user = why_of("note", "user"), mark = why_of("tag", "mark"), line = why_of("line", "user");
	check_reason(&user, "type", "TEXT", "'note' declares the column itself");
	check_reason(&user, "null", "", "'note' declares the column so itself");
	check_reason(&user, "default", "DEFAULT 1", "'note' declares it itself");
	check_reason(&user, "overridden", "", "allowNull: false of Note.belongsTo(User, { foreignKey: { allowNull: false");
	check_reason(&mark, "null", "NOT NULL", "'mark' declares the column so itself");
	check_reason(&mark, "unique", "UNIQUE", "'mark' declares the column so itself");
	check_reason(&line, "default", "DEFAULT 2", "defaultValue, said by Line.belongsTo");
	close_schema();
}

TEST(constraints_and_actions)
{
	open_schema(DECLARED({ .source = "user", .kind = HAS_MANY, .target = "product", .no_constraints = true },
		{ .source = "line", .kind = BELONGS_TO, .target = "user", .no_constraints = true, .on_delete = ACTION_CASCADE },
		{ .source = "tag", .kind = BELONGS_TO_MANY, .target = "user", .through = "tagged", .on_delete = ACTION_RESTRICT }));
	struct why products = why_of("user", "products"), user = why_of("line", "user"), users = why_of("tag", "users");
	check_reason(&products, "references", "", "constraints: false, said by User.hasMany(Product, { constraints: false })");
	check_reason(&user, "references", "REFERENCES `users` (`id`)", "an action asks for a constraint");
	check_reason(&users, "onDelete", "ON DELETE RESTRICT", "onDelete, said by Tag.belongsToMany(User");
	check_reason(&users, "onDelete", "ON DELETE RESTRICT", "says it of its own key, and nobody says otherwise of this one");
	for (size_t i = 0; i < products.count; i++)
		CHECK(strcmp(products.reasons[i].part, "onDelete"));
	close_schema();
}

TEST(what_was_overridden)
{
	open_schema(DECLARED({ .source = "user", .kind = HAS_MANY, .target = "product" },
		{ .source = "product", .kind = BELONGS_TO, .target = "user", .on_delete = ACTION_CASCADE },
		{ .source = "user", .kind = HAS_MANY, .target = "line", .foreign_key = { .name = "first" } },
		{ .source = "user", .kind = HAS_MANY, .target = "line", .foreign_key = { .name = "second", .unique = YES } },
		{ .source = "user", .kind = BELONGS_TO_MANY, .target = "tag", .through = "line", .through_unique = NO, .unique_key = "once" }));
	struct why products = why_of("user", "products"), user = why_of("product", "user"), lines = why_of("user", "lines");
	struct why tags = why_of("user", "tags");
	check_reason(&products, "overridden", "ON DELETE SET NULL", "the default of User.hasMany(Product); what Product.belongsTo(User");
	check_reason(&user, "overridden", "ON DELETE SET NULL", "the default of User.hasMany(Product)");
	check_reason(&lines, "overridden", "", "was declared before under the same name; what it made stays ('first')");
	check_reason(&lines, "unique", "UNIQUE", "unique: true, said by User.hasMany(Line");
	check_reason(&tags, "overridden", "", "uniqueKey 'once'");
	close_schema();
}

TEST(keys_other_than_one_primary)
{
	const struct attribute pair[] = { { .name = "a", .type = TYPE_INTEGER, .primary_key = true },
		{ .name = "b", .type = TYPE_TEXT, .primary_key = true }, { 0 } };
	const struct attribute mail[] = { { .name = "mail", .type = TYPE_STRING, .unique = true }, { 0 } };
	open_schema(DECLARED({ .source = "user", .kind = HAS_MANY, .target = "product" }));
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "seat", .attributes = pair }, NULL));
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "buyer", .attributes = mail }, NULL));
	CHECK_ERR(OK, schema_associate(schema, DECLARED({ .source = "seat", .kind = HAS_ONE, .target = "line",
		.foreign_key = { .unique = YES } }, { .source = "tag", .kind = BELONGS_TO, .target = "buyer", .target_key = "mail" })));
	struct why line = why_of("seat", "line"), buyer = why_of("tag", "buyer");
	CHECK_STR("`seatA` INTEGER, `seatB` TEXT, FOREIGN KEY (`seatA`, `seatB`) REFERENCES `seats` (`a`, `b`) ON DELETE SET NULL ON "
		  "UPDATE CASCADE, UNIQUE (`seatA`, `seatB`)",
		line.ddl);
	check_reason(&line, "name", "`seatA`, `seatB`", "the key that it refers to ('a, b')");
	check_reason(&line, "type", "INTEGER, TEXT", "as 'seat.a, b'");
	check_reason(&line, "unique", "UNIQUE (`seatA`, `seatB`)", "unique: true, said by Seat.hasOne(Line");
	check_reason(&buyer, "name", "`buyerId`", "the target's name 'buyer' and the primary key ('id'), though it refers to 'mail'");
	check_reason(&buyer, "references", "REFERENCES `buyers` (`mail`)", "targetKey, said by Tag.belongsTo(Buyer");
	close_schema();
}
