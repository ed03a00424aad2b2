#include "check.h"

#include "base/arena.h"
#include "model/model.h"
#include "model/sync.h"

#include <string.h>

static const struct attribute name_only[] = { { .name = "name", .type = TYPE_STRING }, { 0 } };

static const struct model *define(struct schema *schema, struct model_definition definition)
{
	const struct model *model = NULL;
	CHECK_ERR(OK, schema_define(schema, &definition, &model));
	return model;
}

/* The one model of a schema, as SQL. */
static void check_ddl(const char *expected, struct model_definition definition)
{
	struct schema *schema = schema_new();
	struct arena arena;
	arena_init(&arena);
	const struct model *model = define(schema, definition);
	if (model)
		CHECK_STR(expected, model_ddl(&arena, model));
	arena_release(&arena);
	schema_free(schema);
}

static void check_refused(enum err expected, const char *word, struct model_definition definition)
{
	struct schema *schema = schema_new();
	const struct model *model = NULL;
	define(schema, (struct model_definition){ .name = "user", .attributes = name_only });
	CHECK_ERR(expected, schema_define(schema, &definition, &model));
	CHECK(strstr(err_sentence(expected), word) != NULL);
	CHECK(model == NULL);
	CHECK_INT(1, schema_model_count(schema));
	schema_free(schema);
}

TEST(a_plain_model_has_id_and_timestamps)
{
	check_ddl("CREATE TABLE `users` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `name` VARCHAR(255), "
		  "`createdAt` DATETIME NOT NULL, `updatedAt` DATETIME NOT NULL)",
		(struct model_definition){ .name = "user", .attributes = name_only });
	check_ddl("CREATE TABLE `carts` (`id` INTEGER PRIMARY KEY AUTOINCREMENT)",
		(struct model_definition){ .name = "cart", .no_timestamps = true });
}

TEST(table_names)
{
	check_ddl("CREATE TABLE `People` (`id` INTEGER PRIMARY KEY AUTOINCREMENT)",
		(struct model_definition){ .name = "Person", .no_timestamps = true });
	check_ddl("CREATE TABLE `person` (`id` INTEGER PRIMARY KEY AUTOINCREMENT)",
		(struct model_definition){ .name = "person", .no_timestamps = true, .freeze_table_name = true });
	check_ddl("CREATE TABLE `folk` (`id` INTEGER PRIMARY KEY AUTOINCREMENT)",
		(struct model_definition){
			.name = "person", .no_timestamps = true, .freeze_table_name = true, .table_name = "folk" });
	check_ddl("CREATE TABLE `a``b` (`id` INTEGER PRIMARY KEY AUTOINCREMENT)",
		(struct model_definition){ .name = "x", .no_timestamps = true, .table_name = "a`b" });
}

TEST(underscored_names)
{
	const struct attribute attributes[] = {
		{ .name = "firstName", .type = TYPE_STRING }, { .name = "zip", .type = TYPE_STRING, .field = "ZIP" }, { 0 } };
	check_ddl("CREATE TABLE `blog_posts` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `first_name` VARCHAR(255), `ZIP` "
		  "VARCHAR(255), "
		  "`created_at` DATETIME NOT NULL, `updated_at` DATETIME NOT NULL)",
		(struct model_definition){ .name = "blogPost", .attributes = attributes, .underscored = true });
}

/* As Sequelize 6.37 wrote it for the same definition. */
TEST(types_and_defaults)
{
	const struct value three = value_integer(3), its = value_text("it's"), yes = value_integer(1),
			   tenth = value_real(0.1), none = value_null();
	const struct attribute attributes[] = {
		{ .name = "a", .type = TYPE_INTEGER, .default_value = &three, .unique = true, .not_null = true },
		{ .name = "b", .type = TYPE_STRING, .default_value = &its },
		{ .name = "c", .type = TYPE_BOOLEAN, .default_value = &yes },
		{ .name = "d", .type = TYPE_DOUBLE, .default_value = &tenth },
		{ .name = "e", .type = TYPE_INTEGER, .default_value = &none },
		{ .name = "f", .type = TYPE_BIGINT, .primary_key = true }, { .name = "g", .type = TYPE_UUID },
		{ .name = "h", .type = TYPE_BLOB }, { .name = "i", .type = TYPE_TEXT }, { .name = "j", .type = TYPE_DATE },
		{ .name = "k", .type = TYPE_INTEGER, .check = "`k` > 0" }, { 0 } };
	check_ddl("CREATE TABLE `xes` (`a` INTEGER NOT NULL DEFAULT 3 UNIQUE, `b` VARCHAR(255) DEFAULT 'it''s', `c` "
		  "TINYINT(1) DEFAULT 1, "
		  "`d` DOUBLE PRECISION DEFAULT '0.1', `e` INTEGER DEFAULT NULL, `f` INTEGER PRIMARY KEY, `g` UUID, "
		  "`h` BLOB, `i` TEXT, `j` DATETIME, "
		  "`k` INTEGER CHECK (`k` > 0))",
		(struct model_definition){ .name = "x", .attributes = attributes, .no_timestamps = true });
}

TEST(primary_keys_of_ones_own)
{
	const struct value z = value_text("z");
	const struct attribute text[] = {
		{ .name = "a", .type = TYPE_STRING, .primary_key = true, .not_null = true, .unique = true }, { 0 } };
	const struct attribute pair[] = { { .name = "a", .type = TYPE_INTEGER, .primary_key = true, .not_null = true },
		{ .name = "b", .type = TYPE_STRING, .primary_key = true, .default_value = &z }, { 0 } };
	check_ddl("CREATE TABLE `xes` (`a` VARCHAR(255) NOT NULL UNIQUE PRIMARY KEY)",
		(struct model_definition){ .name = "x", .attributes = text, .no_timestamps = true });
	check_ddl("CREATE TABLE `xes` (`a` INTEGER NOT NULL, `b` VARCHAR(255) DEFAULT 'z' NOT NULL, PRIMARY KEY (`a`, "
		  "`b`))",
		(struct model_definition){ .name = "x", .attributes = pair, .no_timestamps = true });
	check_ddl("CREATE TABLE `xes` (`name` VARCHAR(255))",
		(struct model_definition){
			.name = "x", .attributes = name_only, .no_timestamps = true, .without_rowid_key = true });
}

TEST(a_declared_timestamp_stays_where_it_is)
{
	const struct attribute attributes[] = {
		{ .name = "createdAt", .type = TYPE_DATE }, { .name = "name", .type = TYPE_STRING }, { 0 } };
	check_ddl("CREATE TABLE `users` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `createdAt` DATETIME, `name` "
		  "VARCHAR(255), `updatedAt` DATETIME NOT NULL)",
		(struct model_definition){ .name = "user", .attributes = attributes });
}

TEST(definitions_refused)
{
	const struct attribute twice[] = { { .name = "a", .type = TYPE_TEXT }, { .name = "a", .type = TYPE_TEXT }, { 0 } };
	const struct attribute two_columns[] = {
		{ .name = "a", .type = TYPE_TEXT }, { .name = "a", .type = TYPE_TEXT, .field = "b" }, { 0 } };
	const struct attribute one_column[] = {
		{ .name = "a", .type = TYPE_TEXT }, { .name = "b", .type = TYPE_TEXT, .field = "A" }, { 0 } };
	const struct attribute no_type[] = { { .name = "a", .type = TYPE_COUNT }, { 0 } };
	const struct attribute plain_id[] = { { .name = "id", .type = TYPE_TEXT }, { 0 } };
	const struct attribute no_name[] = { { .name = "", .type = TYPE_TEXT }, { 0 } };
	check_refused(ERR_NAMING_COLLISION, "twice", (struct model_definition){ .name = "user" });
	check_refused(ERR_NAMING_COLLISION, "one column", (struct model_definition){ .name = "x", .attributes = twice });
	check_refused(
		ERR_NAMING_COLLISION, "one column", (struct model_definition){ .name = "x", .attributes = two_columns });
	check_refused(
		ERR_NAMING_COLLISION, "one column", (struct model_definition){ .name = "x", .attributes = one_column });
	check_refused(ERR_NAMING_COLLISION, "'id'", (struct model_definition){ .name = "x", .attributes = plain_id });
	check_refused(ERR_INPUT, "type", (struct model_definition){ .name = "x", .attributes = no_type });
	check_refused(ERR_INPUT, "no name", (struct model_definition){ .name = "x", .attributes = no_name });
	check_refused(ERR_INPUT, "no name", (struct model_definition){ .name = "" });
}

TEST(everything_is_copied)
{
	struct schema *schema = schema_new();
	char name[] = "user", attribute[] = "nick", text[] = "bob";
	struct value bob = value_text(text);
	struct attribute attributes[] = { { .name = attribute, .type = TYPE_STRING, .default_value = &bob }, { 0 } };
	const struct model *model = define(schema, (struct model_definition){ .name = name, .attributes = attributes });
	memset(name, 'x', 4);
	memset(attribute, 'x', 4);
	memset(text, 'x', 3);
	CHECK_STR("user", model_name(model));
	CHECK_STR("nick", model_attribute_at(model, 1)->name);
	CHECK_STR("bob", model_attribute_at(model, 1)->default_value->text);
	CHECK(schema_model(schema, "user") == model);
	schema_free(schema);
}

TEST(looking_up)
{
	struct schema *schema = schema_new();
	const struct model *user = define(schema, (struct model_definition){ .name = "user", .attributes = name_only });
	define(schema, (struct model_definition){ .name = "secret", .hidden = true });
	const struct model *found = NULL;
	CHECK_ERR(OK, schema_need(schema, "user", &found));
	CHECK(found == user);
	CHECK_ERR(ERR_NOT_A_MODEL, schema_need(schema, "usr", &found));
	CHECK(strstr(err_sentence(ERR_NOT_A_MODEL), "'usr'") && strstr(err_sentence(ERR_NOT_A_MODEL), "user"));
	CHECK(!strstr(err_sentence(ERR_NOT_A_MODEL), "secret"));
	CHECK_STR("id", model_key(user)->name);
	CHECK_INT(1, model_key_count(user));
	CHECK_INT(1, model_attribute_index(user, "name"));
	CHECK_INT(-1, model_attribute_index(user, "nothing"));
	CHECK_INT(4, model_attribute_count(user));
	CHECK(!model_is_hidden(user) && model_is_hidden(schema_model(schema, "secret")));
	schema_free(schema);
}

/* What the inflection package gives, its mistakes included. */
TEST(inflection)
{
	static const char *const pairs[][2] = {
		{ "user", "users" },
		{ "cartItem", "cartItems" },
		{ "person", "people" },
		{ "Person", "People" },
		{ "category", "categories" },
		{ "child", "children" },
		{ "man", "men" },
		{ "human", "humans" },
		{ "box", "boxes" },
		{ "class", "classes" },
		{ "dish", "dishes" },
		{ "day", "days" },
		{ "soliloquy", "soliloquies" },
		{ "half", "halves" },
		{ "wolf", "wolves" },
		{ "hive", "hives" },
		{ "status", "statuses" },
		{ "alias", "aliases" },
		{ "bus", "buses" },
		{ "campus", "campuses" },
		{ "index", "indices" },
		{ "matrix", "matrices" },
		{ "mouse", "mice" },
		{ "tooth", "teeth" },
		{ "quiz", "quizzes" },
		{ "potato", "potatoes" },
		{ "basis", "bases" },
		{ "crisis", "crises" },
		{ "datum", "data" },
		{ "criterion", "criteria" },
		{ "movie", "movies" },
		{ "octopus", "octopuses" },
		{ "address", "addresses" },
		{ "news", "news" },
		{ "money", "money" },
		{ "Sheep", "Sheep" },
		{ "series", "series" },
		{ "species", "species" },
		{ "drive", "drives" },
		{ "database", "databases" },
	};
	struct schema *schema = schema_new();
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		CHECK_STR(pairs[i][1], inflect_plural(schema, pairs[i][0]));
		CHECK_STR(pairs[i][1], inflect_plural(schema, pairs[i][1]));
		CHECK_STR(pairs[i][0], inflect_singular(schema, pairs[i][1]));
		CHECK_STR(pairs[i][0], inflect_singular(schema, pairs[i][0]));
	}
	CHECK_STR("sho", inflect_singular(schema, "shoes"));
	CHECK_STR("analyasis", inflect_singular(schema, "analyses"));
	CHECK_STR("", inflect_plural(schema, ""));
	schema_free(schema);
}
