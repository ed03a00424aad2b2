/* belongsToMany. The expected tables are what Sequelize 6.37.8 wrote for the same declarations, except where a comment
 * says otherwise. */
#include "check.h"

#include "base/arena.h"
#include "model/association.h"
#include "model/sync.h"

#include <stdio.h>
#include <string.h>

#define ASSOCIATION(from, how, ...) \
	((struct association_definition){ .source = from, .kind = how, .target = __VA_ARGS__ })
#define TAGS \
	((struct association_definition){ \
		.source = "user", .kind = BELONGS_TO_MANY, .target = "tag", .through = "userTag" })
#define USERS \
	((struct association_definition){ \
		.source = "tag", .kind = BELONGS_TO_MANY, .target = "user", .through = "userTag" })

static struct schema *schema;
static struct arena arena;

static void define(const char *name, const struct attribute *attributes)
{
	CHECK_ERR(OK, schema_define(schema,
			      &(struct model_definition){ .name = name, .attributes = attributes, .no_timestamps = true },
			      NULL));
}

/* user, task and tag, each with one attribute. */
static void begin(void)
{
	static const struct attribute name[] = { { .name = "name", .type = TYPE_STRING }, { 0 } };
	static const struct attribute title[] = { { .name = "title", .type = TYPE_STRING }, { 0 } };
	static const struct attribute label[] = { { .name = "label", .type = TYPE_STRING }, { 0 } };
	schema = schema_new();
	arena_init(&arena);
	define("user", name);
	define("task", title);
	define("tag", label);
}

static void end(void)
{
	schema_free(schema);
	arena_release(&arena);
}

static enum err associate(struct association_definition definition)
{
	return schema_associate(schema, &definition, 1);
}

static void check_table(const char *model, const char *expected)
{
	const struct model *found = schema_model(schema, model);
	if (CHECK(found != NULL))
		CHECK_STR(expected, model_ddl(&arena, found));
}

static void check_refused(enum err expected, const char *word, struct association_definition definition)
{
	CHECK_ERR(expected, associate(definition));
	if (!CHECK(strstr(err_sentence(expected), word) != NULL))
		printf("# %s\n", err_sentence(expected));
}

#define JOIN(columns) "CREATE TABLE `userTags` (" columns ")"
#define REFERS(table, actions) " REFERENCES `" table "` (`id`) " actions
#define CASCADES "ON DELETE CASCADE ON UPDATE CASCADE"
#define RESTRICTS "ON DELETE RESTRICT ON UPDATE CASCADE"
#define KEYED(user, tag) \
	JOIN("`userId` INTEGER NOT NULL" REFERS("users", user) ", `tagId` INTEGER NOT NULL" REFERS( \
		"tags", tag) ", PRIMARY KEY (`userId`, `tagId`)")

static const struct attribute own_key[] = {
	{ .name = "id", .type = TYPE_INTEGER, .primary_key = true, .auto_increment = true }, { 0 } };

/* The join after both directions; NULL attributes: no primary key of its own. */
static void check_join(const char *expected, const struct attribute *attributes, struct association_definition a,
	struct association_definition b)
{
	begin();
	define("userTag", attributes);
	CHECK_ERR(OK, associate(a));
	CHECK_ERR(OK, associate(b));
	check_table("userTag", expected);
	const struct association *tags = model_association(schema_model(schema, "user"), "tags");
	if (CHECK(tags != NULL))
		CHECK(association_inverse(tags) == model_association(schema_model(schema, "tag"), "users") &&
			association_inverse(tags));
	end();
}

TEST(a_join_that_is_made)
{
	begin();
	CHECK_ERR(OK, associate(TAGS));
	const char *expected =
		"CREATE TABLE `userTag` (`createdAt` DATETIME NOT NULL, `updatedAt` DATETIME NOT NULL, "
		"`userId` INTEGER NOT NULL" REFERS("users", CASCADES) ", `tagId` INTEGER NOT NULL" REFERS(
			"tags", CASCADES) ", PRIMARY KEY (`userId`, `tagId`))";
	check_table("userTag", expected);
	CHECK_ERR(OK, associate(USERS));
	check_table("userTag", expected);
	CHECK_INT(2, model_key_count(schema_model(schema, "userTag")));
	CHECK(model_attribute_at(schema_model(schema, "userTag"), 2)->not_null);
	end();
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "tag", .through = "ut",
			      .through_no_timestamps = true, .no_constraints = true)));
	check_table("ut", "CREATE TABLE `ut` (`userId` INTEGER NOT NULL, `tagId` INTEGER NOT NULL, PRIMARY KEY "
			  "(`userId`, `tagId`))");
	end();
}

TEST(a_join_of_ones_own)
{
	const struct attribute weight[] = { { .name = "weight", .type = TYPE_INTEGER }, { 0 } };
	const struct attribute keys[] = { { .name = "userId", .type = TYPE_INTEGER, .not_null = true },
		{ .name = "tagId", .type = TYPE_INTEGER, .not_null = true }, { 0 } };
	check_join(KEYED(CASCADES, CASCADES), NULL, TAGS, USERS);
	check_join(JOIN("`weight` INTEGER, `userId` INTEGER NOT NULL" REFERS(
			   "users", CASCADES) ", `tagId` INTEGER NOT NULL" REFERS("tags",
			   CASCADES) ", PRIMARY KEY (`userId`, `tagId`)"),
		weight, TAGS, USERS);
	check_join(KEYED(CASCADES, CASCADES), keys, TAGS, USERS);
	check_join(JOIN("`id` INTEGER PRIMARY KEY AUTOINCREMENT, `userId` INTEGER" REFERS("users",
			   CASCADES) ", `tagId` INTEGER" REFERS("tags", CASCADES) ", UNIQUE (`userId`, `tagId`)"),
		own_key, TAGS, USERS);
	/* UNIQUE in the order of the columns, whatever that of the declaration. */
	const struct attribute turned[] = { own_key[0], { .name = "tagId", .type = TYPE_INTEGER }, { 0 } };
	check_join(JOIN("`id` INTEGER PRIMARY KEY AUTOINCREMENT, `tagId` INTEGER" REFERS("tags",
			   CASCADES) ", `userId` INTEGER" REFERS("users", CASCADES) ", UNIQUE (`tagId`, `userId`)"),
		turned, TAGS, USERS);
}

TEST(actions_on_either_side_of_a_join)
{
	struct association_definition tags = TAGS, users = USERS;
	tags.on_delete = ACTION_RESTRICT;
	check_join(KEYED(RESTRICTS, RESTRICTS), NULL, tags, USERS);
	check_join(JOIN("`tagId` INTEGER NOT NULL" REFERS("tags", CASCADES) ", `userId` INTEGER NOT NULL" REFERS(
			   "users", RESTRICTS) ", PRIMARY KEY (`tagId`, `userId`)"),
		NULL, USERS, tags);
	users.on_delete = ACTION_CASCADE;
	check_join(KEYED(RESTRICTS, CASCADES), NULL, tags, users);
}

TEST(unique_or_not)
{
	struct association_definition tags = TAGS, users = USERS;
	const char *without = JOIN("`id` INTEGER PRIMARY KEY AUTOINCREMENT, `userId` INTEGER" REFERS(
		"users", CASCADES) ", `tagId` INTEGER" REFERS("tags", CASCADES));
	tags.through_unique = NO;
	check_join(without, own_key, tags, USERS);
	/* In Sequelize the side that says nothing brings the UNIQUE back. */
	check_join("CREATE TABLE `userTags` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `tagId` INTEGER" REFERS(
			   "tags", CASCADES) ", `userId` INTEGER" REFERS("users", CASCADES) ")",
		own_key, USERS, tags);
	users.through_unique = NO;
	check_join(without, own_key, tags, users);
	users.through_unique = YES;
	begin();
	CHECK_ERR(OK, associate(tags));
	check_refused(ERR_CONTRADICTION, "unique and not unique", users);
	end();
}

static void check_keys(const char *name, const char *from, const char *foreign_key, const char *other_key)
{
	const struct association *a = model_association(schema_model(schema, from), name);
	if (!CHECK(a != NULL))
		return;
	CHECK_STR(foreign_key, association_foreign_key(a));
	CHECK_STR(other_key, association_other_key(a));
}

TEST(keys_inferred_from_the_other_direction)
{
	struct association_definition tags = TAGS, users = USERS;
	tags.foreign_key.name = "ownerId";
	begin();
	CHECK_ERR(OK, associate(tags));
	check_keys("tags", "user", "ownerId", "tagId");
	CHECK_ERR(OK, associate(users));
	check_keys("users", "tag", "tagId", "ownerId");
	end();
	users.foreign_key.name = "labelId";
	begin();
	CHECK_ERR(OK, associate(tags));
	CHECK_ERR(OK, associate(users));
	check_keys("tags", "user", "ownerId", "labelId");
	check_keys("users", "tag", "labelId", "ownerId");
	CHECK_INT(4, model_attribute_count(schema_model(schema, "userTag")));
	end();
	check_join(JOIN("`id` INTEGER PRIMARY KEY AUTOINCREMENT, `ownerId` INTEGER" REFERS("users",
			   CASCADES) ", `labelId` INTEGER" REFERS("tags", CASCADES) ", UNIQUE (`ownerId`, `labelId`)"),
		own_key, tags, users);
	/* What stood there before stays, but is no part of the key. */
	const struct attribute own[] = { { .name = "tagId", .type = TYPE_INTEGER }, { 0 } };
	check_join(JOIN("`tagId` INTEGER, `ownerId` INTEGER NOT NULL" REFERS(
			   "users", CASCADES) ", `labelId` INTEGER NOT NULL" REFERS("tags",
			   CASCADES) ", PRIMARY KEY (`ownerId`, `labelId`)"),
		own, tags, users);
	/* A key named by the second direction alone also names the first one's; Sequelize makes a third column. */
	users = USERS;
	users.other_key.name = "personId";
	begin();
	CHECK_ERR(OK, associate(TAGS));
	CHECK_ERR(OK, associate(users));
	check_keys("tags", "user", "personId", "tagId");
	CHECK_INT(4, model_attribute_count(schema_model(schema, "userTag")));
	end();
}

TEST(keys_of_a_join_other_than_the_primary)
{
	const struct attribute names[] = { { .name = "username", .type = TYPE_STRING, .unique = true }, { 0 } };
	const struct attribute labels[] = { { .name = "label", .type = TYPE_STRING, .unique = true }, { 0 } };
	schema = schema_new();
	arena_init(&arena);
	define("user", names);
	define("tag", labels);
	CHECK_ERR(
		OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "tag", .through = "ut", .source_key = "username")));
	CHECK_ERR(OK, associate(ASSOCIATION("tag", BELONGS_TO_MANY, "user", .through = "ut", .source_key = "label")));
	check_table("ut", "CREATE TABLE `ut` (`createdAt` DATETIME NOT NULL, `updatedAt` DATETIME NOT NULL, "
			  "`userUsername` VARCHAR(255) NOT NULL REFERENCES `users` (`username`) " CASCADES ", "
			  "`tagLabel` VARCHAR(255) NOT NULL REFERENCES `tags` (`label`) " CASCADES
			  ", PRIMARY KEY (`userUsername`, `tagLabel`))");
	const struct association *tags = model_association(schema_model(schema, "user"), "tags");
	CHECK_STR("username", association_source_key(tags));
	CHECK_STR("label", association_target_key(tags));
	end();
}

TEST(a_join_to_itself)
{
	begin();
	CHECK_ERR(OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "user", .as = "children", .through = "family")));
	check_keys("children", "user", "userId", "childId");
	/* Sequelize leaves one column for both keys here. */
	CHECK_ERR(OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "user", .as = "parents", .through = "family")));
	check_keys("parents", "user", "childId", "userId");
	CHECK_ERR(OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "user", .as = "friends", .through = "friendship",
		.foreign_key = { .name = "aId" }, .other_key = { .name = "bId" })));
	const struct model *user = schema_model(schema, "user");
	CHECK(association_inverse(model_association(user, "children")) == model_association(user, "parents"));
	CHECK(association_inverse(model_association(user, "friends")) == NULL);
	end();
}

TEST(two_relations_over_one_join)
{
	begin();
	define("match", own_key);
	CHECK_ERR(OK, associate(ASSOCIATION("user", BELONGS_TO_MANY, "tag", .as = "home", .through = "match",
			      .foreign_key = { .name = "userId" }, .other_key = { .name = "homeId" })));
	CHECK_ERR(OK, associate(ASSOCIATION("tag", BELONGS_TO_MANY, "user", .as = "away", .through = "match",
			      .foreign_key = { .name = "awayId" }, .other_key = { .name = "userId" })));
	check_keys("home", "user", "userId", "homeId");
	check_keys("away", "tag", "awayId", "userId");
	CHECK(association_inverse(model_association(schema_model(schema, "user"), "home")) == NULL);
	CHECK_ERR(OK, associate(ASSOCIATION("tag", BELONGS_TO_MANY, "user", .as = "guests", .through = "match",
			      .foreign_key = { .name = "homeId" }, .other_key = { .name = "guestId" })));
	check_keys("guests", "tag", "homeId", "guestId");
	check_keys("home", "user", "userId", "homeId");
	end();
}

TEST(a_join_with_associations_of_its_own)
{
	begin();
	define("userTag", own_key);
	CHECK_ERR(OK, associate(ASSOCIATION("user", HAS_MANY, "userTag")));
	CHECK_ERR(OK, associate(ASSOCIATION("userTag", BELONGS_TO, "user")));
	CHECK_ERR(OK, associate(TAGS));
	CHECK_ERR(OK, associate(USERS));
	check_table("userTag", JOIN("`id` INTEGER PRIMARY KEY AUTOINCREMENT, `userId` INTEGER" REFERS("users",
				       "ON DELETE SET NULL ON UPDATE CASCADE") ", `tagId` INTEGER" REFERS("tags",
				       CASCADES) ", UNIQUE (`userId`, `tagId`)"));
	end();
	/* The automatic id stays when something already stands on it. */
	begin();
	define("userTag", NULL);
	CHECK_ERR(OK, associate(ASSOCIATION("userTag", HAS_MANY, "task")));
	CHECK_ERR(OK, associate(TAGS));
	CHECK_STR("id", model_key(schema_model(schema, "userTag"))->name);
	end();
}

/* A default that no row could survive: Sequelize keeps SET NULL on these primary keys. */
TEST(a_primary_key_is_not_set_null_by_default)
{
	begin();
	define("userTag", NULL);
	CHECK_ERR(OK, associate(ASSOCIATION("userTag", BELONGS_TO, "user")));
	CHECK_ERR(OK, associate(ASSOCIATION("userTag", BELONGS_TO, "tag")));
	CHECK_ERR(OK, associate(TAGS));
	check_table("userTag", KEYED(CASCADES, CASCADES));
	end();
}

TEST(underscored_keys)
{
	schema = schema_new();
	arena_init(&arena);
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "blogUser", .underscored = true }, NULL));
	CHECK_ERR(OK, schema_define(schema, &(struct model_definition){ .name = "tag", .underscored = true }, NULL));
	CHECK_ERR(OK, associate(ASSOCIATION("blogUser", BELONGS_TO_MANY, "tag", .through = "userTag")));
	check_table("userTag",
		"CREATE TABLE `userTag` (`created_at` DATETIME NOT NULL, `updated_at` DATETIME NOT NULL, "
		"`blog_user_id` INTEGER NOT NULL REFERENCES `blog_users` (`id`) " CASCADES
		", `tag_id` INTEGER NOT NULL REFERENCES `tags` (`id`) " CASCADES ", "
		"PRIMARY KEY (`blog_user_id`, `tag_id`))");
	check_keys("tags", "blogUser", "blogUserId", "tagId");
	end();
}
